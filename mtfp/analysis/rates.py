"""Rates beyond the usual: inflation, growth in demand, interest, rises in Band D and collection rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mtfp.analysis.band_d import odd_rises
from mtfp.engine.projection import Projection
from mtfp.money import show_rate
from mtfp.plan.model import Plan
from mtfp.problems import Notice, Place
from mtfp.years import FinancialYear, listed_by_year

LOW, HIGH = -100_000, 150_000
"""The rates between which nothing is asked: -10% and 15%, in parts per million."""
TINY = 1_000
"""A rate below this, 0.1%, may be a fraction with a per cent sign after it: 0.025% for 2.5%."""
COLLECTED = 800_000
"""Councils collect more than this share of council tax, 80%."""


class Rates(NamedTuple):
    """The rates of a record by year: how a sentence names them, its name, and its place."""

    what: str
    of: str
    place: Place
    by_year: Mapping[FinancialYear, int]

    def notice(self, odd: Mapping[FinancialYear, int], beyond: str) -> Iterator[Notice]:
        """Yield a notice of the rates that are odd, if any are."""
        if odd:
            text = f"{self.what} is {listed_by_year(odd, show_rate)}, {beyond}: check it."
            yield Notice(
                name="rate-out-of-range", of=self.of, text=text, place=self.place, figures=tuple(odd.values())
            )


def odd_rates(projection: Projection) -> Iterator[Notice]:
    """Tell of each rate below -10%, above 15%, or so near nil that it may be a fraction."""
    plan = projection.plan
    yield from odd_rises(projection, LOW, HIGH)
    for rates in _of_plan(plan):
        far = {year: rate for year, rate in rates.by_year.items() if not LOW <= rate <= HIGH}
        near = {year: rate for year, rate in rates.by_year.items() if 0 < abs(rate) < TINY}
        yield from rates.notice(far, f"beyond {show_rate(LOW)} to {show_rate(HIGH)}")
        yield from rates.notice(near, f"less than {show_rate(TINY)}")
    for scheme in plan.schemes:
        said = f"above {show_rate(HIGH)}" if scheme.rate > HIGH else f"less than {show_rate(TINY)}"
        if scheme.rate > HIGH or 0 < scheme.rate < TINY:
            yield Notice(
                name="rate-out-of-range",
                of=scheme.reference,
                text=f"Interest on {scheme.reference} is {show_rate(scheme.rate)}, {said}: check it.",
                place=scheme.place,
                figures=(scheme.rate,),
            )
    tax = plan.council_tax
    if tax is not None and tax.collection_rate is not None:
        by_year = dict(zip(plan.horizon, tax.collection_rate, strict=True))
        little = {year: rate for year, rate in by_year.items() if rate < COLLECTED}
        rates = Rates("The collection rate", "council_tax", tax.place.at("collection_rate"), by_year)
        yield from rates.notice(little, f"less than {show_rate(COLLECTED)}")


def _of_plan(plan: Plan) -> Iterator[Rates]:
    for index in plan.indices.values():
        by_year = dict(zip(plan.horizon, index.rates, strict=False))
        yield Rates(f"Index {index.name}", index.name, index.place, by_year)
    for demand in plan.demands:
        by_year = dict(zip(plan.horizon, demand.growth or (), strict=False))
        yield Rates(f"Growth of {demand.reference}", demand.reference, demand.place, by_year)
