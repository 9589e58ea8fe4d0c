"""A deficit of the general fund on the first 1 April, by hand: a cost of the first year, which brings the balance back to nil."""

import pytest

from mtfp.analysis.answer_words import answers
from mtfp.analysis.notices import notices
from tests.unit.plans import THOUSAND, Folder

LINE = """
[[line]]
service = "A"
base = 1_000
[[stream]]
name = "Grant"
kind = "grant"
amounts = { "2014/15" = 1_000, "2015/16" = 950 }
"""
TWO = "2014/15 to 2015/16"


def general(*lines: str) -> str:
    """Return a general fund that opens £40,000 in deficit."""
    return LINE + '[[reserve]]\nname = "General fund"\nclass = "general"\nopening = -40\n' + "\n".join(lines)


def thousands(*amounts: int) -> list[int]:
    return [amount * THOUSAND for amount in amounts]


def test_a_deficit_brought_forward_is_a_cost_of_the_first_year(folder: Folder) -> None:
    """1,000 + 40 - 1,000 = 40; then 1,000 - 950 = 50. The balance is nil at each 31 March: -40 + 40."""
    folder.plan(general(), years=TWO)
    assert folder.gap() == thousands(40, 50)
    summary = folder.figures("summary")
    assert list(summary)[:4] == [
        "Net budget",
        "Contributions to reserves",
        "Deficit brought forward",
        "Total funding",
    ]
    assert summary["Deficit brought forward"] == ("40", "0")
    held = folder.figures("reserves")
    assert held["Balance on 1 April"] == ("-40", "0")
    assert held["Deficit made good"] == ("40", "0")
    assert held["Balance on 31 March"] == ("0", "0")
    said = [each.text for each in notices(folder.outcome()) if each.name == "deficit-brought-forward"]
    assert said == [
        "General fund has a deficit of £40,000 on 1 April 2014, which the budget of 2014/15 must make good."
    ]


def test_it_recurs_in_nothing(folder: Folder) -> None:
    """Spending that recurs is 1,000 and resources 1,000, then 950: the structural gap has no deficit in it."""
    folder.plan(general(), years=TWO)
    gaps = folder.outcome().after.gaps
    assert gaps is not None
    assert gaps.structural.tolist() == thousands(0, 50)
    assert gaps.before_reserves.tolist() == thousands(40, 50)


def test_another_reserve_pays_for_it_and_the_fund_is_built_up_beside_it(folder: Folder) -> None:
    """40 of deficit and 10 put in: 50, which Smoothing pays of its 60. The 10 pays for part of 2015/16 with the last 10: 30 is left."""
    more = '[[reserve]]\nname = "Smoothing"\nclass = "earmarked"\nopening = 60\nbalances_gap = 1\n'
    folder.plan(general('contributions = { "2014/15" = 10 }', "balances_gap = 2", more), years=TWO)
    assert folder.gap() == thousands(0, 30)
    reserves = folder.outcome().after.reserves
    assert reserves is not None
    fund, smoothing = reserves.each
    assert fund.closing == tuple(thousands(10, 0))
    assert smoothing.closing == tuple(thousands(10, 0))


def test_a_scenario_that_opens_in_deficit_costs_what_it_is_short(folder: Folder) -> None:
    """With 5 put by the first year is level; at -40 it is 40 short, and the second year is as it was."""
    folder.plan(general().replace("-40", "5"), years=TWO)
    folder.scenario('[[reserve]]\nreserve = "General fund"\nopening = -40\n')
    outcome = folder.outcome()
    assert [effect.pence.tolist() for effect in outcome.effects] == [thousands(40, 0)]
    assert folder.gap() == thousands(40, 50)


def test_a_deficit_is_in_the_answer_and_has_its_place_so_that_check_tells_it(folder: Folder) -> None:
    """No minimum is stated: 40 in deficit, which another reserve of 100 pays for, so that the year balances."""
    folder.plan(
        general('[[reserve]]\nname = "Other"\nclass = "earmarked"\nopening = 100\nbalances_gap = 1'),
        years=TWO,
    )
    said = (
        "General fund has a deficit of £40,000 on 1 April 2014, which the budget of 2014/15 must make good."
    )
    assert answers(folder.outcome())[1] == said
    (found,) = (each for each in notices(folder.outcome()) if each.name == "deficit-brought-forward")
    assert found.text == said
    assert found.place is not None


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (100, "makes good; general reserves together hold £60,000, so the general fund is not in deficit."),
        (40, "makes good; general reserves together hold £0, so the general fund is not in deficit."),
        (15, "makes good; general reserves together are £25,000 in deficit, and no more than that must be made good."),
        (0, "must make good."),
    ],
)  # fmt: skip
def test_what_the_law_asks_is_of_the_general_fund_as_a_whole(folder: Folder, other: int, words: str) -> None:
    """-40 beside 100, 40, 15 and nothing."""
    beside = f'[[reserve]]\nname = "Working balance"\nclass = "general"\nopening = {other}'
    folder.plan(general(beside), years=TWO)
    (said,) = (each.text for each in notices(folder.outcome()) if each.name == "deficit-brought-forward")
    assert (
        said == f"General fund has a deficit of £40,000 on 1 April 2014, which the budget of 2014/15 {words}"
    )
