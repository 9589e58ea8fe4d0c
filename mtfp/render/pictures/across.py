"""Bars and steps across the page, with their names down the side. Sizes are in millimetres, type in points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from mtfp.render.pictures.axes import NOT_FROM_NIL, close_to, figures_across, framed, with_room
from mtfp.render.pictures.looks import BLACK, DARK, EDGE, LIGHT, LINE, OUTLINE, TYPE, UNDER, WIDTH
from mtfp.render.pictures.words import beside, width, wrapped
from mtfp.tables.model import PrintedRow
from mtfp.tables.printed import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NAMES = 50
_BAR = 3.6
_APART = 2
_BELOW = UNDER + 3
_TALLEST = 200
_SMALLEST_TYPE = 6
"""A picture with its caption fits on a page of A4, unless that would need smaller type than this."""


class _Rows(NamedTuple):
    """Axes `length` across, with a place for each row: its middle, how thick its bar is, and the size of its type."""

    figure: Figure
    axes: Axes
    length: float
    middles: list[float]
    bar: float
    type: float


def bars(chart: Chart) -> Figure:
    """Draw a bar for the last figure of each row. A total is only in the table."""
    rows = [row for row in chart.table.rows if row.role == "figure"]
    cells = [row.numbers[-1] for row in rows]
    label = max(width(row.figures[-1]) for row in rows) + 2
    down = _names_down(rows, label / 2)
    under = label if min(cells) < 0 else 0
    over = 0 if under and max(cells) <= 0 else label
    low, high = with_room(cells, under, over, down.length)
    turned = sum(cells) < 0
    down.axes.set_xlim((high, low) if turned else (low, high))
    down.axes.barh(down.middles, cells, down.bar, color=DARK, **OUTLINE)
    for row, middle, units in zip(rows, down.middles, cells, strict=True):
        left = units > 0 if turned else units < 0
        beside(down.axes, units, middle, row.figures[-1], down.type, left=left)
    down.axes.axvline(0, color=BLACK, linewidth=0.8, zorder=3)
    figures_across(down.axes, chart.table.unit, int(down.length / (label + 4)))
    return down.figure


def bridge(chart: Chart) -> Figure:
    """Draw each step from where the last one ended, between marks at the two balances."""
    rows = chart.table.rows
    moves = [-row.numbers[0] if row.id in chart.taken_away else row.numbers[0] for row in rows[1:-1]]
    reached = list(accumulate(moves, initial=rows[0].numbers[0]))
    balances = (rows[0].numbers[0], rows[-1].numbers[0])
    label = max(width(row.figures[0]) for row in rows) + 2
    down = _names_down(rows, label / 2)
    low, high = close_to([*reached, balances[1]], 2, label, down.length)
    down.axes.set_xlim(low, high)
    _draw_steps(down, moves, reached, balances)
    right = [balances[0], *map(max, reached, reached[1:]), balances[1]]
    for row, middle, units in zip(rows, down.middles, right, strict=True):
        beside(down.axes, units, middle, row.figures[0], down.type, left=False)
    holds_nil = low <= 0 <= high
    if holds_nil:
        down.axes.axvline(0, color=BLACK, linewidth=0.8, zorder=1)
    more = "" if holds_nil else NOT_FROM_NIL
    figures_across(down.axes, chart.table.unit, int(down.length / (label + 4)), more)
    return down.figure


def _draw_steps(down: _Rows, moves: Sequence[int], reached: Sequence[int], balances: tuple[int, int]) -> None:
    """Draw the steps, the marks at the balances, and the lines that lead from one to the next."""
    axes, middles = down.axes, down.middles
    for middle, move, start in zip(middles[1:-1], moves, reached, strict=False):
        axes.barh(middle, move, down.bar, left=start, color=LIGHT if move > 0 else DARK, **OUTLINE)
    for middle, balance in zip((middles[0], middles[-1]), balances, strict=True):
        axes.barh(middle, 0, down.bar, left=balance, edgecolor=BLACK, linewidth=3, zorder=2)
    axes.vlines(reached, middles[:-1], middles[1:], color=BLACK, linewidth=0.6, linestyle=":", zorder=1)


def _names_down(rows: Sequence[PrintedRow], room: float) -> _Rows:
    """Return axes with a place for each row down the page, and its name beside it.

    The room at the right is for a figure under the end of the axis.
    """
    names, tall, size = _stacked(rows)
    widest = max(width(line) for name in names for line in name.splitlines()) * size / TYPE
    left = max(EDGE + 2 + widest, room)
    right = max(EDGE, room)
    ends = list(accumulate(tall, initial=0.0))
    middles = [end + each / 2 for end, each in zip(ends, tall, strict=False)]
    figure, axes = framed(ends[-1] + EDGE + _BELOW, left, right, EDGE, _BELOW)
    axes.set_ylim(ends[-1], 0)
    axes.set_yticks(middles, names, linespacing=1.1, fontsize=size)
    axes.tick_params(axis="y", length=0)
    return _Rows(figure, axes, WIDTH - left - right, middles, min(_BAR, min(tall) * 0.7), size)


def _stacked(rows: Sequence[PrintedRow]) -> tuple[list[str], list[float], float]:
    """Return the rows' names, the height of a row and the size of type. Rows too many for a page get one line each, closer."""
    names = [wrapped(row.name, _NAMES) for row in rows]
    tall = [max((1 + name.count("\n")) * LINE, _BAR) + _APART for name in names]
    most = _TALLEST - EDGE - _BELOW
    if sum(tall) <= most:
        return names, tall, TYPE
    each = max(most / len(rows), LINE * _SMALLEST_TYPE / TYPE)
    size = min(TYPE, TYPE * each / LINE)
    names = [wrapped(row.name, _NAMES * TYPE / size, lines=1) for row in rows]
    return names, [each] * len(rows), size
