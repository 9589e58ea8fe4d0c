"""Figures of a plan's records that a scenario may give anew, and how sentences say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from mtfp.plan.capital import Scheme
from mtfp.plan.council_tax import CouncilTax, Rise
from mtfp.plan.demand import Demand
from mtfp.plan.funding import Stream
from mtfp.plan.record import Declared, Fact, key_of, show_of
from mtfp.plan.reserves import Floor, Reserve
from mtfp.problems import listed
from mtfp.years import LONGEST_PLAN, FinancialYear

Record = Literal["council tax", "stream", "reserve", "demand", "scheme"]
"""The kinds of record whose figures may be given anew. All but council tax have names."""

Figure: TypeAlias = int | str | FinancialYear | Rise | Floor | None
"""Pence, parts per million or whatever the field counts in; a text; a year; a rise in Band D; the least of a reserve; None where it is not stated."""

_DECLARED: Mapping[str, type] = {
    "council tax": CouncilTax,
    "stream": Stream,
    "reserve": Reserve,
    "demand": Demand,
    "scheme": Scheme,
}


def key_and_words(record: str, field: str) -> tuple[str, Declared]:
    """Return the key of a figure in files, and what its record says of it."""
    return key_of(_DECLARED[record], field)


def name_of(record: str, field: str) -> str:
    """Return the name of a figure in a sentence."""
    return key_and_words(record, field)[1].said or "amount"


def show_run(years: Iterable[FinancialYear]) -> str:
    """Return years as a sentence says them: `2026/27 to 2029/30` where unbroken, else each."""
    each = sorted(years)
    unbroken = len(each) > 1 and each[-1].start - each[0].start == len(each) - 1
    return f"{each[0]} to {each[-1]}" if unbroken else listed(map(str, each), most=LONGEST_PLAN)


def show_figures(record: Record, figures: Mapping[Fact, Figure]) -> str:
    """Return figures of a record as a sentence says them: `opening balance £5, uses £2 in 2026/27 to 2027/28`."""
    return ", ".join(_each_figure(record, figures))


def _each_figure(record: Record, figures: Mapping[Fact, Figure]) -> Iterator[str]:
    by_field: dict[str, dict[str, list[FinancialYear]]] = {}
    for fact, figure in figures.items():
        _, declared = key_and_words(record, fact.field)
        shown = show_of(declared.kind)(figure) or "not said"
        years = by_field.setdefault(declared.said, {}).setdefault(shown, [])
        years += [] if fact.year is None else [fact.year]
    for said, figures_said in by_field.items():
        each = (f"{shown} in {show_run(years)}" if years else shown for shown, years in figures_said.items())
        yield f"{said} {', '.join(each)}".strip()


def bearing_of(fact: Fact, record: Record, name: str) -> tuple[str, ...]:
    """Return the bearing of a step that gives a figure anew."""
    return (record, name, fact.field, *(() if fact.year is None else (str(fact.year),)))
