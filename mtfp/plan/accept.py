"""Answers to questions about a plan's figures: who says that a figure is meant, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import field

from mtfp.money import parse_amount, parse_rate, show_written
from mtfp.plan.kinds import AMOUNT_SCHEMA, NAME, TEXT_SCHEMA, in_unit
from mtfp.plan.record import Context, Many, Value, key, record
from mtfp.problems import MisreadError, Place
from mtfp.years import day_meant, day_of

ASKED = (
    "below-nil",
    "column-not-read",
    "figure-for-a-title",
    "index-unused",
    "list-without-rows",
    "looks-like-a-total",
    "needs-another",
    "no-amount",
    "out-of-scale",
    "rate-out-of-range",
    "ring-fenced-put-by",
    "saves-more-than-budget",
    "saving-above-spending",
    "sign-unlike-type",
    "support-put-by",
)
"""The notices that ask whether something is meant, and so can be answered. Those that only must be said are not here."""


OF_RATES = ("rate-out-of-range",)
"""The notices whose figures are rates, in parts per million. The figures of all others are pence."""


_FURTHEST = 10**12
"""The rate, in parts per million, up to which one that is out of range can be answered: £500 on a Band D of £198.45 is 252%."""


def _figure(value: object, context: Context) -> int:
    """Read the figure that an answer names: an amount in the plan's unit as pence, or a rate in parts per million."""
    if isinstance(value, str) and value.strip().endswith("%"):
        return parse_rate(value, least=-_FURTHEST, most=_FURTHEST)
    return parse_amount(value, context.unit)


def _day(value: object) -> dt.date:
    """Read a date: 2026-11-27, without quotes or in them."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(value.strip() if isinstance(value, str) else "")
    except ValueError:
        day = day_of(value) if isinstance(value, str) else None
        raise MisreadError(
            f"{show_written(value)} is not a date" + ("" if day is None else " as a plan has it"),
            "a date as year, month and day, such as 2026-11-27",
            "correct the date, without quotes" if day is None else day_meant(day),
        ) from None


_FIGURES: Many[tuple[int, ...]] = Many(
    Value(_figure, {**AMOUNT_SCHEMA, "examples": [20, "18%"]}, write=in_unit), tuple
)
_DAY = Value(lambda value, _: _day(value), {**TEXT_SCHEMA, "format": "date"}, write=lambda day, _: day)


@record
class Accept:
    """An answer to a question of `mtfp check`: what it asks about is meant. It lapses when a figure it answers changes."""

    notice: str = key(NAME, "The name of the notice, as mtfp check prints it.")
    of: str = key(NAME, "The reference or name of what the notice is about.")
    figure: tuple[int, ...] = key(
        _FIGURES,
        "The figure or figures that the notice doubts, if any, as mtfp check prints them.",
        default=(),
    )
    scenario: str = key(
        NAME,
        "The title of a scenario, where only that scenario and those that build on it are asked.",
        default="",
    )
    why: str = key(NAME, "Why it is meant.")
    by: str = key(NAME, "Who says so.")
    on: dt.date = key(_DAY, "When: a date.")
    place: Place = field(compare=False, repr=False)
