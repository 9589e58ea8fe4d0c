"""Whole pence, rates in parts per million, and the one rule of rounding: half away from zero.

Knows nothing of plans. Amounts are whole pence in Python or numpy int64 integers, so `+` is exact;
floats never carry money.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from typing import overload

import numpy as np
from numpy.typing import NDArray

from mtfp.problems import MisreadError

Pence = NDArray[np.int64]
"""Amounts in whole pence."""

MILLION = 1_000_000
"""A rate or share is a whole number of parts per million: 2.5% is 25,000."""

LARGEST_AMOUNT = 10**13
"""The largest amount a file may hold: £100bn in pence, 900,000 of which can be added within int64."""

_MINUS = "-\N{MINUS SIGN}"
_NIL = {"-", "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}"}
_AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<sign>[{_MINUS}+])?(?P<pound>£)?(?P<sign2>[{_MINUS}+])?"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?(?P<scale>bn|[km])?"
    rf"(?P<close>\))?(?P<trailing>[{_MINUS}])?",
    re.ASCII,
)
_WHOLE = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,18})", re.ASCII)
_RATE = re.compile(rf"([{_MINUS}+]?)(\d{{1,6}})(?:\.(\d{{1,4}}))? ?%", re.ASCII)
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.(\d+))?", re.ASCII)
_SCALES = {"k": 100_000, "m": 100_000_000, "bn": 100_000_000_000}
_LONGEST = 40
_SMALL = 100_000
"""Pence; amounts from here on are said to the nearest pound."""


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
        raise MisreadError(
            f'"{text}" is not a unit',
            '"£", "£000" or "£m"',
            'write one of these, or "pounds", "thousands" or "millions"',
        )


@overload
def divide(amount: int, by: int) -> int: ...
@overload
def divide(amount: Pence, by: int) -> Pence: ...
def divide(amount: int | Pence, by: int) -> int | Pence:
    """Divide whole numbers by a positive whole number, rounding half away from zero.

    `floor((n + by // 2 - [n < 0]) / by)` is that rule for an even `by`, for whole numbers of either sign.
    """
    if by % 2:
        return divide(amount * 2, by * 2)
    if isinstance(amount, int):
        return (amount + by // 2 - (amount < 0)) // by
    return (amount + (amount >> 63) + by // 2) // by


def divide_each(amounts: Iterable[int], by: int) -> list[int]:
    """Divide each of some whole numbers as `divide` does, by an even number."""
    half = by // 2
    return [(amount + half - (amount < 0)) // by for amount in amounts]


def differences(levels: Sequence[int], before: int = 0) -> tuple[int, ...]:
    """Return each amount less the one before it; `before` stands before the first."""
    return tuple(level - last for level, last in zip(levels, (before, *levels), strict=False))


def summed(series: Iterable[Sequence[int]], years: int) -> tuple[int, ...]:
    """Return the sum of series of so many years, year by year; nil where there are none."""
    return tuple(map(sum, zip((0,) * years, *series, strict=True)))


def share_of(pence: int, share: int) -> int:
    """Return a share (parts per million) of an amount, to the nearest penny, half away from zero."""
    return divide(pence * share, MILLION)


def parse_amount(value: object, unit: Unit) -> int:
    """Read an amount of a file as whole pence.

    Takes a whole number, a `Decimal`, or text in the ways papers print amounts: `49,944`, `(1,234)`,
    `1,234-`, `-` for nil, and `k`, `m` or `bn` after a number for thousands, millions or billions of pounds.

    Raises `MisreadError` for anything else, for parts of a penny, for amounts beyond £100bn, and for a pound
    sign in a file whose unit is not pounds.
    """
    if type(value) is int:
        return _within_range(value * unit.pence, value)
    if isinstance(value, Decimal):
        if not value.is_finite() or value.adjusted() > _LONGEST or value.adjusted() < -_LONGEST:
            raise _not_an_amount(value)
        text = f"{value:f}"
    elif isinstance(value, str):
        text = value.strip()
    else:
        raise _not_an_amount(value)
    if _WHOLE.fullmatch(text) and len(text) <= _LONGEST:
        return _within_range(int(text.replace(",", "")) * unit.pence, text)
    if text in _NIL:
        return 0
    return _parse_printed(text, unit)


def _parse_printed(text: str, unit: Unit) -> int:
    match = _AMOUNT.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise _not_an_amount(text)
    signs = [match["open"], match["sign"], match["sign2"], match["trailing"]]
    if bool(match["open"]) != bool(match["close"]) or sum(sign is not None for sign in signs) > 1:
        raise _not_an_amount(text)
    if match["pound"] and unit is not Unit.POUNDS:
        bare = text.replace("£", "")
        raise MisreadError(
            f'"{text}" has a pound sign, but amounts here are in {unit.sign}',
            f"an amount in {unit.sign}, without a sign",
            f"write {bare} if {unit.sign} was meant; if pounds were meant, turn them into {unit.sign}",
        )
    scale = _SCALES[match["scale"]] if match["scale"] else unit.pence
    part = (match["part"] or "").rstrip("0")
    numerator = int(match["whole"].replace(",", "") + part) * scale
    pence, rest = divmod(numerator, 10 ** len(part))
    if rest:
        raise MisreadError(
            f'"{text}" has parts of a penny',
            f"an amount in {unit.sign} of whole pence",
            "round it to the penny",
        )
    negative = any(sign not in (None, "+") for sign in signs)
    return _within_range(-pence if negative else pence, text)


def _within_range(pence: int, value: object) -> int:
    if abs(pence) > LARGEST_AMOUNT:
        raise MisreadError(
            f"{value} is too large",
            "an amount of at most £100bn",
            "check the unit at the top of the plan, and the amount",
        )
    return pence


def parse_number(value: object, places: int) -> int:
    """Read a number of nil or more, such as `"262,100.45"`, in parts of 10 to the power of `places`: 2 give hundredths.

    Raises `MisreadError` for a sign, for more decimals than that, and for a million million and more.
    """
    text = value.strip() if isinstance(value, str) else ""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        text = f"{value:f}" if isinstance(value, Decimal) and abs(value.adjusted()) < _LONGEST else str(value)
    match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None and re.fullmatch(r"[\d,_.]+", text, re.ASCII):
        raise MisreadError(
            f"{show_written(value)} is too large", "a number below a million million", "check the number"
        )
    if match is None:
        raise MisreadError(
            f"{show_written(value)} is not a number of nil or more",
            'a number such as 1200, 1_200 or "1,200.5"',
            "write it in figures, without a sign",
        )
    part = (match[2] or "").rstrip("0")
    if len(part) > places:
        raise MisreadError(
            f"{show_written(value)} has more than {places} decimals", f"at most {places} decimals", "round it"
        )
    return int(match[1].replace(",", "") + part.ljust(places, "0"))


def _not_an_amount(value: object) -> MisreadError:
    return MisreadError(
        f"{show_written(value)} is not an amount",
        'an amount such as 49944, 49_944 or "49,944"; -, (1,234) or 1,234- are read as papers print them',
        "write the amount in figures, 0 if it is nil, or tbc in a year column if it is not known yet",
    )


def parse_rate(value: object, *, least: int = -MILLION) -> int:
    """Read a rate or share such as `"2.5%"` as parts per million, from `least` to 100%.

    Raises `MisreadError` for a bare number, more than four decimals, or a rate out of range.
    """
    expected = 'a percentage in quotes, such as "2.5%", with at most four decimals'
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        raise _no_per_cent_sign(Decimal(value), expected)
    match = _RATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        bare = isinstance(value, str) and re.fullmatch(r"-?\d{1,6}(\.\d+)?", value.strip(), re.ASCII)
        raise MisreadError(
            f'"{value}" is not a percentage',
            expected,
            f'did you mean "{value}%"?'
            if bare
            else "write it in figures, with a per cent sign and at most four decimals",
        )
    parts = int(match[2]) * 10_000 + int((match[3] or "").ljust(4, "0"))
    rate = -parts if match[1] and match[1] in _MINUS else parts
    if not least <= rate <= MILLION:
        raise MisreadError(
            f'"{value}" is out of range',
            f"a percentage from {show_rate(least)} to 100%",
            "check the decimal point",
        )
    return rate


def _no_per_cent_sign(number: Decimal, expected: str) -> MisreadError:
    if not number.is_finite():
        return MisreadError(f"{number} is not a percentage", expected, "write the percentage in figures")
    meant = [number, number * 100] if 0 < abs(number) < 1 else [number]
    likely = " or ".join(f'"{each.normalize():f}%"' for each in meant)
    return MisreadError(f"{number} has no per cent sign", expected, f"did you mean {likely}?")


def parse_share(value: object) -> int:
    """Read a share from 0% to 100% as parts per million; raise as `parse_rate` does."""
    return parse_rate(value, least=0)


def show_written(value: object) -> str:
    """Return a value of a file as a message shows it: text in quotes, a list or a table by its kind."""
    kinds = {bool: str(value).lower(), str: f'"{value}"', list: "a list", dict: "a table"}
    return kinds.get(type(value), str(value))


def show_rate(rate: int) -> str:
    """Return a rate or share as text: 25,000 parts per million is `2.5%`."""
    return f"{Decimal(rate).scaleb(-4).normalize():f}%"


def show_pounds(pence: int) -> str:
    """Return an amount as text in pounds, with pence only where there are any: `£425,000`, `-£0.05`."""
    pounds, pennies = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{pounds:,}{f'.{pennies:02}' if pennies else ''}"


def show_round(pence: int) -> str:
    """Return an amount for a sentence: to the nearest pound from £1,000 on, to the penny below."""
    return show_pounds(divide(pence, 100) * 100 if abs(pence) >= _SMALL else pence)


def show_exact(pence: int) -> str:
    """Return an amount as the exact string of pounds and pence that files carry: `-425000.00`."""
    pounds, pennies = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{pounds}.{pennies:02}"
