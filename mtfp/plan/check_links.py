"""The rules of changes that need, exclude, share a budget with or replace others. Imported where any do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from mtfp.plan.changes import Change
from mtfp.plan.dependants import has_amounts
from mtfp.plan.model import Plan
from mtfp.plan.unknown import unknown_change
from mtfp.problems import Problem


def check_links(plan: Plan, linked: Sequence[Change]) -> list[Problem]:
    """Return every breach of the rules by changes that name others."""
    problems = [
        *_circles(plan, linked),
        *_excluded(plan, linked),
        *_replaced(linked),
        *_named(plan, linked),
    ]
    needing = [change for change in linked if change.requires]
    if needing and plan.dependants is None:
        problems.append(
            Problem(
                place=needing[0].place.at("requires"),
                what=f'"{needing[0].reference}" requires another change, and the plan does not say what becomes of it when that slips',
                expected='dependants = "follow" (it slips or is dropped too) or dependants = "refuse" (such a scenario is refused)',
                fix=f"add one of them under [plan] in {plan.place.file.rpartition('/')[2]}",
                unless=(("plan", ""),),
            )
        )
    return problems


def _named(plan: Plan, linked: Sequence[Change]) -> Iterator[Problem]:
    for change in linked:
        for key, references in (
            ("requires", change.requires),
            ("excludes", change.excludes),
            ("shares_budget_with", change.shares_budget_with),
            ("replaced_by", () if change.replaced_by is None else (change.replaced_by,)),
        ):
            for reference in references:
                if reference not in plan.change_by_reference:
                    yield unknown_change(change.place.at(key), reference, plan, change.reference)
                elif reference == change.reference and key != "requires":
                    yield Problem(
                        place=change.place.at(key),
                        what=f'"{reference}" names itself',
                        expected="the reference of another change",
                        fix=f"correct the reference, or remove {key}",
                    )


def _circles(plan: Plan, linked: Sequence[Change]) -> Iterator[Problem]:
    """Yield a problem for each circle of changes that wait for one another, naming all of them."""
    needs = {change.reference: change.requires for change in linked}
    order = {reference: n for n, reference in enumerate(plan.change_by_reference)}
    while True:
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as error:
            circle = list(reversed(error.args[1][1:]))
            first = circle.index(min(circle, key=order.__getitem__))
            circle = [*circle[first:], *circle[: first + 1]]
            for one, other in pairwise(circle):
                needs[one] = tuple(each for each in needs[one] if each != other)
            yield Problem(
                place=plan.change_by_reference[circle[0]].place.at("requires"),
                what=f"{' needs '.join(circle)}: none of them can come first",
                expected="changes that do not need one another in a circle",
                fix="take one of these out of requires",
            )
        else:
            return


def _excluded(plan: Plan, linked: Sequence[Change]) -> Iterator[Problem]:
    told = set()
    for change in linked:
        for reference in change.excludes:
            other = plan.change_by_reference.get(reference)
            pair = frozenset((change.reference, reference))
            if other is None or pair in told or not (has_amounts(change) and has_amounts(other)):
                continue
            told.add(pair)
            yield Problem(
                place=change.place.at("excludes"),
                what=f'"{change.reference}" excludes "{reference}", and the plan has amounts of both',
                expected="amounts of one of them; the other can be added by a scenario",
                fix="remove one of them, or its amounts",
                about=(("change", change.reference), ("change", reference)),
            )


def _replaced(linked: Sequence[Change]) -> Iterator[Problem]:
    for change in linked:
        if change.replaced_by is not None and change.stage != "not achieved":
            stage = f"its stage is {change.stage}" if change.stage else "it has no stage"
            yield Problem(
                place=change.place.at("replaced_by"),
                what=f'"{change.reference}" is replaced by "{change.replaced_by}", and {stage}',
                expected='a saving that another replaces has the stage "not achieved"',
                fix='write "not achieved" for stage, or remove replaced_by',
            )
