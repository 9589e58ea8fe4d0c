"""Each folder here holds the smallest wrong files for one mistake, and the exact message an officer reads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mtfp.cli import main
from tests.work import counted

FOLDERS = sorted(each.parent for each in Path(__file__).parent.glob("*/message.txt"))
STYLES = [folder for folder in FOLDERS if (folder / "style.toml").is_file()]
REFUSED = 3

GOOD = """[plan]
council = "Anyshire"
title = "Budget"
years = "2026/27 to 2027/28"
unit = "£000"

[[line]]
service = "Care"
base = 100
"""

BLOCK = re.compile(
    r"(?P<file>[^:\n]+):(?P<line>\d+)(?:, column [^:\n]+)?: (?P<what>\S.*)\n"
    r"(?: *(?P<number>\d+) \| (?P<excerpt>.+)\n)?"
    r"  expected  \S.*\n"
    r"  to fix    \S.*"
    r"(?:\n  not read  the \S.*)?"
    r"(?:\n  also on   (?:lines? \d|this line).*)?"
)
COUNT = re.compile(r"(?P<count>[\d,]+) mistakes(?: in [^:\n]+|: .+ and .+)")
PROGRAM_WORDS = re.compile(
    r"\b(dict|str|int|bool|float|NoneType|None|Decimal|tuple|object|validat\w*|pydantic|tomllib|parse\w*|"
    r"exception|traceback|instruction|namespace|null|boolean|string|array|integer)\b",
)


def asked(folder: Path) -> str:
    return "scenario.toml" if (folder / "scenario.toml").is_file() else "plan.toml"


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def mtfp(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[object, str, str]:
    """Run the command in a folder; return its exit code, what it prints and what it complains of."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["mtfp", *words])
    code: object = 0
    try:
        main()
    except SystemExit as stopped:
        code = stopped.code or 0
    return code, *capsys.readouterr()


