"""Financial years, April to March, and the months inside them. Nothing here reads today's date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache

from mtfp.frozen import frozen
from mtfp.marks import plain
from mtfp.problems import MisreadError, listed, most_like

MONTHS_IN_A_YEAR = 12
LONGEST_PLAN = 60
_APRIL = 3
_CENTURY = 100
_DAYS = 31
_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_A_YEAR = r"(?:fy ?)?(?:\d{4}|\d{2}) ?[/-] ?(?:\d{4}|\d{2})"
_YEAR = re.compile(r"(?:fy ?)?(\d{4}|\d{2}) ?[/-] ?(\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_ONE_NUMBER = re.compile(r"(?:fy|f/y|year|financial year)? ?(\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_YEARS = re.compile(rf"({_A_YEAR})(?: to | ?- ?)({_A_YEAR})", re.ASCII | re.IGNORECASE)
_FROM_TO = re.compile(r"(.+?) (?:to|until|-) (.+)", re.IGNORECASE)
_MONTH = re.compile(r"([A-Za-z]+)[.,]?(?: (?=\d{4})|-| ?['\u2019])(\d{4}|\d{2})", re.ASCII)
_DAY_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]+)\.?[ -](\d{4}|\d{2})", re.ASCII)
_DAY_AFTER_MONTH = re.compile(r"([A-Za-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: 0?0:00(?::00)?)?", re.ASCII)
_DAY_LAST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: n for n, word in enumerate(_COUNTS, start=1)} | {"a": 1, "eighteen": 18}
_COUNT = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}"
_DURATION = re.compile(
    rf"(?:({_COUNT})[ -]?(?:years?|yrs?))?(,? (?:and )?)?(?:({_COUNT})[ -]?(?:months?|mths?))?", re.ASCII
)
_SHORT = re.compile(rf"({_COUNT})[ -]?(quarters?|qtrs?|m|y)", re.ASCII)
_AND_A_HALF = re.compile(r"(\d{1,2})\.5 ?(?:years?|yrs?)", re.ASCII)
_WORTH = {"q": 3, "m": 1, "y": MONTHS_IN_A_YEAR}
_EXCEL_STARTS = dt.date(1899, 12, 30)
_TWO_FIGURES = 70
"""Years in two figures are 2000 to 2069. From 70 on, either century may be meant, so the file is asked to say which."""


def _full_year(figures: str, written: str) -> int:
    """Return the year that four figures stand for, or the last two of them."""
    if len(figures) == len("2026"):
        return int(figures)
    if int(figures) < _TWO_FIGURES:
        return 2000 + int(figures)
    raise MisreadError(
        f'"{written}" may be of either century',
        "the year in four figures",
        "write all four figures of the year",
    )


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
        """Read `2026/27`, `2026-27`, `26/27` or `2026/2027`; raise `MisreadError` for anything else.

        >>> str(FinancialYear.parse("26-27"))
        '2026/27'
        """
        match = _YEAR.fullmatch(plain(text))
        if match is None:
            raise _not_a_year(text)
        start, end = _full_year(match[1], text), match[2]
        year = cls(start)
        if int(end) != (start + 1) % (10 ** len(end)):
            raise MisreadError(
                f'"{text}" does not run from one April to the next',
                f'two years that follow each other, such as "{year}"',
                f'write "{year}" if that is the year meant',
            )
        return year


def _skips(year: str) -> bool:
    """Whether two years are further apart than those of one financial year, as in 2026-2030."""
    start, end = (int(part) % _CENTURY for part in re.findall(r"\d+", year))
    return end > start + 1


def _not_a_year(text: str) -> MisreadError:
    """Return the mistake of text that is no financial year. One number may stand for either of two years."""
    one = _ONE_NUMBER.fullmatch(plain(text))
    if one is not None and not _TWO_FIGURES <= int(one[1]) < _CENTURY:
        end = FinancialYear(_full_year(one[1], text))
        return MisreadError(
            f'"{text}" does not say which financial year is meant',
            "both years that it runs over, from one April to the next",
            f'write "{end + -1}" or "{end}", whichever is meant',
        )
    fix = 'write both years that it runs over, as in "2026/27"'
    with suppress(MisreadError):
        if day := day_of(text):
            fix = f'write "{Month.of(day.replace(day=1)).year}", in which that day falls'
    return MisreadError(f'"{text}" is not a financial year', 'a financial year such as "2026/27"', fix)


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
        """The financial year the month falls in.

        >>> str(Month.parse("March 2027").year), str(Month.parse("April 2027").year)
        ('2026/27', '2027/28')
        """
        return FinancialYear((self.index - _APRIL) // MONTHS_IN_A_YEAR)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `September 2014`, `Sept-14` or a date on the 1st of a month; raise `MisreadError` for anything else."""
        short = plain(text)
        if match := _MONTH.fullmatch(short):
            return cls._of(_full_year(match[2], text), _month_named(match[1], text), 1, text)
        if match := _DAY_IN_WORDS.fullmatch(short):
            return cls._of(_full_year(match[3], text), _month_named(match[2], text), int(match[1]), text)
        if match := _DAY_AFTER_MONTH.fullmatch(short):
            return cls._of(int(match[3]), _month_named(match[1], text), int(match[2]), text)
        if match := _DAY_LAST.fullmatch(short):
            return cls._of(int(match[1]), int(match[2]) - 1, int(match[3]), text)
        if match := _DAY.fullmatch(short):
            if int(match[1]) > 1 and len(match[1]) == len(match[3]) == len("26"):
                return cls._year_first_or_last(match, text)
            return cls._of(
                _full_year(match[3], text), int(match[2]) - 1, int(match[1]), text, in_figures=True
            )
        raise _not_a_month(text)

    @classmethod
    def of(cls, date: dt.date) -> Month:
        """Return the month that starts on a date; raise `MisreadError` for any other day."""
        return cls._of(date.year, date.month - 1, date.day, str(date))

    @classmethod
    def _year_first_or_last(cls, match: re.Match[str], written: str) -> Month:
        """Refuse a date whose year may come first or last, as in 26-10-01; offer each month that may be meant."""
        first, month, last = map(int, match.groups()[:3])
        if not 1 <= month <= MONTHS_IN_A_YEAR:
            return cls._of(_full_year(match[3], written), month - 1, first, written)
        ways = ((first, last), (last, first)) if last == 1 else ((last, first),)
        meant = [
            cls((2000 + year) * MONTHS_IN_A_YEAR + month - 1)
            for year, day in ways
            if year < _TWO_FIGURES and 1 <= day <= _DAYS
        ]
        american = first <= MONTHS_IN_A_YEAR and month == 1 and last < _TWO_FIGURES
        meant += [cls((2000 + last) * MONTHS_IN_A_YEAR + first - 1)] if american else []
        if not meant:
            raise _not_a_month(written)
        offers = [f'"{each}"' for each in dict.fromkeys(meant)]
        raise MisreadError(
            f'"{written}" is a day, and amounts run from the 1st of a month',
            'a month and year such as "September 2014"',
            f"write {listed(offers, last='or')}{', whichever is meant' if len(offers) > 1 else ''}",
        )

    @classmethod
    def _of(cls, year: int, month: int, day: int, written: str, *, in_figures: bool = False) -> Month:
        """Return the month of a date on the 1st; `in_figures` where another country might put the month first."""
        if not 0 <= month < MONTHS_IN_A_YEAR or not 1 <= day <= _DAYS:
            raise _not_a_month(written)
        read = cls(year * MONTHS_IN_A_YEAR + month)
        if day == 1:
            return read
        other = cls(year * MONTHS_IN_A_YEAR + day - 1)
        either = in_figures and month == 0 and day <= MONTHS_IN_A_YEAR
        raise MisreadError(
            f'"{written}" is a day, and amounts run from the 1st of a month',
            'a month and year such as "September 2014"',
            f'write "{read}" or "{other}", whichever is meant' if either else f'write "{read}"',
        )


