"""What a scenario does, worked by hand: its cost before reserves, what they pay, each step's and each change's own effect."""

from dataclasses import replace

import pytest

from mtfp.analysis.effects import changed
from mtfp.analysis.notices import notices
from mtfp.analysis.run import run
from mtfp.money import Said, Unit
from mtfp.plan.terms import Service
from mtfp.tables.json import record_of
from mtfp.tables.printed import all_lists
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from tests.unit.plans import THOUSAND, Folder
from tests.unit.test_charts import LINES, by_year, change, charts, figures, reserve

THREE = "2014/15 to 2016/17"
GRANT = f'[[stream]]\nname = "Grant"\nkind = "grant"\namounts = {by_year(900, 900, 900)}\n'
BALANCING = reserve("Balancing", 150, "balances_gap = 1")
SAVINGS = change("S1", "S", "A > X", -60) + change("S2", "S", "B", -40)
DROP_BOTH = '[[drop]]\nchange = ["S1", "S2"]\n'
LATE = '[[rephase]]\nchange = "X1"\nlater = "6 months"\n'


def thousands(*amounts: int) -> list[int]:
    return [each * THOUSAND for each in amounts]


@pytest.fixture
def hidden(folder: Folder) -> Folder:
    """Return a plan that balances by itself, and a scenario whose cost of 100 a year a reserve of 150 pays for a year and a half."""
    return folder.plan(LINES + SAVINGS + GRANT + BALANCING, years=THREE).scenario(DROP_BOTH)


def test_the_table_leads_from_each_change_to_the_effect(hidden: Folder) -> None:
    """Net 900 against 900 before; 1,000 after. The reserve pays 100, 50 and nothing, so 0, 50 and 100 are to find."""
    assert hidden.figures("scenario") == {
        "Gap before the scenario": ("0", "0", "0"),
        "Gap after the scenario": ("0", "50", "100"),
        "What leads from one to the other": (),
        "S1 and S2: dropped": ("100", "100", "100"),
        "of which S1 S1": ("60", "60", "60"),
        "of which S2 S2": ("40", "40", "40"),
        "Cost before reserves": ("100", "100", "100"),
        "Met by reserves that balance the gap": ("-100", "-50", "0"),
        "Effect of the scenario: after less before": ("0", "50", "100"),
    }
    assert list(hidden.figures("scenario"))[-1].startswith("Effect")
    (note, *_) = hidden.table("scenario").notes
    assert "Cost before reserves over the plan: exactly £300,000." in note
    assert "of several years are not added" in note


def test_what_a_scenario_saves_over_the_plan_is_no_cost_below_nil(folder: Folder) -> None:
    """30 less in each of three years is £90,000 saved."""
    plan = folder.plan(LINES + change("P1", "P", "A > X", 30) + GRANT, years=THREE)
    (note, *_) = plan.scenario('[[drop]]\nchange = "P1"\n').table("scenario").notes
    assert note.startswith("Saved over the plan: exactly £90,000. ")


def test_the_chart_shows_the_cost_that_a_reserve_would_hide(hidden: Folder) -> None:
    assert figures(charts(hidden)["scenario"]) == {
        "Cost before reserves": ("100", "100", "100"),
        "Effect of the scenario: after less before": ("0", "50", "100"),
    }


def test_one_service_has_the_effect_on_its_own_net_budget(hidden: Folder) -> None:
    """Of A > X: 600 less 60 before, 600 after; S2 is of another service."""
    request = hidden.request()
    outcome = run(request.read.plan, request.scenario, Service(("A",)))
    (table, *_) = report_of(outcome, ["scenario"], Style()).tables
    assert {row.name: row.figures for row in table.rows if row.figures} == {
        "Net budget before the scenario": ("540", "540", "540"),
        "Net budget after the scenario": ("600", "600", "600"),
        "S1 S1: dropped": ("60", "60", "60"),
        "Effect of the scenario: after less before": ("60", "60", "60"),
    }
    assert table.notes[0] == "Over the plan the scenario costs exactly £180,000."


