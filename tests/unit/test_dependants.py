"""Changes that need others: what follows a change that slips or is dropped, what is refused, and what is left an orphan."""

from pathlib import Path

import pytest

from mtfp.money import Unit
from mtfp.plan.dependants import orphans
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from tests.unit.plans import THOUSAND, Folder

OXFORDSHIRE = Path(__file__).parents[2] / "scenarios" / "oxfordshire-2014"
HOMES, PLACEMENTS = "15CEF8", "15CEF9"


def thousands(*amounts: int) -> list[int]:
    return [amount * THOUSAND for amount in amounts]


def oxfordshire(path: Path, dependants: str) -> Folder:
    """The published plan, in which fewer out-of-county placements need the four homes."""
    plan = (OXFORDSHIRE / "plan.toml").read_text(encoding="utf-8")
    (path / "changes.csv").write_bytes((OXFORDSHIRE / "changes.csv").read_bytes())
    stated = plan.replace('dependants = "follow"', f'dependants = "{dependants}"', 1)
    (path / "plan.toml").write_text(stated, encoding="utf-8")
    return Folder(path)


LATE = f'[[rephase]]\nchange = "{HOMES}"\nlater = "1 year"\nwhy = "Planning consent"\n'
DROP = f'[[drop]]\nchange = "{HOMES}"\n'


def test_the_four_homes_a_year_late_take_the_placements_with_them(tmp_path: Path) -> None:
    """420 and 238 from 2016/17, and the same saved: each a year later, 238 of both after the plan."""
    folder = oxfordshire(tmp_path, "follow").scenario(LATE)
    assert folder.amounts(HOMES) == thousands(0, 0, 0, 420)
    assert folder.amounts(PLACEMENTS) == thousands(0, 0, 0, -420)
    outcome = folder.outcome()
    (effect,) = outcome.effects
    assert not effect.pence.any()
    assert not outcome.together.any()
    assert effect.resolved.references == (HOMES, PLACEMENTS)
    assert effect.words == f"{HOMES} Borrowing for four children's homes: 1 year late; {PLACEMENTS} follows"
    (trace,) = folder.change(PLACEMENTS).traces
    assert (trace.words, trace.why) == (f"1 year late with {HOMES}, which it needs", "Planning consent")
    report = report_of(outcome, ["scenario"], Style(unit=Unit.THOUSANDS, decimals=0))
    matched = dict(report.lists)["What each step matched, and why"]
    assert matched == (f"{effect.words}. Matched 2 changes: {HOMES} and {PLACEMENTS}. Planning consent.",)


def test_dropping_the_homes_drops_the_placements_and_says_so(tmp_path: Path) -> None:
    folder = oxfordshire(tmp_path, "follow").scenario(DROP)
    assert folder.amounts(HOMES) == folder.amounts(PLACEMENTS) == thousands(0, 0, 0, 0)
    assert [each.words for each in folder.change(PLACEMENTS).traces] == [
        f"dropped with {HOMES}, which it needs"
    ]
    assert orphans(folder.after()) == []


def test_dropping_then_keeping_is_the_plan(tmp_path: Path) -> None:
    folder = oxfordshire(tmp_path, "follow").scenario(DROP, "parent")
    folder.scenario(f'[[keep]]\nchange = "{HOMES}"\n', of='extends = "parent.toml"')
    plan = folder.request("no scenario").read.plan
    after = folder.after()
    assert [each.profile for each in after.changes] == [each.profile for each in plan.changes]
    assert folder.gap() == folder.gap("no scenario")


def test_what_is_needed_may_not_slip_where_the_plan_refuses_it(tmp_path: Path) -> None:
    folder = oxfordshire(tmp_path, "refuse").scenario(LATE)
    assert folder.refusal() == (
        f'try.toml:4: "{PLACEMENTS}" needs "{HOMES}", which is 1 year late here\n'
        "    4 | [[rephase]]\n"
        '  expected  a step for every change that needs it too: the plan says dependants = "refuse"\n'
        f'  to fix    say with [[rephase]], [[drop]], [[keep]] or [[reprofile]] what becomes of "{PLACEMENTS}"'
    )
    folder.scenario(DROP)
    assert f'"{PLACEMENTS}" needs "{HOMES}", which is dropped here' in folder.refusal()
    folder.scenario(f'[[drop]]\nchange = ["{HOMES}", "{PLACEMENTS}"]\n')
    assert folder.amounts(PLACEMENTS) == thousands(0, 0, 0, 0)


