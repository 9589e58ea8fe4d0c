"""Questions about council tax: a Band D or tax base out of scale, and rises beyond the usual."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.engine.council_tax import raised
from mtfp.engine.projection import Projection
from mtfp.money import MILLION, divide, show_pounds, show_rate
from mtfp.plan.council_tax import CouncilTax, show_homes
from mtfp.problems import Notice, Place, listed

_FEWEST, _MOST = 1_000, 10_000_000
"""The homes between which a tax base that Band D and a yield imply is not asked about."""


def implied_base(projection: Projection) -> Iterator[Notice]:
    """Yield a notice where Band D and a stated yield imply a tax base that no council has."""
    tax = projection.plan.council_tax
    if tax is None or tax.stated_yield is None or tax.tax_base is not None:
        return
    raised = tax.stated_yield[0]
    homes = divide(raised, tax.band_d)
    meant = divide(tax.band_d, 1_000) if homes < _FEWEST else tax.band_d * 1_000
    if raised > 0 and meant and not _FEWEST <= homes <= _MOST and _FEWEST <= divide(raised, meant) <= _MOST:
        bound = f"fewer than {_FEWEST:,}" if homes < _FEWEST else f"more than {_MOST:,}"
        yield Notice(
            name="out-of-scale",
            of="council_tax",
            text=f"Band D is {show_pounds(tax.band_d)}, at which council tax of {show_pounds(raised)} is that of a tax base "
            f"of {homes:,}, {bound}: is {show_pounds(meant)} meant?",
            place=tax.place.at("band_d"),
            figures=(tax.band_d,),
        )


def jumps(projection: Projection) -> Iterator[Notice]:
    """Yield a notice of a tax base that is ten times that of the year before, or a tenth of it."""
    tax = projection.plan.council_tax
    homes = None if tax is None else tax.tax_base or tax.gross_base
    if tax is None or homes is None:
        return
    odd = [
        (f"{show_homes(now)} in {year} after {show_homes(last)}", raised(now, tax.band_d))
        for year, last, now in zip([*projection.plan.horizon][1:], homes, homes[1:], strict=False)
        if now >= _TENFOLD * last or last >= _TENFOLD * now
    ]
    if odd:
        raises = listed((show_pounds(pence) for _, pence in odd), most=20)
        yield Notice(
            name="out-of-scale",
            of="council_tax",
            text=f"The tax base is {listed((said for said, _ in odd), most=20)}, which at a Band D of {show_pounds(tax.band_d)} "
            f"raises {raises}: check it.",
            place=tax.place.at("gross_base" if tax.tax_base is None else "tax_base"),
            figures=tuple(pence for _, pence in odd),
        )


_TENFOLD = 10


def odd_rises(projection: Projection, low: int, high: int) -> Iterator[Notice]:
    """Yield a notice of rises in Band D that are below the rate `low` or above `high`, stated as rates or in pounds."""
    tax, band_d = projection.plan.council_tax, projection.band_d
    if tax is None or band_d is None:
        return
    totals = (tax.band_d, *band_d.total)
    odd = []
    for year, last, now in zip(projection.plan.horizon, totals, totals[1:], strict=False):
        rate = divide((now - last) * MILLION, last)
        if not low <= rate <= high:
            odd.append((rate, f"{show_pounds(now - last)} on {show_pounds(last)} in {year}"))
    if odd:
        yield Notice(
            name="rate-out-of-range",
            of="council_tax",
            text=f"The rise in Band D is {listed((said for _, said in odd), most=20)}, beyond {show_rate(low)} to "
            f"{show_rate(high)}: check it.",
            place=_place_of_rises(tax),
            figures=tuple(rate for rate, _ in odd),
        )


def _place_of_rises(tax: CouncilTax) -> Place:
    return tax.place.at("core") if any(map(any, tax.core)) else tax.place.at("precept")
