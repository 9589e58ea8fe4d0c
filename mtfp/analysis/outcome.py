"""A plan run with or without a scenario: the figures before and after, and what each step does to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mtfp.engine.projection import Projection, project
from mtfp.money import Pence
from mtfp.plan.model import Plan, Service

if TYPE_CHECKING:
    from mtfp.scenario.model import Scenario
    from mtfp.scenario.resolve import Resolved


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """A scenario step, in words, and what it does by itself: its measure alone less that of the plan, (years,) pence."""

    step: Resolved
    words: str
    pence: Pence


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcome:
    """A plan rolled forward, and again with a scenario's steps; without a scenario, `after` is `before`.

    Where one service is asked for, both see its part of the plan alone.
    """

    scenario: Scenario | None
    service: Service | None
    before: Projection
    after: Projection
    effects: tuple[Effect, ...] = ()

    @cached_property
    def together(self) -> Pence:
        """What the steps do only together: the whole effect less the sum of each alone, (years,) pence."""
        rest = measure(self.after) - measure(self.before)
        for effect in self.effects:
            rest = rest - effect.pence
        return rest


def measure(projection: Projection) -> Pence:
    """Return the gap, or the net budget where there are no resources to set it against: (years,) pence."""
    gap = projection.gap
    return projection.net_budget if gap is None else gap


def run(plan: Plan, scenario: Scenario | None = None, service: Service | None = None) -> Outcome:
    """Roll a plan forward, with a scenario if given, for one service if given.

    Raises `InputError` with every problem where the scenario can't be applied, and `MisreadError` for a service that
    the plan lacks.
    """

    def seen(whole: Plan) -> Projection:
        if service is None:
            return project(whole)
        from mtfp.plan.part import part_of

        return project(part_of(whole, service))

    before = seen(plan)
    if scenario is None:
        return Outcome(scenario=None, service=service, before=before, after=before)
    from mtfp.scenario.apply import apply_alone, apply_resolving
    from mtfp.scenario.words import step_words

    applied = apply_resolving(plan, scenario)
    effects = tuple(
        Effect(step, step_words(step, applied.plan), measure(seen(apply_alone(plan, step))) - measure(before))
        for step in applied.resolved
    )
    return Outcome(
        scenario=scenario,
        service=service,
        before=before,
        after=seen(applied.plan),
        effects=effects,
    )