def day_of(text: str) -> dt.date | None:
    """Return the day that a text says, the day before the month, or None where it says none.

    >>> day_of("01/09/2026"), day_of("1 September 2026"), day_of("31/09/2026"), day_of("soon")
    (datetime.date(2026, 9, 1), datetime.date(2026, 9, 1), None, None)
    """
    short = plain(text)
    try:
        if match := _DAY_LAST.fullmatch(short):
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY.fullmatch(short):
            return dt.date(_full_year(match[3], text), int(match[2]), int(match[1]))
        if match := _DAY_IN_WORDS.fullmatch(short):
            return dt.date(_full_year(match[3], text), _month_named(match[2], text) + 1, int(match[1]))
        if match := _DAY_AFTER_MONTH.fullmatch(short):
            return dt.date(int(match[3]), _month_named(match[1], text) + 1, int(match[2]))
    except ValueError:
        return None
    return None


def day_meant(day: dt.date) -> str:
    """Return how a file writes a day, and which is meant by it."""
    return f"write {day}, without quotes, if {day.day} {day:%B %Y} is meant"


def _month_named(word: str, written: str) -> int:
    """Return which month a word names, or the start of a word, January being 0."""
    found = [
        n for n, name in enumerate(_NAMES) if name.startswith(word.casefold()) and len(word) >= len("may")
    ]
    if len(found) != 1:
        near = most_like(word, _NAMES)
        raise _not_a_month(written, near and written.replace(word, near.capitalize()))
    return found[0]


