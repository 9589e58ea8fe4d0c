"""A source of funding that changes sign in one year."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.engine.projection import Projection
from mtfp.money import show_pounds
from mtfp.plan.funding import ALWAYS_ONE_OFF
from mtfp.problems import Notice

_FEWEST, _NEAR = 3, 3
"""The fewest years that show the usual sign, and how many times larger or smaller still counts as the same size."""


def signs_of_streams(projection: Projection) -> Iterator[Notice]:
    """Tell of each stream with one year of the opposite sign to all others, and of about their size."""
    plan = projection.plan
    for stream in plan.streams:
        stated = [(year, pence) for year, pence in zip(plan.horizon, stream.levels, strict=True) if pence]
        if stream.kind in ALWAYS_ONE_OFF or len(stated) < _FEWEST:
            continue
        negative = [each for each in stated if each[1] < 0]
        positive = [each for each in stated if each[1] > 0]
        odd, others = sorted((negative, positive), key=len)
        if len(odd) != 1:
            continue
        ((year, pence),) = odd
        sizes = [abs(other) for _, other in others]
        if min(sizes) <= abs(pence) * _NEAR and abs(pence) <= max(sizes) * _NEAR:
            yield Notice(
                name="sign-unlike-type",
                of=stream.name,
                text=f'Funding "{stream.name}" has in {year} the opposite sign to all its other years, on '
                f"{show_pounds(abs(pence))}: check its sign.",
                place=stream.place,
                figures=(pence,),
            )
