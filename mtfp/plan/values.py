"""Reading one value: the functions that TOML keys and CSV columns share. Each raises `MisreadError`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from mtfp.frozen import frozen
from mtfp.marks import plain
from mtfp.money import (
    LARGEST_AMOUNT,
    MILLION,
    Unit,
    divide,
    parse_amount,
    parse_rate,
    parse_share,
    show_pounds,
    show_rate,
    show_written,
)
from mtfp.plan.choices import no_choice
from mtfp.plan.terms import NO_SUCH_LINE, NOT_KNOWN, Service, normalise
from mtfp.problems import MisreadError
from mtfp.years import FinancialYear, Horizon, Month, parse_duration

_NOUGHT = re.compile(r"\n(?:0\d|-0)")
_YES = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


@frozen(kw_only=False)
class Context:
    """What the meaning of a value depends on: the plan's unit and its years, None where those could not be read."""

    unit: Unit
    horizon: Horizon | None


def text(value: object) -> str:
    """Read text, empty or not."""
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, (list, dict)):
        kind = "a list" if isinstance(value, list) else "a table"
        raise MisreadError(
            f"there is {kind} here",
            'one text in quotes, such as "..."',
            "write one text in quotes, without brackets; what is for several is written once for each",
        )
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    raise MisreadError(f"{shown} is not text", 'text in quotes, such as "..."', f'write "{shown}"')


def month(value: object) -> Month:
    """Read a month, as text or as a date on its 1st."""
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        raise MisreadError(
            f"{value} has a time of day", "a month", f'write "{Month.of(value.replace(day=1))}"'
        )
    return Month.of(value) if isinstance(value, dt.date) else Month.parse(name(value))


def length_of_time(value: object) -> int:
    """Read `"6 months"` as a number of months. A bare number is refused: it may mean months or years."""
    if isinstance(value, int) and not isinstance(value, bool):
        raise MisreadError(
            f"{value} does not say months or years",
            'months or years in quotes, such as "6 months" or "1 year"',
            f'write "{value} months" or "{value} years", whichever is meant'
            if value > 0
            else 'write how many, without a sign, as in "6 months"',
        )
    return parse_duration(name(value))


def without_quotes(value: object, otherwise: str) -> str:
    """Return how to write a whole number from 1 on where text, or something else, is written; `otherwise` is what to ask for."""
    digits = re.match(r"[1-9]\d{0,2}", plain(value)) if isinstance(value, str) else None
    return f"write {digits[0]}, without quotes" if digits else f"write {otherwise}, without quotes"


def once_each(labels: Iterable[str]) -> None:
    """Refuse a year that is given twice in two spellings."""
    seen: set[FinancialYear] = set()
    for label in labels:
        try:
            year = FinancialYear.parse(label)
        except MisreadError:
            continue
        if year in seen:
            raise MisreadError(f"{year} is given twice", "each year once", "keep one of them")
        seen.add(year)


def years_left_out(stated: Collection[FinancialYear], horizon: Horizon | None) -> str:
    """Return the years of the plan that are not stated, with commas between."""
    return ", ".join(str(year) for year in horizon or () if year not in stated)


def check_every_year(stated: Collection[FinancialYear], horizon: Horizon | None) -> None:
    """Refuse values by year that leave out a year of the plan."""
    missing = years_left_out(stated, horizon)
    if missing:
        raise MisreadError(f"nothing is said of {missing}", f"every year of {horizon}", f"add {missing}")


def name(value: object) -> str:
    """Read text that may not be empty."""
    read = text(value)
    if not read:
        raise MisreadError("this is empty", "a name", "give it a name")
    return read


def plain_texts(cells: Sequence[str], blank: object, _: Context) -> Sequence[object] | None:
    """Read texts that are written as they are kept; None where one has to be looked at by itself."""
    whole = "\n".join(cells)
    if (
        not whole.isascii()
        or whole.count("\n") >= max(len(cells), 1)
        or any(each in f"\n{whole}\n" for each in ("  ", "\n ", " \n"))
        or not whole.replace("\n", "").isprintable()
    ):
        return None
    return [cell or blank for cell in cells] if "" in cells else cells


def service(value: object) -> Service:
    """Read a service, or a path of services."""
    return Service.parse(name(value))


def amount(value: object, context: Context) -> int:
    """Read an amount in the plan's unit as pence."""
    return parse_amount(value, context.unit)


def in_unit(pence: int, context: Context) -> int | Decimal:
    """Return an amount as a file in the plan's unit writes it."""
    amount = Decimal(pence).scaleb(-context.unit.most_decimals)
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()


