"""A table of exact pence, and the same table as it is printed."""

from __future__ import annotations

from collections import Counter
from typing import Literal, NamedTuple

from mtfp.frozen import frozen
from mtfp.plan.terms import Amounts
from mtfp.tables.figures import Of
from mtfp.tables.unit import PrintUnit

Role = Literal["heading", "figure", "subtotal", "total", "balance"]
Rounding = Literal["cast", "plain"]
ALL_OF_THEM = "All"


class Row(NamedTuple):
    """One row. `stub` is what stands before the figures, one text for each of the table's stub headings.

    `amounts` are pence by column, none in a heading. `adds` names the rows that it is the sum of, each with a sign. A
    `balance` is always at its ordinary nearest rounding, and so is a total that no other row adds. A `hidden` row takes
    part in the sums and does not print. `unstated` are columns that print a word in place of nil. A row with `text` prints
    that text in its columns: it holds no money of the table's unit and takes part in no sum. A house style may print the
    amounts of a `saving` as positive.

    `of` is what each cell is a figure of, so that it prints alike wherever it stands. Without it, a row is the sum of what
    it adds, or stands in no other table. A change on the year before has the levels of both years in `between`, and
    prints as the difference of the two as printed.
    """

    id: str
    stub: tuple[str, ...]
    role: Role
    amounts: Amounts = ()
    adds: tuple[tuple[int, str], ...] = ()
    hidden: bool = False
    unstated: tuple[tuple[int, str], ...] = ()
    text: tuple[str, ...] = ()
    saving: bool = False
    of: Of = ()
    between: tuple[Row, Row] | tuple[()] = ()

    @property
    def name(self) -> str:
        """The whole stub as one text."""
        return _one_text(self.stub)


def _one_text(stub: tuple[str, ...]) -> str:
    return " ".join(filter(None, stub))


@frozen
class Table:
    """A table of exact pence: a column for each year and, with `total_column`, one for their sum.

    With `years_down` it prints turned: a row for each year, a column for each row with figures. In a list of `savings`
    every row is a saving. `lead` is how many columns stand before the years.
    """

    id: str
    title: str
    stub_heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total_column: str = ""
    years_down: bool = False
    savings: bool = False
    lead: int = 0
    notes: tuple[str, ...] = ()

    @property
    def row_names(self) -> dict[str, str]:
        """The name of each row that has figures, by its id.

        Rows of one name are told apart by the heading over them or, without a heading, by the row above.
        """
        under, above, named = "", "", {}
        for row in self.rows:
            under = row.name if row.role == "heading" else under
            if row.role != "heading" and not row.hidden:
                apart = (
                    f"{under}: {row.name}" if under else f"{row.name} after {above}" if above else row.name
                )
                named[row.id] = (row.name, apart)
                above = row.name
        count = Counter(name for name, _ in named.values())
        return {id_: apart if count[name] > 1 else name for id_, (name, apart) in named.items()}


class Moved(NamedTuple):
    """A cell that does not print at its ordinary nearest rounding, or a Total column a unit or more from its exact sum.

    `about` is what it is exactly, to one place more than is printed.
    """

    row: str
    column: str
    printed: str
    exact: str
    about: str = ""


class PrintedRow(NamedTuple):
    """A row of text: the stub, and one figure for each column (none in a heading).

    `units` are the same figures as whole numbers of the last printed place, None where one is not money of the unit.
    """

    id: str
    stub: tuple[str, ...]
    role: Role
    figures: tuple[str, ...]
    units: tuple[int | None, ...] = ()

    @property
    def name(self) -> str:
        """The whole stub as one text."""
        return _one_text(self.stub)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The figures in units of the last printed place; nil for one that is not money of the unit, or not known."""
        return tuple(each or 0 for each in self.units)


@frozen
class PrintedTable:
    """A table as it prints in every format. Its figures are final text, so a writer can't compute.

    `number` is its number in a paper, such as "Table 3". `misses` are sentences on totals that the figures do not add to.
    """

    id: str
    title: str
    number: str = ""
    unit: PrintUnit
    stub_heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[PrintedRow, ...]
    moved: tuple[Moved, ...] = ()
    notes: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    rounding: Rounding = "cast"

    @property
    def name(self) -> str:
        """The table's title, with its number where a paper counts it."""
        return f"{self.number}: {self.title}" if self.number else self.title

    @property
    def stub_names(self) -> tuple[str, ...]:
        """The heads of the stub, of which an empty corner says the unit."""
        return tuple(head or self.unit.sign for head in self.stub_heads)

    @property
    def caption(self) -> str:
        """What stands over the table: its number, its title and its unit."""
        return f"{self.name} ({self.unit.sign})"


def filled(table: PrintedTable) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the head and every row of a table as text with no empty cell, for a reader who can't see its shape.

    The corner says the unit, a heading repeats the heads of the columns beside it, and a total says "All" for its code.
    """
    heads = (*table.stub_names, *table.columns)
    return heads, [_filled_row(row, heads) for row in table.rows]


def _filled_row(row: PrintedRow, heads: tuple[str, ...]) -> tuple[str, ...]:
    width = len(row.stub)
    if row.role == "heading":
        return tuple(cell or head for cell, head in zip((*row.stub, *heads[width:]), heads, strict=True))
    return (*(text or ALL_OF_THEM for text in row.stub), *row.figures)
