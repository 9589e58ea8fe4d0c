"""The reserves of a council, and what it means to do with them. Amounts are pence, by year in the order of the plan's years."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Literal, get_args

from mtfp.frozen import frozen
from mtfp.marks import plain
from mtfp.money import Unit, parse_amount, parse_share, show_pounds, show_rate, show_written
from mtfp.plan import values
from mtfp.plan.kinds import (
    ABOVE_NIL,
    AMOUNT_SCHEMA,
    NAME,
    UNSIGNED,
    UNSIGNED_BY_YEAR,
    YEAR,
    YES_OR_NO,
    in_unit,
)
from mtfp.plan.record import Choice, Context, Table, Value, key, record
from mtfp.plan.terms import Amounts
from mtfp.problems import MisreadError, Place
from mtfp.years import FinancialYear

ReserveClass = Literal["general", "earmarked", "ring-fenced", "memorandum"]

Bearer = Literal["council", "government", "schools"]
"""Who meets a deficit that is a memorandum, such as the schools deficit, once law no longer keeps it apart."""

Shape = Literal["equal", "as needed"]

_NET_BUDGET = " of net budget"
_OF_NET_BUDGET = re.compile(r"([^%]+%) of (?:the )?net budget", re.IGNORECASE)


@frozen(kw_only=False)
class Floor:
    """The least that a reserve may hold: pence, or a share of each year's net budget in parts per million."""

    pence: int = 0
    share: int | None = None


def _like_a_share(value: object, pence: int, unit: Unit) -> bool:
    """Whether a least amount may be meant as a share: a bare fraction of a unit, as no balance is in pounds or thousands."""
    return unit is not Unit.MILLIONS and pence < unit.pence and values.bare_share(value, pence, unit)


def _floor(value: object, context: Context) -> Floor:
    """Read what a reserve may not go below: an amount, or a share of the net budget."""
    if not isinstance(value, str) or "%" not in value:
        pence = UNSIGNED.read(value, context)
        if _like_a_share(value, pence, context.unit):
            raise values.share_or_amount("minimum", value, pence, context.unit, of=_NET_BUDGET)
        return Floor(pence)
    match = _OF_NET_BUDGET.fullmatch(plain(value))
    if match is None:
        parse_share(f"{plain(value).partition('%')[0]}%")
        raise MisreadError(
            f'"{value}" does not say of what',
            'an amount, or a share of the net budget such as "5% of net budget"',
            f'write "{plain(value).partition("%")[0]}%{_NET_BUDGET}" if that is what it is a share of',
        )
    return Floor(share=parse_share(match[1]))


def _opening(value: object, context: Context) -> int | None:
    if isinstance(value, str) and plain(value).casefold() == "not stated":
        return None
    return parse_amount(value, context.unit)


def _show_floor(floor: Floor) -> str:
    return show_pounds(floor.pence) if floor.share is None else f"{show_rate(floor.share)}{_NET_BUDGET}"


def _show_opening(pence: int | None) -> str:
    return "not stated" if pence is None else show_pounds(pence)


def _write_floor(floor: Floor, context: Context) -> object:
    if floor.share is not None:
        return _show_floor(floor)
    amount = in_unit(floor.pence, context)
    like_a_share = _like_a_share(amount, floor.pence, context.unit)
    return values.with_its_unit(floor.pence, context.unit) if like_a_share else amount


def _write_opening(pence: int | None, context: Context) -> object:
    return "not stated" if pence is None else in_unit(pence, context)


def _turn(value: object, _: Context) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise MisreadError(
            f"{show_written(value)} is not a turn",
            "1 for the reserve that balances the gap first, 2 for the next",
            values.without_quotes(value, "1, 2 or a later turn"),
        )
    return value


FLOOR = Value(_floor, AMOUNT_SCHEMA, _show_floor, _write_floor)
OPENING = Value(_opening, AMOUNT_SCHEMA, _show_opening, _write_opening)
TURN = Value(_turn, {"type": "integer"}, write=lambda turn, _: turn)
_CLASS: Choice[ReserveClass] = Choice(get_args(ReserveClass))
_BEARER: Choice[Bearer] = Choice(get_args(Bearer))
_SHAPE: Choice[Shape] = Choice(get_args(Shape))


@record
class KeepMinimum:
    """The savings that keep a reserve at its minimum."""

    first: FinancialYear = key(YEAR, "The first year savings can be made in.", name="from")
    shape: Shape = key(_SHAPE, "Whether they are the same in every year, or what each year needs.")
    round_up_to: int = key(ABOVE_NIL, "The sum of which they are a multiple, rounded up.", default=1)


@record
class Reserve:
    """One named reserve.

    `opening`, in pence, is None where it is not stated. Contributions and uses have no sign; those of a reserve `in_budget` are in
    budget lines already. A memorandum may be negative and stays outside the gap.
    """

    name: str = key(NAME, "Its name, which is the row's.")
    reserve_class: ReserveClass = key(_CLASS, "What it may be used for.", name="class")
    opening: int | None = key(
        OPENING,
        'The balance on the first 1 April of the plan, or "not stated".',
        changed="The balance it opens with.",
        said="opening balance",
    )
    minimum: Floor = key(
        FLOOR,
        'What it may not go below: an amount, or "5% of net budget".',
        default=Floor(),
        changed="What it may not go below.",
    )
    contributions: Amounts = key(
        UNSIGNED_BY_YEAR,
        "What is put in each year; it adds to the gap.",
        default=(),
        changed="What is put in, in each year that differs.",
    )
    uses: Amounts = key(
        UNSIGNED_BY_YEAR,
        "What is taken out each year.",
        default=(),
        changed="What is taken out, in each year that differs.",
    )
    in_budget: bool = key(
        YES_OR_NO, "Whether its movements are in budget lines already, and not counted again.", default=False
    )
    balances_gap: int | None = key(
        TURN, "The turn in which it meets what is left of each year's gap: 1 is first.", default=None
    )
    keep: KeepMinimum | None = key(
        Table(KeepMinimum), "Asks for the savings that keep it at its minimum.", default=None
    )
    borne_by: Bearer | None = key(
        _BEARER,
        "Of a memorandum, such as a schools deficit: who meets it once law no longer keeps it apart.",
        default=None,
    )
    place: Place = field(compare=False, repr=False)
