"""Keep: the changes stay as the plan has them, whatever an inherited scenario says."""

from __future__ import annotations

from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.plan.record import record
from mtfp.scenario.steps.selected import OnSelected, selected
from mtfp.scenario.steps.step import StepKind


@record
class Keep(OnSelected):
    """The changes stay as the plan has them, whatever an inherited scenario says."""


def _changed(_: Keep, change: Change, __: Plan) -> Change:
    return change


# To contradict what is inherited must be meant, so it is said; keep can mean nothing else (docs/decisions/0008).
KEEP = StepKind(
    key="keep",
    record=Keep,
    words="The changes stay as the plan has them, whatever is inherited.",
    bears_on=selected,
    says=lambda *_: "kept as planned",
    changed=_changed,
    meets="all",
    restores=("confidence", "slippage"),
    says_when=True,
)
