from decimal import Decimal

import numpy as np
import pytest

from mtfp.money import (
    LARGEST_AMOUNT,
    Unit,
    divide,
    parse_amount,
    parse_rate,
    share_of,
    show_exact,
    show_pounds,
    show_rate,
)
from mtfp.problems import MisreadError


@pytest.mark.parametrize(
    ("amount", "by", "rounded"),
    [
        (5, 10, 1),  # 0.5
        (-5, 10, -1),  # -0.5
        (15, 10, 2),  # 1.5
        (25, 10, 3),  # 2.5, where half to even would say 2
        (-25, 10, -3),
        (24, 10, 2),
        (-24, 10, -2),
        (26, 10, 3),
        (7, 2, 4),  # 3.5
        (-7, 2, -4),
        (7, 3, 2),  # 2.33
        (8, 3, 3),  # 2.67
        (-8, 3, -3),
        (0, 12, 0),
    ],
)
def test_halves_go_away_from_nil(amount: int, by: int, rounded: int) -> None:
    assert divide(amount, by) == rounded
    assert divide(np.array([amount], dtype=np.int64), by).tolist() == [rounded]


def test_whole_numbers_of_any_size_divide_exactly() -> None:
    assert divide(10**40 + 5, 10) == 10**39 + 1


def test_seven_pounds_at_two_and_a_half_per_cent_is_eighteen_pence() -> None:
    """700p x 0.025 = 17.5p, which is 18p; the price is then £7.18, where binary floats give £7.17."""
    assert share_of(700, parse_rate("2.5%")) == 18
    assert share_of(-700, parse_rate("2.5%")) == -18


def test_a_share_keeps_half_pennies_from_pence_of_either_sign() -> None:
    """1p at 50% is half a penny: 1p. 3p at 50% is 1.5p: 2p."""
    assert [share_of(pence, 500_000) for pence in (1, 3, -1, -3)] == [1, 2, -1, -2]


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("49,944", 4_994_400_000),
        ("49944", 4_994_400_000),
        ("1,234", 123_400_000),
        ("(1,234)", -123_400_000),
        ("1,234-", -123_400_000),
        ("-1,234", -123_400_000),
        ("−1,234", -123_400_000),
        ("1,234−", -123_400_000),
        ("+12", 1_200_000),
        ("-", 0),
        ("–", 0),
        ("—", 0),
        ("0", 0),
        ("-0", 0),
        ("1.5", 150_000),
        ("0.00001", 1),  # a penny, in £000
        ("1.2m", 120_000_000),
        ("1.2bn", 120_000_000_000),
        ("425k", 42_500_000),
        ("1.2300", 123_000),
        (" 7 ", 700_000),
    ],
)
def test_amounts_as_papers_print_them_in_thousands(text: str, pence: int) -> None:
    assert parse_amount(text, Unit.THOUSANDS) == pence


@pytest.mark.parametrize(
    ("text", "pence"),
    [("£1.2m", 120_000_000), ("-£5", -500), ("£-5", -500), ("(£5.25)", -525), ("195,000", 19_500_000)],
)
def test_amounts_with_a_pound_sign_in_a_file_of_pounds(text: str, pence: int) -> None:
    assert parse_amount(text, Unit.POUNDS) == pence


@pytest.mark.parametrize(
    "text",
    [
        "n/a", "nil", "", " ", "(1,234", "1,234)", "(1,234),999", "12,34", "1,2345", "1.2.3", "--5", "-5-", "(-5)", "+-5",
        "1e5", "0x10", "nan", "inf", "1 234", "1_000", "5%", "1.2M", "£", "$5", "5p", "１２", ".5", "5.", "1,234.5,6", "9" * 41,
        "TBC", "12 months", "1,,234", "1k5",
    ],
)  # fmt: skip
@pytest.mark.parametrize("unit", Unit)
def test_anything_else_is_not_an_amount(text: str, unit: Unit) -> None:
    with pytest.raises(MisreadError):
        parse_amount(text, unit)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        [],
        {},
        1.5,
        Decimal("nan"),
        Decimal("inf"),
        Decimal("-inf"),
        Decimal("1e400"),
        Decimal("1e-400"),
    ],
)
def test_no_other_kind_of_value_is_an_amount(value: object) -> None:
    with pytest.raises(MisreadError):
        parse_amount(value, Unit.POUNDS)


