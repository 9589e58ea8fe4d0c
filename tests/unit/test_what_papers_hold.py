"""What published papers hold that base, inflation, pressures and savings alone can't, each by hand.

The numbers are those of docs/what-papers-hold.md, which also says where those with no test here are worked.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from mtfp.files.schema import schema_of
from mtfp.money import Unit
from mtfp.plan.terms import Service
from mtfp.tables.council_tax import council_tax as tables
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from tests.cli.mtfp import Here
from tests.docs.blocks import follow
from tests.unit.plans import POUND, THOUSAND, Folder, told

PAGE = Path(__file__).parents[2] / "docs" / "what-papers-hold.md"
YEARS = ("2014/15", "2015/16", "2016/17", "2017/18")

LINE = """
[[line]]
service = "A"
base = 1_000
"""


def thousands(*amounts: int) -> list[int]:
    return [amount * THOUSAND for amount in amounts]


def every_year(amount: int) -> str:
    amounts = ", ".join(f'"{year}" = {amount}' for year in YEARS)
    return f"{{ {amounts} }}"


def change(reference: str, code: str, amounts: str, more: str = "", service: str = "A") -> str:
    head = f'[[change]]\nreference = "{reference}"\ntype = "{code}"\nservice = "{service}"\n'
    return f'{head}title = "{reference}"\namounts = {{ {amounts} }}\n{more}'


def grant(amount: int, name: str = "Grant") -> str:
    return f'[[stream]]\nname = "{name}"\nkind = "grant"\namounts = {every_year(amount)}'


def council_tax(tax_base: int = 5_000, core: str = '"freeze"') -> str:
    return f'[council_tax]\nband_d = "200"\ncore = {core}\ntax_base = {every_year(tax_base)}'


def plan(folder: Folder, *parts: str) -> Folder:
    """Write a plan of several parts, each with an indent of its own."""
    return folder.plan("\n".join(map(dedent, parts)))


def of_service(folder: Folder, *path: str) -> list[int]:
    """Return the net budget of a service by year, in pence."""
    return [int(pence) for pence in folder.outcome().after.services[Service(path)]]


def printed(folder: Folder, paper: str, table: str) -> dict[str, tuple[str, ...]]:
    """Return the figures of one table of a paper, £000, by the words of each row."""
    tables = report_of(folder.outcome(), [paper], Style(unit=Unit.THOUSANDS, decimals=0)).tables
    return {row.stub[-1]: row.figures for each in tables if each.id == table for row in each.rows}


def test_01_a_base_taken_from_the_last_plan_year_by_year(folder: Folder) -> None:
    """1,010, 1,030, 1,025 and 1,025 in the last plan; 50 of new growth stays on top of each."""
    years = '"2014/15" = "1,010", "2015/16" = "1,030", "2016/17" = "1,025", "2017/18" = "1,025"'
    plan(folder, LINE, f"base_by_year = {{ {years} }}", change("P1", "P", '"2014/15" = 50'))
    assert folder.net() == thousands(1_060, 1_080, 1_075, 1_075)
    assert folder.figures("roll-forward")["Base as in the last plan"] == ("10", "20", "-5", "0")


def test_02_one_offs_in_the_base_leave_by_one_net_row(folder: Folder) -> None:
    """30 of spending and 12 of income end: 1,000 - 200 - 30 + 12 = 782."""
    income = '[[line]]\nservice = "Income"\nbase = -200\none_off_in_base = -12'
    plan(folder, LINE, "one_off_in_base = 30", income)
    assert folder.net() == thousands(782, 782, 782, 782)
    assert folder.figures("roll-forward")["Remove one-offs in the 2013/14 budget"] == ("-18", "0", "0", "0")


def test_04_a_deficit_carried_forward_that_reserves_met_last_year(folder: Folder) -> None:
    """1,000 less 40 of reserves was approved, 960. The 40 are gone, so 1,000 - 960 = 40 is to be found in every year."""
    used = '[[line]]\nservice = "Use of reserves in 2013/14"\nbase = -40\none_off_in_base = -40'
    plan(folder, LINE, used, grant(960))
    assert folder.figures("roll-forward")["Base net budget"][0] == "960"
    assert folder.gap() == thousands(40, 40, 40, 40)


def test_05_pay_held_centrally_in_one_year_and_in_services_the_next(folder: Folder) -> None:
    """Provision: 30; 30 + 31 - 21 - 9 = 31; + 32 = 63; + 33 = 96. A: 700, then 721. B: 300, then 309."""
    plan(
        folder,
        """
        [[line]]
        service = "A"
        base = 700
        [[line]]
        service = "B"
        base = 300
        [[line]]
        service = "Pay to be allotted"
        base = 0
        index = "pay"
        [index.pay]
        amounts = { "2014/15" = 30, "2015/16" = 31, "2016/17" = 32, "2017/18" = 33 }
        [[virement]]
        from = "Pay to be allotted"
        to = "A"
        amounts = { "2015/16" = 21 }
        [[virement]]
        from = "Pay to be allotted"
        to = "B"
        amounts = { "2015/16" = 9 }
        """,
    )
    assert of_service(folder, "Pay to be allotted") == thousands(30, 31, 63, 96)
    assert of_service(folder, "A") == thousands(700, 721, 721, 721)
    assert of_service(folder, "B") == thousands(300, 309, 309, 309)


def test_06_increments_levels_and_rates_in_one_plan(folder: Folder) -> None:
    """P1 in increments, 10 and 20; P2 in levels, 5, 5, 15, 15; D1 at a rate, 10% more of 100 places at £1,000.

    1,000 + 10 + 5 + 10 = 1,025; + 20 = 1,045; + 10 = 1,055. The grant is 400 in its first column, then less: 382, 370.
    """
    rates = """
    [[demand]]
    reference = "D1"
    title = "Places"
    type = "P"
    service = "A"
    activity = 100
    growth = { "2014/15" = "10%", "2015/16" = "0%", "2016/17" = "0%", "2017/18" = "0%" }
    unit_cost = "£1,000"
    """
    absolute_first = """
    [[stream]]
    name = "Grant"
    kind = "grant"
    carried = 0
    amounts = { "2014/15" = 400, "2015/16" = -18, "2016/17" = -12 }
    """
    increments = change("P1", "P", '"2014/15" = 10, "2015/16" = 20')
    levels = '"2014/15" = 5, "2015/16" = 5, "2016/17" = 15, "2017/18" = 15'
    plan(folder, LINE, increments, change("P2", "P", levels, 'basis = "levels"'), rates, absolute_first)
    assert folder.net() == thousands(1_025, 1_045, 1_055, 1_055)
    assert folder.figures("funding")["Grant"] == ("400", "382", "370", "370")


def test_07_tapers_and_timing_lines_net_to_nil(folder: Folder) -> None:
    """100 - 30 - 30 - 40, and 60 - 60: 1,160; - 90 = 1,070; - 30 = 1,040; - 40 = 1,000."""
    taper = change("P1", "P", '"2014/15" = 100, "2015/16" = -30, "2016/17" = -30, "2017/18" = -40')
    plan(folder, LINE, taper, change("P2", "P", '"2014/15" = 60, "2015/16" = -60'))
    assert folder.net() == thousands(1_160, 1_070, 1_040, 1_000)
    found = folder.figures("changes")
    assert found["P1 P P1"] == ("100", "-30", "-30", "-40", "0")
    assert found["P2 P P2"] == ("60", "-60", "0", "0", "0")


def test_08_a_rate_for_each_type_of_spending_for_income_and_for_three_years(folder: Folder) -> None:
    """Pay at 10% for three years: 1,100, 1,210, 1,331, 1,331. Contracts at 5%: 420, 441, 463.05, 486.2025.

    Income at 10%: -220, -242, -266.2, -292.82. Together 1,300, 1,409, 1,527.85 and 1,524.3825.
    """
    plan(
        folder,
        """
        [[line]]
        service = "Pay"
        base = 1_000
        index = "pay"
        [[line]]
        service = "Contracts"
        base = 400
        index = "contracts"
        [[line]]
        service = "Fees and charges"
        base = -200
        index = "income"
        [index.pay]
        rates = { "2014/15" = "10%", "2015/16" = "10%", "2016/17" = "10%", "2017/18" = "0%" }
        label = "Pay awards"
        [index.contracts]
        rates = "5%"
        [index.income]
        rates = "10%"
        label = "Inflation on income"
        """,
    )
    assert folder.net() == [*thousands(1_300, 1_409), 1_527_850_00, 1_524_382_50]
    found = folder.figures("roll-forward")
    assert found["Pay awards"] == ("100", "110", "121", "0")
    assert found["Inflation on income"] == ("-20", "-22", "-24", "-27")


def test_09_new_growth_may_be_negative_on_top_of_growth_agreed(folder: Folder) -> None:
    """100 was agreed for 2015/16, and 30 of it is cut back: 1,070."""
    agreed = '[types.G]\nkind = "pressure"\nstatus = "agreed"\nlabel = "Growth agreed before"'
    plan(folder, LINE, agreed, change("G1", "G", '"2015/16" = 100'), change("P1", "P", '"2015/16" = -30'))
    assert folder.net() == thousands(1_000, 1_070, 1_070, 1_070)
    found = folder.figures("roll-forward")
    assert found["Growth agreed before"] == ("0", "100", "0", "0")
    assert found["Pressures"] == ("0", "-30", "0", "0")


def test_10_growth_and_savings_not_allotted_yet_are_lines(folder: Folder) -> None:
    """Savings of 60 are agreed in total; 40 of them fall on A in 2015/16. The whole stays 1,000 + 25 - 60 = 965."""
    held = """
    [[line]]
    service = "Growth to be allotted"
    base = 25
    [[line]]
    service = "Savings to be allotted"
    base = -60
    [[virement]]
    from = "A"
    to = "Savings to be allotted"
    amounts = { "2015/16" = 40 }
    """
    plan(folder, LINE, held)
    assert of_service(folder, "A") == thousands(1_000, 960, 960, 960)
    assert of_service(folder, "Savings to be allotted") == thousands(-60, -20, -20, -20)
    assert folder.net() == thousands(965, 965, 965, 965)


def test_11_a_part_inside_the_total_one_year_and_outside_it_the_next(folder: Folder) -> None:
    """1,000 and 40 within it; the 40 leave in 2015/16, and a row says where to."""
    part = """
    [[line]]
    service = "A > of which public health"
    base = 40
    [[virement]]
    from = "A > of which public health"
    to_outside = "a ring-fenced account"
    amounts = { "2015/16" = 40 }
    """
    plan(folder, LINE, part)
    assert of_service(folder, "A") == thousands(1_040, 1_000, 1_000, 1_000)
    assert of_service(folder, "A", "of which public health") == thousands(40, 0, 0, 0)
    left = folder.figures("roll-forward")["Virement to a ring-fenced account"]
    assert left == ("0", "-40", "0", "0")


def test_13_a_reference_used_again_prints_twice_and_means_one_change_each(folder: Folder) -> None:
    """The paper calls both 12: 10 in 2014/15, and 20 in 2015/16, which a scenario moves a year."""
    again = 'printed = "12"'
    first = change("P1", "P", '"2014/15" = 10', again)
    plan(folder, LINE, first, change("P2", "P", '"2015/16" = 20', again))
    folder.scenario('[[rephase]]\nchange = "P2"\nlater = "1 year"')
    found = folder.figures("changes")
    assert found["12 P P1"] == ("10", "0", "0", "0", "10")
    assert found["12 P P2"] == ("0", "0", "20", "0", "20")


def band_d_at(folder: Folder, rise: str) -> tuple[int, int, list[int]]:
    """Return Band D, the tax base and the gap of a council that raises £1,000,000 whatever Band D is."""
    core = f'{{ "2014/15" = "{rise}", "2015/16" = "freeze", "2016/17" = "freeze", "2017/18" = "freeze" }}'
    tax = council_tax(1_000, core).replace("tax_base", "amount")
    band_d = plan(folder, LINE, tax).outcome().after.band_d
    assert band_d is not None
    return band_d.total[0], band_d.tax_base[0], folder.gap()


def test_15_a_tax_base_that_goes_with_band_d_and_not_with_the_money(folder: Folder) -> None:
    """£1,000,000 is 5,000 homes at £200, and 4,878.05 at £205 (1,000,000 / 205 = 4,878.0488)."""
    assert band_d_at(folder, "freeze") == (200_00, 5_000_00, [0, 0, 0, 0])
    assert band_d_at(folder, "£5") == (205_00, 4_878_05, [0, 0, 0, 0])


ASKED = """
[[target]]
service = "A"
amounts = { "2014/15" = 100, "2015/16" = 50, "2016/17" = 50 }
brought_forward = 5
"""


def test_16_target_identified_achieved_and_net_are_four_figures(folder: Folder) -> None:
    """Asked 100; 60 achieved and 30 at risk, so 90 identified and 10 not. 25 of pressure leaves 65 net: 935."""
    achieved = change("S1", "S", '"2014/15" = -60', 'stage = "achieved"')
    doubted = change("S2", "S", '"2014/15" = -30', 'stage = "at risk"')
    plan(folder, LINE, ASKED, achieved, doubted, change("P1", "P", '"2014/15" = 25'))
    found = folder.figures("targets")
    asked = ("Required", "Identified", "Of which at risk", "Unidentified")
    assert [found[row][0] for row in asked] == ["100", "90", "30", "10"]
    stages = folder.figures("savings")
    assert (stages["Achieved"][0], stages["At risk"][0]) == ("-60", "-30")
    assert folder.net() == thousands(935, 935, 935, 935)


def test_17_achieved_but_lost_to_a_pressure_and_withdrawn_as_one(folder: Folder) -> None:
    """S1 takes 100 and the same budget needs 100 more: both show. S2's 40 never came, and P2 writes them out: 1,000."""
    achieved = change("S1", "S", '"2014/15" = -100', 'stage = "achieved"')
    missed = change("S2", "S", '"2014/15" = -40', 'stage = "not achieved"')
    parts = (LINE, grant(1_000), change("P1", "P", '"2014/15" = 100'), change("P2", "P", '"2014/15" = 40'))
    still_counted = (
        "Not achieved, and still taken off the budget: S2. Drop them in a scenario, or write them out with a "
        "pressure named in replaced_by."
    )
    assert still_counted in told(plan(folder, *parts, achieved, missed).outcome())
    plan(folder, *parts, achieved, missed, 'replaced_by = "P2"')
    assert still_counted not in told(folder.outcome())
    assert folder.net() == thousands(1_000, 1_000, 1_000, 1_000)
    found = folder.figures("roll-forward")
    assert (found["Pressures"][0], found["Savings"][0]) == ("140", "-140")


