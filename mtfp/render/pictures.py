"""A chart as a picture, SVG or PNG: the same bytes for the same chart, whatever else is set on the computer.

Everything is drawn from the whole numbers and the words of the printed table. Sizes are in millimetres, type in points.
"""

from __future__ import annotations

import logging
import textwrap
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal

from mtfp.tables.chart import Chart
from mtfp.tables.model import PrintedRow, PrintedTable
from mtfp.tables.unit import PrintUnit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

_WIDTH = 160
_HEIGHT = 62
_EDGE = 4
_UNDER = 9
_NAMES = 50
_ENDS = 38
_LINE = 3.5
_INCH = 25.4
_POINT = _INCH / 72
_TYPE = 8
_DOTS = 200
_BAR = 3.6
_PANEL = 44
_TOP = 8
_MOST_TICKS = 5

_BLACK = "#1a1a1a"
_GREY = "#d9d9d9"
_DARK = "#0072b2"
_MIDDLE = "#b34e00"
_LIGHT = "#f0c05a"
_PALE = "#cfe6f5"

_FILLS = {"columns": ((_DARK, ""),), "pairs": ((_PALE, "////"), (_DARK, ""))}
_FILLED = {"columns": 0.5, "pairs": 0.8}
"""How wide the columns of a year are together, of the room it has."""

_NOT_FROM_NIL = "(this axis does not start at 0)"

_OUTLINE: Mapping[str, Any] = {"edgecolor": _BLACK, "linewidth": 0.6, "zorder": 2}
_SNUG: Mapping[str, Any] = {"borderaxespad": 0, "borderpad": 0, "labelspacing": 0.4}
_SOLID: Mapping[str, Any] = {"color": _DARK, "linestyle": "-", "marker": "o"}
_DASHED: Mapping[str, Any] = {"color": _MIDDLE, "linestyle": "--", "marker": "s"}
_STROKES = {"lines": (_DASHED, _SOLID), "panels": (_SOLID, _DASHED)}


def svg(chart: Chart) -> bytes:
    """Return the picture as SVG, its letters as shapes, so that it looks the same everywhere."""
    return _saved(chart, "svg")


def png(chart: Chart) -> bytes:
    """Return the picture as PNG, for print at its own size."""
    return _saved(chart, "png")


def _saved(chart: Chart, form: Literal["svg", "png"]) -> bytes:
    unsaid = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}[form]
    file = BytesIO()
    with _settings():
        _drawn(chart).savefig(file, format=form, dpi=_DOTS, metadata=unsaid)
    return file.getvalue()


def drawn(chart: Chart) -> Figure:
    """Return the picture before it is saved: each bar and point at its figure, in units of the last printed place."""
    with _settings():
        return _drawn(chart)


def _drawn(chart: Chart) -> Figure:
    return {
        "columns": _columns,
        "pairs": _columns,
        "bridge": _bridge,
        "bars": _bars,
        "lines": _lines,
        "panels": _lines,
    }[chart.kind](chart)


