"""What the columns of a CSV are, read from its headings: keys of a record, years, a total, or what is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mtfp.files import values
from mtfp.files.values import Context
from mtfp.marks import plain
from mtfp.money import Unit
from mtfp.problems import MisreadError, listed, most_like
from mtfp.years import FinancialYear

TOTAL = "a total"
Column = str | FinancialYear | None
"""What a column holds: a key or `TOTAL`, a year, or None where it is not read."""

_TOTAL = re.compile(r"(?:grand |overall |[\w-]+ years? )?total(?: .*\d\d/\d\d.*)?", re.IGNORECASE)
_UNIT = re.compile(
    r"(.*?) ?\(?(£(?:['\u2019]?000s?|k|m)?)\)?|\(?(£(?:['\u2019]?000s?|k|m)?)\)? (.*)", re.IGNORECASE
)
_STARTS_AS_A_YEAR = re.compile(r"(?:fy ?)?\d", re.IGNORECASE)
_OTHER_WORDS = {"status"}
"""Headings that lists often have, and that are like a key only by their letters."""
_ALIKE = 0.8


_A_YEAR = "2026/27"


def column_of(
    heading: str, named: Sequence[str], prefix: str, missing: Sequence[str], context: Context
) -> Column:
    """Return what the column under a heading holds; None where it is not read.

    `named` are the keys with columns, `prefix` stands before a year, and `missing` are the keys needed and not there.
    Raise `MisreadError` for what is close to a key or a year and is none, and for another unit than the plan's.
    """
    words = plain(heading)
    if _spelled(words) in named:
        return _spelled(words)
    bare, unit = _without_unit(words)
    if unit not in (None, context.unit):
        raise MisreadError(
            f'column "{heading}" is in another unit than the plan, which is in {context.unit.sign}',
            f"amounts in {context.unit.sign} in every column",
            f"turn the column into {context.unit.sign}, and correct the heading",
        )
    key = _spelled(bare)
    if key in named:
        return key
    label = bare[len(prefix) :] if bare.casefold().startswith(prefix) else ""
    if label and _STARTS_AS_A_YEAR.match(label) and not _TOTAL.fullmatch(label):
        return values.year(label, context)
    if not prefix and _TOTAL.fullmatch(bare):
        return TOTAL
    near = None if key in _OTHER_WORDS else most_like(key, named, _ALIKE) or most_like(key, missing)
    if near is not None:
        raise MisreadError(
            f'"{heading}" is not a column here',
            f"one of the columns {listed([*named, f'{prefix}{context.horizon or _A_YEAR}'], most=60, last='or')}",
            f"call it {near} if that is meant; if not, give it another name or remove it",
        )
    return None


def key_of(heading: str) -> str:
    """Return a heading as a key would be spelled, without the unit it names."""
    return _spelled(_without_unit(plain(heading))[0])


def _spelled(words: str) -> str:
    return re.sub(r"[ _-]+", "_", words.casefold())


def _without_unit(words: str) -> tuple[str, Unit | None]:
    """Return a heading without the unit it names, and that unit."""
    match = _UNIT.fullmatch(words)
    if match is None:
        return words, None
    sign = (match[2] or match[3]).casefold()
    unit = Unit.POUNDS if sign == "£" else Unit.MILLIONS if sign == "£m" else Unit.THOUSANDS
    return (match[1] or match[4] or "").strip(), unit