def test_18_more_than_asked_is_carried_against_a_later_shortfall(folder: Folder) -> None:
    """5 over before the plan. Found 120, 30, 50 of 100, 50, 50: 20 over, 20 short, even. Running: -5 - 20; + 20; -5."""
    plan(folder, LINE, ASKED, change("S1", "S", '"2014/15" = -120, "2015/16" = -30, "2016/17" = -50'))
    found = folder.figures("targets")
    assert found["Unidentified"] == ("-20", "20", "0", "0")
    assert found["Still to identify, running"] == ("-25", "-5", "-5", "-5")


def test_21_savings_given_as_levels_that_can_fall(folder: Folder) -> None:
    """50, 80, 60 and 60 by year are 50 more, 30 more, 20 less: 950, 920, 940, 940."""
    levels = '"2014/15" = -50, "2015/16" = -80, "2016/17" = -60, "2017/18" = -60'
    plan(folder, LINE, change("S1", "S", levels, 'basis = "levels"'))
    assert folder.net() == thousands(950, 920, 940, 940)
    assert folder.amounts("S1") == thousands(-50, -30, 20, 0)


def test_24_premiums_and_pools_stand_beside_base_times_band_d(folder: Folder) -> None:
    """5,000 x £200 = £1,000,000, and 30 of premiums, and 20 of a pool in two years: 1,050, 1,050, 1,030, 1,030."""
    beside = f"""
    [[stream]]
    name = "Premium on second homes"
    kind = "other"
    amounts = {every_year(30)}
    [[stream]]
    name = "Business rates pool"
    kind = "other"
    lasts = "time-limited"
    amounts = {{ "2014/15" = 20, "2015/16" = 20 }}
    """
    plan(folder, LINE, council_tax(), beside)
    assert folder.gap() == thousands(-50, -50, -30, -30)
    found = folder.figures("funding")
    assert found["Council tax income"] == ("1,000", "1,000", "1,000", "1,000")
    assert found["Total funding"] == ("1,050", "1,050", "1,030", "1,030")


