"""What Excel and papers give is read where it means one thing, and a remedy, obeyed to the letter, works."""

from pathlib import Path

import pytest

from mtfp.files.request import read_request
from mtfp.problems import InputError

CASES = Path(__file__).parent


def movements(name: str) -> list[int]:
    plan = read_request(CASES / name / "plan.toml").read.plan
    return [*plan.changes[0].amounts(plan.horizon)]


def test_case_08_excel_s_accounting_cells() -> None:
    """ " £-   " is nil, and " £(1,234.00)" is £1,234 less."""
    assert movements("08-excel-accounting-cells") == [0, -123_400]


def test_case_09_an_amount_that_says_its_own_unit() -> None:
    """£1.2m is 1,200 in a plan in £000."""
    assert movements("09-a-remedy-that-is-wrong-by-a-thousand") == [120_000_000, 0]


def test_case_11_a_dash_between_two_years_is_read() -> None:
    plan = read_request(CASES / "11-remedies-that-miss" / "plan-dash.toml").read.plan
    assert str(plan.horizon) == "2026/27 to 2028/29"


def test_case_11_the_first_of_a_month_is_that_month() -> None:
    """The case asked for the day to go; a date on the 1st means one thing, and is read."""
    plan = read_request(CASES / "11-remedies-that-miss" / "plan-day.toml").read.plan
    (step,) = plan.changes[0].profile.phases
    assert (str(step.month), step.annual) == ("September 2026", -1_200_000)


def test_case_11_any_other_day_must_go(tmp_path: Path) -> None:
    written = (CASES / "11-remedies-that-miss" / "plan-day.toml").read_text(encoding="utf-8")
    path = tmp_path / "plan.toml"
    path.write_text(written.replace("1 September", "15 September"), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_request(path)
    (problem,) = refused.value.problems
    assert problem.fix == 'write "September 2026"'
    path.write_text(written.replace("1 September 2026", "September 2026"), encoding="utf-8")
    assert len(read_request(path).read.plan.changes) == 1


def test_case_11_fy26_is_asked_about_and_no_year_is_chosen() -> None:
    with pytest.raises(InputError) as refused:
        read_request(CASES / "11-remedies-that-miss" / "plan-fy.toml")
    (problem,) = refused.value.problems
    assert problem.what == '"FY26" does not say which financial year is meant'
    assert problem.fix == 'write "2025/26" or "2026/27", whichever is meant'


def test_case_11_a_quarter_is_three_months() -> None:
    with pytest.raises(InputError) as refused:
        read_request(CASES / "11-remedies-that-miss" / "plan-quarter.toml")
    (problem,) = refused.value.problems
    assert problem.fix == 'write "3 months"'
