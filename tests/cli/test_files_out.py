"""`--out`: written whole, said on stderr, never over a file that was read, and never half."""

import os
from pathlib import Path

import pytest

from tests.cli.mtfp import Here, in_a_process

SLIPS = "oxfordshire-2014/school-improvement-slips.toml"


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_file_holds_what_the_screen_would(form: str, mtfp: Here, council: Path) -> None:
    shown = mtfp("run", SLIPS, "--format", form).out
    ran = mtfp("run", SLIPS, "--format", form, "--out", "result")
    assert (ran.out, ran.err, ran.code) == ("", "Written to result.\n", 0)
    assert (council / "result").read_bytes() == shown.encode()


def test_csv_opens_in_excel_with_its_pound_sign(mtfp: Here, council: Path) -> None:
    shown = mtfp("run", SLIPS, "--format", "csv").out
    mtfp("run", SLIPS, "--format", "csv", "--out", "result.csv")
    assert (council / "result.csv").read_bytes() == b"\xef\xbb\xbf" + shown.encode()


def test_an_older_result_is_replaced(mtfp: Here, council: Path) -> None:
    (council / "result.txt").write_text("old " * 10_000, encoding="utf-8")
    assert mtfp("run", SLIPS, "--out", "result.txt").code == 0
    assert (council / "result.txt").read_text(encoding="utf-8") == mtfp("run", SLIPS).out


@pytest.mark.parametrize(
    "name",
    [
        SLIPS,
        "oxfordshire-2014/plan.toml",
        "oxfordshire-2014/changes.csv",
        "oxfordshire-2014/../oxfordshire-2014/changes.csv",
        "link.csv",
    ],
)
def test_a_file_just_read_is_never_written_over(name: str, mtfp: Here, council: Path) -> None:
    (council / "link.csv").symlink_to(council / "oxfordshire-2014" / "changes.csv")
    before = (council / name).read_bytes()
    ran = mtfp("run", SLIPS, "--format", "csv", "--out", name)
    assert (ran.out, ran.code) == ("", 2)
    assert "one of the files just read" in ran.err
    assert (council / name).read_bytes() == before


def test_a_parent_scenario_is_one_of_the_files_read(mtfp: Here, council: Path) -> None:
    parent = council / "oxfordshire-2014" / "before-rephasing.toml"
    before = parent.read_bytes()
    ran = mtfp(
        "run",
        "oxfordshire-2014/childrens-centres-rephased.toml",
        "--out",
        "oxfordshire-2014/before-rephasing.toml",
    )
    assert ran.code == 2
    assert parent.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["missing/result.txt", "oxfordshire-2014", "oxfordshire-2014/plan.toml/result.txt"]
)
def test_what_can_not_be_written_is_said_in_one_plain_sentence(name: str, mtfp: Here, council: Path) -> None:
    before = sorted(council.rglob("*"))
    ran = mtfp("run", SLIPS, "--out", name)
    assert (ran.out, ran.code) == ("", 2)
    assert ran.err.startswith(f'mtfp: "{name}" can\'t be written: ')
    assert "Traceback" not in ran.err
    assert sorted(council.rglob("*")) == before


def test_a_folder_that_can_not_be_written_leaves_the_old_file(
    mtfp: Here, council: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (council / "result.txt").write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    before = sorted(council.iterdir())
    ran = mtfp("run", SLIPS, "--out", "result.txt")
    assert (ran.out, ran.code) == ("", 2)
    assert "can't be written: permission denied" in ran.err
    assert (council / "result.txt").read_text(encoding="utf-8") == "old"
    assert sorted(council.iterdir()) == before


def test_nothing_is_written_when_a_file_is_refused(mtfp: Here, council: Path) -> None:
    (council / "bad.toml").write_text(
        '[scenario]\ntitle = "Bad"\nplan = "oxfordshire-2014/plan.toml"\n[[drop]]\nchange = "X"\n',
        encoding="utf-8",
    )
    before = sorted(council.rglob("*"))
    ran = mtfp("run", "bad.toml", "--out", "result.txt")
    assert (ran.out, ran.code) == ("", 3)
    assert sorted(council.rglob("*")) == before


def test_the_file_is_utf_8_whatever_the_console(council: Path) -> None:
    done = in_a_process("run", SLIPS, "--out", "result.txt", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0
    assert "£000" in (council / "result.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "form", "fix"),
    [
        ("out.docx", "text", "write it with mtfp report FILE --to out.docx, or give the file that ending"),
        ("out.xlsx", "csv", "write it with mtfp report FILE --to out.xlsx, or give the file that ending"),
        ("out.CSV", "text", "add --format csv, or give the file that ending"),
        ("out.md", "text", "add --format markdown, or give the file that ending"),
        ("out.csv", "json", "add --format csv, or give the file that ending"),
        ("out.pdf", "text", "give the file that ending"),
    ],
)
def test_an_ending_that_says_another_format_is_refused(
    name: str, form: str, fix: str, mtfp: Here, council: Path
) -> None:
    ran = mtfp("run", SLIPS, "--format", form, "--out", name)
    assert (ran.out, ran.code) == ("", 2)
    assert f'"{name}" ends in .{name[4:].lower()}, and --format is {form}' in ran.err
    assert ran.err.rstrip().endswith(fix)
    assert not (council / name).exists()


@pytest.mark.parametrize(
    ("name", "form"), [("out.txt", "json"), ("out.md", "markdown"), ("out", "text"), ("out.2026", "text")]
)
def test_an_ending_that_says_no_other_format_is_written(
    name: str, form: str, mtfp: Here, council: Path
) -> None:
    assert mtfp("run", SLIPS, "--format", form, "--out", name).code == 0
    assert (council / name).is_file()
