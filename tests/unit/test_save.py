"""Saving into files that are there, by hand: what changes on which line, what stays, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import mtfp
from mtfp.plan.model import Plan
from mtfp.plan.reserves import Floor
from mtfp.plan.terms import Service
from mtfp.problems import InputError, MisreadError
from mtfp.scenario.steps.deliver import Deliver
from mtfp.scenario.steps.rephase import Rephase
from mtfp.scenario.steps.step import Step
from mtfp.years import Horizon

HEAD = """\
# The plan of a council that is not there.
[plan]
council = "Anyshire"
title = "Plan"   # as the paper has it
years = "2026/27 to 2027/28"
unit = "£000"
"""
REST = """
[[line]]
service = "Adults"
base = "50,000"  # approved in February

[types]
S = { kind = 'saving', status = "new", label = "Savings" }
P = { kind = "pressure", status = "new", label = "Pressures" }
"""
CHANGES = """
# the first, agreed in July
[[change]]
reference = "S1"
type = "S"
service = "Adults"
title = "Homes"
amounts = { "26/27" = "-1,000", "2027/28" = -500 }  # half in each half

[[change]]
reference = "P1"
type = "P"
service = "Adults"
title = "Demand"
# paper 7
starts = "October 2026"
full_year = 900

# the end
"""


def write(folder: Path, text: str, name: str = "plan.toml") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def plan_with(path: Path, **changes: Any) -> Plan:
    """Return the plan of a file with fields of its first change as given."""
    plan = mtfp.load(path).plan
    return replace(plan, changes=(replace(plan.changes[0], **changes), *plan.changes[1:]))


def after(folder: Path, steps: str, text: str = HEAD + REST + CHANGES) -> str:
    """Return the file of a plan once what a scenario leaves of it is saved into it."""
    path = write(folder, text)
    scenario = write(folder, f'[scenario]\ntitle = "Other"\nplan = "plan.toml"\n\n{steps}', "scenario.toml")
    mtfp.save(mtfp.load(path).run(scenario), path)
    return path.read_bytes().decode()


def test_one_amount_changes_and_nothing_beside_it(tmp_path: Path) -> None:
    """-1,000 and -500; half of S1 arrives, and half of P1 is no part of it."""
    saved = after(
        tmp_path, '[[reprofile]]\nchange = "S1"\namounts = { "2026/27" = -1_000, "2027/28" = -250 }\n'
    )
    assert saved == (HEAD + REST + CHANGES).replace('"2027/28" = -500', '"2027/28" = -250')


def test_lines_end_as_they_did(tmp_path: Path) -> None:
    text = "\ufeff" + (HEAD + REST + CHANGES).replace("\n", "\r\n")
    steps = '[[rephase]]\nchange = "P1"\nlater = "6 months"\n\n[[add]]\nreference = "P2"\ntype = "P"\nservice = "Adults"\ntitle = "More"\namounts = { "2026/27" = 5 }\n'
    saved = after(tmp_path, steps, text)
    new = '\n\n[[change]]\nreference = "P2"\ntype = "P"\nservice = "Adults"\ntitle = "More"\namounts = { "2026/27" = 5 }'
    # P1 begins in April 2027, which is all in one year
    once = CHANGES.replace(
        'starts = "October 2026"\nfull_year = 900', f'amounts = {{ "2027/28" = 900 }}{new}'
    )
    assert saved == "\ufeff" + (HEAD + REST + once).replace("\n", "\r\n")


def test_a_change_that_goes_takes_no_comment_with_it(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + REST + CHANGES)
    plan = mtfp.load(path).plan
    with pytest.raises(InputError) as refused:
        mtfp.save(replace(plan, changes=plan.changes[:1]), path)
    assert str(refused.value) == (
        f"{path.as_posix()}:29: what is taken out here has a comment beside it or within it\n"
        "   29 | # paper 7\n"
        "  expected  comments that can stay: beside what stays, or with a blank line below\n"
        "  to fix    put it on a line of its own above all that goes, with a blank line below; or give another file name"
    )
    assert path.read_bytes().decode() == HEAD + REST + CHANGES
    moved = CHANGES.replace("# paper 7\n", "").replace(
        '\n[[change]]\nreference = "P1"', '\n# paper 7\n\n[[change]]\nreference = "P1"'
    )
    write(tmp_path, HEAD + REST + moved)
    mtfp.save(replace(plan, changes=plan.changes[:1]), path)
    kept = CHANGES[: CHANGES.index('\n[[change]]\nreference = "P1"')] + "\n# paper 7\n\n# the end\n"
    assert path.read_bytes().decode() == HEAD + REST + kept


def test_keys_come_and_go_where_they_belong(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + REST + CHANGES)
    mtfp.save(plan_with(path, note='In "July"', tags=frozenset({"homes"}), stage="agreed"), path)
    new = 'half\ntags = "homes"\nstage = "agreed"\nnote = "In \\"July\\""'
    assert path.read_bytes().decode() == HEAD + REST + CHANGES.replace(
        "half\n\n[[change]]", f"{new}\n\n[[change]]"
    )
    mtfp.save(plan_with(path, note="", tags=frozenset(), stage=None), path)
    assert path.read_bytes().decode() == HEAD + REST + CHANGES


def test_signs_words_and_levels_are_those_of_the_file(tmp_path: Path) -> None:
    """Savings are positive, "likely" is the file's word, and levels become what each year changes."""
    head = HEAD + 'signs = "savings positive"\n'
    rest = REST + '\n[confidence]\nlikely = "80%"\n'
    changes = (
        CHANGES.replace('"-1,000"', '"1,000"')
        .replace('"2027/28" = -500 }', '"2027/28" = 1_500 }')
        .replace("half\n\n", 'half\nbasis = "levels"\nconfidence = "likely"\ntags = ["z", "a"]\n\n', 1)
    )
    steps = '[[deliver]]\nchange = "S1"\nshare = "50%"\n'
    saved = after(tmp_path, steps, head + rest + changes)
    expected = changes.replace(
        '{ "26/27" = "1,000", "2027/28" = 1_500 }', '{ "2026/27" = 500, "2027/28" = 250 }'
    )
    assert saved == head + rest + expected.replace('basis = "levels"\n', "")
    copy = tmp_path / "copy.toml"
    mtfp.save(mtfp.load(tmp_path / "plan.toml"), copy)
    assert 'signs = "savings positive"' in copy.read_text(encoding="utf-8")
    assert 'confidence = "likely"' in copy.read_text(encoding="utf-8")
    assert mtfp.load(copy).plan == mtfp.load(tmp_path / "plan.toml").plan