def test_a_step_of_its_own_wins_and_leaves_an_orphan(tmp_path: Path) -> None:
    for dependants in ("follow", "refuse"):
        folder = oxfordshire(tmp_path, dependants)
        folder.scenario(LATE + f'[[keep]]\nchange = "{PLACEMENTS}"\n')
        assert folder.amounts(PLACEMENTS) == thousands(0, 0, -420, -238)
        placements = folder.change(PLACEMENTS)
        assert orphans(folder.after()) == [(placements, f"{HOMES}, which starts later, in April 2017")]
        folder.scenario(DROP + f'[[rephase]]\nchange = "{PLACEMENTS}"\nlater = "1 year"\n')
        assert orphans(folder.after()) == [(folder.change(PLACEMENTS), f"{HOMES}, which has no amounts")]


CHAIN = """
[[line]]
service = "A"
base = 1_000
[[change]]
reference = "IT"
type = "P"
service = "A"
title = "Computers"
amounts = { "2014/15" = 10 }
[[change]]
reference = "STAFF"
type = "P"
service = "A"
title = "People"
amounts = { "2014/15" = 20 }
[[change]]
reference = "TEAM"
type = "S"
service = "A"
title = "One team"
requires = ["IT", "STAFF"]
amounts = { "2015/16" = -30 }
[[change]]
reference = "OFFICE"
type = "S"
service = "A"
title = "One office"
requires = "TEAM"
one_off = true
amounts = { "2016/17" = -40 }
[[change]]
reference = "OTHER"
type = "S"
service = "A"
title = "Nothing to do with it"
amounts = { "2015/16" = -5 }
"""


@pytest.fixture
def chain(folder: Folder) -> Folder:
    """One team needs computers and people; one office needs one team."""
    return follow(folder, CHAIN)


def follow(folder: Folder, body: str, dependants: str = "follow") -> Folder:
    folder.plan(body)
    path = folder.path / "plan.toml"
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace("[types]", f'dependants = "{dependants}"\n[types]', 1), encoding="utf-8")
    return folder


def late(reference: str, duration: str) -> str:
    return f'[[rephase]]\nchange = "{reference}"\nlater = "{duration}"\n'


def test_what_a_plan_refuses_to_let_slip_is_told_beside_a_mistake_of_its_own(chain: Folder) -> None:
    """So is a step that is refused: STAFF is a pressure."""
    follow(chain, CHAIN + '[[reserve]]\nname = "General"\nclass = "genral"\nopening = 1\n', "refuse")
    chain.scenario(late("IT", "1 year") + '[[deliver]]\nchange = "STAFF"\nshare = "50%"\n')
    message = chain.refusal()
    assert '"genral" is not one of the choices for class' in message
    assert 'try.toml:4: "TEAM" needs "IT", which is 1 year late here' in message
    assert 'try.toml:8: "STAFF" is a pressure, of which no share can be delivered' in message


def test_a_month_is_late_and_takes_along_what_needs_it(chain: Folder) -> None:
    """Eleven twelfths of 30 are left of the first year."""
    chain.scenario(late("IT", "1 month"))
    (effect,) = chain.outcome().effects
    assert effect.words == "IT Computers: 1 month late; TEAM and OFFICE follow"
    assert chain.amounts("TEAM") == [0, -2_750_000, -250_000, 0]


