"""Live sheets of small plans, worked by hand: what is typed, where it goes, and what each row comes to."""

import re

from mtfp.analysis.run import run
from mtfp.plan.terms import Service
from mtfp.sheets.book import book_of
from mtfp.sheets.model import Book, Cells, Line
from tests.unit.plans import Folder

THREE = "2026/27 to 2028/29"
NIL = (None, 0, 0, 0)


def book(folder: Folder, body: str, scenario: str = "") -> Book:
    folder.plan(body, years=THREE, unit="£")
    if scenario:
        folder.scenario(scenario)
    return book_of(folder.outcome())


def rows(held: Book) -> dict[str, Line]:
    return {line.id: line for sheet in held.sheets for line in sheet.lines}


def pounds(*amounts: int | None) -> Cells:
    return tuple(None if each is None else each * 100 for each in amounts)


LINES = """
[[line]]
service = "Care"
base = 1_000
index = "prices"
one_off_in_base = 200
[[line]]
service = "Schools"
base = 500
index = "pay"
inflation = { "2026/27" = 7 }
[[line]]
service = "Roads"
base = -30
[index.prices]
rates = { "2026/27" = "10%", "2027/28" = "0%", "2028/29" = "10%" }
label = "Prices"
[index.pay]
rates = { "2026/27" = "0%", "2027/28" = "2%", "2028/29" = "0%" }
"""


def test_a_line_is_rolled_forward_step_by_step(folder: Folder) -> None:
    """1,000 - 200 = 800, + 80 = 880; + 0; + 88 = 968. Schools: 500 + 7 = 507; + 10.14 = 517.14."""
    held = rows(book(folder, LINES))
    assert held["line 1 opening"].cells == pounds(None, 1_000, 880, 880)
    assert held["line 1 taken out"].cells == pounds(None, -200, 0, 0)
    assert held["line 1 inflation"].cells == pounds(None, 80, 0, 88)
    assert held["line 1 closing"].cells == pounds(1_000, 880, 880, 968)
    assert held["line 2 closing"].cells == (50_000, 50_700, 51_714, 51_714)
    assert held["total closing"].cells == (None, 135_700, 136_714, 145_514)
    assert held["line 1 closing"].formula == "={line 1 opening}+{line 1 taken out}+{line 1 inflation}"
    assert held["line 1 closing"].first == "={line 1}"


def test_lines_find_their_rates_and_rows_by_number(folder: Folder) -> None:
    """Index 1 is none, 2 prices, 3 pay. Inflation row 1 is Prices, 2 all other lines."""
    held = rows(book(folder, LINES))
    assert [held[f"line {n}"].keys[3:] for n in (1, 2, 3)] == [(2, 1), (3, 2), (1, 2)]
    assert [held[f"index {n}"].keys for n in (1, 2, 3)] == [("None", 1), ("prices", 2), ("pay", 3)]
    assert held["driver inflation 1"].cells == pounds(None, 80, 0, 88)
    assert held["driver inflation 2"].cells == (None, 700, 1_014, 0)
    assert held["stated inflation 2"].cells == pounds(None, 7, 0, 0)


def test_a_plan_of_lines_alone_has_no_sheet_for_what_it_does_not_say(folder: Folder) -> None:
    assert [sheet.name for sheet in book(folder, LINES).sheets] == [
        "Settings",
        "Indices",
        "Lines",
        "Movements",
        "As calculated",
        "Spending",
        "Roll-forward",
        "Checks",
    ]


CHANGES = """
[[change]]
reference = "S1"
type = "S"
service = "Care"
title = "Day centres"
amounts = { "2026/27" = -50, "2027/28" = -30 }
[[change]]
reference = "P1"
type = "P"
service = "Roads"
title = "Potholes"
amounts = { "2027/28" = 20 }
[[change]]
reference = "O1"
type = "O"
service = "Roads"
title = "A bridge"
amounts = { "2026/27" = 90 }
[[change]]
reference = "B1"
type = "A"
service = "Care"
title = "Agreed in 2025/26"
in_base_since = "2025/26"
full_year = -40
"""
LATE = """
[[rephase]]
change = "S1"
later = "1 year"
[[deliver]]
change = "B1"
share = "75%"
[[add]]
reference = "X1"
type = "P"
service = "Schools"
title = "Buses"
amounts = { "2028/29" = 5 }
"""