def _not_a_month(written: str, meant: str | None = None) -> MisreadError:
    if re.fullmatch(r"4\d{4}|5\d{4}", plain(written)):
        day = _EXCEL_STARTS + dt.timedelta(int(plain(written)))
        return MisreadError(
            f'"{written}" is not a month, and may be the number that Excel holds for a date',
            'a month and year such as "September 2014"',
            f'write "{day:%B %Y}" if {day.day} {day:%B %Y} is meant',
        )
    return MisreadError(
        f'"{written}" is not a month',
        'a month and year such as "September 2014"',
        "write the month in words, and the year in four figures"
        if meant is None
        else f'write "{meant}" if that is meant',
    )


@frozen(slots=False, kw_only=False)
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
        """Read `2014/15 to 2017/18`, `2014/15-2017/18` or one year; raise `MisreadError` for anything else."""
        short = plain(text)
        if match := _YEARS.fullmatch(short):
            first, last = FinancialYear.parse(match[1]), FinancialYear.parse(match[2])
        elif _ONE_NUMBER.fullmatch(short) or (_YEAR.fullmatch(short) and not _skips(short)):
            first = last = FinancialYear.parse(text)
        elif match := _FROM_TO.fullmatch(short):
            first, last = FinancialYear.parse(match[1]), FinancialYear.parse(match[2])
        else:
            raise MisreadError(
                f'"{text}" is not a run of financial years',
                'the first and last year, such as "2014/15 to 2017/18"',
                "write both years with the word to between them",
            )
        count = last.start - first.start + 1
        if not 1 <= count <= LONGEST_PLAN:
            raise MisreadError(
                f'"{text}" is {"not in order" if count < 1 else f"{count} years"}',
                f"from 1 to {LONGEST_PLAN} years, the first one first",
                "correct the first or the last year",
            )
        return cls(first, count)


def parse_duration(text: str) -> int:
    """Read `6 months`, `six months` or `1 year` as a number of months; raise `MisreadError` for anything else.

    >>> parse_duration("1 year and 6 months")
    18
    """
    short = plain(text).casefold()
    match = _DURATION.fullmatch(short)
    if match is not None and (match[2] is not None) == (match[1] is not None and match[3] is not None):
        months = _count(match[1]) * MONTHS_IN_A_YEAR + _count(match[3])
        if months:
            return months
    raise MisreadError(
        f'"{text}" is not a length of time',
        'months or years such as "6 months" or "1 year"',
        _how_long(short),
    )


def _count(word: str | None) -> int:
    return 0 if word is None else _NUMBERS.get(word) or int(word)


def _how_long(text: str) -> str:
    """Return how a length of time that was refused should be written."""
    months = 6 if text == "half a year" else 0
    if match := _SHORT.fullmatch(text):
        months = _count(match[1]) * _WORTH[match[2][0]]
    elif match := _AND_A_HALF.fullmatch(text):
        months = int(match[1]) * MONTHS_IN_A_YEAR + 6
    if months:
        return f'write "{show_duration(months)}"'
    if re.fullmatch(_COUNT, text, re.ASCII) and _count(text):
        s = "" if _count(text) == 1 else "s"
        return f'write "{text} month{s}" or "{text} year{s}", whichever is meant'
    return 'write how many months, without a sign, as in "6 months"'


def show_duration(months: int) -> str:
    """Return a number of months in words: `6 months`, `1 year`, `18 months`."""
    whole = months % MONTHS_IN_A_YEAR == 0
    count = months // MONTHS_IN_A_YEAR if whole else months
    return f"{count} {'year' if whole else 'month'}{'' if count == 1 else 's'}"


def listed_by_year(figures: Mapping[FinancialYear, int], show: Callable[[int], str]) -> str:
    """Return figures with their years as a sentence lists them, a run of years with the same figure once."""
    runs: list[tuple[int, list[FinancialYear]]] = []
    for year, figure in figures.items():
        if runs and runs[-1][0] == figure and runs[-1][1][-1] + 1 == year:
            runs[-1][1].append(year)
        else:
            runs.append((figure, [year]))
    return listed(
        (f"{show(figure)} in {run[0]}{f' to {run[-1]}' if len(run) > 1 else ''}" for figure, run in runs),
        most=20,
    )