def test_25_parish_precepts_are_outside_the_gap_and_special_expenses_inside(folder: Folder) -> None:
    """1,000 of council tax and 30 of special expenses pay for 1,030, of which 30 is for the town: the first year balances.

    1,000 + 30 + 120 = 1,150 is collected, and is the council tax requirement of a council that bills.
    """
    others = """
    [council_tax.special_expenses]
    "The town's parks" = { "2014/15" = 30, "2015/16" = 30, "2016/17" = 30, "2017/18" = 30 }
    [[line]]
    service = "Parks of the town"
    base = 30
    [[collected_for_others]]
    name = "Parish precepts"
    amounts = { "2014/15" = 120 }
    parish = true
    """
    plan(folder, LINE, council_tax(), others)
    assert folder.gap() == thousands(0, 0, 0, 0)
    found = folder.figures("council-tax")
    assert found["Collected in all"] == ("1,150", "1,030", "1,030", "1,030")
    (note,) = tables(folder.outcome())[0].notes
    assert note.endswith(": £1,150,000.00 with £120,000.00 of parish precepts, £1,030,000.00 without.")


def test_26_funding_in_increments_one_grant_for_another_and_one_rolled_in(folder: Folder) -> None:
    """Main grant: 400 - 18 = 382; - 12 = 370; + 25 = 395, for a cost of 25 that another grant met until then.

    The old grant is 50 and ends; a new one is 70 from 2015/16. Resources: 432, 440, 465, 465, for 1,000, then 1,025.
    """
    grants = """
    [[stream]]
    name = "Main grant"
    kind = "grant"
    carried = 400
    amounts = { "2014/15" = -18, "2015/16" = -12, "2016/17" = 25 }
    [[stream]]
    name = "Old grant"
    kind = "grant"
    carried = 50
    amounts = { "2015/16" = -50 }
    [[stream]]
    name = "New grant"
    kind = "grant"
    amounts = { "2014/15" = 0, "2015/16" = 70, "2016/17" = 70, "2017/18" = 70 }
    """
    plan(folder, LINE, grants, change("P1", "P", '"2016/17" = 25'))
    assert folder.gap() == thousands(568, 560, 560, 560)
    assert folder.figures("funding")["Old grant"] == ("50", "0", "0", "0")