def message_of(folder: Path) -> str:
    return (folder / "message.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize(
    "folder", [folder for folder in FOLDERS if folder not in STYLES], ids=lambda folder: folder.name
)
def test_message(
    folder: Path, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    code, out, err = mtfp(folder, monkeypatch, capsys, command, asked(folder))
    assert err == message_of(folder)
    assert code == REFUSED
    assert not out
    assert contents(folder) == before


@pytest.mark.parametrize("folder", STYLES, ids=lambda folder: folder.name)
def test_message_of_a_style(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    words = ("report", "plan.toml", "--style", "style.toml", "--to", "paper.csv")
    code, out, err = mtfp(folder, monkeypatch, capsys, *words)
    assert err == message_of(folder)
    assert code == REFUSED
    assert not out
    assert contents(folder) == before


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_message_points_at_a_line_that_is_there(folder: Path) -> None:
    blocks = message_of(folder).rstrip("\n").split("\n\n")
    if len(blocks) > 1:
        assert COUNT.match(blocks.pop())
    told = [(text, BLOCK.fullmatch(text)) for text in blocks]
    lines: dict[str, list[int]] = {}
    for text, block in told:
        assert block is not None, text
        lines.setdefault(block["file"], []).append(int(block["line"]))
        written = (folder / block["file"]).read_text(encoding="utf-8", errors="replace").split("\n")
        assert 1 <= int(block["line"]) <= len(written)
        if block["excerpt"] is not None:
            assert block["number"] == block["line"]
            plain_start = re.split(r"[^ -~]", written[int(block["line"]) - 1].strip())[0]
            start, is_cut, _ = block["excerpt"].partition("... ")  # cut for a cell
            assert start.startswith(plain_start[: len(start) if is_cut else 90])
    assert all(numbers == sorted(numbers) for numbers in lines.values())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_last_line_counts_the_mistakes(folder: Path) -> None:
    """A mistake alone is not counted; one that is told of several lines counts on each."""
    *told, last = message_of(folder).rstrip("\n").split("\n\n")
    counted = COUNT.match(last)
    if "also on" not in message_of(folder):
        assert (int(counted["count"]) if counted else 1) == max(len(told), 1)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_message_is_in_an_officers_words(folder: Path) -> None:
    told = re.sub(r'^ *\d+ \| .*$|"[^"\n]*"', "", message_of(folder), flags=re.MULTILINE)
    assert not PROGRAM_WORDS.findall(told)


@pytest.mark.parametrize(
    "name",
    [
        "unclosed-quote",
        "windows-encoding-in-csv",
        "pound-sign-in-thousands",
        "mistakes-in-three-places",
        "conflict-across-extends",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_message_from_the_command_itself(name: str, encoding: str) -> None:
    folder = Path(__file__).parent / name
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "mtfp", "check", asked(folder)],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(root),
            "PYTHONIOENCODING": encoding,
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        check=False,
    )
    assert done.stderr.decode(encoding).replace("\r\n", "\n") == message_of(folder)
    assert (done.returncode, done.stdout) == (REFUSED, b"")


def test_every_file_asked_for_is_checked_in_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.toml").write_text(GOOD.replace("base = 100", "base = nan"), encoding="utf-8")
    (tmp_path / "two.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "three.toml").write_text(GOOD.replace("2026/27 to", "2026/28 to"), encoding="utf-8")
    code, out, err = mtfp(tmp_path, monkeypatch, capsys, "check", "one.toml", "two.toml", "three.toml")
    assert (code, out) == (REFUSED, "")
    assert re.findall(r"^\w+\.toml:\d+", err, re.MULTILINE) == ["one.toml:9", "three.toml:4"]


def plan_with(text: str) -> str:
    return GOOD + text


ACCEPTED = {
    "byte-order mark": ("\ufeff" + GOOD).encode(),
    "Windows line ends": GOOD.replace("\n", "\r\n").encode(),
    "no line end at the end": GOOD.rstrip().encode(),
    "brackets left open in notes and comments": plan_with(
        'note = "see ((["  # [[[\n' + "# {[(\n" * 50
    ).encode(),
    "a ruled comment": plan_with("#" + "_" * 80 + "\n").encode(),
    "a long quoted number in a note": plan_with(f'note = "{"9" * 80}"\n').encode(),
    "a dotted rule in a note over several lines": plan_with('note = """\n' + "." * 90 + '\n"""\n').encode(),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_no_mistake(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.toml").write_bytes(ACCEPTED[name])
    assert mtfp(tmp_path, monkeypatch, capsys, "check", "plan.toml") == (0, "", "")


def test_byte_order_mark_in_a_csv_is_no_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    head = GOOD.partition("\n[[line]]")[0] + 'lines = "lines.csv"\n'
    (tmp_path / "plan.toml").write_text(head, encoding="utf-8")
    (tmp_path / "lines.csv").write_text("service,base\r\nCare,100\r\n", encoding="utf-8-sig", newline="")
    assert mtfp(tmp_path, monkeypatch, capsys, "check", "plan.toml") == (0, "", "")


HOSTILE = {
    "a key of 80 KB": (
        plan_with("k" * 80_000 + " = 1\n"),
        "plan.toml:10: the line is longer than 20,000 characters",
    ),
    "a key of 19 KB": (plan_with("k" * 19_000 + " = 1\n"), 'plan.toml:10: "kkkkk'),
    "text of 19 KB for a unit": (GOOD.replace("£000", "u" * 19_000), 'plan.toml:5: "uuuuu'),
    "brackets 5,000 deep": (
        plan_with("x = " + "[" * 5_000 + "]" * 5_000),
        "plan.toml:10: brackets are nested more than 40 deep",
    ),
    "brackets deep over many lines": (
        plan_with("x = " + "[\n" * 5_000 + "]\n" * 5_000),
        "plan.toml:50: brackets are nested more than 40 deep",
    ),
    "braces and brackets 2,000 deep": (
        plan_with("x = " + "{a=[" * 2_000 + "]}" * 2_000),
        "plan.toml:10: brackets are nested more than 40 deep",
    ),
    "brackets hidden behind text over several lines": (
        plan_with('x = ["""\nabc """, ' + "[" * 9_000),
        "plan.toml:11: brackets are nested more than 40 deep",
    ),
    "a number of 15,000 digits": (
        GOOD.replace("100", "9" * 15_000),
        "plan.toml:9: a number has 60 digits or more",
    ),
    "a number of 59 digits": (GOOD.replace("100", "9" * 59), "plan.toml:9: 99999"),
    "a number with a vast power of ten": (GOOD.replace("100", "1e999999999"), "plan.toml:9: "),
    "a rate with a vast power of ten": (
        plan_with(
            '\n[index.pay]\nrates = { "2026/27" = 1e999999999, "2027/28" = 1e-99999999999999999999 }\n'
        ),
        "plan.toml:12: ",
    ),
    "a key of a thousand parts": (
        plan_with(".".join("a" * 1_000) + " = 1\n"),
        "plan.toml:10: the line has more than 100 points in it, outside text",
    ),
    "a table of a thousand parts": (
        plan_with("[" + ".".join("a" * 1_000) + "]\n"),
        "plan.toml:10: the line has more than 100 points in it, outside text",
    ),
    "keys of many parts in braces": (
        plan_with("".join(f"x{n} = {{ a = 1, {'.'.join('b' * 9_000)} = 1 }}\n" for n in range(20))),
        "plan.toml:10: the line has more than 100 points in it, outside text",
    ),
    "a file of 2 MiB": (plan_with("# note\n" * (1 << 18)), "plan.toml:1: the file is of "),
    "10,000 empty lines of budget": (
        plan_with("[[line]]\n" * 10_000),
        'plan.toml:10: in line, "service" is missing',
    ),
    "10,000 unknown keys": (plan_with("".join(f"k{n} = 1\n" for n in range(10_000))), 'plan.toml:10: "k0"'),
    "10,000 unknown tables": (plan_with("".join(f"[k{n}]\n" for n in range(10_000))), 'plan.toml:10: "k0"'),
    "a key that would colour the screen": (plan_with('"\\u001b[31mred" = 1\n'), 'plan.toml:10: " [31mred"'),
    "a key that forges a message": (
        plan_with('"x\\nplan.toml:1: all is well" = 1\n'),
        'plan.toml:10: "x plan',
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_without_much_work(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text, start = HOSTILE[name]
    (tmp_path / "warm.toml").write_text(GOOD, encoding="utf-8")
    assert mtfp(tmp_path, monkeypatch, capsys, "check", "warm.toml") == (0, "", "")
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    with counted(most=100_000 + 1_000 * text.count("\n")):
        code, out, err = mtfp(tmp_path, monkeypatch, capsys, "check", "plan.toml")
    assert (code, out) == (REFUSED, "")
    assert err.startswith(start)
    assert err.replace("\n", "").isprintable()
    assert max(map(len, err.splitlines())) < 500
    assert len(err.split("\n\n")) <= 201
    assert sorted(each.name for each in tmp_path.iterdir()) == ["plan.toml", "warm.toml"]


def test_the_same_mistake_is_told_once_with_its_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.toml").write_text(
        plan_with('[[line]]\nservice = "Care"\nbase = 1\n' * 20), encoding="utf-8"
    )
    code, _, err = mtfp(tmp_path, monkeypatch, capsys, "check", "plan.toml")
    assert code == REFUSED
    assert err.count('two lines are called "Care"') == 1
    assert "  also on   lines 13, 16, 19, 22, 25" in err
    assert err.endswith(" 64 and 67\n\n20 mistakes in plan.toml\n")


def test_many_mistakes_that_differ_in_the_amount_alone_are_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seventeen cells with a pound sign are one mistake; the sum that is out of range is another."""
    (tmp_path / "plan.toml").write_text(
        GOOD.replace('unit = "£000"', 'unit = "£000"\nchanges = "changes.csv"')
        + '[types]\nP = { kind = "pressure", status = "new", label = "Pressures" }\n',
        encoding="utf-8",
    )
    rows = "".join(f"P{n},P,Care,More,£{n}00,\n" for n in range(1, 18))
    (tmp_path / "changes.csv").write_text(
        "reference,type,service,title,2026/27,2027/28\n" + rows + "P99,P,Care,More,200bn,\n", encoding="utf-8"
    )
    code, _, err = mtfp(tmp_path, monkeypatch, capsys, "check", "plan.toml")
    assert code == REFUSED
    assert err == (
        'changes.csv:2, column 2026/27 of "P1": "£100" has a pound sign, but amounts here are in £000\n'
        "    2 | P1,P,Care,More,£100,\n"
        "  expected  an amount in £000 without a pound sign, or one that says its unit, such as £1.2m\n"
        "  to fix    write 100 if £000 was meant, or 0.1 if pounds were meant\n"
        '  also on   lines 3 to 18: "£200", "£300", "£400", "£500", "£600", "£700" and 10 more\n'
        "\n"
        'changes.csv:19, column 2026/27 of "P99": 200bn is too large\n'
        "   19 | P99,P,Care,More,200bn,\n"
        "  expected  an amount of at most £100bn\n"
        "  to fix    check the amount, and the unit at the top of the plan\n"
        "\n"
        "18 mistakes in changes.csv\n"
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("S{n},X,Care,More,1,", ['no type is called "X"']),
        ("S{n},S,Nowhere,More,1,", ['"S0" has no line of base budget to land on, at or above "Nowhere"']),
        ("S{n},S,Care,More,lots,", ['"lots" is not an amount']),
        ("S{n},S,Care,,1,", ["this cell is blank"]),
        ("S,S,Care,More,1,", ['two changes are called "S"']),
        ("S{n},X,Nowhere,More,lots,", ['"X"', '"Nowhere"', '"lots"']),
    ],
)
def test_the_same_mistake_in_very_many_rows_is_told_once(
    row: str,
    told: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "plan.toml").write_text(
        GOOD.replace('unit = "£000"', 'unit = "£000"\nchanges = "changes.csv"')
        + '[types]\nS = { kind = "saving", status = "new", label = "Savings" }\n',
        encoding="utf-8",
    )
    rows = "".join(f"{row.format(n=n)}\n" for n in range(1000))
    (tmp_path / "changes.csv").write_text(
        f"reference,type,service,title,2026/27,2027/28\n{rows}", encoding="utf-8"
    )
    _, _, err = mtfp(tmp_path, monkeypatch, capsys, "check", "plan.toml")
    *blocks, last = err.rstrip("\n").split("\n\n")
    first = 3 if row.startswith("S,") else 2
    assert last == f"{(1002 - first) * len(told):,} mistakes in changes.csv"
    assert len(blocks) == len(told)
    for what in told:
        (block,) = [each for each in blocks if what in each]
        assert f"  also on   lines {first + 1} to 1001" in block
        assert "Nowhere" not in what or block.endswith(': "S1", "S2", "S3", "S4", "S5", "S6" and 993 more')
