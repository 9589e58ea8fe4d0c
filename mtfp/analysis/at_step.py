"""Notices that a scenario's step causes, told where the step is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from mtfp.analysis.outcome import Effect, Outcome
from mtfp.engine.projection import Projection
from mtfp.plan.model import Plan
from mtfp.problems import Notice, Place
from mtfp.scenario.steps.on_record import records_of


def at_step(judge: Callable[[Projection], Iterable[Notice]], outcome: Outcome) -> Iterator[Notice]:
    """Yield what is asked about the plan that a scenario leaves. What the plan alone does not ask is told at the step."""
    found = list(judge(outcome.after))
    if outcome.scenario is None or not any(notice.place for notice in found):
        yield from found
        return
    there = [*judge(outcome.before)]
    asked = {what_is_asked(each) for each in there}
    had = {(each.name, each.of, figure) for each in there for figure in each.figures}
    for notice in found:
        new = {each for each in notice.figures if (notice.name, notice.of, each) not in had}
        place = (
            None if what_is_asked(notice) in asked else _step_place(notice, new or {*notice.figures}, outcome)
        )
        yield notice if place is None else notice._replace(place=place)


def what_is_asked(notice: Notice) -> tuple[str, str, tuple[int, ...] | str]:
    """Return what is asked about which record, and its figures; where it has none, its words."""
    return notice.name, notice.of, notice.figures or notice.text


def _step_place(notice: Notice, figures: Collection[int], outcome: Outcome) -> Place | None:
    """Return the place of the step that gives these figures to the record of a notice, which is known by its own place."""
    asked = notice.place
    if notice.name == "below-nil" and notice.of != "cash_limit":
        return _lowering(notice.of, outcome)
    for effect in outcome.effects if asked is not None else ():
        for place in _bears_on(effect, outcome.after.plan, figures):
            if asked is not None and _inside(asked, place):
                return effect.resolved.place
    return None


def _lowering(of: str, outcome: Outcome) -> Place | None:
    """Return the place of the step that takes most off a line, or off the net budget."""
    for effect in outcome.lowering:
        if of in ("net_budget", *_lines_of(effect, outcome.after.plan)):
            return effect.resolved.place
    return None


def _lines_of(effect: Effect, plan: Plan) -> Iterator[str]:
    """Yield the reference of each line that a step bears on."""
    drivers = {each.reference: each for each in plan.drivers}
    for kind, name, *_ in effect.resolved.bearings:
        if kind == "index":
            yield from (line.reference for line in plan.lines if line.index == name)
        elif kind != "slippage":
            lands = plan.change_by_reference.get(name) or drivers.get(name)
            if lands is not None:
                yield plan.line_of(lands).reference


def _inside(place: Place, record: Place) -> bool:
    return place.source is record.source and place.key[: len(record.key)] == record.key


def _bears_on(effect: Effect, plan: Plan, figures: Collection[int]) -> Iterator[Place]:
    """Yield the places of the records that a step bears on; a step on a rate, only if it bears on a year with one of the figures.

    A part of the plan, such as one service, may lack some of them.
    """
    of = effect.resolved.of
    held = {} if of is None else records_of(plan, of[0])
    for bearing in effect.resolved.bearings:
        match bearing:
            case ("cash limit", _):
                yield plan.place.at("cash_limit")
            case ("index", name, year):
                index = plan.indices[name]
                if _in_year(plan, index.rates, year) in figures:
                    yield index.place
            case ("demand", name, "growth", year):
                for demand in (each for each in plan.demands if each.reference == name):
                    if _in_year(plan, demand.growth or (), year) in figures:
                        yield demand.place
            case (_, reference, *_) if of is None and reference in plan.change_by_reference:
                yield plan.change_by_reference[reference].place
            case _ if of is not None and of[1] in held:
                yield held[of[1]].place


def _in_year(plan: Plan, rates: tuple[int, ...], year: str) -> int | None:
    return dict(zip(map(str, plan.horizon), rates, strict=False)).get(year)
