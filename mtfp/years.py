"""Financial years, April to March, and the months inside them. Nothing here reads today's date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from mtfp.problems import MisreadError

MONTHS_IN_A_YEAR = 12
LONGEST_PLAN = 60
_APRIL = 3
_CENTURY = 100
_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_YEAR = re.compile(r"(\d{4})[/-](\d{4}|\d{2})", re.ASCII)
_MONTH = re.compile(r"([A-Za-z]+)\.? +(\d{4})", re.ASCII)
_YEARS = re.compile(r"(\S+)(?: +to +(\S+))?")
_DURATION = re.compile(r"(\d{1,3}) +(month|year)s?", re.ASCII)


@dataclass(frozen=True, order=True)
class FinancialYear:
    """The year from 1 April of `start` to 31 March of the next."""

    start: int

    def __hash__(self) -> int:
        return self.start

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % _CENTURY:02}"

    def __add__(self, years: int) -> FinancialYear:
        return FinancialYear(self.start + years)

    @cached_property
    def april(self) -> Month:
        """The month the year starts in."""
        return Month(self.start * MONTHS_IN_A_YEAR + _APRIL)

    @classmethod
    @lru_cache(maxsize=1024)
    def parse(cls, text: str) -> FinancialYear:
        """Read `2026/27`, `2026-27` or `2026/2027`; raise `MisreadError` for anything else."""
        expected, fix = 'a financial year such as "2026/27"', "write the year as 2026/27"
        match = _YEAR.fullmatch(text.strip())
        if match is None:
            raise MisreadError(f'"{text}" is not a financial year', expected, fix)
        start, end = int(match[1]), match[2]
        year = cls(start)
        if int(end) != (start + 1) % (10 ** len(end)):
            raise MisreadError(
                f'"{text}" does not run from one April to the next',
                f'two years that follow each other, such as "{year}"',
                f'write "{year}" if that is the year meant',
            )
        return year


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, counted from the year 0 so that months add and subtract."""

    index: int

    def __str__(self) -> str:
        year, month = divmod(self.index, MONTHS_IN_A_YEAR)
        return f"{_NAMES[month].capitalize()} {year}"

    def __add__(self, months: int) -> Month:
        return Month(self.index + months)

    @property
    def year(self) -> FinancialYear:
        """The financial year the month falls in."""
        return FinancialYear((self.index - _APRIL) // MONTHS_IN_A_YEAR)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `September 2014` or `Sept 2014`; raise `MisreadError` for anything else."""
        match = _MONTH.fullmatch(text.strip())
        word = match[1].casefold() if match else ""
        found = [n for n, name in enumerate(_NAMES) if name.startswith(word) and len(word) >= len("may")]
        if match is None or len(found) != 1:
            raise MisreadError(
                f'"{text}" is not a month',
                'a month and year such as "September 2014"',
                "write the month in words",
            )
        return cls(int(match[2]) * MONTHS_IN_A_YEAR + found[0])


@dataclass(frozen=True)
class Horizon:
    """The years of a plan, one after another, without a break."""

    first: FinancialYear
    count: int

    def __iter__(self) -> Iterator[FinancialYear]:
        return iter(self._years)

    def __len__(self) -> int:
        return self.count

    def __contains__(self, year: object) -> bool:
        return isinstance(year, FinancialYear) and self.first <= year <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.count == 1 else f"{self.first} to {self.last}"

    @cached_property
    def _years(self) -> tuple[FinancialYear, ...]:
        return tuple(self.first + n for n in range(self.count))

    @property
    def base_year(self) -> FinancialYear:
        """The year before the plan, whose approved budget is the base."""
        return self.first + -1

    @cached_property
    def last(self) -> FinancialYear:
        """The last year of the plan."""
        return self.first + (self.count - 1)

    def index(self, year: FinancialYear) -> int:
        """Return the year's position, 0 for the first; negative before the plan."""
        return year.start - self.first.start

    @classmethod
    def parse(cls, text: str) -> Horizon:
        """Read `2014/15 to 2017/18`, or one year; raise `MisreadError` for anything else."""
        match = _YEARS.fullmatch(text.strip())
        if match is None:
            raise MisreadError(
                f'"{text}" is not a run of financial years',
                'the first and last year, such as "2014/15 to 2017/18"',
                "write both years with the word to between them",
            )
        first = FinancialYear.parse(match[1])
        last = FinancialYear.parse(match[2]) if match[2] else first
        count = last.start - first.start + 1
        if not 1 <= count <= LONGEST_PLAN:
            raise MisreadError(
                f'"{text}" is {"not in order" if count < 1 else f"{count} years"}',
                f"from 1 to {LONGEST_PLAN} years, the first one first",
                "correct the first or the last year",
            )
        return cls(first, count)


def parse_duration(text: str) -> int:
    """Read `6 months` or `1 year` as a number of months; raise `MisreadError` for anything else."""
    match = _DURATION.fullmatch(text.strip().casefold())
    months = int(match[1]) * (MONTHS_IN_A_YEAR if match[2] == "year" else 1) if match else 0
    if months == 0:
        raise MisreadError(
            f'"{text}" is not a length of time',
            'months or years such as "6 months" or "1 year"',
            "write how long in words",
        )
    return months


def show_duration(months: int) -> str:
    """Return a number of months in words: `6 months`, `1 year`, `18 months`."""
    whole = months % MONTHS_IN_A_YEAR == 0
    count = months // MONTHS_IN_A_YEAR if whole else months
    return f"{count} {'year' if whole else 'month'}{'' if count == 1 else 's'}"
