"""A plan run with or without a scenario: the figures before and after, and what each step does to them."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mtfp.analysis.alone import Alone, Own, Places, effect_on_changes, places_in
from mtfp.analysis.delivery import Saving, savings_of
from mtfp.engine.funding import beyond_rounding
from mtfp.engine.projection import Projection, project
from mtfp.frozen import frozen
from mtfp.money import Pence
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.plan.part import part_of
from mtfp.plan.terms import Service
from mtfp.problems import InputError, Problem
from mtfp.scenario.apply import Applied, added_by, apply_alone, apply_resolving, same_but_for_traces
from mtfp.scenario.broken import at_their_steps
from mtfp.scenario.model import OnChanges, Scenario
from mtfp.scenario.resolve import Resolved
from mtfp.scenario.words import step_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@frozen(eq=False, slots=False)
class Effect:
    """A scenario step, in words, and what it does by itself: the gap with it alone less the plan's, (years,) pence.

    A gap here is the one before reserves balance it (docs/decisions/0013). A step on changes that the scenario adds is set
    against the plan with those added and nothing else. `own` is the same for each of its changes alone, where it has more
    than one. `to_find` is what the step does to what is still to find, after the reserves that balance the gap. `idle`
    says that it leaves the plan as it is.
    """

    step: Resolved
    words: str
    pence: Pence
    own: tuple[Own, ...] = ()
    to_find: Pence
    idle: bool

    @property
    def together(self) -> Pence:
        """What it does to its changes only together: its effect less the sum of their own effects, (years,) pence."""
        rest = self.pence.copy()
        for each in self.own:
            rest -= each.pence
        return rest


@frozen(eq=False, slots=False)
class Outcome:
    """A plan rolled forward, and again with a scenario's steps; without a scenario, `after` is `before`.

    Where one service is asked for, both are of its part of the plan: all that lands on its budget lines. `elsewhere` are
    its own changes that land on the lines of others, and so are left out.

    A saving of £100 that is dropped costs £100 a year. A reserve of £130 pays for it until it is empty: all of the first
    year, and £30 of the second.

    >>> plan = plan_of('''
    ... line = [{ service = "Care", base = 1000 }]
    ... change = [{ reference = "S1", type = "S", service = "Care", title = "Rents", amounts."2026/27" = -100 }]
    ... stream = [{ name = "Grant", kind = "grant", amounts = { "2026/27" = 900, "2027/28" = 900 } }]
    ... reserve = [{ name = "Balances", class = "general", opening = 130, balances_gap = 1 }]
    ... ''')
    >>> outcome = run(plan, scenario_of('''
    ... [[drop]]
    ... change = "S1"
    ... '''))
    >>> outcome.cost.tolist(), outcome.change_in_balancing.tolist(), outcome.effect.tolist()
    ([10000, 10000], [-10000, -3000], [0, 7000])
    """

    scenario: Scenario | None
    service: Service | None
    before: Projection
    after: Projection
    effects: tuple[Effect, ...] = ()
    elsewhere: tuple[Change, ...] = ()

    @cached_property
    def cost(self) -> Pence:
        """What the scenario costs before the reserves that balance the gap pay: after less before, (years,) pence."""
        return measure(self.after) - measure(self.before)

    @property
    def effect(self) -> Pence:
        """What the scenario does to what is still to find, or to the net budget without resources: (years,) pence."""
        return self.cost + self.change_in_balancing

    @cached_property
    def together(self) -> Pence:
        """What the steps do only together: the whole effect less the sum of each alone, (years,) pence."""
        rest = self.cost.copy()
        for effect in self.effects:
            rest = rest - effect.pence
        return rest

    def touches(self, effect: Effect) -> bool:
        """Whether a step bears on the part of the plan asked for. A step on other services does not."""
        seen = self.after.plan.change_by_reference
        bears = any(each in seen for each in effect.step.references)
        return self.service is None or bears or bool(effect.pence.any() or effect.to_find.any())

    @property
    def depth(self) -> int:
        """The depth, in the council's structure, of the services that tables tell apart: the top, or that of the one asked for."""
        return 1 if self.service is None else len(self.service.path)

    @cached_property
    def savings(self) -> list[Saving]:
        """The plan's savings, gross and weighted by how sure they are."""
        return savings_of(self.after)

    @property
    def change_in_balancing(self) -> Pence:
        """What the reserves that balance the gap do to what is still to find, negative where they pay more: (years,) pence."""
        return change_in_balancing(self.before, self.after)


def change_in_balancing(before: Projection, after: Projection) -> Pence:
    """Return what the reserves that balance the gap do to what is still to find, negative where they pay more: (years,) pence."""
    return np.subtract(_balancing(before), _balancing(after))


def _balancing(projection: Projection) -> Pence:
    nil = np.zeros(len(projection.plan.horizon), dtype=np.int64)
    return nil if projection.reserves is None else nil + projection.reserves.balancing


def measure(projection: Projection) -> Pence:
    """Return the gap before any reserve balances it, or without resources the net budget: (years,) pence.

    Taken after that, a reserve would hide what a step does (docs/decisions/0013).
    """
    return projection.net_budget if projection.gaps is None else projection.gaps.to_balance


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

    def seen_with(whole: Plan, *steps: Resolved) -> Projection:
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
        effects=tuple(_effects(plan, applied, before, after, seen_with)),
        elsewhere=_elsewhere(applied.plan, service),
    )


def _beyond_rounding(projection: Projection) -> list[Problem]:
    """Return a problem for each council tax yield that is too far from its tax base times Band D."""
    tax, paid = projection.plan.council_tax, projection.funding
    if tax is None or paid is None or paid.band_d is None:
        return []
    return beyond_rounding(tax, paid.band_d, projection.plan.horizon)


def _elsewhere(plan: Plan, service: Service | None) -> tuple[Change, ...]:
    """Return the changes of a service that land on the budget lines of others; none where the service has no lines."""
    if service is None or not any(line.service.within(service) for line in plan.lines):
        return ()
    own = (change for change in plan.changes if change.service.within(service))
    return tuple(change for change in own if not plan.line_of(change).service.within(service))


def _effects(
    plan: Plan,
    applied: Applied,
    before: Projection,
    after: Projection,
    seen: Callable[[Plan, Resolved], Projection],
) -> Iterator[Effect]:
    """Yield what each step does by itself. A step on changes needs no further run of the plan.

    A step on changes that the scenario adds is set against the plan with those added.
    """
    adds = added_by(applied.resolved)
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
        if isinstance(step.instruction, OnChanges):
            found = effect_on_changes(without, places, alone, step.references)
        else:
            by_itself = seen(alone, step)
            pence = measure(by_itself) - measure(without)
            found = Alone(pence, pence + change_in_balancing(without, by_itself), ())
        part = step.within(after.plan)
        yield Effect(
            step=part,
            words=step_words(part, applied.plan),
            pence=found.pence,
            own=found.own,
            to_find=found.to_find,
            idle=same_but_for_traces(ground, alone, step.references),
        )
