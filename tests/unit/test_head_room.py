"""Amounts that int64 can't hold are refused, whichever figure would pass it, and those that it can are added exactly.

A figure of pence times a rate in parts per million must stay below 2^63: at 100%, £92,233,720,368.54. Totals stay below a
quarter of 2^63 pence, which is 230,584 amounts of £100bn and no more.
"""

from dataclasses import replace

import pytest

from mtfp.engine.projection import project
from mtfp.money import LARGEST_AMOUNT
from mtfp.plan.model import Plan
from mtfp.problems import InputError
from tests.unit.plans import Folder

LINE = """
[[line]]
service = "A"
base = {base}
index = "pay"
one_off_in_base = {one_off}
[index.pay]
rates = "{rate}"
"""
CHANGE = '[[change]]\nreference = "C1"\ntype = "P"\nservice = "A"\ntitle = "Costs"\namounts."2026/27" = {}\n'
RESTATEMENT = '[[restatement]]\nline = "A"\nwhy = "Moved"\namounts."2026/27" = {}\n'
MILLION_POUNDS = 100_000_000


def line(base: int, rate: str = "100%", one_off: int = 0) -> str:
    return LINE.format(base=base, rate=rate, one_off=one_off)


def in_millions(folder: Folder, body: str, years: str = "2026/27") -> Folder:
    return folder.plan(body, unit="£m", years=years)


@pytest.mark.parametrize(
    ("base", "rate"), [(93_000, "100%"), (-93_000, "100%"), (93_000, "-100%"), (-93_000, "-100%")]
)
def test_inflation_that_would_wrap_is_refused(folder: Folder, base: int, rate: str) -> None:
    """£93bn is 9.3 x 10^12 pence; times 10^6 it is 9.3 x 10^18, and 2^63 is 9.22 x 10^18."""
    assert "too large to add exactly" in in_millions(folder, line(base, rate)).refusal()


@pytest.mark.parametrize("base", [92_233, -92_233])
def test_inflation_just_short_of_wrapping_is_exact(folder: Folder, base: int) -> None:
    """£92.233bn at 100% is twice as much."""
    assert in_millions(folder, line(base)).net() == [2 * base * MILLION_POUNDS]


def test_what_inflation_has_added_by_then_counts(folder: Folder) -> None:
    """£50bn at 100% is £100bn after a year, which another year would take past what can be added."""
    assert in_millions(folder, line(50_000)).net() == [100_000 * MILLION_POUNDS]
    assert "too large" in in_millions(folder, line(50_000), years="2026/27 to 2027/28").refusal()


def test_a_one_off_in_the_base_counts_as_it_leaves_more_to_inflate(folder: Folder) -> None:
    """-£47bn less a one-off of £47bn leaves -£94bn; less £45bn, -£92bn, which doubles."""
    assert "too large" in in_millions(folder, line(-47_000, one_off=47_000)).refusal()
    assert in_millions(folder, line(-47_000, one_off=45_000)).net() == [-184_000 * MILLION_POUNDS]


@pytest.mark.parametrize("amount", [93_000, -93_000])
def test_a_change_counts_as_it_inflates_a_year_later(folder: Folder, amount: int) -> None:
    in_millions(folder, line(0) + CHANGE.format(amount), years="2026/27 to 2027/28")
    assert "too large" in folder.refusal()


def test_a_restatement_counts_even_where_a_change_takes_as_much_out(folder: Folder) -> None:
    """£93bn is restated in and £93bn of saving goes out: the closing budget is only what inflation adds, which would wrap."""
    assert (
        "too large"
        in in_millions(folder, line(0) + CHANGE.format(-93_000) + RESTATEMENT.format(93_000)).refusal()
    )
    assert in_millions(folder, line(0) + CHANGE.format(-92_000) + RESTATEMENT.format(92_000)).net() == [
        92_000 * MILLION_POUNDS
    ]


YEARS = "2026/27 to 2085/86"
LINES = '[[line]]\nservice = "A"\nbase = 0\n[[line]]\nservice = "B"\nbase = 0\n'
MOVED_IN = '[[virement]]\nfrom_outside = "Elsewhere"\nto = "{to}"\namounts = {{ {amounts} }}\n'
ONCE = (
    '[[change]]\nreference = "C1"\ntype = "O"\nservice = "A"\ntitle = "Once"\namounts."2085/86" = 100_000\n'
)


