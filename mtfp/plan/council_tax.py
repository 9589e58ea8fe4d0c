"""Council tax: Band D, how it may rise, and the tax base it is charged on. Amounts by year are pence in the order of the plan's years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from decimal import Decimal
from typing import Any, Literal, NamedTuple, get_args

from mtfp.frozen import frozen
from mtfp.marks import figure, plain
from mtfp.money import (
    Unit,
    parse_amount,
    parse_number,
    parse_rate,
    show_number,
    show_pounds,
    show_rate,
    show_written,
)
from mtfp.plan import values
from mtfp.plan.kinds import (
    NUMBER_SCHEMA,
    POUNDS_SCHEMA,
    SHARE,
    SHARES_OF_EVERY_YEAR,
    TEXT,
    TEXT_SCHEMA,
    UNSIGNED,
    UNSIGNED_OF_EVERY_YEAR,
    in_years,
)
from mtfp.plan.record import ByYear, Choice, Context, Named, Table, Value, as_written, key, record
from mtfp.plan.terms import Amounts
from mtfp.problems import MisreadError, Place, Problem
from mtfp.years import FinancialYear, Horizon

RoundEach = Literal["total", "elements"]

_PENCE = re.compile(r"(\d{1,4}) ?p", re.ASCII)
_PENCE_PLACES = 2
_BASE_PLACES = 2


class Rise(NamedTuple):
    """A rise in Band D: a rate of last year's total (parts per million), or a flat sum in pence. A freeze has neither."""

    rate: int = 0
    pence: int = 0


@frozen(kw_only=False)
class Rounding:
    """How Band D is rounded: to the nearest multiple of so many pence, or down to one."""

    multiple: int = 1
    down: bool = False


def _rise(value: object, _: Context) -> Rise:
    """Read a rise in Band D: a rate, a flat sum in pounds, or a freeze."""
    if isinstance(value, str) and plain(value).casefold() == "freeze":
        return Rise()
    if isinstance(value, str) and "£" in value:
        return Rise(pence=parse_amount(value, Unit.POUNDS))
    try:
        return Rise(rate=parse_rate(value))
    except MisreadError as error:
        number = figure(f"{value:f}" if isinstance(value, Decimal) else str(value))
        flat = (
            number is not None
            and not number.suffix
            and not number.negative
            and len(number.part) <= _PENCE_PLACES
        )
        pounds = (
            f', or "£{number.whole}{number.part and "."}{number.part}" for a flat rise'
            if number and flat
            else ""
        )
        raise MisreadError(
            error.what, 'a rise such as "2.99%", a flat rise such as "£5", or "freeze"', error.fix + pounds
        ) from error


def _show_rise(rise: Rise) -> str:
    return show_rate(rise.rate) if rise.rate else show_pounds(rise.pence) if rise.pence else "freeze"


def _rises(by_year: Mapping[FinancialYear, Rise], horizon: Horizon | None) -> tuple[Rise, ...]:
    return tuple(by_year.get(year, Rise()) for year in horizon or ())


def _rounding(value: object, _: Context) -> Rounding:
    """Read a rule of rounding."""
    text = plain(value).casefold() if isinstance(value, str) else ""
    match = _PENCE.fullmatch(text)
    if text in ("nearest", "down"):
        return Rounding(down=text == "down")
    if match and int(match[1]):
        return Rounding(int(match[1]))
    raise MisreadError(
        f"{show_written(value)} is no way of rounding Band D",
        '"nearest" or "down" to a penny, or the nearest multiple of so many pence, such as "9p"',
        "write one of these",
    )


def _show_rounding(rounding: Rounding) -> str:
    return "down" if rounding.down else "nearest" if rounding.multiple == 1 else f"{rounding.multiple}p"


def _tax_base(value: object, _: Context) -> int:
    """Read a tax base as hundredths of a Band D equivalent."""
    expected = 'the number of Band D equivalents, with at most two decimals, such as "262,100.45"'
    try:
        hundredths = parse_number(value, _BASE_PLACES)
    except MisreadError as error:
        raise MisreadError(error.what, expected, error.fix) from error
    if hundredths == 0:
        raise MisreadError(
            "a tax base of nil raises no council tax",
            expected,
            "correct it, or leave out [council_tax] where the council sets none",
        )
    return hundredths