@contextmanager
def _settings() -> Iterator[None]:
    """Set what the look of a picture hangs on, whatever the user has set, and put it back; say nothing of fonts or folders."""
    quiet = logging.getLogger("matplotlib")
    level = quiet.level
    quiet.setLevel(logging.ERROR)
    try:
        import matplotlib as mpl

        with mpl.rc_context(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph", UserWarning)
            mpl.rcdefaults()
            mpl.rcParams.update(
                {
                    "text.parse_math": False,
                    "font.family": "DejaVu Sans",
                    "font.size": _TYPE,
                    "text.color": _BLACK,
                    "axes.labelcolor": _BLACK,
                    "xtick.color": _BLACK,
                    "ytick.color": _BLACK,
                    "axes.edgecolor": _BLACK,
                    "hatch.linewidth": 0.6,
                    "svg.hashsalt": "mtfp",
                    "svg.fonttype": "path",
                }
            )
            yield
    finally:
        quiet.setLevel(level)


def _columns(chart: Chart) -> Figure:
    """Draw a column for each year, or two side by side."""
    table, fills = chart.table, _FILLS[chart.kind]
    names = [_wrapped(row.stub[-1], _WIDTH - 30) for row in table.rows]
    head = 7 if len(fills) == 1 else 7 + _LINE * sum(1 + name.count("\n") for name in names)
    width = _FILLED[chart.kind] / len(fills)
    labels = _labels(table, (_WIDTH - 2 * _EDGE - 20) / len(table.columns) * width)
    limits = _column_limits(table, labels)
    left = _EDGE + _tick_width(table.unit, limits)
    figure, axes = _frame(_HEIGHT + head, left, _EDGE, head, _UNDER)
    for n, (row, (colour, hatch)) in enumerate(zip(table.rows, fills, strict=True)):
        places = [year + width * (n + 0.5 - len(fills) / 2) for year in range(len(table.columns))]
        axes.bar(places, _cells(row), width, color=colour, hatch=hatch, label=names[n], **_OUTLINE)
        for place, units, text in zip(places, _cells(row), row.figures, strict=True):
            if labels != "none":
                _above(axes, place, units, text, below=units < 0, upright=labels == "upright")
    axes.set_ylim(limits)
    _years_along(axes, table, _WIDTH - left - _EDGE)
    _figures_up(axes, table.unit, grid=labels == "none")
    if len(fills) > 1:
        corner = (left / _WIDTH, 1 - 1 / (_HEIGHT + head))
        figure.legend(loc="upper left", bbox_to_anchor=corner, frameon=False, **_SNUG)
    return figure


def _labels(table: PrintedTable, room: float) -> Literal["across", "upright", "none"]:
    """Return how figures stand over columns so many millimetres wide: not at all where they don't fit."""
    if max(_width(text) for row in table.rows for text in row.figures) < room:
        return "across"
    return "upright" if room > _LINE else "none"


def _column_limits(table: PrintedTable, labels: Literal["across", "upright", "none"]) -> tuple[float, float]:
    """Return the ends of the axis, with room for the figures over the columns, and under those below nil."""
    cells = [each for row in table.rows for each in _cells(row)]
    widest = max(_width(text) for row in table.rows for text in row.figures)
    room = {"across": _LINE, "upright": widest, "none": 0}[labels] + 2
    return _with_room(cells, room if min(cells) < 0 else 0, room, _HEIGHT - _UNDER)


def _lines(chart: Chart) -> Figure:
    """Draw a line for each row by year, named at its end; with headings, a panel from nil up under each."""
    table, panels = chart.table, _panels(chart.table)
    tall = _HEIGHT if len(panels) == 1 else _PANEL
    length = tall - _TOP - _UNDER
    ends_of = _from_nil if chart.kind == "panels" else _close_by
    limits = [ends_of([each for row in rows for each in _cells(row)], length) for _, rows in panels]
    left = _EDGE + max(_tick_width(table.unit, each) for each in limits)
    wide = _WIDTH - left - _ENDS
    figure = _figure(tall * len(panels))
    for n, ((name, rows), ends) in enumerate(zip(panels, limits, strict=True)):
        axes = _axes(figure, left, tall * (len(panels) - n - 1) + _UNDER, wide, length)
        axes.set_ylim(ends)
        for row, stroke in zip(rows, _STROKES[chart.kind], strict=True):
            axes.plot(
                range(len(table.columns)), _cells(row), markersize=4.5, linewidth=1.6, zorder=3, **stroke
            )
        shown = rows[:1] if chart.kind == "panels" else rows
        if max(_width(text) for row in shown for text in row.figures) < wide / len(table.columns):
            _figures_at_points(axes, rows, shown, ends, length)
        _names_at_ends(axes, rows, ends, length)
        _years_along(axes, table, wide)
        _figures_up(axes, table.unit, grid=True)
        if name:
            _note(axes, _wrapped(name, wide * 0.8, lines=1), (0, 1), (6, 7), "left", "bottom", weight="bold")
        elif not ends[0] <= 0 <= ends[1]:
            _note(axes, _NOT_FROM_NIL, (0, 1), (4, 7), "left", "bottom")
    return figure


def _panels(table: PrintedTable) -> list[tuple[str, list[PrintedRow]]]:
    """Return the rows under each heading, with its words; without headings, all of them."""
    panels: list[tuple[str, list[PrintedRow]]] = []
    for row in table.rows:
        if row.role == "heading" or not panels:
            panels.append((row.stub[-1] if row.role == "heading" else "", []))
        if row.units:
            panels[-1][1].append(row)
    return panels


def _from_nil(cells: Sequence[int], length: float) -> tuple[float, float]:
    return _with_room(cells, 0 if min(cells) >= 0 else 6, 6, length)


def _close_by(cells: Sequence[int], length: float) -> tuple[float, float]:
    return _close_to(cells, 6, 6, length)


def _figures_at_points(
    axes: Axes,
    rows: Sequence[PrintedRow],
    shown: Sequence[PrintedRow],
    ends: tuple[float, float],
    length: float,
) -> None:
    """Print figures at their points: that of the upper line above it, and that of the lower one below where there is room.

    One that two lines share prints once.
    """
    for n, row in enumerate(shown):
        for year, (units, text) in enumerate(zip(_cells(row), row.figures, strict=True)):
            if units not in (_cells(other)[year] for other in shown[:n]):
                lower = units < max(_cells(other)[year] for other in rows)
                below = lower and _along(units, ends, length) > _LINE + 2
                _above(axes, year, units, text, below=below, halo=True)


def _names_at_ends(axes: Axes, rows: Sequence[PrintedRow], ends: tuple[float, float], length: float) -> None:
    """Print each line's name and last figure at its end, no two in one place."""
    named = [(_along(_cells(row)[-1], ends, length), row) for row in reversed(rows)]
    names = [f"{_wrapped(row.stub[-1], _ENDS - _EDGE)}\n{row.figures[-1]}" for _, row in named]
    halves = [(1 + name.count("\n")) * _LINE / 2 for name in names]
    middles = _apart([middle for middle, _ in named], halves, length + _TOP)
    for line, name, middle in zip(reversed(axes.lines[: len(rows)]), names, middles, strict=True):
        _note(axes, name, (1, middle / length), (2, 0), "left", "center", color=line.get_color())


def _apart(middles: Sequence[float], halves: Sequence[float], top: float) -> list[float]:
    """Return the middles of one or two texts moved so far that neither covers the other or leaves the picture."""
    found = list(middles)
    if len(found) > 1:
        lower, upper = sorted(range(2), key=found.__getitem__)
        short = max(sum(halves) + 1 - (found[upper] - found[lower]), 0)
        found[lower] -= short / 2
        found[upper] += short / 2
    over = max(0, *(middle + half - top for middle, half in zip(found, halves, strict=True)))
    under = max(0, *(half - middle - _UNDER for middle, half in zip(found, halves, strict=True)))
    return [middle - over + under for middle in found]


def _along(units: int, ends: tuple[float, float], length: float) -> float:
    """Return how far along an axis a figure lies, in millimetres."""
    low, high = ends
    return (units - low) / (high - low) * length


def _bars(chart: Chart) -> Figure:
    """Draw a bar for each row's last figure, growing away from its name; a total is in the table alone."""
    rows = [row for row in chart.table.rows if row.role == "figure"]
    cells = [_cells(row)[-1] for row in rows]
    label = max(_width(row.figures[-1]) for row in rows) + 2
    figure, axes, middles, length = _names_down(rows, label / 2)
    under = label if min(cells) < 0 else 0
    over = 0 if under and max(cells) <= 0 else label
    low, high = _with_room(cells, under, over, length)
    turned = sum(cells) < 0
    axes.set_xlim((high, low) if turned else (low, high))
    axes.barh(middles, cells, _BAR, color=_DARK, **_OUTLINE)
    for row, middle, units in zip(rows, middles, cells, strict=True):
        _beside(axes, units, middle, row.figures[-1], left=units > 0 if turned else units < 0)
    axes.axvline(0, color=_BLACK, linewidth=0.8, zorder=3)
    _figures_across(axes, chart.table.unit, int(length / (label + 4)))
    return figure


def _bridge(chart: Chart) -> Figure:
    """Draw each step from where the last one ended, between marks at the two balances."""
    rows = chart.table.rows
    first, *steps, last = rows
    moves = [-_cells(row)[0] if row.id in chart.taken_away else _cells(row)[0] for row in steps]
    reached = list(accumulate(moves, initial=_cells(first)[0]))
    label = max(_width(row.figures[0]) for row in rows) + 2
    figure, axes, middles, length = _names_down(rows, label / 2)
    low, high = _close_to([*reached, *_cells(last)], 2, label, length)
    axes.set_xlim(low, high)
    for middle, move, start in zip(middles[1:-1], moves, reached, strict=False):
        axes.barh(middle, move, _BAR, left=start, color=_LIGHT if move > 0 else _DARK, **_OUTLINE)
    for middle, row in ((middles[0], first), (middles[-1], last)):
        axes.barh(middle, 0, _BAR, left=_cells(row)[0], edgecolor=_BLACK, linewidth=3, zorder=2)
    axes.vlines(reached, middles[:-1], middles[1:], color=_BLACK, linewidth=0.6, linestyle=":", zorder=1)
    right = [*_cells(first), *map(max, reached, reached[1:]), *_cells(last)]
    for row, middle, units in zip(rows, middles, right, strict=True):
        _beside(axes, units, middle, row.figures[0], left=False)
    holds_nil = low <= 0 <= high
    if holds_nil:
        axes.axvline(0, color=_BLACK, linewidth=0.8, zorder=1)
    _figures_across(axes, chart.table.unit, int(length / (label + 4)), "" if holds_nil else _NOT_FROM_NIL)
    return figure


def _names_down(rows: Sequence[PrintedRow], room: float) -> tuple[Figure, Axes, list[float], float]:
    """Return axes with a place for each row down the page and its name beside it; the places, and the length across.

    Both are in millimetres. There is so much room at the right for a figure under the axis.
    """
    names = [_wrapped(row.stub[-1], _NAMES) for row in rows]
    left = max(_EDGE + 2 + max(_width(line) for name in names for line in name.splitlines()), room)
    right = max(_EDGE, room)
    tall = [max((1 + name.count("\n")) * _LINE, _BAR) + 2 for name in names]
    ends = list(accumulate(tall, initial=0.0))
    middles = [end + each / 2 for end, each in zip(ends, tall, strict=False)]
    figure, axes = _frame(ends[-1] + _EDGE + _UNDER + 3, left, right, _EDGE, _UNDER + 3)
    axes.set_ylim(ends[-1], 0)
    axes.set_yticks(middles, names, linespacing=1.1)
    axes.tick_params(axis="y", length=0)
    return figure, axes, middles, _WIDTH - left - right


def _cells(row: PrintedRow) -> list[int]:
    return [each or 0 for each in row.units]


def _with_room(cells: Sequence[int], under: float, over: float, length: float) -> tuple[float, float]:
    """Return the ends of an axis so many millimetres long that holds nil and these figures, and room beyond them."""
    return _spread(min(*cells, 0), max(*cells, 0), under, over, length)


def _close_to(cells: Sequence[int], under: float, over: float, length: float) -> tuple[float, float]:
    """Return the same for an axis that need not hold nil where that lies far from every figure."""
    low, high = min(cells), max(cells)
    span = high - low or abs(high)
    return _spread(
        low if low > span else min(low, 0), high if -high > span else max(high, 0), under, over, length
    )


def _spread(low: int, high: int, under: float, over: float, length: float) -> tuple[float, float]:
    scale = max(high - low, 1) / (length - under - over)
    return low - under * scale, high + over * scale


def _above(
    axes: Axes, place: float, units: int, text: str, *, below: bool, upright: bool = False, halo: bool = False
) -> None:
    """Print a figure above its place, or below it; with a halo where a line may pass."""
    from matplotlib.patheffects import withStroke

    away = 5 if halo else 2
    axes.annotate(
        text,
        (place, units),
        (0, -away if below else away),
        textcoords="offset points",
        ha="center",
        va="top" if below else "bottom",
        rotation=90 if upright else 0,
        zorder=4,
        path_effects=[withStroke(linewidth=2.5, foreground="white")] if halo else None,
    )


def _beside(axes: Axes, units: int, middle: float, text: str, *, left: bool) -> None:
    """Print a figure at the right of its place, or at the left."""
    away, side = (-4, "right") if left else (4, "left")
    axes.annotate(
        text, (units, middle), (away, 0), textcoords="offset points", ha=side, va="center_baseline", zorder=4
    )


def _note(
    axes: Axes,
    text: str,
    place: tuple[float, float],
    away: tuple[float, float],
    ha: str,
    va: str,
    **more: Any,
) -> None:
    """Print words beside the axes, at a share of their width and height and so many points away."""
    axes.annotate(
        text, place, away, xycoords="axes fraction", textcoords="offset points", ha=ha, va=va, **more
    )


def _figure(height: float) -> Figure:
    from matplotlib.figure import Figure

    return Figure(figsize=(_WIDTH / _INCH, height / _INCH), facecolor="white")


def _axes(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    tall = figure.get_figheight() * _INCH
    axes = figure.add_axes((left / _WIDTH, bottom / tall, width / _WIDTH, height / tall))
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    return axes


def _frame(height: float, left: float, right: float, top: float, bottom: float) -> tuple[Figure, Axes]:
    figure = _figure(height)
    return figure, _axes(figure, left, bottom, _WIDTH - left - right, height - top - bottom)


def _years_along(axes: Axes, table: PrintedTable, length: float) -> None:
    """Print the years under their places, as many as fit."""
    years = len(table.columns)
    every = int(-(-(_width(table.columns[0]) + 2) * years // length))
    axes.set_xlim(-0.5, years - 0.5)
    axes.set_xticks(range(0, years, every), table.columns[::every])
    axes.tick_params(axis="x", length=0, pad=5)
    axes.axhline(0, color=_BLACK, linewidth=0.8, zorder=3)


def _figures_up(axes: Axes, unit: PrintUnit, *, grid: bool) -> None:
    _ticks(axes.yaxis, unit, _MOST_TICKS)
    axes.tick_params(axis="y", length=0)
    if grid:
        axes.grid(axis="y", color=_GREY, linewidth=0.6)
    _note(axes, unit.sign, (0, 1), (-4, 7), "right", "bottom")


def _figures_across(axes: Axes, unit: PrintUnit, room_for: int, more: str = "") -> None:
    _ticks(axes.xaxis, unit, min(max(room_for, 1), _MOST_TICKS))
    axes.set_xlabel(f"{unit.sign} {more}".strip(), loc="left")


def _ticks(axis: Axis, unit: PrintUnit, most: int) -> None:
    from matplotlib.ticker import MaxNLocator

    show = replace(unit, nil="0").show
    axis.set_major_locator(MaxNLocator(most, integer=True, min_n_ticks=1))
    axis.set_major_formatter(lambda units, _: show(int(f"{units:.0f}")))


def _tick_width(unit: PrintUnit, limits: tuple[float, float]) -> float:
    """Return the room that the figures up an axis take, and the unit over them."""
    return max(_width(text) for text in (unit.sign, *unit.show_each(map(int, limits)))) + 2


def _width(text: str, size: float = _TYPE) -> float:
    """Return how wide a line of text prints, in millimetres."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    points, _, _ = text_to_path.get_text_width_height_descent(text, FontProperties(size=size), ismath=False)
    return points * _POINT


def _wrapped(text: str, room: float, lines: int = 3) -> str:
    """Return text in at most so many lines no wider than the room, cut where it is longer."""
    wide = _width(text)
    if wide <= room:
        return text
    letters = int(len(text) * room / wide) + 4
    while True:
        found = textwrap.wrap(text, letters, max_lines=lines, placeholder="...")
        if letters <= len("...") + 1 or all(_width(line) <= room for line in found):
            return "\n".join(found)
        letters -= 1
