"""Council tax: Band D to the penny, the tax base it is charged on, what that raises, and rises that are excessive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from mtfp.money import LARGEST_AMOUNT, MILLION, Pence, divide, share_of, show_pounds
from mtfp.plan.council_tax import CouncilTax, Limit, Rounding
from mtfp.plan.terms import Amounts
from mtfp.problems import InputError, Problem
from mtfp.years import FinancialYear, Horizon

HUNDREDTHS = 100
"""A tax base is counted in hundredths of a Band D equivalent."""

_LARGEST_BAND_D = 10**12
"""£10bn in pence, of which nine times the millionths fit int64."""

_LARGEST_PRODUCT = 9 * 10**18
Series = TypeVar("Series", Pence, Amounts)


class TaxInputs(NamedTuple):
    """What council tax needs, in pence and parts per million: (...), and by year (..., years), with the same leading axes.

    tax_base: in hundredths, of which collection_rate is collected (all of a base as set); nil where a yield implies it.
    stated_yield: None where the base says what is raised.
    """

    band_d: Pence
    precept_in_band_d: Pence
    core_rate: NDArray[np.int64]
    core_pence: Pence
    core_frozen: NDArray[np.bool_]
    precept_rate: NDArray[np.int64]
    precept_pence: Pence
    precept_frozen: NDArray[np.bool_]
    tax_base: NDArray[np.int64]
    collection_rate: NDArray[np.int64]
    stated_yield: Pence | None
    special: Pence
    rounding: Rounding
    each_element: bool


class BandD(NamedTuple, Generic[Series]):
    """Band D by year, its two elements, the tax base it is charged on and what it raises: pence, the tax base in hundredths.

    Arrays are (..., years). Where only a yield is stated, the tax base is the one it implies. `special` is what special
    expenses raise beside it, and `average` is Band D with those averaged over the tax base. `core_risen` and
    `precept_risen` are the elements before they are rounded, in millionths of a penny.
    """

    total: Series
    core: Series
    precept: Series
    tax_base: Series
    income: Series
    special: Series
    average: Series
    core_risen: Series
    precept_risen: Series


def charge(tax: TaxInputs) -> BandD[Pence]:
    """Return Band D year by year, each year starting from the rounded figures of the last, and what it raises.

    Raises `OverflowError` for a Band D beyond £10bn, and for a council tax that could leave the range of int64. Where Band D
    falls to nil, it is charged on no tax base.

    With £230 of £1,700 a precept, 2.99% core is £50.83 and 2% of precept £34: £1,784.83, of which £264.00 is precept. On
    1,000.50 Band D equivalents that raises £1,785,722.415, so £1,785,722.42.

    >>> from mtfp.engine.inputs import tax_of
    >>> plan = plan_of('''
    ... line = [{ service = "Care", base = 1000 }]
    ... [council_tax]
    ... band_d = "1,700.00"
    ... precept_in_band_d = "230.00"
    ... core = "2.99%"
    ... precept = "2%"
    ... tax_base = { "2026/27" = "1,000.50" }
    ... ''', years="2026/27")
    >>> found = charge(tax_of(plan.council_tax, years=1))
    >>> int(found.total[0]), int(found.precept[0]), int(found.income[0])
    (178483, 26400, 178572242)
    """
    core, precept, core_risen, precept_risen = (np.empty_like(tax.core_rate) for _ in range(4))
    last_core, last_precept = tax.band_d - tax.precept_in_band_d, tax.precept_in_band_d
    _keep_room(last_core, last_precept, tax.core_pence, tax.precept_pence)
    for year in range(core.shape[-1]):
        last = last_core + last_precept  # both rises are of last year's total, and are added
        risen = core_risen[..., year], precept_risen[..., year] = (
            (last_core + tax.core_pence[..., year]) * MILLION + last * tax.core_rate[..., year],
            (last_precept + tax.precept_pence[..., year]) * MILLION + last * tax.precept_rate[..., year],
        )
        frozen = tax.core_frozen[..., year], tax.precept_frozen[..., year]
        last_core, last_precept = _rounded_elements(tax, (last_core, last_precept), risen, frozen)
        _keep_room(last_core, last_precept)
        core[..., year], precept[..., year] = last_core, last_precept
    total = core + precept
    tax_base, income = _raised(tax, total)
    average = total + averaged(tax.special, tax_base)
    return BandD(total, core, precept, tax_base, income, tax.special, average, core_risen, precept_risen)


def charge_one(tax: CouncilTax, inputs: TaxInputs, horizon: Horizon) -> BandD[Pence]:
    """Return Band D of one plan, and what it raises.

    Raises `InputError` for a Band D of more than £10bn and a tax of more than £100bn, and where Band D falls to nil or an
    element of it below nil.
    """
    try:
        found = charge(inputs)
    except OverflowError as error:
        raise InputError([_too_much_a_home(tax)]) from error
    gone = nothing_left(found)
    if gone.any():
        raise InputError([_nothing_left(tax, [*horizon][int(gone.argmax())])])
    if too_much(found).any():
        raise InputError([_too_much(tax)])
    return found


def raised_in_all(band_d: BandD[Pence]) -> Pence:
    """Return what council tax raises with special expenses: these are the council's own, so in the gap (docs/decisions/0030)."""
    return band_d.income + band_d.special


