"""Rounding a table so that it casts: every printed total is the sum of the printed cells under it.

Balances and grand totals print at their ordinary nearest rounding. Then, from the top down, the cells of each sum
are rounded to nearest, and where they miss by d units the |d| cells rounded furthest the other way move by one unit,
ties by reference. The table of -x is minus the table of x, and the order of rows makes no difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

import numpy as np

from mtfp.money import divide
from mtfp.plan.terms import Amounts
from mtfp.tables.model import Moved, PrintedRow, PrintedTable, Rounding, Row, Table
from mtfp.tables.unit import PrintUnit


def print_tables(
    tables: Sequence[Table], units: Sequence[PrintUnit], rounding: Rounding = "cast"
) -> list[PrintedTable]:
    """Round several tables, each to its unit; a figure that casting prints differently in two of one unit is listed in both."""
    printed = [print_table(table, unit, rounding) for table, unit in zip(tables, units, strict=True)]
    return [
        replace(each, moved=(*each.moved, *more)) if more else each
        for each, more in zip(printed, _printed_otherwise(tables, units, printed), strict=True)
    ]


class _Printed(NamedTuple):
    """Where amounts by year are printed: the number of the table, the row, the column of the first year, and the sign they have there."""

    table: int
    row: PrintedRow
    lead: int
    sign: int

    def unsigned(self, year: int) -> int | None:
        """Return a year's figure in units of the last printed place with the sign taken off; None where it is not known."""
        units = self.row.units[self.lead + year]
        return None if units is None else self.sign * units


def _printed_otherwise(
    tables: Sequence[Table], units: Sequence[PrintUnit], printed: Sequence[PrintedTable]
) -> list[list[Moved]]:
    """Return, for each table, the cells that print otherwise in another one, less those listed there already."""
    listed: list[list[Moved]] = [[] for _ in tables]
    for (amounts, unit), places in _in_several_tables(tables, units, printed).items():
        differing = [
            n for n in range(len(amounts)) if len({each.unsigned(n) for each in places} - {None}) > 1
        ]
        for year, place in product(differing, places):
            moved = _moved_at(place, tables[place.table], year, unit.show_exact(place.sign * amounts[year]))
            known = (*printed[place.table].moved, *listed[place.table])
            if moved.printed != moved.exact and moved not in known:
                listed[place.table].append(moved)
    return listed


def _in_several_tables(
    tables: Sequence[Table], units: Sequence[PrintUnit], printed: Sequence[PrintedTable]
) -> dict[tuple[Amounts, PrintUnit], list[_Printed]]:
    """Return where the same amounts by year, whatever their sign, are printed in one unit in more than one table."""
    found: dict[tuple[Amounts, PrintUnit], list[_Printed]] = {}
    for n, (table, unit) in enumerate(zip(tables, units, strict=True)):
        shown = {} if table.years_down else {row.id: row for row in printed[n].rows}
        for row in table.rows:
            by_year = row.amounts[table.lead :]
            if row.id in shown and any(by_year):
                sign = 1 if next(filter(None, by_year)) > 0 else -1
                unsigned = tuple(sign * pence for pence in by_year)
                place = _Printed(n, shown[row.id], table.lead, sign)
                found.setdefault((unsigned, unit), []).append(place)
    return {key: places for key, places in found.items() if len({place.table for place in places}) > 1}


def _moved_at(place: _Printed, table: Table, year: int, exact: str) -> Moved:
    column = place.lead + year
    return Moved(table.row_names[place.row.id], table.columns[column], place.row.figures[column], exact)


def print_table(table: Table, unit: PrintUnit, rounding: Rounding = "cast") -> PrintedTable:
    """Round a table to a printed unit: cast, or each cell plainly to nearest."""
    nearest = _nearest(table, unit.quantum)
    cells = nearest if rounding == "plain" else _cast(table, nearest, unit.quantum)
    visible = [row for row in table.rows if not row.hidden]
    totals = _totals(table, cells, unit.quantum, rounding)
    printed = PrintedTable(
        id=table.id,
        title=table.title,
        unit=unit,
        stub_heads=table.stub_heads,
        columns=(*table.columns, table.total_column) if table.total_column else table.columns,
        rows=tuple(_printed_row(row, cells.get(row.id, []), totals, unit) for row in visible),
        moved=tuple(_moved(table, nearest, cells, totals, unit)),
        notes=table.notes,
        rounding=rounding,
    )
    return _turned(printed) if table.years_down else printed


def _turned(printed: PrintedTable) -> PrintedTable:
    """Return the table with a row for each of its columns, and a column for each of its rows that has figures."""
    across = [row for row in printed.rows if row.figures]
    figures = zip(*(row.figures for row in across), strict=True)
    units = zip(*(row.units for row in across), strict=True)
    down = zip(printed.columns, figures, units, strict=True)
    return replace(
        printed,
        columns=tuple(row.name for row in across),
        rows=tuple(
            PrintedRow(id=name, stub=(name,), role="figure", figures=figures, units=units)
            for name, figures, units in down
        ),
    )


def _nearest(table: Table, quantum: int) -> dict[str, list[int]]:
    """Return every row's cells in units of the last place, each rounded half away from zero."""
    rows = [row for row in table.rows if row.amounts]
    pence = np.array([row.amounts for row in rows], dtype=np.int64)
    return dict(zip((row.id for row in rows), divide(pence, quantum).tolist(), strict=True))


