"""`mtfp run` on the shipped plans: the gaps of every scenario, options, and exit codes."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.mtfp import FILES, Here

NIL = ["0.00"] * 4
GAPS = {
    "plan": NIL,
    "as-published": NIL,
    "school-improvement-slips": ["425000.00", "0.00", "0.00", "0.00"],
    "music-kept": ["40000.00", "110000.00", "180000.00", "362000.00"],
    "before-rephasing": ["-499000.00", "0.00", "0.00", "0.00"],
    "childrens-centres-rephased": NIL,
    "homes-a-year-late": NIL,
    "hard-times": ["575600.00", "1188446.00", "2771480.46", "4472645.27"],
}
ANSWERS = {
    "plan": "Every year balances.",
    "as-published": "Every year balances.",
    "school-improvement-slips": "2014/15 does not balance: £425,000 still to find. The later years balance.",
    "before-rephasing": "There is a surplus of £499,000 in 2014/15. The later years balance.",
    "childrens-centres-rephased": "Every year balances.",
    "homes-a-year-late": "Every year balances.",
}
SLIPS = "oxfordshire-2014/school-improvement-slips.toml"
MUSIC = "oxfordshire-2014/music-kept.toml"
HARD_TIMES = "oxfordshire-2014/hard-times.toml"
CENTRAL = "exampleshire/central.toml"
UNITS = ("£", "£000", "£m", "pounds", "thousands", "millions")

pytestmark = pytest.mark.usefixtures("council")


def test_every_shipped_file_of_2014_has_its_gap_here() -> None:
    assert {Path(name).stem for name in FILES if name.startswith("oxfordshire-2014/")} == set(GAPS)


@pytest.mark.parametrize("name", GAPS)
def test_the_gap_of_each_scenario_to_the_penny(name: str, mtfp: Here) -> None:
    ran = mtfp("run", f"oxfordshire-2014/{name}.toml", "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["gap"] == GAPS[name]


def test_the_plan_of_2015_has_no_gap(mtfp: Here) -> None:
    assert (
        json.loads(mtfp("run", "oxfordshire-2015/plan.toml", "--format", "json").out)["gap"] == ["0.00"] * 3
    )


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_in_one_sentence(name: str, mtfp: Here) -> None:
    lines = mtfp("run", f"oxfordshire-2014/{name}.toml").out.splitlines()
    assert ANSWERS[name] in lines


def test_the_step_of_the_issue_in_words(mtfp: Here) -> None:
    """14CEF5, £850,000 from April 2014, six months late: half of it, £425,000, is still to find in the first year only."""
    words = " ".join(mtfp("run", SLIPS, "--table", "scenario").out.split())
    assert "14CEF5 Less school improvement work as schools convert: 6 months late 425 0 0 0" in words


def test_childrens_centres_rephased_prints_early_intervention_as_the_paper_does(mtfp: Here) -> None:
    ran = mtfp(
        "run", "oxfordshire-2014/childrens-centres-rephased.toml", "--table", "changes", "--format", "csv"
    )
    rows = {row[2]: row[3:] for row in csv.reader(io.StringIO(ran.out))}
    assert rows["Subtotal Early Intervention"] == ["-500", "-499", "0", "-3000", "-3999"]


def test_the_order_on_screen(mtfp: Here) -> None:
    out = " ".join(mtfp("run", HARD_TIMES).out.split())
    order = [
        "Council ", "Plan ", "Scenario ", "Unit ", "Why ", "No year balances", "Gap before the scenario",
        "Gap after the scenario", "6 months late", "Effect of the scenario", "Roll-forward", "Base net budget", "Proposed budget",
        "Detailed budget changes", "Falls after the plan", "What else can be shown",
    ]  # fmt: skip
    found = [out.index(words) for words in order]
    assert found[:12] == sorted(found[:12])
    assert max(found) == found[-1]


def test_a_whole_council_answers_first_what_is_asked_first(mtfp: Here) -> None:
    """Does each year balance and by what, what is still to find, what changed, what is at risk; then the figures."""
    out = " ".join(mtfp("run", CENTRAL).out.split())
    order = [
        "Council ", "2027/28 balances by £", "of capitalisation (in principle)", "Still to find: ", "Against the plan, before reserves balance the gap, the scenario costs", "of savings over the plan",
        "Summary (£000)", "Net budget", "Total funding", "Gap before reserves", "Use of reserves to balance", "Gap still to find",
        "before and after the scenario (£000)", "Roll-forward (£000)", "Funding (£000)", "Council tax (£000)", "Reserves (£000)",
        "Balances of reserves (£000)", "How the net budget changes (£000)", "What each step matched, and why", "Please note",
        "What else can be shown",
    ]  # fmt: skip
    found = [out.index(words) for words in order]
    assert found == sorted(found)
    assert "Detailed budget changes" not in out


def test_every_table_of_a_whole_council_in_reading_order(mtfp: Here) -> None:
    out = " ".join(mtfp("run", CENTRAL, "--table", "all").out.split())
    order = [
        "Summary (£000)", "before and after the scenario (£000)", "Roll-forward (£000)", "Funding (£000)", "Council tax (£000)",
        "Reserves (£000)", "Balances of reserves (£000)", "Savings by service and stage (£000)", "Savings targets (£000)",
        "Demand (£000)", "Capital programme (£000)", "Capital financing (£000)", "Gross budgets in 2026/27 (£000)",
        "How the net budget changes (£000)", "Detailed budget changes (£000)", "What each step matched, and why",
    ]  # fmt: skip
    found = [out.index(words) for words in order]
    assert found == sorted(found)


def test_a_threshold_is_on_what_reserves_leave_to_find(mtfp: Here) -> None:
    """£563,420 is short before reserves in 2027/28; after them £186,896 in 2029/30 is the most."""
    assert mtfp("run", "exampleton/plan.toml", "--fail-on-gap", "186,897").code == 0
    assert mtfp("run", "exampleton/plan.toml", "--fail-on-gap", "186,000").code == 4


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", FILES)
def test_nothing_is_wider_than_80_columns(name: str, unit: str, mtfp: Here) -> None:
    for more in ([], ["--decimals", "2"], ["--rounding", "plain"]):
        ran = mtfp("run", name, "--unit", unit, "--table", "all", *more)
        assert ran.code == 0
        assert max(map(len, ran.out.splitlines())) <= 80


def test_help_and_messages_fit_80_columns_too(mtfp: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for arguments in (["--help"], ["run", "--help"], ["check", "--help"], ["schema", "--help"]):
        ran = mtfp(*arguments)
        assert ran.code == 0
        assert max(map(len, ran.out.splitlines())) <= 80


def test_the_help_tells_the_exit_codes(mtfp: Here) -> None:
    words = " ".join(mtfp("--help").out.split())
    for each in ("0 done", "1 a fault", "2 wrong usage", "3 a file is refused", "4 a threshold is breached"):
        assert each in words


@pytest.mark.parametrize(("sign", "name"), [("£", "pounds"), ("£000", "thousands"), ("£m", "millions")])
def test_a_unit_may_be_named_where_a_console_has_no_pound_sign(sign: str, name: str, mtfp: Here) -> None:
    assert mtfp("run", HARD_TIMES, "--unit", sign).out == mtfp("run", HARD_TIMES, "--unit", name).out


def test_tables_are_asked_for_by_name_and_more_than_once(mtfp: Here) -> None:
    one = mtfp("run", MUSIC, "--table", "roll-forward").out
    assert "Roll-forward (£000)" in one
    assert "Gap before the scenario" not in one
    assert "Detailed budget changes" not in one
    two = mtfp("run", MUSIC, "--table", "roll-forward", "--table", "changes").out
    assert "Roll-forward (£000)" in two
    assert "Detailed budget changes (£000)" in two
    everything = mtfp("run", MUSIC).out
    assert all(
        f"{title} (£000)" in everything
        for title in ("Gap before and after the scenario", "Roll-forward", "Detailed budget changes")
    )


def test_every_format_holds_the_same_figures(mtfp: Here) -> None:
    """The roll-forward, read back out of text, Markdown and CSV."""
    ask = ["run", HARD_TIMES, "--table", "roll-forward"]
    of_csv = [row[1:] for row in csv.reader(io.StringIO(mtfp(*ask, "--format", "csv").out))][1:]
    of_text = [
        line.replace(",", "").split()[-4:]
        for line in mtfp(*ask).out.partition("Roll-forward")[2].split("-" * 80)[1].strip("\n").splitlines()
    ]
    of_markdown = [
        [cell.strip().replace(",", "") for cell in line.strip("|").split("|")][1:]
        for line in mtfp(*ask, "--format", "markdown").out.splitlines()
        if line.startswith("|")
    ][2:]
    assert of_csv == of_text == of_markdown


@pytest.mark.parametrize(
    ("threshold", "code"),
    [
        ("0", 4),
        ("424", 4),
        ("424.99999", 4),
        ("425", 0),
        ("500k", 0),
        ("400k", 4),
        ("2.5m", 0),
        ("0.4m", 4),
        ("1bn", 0),
        ("-", 4),
    ],
)
def test_a_threshold_on_the_gap(threshold: str, code: int, mtfp: Here) -> None:
    ran = mtfp("run", SLIPS, "--fail-on-gap", threshold)
    assert ran.code == code
    assert ran.out == mtfp("run", SLIPS).out
    assert bool(ran.err) == (code == 4)


@pytest.mark.parametrize(("threshold", "code"), [("360", 4), ("362", 0)])
def test_a_threshold_looks_at_any_year(threshold: str, code: int, mtfp: Here) -> None:
    """The gap of music-kept grows to 362 in its last year."""
    assert mtfp("run", MUSIC, "--fail-on-gap", threshold).code == code


def test_a_threshold_is_tested_after_the_file_is_written(mtfp: Here, council: Path) -> None:
    ran = mtfp("run", SLIPS, "--fail-on-gap", "0", "--out", "result.txt")
    assert ran.code == 4
    assert (council / "result.txt").read_text(encoding="utf-8") == mtfp("run", SLIPS).out


def test_a_surplus_is_no_breach(mtfp: Here) -> None:
    assert mtfp("run", "oxfordshire-2014/before-rephasing.toml", "--fail-on-gap", "0").code == 0


def test_no_gap_to_test(mtfp: Here, council: Path) -> None:
    plan = council / "oxfordshire-2014" / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").partition("[cash_limit]")[0], encoding="utf-8")
    ran = mtfp("run", "oxfordshire-2014/plan.toml", "--fail-on-gap", "0")
    assert ran.code == 2
    assert "there is no gap to test" in ran.err


def test_the_parts_of_the_plan_add_to_the_whole(mtfp: Here) -> None:
    """Net budgets of the three divisions add, in £, to that of the plan, year by year."""
    whole = json.loads(mtfp("run", HARD_TIMES, "--format", "json").out)
    parts = [
        json.loads(mtfp("run", HARD_TIMES, "--format", "json", "--service", service).out)
        for service in ("Education & Early Intervention", "Children's Social Care", "Cross Directorate")
    ]
    for n, total in enumerate(whole["net_budget"]):
        assert sum(_pence(part["net_budget"][n]) for part in parts) == _pence(total)
    assert all(
        part["gap"] is None and part["resources"] is None and part["change_in_gap"] is None for part in parts
    )


def _pence(text: str) -> int:
    return int(text.replace(".", ""))


def test_a_service_beneath_a_line_has_its_changes_only(mtfp: Here) -> None:
    """Early Intervention as printed: -500, -499, 0, -3,000 by year, so -500, -999, -999, -3,999 so far."""
    ran = mtfp(
        "run",
        "oxfordshire-2014/plan.toml",
        "--format",
        "json",
        "--service",
        "Education & Early Intervention > Early Intervention",
    )
    data = json.loads(ran.out)
    assert data["net_budget"] == ["-500000.00", "-999000.00", "-999000.00", "-3999000.00"]
    assert [change["reference"] for change in data["changes"]] == ["CEF10c", "14CEF4", "15CEF1", "15CEF2"]


def test_an_unknown_service_is_refused(mtfp: Here) -> None:
    ran = mtfp("run", "oxfordshire-2014/plan.toml", "--service", "Childrens Social Care")
    assert (ran.out, ran.code) == ("", 2)
    assert "Children's Social Care" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["run"],
        ["run", "oxfordshire-2014/plan.toml", "--format", "pdf"],
        ["run", "oxfordshire-2014/plan.toml", "--table", "bridge"],
        ["run", "oxfordshire-2014/plan.toml", "--table", "council-tax"],
        ["run", "oxfordshire-2014/plan.toml", "--rounding", "down"],
        ["run", "oxfordshire-2014/plan.toml", "--decimals", "-1"],
        ["run", "oxfordshire-2014/plan.toml", "--decimals", "9"],
        ["run", "oxfordshire-2014/plan.toml", "--unit", "pence"],
        ["run", "oxfordshire-2014/plan.toml", "--unit", "£", "--decimals", "3"],
        ["run", "oxfordshire-2014/plan.toml", "--colour"],
        ["run", "oxfordshire-2014/plan.toml", "--fail-on-gap", "lots"],
        ["run", "oxfordshire-2014/plan.toml", "oxfordshire-2015/plan.toml"],
        ["run", "missing.toml"],
        ["run", "oxfordshire-2014"],
        ["run", ""],
        ["roll", "oxfordshire-2014/plan.toml"],
        ["schema", "lines"],
        ["schema"],
        ["check"],
        ["check", "missing.toml"],
        ["check", "oxfordshire-2014"],
    ],
)
def test_wrong_usage_is_code_2_and_nothing_on_stdout(arguments: list[str], mtfp: Here) -> None:
    ran = mtfp(*arguments)
    assert ran.code == 2
    assert ran.out == "" or not arguments  # `mtfp` alone shows its help
    assert "Traceback" not in ran.err
    assert ran.err.strip() or not arguments


def test_a_refused_file_is_code_3_and_nothing_on_stdout(mtfp: Here, council: Path) -> None:
    (council / "oxfordshire-2014" / "bad.toml").write_text(
        '[scenario]\ntitle = "Bad"\nplan = "plan.toml"\n\n[[rephase]]\nchange = "14CEF55"\nlater = "6 months"\n',
        encoding="utf-8",
    )
    ran = mtfp("run", "oxfordshire-2014/bad.toml")
    assert (ran.out, ran.code) == ("", 3)
    assert ran.err.startswith(
        'oxfordshire-2014/bad.toml:6: no change is called "14CEF55"\n    6 | change = "14CEF55"\n'
    )
    assert 'the nearest is "14CEF5"' in ran.err


def test_a_fault_of_ours_is_code_1_and_one_line(mtfp: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("mtfp.cli.run.read_request", broken)
    ran = mtfp("run", SLIPS)
    assert (ran.out, ran.code) == ("", 1)
    assert len(ran.err.splitlines()) == 1
    assert "report" in ran.err
    with pytest.raises(ZeroDivisionError):
        mtfp("run", SLIPS, "--debug")


def test_check_is_silent_when_all_is_well(mtfp: Here) -> None:
    ran = mtfp("check", *(file for file in FILES if file.startswith(("exampleton", "merton"))))
    assert (ran.out, ran.err, ran.code) == ("", "", 0)


def test_check_refuses_no_shipped_file(mtfp: Here) -> None:
    ran = mtfp("check", *FILES)
    assert (ran.err, ran.code) == ("", 0)


ODD = """[plan]
council = "Anyshire"
title = "Plan"
years = "2026/27"
unit = "£000"
[types]
S = { kind = "saving", status = "new", label = "Savings" }
[[line]]
service = "A"
base = 1_000
[[change]]
reference = "S1"
type = "S"
service = "A"
title = "Home care"
amounts = { "2026/27" = 20 }
"""


def test_check_says_what_may_not_be_meant_and_refuses_nothing(mtfp: Here, council: Path) -> None:
    (council / "odd.toml").write_text(ODD, encoding="utf-8")
    ran = mtfp("check", "odd.toml", "odd.toml")
    assert (ran.err, ran.code) == ("", 0)
    assert ran.out == (
        'odd.toml:11: Saving S1 "Home care" adds £20,000 to the budget: check its sign.\n'
        '  to answer\n    [[accept]]\n    notice = "sign-unlike-type"\n    of = "S1"\n    figure = 20\n'
        "\nTo answer one, add its [[accept]] to the plan, and below it why, by and on (a date), a line each.\n"
    )


BAD = """[scenario]
title = "Bad"
plan = "oxfordshire-2014/plan.toml"
[[drop]]
change = "14CEF55"
[[rephase]]
change = "14CEF5"
latter = "6 months"
"""


def test_check_tells_every_mistake_of_every_file_at_once(mtfp: Here, council: Path) -> None:
    (council / "bad.toml").write_text(BAD, encoding="utf-8")
    (council / "worse.toml").write_text(BAD.replace("plan.toml", "plans.toml"), encoding="utf-8")
    ran = mtfp("check", SLIPS, "bad.toml", "worse.toml")
    assert (ran.out, ran.code) == ("", 3)
    told = [line.partition(" ")[0] for line in ran.err.splitlines() if line and line[0] != " "]
    assert told[:3] == ["bad.toml:5:", "bad.toml:8:", "worse.toml:3:"]


def test_check_tells_of_a_missing_file_and_of_the_others_too(mtfp: Here, council: Path) -> None:
    (council / "bad.toml").write_text(BAD, encoding="utf-8")
    for order in (("bad.toml", "missing.toml"), ("missing.toml", "bad.toml")):
        ran = mtfp("check", *order)
        assert ran.out == ""
        assert ran.code in {2, 3}
        assert "bad.toml:5:" in ran.err
        assert "missing.toml" in ran.err


def test_the_same_scenario_after_its_files_move_together(mtfp: Here, council: Path) -> None:
    before = mtfp("run", HARD_TIMES).out
    (council / "oxfordshire-2014").rename(council / "a folder, with a comma")
    assert mtfp("run", "a folder, with a comma/hard-times.toml").out == before


def test_a_name_longer_than_any_file_s(mtfp: Here, council: Path) -> None:
    ran = mtfp("run", "a" * 300 + ".toml")
    assert (ran.out, ran.code) == ("", 2)
    assert "can't be read" in ran.err or "there is no file" in ran.err
    assert council.is_dir()
