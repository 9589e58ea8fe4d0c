"""The tables of a whole council, worked by hand: what each shows, which figure gives way, and that every one casts."""

from dataclasses import replace
from pathlib import Path

import pytest

from mtfp.analysis.answer_words import answers
from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.money import Unit
from mtfp.problems import MisreadError
from mtfp.render.csv import to_csv
from mtfp.render.markdown import to_markdown
from mtfp.render.text import to_text
from mtfp.tables.json import tables_record
from mtfp.tables.model import Moved, PrintedTable
from mtfp.tables.names import NAMES
from mtfp.tables.papers import Made, tables_asked, tables_of
from mtfp.tables.printed import moved_notes, notes_of, notes_on_rounding
from mtfp.tables.printing import print_table
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from mtfp.tables.unit import PrintUnit
from tests.unit.plans import Folder, told

ONE = "2014/15"
THREE = "2014/15 to 2016/17"
SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = sorted(path.relative_to(SCENARIOS).as_posix() for path in SCENARIOS.glob("*/*.toml"))
UNITS = [PrintUnit(Unit.POUNDS, 0), PrintUnit(Unit.THOUSANDS, 0), PrintUnit(Unit.MILLIONS, 1)]

LINE = """
[[line]]
service = "A"
base = 1_000
"""


def by_year(*amounts: object) -> str:
    """Return amounts of the years from 2014/15, as a plan writes them."""
    return "{ " + ", ".join(f'"20{14 + n}/{15 + n}" = "{each}"' for n, each in enumerate(amounts)) + " }"


def grant(*amounts: object, name: str = "Main grant", kind: str = "grant", more: str = "") -> str:
    return f'[[stream]]\nname = "{name}"\nkind = "{kind}"\namounts = {by_year(*amounts)}\n{more}\n'


def reserve(name: str, class_: str, opening: object, more: str = "") -> str:
    return f'[[reserve]]\nname = "{name}"\nclass = "{class_}"\nopening = {opening}\n{more}\n'


def change(reference: str, type_: str, service: str, *amounts: object, more: str = "") -> str:
    return (
        f'[[change]]\nreference = "{reference}"\ntype = "{type_}"\nservice = "{service}"\ntitle = "{reference}"\n'
        f"amounts = {by_year(*amounts)}\n{more}\n"
    )


def printed(folder: Folder, name: str, id_: str = "", unit: PrintUnit = UNITS[1]) -> PrintedTable:
    """Return a printed table by the name that asks for it, and its own where the name brings several."""
    tables = {each.id: each for each in tables_asked(Made(folder.outcome()), [name])}
    return print_table(tables[id_ or name], unit)


def shown(table: PrintedTable) -> list[str]:
    """Return each row as words and figures with single spaces."""
    return [" ".join((*filter(None, row.stub), *row.figures)) for row in table.rows]


def paper(text: str) -> list[str]:
    """Return a table as typed in, in the form that `shown` gives."""
    return [" ".join(line.split()) for line in text.strip().splitlines()]


SUMMARY = LINE + grant(900, 900, 900)


def test_the_summary_from_the_net_budget_to_the_gap(folder: Folder) -> None:
    """60 with a minimum of 10: 30 is used as planned in 2014/15, 20 is left for what remains of 100.

    2015/16: 20 is put by and, with what was there, is 20 above the minimum, so it comes out again. 2016/17: nothing is left.
    """
    keys = f'minimum = 10\nbalances_gap = 1\nuses = {by_year(30)}\ncontributions = {{ "2015/16" = 20 }}'
    folder.plan(SUMMARY + reserve("General", "general", 60, keys), years=THREE)
    assert shown(printed(folder, "summary")) == paper("""
        Net budget                   1,000  1,000  1,000
        Contributions to reserves        0     20      0
        Total funding                  900    900    900
        Gap before reserves            100    120    100
        Change in gap before reserves  100     20    -20
        Planned use of reserves         30      0      0
        Use of reserves to balance      20     20      0
        Gap still to find               50    100    100
        Change on the year before       50     50      0
        Structural gap                 100    100    100
    """)


def test_the_summary_leaves_out_what_the_plan_has_none_of(folder: Folder) -> None:
    folder.plan(SUMMARY, years=THREE)
    assert shown(printed(folder, "summary")) == paper("""
        Net budget                   1,000  1,000  1,000
        Total funding                  900    900    900
        Gap still to find              100    100    100
        Change on the year before      100      0      0
        Structural gap                 100    100    100
    """)


