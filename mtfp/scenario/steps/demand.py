"""Demand: another growth of a demand in some years, another forecast, or another cost of a unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mtfp.money import MILLION, show_rate
from mtfp.plan.changes import Change
from mtfp.plan.demand import Demand
from mtfp.plan.kinds import NAME, RATE, YEAR
from mtfp.plan.model import Plan
from mtfp.plan.record import Fact, changes_of, key, record
from mtfp.problems import MisreadError, Problem, listed
from mtfp.scenario.figures import Figure, bearing_of
from mtfp.scenario.steps.on_record import (
    Of,
    OnRecord,
    by_year,
    comes_to_the_same,
    figures_borne_on,
    figures_done,
    figures_of,
    figures_said,
    held_of,
    keys_given,
    may_change,
    not_in_the_plan,
    with_figures,
)
from mtfp.scenario.steps.step import (
    YEARS,
    Bearing,
    Resolved,
    check_years,
    rate_words,
    years_meant,
)
from mtfp.years import FinancialYear


@record
class DemandStep(OnRecord):
    """Another growth of a demand, another forecast, or another cost of a unit."""

    demand: str = key(NAME, "The reference of the demand.")
    growth: int | None = key(RATE, "Its growth instead of the plan's.", default=None)
    add_points: int | None = key(RATE, "Points added to the plan's growth; less when negative.", default=None)
    start: FinancialYear | None = key(YEAR, "From this year on.", default=None, name="from")
    only: tuple[FinancialYear, ...] = key(
        YEARS, "In this year only, or in each of a list.", default=(), name="in"
    )
    figures: Mapping[Fact, Figure] = changes_of(Demand)

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the step gives growth for some years, in one way, or other figures."""
        growths = {"growth": self.growth, "add_points": self.add_points}
        growth = [each for each, rate in growths.items() if rate is not None]
        if len(growth) + bool(self.figures) != 1:
            raise MisreadError(
                "this step does not say what becomes of the demand"
                if not growth and not self.figures
                else f"this step has {listed([*growth, *keys_given(Demand, self.figures)])} at once",
                f"growth or add_points, with from or in; or {listed(may_change(Demand), most=60, last='or')}",
                "add one of these, or remove the step"
                if not growth and not self.figures
                else "put each into a step of its own",
            )
        if growth:
            check_years(self.start, self.only)
        elif self.start is not None or self.only:
            raise MisreadError(
                "this step has from or in, and no growth",
                "from or in together with growth or add_points",
                "remove from and in",
            )


def _of(step: DemandStep) -> Of:
    return "demand", step.demand


def _bears_on(step: DemandStep, plan: Plan, problems: list[Problem]) -> Iterator[Bearing]:
    if step.figures:
        yield from figures_borne_on(step, _of(step), plan, problems)
        return
    held = held_of(step, _of(step), plan, problems)
    if isinstance(held, Demand) and held.growth is None:
        problems.append(not_in_the_plan(step, _of(step), held, "growth", ["activity"]))
    elif held is not None:
        years = years_meant(step.start, step.only, plan.horizon)
        yield from (bearing_of(Fact("growth", year), *_of(step)) for year in years)


def _says(resolved: Resolved[DemandStep], _: str) -> str:
    if resolved.step.figures:
        return figures_said(resolved, _of(resolved.step))
    return f"growth {rate_words(resolved.years, resolved.step.growth, resolved.step.add_points)}"


def _done(resolved: Resolved[DemandStep], stated: Plan, plan: Plan, problems: list[Problem]) -> Plan:
    step = resolved.step
    if step.figures:
        return figures_done(resolved, _of(step), plan)
    planned, points = by_year(stated, _of(step), "growth"), step.add_points
    growth = {
        year: (step.growth or 0) if points is None else planned[year] + points for year in resolved.years
    }
    for year, rate in growth.items():
        if abs(rate) > MILLION:
            problems.append(
                Problem(
                    place=step.place,
                    what=f'the growth of demand "{step.demand}" would be {show_rate(rate)} in {year}',
                    expected="a rate from -100% to 100%",
                    fix="add fewer points" if rate > 0 else "take fewer points off",
                )
            )
    return with_figures(
        resolved, _of(step), {Fact("growth", year): rate for year, rate in growth.items()}, plan
    )


def _same(step: DemandStep, _: Sequence[Change]) -> str:
    if step.figures:
        return "the figures are those that the plan has"
    return "the growth is the one that the plan has"


def _nil(resolved: Resolved[DemandStep], changes: Sequence[Change], plan: Plan) -> str:
    if resolved.step.figures:
        return comes_to_the_same(resolved, changes, plan)
    return "the demand has no activity or no cost that grows"


DEMAND = replace(
    figures_of(DemandStep, key="demand", words="Another growth of a demand, or cost of a unit.", of=_of),
    bears_on=_bears_on,
    says=_says,
    done=_done,
    same=_same,
    nil=_nil,
)
