"""What steps on council tax, streams, reserves, demand, confidence and capital do, by hand, and what they refuse."""

import pytest

from mtfp.plan.reserves import Floor
from mtfp.scenario.steps.reserve import ReserveStep
from tests.unit.plans import POUND, THOUSAND, Folder

YEARS = ("2014/15", "2015/16", "2016/17", "2017/18")


def every_year(amount: object) -> str:
    """The same in every year, as TOML."""
    return "{ " + ", ".join(f'"{year}" = {amount}' for year in YEARS) + " }"


PLAN = f"""
[[line]]
service = "A"
base = 1_000
[confidence]
amber = "75%"
[council_tax]
band_d = "1,000.00"
core = "freeze"
tax_base = {every_year('"500.00"')}
[[stream]]
name = "Main grant"
kind = "grant"
amounts = {every_year(300)}
[[stream]]
name = "New homes"
kind = "grant"
carried = 100
amounts = {every_year(0)}
[[reserve]]
name = "General balances"
class = "general"
opening = 200
minimum = 50
[[reserve]]
name = "Transition"
class = "earmarked"
opening = 500
uses = {{ "2014/15" = 10 }}
[[reserve]]
name = "Schools deficit"
class = "memorandum"
opening = -90
[[reserve]]
name = "Insurance"
class = "earmarked"
opening = 80
in_budget = true
[[demand]]
reference = "D1"
type = "P"
service = "A > Children"
title = "Placements"
activity = 10
growth = "0%"
unit_cost = "10,000.00"
[[scheme]]
reference = "K1"
type = "P"
service = "A"
title = "Four homes"
spend = {{ "2014/15" = 100 }}
life = 10
method = "equal instalments"
rate = "10%"
[[change]]
reference = "S1"
type = "S"
service = "A > Music"
title = "Music"
confidence = "amber"
amounts = {{ "2014/15" = -40, "2015/16" = -70 }}
[[change]]
reference = "S2"
type = "S"
service = "A > Roads"
title = "Roads"
one_off = true
amounts = {{ "2014/15" = -50 }}
[[change]]
reference = "P1"
type = "P"
service = "A > Music"
title = "More players"
amounts = {{ "2016/17" = 1 }}
"""


@pytest.fixture
def plan(folder: Folder) -> Folder:
    """What the plan comes to, in thousands.

    Spending: 1,000; S1 -40, then -110; S2 -50 in the first year; P1 1 from the third. The four homes are charged 100 / 10 = 10 a
    year from the second, and interest at 10% of half of 100, of 100, of 90 and of 80: 5, 20, 19, 18. Resources: 500 x
    1,000 is 500, and 300 and 100: 900. 10 is used of Transition in the first year.
    """
    return folder.plan(PLAN)


def pounds(*amounts: int) -> list[int]:
    return [amount * POUND for amount in amounts]


def thousands(*amounts: int) -> list[int]:
    return [amount * THOUSAND for amount in amounts]


def effects(plan: Folder) -> list[list[int]]:
    """What each step does by itself, in pence by year."""
    return [effect.pence.tolist() for effect in plan.outcome().effects]


def test_the_plan_itself(plan: Folder) -> None:
    """1,000 - 40 - 50 + 5 - 900 - 10; 1,000 - 110 + 20 - 900; + 1 and 19; + 1 and 18."""
    assert plan.gap() == thousands(5, 10, 10, 9)


