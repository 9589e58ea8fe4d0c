"""A plan run, with a scenario or without: what its figures are, and what each step does by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import reduce

from mtfp.analysis.alone import ByItself, effects_alone
from mtfp.analysis.outcome import Effect, Outcome
from mtfp.engine.council_tax import beyond_rounding
from mtfp.engine.projection import Projection, project
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.plan.part import part_of
from mtfp.plan.terms import Service
from mtfp.problems import InputError, Problem
from mtfp.scenario.apply import Applied, added_in, apply_alone, apply_resolving
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

    def seen(whole: Plan) -> Plan:
        if service is None:
            return whole
        if (whole.demands or whole.schemes) and not any(line.service.within(service) for line in whole.lines):
            whole = replace(whole, changes=project(whole).changes, demands=(), schemes=())
        return part_of(whole, service)

    before = project(seen(plan))
    if beyond := _beyond_rounding(before):
        raise InputError(beyond)
    if scenario is None:
        return Outcome(
            scenario=None, service=service, before=before, after=before, elsewhere=_elsewhere(plan, service)
        )

    applied = apply_resolving(plan, scenario)
    after = _told_at(applied.resolved, seen, applied.plan)
    if beyond := _beyond_rounding(after):
        raise InputError(at_their_steps(beyond, applied.resolved))
    return Outcome(
        scenario=scenario,
        service=service,
        before=before,
        after=after,
        effects=tuple(_effects(plan, scenario, applied, before, after, seen)),
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


def _told_at(steps: Sequence[AnyStep], seen: Callable[[Plan], Plan], plan: Plan) -> Projection:
    """Roll a plan with steps forward; what is wrong with it is told at the step that it comes from."""
    try:
        return project(seen(plan))
    except InputError as error:
        raise InputError(at_their_steps(error.problems, steps)) from error


def _effects(
    plan: Plan,
    scenario: Scenario,
    applied: Applied,
    before: Projection,
    after: Projection,
    seen: Callable[[Plan], Plan],
) -> Iterator[Effect]:
    """Yield what each step does by itself."""
    try:
        found = list(effects_alone(before, _by_themselves(plan, applied), seen))
    except InputError:
        for step, by_itself in zip(applied.resolved, _by_themselves(plan, applied), strict=True):
            _told_at([step], seen, by_itself.ground)
            _told_at([step], seen, by_itself.alone)
        raise
    for step, each in zip(applied.resolved, found, strict=True):
        part = step.within(after.plan)
        yield Effect(
            resolved=part,
            words=step_words(part, applied.plan),
            pence=each.pence,
            own=each.own,
            to_find=each.to_find,
            idle=each.idle,
            undoes=bool(step.kind.restores) and _undoes(step, plan, scenario),
        )


def _by_themselves(plan: Plan, applied: Applied) -> Iterator[ByItself]:
    """Yield the plan with each step and no other. A step on changes that the scenario adds is set against the plan with those added."""
    adds = added_in(applied.resolved)
    grounds: dict[tuple[str, ...], Plan] = {(): plan}
    for step in applied.resolved:
        added = tuple(each for each in step.references if each in adds and adds[each] is not step)
        if added not in grounds:
            grounds[added] = reduce(apply_alone, (adds[each] for each in added), plan)
        ground = grounds[added]
        on = None if step.kind.changed is None else step.references
        yield ByItself(added, ground, apply_alone(ground, step), on)


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
