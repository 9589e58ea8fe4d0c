"""The rules that hold across a plan's records. Each breach is returned as a problem, all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtfp.money import show_pounds, show_rate
from mtfp.plan.model import BudgetLine, Change, Plan, Service
from mtfp.problems import MisreadError, Place, Problem, listed, nearest


def check_plan(plan: Plan, partial: frozenset[str] = frozenset()) -> list[Problem]:
    """Return every breach of the rules across records.

    `partial` names the lists some of whose records could not be read ("line", "index", "types", "change"): rules
    that need those lists whole are not tried, so that one mistake is not told twice.
    """
    problems = [
        *_same_reference("line", plan.lines),
        *_same_reference("change", plan.changes),
        *_service_spellings(plan),
        *_inflation(plan, partial),
        *_named_lines(plan, partial),
        *(problem for change in plan.changes for problem in _change(change, plan, partial)),
    ]
    if "line" not in partial:
        problems += _control(plan)
    return problems


def _same_reference(word: str, records: Iterable[BudgetLine | Change]) -> Iterator[Problem]:
    first: dict[str, BudgetLine | Change] = {}
    for record in records:
        other = first.setdefault(record.reference.casefold(), record)
        if other is record:
            continue
        same = other.reference == record.reference
        yield Problem(
            place=record.place.at("reference"),
            what=f'two {word}s are called "{record.reference}"'
            if same
            else f'{word} "{record.reference}" differs from "{other.reference}" in capitals only',
            expected=f"a reference of its own for every {word}; the other is at {other.place}",
            fix="give one of them a reference of its own"
            + (", and keep the one the paper prints in printed" if word == "change" else ""),
        )


def _service_spellings(plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each service that differs from another in capitals only: a search would find one of them."""
    first: dict[str, str] = {}
    told: set[str] = set()
    held: dict[Service, BudgetLine | Change] = {}
    records: tuple[BudgetLine | Change, ...] = (*plan.lines, *plan.changes)
    for record in records:
        held.setdefault(record.service, record)
    for service, record in held.items():
        for name in map(str, reversed(tuple(service.up))):
            other = first.setdefault(name.casefold(), name)
            if other != name and name not in told:
                told.add(name)
                yield Problem(
                    place=record.place.at("service"),
                    what=f'service "{name}" differs from "{other}" in capitals only',
                    expected="one spelling of every service",
                    fix=f'write "{other}" everywhere, or give one of them another name',
                )
                break


def _inflation(plan: Plan, partial: frozenset[str]) -> Iterator[Problem]:
    for line in plan.lines:
        if line.index is None:
            continue
        index = plan.indices.get(line.index)
        if index is None:
            if "index" not in partial:
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


def _named_lines(plan: Plan, partial: frozenset[str]) -> Iterator[Problem]:
    if "line" in partial:
        return
    for virement in plan.virements:
        for key, name in (("from", virement.source), ("to", virement.target)):
            if name is not None and name not in plan.line_by_reference:
                yield _unknown_line(virement.place.at(key), name, plan)
        if virement.source is not None and virement.source == virement.target:
            yield Problem(
                place=virement.place.at("to"),
                what=f'this virement is from "{virement.source}" to itself',
                expected="two different lines",
                fix="correct one of them",
            )
    for restatement in plan.restatements:
        if restatement.line not in plan.line_by_reference:
            yield _unknown_line(restatement.place.at("line"), restatement.line, plan)


def comes_and_goes(change: Change) -> bool:
    """Whether a one-off's amounts add to nil, and so read as changes on the year before."""
    return change.one_off and bool(change.profile.steps) and not change.profile.full_year


def _change(change: Change, plan: Plan, partial: frozenset[str]) -> Iterator[Problem]:
    kind = plan.types.get(change.type)
    if kind is None:
        if "types" not in partial:
            yield unknown_type(change.place.at("type"), change.type, plan)
    elif change.in_base_since is not None and kind.kind != "saving":
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
    if "line" in partial:
        return
    if change.line is not None and change.line not in plan.line_by_reference:
        yield _unknown_line(change.place.at("line"), change.line, plan)
        return
    try:
        plan.line_of(change)
    except MisreadError as error:
        yield error.at(change.place.at("service"))


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
        fix="find the line that is wrong, missing or there twice, or correct the control total",
    )


def _unknown_line(place: Place, name: str, plan: Plan) -> Problem:
    add = f"add a line with that reference to {_file(*plan.lines[:1] or (plan,))}"
    return unknown(place, "line", name, plan.line_by_reference, add=add)


def unknown_index(place: Place, name: str, plan: Plan) -> Problem:
    """Return the problem of an index that the plan does not have."""
    return unknown(place.at("index"), "index", name, plan.indices, add=f"add [index.{name}] to {_file(plan)}")


def unknown_type(place: Place, code: str, plan: Plan) -> Problem:
    """Return the problem of a type that the plan does not have."""
    return unknown(place, "type", code, plan.types, add=f"add {code} to [types] in {_file(plan)}")


def unknown_change(place: Place, reference: str, plan: Plan) -> Problem:
    """Return the problem of a change that the plan does not have."""
    files = listed(dict.fromkeys((_file(plan), *map(_file, plan.changes))), last="or")
    add = f"add the change to {_file(*plan.changes[:1] or (plan,))}"
    return unknown(place, "change", reference, plan.change_by_reference, where=f"in {files}", add=add)


def unknown(
    place: Place, word: str, name: str, known: Iterable[str], *, where: str = "of the plan", add: str = ""
) -> Problem:
    """Return the problem of a name that stands for nothing: the nearest there is, or some of those there are."""
    names = list(known)
    called = "reference" if word == "change" else "name"
    choices = nearest(name, names) or f"; there {f'is {listed(names)}' if names else 'is none'}"
    return Problem(
        place=place,
        what=f'no {word} is called "{name}"',
        expected=f"the {called} of {'an' if word[0] in 'aeiou' else 'a'} {word} {where}{choices}",
        fix=f"correct the {called}" + (f", or {add}" if add else ""),
    )


def _file(record: Plan | BudgetLine | Change) -> str:
    return record.place.file.rpartition("/")[2]
