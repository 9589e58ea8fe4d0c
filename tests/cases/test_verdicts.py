"""Verdicts: no finer than the figures, both sides of what reserves do, and a reserve below its minimum; worked by hand."""

import json
from pathlib import Path

import pytest

from mtfp.analysis.answer_words import answers
from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.money import Said, Unit
from tests.cli.mtfp import Here
from tests.unit.plans import Folder, told

CASES = Path(__file__).parent
ROUNDED = CASES / "03-less-than-a-unit-does-not-balance" / "plan.toml"
BELOW = CASES / "05-opens-below-its-minimum" / "plan.toml"
MOVED = CASES / "07-a-transfer-called-use-of-reserves"


def outcome(path: Path) -> Outcome:
    return run(read_request(path).read.plan)


def plan(folder: Folder, more: str, grant: int | str = 1_000, head: str = "") -> str:
    """Return the verdict on a net budget of 1,000 (£000) in one year, with a grant."""
    body = f'[[line]]\nservice = "A"\nbase = 1_000\n[[stream]]\nname = "Grant"\nkind = "grant"\namounts = {{ "2014/15" = "{grant}" }}\n'
    folder.plan(body + more, years="2014/15")
    path = folder.path / "plan.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[plan]\n", f"[plan]\n{head}\n", 1), encoding="utf-8"
    )
    return answers(folder.outcome())[0]


def reserve(name: str, keys: str, class_: str = "earmarked") -> str:
    return f'[[reserve]]\nname = "{name}"\nclass = "{class_}"\nopening = 900\n{keys}\n'


def test_less_than_half_of_a_thousand_balances_and_is_said_as_rounding() -> None:
    """42,374.24 x 148.93 is 6,310,795.56; 6,311,000 less that is 204.44."""
    (said,) = answers(outcome(ROUNDED), Said(Unit.THOUSANDS, 0))
    assert said.startswith("Every year balances to the nearest thousand: £204.44 short in 2026/27")
    assert said.endswith(
        "2026/27 is the year to be set: a line has to take its £204.44, such as contingency or balances."
    )
    assert not any("lawful budget" in each for each in told(outcome(ROUNDED)))


@pytest.mark.parametrize("threshold", ["0", "186_603", "0.1"])
def test_the_threshold_judges_the_same_figure(mtfp: Here, threshold: str) -> None:
    assert mtfp("run", str(ROUNDED), "--fail-on-gap", threshold).code == 0


def test_the_exact_gap_stays_in_json(mtfp: Here) -> None:
    data = json.loads(mtfp("run", str(ROUNDED), "--format", "json").out)
    assert (data["gap"], data["balances"]) == (["204.44", "204.44"], [True, True])


@pytest.mark.parametrize(
    ("grant", "head", "balances"),
    [
        ("999.50001", "", True),  # £499.99 short
        ("999.5", "", False),  # £500 short: half is not less than half
        ("1000.49999", "", True),
        ("1000.5", "", False),
        ("999.9", 'to_the_nearest = "£100"', False),
        ("999.951", 'to_the_nearest = "£100"', True),
        ("996", "to_the_nearest = 10", True),
        ("995", "to_the_nearest = 10", False),
    ],
)
def test_half_of_what_the_plan_works_to(folder: Folder, grant: str, head: str, *, balances: bool) -> None:
    assert plan(folder, "", grant, head).startswith("2014/15 balances") == balances


def test_a_reserve_below_its_minimum_runs_and_is_said_whichever_tables_are_shown(mtfp: Here) -> None:
    words = "General fund opens below its minimum, and is below its minimum on 31 March 2025 and 2026: none of it is there to use then."
    ran = mtfp("run", str(BELOW), "--table", "summary")
    assert ran.code == 0
    assert words in " ".join(ran.out.split())
    assert words in answers(outcome(BELOW))
    assert words in told(outcome(BELOW))
    held = outcome(BELOW).after.reserves
    assert held is not None
    assert held.each[0].closing == (500_000_000, 600_000_000, 700_000_000)


def test_what_is_below_the_minimum_is_not_there_to_use(folder: Folder) -> None:
    """900 with a minimum of 950: none of the 40 is there."""
    keys = 'minimum = 950\nuses = { "2014/15" = 40 }'
    assert plan(folder, reserve("Pot", keys), 960) == "2014/15 does not balance: £40,000 still to find."


