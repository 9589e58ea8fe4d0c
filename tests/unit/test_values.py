"""What a refused value is told to be written as, when written so, is accepted."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from mtfp.money import Unit, parse_amount, parse_number, parse_rate, parse_share
from mtfp.plan import values
from mtfp.plan.capital import LIFE
from mtfp.plan.changes import MONTH
from mtfp.plan.council_tax import RISE
from mtfp.plan.file import UNIT, YEARS
from mtfp.plan.kinds import ANY_YEAR, YEAR
from mtfp.plan.record import Context, Value
from mtfp.plan.reserves import FLOOR, TURN
from mtfp.problems import MisreadError
from mtfp.years import FinancialYear, Horizon, Month, parse_duration

CONTEXT = Context(unit=Unit.THOUSANDS, horizon=Horizon.parse("2026/27 to 2030/31"))
Read = Callable[[Any], object]


def offers(fix: str) -> list[object]:
    """Return what a remedy says to write: what is in quotes, or else its plain numbers, as TOML would hold them."""
    quoted = re.findall(r'"([^"]+)"', fix)
    bare = re.findall(r"(?:write|or|round it:) (-?\d+(?:\.\d+)?)\b", fix)
    return [*quoted, *(Decimal(each) if "." in each else int(each) for each in bare)]


REFUSED: list[tuple[str, Read, list[object], int]] = [
    (
        "an amount in £000",
        partial(parse_amount, unit=Unit.THOUSANDS),
        [
            "£499",
            "-£1,234.50",
            "£(7)",
            "£0.5",
            "0.000001",
            Decimal("1.2345678"),
            "-0.123456",
            "0,3",
            "2,75",
            "05",
            "0,355",
        ],
        1,
    ),
    ("an amount in £m", partial(parse_amount, unit=Unit.MILLIONS), ["£499", "£1,200,000", "1.234567891"], 1),
    ("pounds", values.pounds, ["1.005", "-0.009", Decimal("1700.123")], 1),
    (
        "a rate",
        parse_rate,
        [Decimal("0.8"), "0.025", 1, 3, "-0.5", "2.123456%", Decimal("2.5"), "two", "0,5%", "05%", "2,5"],
        1,
    ),
    ("a share", parse_share, ["0.8", Decimal("0.5"), 1, 80, "0.8888888%"], 1),
    ("a number", partial(parse_number, places=2), ["1.234", Decimal("262100.456"), "0,5", "262,1", "07"], 1),
    ("a year", FinancialYear.parse, ["FY26", "2026", "26", "2026/28", "next year"], 1),
    ("a run of years", Horizon.parse, ["2026", "FY26"], 1),
    (
        "a month",
        lambda value: MONTH.read(value, CONTEXT),
        [
            "2 September 2026",
            "15/09/26",
            "10/01/2026",
            "2026-09-30",
            date(2026, 9, 30),
            datetime(2026, 9, 30, 8, tzinfo=UTC),
        ],
        1,
    ),
    ("a month in CSV", Month.parse, ["30-Sep-26", "Sep 30, 2026", "31.12.2026"], 1),
    (
        "a length of time",
        values.length_of_time,
        [
            6,
            0,
            -6,
            "6",
            "1 quarter",
            "two quarters",
            "half a year",
            "1.5 years",
            "6m",
            "2y",
            "2 weeks",
            "-6 months",
        ],
        1,
    ),
    ("a length in CSV", parse_duration, ["three", "a quarter"], 1),
    ("a rise", lambda value: RISE.read(value, CONTEXT), [5, Decimal("4.99"), "2", "0.05", 0], 2),
    ("a minimum", lambda value: FLOOR.read(value, CONTEXT), ["5%", "5 % of budget"], 1),
    ("a turn", lambda value: TURN.read(value, CONTEXT), ["1", "2nd"], 1),
    ("a life", lambda value: LIFE.read(value, CONTEXT), ["25", "25 years"], 1),
    ("a part", partial(values.part, unit=CONTEXT.unit), [Decimal("0.5"), "0.5", 1], 1),
    ("a unit", Unit.parse, ["GBP"], 3),
    ("a unit that is close to one", Unit.parse, ["£k", "£'000", "£ million", "pound"], 1),
]


@pytest.mark.parametrize(
    ("read", "value", "least"),
    [(read, value, least) for _, read, each, least in REFUSED for value in each],
    ids=[f"{name}: {value}" for name, _, each, _ in REFUSED for value in each],
)
def test_every_offer_of_a_remedy_is_accepted(read: Read, value: object, least: int) -> None:
    with pytest.raises(MisreadError) as refused:
        read(value)
    offered = offers(refused.value.fix)
    assert len(offered) >= least, refused.value.fix
    for offer in offered:
        read(offer)


@pytest.mark.parametrize("cell", ["Yes", "Y", "TRUE", " yes\u00a0"])
def test_yes_as_a_spreadsheet_has_it(cell: str) -> None:
    assert values.yes_or_no(cell)


@pytest.mark.parametrize("text", ["Freeze", " freeze "])
def test_a_freeze_in_any_case(text: str) -> None:
    assert RISE.read(text, CONTEXT) == RISE.read("freeze", CONTEXT)


def test_a_number_as_a_rise_may_be_per_cent_or_pounds() -> None:
    with pytest.raises(MisreadError) as refused:
        RISE.read(5, CONTEXT)
    assert refused.value.fix == 'write "5%" if that is meant, or "£5" for a flat rise'


def test_amounts_by_year_told_twice_in_two_spellings() -> None:
    """26/27 and 2026/27 are one year, and neither amount is dropped unseen."""
    with pytest.raises(MisreadError) as refused:
        values.once_each({"2026/27": 1, "26/27": 2})
    assert refused.value.what == "2026/27 is given twice"


@pytest.mark.parametrize("value", [2028, 46296, True, Decimal("2026.5"), date(2028, 4, 2)])
@pytest.mark.parametrize("kind", [YEAR, ANY_YEAR, YEARS, MONTH, UNIT])
def test_what_is_not_in_quotes_is_told_at_once_what_it_would_be_told_in_them(
    kind: Value[Any], value: object
) -> None:
    """`in = 2028` was told to be written "2028", and that to be written "2027/28" or "2028/29"."""
    context = Context(Unit.THOUSANDS, Horizon.parse("2026/27 to 2029/30"))
    said = []
    for each in (value, "true" if value is True else str(value)):
        with pytest.raises(MisreadError) as refused:
            kind.read(each, context)
        said.append((refused.value.what, refused.value.fix))
    assert said[0] == said[1]


@pytest.mark.parametrize(("months", "words"), [(1, "1 month or 1 year"), (2, "2 months or 2 years")])
def test_one_is_a_month_or_a_year(months: int, words: str) -> None:
    with pytest.raises(MisreadError) as refused:
        values.length_of_time(months)
    assert refused.value.fix.replace('"', "") == f"write {words}, whichever is meant"
