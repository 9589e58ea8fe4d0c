"""A scenario's step as a councillor would say it."""

from __future__ import annotations

from collections.abc import Sequence

from mtfp.plan.labels import label
from mtfp.plan.model import Plan
from mtfp.problems import listed
from mtfp.scenario.model import Assume, SetCashLimit, words_of
from mtfp.scenario.resolve import Resolved


def step_words(step: Resolved, plan: Plan) -> str:
    """Return what a step is done to, and what is done; `plan` holds the changes the scenario adds."""
    match step.instruction:
        case Assume() as assume:
            return f"Inflation ({assume.index}): {words_of(assume)}"
        case SetCashLimit() as limit:
            return f"{label(plan, 'cash_limit')}: {words_of(limit)}"
        case instruction:
            return f"{_what_changes(step.references, plan)}: {words_of(instruction)}"


def _what_changes(references: Sequence[str], plan: Plan) -> str:
    changes = [plan.change_by_reference[reference] for reference in references]
    if len(changes) == 1:
        return f"{changes[0].reference} {changes[0].title}"
    return listed(references, most=3)
