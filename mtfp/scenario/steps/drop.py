"""Drop: the changes never happen."""

from __future__ import annotations

from dataclasses import replace

from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.plan.profile import Profile
from mtfp.plan.record import record
from mtfp.scenario.steps.selected import OnSelected, moves_the_same, no_amounts, selected
from mtfp.scenario.steps.step import StepKind


@record
class Drop(OnSelected):
    """The changes never happen."""


def _changed(_: Drop, change: Change, __: Plan) -> Change:
    return replace(change, profile=Profile(), unstated={})


DROP = StepKind(
    key="drop",
    record=Drop,
    words="The changes never happen.",
    bears_on=selected,
    says=lambda *_: "dropped",
    changed=_changed,
    turn=3,
    meets="all",
    says_when=True,
    leads=lambda _: (True, 0),
    same=no_amounts,
    nil=moves_the_same,
)
