"""What every live sheet's rows are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mtfp.money import whole_pence
from mtfp.sheets.model import Cells, Kind, Line, Measure, Section, Sheet
from mtfp.years import Horizon

Keys = tuple[str | int, ...]

Sections = Mapping[str, Section]
"""Sections by their id."""


def by_year(figures: Iterable[int], before: int | None = None) -> Cells:
    """Return the cells of a row: a figure for each year, after that of the year before where there is one."""
    return (before, *whole_pence(figures))


def alone(figure: int, years: Horizon) -> Cells:
    """Return the cells of a row that holds one figure, in the cell of the year before."""
    return (figure, *(None for _ in years))


def typed(
    id_: str, keys: Keys, each_case: Sequence[Cells], measure: Measure = "pounds", name: str = ""
) -> Line:
    """Return a typed row that a scenario may change: its cells in the plan, and in the scenario if there is one."""
    pair = (each_case[0], each_case[-1]) if len(each_case) > 1 else None
    return Line(id_, keys, each_case[-1], measure, cases=pair, name=name)


def worked(
    id_: str, keys: Keys, cells: Cells, formula: str, first: str = "", *, name: str = "", total: bool = False
) -> Line:
    """Return a row with a formula, and what it comes to in pence."""
    return Line(id_, keys, cells, formula=formula, first=first, name=name, total=total)


def section(id_: str, heading: str, lines: Iterable[Line]) -> Section:
    """Return rows under a heading."""
    return Section(id_, heading, tuple(lines))


def sheet(
    name: str,
    kind: Kind,
    title: str,
    key_heads: tuple[str, ...],
    sections: Iterable[Section],
    notes: Iterable[str] = (),
) -> Sheet:
    """Return a sheet of those sections that have rows."""
    held = tuple(each for each in sections if each.lines)
    return Sheet(
        name=name,
        kind=kind,
        title=title,
        key_heads=key_heads,
        sections=held,
        notes=tuple(filter(None, notes)),
    )


def sections_of(sheets: Iterable[Sheet]) -> Sections:
    """Return the sections of some sheets by their id."""
    return {each.id: each for sheet in sheets for each in sheet.sections}


def in_pence(pounds: str) -> str:
    """Return a formula's part that turns pounds into a whole number of pence, so that what follows is exact."""
    return f"ROUND({pounds}*Pence_in_a_pound,0)"


def share_in_pounds(pounds: str, rate: str) -> str:
    """Return a formula's part for a share of pounds to the nearest penny: a product of whole numbers, rounded once."""
    return f"ROUND({in_pence(pounds)}*ROUND({rate}*Million,0)/Million,0)/Pence_in_a_pound"