@pytest.mark.parametrize(
    ("step", "effect"),
    [
        # 5% of £1,000 is £50, on 500: 25 more from then on
        ('[[council_tax]]\ncore = { "2015/16" = "5%" }\n', (0, -25_000, -25_000, -25_000)),
        # £5 on 500 in each year it rises: 2.5, then 5, 7.5 and 10
        ('[[council_tax]]\ncore = "£5"\n', (-2_500, -5_000, -7_500, -10_000)),
        ('[[council_tax]]\ncore = "freeze"\n', (0, 0, 0, 0)),
        # core and precept are both of last year's total and are added: 3% + 2% of £1,000 is £50
        (
            '[[council_tax]]\ncore = { "2014/15" = "3%" }\nprecept = { "2014/15" = "2%" }\n',
            (-25_000, -25_000, -25_000, -25_000),
        ),
        # 510 x £1,000 in one year; the plan's 500 in the others
        ('[[council_tax]]\ntax_base = { "2016/17" = "510.00" }\n', (0, 0, -10_000, 0)),
        # levels: 50 more in that year alone
        ('[[stream]]\nstream = "Main grant"\namounts = { "2015/16" = 350 }\n', (0, -50_000, 0, 0)),
        # changes on the carried 100: 20 more from that year on
        ('[[stream]]\nstream = "New homes"\namounts = { "2015/16" = 20 }\n', (0, -20_000, -20_000, -20_000)),
        # the plan's 10 becomes 30
        ('[[reserve]]\nreserve = "Transition"\nuses = { "2014/15" = 30 }\n', (-20_000, 0, 0, 0)),
        ('[[reserve]]\nreserve = "Transition"\ncontributions = { "2016/17" = 7 }\n', (0, 0, 7_000, 0)),
        # of 160 only 200 - 50 = 150 are there
        ('[[reserve]]\nreserve = "General balances"\nuses = { "2016/17" = 160 }\n', (0, 0, -150_000, 0)),
        # 300 - 50 = 250 are there
        (
            '[[reserve]]\nreserve = "General balances"\nopening = 300\nuses = { "2016/17" = 260 }\n',
            (0, 0, -250_000, 0),
        ),
        # 10% of the net budget of the third year (1,000 - 110 + 1 + 19 = 910) is 91, and 200 - 91 = 109 are there
        (
            '[[reserve]]\nreserve = "General balances"\nminimum = "10% of net budget"\nuses = { "2016/17" = 160 }\n',
            (0, 0, -109_000, 0),
        ),
        # 10 units grow to 11, at £10,000 each
        ('[[demand]]\ndemand = "D1"\ngrowth = "10%"\nin = "2015/16"\n', (0, 10_000, 10_000, 10_000)),
        # 10, 10, 12 and 14.4 units
        ('[[demand]]\ndemand = "D1"\nadd_points = "20%"\nfrom = "2016/17"\n', (0, 0, 20_000, 44_000)),
        # a unit cost alone moves nothing where nothing grows
        ('[[demand]]\ndemand = "D1"\nunit_cost = "20,000.00"\n', (0, 0, 0, 0)),
        # 5, 20, 19, 18 become 0, 5, 20, 19
        ('[[capital]]\nscheme = "K1"\nlater = "1 year"\n', (-5_000, -15_000, 1_000, 1_000)),
        # a life of 20: 5 a year; interest 5, 10, 9.5 and 9; so 5, 15, 14.5 and 14
        ('[[capital]]\nscheme = "K1"\nlife = 20\n', (0, -5_000, -4_500, -4_000)),
        # nothing borrowed at all, or at no interest: 0, 10, 10, 10
        ('[[capital]]\nscheme = "K1"\ngrants = { "2014/15" = 100 }\n', (-5_000, -20_000, -19_000, -18_000)),
        ('[[capital]]\nscheme = "K1"\nrate = "0%"\n', (-5_000, -10_000, -9_000, -8_000)),
        # half as much again in the first year
        ('[[capital]]\nscheme = "K1"\nspend = { "2014/15" = 150 }\n', (2_500, 10_000, 9_500, 9_000)),
        # confidence weights figures and lowers none
        ('[[confidence]]\nchange = "S1"\nshare = "50%"\n', (0, 0, 0, 0)),
    ],
)
def test_a_step_on_one_record(plan: Folder, step: str, effect: tuple[int, ...]) -> None:
    """Effects are in pounds."""
    plan.scenario(step)
    outcome = plan.outcome()
    assert effects(plan) == [pounds(*effect)]
    assert not outcome.together.any()
    assert outcome.before.plan == plan.request("no scenario").read.plan