def test_27_a_swap_between_grant_and_rates_nets_to_little(folder: Folder) -> None:
    """50 of grant goes and 48 of business rates comes: 400 + 600 = 1,000, then 350 + 648 = 998."""
    swap = """
    [[stream]]
    name = "Main grant"
    kind = "grant"
    carried = 400
    amounts = { "2015/16" = -50 }
    [[stream]]
    name = "Business rates"
    kind = "settlement"
    carried = 600
    amounts = { "2015/16" = 48 }
    """
    plan(folder, LINE, swap)
    assert folder.gap() == thousands(0, 2, 2, 2)
    assert printed(folder, "funding", "streams")["Change in the year"] == ("0", "48", "0", "0")


NATIONS = {
    # 700 + 1,500 x £200
    "Wales": (grant(700, "Aggregate external finance"), council_tax(1_500)),
    # 850 + 150
    "Scotland": (grant(850, "General revenue grant"), grant(150, "Council tax")),
    # 600 + 100 + (900 + 600) x £200: the bases of two billing authorities are added by hand
    "police": (grant(600, "Formula funding"), grant(100, "Specific grants"), council_tax(900 + 600)),
}


@pytest.mark.parametrize("nation", NATIONS)
def test_28_other_nations_and_police_have_streams_of_their_own(folder: Folder, nation: str) -> None:
    plan(folder, LINE, *NATIONS[nation])
    assert folder.gap() == thousands(0, 0, 0, 0)


