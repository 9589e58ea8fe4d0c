"""A table as it prints: its cells from the casting of all tables, or each rounded by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from mtfp.money import divide
from mtfp.tables.casting import Cast, cast, top_down
from mtfp.tables.model import Moved, PrintedRow, PrintedTable, Rounding, Row, Table
from mtfp.tables.unit import PrintUnit


def print_table(
    table: Table, unit: PrintUnit, rounding: Rounding = "cast", of_plan: Cast | None = None
) -> PrintedTable:
    """Round a table to a printed unit: cast with all tables of its plan or by itself, or in plain rounding each cell to nearest."""
    figures = [row for row in table.rows if row.amounts]
    nearest = {row.id: [divide(pence, unit.quantum) for pence in row.amounts] for row in figures}
    cells = nearest
    adds_up: tuple[str, ...] = ()
    if rounding == "cast":
        found = of_plan or cast([[table]], unit.quantum)
        cells = {row.id: found.of(table, row) for row in figures}
        adds_up = tuple(_do_not_add(table, cells, unit))
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
        misses=adds_up,
        rounding=rounding,
    )
    return _turned(printed) if table.years_down else printed


def _do_not_add(table: Table, cells: Mapping[str, Sequence[int]], unit: PrintUnit) -> Iterator[str]:
    """Yield a sentence for each total that its printed cells do not add to, as figures that print alike everywhere may not."""
    names = table.row_names
    for row in top_down(table):
        name = names.get(row.id) or next((names[id_] for _, id_ in row.adds if id_ in names), "")
        for n, column in enumerate(table.columns):
            comes_to = sum(sign * cells[id_][n] for sign, id_ in row.adds)
            if comes_to != cells[row.id][n]:
                total = unit.show(cells[row.id][n])
                yield f"{name}, {column}, is {total}, and the figures shown come to {unit.show(comes_to)}"


def _turned(printed: PrintedTable) -> PrintedTable:
    """Return the table turned: a row for each of its columns, and a column for each row that has figures."""
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


def _totals(
    table: Table, cells: Mapping[str, Sequence[int]], quantum: int, rounding: Rounding
) -> dict[str, int]:
    """Return the Total column: the sum of the printed cells or, in plain rounding, of the exact ones."""
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
                yield Moved(name, column, unit.show(cell), unit.show_exact(pence), unit.show_about(pence))
        if row.id in off:
            total, pence = unit.show(totals[row.id]), sum(row.amounts)
            yield Moved(name, table.total_column, total, unit.show_exact(pence), unit.show_about(pence))


def _totals_off(rows: Sequence[Row], totals: Mapping[str, int], quantum: int) -> Collection[str]:
    """Return the rows whose printed total is a unit or more from the exact sum."""
    return {row.id for row in rows if abs(totals[row.id] * quantum - sum(row.amounts)) >= quantum}


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
