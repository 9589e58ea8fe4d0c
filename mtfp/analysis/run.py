"""A plan run, with a scenario or without: what its figures are, and what each step does by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from mtfp.analysis.alone import Alone, Places, effect_on_changes, places_in
from mtfp.analysis.outcome import Effect, Outcome, change_in_balancing, measure
from mtfp.engine.council_tax import beyond_rounding
from mtfp.engine.projection import Projection, project
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.plan.part import part_of
from mtfp.plan.terms import Service
from mtfp.problems import InputError, Problem
from mtfp.scenario.apply import Applied, added_in, apply_alone, apply_resolving, same_but_for_traces
from mtfp.scenario.broken import at_their_steps
from mtfp.scenario.model import Scenario
from mtfp.scenario.resolve import resolve
from mtfp.scenario.steps.add import with_added
from mtfp.scenario.steps.step import AnyStep, step_words


def run(plan: Plan, scenario: Scenario | None = None, service: Service | None = None) -> Outcome:
    """Roll a plan forward, with a scenario if given, for one service if given.

    Raises `InputError` with every problem where the scenario can't be applied, and `MisreadError` for a service that
    the plan lacks.
    """

    def seen(whole: Plan) -> Projection:
        if service is None:
            return project(whole)
        if (whole.demands or whole.schemes) and not any(line.service.within(service) for line in whole.lines):
            whole = replace(whole, changes=project(whole).changes, demands=(), schemes=())
        return project(part_of(whole, service))

    before = seen(plan)
    if beyond := _beyond_rounding(before):
        raise InputError(beyond)
    if scenario is None:
        return Outcome(
            scenario=None, service=service, before=before, after=before, elsewhere=_elsewhere(plan, service)
        )

    def seen_with(whole: Plan, *steps: AnyStep) -> Projection:
        try:
            return seen(whole)
        except InputError as error:
            raise InputError(at_their_steps(error.problems, steps)) from error

    applied = apply_resolving(plan, scenario)
    after = seen_with(applied.plan, *applied.resolved)
    if beyond := _beyond_rounding(after):
        raise InputError(at_their_steps(beyond, applied.resolved))
    return Outcome(
        scenario=scenario,
        service=service,
        before=before,
        after=after,
        effects=tuple(_effects(plan, scenario, applied, before, after, seen_with)),
        elsewhere=_elsewhere(applied.plan, service),
    )


def _beyond_rounding(projection: Projection) -> list[Problem]:
    """Return a problem for each council tax yield that is too far from its tax base times Band D."""
    tax, band_d = projection.plan.council_tax, projection.band_d
    if tax is None or band_d is None:
        return []
    return beyond_rounding(tax, band_d, projection.plan.horizon)


def _elsewhere(plan: Plan, service: Service | None) -> tuple[Change, ...]:
    """Return the changes of a service that land on the budget lines of others; none where the service has no lines."""
    if service is None or not any(line.service.within(service) for line in plan.lines):
        return ()
    own = (change for change in plan.changes if change.service.within(service))
    return tuple(change for change in own if not plan.line_of(change).service.within(service))


def _effects(
    plan: Plan,
    scenario: Scenario,
    applied: Applied,
    before: Projection,
    after: Projection,
    seen: Callable[[Plan, AnyStep], Projection],
) -> Iterator[Effect]:
    """Yield what each step does by itself. A step on changes needs no further run of the plan.

    A step on changes that the scenario adds is set against the plan with those added.
    """
    adds = added_in(applied.resolved)
    usual = before, places_in(before)
    grounds: dict[tuple[str, ...], tuple[Plan, tuple[Projection, Places]]] = {(): (plan, usual)}
    for step in applied.resolved:
        added = tuple(each for each in step.references if each in adds and adds[each] is not step)
        if added not in grounds:
            ground = plan
            for each in added:
                ground = apply_alone(ground, adds[each])
            stood = seen(ground, adds[added[0]])
            grounds[added] = ground, (stood, places_in(stood))
        ground, (without, places) = grounds[added]
        alone = apply_alone(ground, step)
        if step.kind.changed is not None:
            found = effect_on_changes(without, places, alone, step.references)
        else:
            by_itself = seen(alone, step)
            pence = measure(by_itself) - measure(without)
            found = Alone(pence, pence + change_in_balancing(without, by_itself), ())
        part = step.within(after.plan)
        yield Effect(
            resolved=part,
            words=step_words(part, applied.plan),
            pence=found.pence,
            own=found.own,
            to_find=found.to_find,
            idle=same_but_for_traces(ground, alone, step.references),
            undoes=bool(step.kind.restores) and _undoes(step, plan, scenario),
        )


def _undoes(step: AnyStep, plan: Plan, scenario: Scenario) -> bool:
    """Whether a scenario that this one extends has a step on what a step restores."""
    kept = set(step.references)
    return any(
        bearing[0] in ("change", "confidence", "slippage") and bearing[1] in kept
        for extended in scenario.every_scenario()[:-1]
        for each in resolve(with_added(plan, extended.every_step()), extended)[0]
        if not each.kind.restores
        for bearing in each.bearings
    )
