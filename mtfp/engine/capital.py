"""Capital financing: what a scheme borrows, its charge to revenue, and the interest. Whole pence throughout."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from mtfp.money import MILLION, differences, divide
from mtfp.plan.capital import Scheme
from mtfp.years import Horizon


class Financing(NamedTuple):
    """How a scheme is paid for, in pence by year from the first of the plan; nothing has a sign.

    `applied` is what grants and receipts pay for in the year. `borrowed` is the part of the year's spending that they
    never pay for, and `charge` what revenue sets aside to repay it. `balance` is what is not paid for at the year's end:
    last year's + spend - applied - charge.
    """

    spend: tuple[int, ...]
    applied: tuple[int, ...]
    borrowed: tuple[int, ...]
    charge: tuple[int, ...]
    interest: tuple[int, ...]
    balance: tuple[int, ...]


def financing(scheme: Scheme, horizon: Horizon) -> Financing:
    """Return the financing of each year of the plan; in one of as many years as it takes, charges add up to what was borrowed."""
    years = len(horizon)
    spend = _padded(scheme.spend, years)
    applied, borrowed = (_padded(each, years) for each in scheme.paid_for())
    # Late grants and receipts repay what was borrowed until then, and never take the place of a charge (docs/decisions/0016).
    charge = _charges(scheme, horizon, borrowed)
    balance = list(accumulate(s - a - c for s, a, c in zip(spend, applied, charge, strict=True)))
    interest = [
        _interest(scheme.rate, opening, spent - paid)
        for opening, spent, paid in zip([0, *balance], spend, applied, strict=False)
    ]
    return Financing(*map(tuple, (spend, applied, borrowed, charge, interest, balance)))


def scheme_pressures(scheme: Scheme, horizon: Horizon) -> tuple[int, ...]:
    """Return by how much the charge and the interest of a scheme rise in each year of the plan, in pence."""
    paid = financing(scheme, horizon)
    return differences(
        [charge + interest for charge, interest in zip(paid.charge, paid.interest, strict=True)]
    )


def _interest(rate: int, opening: int, borrowed: int) -> int:
    """Return a year's interest in pence: on the 1 April balance, and from mid-year on what is borrowed in the year.

    10% of £1,000 and of half of £200 is £110.

    >>> _interest(100_000, opening=1_000_00, borrowed=200_00)
    11000
    """
    return divide(rate * (2 * opening + borrowed), 2 * MILLION)


def _charges(scheme: Scheme, horizon: Horizon, borrowed: Sequence[int]) -> list[int]:
    """Return the charge of each year in pence. Each year's borrowing is repaid over the life, from the April after.

    Where a first year in use is stated, no charge is made before the April after that.
    """
    charges = [0] * len(borrowed)
    in_use = _first_in_use(scheme, horizon)
    rate = 0 if scheme.method == "equal instalments" else scheme.rate
    for year, pence in enumerate(borrowed):
        first = max(year, in_use) + 1
        if pence and first < len(charges):
            repaid = _repaid(pence, scheme.life, rate, len(charges) - first)
            for n, charge in enumerate(differences(repaid)):
                charges[first + n] += charge
    return charges


def _repaid(borrowed: int, life: int, rate: int, years: int) -> list[int]:
    """Return how much of what one year borrowed is repaid after 1, 2, ... years of the charge, in pence.

    As an annuity at 10% over 3 years, £3,310 is repaid by £1,000, £1,100 and £1,210. At a rate of nil it is repaid in
    equal instalments. The running total is what is rounded, so the charges add up to what was borrowed.

    >>> differences(_repaid(3_310_00, life=3, rate=100_000, years=3))
    (100000, 110000, 121000)
    >>> differences(_repaid(100_00, life=3, rate=0, years=3))
    (3333, 3334, 3333)
    """
    counts = range(1, min(years, life) + 1)
    if not rate:
        return [divide(borrowed * k, life) for k in counts]
    grown = [(MILLION + rate) ** k - MILLION**k for k in (*counts, life)]
    return [divide(borrowed * grown[k - 1] * MILLION ** (life - k), grown[-1]) for k in counts]


def _first_in_use(scheme: Scheme, horizon: Horizon) -> int:
    return 0 if scheme.in_use is None else horizon.index(scheme.in_use)


def _padded(amounts: Sequence[int], count: int) -> list[int]:
    return [*amounts[:count], *(0 for _ in range(count - len(amounts)))]