def test_a_freeze_gives_up_a_rise_for_good(folder: Folder) -> None:
    """5% a year from £1,000: £1,050, £1,102.50, £1,157.63 (of 1,157.625), £1,215.51 (of 1,215.5115).

    Frozen in the second year: £1,050, £1,050, £1,102.50, £1,157.63. On 500: 52.50, 55.13 and 57.88 x 500 are lost.
    """
    folder.plan(PLAN.replace('core = "freeze"', 'core = "5%"'))
    folder.scenario('[[council_tax]]\ncore = { "2015/16" = "freeze" }\n')
    assert effects(folder) == [pounds(0, 26_250, 27_565, 28_940)]


def test_a_unit_cost_moves_what_growth_costs(folder: Folder) -> None:
    """10 units grow by 10% a year: 1, 2.1, 3.31 and 4.641 more than at first, each at £20,000 and not £10,000."""
    folder.plan(PLAN.replace('growth = "0%"', 'growth = "10%"'))
    folder.scenario('[[demand]]\ndemand = "D1"\nunit_cost = "20,000.00"\n')
    assert effects(folder) == [pounds(10_000, 21_000, 33_100, 46_410)]


def test_a_demand_with_a_forecast_and_cash_costs_takes_others(folder: Folder) -> None:
    """10 x £10,000; then 12 at £10,000 and 13 at £20,000: 100, 120, 260. By the step 14 at £20,000, and 14 at £30,000: 280, 420."""
    folder.plan(
        """
        [[line]]
        service = "A"
        base = 0
        [[demand]]
        reference = "D1"
        type = "P"
        service = "A"
        title = "Placements"
        activity = 10
        forecast = { "2014/15" = 12, "2015/16" = 13, "2016/17" = "13.0", "2017/18" = 13 }
        unit_cost = "10,000"
        cash_unit_cost = { "2014/15" = 10_000, "2015/16" = 20_000, "2016/17" = 20_000, "2017/18" = 20_000 }
        """
    )
    assert folder.net() == thousands(20, 160, 160, 160)
    folder.scenario(
        '[[demand]]\ndemand = "D1"\nforecast = { "2015/16" = 14, "2016/17" = 14, "2017/18" = 14 }\n'
        'cash_unit_cost = { "2016/17" = 30_000, "2017/18" = 30_000 }\n'
    )
    assert folder.net() == thousands(20, 180, 320, 320)


def test_funding_written_negative_is_turned_in_a_step_too(folder: Folder) -> None:
    """1,000 less 300; 350 in the second year, written -350."""
    folder.plan(
        f"""
        [[line]]
        service = "A"
        base = 1_000
        [[stream]]
        name = "Main grant"
        kind = "grant"
        amounts = {every_year(-300)}
        """
    )
    written = (folder.path / "plan.toml").read_text(encoding="utf-8")
    signed = written.replace("[types]", 'funding_signs = "income negative"\n[types]', 1)
    (folder.path / "plan.toml").write_text(signed, encoding="utf-8")
    folder.scenario('[[stream]]\nstream = "Main grant"\namounts = { "2015/16" = -350 }\n')
    assert folder.gap() == thousands(700, 650, 700, 700)


LATE = '[[rephase]]\nchange = "S1"\nlater = "1 year"\n'
MET = '[[reserve]]\nreserve = "Transition"\nmeets_slippage_of = "S1"\n'


def test_slippage_is_met_once_from_a_reserve(plan: Folder) -> None:
    """S1 comes to -40, -110, -110, -110; late, to 0, -40, -110, -110: 40 and 70 short, and no more."""
    plan.scenario(LATE + MET)
    assert plan.gap() == thousands(5, 10, 10, 9)
    assert effects(plan) == [thousands(40, 70, 0, 0), thousands(-40, -70, 0, 0)]
    assert not plan.outcome().together.any()
    transition = plan.after().reserves[1]
    assert transition.uses == tuple(thousands(10 + 40, 70, 0, 0))


def test_slippage_met_is_said_with_its_figures(plan: Folder) -> None:
    plan.scenario(LATE + MET)
    assert [effect.words for effect in plan.outcome().effects] == [
        "S1 Music: 1 year late",
        "Transition: asked to meet the slippage of S1, £40,000 in 2014/15, £70,000 in 2015/16",
    ]


