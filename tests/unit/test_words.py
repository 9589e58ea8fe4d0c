"""The answer in words, for every shape of gap; the net budget is 100 (£000) in each of four years."""

import pytest

from mtfp.analysis.answer_words import answers
from mtfp.analysis.run import run
from mtfp.analysis.verdict import answer
from mtfp.plan.terms import Service
from tests.unit.plans import Folder, told

BASE = '[[line]]\nservice = "A"\nbase = 100\n'


def with_gap(folder: Folder, *gap: str | int) -> Folder:
    limits = (f'"20{14 + n}/{15 + n}" = "{each}"' for n, each in enumerate(gap))
    years = "2014/15" if len(gap) == 1 else f"2014/15 to 20{13 + len(gap)}/{14 + len(gap)}"
    return folder.plan(BASE + "[cash_limit]\n" + "\n".join(limits) + "\n", years=years)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ((100, 100, 100, 100), "Every year balances."),
        ((100,), "2014/15 balances."),
        ((95,), "2014/15 does not balance: £5,000 still to find."),
        ((95, 100, 100, 100), "2014/15 does not balance: £5,000 still to find. The later years balance."),
        ((100, 100, 100, 95), "2017/18 does not balance: £5,000 still to find. The earlier years balance."),
        ((100, 95, 100, 100), "2015/16 does not balance: £5,000 still to find. The other years balance."),
        (
            (95, 93, 100, 100),
            "2 years do not balance. Still to find: £5,000 in 2014/15 and £7,000 in 2015/16. Gaps are not to be added across years: each is its year's if nothing is done in any. The later years balance.",
        ),
        (
            (95, 93, 92, 100),
            "3 years do not balance. Still to find: £5,000 in 2014/15, £7,000 in 2015/16 and £8,000 in 2016/17. Gaps are not to be added across years: each is its year's if nothing is done in any. 2017/18 balances.",
        ),
        (
            (95, 93),
            "No year balances. Still to find: £5,000 in 2014/15 and £7,000 in 2015/16. Gaps are not to be added across years: each is its year's if nothing is done in any.",
        ),
        ((101,), "There is a surplus of £1,000 in 2014/15."),
        ((101, 100, 100, 100), "There is a surplus of £1,000 in 2014/15. The later years balance."),
        (
            (101, 95, 100, 100),
            "2015/16 does not balance: £5,000 still to find. There is a surplus of £1,000 in 2014/15. The later years balance.",
        ),
        (
            (101, 102),
            "There is a surplus of £1,000 in 2014/15 and £2,000 in 2015/16. Surpluses are not to be added across years: each is its year's if nothing is done in any.",
        ),
        (
            ("99.99999", 100),
            "Every year balances to the nearest thousand: £0.01 short in 2014/15 is left as rounding. 2014/15 is the year to be set: a line has to take its £0.01, such as contingency or balances.",
        ),
        (
            ("100.00001", 100),
            "Every year balances to the nearest thousand: £0.01 over in 2014/15 is left as rounding. 2014/15 is the year to be set: a line has to take its £0.01, such as contingency or balances.",
        ),
    ],
)
def test_the_answer(folder: Folder, limits: tuple[str | int, ...], words: str) -> None:
    assert answer(with_gap(folder, *limits).outcome().after) == words


def test_without_resources_the_answer_is_the_net_budget(folder: Folder) -> None:
    folder.plan(BASE)
    assert answer(folder.outcome().after) == "Net budget: £100,000 in 2014/15, £100,000 in 2017/18."
    assert told(folder.outcome()) == ["The plan states no resources, so it has a net budget and no gap."]
    folder.plan(BASE, years="2014/15")
    assert answer(folder.outcome().after) == "Net budget: £100,000 in 2014/15."