def whole_amounts(cells: Sequence[str], blank: object, context: Context) -> Sequence[object] | None:
    """Read amounts that are whole numbers without a sign but a minus; None where one has to be looked at by itself."""
    pence, whole = context.unit.pence, "\n".join(("", *cells, ""))
    longest = len(str(LARGEST_AMOUNT // pence)) - 1
    if whole.strip("-0123456789\n") or max(map(len, cells), default=0) > longest or _NOUGHT.search(whole):
        return None
    try:
        return [int(cell) * pence if cell else blank for cell in cells]
    except ValueError:
        return None


def amount_or_word(value: object, context: Context) -> int | str:
    """Read an amount as pence, or a word that stands where a paper has no figure: `tbc`, `na` or `n/a`."""
    if isinstance(value, str):
        word = plain(value).casefold()
        if word in (NOT_KNOWN, *NO_SUCH_LINE):
            return word
    no_figure = ", tbc if it is not known yet, or n/a if there is no such line"
    return parse_amount(value, context.unit, no_figure)


def word_among(amounts: Mapping[FinancialYear, int | str]) -> str:
    """Return the first word that stands in place of an amount, empty where there is none."""
    return next((word for word in amounts.values() if isinstance(word, str)), "")


def works_to(value: object, context: Context) -> int:
    """Read what a plan works to, as pence: an amount above nil in its unit, or in pounds where it has a pound sign."""
    in_pounds = isinstance(value, str) and value.lstrip().startswith("£")
    pence = parse_amount(value, Unit.POUNDS if in_pounds else context.unit)
    if not 0 < pence <= Unit.MILLIONS.pence:
        raise MisreadError(
            f"a plan can't work to the nearest {show_pounds(pence)}",
            "an amount above nil and at most £1m, as half of it is left as rounding",
            'write such as "£1,000", or leave to_the_nearest out',
        )
    return pence


def unsigned(value: object, context: Context) -> int:
    """Read an amount in the plan's unit that is nil or more, as pence."""
    pence = parse_amount(value, context.unit)
    if pence < 0:
        raise MisreadError(f"{value} is negative", "an amount of nil or more", "leave out the sign")
    return pence


def pounds(value: object) -> int:
    """Read pounds and pence, whatever the plan's unit, as pence."""
    return parse_amount(value, Unit.POUNDS)


def part(value: object, context: Context) -> tuple[int | None, int | None]:
    """Read a part of a change: (a share in parts per million, None), or (None, an unsigned amount in pence)."""
    if isinstance(value, str) and "%" in value:
        return parse_share(value), None
    pence = parse_amount(value, context.unit)
    if context.unit is not Unit.MILLIONS and bare_share(value, pence, context.unit):
        raise _share_or_amount(value, pence, context.unit)
    if pence < 0:
        raise MisreadError(
            f"the part {value} is negative", "how much of it moves, without a sign", "leave out the sign"
        )
    return None, pence


def figure_answered(value: object, context: Context) -> int:
    """Read the figure that an answer names: an amount in the plan's unit as pence, or a rate in parts per million."""
    if isinstance(value, str) and value.strip().endswith("%"):
        return parse_rate(value)
    return parse_amount(value, context.unit)


def day(value: object) -> dt.date:
    """Read a date: 2026-11-27, without quotes or in them."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(value.strip() if isinstance(value, str) else "")
    except ValueError:
        raise MisreadError(
            f"{show_written(value)} is not a date",
            "a date as year, month and day, such as 2026-11-27",
            "correct the date, without quotes",
        ) from None


def bare_share(value: object, pence: int, unit: Unit) -> bool:
    """Whether a part may be meant as a share: it is one unit or less and says no unit, as 0.5 or 1, not "£1" or "0.5k"."""
    return 0 < pence <= unit.pence and not (isinstance(value, str) and re.search(r"[^\d.,\s]", value))


def as_share(pence: int, unit: Unit) -> str:
    """Return the share that a part of one unit or less may mean: half a unit is `50%`."""
    return show_rate(divide(pence * MILLION, unit.pence))


def _with_its_unit(pence: int, unit: Unit) -> str:
    return show_pounds(pence) if unit is Unit.POUNDS else f"{Decimal(pence).scaleb(-5).normalize():f}k"


def write_part(part: tuple[int | None, int | None], context: Context) -> str:
    """Return a part as a file writes it: a share, or an amount with its unit."""
    share, pence = part
    return show_rate(share) if share is not None else _with_its_unit(pence or 0, context.unit)


def _share_or_amount(value: object, pence: int, unit: Unit) -> MisreadError:
    amount, written = show_pounds(pence), _with_its_unit(pence, unit)
    return MisreadError(
        f"part = {show_written(value)} is an amount, {amount}, and looks like a share",
        'a share such as "50%", or an amount that says its unit',
        f'did you mean "{as_share(pence, unit)}"? If {amount} was meant, write "{written}"',
    )


def year(value: object, context: Context) -> FinancialYear:
    """Read a year of the plan."""
    return _year_of(name(value), context.horizon)


@lru_cache(maxsize=1024)
def _year_of(label: str, horizon: Horizon | None) -> FinancialYear:
    read = FinancialYear.parse(label)
    if horizon is not None and read not in horizon:
        raise MisreadError(
            f"{read} is not a year of the plan",
            f"a year of {horizon}",
            "correct the year, or the years of the plan",
        )
    return read


def yes_or_no(cell: str) -> bool:
    """Read yes or no."""
    word = plain(cell).casefold()
    if word not in _YES:
        raise MisreadError(
            f'"{cell}" is neither yes nor no', "yes or no, or nothing for no", "write yes or no"
        )
    return _YES[word]


def confidence(value: object) -> str:
    """Read how sure a saving is: a share, or a word for one. A bare number is refused: it may mean two shares."""
    return name(value) if isinstance(value, str) else str(parse_share(value))


def choice(cell: str, key: str, choices: Collection[str]) -> str:
    """Read one of a few words."""
    if cell not in choices:
        raise no_choice(cell, key, choices)
    return cell
