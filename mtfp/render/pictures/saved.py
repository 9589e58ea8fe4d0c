"""A picture saved: the same bytes for the same chart, whatever else is set on the computer."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from mtfp.render.pictures.across import bars, bridge
from mtfp.render.pictures.columns import columns
from mtfp.render.pictures.lines import lines
from mtfp.render.pictures.looks import BLACK, TYPE
from mtfp.tables.printed import Chart, ChartKind

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DOTS = 200

_DRAWN: Mapping[ChartKind, Callable[[Chart], Figure]] = {
    "columns": columns,
    "pairs": columns,
    "bridge": bridge,
    "bars": bars,
    "lines": lines,
    "panels": lines,
}


def svg(chart: Chart) -> bytes:
    """Return the picture as SVG, with letters as shapes, so that it looks the same everywhere."""
    return _saved(chart, "svg")


def png(chart: Chart) -> bytes:
    """Return the picture as PNG, for print at its own size."""
    return _saved(chart, "png")


def _saved(chart: Chart, form: Literal["svg", "png"]) -> bytes:
    unsaid = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}[form]
    file = BytesIO()
    with _settings():
        _DRAWN[chart.kind](chart).savefig(file, format=form, dpi=_DOTS, metadata=unsaid)
    return file.getvalue()


def drawn(chart: Chart) -> Figure:
    """Return the picture before it is saved: each bar and point at its figure, in units of the last printed place."""
    with _settings():
        return _DRAWN[chart.kind](chart)


@contextmanager
def _settings() -> Iterator[None]:
    """Set what the look of a picture depends on, whatever the user has set, and put it back. No warning of fonts or folders shows."""
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
                    "font.size": TYPE,
                    "text.color": BLACK,
                    "axes.labelcolor": BLACK,
                    "xtick.color": BLACK,
                    "ytick.color": BLACK,
                    "axes.edgecolor": BLACK,
                    "hatch.linewidth": 0.6,
                    "svg.hashsalt": "mtfp",
                    "svg.fonttype": "path",
                }
            )
            yield
    finally:
        quiet.setLevel(level)