def test_what_a_budget_line_counts_on_and_is_not_there_has_a_row(folder: Folder) -> None:
    """The line is net of 30 from a reserve of 20: 10 is not there, and is a cost."""
    keys = f"in_budget = true\nuses = {by_year(30)}"
    folder.plan(LINE + grant(900) + reserve("Insurance", "earmarked", 20, keys), years=ONE)
    assert shown(printed(folder, "summary"))[:6] == paper("""
        Net budget                                      1,000
        Contributions to reserves                           0
        Uses of reserves in budgets, not there to use      10
        Total funding                                     900
        Gap before reserves                               110
        Change in gap before reserves                     110
    """)


CENTS = """
[[line]]
service = "A"
base = "1,000.4"
[council_tax]
band_d = 100
core = "freeze"
amount = { "2014/15" = "300.4" }
"""


def test_funding_gives_way_before_the_gap_and_council_tax(folder: Folder) -> None:
    """1,000.4 - 900.8 = 99.6. Nearest, 1,000 - 901 is not 100: the funding prints as 900.

    In its own table it is 901 again, of which council tax is 300: the grant of 600.4 prints as 601.
    """
    folder.plan(CENTS + grant("600.4"), years=ONE)
    summary, funding = printed(folder, "summary"), printed(folder, "funding")
    assert shown(summary)[:3] == paper("""
        Net budget         1,000
        Total funding        900
        Gap still to find    100
    """)
    assert moved_notes(summary) == ["Total funding, 2014/15: 900 is printed for an exact 900.8."]
    assert shown(funding)[:3] == paper("""
        Council tax income  300
        Main grant               601
        Total funding            901
    """)
    assert moved_notes(funding) == ["Main grant, 2014/15: 601 is printed for an exact 600.4."]


def all_tables(folder: Folder) -> dict[str, PrintedTable]:
    """Return every table of a plan by its id, cast as one in £000."""
    return {
        table.id: table for table in report_of(folder.outcome(), ["all"], Style(unit=Unit.THOUSANDS)).tables
    }


TO_SET = CENTS.replace("300.4", "300.6") + grant(600)


def test_council_tax_gives_way_last_in_a_year_to_be_set_that_does_not_balance(folder: Folder) -> None:
    """1,000.4 - 900.6 = 99.8: the funding is 1,000 - 100 = 900, the grant is 600, so 300.6 of council tax prints as 300."""
    folder.plan(TO_SET, years=ONE)
    tables = all_tables(folder)
    assert shown(tables["funding"])[:3] == paper("""
        Council tax income 300
        Main grant         600
        Total funding      900
    """)
    assert "Council tax income 300" in shown(tables["council-tax"])
    assert not tables["funding"].misses


def test_council_tax_never_gives_way_in_a_year_to_be_set_that_balances(folder: Folder) -> None:
    """The same with a reserve that pays the 99.8: council tax is what bills will raise, 301, and the table says what it leaves."""
    folder.plan(TO_SET + reserve("General", "general", 500, "balances_gap = 1"), years=ONE)
    tables = all_tables(folder)
    assert "Council tax income 301" in shown(tables["funding"])
    assert tables["funding"].misses == ("Total funding, 2014/15, is 900, and the figures shown come to 901",)


def paid(folder: Folder) -> list[tuple[str, str]]:
    """Return what the summary says of reserves in the one year there is, each beside what its one reserve's row says."""
    tables = all_tables(folder)
    prints = {
        row.id: row.figures[0] for name in ("summary", "reserves") for row in tables[name].rows if row.units
    }
    pairs = {
        "contributions": "into Projects",
        "uses": "uses Projects",
        "balancing": "balancing General",
    }
    return [(prints[all_], prints[one]) for all_, one in pairs.items() if one in prints]


def test_what_the_one_reserve_that_pays_uses_prints_as_what_reserves_pay(folder: Folder) -> None:
    """Of 0.4 + 0.6 put by, 0.4 of Projects and 0.6 of General pay all: 1 + 0 of the 1, as General is 10.2 and then 9.6, 10 and 10.

    20 + 1 - 1 = 20 in Projects, for 0.6 in and 0.4 out.
    """
    held = reserve("General", "general", '"10.2"', "balances_gap = 1")
    held += reserve("Projects", "earmarked", 20, f"contributions = {by_year('0.6')}\nuses = {by_year('0.4')}")
    folder.plan(LINE.replace("1_000", '"1_000.4"') + grant(1_000) + held, years=ONE)
    assert paid(folder) == [("1", "1"), ("1", "1"), ("0", "0")]
    assert not any(table.misses for table in all_tables(folder).values())