ODD = """\
plan.council = "A"
plan.title = "P"
plan.years = "2026/27 to 2027/28"
plan.unit = "£000"
labels.opening = "Base"
line = [
  { service = "Adults", base = 50_000 }, # one
  { service = "Children", base = "30,000" } # two
]
types = { S = { kind = "saving", status = "new", label = "Savings" } }
[index."care costs".rates]
"2026/27" = "2%"
27-28 = "3%"
"""


def test_a_file_without_headings_is_written_into_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, ODD)
    plan = mtfp.load(path).plan
    costs = plan.indices["care costs"]
    other = replace(
        plan,
        title="Q",
        source="Budget book",
        labels={"opening": "Base", "closing": "Close"},
        lines=(replace(plan.lines[0], base=100_000), plan.lines[1]),
        indices={"care costs": replace(costs, stated_rates=(20_000, 40_000))},
    )
    mtfp.save(other, path)
    assert path.read_text(encoding="utf-8") == ODD.replace('"P"', '"Q"').replace(
        '"£000"\n', '"£000"\nplan.source = "Budget book"\n'
    ).replace('"Base"\n', '"Base"\nlabels.closing = "Close"\n').replace("50_000", "1").replace('"3%"', '"4%"')
    with pytest.raises(InputError, match="has a comment"):
        mtfp.save(replace(other, lines=other.lines[:1]), path)


LISTED = HEAD + 'changes = "changes.csv"\n' + REST
ROWS = (
    "Reference,Type,Service,Title,2026/27 £000,2027/28 £000,Total,owner\r\n"
    '"S1",S,Adults,"Homes, sold","-1,000",-500,"-1,500",Ann\r\n'
    "\r\n"
    "P1,P,Adults,Demand,450,450,900,Bob\r\n"
    'S2,S,Adults,"Day centres",-10,,,"x, y"'
)


