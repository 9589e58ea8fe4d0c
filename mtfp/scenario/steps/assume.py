"""Assume: another rate of inflation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mtfp.money import MILLION, show_rate
from mtfp.plan.changes import Change
from mtfp.plan.kinds import NAME, RATE, YEAR
from mtfp.plan.model import Plan
from mtfp.plan.record import key, record
from mtfp.plan.unknown import unknown_index
from mtfp.problems import Problem
from mtfp.scenario.steps.step import (
    YEARS,
    Bearing,
    Resolved,
    Step,
    StepKind,
    both_or_neither,
    check_years,
    rate_words,
    years_meant,
)
from mtfp.years import FinancialYear


@record
class Assume(Step):
    """Another rate of inflation."""

    index: str = key(NAME, "The index.")
    rate: int | None = key(RATE, "Its rate instead of the plan's.", default=None)
    add_points: int | None = key(RATE, "Points added to the plan's rate; less when negative.", default=None)
    start: FinancialYear | None = key(YEAR, "From this year on.", default=None, name="from")
    only: tuple[FinancialYear, ...] = key(
        YEARS, "In this year only, or in each of a list.", default=(), name="in"
    )

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the step gives a rate or points, and says for which years."""
        if (self.rate is None) == (self.add_points is None):
            raise both_or_neither(
                "rate", "add_points", both=self.rate is not None, such='rate = "3%", or add_points = "1%"'
            )
        check_years(self.start, self.only)


def _bears_on(step: Assume, plan: Plan, problems: list[Problem]) -> Iterator[Bearing]:
    if step.index not in plan.indices:
        problems.append(unknown_index(step.place, step.index, plan))
    elif plan.indices[step.index].provision:
        problems.append(_no_rate(step))
    else:
        years = years_meant(step.start, step.only, plan.horizon)
        yield from (("index", step.index, str(year)) for year in years)


def _no_rate(step: Assume) -> Problem:
    return Problem(
        place=step.place.at("index"),
        what=f"index {step.index} is a sum of money in each year, and has no rate to change",
        expected="an index of rates",
        fix="name another index, or add the difference as a change with [[add]]",
    )


def _says(resolved: Resolved[Assume], _: str) -> str:
    return rate_words(resolved.years, resolved.step.rate, resolved.step.add_points)


def _done(resolved: Resolved[Assume], _: Plan, plan: Plan, problems: list[Problem]) -> Plan:
    step = resolved.step
    index = plan.indices[step.index]
    rates = dict(zip(plan.horizon, index.rates, strict=True))
    for year in (each for each in resolved.years if each in rates):
        given = step.rate if step.add_points is None else rates[year] + step.add_points
        rates[year] = given or 0
        problems += _unfit(step, plan, year, rates[year])
    changed = replace(index, stated_rates=tuple(rates.values()))
    return replace(plan, indices={**plan.indices, step.index: changed})


def _unfit(step: Assume, plan: Plan, year: FinancialYear, rate: int) -> Iterator[Problem]:
    if abs(rate) > MILLION:
        yield Problem(
            place=step.place,
            what=f"index {step.index} would be {show_rate(rate)} in {year}",
            expected="a rate from -100% to 100%",
            fix="add fewer points" if rate > 0 else "take fewer points off",
        )
    for line in plan.lines:
        if rate and line.index == step.index and year in line.inflation:
            yield Problem(
                place=step.place,
                what=f'line "{line.reference}" has an amount for inflation in {year} already',
                expected="an amount or a rate in one year, never both",
                fix=f"start the assumption after {year}, or take the amount out at {line.place.at('inflation')}",
            )


def _nil(resolved: Resolved[Assume], _: Sequence[Change], plan: Plan) -> str:
    if any(line.index == resolved.step.index for line in plan.lines):
        return "what inflates by it is nil in those years"
    return f"no line uses the index {resolved.step.index}"


ASSUME = StepKind(
    key="assume",
    record=Assume,
    words="Another rate of inflation.",
    bears_on=_bears_on,
    says=_says,
    on=lambda resolved, _: f"Inflation ({resolved.step.index})",
    done=_done,
    same=lambda *_: "the rate is the one that the plan has",
    nil=_nil,
)