def test_what_balances_and_the_gap_contradict_is_told(folder: Folder) -> None:
    """The gap of 0.6 prints as 1, and so does the use that closes it; 10.2 and then 9.6 are both 10."""
    held = reserve("General", "general", '"10.2"', "balances_gap = 1")
    folder.plan(LINE.replace("1_000", '"1_000.6"') + grant(1_000) + held, years=ONE)
    assert paid(folder) == [("1", "1")]
    assert all_tables(folder)["reserves"].misses == (
        "Balance on 31 March, 2014/15, is 10, and the figures shown come to 9",
    )


def test_a_reserve_used_up_prints_what_it_had_as_its_use(folder: Folder) -> None:
    """3.4 there and 3.4 used print alike, 3, and nothing is left; the gap of 4.6 is 5 and what is left of it, 1.2, is 1: that is told."""
    held = reserve("General", "general", '"3.4"', "balances_gap = 1")
    folder.plan(LINE.replace("1_000", '"1_004.6"') + grant(1_000) + held, years=ONE)
    tables = all_tables(folder)
    assert paid(folder) == [("3", "3")]
    assert not tables["reserves"].misses
    assert tables["summary"].misses == ("Gap still to find, 2014/15, is 1, and the figures shown come to 2",)


def test_a_whole_contribution_stays_whole(folder: Folder) -> None:
    """100.5 + 5 - 97.9 = 7.6, less the 3.3 there is to use, leaves 4.3.

    Nearest: 101 + 5 - 98 = 8, and 8 - 3 is not 4. The use gives way, to 4; what the plan puts by and what pays do not.
    """
    line = LINE.replace("1_000", '"100.5"')
    held = reserve("General", "general", '"3.3"', "balances_gap = 1")
    held += reserve("Projects", "earmarked", 0, f"contributions = {by_year(5)}")
    folder.plan(line + grant("97.9") + held, years=ONE)
    table = printed(folder, "summary")
    assert shown(table)[:8] == paper("""
        Net budget                  101
        Contributions to reserves     5
        Total funding                98
        Gap before reserves           8
        Change in gap before reserves 8
        Planned use of reserves       0
        Use of reserves to balance    4
        Gap still to find             4
    """)
    assert moved_notes(table) == ["Use of reserves to balance, 2014/15: 4 is printed for an exact 3.3."]


def test_a_reserve_that_is_not_used_prints_no_use(folder: Folder) -> None:
    """1,003.366 - 1,000 = 3.366, less a planned 1.5, is 1.866: 3 - 2 is not 2, so the 1.5 prints as 1 and the nil stays."""
    line = LINE.replace("1_000", '"1,003.366"')
    held = reserve("General", "general", 0, "balances_gap = 1")
    held += reserve("Projects", "earmarked", 9, f"uses = {by_year('1.5')}")
    folder.plan(line + grant(1_000) + held, years=ONE)
    assert shown(printed(folder, "summary"))[3:8] == paper("""
        Gap before reserves         3
        Change in gap before reserves  3
        Planned use of reserves     1
        Use of reserves to balance  0
        Gap still to find           2
    """)


def test_funding_and_how_much_of_it_ends(folder: Folder) -> None:
    """500 + 300 + 50 + 20; then 500 + 300 + 50 - 10; then 500 + 300. A collection fund is always one-off."""
    tax = '[council_tax]\nband_d = 100\ncore = "freeze"\namount = ' + by_year(500, 500, 500) + "\n"
    ends = grant(50, 50, name="Bus grant", more='lasts = "time-limited"')
    fund = grant(20, -10, name="Collection fund", kind="council tax collection fund")
    folder.plan(LINE + tax + grant(300, 300, 300) + ends + fund, years=THREE)
    assert shown(printed(folder, "funding")) == paper("""
        Council tax income           500  500  500
        Main grant                        300  300  300
        Bus grant                          50   50    0
        Collection fund                    20  -10    0
        Total funding                     870  840  800
        Of which one-off or time-limited   70   40    0
    """)


def test_a_stream_whose_changes_are_stated_is_carried_forward(folder: Folder) -> None:
    """100 + 10 = 110; 110 - 20 + 5 moved in = 95; 95."""
    moved = (
        '[[transfer]]\nname = "Care grant"\nline = "A"\nstream = "Main grant"\namounts = { "2015/16" = 5 }\n'
    )
    folder.plan(LINE + grant(10, -20, 0, more="carried = 100") + moved, years=THREE)
    assert shown(printed(folder, "funding", "streams")) == paper("""
        Main grant
        Brought forward     100  110  95
        Change in the year   10  -20   0
        Care grant            0    5   0
        Carried forward     110   95  95
    """)
    assert shown(printed(folder, "funding"))[0] == "Main grant 110 95 95"


