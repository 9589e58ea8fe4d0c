"""Medium-term financial plans for UK councils: exact to the penny, every table casting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from mtfp.notebook import LoadedPlan

__all__ = ["load"]


def load(path: str | Path) -> LoadedPlan:
    """Read a plan to work on in Python: `mtfp.load("plan.toml").run("scenario.toml").gap`.

    Raises `mtfp.problems.InputError` with every mistake in the plan's files.
    """
    from mtfp.notebook import load as load_plan

    return load_plan(path)
