"""A whole paper as one web page that a council can publish: no network, no script, and every text from a file is data."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mtfp.tables.model import PrintedRow, PrintedTable
from mtfp.tables.printed import Chart, Report, all_lists, notes_of

if TYPE_CHECKING:
    from jinja2 import Template

_NAMES, _BETWEEN = 30, 2
_NOT_IN_A_FONT = re.compile(r"[^\w -]")
_SIZE = re.compile(rb'<svg\b[^>]*\bviewBox="[\d.]+ [\d.]+ (\d+)[\d.]* (\d+)')


class _Picture(NamedTuple):
    """A chart with its SVG as text to put in a page, and its width and height in pixels."""

    chart: Chart
    base64: str
    width: int
    height: int


def to_page(report: Report, pictures: Mapping[str, bytes]) -> str:
    """Return the paper as a page of HTML: the same text for the same paper.

    `pictures` are SVG by the id of the chart. Raises `KeyError` for a chart without one, and `ValueError` for an SVG
    whose viewBox does not say how large it is.
    """
    return _template().render(
        report=report,
        lists=all_lists(report),
        pictures=[_picture(chart, pictures[chart.id]) for chart in report.charts],
        font=_NOT_IN_A_FONT.sub("", report.style.font),
    )


def _picture(chart: Chart, svg: bytes) -> _Picture:
    size = _SIZE.search(svg)
    if size is None:
        raise ValueError(f"the picture {chart.id} has no viewBox")
    return _Picture(chart, b64encode(svg).decode("ascii"), int(size[1]), int(size[2]))


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(
        loader=PackageLoader("mtfp", "render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    pages.filters |= {
        "characters": _characters,
        "in_groups": _groups,
        "notes_of": notes_of,
    }
    return pages.get_template("page.html.jinja")


def _characters(table: PrintedTable) -> int:
    """Return about how many characters wide a table must be, with room for names; the words of a head may take several lines."""
    heads = [max(map(len, head.split()), default=0) for head in (*table.stub_heads[:-1], *table.columns)]
    cells = zip(*((*row.stub[:-1], *row.figures) for row in table.rows if row.figures), strict=True)
    widths = [max(head, *map(len, column)) for head, column in zip(heads, cells, strict=True)]
    return _NAMES + sum(width + _BETWEEN for width in widths)


def _groups(rows: Sequence[PrintedRow]) -> Iterator[list[PrintedRow]]:
    """Yield groups of rows: each heading, or several in a row, with the rows under it, and each total by itself."""
    group: list[PrintedRow] = []
    for row in rows:
        if group and _starts(row, group[-1]):
            yield group
            group = []
        group.append(row)
    yield group


def _starts(row: PrintedRow, last: PrintedRow) -> bool:
    return "total" in (row.role, last.role) or (row.role == "heading" != last.role)
