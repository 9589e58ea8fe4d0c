"""What is said of reserves, surpluses and thresholds is true of each year it names."""

from __future__ import annotations

import pytest

from mtfp.analysis.answer_words import answers
from mtfp.analysis.notices import notices
from mtfp.money import Said, Unit
from mtfp.tables.style import Style
from tests.unit.plans import Folder

PLAN = """
[[line]]
service = "All"
base = 10_000
[[stream]]
name = "Core"
kind = "settlement"
amounts = { "2026/27" = FIRST, "2027/28" = 9_734, "2028/29" = 10_000 }
[[reserve]]
name = "General"
class = "general"
"""


def plan(folder: Folder, reserve: str, first: int = 10_000) -> Folder:
    """Return a plan that is 266 short in 2027/28 before its reserve."""
    return folder.plan(PLAN.replace("FIRST", str(first)) + reserve, years="2026/27 to 2028/29")


def told(folder: Folder) -> list[str]:
    return [notice.text for notice in notices(folder.outcome())]


def test_no_more_stays_in_the_gap_than_the_gap(folder: Folder) -> None:
    """Of 900 asked 200 is there: 700 is not, and 266 - 200 = 66 stays in the gap."""
    uses = 'opening = 1_700\nminimum = 1_500\nuses = { "2027/28" = 900 }'
    assert (
        "General: £900,000 is to be used in 2027/28 and £200,000 is there above its minimum; £700,000 is not there, "
        "and £66,000 stays in the gap."
    ) in told(plan(folder, uses))


def test_a_deficit_made_good_neither_runs_out_nor_is_below_a_minimum_that_is_not_stated(
    folder: Folder,
) -> None:
    found = told(plan(folder, "opening = -30"))
    assert not [text for text in found if "runs out" in text or "minimum" in text]


def test_a_surplus_is_after_reserves_only_where_they_are_used(folder: Folder) -> None:
    """225 over in 2026/27, 266 from the reserve in 2027/28, and 50 used in 2028/29 that nothing needs."""
    uses = 'opening = 1_700\nbalances_gap = 1\nuses = { "2028/29" = 50 }'
    (answer, *_) = answers(plan(folder, uses, first=10_225).outcome())
    assert "There is a surplus of £225,000 in 2026/27." in answer
    assert "There is a surplus of £50,000 in 2028/29, after using £50,000 of reserves." in answer


ONE_YEAR = """
[[line]]
service = "Adults"
base = 50_000
[[stream]]
name = "Grants"
kind = "grant"
amounts = { "2026/27" = GRANTS }
[[reserve]]
name = "General"
class = "general"
opening = 1_000
"""

SUPPORT = """
[[stream]]
name = "Support"
kind = "capitalised"
scheme = "K"
amounts = { "2026/27" = 800 }
[[scheme]]
reference = "K"
title = "Support"
type = "P"
service = "Adults"
spend = { "2026/27" = 1_000 }
life = 20
method = "equal instalments"
rate = "0%"
"""


def one_year(folder: Folder, grants: int, more: str) -> Folder:
    """Return a plan of one year that spends 50,000, with a general reserve of 1,000."""
    return folder.plan(ONE_YEAR.replace("GRANTS", str(grants)) + more, years="2026/27 to 2026/27")


PUT_IN = 'contributions = { "2026/27" = 400 }\n'
RING_FENCED = (
    '[[reserve]]\nname = "Homes"\nclass = "ring-fenced"\nopening = 1_000\nuses = { "2026/27" = 400 }\n'
)


