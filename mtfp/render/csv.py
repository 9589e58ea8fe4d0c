"""Comma-separated values, for a spreadsheet: plain numbers, and text that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io

from mtfp.tables.report import Report, moved_notes

_FORMULA = ("=", "+", "-", "@")


def to_csv(report: Report) -> str:
    """Return the tables one after another, each under its own headings, a blank line between them.

    Under a paper's tables stand the cells that rounding moved and what it was made from.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for n, table in enumerate(report.tables):
        if n:
            writer.writerow([])
        heads = (_text(head or table.caption) for head in table.stub_heads)
        writer.writerow([*heads, *table.columns])
        for row in table.rows:
            figures = [figure.replace(",", "") for figure in row.figures] or [""] * len(table.columns)
            writer.writerow([*map(_text, row.stub), *figures])
    if report.made_from:
        moved = (f"{table.name}: {note}" for table in report.tables for note in moved_notes(table))
        writer.writerows([[], *([_text(line)] for line in (*moved, *report.made_from))])
    return out.getvalue()


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
