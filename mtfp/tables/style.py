"""A council's house style: the unit and signs of its papers, their names of rows, and how tables are numbered.

It is laid on exact tables, before they are rounded, so every writer prints the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Literal

from mtfp.frozen import frozen
from mtfp.money import Unit
from mtfp.plan.terms import Service
from mtfp.problems import MisreadError
from mtfp.tables.figures import taken_away
from mtfp.tables.model import Rounding, Row, Table
from mtfp.tables.unit import PrintUnit


@frozen
class TableStyle:
    """What a style says of one table: its title, its unit, names for its rows, and another order of rows."""

    title: str = ""
    unit: Unit | None = None
    decimals: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()


@frozen
class Style:
    """A house style. Without values it is the plain and accessible one, in the unit of the plan.

    `title` is the name of the style. `first` is the number of the first table and `numbering` the word before it.
    `answered` says whether notices that the plan answers are printed, with their answers. `tables` are those printed, in
    this order, where none are asked for. `names` rename rows of every table, by their name without a style.
    """

    title: str = field(default="", compare=False)
    unit: Unit | None = None
    decimals: int | None = None
    brackets: bool = False
    nil: Literal["0", "-"] = "0"
    savings_positive: bool = False
    rounding: Rounding = "cast"
    answered: bool = False
    font: str = "Arial"
    numbering: str = "Table "
    first: int = 1
    tables: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    of_table: Mapping[str, TableStyle] = field(default_factory=dict)

    def in_unit(self, unit: Unit | None, decimals: int | None) -> Style:
        """Return the style with every table in the unit, and with the decimals, that are asked for, if any are."""
        if unit is None and decimals is None:
            return self
        of_table = {
            id_: replace(each, unit=each.unit if unit is None else None, decimals=decimals)
            for id_, each in self.of_table.items()
        }
        return replace(self, unit=self.unit if unit is None else unit, decimals=decimals, of_table=of_table)

    def print_unit(self, table: str, of_plan: Unit) -> PrintUnit:
        """Return what a table prints in; raise `MisreadError` for decimals beyond a penny."""
        own = self.of_table.get(table, TableStyle())
        unit = own.unit or self.unit or of_plan
        decimals = own.decimals if own.unit or own.decimals is not None else self.decimals
        places = unit.decimals if decimals is None else decimals
        if places > unit.most_decimals:
            raise MisreadError(
                f"{places} places of {unit.sign} are less than a penny",
                f"at most {unit.most_decimals} places",
                "ask for fewer decimals",
            )
        return PrintUnit(unit, places, self.brackets, self.nil)


def styled(table: Table, style: Style, service: Service | None = None) -> Table:
    """Return an exact table with the style's title, names, order and sign of savings.

    Where one service is asked for, the title says so, as its rows have the names of a whole plan's.
    Raises `MisreadError` where rows that a total or a heading keeps apart are to change places.
    """
    own = style.of_table.get(table.id, TableStyle())
    rows = _ordered(table, own.order) if own.order else table.rows
    names = {**style.names, **own.names}
    rows = tuple(_named(row, names) for row in rows) if names else rows
    if style.savings_positive:
        rows = tuple(_with_savings_positive(rows, whole=table.savings))
    title = own.title or table.title
    return replace(table, title=title if service is None else f"{title}: {service}", rows=rows)


def never_met(style: Style, tables: Sequence[Table]) -> list[str]:
    """Return the names of rows that a style renames or orders and that no row of these tables has."""
    met = {row.stub[-1] for table in tables for row in table.rows}
    own = [style.of_table[table.id] for table in tables if table.id in style.of_table]
    asked = [*style.names, *(name for each in own for name in (*each.names, *each.order))]
    return [name for name in dict.fromkeys(asked) if name not in met]


def _named(row: Row, names: Mapping[str, str]) -> Row:
    *codes, name = row.stub
    return row._replace(stub=(*codes, names[name])) if name in names else row


def _ordered(table: Table, order: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows with those named put in the order named, among the positions that they held."""
    places = [n for n, row in enumerate(table.rows) if row.stub[-1] in order]
    between = table.rows[min(places, default=0) : max(places, default=-1) + 1]
    if any(row.role != "figure" for row in between):
        raise MisreadError(
            f'rows that the style orders in the table "{table.id}" stand apart, or one is a total',
            "rows that stand together, with no heading, balance or total between them",
            "order the rows of one part of the table only",
        )
    rows = list(table.rows)
    moved = sorted((table.rows[n] for n in places), key=lambda row: order.index(row.stub[-1]))
    for n, row in zip(places, moved, strict=True):
        rows[n] = row
    return tuple(rows)


def _with_savings_positive(rows: Sequence[Row], *, whole: bool) -> Iterator[Row]:
    """Yield the rows with savings as positive amounts. A total that has other rows too then takes them away."""
    sign = {row.id: -1 if whole or row.saving else 1 for row in rows}
    for row in rows:
        adds = tuple((sign[row.id] * each * sign[id_], id_) for each, id_ in row.adds)
        of = row.of if sign[row.id] > 0 else taken_away(row.of)
        turned = row._replace(adds=adds, amounts=tuple(sign[row.id] * pence for pence in row.amounts), of=of)
        *codes, name = row.stub
        yield turned._replace(stub=(*codes, f"Less: {name}")) if row.saving else turned
