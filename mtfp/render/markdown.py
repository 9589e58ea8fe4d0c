"""Markdown, for a wiki or a web page: every text from a file is data, never markup."""

from __future__ import annotations

import re

from mtfp.tables.model import PrintedRow, PrintedTable
from mtfp.tables.printed import Report, all_lists, notes_of

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~&:-])")


def to_markdown(report: Report) -> str:
    """Return the whole answer as Markdown."""
    parts = [
        f"# {_escape(report.title)}",
        "\n".join(f"- {name}: {_escape(text)}" for name, text in report.facts),
        *map(_escape, report.answers),
    ]
    parts += map(_table, report.tables)
    parts += [
        f"## {heading}\n\n" + "\n".join(f"- {_escape(item)}" for item in items)
        for heading, items in all_lists(report)
    ]
    return "\n\n".join(parts) + "\n"


def _table(table: PrintedTable) -> str:
    heads = [*table.stub_heads, *table.columns]
    rule = [*[":--"] * len(table.stub_heads), *["--:"] * len(table.columns)]
    rows = [heads, rule, *(_cells(row, len(table.columns)) for row in table.rows)]
    body = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    notes = "\n\n".join(_escape(note) for note in notes_of(table))
    return f"## {_escape(table.name)} ({table.unit.sign})\n\n{body}\n\n{notes}"


def _cells(row: PrintedRow, columns: int) -> list[str]:
    strong = "" if row.role == "figure" else "**"
    stub = [f"{strong}{_escape(text)}{strong}" if text else "" for text in row.stub]
    return [*stub, *(row.figures or [""] * columns)]


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)
