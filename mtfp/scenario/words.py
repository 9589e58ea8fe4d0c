"""A scenario's step as a councillor would say it."""

from __future__ import annotations

from collections.abc import Sequence

from mtfp.plan.capital import Scheme
from mtfp.plan.demand import Demand
from mtfp.plan.labels import label
from mtfp.plan.model import Plan
from mtfp.problems import listed
from mtfp.scenario.model import (
    Assume,
    DelayScheme,
    Grow,
    MeetSlippage,
    OnRecords,
    SetCashLimit,
    SetFigures,
    words_of,
)
from mtfp.scenario.records import record_of, records_of
from mtfp.scenario.resolve import Resolved


def step_words(step: Resolved, plan: Plan) -> str:
    """Return what a step bears on and what it does, in words; `plan` holds the changes that the scenario adds."""
    match step.instruction:
        case Assume() as assume:
            return f"Inflation ({assume.index}): {words_of(assume)}"
        case SetCashLimit() as limit:
            return f"{label(plan, 'cash_limit')}: {words_of(limit)}"
        case SetFigures() | Grow() | DelayScheme() | MeetSlippage() as on_record:
            return f"{_which_record(on_record, plan)}: {words_of(on_record)}"
        case instruction:
            own = [each for each in step.references if each not in step.followers]
            words = words_of(instruction, "each" if len(own) > 1 else "it")
            return f"{_what_changes(own, plan)}: {words}{_what_follows(step)}"


def _which_record(instruction: OnRecords, plan: Plan) -> str:
    record, name = record_of(instruction)
    if not name:
        return record.capitalize()
    held = records_of(plan, record)[name]
    return f"{name} {held.title}" if isinstance(held, (Demand, Scheme)) else name


def _what_follows(step: Resolved) -> str:
    if not step.followers:
        return ""
    return f"; {listed(step.followers, most=3)} follow{'s' if len(step.followers) == 1 else ''}"


def _what_changes(references: Sequence[str], plan: Plan) -> str:
    changes = [plan.change_by_reference[reference] for reference in references]
    if len(changes) == 1:
        return f"{changes[0].reference} {changes[0].title}"
    return listed(references, most=3)
