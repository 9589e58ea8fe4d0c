"""Notices that a scenario's step is the cause of, told where the step stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from mtfp.analysis.outcome import Effect, Outcome
from mtfp.engine.projection import Projection
from mtfp.plan.model import Plan
from mtfp.problems import Notice, Place
from mtfp.scenario.model import Assume, DelayScheme, Grow, MeetSlippage, SetCashLimit, SetFigures
from mtfp.scenario.records import record_of, records_of
from mtfp.years import FinancialYear


def at_step(judge: Callable[[Projection], Iterable[Notice]], outcome: Outcome) -> Iterator[Notice]:
    """Yield what is asked of the plan as a scenario leaves it; what the plan alone does not ask, at the step it is of."""
    found = list(judge(outcome.after))
    if outcome.scenario is None or not any(notice.place for notice in found):
        yield from found
        return
    there = {_asked(each) for each in judge(outcome.before)}
    for notice in found:
        place = None if _asked(notice) in there else _step_place(notice, outcome)
        yield notice if place is None else replace(notice, place=place)


def _asked(notice: Notice) -> tuple[str, str, int | str]:
    """Return what is asked, of which record: of which figure, or in which words where it hangs on several."""
    return notice.name, notice.of, notice.text if notice.figure is None else notice.figure


def _step_place(notice: Notice, outcome: Outcome) -> Place | None:
    """Return where the step stands that gives the record of a notice its figures, found by the record's own place."""
    asked = notice.place
    for effect in outcome.effects if asked is not None else ():
        for place in _bears_on(effect, outcome.after.plan, notice.figure):
            if asked is not None and _inside(asked, place):
                return effect.step.instruction.place
    return None


def _inside(place: Place, record: Place) -> bool:
    return place.source is record.source and place.key[: len(record.key)] == record.key


def _bears_on(effect: Effect, plan: Plan, figure: int | None) -> Iterator[Place]:
    """Yield where the plan states each record that a step bears on: of a rate, in the years that have the figure."""
    step = effect.step.instruction
    match step:
        case SetCashLimit():
            yield plan.place.at("cash_limit")
        case Assume(index=name, years=years):
            index = plan.indices[name]
            if figure in _of_years(plan, index.rates, years):
                yield index.place
        case Grow(demand=name, years=years):
            for demand in plan.demands:
                if demand.reference == name and figure in _of_years(plan, demand.growth or (), years):
                    yield demand.place
        case SetFigures() | DelayScheme() | MeetSlippage():
            record, name = record_of(step)
            yield records_of(plan, record)[name].place
        case _:
            yield from (plan.change_by_reference[each].place for each in effect.step.references)


def _of_years(plan: Plan, rates: tuple[int, ...], years: tuple[FinancialYear, ...]) -> set[int]:
    return {rate for year, rate in zip(plan.horizon, rates, strict=False) if year in years}
