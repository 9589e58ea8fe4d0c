"""Capital paid for by borrowing: its charge and its interest are a pressure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Literal, get_args

from mtfp.money import show_written
from mtfp.plan import values
from mtfp.plan.kinds import ANY_YEAR, NAME, SERVICE, SHARE, TEXT, UNSIGNED, UNSIGNED_BY_YEAR, in_years
from mtfp.plan.record import ByYear, Choice, Context, Value, key, record
from mtfp.plan.terms import Amounts, Service, Trace
from mtfp.problems import MisreadError, Place
from mtfp.years import FinancialYear

Method = Literal["equal instalments", "annuity"]

_LONGEST_LIFE = 200


def _life(value: object, _: Context) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _LONGEST_LIFE:
        raise MisreadError(
            f"{show_written(value)} is no life of an asset",
            f"the whole years over which the borrowing is repaid, from 1 to {_LONGEST_LIFE}, such as 25",
            values.without_quotes(value, f"whole years from 1 to {_LONGEST_LIFE}"),
        )
    return value


LIFE = Value(
    _life,
    {"type": "integer", "minimum": 1},
    lambda years: f"{years} year{'' if years == 1 else 's'}",
    lambda years, _: years,
)
_METHOD: Choice[Method] = Choice(get_args(Method))
_SPEND = ByYear(UNSIGNED, in_years, some=True)


@record
class Scheme:
    """Capital spending, what pays for it, and how what is borrowed is repaid."""

    reference: str = key(NAME, "Its own reference, which no change has.")
    title: str = key(NAME, "What is built or bought, in a few words.")
    type: str = key(NAME, "The code in [types] of the pressure.")
    service: Service = key(SERVICE, "The service that pays the charge and the interest.")
    line: str | None = key(
        NAME, "The line they land on, where the service does not decide that.", default=None
    )
    spend: Amounts = key(
        _SPEND, "What is spent each year.", changed="What is spent, in each year that differs."
    )
    grants: Amounts = key(
        UNSIGNED_BY_YEAR,
        "Grants received each year.",
        default=(),
        changed="Grants, in each year that differs.",
    )
    receipts: Amounts = key(
        UNSIGNED_BY_YEAR,
        "Capital receipts that pay for it each year.",
        default=(),
        changed="Capital receipts, in each year that differs.",
    )
    rate: int = key(SHARE, "The rate of interest.", changed="The rate of interest.")
    life: int = key(
        LIFE,
        "The whole years over which what is borrowed is repaid.",
        changed="The years over which it is repaid.",
    )
    method: Method = key(_METHOD, "How it is repaid.")
    in_use: FinancialYear | None = key(
        ANY_YEAR,
        "The year in which the asset comes into use, where the charge waits for that.",
        default=None,
        name="first_year_in_use",
    )
    note: str = key(TEXT, "A note for the next reader of the file.", default="")
    traces: tuple[Trace, ...] = field(default=(), compare=False)
    place: Place = field(compare=False, repr=False)

    def paid_for(self) -> tuple[list[int], list[int]]:
        """Return by year, in pence, the spending that grants and receipts pay for, and what of the year's own they never do."""
        return _paid_for(self.spend, [sum(each) for each in zip(self.grants, self.receipts, strict=True)])


def _paid_for(spend: Iterable[int], received: Iterable[int]) -> tuple[list[int], list[int]]:
    """Return by year, in pence, the spending paid for out of what is received, and what of the year's own never is.

    A year's own spending comes first, then the earliest not yet paid for; what is left waits for later spending. So £150
    that comes a year late pays for the £100 of its own year, and for £50 of the £70 still owed for the year before.

    >>> _paid_for(spend=[100, 100], received=[30, 150])
    ([30, 150], [20, 0])
    """
    left, applied, unpaid = 0, [], []
    for spent, more in zip(spend, received, strict=True):
        there = left = left + more
        unpaid.append(spent)
        for year in (-1, *range(len(unpaid) - 1)):
            paid = min(left, unpaid[year])
            unpaid[year] -= paid
            left -= paid
        applied.append(there - left)
    return applied, unpaid
