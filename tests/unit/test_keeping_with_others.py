"""A reserve kept at its minimum beside others that pay in their turn; and what is told at a scenario's step."""

from __future__ import annotations

import pytest

from mtfp.analysis.notices import notices
from tests.unit.plans import Folder

PLAN = """
[[line]]
service = "All"
base = 10_003
[[stream]]
name = "Grant"
kind = "grant"
amounts = { "2027/28" = 10_003, "2028/29" = 9_000 }
[[reserve]]
name = "General fund"
class = "general"
opening = OPENING
minimum = 800
balances_gap = 2
keep = { from = "2028/29", shape = "equal", round_up_to = 10 }
[[reserve]]
name = "Stabilisation"
class = "earmarked"
opening = 2_000
balances_gap = 1
"""


def plan(folder: Folder, opening: int, more: str = "") -> Folder:
    body = PLAN.replace("OPENING", str(opening)).replace("[[reserve]]", more + "[[reserve]]", 1)
    return folder.plan(body, years="2027/28 to 2028/29")


def told(folder: Folder, name: str = "savings-needed") -> list[str]:
    return [each.text for each in notices(folder.outcome()) if each.name == name]


NONE = "General fund: no savings are needed to leave nothing to find from 2028/29 on, with General fund at or above its minimum"


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        (900, f"{NONE}."),
        (800, f"{NONE}."),
        (
            799,
            (
                "Savings of £10,000 in 2028/29, with £1,000 in 2028/29 put into General fund, would leave nothing to "
                "find, with General fund at or above its minimum from 31 March 2029."
            ),
        ),
    ],
)
def test_others_pay_the_gap_and_savings_only_what_the_reserve_is_short(
    folder: Folder, opening: int, words: str
) -> None:
    """Stabilisation has 2,000 for a gap of 1,003; General fund is at most 1 short of 800."""
    assert told(plan(folder, opening)) == [words]


def test_the_savings_obeyed_leave_none_needed(folder: Folder) -> None:
    """10 saved and 1 put in: Stabilisation pays 1,003 + 1 - 10 = 994."""
    plan(folder, 799).scenario(
        '[[add]]\nreference = "N"\ntype = "S"\nservice = "All"\ntitle = "New"\namounts = { "2028/29" = -10 }\n'
        '[[reserve]]\nreserve = "General fund"\ncontributions = { "2028/29" = 1 }\n'
    )
    assert told(folder) == [f"{NONE} from 31 March 2029."]
    assert folder.gap() == [0, 0]


def test_a_minimum_that_prints_as_the_balance_is_neither_told_nor_saved_for(folder: Folder) -> None:
    """8% of 10,003 is 800.24, and 800 is there."""
    body = PLAN.replace("OPENING", "800").replace("minimum = 800", 'minimum = "8% of net budget"')
    folder.plan(body, years="2027/28 to 2028/29")
    assert told(folder, "reserve-below-minimum") == []
    assert told(folder) == [f"{NONE}."]


def test_a_reserve_to_be_kept_is_offered_a_free_turn(folder: Folder) -> None:
    folder.plan(PLAN.replace("OPENING", "900").replace("balances_gap = 2\n", ""), years="2027/28 to 2028/29")
    folder.scenario("")
    assert "add balances_gap = 2, or remove keep" in folder.refusal()


def test_a_use_that_a_step_states_is_told_at_the_step(folder: Folder) -> None:
    """Of 150 in 2027/28, 100 is there in the plan; the step has 40, and 90 of the 60 left."""
    body = '[[line]]\nservice = "All"\nbase = 1_000\n[[reserve]]\nname = "R"\nclass = "earmarked"\nopening = 100\nuses = { "2027/28" = 150 }\n'
    folder.plan(body, years="2027/28 to 2028/29")
    folder.scenario('[[reserve]]\nreserve = "R"\nuses = { "2027/28" = 40, "2028/29" = 90 }\n')
    (found,) = (each for each in notices(folder.outcome()) if each.name == "use-not-there")
    assert found.place is not None
    assert found.place.file.endswith("try.toml")
    assert "£60,000 is there;" in found.text