def test_slippage_is_met_wherever_its_step_stands(plan: Folder) -> None:
    """Before the step that makes S1 late, and before another: each has its own effect, and its own sentence."""
    plan.scenario(MET + LATE + '[[confidence]]\nchange = "S1"\nshare = "50%"\n')
    assert effects(plan) == [thousands(-40, -70, 0, 0), thousands(40, 70, 0, 0), thousands(0, 0, 0, 0)]
    assert [effect.words for effect in plan.outcome().effects] == [
        "Transition: asked to meet the slippage of S1, £40,000 in 2014/15, £70,000 in 2015/16",
        "S1 Music: 1 year late",
        "S1 Music: confidence 50%",
    ]


def test_a_reserve_meets_slippage_only_down_to_its_minimum(plan: Folder) -> None:
    """S1 dropped falls 40 short, and then 110 a year; 200 - 50 = 150 are there: 40, and the whole 110 of the second year."""
    plan.scenario(
        '[[drop]]\nchange = "S1"\n[[reserve]]\nreserve = "General balances"\nmeets_slippage_of = "S1"\n'
    )
    assert plan.gap() == thousands(5, 10, 10 + 110, 9 + 110)
    assert plan.after().reserves[0].uses == tuple(thousands(40, 110, 110, 110))


def test_a_one_off_falls_short_in_the_year_it_misses(plan: Folder) -> None:
    """-50 in the first year comes in the second, where it is 50 more than planned: nothing more to meet."""
    plan.scenario(LATE.replace("S1", "S2") + MET.replace("S1", "S2"))
    assert plan.after().reserves[1].uses == tuple(thousands(10 + 50, 0, 0, 0))
    assert plan.gap() == thousands(5, 10 - 50, 10, 9)


def test_changes_fall_short_together(plan: Folder) -> None:
    """S1 a year late is 40 and 70 short; S2 a year late 50 short, and then 50 over: 90, and 20."""
    plan.scenario(
        '[[rephase]]\nchange = ["S1", "S2"]\nlater = "1 year"\n'
        '[[reserve]]\nreserve = "Transition"\nmeets_slippage_of = ["S1", "S2"]\n'
    )
    assert plan.after().reserves[1].uses == tuple(thousands(10 + 90, 20, 0, 0))


def test_slippage_adds_to_other_figures_for_the_uses(plan: Folder) -> None:
    for steps in (
        [LATE, MET, '[[reserve]]\nreserve = "Transition"\nuses = { "2014/15" = 3 }\n'],
        ['[[reserve]]\nreserve = "Transition"\nuses = { "2014/15" = 3 }\n', MET, LATE],
    ):
        plan.scenario("".join(steps))
        assert plan.after().reserves[1].uses == tuple(thousands(3 + 40, 70, 0, 0))


def test_two_steps_may_meet_different_slippage_from_one_reserve(plan: Folder) -> None:
    late = '[[rephase]]\nchange = ["S1", "S2"]\nlater = "1 year"\n'
    plan.scenario(late + MET + MET.replace("S1", "S2"))
    assert plan.after().reserves[1].uses == tuple(thousands(10 + 40 + 50, 70, 0, 0))


def test_what_a_child_keeps_is_slippage_no_more(plan: Folder) -> None:
    plan.scenario(LATE + MET, "parent")
    plan.scenario('[[keep]]\nchange = "S1"\n', of='extends = "parent.toml"')
    assert plan.gap() == thousands(5, 10, 10, 9)
    assert not any(isinstance(each.resolved.step, ReserveStep) for each in plan.outcome().effects)
    assert plan.after().reserves[1].uses == tuple(thousands(10, 0, 0, 0))


def test_confidence_takes_a_word_of_the_plan(plan: Folder) -> None:
    assert plan.change("S1").confidence == 750_000
    plan.scenario('[[confidence]]\nwhere = { type = "S" }\nexcept = "S1"\nshare = "amber"\n')
    assert [plan.change(each).confidence for each in ("S1", "S2")] == [750_000, 750_000]
    plan.scenario('[[confidence]]\nchange = "S1"\nshare = "12.5%"\nwhy = "Staff left"\n')
    assert plan.change("S1").confidence == 125_000
    assert [(each.words, each.why) for each in plan.change("S1").traces] == [
        ("confidence 12.5%", "Staff left")
    ]