def test_each_change_stands_by_where_it_goes_with_both_cases(folder: Folder) -> None:
    """The types are P 1, S 2, A 3 and O 4. A year late, -50 and -30 fall in 2027/28 and 2028/29; a quarter of 40 is missed."""
    made = book(folder, LINES + CHANGES, LATE)
    (sheet,) = (each for each in made.sheets if each.name == "Changes")
    found = {each.id: {line.keys[1]: line for line in each.lines} for each in sheet.sections}
    assert {name: list(each) for name, each in found.items()} == {
        "recurring": ["S1", "P1", "X1"],
        "undelivered": ["B1"],
        "one-off": ["O1"],
    }
    assert found["recurring"]["S1"].keys == ("Day centres", "S1", "S", 2, 1)
    assert found["one-off"]["O1"].keys == ("A bridge", "O1", "O", 4, 3)
    assert found["recurring"]["S1"].cases == (pounds(None, -50, -30, 0), pounds(None, 0, -50, -30))
    assert found["recurring"]["X1"].cases == (NIL, pounds(None, 0, 0, 5))
    assert found["undelivered"]["B1"].cases == (NIL, pounds(None, 10, 0, 0))
    assert made.cases == ("Plan", "try")


def test_changes_land_on_lines_and_in_rows_by_type(folder: Folder) -> None:
    held = rows(book(folder, LINES + CHANGES, LATE))
    assert held["line 1 changed"].cells == pounds(None, 0, -50, -30)
    assert held["line 1 not delivered"].cells == pounds(None, 10, 0, 0)
    assert held["line 3 spent once"].cells == pounds(None, 90, 0, 0)
    assert held["line 3 net"].cells == pounds(None, 60, -10, -10)
    assert held["driver recurring 1"].cells == pounds(None, 0, 20, 5)
    assert held["driver recurring 2"].cells == pounds(None, 0, -50, -30)
    assert held["driver undelivered"].cells == pounds(None, 10, 0, 0)
    assert held["driver one-off 4"].cells == pounds(None, 90, 0, 0)
    assert "driver recurring 3" not in held


def test_without_a_scenario_nothing_has_two_cases(folder: Folder) -> None:
    made = book(folder, LINES + CHANGES)
    assert made.cases == ("Plan",)
    assert all(line.cases is None for line in rows(made).values())


MOVES = """
[labels]
virements = "Moves within"
[[virement]]
from = "Care"
to = "Schools"
amounts = { "2026/27" = 15 }
[[virement]]
to = "Roads"
from_outside = "Health"
amounts = { "2027/28" = 4 }
[[virement]]
from = "Roads"
to_outside = "Health"
amounts = { "2028/29" = 1 }
[[restatement]]
line = "Care"
amounts = { "2026/27" = 3 }
why = "Coding"
[[restatement]]
line = "Roads"
amounts = { "2026/27" = 2 }
why = "Leases"
[[restatement]]
line = "Roads"
amounts = { "2027/28" = 6 }
why = "Coding"
"""


def test_restatements_and_virements_are_typed_once_and_found_by_number(folder: Folder) -> None:
    """Places outside are numbered on from the three lines: from Health 4, to Health 5. Coding is row 1, Leases 2."""
    held = rows(book(folder, LINES + MOVES))
    assert [held[f"virement {n}"].keys[1:] for n in (1, 2, 3)] == [
        ("Care", "Schools", 1, 2),
        ("Health", "Roads", 4, 3),
        ("Roads", "Health", 3, 5),
    ]
    assert [held[f"restatement {n}"].keys[3:] for n in (1, 2, 3)] == [(1, 1), (2, 3), (1, 3)]
    assert held["line 1 moved"].cells == pounds(None, -15, 0, 0)
    assert held["line 3 moved"].cells == pounds(None, 0, 4, -1)


def test_the_roll_forward_in_total_names_what_crosses_the_edge_of_the_plan(folder: Folder) -> None:
    """Base 1,470. Care: 10% of 1,000 - 200 + 3 is 80.30. What moves within the plan is nil in total."""
    held = rows(book(folder, LINES + MOVES))
    found = {line.keys[0]: line.cells for id_, line in held.items() if id_.startswith("driver ")}
    assert found["Moves within"] == NIL
    assert found["Virement from Health"] == pounds(None, 0, 4, 0)
    assert found["Virement to Health"] == pounds(None, 0, 0, -1)
    assert found["Coding"] == pounds(None, 3, 6, 0)
    assert found["Leases"] == pounds(None, 2, 0, 0)
    assert found["Prices"] == (None, 8_030, 0, 8_683)
    assert held["total opening"].cells[1] == 147_000


