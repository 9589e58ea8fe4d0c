"""The figures of each picture, worked by hand: which rows it has, what they print, and what it says in words."""

import pytest

from mtfp.analysis.run import run
from mtfp.money import Unit
from mtfp.plan.terms import Service
from mtfp.tables.paper import charts_of
from mtfp.tables.printed import Chart
from mtfp.tables.style import Style, TableStyle
from tests.unit.plans import Folder

THREE = "2014/15 to 2016/17"
YEARS = ("2014/15", "2015/16", "2016/17")


def by_year(*amounts: object) -> str:
    return "{ " + ", ".join(f'"20{14 + n}/{15 + n}" = "{each}"' for n, each in enumerate(amounts)) + " }"


def change(reference: str, type_: str, service: str, *amounts: object, more: str = "") -> str:
    return (
        f'[[change]]\nreference = "{reference}"\ntype = "{type_}"\nservice = "{service}"\ntitle = "{reference}"\n'
        f"amounts = {by_year(*amounts)}\n{more}\n"
    )


def reserve(name: str, opening: int, more: str = "", class_: str = "earmarked") -> str:
    return f'[[reserve]]\nname = "{name}"\nclass = "{class_}"\nopening = {opening}\n{more}\n'


LINES = """
[[line]]
service = "A > X"
base = 600
[[line]]
service = "B"
base = 400
"""
CHANGES = (
    change("P1", "P", "A > X", 50)
    + change("S1", "S", "B", -20, -30)
    + change("S2", "S", "A > X", 0, -10)
    + change("S3", "S", "A > X", 0, 0, -5, more="one_off = true")
    + change("O1", "O", "B", 7, 0, 3)
)
GRANT = f'[[stream]]\nname = "Grant"\nkind = "grant"\namounts = {by_year(900, 950, 1000)}\n'
GENERAL = reserve("General", 60, f"minimum = 10\nbalances_gap = 1\nuses = {by_year(30)}", "general")
PLAN = LINES + CHANGES + GRANT + GENERAL
"""Net budget 1,037, 990, 988; less the grant 137, 40, -12. 30 of the reserve of 60 is used as planned, 20 to balance."""


def charts(folder: Folder, style: Style | None = None) -> dict[str, Chart]:
    return {chart.id: chart for chart in charts_of(folder.outcome(), style or Style())}


def figures(chart: Chart) -> dict[str, tuple[str, ...]]:
    return {row.stub[-1]: row.figures for row in chart.table.rows}


@pytest.fixture
def whole(folder: Folder) -> Folder:
    """Return the plan, with a scenario that drops S1: 20 more to find in 2014/15 and 50 more from then on."""
    return folder.plan(PLAN, years=THREE).scenario('[[drop]]\nchange = "S1"')


def test_the_gap_by_year_before_and_after_reserves(whole: Folder) -> None:
    chart = charts(whole, Style())["gap"]
    assert (chart.kind, chart.table.caption, chart.table.columns) == (
        "pairs",
        "Figure 1: Gap by year (£000)",
        YEARS,
    )
    assert figures(chart) == {
        "Gap before reserves": ("157", "90", "38"),
        "Gap still to find": ("107", "90", "38"),
    }
    assert [row.units for row in chart.table.rows] == [(157, 90, 38), (107, 90, 38)]
    assert chart.alt == (
        "By year, in £000: Gap before reserves is 157 in 2014/15, 90 in 2015/16 and 38 in 2016/17; "
        "Gap still to find is 107 in 2014/15, 90 in 2015/16 and 38 in 2016/17."
    )


def test_without_reserves_the_gap_has_one_row(folder: Folder) -> None:
    folder.plan(LINES + '[cash_limit]\n"2014/15" = 990\n"2015/16" = 1_000\n"2016/17" = 1_000', years=THREE)
    chart = charts(folder)["gap"]
    assert (chart.kind, figures(chart)) == ("columns", {"Gap": ("10", "0", "0")})
    assert chart.alt == "By year, in £000: Gap is 10 in 2014/15, 0 in 2015/16 and 0 in 2016/17."


