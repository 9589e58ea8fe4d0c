"""A picture of figures before any format: what kind it is, what it says in words, and the printed table it draws."""

from __future__ import annotations

from typing import Literal, NamedTuple

from mtfp.tables.model import PrintedTable

ChartKind = Literal["columns", "pairs", "bridge", "bars", "lines"]
"""Columns by year; two columns by year side by side; steps from one total to another; bars by name; lines by year."""


class Chart(NamedTuple):
    """A picture of one printed table: it draws those figures and no others, and the table stands under it.

    `alt` says in a sentence or two what it shows, for a reader who can't see it. A bridge and bars have one column and
    a row for each step or bar; the others have a column for each year and a row for each run of columns or line.
    """

    id: str
    kind: ChartKind
    table: PrintedTable
    alt: str