FUNDS = """
[council_tax]
band_d = "1,700.00"
precept_in_band_d = 230
core = { "2026/27" = "2.99%", "2027/28" = "£5", "2028/29" = "freeze" }
precept = "2%"
gross_base = { "2026/27" = "10,000", "2027/28" = "10,000", "2028/29" = "10,000" }
collection_rate = "98.5%"
[[stream]]
name = "Main grant"
kind = "grant"
carried = 100
amounts = { "2026/27" = 10, "2027/28" = -20 }
[[stream]]
name = "Other grant"
kind = "grant"
amounts = { "2026/27" = 8, "2027/28" = 8, "2028/29" = 8 }
[[stream]]
name = "Bus grant"
kind = "grant"
lasts = "time-limited"
amounts = { "2026/27" = 50 }
[[transfer]]
name = "Care grant"
line = "Care"
stream = "Main grant"
amounts = { "2027/28" = 5 }
[[transfer]]
name = "Road grant"
line = "Roads"
stream = "Other grant"
amounts = { "2026/27" = 2, "2028/29" = 1 }
"""


def test_band_d_is_worked_out_in_millionths_of_a_penny(folder: Folder) -> None:
    """1,470 + 2.99% of 1,700 (50.83) = 1,520.83; 230 + 2% of 1,700 (34) = 264; in all 1,784.83.

    + 5; 264 + 2% of 1,784.83 (35.6966) = 299.6966, to the penny 299.70; in all 1,825.5266, so 1,825.53 and a core of 1,525.83.
    """
    held = rows(book(folder, LINES + FUNDS))
    assert held["core"].cells[:3] == (147_000, 152_083, 152_583)
    assert held["precept"].cells[:3] == (23_000, 26_400, 29_970)
    assert held["band d total"].cells[:3] == (170_000, 178_483, 182_553)
    assert held["precept risen"].cells[:3] == (None, 26_400_000_000, 29_969_660_000)
    assert held["to be rounded"].cells[:3] == (None, 178_483_000_000, 182_552_660_000)
    assert held["tax base"].cells == (None, 985_000, 985_000, 985_000)
    assert held["tax base"].measure == "hundredths"
    assert held["council tax"].cells[1] == 178_483 * 9_850


def test_streams_hold_what_is_carried_and_what_is_moved_in(folder: Folder) -> None:
    """100 + 10, - 20 + 5, and 95 again; 8 with 2 moved in, and 1 more in the last year; of 50 nothing lasts."""
    held = rows(book(folder, LINES + FUNDS))
    assert held["stream 1 in all"].cells == pounds(100, 110, 95, 95)
    assert held["stream 2 in all"].cells == pounds(None, 10, 10, 11)
    assert held["stream 3 in all"].cells == pounds(None, 50, 0, 0)
    assert held["line 1 granted"].cells == pounds(None, 0, 5, 5)
    assert held["transfer 1"].keys == ("Care grant", "Care", "Main grant", 1, 1)
    lasting, total = held["lasting resources"].cells, held["total resources"].cells
    assert total[1] == 178_483 * 9_850 + 17_000
    assert lasting[1] == 178_483 * 9_850 + 12_000


HELD = """
[cash_limit]
"2026/27" = 1_320
"2027/28" = 1_300
"2028/29" = 1_300
[[reserve]]
name = "General"
class = "general"
opening = 60
minimum = 20
balances_gap = 2
[[reserve]]
name = "Smoothing"
class = "earmarked"
opening = 25
uses = { "2026/27" = 5 }
balances_gap = 1
[[reserve]]
name = "Insurance"
class = "earmarked"
opening = 10
uses = { "2026/27" = 14 }
in_budget = true
[[reserve]]
name = "Schools deficit"
class = "memorandum"
opening = -40
uses = { "2026/27" = 30 }
[[reserve]]
name = "Grants"
class = "ring-fenced"
opening = "not stated"
uses = { "2026/27" = 8 }
"""
STEP = """
[[reserve]]
reserve = "General"
minimum = "1% of net budget"
[[reserve]]
reserve = "Grants"
opening = 3
"""