def test_of_many_years_the_first_the_last_the_highest_and_the_lowest_are_said(folder: Folder) -> None:
    limits = dict.fromkeys(range(14, 22), 1_000) | {14: 990, 15: 980, 17: 1_010, 21: 995}
    stated = "\n".join(f'"20{n}/{n + 1}" = {limit}' for n, limit in limits.items())
    folder.plan(f"{LINES}[cash_limit]\n{stated}", years="2014/15 to 2021/22")
    assert charts(folder)["gap"].alt == (
        "By year, in £000: Gap is, among other years, 10 in 2014/15, 20 in 2015/16, -10 in 2017/18 and 5 in 2021/22."
    )


def test_the_bridge_adds_each_driver_over_the_years_and_takes_one_offs_of_the_last(folder: Folder) -> None:
    """1,000 + 50 - 60 is the budget that goes on, 990; in 2016/17 one-offs are -5 and 3. Nil inflation has no step."""
    folder.plan(PLAN, years=THREE)
    chart = charts(folder)["bridge"]
    assert (chart.kind, chart.table.caption) == (
        "bridge",
        "Figure 2: From the 2013/14 budget to 2016/17, by driver (£000)",
    )
    assert chart.table.columns == ("2014/15 to 2016/17",)
    assert list(figures(chart).items()) == [
        ("Base net budget", ("1,000",)),
        ("Pressures", ("50",)),
        ("Savings", ("-60",)),
        ("Savings: one-off", ("-5",)),
        ("One-offs", ("3",)),
        ("Net budget", ("988",)),
    ]
    assert chart.taken_away == frozenset()
    assert chart.alt == (
        "Steps in £000 from Base net budget, 1,000, to Net budget, 988. The largest rise is Pressures, 50. "
        "The largest fall is Savings, -60."
    )


def test_a_bridge_without_one_offs_ends_at_the_closing_budget(folder: Folder) -> None:
    folder.plan(LINES + change("P1", "P", "B", 5, 6, 7), years=THREE)
    found = charts(folder)
    assert list(found) == ["bridge"]
    assert list(figures(found["bridge"])) == ["Base net budget", "Pressures", "Proposed budget"]
    assert figures(found["bridge"])["Proposed budget"] == ("1,018",)
    assert found["bridge"].table.number == "Figure 1"


def test_the_steps_of_a_bridge_cast(folder: Folder) -> None:
    """Of 0.4 + 0.4 + 0.4 = 1.2, which prints as 1, one step has to print as 1: the first by reference."""
    steps = change("P1", "P", "B", "0.4") + change("A1", "A", "B", "0.4") + change("S1", "S", "B", "0.4")
    folder.plan(LINES + steps, years=THREE)
    chart = charts(folder)["bridge"]
    assert figures(chart) == {
        "Base net budget": ("1,000",),
        "Pressures": ("0",),
        "Savings": ("0",),
        "Savings agreed before": ("1",),
        "Proposed budget": ("1,001",),
    }
    assert [(each.row, each.printed, each.exact) for each in chart.table.moved] == [
        ("Savings agreed before", "1", "0.4")
    ]


def test_savings_by_service_and_over_the_plan(folder: Folder) -> None:
    """B: 20 and 30. A: 10, and 5 once."""
    folder.plan(PLAN, years=THREE)
    chart = charts(folder)["savings"]
    assert (chart.kind, chart.table.caption) == ("bars", "Figure 3: Where the savings fall (£000)")
    assert chart.table.columns == (*YEARS, "Total")
    assert list(figures(chart).items()) == [
        ("B", ("-20", "-30", "0", "-50")),
        ("A", ("0", "-10", "-5", "-15")),
        ("Total savings in the plan", ("-20", "-40", "-5", "-65")),
    ]
    assert chart.alt == (
        "Savings over the plan by service, in £000: -65 in all, from 2 services; the largest is B, -50."
    )