def test_a_changes_own_effect_inflates_on_its_line_and_a_one_off_does_not(folder: Folder) -> None:
    """10% a year on A: -60 is -60, -66, -72.6 by 2016/17; half of it not delivered is +30, 33, 36.3. The one-off is 8 in 2015/16, half is 4."""
    index = '[index.general]\nrates = "10%"\n'
    lines = LINES.replace("base = 600", 'base = 600\nindex = "general"')
    one_off = change("S3", "S", "B", 0, -8, more="one_off = true")
    folder.plan(lines + index + change("S1", "S", "A > X", -60) + one_off, years=THREE)
    folder.scenario('[[deliver]]\nchange = ["S1", "S3"]\nshare = "50%"\n')
    (effect,) = folder.outcome().effects
    assert {each.change.reference: each.pence.tolist() for each in effect.own} == {
        "S1": [30_000_00, 33_000_00, 36_300_00],
        "S3": thousands(0, 4, 0),
    }
    assert effect.pence.tolist() == [30_000_00, 37_000_00, 36_300_00]
    assert not effect.together.any()


def test_a_use_that_a_reserve_no_longer_has_is_in_a_changes_own_effect(folder: Folder) -> None:
    """The minimum is 10% of the net budget. 1,000 less 60 and 40 keeps 90 of 130, so 40 is there to use of the 45 asked.

    With S1 dropped the minimum is 96 and 34 is there: its own effect is 60 and 6 more. With S2 dropped 94 and 36: 40 and 4.
    """
    general = reserve("General", 130, f'minimum = "10% of net budget"\nuses = {by_year(45)}', "general")
    grant = GRANT.replace(by_year(900, 900, 900), by_year(900))
    folder.plan(LINES + SAVINGS + grant + general, years="2014/15 to 2014/15").scenario(DROP_BOTH)
    (effect,) = folder.outcome().effects
    assert [each.pence.tolist() for each in effect.own] == [thousands(66), thousands(44)]
    assert effect.pence.tolist() == thousands(110)


def test_a_step_on_many_changes_has_a_table_of_its_own_and_says_so(folder: Folder) -> None:
    many = "".join(change(f"S{n}", "S", "B", -n) for n in range(1, 7))
    folder.plan(LINES + many + GRANT, years=THREE).scenario('[[drop]]\nwhere = { type = "S" }\n')
    name = 'S1, S2, S3, S4, S5 and 1 more: dropped (see "Each change\'s own effect")'
    rows = folder.figures("scenario")
    (step,) = (each for each in rows if "dropped" in each)
    assert step.endswith(name[name.index("(see") :])
    assert rows[step] == ("21", "21", "21")
    own = folder.outcome()
    (_, table, *_) = report_of(own, ["scenario"], Style()).tables
    assert table.title == "Each change's own effect"
    assert [(row.name, row.figures) for row in table.rows if row.figures] == [
        *((f"S{n} S{n}", (f"{n}",) * 3) for n in range(1, 7)),
        ("The step", ("21", "21", "21")),
    ]
    matched = dict(report_of(own, ["scenario"], Style()).lists)["What each step matched, and why"]
    assert matched == (f"{own.effects[0].words}. Matched 6 changes: S1, S2, S3, S4, S5 and S6.",)


def test_what_falls_after_the_plan_says_what_it_leaves_out(folder: Folder) -> None:
    grant = GRANT.replace(by_year(900, 900, 900), by_year(900))
    folder.plan(LINES + SAVINGS + grant, years="2014/15 to 2014/15")
    folder.scenario('[[rephase]]\nchange = "S1"\nlater = "1 year"\n')
    left_out = "Changes in budget alone: inflation and funding after 2014/15 are not shown here."
    tables = {each.id: each for each in report_of(folder.outcome(), ["scenario"], Style()).tables}
    assert tables["after-plan"].notes == (left_out,)
    folder.scenario('[[drop]]\nchange = "S1"\n')
    lists = dict(report_of(folder.outcome(), ["scenario"], Style()).lists)
    assert lists["Falls after the plan"] == (f"Nothing. {left_out}",)


