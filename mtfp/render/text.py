"""Plain text, 80 columns wide, for a screen or an email."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtfp.render.wrapping import wrapped
from mtfp.tables.model import PrintedRow, PrintedTable
from mtfp.tables.printed import Report, all_lists, notes_of

WIDTH = 80
_NARROWEST = 26
_WIDEST_CODE = 12
_GAP = 2
_INDENT = 2


def to_text(report: Report) -> str:
    """Return the whole answer as text."""
    lines = list(_facts(report))
    for answer in report.answers:
        lines += ["", *wrapped(answer, WIDTH)]
    for table in report.tables:
        lines += ["", *table_lines(table)]
    for heading, items in all_lists(report):
        lines += [
            "",
            heading,
            *(line for item in items for line in wrapped(item, WIDTH, " " * _INDENT, " " * 2 * _INDENT)),
        ]
    return "\n".join(lines) + "\n"


def _facts(report: Report) -> Iterator[str]:
    width = max(len(name) for name, _ in report.facts) + _GAP
    for name, text in report.facts:
        first, *rest = wrapped(text, WIDTH - width)
        yield f"{name:<{width}}{first}".rstrip()
        yield from (" " * width + line for line in rest)


def table_lines(table: PrintedTable) -> Iterator[str]:
    """Yield a table's lines: title and unit, its columns in as many blocks as the width needs, and its notes."""
    yield from wrapped(table.caption, WIDTH)
    columns = zip(table.columns, *(row.figures for row in table.rows if row.figures), strict=True)
    widths = [_GAP + max(map(len, column)) for column in columns]
    *lead, _ = zip(*(row.stub for row in table.rows), strict=True)
    codes = [min(max(map(len, column)), _WIDEST_CODE) + 1 for column in lead]
    for start, end in _blocks(widths):
        block = widths[start:end]
        stub = WIDTH - sum(block)
        yield _line("", stub, table.columns[start:end], block)
        yield "-" * WIDTH
        for n, row in enumerate(table.rows):
            if n and row.role == "heading":
                yield ""
            yield from _row_lines(row, codes, stub, row.figures[start:end], block)
        yield "-" * WIDTH
    for note in notes_of(table):
        yield from wrapped(note, WIDTH)


def _blocks(widths: list[int]) -> Iterator[tuple[int, int]]:
    """Yield runs of columns that leave room for the stub, at least one column each."""
    start = 0
    while start < len(widths):
        end = start + 1
        while end < len(widths) and sum(widths[start : end + 1]) <= WIDTH - _NARROWEST:
            end += 1
        yield start, end
        start = end


def _row_lines(
    row: PrintedRow, codes: list[int], stub: int, figures: Sequence[str], widths: list[int]
) -> Iterator[str]:
    """Yield the lines of a row: codes in columns of their own, words wrapped beside them, figures on the last line."""
    lead = ""
    if any(row.stub[:-1]):
        lead = "".join(map(str.ljust, (f"{code} " for code in row.stub), codes))
        if len(lead) > stub // 2:
            yield from wrapped(lead.rstrip(), stub - 1)
            lead = " " * _INDENT
    hang = " " * (len(lead) or _INDENT)
    words = row.stub[-1]
    if len(lead) + len(words) < stub:
        yield _line(lead + words, stub, figures, widths)
        return
    *above, last = wrapped(words, stub - 1, lead, hang)
    yield from above
    yield _line(last, stub, figures, widths)


def _line(words: str, stub: int, figures: Sequence[str], widths: list[int]) -> str:
    return f"{words:<{stub}}{''.join(map(str.rjust, figures, widths))}".rstrip()
