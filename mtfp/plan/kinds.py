"""The kinds of value that the keys of many records hold."""

from __future__ import annotations

from collections.abc import Mapping

from mtfp.money import parse_amount
from mtfp.plan import values
from mtfp.plan.record import ByYear, Choice, Value
from mtfp.plan.terms import Amounts
from mtfp.plan.values import Context
from mtfp.problems import MisreadError
from mtfp.years import FinancialYear, Horizon

AMOUNT_SCHEMA = {
    "type": ["integer", "number", "string"],
    "description": 'An amount in the plan\'s unit, such as 49_944 or "49,944".',
}


def _amounts(by_year: Mapping[FinancialYear, int], horizon: Horizon | None) -> Amounts:
    """Return the pence of each year of the plan, nil where none is written."""
    return tuple(by_year.get(year, 0) for year in horizon or ())


def _above_nil(value: object, context: Context) -> int:
    pence = parse_amount(value, context.unit)
    if pence <= 0:
        raise MisreadError(f"nothing can be rounded up to {value}", "an amount above nil", "correct it")
    return pence


NAME = Value(lambda value, _: values.name(value), {"type": "string", "minLength": 1})
YEAR = Value(values.year, {"type": "string", "examples": ["2026/27"]})
YES_OR_NO = Choice((False, True))
UNSIGNED = Value(values.unsigned, AMOUNT_SCHEMA)
ABOVE_NIL = Value(_above_nil, AMOUNT_SCHEMA)
UNSIGNED_BY_YEAR = ByYear(UNSIGNED, _amounts)