def test_the_cost_is_said_before_what_reserves_pay_of_it(hidden: Folder) -> None:
    """100 a year; the reserve of 150 pays 100 and 50, and has nothing in 2016/17."""
    assert changed(hidden.outcome()) == (
        "Against the plan, before reserves balance the gap, the scenario costs £100,000 each year in 2014/15 to 2016/17: "
        "£300,000 over the plan. Reserves that balance the gap pay £100,000 more in 2014/15 and £50,000 more in 2015/16. "
        "Balancing runs out in 2015/16. "
        "After them there is a gap of £50,000 in 2015/16 and £100,000 in 2016/17, where the plan has none."
    )


def test_a_sum_over_the_plan_that_no_table_prints_is_exact_and_said_to_be(folder: Folder) -> None:
    """£1,400 a year is £1,000 in each of three years as said in £000, and exactly £4,200 in all."""
    folder.plan(LINES + SAVINGS + GRANT, years=THREE)
    added = '[[add]]\nreference = "P9"\ntype = "P"\nservice = "B"\ntitle = "P9"\n'
    folder.scenario(f'{added}amounts = {{ "2014/15" = "1.4" }}\n')
    assert changed(folder.outcome(), Said(Unit.THOUSANDS, 0)) == (
        "Against the plan, there is a gap of £1,000 in 2014/15 to 2016/17, where the plan has none. "
        "It costs exactly £4,200 over the plan."
    )


def test_a_cost_that_reserves_pay_whole_is_said(hidden: Folder) -> None:
    """S2 alone is 40 a year: 120 of the 150, and no gap is left."""
    hidden.scenario('[[drop]]\nchange = "S2"\n')
    assert changed(hidden.outcome()) == (
        "Against the plan, before reserves balance the gap, the scenario costs £40,000 each year in 2014/15 to 2016/17: "
        "£120,000 over the plan. Reserves that balance the gap pay £40,000 more in 2014/15 to 2016/17. "
        "After them every year still balances."
    )


def test_a_use_that_the_scenario_states_is_named(folder: Folder) -> None:
    """40 slips and 40 of a reserve is used for it: the gap is the same, and the reserve is not."""
    projects = reserve("Projects", 90)
    folder.plan(LINES + SAVINGS + GRANT + projects, years=THREE)
    folder.scenario(
        '[[rephase]]\nchange = "S2"\nlater = "1 year"\n[[reserve]]\nreserve = "Projects"\nmeets_slippage_of = "S2"\n'
    )
    assert changed(folder.outcome()) == (
        "Against the plan, every year still balances. "
        "That is after stated uses of reserves, £40,000 more in 2014/15."
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (800, 900, "the gap is £100,000 less in 2014/15. "),
        (900, 800, "the gap is £100,000 more in 2014/15. "),
        (1_200, 1_100, "the surplus is £100,000 less in 2014/15. "),
        (1_100, 1_200, "the surplus is £100,000 more in 2014/15. "),
        (1_200, 900, "a surplus of £200,000 becomes a gap of £100,000 in 2014/15. "),
        (900, 1_200, "a gap of £100,000 becomes a surplus of £200,000 in 2014/15. "),
        (1_000, 900, "there is a gap of £100,000 in 2014/15, where the plan has none. "),
        (1_000, 1_100, "there is a surplus of £100,000 in 2014/15, where the plan has none. "),
        (900, 1_000, "the gap of £100,000 in 2014/15 is closed. "),
        (1_100, 1_000, "the surplus of £100,000 in 2014/15 is gone. "),
        (900, 900, "the gap is the same. "),
        (1_100, 1_100, "the surplus is the same. "),
        (1_000, 1_000, "2014/15 still balances. "),
    ],
)
def test_a_gap_is_said_by_its_side_of_nil(folder: Folder, before: int, after: int, words: str) -> None:
    """Spending is 1,000, against a cash limit that the scenario sets anew."""
    folder.plan(LINES + f'[cash_limit]\n"2014/15" = {before}\n', years="2014/15 to 2014/15")
    folder.scenario(f'[[set_cash_limit]]\namounts = {{ "2014/15" = {after} }}\n')
    assert changed(folder.outcome()) == f"Against the plan, {words}".rstrip()


