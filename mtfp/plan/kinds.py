"""The kinds of value that the keys of many records hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from mtfp.money import LARGEST_AMOUNT, parse_amount, parse_rate, parse_share, show_pounds, show_rate
from mtfp.plan import values
from mtfp.plan.record import ByYear, Choice, Context, Many, Value, as_written
from mtfp.plan.terms import Amounts
from mtfp.problems import MisreadError
from mtfp.years import FinancialYear, Horizon

_NOUGHT = re.compile(r"\n(?:0\d|-0)")

AMOUNT_SCHEMA = {
    "type": ["integer", "number", "string"],
    "description": 'An amount in the plan\'s unit, such as 49_944 or "49,944".',
}


def in_years(by_year: Mapping[FinancialYear, int], horizon: Horizon | None) -> Amounts:
    """Return the pence of each year of the plan, nil where none is written."""
    return tuple(by_year.get(year, 0) for year in horizon or ())


def in_unit(pence: int, context: Context) -> int | Decimal:
    """Return an amount as a file in the plan's unit writes it."""
    amount = Decimal(pence).scaleb(-context.unit.most_decimals)
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()


def _whole_amounts(cells: Sequence[str], blank: object, context: Context) -> Sequence[object] | None:
    """Read amounts that are whole numbers without a sign but a minus; None where one has to be looked at by itself."""
    pence, different = context.unit.pence, {*cells}
    whole, longest = "\n".join(("", *different, "")), len(str(LARGEST_AMOUNT // pence)) - 1
    if (
        whole.strip("-0123456789\n")
        or len(max(different, key=len, default="")) > longest
        or _NOUGHT.search(whole)
    ):
        return None
    try:
        read = {cell: int(cell) * pence if cell else blank for cell in different}
    except ValueError:
        return None
    return [*map(read.__getitem__, cells)]


def _unsigned(value: object, context: Context) -> int:
    """Read an amount in the plan's unit that is nil or more, as pence."""
    pence = parse_amount(value, context.unit)
    if pence < 0:
        raise MisreadError(f"{value} is negative", "an amount of nil or more", "leave out the sign")
    return pence


def _year(value: object, context: Context) -> FinancialYear:
    """Read a year of the plan."""
    return _year_of(values.words(value), context.horizon)


@lru_cache(maxsize=1024)
def _year_of(label: str, horizon: Horizon | None) -> FinancialYear:
    read = FinancialYear.parse(label)
    if horizon is not None and read not in horizon:
        raise MisreadError(
            f"{read} is not a year of the plan",
            f"a year of {horizon}",
            "correct the year, or the years of the plan",
        )
    return read


def _above_nil(value: object, context: Context) -> int:
    pence = parse_amount(value, context.unit)
    if pence <= 0:
        raise MisreadError(f"nothing can be rounded up to {value}", "an amount above nil", "correct it")
    return pence


POUNDS_SCHEMA = {
    "type": ["integer", "number", "string"],
    "description": 'Pounds and pence, whatever the plan\'s unit, such as "1,700.00".',
}
NUMBER_SCHEMA = {
    "type": ["integer", "number", "string"],
    "description": 'A number such as 1_200 or "1,200.5".',
}
TEXT_SCHEMA = {"type": "string"}
RATE_SCHEMA = {**TEXT_SCHEMA, "pattern": "%$", "examples": ["2.5%"]}

NAME = Value(lambda value, _: values.name(value), {**TEXT_SCHEMA, "minLength": 1}, plain=values.plain_texts)
NAMES: Many[tuple[str, ...]] = Many(Value(NAME.read, TEXT_SCHEMA), tuple)
SERVICE = Value(
    lambda value, _: values.service(value), {**TEXT_SCHEMA, "examples": ["Children > Social care"]}
)
YEAR = Value(_year, {**TEXT_SCHEMA, "examples": ["2026/27"]})
AMOUNT = Value(
    lambda value, context: parse_amount(value, context.unit),
    AMOUNT_SCHEMA,
    show_pounds,
    in_unit,
    _whole_amounts,
)
ANY_YEAR = Value(
    lambda value, _: FinancialYear.parse(values.words(value)), {**TEXT_SCHEMA, "examples": ["2026/27"]}
)
TEXT = Value(lambda value, _: values.text(value), TEXT_SCHEMA, plain=values.plain_texts)
RATE = Value(lambda value, _: parse_rate(value), RATE_SCHEMA, show_rate)
SHARE = Value(lambda value, _: parse_share(value), RATE_SCHEMA, show_rate)
POUNDS = Value(lambda value, _: values.pounds(value), POUNDS_SCHEMA, show_pounds)
YES_OR_NO = Choice((False, True))
UNSIGNED = Value(_unsigned, AMOUNT_SCHEMA, show_pounds, in_unit)
ABOVE_NIL = Value(_above_nil, AMOUNT_SCHEMA, show_pounds, in_unit)
AMOUNT_BY_YEAR = ByYear(AMOUNT, in_years)
UNSIGNED_BY_YEAR = ByYear(UNSIGNED, in_years)
RATES_OF_EVERY_YEAR = ByYear(RATE, in_years, every=True, alike=True)
POUNDS_OF_EVERY_YEAR = ByYear(POUNDS, in_years, every=True)
UNSIGNED_OF_EVERY_YEAR = ByYear(UNSIGNED, in_years, every=True)
SHARES_OF_EVERY_YEAR = ByYear(SHARE, in_years, every=True, alike=True)
AMOUNTS_OF_EVERY_YEAR = ByYear(AMOUNT, in_years, every=True)
AMOUNT_IN_YEARS: ByYear[Mapping[FinancialYear, int]] = ByYear(AMOUNT, as_written)
