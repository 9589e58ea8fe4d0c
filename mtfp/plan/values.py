"""Reading one value: the functions that TOML keys and CSV columns share. Each raises `MisreadError`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from mtfp.marks import plain
from mtfp.money import (
    MILLION,
    Unit,
    divide,
    parse_amount,
    parse_share,
    show_pounds,
    show_rate,
    show_written,
)
from mtfp.plan.choices import no_choice
from mtfp.plan.terms import Service, normalise
from mtfp.plan.written import quoted
from mtfp.problems import MisreadError
from mtfp.years import FinancialYear, Horizon, parse_duration

_YES = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


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
    shown = _unquoted(value)
    raise MisreadError(f"{shown} is not text", 'text in quotes, such as "..."', f'write "{shown}"')


def _unquoted(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def words(value: object) -> str:
    """Read a year, a month or the like. What is not in quotes is read as if it were, so that its remedy is told at once."""
    return name(value if isinstance(value, (str, list, dict)) else _unquoted(value))


def length_of_time(value: object) -> int:
    """Read `"6 months"` as a number of months. A bare number is refused: it may mean months or years."""
    if isinstance(value, int) and not isinstance(value, bool):
        s = "" if value == 1 else "s"
        raise MisreadError(
            f"{value} does not say months or years",
            'months or years in quotes, such as "6 months" or "1 year"',
            f'write "{value} month{s}" or "{value} year{s}", whichever is meant'
            if value > 0
            else 'write how many, without a sign, as in "6 months"',
        )
    return parse_duration(words(value))


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


def several(text: str) -> list[str]:
    """Return the names in a text that holds several, with commas or semicolons between."""
    return [each.strip() for each in re.split("[,;]", text) if each.strip()]


def tag(value: object) -> str:
    """Read a tag. It holds no comma: where several are given as one text, `where` would find none of them."""
    read = name(value)
    if "," in read or ";" in read:
        raise MisreadError(
            f'the tag "{read}" has a {"comma" if "," in read else "semicolon"} in it',
            "each tag by itself",
            f"write {as_list(several(read))}",
        )
    return read


def as_list(names: Iterable[str]) -> str:
    """Return several names as a file lists them."""
    return f"[{', '.join(map(quoted, names))}]"


def plain_texts(cells: Sequence[str], blank: object, _: object) -> Sequence[object] | None:
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


def word_among(amounts: Mapping[FinancialYear, int | str]) -> str:
    """Return the first word that stands in place of an amount, empty where there is none."""
    return next((word for word in amounts.values() if isinstance(word, str)), "")


def pounds(value: object) -> int:
    """Read pounds and pence, whatever the plan's unit, as pence."""
    return parse_amount(value, Unit.POUNDS)


def part(value: object, unit: Unit) -> tuple[int | None, int | None]:
    """Read a part of a change: (a share in parts per million, None), or (None, an unsigned amount in pence)."""
    if isinstance(value, str) and "%" in value:
        return parse_share(value), None
    pence = parse_amount(value, unit)
    if unit is not Unit.MILLIONS and bare_share(value, pence, unit):
        raise share_or_amount("part", value, pence, unit)
    if pence < 0:
        raise MisreadError(
            f"the part {value} is negative", "how much of it moves, without a sign", "leave out the sign"
        )
    return None, pence


def bare_share(value: object, pence: int, unit: Unit) -> bool:
    """Whether a part may be meant as a share: it is one unit or less and says no unit, as 0.5 or 1, not "£1" or "0.5k"."""
    return 0 < pence <= unit.pence and not (isinstance(value, str) and re.search(r"[^\d.,\s]", value))


def as_share(pence: int, unit: Unit) -> str:
    """Return the share that a part of one unit or less may mean: half a unit is `50%`."""
    return show_rate(divide(pence * MILLION, unit.pence))


def with_its_unit(pence: int, unit: Unit) -> str:
    """Return an amount as text that says its unit: `£0.50`, `0.5k`."""
    return show_pounds(pence) if unit is Unit.POUNDS else f"{Decimal(pence).scaleb(-5).normalize():f}k"


def write_part(part: tuple[int | None, int | None], unit: Unit) -> str:
    """Return a part as a file writes it: a share, or an amount with its unit."""
    share, pence = part
    return show_rate(share) if share is not None else with_its_unit(pence or 0, unit)


def share_or_amount(key: str, value: object, pence: int, unit: Unit, of: str = "") -> MisreadError:
    """Return why a bare fraction under a key is refused: it may be an amount, or a share `of` something."""
    amount, written = show_pounds(pence), with_its_unit(pence, unit)
    example = f'"5%{of}"' if of else '"50%"'
    return MisreadError(
        f"{key} = {show_written(value)} is an amount, {amount}, and looks like a share",
        f"a share such as {example}, or an amount that says its unit",
        f'did you mean "{as_share(pence, unit)}{of}"? If {amount} was meant, write "{written}"',
    )


def yes_or_no(cell: str) -> bool:
    """Read yes or no."""
    word = plain(cell).casefold()
    if word not in _YES:
        raise MisreadError(
            f'"{cell}" is neither yes nor no', "yes or no, or nothing for no", "write yes or no"
        )
    return _YES[word]


def choice(cell: str, key: str, choices: Collection[str]) -> str:
    """Read one of a few words."""
    if cell not in choices:
        raise no_choice(cell, key, choices)
    return cell