def test_council_tax_and_what_is_collected_for_others(folder: Folder) -> None:
    """200 + 5; frozen; 205 x 1.0199 = 209.08, which is 4.08 or 1.99% more. 5,000 x each is 1,025, 1,025 and 1,045.4.

    1,045.4 + 300.4 = 1,345.8, so 1,346: council tax stays 1,045 and the parishes print as 301.
    """
    body = """
    [council_tax]
    band_d = "200.00"
    core = { "2014/15" = "£5", "2015/16" = "freeze", "2016/17" = "1.99%" }
    tax_base = { "2014/15" = 5_000, "2015/16" = 5_000, "2016/17" = 5_000 }
    [[collected_for_others]]
    name = "Parish precepts"
    amounts = { "2014/15" = 300, "2015/16" = 300, "2016/17" = "300.4" }
    """
    folder.plan(LINE + body, years=THREE)
    table = printed(folder, "council-tax")
    assert shown(table) == paper("""
        Band D: core element (£)       205.00    205.00    209.08
        Band D (£)                     205.00    205.00    209.08
        Rise on the year before (£)      5.00      0         4.08
        Rise on the year before          2.50%      0%        1.99%
        Tax base                     5,000.00  5,000.00  5,000.00
        Council tax income      1,025     1,025     1,045
        Parish precepts                300       300       301
        Collected in all             1,325     1,325     1,346
    """)
    assert moved_notes(table) == ["Parish precepts, 2016/17: 301 is printed for an exact 300.4."]


def test_the_precept_has_a_row_of_its_own(folder: Folder) -> None:
    """1,470 + 2.99% of 1,700 = 1,520.83; 230 + 2% of 1,700 = 264. A yield of 1,784,830 implies a base of 1,000."""
    body = """
    [council_tax]
    band_d = "1,700.00"
    precept_in_band_d = 230
    core = "2.99%"
    precept = "2%"
    amount = { "2014/15" = "1,784.83" }
    """
    folder.plan(LINE + body, years=ONE)
    assert shown(printed(folder, "council-tax")) == paper("""
        Band D: core element (£)         1,520.83
        Band D: social care precept (£)    264.00
        Band D (£)                       1,784.83
        Rise on the year before (£)         84.83
        Rise on the year before              4.99%
        Tax base (implied by the yield)  1,000.00
        Council tax income          1,785
    """)


HELD = (
    reserve("General", "general", 50, f"minimum = 35\ncontributions = {by_year(0, 20)}\nuses = {by_year(30)}")
    + reserve("Insurance", "earmarked", 40, f"in_budget = true\nuses = {by_year(5, 5, 5)}")
    + reserve("Schools deficit", "memorandum", -40, f"uses = {by_year(30, 30)}")
    + reserve("Grants unspent", "ring-fenced", '"not stated"', f"uses = {by_year(8)}")
)


def test_reserves_roll_forward(folder: Folder) -> None:
    """General has 15 above its minimum, of the 30 asked; then 20 is put in. Nothing that a reserve never has prints."""
    folder.plan(SUMMARY + HELD, years=THREE)
    assert shown(printed(folder, "reserves")) == paper("""
        General (general)
        Balance on 1 April           50          35          55
        Contributions                 0          20           0
        Uses                         15           0           0
        Balance on 31 March          35          55          55
        Minimum                      35          35          35
        Insurance (earmarked)
        Balance on 1 April           40          35          30
        Uses, in budgets              5           5           5
        Balance on 31 March          35          30          25
        Schools deficit (memorandum)
        Balance on 1 April          -40         -70        -100
        Uses                         30          30           0
        Balance on 31 March         -70        -100        -100
        Grants unspent (ring-fenced)
        Uses                          8           0           0
        Balance              not stated  not stated  not stated
    """)


def test_balances_total_without_what_is_not_available(folder: Folder) -> None:
    folder.plan(SUMMARY + HELD, years=THREE)
    table = printed(folder, "reserves", "balances")
    assert table.columns == ("1.4.14", "31.3.15", "31.3.16", "31.3.17")
    assert shown(table) == paper("""
        General            50  35  55  55
        Insurance          40  35  30  25
        Grants unspent     not stated  not stated  not stated  not stated
        Total of the balances stated     90  70  85  80
        Memorandum, not available
        Schools deficit   -40 -70 -100 -100
    """)
    assert table.notes == (
        "General: lowest on 31 March 2015.",
        "Insurance: lowest on 31 March 2017.",
    )
    assert "General is at its minimum in 2014/15." in told(folder.outcome())