def test_what_the_unit_does_not_show_is_said_in_pounds(folder: Folder) -> None:
    """99.5 and 100 both print as 100, so the table has nothing to show: £500 a year is said all the same."""
    folder.plan(LINES + change("S1", "S", "B", "-0.5") + GRANT, years=THREE).scenario(
        '[[drop]]\nchange = "S1"\n'
    )
    report = report_of(folder.outcome(), ["scenario"], Style())
    assert report.tables[0].rows[-1].figures == ("0", "0", "0")
    assert report.answers[1] == (
        "Against the plan, the gap is exactly £500 more in 2014/15 to 2016/17. It costs exactly £1,500 over the plan."
    )


def test_a_step_that_moves_only_what_a_reserve_can_pay_says_what_that_leaves(folder: Folder) -> None:
    """50 a year to balance from 150 is paid whole; from 80, 20 is left in 2015/16 and 50 in 2016/17."""
    grant = GRANT.replace(by_year(900, 900, 900), by_year(950, 950, 950))
    folder.plan(LINES + grant + BALANCING, years=THREE)
    folder.scenario('[[reserve]]\nreserve = "Balancing"\nopening = 80\n')
    outcome = folder.outcome()
    assert not outcome.cost.any()
    matched = dict(report_of(outcome, ["scenario"], Style()).lists)["What each step matched, and why"]
    (words,) = matched
    assert words == (
        "Balancing: opening balance £80,000. By itself it moves what reserves can pay: "
        "what is still to find is £20,000 more in 2015/16 and £50,000 more in 2016/17."
    )
    assert changed(outcome) == (
        "Against the plan, before reserves balance the gap, the scenario costs nothing. "
        "Reserves that balance the gap pay £20,000 less in 2015/16 and £50,000 less in 2016/17. "
        "Balancing runs out in 2015/16, not 2016/17. "
        "After them there is a gap of £20,000 in 2015/16 and £50,000 in 2016/17, where the plan has none."
    )


def test_a_part_of_several_changes_is_a_part_of_each_and_points_are_no_per_cent(folder: Folder) -> None:
    lines = LINES.replace("base = 400", 'base = 400\nindex = "pay"') + '[index.pay]\nrates = "2%"\n'
    folder.plan(lines + SAVINGS, years=THREE)
    folder.scenario(
        '[[rephase]]\nchange = ["S1", "S2"]\nlater = "1 year"\npart = "50%"\n'
        '[[assume]]\nindex = "pay"\nadd_points = "0.5%"\nin = "2015/16"\n'
    )
    assert [each.words for each in folder.outcome().effects] == [
        "S1 and S2: 50% of each 1 year late",
        "Inflation (pay): 0.5 points more in 2015/16",
    ]


def test_a_step_on_a_change_that_the_scenario_adds_has_its_own_effect(folder: Folder) -> None:
    """Added: -100 and -50 more, so -100, -150, -150. Six months late: -50, -75 more, -25 more, so +50, +25 and nothing."""
    folder.plan(LINES + GRANT, years=THREE)
    folder.scenario(change("X1", "S", "B", -100, -50).replace("[[change]]", "[[add]]") + LATE)
    outcome = folder.outcome()
    effects = {type(each.resolved.step).__name__: each.pence.tolist() for each in outcome.effects}
    assert effects == {"Add": thousands(-100, -150, -150), "Rephase": thousands(50, 25, 0)}
    assert not outcome.together.any()
    assert not any(notice.name == "step-changes-nothing" for notice in notices(outcome))


def test_a_step_on_an_added_change_and_one_of_the_plans_has_the_effect_on_both(folder: Folder) -> None:
    """X1 as above; S1 of -60 from the start is -30, -60, so +30 in the first year."""
    folder.plan(LINES + GRANT + change("S1", "S", "A > X", -60), years=THREE)
    late = LATE.replace('"X1"', '["X1", "S1"]')
    folder.scenario(change("X1", "S", "B", -100, -50).replace("[[change]]", "[[add]]") + late)
    (effect,) = (each for each in folder.outcome().effects if len(each.own) == 2)
    assert effect.pence.tolist() == thousands(80, 25, 0)
    assert sorted(each.pence.tolist() for each in effect.own) == [thousands(30, 0, 0), thousands(50, 25, 0)]