def test_cells_of_a_list_change_and_no_other_row(tmp_path: Path) -> None:
    rows = write(tmp_path, ROWS, "changes.csv")
    steps = '[[deliver]]\nchange = "S1"\nshare = "50%"\n\n[[add]]\nreference = "P2"\ntype = "P"\nservice = "Adults"\ntitle = "More"\namounts = { "2026/27" = 5 }\n'
    assert after(tmp_path, steps, LISTED) == LISTED
    saved = ROWS.replace(
        '"S1",S,Adults,"Homes, sold","-1,000",-500,"-1,500",Ann',
        'S1,S,Adults,"Homes, sold",-500,-250,-750,Ann',
    )
    assert rows.read_bytes().decode() == saved + "\r\nP2,P,Adults,More,5,,,\r\n"


def test_a_column_that_is_needed_is_added_and_blank_elsewhere(tmp_path: Path) -> None:
    rows = write(tmp_path, ROWS, "changes.csv")
    path = write(tmp_path, LISTED)
    mtfp.save(plan_with(path, stage="agreed"), path)
    lines = ROWS.replace("owner\r", "owner,stage\r").replace(
        '"Homes, sold","-1,000",-500,"-1,500",Ann', '"Homes, sold","-1,000",-500,"-1,500",Ann,agreed'
    )
    lines = lines.replace('"S1"', "S1").replace("Bob\r", "Bob,\r") + ","
    assert rows.read_bytes().decode() == lines
    plan = mtfp.load(path).plan
    mtfp.save(replace(plan, changes=(plan.changes[0], plan.changes[2])), path)
    assert rows.read_bytes().decode() == lines.replace("P1,P,Adults,Demand,450,450,900,Bob,\r\n", "")


def test_a_list_of_lines_gains_no_column_of_inflation_that_none_needs(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + 'lines = "lines.csv"\n' + REST[REST.index("[types]") :])
    write(tmp_path, "service,base,Inflation 2026/27\nAdults,50000,20\n", "lines.csv")
    plan = mtfp.load(path).plan
    mtfp.save(replace(plan, lines=(replace(plan.lines[0], base=51_000_000_00),)), path)
    assert (tmp_path / "lines.csv").read_text() == "service,base,Inflation 2026/27\nAdults,51000,20\n"


def test_a_rise_that_is_not_stated_is_not_written(tmp_path: Path) -> None:
    """A plan that says nothing of a precept is saved as one that says nothing of it."""
    tax = (
        '[council_tax]\nband_d = 1_500\ncore = "2%"\ntax_base = { "2026/27" = 40_000, "2027/28" = 40_000 }\n'
    )
    plan = mtfp.load(write(tmp_path, HEAD + tax + REST + CHANGES))
    mtfp.save(plan, tmp_path / "new.toml")
    assert "precept" not in (tmp_path / "new.toml").read_text(encoding="utf-8")


def test_phases_go_into_a_column_of_their_own(tmp_path: Path) -> None:
    """Half of P1, 450 in April 2026 and 450 a year later, is half a year late: 225, 225, 225 and 225."""
    rows = write(tmp_path, ROWS, "changes.csv")
    assert after(tmp_path, '[[rephase]]\nchange = "P1"\nlater = "6 months"\npart = "50%"\n', LISTED) == LISTED
    phases = "April 2026 225; October 2026 225; April 2027 225; October 2027 225"
    lines = (
        ROWS.replace("owner\r", "owner,phases\r")
        .replace("450,450,900,Bob", f",,0,Bob,{phases}")
        .replace("Ann", "Ann,")
    )
    assert rows.read_bytes().decode() == lines + ","


