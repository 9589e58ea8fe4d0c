"""The answer in words, for every shape of gap; the net budget is 100 (£000) in each of four years."""

import pytest

from mtfp.analysis.outcome import run
from mtfp.analysis.words import answer, notices
from mtfp.plan.model import Service
from tests.unit.plans import Folder

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
            "2 years do not balance. Still to find: £5,000 in 2014/15 and £7,000 in 2015/16. The later years balance.",
        ),
        (
            (95, 93, 92, 100),
            "3 years do not balance. Still to find: £5,000 in 2014/15, £7,000 in 2015/16 and £8,000 in 2016/17. 2017/18 balances.",
        ),
        ((95, 93), "No year balances. Still to find: £5,000 in 2014/15 and £7,000 in 2015/16."),
        ((101,), "There is a surplus of £1,000 in 2014/15."),
        ((101, 100, 100, 100), "There is a surplus of £1,000 in 2014/15. The later years balance."),
        (
            (101, 95, 100, 100),
            "2015/16 does not balance: £5,000 still to find. There is a surplus of £1,000 in 2014/15. The later years balance.",
        ),
        ((101, 102), "There is a surplus of £1,000 in 2014/15 and £2,000 in 2015/16."),
        (("99.99999", 100), "2014/15 does not balance: £0.01 still to find. 2015/16 balances."),
        (("100.00001", 100), "There is a surplus of £0.01 in 2014/15. 2015/16 balances."),
    ],
)
def test_the_answer(folder: Folder, limits: tuple[str | int, ...], words: str) -> None:
    assert answer(with_gap(folder, *limits).outcome().after) == words


def test_without_resources_the_answer_is_the_net_budget(folder: Folder) -> None:
    folder.plan(BASE)
    assert answer(folder.outcome().after) == "Net budget: £100,000 in 2014/15, £100,000 in 2017/18."
    assert notices(folder.outcome()) == ["The plan states no resources, so it has a net budget and no gap."]
    folder.plan(BASE, years="2014/15")
    assert answer(folder.outcome().after) == "Net budget: £100,000 in 2014/15."


def test_a_gap_in_the_first_year_is_a_matter_of_law(folder: Folder) -> None:
    with_gap(folder, 95, 95)
    assert notices(folder.outcome()) == [
        "A lawful budget must balance: 2014/15 is the year to be set; later years are forecasts."
    ]
    with_gap(folder, 95)
    assert notices(folder.outcome()) == ["A lawful budget must balance: 2014/15 is the year to be set."]
    with_gap(folder, 100, 95)
    assert notices(folder.outcome()) == []


CHANGE = '[[change]]\nreference = "{}"\ntype = "S"\nservice = "A"\ntitle = "Music"\namounts = {{ {} }}\n'


def test_what_is_not_known_yet_is_listed(folder: Folder) -> None:
    changes = CHANGE.format("S1", '"2014/15" = -1, "2017/18" = "tbc", "2015/16" = "TBC"') + CHANGE.format(
        "S2", '"2014/15" = "tbc"'
    )
    with_gap(folder, 100, 100, 100, 100)
    path = folder.path / "plan.toml"
    path.write_text(path.read_text(encoding="utf-8") + changes, encoding="utf-8")
    assert "Not known yet (tbc), counted as nil: S1 in 2015/16, S1 in 2017/18 and S2 in 2014/15." in notices(
        folder.outcome()
    )


def test_a_saving_that_costs_gets_a_notice(folder: Folder) -> None:
    """-1 and +3 come to 2; +1 and -1 come to nil and get none."""
    folder.plan(
        BASE
        + CHANGE.format("S1", '"2014/15" = -1, "2015/16" = 3')
        + CHANGE.format("S2", '"2014/15" = 1, "2015/16" = -1')
    )
    said = notices(folder.outcome())
    assert len([each for each in said if each.startswith('Saving S1 "Music" adds £2,000 to the budget')]) == 1
    assert not any("S2" in each for each in said)


def test_a_part_of_the_plan_has_no_gap_and_says_so(folder: Folder) -> None:
    with_gap(folder, 95, 95)
    part = run(folder.request().read.plan, service=Service.parse("A"))
    assert answer(part.after) == "Net budget: £100,000 in 2014/15, £100,000 in 2015/16."
    assert notices(part) == [
        "Resources belong to the whole plan, so one service has a net budget and no gap."
    ]
