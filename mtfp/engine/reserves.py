"""Reserves year by year: what is put in, what the plan means to use and can, and what pays to balance the gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtfp.money import Pence, share_of, summed
from mtfp.plan.reserves import Reserve
from mtfp.plan.terms import Amounts


class ReserveInputs(NamedTuple):
    """What the reserves need, in the plan's order.

    opening: (..., reserves) pence on the first 1 April, nil where it is not stated. minimum: (..., reserves, 1) pence,
    beside which minimum_share, in parts per million, is of the net budget. contributions, uses: (..., reserves, years) pence.

    general, capped, counted, inside: (..., reserves), whether a deficit on the first 1 April is made good, whether a use
    stops at the minimum, whether its movements count in the gap, and whether budget lines hold these. in_turn: the
    positions of those that balance the gap, the first first.
    """

    opening: Pence
    minimum: Pence
    minimum_share: Pence
    contributions: Pence
    uses: Pence
    general: NDArray[np.bool_]
    capped: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    in_turn: tuple[int, ...]


class Held(NamedTuple):
    """Every reserve by year, in pence without signs: (..., reserves, years), each part as `ReserveHeld` has it.

    `stated_cost` is what the movements that the plan states add to the gap before any reserve balances it, and
    `stated_uses` what uses take from it there: (..., years).
    """

    opening: Pence
    made_good: Pence
    uses: Pence
    balancing: Pence
    minimum: Pence
    closing: Pence
    stated_cost: Pence
    stated_uses: Pence


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

    @property
    def missing(self) -> Amounts:
        """What of the stated use is not there."""
        return tuple(map(int.__sub__, self.asked, self.uses))


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


def hold(reserves: ReserveInputs, net_budget: Pence, short: Pence | None) -> Held:
    """Run the reserves beside a net budget, and what it is short of by its resources: (..., years) pence; None for no resources.

    A use never takes a reserve below its minimum: the shortfall stays in the gap. Reserves that balance the gap do so
    after every stated use, in turn.

    Of £500, £200 must stay. A use of £60 leaves £240 that may balance a gap: it pays all of £150, then £90 of £160.

    >>> from mtfp.engine.inputs import reserves_of
    >>> plan = plan_of('''
    ... line = [{ service = "Care", base = 1000 }]
    ... reserve = [{ name = "Balances", class = "general", opening = 500, minimum = 200, uses."2026/27" = 60, balances_gap = 1 }]
    ... ''')
    >>> net_budget, short = np.array([1_000_00, 1_000_00]), np.array([210_00, 160_00])
    >>> held = hold(reserves_of(plan.reserves, years=2), net_budget, short)
    >>> held.uses.tolist(), held.balancing.tolist(), held.closing.tolist()
    ([[6000, 0]], [[15000, 9000]], [[29000, 20000]])
    """
    of, minimum = reserves, least(reserves.minimum, reserves.minimum_share, net_budget)
    shape = np.broadcast_shapes(minimum.shape, of.uses.shape)
    opening, made_good, uses, balancing, closing = (np.zeros(shape, dtype=np.int64) for _ in range(5))
    stated_cost = np.zeros((*shape[:-2], shape[-1]), dtype=np.int64)
    # A deficit of the general fund must be met from the first year's budget (Local Government Finance Act 1992, s31A(2)(d)).
    made_good[..., 0] = np.where(of.general, np.maximum(-of.opening, 0), 0)
    balance = of.opening
    for year in range(shape[-1]):
        put_in, asked, kept = of.contributions[..., year], of.uses[..., year], minimum[..., year]
        there = balance + made_good[..., year] + put_in
        use = np.where(of.capped, np.minimum(asked, np.maximum(there - kept, 0)), asked)
        # A budget line holds the movements of a reserve that is inside it already, all but what is asked and not there.
        moved = made_good[..., year] + of.counted * (put_in - use) + of.inside * (asked - use)
        stated_cost[..., year] = moved.sum(axis=-1)
        opening[..., year], uses[..., year], closing[..., year] = balance, use, there - use
        balance = closing[..., year]
        if short is not None:  # effects of scenario steps are taken before what follows (docs/decisions/0013)
            left = short[..., year] + stated_cost[..., year]
            for n in of.in_turn:
                pays = np.maximum(np.minimum(left, balance[..., n] - kept[..., n]), 0)
                balancing[..., n, year] = pays
                balance[..., n] -= pays
                left = left - pays
    stated_uses = (of.counted[..., np.newaxis] * uses).sum(axis=-2)
    return Held(opening, made_good, uses, balancing, minimum, closing, stated_cost, stated_uses)


def least(minimum: Pence, share: Pence, net_budget: Pence) -> Pence:
    """Return what each reserve may not go below by year: pence, and a share of the net budget, nil where that is negative.

    5% of £200 is £10.

    >>> least(np.array([[0], [700]]), np.array([[50_000], [0]]), np.array([200_00, -200_00])).tolist()
    [[1000, 0], [700, 700]]
    """
    return minimum + share_of(np.maximum(net_budget, 0)[..., np.newaxis, :], share)


def by_reserve(reserves: Sequence[Reserve], of: ReserveInputs, held: Held) -> ReservesHeld:
    """Return the reserves of one plan as whole numbers by year."""
    counted, inside = of.counted[:, np.newaxis], of.inside[:, np.newaxis]
    return ReservesHeld(
        each=tuple(
            ReserveHeld(
                opening=None if reserve.opening is None else _amounts(held.opening[n]),
                made_good=_amounts(held.made_good[n]),
                contributions=reserve.contributions,
                asked=reserve.uses,
                uses=_amounts(held.uses[n]),
                balancing=_amounts(held.balancing[n]),
                minimum=_amounts(held.minimum[n]),
                closing=None if reserve.opening is None else _amounts(held.closing[n]),
            )
            for n, reserve in enumerate(reserves)
        ),
        deficit=_amounts(held.made_good.sum(axis=0)),
        contributions=_amounts((counted * of.contributions).sum(axis=0)),
        uses=_amounts(held.stated_uses),
        not_there=_amounts((inside * (of.uses - held.uses)).sum(axis=0)),
        balancing=_amounts(held.balancing.sum(axis=0)),
    )


def _amounts(pence: Pence) -> Amounts:
    return tuple(pence.tolist())