def test_a_reserve_that_only_grows_is_lowest_when_the_plan_starts(folder: Folder) -> None:
    """40, then 45, 50 and 50: below every 31 March is the 1 April that the table shows beside them."""
    folder.plan(
        SUMMARY + reserve("Insurance", "earmarked", 40, f"contributions = {by_year(5, 5)}"), years=THREE
    )
    assert printed(folder, "reserves", "balances").notes == (
        "Insurance: lowest on 1 April 2014, when the plan starts.",
    )


def test_the_types_told_under_the_changes_are_those_in_the_table(folder: Folder) -> None:
    folder.plan(LINE + change("S1", "S", "A", -50) + change("P1", "P", "A", 20), years=THREE)
    assert printed(folder, "changes").notes == ("P - Pressures", "S - Savings")


def test_the_year_a_reserve_runs_out_and_the_year_it_falls_below_its_minimum(folder: Folder) -> None:
    """20, 10 a year: nil on 31 March 2016. 4% of 1,000 is 40, of 1,100 is 44: 42 is enough for 2014/15 alone."""
    held = reserve("Smoothing", "earmarked", 20, f"uses = {by_year(10, 10)}")
    held += reserve("General", "general", 42, 'minimum = "4% of net budget"')
    folder.plan(SUMMARY + held + change("P1", "P", "A", 0, 100), years=THREE)
    said = told(folder.outcome())
    assert "Smoothing runs out in 2015/16." in said
    below = "General is below its minimum on 31 March 2016 and 2017: none of it is there to use then."
    assert below in said
    assert below in answers(folder.outcome())


SAVINGS = (
    change("S1", "S", "A > Care", -100, -50, more='stage = "on track"\nconfidence = "80%"')
    + change("S2", "S", "A > Day", 0, -200, more='stage = "identified"\nconfidence = "red"')
    + change("S3", "S", "B > Schools", -30, more='stage = "at risk"')
    + change("S4", "S", "B > Schools", 0, 0, -10)
)
SAVERS = LINE + '[[line]]\nservice = "B"\nbase = 500\n' + '[confidence]\nred = "25%"\n' + SAVINGS


def test_savings_by_service_and_stage(folder: Folder) -> None:
    folder.plan(SAVERS, years=THREE)
    assert shown(printed(folder, "savings")) == paper("""
        A
        Identified                     0 -200   0 -200
        On track                    -100  -50   0 -150
        Savings in A                -100 -250   0 -350
        B
        At risk                      -30    0   0  -30
        No stage given                 0    0 -10  -10
        Savings in B                 -30    0 -10  -40
        Total savings in the plan   -130 -250 -10 -390
    """)


def test_weighted_savings_stand_beside_the_same_total(folder: Folder) -> None:
    """A: 80% of 100 and of 50, 25% of 200. B is sure until something else is said, at risk or not."""
    folder.plan(SAVERS, years=THREE)
    assert shown(printed(folder, "savings", "savings-weighted")) == paper("""
        A                            -80  -90   0 -170
        B                            -30    0 -10  -40
        Expected to arrive          -110  -90 -10 -210
        Contingency for the rest     -20 -160   0 -180
        Total savings in the plan   -130 -250 -10 -390
    """)


def test_a_confidence_is_enough_to_have_savings_shown(folder: Folder) -> None:
    """Half of 100 is expected, though nothing says how far the saving has come."""
    folder.plan(LINE + change("S1", "S", "A", -100, more='confidence = "50%"'), years=ONE)
    assert shown(printed(folder, "savings", "savings-weighted")) == paper("""
        A                           -50  -50
        Expected to arrive          -50  -50
        Contingency for the rest    -50  -50
        Total savings in the plan  -100 -100
    """)