def test_29_capitalised_support_pays_once_and_is_repaid(folder: Folder) -> None:
    """500 of cost in 2014/15 is borrowed for, 25 a year over 20 years at 5%. Interest is 12.5 on half of it, then 25 on
    500, 23.75 on 475 and 22.5 on 450. With the charge from 2015/16, 12.5, 50, 48.75 and 47.5 are to be found.
    """
    support = """
    [[stream]]
    name = "Exceptional financial support"
    kind = "capitalised"
    scheme = "EFS"
    amounts = { "2014/15" = 500 }
    [[scheme]]
    reference = "EFS"
    title = "Exceptional financial support, repaid"
    type = "P"
    service = "A"
    spend = { "2014/15" = 500 }
    life = 20
    method = "equal instalments"
    rate = "5%"
    """
    plan(folder, LINE, grant(1_000), change("O1", "O", '"2014/15" = 500'), support)
    assert folder.gap() == [12_500_00, 50_000_00, 48_750_00, 47_500_00]


def test_31_what_is_put_by_stands_above_the_gap_and_what_is_used_below_it(folder: Folder) -> None:
    """1,000 + 20 - 900 = 120 before reserves; less 30, 90 to find."""
    two = """
    [[reserve]]
    name = "General balances"
    class = "general"
    opening = 50
    contributions = { "2014/15" = 20 }
    [[reserve]]
    name = "Smoothing"
    class = "earmarked"
    opening = 30
    uses = { "2014/15" = 30 }
    """
    plan(folder, LINE, grant(900), two)
    first = [(row, figures[0]) for row, figures in folder.figures("summary").items()]
    assert first[:7] == [
        ("Net budget", "1,000"),
        ("Contributions to reserves", "20"),
        ("Total funding", "900"),
        ("Gap before reserves", "120"),
        ("Change in gap before reserves", "120"),
        ("Planned use of reserves", "30"),
        ("Gap still to find", "90"),
    ]


