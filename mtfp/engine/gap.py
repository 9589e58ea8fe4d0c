"""The gap: the net budget and what reserves add to it, less what pays for it, stage by stage."""

from __future__ import annotations

from typing import NamedTuple

from mtfp.engine.reserves import Held, ReserveInputs, hold
from mtfp.money import Pence


class Budget(NamedTuple):
    """What the gap is worked out from: (..., years) pence.

    `lasting` is the net budget without one-offs, and `recurring` the resources that have no end. Both kinds of resources
    are None where the plan states none.
    """

    net: Pence
    lasting: Pence
    resources: Pence | None
    recurring: Pence | None


class Gaps(NamedTuple):
    """The gap stage by stage, (..., years) pence, positive for a shortfall.

    `before_reserves` is the net budget, contributions to reserves, a deficit brought forward and what budget lines count
    on from a reserve that does not have it, less resources. `to_balance` is that less the uses that the plan states, and
    `to_find` that less what the reserves that balance the gap pay. `structural` is the spending that recurs less the
    resources that recur, without reserves.
    """

    before_reserves: Pence
    to_balance: Pence
    to_find: Pence
    structural: Pence


def meet(budget: Budget, reserves: ReserveInputs | None) -> tuple[Gaps | None, Held | None]:
    """Return the gap, None where no resources are stated, and the reserves beside it, None where there are none.

    A net budget of £1,050, £50 of it one-off, is paid for by £900 of lasting grant, £60 of a one-off and £30 of reserves.

    >>> from mtfp.engine.projection import project
    >>> gaps = project(plan_of('''
    ... line = [{ service = "Care", base = 1000 }]
    ... change = [{ reference = "M", type = "O", service = "Care", title = "Move", amounts."2026/27" = 50 }]
    ... stream = [{ name = "Grant", kind = "grant", amounts."2026/27" = 900 },
    ...   { name = "Bonus", kind = "grant", lasts = "one-off", amounts."2026/27" = 60 }]
    ... reserve = [{ name = "Balances", class = "general", opening = 500, uses."2026/27" = 30 }]
    ... ''', years="2026/27")).gaps
    >>> int(gaps.before_reserves[0]), int(gaps.to_find[0]), int(gaps.structural[0])  # £90, £60 and £100
    (9000, 6000, 10000)
    """
    short = None if budget.resources is None else budget.net - budget.resources
    held = None if reserves is None else hold(reserves, budget.net, short)
    if short is None or budget.recurring is None:
        return None, held
    structural = budget.lasting - budget.recurring
    if held is None:
        return Gaps(short, short, short, structural), held
    # A deficit on 1 April is a cost of the year (Local Government Finance Act 1992, s31A(2)(d), s42A), and so stands in the gap.
    to_balance = short + held.stated_cost
    to_find = to_balance - held.balancing.sum(axis=-2)
    return Gaps(to_balance + held.stated_uses, to_balance, to_find, structural), held