def test_savings_of_the_service_asked_for(folder: Folder) -> None:
    folder.plan(PLAN, years=THREE)
    outcome = run(folder.request().read.plan, None, Service.parse("A > X"))
    found = {chart.id: chart for chart in charts_of(outcome, Style())}
    assert list(found) == ["bridge", "savings"]
    assert list(figures(found["savings"]).items()) == [
        ("A > X", ("0", "-10", "-5", "-15")),
        ("Total savings in A > X", ("0", "-10", "-5", "-15")),
    ]
    assert found["savings"].alt == "Savings over the plan by service, in £000: -15 in all, from A > X."


def test_savings_that_are_dropped_have_no_picture(folder: Folder) -> None:
    folder.plan(LINES + change("S1", "S", "B", -20), years=THREE).scenario('[[drop]]\nchange = "S1"')
    assert "savings" not in charts(folder)


def test_reserves_from_the_opening_balance(folder: Folder) -> None:
    """60 - 30 as planned - 20 to balance leaves the minimum, and a surplus stays a surplus."""
    folder.plan(PLAN, years=THREE)
    chart = charts(folder)["reserves"]
    assert (chart.kind, chart.table.caption) == ("panels", "Figure 4: Balances of reserves (£000)")
    assert chart.table.columns == ("1.4.14", "31.3.15", "31.3.16", "31.3.17")
    assert list(figures(chart).items()) == [
        ("General (general)", ()),
        ("Balance", ("60", "10", "10", "10")),
        ("Minimum", ("10", "10", "10", "10")),
    ]
    assert chart.alt == (
        "Balances from 1.4.14 to 31.3.17, in £000: General (general) is 60 on 1.4.14, 10 on 31.3.15, 10 on 31.3.16 and "
        "10 on 31.3.17, against a minimum then of 10."
    )


def test_every_reserve_that_moves_is_drawn_with_a_minimum_or_without(folder: Folder) -> None:
    """Of seven without a minimum the six that move are drawn, and a schools deficit; the one that stays at 40 is not."""
    many = [reserve(f"R{n}", 10, f"uses = {by_year(n)}") for n in range(1, 7)]
    schools = reserve("Schools", -50, f"uses = {by_year(0, 5)}", class_="memorandum")
    folder.plan(LINES + GRANT + "".join(many) + reserve("Risk", 40) + schools, years=THREE)
    table = charts(folder)["reserves"].table
    assert [row.stub[-1] for row in table.rows if row.role == "heading"] == [
        *(f"R{n} (earmarked)" for n in range(1, 7)),
        "Schools (memorandum)",
    ]
    assert [row.figures for row in table.rows if row.stub == ("Balance",)][-2:] == [
        ("10", "4", "4", "4"),
        ("-50", "-50", "-55", "-55"),
    ]


def test_reserves_that_never_move_have_no_picture(folder: Folder) -> None:
    folder.plan(LINES + GRANT + reserve("Risk", 40), years=THREE)
    assert "reserves" not in charts(folder)


def test_a_reserve_whose_balance_is_not_stated_is_named_beneath_the_picture(folder: Folder) -> None:
    unstated = (
        f'[[reserve]]\nname = "Grants"\nclass = "ring-fenced"\nopening = "not stated"\nuses = {by_year(8)}\n'
    )
    folder.plan(LINES + GRANT + reserve("Risk", 40, f"uses = {by_year(5)}") + unstated, years=THREE)
    assert charts(folder)["reserves"].table.notes == ("Not drawn, as the plan states no balance: Grants.",)


def test_the_plan_beside_the_scenario(whole: Folder) -> None:
    """Without the scenario 137 less 50 of reserves is 87; with it 107."""
    chart = charts(whole)["scenario"]
    assert (chart.kind, chart.table.caption) == (
        "pairs",
        "Figure 5: Gap before and after the scenario (£000)",
    )
    assert figures(chart) == {
        "Gap before the scenario": ("87", "40", "-12"),
        "Gap after the scenario": ("107", "90", "38"),
    }
    assert chart.alt == (
        "By year, in £000: Gap before the scenario is 87 in 2014/15, 40 in 2015/16 and -12 in 2016/17; "
        "Gap after the scenario is 107 in 2014/15, 90 in 2015/16 and 38 in 2016/17."
    )


