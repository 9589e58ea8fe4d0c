"""What must be said of council tax: rises that need a referendum, those that rounding alters, and a yield that is stated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtfp.engine.projection import Projection
from mtfp.money import MILLION, differences, share_of, show_pounds, show_rate
from mtfp.plan.funding import CouncilTax, Limit
from mtfp.problems import Notice, listed

if TYPE_CHECKING:
    from mtfp.engine.funding import BandD
    from mtfp.years import Horizon


def council_tax_notices(projection: Projection) -> Iterator[Notice]:
    """Yield what is to be said of Band D, its rises and what it raises."""
    plan = projection.plan
    if plan.council_tax is None or projection.funding is None or projection.funding.band_d is None:
        return
    tax, band_d = plan.council_tax, projection.funding.band_d
    yield from _excessive_rises(tax, band_d, plan.horizon)
    yield from _rises_altered(tax, band_d, plan.horizon)
    yield from _stated_yield(tax)


def _excessive_rises(tax: CouncilTax, band_d: BandD, horizon: Horizon) -> Iterator[Notice]:
    """Yield each rise in Band D that is excessive by the limits the plan states."""
    core, precept = tax.band_d - tax.precept_in_band_d, tax.precept_in_band_d
    for n, year in enumerate(horizon):
        last, rises = core + precept, (band_d.core[n] - core, band_d.precept[n] - precept)
        limit = tax.limits.get(year)
        if limit is not None and excessive(last, *rises, limit):
            text = (
                f"Council tax rises by {show_pounds(sum(rises))} in {year}, which the limit the plan states does not allow "
                f"({_limit_words(limit)}): it needs a referendum."
            )
            yield Notice(name="referendum-needed", of="council_tax", text=text)
        core, precept = band_d.core[n], band_d.precept[n]


def excessive(last: int, core_rise: int, precept_rise: int, limit: Limit) -> bool:
    """Whether a rise in pence on last year's Band D is excessive: at or above a limiting rate, and above the sum allowed whatever the rate.

    A social care precept may be its limit, to the penny, and not more.
    """
    rise = core_rise + precept_rise
    if limit.pence is not None and rise <= limit.pence:
        return False
    return (
        (limit.core is not None and core_rise * MILLION >= limit.core * last)
        or (limit.precept is not None and precept_rise > share_of(last, limit.precept))
        or (
            limit.core is not None
            and limit.precept is not None
            and rise * MILLION >= (limit.core + limit.precept) * last
        )
        or (limit.core is None and limit.precept is None)
    )


def _rises_altered(tax: CouncilTax, band_d: BandD, horizon: Horizon) -> Iterator[Notice]:
    """Yield each rise in pounds that comes out otherwise, as Band D is rounded."""
    elements = [
        ("The core element of Band D", tax.core, band_d.core, tax.band_d - tax.precept_in_band_d),
        ("The social care precept", tax.precept, band_d.precept, tax.precept_in_band_d),
    ]
    if not any(map(any, tax.precept)) and not tax.precept_in_band_d:
        elements = [("Band D", tax.core, band_d.total, tax.band_d)]
    how = "down" if tax.down else "to the penny" if tax.multiple == 1 else f"to a multiple of {tax.multiple}p"
    for name, rises, element, before in elements:
        for year, rise, risen in zip(horizon, rises, differences(element, before), strict=True):
            if rise.pence not in (0, risen):
                came = (
                    f"{'rises' if risen > 0 else 'falls'} by {show_pounds(abs(risen))}" if risen else "stays"
                )
                text = (
                    f"{name} {came} in {year}, where {show_pounds(rise.pence)} is asked: it is rounded {how}."
                )
                yield Notice(name="rise-altered-by-rounding", of="council_tax", text=text)


def _stated_yield(tax: CouncilTax) -> Iterator[Notice]:
    if tax.stated_yield is not None:
        text = "Council tax is the yield the plan states: a rise moves Band D and the tax base it implies, and no money."
        yield Notice(name="yield-stated", of="council_tax", text=text)


def _limit_words(limit: Limit) -> str:
    rates = [
        f"less than {show_rate(limit.core)} core" if limit.core is not None else "",
        f"at most {show_rate(limit.precept)} social care precept" if limit.precept is not None else "",
    ]
    either = [
        listed(filter(None, rates)),
        f"at most {show_pounds(limit.pence)} in all" if limit.pence is not None else "",
    ]
    return ", or ".join(filter(None, either))
