"""Changes that are left without another change that they need."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.years import Month


def orphans(plan: Plan) -> list[tuple[Change, str]]:
    """Return every change whose amounts stand although a change that it needs has none, or starts later.

    Each comes with the end of a sentence that opens "it needs ...": the change that it needs, and what is wrong with that.
    """
    return [(change, what) for change in plan.changes if change.requires for what in _missing(change, plan)]


def has_amounts(change: Change) -> bool:
    """Whether a change has any amounts, be they known or not known yet."""
    return bool(change.profile.phases or change.tbc)


def _missing(change: Change, plan: Plan) -> Iterator[str]:
    if not has_amounts(change):
        return
    for reference in change.requires:
        needed = plan.change_by_reference.get(reference)
        if needed is None:
            continue
        if not has_amounts(needed):
            yield f"{reference}, which has no amounts"
        elif _start(needed) > _start(change):
            yield f"{reference}, which starts later, in {_start(needed)}"


def _start(change: Change) -> Month:
    return min((*(step.month for step in change.profile.phases), *(year.april for year in change.tbc)))
