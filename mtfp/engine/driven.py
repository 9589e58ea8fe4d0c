"""The change in budget that demand or a scheme comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mtfp.money import LARGEST_AMOUNT
from mtfp.plan.capital import Scheme
from mtfp.plan.changes import Change
from mtfp.plan.demand import Demand
from mtfp.plan.model import Plan
from mtfp.plan.profile import Profile
from mtfp.problems import InputError, Problem
from mtfp.years import FinancialYear


def bare_change(driver: Demand | Scheme) -> Change:
    """Return the recurring change of a demand or a scheme, its amounts still to come."""
    return Change(
        reference=driver.reference,
        title=driver.title,
        type=driver.type,
        service=driver.service,
        line=driver.line,
        profile=Profile(),
        note=driver.note,
        traces=driver.traces,
        place=driver.place,
    )


def with_movements(change: Change, movements: Sequence[int], plan: Plan) -> Change:
    """Return the change with these pence by year, each lasting from 1 April of its year.

    Raises `InputError` for an amount beyond £100bn, the most that a file may hold.
    """
    by_year = dict(zip(plan.horizon, movements, strict=True))
    too_large = [year for year, pence in by_year.items() if abs(pence) > LARGEST_AMOUNT]
    if too_large:
        raise InputError([_too_large(change, too_large[0])])
    return replace(change, profile=Profile.of_amounts(plan.horizon, by_year))


def _too_large(change: Change, year: FinancialYear) -> Problem:
    return Problem(
        place=change.place,
        what=f'"{change.reference}" comes to more than £100bn in {year}',
        expected="a pressure of at most £100bn a year",
        fix="check its figures, and the unit at the top of the plan",
    )