def test_a_gap_in_the_first_year_is_a_matter_of_law(folder: Folder) -> None:
    with_gap(folder, 95, 95)
    assert told(folder.outcome()) == [
        "A lawful budget must balance: 2014/15 is the year to be set; later years are forecasts."
    ]
    with_gap(folder, 95)
    assert told(folder.outcome()) == ["A lawful budget must balance: 2014/15 is the year to be set."]
    with_gap(folder, 100, 95)
    assert told(folder.outcome()) == []


CHANGE = '[[change]]\nreference = "{}"\ntype = "S"\nservice = "A"\ntitle = "Music"\namounts = {{ {} }}\n'


def test_what_is_not_known_yet_beside_what_is_counted_is_not_called_nil(folder: Folder) -> None:
    """Half of -12 a year from April 2015 counts in 2015/16, where the rest is not known."""
    change = CHANGE.format("S1", '"2015/16" = "tbc"') + 'phases = [{ from = "April 2015", full_year = -6 }]\n'
    with_gap(folder, 100, 100)
    path = folder.path / "plan.toml"
    path.write_text(path.read_text(encoding="utf-8") + change, encoding="utf-8")
    assert "Not known yet (tbc), beside what of it is counted: S1 in 2015/16." in told(folder.outcome())


def test_what_is_not_known_yet_is_listed(folder: Folder) -> None:
    changes = CHANGE.format("S1", '"2014/15" = -1, "2017/18" = "tbc", "2015/16" = "TBC"') + CHANGE.format(
        "S2", '"2014/15" = "tbc"'
    )
    with_gap(folder, 100, 100, 100, 100)
    path = folder.path / "plan.toml"
    path.write_text(path.read_text(encoding="utf-8") + changes, encoding="utf-8")
    assert "Not known yet (tbc), counted as nil: S1 in 2015/16, S1 in 2017/18 and S2 in 2014/15." in told(
        folder.outcome()
    )


def test_a_year_with_no_such_line_is_listed(folder: Folder) -> None:
    changes = CHANGE.format("S1", '"2014/15" = "n/a", "2015/16" = -1, "2016/17" = "NA", "2017/18" = "N/A"')
    with_gap(folder, 100, 100, 100, 100)
    path = folder.path / "plan.toml"
    path.write_text(path.read_text(encoding="utf-8") + changes, encoding="utf-8")
    said = told(folder.outcome())
    assert "No such line (na), counted as nil: S1 in 2016/17." in said
    assert "No such line (n/a), counted as nil: S1 in 2014/15 and S1 in 2017/18." in said


def test_a_saving_that_costs_gets_a_notice(folder: Folder) -> None:
    """-1 and +3 come to 2; +1 and -1 come to nil and get none."""
    folder.plan(
        BASE
        + CHANGE.format("S1", '"2014/15" = -1, "2015/16" = 3')
        + CHANGE.format("S2", '"2014/15" = 1, "2015/16" = -1')
    )
    said = told(folder.outcome())
    assert len([each for each in said if each.startswith('Saving S1 "Music" adds £2,000 to the budget')]) == 1
    assert not any("S2" in each for each in said)


def test_a_part_of_the_plan_has_no_gap_and_says_so(folder: Folder) -> None:
    with_gap(folder, 95, 95)
    part = run(folder.request().read.plan, service=Service.parse("A"))
    assert answer(part.after) == "Net budget: £100,000 in 2014/15, £100,000 in 2015/16."
    assert told(part) == ["Resources belong to the whole plan, so one service has a net budget and no gap."]


COUNCIL = BASE.replace("100", "1_000")


def grant(*amounts: int, name: str = "Main grant", kind: str = "grant", more: str = "") -> str:
    years = ", ".join(f'"20{14 + n}/{15 + n}" = {each}' for n, each in enumerate(amounts))
    return f'[[stream]]\nname = "{name}"\nkind = "{kind}"\namounts = {{ {years} }}\n{more}\n'