def test_32_balances_alone(folder: Folder) -> None:
    """A paper prints 50, 40, 45, 45, 45 and no movements: 10 less and 5 more, which budget lines hold already."""
    balances = """
    [[reserve]]
    name = "General balances"
    class = "general"
    opening = 50
    uses = { "2014/15" = 10 }
    contributions = { "2015/16" = 5 }
    in_budget = true
    """
    plan(folder, LINE, grant(900), balances)
    assert printed(folder, "reserves", "balances")["General balances"] == ("50", "40", "45", "45", "45")
    assert folder.gap() == thousands(100, 100, 100, 100)


def test_33_less_use_of_reserves_is_a_row_with_a_positive_sign(folder: Folder) -> None:
    """30 was used in 2013/14, 20 is in 2014/15 and none later: 970 + 10 = 980, + 20 = 1,000. Balance: 50 - 20 = 30."""
    fewer = """
    [[line]]
    service = "Use of reserves"
    base = -30
    [[reserve]]
    name = "General balances"
    class = "general"
    opening = 50
    uses = { "2014/15" = 20 }
    in_budget = true
    """
    less = change("P1", "P", '"2014/15" = 10, "2015/16" = 20', service="Use of reserves")
    plan(folder, LINE, fewer, less, grant(970))
    assert folder.gap() == thousands(10, 30, 30, 30)
    assert folder.figures("roll-forward")["Pressures"] == ("10", "20", "0", "0")
    assert printed(folder, "reserves", "balances")["General balances"] == ("50", "30", "30", "30", "30")


SHORT_OF_20 = (
    LINE,
    council_tax(),
    change("S1", "S", '"2014/15" = -40'),
    change("P1", "P", '"2014/15" = 60'),
)


def test_34_a_range_of_bundles_with_council_tax_among_them(folder: Folder) -> None:
    """1,000 - 40 + 60 - 5,000 x £200 = 20. At best £204 (2% more) brings 20 and P1 is 50: -10. At worst S1 is half: 40."""
    plan(folder, *SHORT_OF_20)
    folder.scenario(
        """
        [[council_tax]]
        core = { "2014/15" = "2%" }
        [[reprofile]]
        change = "P1"
        amounts = { "2014/15" = 50 }
        """,
        "best",
    )
    folder.scenario('[[deliver]]\nchange = "S1"\nshare = "50%"', "worst")
    assert folder.gap() == thousands(20, 20, 20, 20)
    assert folder.gap("best") == thousands(-10, -10, -10, -10)
    assert folder.gap("worst") == thousands(40, 40, 40, 40)


