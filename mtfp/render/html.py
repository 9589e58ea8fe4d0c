"""HTML tables for a notebook cell: escaped text, inline styles, a caption and scopes, and nothing that runs."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape

from mtfp.tables.model import PrintedRow, PrintedTable
from mtfp.tables.printed import Chart, Report, moved_notes, notes_of

_FIGURE = "text-align:right;padding:0.1em 0.6em;white-space:nowrap;font-variant-numeric:tabular-nums"
_TEXT = "text-align:left;padding:0.1em 0.6em;font-weight:{weight}"


def to_html(report: Report) -> str:
    """Return the answer and its tables as a fragment of a page."""
    parts = [
        f"<p><strong>{escape(report.title)}</strong></p>",
        *(f"<p>{escape(answer)}</p>" for answer in report.answers),
        *map(_table, report.tables),
    ]
    for heading, items in report.lists:
        parts.append(
            f"<p>{escape(heading)}</p><ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
        )
    return f"<div>{''.join(parts)}</div>"


def picture_to_html(chart: Chart, png: bytes) -> str:
    """Return a picture with its figures in a table below, as a fragment of a page."""
    moved = "".join(f"<p>{escape(note)}</p>" for note in moved_notes(chart.table))
    image = base64.b64encode(png).decode()
    return (
        f'<div><img alt="{escape(chart.alt)}" src="data:image/png;base64,{image}" style="max-width:100%">'
        f"{_table(chart.table)}{moved}</div>"
    )


def _table(table: PrintedTable) -> str:
    heads = _cells("th", table.stub_heads, 'scope="col"', _TEXT.format(weight="bold"))
    heads += _cells("th", table.columns, 'scope="col"', _FIGURE)
    rows = "".join(f"<tr>{_row(row, len(table.columns))}</tr>" for row in table.rows)
    caption = f"<caption style='text-align:left'>{escape(table.caption)}</caption>"
    notes = "".join(f"<p>{escape(note)}</p>" for note in notes_of(table))
    return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{notes}"


def _row(row: PrintedRow, columns: int) -> str:
    style = _TEXT.format(weight="normal" if row.role == "figure" else "bold")
    stub = _cells("td", row.stub[:-1], "", style) + _cells("th", row.stub[-1:], 'scope="row"', style)
    return stub + _cells("td", row.figures or [""] * columns, "", _FIGURE)


def _cells(tag: str, texts: Iterable[str], attributes: str, style: str) -> str:
    opening = " ".join(part for part in (tag, attributes, f'style="{style}"') if part)
    return "".join(f"<{opening}>{escape(text)}</{tag}>" for text in texts)
