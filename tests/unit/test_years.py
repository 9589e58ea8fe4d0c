import pytest

from mtfp.problems import MisreadError
from mtfp.years import FinancialYear, Horizon, Month, parse_duration, show_duration


@pytest.mark.parametrize("text", ["2026/27", "2026-27", "2026/2027", "2026-2027", " 2026/27 "])
def test_a_year_is_read_in_each_of_its_forms_and_prints_in_one(text: str) -> None:
    assert FinancialYear.parse(text) == FinancialYear(2026)
    assert str(FinancialYear.parse(text)) == "2026/27"


def test_the_century_turns() -> None:
    assert str(FinancialYear.parse("1999/00")) == "1999/00"
    assert FinancialYear.parse("1999/2000") == FinancialYear(1999)


@pytest.mark.parametrize(
    "text",
    [
        "2026/28",
        "2026/26",
        "2026/2028",
        "2026",
        "26/27",
        "2026/7",
        "2026 27",
        "",
        "２０２６/27",
        "2026/27/28",
        "2026–27",
    ],
)
def test_anything_else_is_not_a_year(text: str) -> None:
    with pytest.raises(MisreadError):
        FinancialYear.parse(text)


def test_a_year_that_skips_one_says_which_was_likely_meant() -> None:
    with pytest.raises(MisreadError) as refused:
        FinancialYear.parse("2026/28")
    assert refused.value.what == '"2026/28" does not run from one April to the next'
    assert refused.value.fix == 'write "2026/27" if that is the year meant'


@pytest.mark.parametrize(
    ("month", "year"),
    [
        ("March 2015", "2014/15"),
        ("April 2015", "2015/16"),
        ("December 2015", "2015/16"),
        ("January 2016", "2015/16"),
    ],
)
def test_a_month_falls_in_the_year_from_april_to_march(month: str, year: str) -> None:
    assert str(Month.parse(month).year) == year


@pytest.mark.parametrize("text", ["September 2014", "sept 2014", "Sep. 2014", "SEPTEMBER  2014"])
def test_a_month_is_read_in_words(text: str) -> None:
    assert str(Month.parse(text)) == "September 2014"


@pytest.mark.parametrize(
    "text", ["September", "09/2014", "2014-09", "Ju 2014", "Smarch 2014", "September 14", ""]
)
def test_anything_else_is_not_a_month(text: str) -> None:
    with pytest.raises(MisreadError):
        Month.parse(text)


def test_may_is_may_and_a_shortened_month_must_be_one_only() -> None:
    assert str(Month.parse("May 2014")) == "May 2014"
    assert str(Month.parse("Mar 2014")) == "March 2014"
    with pytest.raises(MisreadError):
        Month.parse("Ma 2014")


def test_months_add_across_a_year_end() -> None:
    assert str(Month.parse("December 2014") + 6) == "June 2015"
    assert str(Month.parse("June 2015") + -6) == "December 2014"


def test_a_run_of_years() -> None:
    years = Horizon.parse("2014/15 to 2017/18")
    assert list(map(str, years)) == ["2014/15", "2015/16", "2016/17", "2017/18"]
    assert len(years) == 4
    assert str(years.base_year) == "2013/14"
    assert str(years.last) == "2017/18"
    assert years.index(FinancialYear(2016)) == 2
    assert FinancialYear(2017) in years
    assert FinancialYear(2018) not in years
    assert FinancialYear(2013) not in years
    assert str(years) == "2014/15 to 2017/18"


def test_a_run_of_one_year_prints_as_the_year() -> None:
    assert str(Horizon.parse("2014/15")) == "2014/15"
    assert Horizon.parse("2014/15") == Horizon.parse("2014/15 to 2014/15")


@pytest.mark.parametrize(
    "text", ["2017/18 to 2014/15", "2014/15 - 2017/18", "2014/15 to", "to 2017/18", "1900/01 to 1999/00", ""]
)
def test_anything_else_is_not_a_run_of_years(text: str) -> None:
    with pytest.raises(MisreadError):
        Horizon.parse(text)


@pytest.mark.parametrize(
    ("text", "months"), [("6 months", 6), ("1 month", 1), ("1 year", 12), ("2 years", 24), ("18 Months", 18)]
)
def test_a_length_of_time(text: str, months: int) -> None:
    assert parse_duration(text) == months


@pytest.mark.parametrize(
    "text", ["6", "0 months", "half a year", "-6 months", "6months", "1.5 years", "2 weeks", ""]
)
def test_anything_else_is_not_a_length_of_time(text: str) -> None:
    with pytest.raises(MisreadError):
        parse_duration(text)


@pytest.mark.parametrize(
    ("months", "words"), [(1, "1 month"), (6, "6 months"), (12, "1 year"), (18, "18 months"), (24, "2 years")]
)
def test_a_length_of_time_in_words(months: int, words: str) -> None:
    assert show_duration(months) == words