def test_what_no_column_holds_is_refused(tmp_path: Path) -> None:
    rows = write(tmp_path, "service,base\nAdults,50000\n", "lines.csv")
    head = HEAD + 'lines = "lines.csv"\n'
    path = write(tmp_path, head + REST[REST.index("\n[types]") :])
    plan = mtfp.load(path).plan
    by_year = replace(plan.lines[0], base_by_year=(5_000_000_000, 5_100_000_000))
    stated = HEAD + REST.replace(
        "[types]", 'base_by_year = { "2026/27" = 50_000, "2027/28" = 51_000 }\n\n[types]'
    )
    wanted = mtfp.load(write(tmp_path, stated, "stated.toml")).plan
    assert wanted.lines == (by_year,)
    with pytest.raises(InputError) as refused:
        mtfp.save(wanted, path)
    assert str(refused.value) == (
        f'{rows.as_posix()}:2: line "Adults" would have base_by_year, which no column of a list holds\n'
        "    2 | Adults,50000\n"
        "  expected  what the columns of lines.csv can state\n"
        "  to fix    give the name of a new file, which holds its lists itself"
    )
    assert rows.read_text(encoding="utf-8") == "service,base\nAdults,50000\n"
    mtfp.save(wanted, tmp_path / "new.toml")
    assert mtfp.load(tmp_path / "new.toml").plan == wanted


SCENARIO = """\
# asked for in the autumn
[scenario]
title = "Late"
plan = "plan.toml"

[[rephase]]
change = "P1"
later = "6 months"  # as monitoring has it

[[drop]]
change = "S1"
"""


def test_a_scenario_is_saved_into_its_file_and_beside_it(tmp_path: Path) -> None:
    plan = mtfp.load(write(tmp_path, HEAD + REST + CHANGES))
    path = write(tmp_path, SCENARIO, "late.toml")
    late = plan.scenario(path)
    mtfp.save(late, path)
    assert path.read_bytes().decode() == SCENARIO
    first, second = late.scenario.steps
    assert isinstance(first, Rephase)
    other = replace(
        late.scenario, title="Later", steps=(replace(first, later=9), replace(second, why="Costly"))
    )
    mtfp.save(replace(late, scenario=other), path)
    assert path.read_bytes().decode() == SCENARIO.replace('"Late"', '"Later"').replace(
        "6 months", "9 months"
    ).replace('change = "S1"', 'change = "S1"\nwhy = "Costly"')
    mtfp.save(replace(late, scenario=other), tmp_path / "copy.toml")
    assert plan.scenario(tmp_path / "copy.toml").scenario == other
    (tmp_path / "in").mkdir()
    with pytest.raises(MisreadError, match="is in another folder than"):
        mtfp.save(late, tmp_path / "in" / "late.toml")
    with pytest.raises(MisreadError, match="is a plan, not a scenario"):
        mtfp.save(late, tmp_path / "plan.toml")


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("twice", "two steps meet on P1"),
        ("early", "before the plan"),
        ("unknown", 'no change is called "S9"'),
        ("pressure", '"P1" is a pressure'),
    ],
)
def test_a_scenario_that_check_refuses_is_not_saved(tmp_path: Path, made: str, said: str) -> None:
    """A scenario made in Python is held to all that one in a file is, what its steps come to as well as how they are written."""
    plan = mtfp.load(write(tmp_path, HEAD + REST + CHANGES))
    late = plan.scenario(write(tmp_path, SCENARIO, "late.toml"))
    first, _ = late.scenario.steps
    assert isinstance(first, Rephase)
    steps: dict[str, tuple[Step, ...]] = {
        "twice": (first, replace(first, later=9)),
        "early": (replace(first, later=None, earlier=24),),
        "unknown": (replace(first, change=("S9",)),),
        "pressure": (Deliver(change=("P1",), share=500_000, place=first.place),),
    }
    wrong = replace(late, scenario=replace(late.scenario, steps=steps[made]))
    with pytest.raises(MisreadError, match=said):
        mtfp.save(wrong, tmp_path / "new.toml")
    assert not (tmp_path / "new.toml").exists()


SCHEME = """
[[scheme]]
reference = "K1"
type = "P"
service = "Adults"
title = "Depot"
spend = { "2026/27" = 1_200 }
life = 20
method = "annuity"
rate = "5%"
"""


def test_a_scheme_that_is_late_within_the_plan_is_saved(tmp_path: Path) -> None:
    """Nothing falls after the plan; where something does, its file can't state it."""
    steps = '[[capital]]\nscheme = "K1"\nlater = "1 year"\n'
    saved = after(tmp_path, steps, HEAD + REST + CHANGES + SCHEME)
    assert saved == HEAD + REST + CHANGES + SCHEME.replace("= 1_200", '= 0, "2027/28" = 1_200')
    with pytest.raises(MisreadError, match=r"has spending, or what pays for it, after 2027/28"):
        after(tmp_path, steps.replace("1 year", "2 years"), HEAD + REST + CHANGES + SCHEME)


