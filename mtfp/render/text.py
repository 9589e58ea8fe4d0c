"""Plain text, 80 columns wide, for a screen or an email."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from mtfp.tables.report import Report, notes_of
from mtfp.tables.model import PrintedRow, PrintedTable

WIDTH = 80
_NARROWEST = 30
_GAP = 2
_INDENT = 2


def to_text(report: Report) -> str:
    """Return the whole answer as text."""
    lines = [*_facts(report), "", *_wrap(report.answer)]
    for table in report.tables:
        lines += ["", *table_lines(table)]
    for heading, items in report.lists:
        lines += ["", heading, *(line for item in items for line in _wrap(item, _INDENT))]
    return "\n".join(lines) + "\n"


def _facts(report: Report) -> Iterator[str]:
    width = max(len(name) for name, _ in report.facts) + _GAP
    for name, text in report.facts:
        first, *rest = wrap(text, WIDTH - width) or [""]
        yield f"{name:<{width}}{first}".rstrip()
        yield from (" " * width + line for line in rest)


def _wrap(text: str, indent: int = 0) -> list[str]:
    return wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * 2 * indent, break_on_hyphens=False)


def table_lines(table: PrintedTable) -> Iterator[str]:
    """Yield a table's lines: title and unit, the columns in as many blocks as the width needs, and its notes."""
    yield f"{table.title} ({table.unit.sign})"
    widths = [
        _GAP + max(len(head), *(len(row.figures[n]) for row in table.rows if row.figures)) for n, head in enumerate(table.columns)
    ]
    for start, end in _blocks(widths):
        stub = WIDTH - sum(widths[start:end])
        heads = "".join(f"{table.columns[n]:>{widths[n]}}" for n in range(start, end))
        yield " " * stub + heads
        yield "-" * WIDTH
        for row in table.rows:
            yield from _row_lines(row, table, stub, widths[start:end], row.figures[start:end])
        yield "-" * WIDTH
    for note in notes_of(table):
        yield from _wrap(note)


def _blocks(widths: list[int]) -> Iterator[tuple[int, int]]:
    """Yield runs of columns that leave room for the stub, at least one column each."""
    start = 0
    while start < len(widths):
        end = start + 1
        while end < len(widths) and sum(widths[start : end + 1]) <= WIDTH - _NARROWEST:
            end += 1
        yield start, end
        start = end


def _row_lines(row: PrintedRow, table: PrintedTable, stub: int, widths: list[int], figures: tuple[str, ...]) -> Iterator[str]:
    if row.role == "heading":
        yield ""
    codes = [max(len(other.stub[n]) for other in table.rows) + 1 for n in range(len(table.stub_heads) - 1)]
    lead = "".join(f"{code:<{width}}" for code, width in zip(row.stub[:-1], codes, strict=True)) if any(row.stub[:-1]) else ""
    room = stub - len(lead) - 1
    lines = wrap(row.stub[-1], room if room >= _NARROWEST // 2 else stub - _INDENT, break_on_hyphens=False) or [""]
    first = lead
    indent = " " * len(lead) if lead else " " * _INDENT
    if room < _NARROWEST // 2:
        yield lead.rstrip()
        first = indent = " " * _INDENT
    *above, last = [f"{first if n == 0 else indent}{line}" for n, line in enumerate(lines)]
    yield from above
    yield f"{last:<{stub}}" + "".join(f"{figure:>{width}}" for figure, width in zip(figures, widths, strict=False))