def test_confidence_stands_beside_any_step_on_when_a_change_happens(plan: Folder) -> None:
    plan.scenario('[[drop]]\nchange = "S1"\n[[confidence]]\nchange = "S1"\nshare = "50%"\n')
    assert plan.amounts("S1") == thousands(0, 0, 0, 0)
    assert plan.change("S1").confidence == 500_000


def test_keep_restores_the_confidence_too(plan: Folder) -> None:
    plan.scenario('[[confidence]]\nchange = "S1"\nshare = "50%"\n', "parent")
    plan.scenario('[[keep]]\nchange = "S1"\n', of='extends = "parent.toml"')
    assert plan.change("S1").confidence == 750_000


def test_a_late_scheme_says_what_it_spends_after_the_plan(plan: Folder) -> None:
    plan.scenario('[[capital]]\nscheme = "K1"\nlater = "4 years"\n')
    (effect,) = plan.outcome().effects
    assert effect.words == "K1 Four homes: 4 years late, £100,000 of its spending after the plan"
    assert effect.pence.tolist() == thousands(-5, -20, -19, -18)
    assert plan.after().schemes[0].spend == tuple(thousands(0, 0, 0, 0, 100))


def test_a_late_scheme_works_later_and_is_charged_later(folder: Folder) -> None:
    """100 spent in the first year, in use from the second, over 2 years: 50 in the third and the fourth; a year late, in the fourth."""
    folder.plan(
        """
        [[line]]
        service = "A"
        base = 0
        [[scheme]]
        reference = "K1"
        type = "P"
        service = "A"
        title = "Homes"
        spend = { "2014/15" = 120 }
        receipts = { "2014/15" = 20 }
        life = 2
        method = "equal instalments"
        rate = "0%"
        first_year_in_use = "2015/16"
        """
    )
    assert folder.net() == thousands(0, 0, 50, 50)
    folder.scenario('[[capital]]\nscheme = "K1"\nlater = "12 months"\n')
    assert folder.net() == thousands(0, 0, 0, 50)


def test_a_driven_pressure_carries_the_steps_it_went_through(plan: Folder) -> None:
    plan.scenario(
        '[[capital]]\nscheme = "K1"\nlater = "1 year"\nwhy = "Planning"\n'
        '[[demand]]\ndemand = "D1"\ngrowth = "10%"\nin = "2015/16"\n'
    )
    driven = {change.reference: change for change in plan.outcome().after.changes}
    assert [(each.words, each.why) for each in driven["K1"].traces] == [("1 year late", "Planning")]
    assert [each.words for each in driven["D1"].traces] == ["growth 10% in 2015/16"]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (
            '[[council_tax]]\ncore = { "2014/15" = "2.99%", "2015/16" = "2.99%", "2017/18" = "£5" }\nprecept = "freeze"\n',
            "Council tax: core 2.99% in 2014/15 to 2015/16, £5 in 2017/18, precept freeze in 2014/15 to 2017/18",
        ),
        (
            '[[council_tax]]\ntax_base = { "2014/15" = "262,100.40", "2016/17" = 262_100 }\n',
            "Council tax: tax base 262,100.4 in 2014/15, 262,100 in 2016/17",
        ),
        (
            '[[stream]]\nstream = "Main grant"\namounts = { "2015/16" = 350, "2017/18" = 350 }\n',
            "Main grant: £350,000 in 2015/16 and 2017/18",
        ),
        (
            '[[reserve]]\nreserve = "General balances"\nopening = 60\nminimum = "5% of net budget"\nuses = { "2015/16" = 1 }\n',
            "General balances: opening balance £60,000, minimum 5% of net budget, uses £1,000 in 2015/16",
        ),
        ('[[reserve]]\nreserve = "General balances"\nminimum = 0\n', "General balances: minimum £0"),
        (
            '[[reserve]]\nreserve = "Transition"\nopening = "not stated"\n',
            "Transition: opening balance not stated",
        ),
        (
            '[[demand]]\ndemand = "D1"\nadd_points = "-1%"\nfrom = "2016/17"\n',
            "D1 Placements: growth 1 point less in 2016/17 to 2017/18",
        ),
        (
            '[[demand]]\ndemand = "D1"\nadd_points = "0%"\nfrom = "2017/18"\n',
            "D1 Placements: growth 0 points more in 2017/18",
        ),
        ('[[demand]]\ndemand = "D1"\nunit_cost = "52,400.50"\n', "D1 Placements: unit cost £52,400.50"),
        ('[[capital]]\nscheme = "K1"\nlife = 1\nrate = "5.4%"\n', "K1 Four homes: rate 5.4%, life 1 year"),
        ('[[confidence]]\nchange = "S1"\nshare = "amber"\n', "S1 Music: confidence 75%"),
    ],
)
def test_what_a_step_says(plan: Folder, step: str, words: str) -> None:
    plan.scenario(step)
    assert [effect.words for effect in plan.outcome().effects] == [words]


