"""Add: a change that the plan does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.plan.record import keys_within, record
from mtfp.problems import Problem
from mtfp.scenario.steps.step import Bearing, Resolved, Step, StepKind


@record
class Add(Step):
    """A change the plan does not have."""

    change: Change = keys_within(Change)


def added_by(step: Step) -> Change | None:
    """Return the change that a step adds; None for a step of another kind."""
    return step.change if isinstance(step, Add) else None


def with_added(plan: Plan, steps: Iterable[Step]) -> Plan:
    """Return the plan with every change that steps add."""
    each = {step.written_at: added_by(step) for step in steps}
    added = [change for change in each.values() if change is not None]
    return replace(plan, changes=(*plan.changes, *added)) if added else plan


def adding(step: Step, change: Change) -> Step:
    """Return a step that adds a change with that change in another form: as the plan has it, or as its file states it."""
    return replace(step, change=change) if isinstance(step, Add) else step


def _bears_on(step: Add, _: Plan, __: list[Problem]) -> Iterator[Bearing]:
    yield ("change", step.change.reference)


def _nil(resolved: Resolved[Add], _: Sequence[Change], plan: Plan) -> str:
    change, horizon = resolved.step.change, plan.horizon
    if change.profile.beyond(horizon) and not any(change.amounts(horizon)):
        return "all of it falls after the plan"
    return "it has no amount in any year"


ADD = StepKind(
    key="add",
    record=Add,
    words="A change the plan does not have.",
    bears_on=_bears_on,
    says=lambda *_: "added",
    overridden=lambda resolved, _: resolved.bearings,
    turn=1,
    meets="none",
    gives_figures=True,
    breaks="plan",
    nil=_nil,
)
