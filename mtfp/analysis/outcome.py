"""A plan run with or without a scenario: the figures before and after, and what each step does to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mtfp.engine.projection import Projection, project
from mtfp.money import Pence
from mtfp.plan.model import Change, Plan
from mtfp.plan.terms import Service
from mtfp.problems import InputError

if TYPE_CHECKING:
    from mtfp.analysis.delivery import Saving
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

    Where one service is asked for, both see its part of the plan alone: all that lands on its budget lines. `elsewhere` are
    changes of its own that land on the lines of others, and so are not in it.
    """

    scenario: Scenario | None
    service: Service | None
    before: Projection
    after: Projection
    effects: tuple[Effect, ...] = ()
    elsewhere: tuple[Change, ...] = ()

    @cached_property
    def together(self) -> Pence:
        """What the steps do only together: the whole effect less the sum of each alone, (years,) pence."""
        rest = measure(self.after) - measure(self.before)
        for effect in self.effects:
            rest = rest - effect.pence
        return rest

    @property
    def depth(self) -> int:
        """The depth in the council's structure of the services that tables tell apart: the top, or the service asked for."""
        return 1 if self.service is None else len(self.service.path)

    @cached_property
    def savings(self) -> list[Saving]:
        """The plan's savings, gross and weighted by how sure they are."""
        from mtfp.analysis.delivery import savings_of

        return savings_of(self.after)

    @property
    def change_in_balancing(self) -> Pence:
        """What balancing reserves do about it: less to find where they are used for more, (years,) pence."""
        return np.subtract(_balancing(self.before), _balancing(self.after))


def _balancing(projection: Projection) -> Pence:
    nil = np.zeros(len(projection.plan.horizon), dtype=np.int64)
    return nil if projection.reserves is None else nil + projection.reserves.balancing


def measure(projection: Projection) -> Pence:
    """Return the gap, or the net budget where there are no resources to set it against: (years,) pence.

    It is the gap before any reserve balances it, so that no reserve hides what a step does.
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
        from mtfp.plan.part import part_of

        if (whole.demands or whole.schemes) and not any(line.service.within(service) for line in whole.lines):
            whole = replace(whole, changes=project(whole).changes, demands=(), schemes=())
        return project(part_of(whole, service))

    before = seen(plan)
    if scenario is None:
        return Outcome(
            scenario=None, service=service, before=before, after=before, elsewhere=_elsewhere(plan, service)
        )
    from mtfp.scenario.apply import apply_alone, apply_resolving
    from mtfp.scenario.words import step_words

    def seen_with(whole: Plan, *steps: Resolved) -> Projection:
        try:
            return seen(whole)
        except InputError as error:
            from mtfp.scenario.broken import at_their_steps

            raise InputError(at_their_steps(error.problems, steps)) from error

    applied = apply_resolving(plan, scenario)
    after = seen_with(applied.plan, *applied.resolved)
    effects = tuple(
        Effect(
            step,
            step_words(step, applied.plan),
            measure(seen_with(apply_alone(plan, step), step)) - measure(before),
        )
        for step in applied.resolved
    )
    return Outcome(
        scenario=scenario,
        service=service,
        before=before,
        after=after,
        effects=effects,
        elsewhere=_elsewhere(applied.plan, service),
    )


def _elsewhere(plan: Plan, service: Service | None) -> tuple[Change, ...]:
    """Return the changes of a service that land on the budget lines of others, of a service that has lines."""
    if service is None or not any(line.service.within(service) for line in plan.lines):
        return ()
    own = (change for change in plan.changes if change.service.within(service))
    return tuple(change for change in own if not plan.line_of(change).service.within(service))