@pytest.fixture
def plan(folder: Folder) -> Plan:
    """£100bn comes in from outside to either line in each of 60 years, and £100bn once in the last."""
    amounts = ", ".join(f'"{year}/{(year + 1) % 100:02}" = 100_000' for year in range(2026, 2086))
    moved = "".join(MOVED_IN.format(to=to, amounts=amounts) for to in "AB")
    return in_millions(folder, LINES + moved + ONCE, years=YEARS).request().read.plan


def many(plan: Plan, to_a: int, to_b: int, one_offs: int) -> Plan:
    a, b = plan.virements
    once = plan.changes[0]
    return replace(
        plan,
        virements=(a,) * to_a + (b,) * to_b,
        changes=tuple(replace(once, reference=f"C{n}") for n in range(one_offs)),
        lines=plan.lines if to_b else plan.lines[:1],
    )


def test_totals_just_short_of_the_most_are_exact(plan: Plan) -> None:
    """3,843 virements of £100bn a year are 230,580 amounts after 60 years, and 4 one-offs make 230,584."""
    projection = project(many(plan, to_a=3_843, to_b=0, one_offs=4))
    assert int(projection.net_budget[-1]) == 230_584 * LARGEST_AMOUNT


@pytest.mark.parametrize(
    ("to_a", "to_b", "one_offs"),
    [
        pytest.param(3_844, 0, 0, id="230,640 amounts on one line"),
        pytest.param(3_843, 0, 5, id="230,580 amounts on one line, and 5 one-offs"),
        pytest.param(1_922, 1_922, 0, id="115,320 amounts on each of two lines"),
    ],
)
def test_totals_beyond_the_most_are_refused(plan: Plan, to_a: int, to_b: int, one_offs: int) -> None:
    with pytest.raises(InputError, match="too large to add exactly over 60 years"):
        project(many(plan, to_a, to_b, one_offs))


TAX = '[[line]]\nservice = "A"\nbase = 0\n[council_tax]\nband_d = "{}"\ncore = "{}"\ntax_base = {{ "2026/27" = "{}" }}\n'
TEN_BILLION = 10_000_000_000_00


@pytest.mark.parametrize(
    ("band_d", "core", "tax_base", "total", "income"),
    [
        ("10,000,000,000", "0%", "10", TEN_BILLION, 10 * TEN_BILLION),
        ("5,000,000,000", "100%", "10", TEN_BILLION, 10 * TEN_BILLION),
    ],
)
def test_the_largest_council_tax_is_exact(
    folder: Folder, band_d: str, core: str, tax_base: str, total: int, income: int
) -> None:
    """£10bn on each of 10.00 homes is £100bn."""
    found = folder.plan(TAX.format(band_d, core, tax_base), unit="£", years="2026/27").outcome().after.band_d
    assert found is not None
    assert (found.total, found.income) == ((total,), (income,))


@pytest.mark.parametrize(
    ("band_d", "core", "tax_base", "what"),
    [
        ("10,000,000,000.01", "0%", "1", "comes to more than £10bn"),
        ("5,000,000,000.01", "100%", "1", "comes to more than £10bn"),
        ("1", "£10,000,000,000", "1", "comes to more than £10bn"),
        ("10,000,000,000", "0%", "10.01", "council tax comes to more than £100bn a year"),
        # £5bn times 10^14 hundredths of a home is 5 x 10^25 pence: far beyond 2^63.
        ("5,000,000,000", "0%", "999,999,999,999", "council tax comes to more than £100bn a year"),
    ],
)
def test_a_council_tax_beyond_the_largest_is_refused(
    folder: Folder, band_d: str, core: str, tax_base: str, what: str
) -> None:
    assert what in folder.plan(TAX.format(band_d, core, tax_base), unit="£", years="2026/27").refusal()


def test_what_a_scenario_makes_too_large_is_told_of_the_plan_where_no_step_gives_the_amount(
    folder: Folder,
) -> None:
    """£93bn at nil is £93bn, and at 100% more than can be added: the line is named, whatever step is there beside."""
    in_millions(folder, line(93_000, "0%") + CHANGE.format(1))
    folder.scenario(
        '[[assume]]\nindex = "pay"\nrate = "100%"\nin = "2026/27"\n[[rephase]]\nchange = "C1"\nlater = "6 months"\n'
    )
    assert folder.refusal().startswith(
        "plan.toml:15: the plan's amounts and rates are too large to add exactly"
    )