def test_reserves_meet_what_they_have_and_balance_in_turn(folder: Folder) -> None:
    """The net budget is 1,357, 1,367.14, 1,455.14. 1,357 + 4 not there - 1,320 - 5 - 8 = 28: Smoothing has 20, General 8.

    1,367.14 - 1,300 = 67.14: General has 60 - 8 - 20 = 32 above its minimum, so 35.14 is left.
    """
    held = rows(book(folder, LINES + HELD))
    assert held["total net budget"].cells == (None, 135_700, 136_714, 145_514)
    assert held["reserve 3 missing"].cells == pounds(None, 4, 0, 0)
    assert held["reserve 2 left"].cells == (None, 2_800, 6_714, 15_514)
    assert held["reserve 2 balances"].cells == pounds(None, 20, 0, 0)
    assert held["reserve 1 left"].cells == (None, 800, 6_714, 15_514)
    assert held["reserve 1 balances"].cells == pounds(None, 8, 32, 0)
    assert held["reserve 1 closes"].cells == pounds(60, 52, 20, 20)
    assert held["reserve 4 closes"].cells == pounds(-40, -70, -70, -70)
    assert held["reserve 5 closes"].cells == pounds(0, -8, -8, -8)
    assert held["reserves"].cells == pounds(95, 52, 20, 20)
    assert held["gap to find"].cells == (None, 0, 3_514, 15_514)
    assert held["gap change"].cells == (None, 0, 3_514, 12_000)
    assert held["gap before reserves"].cells == (None, 4_100, 6_714, 15_514)


def test_a_minimum_and_a_balance_may_be_stated_in_another_way_by_the_scenario(folder: Folder) -> None:
    """1% of 1,357 is 13.57. With 3 in it and no minimum, 3 of the 8 asked of Grants are there."""
    held = rows(book(folder, LINES + HELD, STEP))
    assert held["reserve 1 sum"].cases == (pounds(20, None, None, None), pounds(0, None, None, None))
    assert held["reserve 1 share"].cases == ((0, None, None, None), (10_000, None, None, None))
    assert held["reserve 1 least"].cells[1] == 1_357
    assert held["reserve 5 stated"].cases == ((0, None, None, None), (1, None, None, None))
    assert held["reserve 5 used"].cells[1] == 300
    assert held["reserve 5 used"].formula.startswith("=IF(Reserve_5_stated=1,MIN(")


def test_what_mtfp_made_of_each_case_is_typed(folder: Folder) -> None:
    """With 3 and not 8 from Grants, General meets 13; then 67.14 less what its 47 has above 13.67 leaves 33.81."""
    held = rows(book(folder, LINES + HELD, STEP))
    gap, general = held["calculated gap"].cases, held["calculated reserve 1"].cases
    assert gap == ((None, 0, 3_514, 15_514), (None, 0, 3_381, 15_514))
    assert general == (pounds(None, 52, 20, 20), (None, 4_700, 1_367, 1_367))


def test_one_service_has_its_part_of_the_book(folder: Folder) -> None:
    """Nothing that belongs to the whole: no resources, reserves or gap."""
    read = folder.plan(LINES + CHANGES + HELD, years=THREE, unit="£").request().read
    made = book_of(run(read.plan, None, Service(("Roads",))))
    assert {"Resources", "Reserves", "Funding", "Gap"}.isdisjoint(sheet.name for sheet in made.sheets)
    assert rows(made)["total closing"].cells == pounds(None, -30, -10, -10)


NAMES = {
    "Care": "001",
    "Schools": "*",
    "Roads": "{line 1}",
    "Potholes": "=2+3",
    "Day centres": "<b>",
    "pay": "1E5",
}


def test_no_name_reaches_a_formula(folder: Folder) -> None:
    """With names that read as numbers, patterns, formulas and references, the formulas are the same; the names are keys."""
    plain = book(folder, LINES + CHANGES + MOVES + FUNDS)
    body = re.sub("|".join(NAMES), lambda found: NAMES[found[0]], LINES + CHANGES + MOVES + FUNDS)
    odd = book(folder, body.replace("[index.1E5]", '[index."1E5"]'))
    assert [(id_, line.formula, line.cells) for id_, line in rows(odd).items()] == [
        (id_, line.formula, line.cells) for id_, line in rows(plain).items()
    ]
    assert rows(odd)["line 2"].keys[:2] == ("*", "*")