@pytest.mark.parametrize(
    ("grants", "more", "words"),
    [
        (
            50_000,
            PUT_IN + RING_FENCED,
            (
                "2026/27 balances by using £400,000 of reserves (£400,000 of them ring-fenced); "
                "after £400,000 put in, available reserves rise by £400,000."
            ),
        ),
        (
            49_600,
            PUT_IN + SUPPORT,
            (
                "2026/27 balances by £800,000 of capitalisation (in principle); "
                "after £400,000 put in, available reserves rise by £400,000."
            ),
        ),
        (
            50_100,
            'uses = { "2026/27" = 150 }\ncontributions = { "2026/27" = 50 }\n',
            "There is a surplus of £200,000 in 2026/27, after using £150,000 of reserves.",
        ),
        (
            50_100,
            RING_FENCED,
            "There is a surplus of £500,000 in 2026/27, after using £400,000 of reserves (£400,000 of them ring-fenced).",
        ),
        (
            49_600,
            SUPPORT,
            "There is a surplus of £400,000 in 2026/27, after £800,000 of capitalisation (in principle).",
        ),
        (
            49_600,
            'uses = { "2026/27" = 150 }\n' + SUPPORT,
            (
                "There is a surplus of £550,000 in 2026/27, after £150,000 of reserves and £800,000 of capitalisation "
                "(in principle)."
            ),
        ),
    ],
)
def test_what_pays_and_what_is_put_in_are_said_whatever_pays(
    folder: Folder, grants: int, more: str, words: str
) -> None:
    """400 put in for 400 of ring-fenced money; 50,400 - 49,600 = 800 borrowed; and surpluses of what pays less what is short."""
    assert answers(one_year(folder, grants, more).outcome())[0] == words


def test_an_amount_that_prints_as_nil_is_said_exactly(folder: Folder) -> None:
    """At one place of £m 30 is nil: it is said exactly, and the year beside it as the tables print it."""
    (answer, *_) = answers(plan(folder, "opening = 0", first=9_970).outcome(), Said(Unit.MILLIONS, 1))
    assert "Still to find: exactly £30,000 in 2026/27 and £0.3m in 2027/28." in answer


@pytest.mark.parametrize(
    ("reserve", "words"),
    [
        ("opening = 1_700", ()),
        ('opening = 1_700\ncontributions = { "2028/29" = 5 }', ("General: lowest on 1 April 2026, when the plan starts.",)),
        ('opening = 1_700\nuses = { "2028/29" = 5 }', ("General: lowest on 31 March 2029.",)),
        ("opening = -30", ("General: lowest on 1 April 2026, when the plan starts.",)),
    ],
)  # fmt: skip
def test_lowest_is_of_every_day_in_the_table_and_of_reserves_that_move(
    folder: Folder, reserve: str, words: tuple[str, ...]
) -> None:
    from mtfp.tables.report import report_of

    report = report_of(plan(folder, reserve).outcome(), ["reserves"], Style())
    (table,) = (each for each in report.tables if each.id == "balances")
    assert table.notes == words


def test_a_rise_above_the_limit_stated_has_its_place_so_that_check_tells_it(folder: Folder) -> None:
    """A rise of 5% on £1,000, where less than 3% is allowed, and no answer stills it."""
    tax = (
        "opening = 0\n"
        '[council_tax]\nband_d = "1000.00"\ncore = "5%"\ntax_base = { "2026/27" = 1, "2027/28" = 1, "2028/29" = 1 }\n'
        '[council_tax.limit]\n"2026/27" = { core = "3%" }\n'
    )
    found = [each for each in notices(plan(folder, tax).outcome()) if each.name == "referendum-needed"]
    assert [each.place is not None for each in found] == [True]


def test_a_reserve_below_its_minimum_has_its_place_so_that_check_tells_it(folder: Folder) -> None:
    """It opens with 400 of the 500 it is to hold, and of 50 asked none is there."""
    low = 'opening = 400\nminimum = 500\nuses = { "2028/29" = 50 }'
    found = {each.name: each.place for each in notices(plan(folder, low).outcome())}
    assert [found[each] is not None for each in ("reserve-below-minimum", "use-not-there")] == [True, True]