def test_a_step_that_moves_nothing_of_an_added_change_says_why(folder: Folder) -> None:
    folder.plan(LINES + GRANT, years=THREE)
    folder.scenario(change("X1", "S", "B", 0, 0).replace("[[change]]", "[[add]]") + LATE)
    told = [each.text for each in notices(folder.outcome()) if each.name == "step-changes-nothing"]
    assert any("late. This step changes nothing: X1 has no amount in any year" in text for text in told)


def test_a_year_that_balances_to_the_nearest_is_no_surplus_beside_the_scenario(folder: Folder) -> None:
    """900 against 900.3: £300 over balances to the nearest £1,000. S1's 60 dropped leaves £59,700 to find in that year."""
    grant = GRANT.replace(by_year(900, 900, 900), by_year("900.3", 900, 900))
    folder.plan(LINES + SAVINGS + grant, years=THREE).scenario('[[drop]]\nchange = "S1"\n')
    said = changed(folder.outcome())
    assert said.startswith(
        "Against the plan, there is a gap of £59,700 in 2014/15 and £60,000 in 2015/16 and 2016/17, "
    )
    assert "surplus" not in said


def test_a_cost_over_the_plan_is_said_before_reserves_balance_the_gap(folder: Folder) -> None:
    """S2 is 40 in each of three years; the reserve balances nothing."""
    folder.plan(LINES + SAVINGS + GRANT + reserve("Projects", 90), years=THREE).scenario(
        '[[drop]]\nchange = "S2"\n'
    )
    assert changed(folder.outcome()).endswith(
        "It costs £120,000 over the plan, before reserves balance the gap."
    )


def test_one_service_is_not_told_the_steps_on_others(folder: Folder) -> None:
    """S1 is of A > X and S2 of B: A sees the step on S1 alone, 60 in each of three years."""
    folder.plan(LINES + SAVINGS + GRANT, years=THREE)
    folder.scenario('[[drop]]\nchange = "S1"\n[[drop]]\nchange = "S2"\n')
    request = folder.request()
    outcome = run(request.read.plan, request.scenario, Service(("A",)))
    report = report_of(outcome, ["scenario"], Style())
    assert [row.name for row in report.tables[0].rows if "dropped" in row.name] == ["S1 S1: dropped"]
    told = dict(all_lists(report))["What each step matched, and why"]
    assert told == ("S1 S1: dropped. Matched 1 change.", "Left out: 1 step with nothing in A.")


def test_one_service_is_told_of_its_own_changes_of_a_step(folder: Folder) -> None:
    """One step delays S1 of A and S2 of B: B's view has S2 by its title, and no S1."""
    folder.plan(LINES + SAVINGS + GRANT, years=THREE)
    folder.scenario('[[rephase]]\nwhere = { kind = "saving" }\nlater = "6 months"\n')
    request = folder.request()
    outcome = run(request.read.plan, request.scenario, Service(("B",)))
    report = report_of(outcome, ["scenario"], Style())
    assert "S2 S2: 6 months late" in [row.name for row in report.tables[0].rows]
    told = dict(all_lists(report))["What each step matched, and why"]
    assert told == ("S2 S2: 6 months late. Matched 1 change.",)
    assert [each["changes"] for each in record_of(outcome)["steps"]] == [["S2"]]


def test_a_record_of_one_service_has_no_step_on_others(folder: Folder) -> None:
    folder.plan(LINES + SAVINGS + GRANT, years=THREE)
    folder.scenario('[[drop]]\nchange = "S1"\n[[drop]]\nchange = "S2"\n')
    request = folder.request()
    record = record_of(run(request.read.plan, request.scenario, Service(("A",))))
    assert [each["changes"] for each in record["steps"]] == [["S1"]]


def test_without_resources_a_scenario_tells_the_balances_it_leaves(folder: Folder) -> None:
    """40 of 90 is used in the second year: on both of the days after it the balance is 40 lower."""
    folder.plan(LINES + reserve("Works", 90) + reserve("Other", 10), years=THREE)
    folder.scenario('[[reserve]]\nreserve = "Works"\nuses = { "2015/16" = 40 }\n')
    assert changed(folder.outcome()) == (
        "Against the plan, the net budget is the same in every year. Works is £40,000 lower on 31 March 2017."
    )
    assert folder.table("scenario").notes[0] == "Over the plan the scenario costs nothing."