@pytest.mark.parametrize(
    ("value", "unit", "pence"),
    [
        (49_944, Unit.THOUSANDS, 4_994_400_000),
        (-3, Unit.MILLIONS, -300_000_000),
        (Decimal("105.2"), Unit.MILLIONS, 10_520_000_000),
        (Decimal("0.01"), Unit.POUNDS, 1),
        (Decimal("-1E+2"), Unit.POUNDS, -10_000),
    ],
)
def test_numbers_are_in_the_unit_of_the_file(value: object, unit: Unit, pence: int) -> None:
    assert parse_amount(value, unit) == pence


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("0.001", Unit.POUNDS),
        ("0.000001", Unit.THOUSANDS),
        (Decimal("0.005"), Unit.POUNDS),
        ("0.0000000001m", Unit.POUNDS),
    ],
)
def test_parts_of_a_penny_are_refused(value: object, unit: Unit) -> None:
    with pytest.raises(MisreadError) as refused:
        parse_amount(value, unit)
    assert "parts of a penny" in refused.value.what


def test_a_pound_sign_in_thousands_asks_which_was_meant() -> None:
    with pytest.raises(MisreadError) as refused:
        parse_amount("£499", Unit.THOUSANDS)
    assert refused.value.what == '"£499" has a pound sign, but amounts here are in £000'
    assert "write 499 if £000 was meant" in refused.value.fix


def test_the_largest_amount_is_a_hundred_billion_pounds_either_way() -> None:
    assert LARGEST_AMOUNT == 100_000_000_000 * 100
    assert parse_amount("100bn", Unit.POUNDS) == LARGEST_AMOUNT
    assert parse_amount(-100_000, Unit.MILLIONS) == -LARGEST_AMOUNT
    for value in ("100.00000000001bn", 100_001, "-100,001"):
        with pytest.raises(MisreadError) as refused:
            parse_amount(value, Unit.MILLIONS)
        assert "too large" in refused.value.what


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("2.5%", 25_000),
        ("0%", 0),
        ("-1%", -10_000),
        ("−1%", -10_000),
        ("0.0001%", 1),
        ("100%", 1_000_000),
        ("+2%", 20_000),
        ("4.99 %", 49_900),
    ],
)
def test_rates_are_parts_per_million(text: str, rate: int) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    "value",
    [
        "2.5",
        "2.5 per cent",
        "%",
        "1e2%",
        "0.00001%",
        "101%",
        "-101%",
        "nan%",
        "2,5%",
        2,
        Decimal("0.5"),
        True,
        None,
        "５%",
    ],
)
def test_anything_else_is_not_a_rate(value: object) -> None:
    with pytest.raises(MisreadError):
        parse_rate(value)


@pytest.mark.parametrize(
    ("value", "fix"),
    [(Decimal("2.5"), 'did you mean "2.5%"?'), (3, 'did you mean "3%"?'), ("2.5", 'did you mean "2.5%"?')],
)
def test_a_bare_number_is_asked_about(value: object, fix: str) -> None:
    with pytest.raises(MisreadError) as refused:
        parse_rate(value)
    assert refused.value.fix == fix


def test_a_share_is_never_negative() -> None:
    with pytest.raises(MisreadError):
        parse_rate("-1%", least=0)
    assert parse_rate("0%", least=0) == 0


@pytest.mark.parametrize(
    ("rate", "text"), [(25_000, "2.5%"), (0, "0%"), (1_000_000, "100%"), (-1, "-0.0001%"), (100_000, "10%")]
)
def test_rates_as_text(rate: int, text: str) -> None:
    assert show_rate(rate) == text


@pytest.mark.parametrize(
    ("pence", "pounds", "exact"),
    [
        (42_500_000, "£425,000", "425000.00"),
        (-42_500_000, "-£425,000", "-425000.00"),
        (447_264_527, "£4,472,645.27", "4472645.27"),
        (-5, "-£0.05", "-0.05"),
        (0, "£0", "0.00"),
    ],
)
def test_pounds_as_text(pence: int, pounds: str, exact: str) -> None:
    assert show_pounds(pence) == pounds
    assert show_exact(pence) == exact


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("£", Unit.POUNDS),
        ("£000", Unit.THOUSANDS),
        ("£m", Unit.MILLIONS),
        ("pounds", Unit.POUNDS),
        ("thousands", Unit.THOUSANDS),
        ("millions", Unit.MILLIONS),
    ],
)
def test_units_by_sign_and_by_name(text: str, unit: Unit) -> None:
    assert Unit.parse(text) is unit


@pytest.mark.parametrize("text", ["", "£k", "000", "GBP", "£M", "pence"])
def test_anything_else_is_not_a_unit(text: str) -> None:
    with pytest.raises(MisreadError):
        Unit.parse(text)
