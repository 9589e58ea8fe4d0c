"""Comma-separated values for a spreadsheet: plain numbers, and text that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from mtfp.tables.model import PrintedTable
from mtfp.tables.printed import Report, all_lists, notes_of

_FORMULA = ("=", "+", "-", "@")


def to_csv(report: Report) -> str:
    """Return the tables one after another, each under its own headings, with a blank line between them.

    The tables of a paper have captions above and notes below; what the paper says in words stands at the end.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for n, table in enumerate(report.tables):
        if n:
            writer.writerow([])
        writer.writerows(_rows(table, report))
    if report.made_from:
        for heading, items in (("In short", report.answers), *all_lists(report)):
            writer.writerows([[], [_text(heading)], *([_text(item)] for item in items)])
    return out.getvalue()


def _rows(table: PrintedTable, report: Report) -> Iterator[list[str]]:
    if report.made_from:
        yield [_text(table.caption)]
    yield [*(_text(head or table.caption) for head in table.stub_heads), *table.columns]
    for row in table.rows:
        figures = [figure.replace(",", "") for figure in row.figures] or [""] * len(table.columns)
        yield [*map(_text, row.stub), *figures]
    if report.made_from:
        yield from ([_text(note)] for note in notes_of(table))


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