def test_without_resources_the_net_budget_stands_beside_the_scenario_s(folder: Folder) -> None:
    folder.plan(LINES + change("S1", "S", "B", -20), years=THREE).scenario('[[drop]]\nchange = "S1"')
    chart = charts(folder)["scenario"]
    assert (chart.kind, chart.table.title) == ("lines", "Net budget before and after the scenario")
    assert figures(chart) == {
        "Net budget before the scenario": ("980", "980", "980"),
        "Net budget after the scenario": ("1,000", "1,000", "1,000"),
    }


def test_a_house_style_names_rows_and_signs_figures(folder: Folder) -> None:
    folder.plan(PLAN, years=THREE)
    names = {"Gap still to find": "Budget shortfall", "Base net budget": "Opening budget"}
    found = charts(folder, Style(brackets=True, nil="-", names=names))
    assert figures(found["gap"])["Budget shortfall"] == ("87", "40", "(12)")
    assert figures(found["savings"])["B"] == ("(20)", "(30)", "-", "(50)")
    assert figures(found["bridge"])["Opening budget"] == ("1,000",)
    assert "Budget shortfall is 87 in 2014/15, 40 in 2015/16 and -12 in 2016/17" in found["gap"].alt


def test_savings_as_positive_amounts_are_taken_away_in_a_bridge(folder: Folder) -> None:
    folder.plan(PLAN, years=THREE)
    found = charts(folder, Style(savings_positive=True))
    assert list(figures(found["bridge"]).items())[1:-1] == [
        ("Pressures", ("50",)),
        ("Less: Savings", ("60",)),
        ("Less: Savings: one-off", ("5",)),
        ("One-offs", ("3",)),
    ]
    assert found["bridge"].taken_away == {"type S", "one-off S"}
    assert found["bridge"].alt.endswith("The largest fall is Less: Savings, 60.")
    assert figures(found["savings"])["Total savings in the plan"] == ("20", "40", "5", "65")


def test_a_chart_prints_as_the_table_of_the_same_figures(folder: Folder) -> None:
    folder.plan(PLAN, years=THREE)
    own = TableStyle(
        title="Our bridge",
        unit=Unit.POUNDS,
        names={"Pressures": "Growth"},
        order=("Savings", "Pressures"),
    )
    style = Style(unit=Unit.MILLIONS, decimals=2, of_table={"roll-forward": own})
    bridge, gap = (charts(folder, style)[id_] for id_ in ("bridge", "gap"))
    assert list(figures(bridge).items())[:3] == [
        ("Base net budget", ("1,000,000",)),
        ("Savings", ("-60,000",)),
        ("Growth", ("50,000",)),
    ]
    assert bridge.table.caption == "Figure 2: From the 2013/14 budget to 2016/17, by driver (£)"
    assert figures(gap)["Gap before reserves"] == ("0.14", "0.04", "-0.01")


def test_a_plan_of_one_year(folder: Folder) -> None:
    folder.plan(LINES + '[cash_limit]\n"2014/15" = 990', years="2014/15")
    found = charts(folder)
    assert found["gap"].alt == "By year, in £000: Gap is 10 in 2014/15."
    assert found["bridge"].alt == "Steps in £000 from Base net budget, 1,000, to Proposed budget, 1,000."


def test_plain_rounding_is_plain_in_charts_too(folder: Folder) -> None:
    steps = change("P1", "P", "B", "0.4") + change("A1", "A", "B", "0.4") + change("S1", "S", "B", "0.4")
    folder.plan(LINES + steps, years=THREE)
    chart = charts(folder, Style(rounding="plain"))["bridge"]
    assert figures(chart)["Savings agreed before"] == ("0",)
    assert chart.table.rounding == "plain"
