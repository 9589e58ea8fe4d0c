"""A picture of figures before any format: its kind, what it shows in words, and the printed table it draws."""

from __future__ import annotations

from typing import Literal, NamedTuple

from mtfp.tables.model import PrintedTable

ChartKind = Literal["columns", "pairs", "bridge", "bars", "lines", "panels"]
"""Columns by year; two columns by year side by side; steps from one total to another; bars by name; two lines by year;
one or two lines by date from nil up, in a panel of their own under each heading."""


class Chart(NamedTuple):
    """A picture of one printed table: it draws those figures and no others, and the table stands under it.

    `alt` says in a sentence or two what it shows, for a reader who can't see it. A bridge has one column and a row for
    each step between its two balances; `taken_away` are the rows, by id, that print a fall as a positive amount. Bars
    show the last column, one for each row but the total. The other kinds have a column for each year, and a row for each
    set of columns or each line drawn.
    """

    id: str
    kind: ChartKind
    table: PrintedTable
    alt: str
    taken_away: frozenset[str] = frozenset()
