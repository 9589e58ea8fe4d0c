import re
from datetime import date

import pytest

from mtfp.problems import MisreadError
from mtfp.years import FinancialYear, Horizon, Month, day_of, parse_duration, show_duration


@pytest.mark.parametrize(
    "text",
    [
        "2026/27",
        "2026-27",
        "2026/2027",
        "2026-2027",
        " 2026/27 ",
        "26/27",
        "26-27",
        "2026\u201327",
        "2026\u20132027",
        "2026 / 27",
        "2026\u00a0/\u00a027",
        "\uff12\uff10\uff12\uff16/27",
        "2026\u204427",
        "FY2026/27",
        "FY 26/27",
    ],
)
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
        "2026/7",
        "26/28",
        "99/00",
        "FY26",
        "2026 27",
        "",
        "٢٠٢٦/27",
        "2026/27/28",
        "2026--27",
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
    ("text", "fix"),
    [
        ("FY26", 'write "2025/26" or "2026/27", whichever is meant'),
        ("2026", 'write "2025/26" or "2026/27", whichever is meant'),
        ("99/00", "write all four figures of the year"),
        ("next year", 'write both years that it runs over, as in "2026/27"'),
    ],
)
def test_what_is_no_year_is_asked_about_and_none_is_chosen(text: str, fix: str) -> None:
    with pytest.raises(MisreadError) as refused:
        FinancialYear.parse(text)
    assert refused.value.fix == fix


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
    "text",
    [
        "1 September 2014",
        "01 Sep 2014",
        "1st September 2014",
        "01-Sep-14",
        "1-Sept-2014",
        "September 1, 2014",
        "September 1st 2014",
        "01/09/2014",
        "1/9/2014",
        "01.09.2014",
        "01/09/14",
        "01/09/2014 00:00",
        "01/09/2014 0:00:00",
        "2014-09-01",
        "2014/09/01",
        "2014-09-01 00:00:00",
        "2014-09-01T00:00:00",
        "Sep-14",
        "Sep-2014",
        "September-14",
        "Sep '14",
        "September, 2014",
        "Sep\u201314",
        "Sep\u00a02014",
        "1\u00a0September\u00a02014",
    ],
)
def test_a_date_on_the_1st_is_the_month_that_starts_on_it(text: str) -> None:
    assert str(Month.parse(text)) == "September 2014"


def test_a_date_of_toml_is_the_month_that_starts_on_it() -> None:
    assert str(Month.of(date(2026, 10, 1))) == "October 2026"
    with pytest.raises(MisreadError) as refused:
        Month.of(date(2026, 10, 2))
    assert refused.value.fix == 'write "October 2026"'


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("2 September 2026", 'write "September 2026"'),
        ("30-Sep-26", 'write "September 2026"'),
        ("15/09/2026", 'write "September 2026"'),
        ("2026-09-02", 'write "September 2026"'),
        ("September 2, 2026", 'write "September 2026"'),
        ("10/01/2026", 'write "January 2026" or "October 2026", whichever is meant'),
        ("13/01/2026", 'write "January 2026"'),
        # A year in two figures may stand first or last.
        ("26-10-01", 'write "October 2026" or "October 2001", whichever is meant'),
        ("26/10/01", 'write "October 2026" or "October 2001", whichever is meant'),
        ("15/10/26", 'write "October 2026"'),
        ("10/01/26", 'write "January 2026" or "October 2026", whichever is meant'),
    ],
)
def test_any_other_day_is_refused_and_what_is_offered_is_accepted(text: str, fix: str) -> None:
    with pytest.raises(MisreadError) as refused:
        Month.parse(text)
    assert refused.value.what == f'"{text}" is a day, and amounts run from the 1st of a month'
    assert refused.value.fix == fix
    for offer in re.findall('"([^"]+)"', fix):
        Month.parse(offer)


@pytest.mark.parametrize(
    "text",
    [
        "September",
        "09/2014",
        "2014-09",
        "Ju 2014",
        "Smarch 2014",
        "September 14",
        "",
        "1 Smarch 2014",
        "01/13/2014",
        "45 May 2014",
        "0 May 2014",
        "26-Oct",
        "Oct-98",
        "2014-09-01 09:30",
        "2010-11",
        "46296",
    ],
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
    "text",
    [
        "2026/27-2030/31",
        "2026/27 - 2030/31",
        "2026/27\u20132030/31",
        "2026/27 \u2013 2030/31",
        "2026-27 to 2030-31",
        "2026-27-2030-31",
        "26/27 to 30/31",
        "26/27-30/31",
        "2026/27 TO 2030/31",
        "2026/27\u00a0to\u00a02030/31",
        "FY2026/27 to FY2030/31",
        "2026-2027 to 2030-2031",
    ],
)
def test_a_run_of_years_with_to_or_a_dash_between_them(text: str) -> None:
    assert str(Horizon.parse(text)) == "2026/27 to 2030/31"


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        (
            "FY26 to FY28",
            '"FY26" does not say which financial year is meant',
            'write "2025/26" or "2026/27", whichever is meant',
        ),
        (
            "2026 to 2030",
            '"2026" does not say which financial year is meant',
            'write "2025/26" or "2026/27", whichever is meant',
        ),
        (
            "2026-2030",
            '"2026-2030" is not a run of financial years',
            "write both years with the word to between them",
        ),
    ],
)
def test_a_run_of_single_numbers_is_asked_about(text: str, what: str, fix: str) -> None:
    with pytest.raises(MisreadError) as refused:
        Horizon.parse(text)
    assert (refused.value.what, refused.value.fix) == (what, fix)


