"""Reserves year by year: what is put in, what the plan means to use and can, and what pays to balance the gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mtfp.money import Pence, summed
from mtfp.plan.reserves import Reserve
from mtfp.plan.terms import Amounts


class ReserveHeld(NamedTuple):
    """One reserve by year, in pence without signs: closing = opening + made_good + contributions - uses - balancing, always.

    `made_good` is the general fund's deficit on the first 1 April, which the first year's budget meets. `asked` is the use
    that the plan states and `uses` the part of it that was there; `balancing` is what it pays of the gap that is left. No
    use takes it below `minimum`. Opening and closing are None where the opening balance is not stated.
    """

    opening: Amounts | None
    made_good: Amounts
    contributions: Amounts
    asked: Amounts
    uses: Amounts
    balancing: Amounts
    minimum: Amounts
    closing: Amounts | None


class ReservesHeld(NamedTuple):
    """Every reserve, in the plan's order, and what they do to the gap by year, in pence without signs.

    `contributions` and `uses` leave out memorandum reserves and what budget lines hold already. `not_there` is what lines
    count on from a reserve that does not have it. `deficit` is what the first year makes good.
    """

    each: tuple[ReserveHeld, ...]
    deficit: Amounts
    contributions: Amounts
    uses: Amounts
    not_there: Amounts
    balancing: Amounts

    @property
    def paid(self) -> Amounts:
        """What reserves pay towards the gap by year: the uses that the plan states, and what balances the gap."""
        return summed((self.uses, self.balancing), len(self.uses))

    def stated_cost(self) -> Pence:
        """Return what the movements that the plan states add to the gap, before reserves balance it: (years,) pence."""
        cost: Pence = np.array(self.contributions, dtype=np.int64) + self.deficit + self.not_there - self.uses
        return cost


class _Year(NamedTuple):
    made_good: int
    contribution: int
    asked: int
    use: int
    balancing: int
    minimum: int
    closing: int


def hold(
    reserves: Sequence[Reserve], net_budget: Sequence[int], resources: Sequence[int] | None
) -> ReservesHeld:
    """Run the reserves beside a net budget and its resources, in pence by year; without resources there is no gap to balance.

    A use never takes a reserve below its minimum: the shortfall stays in the gap. Reserves that balance the gap do so
    after every stated use, in turn.

    Of £500, £200 must stay. A use of £60 leaves £240 that may balance a gap: it pays all of £150, then £90 of £160.

    >>> plan = plan_of('''
    ... line = [{ service = "Care", base = 1000 }]
    ... reserve = [{ name = "Balances", class = "general", opening = 500, minimum = 200, uses."2026/27" = 60, balances_gap = 1 }]
    ... ''')
    >>> held = hold(plan.reserves, net_budget=[1_000_00, 1_000_00], resources=[790_00, 840_00])
    >>> held.uses, held.balancing, held.each[0].closing
    ((6000, 0), (15000, 9000), (29000, 20000))
    """
    balances = [reserve.opening or 0 for reserve in reserves]
    in_turn = sorted(
        (reserve.balances_gap, n) for n, reserve in enumerate(reserves) if reserve.balances_gap is not None
    )
    history: list[list[_Year]] = [[] for _ in reserves]
    for year, net in enumerate(net_budget):
        moved = [
            _stated(reserve, balance, net, year) for reserve, balance in zip(reserves, balances, strict=True)
        ]
        left = 0  # effects of scenario steps are taken before what follows (docs/decisions/0013)
        if resources is not None:
            left = net - resources[year] + sum(map(_cost, reserves, moved))
        for _, n in in_turn:
            use = max(min(left, moved[n].closing - moved[n].minimum), 0)
            moved[n] = moved[n]._replace(balancing=use, closing=moved[n].closing - use)
            left -= use
        balances = [each.closing for each in moved]
        for years, each in zip(history, moved, strict=True):
            years.append(each)
    return _held(reserves, history, len(net_budget))


def _stated(reserve: Reserve, opening: int, net_budget: int, year: int) -> _Year:
    """Return a reserve's year before it balances anything."""
    # A deficit of the general fund must be met from the first year's budget (Local Government Finance Act 1992, s31A(2)(d)).
    made_good = max(-opening, 0) if year == 0 and reserve.reserve_class == "general" else 0
    contribution, asked = reserve.contributions[year], reserve.uses[year]
    minimum = reserve.minimum.of(net_budget)
    there = opening + made_good + contribution
    # A memorandum, such as a schools deficit, may be negative: law keeps it apart, and it has no part in the gap.
    capped = reserve.opening is not None and reserve.reserve_class != "memorandum"
    use = min(asked, max(there - minimum, 0)) if capped else asked
    return _Year(made_good, contribution, asked, use, 0, minimum, there - use)


def _cost(reserve: Reserve, year: _Year) -> int:
    """Return what a reserve's stated movements add to the gap, in pence; a use takes from it.

    A budget line holds the movements of a reserve `in_budget` already, all but what is asked and not there.
    """
    if reserve.reserve_class == "memorandum":
        return 0
    moved = year.asked - year.use if reserve.in_budget else year.contribution - year.use
    return year.made_good + moved


def _held(reserves: Sequence[Reserve], history: Sequence[Sequence[_Year]], years: int) -> ReservesHeld:
    each = tuple(map(_one, reserves, history))
    in_gap = [
        (reserve.in_budget, held)
        for reserve, held in zip(reserves, each, strict=True)
        if reserve.reserve_class != "memorandum"
    ]
    counted = [held for in_budget, held in in_gap if not in_budget]
    missing = (
        tuple(asked - use for asked, use in zip(held.asked, held.uses, strict=True))
        for in_budget, held in in_gap
        if in_budget
    )
    return ReservesHeld(
        each=each,
        deficit=summed((held.made_good for held in each), years),
        contributions=summed((held.contributions for held in counted), years),
        uses=summed((held.uses for held in counted), years),
        not_there=summed(missing, years),
        balancing=summed((held.balancing for held in each), years),
    )


def _one(reserve: Reserve, history: Sequence[_Year]) -> ReserveHeld:
    made_good, contributions, asked, uses, balancing, minimum, closing = zip(*history, strict=True)
    return ReserveHeld(
        opening=None if reserve.opening is None else (reserve.opening, *closing[:-1]),
        made_good=made_good,
        contributions=contributions,
        asked=asked,
        uses=uses,
        balancing=balancing,
        minimum=minimum,
        closing=None if reserve.opening is None else closing,
    )