def test_what_is_answered_for_a_scenario_is_answered_for_the_plan_it_leaves(tmp_path: Path) -> None:
    """What the plan answers already is answered once, and an answer for another scenario stays."""
    answers = "".join(
        f'\n[[accept]]\nnotice = "no-amount"\nof = "S1"\n{of}why = "Yes"\nby = "Ann"\non = 2026-01-31\n'
        for of in ('scenario = "Other"\n', "", 'scenario = "Third"\n')
    )
    saved = after(
        tmp_path,
        '[[drop]]\nchange = "S1"\n',
        HEAD + REST + CHANGES.replace("  # half in each half", "") + answers,
    )
    once = answers.replace('scenario = "Other"\n', "", 1)
    assert saved.endswith(
        once[: once.index("\n[[accept]]", 1)]
        + once[once.index('\n[[accept]]\nnotice = "no-amount"\nof = "S1"\nscenario') :]
    )
    result = mtfp.load(tmp_path / "plan.toml").run()
    assert not [notice for notice in result.notices if "S1" in notice]


def test_a_minimum_of_less_than_one_of_the_unit_says_its_unit(tmp_path: Path) -> None:
    """£50 is 0.05 in £000, which would be asked: is it 5%?"""
    reserve = '[[reserve]]\nname = "Balances"\nclass = "general"\nopening = 300\nminimum = 50\n'
    plan = plan_with(write(tmp_path, HEAD + reserve + REST + CHANGES))
    held = replace(plan, reserves=(replace(plan.reserves[0], minimum=Floor(50_00)),))
    mtfp.save(held, tmp_path / "new.toml")
    assert 'minimum = "0.05k"' in (tmp_path / "new.toml").read_text(encoding="utf-8")


def test_text_that_a_file_reads_otherwise_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + REST + CHANGES)
    with pytest.raises(MisreadError) as refused:
        mtfp.save(plan_with(path, note="Two\nlines"), tmp_path / "new.toml")
    assert (
        refused.value.what
        == f'change "S1" would not read back from "{(tmp_path / "new.toml").as_posix()}" as it is'
    )
    assert not (tmp_path / "new.toml").exists()


def test_a_file_with_a_mistake_is_left_alone(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + REST + CHANGES)
    plan = mtfp.load(path)
    wrong = write(tmp_path, HEAD + REST + CHANGES.replace("Adults", "Adlts"))
    with pytest.raises(InputError, match="Adlts"):
        mtfp.save(plan, wrong)
    assert "Adlts" in path.read_text(encoding="utf-8")


def other(plan: Plan, *changes: int) -> Plan:
    """Return a plan with its changes in another order, or without some."""
    return replace(plan, changes=tuple(plan.changes[n] for n in changes))


@pytest.mark.parametrize("order", [(1,), (1, 0)], ids=["goes", "moves"])
def test_a_comment_above_what_goes_is_not_left_over_another(tmp_path: Path, order: tuple[int, ...]) -> None:
    changes = CHANGES.replace("# paper 7\n", "").replace("  # half in each half", "")
    changes = changes.replace('[[change]]\nreference = "P1"', '# of P1\n[[change]]\nreference = "P1"')
    path = write(tmp_path, HEAD + REST + changes)
    with pytest.raises(InputError, match=r":\d+: what is taken out here has a comment above it"):
        mtfp.save(other(mtfp.load(path).plan, *order), path)
    write(tmp_path, HEAD + REST + changes.replace(", agreed in July\n", "\n\n").replace("# of P1\n", ""))
    mtfp.save(other(mtfp.load(path).plan, 1), path)
    assert '# the first\n\n[[change]]\nreference = "P1"' in path.read_text(encoding="utf-8")


