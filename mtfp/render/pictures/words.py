"""The words and figures in a picture: how wide they are, and where they stand. Widths are in millimetres."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from mtfp.render.pictures.looks import BLACK, INCH, TYPE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POINT = INCH / 72


def width(text: str) -> float:
    """Return the width of a line of text as it prints."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    points, _, _ = text_to_path.get_text_width_height_descent(text, FontProperties(size=TYPE), ismath=False)
    return points * _POINT


def wrapped(text: str, room: float, lines: int = 3) -> str:
    """Return text in at most so many lines, none wider than the room; longer text is cut."""
    wide = width(text)
    if wide <= room:
        return text
    letters = int(len(text) * room / wide) + 4
    while True:
        found = textwrap.wrap(text, letters, max_lines=lines, placeholder="...")
        if letters <= len("...") + 1 or all(width(line) <= room for line in found):
            return "\n".join(found)
        letters -= 1


def above(
    axes: Axes, place: float, units: int, text: str, *, below: bool, upright: bool = False, halo: bool = False
) -> None:
    """Print a figure above its place, or below it, with a halo where a line may pass."""
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


def beside(axes: Axes, units: int, middle: float, text: str, size: float, *, left: bool) -> None:
    """Print a figure to the right of its place, or to the left, in type of so many points."""
    away, side = (-4, "right") if left else (4, "left")
    axes.annotate(
        text,
        (units, middle),
        (away, 0),
        textcoords="offset points",
        ha=side,
        va="center_baseline",
        fontsize=size,
        zorder=4,
    )


def note(
    axes: Axes,
    text: str,
    place: tuple[float, float],
    away: tuple[float, float],
    ha: str,
    va: str,
    *,
    bold: bool = False,
    colour: str = BLACK,
) -> None:
    """Print words beside the axes, at a share of their width and height and so many points away."""
    axes.annotate(
        text,
        place,
        away,
        xycoords="axes fraction",
        textcoords="offset points",
        ha=ha,
        va=va,
        weight="bold" if bold else "normal",
        color=colour,
    )
