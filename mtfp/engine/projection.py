"""A plan rolled forward: every figure in pence, spending positive, each driver kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mtfp.engine.inputs import Inputs, inputs_of
from mtfp.engine.spending import Spending, roll_forward
from mtfp.money import Pence
from mtfp.plan.model import Plan, Service
from mtfp.problems import InputError, Problem


@dataclass(frozen=True, kw_only=True, eq=False)
class Projection:
    """A plan with its figures. Every series is (years,) int64 pence unless said otherwise."""

    plan: Plan
    inputs: Inputs
    spending: Spending

    @cached_property
    def net_budget(self) -> Pence:
        """Closing budgets of all lines, and the one-offs of the year."""
        total: Pence = self.line_net_budget.sum(axis=0)
        return total

    @cached_property
    def line_net_budget(self) -> Pence:
        """The net budget of each line: (lines, years)."""
        net: Pence = self.spending.closing + self.inputs.one_offs.sum(axis=0)
        return net

    @property
    def gap(self) -> Pence | None:
        """Net budget less resources, positive for a shortfall; None where the plan states no resources."""
        return None if self.inputs.cash_limit is None else self.net_budget - self.inputs.cash_limit

    @property
    def change_in_gap(self) -> Pence | None:
        """The gap less last year's; the first year's is its gap."""
        gap = self.gap
        return None if gap is None else np.diff(gap, prepend=0)

    @cached_property
    def services(self) -> dict[Service, Pence]:
        """The net budget of each service at or above a line, in file order."""
        found: dict[Service, Pence] = {}
        for line, net in zip(self.plan.lines, self.line_net_budget, strict=True):
            for service in reversed(tuple(line.service.up)):
                found[service] = found[service] + net if service in found else net
        return found


def project(plan: Plan) -> Projection:
    """Roll a checked plan forward; raise `InputError` where its amounts are too large to add exactly."""
    inputs = inputs_of(plan)
    try:
        spending = roll_forward(inputs)
    except OverflowError as error:
        raise InputError([_too_large(plan)]) from error
    return Projection(plan=plan, inputs=inputs, spending=spending)


def _too_large(plan: Plan) -> Problem:
    largest = max(plan.lines, key=lambda line: abs(line.base))
    return Problem(
        place=largest.place.at("base"),
        what=f"the plan's amounts and rates are too large to add exactly over {len(plan.horizon)} years",
        expected="totals below £23,000,000,000,000,000, and inflation on any line below £92,000,000,000 a year",
        fix="check the unit at the top of the plan, the largest amounts and the rates of inflation",
    )