def test_savings_fill_the_hole(folder: Folder) -> None:
    """900 with a minimum of 950, and nothing else to find: 50 is saved and put in."""
    keys = 'minimum = 950\nbalances_gap = 1\nkeep = { from = "2014/15", shape = "equal" }'
    plan(folder, reserve("Pot", keys))
    assert (
        "Savings of £50,000 in 2014/15, with £50,000 in 2014/15 put into Pot, would leave nothing to find, "
        "with Pot at or above its minimum."
    ) in told(folder.outcome())


def test_a_move_between_reserves_is_no_use_of_them() -> None:
    assert answers(outcome(MOVED / "plan.toml")) == ("Every year balances.",)
    assert answers(outcome(MOVED / "plan-2.toml")) == (
        "2026/27 balances by using £100,000 of reserves; after £500,000 put in, available reserves rise by £400,000.",
    )


USE, PUT_IN = 'uses = { "2014/15" = 100 }', 'contributions = { "2014/15" = 60 }'


@pytest.mark.parametrize(
    ("reserves", "grant", "words"),
    [
        (reserve("A", USE) + reserve("B", PUT_IN), 960, "by using £100,000 of reserves; after £60,000 put in, available reserves fall by £40,000"),
        # What is kept for one purpose is not set against what is put by, which is said beside it.
        (
            reserve("A", USE, "ring-fenced") + reserve("B", PUT_IN.replace("60", "100")),
            1_000,
            "by using £100,000 of reserves (£100,000 of them ring-fenced); after £100,000 put in, available reserves rise by £100,000",
        ),
        # A move of 100 stays one where its reserve also pays 1 of the gap.
        (
            reserve("A", USE + "\nbalances_gap = 1") + reserve("B", PUT_IN.replace("60", "100")),
            999,
            "by using £1,000 of reserves",
        ),
        # 60 of the 100 is used twice over: one of two uses is the move.
        (reserve("A", USE) + reserve("B", USE.replace("100", "60")) + reserve("C", PUT_IN), 900, "by using £100,000 of reserves"),
    ],
)  # fmt: skip
def test_both_sides_of_what_reserves_do(folder: Folder, reserves: str, grant: int, words: str) -> None:
    assert plan(folder, reserves, grant) == f"2014/15 balances {words}."


def test_capitalised_support_is_named(folder: Folder) -> None:
    """1,000 less 900 of grant and 60 of support leaves 40 for the reserve."""
    support = '[[stream]]\nname = "EFS"\nkind = "capitalised"\nscheme = "K1"\namounts = { "2014/15" = 60 }\n'
    scheme = (
        '[[scheme]]\nreference = "K1"\ntitle = "S"\ntype = "P"\n'
        'service = "A"\nlife = 20\nrate = "0%"\nmethod = "annuity"\nspend = { "2014/15" = 60 }\n'
    )
    said = plan(folder, support + reserve("A", USE.replace("100", "40")) + scheme, 900)
    assert said == "2014/15 balances by £40,000 of reserves and £60,000 of capitalisation (in principle)."


@pytest.mark.parametrize(
    ("uses", "put_in", "words"),
    [
        # 1,500 and 600 make up the 2,100: 70 pays the gap.
        ([1_500, 600, 70], [2_100], "by using £70,000 of reserves"),
        # One use of 2,100 is put into two reserves.
        ([2_100, 70], [1_500, 600], "by using £70,000 of reserves"),
        # One use equal to the contribution comes before two that make it up, and the same is left.
        ([60, 40, 100, 7], [100], "by using £107,000 of reserves"),
        # 30 + 20 is 50 and 30 + 10 is 40: which is the move can't be told, so neither is taken for one.
        ([30, 20, 10], [50, 40], "by using £60,000 of reserves; after £90,000 put in, available reserves rise by £30,000"),
    ],
)  # fmt: skip
def test_a_contribution_that_several_uses_make_up_is_a_move(
    folder: Folder, uses: list[int], put_in: list[int], words: str
) -> None:
    each = [(USE.replace("100", str(pence)), "U") for pence in uses]
    each += [(PUT_IN.replace("60", str(pence)), "P") for pence in put_in]
    reserves = "".join(
        reserve(f"{kind}{n}", keys).replace("900", "9_000") for n, (keys, kind) in enumerate(each)
    )
    grant = 1_000 - sum(uses) + sum(put_in)
    assert plan(folder, reserves, grant) == f"2014/15 balances {words}."
