"""Names in records that a mistake kept from being read, and the names of those records: one mistake never hides the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from mtfp.plan.changes import Change
from mtfp.plan.landing import without_line
from mtfp.plan.lines import BudgetLine
from mtfp.plan.model import Plan
from mtfp.plan.profile import Profile
from mtfp.plan.record import keys_of
from mtfp.plan.reserves import Reserve
from mtfp.plan.terms import Service, normalise
from mtfp.plan.unknown import (
    LINKS,
    Unread,
    inside,
    unknown,
    unknown_change,
    unknown_index,
    unknown_line,
    unknown_stream,
    unknown_type,
)
from mtfp.problems import MisreadError, Place, Problem, most_like


def changes_named(records: Iterable[Unread], plan: Plan) -> tuple[Change, ...]:
    """Return the changes that could not be read, as far as their names and where they belong; without amounts."""
    found = (_change(record, place, plan) for word, record, place in records if word in ("change", "add"))
    return tuple(change for change in found if change is not None)


def _change(record: Mapping[str, Any], place: Place, plan: Plan) -> Change | None:
    reference, code, service, line = (
        _text(record.get(key)) for key in ("reference", "type", "service", "line")
    )
    if not (reference and service):
        return None
    with suppress(MisreadError):
        return Change(
            reference=reference,
            title=reference,
            type=code,
            service=Service.parse(service),
            line=plan.line_named(line) if line else None,
            profile=Profile(),
            tags=frozenset(_texts(record.get("tags"))),
            requires=tuple(_texts(record.get("requires"))),
            place=place,
        )
    return None


def reserves_named(records: Iterable[Unread]) -> tuple[Reserve, ...]:
    """Return the reserves that could not be read, as far as their names and turns; without a balance."""
    held = (
        (_text(record.get("name")), record.get("balances_gap"), at)
        for word, record, at in records
        if word == "reserve"
    )
    return tuple(
        Reserve(name=name, reserve_class="general", opening=0, balances_gap=turn, place=at)
        for name, turn, at in held
        if name and type(turn) is int and turn > 0
    )


def lines_named(records: Iterable[Unread]) -> tuple[BudgetLine, ...]:
    """Return the lines that could not be read, as far as their names and indices; without a base.

    One whose reference stands under a misspelt key is left out: its service is not what it is called.
    """
    found = (_line(record, place) for word, record, place in records if word == "line")
    return tuple(line for line in found if line is not None)


def _line(record: Mapping[str, Any], place: Place) -> BudgetLine | None:
    reference, service, index = (_text(record.get(key)) for key in ("reference", "service", "index"))
    misnamed = not reference and any(map(_may_be_its_reference, record.keys() - keys_of(BudgetLine).keys()))
    with suppress(MisreadError):
        if service and not misnamed:
            return BudgetLine(
                service=Service.parse(service), base=0, reference=reference, index=index or None, place=place
            )
    return None


@cache
def _may_be_its_reference(key: str) -> bool:
    return most_like(key, ("reference",)) is not None


def names_in_lost_records(records: Iterable[Unread], plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each unknown name in a record that has another mistake.

    `plan` has what could not be read of lines and changes, as `lines_named` and `changes_named` return it.
    """
    held = [*records]
    named = {each.place for each in plan.lines} | {each.place for each in plan.changes} if held else set()
    for word, record, place in held:
        if place not in named:
            yield from _unknown_names(word, record, place, plan)
        yield from (
            unknown_change(place.at(link), other, plan, _text(record.get("reference")))
            for link in LINKS
            for other in _texts(record.get(link))
            if other not in plan.change_by_reference
        )


def _unknown_names(word: str, record: Mapping[str, Any], place: Place, plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each name of another record that does not exist."""
    for key in ("line", "from", "to"):
        name = _text(record.get(key))
        if name and plan.line_named(name) not in plan.line_by_reference:
            yield unknown_line(place.at(key), name, plan)
    code, index, stream = (_text(record.get(key)) for key in ("type", "index", "stream"))
    if code not in {"", *plan.types}:
        yield unknown_type(place.at("type"), code, plan)
    if index not in {"", *plan.indices}:
        yield unknown_index(place, index, plan)
    if stream not in {"", *(each.name for each in plan.streams)}:
        yield unknown_stream(place.at("stream"), stream, plan)
    if word in ("demand", "scheme"):
        change = _change(record, place, plan)
        homeless = None if change is None or change.line else without_line(change, word, plan)
        yield from () if homeless is None else (homeless,)
    if word == "target":
        yield from _of_no_service(_text(record.get("service")), place, plan)


def _text(held: object) -> str:
    """Return the text that is written, as names are compared; empty where there is none."""
    with suppress(MisreadError):
        return normalise(held) if isinstance(held, str) else ""
    return ""


def _texts(held: object) -> list[str]:
    """Return the texts of a list, or of a cell with ; between them."""
    each = held.split(";") if isinstance(held, str) else held if isinstance(held, list) else []
    return [text for text in map(_text, each) if text]


def _of_no_service(service: str, place: Place, plan: Plan) -> Iterator[Problem]:
    """Yield the problem of a target for a service that has nothing in the plan."""
    there = {str(above) for each in (*plan.lines, *plan.changes, *plan.drivers) for above in each.service.up}
    if service and service not in there:
        problem = unknown(place.at("service"), "service", service, sorted(there))
        yield problem._replace(unless=inside(service, "line", "change", "demand", "scheme"))