@pytest.mark.parametrize("text", ["2017/18 to 2014/15", "2014/15 to", "to 2017/18", "1900/01 to 1999/00", ""])
def test_anything_else_is_not_a_run_of_years(text: str) -> None:
    with pytest.raises(MisreadError):
        Horizon.parse(text)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("6 months", 6),
        ("1 month", 1),
        ("1 year", 12),
        ("2 years", 24),
        ("18 Months", 18),
        ("six months", 6),
        ("Twelve months", 12),
        ("a year", 12),
        ("one year", 12),
        ("6months", 6),
        ("6-month", 6),
        ("6\u00a0mths", 6),
        ("2 yrs", 24),
        ("1 year 6 months", 18),
        ("one year and six months", 18),
    ],
)
def test_a_length_of_time(text: str, months: int) -> None:
    assert parse_duration(text) == months


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("1 quarter", 'write "3 months"'),
        ("two quarters", 'write "6 months"'),
        ("half a year", 'write "6 months"'),
        ("6m", 'write "6 months"'),
        ("2y", 'write "2 years"'),
        ("1.5 years", 'write "18 months"'),
        ("6", 'write "6 months" or "6 years", whichever is meant'),
        ("1", 'write "1 month" or "1 year", whichever is meant'),
        ("one", 'write "one month" or "one year", whichever is meant'),
        ("2 weeks", 'write how many months, without a sign, as in "6 months"'),
        ("-6 months", 'write how many months, without a sign, as in "6 months"'),
        ("0 quarters", 'write how many months, without a sign, as in "6 months"'),
    ],
)
def test_what_is_no_length_of_time_says_how_to_write_it(text: str, fix: str) -> None:
    with pytest.raises(MisreadError) as refused:
        parse_duration(text)
    assert refused.value.fix == fix
    for offer in re.findall('"([^"]+)"', fix):
        parse_duration(offer)


@pytest.mark.parametrize(
    "text",
    [
        "6",
        "0 months",
        "half a year",
        "-6 months",
        "1.5 years",
        "2 weeks",
        "",
        "and",
        "1 year and",
        "0",
        "6 6 months",
        "year",
    ],
)
def test_anything_else_is_not_a_length_of_time(text: str) -> None:
    with pytest.raises(MisreadError):
        parse_duration(text)


@pytest.mark.parametrize(
    ("months", "words"), [(1, "1 month"), (6, "6 months"), (12, "1 year"), (18, "18 months"), (24, "2 years")]
)
def test_a_length_of_time_in_words(months: int, words: str) -> None:
    assert show_duration(months) == words


def test_a_plan_has_sixty_years_at_most() -> None:
    assert len(Horizon.parse("2026/27 to 2085/86")) == 60
    with pytest.raises(MisreadError, match="is 61 years"):
        Horizon.parse("2026/27 to 2086/87")


def test_two_figures_are_of_this_century_up_to_69() -> None:
    assert FinancialYear.parse("69/70") == FinancialYear(2069)
    with pytest.raises(MisreadError, match="may be of either century"):
        FinancialYear.parse("70/71")
    for one, what in (
        ("69", "does not say which financial year is meant"),
        ("70", "is not a financial year"),
        ("99", "is not a financial year"),
    ):
        with pytest.raises(MisreadError, match=what):
            FinancialYear.parse(one)


def test_years_two_apart_are_no_financial_year_misspelt() -> None:
    with pytest.raises(MisreadError, match='"2026-2028" is not a run of financial years'):
        Horizon.parse("2026-2028")


def test_a_month_has_31_days_at_most() -> None:
    with pytest.raises(MisreadError, match="is a day, and amounts run from the 1st"):
        Month.parse("31 October 2026")
    with pytest.raises(MisreadError, match="is not a month"):
        Month.parse("32 October 2026")


def test_eighteen_months_may_be_in_words() -> None:
    assert parse_duration("eighteen months") == 18


@pytest.mark.parametrize("text", ["26-13-01", "26-13-26", "71-05-70"])
def test_a_date_in_two_figures_each_that_no_calendar_has_is_not_a_month(text: str) -> None:
    """There is no month 13, and 1970 and 2070 are too far from a plan to be meant."""
    with pytest.raises(MisreadError, match="is not a month"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["2026-09-01", "September 1, 2026", "1 Sept 2026", "01/09/2026"])
def test_a_day_is_read_in_each_of_its_forms(text: str) -> None:
    assert day_of(text) == date(2026, 9, 1)


@pytest.mark.parametrize(
    "text", ["2026", "26", "FY26", "fy 2026", "F/Y 2026", "Year 2026", "FINANCIAL YEAR 2026"]
)
def test_one_number_may_be_either_of_two_years(text: str) -> None:
    with pytest.raises(MisreadError, match="does not say which financial year is meant") as refused:
        FinancialYear.parse(text)
    assert refused.value.fix == 'write "2025/26" or "2026/27", whichever is meant'


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2028-04-01", "2028/29"),
        ("2028-03-31", "2027/28"),
        ("31/03/2028", "2027/28"),
        ("1 April 2028", "2028/29"),
    ],
)
def test_a_day_where_a_year_is_asked_for_is_told_the_year_it_falls_in(text: str, year: str) -> None:
    with pytest.raises(MisreadError, match="is not a financial year") as refused:
        FinancialYear.parse(text)
    assert refused.value.fix == f'write "{year}", in which that day falls'


@pytest.mark.parametrize("text", ["2028-13-01", "01/04/75", "spring"])
def test_what_is_no_day_is_asked_for_both_years(text: str) -> None:
    with pytest.raises(MisreadError, match="is not a financial year") as refused:
        FinancialYear.parse(text)
    assert refused.value.fix == 'write both years that it runs over, as in "2026/27"'
