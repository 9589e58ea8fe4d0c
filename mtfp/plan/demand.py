"""Demand for a service: growth in its activity is a pressure."""

from __future__ import annotations

from dataclasses import field

from mtfp.money import parse_number, show_number
from mtfp.plan.kinds import (
    NAME,
    NUMBER_SCHEMA,
    POUNDS,
    POUNDS_OF_EVERY_YEAR,
    RATES_OF_EVERY_YEAR,
    SERVICE,
    TEXT,
    in_years,
)
from mtfp.plan.record import ByYear, Value, key, record
from mtfp.plan.terms import Amounts, Service, Trace
from mtfp.problems import MisreadError, Place

_ACTIVITY_PLACES = 4
ACTIVITY = Value(
    lambda value, _: parse_number(value, _ACTIVITY_PLACES),
    NUMBER_SCHEMA,
    lambda units: show_number(units, _ACTIVITY_PLACES),
)


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
