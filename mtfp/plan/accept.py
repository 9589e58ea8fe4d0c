"""Answers to what is asked about a plan's figures: who says that one is meant, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from mtfp.problems import Place

ASKED = (
    "below-nil",
    "column-not-read",
    "index-unused",
    "list-without-rows",
    "looks-like-a-total",
    "needs-another",
    "no-amount",
    "out-of-scale",
    "rate-out-of-range",
    "saves-more-than-budget",
    "saving-above-spending",
    "sign-unlike-type",
)
"""The notices that ask whether something is meant, and can be answered. What merely must be said is none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """An answer to one notice of one record. It holds for the `figure` it names (as in `Notice`) and lapses with another."""

    notice: str
    of: str
    figure: int | None = None
    why: str
    by: str
    on: dt.date
    place: Place = field(compare=False, repr=False)
