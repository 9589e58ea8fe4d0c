"""The pressure of demand: activity at a cost of each unit, exact, and rounded to the penny once a year."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from operator import mul

from mtfp.money import MILLION, divide
from mtfp.plan.demand import Demand

_PARTS_OF_A_UNIT = 10_000


def demand_pressures(demand: Demand, rates: Sequence[int]) -> list[int]:
    """Return the growth of a demand by year in pence, each rounded to the penny once; growth is positive and a fall negative.

    `rates` are those by which the index of its line rises, in parts per million.
    """
    activity = activity_of(demand)
    movements = (
        _at_cash(activity, (demand.unit_cost, *demand.cash_unit_costs))
        if demand.cash_unit_costs
        else _at_base_prices(activity, demand.unit_cost, rates)
    )
    return [_pence(exact) for exact in movements]


def activity_of(demand: Demand) -> list[Fraction]:
    """Return the units of the year before the plan, then those of each year, exact."""
    base = Fraction(demand.base_activity, _PARTS_OF_A_UNIT)
    if demand.growth is not None:
        return _compounded(demand.growth, base)
    return [base, *(Fraction(units, _PARTS_OF_A_UNIT) for units in demand.activity or ())]


def _at_base_prices(activity: Sequence[Fraction], unit_cost: int, rates: Sequence[int]) -> list[Fraction]:
    """Return what each year's rise in activity costs, at the unit cost as the line's index has raised it by then.

    400 units at £50,000 stand in the base, and the index raises those. At 2% a year, 20 more units cost £51,000 each in
    the first year, and 21 more £52,020 each in the second: £1,020,000 and £1,092,420.

    >>> [int(exact) for exact in _at_base_prices([400, 420, 441], 50_000_00, [20_000, 20_000])]
    [102000000, 109242000]
    """
    # Without the index's rise so far, the inflation of the years before would be missed (docs/decisions/0015).
    rises = (units - last for last, units in pairwise(activity))
    prices = _compounded(rates, Fraction(unit_cost))[1:]
    return [rise * price for rise, price in zip(rises, prices, strict=True)]


def _at_cash(activity: Sequence[Fraction], unit_costs: Sequence[int]) -> list[Fraction]:
    """Return the rise of each year in activity times unit cost, where unit costs are in cash and hold their own inflation.

    400 units at £10, then 420 at £11, cost £4,000 and £4,620: a pressure of £620.

    >>> [int(exact) for exact in _at_cash([400, 420], [10_00, 11_00])]
    [62000]
    """
    costs = [units * price for units, price in zip(activity, unit_costs, strict=True)]
    return [cost - last for last, cost in pairwise(costs)]


def _compounded(rates: Sequence[int], first: Fraction) -> list[Fraction]:
    """Return a figure and what it becomes year by year at rates in parts per million, exact.

    >>> [str(exact) for exact in _compounded([50_000, 50_000], Fraction(400))]
    ['400', '420', '441']
    """
    return list(accumulate((Fraction(MILLION + rate, MILLION) for rate in rates), mul, initial=first))


def _pence(exact: Fraction) -> int:
    return divide(exact.numerator, exact.denominator)