CORE = '[[council_tax]]\ncore = { "2015/16" = "5%", "2016/17" = "5%" }\n'


def test_a_child_overrides_one_figure_of_one_year_and_no_other(plan: Folder) -> None:
    """£1,000, £1,050 and then £1,050 or 2% more, £1,071, on 500: 25 more, then 35.5."""
    plan.scenario(CORE, "parent")
    child = '[[council_tax]]\ncore = { "2016/17" = "2%" }\n'
    plan.scenario(child, of='extends = "parent.toml"')
    assert "at parent.toml:4" in plan.refusal()
    assert "council tax core in 2016/17" in plan.refusal()
    plan.scenario(child + "overrides = true\n", of='extends = "parent.toml"')
    assert plan.gap() == pounds(5_000, 10_000 - 25_000, 10_000 - 35_500, 9_000 - 35_500)
    assert [effect.words for effect in plan.outcome().effects] == [
        "Council tax: core 5% in 2015/16",
        "Council tax: core 2% in 2016/17",
    ]


def test_an_override_of_a_figure_leaves_the_rest_of_a_late_scheme(plan: Folder) -> None:
    """A year late: 100 in the second year, of which the child says 60; nothing falls after the plan."""
    plan.scenario('[[capital]]\nscheme = "K1"\nlater = "1 year"\n', "parent")
    plan.scenario(
        '[[capital]]\nscheme = "K1"\nspend = { "2015/16" = 60 }\noverrides = true\n',
        of='extends = "parent.toml"',
    )
    assert plan.after().schemes[0].spend == tuple(thousands(0, 60, 0, 0))


def test_a_child_s_delay_of_a_scheme_replaces_its_parent_s(folder: Folder) -> None:
    """1,000 is spent in the first year and 500 in the third, when a grant of 600 pays for 500 and for 100 of the 1,000.

    A year late: 1,000 in the second year and 500 in the fourth, with the grant. 1,000 - 100 = 900 is borrowed, over 10
    years: 90 a year from the third.
    """
    folder.plan(
        """
        [[line]]
        service = "A"
        base = 0
        [[scheme]]
        reference = "K1"
        type = "P"
        service = "A"
        title = "Homes"
        spend = { "2014/15" = 1_000, "2016/17" = 500 }
        grants = { "2016/17" = 600 }
        life = 10
        method = "equal instalments"
        rate = "0%"
        """
    )
    late = '[[capital]]\nscheme = "K1"\nlater = "{}"\n'
    folder.scenario(late.format("1 year"), "plain")
    folder.scenario(late.format("2 years"), "parent")
    folder.scenario(late.format("1 year") + "overrides = true\n", of='extends = "parent.toml"')
    for name in ("plain", "try"):
        (scheme,) = folder.after(name).schemes
        assert scheme.spend == tuple(thousands(0, 1_000, 0, 500))
        assert scheme.grants == tuple(thousands(0, 0, 0, 600))
        assert folder.net(name) == thousands(0, 0, 90, 90)
        assert [each.words for each in folder.outcome(name).effects] == ["K1 Homes: 1 year late"]


