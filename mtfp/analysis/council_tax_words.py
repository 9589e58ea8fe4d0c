"""What must be said of council tax: rises that need a referendum or that rounding alters, and yields that are stated."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.engine.council_tax import BandD, excessive_rises, raised
from mtfp.engine.projection import Projection
from mtfp.money import differences, show_pounds, show_rate
from mtfp.plan.council_tax import CouncilTax, Limit
from mtfp.plan.terms import Amounts
from mtfp.problems import Notice, listed
from mtfp.years import Horizon


def council_tax_notices(projection: Projection) -> Iterator[Notice]:
    """Yield what must be said of Band D, its rises and what it raises."""
    plan = projection.plan
    tax, band_d = plan.council_tax, projection.band_d
    if tax is None or band_d is None:
        return
    said = {
        "referendum-needed": _excessive_rises(tax, band_d, plan.horizon),
        "no-limit": _no_limit(tax),
        "limit-not-stated": _limit_not_stated(tax, band_d, plan.horizon),
        "rise-altered-by-rounding": _rises_altered(tax, band_d, plan.horizon),
        "yield-stated": _stated_yield(tax, band_d, plan.horizon),
    }
    for name, texts in said.items():
        place = tax.place if name in ("referendum-needed", "limit-not-stated") else None
        yield from (Notice(name=name, of="council_tax", text=text, place=place) for text in texts)


def _excessive_rises(tax: CouncilTax, band_d: BandD[Amounts], horizon: Horizon) -> Iterator[str]:
    of = "Council tax, with special expenses averaged in," if any(band_d.special) else "Council tax"
    for year, last, rise, limit in excessive_rises(tax, band_d, horizon):
        usual = last == tax.band_d or year != horizon.first
        on = "" if usual else f", on the {show_pounds(last)} it is tested against"
        yield (
            f"{of} rises by {show_pounds(rise)} in {year}{on}, which the limit the plan states does not allow "
            f"({_limit_words(limit)}): it needs a referendum."
        )


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


def _no_limit(tax: CouncilTax) -> Iterator[str]:
    if tax.no_limit:
        yield f"No limit holds for the rise in council tax: {tax.no_limit.rstrip('.')}."


def _limit_not_stated(tax: CouncilTax, band_d: BandD[Amounts], horizon: Horizon) -> Iterator[str]:
    # Of the year to be set alone: limits are announced a year at a time (docs/decisions/0030).
    if not tax.no_limit and horizon.first not in tax.limits and band_d.total[0] > tax.band_d:
        yield (
            f"The plan states no limit for the rise in council tax in {horizon.first}, so nothing says whether it needs a "
            "referendum."
        )


def _rises_altered(tax: CouncilTax, band_d: BandD[Amounts], horizon: Horizon) -> Iterator[str]:
    """Yield a sentence for each rise that the rounding of Band D alters.

    That is a rise in pounds that comes to another sum, and one in per cent that comes to nothing or to a fall.
    """
    elements = [
        ("The core element of Band D", tax.core, band_d.core, tax.band_d - tax.precept_in_band_d),
        ("The social care precept", tax.precept, band_d.precept, tax.precept_in_band_d),
    ]
    if not any(map(any, tax.precept)) and not tax.precept_in_band_d:
        elements = [("Band D", tax.core, band_d.total, tax.band_d)]
    multiple = tax.rounding.multiple
    how = (
        "down" if tax.rounding.down else "to the penny" if multiple == 1 else f"to a multiple of {multiple}p"
    )
    for name, rises, element, before in elements:
        for year, rise, risen in zip(horizon, rises, differences(element, before), strict=True):
            if rise.pence not in (0, risen) or (rise.rate and rise.rate * risen <= 0):
                came = (
                    f"{'rises' if risen > 0 else 'falls'} by {show_pounds(abs(risen))}" if risen else "stays"
                )
                asked = show_pounds(rise.pence) if rise.pence else show_rate(rise.rate)
                yield f"{name} {came} in {year}, where {asked} is asked: it is rounded {how}."


def _stated_yield(tax: CouncilTax, band_d: BandD[Amounts], horizon: Horizon) -> Iterator[str]:
    if tax.stated_yield is None:
        return
    if tax.tax_base is None:
        yield "Council tax is the yield the plan states: a rise moves Band D and the tax base it implies, and no money."
        return
    worked = map(raised, tax.tax_base, band_d.total)
    apart = [
        f"{show_pounds(abs(pence - product))} {'more' if pence > product else 'less'} in {year}"
        for year, pence, product in zip(horizon, tax.stated_yield, worked, strict=True)
        if pence != product
    ]
    if apart:
        yield (
            "Council tax is the yield the plan states. Against tax base times Band D it is "
            f"{listed(apart, most=60)}, as rounding of the base explains."
        )
