"""The paper's own tables in a workbook, one to a sheet: figures as they are printed, each a number in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from mtfp.render.excel.looks import Looks, fit_height, format_of_unit, set_page, wrapped_lines, write_text
from mtfp.tables.model import PrintedRow, PrintedTable, filled
from mtfp.tables.printed import rounding_note
from mtfp.tables.unit import PrintUnit

_AS_PRINTED = (
    "These are the figures as the paper prints them; they do not move with the case chosen on Contents."
)
_FIGURE = re.compile(r"(?P<negative>[-(])?(?P<whole>[\d,]+)(?:\.(?P<part>\d+))?(?P<sign>%)?\)?", re.ASCII)
_WORDS_WIDTHS = (12, 60)
_FIGURE_WIDTHS = (11, 24)
_NARROWEST = 80


class Printed(NamedTuple):
    """Where a table stands on its sheet: the row of its headings, and the first free row under its notes."""

    head: int
    end: int


def write_table(page: Any, table: PrintedTable, source: str, looks: Looks) -> Printed:
    """Write a printed table: caption in A1, how to read it, headings, then rows with no cell empty, and its notes."""
    write_text(page, 0, 0, table.caption, looks("title"))
    heads, rows = filled(table)
    widths = _widths(heads, rows, len(table.stub_heads))
    head = _write_lines(page, 1, _above(table, source), widths, looks)
    for n, text in enumerate(heads):
        side = () if n < len(table.stub_heads) else ("right",)
        write_text(page, head, n, text, looks("head", *side))
    for row, (printed, cells) in enumerate(zip(table.rows, rows, strict=True), head + 1):
        _write_row(page, row, printed, cells, table, looks)
        fit_height(page, row, widths, cells)
    end = _write_lines(page, head + 1 + len(rows), _below(table), widths, looks)
    _set_up(page, widths, head, len(table.stub_heads))
    return Printed(head, end)


def _above(table: PrintedTable, source: str) -> Iterator[str]:
    yield rounding_note(table)
    yield _AS_PRINTED
    if source:
        yield source
    if any(_below(table)):
        yield "Notes are under the table."


def _below(table: PrintedTable) -> list[str]:
    return [*table.notes]


def _write_lines(page: Any, row: int, texts: Iterable[str], widths: Mapping[int, float], looks: Looks) -> int:
    """Write texts one under another, as wide as the table; return the row after them."""
    lines = wrapped_lines(texts, max(sum(widths.values()), _NARROWEST))
    for n, line in enumerate(lines, row):
        write_text(page, n, 0, line, looks())
    return row + len(lines)


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]], stub: int) -> dict[int, float]:
    longest = [max(map(len, cells)) for cells in zip(heads, *rows, strict=True)]
    bounds = [_WORDS_WIDTHS if n < stub else _FIGURE_WIDTHS for n in range(len(heads))]
    return {
        n: min(max(least, width + 2), most)
        for n, (width, (least, most)) in enumerate(zip(longest, bounds, strict=True))
    }


def _write_row(
    page: Any, row: int, printed: PrintedRow, cells: tuple[str, ...], table: PrintedTable, looks: Looks
) -> None:
    stub = len(printed.stub)
    weight = _WEIGHTS.get(printed.role, ())
    words, text = looks("wrapped", *weight), looks("right", *weight)
    number = looks("right", *weight, number=format_of_unit(table.unit))
    units = printed.units or (None,) * (len(cells) - stub)
    for n, cell in enumerate(cells[:stub]):
        write_text(page, row, n, cell, words)
    for n, (cell, unit) in enumerate(zip(cells[stub:], units, strict=True), stub):
        if unit is not None:
            page.write_number(row, n, unit / 10**table.unit.decimals, number)
        elif own := _own_figure(cell, table.unit):
            page.write_number(row, n, own[0], looks("right", *weight, number=own[1]))
        else:
            write_text(page, row, n, cell, text)


def _own_figure(figure: str, unit: PrintUnit) -> tuple[float, str] | None:
    """Return the number and the number format of a figure that is not in the table's unit, such as Band D; None for words."""
    if figure == unit.nil:
        return 0, format_of_unit(unit)
    found = _FIGURE.fullmatch(figure)
    if found is None:
        return None
    digits, part, sign = found["whole"].replace(",", ""), found["part"] or "", found["sign"]
    number = int(f"{digits}{part}") / 10 ** (len(part) + (2 if sign else 0))
    form = format_of_unit(replace(unit, decimals=len(part)), "%" if sign else "")
    return -number if found["negative"] else number, form


_WEIGHTS = {
    "heading": ("section",),
    "subtotal": ("strong",),
    "total": ("total",),
    "balance": ("total",),
}


def _set_up(page: Any, widths: Mapping[int, float], head: int, stub: int) -> None:
    for n, width in widths.items():
        page.set_column(n, n, width)
    page.freeze_panes(head + 1, stub)
    set_page(page, head=head, wide=sum(widths.values()) > _NARROWEST)