def nothing_left(band_d: BandD[Pence]) -> NDArray[np.bool_]:
    """Return the years in which Band D is nil or less, or an element of it below nil."""
    return (band_d.total <= 0) | (band_d.core < 0) | (band_d.precept < 0)


def too_much(band_d: BandD[Pence]) -> NDArray[np.bool_]:
    """Return the years in which council tax, or special expenses, come to more than £100bn."""
    return (band_d.income > LARGEST_AMOUNT) | (band_d.special > LARGEST_AMOUNT)


def as_printed(band_d: BandD[Pence]) -> BandD[Amounts]:
    """Return the Band D of one plan as whole numbers by year."""
    return BandD(*(tuple(each.tolist()) for each in band_d))


def _keep_room(*pence: Pence) -> None:
    if any((abs(each) > _LARGEST_BAND_D).any() for each in pence):
        raise OverflowError("Band D is too large to work out exactly")


def _rounded_elements(
    tax: TaxInputs,
    last: tuple[Pence, Pence],
    risen: tuple[Pence, Pence],
    frozen: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> tuple[Pence, Pence]:
    """Return the core and the precept in pence from millionths of a penny; what is frozen stays as it was."""
    if tax.each_element:
        core, precept = (rounded(each, tax.rounding) for each in risen)
        return np.where(frozen[0], last[0], core), np.where(frozen[1], last[1], precept)
    precept = divide(risen[1], MILLION)
    core = rounded(risen[0] + risen[1], tax.rounding) - precept  # what rounding moves falls on the core
    # Rounding again would alter a Band D that is no multiple of so many pence (docs/decisions/0030).
    return np.where(frozen[0] & frozen[1], last[0], core), precept


def rounded(millionths: Pence, rounding: Rounding) -> Pence:
    """Return millionths of a penny as pence, as Band D is rounded.

    £1,705.00 is 18,944.4 times 9p, so it is rounded to 18,944 times 9p.

    >>> rounded(np.array([1_705_00 * MILLION]), Rounding(9)).tolist()
    [170496]
    >>> rounded(np.array([1_784_83 * MILLION + 999_999]), Rounding(down=True)).tolist()
    [178483]
    """
    multiple = rounding.multiple * MILLION
    return (millionths // multiple if rounding.down else divide(millionths, multiple)) * rounding.multiple


def _raised(tax: TaxInputs, band_d: Pence) -> tuple[Pence, Pence]:
    """Return the tax base in hundredths and the council tax income in pence. A yield beside a tax base counts."""
    charged = np.maximum(band_d, 1)
    tax_base = collected(tax.tax_base, tax.collection_rate)
    if tax.stated_yield is not None:
        return np.where(tax_base > 0, tax_base, implied(tax.stated_yield, charged)), tax.stated_yield
    fits = tax_base <= _LARGEST_PRODUCT // charged
    return tax_base, np.where(fits, raised(np.where(fits, tax_base, 0), charged), _LARGEST_PRODUCT)


@overload
def raised(tax_base: int, band_d: int) -> int: ...
@overload
def raised(tax_base: Pence, band_d: Pence) -> Pence: ...
def raised(tax_base: int | Pence, band_d: int | Pence) -> int | Pence:
    """Return what a tax base in hundredths raises at a Band D in pence, to the penny.

    1,000.50 Band D equivalents at £1,700.01 raise £1,700,860.005, so £1,700,860.01.

    >>> raised(1_000_50, 1_700_01)
    170086001
    """
    return divide(tax_base * band_d, HUNDREDTHS)


def collected(gross_base: Pence, rate: Pence) -> Pence:
    """Return the tax base that a gross base comes to at a collection rate, to two decimals, before Band D multiplies it.

    98.5% of 40,000.25 is 39,400.24625, so 39,400.25.

    >>> collected(np.array([40_000_25]), np.array([985_000])).tolist()
    [3940025]
    """
    return share_of(gross_base, rate)


def implied(income: Pence, band_d: Pence) -> Pence:
    """Return the tax base that a yield implies, in hundredths: £1,700,000 at £1,700 is one of 1,000.00.

    >>> implied(np.array([1_700_000_00]), np.array([1_700_00])).tolist()
    [100000]
    """
    return divide(income * HUNDREDTHS, band_d)


def averaged(special: Pence, tax_base: Pence) -> Pence:
    """Return what special expenses add to Band D, averaged over the tax base; the limit is for a rise in the two together.

    £5,000 over 1,000.00 is £5.

    >>> averaged(np.array([5_000_00]), np.array([1_000_00])).tolist()
    [500]
    """
    return np.where(tax_base > 0, divide(special * HUNDREDTHS, np.maximum(tax_base, 1)), 0)


class Excess(NamedTuple):
    """A rise that is excessive: the amount it is on and the rise itself, in pence, and the limit that the plan states."""

    year: FinancialYear
    last: int
    rise: int
    limit: Limit


def excessive_rises(tax: CouncilTax, band_d: BandD[Amounts], horizon: Horizon) -> Iterator[Excess]:
    """Yield each rise that is excessive by the limits that the plan states, special expenses averaged in.

    The first year's is on the relevant basic amount of the year before, where that is not its Band D.
    """
    last = tax.band_d if tax.relevant_basic_amount is None else tax.relevant_basic_amount
    last_precept = tax.precept_in_band_d
    for year, tested, precept in zip(horizon, band_d.average, band_d.precept, strict=True):
        rise, precept_rise, limit = tested - last, precept - last_precept, tax.limits.get(year)
        if limit is not None and excessive(last, rise - precept_rise, precept_rise, limit):
            yield Excess(year, last, rise, limit)
        last, last_precept = tested, precept


def excessive(last: int, core_rise: int, precept_rise: int, limit: Limit) -> bool:
    """Whether a rise in pence on last year's Band D is excessive, so that it needs a referendum.

    A core rise is excessive at its limit or above; a social care precept may be its limit, to the penny, but not more. A
    rise within a sum allowed in pounds never is. 5% of £1,700 is £85: £84.99 passes a limit of 5%, and £85.00 does not.

    >>> five = Limit(core=50_000)
    >>> excessive(1_700_00, 84_99, 0, five), excessive(1_700_00, 85_00, 0, five)
    (False, True)
    >>> excessive(150_00, 7_50, 0, Limit(core=30_000, pence=7_50))  # 5%, but within the £7.50
    False
    """
    # Local Government Finance Act 1992, s52ZB and s52ZC. Nothing national is built in: the plan states the limits of its years.
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


def beyond_rounding(tax: CouncilTax, band_d: BandD[Amounts], horizon: Horizon) -> list[Problem]:
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


def _too_much_a_home(tax: CouncilTax) -> Problem:
    return Problem(
        place=tax.place.at("band_d"),
        what="Band D, an element of it or a rise comes to more than £10bn",
        expected="Band D in pounds and pence, and rises of it",
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
