"""A step that changes nothing is said, with its reason; and every step that changes something is not."""

from dataclasses import replace

import pytest

from mtfp.analysis.notices import notices
from mtfp.plan.record import Fact
from mtfp.problems import Notice
from mtfp.scenario.apply import apply_resolving
from mtfp.scenario.steps.on_record import comes_to_the_same
from mtfp.scenario.steps.stream import StreamStep
from tests.unit.plans import Folder

PLAN = """
[[line]]
service = "A"
base = 1_000
index = "pay"
[[line]]
service = "B"
base = 100
[index.pay]
rates = "2%"
[index.unused]
rates = "2%"
[[change]]
reference = "S1"
type = "S"
service = "A"
title = "Homes"
amounts = { "2014/15" = -40 }
[[change]]
reference = "S2"
type = "S"
service = "A"
title = "Since before"
in_base_since = "2013/14"
full_year = -60
[[change]]
reference = "S3"
type = "S"
service = "B"
title = "Unknown"
amounts = { "2015/16" = "tbc" }
[cash_limit]
"2014/15" = 1_000
"2015/16" = 1_000
"""


@pytest.fixture
def plan(folder: Folder) -> Folder:
    return folder.plan(PLAN, years="2014/15 to 2015/16")


def said(folder: Folder, name: str = "try") -> list[Notice]:
    return [each for each in notices(folder.outcome(name)) if each.name == "step-changes-nothing"]


def test_a_saving_in_the_base_that_is_late_before_the_plan_is_told_what_to_write(plan: Folder) -> None:
    """In the base since April 2013: six months late is October 2013, before April 2014. 18 months is October 2014: half of 60 is missing."""
    plan.scenario('[[rephase]]\nchange = "S2"\nlater = "6 months"\n')
    assert plan.outcome().effects[0].pence.tolist() == [0, 0]
    (notice,) = said(plan)
    assert notice.of == "S2"
    assert notice.place is not None
    assert notice.text == (
        "S2 Since before: 6 months late changes nothing. It is in the base since 2013/14, and late counts from April 2013, "
        "so all of it is there when the plan starts. If it is to arrive 6 months into the plan, write "
        'later = "18 months" for it; if a share of it is not to arrive, [[deliver]] that share.'
    )
    plan.scenario('[[rephase]]\nchange = "S2"\nlater = "18 months"\n')
    assert said(plan) == []
    assert plan.outcome().effects[0].pence.tolist() == [30_000_00, 60_000]


def test_one_of_several_that_is_not_moved_is_told_too(plan: Folder) -> None:
    plan.scenario('[[rephase]]\nchange = ["S1", "S2"]\nlater = "1 year"\n')
    assert [each.of for each in said(plan)] == ["S2"]


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ('[[assume]]\nindex = "pay"\nrate = "2%"\nin = "2015/16"', "the rate is the one that the plan has"),
        ('[[assume]]\nindex = "unused"\nrate = "3%"\nin = "2015/16"', "no line uses the index unused"),
        ('[[deliver]]\nchange = "S1"\nshare = "100%"', "the plan has all of it delivered already"),
        ('[[deliver]]\nchange = "S3"\nshare = "50%"', "S3 has no amount in any year"),
        ('[[drop]]\nchange = "S3"', "the amounts of S3 are not known yet (tbc)"),
        (
            '[[reprofile]]\nchange = "S1"\namounts = { "2014/15" = -40 }',
            "the amounts are those that the plan has",
        ),
        ('[[keep]]\nchange = "S1"', "no scenario that this one extends has a step on it"),
        ('[[confidence]]\nchange = "S1"\nshare = "100%"', "the confidence is the one that the plan has"),
        ('[[set_cash_limit]]\namounts = { "2014/15" = 1_000 }', "the amounts are those that the plan has"),
        (
            '[[add]]\nreference = "X"\ntype = "P"\nservice = "A"\ntitle = "X"\namounts = { "2014/15" = 0 }',
            "it has no amount in any year",
        ),
    ],
)
def test_each_step_that_changes_nothing_says_why(plan: Folder, step: str, reason: str) -> None:
    plan.scenario(step)
    assert not plan.outcome().cost.any()
    (notice,) = said(plan)
    assert notice.text == f"{plan.outcome().effects[0].words}. This step changes nothing: {reason}."


@pytest.mark.parametrize(
    "step",
    [
        '[[assume]]\nindex = "pay"\nrate = "3%"\nin = "2015/16"',
        '[[deliver]]\nchange = "S2"\nshare = "50%"',
        '[[drop]]\nchange = "S2"',
        '[[confidence]]\nchange = "S1"\nshare = "80%"',
        '[[rephase]]\nchange = "S1"\nlater = "6 months"',
    ],
)
def test_a_step_that_changes_something_is_passed_over(plan: Folder, step: str) -> None:
    plan.scenario(step)
    assert said(plan) == []


