"""Capital financing: what a scheme borrows, its charge to revenue, and the interest. Whole pence throughout."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from mtfp.engine.driven import bare_change, with_movements
from mtfp.money import MILLION, differences, divide
from mtfp.plan.changes import Change
from mtfp.plan.driven import Scheme
from mtfp.plan.model import Plan
from mtfp.years import Horizon


class Financing(NamedTuple):
    """How a scheme is paid for, in unsigned pence by year from the first of the plan.

    `applied` is what grants and receipts pay for in the year, `borrowed` the part of the year's spending that none of
    them ever pays for, `charge` what is set aside to repay it, and `balance` what is not yet paid for at the year's end:
    last year's + spend - applied - charge.
    """

    spend: tuple[int, ...]
    applied: tuple[int, ...]
    borrowed: tuple[int, ...]
    charge: tuple[int, ...]
    interest: tuple[int, ...]
    balance: tuple[int, ...]


def financing(scheme: Scheme, horizon: Horizon, years: int | None = None) -> Financing:
    """Return the financing of each year of the plan, or of so many years from its first."""
    count = len(horizon) if years is None else years
    known = max(count, len(scheme.spend))
    spend = _padded(scheme.spend, known)
    applied, borrowed = (_padded(each, known) for each in scheme.paid_for())
    charge = _charges(scheme, horizon, borrowed)
    balance = list(accumulate(s - a - c for s, a, c in zip(spend, applied, charge, strict=True)))
    interest = [
        divide(scheme.rate * (2 * opening + spent - paid), 2 * MILLION)
        for opening, spent, paid in zip([0, *balance], spend, applied, strict=False)
    ]
    return Financing(*(tuple(each[:count]) for each in (spend, applied, borrowed, charge, interest, balance)))


def financing_over_life(scheme: Scheme, horizon: Horizon) -> Financing:
    """Return the financing of every year up to the last charge; the charges then sum to what was borrowed."""
    last_year_with_none = max(len(horizon) - 1, _first_in_use(scheme, horizon))
    return financing(scheme, horizon, last_year_with_none + 1 + scheme.life)


def scheme_change(scheme: Scheme, plan: Plan) -> Change:
    """Return the recurring change that the charge and the interest of a scheme come to, by year of the plan.

    Raises `InputError` for a pressure beyond £100bn.
    """
    paid = financing(scheme, plan.horizon)
    costs = [charge + interest for charge, interest in zip(paid.charge, paid.interest, strict=True)]
    return with_movements(bare_change(scheme), differences(costs), plan)


def _charges(scheme: Scheme, horizon: Horizon, borrowed: Sequence[int]) -> list[int]:
    """Return the charge of each year: every year's borrowing is repaid over the life, from the year after it is in use."""
    charges = [0] * len(borrowed)
    in_use = _first_in_use(scheme, horizon)
    for year, pence in enumerate(borrowed):
        first = max(year, in_use) + 1
        if pence and first < len(charges):
            repaid = _repaid(scheme, pence, len(charges) - first)
            for n, charge in enumerate(differences(repaid)):
                charges[first + n] += charge
    return charges


def _repaid(scheme: Scheme, borrowed: int, years: int) -> list[int]:
    """Return how much of one year's borrowing is repaid after 1, 2, ... of the first so many years of the charge."""
    counts = range(1, min(years, scheme.life) + 1)
    if scheme.method == "equal instalments" or not scheme.rate:
        return [divide(borrowed * k, scheme.life) for k in counts]
    grown = [(MILLION + scheme.rate) ** k - MILLION**k for k in (*counts, scheme.life)]
    return [divide(borrowed * grown[k - 1] * MILLION ** (scheme.life - k), grown[-1]) for k in counts]


def _first_in_use(scheme: Scheme, horizon: Horizon) -> int:
    return 0 if scheme.in_use is None else horizon.index(scheme.in_use)


def _padded(amounts: Sequence[int], count: int) -> list[int]:
    return [*amounts[:count], *(0 for _ in range(count - len(amounts)))]
