"""What pays, by year: Band D and council tax to the penny, and every stream with the grants moved into it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mtfp.money import LARGEST_AMOUNT, MILLION, Pence, divide, show_pounds, summed
from mtfp.plan.council_tax import CouncilTax, Rise, Rounding
from mtfp.plan.model import Plan
from mtfp.plan.terms import Amounts
from mtfp.problems import InputError, Problem
from mtfp.years import FinancialYear, Horizon

HUNDREDTHS = 100
"""A tax base is counted in hundredths of a Band D equivalent."""


class BandD(NamedTuple):
    """Band D by year, its two elements, the tax base it is charged on and what it raises: pence, the tax base in hundredths.

    Where only a yield is stated, the tax base is the one it implies. `special` is what special expenses raise beside it,
    and `average` is Band D with those averaged over the tax base.
    """

    total: Amounts
    core: Amounts
    precept: Amounts
    tax_base: Amounts
    income: Amounts
    special: Amounts
    average: Amounts


class Funding(NamedTuple):
    """What pays for the plan, in pence: council tax, None where the plan has none, and the streams, (streams, years).

    Transfers are in the streams. `resources` is all that pays, `recurring` the part that has no end: council tax and
    ongoing streams. Both are (years,).
    """

    band_d: BandD | None
    streams: Pence
    resources: Pence
    recurring: Pence


def fund(plan: Plan) -> Funding:
    """Return what pays for a plan that has council tax or streams.

    Raises `InputError` for a tax of more than £100bn, and where Band D falls to nil or an element of it below nil.
    """
    band_d = None if plan.council_tax is None else band_d_of(plan.council_tax, plan.horizon)
    if plan.council_tax is not None and band_d is not None and max(band_d.income) > LARGEST_AMOUNT:
        raise InputError([_too_much(plan.council_tax)])
    moved = {stream.name: np.zeros(len(plan.horizon), dtype=np.int64) for stream in plan.streams}
    for transfer in plan.transfers:  # as much as stands beside the base of its line, so the gap does not move
        moved[transfer.stream] += transfer.levels
    levels = [stream.levels + moved[stream.name] for stream in plan.streams]
    streams = np.array(levels, dtype=np.int64).reshape(-1, len(plan.horizon))
    ongoing = np.array([stream.lasts == "ongoing" for stream in plan.streams], dtype=bool)
    # Special expenses are the council's own, so in the gap; other bodies' precepts are not (docs/decisions/0030).
    tax = (
        np.zeros(len(plan.horizon), dtype=np.int64)
        if band_d is None
        else np.array(band_d.income, dtype=np.int64) + np.array(band_d.special, dtype=np.int64)
    )
    return Funding(
        band_d=band_d,
        streams=streams,
        resources=tax + streams.sum(axis=0),
        recurring=tax + streams[ongoing].sum(axis=0),
    )


def band_d_of(tax: CouncilTax, horizon: Horizon) -> BandD:
    """Return Band D year by year, each year starting from the rounded figures of the last.

    Raises `InputError` where Band D falls to nil, or an element of it below nil.
    """
    core, precept = [tax.band_d - tax.precept_in_band_d], [tax.precept_in_band_d]
    for rises in zip(tax.core, tax.precept, strict=True):
        one, other = _next_year(core[-1], precept[-1], rises, tax.rounding, each=tax.each_element)
        core.append(one)
        precept.append(other)
    totals = tuple(map(sum, zip(core[1:], precept[1:], strict=True)))
    elements = zip(horizon, core[1:], precept[1:], strict=True)
    gone = [year for year, one, other in elements if one + other <= 0 or one < 0 or other < 0]
    if gone:
        raise InputError([_nothing_left(tax, gone[0])])
    tax_base, income = _yield(tax, totals)
    special = summed(tax.special_expenses.values(), len(horizon))
    averages = tuple(map(_average, totals, special, tax_base))
    return BandD(totals, tuple(core[1:]), tuple(precept[1:]), tax_base, income, special, averages)


def raised(tax_base: int, band_d: int) -> int:
    """Return what a tax base in hundredths raises at a Band D in pence, to the penny.

    1,000.50 Band D equivalents at £1,700.01 raise £1,700,860.005, so £1,700,860.01.

    >>> raised(1_000_50, 1_700_01)
    170086001
    """
    return divide(tax_base * band_d, HUNDREDTHS)


def _collected(gross: int, rate: int) -> int:
    """Return the tax base that a gross base comes to at a collection rate, to two decimals, before Band D multiplies it.

    98.5% of 40,000.25 is 39,400.24625, so 39,400.25.

    >>> _collected(40_000_25, 985_000)
    3940025
    """
    return divide(gross * rate, MILLION)


def _implied(income: int, band_d: int) -> int:
    """Return the tax base that a yield implies, in hundredths: £1,700,000 at £1,700 is one of 1,000.00.

    >>> _implied(1_700_000_00, 1_700_00)
    100000
    """
    return divide(income * HUNDREDTHS, band_d)


def _average(band_d: int, special: int, tax_base: int) -> int:
    """Return Band D with special expenses averaged over the tax base: the amount whose rise a limit is for.

    £5,000 over 1,000.00 is £5 on a Band D of £1,700.

    >>> _average(1_700_00, 5_000_00, 1_000_00)
    170500
    """
    return band_d + (divide(special * HUNDREDTHS, tax_base) if tax_base else 0)


def beyond_rounding(tax: CouncilTax, band_d: BandD, horizon: Horizon) -> list[Problem]:
    """Return a problem for each yield that rounding can't explain: too far from Band D times the tax base beside it."""
    if tax.stated_yield is None or tax.tax_base is None:
        return []
    return [
        _beyond_rounding(tax, year, base, each, pence)
        for year, base, each, pence in zip(horizon, tax.tax_base, band_d.total, tax.stated_yield, strict=True)
        if 2 * abs(pence * HUNDREDTHS - base * each) > _lost_of_a_base(base) * each + base
    ]


