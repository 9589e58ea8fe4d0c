"""What each column of a CSV holds, from its heading: a key of a record, a year, a total, or nothing that is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from mtfp.marks import plain
from mtfp.money import Unit
from mtfp.plan.kinds import YEAR
from mtfp.plan.record import Context
from mtfp.problems import MisreadError, most_like
from mtfp.years import FinancialYear, Horizon, Month

Column = str | FinancialYear | Horizon | None
"""What a column holds: a key, a year, the total of a span of years, or None where it is not read."""

_TOTAL = re.compile(r"(?:grand |overall |(?P<count>\w+)[ -]years? )?total(?: over the plan)?", re.IGNORECASE)
_TOTAL_OF = re.compile(
    r"(?:grand |overall )?total(?: for| of)? \(?(?P<after>[^()]+)\)?|\(?(?P<before>[^()]+)\)? total",
    re.IGNORECASE,
)
_FIRST_AND_LAST = re.compile(r"(\d{2}|\d{4}) ?[/-] ?(\d{2}|\d{4})", re.ASCII)
_A_YEAR_IN = re.compile(r"(?<![\d/-])(?:\d{4}|\d{2}) ?[/-] ?(?:\d{4}|\d{2})(?![\d/-])", re.ASCII)
_UNIT = re.compile(
    r"(.*?) ?\(?(£(?: ?['\u2019]?000s?|k|m)?)\)?|\(?(£(?: ?['\u2019]?000s?|k|m)?)\)? (.*)", re.IGNORECASE
)
_STARTS_AS_A_YEAR = re.compile(r"(?:fy ?)?\d", re.IGNORECASE)
_OTHER_WORDS = {"status"}
"""Headings that many lists have and that resemble a key only in their letters."""
_ALIKE = 0.8


A_YEAR = "2026/27"


def column_of(heading: str, named: Sequence[str], prefix: str, context: Context) -> Column:
    """Return what the column under a heading holds; None where it is not read.

    `named` are the keys with columns, and `prefix` the word before a year. Raise `MisreadError` for a heading that is close
    to a year but none, and for another unit than the plan's.
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
    total = _total_of(bare, prefix, context.horizon)
    if total is not None:
        return total
    if label and _STARTS_AS_A_YEAR.match(label) and "total" not in label.casefold():
        return _year(label, prefix, context)
    month = _month(label)
    if month is not None and (context.horizon is None or month.year in context.horizon):
        raise MisreadError(
            f'"{heading}" is a month, not a financial year',
            f"a column for each year{f' of {context.horizon}' if context.horizon else ''}, such as {prefix}{A_YEAR}",
            f"call it {prefix}{month.year} if it holds the year that {month} is in; if not, give it a name without a month",
        )
    return None


def meant_by(heading: str, named: Sequence[str], missing: Sequence[str]) -> str | None:
    """Return the key that a heading which is not read is close to, as `Ref` is to the needed `reference`; None where none is."""
    key = key_of(heading)
    return None if key in _OTHER_WORDS else most_like(key, named, _ALIKE) or most_like(key, missing)


def _month(label: str) -> Month | None:
    try:
        return Month.parse(label)
    except MisreadError:
        return None


def years_named(heading: str) -> set[FinancialYear]:
    """Return the financial years that stand among the words of a heading, such as `Budget 2026/27`."""
    found = set()
    for each in _A_YEAR_IN.findall(plain(heading)):
        with suppress(MisreadError):
            found.add(FinancialYear.parse(each))
    return found


def _year(label: str, prefix: str, context: Context) -> FinancialYear:
    """Return the year a heading starts with; where it says more, ask for the year alone."""
    try:
        return YEAR.read(label, context)
    except MisreadError as error:
        named = years_named(label)
        if len(named) == 1 and _A_YEAR_IN.sub("", label).strip():
            (year,) = named
            raise MisreadError(
                error.what,
                error.expected,
                f'call it "{prefix}{year}" if that is what it holds; if not, give it a name without a year',
            ) from error
        raise


def _total_of(words: str, prefix: str, horizon: Horizon | None) -> Horizon | None:
    """Return the years of the plan that a total column adds up, or None where the heading is of no such total."""
    if horizon is None or "total" not in words.casefold():
        return None
    if prefix:
        words = " ".join(re.sub(re.escape(prefix.strip()), "", words, flags=re.IGNORECASE).split())
    if match := _TOTAL.fullmatch(words):
        part = match["count"] is not None and match["count"].isdigit() and int(match["count"]) < len(horizon)
        return None if part else horizon
    match = _TOTAL_OF.fullmatch(words)
    span = None if match is None else _span(match["after"] or match["before"], horizon)
    whole = span == horizon
    return (
        span
        if span is not None and (whole or (len(span) > 1 and span.first in horizon and span.last in horizon))
        else None
    )


def _span(words: str, horizon: Horizon) -> Horizon | None:
    """Return the years that `2026/27 to 2028/29` or `2026-29` stands for; the last may end that year or begin in it."""
    try:
        return Horizon.parse(words)
    except MisreadError:
        match = _FIRST_AND_LAST.fullmatch(words)
    if match is None:
        return None
    first, last = (int(each) % 100 for each in match.groups())
    starts, ends = horizon.first.start % 100, (horizon.last.start + 1) % 100
    return horizon if first == starts and last in (ends, ends - 1) else None


def key_of(heading: str) -> str:
    """Return a heading spelt as a key would be, without its unit."""
    return _spelled(_without_unit(plain(heading))[0])


def _spelled(words: str) -> str:
    return re.sub(r"[ _-]+", "_", words.casefold())


def _without_unit(words: str) -> tuple[str, Unit | None]:
    """Return a heading without its unit, and the unit."""
    match = _UNIT.fullmatch(words)
    if match is None:
        return words, None
    sign = (match[2] or match[3]).casefold()
    unit = Unit.POUNDS if sign == "£" else Unit.MILLIONS if sign == "£m" else Unit.THOUSANDS
    return (match[1] or match[4] or "").strip(), unit