def test_a_service_beneath_base_budgets_has_changes_so_far_and_no_net_budget(folder: Folder) -> None:
    """A > X is budgeted whole; of A > X > Y only S1's 60 is known, and it is dropped."""
    folder.plan(LINES + change("S1", "S", "A > X > Y", -60) + GRANT, years=THREE).scenario(
        '[[drop]]\nchange = "S1"\n'
    )
    request = folder.request()
    outcome = run(request.read.plan, request.scenario, Service(("A", "X", "Y")))
    assert changed(outcome).startswith(
        "Against the plan, changes so far are £60,000 more in 2014/15 to 2016/17."
    )
    assert any(each.text.endswith("so one service has changes and no gap.") for each in notices(outcome))


def test_a_year_that_balances_to_the_nearest_has_a_gap_and_balances(folder: Folder) -> None:
    """0.2 short is a year that balances in £000; 100 more is a gap of 100.2, against a plan that has 0.2."""
    folder.plan(
        '[[line]]\nservice = "A"\nbase = 1_000\n'
        + GRANT.replace(by_year(900, 900, 900), '{ "2014/15" = "999.8" }'),
        years="2014/15",
    )
    folder.scenario(
        '[[add]]\nreference = "P9"\ntype = "P"\nservice = "A"\ntitle = "P9"\namounts = { "2014/15" = 100 }\n'
    )
    assert changed(folder.outcome()).startswith(
        "Against the plan, there is a gap of £100,200 in 2014/15, where the plan balances."
    )


def test_a_view_that_no_step_bears_on_has_no_heading_of_steps(folder: Folder) -> None:
    folder.plan(LINES + SAVINGS + GRANT, years=THREE)
    folder.scenario('[[drop]]\nchange = "S1"\n')
    seen = folder.outcome()
    quiet = replace(seen, effects=(), after=seen.before)
    (table,) = (each for each in report_of(quiet, ["scenario"], Style()).tables if each.id == "scenario")
    assert "heading" not in {each.role for each in table.rows}


def test_the_words_of_json_are_exact_as_its_figures_are(folder: Folder) -> None:
    """£1,000,700.70 more in the last year, of which the reserve pays its £150,000: £850,700.70 is to find."""
    folder.plan(LINES + SAVINGS + GRANT + BALANCING, years=THREE)
    added = '[[add]]\nreference = "P9"\ntype = "P"\nservice = "B"\ntitle = "P9"\n'
    folder.scenario(f'{added}amounts = {{ "2016/17" = "1000.7007" }}\n')
    said = " ".join(record_of(folder.outcome())["answers"])
    assert (
        "the scenario costs £1,000,700.70 in 2016/17. Reserves that balance the gap pay £150,000 more in 2016/17."
        in said
    )
    assert "2016/17 does not balance: £850,700.70 still to find." in said


def test_of_one_year_nothing_is_said_of_every_year(folder: Folder) -> None:
    """40 less is saved, which a reserve of 150 pays; and a plan without resources is kept as it is."""
    one = GRANT.replace(by_year(900, 900, 900), by_year(900)) + BALANCING
    folder.plan(LINES + SAVINGS + one, years="2014/15").scenario('[[drop]]\nchange = "S2"\n')
    assert changed(folder.outcome()) == (
        "Against the plan, before reserves balance the gap, the scenario costs £40,000 in 2014/15. "
        "Reserves that balance the gap pay £40,000 more in 2014/15. After them 2014/15 still balances."
    )
    folder.plan(LINES + SAVINGS, years="2014/15").scenario('[[keep]]\nchange = "S2"\n')
    assert changed(folder.outcome()) == "Against the plan, the net budget is the same."


def test_gaps_and_surpluses_that_stay_are_both_named(folder: Folder) -> None:
    """Net 900 against 800 and 1,000: 100 to find, then 100 over, as before."""
    folder.plan(
        LINES + SAVINGS + GRANT.replace(by_year(900, 900, 900), by_year(800, 1_000)),
        years="2014/15 to 2015/16",
    )
    folder.scenario('[[keep]]\nchange = "S2"\n')
    assert changed(folder.outcome()) == "Against the plan, the gap and surplus are the same in every year."
