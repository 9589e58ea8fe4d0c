"""What must be said of changes: those subject to consultation, savings not achieved, and savings that share a budget."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.engine.projection import Projection
from mtfp.money import Said
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.problems import Notice, listed


def change_notices(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield what must be said of changes."""
    yield from _consulted_on(projection, said)
    yield from _undelivered(projection, said)


def _consulted_on(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield the changes that are subject to consultation, with what they come to over the plan."""
    plan = projection.plan
    for kind, words in (("saving", "savings"), ("pressure", "pressures")):
        found = [
            (change, sum(change.amounts(plan.horizon)))
            for change in projection.changes
            if plan.types[change.type].status == "subject to consultation"
            and plan.types[change.type].kind == kind
        ]
        if found:
            total = abs(sum(pence for _, pence in found))
            yield Notice(
                name="subject-to-consultation",
                of=kind,
                text=f"Subject to consultation: {said.exactly(total)} of {words} over the plan, "
                f"{listed(change.printed for change, _ in found)}.",
            )


def _undelivered(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield the savings not achieved that nothing replaces or writes out, and budgets from which savings take more than there is."""
    plan = projection.plan
    twice = [
        change
        for change in plan.changes
        if change.stage == "not achieved" and change.profile.phases and not _written_out(change, plan)
    ]
    if twice:
        yield Notice(
            name="not-achieved",
            text=f"Not achieved, and still taken off the budget: {listed(each.printed for each in twice)}. Drop them in a scenario, or write them out "
            "with a pressure named in replaced_by.",
            place=twice[0].place,
        )
    seen: set[frozenset[str]] = set()
    for change in plan.changes:
        sharing = frozenset({change.reference, *change.shares_budget_with})
        if len(sharing) > 1 and sharing not in seen:
            seen.add(sharing)
            yield from _shared(sharing, projection, said)


def _written_out(change: Change, plan: Plan) -> bool:
    """Whether a saving is replaced by a pressure, which puts back what it takes off; a saving in its place would not."""
    by = None if change.replaced_by is None else plan.change_by_reference[change.replaced_by]
    return by is not None and plan.types[by.type].kind == "pressure"


def _shared(references: frozenset[str], projection: Projection, said: Said) -> Iterator[Notice]:
    plan = projection.plan
    changes = [plan.change_by_reference[each] for each in sorted(references)]
    lines = {line.reference: line for line in map(plan.line_of, changes)}.values()
    saved = -sum(change.profile.full_year for change in changes)
    budget = sum(line.gross if line.gross is not None else line.base for line in lines)
    if saved > budget > 0:
        said, word = said.in_full(saved, budget)
        yield Notice(
            name="saves-more-than-budget",
            of=changes[0].reference,
            text=f"{listed(change.printed for change in changes)} save {word}{said.show(saved)} between them from a budget of "
            f"{said.show(budget)}, {listed(line.title for line in lines)}.",
            place=changes[0].place,
            figures=(saved,),
        )