def _lost_of_a_base(base: int) -> int:
    """Return twice what rounding can take off a tax base as printed, in hundredths: one home if it is whole, else 0.01 of one.

    >>> _lost_of_a_base(1_000_00), _lost_of_a_base(1_000_25)
    (100, 1)
    """
    return 1 if base % HUNDREDTHS else HUNDREDTHS


def _beyond_rounding(tax: CouncilTax, year: FinancialYear, base: int, each: int, pence: int) -> Problem:
    worked = raised(base, each)
    more = "more" if pence > worked else "less"
    most = (_lost_of_a_base(base) * each + base) // (2 * HUNDREDTHS)
    return Problem(
        place=tax.place.at("amount"),
        what=f"council tax of {show_pounds(pence)} in {year} is {show_pounds(abs(pence - worked))} {more} than the tax base times a Band D of {show_pounds(each)}",
        expected=f"within {show_pounds(most)} of {show_pounds(worked)}, as far as rounding explains",
        fix="correct amount, tax_base or the rises",
        about=tuple(
            ("council tax", "", figure, str(year))
            for figure in ("stated_yield", "tax_base", "core", "precept")
        ),
    )


def _too_much(tax: CouncilTax) -> Problem:
    return Problem(
        place=tax.place.at("band_d"),
        what="council tax comes to more than £100bn a year",
        expected="Band D in pounds and pence, and a tax base in Band D equivalents",
        fix="check both",
        about=(("council tax", ""),),
    )


def _nothing_left(tax: CouncilTax, year: FinancialYear) -> Problem:
    return Problem(
        place=tax.place.at("core"),
        what=f"Band D, or an element of it, falls to nil or below in {year}",
        expected="a Band D that raises something in every year, and no element of it below nil",
        fix="correct the rises, or the rounding",
        about=(("council tax", "", "core", str(year)), ("council tax", "", "precept", str(year))),
    )


def _next_year(
    core: int, precept: int, rises: tuple[Rise, Rise], rounding: Rounding, *, each: bool
) -> tuple[int, int]:
    """Return the two elements of Band D from last year's, in pence; `each` where both are rounded, not their total.

    Both rises are of last year's total, and are added. With £230 of £1,700 a precept, 2.99% core is £50.83 and 2% of
    precept £34: £1,784.83, of which £264.00 is precept. A freeze leaves what it freezes as it was, whatever the rounding.

    >>> from mtfp.plan.council_tax import Rise, Rounding
    >>> _next_year(1_470_00, 230_00, (Rise(29_900), Rise(20_000)), Rounding(), each=False)
    (152083, 26400)
    """
    total = core + precept
    risen = [last * MILLION + _risen(total, rise) for last, rise in zip((core, precept), rises, strict=True)]
    frozen = [not any(rise) for rise in rises]
    if all(
        frozen
    ):  # rounding again would alter a Band D that is no multiple of so many pence (docs/decisions/0030)
        return core, precept
    if each:
        return core if frozen[0] else rounding.of(risen[0]), precept if frozen[1] else rounding.of(risen[1])
    new_precept = divide(risen[1], MILLION)
    return rounding.of(sum(risen)) - new_precept, new_precept  # what rounding moves falls on the core


def _risen(total: int, rise: Rise) -> int:
    """Return a rise in millionths of a penny."""
    return total * rise.rate + rise.pence * MILLION


def _yield(tax: CouncilTax, band_d: Amounts) -> tuple[Amounts, Amounts]:
    """Return the tax base in hundredths and the council tax income in pence, by year. A yield beside a tax base counts."""
    if tax.stated_yield is not None and tax.tax_base is not None:
        return tax.tax_base, tax.stated_yield
    if tax.stated_yield is not None:
        return tuple(map(_implied, tax.stated_yield, band_d)), tax.stated_yield
    tax_base = tax.tax_base
    if tax_base is None:
        tax_base = tuple(map(_collected, tax.gross_base or (), tax.collection_rate or ()))
    return tax_base, tuple(map(raised, tax_base, band_d))