def reserve(opening: object, more: str = "", name: str = "General balances", class_: str = "general") -> str:
    return f'[[reserve]]\nname = "{name}"\nclass = "{class_}"\nopening = {opening}\n{more}\n'


def saving(reference: str, *amounts: object, more: str = "") -> str:
    years = ", ".join(f'"20{14 + n}/{15 + n}" = "{each}"' for n, each in enumerate(amounts))
    return CHANGE.format(reference, years) + more + "\n"


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        (
            120,
            (
                "2014/15 balances by using £100,000 of reserves. 2015/16 does not balance: £30,000 still to find. "
                "The later years balance."
            ),
        ),
        (
            200,
            (
                "2014/15 and 2015/16 balance by using reserves: £100,000 in 2014/15 and £50,000 in 2015/16. "
                "The later years balance."
            ),
        ),
        (
            60,
            (
                "2 years do not balance. Still to find: £40,000 in 2014/15 and £50,000 in 2015/16. "
                "Gaps are not to be added across years: each is its year's if nothing is done in any. "
                "The later years balance."
            ),
        ),
    ],
)
def test_a_year_that_reserves_balance_is_never_said_to_balance_plainly(
    folder: Folder, opening: int, words: str
) -> None:
    """100 and 50 are short; a reserve pays what it has."""
    folder.plan(COUNCIL + grant(900, 950, 1_000, 1_000) + reserve(opening, "balances_gap = 1"))
    assert answer(folder.outcome().after) == words


def test_a_planned_use_that_closes_the_gap_is_said_too(folder: Folder) -> None:
    used = 'uses = { "2014/15" = 100 }'
    folder.plan(COUNCIL + grant(900) + reserve(300, used), years="2014/15")
    assert answer(folder.outcome().after) == "2014/15 balances by using £100,000 of reserves."


def test_what_is_outside_the_gap_balances_nothing(folder: Folder) -> None:
    deficit = reserve(-40, 'uses = { "2014/15" = 30 }', "Schools deficit", "memorandum")
    folder.plan(COUNCIL + grant(1_000) + deficit, years="2014/15")
    assert answer(folder.outcome().after) == "2014/15 balances."


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (
            '[[drop]]\nchange = "S1"',
            "Against the plan, there is a gap of £5,000 in 2015/16 and 2016/17, where the plan has none. It costs £10,000 over the plan.",
        ),
        (
            '[[reprofile]]\nchange = "S1"\namounts = { "2014/15" = -5, "2016/17" = "-0.5" }',
            "Against the plan, there is a surplus of £5,000 in 2014/15 and £500 in 2016/17, where the plan has none. It saves £5,500 over the plan.",
        ),
        ('[[keep]]\nchange = "S1"', "Against the plan, every year still balances."),
    ],
)
def test_what_a_scenario_changes(folder: Folder, step: str, words: str) -> None:
    """5 is saved from 2015/16."""
    limits = '[cash_limit]\n"2014/15" = 100\n"2015/16" = 95\n"2016/17" = 95\n'
    folder.plan(BASE + saving("S1", 0, -5) + limits, years="2014/15 to 2016/17").scenario(step)
    assert answers(folder.outcome())[1:] == (words,)


def test_without_a_gap_a_scenario_changes_the_net_budget(folder: Folder) -> None:
    folder.plan(BASE + saving("S1", 0, -5), years="2014/15 to 2015/16").scenario('[[drop]]\nchange = "S1"')
    assert answers(folder.outcome())[1:] == ("Against the plan, the net budget is £5,000 more in 2015/16.",)


