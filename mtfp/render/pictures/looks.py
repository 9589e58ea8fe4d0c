"""What every picture looks like. Sizes are in millimetres, type in points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WIDTH = 160
HEIGHT = 62
EDGE = 4
UNDER = 9
"""The room under the axes, for the years."""

TYPE = 8
LINE = 3.5
INCH = 25.4

BLACK = "#1a1a1a"
GREY = "#d9d9d9"
DARK = "#0072b2"
MIDDLE = "#b34e00"
LIGHT = "#f0c05a"
PALE = "#cfe6f5"

OUTLINE: Mapping[str, Any] = {"edgecolor": BLACK, "linewidth": 0.6, "zorder": 2}