def moved(folder: Folder) -> dict[str, list[int]]:
    """The changes that a scenario moves, with their amounts in thousands."""
    outcome = folder.outcome()
    horizon = outcome.after.plan.horizon
    return {
        after.reference: [pence // THOUSAND for pence in after.amounts(horizon)]
        for before, after in zip(outcome.before.plan.changes, outcome.after.plan.changes, strict=True)
        if before != after
    }


def test_what_needs_a_follower_follows_too(chain: Folder) -> None:
    chain.scenario(late("IT", "1 year"))
    assert moved(chain) == {
        "IT": [0, 10, 0, 0],
        "TEAM": [0, 0, -30, 0],
        "OFFICE": [0, 0, 0, -40],
    }
    (effect,) = chain.outcome().effects
    assert effect.words == "IT Computers: 1 year late; TEAM and OFFICE follow"
    assert [each.words for each in chain.change("OFFICE").traces] == ["1 year late with TEAM, which it needs"]


def test_the_longest_delay_is_followed_whatever_the_order(chain: Folder) -> None:
    """6 months: 5 and 5; a year and a half: nothing, then half of 20, then the rest; the team follows the people."""
    steps = [late("IT", "6 months"), late("STAFF", "18 months")]
    for order in (steps, steps[::-1]):
        chain.scenario("".join(order))
        assert moved(chain) == {
            "IT": [5, 5, 0, 0],
            "STAFF": [0, 10, 10, 0],
            "TEAM": [0, 0, -15, -15],
            "OFFICE": [0, 0, 0, -20],
        }
        by_words = {effect.words: effect.pence.tolist() for effect in chain.outcome().effects}
        # People: -20, -10, then nil; the team: +30, +15 and nil; the office: 40 less, then 20 more of its one-off
        assert by_words == {
            "IT Computers: 6 months late": thousands(-5, 0, 0, 0),
            "STAFF People: 18 months late; TEAM and OFFICE follow": thousands(-20, -10 + 30, 15 + 40, 0 - 20),
        }


def test_dropped_comes_before_late(chain: Folder) -> None:
    chain.scenario(late("STAFF", "2 years") + '[[drop]]\nchange = "IT"\n')
    assert moved(chain) == {
        "IT": [0, 0, 0, 0],
        "STAFF": [0, 0, 20, 0],
        "TEAM": [0, 0, 0, 0],
        "OFFICE": [0, 0, 0, 0],
    }


def test_a_follower_is_delivered_in_part_and_late(chain: Folder) -> None:
    chain.scenario(late("IT", "1 year") + '[[deliver]]\nwhere = { kind = "saving" }\nshare = "50%"\n')
    assert moved(chain)["TEAM"] == [0, 0, -15, 0]
    assert chain.amounts("OTHER") == [0, -250_000, 0, 0]
    chain.scenario('[[drop]]\nchange = "IT"\n[[deliver]]\nchange = "TEAM"\nshare = "50%"\n')
    assert moved(chain)["TEAM"] == [0, 0, 0, 0]


def test_what_has_a_step_of_its_own_leads_what_needs_it(chain: Folder) -> None:
    """The team slips by its own two years, and the office with it; kept, the team holds the office too."""
    chain.scenario(late("IT", "1 year") + late("TEAM", "2 years"))
    assert moved(chain) == {"IT": [0, 10, 0, 0], "TEAM": [0, 0, 0, -30], "OFFICE": [0, 0, 0, 0]}
    assert [each.words for each in chain.change("OFFICE").traces] == [
        "2 years late with TEAM, which it needs"
    ]
    chain.scenario(late("IT", "1 year") + '[[keep]]\nchange = "TEAM"\n')
    assert chain.amounts("OFFICE") == thousands(0, 0, -40, 0)


@pytest.mark.parametrize(
    "step",
    [
        '[[rephase]]\nchange = "IT"\nlater = "1 year"\npart = "50%"\n',
        '[[rephase]]\nchange = "IT"\nlater = "1 year"\npart = 5\n',
        '[[reprofile]]\nchange = "IT"\namounts = { "2016/17" = 10 }\n',
        '[[keep]]\nchange = "IT"\n',
        '[[rephase]]\nchange = "TEAM"\nearlier = "1 year"\n',
    ],
)
def test_nothing_follows_a_part_other_amounts_or_an_earlier_start(chain: Folder, step: str) -> None:
    chain.scenario(step)
    (effect,) = chain.outcome().effects
    assert len(effect.resolved.references) == 1


def test_the_whole_of_a_change_as_a_share_is_followed(chain: Folder) -> None:
    chain.scenario('[[rephase]]\nchange = "IT"\nlater = "1 year"\npart = "100%"\n')
    assert moved(chain)["TEAM"] == [0, 0, -30, 0]


def test_a_change_that_a_scenario_adds_follows_too(chain: Folder) -> None:
    chain.scenario(
        late("IT", "1 year")
        + '[[add]]\nreference = "X1"\ntype = "S"\nservice = "A"\ntitle = "More"\nrequires = "IT"\n'
        'amounts = { "2014/15" = -1 }\n'
    )
    assert chain.amounts("X1") == thousands(0, -1, 0, 0)


def test_a_child_that_overrides_what_leads_frees_what_follows(chain: Folder) -> None:
    chain.scenario('[[drop]]\nchange = "IT"\n', "parent")
    chain.scenario(late("IT", "1 year") + "overrides = true\n", of='extends = "parent.toml"')
    assert moved(chain) == {
        "IT": [0, 10, 0, 0],
        "TEAM": [0, 0, -30, 0],
        "OFFICE": [0, 0, 0, -40],
    }


def test_every_change_that_needs_another_is_told_where_that_is_refused(folder: Folder) -> None:
    follow(folder, CHAIN, "refuse").scenario('[[drop]]\nchange = "IT"\n')
    told = folder.refusal()
    assert '"TEAM" needs "IT", which is dropped here' in told
    assert '"OFFICE" needs "TEAM", which would be dropped too' in told
    folder.scenario('[[drop]]\nchange = ["IT", "TEAM", "OFFICE"]\n')
    assert moved(folder) == {name: [0, 0, 0, 0] for name in ("IT", "TEAM", "OFFICE")}


def test_a_plan_may_hold_orphans_of_its_own(folder: Folder) -> None:
    follow(
        folder, CHAIN.replace('"2014/15" = 20', '"2016/17" = 20').replace('"2014/15" = 10', '"2014/15" = 0')
    )
    plan = folder.request().read.plan
    team = plan.change_by_reference["TEAM"]
    assert orphans(plan) == [
        (team, "IT, which has no amounts"),
        (team, "STAFF, which starts later, in April 2016"),
    ]


def test_an_amount_not_known_yet_is_no_orphan(folder: Folder) -> None:
    follow(folder, CHAIN.replace('"2014/15" = 10', '"2014/15" = "tbc"'))
    assert orphans(folder.request().read.plan) == []
    follow(folder, CHAIN.replace('"2014/15" = 10', '"2016/17" = "tbc"'))
    assert [what for _, what in orphans(folder.request().read.plan)] == [
        "IT, which starts later, in April 2016"
    ]


EXCLUDES = CHAIN + (
    '[[change]]\nreference = "CLOSE"\ntype = "S"\nservice = "A"\ntitle = "Close"\nexcludes = "OTHER"\n'
    'amounts = { "2014/15" = 0 }\n'
)


def test_changes_that_rule_one_another_out_may_not_both_be_made(folder: Folder) -> None:
    close = '[[reprofile]]\nchange = "CLOSE"\namounts = { "2014/15" = -9 }\n'
    follow(folder, EXCLUDES).scenario(close)
    assert 'try.toml:4: "CLOSE" excludes "OTHER"' in folder.refusal()
    folder.scenario(close + '[[drop]]\nchange = "OTHER"\n')
    assert folder.amounts("CLOSE") == thousands(-9, 0, 0, 0)


def test_an_added_change_may_take_the_place_of_one_it_rules_out(chain: Folder) -> None:
    add = (
        '[[add]]\nreference = "X1"\ntype = "S"\nservice = "A"\ntitle = "Instead"\nexcludes = "OTHER"\n'
        'amounts = { "2015/16" = -9 }\n'
    )
    chain.scenario(add)
    assert '"X1" excludes "OTHER"' in chain.refusal()
    chain.scenario(add + '[[drop]]\nchange = "OTHER"\n')
    assert chain.amounts("X1") == thousands(0, -9, 0, 0)


def test_what_needs_a_change_and_has_no_amounts_is_in_nobody_s_way(folder: Folder) -> None:
    """Where slips are refused, a team of nothing may need computers that are late."""
    nothing = CHAIN.replace('amounts = { "2015/16" = -30 }', 'amounts = { "2015/16" = 0 }')
    without = nothing.replace('amounts = { "2016/17" = -40 }', 'amounts = { "2016/17" = 0 }')
    folder.plan(without)
    path = folder.path / "plan.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[plan]", '[plan]\ndependants = "refuse"', 1),
        encoding="utf-8",
    )
    folder.scenario('[[rephase]]\nchange = "IT"\nlater = "1 year"\n')
    assert folder.amounts("IT") == thousands(0, 10, 0, 0)


def test_changes_in_a_circle_are_told_once_and_a_step_on_one_is_no_other_mistake(folder: Folder) -> None:
    circle = CHAIN.replace('title = "Computers"', 'title = "Computers"\nrequires = "TEAM"')
    folder.plan(circle)
    path = folder.path / "plan.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[plan]", '[plan]\ndependants = "follow"', 1),
        encoding="utf-8",
    )
    folder.scenario('[[rephase]]\nchange = "IT"\nlater = "1 year"\n')
    assert folder.refusal().count("to fix") == 1
    assert "none of them can come first" in folder.refusal()
