import re
from decimal import Decimal
from functools import partial

import numpy as np
import pytest

from mtfp.money import (
    LARGEST_AMOUNT,
    TO_THE_PENNY,
    Said,
    Unit,
    divide,
    parse_amount,
    parse_number,
    parse_rate,
    parse_share,
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
        (1, 2, 1),  # 0.5
        (-1, 2, -1),
        (-1, 3, 0),
        (
            4_611_686_018_427_499_999,
            1_000_000,
            4_611_686_018_427,
        ),  # above 2^62, and a millionth short of the half
        (4_611_686_018_427_500_000, 1_000_000, 4_611_686_018_428),
        (-4_611_686_018_427_500_000, 1_000_000, -4_611_686_018_428),
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


def test_amounts_are_divided_by_an_array_as_each_by_each() -> None:
    amounts, by = [0, 1, -1, 3, -3, 250, -250, 10**15], [1, 2, 3, 4, 100, 1_000_000]
    found = divide(np.array(amounts)[:, np.newaxis], np.array(by))
    assert found.tolist() == [[divide(amount, each) for each in by] for amount in amounts]


def test_a_share_of_an_array_is_that_of_each_amount_even_where_the_product_leaves_int64() -> None:
    amounts = [0, 1, 3, -1, -3, 699, -701, 2**62, -(2**62), 9_223_372_036_854_775_807]
    shares = [1, 25_000, 499_999, 500_000, 999_999, 1_000_000]
    found = share_of(np.array(amounts)[:, np.newaxis], np.array(shares))
    assert found.tolist() == [[share_of(pence, share) for share in shares] for pence in amounts]


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
        ("£1.2mn", 120_000_000),
        # Full-width marks, and spaces that do nothing but set thousands apart.
        ("\uff11\uff0c\uff12\uff13\uff14", 123_400_000),
        ("\uff08\uffe11.2m\uff09", -120_000_000),
        ("1\u00a0234", 123_400_000),
        ("1\u2009234\u2009567.5", 123_456_750_000),
        ("12\u202f000", 1_200_000_000),
    ],
)
def test_amounts_as_papers_print_them_in_thousands(text: str, pence: int) -> None:
    assert parse_amount(text, Unit.THOUSANDS) == pence


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£1.2m", 120_000_000),
        ("-£5", -500),
        ("£-5", -500),
        ("(£5.25)", -525),
        ("195,000", 19_500_000),
        (" £-   ", 0),
        ("£ -", 0),
        (" £(1,234.00)", -123_400),
        ("£ (1,234.00)", -123_400),
        ("-£ 1,234.00 ", -123_400),
        (" £1,234.00 ", 123_400),
        ("(£ 5.25)", -525),
        ("£.25", 25),
    ],
)
def test_amounts_with_a_pound_sign_in_a_file_of_pounds(text: str, pence: int) -> None:
    assert parse_amount(text, Unit.POUNDS) == pence


@pytest.mark.parametrize(
    "text",
    [
        "n/a", "nil", "", " ", "(1,234", "1,234)", "(1,234),999", "12,34", "1,2345", "1.2.3", "--5", "-5-", "(+5)", "(5)-", "-(5)", "-(-5)", "+-5",
        "1e5", "0x10", "nan", "inf", "1 234", "1_00", "1,234_567", "5%", "£", "$5", "5p", "١٢", ".", "5.", "1,234.5,6", "9" * 41,
        "TBC", "12 months", "1,,234", "1k5", "1.2km", "£££5", "££5", "£5£", "5£", "(£(5))", "1.2mm", "()", "(-)", "--", "1.-5", "5-k", "5 b n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("unit", Unit)
def test_anything_else_is_not_an_amount(text: str, unit: Unit) -> None:
    with pytest.raises(MisreadError):
        parse_amount(text, unit)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£99.929m", 9_992_900_000),
        ("£1.2m", 120_000_000),
        ("-£1.2m", -120_000_000),
        ("£(1.2)m", -120_000_000),
        ("(£1.2m)", -120_000_000),
        ("£(1.2m)", -120_000_000),
        ("£425k", 42_500_000),
        ("£ 425 K", 42_500_000),
        ("£1.2bn", 120_000_000_000),
        ("£1.2 million", 120_000_000),
        ("£3 billion", 300_000_000_000),
        ("£12 thousand", 1_200_000),
        ("1.2M", 120_000_000),
        ("1234.5 k", 123_450_000),
        ("1.2 Bn", 120_000_000_000),
    ],
)
@pytest.mark.parametrize("unit", Unit)
def test_an_amount_that_says_its_unit_is_read_in_any_file(text: str, pence: int, unit: Unit) -> None:
    assert parse_amount(text, unit) == pence


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("(-8.451)", -845_100),
        ("( -8.451 )", -845_100),
        ("(8.451-)", -845_100),
        ("- 1,076", -107_600_000),
        ("1,076 -", -107_600_000),
        ("( 1,076 )", -107_600_000),
        ("-.5443", -54_430),
        (".5", 50_000),
        ("+ 3", 300_000),
        ("1_076", 107_600_000),
    ],
)
def test_signs_spaces_and_points_wherever_a_sheet_puts_them(text: str, pence: int) -> None:
    assert parse_amount(text, Unit.THOUSANDS) == pence


DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
SPACES = " \t\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"


@pytest.mark.parametrize("dash", DASHES)
@pytest.mark.parametrize("space", SPACES)
def test_every_dash_and_every_space_is_known_everywhere(dash: str, space: str) -> None:
    assert parse_amount(f"{space}{dash}{space}", Unit.MILLIONS) == 0
    assert parse_amount(f"{dash}{space}5", Unit.POUNDS) == -500
    assert parse_amount(f"5{space}{dash}", Unit.POUNDS) == -500
    assert parse_amount(f"£{dash}5{space}k{space}", Unit.THOUSANDS) == -500_000
    assert parse_rate(f"{dash}{space}2.5{space}%") == -25_000
    assert parse_number(f"{space}1,200.5{space}", 2) == 120_050
    assert parse_number(f"{space}{dash}{space}", 2) == 0


@pytest.mark.parametrize("mark", "\u200b\u200e\u202d\u202c\u2060\ufeff")
def test_a_mark_that_is_not_seen_is_not_read(mark: str) -> None:
    assert parse_amount(f"{mark}1,234{mark}", Unit.POUNDS) == 123_400


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


@pytest.mark.parametrize(
    ("text", "unit", "fix"),
    [
        ("£499", Unit.THOUSANDS, "write 499 if £000 was meant, or 0.499 if pounds were meant"),
        ("£(1,234.50)", Unit.THOUSANDS, "write -1234.5 if £000 was meant, or -1.2345 if pounds were meant"),
        ("£1,200,000", Unit.MILLIONS, "write 1.2 if pounds were meant"),
        ("£0.001", Unit.THOUSANDS, "write 0.001 if £000 was meant"),
        ("£-", Unit.THOUSANDS, "write - or 0 for nil"),
    ],
)
def test_a_pound_sign_alone_asks_which_unit_was_meant(text: str, unit: Unit, fix: str) -> None:
    with pytest.raises(MisreadError) as refused:
        parse_amount(text, unit)
    assert refused.value.what == f'"{text}" has a pound sign, but amounts here are in {unit.sign}'
    assert refused.value.fix == fix


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("n/a", "write it in figures, 0 if it is nil"),
        (
            "12,34",
            'write "12.34" if the comma stands before decimals; if not, put a comma before every three figures',
        ),
        ("0,3", 'write "0.3"'),
        ("-0,3", 'write "-0.3"'),
        (",5", 'write "0.5"'),
        ("1,23,456", "put a comma before every three figures, or none"),
        ("1.234.567", "put a comma before every three figures, in place of the points"),
        ("5.", "take out the mark at its end"),
        ("300;", "take out the mark at its end"),
        ("[300]", "take the square brackets out, and write a minus where it takes away"),
        ("$300", "turn it into pounds, and write it without the sign of another currency"),
        ("\u20ac300", "turn it into pounds, and write it without the sign of another currency"),
        ("300 (est)", "take the words out, and put them in a note"),
        ("about 300", "write the figure alone, and any words in a note"),
        ("12O", "write it in figures, without letters"),
        ("(1234),999", "write it as one figure, without other marks"),
        ("300/2", "write what it comes to: one amount"),
        ("=100+200", "write what it comes to: one amount"),
        ("300p", "write it in pounds or more, as it is in pence"),
        ("1 234", "take the space out of the number"),
        ("1 234 567", "take the space out of the number"),
        ("12\u00a034", "take the space out of the number"),
        (
            "1.234,50",
            "put a comma before every three figures and a point before the decimals, as in 1,234.50",
        ),
        ("2\u00bd", "write it in decimals"),
        ("'1234", "take the quotes out"),
        ("5 CR", "write a credit with a minus, and a debit without a sign"),
        ("Dr. 1,234", "write a credit with a minus, and a debit without a sign"),
        ("--5", "write one sign"),
        ("(5)-", "write one sign"),
        ("(1,234", "close the bracket, or take it out"),
        ("1.2E+06", "write every figure of the number, as in 123456"),
        ("#REF!", "correct the formula in the spreadsheet, and save it again"),
        ("#N/A", "correct the formula in the spreadsheet, and save it again"),
        ("#####", "widen the column in the spreadsheet, and save it again"),
        ("100-200", "write one amount: a range is two scenarios"),
        ("£1m to £2m", "write one amount: a range is two scenarios"),
        ("1,234*", "take the footnote mark out"),
        ("1,234\u00b2", "take the footnote mark out"),
        ("5%", "write an amount, without a per cent sign"),
    ],
)
def test_what_is_no_amount_says_how_to_write_one(text: str, fix: str) -> None:
    with pytest.raises(MisreadError) as refused:
        parse_amount(text, Unit.THOUSANDS)
    assert refused.value.fix == fix


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("0,5%", 'write "0.5%"'),
        ("2,75%", 'write "2.75%"'),
        ("2,755%", "check the decimal point"),
        ("2,123456%", 'round it: "2.1235%"'),
        ("2,5", 'write "2.5%" if that is meant'),
        ("0,5", 'write "50%" or "0.5%", whichever is meant'),
        ("05%", 'write "5%", or "0.5%", whichever is meant'),
        ("0,355%", 'write "0.355%"'),
        ("2%-3%", "write one rate: a range is two scenarios"),
        ("about 2%", 'write the figure alone, and any words in a note, as in "2.5%"'),
    ],
)
def test_what_is_no_rate_says_how_to_write_one(text: str, fix: str) -> None:
    with pytest.raises(MisreadError) as refused:
        parse_rate(text)
    assert refused.value.fix == fix


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("05", ["5", "0.5"]),
        ("-03", ["-3", "-0.3"]),
        ("0,355", ["355", "0.355"]),
        ("(075)", ["(75)", "(0.75)"]),
        ("01.50", ["1.50"]),
    ],
)
def test_a_nought_before_other_figures_may_have_lost_its_point(text: str, offers: list[str]) -> None:
    for read in (partial(parse_amount, unit=Unit.THOUSANDS), partial(parse_number, places=3)):
        if text[0] in "-(" and read.func is parse_number:
            continue
        with pytest.raises(MisreadError) as refused:
            read(text)
        assert refused.value.what == f'"{text}" begins with a nought'
        assert re.findall('"([^"]+)"', refused.value.fix) == offers


