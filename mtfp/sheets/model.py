"""A sheet of a live workbook, before any file format: rows with a cell for each year, typed or worked out.

Every live sheet has the same columns: some keys, the year before the plan, then each year of the plan. So a year is in one
column throughout the book. Where there is a scenario, a typed row holds the plan's figures and the scenario's side by side
further right, and the cell of the year takes the one or the other as the switch says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from mtfp.frozen import frozen

KEYS = 5
"""How many columns of keys every sheet has: first the row's name, then what tells rows apart."""

Kind = Literal["inputs", "workings", "results", "checks"]

Measure = Literal["pounds", "rate", "hundredths", "whole"]
"""What a cell's whole number counts: pence, shown as pounds; parts per million, shown as per cent; hundredths; ones."""

Cells = tuple[int | None, ...]
"""A cell for the year before the plan, then one for each year of it; None is an empty cell."""


class Line(NamedTuple):
    """One row.

    `cells` are what it comes to with the scenario, or with the plan where there is none. A typed row may hold `cases`: the
    plan's cells, then the scenario's. A row with a `formula` has the same one in every year whose cell is not None;
    `first` is the formula of the year before, if it has one.

    A formula starts with "=". In it `{id}` is the cell of another line in the same column, and `{id<}` in the column
    before; `{id#2}` is that line's key 2, counted from 0, and `{#2}` this line's own. `{section*}` is the cells of a
    section in the same column, and `{section*2}` its keys. Defined names stand as they are. No number but 0 and 1 stands
    in a formula.

    `name` is the workbook's defined name for the row: for its first cell if it has no other, else for its years.
    """

    id: str
    keys: tuple[str | int, ...]
    cells: Cells
    measure: Measure = "pounds"
    formula: str = ""
    first: str = ""
    cases: tuple[Cells, Cells] | None = None
    name: str = ""
    total: bool = False


class Section(NamedTuple):
    """Rows that stand together under a heading, and may be summed as one block."""

    id: str
    heading: str
    lines: tuple[Line, ...]


@frozen
class Sheet:
    """A live sheet. `name` is at most 31 characters; `key_heads` are the headings over its keys."""

    name: str
    kind: Kind
    title: str
    key_heads: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> Iterator[Line]:
        """Every line of its sections, in reading order."""
        return (line for section in self.sections for line in section.lines)


@frozen
class Book:
    """A workbook's live sheets in reading order: inputs, workings, results, checks.

    `before` and `years` head the columns of cells. `cases` are the titles of the plan and of the scenario, or of the plan alone.
    """

    before: str
    years: tuple[str, ...]
    cases: tuple[str, ...]
    sheets: tuple[Sheet, ...]