def test_35_an_option_is_outside_the_base_until_it_is_taken(folder: Folder) -> None:
    """1,000 until one is taken: 1,030, or 1,050. Both can't be."""
    plan(folder, LINE)
    option = '[[add]]\nreference = "{}"\ntype = "P"\nservice = "A"\ntitle = "Option"\namounts = {{ "2014/15" = {} }}\n'
    folder.scenario(option.format("X1", 30), "one")
    folder.scenario(option.format("X2", 50) + 'excludes = "X1"', "other")
    assert folder.net() == thousands(1_000, 1_000, 1_000, 1_000)
    assert folder.net("one") == thousands(1_030, 1_030, 1_030, 1_030)
    folder.scenario("", "both", of='extends = ["one.toml", "other.toml"]')
    assert '"X2" excludes "X1", and the plan has amounts of both' in folder.refusal("both")


SHOCKS = {
    # 10% once, and the 10% of 2015/16 on top of it: 100; 100 x 1.1 = 110
    'rate = "10%"\nin = "2014/15"': (100_000, 110_000, 110_000, 110_000),
    # 10 points more in every year: 1,100 - 1,000; 1,320 - 1,100; 1,452 - 1,100; 1,597.2 - 1,100
    'add_points = "10%"\nfrom = "2014/15"': (100_000, 220_000, 352_000, 497_200),
    # 10 points less in every year: 900 - 1,000; 900 - 1,100; 810 - 1,100; 729 - 1,100
    'add_points = "-10%"\nfrom = "2014/15"': (-100_000, -200_000, -290_000, -371_000),
}


@pytest.mark.parametrize("shock", SHOCKS)
def test_36_a_shock_once_or_every_year_compounds_and_is_not_symmetric(folder: Folder, shock: str) -> None:
    """1,000, and 1,100 from 2015/16 as the plan has it."""
    prices = """
    index = "prices"
    [index.prices]
    rates = { "2014/15" = "0%", "2015/16" = "10%", "2016/17" = "0%", "2017/18" = "0%" }
    """
    plan(folder, LINE, prices)
    folder.scenario(f'[[assume]]\nindex = "prices"\n{shock}')
    (effect,) = folder.outcome().effects
    assert effect.pence.tolist() == [pounds * POUND for pounds in SHOCKS[shock]]


BORROWED = """
[[scheme]]
reference = "C1"
title = "Homes"
type = "P"
service = "A"
spend = { "2014/15" = 600 }
life = 20
method = "equal instalments"
rate = "5%"
"""


def test_37_one_shock_on_the_gap_and_on_its_change_and_a_response_that_is_not_in_proportion(
    folder: Folder,
) -> None:
    """600 borrowed: half of it, 600, 570 and 540 bear interest, and 30 a year is repaid whatever the rate.

    At 5%: 15, 60, 58.5, 57. At 10%: 30, 90, 87, 84. So 15, 30, 28.5, 27 more: twice the rate is less than twice the cost.
    On the year before, 30 - 0, then 60, -3 and -3.
    """
    plan(folder, LINE, grant(1_000), BORROWED)
    folder.scenario('[[capital]]\nscheme = "C1"\nrate = "10%"')
    outcome = folder.outcome()
    assert folder.gap() == thousands(30, 90, 87, 84)
    assert outcome.effects[0].pence.tolist() == [15_000_00, 30_000_00, 28_500_00, 27_000_00]
    assert outcome.after.change_in_gap is not None
    assert outcome.after.change_in_gap.tolist() == thousands(30, 60, -3, -3)


@pytest.mark.parametrize(
    ("rise", "left"),
    [("freeze", 20_000_00), ("1%", 10_000_00), ("2%", 0), ("2.99%", -9_900_00)],
)
def test_38_a_rise_in_council_tax_against_savings(folder: Folder, rise: str, left: int) -> None:
    """20 is to be found. 1% of £200 is £2, times 5,000 is 10; 2.99% is £5.98, times 5,000 is 29.9."""
    plan(folder, *SHORT_OF_20)
    folder.scenario(f'[[council_tax]]\ncore = {{ "2014/15" = "{rise}" }}')
    assert folder.gap() == [left] * 4


