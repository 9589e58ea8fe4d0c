"""What a council has put by, and what it means to do with it. Amounts are pence, by year in the order of the plan's years."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from mtfp.money import share_of
from mtfp.plan.terms import Amounts
from mtfp.problems import Place
from mtfp.years import FinancialYear

ReserveClass = Literal["general", "earmarked", "ring-fenced", "memorandum"]


Bearer = Literal["council", "government", "schools"]
"""Who meets a deficit that is shown as a memorandum, once law no longer keeps it apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepMinimum:
    """Ask for the savings that keep a reserve at its minimum: from a year, the same in each or as needed, rounded up to a sum of pence."""

    from_year: FinancialYear
    equal: bool
    round_up_to: int = 1


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that a reserve may hold: pence, or a share of each year's net budget in parts per million."""

    pence: int = 0
    share: int | None = None

    def of(self, net_budget: int) -> int:
        """Return the least in a year, pence; a share of a net budget below nil is nil."""
        return self.pence if self.share is None else max(share_of(net_budget, self.share), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """One named reserve.

    `opening` is the balance on the first 1 April of the plan, or None where it is not stated. Contributions and uses are
    unsigned; those of a reserve `in_budget` are inside budget lines already. A reserve with `balances_gap` meets what
    is left of each year's gap, in the order of that number. One that is `memorandum` may be negative and is outside the gap; `borne_by` is who meets it after that.
    """

    name: str
    reserve_class: ReserveClass
    opening: int | None
    minimum: Floor = Floor()
    contributions: Amounts
    uses: Amounts
    in_budget: bool = False
    balances_gap: int | None = None
    keep: KeepMinimum | None = None
    borne_by: Bearer | None = None
    place: Place = field(compare=False, repr=False)
