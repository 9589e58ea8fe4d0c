"""Whole pence, rates in parts per million, and the one rule of rounding: half away from zero.

Knows nothing of plans. Amounts are whole pence in Python or numpy int64 integers, so `+` is exact;
floats never carry money.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from mtfp.marks import LONGEST, Figure, begins_with_a_nought, figure, remedy, with_a_point, without_its_nought
from mtfp.problems import MisreadError

Pence = NDArray[np.int64]
"""Amounts in whole pence."""

MILLION = 1_000_000
"""A rate or share is a whole number of parts per million: 2.5% is 25,000."""

LARGEST_AMOUNT = 10**13
"""The largest amount a file may hold: £100bn in pence, 900,000 of which can be added within int64."""

_WHOLE = re.compile(r"-?(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,17}|0)", re.ASCII)
_SCALES = {
    "k": 100_000, "thousand": 100_000, "m": 100_000_000, "mn": 100_000_000, "million": 100_000_000, "bn": 10**11, "billion": 10**11,
}  # fmt: skip
_MOST_WHOLE = 12
_RATE_PLACES = 4


class Unit(Enum):
    """What one unit of a file's or a table's amounts is worth, in pence."""

    POUNDS = ("£", 100, 0)
    THOUSANDS = ("£000", 100_000, 0)
    MILLIONS = ("£m", 100_000_000, 1)

    def __init__(self, sign: str, pence: int, decimals: int) -> None:
        """Keep the sign that is printed, the pence in one unit, and the places usual in print."""
        self.sign, self.pence, self.decimals = sign, pence, decimals

    @property
    def most_decimals(self) -> int:
        """The places that show every penny."""
        return len(str(self.pence)) - 1

    @classmethod
    def parse(cls, text: str) -> Unit:
        """Read `£`, `£000`, `£m`, or `pounds`, `thousands`, `millions`."""
        for unit in cls:
            if text.strip() in (unit.sign, unit.name.lower()):
                return unit
        meant = cls.meant(text)
        raise MisreadError(
            f'"{text}" is not a unit',
            '"£", "£000" or "£m"',
            'write one of these, or "pounds", "thousands" or "millions"'
            if meant is None
            else f'write "{meant.sign}"',
        )

    @classmethod
    def meant(cls, text: str) -> Unit | None:
        """Return the unit that is meant by a text that is close to none but one, such as `£k`; else None."""
        short = text.casefold().replace(" ", "").removeprefix("£").lstrip("'\u2019")
        return next((unit for unit, names in _UNITS_MEANT.items() if short in names), None)


_UNITS_MEANT = {
    Unit.POUNDS: ("", "pound", "pounds"),
    Unit.THOUSANDS: ("k", "000", "000s", "thousand", "thousands"),
    Unit.MILLIONS: ("m", "mn", "million", "millions"),
}
"""Words for a unit, without a pound sign before them."""


@overload
def divide(amount: int, by: int) -> int: ...
@overload
def divide(amount: Pence, by: int | Pence) -> Pence: ...
def divide(amount: int | Pence, by: int | Pence) -> int | Pence:
    """Divide whole numbers by positive whole numbers, rounding half away from zero.

    2.5% of £7.00 is 17.5p, which makes 18p, and of -£7.00 it makes -18p. Excel rounds so; `round` goes half to even.

    >>> divide(7_00 * 25_000, MILLION), divide(-7_00 * 25_000, MILLION)
    (18, -18)
    >>> divide(np.array([7, 8, -8]), 3).tolist(), divide(np.array([7, -7]), np.array([2, 4])).tolist()
    ([2, 3, -3], [4, -2])
    """
    # Why not floats: docs/decisions/0002. For an even divisor, floor((n + by // 2 - [n < 0]) / by) is that rule, for whole numbers of either sign.
    if not isinstance(by, int) or by % 2:
        amount, by = amount * 2, by * 2
    if isinstance(amount, int) and isinstance(by, int):
        return (amount + by // 2 - (amount < 0)) // by
    pence: Pence = np.asarray(amount)
    quotient: Pence = np.floor_divide(pence + (pence >> 63) + by // 2, by)
    return quotient


def divide_each(amounts: Iterable[int], by: int) -> list[int]:
    """Divide each of several whole numbers by one even number, as `divide` does.

    >>> divide_each([1, -1, 16], 2)  # 0.5, -0.5 and 8
    [1, -1, 8]
    """
    half = by // 2
    return [(amount + half - (amount < 0)) // by for amount in amounts]


def differences(levels: Sequence[int], before: int = 0) -> tuple[int, ...]:
    """Return each amount less the one before it; `before` stands before the first.

    >>> differences([100, 170, 150], before=80)
    (20, 70, -20)
    """
    return tuple(level - last for level, last in zip(levels, (before, *levels), strict=False))


def whole_pence(amounts: Iterable[int]) -> tuple[int, ...]:
    """Return amounts of any integer type as Python whole numbers."""
    return tuple(map(int, amounts))


def summed(series: Iterable[Sequence[int]], years: int) -> tuple[int, ...]:
    """Return the sum of several series, year by year; nil in each of `years` where there is no series.

    >>> summed([(1, 2), (10, 20)], 2), summed([], 2)
    ((11, 22), (0, 0))
    """
    return tuple(map(sum, zip((0,) * years, *series, strict=True)))


@overload
def share_of(pence: int, share: int) -> int: ...
@overload
def share_of(pence: Pence, share: int | Pence) -> Pence: ...
def share_of(pence: int | Pence, share: int | Pence) -> int | Pence:
    """Return a share (parts per million) of an amount, to the nearest penny, half away from zero.

    Half of -99p is -49.5p, which makes -50p.

    >>> share_of(-99, 500_000), share_of(np.array([-99, 1]), 500_000).tolist()
    (-50, [-50, 1])
    """
    if isinstance(pence, int) and isinstance(share, int):
        return divide(pence * share, MILLION)
    # Whole millions and the rest apart, as their product with a share may not fit int64.
    size: Pence = np.abs(pence)
    unsigned: Pence = size // MILLION * share + divide(size % MILLION * share, MILLION)
    return np.where(pence < 0, -unsigned, unsigned)


def parse_amount(value: object, unit: Unit, no_figure: str = "") -> int:
    """Read an amount of a file as whole pence.

    Takes a whole number, a `Decimal`, or text as papers and Excel print amounts: `49,944`, `(1,234)`, `1,234-`, `-` for
    nil. `k`, `m` or `bn` after a number, or the word, means thousands, millions or billions of pounds.

    Raises `MisreadError` for anything else, for parts of a penny, for amounts beyond £100bn, and for a pound
    sign alone in a file whose unit is not pounds. `no_figure` ends its remedy where there is no figure at all.

    >>> parse_amount("49,944", Unit.THOUSANDS), parse_amount("(1.5)", Unit.MILLIONS), parse_amount("£1.2m", Unit.THOUSANDS)
    (4994400000, -150000000, 120000000)
    """
    if type(value) is int:
        return _within_range(value * unit.pence, value)
    if isinstance(value, Decimal):
        if not value.is_finite() or value.adjusted() > LONGEST or value.adjusted() < -LONGEST:
            raise _not_an_amount(value, unit, no_figure)
        text = f"{value:f}"
    elif isinstance(value, str):
        text = value.strip()
    else:
        raise _not_an_amount(value, unit, no_figure)
    if _WHOLE.fullmatch(text) and len(text) <= LONGEST:
        return _within_range(int(text.replace(",", "")) * unit.pence, text)
    read = figure(text)
    if read is None or (read.suffix and read.suffix not in _SCALES):
        raise _not_an_amount(text, unit, no_figure)
    if begins_with_a_nought(read):
        raise _nought(text, "an amount such as 49944", lambda offer: parse_amount(offer, unit))
    return _pence_of(read, text, unit)


def _pence_of(read: Figure, text: str, unit: Unit) -> int:
    if read.pound and not read.suffix and unit is not Unit.POUNDS:
        raise _in_pounds(read, text, unit)
    scale = _SCALES[read.suffix] if read.suffix else unit.pence
    numerator = int(read.whole + read.part) * scale
    pence, rest = divmod(numerator, 10 ** len(read.part))
    if rest:
        whole = divide(numerator, 10 ** len(read.part))
        raise MisreadError(
            f'"{text}" has parts of a penny',
            f"an amount in {unit.sign} of whole pence",
            f"write {show_in_unit(-whole if read.negative else whole, unit)}, which is to the penny",
        )
    return _within_range(-pence if read.negative else pence, text)


def _in_pounds(read: Figure, text: str, unit: Unit) -> MisreadError:
    """Ask which unit is meant where an amount has a pound sign in a file of thousands or millions."""
    expected = f"an amount in {unit.sign} without a pound sign, or one that says its unit, such as £1.2m"
    what = f'"{text}" has a pound sign, but amounts here are in {unit.sign}'
    if read.is_dash:
        return MisreadError(what, expected, "write - or 0 for nil")
    number = Decimal(f"{'-' if read.negative else ''}{read.whole}.{read.part}0")
    meant = (number, f"{unit.sign} was"), (number.scaleb(2 - unit.most_decimals), "pounds were")
    offers = [f"{_trimmed(each)} if {of} meant" for each, of in meant if _is_amount(each, unit)]
    return MisreadError(what, expected, f"write {', or '.join(offers)}" if offers else "correct the amount")


def _is_amount(number: Decimal, unit: Unit) -> bool:
    pence = number.scaleb(unit.most_decimals)
    return pence == int(pence) and abs(pence) <= LARGEST_AMOUNT


def _trimmed(number: Decimal) -> str:
    """Return a number without needless noughts."""
    return f"{number.normalize():f}"


def _within_range(pence: int, value: object) -> int:
    if abs(pence) > LARGEST_AMOUNT:
        raise MisreadError(
            f"{value} is too large",
            "an amount of at most £100bn",
            "check the amount, and the unit at the top of the plan",
        )
    return pence


def parse_number(value: object, places: int) -> int:
    """Read a number of nil or more as a whole number of its parts: with 2 `places`, of hundredths.

    Raises `MisreadError` for a number below nil, for more decimals than `places`, and for a million million and more.

    >>> parse_number("262,100.45", 2)
    26210045
    """
    text = value if isinstance(value, str) else ""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        text = f"{value:f}" if isinstance(value, Decimal) and abs(value.adjusted()) < LONGEST else str(value)
    read = figure(text)
    if read is None or read.pound or read.suffix:
        raise MisreadError(
            f"{show_written(value)} is not a number",
            'a number of nil or more, such as 1200 or "1,200.5"',
            _comma_for_point(text, lambda offer: parse_number(offer, places))
            or ("write every figure of it, without a sign or a unit" if read else remedy(text, "number")),
        )
    if begins_with_a_nought(read):
        raise _nought(text, "a number such as 1200", lambda offer: parse_number(offer, places))
    if len(read.whole) > _MOST_WHOLE:
        raise MisreadError(
            f"{show_written(value)} is too large", "a number below a million million", "check the number"
        )
    if read.negative and (read.part or int(read.whole)):
        raise MisreadError(
            f"{show_written(value)} is negative", "a number of nil or more", "leave out the sign"
        )
    if len(read.part) > places:
        rounded = divide(int(read.whole + read.part), 10 ** (len(read.part) - places))
        raise MisreadError(
            f"{show_written(value)} has more than {places} decimals",
            f"at most {places} decimals",
            f"round it: {_trimmed(Decimal(rounded).scaleb(-places))}",
        )
    return int(read.whole + read.part.ljust(places, "0"))


def _not_an_amount(value: object, unit: Unit, no_figure: str) -> MisreadError:
    text = value if isinstance(value, str) else ""
    nil = "" if re.search(r"\d", str(value)) else f", 0 if it is nil{no_figure}"
    fix = _comma_for_point(text, lambda offer: parse_amount(offer, unit)) or remedy(
        text, "amount", f"write it in figures{nil}"
    )
    if "%" in str(value):
        fix = "write an amount, without a per cent sign"
    return MisreadError(
        f"{show_written(value)} is not an amount",
        'an amount such as 49944 or "49,944"; -, (1,234), 1,234- and £1.2m are read as papers print them',
        fix,
    )


def _is_read(offer: str, read: Callable[[str], object]) -> bool:
    try:
        read(offer)
    except MisreadError:
        return False
    return True


def _comma_for_point(text: str, read: Callable[[str], object]) -> str | None:
    """Return what to write where a figure's comma may be a decimal point; None where it can't be, or where that is refused too."""
    offer = with_a_point(text)
    if offer is None or not _is_read(offer, read):
        return None
    if re.match(r"\D*0\.", offer):  # after a nought alone it can stand for nothing else
        return f'write "{offer}"'
    return (
        f'write "{offer}" if the comma stands before decimals; if not, put a comma before every three figures'
    )


def _nought(text: str, expected: str, read: Callable[[str], object]) -> MisreadError:
    """Ask what is meant by a figure that begins with a nought: its point may be lost."""
    offers = [f'"{each}"' for each in without_its_nought(text) if _is_read(each, read)]
    return MisreadError(
        f'"{text}" begins with a nought',
        expected,
        f"write {', or '.join(offers)}{', whichever is meant' if len(offers) > 1 else ''}"
        if offers
        else "take the nought out, or put the point after it",
    )


def parse_rate(value: object, *, least: int = -MILLION, most: int = MILLION) -> int:
    """Read a rate or share as parts per million, from `least` to `most`, which are -100% and 100%.

    Raises `MisreadError` for a number without a per cent sign, more than four decimals, or a rate out of range.

    >>> parse_rate("2.5%"), parse_rate("-0.75%")
    (25000, -7500)
    """
    expected = f'a percentage such as "2.5%", from {show_rate(least)} to {show_rate(most)}, with at most four decimals'
    text = value if isinstance(value, str) else ""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        text = f"{value:f}" if abs(Decimal(value).adjusted()) < LONGEST else ""
    read = figure(text)
    if read is None or read.pound or read.suffix in _SCALES:
        raise MisreadError(f"{show_written(value)} is not a percentage", expected, _as_a_rate(text, least))
    if begins_with_a_nought(read):
        raise _nought(text, expected, lambda offer: parse_rate(offer, least=least, most=most))
    if read.is_dash and least < 0:  # a dash is nil as a rate; as a share it may mean "not stated"
        return 0
    number = Decimal(f"{'-' if read.negative else ''}{read.whole}.{read.part}0")
    if not read.suffix:
        raise _no_per_cent_sign(number, show_written(value), least, expected)
    if len(read.part) > _RATE_PLACES:
        rounded = divide(int(read.whole + read.part), 10 ** (len(read.part) - _RATE_PLACES))
        raise MisreadError(
            f'"{value}" has more than four decimals',
            expected,
            f'round it: "{show_rate(-rounded if read.negative else rounded)}"',
        )
    rate = int(number.scaleb(_RATE_PLACES)) if len(read.whole) <= _MOST_WHOLE else most + 1
    if not least <= rate <= most:
        raise MisreadError(
            f'"{value}" is out of range',
            f"a percentage from {show_rate(least)} to {show_rate(most)}",
            "check the sign and the decimal point" if read.negative else "check the decimal point",
        )
    return rate


def _as_a_rate(text: str, least: int) -> str:
    """Return how to write a rate that was refused: no rate runs to thousands, so a comma in it is a decimal point."""
    offer = with_a_point(text)
    if offer is None or figure(offer) is None:
        fix = remedy(text, "rate")
        return fix if ": " in fix else f'{fix}, as in "2.5%"'
    try:
        parse_rate(offer, least=least)
    except MisreadError as error:
        return error.fix
    return f'write "{offer}"'


def _no_per_cent_sign(number: Decimal, written: str, least: int, expected: str) -> MisreadError:
    """Offer what may be meant, and choose none: 0.8 may be a part of one, or a per cent."""
    parts = [number.scaleb(places) for places in ((6, 4) if abs(number) <= 1 and number else (4,))]
    offers = [f'"{show_rate(int(each))}"' for each in parts if each == int(each) and least <= each <= MILLION]
    return MisreadError(
        f"{written} has no per cent sign",
        expected,
        f"write {' or '.join(offers)}, whichever is meant"
        if len(offers) > 1
        else f"write {offers[0]} if that is meant"
        if offers
        else "write the percentage in figures, with its sign",
    )


def parse_share(value: object) -> int:
    """Read a share from 0% to 100% as parts per million; raise as `parse_rate` does."""
    return parse_rate(value, least=0)


def show_written(value: object) -> str:
    """Return how a message shows a value of a file: text in quotes, a list or a table by its name."""
    kinds = {bool: str(value).lower(), str: f'"{value}"', list: "a list", dict: "a table"}
    return kinds.get(type(value), str(value))


def show_in_unit(pence: int, unit: Unit) -> str:
    """Return an amount as a file in that unit would give it, to the penny: `-1234.5`."""
    return _trimmed(Decimal(pence).scaleb(-unit.most_decimals))


def show_rate(rate: int) -> str:
    """Return a rate or share as text: 25,000 parts per million is `2.5%`."""
    return f"{Decimal(rate).scaleb(-4).normalize():f}%"


def show_pounds(pence: int) -> str:
    """Return an amount as text in pounds, with pence only where there are any: `£425,000`, `-£0.05`."""
    pounds, pennies = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{pounds:,}{f'.{pennies:02}' if pennies else ''}"


def show_exact(pence: int) -> str:
    """Return an amount as the exact string of pounds and pence that files carry: `-425000.00`."""
    pounds, pennies = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{pounds}.{pennies:02}"


TableRow = tuple[str, str]
"""A row of a table, by the ids of both."""

_NOTHING: Mapping[TableRow, Sequence[int]] = MappingProxyType({})


class Said(NamedTuple):
    """How a sentence says amounts: in the unit and with the decimals of the tables beside it.

    An amount that would round to nil is said to the penny. `printed` holds what the rows of those tables print: pence by
    year of the plan, by the ids of table and row.
    """

    unit: Unit
    decimals: int
    printed: Mapping[TableRow, Sequence[int]] = _NOTHING

    @property
    def quantum(self) -> int:
        """The pence of the last place that is said."""
        return self.unit.pence // int(10**self.decimals)

    def nearest(self, pence: int) -> int:
        """Return an amount rounded to the last place that is said, in pence.

        >>> Said(Unit.THOUSANDS, 0).nearest(-425_500_00)  # -£425,500 is said as -£426,000
        -42600000
        """
        return divide(pence, self.quantum) * self.quantum

    def cell(self, row: TableRow, year: int, pence: int) -> int:
        """Return what a row prints in a year of the plan, the first being 0, in pence; the nearest where no table prints it."""
        return self.printed[row][year] if row in self.printed else self.nearest(pence)

    def show_cell(self, row: TableRow, year: int, pence: int) -> str:
        """Return what a row prints in a year, as text; the exact amount where the row prints nil."""
        return self.each([(pence, self.cell(row, year, pence))])[0]

    def each(self, amounts: Iterable[tuple[int, int | None]]) -> list[str]:
        """Return amounts as text, each given as its exact pence and its printed pence, None where no table prints it.

        An amount that prints as nil, rounds to nil or is not printed is said exactly.
        """
        return [
            self.exactly(pence)
            if pence and not (printed and self.nearest(pence))
            else self.show(printed or 0)
            for pence, printed in amounts
        ]

    def in_full(self, *amounts: int) -> tuple[Said, str]:
        """Return how to say amounts that no table prints, and the word to put before them.

        Where one is not a whole number of the unit, they are said to the penny, after the word "exactly".
        """
        if all(pence % self.quantum == 0 for pence in amounts):
            return self, ""
        return TO_THE_PENNY, "exactly "

    def exactly(self, pence: int) -> str:
        """Return an amount that no table prints, as text."""
        said, word = self.in_full(pence)
        return f"{word}{said.show(pence)}"

    def show(self, pence: int) -> str:
        """Return an amount as text: `£425,000` in pounds and in thousands, `£0.4m` in millions."""
        quantum = self.quantum
        shown = divide(pence, quantum)
        if not shown:
            return show_pounds(pence)
        if self.unit is not Unit.MILLIONS:
            return show_pounds(shown * quantum)
        whole, part = divmod(abs(shown), 10**self.decimals)
        places = f".{part:0{self.decimals}}" if self.decimals else ""
        return f"{'-' if shown < 0 else ''}£{whole:,}{places}m"


TO_THE_PENNY = Said(Unit.POUNDS, 2)
"""To the penny: for amounts that must be exact, and wherever no table stands beside the words."""


def show_number(units: int, places: int) -> str:
    """Return, as text, a number held in parts of a unit: 26,210,045 hundredths are `262,100.45`."""
    whole, part = divmod(units, 10**places)
    point = f".{part:0{places}}".rstrip("0").rstrip(".")
    return f"{whole:,}{point}"
