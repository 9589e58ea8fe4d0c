"""The names of records: of one kind no two are the same, or differ only in capitals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtfp.plan.capital import Scheme
from mtfp.plan.changes import Change
from mtfp.plan.demand import Demand
from mtfp.plan.funding import CollectedForOthers, Stream, Transfer
from mtfp.plan.landing import word_of
from mtfp.plan.lines import BudgetLine
from mtfp.plan.model import Plan
from mtfp.plan.reserves import Reserve
from mtfp.plan.terms import Service
from mtfp.problems import Problem

_Named = Stream | Transfer | CollectedForOthers | Reserve


def check_names(plan: Plan) -> list[Problem]:
    """Return a problem for every reference, name or service that could be taken for another."""
    return [
        *same_reference("line", plan.lines),
        *same_reference("change", plan.changes),
        *_service_spellings(plan),
        *_same_name("stream", "streams", plan.streams),
        *_same_name("transfer", "transfers", plan.transfers),
        *_same_name("sum collected for others", "sums collected for others", plan.collected_for_others),
        *_same_name("reserve", "reserves", plan.reserves),
        *_same_reference_as_a_change(plan),
    ]


def same_reference(word: str, records: Iterable[BudgetLine | Change]) -> Iterator[Problem]:
    """Yield a problem for each record that has the reference of one before it, capitals aside."""
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
            + ("; the one the paper prints may stand in printed" if word == "change" else ""),
        )


def _service_spellings(plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each service that differs from another only in capitals: a search would find just one of the two."""
    first: dict[str, str] = {}
    told: set[str] = set()
    held: dict[Service, BudgetLine | Change | Demand | Scheme] = {}
    for record in (*plan.lines, *plan.changes, *plan.drivers):
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


def _same_name(word: str, words: str, records: Iterable[_Named]) -> Iterator[Problem]:
    first: dict[str, _Named] = {}
    for record in records:
        other = first.setdefault(record.name.casefold(), record)
        if other is not record:
            yield Problem(
                place=record.place.at("name"),
                what=f'two {words} are called "{record.name}"'
                if other.name == record.name
                else f'{word} "{record.name}" differs from "{other.name}" in capitals only',
                expected=f"a name of its own for every {word}; the other is at {other.place}",
                fix="put both into one, or give one of them another name",
            )


def _same_reference_as_a_change(plan: Plan) -> Iterator[Problem]:
    first: dict[str, Change | Demand | Scheme] = {
        change.reference.casefold(): change for change in plan.changes
    }
    for driver in plan.drivers:
        other = first.setdefault(driver.reference.casefold(), driver)
        if other is not driver:
            yield Problem(
                place=driver.place.at("reference"),
                what=f'{word_of(driver)} "{driver.reference}" has the reference of a {word_of(other)}',
                expected=f"a reference of its own for every change, demand and scheme; the other is at {other.place}",
                fix="give one of them another reference",
            )
