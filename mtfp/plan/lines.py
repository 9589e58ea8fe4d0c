"""The lines of the base net budget, and the indices they rise by: amounts in pence, spending positive and income negative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from mtfp.frozen import fill
from mtfp.plan import values
from mtfp.plan.kinds import (
    AMOUNT,
    AMOUNT_IN_YEARS,
    AMOUNTS_OF_EVERY_YEAR,
    NAME,
    RATE,
    SERVICE,
    TEXT,
    YES_OR_NO,
    in_years,
)
from mtfp.plan.record import ByYear, Context, key, record
from mtfp.plan.terms import Amounts, Service
from mtfp.problems import MisreadError, Place, Problem
from mtfp.years import FinancialYear

_RATES = ByYear(RATE, in_years, alike=True)


@record
class BudgetLine:
    """One line of the base net budget.

    `base` is pence as approved for the year before the plan, net of income. `gross` is the spending in it, where stated,
    and `one_off_in_base` the part that ends with that year. A year's inflation is the rate of `index`, or the amount in
    `inflation`. A line that `counts` is no total of the lines above or below it, whatever it looks like.
    """

    service: Service = key(SERVICE, "Where the line stands: a name, or a path with >.")
    base: int = key(AMOUNT, "The net budget approved for the year before the plan.")
    reference: str = key(NAME, "A name of its own; the service when left out.", default="")
    title: str = key(NAME, "What the line is called; the last part of the service when left out.", default="")
    index: str | None = key(
        NAME, "The index it rises by; none means no inflation but what is stated.", default=None
    )
    inflation: Mapping[FinancialYear, int] = key(
        AMOUNT_IN_YEARS, "Amounts of inflation by year, instead of the index's rate.", default={}
    )
    one_off_in_base: int = key(
        AMOUNT, "The part of the base that ends with that year, and does not inflate.", default=0
    )
    takes_changes: bool = key(
        YES_OR_NO, "Where several lines share a service, the one its changes land on.", default=False
    )
    counts: bool = key(
        YES_OR_NO,
        "Whether it is a line of its own, although it looks like a total of those above or below it.",
        default=False,
    )
    gross: int | None = key(
        AMOUNT,
        "The spending in the base before income: it is printed, and in no sum of the plan.",
        default=None,
    )
    base_by_year: Amounts | None = key(
        AMOUNTS_OF_EVERY_YEAR,
        "The last plan's figure for every year, where each year of the line starts from that.",
        default=None,
    )
    note: str = key(TEXT, "A note for the next reader of the file.", default="")
    place: Place = field(compare=False, repr=False)

    def __post_init__(self) -> None:
        """Name the line after its service where it has no name. Raise `MisreadError` where it would inflate twice."""
        if not (self.reference and self.title):
            fill(
                self, reference=self.reference or str(self.service), title=self.title or self.service.path[-1]
            )
        if self.base_by_year is not None and self.index is not None:
            raise MisreadError(
                f'line "{self.reference}" has a base of each year and rises by index {self.index}',
                "base_by_year without an index: the figures of the last plan hold its inflation",
                "remove index, or base_by_year",
            )


@record
class Index:
    """What lines rise by: rates of inflation, or for one line alone a sum of money each year.

    Rates are in parts per million, the sum in pence. With a `label` its inflation has a row of its own.
    """

    name: str
    stated_rates: tuple[int, ...] | None = key(
        _RATES, 'One rate for every year, or every year\'s own: "2.5%".', default=None, name="rates"
    )
    provision: Amounts | None = key(
        AMOUNTS_OF_EVERY_YEAR,
        "A sum of money for inflation in every year, in place of rates, for one line.",
        default=None,
        name="amounts",
    )
    label: str = key(TEXT, "The name of a row of its own in the roll-forward.", default="")
    place: Place = field(compare=False, repr=False)

    @property
    def rates(self) -> tuple[int, ...]:
        """The rate of each year in parts per million; nil where the index is a sum of money."""
        return (0,) * len(self.provision or ()) if self.stated_rates is None else self.stated_rates

    @staticmethod
    def check_written(held: Mapping[str, Any], place: Place, context: Context) -> Iterator[Problem]:
        """Yield a problem unless the index has either rates or amounts, and a rate for every year: none is assumed."""
        rates, amounts = "rates" in held, "amounts" in held
        if rates == amounts:
            yield Problem(
                place=place,
                what=f"this index has {'both' if rates else 'neither'} rates {'and' if rates else 'nor'} amounts",
                expected='rates = "2.5%", or amounts = a sum for every year',
                fix="remove rates or amounts" if rates else "add rates or amounts",
            )
        elif isinstance(held.get("rates"), dict):
            stated = {FinancialYear.parse(label) for label in held["rates"]}
            missing = values.years_left_out(stated, context.horizon)
            if missing:
                yield Problem(
                    place=place.at("rates"),
                    what=f"index {values.name(place.key[-1])} says nothing of {missing}",
                    expected=f"every year of {context.horizon}, or one rate for all of them",
                    fix=f"add {missing}",
                )
