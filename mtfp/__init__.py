"""Medium-term financial plans for UK councils: exact to the penny, every table casting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from mtfp.notebook import LoadedPlan, LoadedScenario, Result
    from mtfp.plan.model import Plan

__all__ = ["load", "save"]


def load(path: str | Path) -> LoadedPlan:
    """Read a plan to work on in Python: `mtfp.load("plan.toml").run("scenario.toml").gap`.

    Raises `mtfp.problems.InputError` with every mistake in the plan's files.
    """
    from mtfp.notebook import load as load_plan

    return load_plan(path)


def save(what: LoadedPlan | LoadedScenario | Result | Plan, path: str | Path) -> None:
    """Write a plan, the plan that a scenario leaves, or a scenario: `mtfp.save(plan.run("slips.toml"), "after.toml")`.

    A file that is there keeps its comments, and all that does not differ. Raises `mtfp.problems.MisreadError` or
    `mtfp.problems.InputError`, and writes nothing, where it can't be written or would read otherwise.
    """
    from mtfp.notebook import save as save_what

    save_what(what, path)
