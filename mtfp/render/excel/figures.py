"""The paper's pictures in a workbook: the figures of each as printed, and an Excel chart of them underneath."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from mtfp.render.excel.charts import ROWS_OF_ONE, Drawn, Series, insert_chart
from mtfp.render.excel.looks import format_of_unit, write_text
from mtfp.render.excel.making import Making
from mtfp.render.excel.tables import Printed, write_table
from mtfp.tables.model import PrintedRow, PrintedTable
from mtfp.tables.printed import Chart

_KINDS = {
    "columns": "column",
    "pairs": "column",
    "lines": "line",
    "panels": "line",
    "bars": "bar",
    "bridge": "bar",
}


def write_figure(page: Any, chart: Chart, source: str, making: Making) -> None:
    """Write the figures of a picture, and under them a chart of them."""
    printed = write_table(page, chart.table, source, making.looks)
    if chart.taken_away:
        _write_as_drawn(page, chart, printed, making)
    for n, drawn in enumerate(_drawn(chart, page.get_name(), printed)):
        insert_chart(making.workbook, page, printed.end + 1 + n * ROWS_OF_ONE, drawn)


def _write_as_drawn(page: Any, chart: Chart, printed: Printed, making: Making) -> None:
    """Write, beside figures of which some print as positive amounts that are taken away, the figures to draw."""
    column, unit = len(chart.table.stub_heads) + len(chart.table.columns), chart.table.unit
    number = making.looks("right", number=format_of_unit(unit))
    write_text(page, printed.head, column, "As drawn", making.looks("head", "right"))
    for n, row in enumerate(chart.table.rows, printed.head + 1):
        sign = -1 if row.id in chart.taken_away else 1
        page.write_number(n, column, sign * row.numbers[-1] / 10**unit.decimals, number)


def _drawn(chart: Chart, sheet: str, printed: Printed) -> Iterator[Drawn]:
    kind, table = _KINDS[chart.kind], chart.table
    unit = (table.unit.sign, format_of_unit(table.unit))
    if kind == "bar":
        yield Drawn(kind, table.title, chart.alt, *unit, (_down(chart, sheet, printed),), "")
        return
    for title, alt, rows in _panels(chart):
        series = tuple(_across(row, chart, sheet, printed) for row in rows)
        above_nil = all(units >= 0 for n in rows for units in table.rows[n].numbers)
        yield Drawn(kind, title, alt, *unit, series, from_nil=chart.kind == "panels" and above_nil)


def _panels(chart: Chart) -> Iterator[tuple[str, str, range]]:
    """Yield each chart's title, words and rows: one chart for all rows, or one for each heading."""
    table, rows = chart.table, chart.table.rows
    heads = [n for n, row in enumerate(rows) if row.role == "heading"]
    if not heads:
        yield table.title, chart.alt, range(len(rows))
    for head, end in pairwise([*heads, len(rows)]):
        name = rows[head].name
        each = "; ".join(_in_words(row, table) for row in rows[head + 1 : end])
        yield name, f"{name}, in {table.unit.sign}: {each}.", range(head + 1, end)


def _in_words(row: PrintedRow, table: PrintedTable) -> str:
    first, last = (table.unit.plain.show(row.numbers[n]) for n in (0, -1))
    return f"{row.name} is {first} on {table.columns[0]} and {last} on {table.columns[-1]}"


def _across(n: int, chart: Chart, sheet: str, printed: Printed) -> Series:
    """Return a row of the table, year by year."""
    stub, row = len(chart.table.stub_heads), printed.head + 1 + n
    last = stub + len(chart.table.columns) - 1
    name = (sheet, row, stub - 1, row, stub - 1)
    return Series(name, (sheet, printed.head, stub, printed.head, last), (sheet, row, stub, row, last))


def _down(chart: Chart, sheet: str, printed: Printed) -> Series:
    """Return the last column of the rows that are neither balance nor total, one after another."""
    stub = len(chart.table.stub_heads)
    last = stub + len(chart.table.columns) - (0 if chart.taken_away else 1)
    steps = [n for n, row in enumerate(chart.table.rows, printed.head + 1) if row.role == "figure"]
    start, end = (steps[0], steps[-1]) if steps else (printed.head + 1, printed.head + len(chart.table.rows))
    names = (sheet, start, stub - 1, end, stub - 1)
    return Series((sheet, printed.head, last, printed.head, last), names, (sheet, start, last, end, last))
