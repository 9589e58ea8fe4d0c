"""The pressure of demand: activity at a cost of each unit, exact, and rounded to the penny once a year."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from operator import mul

from mtfp.engine.driven import bare_change, with_movements
from mtfp.money import MILLION, divide
from mtfp.plan.changes import Change
from mtfp.plan.driven import Demand
from mtfp.plan.model import Plan

_PARTS_OF_A_UNIT = 10_000


def demand_change(demand: Demand, plan: Plan) -> Change:
    """Return the recurring change that the growth of a demand comes to, by year; a fall in demand is negative.

    At base-year prices each year's growth costs what the index of the line has made of the unit cost by then, so that
    a base of activity at the unit cost, these changes and inflation come to activity at the inflated unit cost. With
    cash unit costs it is the rise in activity times unit cost. Raises `InputError` for a pressure beyond £100bn.
    """
    change = bare_change(demand)
    movements = _at_cash(demand) if demand.cash_unit_costs else _at_base_prices(demand, _rates(plan, change))
    return with_movements(change, [_pence(exact) for exact in movements], plan)


def activity_of(demand: Demand) -> list[Fraction]:
    """Return the units of the year before the plan, then of each year, exactly."""
    base = Fraction(demand.base_activity, _PARTS_OF_A_UNIT)
    if demand.growth is not None:
        return _compounded(demand.growth, base)
    return [base, *(Fraction(units, _PARTS_OF_A_UNIT) for units in demand.activity or ())]


def _at_base_prices(demand: Demand, rates: Sequence[int]) -> list[Fraction]:
    rises = (units - last for last, units in pairwise(activity_of(demand)))
    prices = _compounded(rates, Fraction(demand.unit_cost))[1:]
    return [rise * price for rise, price in zip(rises, prices, strict=True)]


def _at_cash(demand: Demand) -> list[Fraction]:
    prices = (demand.unit_cost, *(demand.cash_unit_costs or ()))
    costs = [units * price for units, price in zip(activity_of(demand), prices, strict=True)]
    return [cost - last for last, cost in pairwise(costs)]


def _rates(plan: Plan, change: Change) -> Sequence[int]:
    index = plan.line_of(change).index
    return (0,) * len(plan.horizon) if index is None else plan.indices[index].rates


def _compounded(rates: Sequence[int], first: Fraction) -> list[Fraction]:
    return list(accumulate((Fraction(MILLION + rate, MILLION) for rate in rates), mul, initial=first))


def _pence(exact: Fraction) -> int:
    return divide(exact.numerator, exact.denominator)
