"""Comma-separated values, for a spreadsheet: plain numbers, and text that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from mtfp.tables.model import PrintedTable

_FORMULA = ("=", "+", "-", "@")


def to_csv(tables: Sequence[PrintedTable]) -> str:
    """Return the tables one after another, each under its own headings, a blank line between them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for n, table in enumerate(tables):
        if n:
            writer.writerow([])
        unit = table.caption
        writer.writerow([*(_text(head or unit) for head in table.stub_heads), *table.columns])
        for row in table.rows:
            figures = [figure.replace(",", "") for figure in row.figures] or [""] * len(table.columns)
            writer.writerow([*map(_text, row.stub), *figures])
    return out.getvalue()


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