def test_targets_by_year_and_what_is_left_of_them(folder: Folder) -> None:
    """A: 20 was found above earlier targets. 150 - 100 = 50, so 30 is left; 150 - 250 = -100, so -70; + 60 = -10.

    B: 50 - 30 = 20; + 0 = 20; - 10 = 10. What is found above one target pays for no other: 30 + 20, 20, 10 are left.
    """
    asked = f'[[target]]\nservice = "A"\namounts = {by_year(150, 150, 60)}\nbrought_forward = 20\n'
    asked += f'[[target]]\nservice = "B"\namounts = {by_year(50)}\n'
    folder.plan(SAVERS + asked + grant(1_300, 1_000, 1_000), years=THREE)
    assert shown(printed(folder, "targets")) == paper("""
        A
        Required                                 150  150  60
        Identified                               100  250   0
        Unidentified                              50 -100  60
        Still to identify, brought forward       -20   30 -70
        Still to identify, running                30  -70 -10
        B
        Required                                  50    0   0
        Identified                                30    0  10
        Of which at risk                          30    0   0
        Unidentified                              20    0 -10
        Still to identify, running                20   20  10
        If targets are met
        Gap still to find                         70  120 110
        Still to identify against targets         50   20  10
        Gap still to find, if targets are met     20  100 100
    """)


def test_a_target_for_the_end_of_a_year(folder: Folder) -> None:
    """130 and 250 by the end of 2015/16, of 400."""
    folder.plan(SAVERS + '[[target]]\ntitle = "All"\nby = "2015/16"\namount = 400\n', years=THREE)
    table = printed(folder, "targets", "targets 2015/16")
    assert (table.title, table.columns) == ("Savings targets for the end of 2015/16", ("By 2015/16",))
    assert shown(table) == paper("""
        All
        Required                    400
        Identified                  380
        Of which at risk             30
        Unidentified                 20
        Still to identify, running   20
    """)


DEMAND = """
[[demand]]
reference = "D1"
title = "Children looked after"
type = "P"
service = "A"
activity = 100
growth = "5%"
unit_cost = "50,000.00"
unit = "children"
"""


def test_demand_from_its_driver_to_its_pressure(folder: Folder) -> None:
    """100 x 1.05 = 105, 110.25, 115.7625: 5, 5.25 and 5.5125 more, at £50,000 each."""
    folder.plan(LINE + DEMAND, years=THREE)
    assert shown(printed(folder, "demand")) == paper("""
        Children looked after
        Activity (children)                           105        110.25     115.76
        Cost of each at base-year prices (£)    50,000.00     50,000.00  50,000.00
        Pressure                                      250           263        276
        Total pressure of demand                      250           263        276
    """)


SCHEME = """
[[scheme]]
reference = "K1"
title = "Depot"
type = "P"
service = "A"
spend = { "2014/15" = 100, "2015/16" = 60 }
grants = { "2014/15" = 20 }
receipts = { "2015/16" = 40 }
life = 10
method = "equal instalments"
rate = "5%"
"""


def test_capital_from_spending_to_what_borrowing_costs(folder: Folder) -> None:
    """Each year's grants and receipts pay for its own spending first: 80 of 2014/15 is borrowed, and 20 of 2015/16.

    2014/15: interest on half of 80, at 5%: 2. Left 80. 2015/16: a tenth of 80 is the charge, 8; interest on 80 + half of
    20, 90: 4.5. Left 80 + 20 - 8 = 92. 2016/17: 8 + 2 = 10, interest on 92, 4.6. Left 82.
    """
    folder.plan(LINE + SCHEME, years=THREE)
    tenths = PrintUnit(Unit.THOUSANDS, 1)
    assert shown(printed(folder, "capital")) == paper("""
        Depot                            100  60  0
        Total capital spending           100  60  0
        Paid for by grants and receipts   20  40  0
        Paid for by borrowing             80  20  0
    """)
    assert shown(printed(folder, "capital", "financing", tenths)) == paper("""
        Charge for repayment
        Depot                         0     8.0  10.0
        Total charge for repayment    0     8.0  10.0
        Interest
        Depot                       2.0     4.5   4.6
        Total interest              2.0     4.5   4.6
        Total cost of borrowing     2.0    12.5  14.6
        Left to repay on 31 March  80.0    92.0  82.0
    """)


def test_gross_income_and_net_where_they_are_given(folder: Folder) -> None:
    """100.4 gross and -60.4 of income are 40. 100.4 + 50.4 = 150.8, so 151 gross, and A prints as 101."""
    lines = '[[line]]\nservice = "A"\nbase = 40\ngross = "100.4"\n[[line]]\nservice = "B > C"\ntitle = "D"\nbase = "50.4"\n'
    folder.plan(lines + 'gross = "50.4"\n[[line]]\nservice = "E"\nbase = 7\n', years=ONE)
    table = printed(folder, "gross")
    assert table.columns == ("Gross", "Income", "Net")
    assert shown(table) == paper("""
        A                     101 -60  41
        B > C > D              50   0  50
        Total of these lines  151 -60  91
    """)


