"""`mtfp report`: every format in one command, all with the same figures, nothing written on a mistake."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from mtfp.output import WRITERS
from tests.cli.mtfp import Here, in_a_process

SLIPS = "oxfordshire-2014/school-improvement-slips.toml"
PAPERS = [f"gap{ending}" for ending in WRITERS]
TO = [argument for paper in PAPERS for argument in ("--to", paper)]


def test_every_format_at_once(mtfp: Here, council: Path) -> None:
    ran = mtfp("report", SLIPS, *TO)
    assert (ran.out, ran.code) == ("", 0)
    assert ran.err.splitlines() == [f"Written to {paper}." for paper in PAPERS]
    assert all((council / paper).stat().st_size for paper in PAPERS)


def test_the_same_inputs_give_the_same_bytes_whatever_the_day_the_place_and_the_order(council: Path) -> None:
    first = in_a_process("report", SLIPS, *TO, TZ="Pacific/Auckland", PYTHONHASHSEED="1")
    made = {paper: (council / paper).read_bytes() for paper in PAPERS}
    elsewhere = (council / SLIPS).as_posix()
    second = in_a_process("report", elsewhere, *TO, TZ="America/Adak", PYTHONHASHSEED="2", LC_ALL="C")
    assert (first.returncode, second.returncode) == (0, 0)
    assert {paper: (council / paper).read_bytes() for paper in PAPERS} == made


def test_a_paper_says_what_it_was_made_from(mtfp: Here, council: Path) -> None:
    mtfp("report", SLIPS, "--to", "paper.json", "--unit", "£m", "--tables", "roll-forward")
    made_from = json.loads((council / "paper.json").read_text(encoding="utf-8"))["made_from"]
    digest = re.compile(r"[0-9a-f]{64}")
    assert [digest.sub("DIGEST", line) for line in made_from] == [
        "Plan: Children, Education & Families 2014/15 to 2017/18, Oxfordshire County Council",
        "Scenario: School improvement slips",
        "File school-improvement-slips.toml: SHA-256 DIGEST",
        "File plan.toml: SHA-256 DIGEST",
        "File changes.csv: SHA-256 DIGEST",
        "House style: Plain and accessible",
        "Made with mtfp 0.1.0",
        "Rounded half away from nil, and then so that every column adds. Each figure that moved for that stands in the notes on rounding.",
    ]


def test_the_digest_is_the_one_any_program_gives(mtfp: Here, council: Path) -> None:
    """`sha256sum` says so of these bytes: a byte-order mark and Windows line ends are part of the file."""
    (council / "house.toml").write_bytes(b'\xef\xbb\xbf[style]\r\ntitle = "Ours"\r\n')
    mtfp("report", SLIPS, "--to", "paper.json", "--style", "house.toml")
    made_from = json.loads((council / "paper.json").read_text(encoding="utf-8"))["made_from"]
    assert (
        "File house.toml: SHA-256 0f3f47a47faf82e97d20a72f91b451abf5b6ef8b343ee0770805bcdd959d396f"
    ) in made_from


def test_a_csv_holds_plain_numbers_whatever_the_style(mtfp: Here, council: Path) -> None:
    (council / "house.toml").write_text(
        '[style]\ntitle = "Ours"\nnegatives = "brackets"\nnil = "-"\n', encoding="utf-8"
    )
    mtfp(
        "report", SLIPS, "--to", "a.csv", "--to", "a.md", "--style", "house.toml", "--tables", "roll-forward"
    )
    rows = list(csv.reader(io.StringIO((council / "a.csv").read_text(encoding="utf-8-sig"))))
    assert rows[6] == ["Previously agreed savings", "-2827", "-425", "0", "0"]
    assert "| Previously agreed savings | (2,827) | (425) | - | - |" in (council / "a.md").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--to", "paper.odt"], 2, ".docx"),
        (["--to", "paper"], 2, ".docx"),
        (["--to", "gop.svg"], 2, "gap"),
        (["--to", "missing/paper.md"], 2, "make the folder"),
        (["--to", "paper.md", "--tables", "roll-froward"], 2, "roll-forward"),
        (["--to", "paper.md", "--tables", "funding"], 2, "funding"),
        (["--to", "paper.md", "--style", "plian"], 2, "plain"),
        (["--to", "paper.docx", "--template", "no.docx"], 2, "no.docx"),
        (["--to", "paper.docx", "--template", SLIPS], 2, "Word"),
        (["--to", "paper.md", "--to", "./paper.md"], 2, "twice"),
        (["--to", "paper.md", "--template", SLIPS], 2, "template is for Word"),
        (["--to", "paper.md", "--unit", "£", "--decimals", "3"], 2, "less than a penny"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(
    arguments: list[str], code: int, told: str, mtfp: Here, council: Path
) -> None:
    before = sorted(council.iterdir())
    ran = mtfp("report", SLIPS, *arguments)
    assert ran.out == ""
    assert ran.code == code
    assert told in ran.err
    assert "fault" not in ran.err
    assert sorted(council.iterdir()) == before


def test_where_one_paper_can_t_be_written_none_is(mtfp: Here, council: Path) -> None:
    (council / "a.md").write_text("old", encoding="utf-8")
    ran = mtfp("report", SLIPS, "--to", "a.md", "--to", "missing/b.md")
    assert ran.code == 2
    assert (council / "a.md").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("name", [SLIPS, "oxfordshire-2014/changes.csv"])
def test_a_file_just_read_is_never_written_over(name: str, mtfp: Here, council: Path) -> None:
    paper = Path(name).with_suffix(".md")
    (council / paper).symlink_to(council / name)
    before = (council / name).read_bytes()
    ran = mtfp("report", SLIPS, "--to", paper.as_posix())
    assert ran.code == 2
    assert "one of the files just read" in ran.err
    assert (council / name).read_bytes() == before


def test_a_wrong_plan_writes_nothing(mtfp: Here, council: Path) -> None:
    (council / "oxfordshire-2014" / "changes.csv").write_text("reference\n", encoding="utf-8")
    ran = mtfp("report", SLIPS, *TO)
    assert ran.code == 3
    assert not [paper for paper in PAPERS if (council / paper).exists()]


def test_a_name_in_the_style_that_no_row_has_is_said(mtfp: Here, council: Path) -> None:
    (council / "house.toml").write_text(
        '[style]\ntitle = "Ours"\n[rows]\n"Base net bugdet" = "Base"\n', encoding="utf-8"
    )
    ran = mtfp("report", SLIPS, "--to", "paper.md", "--style", "house.toml")
    assert ran.err.startswith('The style names what no row here is called: "Base net bugdet".\n')
    assert ran.code == 0


def test_plain_rounding_is_said(mtfp: Here, council: Path) -> None:
    (council / "house.toml").write_text('[style]\nrounding = "plain"\n', encoding="utf-8")
    mtfp("report", SLIPS, "--to", "paper.json", "--style", "house.toml")
    made_from = json.loads((council / "paper.json").read_text(encoding="utf-8"))["made_from"]
    assert made_from[-1] == "Each figure is rounded by itself, half away from nil."


def test_json_holds_the_tables_of_the_paper_and_its_notes_tell_what_moved_in_them(
    mtfp: Here, council: Path
) -> None:
    ran = mtfp("report", "exampleshire/central.toml", "--unit", "£m", "--to", "a.json", "--to", "a.md")
    assert ran.code == 0
    told = json.loads((council / "a.json").read_text(encoding="utf-8"))
    moved = [each for table in told["tables"] for each in table["moved"]]
    assert moved
    assert told["made_from"][-1].endswith("Each figure that moved for that stands in the notes on rounding.")
    shown = (council / "a.md").read_text(encoding="utf-8").replace("\\", "")
    for each in moved:
        assert f"{each['row']}, {each['column']}: {each['printed']} is printed for " in shown
    assert [table["title"] for table in told["tables"]] == re.findall(
        r"^## Table \d+: (.*) \(£m\)$", shown, re.MULTILINE
    )


def test_a_style_s_names_for_tables_that_are_not_printed_are_no_mistake(mtfp: Here, council: Path) -> None:
    ran = mtfp("report", SLIPS, "--to", "a.md", "--style", "oxfordshire", "--tables", "scenario")
    assert ran.err == "Written to a.md.\n"
    assert (council / "a.md").exists()