def _totals(
    table: Table, cells: Mapping[str, Sequence[int]], quantum: int, rounding: Rounding
) -> dict[str, int]:
    """Return the total column: the sum of the printed cells, or in plain rounding of the exact ones."""
    if not table.total_column:
        return {}
    if rounding == "cast":
        return {id_: sum(units) for id_, units in cells.items()}
    return {row.id: divide(sum(row.amounts), quantum) for row in table.rows if row.amounts}


def _moved(
    table: Table,
    nearest: Mapping[str, Sequence[int]],
    cells: Mapping[str, Sequence[int]],
    totals: Mapping[str, int],
    unit: PrintUnit,
) -> Iterator[Moved]:
    """Yield each cell that is not at its nearest rounding, and each total that is a unit or more from its exact sum."""
    figures = [row for row in table.rows if row.amounts and not row.hidden]
    off = _totals_off(figures, totals, unit.quantum) if totals else frozenset()
    moved = [row for row in figures if nearest[row.id] != cells[row.id] or row.id in off]
    names = table.row_names if moved and len(table.stub_heads) == 1 else {}
    for row in moved:
        name = names.get(row.id, row.name)
        each = zip(table.columns, row.amounts, nearest[row.id], cells[row.id], strict=True)
        for column, pence, near, cell in each:
            if cell != near:
                yield Moved(name, column, unit.show(cell), unit.show_exact(pence))
        if row.id in off:
            total, exact = unit.show(totals[row.id]), unit.show_exact(sum(row.amounts))
            yield Moved(name, table.total_column, total, exact)


def _totals_off(rows: Sequence[Row], totals: Mapping[str, int], quantum: int) -> Collection[str]:
    """Return the rows whose printed total is a unit or more from the exact sum."""
    exact = np.array([row.amounts for row in rows], dtype=np.int64).sum(axis=1)
    printed = np.array([totals[row.id] for row in rows], dtype=np.int64) * quantum
    return {rows[int(n)].id for n in np.flatnonzero(np.abs(printed - exact) >= quantum)}


def _printed_row(row: Row, cells: Sequence[int], totals: Mapping[str, int], unit: PrintUnit) -> PrintedRow:
    if row.text:
        shown = tuple(map(unit.signed, row.text))
        return PrintedRow(row.id, row.stub, row.role, shown, (None,) * len(shown))
    total = totals.get(row.id)
    units: list[int | None] = [*cells] if total is None else [*cells, total]
    figures = unit.show_each(cells if total is None else [*cells, total])
    for column, word in row.unstated:
        figures[column], units[column] = word, None
    return PrintedRow(row.id, row.stub, row.role, tuple(figures), tuple(units))


def _cast(table: Table, nearest: Mapping[str, list[int]], quantum: int) -> dict[str, list[int]]:
    """Return every row's cells in units of the last place, so that each sum of the table holds.

    A total of balances alone gives way to them, by less than a unit; only what is left of a miss moves them.
    """
    rows = {row.id: row for row in table.rows}
    cells = {id_: list(units) for id_, units in nearest.items()}
    settled = {row.id for row in table.rows if row.role == "balance"}
    for total in _top_down(table):
        free = [(sign, id_) for sign, id_ in total.adds if id_ not in settled]
        if total.role != "balance" and all(rows[id_].role == "balance" for _, id_ in total.adds):
            free = [*total.adds]
            sums = zip(_sums(total, cells), total.amounts, strict=True)
            cells[total.id] = [_within_a_unit(added, pence, quantum) for added, pence in sums]
        for column, (cell, added) in enumerate(zip(cells[total.id], _sums(total, cells), strict=True)):
            if cell != added:
                miss = cell - added
                for sign, id_ in _furthest(free, cells, rows, column, miss, quantum)[: abs(miss)]:
                    cells[id_][column] += sign if miss > 0 else -sign
        settled.update(id_ for _, id_ in free)
    return cells


def _within_a_unit(units: int, pence: int, quantum: int) -> int:
    """Return the whole number of units nearest to those given that is less than one from the exact pence."""
    below = pence // quantum
    return min(max(units, below), below + (pence % quantum > 0))


def _sums(total: Row, cells: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the sum of the cells that a total adds, by column."""
    below = ([sign * cell for cell in cells[id_]] for sign, id_ in total.adds)
    return list(map(sum, zip(*below, strict=True)))


def _furthest(
    free: Sequence[tuple[int, str]],
    cells: Mapping[str, Sequence[int]],
    rows: Mapping[str, Row],
    column: int,
    miss: int,
    quantum: int,
) -> list[tuple[int, str]]:
    """Return cells in the order in which they move: rounded furthest the other way first, nil ones last, ties by reference."""
    way = 1 if miss > 0 else -1

    def order(cell: tuple[int, str]) -> tuple[int, bool, str]:
        sign, id_ = cell
        exact = rows[id_].amounts[column]
        return way * sign * (cells[id_][column] * quantum - exact), exact == 0, id_

    return sorted(free, key=order)


def _top_down(table: Table) -> list[Row]:
    """Return the rows that add others, each before the rows it adds."""
    rows = {row.id: row for row in table.rows}
    added = {id_ for row in table.rows for _, id_ in row.adds}
    waiting = [row for row in table.rows if row.adds and (row.id not in added or row.role == "balance")]
    order: dict[str, Row] = {}
    while waiting:
        order |= {row.id: row for row in waiting}
        below = dict.fromkeys(id_ for row in waiting for _, id_ in row.adds if id_ not in order)
        waiting = [rows[id_] for id_ in below if rows[id_].adds]
    return list(order.values())
