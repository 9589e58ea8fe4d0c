"""The answer in a councillor's words: does each year balance, what changed, and what is at risk."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.analysis.effects import changed
from mtfp.analysis.outcome import Outcome
from mtfp.analysis.reserve_words import low_reserves
from mtfp.analysis.verdict import answer
from mtfp.money import MILLION, TO_THE_PENNY, Said, show_pounds
from mtfp.problems import listed


def answers(outcome: Outcome, said: Said = TO_THE_PENNY) -> tuple[str, ...]:
    """Return the answers to what a reader asks first, a paragraph for each: do years balance, what changed, what is at risk."""
    found = (
        answer(outcome.after, said),
        *low_reserves(outcome.after, said),
        changed(outcome, said),
        *_at_risk(outcome),
    )
    return tuple(filter(None, found))


def _at_risk(outcome: Outcome) -> Iterator[str]:
    """Yield how much of the savings is in doubt, where the plan says how sure they are. It is exact: a table adds printed years."""
    if not any(change.stage is not None or change.confidence < MILLION for change in outcome.after.changes):
        return
    found = outcome.savings
    total = -sum(sum(each.gross) for each in found)
    doubted = -sum(sum(each.gross) for each in found if each.change.stage == "at risk")
    lost = -sum(sum(each.gross) for each in found if each.change.stage == "not achieved")
    missing = total + sum(sum(each.weighted) for each in found)
    parts = [f"{show_pounds(doubted)} is at risk"] if doubted > 0 else []
    parts += [f"{show_pounds(lost)} is not achieved"] if lost > 0 else []
    parts += [f"{show_pounds(missing)} is not expected to arrive"] if missing > 0 else []
    if parts and total > 0:
        after = "" if outcome.scenario is None else " with the scenario"
        yield f"Of exactly {show_pounds(total)} of savings over the plan{after}, {listed(parts)}."
