"""What records of a plan name that could not be read for another mistake in them: one mistake never hides the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mtfp.plan.changes import Change
from mtfp.plan.landing import is_told_of_lines
from mtfp.plan.model import Plan
from mtfp.plan.profile import Profile
from mtfp.plan.terms import Service
from mtfp.plan.unknown import unknown_index, unknown_line, unknown_type
from mtfp.problems import MisreadError, Place, Problem


def names_in_lost_records(
    records: Iterable[tuple[Mapping[str, Any], Place]], plan: Plan, lost: frozenset[str]
) -> Iterator[Problem]:
    """Yield a problem for each name that stands for nothing in a record which has some other mistake."""
    for record, place in records:
        yield from _unknown_names(record, place, plan, lost)


def names_in_unread_rows(
    rows: Iterable[tuple[Mapping[str, str], Place]], plan: Plan, lost: frozenset[str]
) -> Iterator[Problem]:
    """Yield a problem for each name that stands for nothing in a row of a CSV which has some other mistake."""
    for named, place in rows:
        yield from _unknown_names(named, place, plan, lost)


def _unknown_names(
    record: Mapping[str, Any], place: Place, plan: Plan, lost: frozenset[str]
) -> Iterator[Problem]:
    for key, of in _NAMING.items():
        if of not in lost and isinstance(record.get(key), str) and record[key].strip():
            yield from _unknown(key, " ".join(record[key].split()), place, plan)
    named = [record.get(key) for key in ("reference", "type", "service")]
    if (
        "line" not in lost
        and all(isinstance(each, str) and each.strip() for each in named)
        and not record.get("line")
    ):
        yield from _without_line(record, place, plan)


def _without_line(record: Mapping[str, Any], place: Place, plan: Plan) -> Iterator[Problem]:
    """Yield the problem of a change whose service has no one line to land on."""
    try:
        service = Service.parse(record["service"])
    except MisreadError:
        return
    try:
        plan.line_of(
            Change(
                reference=record["reference"].strip(),
                printed="",
                title="",
                type="",
                service=service,
                profile=Profile(),
                place=place,
            )
        )
    except MisreadError as error:
        if not is_told_of_lines(service, plan):
            yield error.at(place.at("service"))


_NAMING = {"line": "line", "from": "line", "to": "line", "type": "types", "index": "index"}
"""Keys that name a record of another table, and that table."""


def _unknown(key: str, name: str, place: Place, plan: Plan) -> Iterator[Problem]:
    if key == "type":
        if name not in plan.types:
            yield unknown_type(place.at(key), name, plan)
    elif key == "index":
        if name not in plan.indices:
            yield unknown_index(place, name, plan)
    elif plan.line_named(name) not in plan.line_by_reference:
        yield unknown_line(place.at(key), name, plan)