def test_a_minimum_in_pounds_overrides_one_that_is_a_share(plan: Folder) -> None:
    plan.scenario('[[reserve]]\nreserve = "Transition"\nminimum = "5% of net budget"\n', "parent")
    step = '[[reserve]]\nreserve = "Transition"\nminimum = 20\n'
    plan.scenario(step, of='extends = "parent.toml"')
    assert "two steps meet on Transition minimum: minimum £20,000 here" in plan.refusal()
    plan.scenario(step + "overrides = true\n", of='extends = "parent.toml"')
    transition = plan.after().reserves[1]
    assert transition.minimum == Floor(20 * THOUSAND)


def test_two_parents_meet_only_on_the_same_figure_of_the_same_year(plan: Folder) -> None:
    step = '[[stream]]\nstream = "Main grant"\namounts = {{ "{}" = 350 }}\n'
    plan.scenario(step.format("2015/16"), "one").scenario(step.format("2016/17"), "other")
    for names in ('["one.toml", "other.toml"]', '["other.toml", "one.toml"]'):
        plan.scenario("", of=f"extends = {names}")
        assert plan.gap() == thousands(5, 10 - 50, 10 - 50, 9)
    plan.scenario(step.format("2015/16"), "other")
    plan.scenario("", of='extends = ["one.toml", "other.toml"]')
    message = plan.refusal()
    assert "one.toml:" in message
    assert "other.toml:" in message


def test_a_grandparent_on_a_record_counts_once(plan: Folder) -> None:
    plan.scenario('[[demand]]\ndemand = "D1"\nadd_points = "10%"\nin = "2015/16"\n', "top")
    plan.scenario("", "left", of='extends = "top.toml"').scenario("", "right", of='extends = "top.toml"')
    plan.scenario("", of='extends = ["left.toml", "right.toml"]')
    assert plan.gap() == thousands(5, 10 + 10, 10 + 10, 9 + 10)


def test_what_slips_is_met_by_one_reserve_only(plan: Folder) -> None:
    plan.scenario(LATE + MET + MET.replace("Transition", "General balances"))
    message = plan.refusal()
    assert "two steps meet on the slippage of S1" in message
    assert "try.toml:10: " in message
    assert "at try.toml:7" in message


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ('[[stream]]\nstream = "Main grnat"\namounts = { "2015/16" = 1 }\n', 'the nearest is "Main grant"'),
        ('[[reserve]]\nreserve = "Transitoin"\nopening = 1\n', 'the nearest is "Transition"'),
        ('[[demand]]\ndemand = "D11"\ngrowth = "1%"\nin = "2015/16"\n', 'no demand is called "D11"'),
        ('[[capital]]\nscheme = "K2"\nlater = "1 year"\n', 'no scheme is called "K2"'),
        ('[[confidence]]\nchange = "S3"\nshare = "50%"\n', 'no change is called "S3"'),
        ('[[confidence]]\nchange = "P1"\nshare = "50%"\n', '"P1" is a pressure, which has no confidence'),
        ('[[confidence]]\nchange = "S1"\nshare = "ambr"\n', 'the nearest is "amber"'),
        ('[[council_tax]]\namount = { "2015/16" = 1 }\n', "council tax has no amount in the plan to change"),
        ('[[council_tax]]\ncollection_rate = "99%"\n', "council tax has no collection rate in the plan"),
        ("[[council_tax]]\nprecept = 3\n", "3 has no per cent sign"),
        ('[[council_tax]]\nwhy = "none"\n', "this step gives no figure"),
        (
            '[[demand]]\ndemand = "D1"\nforecast = { "2015/16" = 3 }\n',
            'demand "D1" has no forecast in the plan to change',
        ),
        ('[[demand]]\ndemand = "D1"\ngrowth = "1%"\n', "has neither from nor in"),
        ('[[demand]]\ndemand = "D1"\nunit_cost = 1\nfrom = "2015/16"\n', "from or in, and no growth"),
        (
            '[[demand]]\ndemand = "D1"\ngrowth = "1%"\nadd_points = "1%"\nin = "2015/16"\n',
            "has growth and add_points at once",
        ),
        ('[[reserve]]\nreserve = "Transition"\n', "does not say what becomes of the reserve"),
        (MET + "opening = 1\n" + LATE, "both figures and meets_slippage_of"),
        (MET, "nothing slips of S1"),
        (MET.replace("S1", "S9"), 'no change is called "S9"'),
        (LATE + MET.replace("Transition", "Schools deficit"), "is a memorandum, so a use of it meets no gap"),
        (LATE + MET.replace("Transition", "Insurance"), "is used inside budget lines"),
        ('[[reserve]]\nreserve = "Transition"\nuses = { "2015/16" = -1 }\n', "-1 is negative"),
        ('[[capital]]\nscheme = "K1"\n', "does not say what becomes of the scheme"),
        ('[[capital]]\nscheme = "K1"\nlater = "6 months"\n', "6 months is no number of whole years"),
        (
            '[[capital]]\nscheme = "K1"\nlater = "1 year"\nrate = "1%"\n',
            "makes the scheme late and gives other",
        ),
        (
            '[[capital]]\nscheme = "K1"\nlater = "1 year"\n[[capital]]\nscheme = "K1"\nspend = { "2015/16" = 1 }\n',
            "two steps meet on K1 spend in 2015/16",
        ),
    ],
)
def test_what_can_not_be_done_is_refused(plan: Folder, step: str, message: str) -> None:
    plan.scenario(step)
    told = plan.refusal()
    assert message in told
    assert told.count("\n  to fix") == 1