def test_the_net_of_every_line_is_the_base_that_the_plan_opens_with(folder: Folder) -> None:
    """100.4 and -60.2 print as 100 and -60, and are 40.2; 100.6 and -60.2 are 40.4, which opens as 40: 100.6 prints as 100."""
    for gross, base in (("100.4", "40.2"), ("100.6", "40.4")):
        folder.plan(f'[[line]]\nservice = "A"\nbase = "{base}"\ngross = "{gross}"\n' + grant(40), years=ONE)
        tables = all_tables(folder)
        assert tables["roll-forward"].rows[0].figures == ("40",)
        assert tables["gross"].rows[-1].figures == ("100", "-60", "40")


MOVING = (
    """
[[line]]
service = "A"
base = 1_000
one_off_in_base = 100
index = "prices"
[[line]]
service = "B > C"
base = 500
[index.prices]
rates = { "2014/15" = "10%", "2015/16" = "0%", "2016/17" = "0%" }
"""
    + change("P1", "P", "B > C", 50, 20)
    + change("S1", "S", "A", 0, -30, -40)
    + change("O1", "O", "B > C", 5, 0, 8)
)
"""A: 1,000 - 100 = 900, + 90 = 990; 960; 920. B: 550; 570; 570. One-offs 5, 0, 8. Net budget 1,545; 1,530; 1,498."""

ASKED = {
    ("levels", "type"): """
        Base net budget                       1,500  1,500  1,500
        Remove one-offs in the 2013/14 budget  -100   -100   -100
        Inflation                                90     90     90
        Pressures                                50     70     70
        Savings                                   0    -30    -70
        One-offs                                  5      0      8
        Net budget                            1,545  1,530  1,498
    """,
    ("changes", "type"): """
        Remove one-offs in the 2013/14 budget  -100   0   0
        Inflation                                90   0   0
        Pressures                                50  20   0
        Savings                                   0 -30 -40
        One-offs                                  5  -5   8
        Change in the net budget                 45 -15 -32
    """,
    ("roll-forward", "type"): """
        Base net budget                       1,500  1,540  1,530
        Remove one-offs in the 2013/14 budget  -100      0      0
        Inflation                                90      0      0
        Pressures                                50     20      0
        Savings                                   0    -30    -40
        Proposed budget                       1,540  1,530  1,490
    """,
    ("levels", "service"): """
        A             990    960    920
        B             555    570    578
        Net budget  1,545  1,530  1,498
    """,
    ("changes", "service"): """
        A                          -10 -30 -40
        B                           55  15   8
        Change in the net budget    45 -15 -32
    """,
    ("roll-forward", "service"): """
        Base net budget  1,500  1,545  1,530
        A                  -10    -30    -40
        B                   55     15      8
        Net budget       1,545  1,530  1,498
    """,
}


def asked(basis: str, by: str, more: str = "") -> str:
    return f'[[table]]\nname = "mine"\ntitle = "Mine"\nbasis = "{basis}"\nby = "{by}"\n{more}\n'


@pytest.mark.parametrize(("basis", "by"), ASKED)
def test_a_table_in_each_shape_a_plan_may_ask_for(folder: Folder, basis: str, by: str) -> None:
    folder.plan(MOVING + asked(basis, by), years=THREE)
    table = printed(folder, "asked", "asked mine")
    assert table.title == "Mine"
    assert shown(table) == paper(ASKED[basis, by])


def test_subtotals_where_they_are_asked_for_and_a_total_column(folder: Folder) -> None:
    """-100 + 90 = -10 so far in 2014/15; the subtotal under pressures adds the one before it and them."""
    more = 'subtotals_after = ["inflation", "P"]\ntotal_column = "Three years"'
    folder.plan(MOVING + asked("changes", "type", more), years=THREE)
    table = printed(folder, "asked", "asked mine")
    assert table.columns == ("2014/15", "2015/16", "2016/17", "Three years")
    assert shown(table) == paper("""
        Remove one-offs in the 2013/14 budget  -100   0   0  -100
        Inflation                                90   0   0    90
        Subtotal                                -10   0   0   -10
        Pressures                                50  20   0    70
        Subtotal                                 40  20   0    60
        Savings                                   0 -30 -40   -70
        One-offs                                  5  -5   8     8
        Change in the net budget                 45 -15 -32    -2
    """)


