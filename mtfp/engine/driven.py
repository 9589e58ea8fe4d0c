"""The changes in budget that demand and capital schemes come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtfp.engine.capital import scheme_pressures
from mtfp.engine.demand import demand_pressures
from mtfp.money import LARGEST_AMOUNT
from mtfp.plan.capital import Scheme
from mtfp.plan.changes import Change
from mtfp.plan.demand import Demand
from mtfp.plan.lines import BudgetLine
from mtfp.plan.model import Plan
from mtfp.plan.profile import Profile
from mtfp.problems import InputError, Problem
from mtfp.years import FinancialYear


def driven_changes(plan: Plan) -> Iterator[Change]:
    """Yield the recurring change of each demand, then of each scheme.

    Raises `InputError` for one that comes to more than £100bn, the most that a file may hold.
    """
    yield from (driven_change(driver, plan.line_of(driver), plan) for driver in plan.drivers)


def driven_change(driver: Demand | Scheme, line: BudgetLine, plan: Plan) -> Change:
    """Return the change that a demand or a scheme comes to on a line: its pence by year, each lasting from 1 April of its year."""
    if isinstance(driver, Scheme):
        movements: Sequence[int] = scheme_pressures(driver, plan.horizon)
    else:
        rates = (0,) * len(plan.horizon) if line.index is None else plan.indices[line.index].rates
        movements = demand_pressures(driver, rates)
    by_year = dict(zip(plan.horizon, movements, strict=True))
    too_large = [year for year, pence in by_year.items() if abs(pence) > LARGEST_AMOUNT]
    if too_large:
        raise InputError([_too_large(driver, too_large[0])])
    return Change(
        reference=driver.reference,
        title=driver.title,
        type=driver.type,
        service=driver.service,
        line=driver.line,
        profile=Profile.of_amounts(plan.horizon, by_year),
        note=driver.note,
        traces=driver.traces,
        place=driver.place,
    )


def _too_large(driver: Demand | Scheme, year: FinancialYear) -> Problem:
    return Problem(
        place=driver.place,
        what=f'"{driver.reference}" comes to more than £100bn in {year}',
        expected="a pressure of at most £100bn a year",
        fix="check its figures, and the unit at the top of the plan",
    )