SAVINGS = (
    saving("S1", -100, -50, more='stage = "on track"\nconfidence = "80%"')
    + saving("S2", 0, -200, more='stage = "identified"\nconfidence = "25%"')
    + saving("S3", -30, more='stage = "at risk"')
)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        # 20% of 150 and 75% of 200 are 180.
        (
            SAVINGS,
            "Of exactly £380,000 of savings over the plan, £30,000 is at risk and £180,000 is not expected to arrive.",
        ),
        (
            saving("S1", -100, more='confidence = "80%"'),
            "Of exactly £100,000 of savings over the plan, £20,000 is not expected to arrive.",
        ),
        (
            saving("S1", -100, more='stage = "not achieved"'),
            "Of exactly £100,000 of savings over the plan, £100,000 is not achieved.",
        ),
    ],
)
def test_how_much_of_the_savings_is_in_doubt(folder: Folder, changes: str, words: str) -> None:
    folder.plan(COUNCIL + changes)
    assert answers(folder.outcome())[1:] == (words,)


def test_savings_that_are_sure_are_not_remarked_on(folder: Folder) -> None:
    folder.plan(COUNCIL + saving("S1", -100, more='stage = "achieved"'))
    assert len(answers(folder.outcome())) == 1


def excess(folder: Folder, band_d: str, rises: str, limit: str) -> list[str]:
    """Return what is said of a rise in council tax; the rest of the plan is of no account here."""
    tax = f'[council_tax]\nband_d = "{band_d}"\n{rises}\nlimit = {{ "2014/15" = {{ {limit} }} }}\namount = {{ "2014/15" = 1_000 }}\n'
    folder.plan(COUNCIL + tax, years="2014/15")
    return [each for each in told(folder.outcome()) if each.startswith("Council tax rises")]


FIVE = 'core = "5%"'
EITHER = 'core = "3%", pounds = "5.00"'
BOTH = 'core = "3%", precept = "2%"'


@pytest.mark.parametrize(
    ("band_d", "rises", "limit"),
    [
        ("1,000.00", 'core = "4.99%"', FIVE),
        ("1,000.00", 'core = "£49.99"', FIVE),
        # 5% of 100.00 is above 3%, and no more than £5; 2.99% of 200.00 is £5.98, above £5 and below 3%.
        ("100.00", 'core = "£5"', EITHER),
        ("200.00", 'core = "2.99%"', EITHER),
        ("1,000.00", 'core = "£5"', 'pounds = "5.00"'),
        # 29.90 + 20.00: the core below 3%, the precept at 2%, both below 5%.
        ("1,000.00", 'core = "2.99%"\nprecept = "2%"', BOTH),
    ],
)
def test_a_rise_that_no_limit_forbids(folder: Folder, band_d: str, rises: str, limit: str) -> None:
    assert excess(folder, band_d, rises, limit) == []


@pytest.mark.parametrize(
    ("band_d", "rises", "limit", "rise", "said"),
    [
        ("1,000.00", 'core = "5%"', FIVE, "£50", "less than 5% core"),
        ("1,000.00", 'core = "£50"', FIVE, "£50", "less than 5% core"),
        ("100.00", 'core = "£5.01"', EITHER, "£5.01", "less than 3% core, or at most £5 in all"),
        ("200.00", 'core = "3%"', EITHER, "£6", "less than 3% core, or at most £5 in all"),
        ("1,000.00", 'core = "£5.01"', 'pounds = "5.00"', "£5.01", "at most £5 in all"),
        ("1,000.00", 'core = "3%"', BOTH, "£30", "less than 3% core and at most 2% social care precept"),
        (
            "1,000.00",
            'core = "freeze"\nprecept = "2.01%"',
            BOTH,
            "£20.10",
            "less than 3% core and at most 2% social care precept",
        ),
    ],
)
def test_a_rise_that_needs_a_referendum(
    folder: Folder, band_d: str, rises: str, limit: str, rise: str, said: str
) -> None:
    assert excess(folder, band_d, rises, limit) == [
        f"Council tax rises by {rise} in 2014/15, which the limit the plan states does not allow ({said}): it needs a referendum."
    ]