def test_39_a_year_in_which_the_council_is_reorganised(folder: Folder) -> None:
    """It is said beside the figures, and what leaves is moved outside: 1,000 - 300 = 700."""
    leaves = """
    [plan.year_notes]
    "2016/17" = "a new council from 1 April 2016"
    [[virement]]
    from = "A"
    to_outside = "the new council"
    amounts = { "2016/17" = 300 }
    """
    plan(folder, LINE, leaves)
    assert "2016/17: a new council from 1 April 2016." in told(folder.outcome())
    assert folder.net() == thousands(1_000, 1_000, 700, 700)


def test_40_a_negative_net_budget(folder: Folder) -> None:
    """-100 at 10% is -110, then -121. 5% of that is no minimum, so all 50 of the reserve go: 30 of -110 + 140, 20 of 29."""
    plan(
        folder,
        """
        [[line]]
        service = "Trading"
        base = -100
        index = "income"
        [index.income]
        rates = { "2014/15" = "10%", "2015/16" = "10%", "2016/17" = "0%", "2017/18" = "0%" }
        [cash_limit]
        "2014/15" = -140
        "2015/16" = -150
        "2016/17" = -150
        "2017/18" = -150
        [[reserve]]
        name = "General balances"
        class = "general"
        opening = 50
        minimum = "5% of net budget"
        balances_gap = 1
        """,
    )
    assert folder.net() == thousands(-110, -121, -121, -121)
    held = folder.outcome().after.reserves
    assert held is not None
    assert held.each[0].minimum == (0, 0, 0, 0)
    assert list(held.balancing) == thousands(30, 20, 0, 0)
    assert folder.gap() == thousands(0, 9, 29, 29)


def test_41_one_change_by_subject_and_by_reason(folder: Folder) -> None:
    """30 and -25 on A, 10 on B: 40 of pressures and 25 of savings; 5 of A and 10 of B; 15 either way."""
    two = """
    [[line]]
    service = "B"
    base = 500
    [[table]]
    name = "by reason"
    basis = "changes"
    by = "type"
    [[table]]
    name = "by subject"
    basis = "changes"
    by = "service"
    """
    changes = (
        change("P1", "P", '"2014/15" = 30'),
        change("P2", "P", '"2014/15" = 10', service="B"),
        change("S1", "S", '"2014/15" = -25'),
    )
    plan(folder, LINE, two, *changes)
    by_reason = printed(folder, "asked", "asked by reason")
    by_subject = printed(folder, "asked", "asked by subject")
    assert (by_reason["Pressures"][0], by_reason["Savings"][0]) == ("40", "-25")
    assert (by_subject["A"][0], by_subject["B"][0]) == ("5", "10")
    assert list(by_reason.values())[-1] == list(by_subject.values())[-1] == ("15", "0", "0", "0")


def rows() -> Iterator[tuple[int, str]]:
    """Every numbered row of the page."""
    for number, row in re.findall(r"^\| (\d+) \|(.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        yield int(number), row


def test_the_page_has_all_forty_one_and_each_is_worked_somewhere_or_named_in_limits() -> None:
    text = PAGE.read_text(encoding="utf-8")
    leads_to = dict(re.findall(r"^\[([^\]]+)\]: (\S+)$", text, re.MULTILINE))
    tested = {int(name[5:7]) for name in globals() if re.match(r"test_\d\d_", name)}
    assert [number for number, _ in rows()] == list(range(1, 42))
    for number, row in rows():
        where = re.findall(r"\[([^\]]+)\]", row.split("|")[2])
        assert where
        assert all((PAGE.parent / leads_to[name]).exists() for name in where)
        assert ("worked" in where) == (number in tested)
        assert ("not yet" in row) <= ("in part" in where)


def test_what_the_page_says_to_write_is_toml_with_keys_there_are() -> None:
    known = {
        key
        for file in ("plan", "scenario")
        for shape in schema_of(file)["$defs"].values()
        for key in shape["properties"]
    }
    for _, row in rows():
        for written in re.findall(r"`([^`]+ = [^`]+)`", row):
            assert tomllib.loads(written).keys() <= known, written


def test_the_plan_on_the_page_gives_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert follow(PAGE, tmp_path, Here(monkeypatch, capsys)) == 1