@pytest.mark.parametrize("text", ["0", "00", "000", "0,000", "-0", "0.50"])
def test_noughts_alone_are_nil(text: str) -> None:
    assert parse_amount(text, Unit.POUNDS) == (50 if text == "0.50" else 0)


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
        ("(2.5%)", -25_000),
        ("(2.5)%", -25_000),
        ("2.5%-", -25_000),
        ("-.5%", -5_000),
        ("2.5 per cent", 25_000),
        ("2.5 percent", 25_000),
        ("2.50000%", 25_000),
        ("-", 0),
    ],
)
def test_rates_are_parts_per_million(text: str, rate: int) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    "value",
    [
        "2.5",
        "two per cent",
        "£2%",
        "2m%",
        "2m",
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
        "٥%",
    ],
)
def test_anything_else_is_not_a_rate(value: object) -> None:
    with pytest.raises(MisreadError):
        parse_rate(value)


@pytest.mark.parametrize(
    ("value", "offers"),
    [
        (Decimal("2.5"), ["2.5%"]),
        (3, ["3%"]),
        ("2.5", ["2.5%"]),
        ("0.8", ["80%", "0.8%"]),
        (Decimal("0.025"), ["2.5%", "0.025%"]),
        ("0.025", ["2.5%", "0.025%"]),
        (1, ["100%", "1%"]),
        ("-0.5", ["-50%", "-0.5%"]),
        (0, ["0%"]),
        ("0.012345", ["1.2345%"]),
        ("250", []),
        ("0.0123456", []),
    ],
)
def test_a_number_without_a_per_cent_sign_is_asked_about_and_each_offer_is_accepted(
    value: object, offers: list[str]
) -> None:
    with pytest.raises(MisreadError) as refused:
        parse_rate(value)
    assert re.findall('"([^"]+)"', refused.value.fix) == offers
    for offer in offers:
        parse_rate(offer)