def _band_d(value: object, _: Context) -> int:
    pence = values.pounds(value)
    if pence <= 0:
        raise MisreadError(
            f"Band D of {value} raises no council tax",
            'last year\'s Band D in pounds and pence, such as "1,700.00"',
            "write the council's own Band D of last year, without other bodies' precepts",
        )
    return pence


def _no_limit(value: object, _: Context) -> None:
    """Read "none": no limit holds in any year."""
    if isinstance(value, str) and value.strip().casefold() == "none":
        return
    raise MisreadError(
        f"{show_written(value)} is no limit",
        'limits by year, such as { "2026/27" = { core = "3%" } }, or "none" together with why',
        "write one of these",
    )


def show_homes(hundredths: int) -> str:
    """Return a tax base as text, with its decimals where it has any: `40,000`, `262,100.45`."""
    whole, part = divmod(hundredths, 10**_BASE_PLACES)
    return f"{whole:,}" + (f".{part:02}" if part else "")


RISE = Value(_rise, {**TEXT_SCHEMA, "examples": ["2.99%", "£5", "freeze"]}, _show_rise)
_TAX_BASE = Value(_tax_base, NUMBER_SCHEMA, lambda hundredths: show_number(hundredths, _BASE_PLACES))
_BAND_D = Value(_band_d, POUNDS_SCHEMA, show_pounds)
_UNSIGNED_POUNDS = Value(
    lambda value, _: UNSIGNED.read(value, Context(unit=Unit.POUNDS, horizon=None)),
    POUNDS_SCHEMA,
    show_pounds,
)
_RISES_OF_EVERY_YEAR = ByYear(RISE, _rises, every=True, alike=True)
_BASES_OF_EVERY_YEAR = ByYear(_TAX_BASE, in_years, every=True)
_ROUNDING = Value(_rounding, {**TEXT_SCHEMA, "examples": ["nearest", "down", "9p"]}, _show_rounding)
_ROUND_EACH: Choice[RoundEach] = Choice(get_args(RoundEach))


@record
class Limit:
    """The limit at which a year's rise is excessive, so that it needs a referendum."""

    core: int | None = key(SHARE, "The core rise that is excessive.", default=None)
    precept: int | None = key(SHARE, "The rise in precept above which it is excessive.", default=None)
    pence: int | None = key(
        _UNSIGNED_POUNDS,
        "A rise in pounds that is allowed, whatever it is per cent.",
        default=None,
        name="pounds",
    )

    def __post_init__(self) -> None:
        """Raise `MisreadError` where the limit has no figure."""
        if self.core is None and self.precept is None and self.pence is None:
            raise MisreadError(
                "this limit has no figure in it",
                "core, precept or pounds",
                "add one of them, or remove the limit",
            )


_LIMITS = ByYear(
    Table(Limit),
    as_written,
    word=Value(_no_limit, {**TEXT_SCHEMA, "const": "none"}, lambda _: "none"),
)
_SPECIAL_EXPENSES: Named[Mapping[str, Amounts]] = Named(UNSIGNED_OF_EVERY_YEAR)


