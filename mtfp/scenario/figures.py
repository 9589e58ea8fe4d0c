"""Single figures of a plan's records that a scenario may give anew, and how each is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from mtfp.money import show_pounds, show_rate
from mtfp.problems import listed
from mtfp.years import LONGEST_PLAN, FinancialYear

if TYPE_CHECKING:
    from mtfp.plan.funding import Rise
    from mtfp.plan.reserves import Floor

Record = Literal["council tax", "stream", "reserve", "demand", "scheme"]
"""The records whose figures may be given anew; all but council tax have names."""


class Fact(NamedTuple):
    """One figure of a record: the field that holds it, and the year where it has one figure a year."""

    field: str
    year: FinancialYear | None = None

    def target(self, record: Record, name: str) -> tuple[str, ...]:
        """Return what giving this figure of a record bears on."""
        return (record, name, self.field, *(() if self.year is None else (str(self.year),)))


Figure: TypeAlias = "int | FinancialYear | Rise | Floor | None"
"""Pence, parts per million or whatever the field counts in; a year; a rise in Band D; the least of a reserve; None where it is not stated."""


class _Said(NamedTuple):
    key: str
    words: str
    show: Callable[[Any], str]


def show_units(units: int, decimals: int) -> str:
    """Return a number held in parts of a unit: 26,210,045 hundredths are `262,100.45`."""
    whole, part = divmod(units, 10**decimals)
    point = f".{part:0{decimals}}".rstrip("0").rstrip(".")
    return f"{whole:,}{point}"


def _show_rise(rise: Rise) -> str:
    return show_rate(rise.rate) if rise.rate else show_pounds(rise.pence) if rise.pence else "freeze"


def _show_floor(floor: Floor) -> str:
    return show_pounds(floor.pence) if floor.share is None else f"{show_rate(floor.share)} of net budget"


_FIGURES = {
    "core": _Said("core", "core", _show_rise),
    "precept": _Said("precept", "precept", _show_rise),
    "tax_base": _Said("tax_base", "tax base", lambda units: show_units(units, 2)),
    "gross_base": _Said("gross_base", "gross tax base", lambda units: show_units(units, 2)),
    "collection_rate": _Said("collection_rate", "collection rate", show_rate),
    "stated_yield": _Said("amount", "amount", show_pounds),
    "amounts": _Said("amounts", "", show_pounds),
    "earlier": _Said("earlier_year", "earlier year", show_pounds),
    "opening": _Said(
        "opening", "opening balance", lambda pence: "not stated" if pence is None else show_pounds(pence)
    ),
    "minimum": _Said("minimum", "minimum", _show_floor),
    "contributions": _Said("contributions", "contributions", show_pounds),
    "uses": _Said("uses", "uses", show_pounds),
    "growth": _Said("growth", "growth", show_rate),
    "activity": _Said("forecast", "forecast", lambda units: show_units(units, 4)),
    "unit_cost": _Said("unit_cost", "unit cost", show_pounds),
    "cash_unit_costs": _Said("cash_unit_cost", "cash unit cost", show_pounds),
    "spend": _Said("spend", "spend", show_pounds),
    "grants": _Said("grants", "grants", show_pounds),
    "receipts": _Said("receipts", "receipts", show_pounds),
    "in_use": _Said("later", "first year in use", str),
    "rate": _Said("rate", "rate", show_rate),
    "life": _Said("life", "life", lambda years: f"{years} year{'' if years == 1 else 's'}"),
}
"""Every figure that may be given anew: its key in files, its name in a sentence, and how it is shown."""

FIELD_OF = {said.key: field for field, said in _FIGURES.items()}
"""The field of a figure by its key in files."""


def key_of(field: str) -> str:
    """Return the key that holds a figure in files."""
    return _FIGURES[field].key


def name_of(field: str) -> str:
    """Return what a figure is called in a sentence."""
    return _FIGURES[field].words or "amount"


def show_run(years: Iterable[FinancialYear]) -> str:
    """Return years as a sentence says them: `2026/27 to 2029/30` where unbroken, else each."""
    each = sorted(years)
    unbroken = len(each) > 1 and each[-1].start - each[0].start == len(each) - 1
    return f"{each[0]} to {each[-1]}" if unbroken else listed(map(str, each), most=LONGEST_PLAN)


def show_figures(figures: Mapping[Fact, Figure]) -> str:
    """Return figures as a sentence says them: `opening balance £5, uses £2 in 2026/27 to 2027/28`."""
    return ", ".join(_each_figure(figures))


def _each_figure(figures: Mapping[Fact, Figure]) -> Iterator[str]:
    by_field: dict[str, dict[str, list[FinancialYear]]] = {}
    for fact, figure in figures.items():
        years = by_field.setdefault(fact.field, {}).setdefault(_FIGURES[fact.field].show(figure), [])
        years += [] if fact.year is None else [fact.year]
    for field, shown in by_field.items():
        each = (f"{figure} in {show_run(years)}" if years else figure for figure, years in shown.items())
        yield f"{_FIGURES[field].words} {', '.join(each)}".strip()