def test_each_year_s_rise_is_on_the_year_before(folder: Folder) -> None:
    """1,000 + 4.99% = 1,049.90; 5% of that is 52.495, and 1,102.40 is 52.50 more."""
    tax = '[council_tax]\nband_d = "1,000.00"\ncore = { "2014/15" = "4.99%", "2015/16" = "5%" }\n'
    limit = 'limit = { "2014/15" = { core = "5%" }, "2015/16" = { core = "5%" } }\n'
    amount = 'amount = { "2014/15" = 1_000, "2015/16" = 1_000 }\n'
    folder.plan(COUNCIL + tax + limit + amount, years="2014/15 to 2015/16")
    said = [each for each in told(folder.outcome()) if each.startswith("Council tax rises")]
    assert [each.partition(",")[0] for each in said] == ["Council tax rises by £52.50 in 2015/16"]


def test_a_grant_that_ends_inside_the_plan_is_said(folder: Folder) -> None:
    passing = 'lasts = "time-limited"'
    folder.plan(
        COUNCIL
        + grant(900, 900, 900, 900)
        + grant(50, 40, name="Bus grant", more=passing)
        + grant(9, 9, 9, 9, name="Recovery grant", more=passing)
    )
    said = told(folder.outcome())
    assert "Bus grant ends after 2015/16: £40,000 less from 2016/17." in said
    assert not any("Main grant" in each or "Recovery grant" in each for each in said)


def test_capitalised_support_is_called_what_it_is(folder: Folder) -> None:
    support = grant(100, 60, name="Support", kind="capitalised", more='scheme = "K1"')
    scheme = (
        '[[scheme]]\nreference = "K1"\ntitle = "Support"\ntype = "P"\nservice = "A"\nlife = 20\nrate = "5%"\n'
        'method = "annuity"\nspend = { "2014/15" = 100, "2015/16" = 60 }\n'
    )
    folder.plan(COUNCIL + support + scheme, years="2014/15 to 2015/16")
    assert "Support is borrowing, repaid by K1: £100,000 in 2014/15 and £60,000 in 2015/16." in told(
        folder.outcome()
    )


def test_a_use_that_is_not_there_is_said_with_what_stays_in_the_gap(folder: Folder) -> None:
    """50 with a minimum of 35."""
    folder.plan(
        COUNCIL + grant(900) + reserve(50, 'minimum = 35\nuses = { "2014/15" = 30 }'), years="2014/15"
    )
    assert (
        "General balances: £30,000 is to be used in 2014/15 and £15,000 is there above its minimum; "
        "£15,000 stays in the gap." in told(folder.outcome())
    )


def test_a_balance_that_is_not_stated_is_said(folder: Folder) -> None:
    folder.plan(COUNCIL + grant(900) + reserve('"not stated"', 'uses = { "2014/15" = 30 }'), years="2014/15")
    assert (
        "The balance of General balances is not stated, so nothing says whether its uses are there."
        in told(folder.outcome())
    )


def test_the_gap_opens_again_when_support_ends(folder: Folder) -> None:
    """100 a year: 100 and 50 are paid, and 2016/17 is the first year without."""
    folder.plan(COUNCIL + grant(900, 900, 900, 900) + reserve(150, "balances_gap = 1"))
    said = [each for each in told(folder.outcome()) if each.startswith("Reserves pay")]
    assert said == ["Reserves pay £50,000 in 2015/16 and nothing of the gap in 2016/17."]


def test_support_that_ends_when_nothing_is_short_is_not_remarked_on(folder: Folder) -> None:
    folder.plan(COUNCIL + grant(900, 1_000, 1_000, 1_000) + reserve(100, "balances_gap = 1"))
    assert not any(each.startswith("Reserves pay") for each in told(folder.outcome()))


