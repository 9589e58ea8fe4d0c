"""What comes of a plan run with or without a scenario: the figures before and after, and what each step does to them."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from mtfp.analysis.delivery import Saving
from mtfp.engine.projection import Projection
from mtfp.frozen import frozen
from mtfp.money import MILLION, Pence, whole_pence
from mtfp.plan.changes import Change
from mtfp.plan.terms import Amounts, Service
from mtfp.scenario.model import Scenario
from mtfp.scenario.steps.step import AnyStep
from mtfp.years import Horizon


class Own(NamedTuple):
    """A change that a step bears on, and what the step does to that change alone: an effect, (years,) pence."""

    change: Change
    pence: Pence


@frozen(eq=False, slots=False)
class Effect:
    """A scenario step, in words, and what it does by itself: the gap with it alone less the plan's, (years,) pence.

    A gap here is the one before reserves balance it (docs/decisions/0013). A step on changes that the scenario adds is set
    against the plan with those added and nothing else. `own` is the same for each of its changes alone, where it has more
    than one. `to_find` is what the step does to what is still to find, after the reserves that balance the gap. `idle`
    says that it leaves the plan as it is, and `undoes` that it takes back a step of a scenario that is built on.
    """

    resolved: AnyStep
    words: str
    pence: Pence
    own: tuple[Own, ...] = ()
    to_find: Pence
    idle: bool
    undoes: bool = False

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
    >>> from mtfp.analysis.run import run
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
        return to_find(self.after) - to_find(self.before)

    @cached_property
    def together(self) -> Pence:
        """What the steps do only together: the whole effect less the sum of each alone, (years,) pence."""
        rest = self.cost.copy()
        for effect in self.effects:
            rest = rest - effect.pence
        return rest

    @property
    def cases(self) -> tuple[Projection, ...]:
        """The plan's figures, and after them the scenario's where there is one."""
        return (self.before,) if self.scenario is None else (self.before, self.after)

    @cached_property
    def lowering(self) -> list[Effect]:
        """The steps that take from the budget in some year, the one that takes most in one year first."""
        least = [int(effect.pence.min()) for effect in self.effects]
        lowers = [n for n, pence in enumerate(least) if pence < 0]
        return [self.effects[n] for n in sorted(lowers, key=least.__getitem__)]

    def touches(self, effect: Effect) -> bool:
        """Whether a step bears on the part of the plan asked for. A step on other services does not."""
        seen = self.after.plan.change_by_reference
        bears = any(each in seen for each in effect.resolved.references)
        return self.service is None or bears or bool(effect.pence.any() or effect.to_find.any())

    @property
    def in_all(self) -> str:
        """The words for all that is shown: the plan, or the service asked for."""
        whole = "the plan" if self.service is None else str(self.service)
        return whole if self.scenario is None else f"{whole} with the scenario"

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
        return self.effect - self.cost


def measure(projection: Projection) -> Pence:
    """Return the gap before any reserve balances it, or without resources the net budget: (years,) pence.

    Taken after that, a reserve would hide what a step does (docs/decisions/0013).
    """
    return projection.net_budget if projection.gaps is None else projection.gaps.to_balance


def to_find(projection: Projection) -> Pence:
    """Return what is still to find, or the net budget where the plan states no resources: (years,) pence."""
    return projection.net_budget if projection.gap is None else projection.gap


def bottom_line(projection: Projection) -> Amounts:
    """Return the same as whole numbers by year."""
    return whole_pence(to_find(projection))


def savings_of(projection: Projection) -> list[Saving]:
    """Return the plan's savings in its order, without those that are out of the base already."""
    plan = projection.plan
    return [
        Saving(change, gross := tuple(pence), _weighted(change, gross, plan.horizon))
        for change, pence in zip(projection.changes, projection.inputs.change_amounts.tolist(), strict=True)
        if plan.types[change.type].kind == "saving" and change.in_base_since is None
    ]


def _weighted(change: Change, gross: Amounts, horizon: Horizon) -> Amounts:
    # Beside the gross figure, never in its place: confidence lowers no gap (docs/decisions/0017).
    if change.confidence == MILLION:
        return gross
    return tuple(change.profile.scale(change.confidence).movements(horizon))