@record
class CouncilTax:
    """Band D and what it is charged on: a tax base, a gross base with its collection rate, or a yield.

    `band_d` is last year's total in pence. Bases are in hundredths of a Band D equivalent, rates and shares in parts per
    million. Where a yield stands beside a tax base, the yield is the figure. Rises are tested with special expenses
    averaged over the tax base; the first year's against `relevant_basic_amount`, where that is not last year's Band D.
    `stated_limits` has the years with a limit; it is None where no limit holds in any year, for the reason in `no_limit`.
    """

    band_d: int = key(_BAND_D, "Last year's Band D, precept and all, in pounds and pence.")
    precept_in_band_d: int = key(
        _UNSIGNED_POUNDS, "The part of it that is social care precept, raised so far.", default=0
    )
    core: tuple[Rise, ...] = key(
        _RISES_OF_EVERY_YEAR,
        "The core rise of every year, on last year's total Band D: a rate, a sum such as £5, or freeze.",
        changed="The core rise of each year that differs, or one for all.",
    )
    precept: tuple[Rise, ...] = key(
        _RISES_OF_EVERY_YEAR,
        "The rise in social care precept, on the same total.",
        default=(),
        changed="The rise in social care precept, in the same way.",
    )
    rounding: Rounding = key(_ROUNDING, "How Band D is rounded.", default=Rounding())
    round_each: RoundEach = key(
        _ROUND_EACH, "Whether the total is rounded, or the core and the precept each.", default="total"
    )
    stated_limits: Mapping[FinancialYear, Limit] | None = key(
        _LIMITS,
        'At what rise in a year a referendum is needed; "none" where no limit holds, with why.',
        default={},
        name="limit",
    )
    no_limit: str = key(TEXT, 'Why no limit holds, with limit = "none".', default="", name="why")
    tax_base: tuple[int, ...] | None = key(
        _BASES_OF_EVERY_YEAR,
        "The tax base as set, after discounts, support, premiums and collection rate.",
        default=None,
        changed="The tax base of each year that differs.",
    )
    gross_base: tuple[int, ...] | None = key(
        _BASES_OF_EVERY_YEAR,
        "The tax base before the collection rate, with collection_rate.",
        default=None,
        changed="The gross base of each year that differs, where the plan has one.",
        said="gross tax base",
    )
    collection_rate: tuple[int, ...] | None = key(
        SHARES_OF_EVERY_YEAR,
        "What share of the gross base is collected.",
        default=None,
        changed="What share of the gross base is collected.",
    )
    stated_yield: Amounts | None = key(
        UNSIGNED_OF_EVERY_YEAR,
        "The yield, where the tax base is not known, or beside a tax_base that is rounded.",
        default=None,
        name="amount",
        changed="The yield of each year that differs, where the plan states that.",
    )
    special_expenses: Mapping[str, Amounts] = key(
        _SPECIAL_EXPENSES,
        "What the council raises in a part of its area for services there, by name. It is in its own budget, and in the Band D that a limit is for.",
        default={},
    )
    relevant_basic_amount: int | None = key(
        _BAND_D,
        "Last year's amount that a rise is tested against, where that is not Band D: Band D with special expenses averaged over the tax base, or a notional amount.",
        default=None,
    )
    place: Place = field(compare=False, repr=False)

    def __post_init__(self) -> None:
        """Raise `MisreadError` where the precept is more than Band D, or unless one thing says what council tax raises."""
        if self.precept_in_band_d > self.band_d:
            raise MisreadError(
                f"the precept in Band D is {show_pounds(self.precept_in_band_d)}, and Band D {show_pounds(self.band_d)}",
                "a precept that is part of Band D",
                "correct precept_in_band_d, or band_d",
            )
        bases = {"tax_base": self.tax_base, "gross_base": self.gross_base, "amount": self.stated_yield}
        given = [each for each, stated in bases.items() if stated is not None]
        if len(given) != 1 and given != ["tax_base", "amount"]:
            raise MisreadError(
                f"council tax is worked out from {' and '.join(given)}"
                if given
                else "nothing says what council tax raises",
                "tax_base, or gross_base with collection_rate, or amount; or amount beside tax_base, where the yield counts",
                "keep one of them, or tax_base and amount" if given else "add one of them",
            )
        if (self.gross_base is None) != (self.collection_rate is None):
            raise MisreadError(
                "a gross base has no collection rate"
                if self.collection_rate is None
                else "there is a collection rate and no gross base",
                "gross_base together with collection_rate; a tax_base is after the collection rate",
                'add collection_rate = "98.5%", or give the base as tax_base'
                if self.collection_rate is None
                else "remove collection_rate, or give the base before it as gross_base",
            )

    @staticmethod
    def check_written(held: Mapping[str, Any], place: Place, _: Context) -> Iterator[Problem]:
        """Yield a problem where limit is "none" without why, or why is given without it."""
        none = isinstance(held.get("limit"), str)
        if none != ("why" in held):
            yield Problem(
                place=place,
                what='limit is "none", and nothing says why'
                if none
                else 'why is given, and limit is not "none"',
                expected='limit = "none" together with why = "..."',
                fix="add why" if none else 'write limit = "none", or remove why',
            )

    @property
    def limits(self) -> Mapping[FinancialYear, Limit]:
        """The limit of each year that has one stated."""
        return self.stated_limits or {}

    @property
    def each_element(self) -> bool:
        """Whether the core and the precept are rounded each, and not their total."""
        return self.round_each == "elements"