def test_what_undoes_an_inherited_step_changes_something(plan: Folder) -> None:
    plan.scenario('[[drop]]\nchange = "S1"\n', "worse")
    plan.scenario('[[keep]]\nchange = "S1"\n', "kept", 'extends = "worse.toml"')
    assert said(plan, "kept") == []
    again = '[[reprofile]]\nchange = "S1"\namounts = { "2014/15" = -40 }\noverrides = true\n'
    plan.scenario(again, "again", 'extends = "worse.toml"')
    assert said(plan, "again") == []


def test_figures_of_a_record_that_stay_as_they_are(folder: Folder) -> None:
    stream = '[[stream]]\nname = "Grant"\nkind = "grant"\namounts = { "2014/15" = 900, "2015/16" = 900 }\n'
    folder.plan(PLAN.partition("[cash_limit]")[0] + stream, years="2014/15 to 2015/16")
    folder.scenario('[[stream]]\nstream = "Grant"\namounts = { "2015/16" = 900 }\n')
    (notice,) = said(folder)
    assert notice.text.endswith("This step changes nothing: the figures are those that the plan has.")


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (
            '[[add]]\nreference = "X"\ntype = "P"\nservice = "A"\ntitle = "X"\nstarts = "April 2016"\nfull_year = 9',
            "all of it falls after the plan",
        ),
        (
            '[[assume]]\nindex = "nil"\nrate = "3%"\nin = "2015/16"',
            "what inflates by it is nil in those years",
        ),
        (
            '[[deliver]]\nchange = "S4"\nshare = "60%"',  # 60% of a penny is a penny
            "a share of so little is all of it, to the penny",
        ),
        (
            '[[demand]]\ndemand = "D1"\ngrowth = "0%"\nfrom = "2014/15"',
            "the growth is the one that the plan has",
        ),
        ('[[demand]]\ndemand = "D1"\nunit_cost = "10.00"', "the figures are those that the plan has"),
        (
            '[[demand]]\ndemand = "D2"\ngrowth = "5%"\nfrom = "2014/15"',
            "the demand has no activity or no cost that grows",
        ),
        (
            '[[demand]]\ndemand = "D1"\nunit_cost = "20.00"',
            "what it gives anew comes to the same in every year of the plan",
        ),
        ('[[capital]]\nscheme = "K1"\nlater = "1 year"', "the scheme spends nothing"),
    ],
)
def test_what_moves_no_penny_says_why(folder: Folder, step: str, reason: str) -> None:
    """A demand that does not grow, one of nobody, a scheme of nothing, a saving of a penny, and a line of nil."""
    demand = '[[demand]]\nreference = "{}"\ntype = "P"\nservice = "A"\ntitle = "D"\nactivity = {}\ngrowth = "0%"\nunit_cost = "10.00"\n'
    folder.plan(
        PLAN.replace("[index.pay]", '[index.nil]\nrates = "1%"\n[index.pay]')
        + '[[line]]\nservice = "C"\nbase = 0\nindex = "nil"\n'
        + '[[change]]\nreference = "S4"\ntype = "S"\nservice = "A"\ntitle = "P"\namounts."2014/15" = -0.00001\n'
        + demand.format("D1", 10)
        + demand.format("D2", 0)
        + '[[scheme]]\nreference = "K1"\ntype = "P"\nservice = "B"\ntitle = "K"\nspend."2014/15" = 0\nlife = 10\n'
        + 'method = "equal instalments"\nrate = "0%"\n',
        years="2014/15 to 2015/16",
    )
    folder.scenario(step)
    (notice,) = said(folder)
    assert notice.text.endswith(f"This step changes nothing: {reason}.")


def test_words_of_a_record_given_anew_move_no_penny_and_need_no_reason(folder: Folder) -> None:
    """Were a key of words one that a step may give, as a unit of demand may come to be."""
    grant = '[[stream]]\nname = "Grant"\nkind = "grant"\namounts = { "2014/15" = 900, "2015/16" = 900 }\n'
    folder.plan(PLAN.partition("[cash_limit]")[0] + grant, years="2014/15 to 2015/16")
    folder.scenario('[[stream]]\nstream = "Grant"\namounts = { "2015/16" = 950 }\n')
    request = folder.request()
    assert request.scenario is not None
    (resolved,) = apply_resolving(request.read.plan, request.scenario).resolved
    assert isinstance(resolved.step, StreamStep)
    words = replace(resolved.step, figures={Fact("kind"): "grant"})
    assert comes_to_the_same(replace(resolved, step=words), (), request.read.plan) == ""
