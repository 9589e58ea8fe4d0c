"""Medium-term financial plans for UK councils: exact to the penny, every table casting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from mtfp.notebook import LoadedPlan, Result

__all__ = ["load", "save"]


def load(path: str | Path) -> LoadedPlan:
    """Read a plan to work on in Python: `mtfp.load("plan.toml").run("scenario.toml").gap`.

    Raises `mtfp.problems.InputError` with every mistake in the plan's files.
    """
    from mtfp.notebook import load as load_plan

    return load_plan(path)


def save(what: LoadedPlan | Result, path: str | Path) -> None:
    """Write a plan, or the plan that a scenario leaves, as a file of its own: `mtfp.save(plan.run("slips.toml"), "after.toml")`.

    Raises `mtfp.problems.MisreadError` where there is such a file already, or the plan can't be stated in one.
    """
    from mtfp.notebook import save as save_plan

    save_plan(what, path)
