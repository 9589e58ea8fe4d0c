"""A plan rolled forward: every figure in pence, spending positive, each driver kept apart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from mtfp.engine.capital import Financing, financing
from mtfp.engine.council_tax import BandD, as_printed, charge_one, raised_in_all
from mtfp.engine.driven import driven_changes
from mtfp.engine.gap import Budget, Gaps, meet
from mtfp.engine.inputs import inputs_of, reserves_of, streams_of, tax_of
from mtfp.engine.reserves import Held, ReserveInputs, ReservesHeld, by_reserve
from mtfp.engine.spending import Inputs, Spending, roll_forward
from mtfp.engine.streams import Funding, fund
from mtfp.frozen import frozen
from mtfp.money import Pence
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.plan.terms import Amounts, Service, Status
from mtfp.problems import InputError, Problem
from mtfp.years import MONTHS_IN_A_YEAR, show_duration

NOT_DELIVERED = "savings_not_delivered"
"""The driver of savings that are out of the base already and do not arrive: a pressure, never a smaller saving."""


def _driver_of(change: Change) -> str:
    if change.one_off:
        return f"one-off {change.type}"
    return f"type {change.type}" if change.in_base_since is None else NOT_DELIVERED


@frozen
class Driver:
    """One named part of the roll-forward: pence by year, signed as its effect on the net budget."""

    id: str
    label: str
    kind: str
    status: Status | None = None
    pence: Amounts


@frozen(eq=False, slots=False)
class Projection:
    """A plan with its figures. Every series is (years,) int64 pence unless said otherwise.

    `changes` are the plan's, followed by those worked out from demand and from capital schemes.
    """

    plan: Plan
    changes: tuple[Change, ...]
    inputs: Inputs
    spending: Spending

    @cached_property
    def net_budget(self) -> Pence:
        """The closing budgets of all lines, the one-offs of the year, and the transfers of grants so far."""
        total: Pence = self.line_net_budget.sum(axis=0)
        return total

    @cached_property
    def line_net_budget(self) -> Pence:
        """The net budget of each line: (lines, years)."""
        # One-offs and transfers stand beside the base, so that no index raises them (docs/decisions/0014).
        net: Pence = self.spending.closing + self.inputs.one_offs.sum(axis=0) + self.inputs.transfers
        return net

    @cached_property
    def net_budget_by_line(self) -> Mapping[str, Pence]:
        """The net budget of each line, (years,) pence, by its reference."""
        references = (line.reference for line in self.plan.lines)
        return dict(zip(references, self.line_net_budget, strict=True))

    @cached_property
    def changes_by_driver(self) -> dict[str, list[tuple[str, Amounts]]]:
        """The changes that add up to each driver of the roll-forward, as reference and pence by year."""
        found: dict[str, list[tuple[str, Amounts]]] = {}
        for change, amounts in zip(self.changes, self.inputs.change_amounts.tolist(), strict=True):
            found.setdefault(_driver_of(change), []).append((change.reference, tuple(amounts)))
        return found

    @cached_property
    def council_tax(self) -> BandD[Pence] | None:
        """Band D and what it raises; None where the plan has no council tax."""
        tax, years = self.plan.council_tax, self.plan.horizon
        return None if tax is None else charge_one(tax, tax_of(tax, len(years)), years)

    @cached_property
    def own_tax(self) -> Pence:
        """What council tax and special expenses raise together; nil where the plan has no council tax."""
        if self.council_tax is None:
            return np.zeros(len(self.plan.horizon), dtype=np.int64)
        return raised_in_all(self.council_tax)

    @cached_property
    def band_d(self) -> BandD[Amounts] | None:
        """The same as whole numbers by year, for print."""
        return None if self.council_tax is None else as_printed(self.council_tax)

    @cached_property
    def funding(self) -> Funding | None:
        """What pays for the net budget, item by item; None where the plan has a cash limit, or states no resources."""
        if not self.plan.has_funding:
            return None
        return fund(streams_of(self.plan), self.own_tax)

    @property
    def resources(self) -> Pence | None:
        """What pays for the net budget; None where the plan does not say."""
        return self.inputs.cash_limit if self.funding is None else self.funding.resources

    @cached_property
    def budget(self) -> Budget:
        """What the gap is worked out from."""
        lasting = (self.spending.closing + self.inputs.transfers).sum(axis=0)
        recurring = self.inputs.cash_limit if self.funding is None else self.funding.recurring
        return Budget(self.net_budget, lasting, self.resources, recurring)

    @cached_property
    def reserve_inputs(self) -> ReserveInputs | None:
        """The reserves as the engine takes them; None where the plan has none."""
        return reserves_of(self.plan.reserves, len(self.plan.horizon)) if self.plan.reserves else None

    @cached_property
    def _met(self) -> tuple[Gaps | None, Held | None]:
        return meet(self.budget, self.reserve_inputs)

    @cached_property
    def reserves(self) -> ReservesHeld | None:
        """The reserves by year; None where the plan has none."""
        _, held = self._met
        if held is None or self.reserve_inputs is None:
            return None
        return by_reserve(self.plan.reserves, self.reserve_inputs, held)

    @property
    def gaps(self) -> Gaps | None:
        """The gap at each stage; None where the plan states no resources."""
        return self._met[0]

    @property
    def gap(self) -> Pence | None:
        """What is still to find, positive for a shortfall; None where the plan states no resources."""
        return None if self.gaps is None else self.gaps.to_find

    @cached_property
    def unbalanced(self) -> Pence | None:
        """The gap of each year, nil where the year balances; None where the plan states no resources."""
        if self.gap is None:
            return None
        return np.array([0 if self.plan.balances(pence) else pence for pence in self.gap.tolist()], np.int64)

    @property
    def change_in_gap(self) -> Pence | None:
        """Each year's gap less last year's; in the first year, its gap. None where the plan states no resources."""
        gap = self.gap
        return None if gap is None else np.diff(gap, prepend=0)

    @property
    def change_in_gap_before_reserves(self) -> Pence | None:
        """Each year's gap before reserves less last year's; in the first year, that gap. None where there is no gap."""
        return None if self.gaps is None else np.diff(self.gaps.before_reserves, prepend=0)

    @cached_property
    def financing(self) -> tuple[Financing, ...]:
        """How each capital scheme is paid for, in the plan's order."""
        if not self.plan.schemes:
            return ()
        return tuple(financing(scheme, self.plan.horizon) for scheme in self.plan.schemes)

    @cached_property
    def services(self) -> dict[Service, Pence]:
        """The net budget of each service that has lines, or has services with lines, in file order."""
        found: dict[Service, Pence] = {}
        for line, net in zip(self.plan.lines, self.line_net_budget, strict=True):
            for service in reversed(tuple(line.service.up)):
                found[service] = found[service] + net if service in found else net
        return found


def project(plan: Plan) -> Projection:
    """Roll a checked plan forward; raise `InputError` where its amounts are too large to add exactly."""
    changes = (*plan.changes, *driven_changes(plan))
    inputs = inputs_of(plan, changes)
    try:
        spending = roll_forward(inputs)
        projection = Projection(plan=plan, changes=changes, inputs=inputs, spending=spending)
        _ = projection.funding
    except OverflowError as error:
        raise InputError([too_large(plan)]) from error
    return projection


def too_large(plan: Plan) -> Problem:
    """Return the problem of amounts that are too large to add exactly."""
    largest = max(plan.lines, key=lambda line: abs(line.base))
    return Problem(
        place=largest.place.at("base"),
        what=f"the plan's amounts and rates are too large to add exactly over {show_duration(len(plan.horizon) * MONTHS_IN_A_YEAR)}",
        expected="totals below £23,000,000,000,000,000, and inflation on any line below £92,000,000,000 a year",
        fix="check the unit at the top of the plan, the largest amounts and the rates of inflation",
    )
