"""What pays, by year: council tax, and every stream with the grants moved into it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtfp.money import Pence


class StreamInputs(NamedTuple):
    """What streams need: levels and the transfers into them so far, (..., streams, years) pence; ongoing: (..., streams)."""

    levels: Pence
    transfers: Pence
    ongoing: NDArray[np.bool_]


class Funding(NamedTuple):
    """What pays for the budget, in pence: the streams, (..., streams, years), with what has been transferred into them.

    `resources` is all that pays, council tax too, and `recurring` the part that has no end: council tax and ongoing streams.
    Both are (..., years).
    """

    streams: Pence
    resources: Pence
    recurring: Pence


def fund(streams: StreamInputs, tax: Pence) -> Funding:
    """Return what pays, from streams and what council tax raises in all: (..., years) pence.

    £50 of a grant of £900 is new, for what a line now pays for. With £200 of council tax and £60 for one year:

    >>> from mtfp.engine.inputs import streams_of
    >>> plan = plan_of('''
    ... line = [{ service = "Care", base = 1000 }]
    ... stream = [{ name = "Grant", kind = "grant", amounts."2026/27" = 850 },
    ...   { name = "Bonus", kind = "grant", lasts = "one-off", amounts."2026/27" = 60 }]
    ... transfer = [{ name = "Carers", line = "Care", stream = "Grant", amounts = { "2026/27" = 50 } }]
    ... ''', years="2026/27")
    >>> paid = fund(streams_of(plan), tax=np.array([200_00]))
    >>> paid.streams.tolist(), paid.resources.tolist(), paid.recurring.tolist()
    ([[90000], [6000]], [116000], [110000])
    """
    # As much stands beside the base of the line that a transfer names, so the gap does not move (docs/decisions/0014).
    each = streams.levels + streams.transfers
    return Funding(
        streams=each,
        resources=tax + each.sum(axis=-2),
        recurring=tax + (streams.ongoing[..., np.newaxis] * each).sum(axis=-2),
    )