def test_a_comment_above_a_key_that_goes_is_refused(tmp_path: Path) -> None:
    text = HEAD.replace("unit =", '# from the minutes\nsource = "Cabinet"\nunit =') + REST + CHANGES
    path = write(tmp_path, text)
    with pytest.raises(InputError, match="comment above it"):
        mtfp.save(replace(mtfp.load(path).plan, source=""), path)


def test_another_name_is_a_change_of_one_key(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + REST + CHANGES)
    mtfp.save(plan_with(path, reference="S9", printed="S9"), path)
    assert path.read_bytes().decode() == (HEAD + REST + CHANGES).replace('"S1"', '"S9"')
    rows = write(tmp_path, ROWS, "changes.csv")
    path = write(tmp_path, LISTED, "listed.toml")
    mtfp.save(plan_with(path, reference="S9", printed="S9"), path)
    assert rows.read_bytes().decode() == ROWS.replace('"S1"', "S9")


def test_a_row_that_moves_takes_along_what_is_not_read(tmp_path: Path) -> None:
    rows = write(tmp_path, ROWS, "changes.csv")
    path = write(tmp_path, LISTED)
    mtfp.save(other(mtfp.load(path).plan, 2, 0, 1), path)
    titles = [line.split(",")[0] for line in rows.read_text(encoding="utf-8").split("\n") if line.strip()]
    assert titles == ["Reference", "S2", '"S1"', "P1"]
    assert 'S2,S,Adults,Day centres,-10,,,"x, y"' in rows.read_text(encoding="utf-8")


def test_a_list_in_brackets_is_written_where_it_stands(tmp_path: Path) -> None:
    head, rest = HEAD.split("[plan]")
    lines = '[[line]]\nservice = "Adults"\nbase = "50,000"  # approved in February\n'
    braces = 'line = [{ service = "Adults", base = 50_000 }]  # approved\n'
    path = write(tmp_path, head + braces + "[plan]" + rest + REST.replace(lines, "") + CHANGES)
    plan = mtfp.load(path).plan
    mtfp.save(replace(plan, title="Other"), path)
    assert braces in path.read_text(encoding="utf-8")
    mtfp.save(replace(plan, title="Other", lines=(replace(plan.lines[0], base=5_000_100),)), path)
    assert 'line = [{ service = "Adults", base = 50.001 }]  # approved' in path.read_text(encoding="utf-8")


def test_a_year_more_is_a_column_more_and_a_year_less_is_refused(tmp_path: Path) -> None:
    rows = write(tmp_path, "sep=,\r\n" + ROWS, "changes.csv")
    path = write(tmp_path, LISTED)
    plan = mtfp.load(path).plan
    with pytest.raises(InputError, match="has a column 2027/28 £000, and the plan to be saved no such year"):
        mtfp.save(replace(plan, horizon=Horizon.parse("2026/27 to 2026/27")), path)
    longer = replace(plan, horizon=Horizon.parse("2026/27 to 2028/29"))
    mtfp.save(longer, path)
    assert rows.read_text(encoding="utf-8").split("\n")[:2] == [
        "sep=,",
        "Reference,Type,Service,Title,2026/27 £000,2027/28 £000,Total,owner,2028/29",
    ]
    assert mtfp.load(path).plan == longer


def test_what_can_not_be_saved_is_said_of_the_name_and_the_plan(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + REST + CHANGES)
    scenario = write(tmp_path, '[scenario]\ntitle = "T"\nplan = "plan.toml"\n', "scenario.toml")
    plan = mtfp.load(path)
    for name, said in (("new.csv", "not the name of a plan"), ("a\0b", "a character that is not text")):
        with pytest.raises(MisreadError, match=said):
            mtfp.save(plan, tmp_path / name)
    with pytest.raises(MisreadError, match="is a scenario, not a plan"):
        mtfp.save(plan, scenario)
    with pytest.raises(MisreadError, match=r"could not be read once this is saved: change .* no line"):
        mtfp.save(replace(plan.plan, lines=(replace(plan.plan.lines[0], service=Service(("A",))),)), path)
    write(tmp_path, ROWS, "changes.csv")
    listed = write(tmp_path, LISTED, "listed.toml")
    with pytest.raises(MisreadError, match="half a character"):
        mtfp.save(plan_with(listed, title="\ud800"), listed)
    assert path.read_bytes().decode() == HEAD + REST + CHANGES
