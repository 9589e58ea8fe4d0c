"""Pressures worked out from what drives them: demand for a service, and capital paid for by borrowing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from mtfp.plan.terms import Amounts, Service, Trace
from mtfp.problems import Place
from mtfp.years import FinancialYear

Method = Literal["equal instalments", "annuity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Activity by year at a cost of each unit.

    `base_activity` and `activity` are in ten-thousandths of a unit; `growth`, parts per million by year, stands in
    place of `activity`. `unit_cost` is pence a year at base-year prices, so the index of the line inflates it; with
    `cash_unit_costs`, pence by year in cash, it is the unit cost of the year before the plan.
    """

    reference: str
    title: str
    type: str
    service: Service
    line: str | None = None
    base_activity: int
    growth: tuple[int, ...] | None = None
    activity: tuple[int, ...] | None = None
    unit_cost: int
    cash_unit_costs: Amounts | None = None
    unit: str = ""
    note: str = ""
    traces: tuple[Trace, ...] = ()
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Capital spending by year, what grants and receipts pay for, and how the rest is borrowed and repaid.

    `rate` is parts per million a year, `life` years. `in_use` is the first year the asset works, where the charge waits for it.
    """

    reference: str
    title: str
    type: str
    service: Service
    line: str | None = None
    spend: Amounts
    grants: Amounts
    receipts: Amounts
    life: int
    method: Method
    rate: int
    in_use: FinancialYear | None = None
    note: str = ""
    traces: tuple[Trace, ...] = ()
    place: Place = field(compare=False, repr=False)

    def paid_for(self) -> tuple[list[int], list[int]]:
        """Return the pence that grants and receipts pay for in each year, and what they never pay for of its spending.

        A year's own spending comes first, then the earliest that is not yet paid for; what is left waits for later spending.
        """
        left, applied, unpaid = 0, [], []
        for spent, grant, receipt in zip(self.spend, self.grants, self.receipts, strict=True):
            there = left = left + grant + receipt
            unpaid.append(spent)
            for year in (-1, *range(len(unpaid) - 1)):
                paid = min(left, unpaid[year])
                unpaid[year] -= paid
                left -= paid
            applied.append(there - left)
        return applied, unpaid
