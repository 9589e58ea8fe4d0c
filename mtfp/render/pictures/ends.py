"""How far an axis runs: the figures at its two ends, lowest first. Lengths and rooms are in millimetres."""

from __future__ import annotations

from collections.abc import Sequence

Ends = tuple[float, float]


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
