"""The rules that hold across a plan's records. Each breach is returned as a problem, all of them at once."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.money import Unit, show_in_unit, show_pounds, show_rate
from mtfp.plan.amounts import comes_and_goes
from mtfp.plan.changes import Change
from mtfp.plan.check_accept import check_accepted
from mtfp.plan.check_drivers import check_drivers
from mtfp.plan.check_funding import check_funding
from mtfp.plan.check_links import check_links
from mtfp.plan.check_names import check_names
from mtfp.plan.check_reserves import check_reserves
from mtfp.plan.check_tables import check_tables
from mtfp.plan.check_targets import check_targets
from mtfp.plan.check_totals import check_totals
from mtfp.plan.landing import without_line
from mtfp.plan.model import Plan
from mtfp.plan.terms import Service
from mtfp.plan.unknown import unknown_index, unknown_line, unknown_type
from mtfp.problems import MOST_TOLD, Place, Problem, at_each, listed


def check_plan(plan: Plan) -> list[Problem]:
    """Return every breach of the rules across records; each says what it hangs on that may not have been read."""
    problems = [
        *check_names(plan),
        *_inflation(plan),
        *_provisions(plan),
        *_named_lines(plan),
        *check_totals(plan),
        *(check_accepted(plan) if plan.accepted else ()),
        *_unknown_types(plan),
        *(problem for change in plan.changes for problem in _change(change, plan)),
        *_landing(plan),
        *_control(plan),
        *check_funding(plan),
        *check_reserves(plan),
        *check_drivers(plan),
        *check_targets(plan),
        *check_tables(plan),
    ]
    linked = [
        change
        for change in plan.changes
        if change.requires or change.excludes or change.shares_budget_with or change.replaced_by
    ]
    if linked:
        problems += check_links(plan, linked)
    return problems


def _inflation(plan: Plan) -> Iterator[Problem]:
    for line in plan.lines:
        if line.index is None:
            continue
        index = plan.indices.get(line.index)
        if index is None:
            yield unknown_index(line.place, line.index, plan)
            continue
        for year in line.inflation:
            rate = index.rates[plan.horizon.index(year)]
            if rate:
                yield Problem(
                    place=line.place.at("inflation", str(year)),
                    what=f'line "{line.reference}" has both an amount and a rate of inflation in {year}',
                    expected=f"one or the other; index {line.index} is {show_rate(rate)} in {year}",
                    fix=f"remove the amount, give the line another index, or make the rate 0% in {year}",
                )
        if line.inflation and index.provision:
            yield Problem(
                place=line.place.at("inflation"),
                what=f'line "{line.reference}" has amounts of inflation, and index {line.index} has others',
                expected="one or the other",
                fix="remove inflation, or give the line another index",
            )


def _provisions(plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each index that is a sum of money, unless exactly one line rises by it."""
    for index in plan.indices.values():
        lines = [line.reference for line in plan.lines if line.index == index.name] if index.provision else []
        if index.provision and len(lines) != 1:
            yield Problem(
                place=index.place.at("amounts"),
                what=f"index {index.name} is a sum of money, and {f'lines {listed(lines)} rise' if lines else 'no line rises'} by it",
                expected="one line that rises by it: a sum can't be shared out",
                fix="give each line an index with its own amounts, or give the index rates"
                if lines
                else f'name it on its line, index = "{index.name}", or remove it',
                unless=() if lines else (("line", ""),),
            )


def _named_lines(plan: Plan) -> Iterator[Problem]:
    for virement in plan.virements:
        for key, name in (("from", virement.source), ("to", virement.target)):
            if name is not None and name not in plan.line_by_reference:
                yield unknown_line(virement.place.at(key), name, plan)
        if virement.source is not None and virement.source == virement.target:
            yield Problem(
                place=virement.place.at("to"),
                what=f'this virement is from "{virement.source}" to itself',
                expected="two different lines",
                fix="name another line in from or to",
            )
    for restatement in plan.restatements:
        if restatement.line not in plan.line_by_reference:
            yield unknown_line(restatement.place.at("line"), restatement.line, plan)


def _unknown_types(plan: Plan) -> Iterator[Problem]:
    found: dict[str, list[Place]] = {}
    for change in plan.changes:
        if change.type and change.type not in plan.types:
            found.setdefault(change.type, []).append(change.place.at("type"))
    for code, places in found.items():
        yield from at_each(unknown_type(places[0], code, plan), places)


def _landing(plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each change that has no one line to land on."""
    landing: set[Service] = set()
    others: dict[Service, list[Change]] = {}
    for change in plan.changes:
        if change.line is not None:
            if change.line not in plan.line_by_reference:
                yield unknown_line(change.place.at("line"), change.line, plan)
        elif change.service in others:
            others[change.service].append(change)
        elif change.service not in landing:
            if without_line(change, "change", plan) is None:
                landing.add(change.service)
            else:
                others[change.service] = [change]
    for changes in others.values():
        told = [without_line(change, "change", plan) for change in changes[:MOST_TOLD]]
        *first, last = [problem for problem in told if problem is not None]
        yield from first
        yield last._replace(also=tuple(change.place.at("service") for change in changes[MOST_TOLD:]))


def _change(change: Change, plan: Plan) -> Iterator[Problem]:
    kind = plan.types.get(change.type)
    if change.in_base_since is not None and kind is not None and kind.kind != "saving":
        yield Problem(
            place=change.place.at("in_base_since"),
            what=f'"{change.reference}" is a pressure already in the base',
            expected="in_base_since on a saving: a pressure already paid for is simply part of the base",
            fix="remove the change, or correct its type",
        )
    if comes_and_goes(change):
        yield Problem(
            place=change.place,
            what=f'one-off "{change.reference}" comes and goes: its amounts add to nil, as changes on the year before do',
            expected="the amount of each year; a one-off ends by itself",
            fix="leave out the reversal, or make the change recurring",
        )


def _control(plan: Plan) -> Iterator[Problem]:
    total = sum(line.base for line in plan.lines)
    if plan.control is None or plan.control == total:
        return
    difference = total - plan.control
    direction = "more" if difference > 0 else "less"
    yield Problem(
        place=plan.place.at("plan", "control"),
        what=f"the lines add to {show_pounds(total)}, {show_pounds(abs(difference))} {direction} than the control total",
        expected=f"lines that add to {show_pounds(plan.control)}",
        fix=_in_another_unit(plan.control, total, plan.unit)
        or "find the line that is wrong, missing or there twice, or correct the control total",
        unless=(("line", ""),),
    )


def _in_another_unit(control: int, total: int, unit: Unit) -> str:
    """Return what to write where the control total is the sum of the lines in another unit, to the figures it gives."""
    for times in (10**3, 10**6):
        if (
            abs(control * times - total) * 2 < unit.pence * times
            or abs(total * times - control) * 2 < unit.pence
        ):
            return f"write base = {show_in_unit(total, unit)} in control, if another unit than {unit.sign} was meant there"
    return ""
