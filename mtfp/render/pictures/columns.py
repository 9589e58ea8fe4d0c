"""Columns by year, one for each or two side by side. Sizes are in millimetres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from mtfp.render.pictures.axes import Ends, figures_up, framed, tick_width, with_room, years_along
from mtfp.render.pictures.looks import DARK, EDGE, HEIGHT, LINE, OUTLINE, PALE, UNDER, WIDTH
from mtfp.render.pictures.words import above, width, wrapped
from mtfp.tables.model import PrintedRow, PrintedTable
from mtfp.tables.printed import Chart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

_FILLS = {"columns": ((DARK, ""),), "pairs": ((PALE, "////"), (DARK, ""))}
_FILLED = {"columns": 0.5, "pairs": 0.8}
"""The part of a year's room that its columns fill together."""

_SNUG: Mapping[str, Any] = {"borderaxespad": 0, "borderpad": 0, "labelspacing": 0.4}


def columns(chart: Chart) -> Figure:
    """Draw a column for each year, or two side by side."""
    table, fills = chart.table, _FILLS[chart.kind]
    names = [wrapped(row.name, WIDTH - 30) for row in table.rows]
    head = 7 if len(fills) == 1 else 7 + LINE * sum(1 + name.count("\n") for name in names)
    wide = _FILLED[chart.kind] / len(fills)
    labels = _labels(table, (WIDTH - 2 * EDGE - 20) / len(table.columns) * wide)
    ends = _ends(table, labels)
    left = EDGE + tick_width(table.unit, ends)
    figure, axes = framed(HEIGHT + head, left, EDGE, head, UNDER)
    for n, (row, (colour, hatch)) in enumerate(zip(table.rows, fills, strict=True)):
        places = [year + wide * (n + 0.5 - len(fills) / 2) for year in range(len(table.columns))]
        axes.bar(places, row.numbers, wide, color=colour, hatch=hatch, label=names[n], **OUTLINE)
        for place, units, text in zip(places, row.numbers, row.figures, strict=True):
            if labels != "none":
                above(axes, place, units, text, below=units < 0, upright=labels == "upright")
    axes.set_ylim(ends)
    years_along(axes, table, WIDTH - left - EDGE)
    figures_up(axes, table.unit, grid=labels == "none")
    if len(fills) > 1:
        corner = (left / WIDTH, 1 - 1 / (HEIGHT + head))
        figure.legend(loc="upper left", bbox_to_anchor=corner, frameon=False, **_SNUG)
    return figure


def _labels(table: PrintedTable, room: float) -> Literal["across", "upright", "none"]:
    """Return how figures stand over columns that are `room` millimetres wide: across, upright, or not at all where they do not fit."""
    if _widest(table.rows) < room:
        return "across"
    return "upright" if room > LINE else "none"


def _ends(table: PrintedTable, labels: Literal["across", "upright", "none"]) -> Ends:
    """Return the ends of the axis, with room for figures over the columns and under those below nil."""
    cells = [each for row in table.rows for each in row.numbers]
    room = {"across": LINE, "upright": _widest(table.rows), "none": 0}[labels] + 2
    return with_room(cells, room if min(cells) < 0 else 0, room, HEIGHT - UNDER)


def _widest(rows: Sequence[PrintedRow]) -> float:
    return max(width(text) for row in rows for text in row.figures)