def test_growth_beyond_all_is_refused(plan: Folder) -> None:
    step = '[[demand]]\ndemand = "D1"\nadd_points = "100%"\nin = "2015/16"\n'
    plan.scenario(step, "parent")
    plan.plan(PLAN.replace('growth = "0%"', 'growth = "1%"')).scenario(step)
    assert 'the growth of demand "D1" would be 101% in 2015/16' in plan.refusal()


SUPPORT = PLAN + (
    '[[stream]]\nname = "Exceptional support"\nkind = "capitalised"\nscheme = "K1"\namounts = { "2014/15" = 100 }\n'
)


def test_the_rules_of_the_plan_hold_after_a_scenario_and_are_told_at_its_steps(folder: Folder) -> None:
    folder.plan(SUPPORT).scenario(
        '[[reserve]]\nreserve = "General balances"\nuses = { "2014/15" = 1 }\n'
        '[[reserve]]\nreserve = "General balances"\nopening = 20\n'
        '[[capital]]\nscheme = "K1"\nlater = "1 year"\n'
    )
    told = folder.refusal()
    assert told.count("\n  to fix") == 1
    assert (
        'try.toml:10: "Exceptional support" brings £100,000 in 2014/15, for which scheme "K1" borrows £0'
        in told
    )


def test_support_may_move_with_its_scheme(folder: Folder) -> None:
    folder.plan(SUPPORT).scenario(
        '[[capital]]\nscheme = "K1"\nlater = "1 year"\n'
        '[[stream]]\nstream = "Exceptional support"\namounts = { "2014/15" = 0, "2015/16" = 100 }\n'
    )
    assert folder.gap() == thousands(5 - 5, 10 - 15 - 100, 10 + 1, 9 + 1)


def test_an_index_of_amounts_has_no_rate_to_assume(folder: Folder) -> None:
    folder.plan(
        f'[[line]]\nservice = "A"\nbase = 1\nindex = "pay"\n[index.pay]\namounts = {every_year(6)}\n'
    ).scenario('[[assume]]\nindex = "pay"\nrate = "2%"\nin = "2015/16"\n')
    assert "index pay is a sum of money in each year, and has no rate to change" in folder.refusal()


def test_slippage_is_met_from_no_reserve_that_is_not_there(folder: Folder) -> None:
    folder.plan(PLAN).scenario('[[reserve]]\nreserve = "Rainy day"\nmeets_slippage_of = ["S1"]\n')
    assert folder.refusal().startswith('try.toml:5: no reserve is called "Rainy day"')
    assert folder.refusal().count("to fix") == 1