def test_years_down_is_the_same_table_turned(folder: Folder) -> None:
    folder.plan(MOVING + asked("levels", "service", 'orientation = "years down"'), years=THREE)
    table = printed(folder, "asked", "asked mine")
    assert table.columns == ("A", "B", "Net budget")
    assert shown(table) == paper("""
        2014/15  990  555  1,545
        2015/16  960  570  1,530
        2016/17  920  578  1,498
    """)
    (as_data,) = tables_record(
        folder.outcome(), ["asked"], Style(unit=UNITS[1].unit, decimals=UNITS[1].decimals)
    )
    assert as_data["columns"] == ["A", "B", "Net budget"]
    assert as_data["rows"][1] == {
        "id": "2015/16",
        "label": "2015/16",
        "role": "figure",
        "exact": ["960000.00", "570000.00", "1530000.00"],
        "printed": ["960", "570", "1,530"],
    }


ALWAYS = {"scenario", "roll-forward", "changes"}
"""Tables of every plan; but a whole council's summary says what the table of a scenario would without one."""


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ALWAYS])
def test_a_table_the_plan_says_nothing_of_is_refused_with_what_it_needs(folder: Folder, name: str) -> None:
    folder.plan(LINE, years=ONE)
    with pytest.raises(MisreadError) as refused:
        tables_asked(Made(folder.outcome()), [name])
    assert refused.value.what == f"the plan says nothing that the table {name} could show"
    assert refused.value.expected.startswith("a plan with ")


def test_without_a_scenario_a_whole_council_has_a_summary_instead(folder: Folder) -> None:
    folder.plan(SUMMARY, years=THREE)
    assert [table.id for table in tables_of(folder.outcome(), NAMES)] == [
        "summary",
        "roll-forward",
        "funding",
        "changes",
    ]
    with pytest.raises(MisreadError, match="the plan says nothing that the table scenario could show"):
        tables_asked(Made(folder.outcome()), ["scenario"])


MOVED = """
[[line]]
service = "A"
base = 100_400
[cash_limit]
"2014/15" = 100_612.34
"""


def test_what_rounding_moved_is_told_once_at_the_end_to_one_place_more(folder: Folder) -> None:
    """100,400 - 100,612.34 = -212.34: in £000 100 - 101 is not 0, so the limit prints 100 for 100.61234, told as 100.6."""
    folder.plan(MOVED, unit="£", years="2014/15")
    report = report_of(folder.outcome(), ["roll-forward"], Style(unit=Unit.THOUSANDS))
    (table,) = report.tables
    assert table.moved[0].exact == "100.61234"
    assert report.lists[-1] == ("Notes on rounding", ("Cash limit, 2014/15: 100 is printed for 100.6.",))
    assert notes_of(table) == [
        'Rounded so that every column adds. What that moved is told in "Notes on rounding".'
    ]
    for text in (to_text(report), to_markdown(report), to_csv(report)):
        assert "61234" not in text


def test_a_note_on_rounding_names_its_table_where_rows_of_several_are_called_the_same(folder: Folder) -> None:
    folder.plan(LINE, years=ONE)
    table = printed(folder, "roll-forward")
    care, fees = Moved("Care", "2014/15", "1", "1.6", "1.6"), Moved("Fees", "2014/15", "3", "2.4", "2.4")
    cost = Moved("Care", "2014/15", "12", "12.51", "12.5")
    tables = [
        replace(table, title="Savings", moved=(care, fees)),
        replace(table, title="What care costs", moved=(cost,)),
        replace(table, title="Savings again", moved=(care, fees)),
    ]
    assert notes_on_rounding(tables) == (
        "Savings: Care, 2014/15: 1 is printed for an exact 1.6.",
        "Fees, 2014/15: 3 is printed for an exact 2.4.",
        "What care costs: Care, 2014/15: 12 is printed for 12.5.",
    )


def test_rows_called_the_same_are_told_apart_by_their_heading_or_by_the_row_above(folder: Folder) -> None:
    """Two running subtotals of a table without headings are each after the row that they come to."""
    folder.plan(MOVING + asked("changes", "type", 'subtotals_after = ["inflation", "P"]'), years=THREE)
    (table,) = tables_asked(Made(folder.outcome()), ["asked"])
    assert [name for name in table.row_names.values() if "Subtotal" in name] == [
        "Subtotal after Inflation",
        "Subtotal after Pressures",
    ]


@pytest.mark.parametrize("name", FILES)
def test_neither_the_answer_nor_a_notice_hangs_on_which_table_is_printed(name: str) -> None:
    request = read_request(SCENARIOS / name)
    outcome = run(request.read.plan, request.scenario)
    shown = [table for table in NAMES if tables_of(outcome, [table])]
    reports = [report_of(outcome, [table], Style()) for table in shown]
    assert len({(each.answers, dict(each.lists).get("Please note")) for each in reports}) == 1
