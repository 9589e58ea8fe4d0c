"""One or two lines by year, alone or in a panel under each heading. Sizes are in millimetres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mtfp.render.pictures.axes import (
    NOT_FROM_NIL,
    Ends,
    along,
    axes_on,
    close_to,
    figures_up,
    sheet,
    tick_width,
    with_room,
    years_along,
)
from mtfp.render.pictures.looks import DARK, EDGE, HEIGHT, LINE, MIDDLE, UNDER, WIDTH
from mtfp.render.pictures.words import above, note, width, wrapped
from mtfp.tables.model import PrintedRow, PrintedTable
from mtfp.tables.printed import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NAMES = 38
_PANEL, _LEAST = 44, 32
_PAGE = 224
"""The height of a page that panels may take together, unless each is as low as it may be."""

_TOP = 8

_SOLID: Mapping[str, Any] = {"color": DARK, "linestyle": "-", "marker": "o"}
_DASHED: Mapping[str, Any] = {"color": MIDDLE, "linestyle": "--", "marker": "s"}
_STROKES = {"lines": (_DASHED, _SOLID), "panels": (_SOLID, _DASHED)}


def lines(chart: Chart) -> Figure:
    """Draw lines by year, named at their ends; under each heading, if there are any, a panel of its own from nil up."""
    table, panels = chart.table, _panels(chart.table)
    tall = HEIGHT if len(panels) == 1 else min(max(_PAGE / len(panels), _LEAST), _PANEL)
    length = tall - _TOP - UNDER
    ends_of = _from_nil if chart.kind == "panels" else _close_by
    ends = [ends_of([each for row in rows for each in row.numbers], length) for _, rows in panels]
    left = EDGE + max(tick_width(table.unit, each) for each in ends)
    wide = WIDTH - left - _NAMES
    figure = sheet(tall * len(panels))
    for n, (name, rows) in enumerate(panels):
        axes = axes_on(figure, left, tall * (len(panels) - n - 1) + UNDER, wide, length)
        axes.set_ylim(ends[n])
        _draw(axes, chart, rows, wide, length)
        years_along(axes, table, wide)
        figures_up(axes, table.unit, grid=True)
        if name:
            note(axes, wrapped(name, wide * 0.8, lines=1), (0, 1), (6, 7), "left", "bottom", bold=True)
        elif not ends[n][0] <= 0 <= ends[n][1]:
            note(axes, NOT_FROM_NIL, (0, 1), (4, 7), "left", "bottom")
    return figure


def _panels(table: PrintedTable) -> list[tuple[str, list[PrintedRow]]]:
    """Return the rows under each heading with its words; without headings, all rows."""
    panels: list[tuple[str, list[PrintedRow]]] = []
    for row in table.rows:
        if row.role == "heading" or not panels:
            panels.append((row.name if row.role == "heading" else "", []))
        if row.units:
            panels[-1][1].append(row)
    return panels


def _from_nil(cells: Sequence[int], length: float) -> Ends:
    return with_room(cells, 0 if min(cells) >= 0 else 6, 6, length)


def _close_by(cells: Sequence[int], length: float) -> Ends:
    return close_to(cells, 6, 6, length)


def _draw(axes: Axes, chart: Chart, rows: Sequence[PrintedRow], wide: float, length: float) -> None:
    """Draw the lines of a panel with their names, and figures where they fit; in panels, only the figures of the first line."""
    years = range(len(chart.table.columns))
    for row, stroke in zip(rows, _STROKES[chart.kind], strict=False):
        axes.plot(years, row.numbers, markersize=4.5, linewidth=1.6, zorder=3, **stroke)
    shown = rows[:1] if chart.kind == "panels" else rows
    if max(width(text) for row in shown for text in row.figures) < wide / len(years):
        _figures_at_points(axes, rows, shown, length)
    _names_at_ends(axes, rows, length)


def _figures_at_points(
    axes: Axes, rows: Sequence[PrintedRow], shown: Sequence[PrintedRow], length: float
) -> None:
    """Print figures at their points: of the upper line above, and of the lower line below where there is room.

    A figure that two lines share prints once.
    """
    for n, row in enumerate(shown):
        for year, (units, text) in enumerate(zip(row.numbers, row.figures, strict=True)):
            if units not in (other.numbers[year] for other in shown[:n]):
                lower = units < max(other.numbers[year] for other in rows)
                below = lower and along(units, axes.get_ylim(), length) > LINE + 2
                above(axes, year, units, text, below=below, halo=True)


def _names_at_ends(axes: Axes, rows: Sequence[PrintedRow], length: float) -> None:
    """Print each line's name and last figure at its end, no two in one place."""
    upwards = rows[::-1]
    places = [along(row.numbers[-1], axes.get_ylim(), length) for row in upwards]
    names = [f"{wrapped(row.name, _NAMES - EDGE)}\n{row.figures[-1]}" for row in upwards]
    halves = [(1 + name.count("\n")) * LINE / 2 for name in names]
    middles = _apart(places, halves, length + _TOP)
    for line, name, middle in zip(reversed(axes.lines), names, middles, strict=True):
        note(axes, name, (1, middle / length), (2, 0), "left", "center", colour=str(line.get_color()))


def _apart(middles: Sequence[float], halves: Sequence[float], top: float) -> list[float]:
    """Return the middles of one or two texts, moved so that neither covers the other or leaves the picture."""
    found = list(middles)
    lower, *_, upper = sorted([*range(len(found))] * 2, key=found.__getitem__)
    short = max(sum(halves) + 1 - (found[upper] - found[lower]), 0)
    found[lower] -= short / 2
    found[upper] += short / 2
    over = max(found[upper] + halves[upper] - top, 0)
    under = max(halves[lower] - found[lower] - UNDER, 0)
    return [middle - over + under for middle in found]