def test_what_several_reserves_do_not_have_leaves_one_gap(folder: Folder) -> None:
    """266 is to find in 2027/28. Of 300 and 100 asked, 120 and 50 are there: 266 - 170 = 96 of the 230 not there."""
    uses = 'opening = 120\nuses = { "2027/28" = 300 }\n'
    pot = '[[reserve]]\nname = "Pot"\nclass = "earmarked"\nopening = 50\nuses = { "2027/28" = 100 }'
    found = told(plan(folder, uses + pot))
    assert [each for each in found if "there" in each or "gap" in each] == [
        "General: £300,000 is to be used in 2027/28 and £120,000 is there; £180,000 is not there.",
        "Pot: £100,000 is to be used in 2027/28 and £50,000 is there; £50,000 is not there.",
        "Of what General and Pot do not have in 2027/28, £96,000 stays in the gap.",
    ]
    pot = pot.replace("100", "60").replace("50", "0")
    found = told(plan(folder, uses.replace("300", "130") + pot))
    assert [each.rpartition("; ")[2] for each in found if "is there" in each] == [
        "£10,000 stays in the gap.",
        "£60,000 stays in the gap.",
    ]


def test_a_use_that_is_not_there_is_told_at_the_step_that_asks_for_it(folder: Folder) -> None:
    """100 is there: the plan uses none of it, and the scenario 150."""
    plan(folder, "opening = 100").scenario('[[reserve]]\nreserve = "General"\nuses = { "2027/28" = 150 }\n')
    (found,) = (each for each in notices(folder.outcome()) if each.name == "use-not-there")
    assert found.place is not None
    assert found.place.file.endswith("try.toml")


@pytest.mark.parametrize(
    ("grants", "more", "words"),
    [
        (49_600, PUT_IN + SUPPORT, "Support is borrowed, and pays for 2026/27, when available reserves rise by £400,000: check that so much has to be borrowed."),
        (49_600, SUPPORT, "Support is borrowed, and pays for 2026/27, when £400,000 is left over: check that so much has to be borrowed."),
        (49_700, PUT_IN + SUPPORT, "Support is borrowed, and pays for 2026/27, when available reserves rise by £400,000 and £100,000 is left over: check that so much has to be borrowed."),
        (49_200, SUPPORT, ""),
        (49_200, 'uses = { "2026/27" = 400 }\n' + SUPPORT + '[[reserve]]\nname = "Pot"\nclass = "earmarked"\nopening = 0\n' + PUT_IN, ""),
        (50_000, PUT_IN + RING_FENCED, "Homes is ring-fenced, and pays for 2026/27, when available reserves rise by £400,000: check that it pays for what it is kept for."),
        (49_600, RING_FENCED, ""),
    ],
)  # fmt: skip
def test_what_is_put_by_while_borrowing_or_ring_fenced_money_pays_is_asked_by_check(
    folder: Folder, grants: int, more: str, words: str
) -> None:
    """Of 800 borrowed 400 is put in, 400 is left over, or both and 100 more; or 800 is short, and 400 only moves."""
    found = [each for each in notices(one_year(folder, grants, more).outcome()) if "put-by" in each.name]
    assert [each.text for each in found] == ([words] if words else [])
    assert all(each.place is not None and each.figures for each in found)


def test_what_is_put_by_may_be_meant_and_answered_until_it_changes(folder: Folder) -> None:
    """400 is put in beside 400 of ring-fenced money; then 500, of which the answer knows nothing."""
    answer = (
        '[[accept]]\nnotice = "ring-fenced-put-by"\nof = "Homes"\nfigure = 400\nwhy = "The homes are in the budget"\n'
        'by = "A. Officer"\non = 2026-11-27\n'
    )
    plan = PUT_IN + RING_FENCED + answer
    (found,) = (each for each in notices(one_year(folder, 50_000, plan).outcome()) if "put-by" in each.name)
    assert found.answer == "The homes are in the budget (A. Officer, 27 November 2026)."
    more = plan.replace("400 }\n[[reserve]]", "500 }\n[[reserve]]")
    (found,) = (each for each in notices(one_year(folder, 50_100, more).outcome()) if "put-by" in each.name)
    assert not found.answer
    assert found.text.startswith(
        "Homes is ring-fenced, and pays for 2026/27, when available reserves rise by £500,000"
    )
