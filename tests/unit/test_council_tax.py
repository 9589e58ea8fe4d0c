"""Council tax by hand: what a freeze leaves alone, a yield beside its tax base, special expenses, and limits on rises."""

from mtfp.analysis.notices import notices
from tests.unit.plans import Folder

LINE = """
[[line]]
service = "A"
base = 1_000
"""
THREE = "2014/15 to 2016/17"


def band_d(folder: Folder) -> dict[str, list[int]]:
    """Return Band D and what it raises, in pence."""
    funding = folder.outcome().after.funding
    assert funding is not None
    assert funding.band_d is not None
    return {name: list(amounts) for name, amounts in funding.band_d._asdict().items()}


def council_tax(*lines: str, years: tuple[str, ...] = ("2014/15", "2015/16", "2016/17")) -> str:
    """Return a line of budget and [council_tax] on a base of 1,000 homes."""
    base = ", ".join(f'"{year}" = 1_000' for year in years)
    return f"{LINE}[council_tax]\ntax_base = {{ {base} }}\n" + "\n".join(lines)


def said_of(folder: Folder, word: str) -> list[str]:
    """Return the notices with a word in them."""
    return [said.text for said in notices(folder.outcome()) if word in said.text]


def test_a_freeze_leaves_band_d_as_it_was_whatever_the_rounding(folder: Folder) -> None:
    """£1,700.00 is no multiple of 9p: the nearest, 18,889 x 9p, is £1,700.01, a penny more.

    The rise of £5 in the last year is rounded: 170,500 / 9 = 18,944.4, so 18,944 x 9p = £1,704.96.
    """
    rises = 'core = { "2014/15" = "freeze", "2015/16" = "0%", "2016/17" = "£5" }'
    folder.plan(council_tax('band_d = "1,700.00"', 'rounding = "9p"', rises), years=THREE)
    assert band_d(folder)["total"] == [1_700_00, 1_700_00, 1_704_96]
    assert said_of(folder, "9p") == [
        "Band D rises by £4.96 in 2016/17, where £5 is asked: it is rounded to a multiple of 9p."
    ]


def test_a_freeze_leaves_each_element_as_it_was(folder: Folder) -> None:
    """£1,470 and £230 are no multiples of 9p. 2% of £1,700 is £34: 264.00 / 9p = 2,933.3, so £263.97.

    Then 2.99% of £1,733.97 is 51.8457: 1,521.8457 / 9p = 16,909.4, so 16,909 x 9p = £1,521.81, and the precept stays.
    """
    each = ('band_d = "1,700.00"', "precept_in_band_d = 230", 'rounding = "9p"', 'round_each = "elements"')
    rises = (
        'core = { "2014/15" = "freeze", "2015/16" = "2.99%", "2016/17" = "freeze" }',
        'precept = { "2014/15" = "2%", "2015/16" = "0%", "2016/17" = "freeze" }',
    )
    folder.plan(council_tax(*each, *rises), years=THREE)
    found = band_d(folder)
    assert found["core"] == [1_470_00, 1_521_81, 1_521_81]
    assert found["precept"] == [263_97, 263_97, 263_97]
    assert said_of(folder, "9p") == []


def test_a_rise_in_pounds_of_one_element_that_rounding_alters_is_said_of_it(folder: Folder) -> None:
    """1,475.00 / 9p = 16,388.9, so 16,389 x 9p = £1,475.01. The precept of £230 comes to 239.04, which is 2,656 x 9p."""
    each = ('band_d = "1,700.00"', "precept_in_band_d = 230", 'rounding = "9p"', 'round_each = "elements"')
    folder.plan(council_tax(*each, 'core = "£5"', 'precept = "£9.04"', years=("2014/15",)), years="2014/15")
    assert said_of(folder, "9p") == [
        "The core element of Band D rises by £5.01 in 2014/15, where £5 is asked: it is rounded to a multiple of 9p."
    ]
