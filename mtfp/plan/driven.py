"""Pressures worked out from what drives them: demand for a service, and capital paid for by borrowing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Literal, get_args

from mtfp.money import parse_number, show_number, show_written
from mtfp.plan import values
from mtfp.plan.kinds import (
    ANY_YEAR,
    NAME,
    NUMBER_SCHEMA,
    POUNDS,
    POUNDS_OF_EVERY_YEAR,
    RATES_OF_EVERY_YEAR,
    SERVICE,
    SHARE,
    TEXT,
    UNSIGNED,
    UNSIGNED_BY_YEAR,
    in_years,
)
from mtfp.plan.record import ByYear, Choice, Value, key, record
from mtfp.plan.terms import Amounts, Service, Trace
from mtfp.plan.values import Context
from mtfp.problems import MisreadError, Place
from mtfp.years import FinancialYear

Method = Literal["equal instalments", "annuity"]


_LONGEST_LIFE = 200
_ACTIVITY_PLACES = 4


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
ACTIVITY = Value(
    lambda value, _: parse_number(value, _ACTIVITY_PLACES),
    NUMBER_SCHEMA,
    lambda units: show_number(units, _ACTIVITY_PLACES),
)
_METHOD: Choice[Method] = Choice(get_args(Method))
_SPEND = ByYear(UNSIGNED, in_years, some=True)


@record
class Demand:
    """Activity times the cost of one unit. Its growth is a pressure.

    Activity is in ten-thousandths of a unit, costs in pence a year. `unit_cost` is at base-year prices, so the index of
    the line inflates it; beside `cash_unit_costs` it is the cost of the year before the plan.
    """

    reference: str = key(NAME, "Its own reference, which no change has.")
    title: str = key(NAME, "What grows, in a few words.")
    type: str = key(NAME, "The code in [types] of the pressure.")
    service: Service = key(SERVICE, "The service it belongs to.")
    line: str | None = key(
        NAME, "The line it lands on, where its service does not decide that.", default=None
    )
    base_activity: int = key(ACTIVITY, "The activity of the year before the plan.", name="activity")
    growth: Amounts | None = key(
        RATES_OF_EVERY_YEAR, "By how much it grows each year, on the year before.", default=None
    )
    activity: Amounts | None = key(
        ByYear(ACTIVITY, in_years, every=True),
        "The activity of every year.",
        default=None,
        name="forecast",
        changed="The activity of each year that differs, where the plan gives a forecast.",
    )
    unit_cost: int = key(
        POUNDS,
        "What one unit costs a year, in pounds and pence, at the prices of the year before the plan.",
        changed="What one unit costs a year, in pounds and pence, at base-year prices.",
    )
    cash_unit_costs: Amounts | None = key(
        POUNDS_OF_EVERY_YEAR,
        "What one unit costs in every year, in cash; its line has no index.",
        default=None,
        name="cash_unit_cost",
        changed="What one unit costs in each year that differs, where the plan gives that in cash.",
    )
    unit: str = key(TEXT, "What is counted.", default="")
    note: str = key(TEXT, "A note for the next reader of the file.", default="")
    traces: tuple[Trace, ...] = field(default=(), compare=False)
    place: Place = field(compare=False, repr=False)

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the demand has either growth or a forecast of its activity."""
        neither = self.growth is None
        if neither == (self.activity is None):
            raise MisreadError(
                f'demand "{self.reference}" has {"no growth and no forecast" if neither else "growth and a forecast"}',
                'growth = "3%", or forecast = the activity of every year',
                "add growth or forecast" if neither else "remove growth or forecast",
            )


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
        "Capital receipts put to it each year.",
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
        "The year the asset works from, where the charge waits for that.",
        default=None,
        name="first_year_in_use",
    )
    note: str = key(TEXT, "A note for the next reader of the file.", default="")
    traces: tuple[Trace, ...] = field(default=(), compare=False)
    place: Place = field(compare=False, repr=False)

    def paid_for(self) -> tuple[list[int], list[int]]:
        """Return the pence that grants and receipts pay for in each year, and the spending of each that they never pay for."""
        return _paid_for(self.spend, [sum(each) for each in zip(self.grants, self.receipts, strict=True)])


def _paid_for(spend: Iterable[int], received: Iterable[int]) -> tuple[list[int], list[int]]:
    """Return what is paid for in each year by what is received, and the spending of each year that is never paid for.

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