def test_the_savings_that_would_keep_the_minimum_are_said(folder: Folder) -> None:
    """100 a year. From 2015/16 on 150 - 100 = 50 is there for three years: 300 - 50 = 250, so 90 a year to the next 10."""
    keep = 'minimum = 100\nbalances_gap = 1\nkeep = { from = "2015/16", shape = "equal", round_up_to = 10 }'
    folder.plan(COUNCIL + grant(900, 900, 900, 900) + reserve(250, keep))
    assert (
        "Savings of £90,000 a year from 2015/16 would leave nothing to find, with General balances at or above its minimum."
        in told(folder.outcome())
    )


def test_spending_that_recurs_against_resources_that_do(folder: Folder) -> None:
    """1,000 against 900 that lasts; the 100 of one year hides it in no other."""
    once = grant(0, 0, 0, 100, name="Collection fund", kind="council tax collection fund")
    folder.plan(COUNCIL + grant(900, 900, 900, 900) + once)
    assert "Structural gap: in 2017/18 spending that recurs is £100,000 above the resources that do." in told(
        folder.outcome()
    )
    folder.plan(COUNCIL + grant(1_000, 1_000, 1_000, 1_000))
    assert told(folder.outcome()) == []


def test_a_directorate_is_told_of_the_gap_that_one_offs_hide_and_of_no_other(folder: Folder) -> None:
    """100 against a limit of 90: the 10 that a one-off saves in 2017/18 comes back after it. Without it the gap says the same."""
    once = '[[change]]\nreference = "O1"\ntype = "O"\nservice = "A"\ntitle = "Once"\namounts = { "2017/18" = -10 }\n'
    limit = "[cash_limit]\n" + "".join(f'"20{14 + n}/{15 + n}" = 90\n' for n in range(4))
    structural = "Structural gap: in 2017/18 spending that recurs is £10,000 above the resources that do."
    folder.plan(BASE + once + limit)
    assert structural in told(folder.outcome())
    folder.plan(BASE + limit)
    assert structural not in told(folder.outcome())


def test_a_saving_not_achieved_is_said_until_a_pressure_writes_it_out(folder: Folder) -> None:
    """S2 is in the budget beside the saving that took its place; S3 is put back by a pressure, and S4 has no amounts."""
    lost = (
        saving("S1", -10, more='stage = "not achieved"')
        + saving("S2", -20, more='stage = "not achieved"\nreplaced_by = "S5"')
        + saving("S3", -30, more='stage = "not achieved"\nreplaced_by = "P1"')
        + saving("S4", 0, more='stage = "not achieved"')
        + saving("S5", -20)
        + saving("P1", 30).replace('type = "S"', 'type = "P"')
    )
    folder.plan(COUNCIL + lost + grant(1_000, 1_000, 1_000, 1_000))
    assert (
        "Not achieved, and still taken off the budget: S1 and S2. Drop them in a scenario, or write them out with a "
        "pressure named in replaced_by." in told(folder.outcome())
    )


def test_savings_that_share_a_budget_and_take_more_than_there_is(folder: Folder) -> None:
    shared = saving("S1", -700, more='shares_budget_with = "S2"') + saving("S2", 0, -400)
    folder.plan(COUNCIL + shared + grant(0, 0, 0, 0))
    assert "S1 and S2 save £1,100,000 between them from a budget of £1,000,000, A." in told(folder.outcome())


def test_what_a_plan_says_of_a_year(folder: Folder) -> None:
    folder.plan(
        COUNCIL + grant(1_000, 1_000) + '[plan.year_notes]\n"2015/16" = "no settlement yet"\n',
        years="2014/15 to 2015/16",
    )
    assert told(folder.outcome()) == ["2015/16: no settlement yet."]


def test_a_stated_yield_says_what_a_rise_does_not_move(folder: Folder) -> None:
    tax = '[council_tax]\nband_d = 100\ncore = "{}"\namount = {{ "2014/15" = 1_000 }}\n'
    words = "Council tax is the yield the plan states: a rise moves Band D and the tax base it implies, and no money."
    folder.plan(COUNCIL + tax.format("2%"), years="2014/15")
    assert words in told(folder.outcome())
