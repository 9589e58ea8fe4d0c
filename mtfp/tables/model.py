"""A table of exact pence, and the same table as it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from mtfp.money import Unit
from mtfp.plan.model import Amounts

Role = Literal["heading", "figure", "subtotal", "total", "balance"]
Rounding = Literal["cast", "plain"]
NIL = "0"
NOT_KNOWN = "tbc"


class Row(NamedTuple):
    """One row. `stub` is what stands before the figures, one text for each of the table's stub headings.

    `amounts` are pence by column, none in a heading. `adds` names the rows it is the sum of, each with a sign.
    A `balance` is always at its ordinary nearest rounding, and so is a total that no other row adds.
    A `hidden` row takes part in the sums and does not print. `tbc` are the columns that print as not known yet.
    """

    id: str
    stub: tuple[str, ...]
    role: Role
    amounts: Amounts = ()
    adds: tuple[tuple[int, str], ...] = ()
    hidden: bool = False
    tbc: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """The whole stub as one text."""
        return " ".join(part for part in self.stub if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of exact pence: columns are years, and with `total_column` the sum of them."""

    id: str
    title: str
    stub_heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total_column: str = ""
    notes: tuple[str, ...] = ()


class Moved(NamedTuple):
    """A cell that does not print at its ordinary nearest rounding, or a total column a unit or more from its exact sum."""

    row: str
    column: str
    printed: str
    exact: str


class PrintedRow(NamedTuple):
    """A row of text: the stub, and one figure for each column (none in a heading)."""

    id: str
    stub: tuple[str, ...]
    role: Role
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTable:
    """A table as it is printed, in every format: figures are final text, so a writer can't compute."""

    id: str
    title: str
    unit: Unit
    stub_heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[PrintedRow, ...]
    moved: tuple[Moved, ...] = ()
    notes: tuple[str, ...] = ()
    rounding: Rounding = "cast"
