"""What pays, by year: Band D and council tax to the penny, and every stream with the grants moved into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mtfp.money import LARGEST_AMOUNT, MILLION, Pence, divide, show_pounds, summed
from mtfp.plan.model import Plan
from mtfp.plan.terms import Amounts
from mtfp.problems import InputError, Problem
from mtfp.years import FinancialYear, Horizon

if TYPE_CHECKING:
    from mtfp.plan.council_tax import CouncilTax, Rise

HUNDREDTHS = 100
"""A tax base is counted in hundredths of a Band D equivalent."""


class BandD(NamedTuple):
    """Band D by year in pence, its two elements, the tax base in hundredths (implied where only a yield is stated), and what it raises.

    `special` is what special expenses raise beside it, and `average` Band D with those averaged over the tax base.
    """

    total: Amounts
    core: Amounts
    precept: Amounts
    tax_base: Amounts
    income: Amounts
    special: Amounts
    average: Amounts


class Funding(NamedTuple):
    """What pays for the plan: council tax, or None, and streams: (streams, years) pence, with the transfers in them.

    `resources` is all of it, `recurring` what has no end: council tax and ongoing streams, (years,) pence.
    """

    band_d: BandD | None
    streams: Pence
    resources: Pence
    recurring: Pence


def fund(plan: Plan) -> Funding:
    """Return what pays for a plan that has council tax or streams.

    Raises `InputError` for a tax of more than £100bn, and for a Band D that falls to nil.
    """
    band_d = None if plan.council_tax is None else band_d_of(plan.council_tax, plan.horizon)
    if plan.council_tax is not None and band_d is not None and max(band_d.income) > LARGEST_AMOUNT:
        raise InputError([_too_much(plan.council_tax)])
    moved = {stream.name: np.zeros(len(plan.horizon), dtype=np.int64) for stream in plan.streams}
    for transfer in plan.transfers:
        moved[transfer.stream] += transfer.levels
    levels = [stream.levels + moved[stream.name] for stream in plan.streams]
    streams = np.array(levels, dtype=np.int64).reshape(-1, len(plan.horizon))
    ongoing = np.array([stream.lasts == "ongoing" for stream in plan.streams], dtype=bool)
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
    """Return Band D year by year: both rises are of last year's total, and next year starts from the rounded figures.

    Raises `InputError` where it falls to nil.
    """
    core, precept = [tax.band_d - tax.precept_in_band_d], [tax.precept_in_band_d]
    for rises in zip(tax.core, tax.precept, strict=True):
        one, other = _next_year(core[-1], precept[-1], rises, tax)
        core.append(one)
        precept.append(other)
    totals = tuple(map(sum, zip(core[1:], precept[1:], strict=True)))
    elements = zip(horizon, core[1:], precept[1:], strict=True)
    gone = [year for year, one, other in elements if one + other <= 0 or one < 0 or other < 0]
    if gone:
        raise InputError([_nothing_left(tax, gone[0])])
    tax_base, income = _yield(tax, totals)
    special = summed(tax.special_expenses.values(), len(horizon))
    averages = (
        total + (divide(pence * HUNDREDTHS, base) if base else 0)
        for total, pence, base in zip(totals, special, tax_base, strict=True)
    )
    return BandD(totals, tuple(core[1:]), tuple(precept[1:]), tax_base, income, special, tuple(averages))


def beyond_rounding(tax: CouncilTax, band_d: BandD, horizon: Horizon) -> list[Problem]:
    """Return a problem for each yield that is further from the tax base beside it times Band D than rounding explains."""
    if tax.stated_yield is None or tax.tax_base is None:
        return []
    return [
        _beyond_rounding(tax, year, base, each, pence)
        for year, base, each, pence in zip(horizon, tax.tax_base, band_d.total, tax.stated_yield, strict=True)
        if 2 * abs(pence * HUNDREDTHS - base * each) > _lost_of_a_base(base) * each + base
    ]


def _lost_of_a_base(base: int) -> int:
    """Return twice the hundredths of a home that rounding can take from a tax base: one home where it is whole, or 0.01 of one."""
    return 1 if base % HUNDREDTHS else HUNDREDTHS


def _beyond_rounding(tax: CouncilTax, year: FinancialYear, base: int, each: int, pence: int) -> Problem:
    worked = divide(base * each, HUNDREDTHS)
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


def _next_year(core: int, precept: int, rises: tuple[Rise, Rise], tax: CouncilTax) -> tuple[int, int]:
    """Return the elements of a year from last year's. A freeze leaves what it freezes as it was, whatever the rounding."""
    total = core + precept
    risen = [last * MILLION + _risen(total, rise) for last, rise in zip((core, precept), rises, strict=True)]
    frozen = [not any(rise) for rise in rises]
    if all(frozen):
        return core, precept
    if tax.each_element:
        return (
            core if frozen[0] else tax.rounding.of(risen[0]),
            precept if frozen[1] else tax.rounding.of(risen[1]),
        )
    new_precept = divide(risen[1], MILLION)
    return tax.rounding.of(sum(risen)) - new_precept, new_precept


def _risen(total: int, rise: Rise) -> int:
    """Return a rise in millionths of a penny."""
    return total * rise.rate + rise.pence * MILLION


def _yield(tax: CouncilTax, band_d: Amounts) -> tuple[Amounts, Amounts]:
    """Return the tax base and the council tax income of each year."""
    if tax.stated_yield is not None and tax.tax_base is not None:
        return tax.tax_base, tax.stated_yield
    if tax.stated_yield is not None:
        implied = (
            divide(pence * HUNDREDTHS, each) for pence, each in zip(tax.stated_yield, band_d, strict=True)
        )
        return tuple(implied), tax.stated_yield
    tax_base = tax.tax_base
    if tax_base is None:
        collected = zip(tax.gross_base or (), tax.collection_rate or (), strict=True)
        tax_base = tuple(divide(gross * rate, MILLION) for gross, rate in collected)
    return tax_base, tuple(
        divide(base * each, HUNDREDTHS) for base, each in zip(tax_base, band_d, strict=True)
    )