def test_a_share_is_offered_no_rate_below_nil() -> None:
    with pytest.raises(MisreadError) as refused:
        parse_share("-0.5")
    assert refused.value.fix == "write the percentage in figures, with its sign"


@pytest.mark.parametrize("text", ["2.12345%", "-2.12345%"])
def test_a_rate_is_rounded_as_its_message_says(text: str) -> None:
    with pytest.raises(MisreadError) as refused:
        parse_rate(text)
    (offer,) = re.findall('"([^"]+)"', refused.value.fix)
    assert parse_rate(offer) == (21_235 if text[0] == "2" else -21_235)


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("262,100.45", 26_210_045),
        (1_200, 120_000),
        ("+5", 500),
        (".5", 50),
        ("-0", 0),
        (Decimal("7.50"), 750),
    ],
)
def test_numbers_of_nil_or_more(value: object, parts: int) -> None:
    assert parse_number(value, 2) == parts


@pytest.mark.parametrize(
    ("value", "what", "fix"),
    [
        (
            "12,34",
            '"12,34" is not a number',
            'write "12.34" if the comma stands before decimals; if not, put a comma before every three figures',
        ),
        ("1.234", '"1.234" has more than 2 decimals', "round it: 1.23"),
        (-5, "-5 is negative", "leave out the sign"),
        ("(5)", '"(5)" is negative', "leave out the sign"),
        (10**12, "1000000000000 is too large", "check the number"),
        ("£5", '"£5" is not a number', "write every figure of it, without a sign or a unit"),
        ("5k", '"5k" is not a number', "write every figure of it, without a sign or a unit"),
        ("100-200", '"100-200" is not a number', "write one number: a range is two scenarios"),
        (True, "true is not a number", "write it in figures"),
    ],
)
def test_what_is_wrong_with_a_number(value: object, what: str, fix: str) -> None:
    with pytest.raises(MisreadError) as refused:
        parse_number(value, 2)
    assert (refused.value.what, refused.value.fix) == (what, fix)


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


@pytest.mark.parametrize(
    ("unit", "decimals", "pence", "words"),
    [
        (Unit.POUNDS, 0, 42_500_000, "£425,000"),
        (Unit.POUNDS, 0, 99_950, "£1,000"),
        (Unit.THOUSANDS, 0, 42_450_000, "£425,000"),
        (Unit.THOUSANDS, 0, -42_449_999, "-£424,000"),
        (Unit.THOUSANDS, 1, 42_449_999, "£424,500"),
        (Unit.THOUSANDS, 5, 42_449_999, "£424,499.99"),
        (Unit.MILLIONS, 1, 42_500_000, "£0.4m"),
        (Unit.MILLIONS, 1, -123_456_000_000, "-£1,234.6m"),
        (Unit.MILLIONS, 0, 250_000_000, "£3m"),
        (Unit.MILLIONS, 2, 42_500_000, "£0.43m"),
    ],
)
def test_a_sentence_says_an_amount_in_the_unit_shown(
    unit: Unit, decimals: int, pence: int, words: str
) -> None:
    assert Said(unit, decimals).show(pence) == words


@pytest.mark.parametrize("said", [Said(Unit.THOUSANDS, 0), Said(Unit.MILLIONS, 1), TO_THE_PENNY])
def test_what_the_unit_shown_would_call_nil_is_said_to_the_penny(said: Said) -> None:
    assert [said.show(pence) for pence in (20_444, -7, 0)] == ["£204.44", "-£0.07", "£0"]


def test_where_no_table_stands_beside_every_penny_is_said() -> None:
    assert [TO_THE_PENNY.show(pence) for pence in (99_950, 100_050, 100_000)] == [
        "£999.50",
        "£1,000.50",
        "£1,000",
    ]


def test_papers_print_whole_pounds_and_thousands_and_millions_to_one_place() -> None:
    assert [(unit.decimals, unit.most_decimals) for unit in Unit] == [(0, 2), (0, 5), (1, 8)]


def test_the_largest_number_is_below_a_million_million() -> None:
    assert parse_number("999,999,999,999", 0) == 999_999_999_999
    with pytest.raises(MisreadError, match="is too large"):
        parse_number("1,000,000,000,000", 0)


@pytest.mark.parametrize("text", ["1e400", "1e-400", "NaN", "Infinity"])
def test_a_number_with_a_vast_power_of_ten_is_not_an_amount_and_is_never_written_out(text: str) -> None:
    with pytest.raises(MisreadError, match="is not an amount"):
        parse_amount(Decimal(text), Unit.POUNDS)
