"""An empty picture, how far its axes run, and what stands along them: years, figures and their unit. Sizes are in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mtfp.render.pictures.looks import BLACK, GREY, INCH, WIDTH
from mtfp.render.pictures.words import note, width
from mtfp.tables.model import PrintedTable
from mtfp.tables.unit import PrintUnit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

NOT_FROM_NIL = "(this axis does not start at 0)"
_MOST_TICKS = 5

Ends = tuple[float, float]
"""The figures at the two ends of an axis, lowest first. Lengths and rooms are in millimetres."""


def sheet(height: float) -> Figure:
    """Return an empty picture of a height."""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH / INCH, height / INCH), facecolor="white")


def axes_on(figure: Figure, left: float, bottom: float, wide: float, tall: float) -> Axes:
    """Return axes at a distance from the left and the bottom of a picture, without lines of their own."""
    height = figure.get_figheight() * INCH
    axes = figure.add_axes((left / WIDTH, bottom / height, wide / WIDTH, tall / height))
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    return axes


def framed(height: float, left: float, right: float, top: float, bottom: float) -> tuple[Figure, Axes]:
    """Return an empty picture of a height and its axes, at a distance from each edge."""
    figure = sheet(height)
    return figure, axes_on(figure, left, bottom, WIDTH - left - right, height - top - bottom)


def years_along(axes: Axes, table: PrintedTable, length: float) -> None:
    """Print the years under their places, as many as fit."""
    years = len(table.columns)
    every = int(-(-(width(table.columns[0]) + 2) * years // length))
    axes.set_xlim(-0.5, years - 0.5)
    axes.set_xticks(range(0, years, every), table.columns[::every])
    axes.tick_params(axis="x", length=0, pad=5)
    axes.axhline(0, color=BLACK, linewidth=0.8, zorder=3)


def figures_up(axes: Axes, unit: PrintUnit, *, grid: bool) -> None:
    """Print figures up the left of the axes and their unit over them, with a grid or without."""
    _ticks(axes.yaxis, unit, _MOST_TICKS)
    axes.tick_params(axis="y", length=0)
    if grid:
        axes.grid(axis="y", color=GREY, linewidth=0.6)
    note(axes, unit.sign, (0, 1), (-4, 7), "right", "bottom")


def figures_across(axes: Axes, unit: PrintUnit, room_for: int, more: str = "") -> None:
    """Print at most so many figures under the axes, and under these their unit and further words."""
    _ticks(axes.xaxis, unit, min(max(room_for, 1), _MOST_TICKS))
    axes.set_xlabel(f"{unit.sign} {more}".strip(), loc="left")


def _ticks(axis: Axis, unit: PrintUnit, most: int) -> None:
    from matplotlib.ticker import MaxNLocator

    show = replace(unit, nil="0").show
    axis.set_major_locator(MaxNLocator(most, integer=True, min_n_ticks=1))
    axis.set_major_formatter(lambda units, _: show(int(f"{units:.0f}")))


def tick_width(unit: PrintUnit, ends: Ends) -> float:
    """Return the width of the figures up an axis and of the unit over them."""
    return max(width(text) for text in (unit.sign, *unit.show_each(map(int, ends)))) + 2


def with_room(cells: Sequence[int], under: float, over: float, length: float) -> Ends:
    """Return the ends of an axis of a length that holds nil, these figures, and room beyond them."""
    return _spread(min(*cells, 0), max(*cells, 0), under, over, length)


def close_to(cells: Sequence[int], under: float, over: float, length: float) -> Ends:
    """Return the same for an axis that may leave nil out where it lies far from every figure."""
    low, high = min(cells), max(cells)
    span = high - low or abs(high)
    return _spread(
        low if low > span else min(low, 0), high if -high > span else max(high, 0), under, over, length
    )


def _spread(low: int, high: int, under: float, over: float, length: float) -> Ends:
    scale = max(high - low, 1) / (length - under - over)
    return low - under * scale, high + over * scale


def along(units: int, ends: Ends, length: float) -> float:
    """Return how far along an axis a figure lies, in millimetres."""
    low, high = ends
    return (units - low) / (high - low) * length
