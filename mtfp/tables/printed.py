"""A report as it is printed, its pictures, and what stands under its tables: all that a writer takes, so that none can compute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from typing import Literal, NamedTuple

from mtfp.frozen import frozen
from mtfp.tables.model import Moved, PrintedTable
from mtfp.tables.style import Style

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


@frozen
class Report:
    """Facts as (name, text), the answer in one or more paragraphs, tables, then lists, each under a heading.

    A paper has more: its style, charts, the `source` that stands under each table, and what it was made from.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]
    tables: tuple[PrintedTable, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    style: Style = field(default_factory=Style)
    charts: tuple[Chart, ...] = ()
    source: str = ""
    made_from: tuple[str, ...] = ()


def all_lists(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the lists under the tables; the last is what a paper was made from."""
    made_from = (("What this was made from", report.made_from),) if report.made_from else ()
    return (*report.lists, *made_from)


def notes_of(table: PrintedTable) -> list[str]:
    """Return what must stand under a table: its notes, and the rounding it uses."""
    return [*table.notes, rounding_note(table)]


NOTES_ON_ROUNDING = "Notes on rounding"
"""The heading of the list of all figures that rounding moved. It stands once, after everything else."""

_MARK = f' What that moved is told in "{NOTES_ON_ROUNDING}".'


def notes_on_rounding(tables: Iterable[PrintedTable]) -> tuple[str, ...]:
    """Return a sentence for every figure that rounding moved in these tables, once for each figure.

    Rows of several tables that have one name are told with their table.
    """
    first: dict[Moved, str] = {}
    for table in tables:
        for each in table.moved:
            first.setdefault(each, table.title)
    count = Counter(row for row, _ in {(each.row, title) for each, title in first.items()})
    return tuple(
        f"{f'{title}: ' if count[each.row] > 1 else ''}{_moved_note(each)}" for each, title in first.items()
    )


def rounding_note(table: PrintedTable) -> str:
    """Return how a table was rounded, in a sentence."""
    mark = _MARK if table.moved else ""
    if table.misses:
        return (
            "Rounded so that columns add, save where a figure must print as in other tables: "
            f"{'; '.join(table.misses)}.{mark}"
        )
    if table.rounding == "cast":
        return f"Rounded so that every column adds.{mark}"
    return "Each figure is rounded by itself, so totals may not equal the sum of the figures shown."


def moved_notes(table: PrintedTable) -> list[str]:
    """Return a sentence for every cell that rounding moved, with its figure to one place more than printed; pounds to the penny."""
    return [_moved_note(each) for each in table.moved]


def _moved_note(each: Moved) -> str:
    about = f"{'an exact ' if each.about == each.exact else ''}{each.about}"
    return f"{each.row}, {each.column}: {each.printed} is printed for {about}."
