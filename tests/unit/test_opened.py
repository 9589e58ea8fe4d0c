"""Only ordinary files are opened, inside the folder, and all of one as it stood."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import mtfp
from mtfp.files import opened as doors
from mtfp.files.opened import beside, read_bytes
from mtfp.files.request import read_request
from mtfp.files.source import SourceFile, read_source
from mtfp.files.style import read_style
from mtfp.problems import InputError, MisreadError

PLAN = '[plan]\ncouncil = "C"\ntitle = "T"\nyears = "2026/27"\nunit = "£000"\n[[line]]\nservice = "A"\nbase = 7\n'
WITH_CHANGES = PLAN.replace("[[line]]", 'changes = "changes.csv"\n[[line]]')
CHANGES = "reference,type,service,title,2026/27\n"

links = pytest.mark.skipif(os.name == "nt", reason="making a link needs rights in Windows")
pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
devices = pytest.mark.skipif(not Path("/dev/zero").is_char_device(), reason="this system has no /dev/zero")

READERS: list[Callable[[Path], object]] = [
    read_request,
    read_bytes,
    lambda path: read_style(path.as_posix()),
]


def refused(call: Callable[[], object]) -> MisreadError:
    with pytest.raises(MisreadError) as found:
        call()
    return found.value


@pipes
@pytest.mark.parametrize("read", READERS)
def test_a_pipe_with_a_name_is_refused_at_once(read: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    os.mkfifo(path)
    assert refused(lambda: read(path)).what == f'"{path.as_posix()}" is a pipe, not a file'


@devices
@links
@pytest.mark.parametrize("read", READERS)
def test_a_link_to_a_device_is_refused(read: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.symlink_to("/dev/zero")
    assert refused(lambda: read(path)).what == f'"{path.as_posix()}" is a device, not a file'


@links
def test_what_is_named_on_the_command_line_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "plan.toml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "plan.toml").symlink_to(tmp_path / "elsewhere" / "plan.toml")
    assert read_request(tmp_path / "plan.toml").read.plan.lines[0].base == 700_000


@links
def test_a_link_round_in_a_circle_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.symlink_to(path)
    assert refused(lambda: read_request(path)).what.startswith(f'"{path.as_posix()}" can\'t be read: ')


@links
@pytest.mark.parametrize("linked", ["changes.csv", "inside/changes.csv"])
def test_a_link_in_a_file_may_not_lead_out_of_its_folder(linked: str, tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    (folder / "inside").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text(CHANGES, encoding="utf-8")
    (folder / "changes.csv").symlink_to(tmp_path / "secret.csv")
    place = SourceFile(folder / "plan.toml", "plan.toml", "").place()
    if linked.startswith("inside"):
        (folder / "inside").rmdir()
        (folder / "inside").symlink_to(tmp_path)
        (tmp_path / "changes.csv").write_text(CHANGES, encoding="utf-8")
    with pytest.raises(InputError) as found:
        beside(place, folder / "plan.toml", linked)
    problem = found.value.problems[0]
    assert problem.what == f'"{linked}" is a link that leads out of the folder of this file'
    assert problem.fix == "put the file itself there, in place of the link"


@links
def test_a_link_that_stays_inside_is_read(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(WITH_CHANGES, encoding="utf-8")
    (tmp_path / "of-may.csv").write_text(CHANGES, encoding="utf-8")
    (tmp_path / "changes.csv").symlink_to("of-may.csv")
    assert read_request(tmp_path / "plan.toml").read.plan.changes == ()


@links
def test_a_folder_reached_by_a_link_is_a_folder_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "plan.toml").write_text(WITH_CHANGES, encoding="utf-8")
    (tmp_path / "real" / "changes.csv").write_text(CHANGES, encoding="utf-8")
    (tmp_path / "shared").symlink_to(tmp_path / "real")
    assert read_request(tmp_path / "shared" / "plan.toml").read.plan.changes == ()


@links
def test_scenarios_that_are_links_in_a_circle(tmp_path: Path) -> None:
    path = tmp_path / "slip.toml"
    path.write_text('[scenario]\ntitle = "S"\nextends = "loop.toml"\n', encoding="utf-8")
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    with pytest.raises(InputError) as found:
        read_request(path)
    assert found.value.problems[0].what.startswith('"')
    assert "loop.toml\" can't be read: " in found.value.problems[0].what


@pytest.mark.parametrize("name", ["pl\0an.toml", "pl\udcffan.toml"])
def test_a_name_with_what_is_no_text_gets_a_sentence(name: str, tmp_path: Path) -> None:
    assert "holds a character that is not text" in refused(lambda: read_request(tmp_path / name)).what


@pytest.mark.parametrize("key", ["plan", "extends"])
def test_a_name_with_a_nul_in_a_file(key: str, tmp_path: Path) -> None:
    path = tmp_path / "slip.toml"
    path.write_text(f'[scenario]\ntitle = "S"\n{key} = "pl\\u0000an.toml"\n', encoding="utf-8")
    with pytest.raises(InputError) as found:
        read_request(path)
    assert {each.what for each in found.value.problems} == {"the text holds a character that does not print"}


@pytest.mark.parametrize("change", ["longer", "shorter", "other"])
def test_a_file_that_changes_while_it_is_read_is_never_half_taken(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel saves the file between two readings of a part of it."""
    path = tmp_path / "changes.csv"
    path.write_bytes(b"a" * (3 << 20))
    read, written = os.read, {"longer": 4 << 20, "shorter": 1 << 20, "other": 3 << 20}[change]

    def read_and_write(descriptor: int, most: int) -> bytes:
        part = read(descriptor, most)
        if path.read_bytes().startswith(b"a"):
            path.write_bytes(b"b" * written)
        return part

    monkeypatch.setattr(os, "read", read_and_write)
    found = refused(lambda: read_source(path))
    assert found.what == f'"{path.as_posix()}" was changed while it was read'


def test_a_file_put_in_the_place_of_another_leaves_the_whole_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, new = tmp_path / "changes.csv", tmp_path / "new.csv"
    path.write_bytes(b"a" * (3 << 20))
    read = os.read

    def read_and_replace(descriptor: int, most: int) -> bytes:
        part = read(descriptor, most)
        if not new.exists() and os.name != "nt":
            new.write_bytes(b"b" * (3 << 20))
            new.replace(path)
        return part

    monkeypatch.setattr(os, "read", read_and_replace)
    assert set(read_bytes(path)) == {ord("a")}


def test_more_bytes_than_a_template_has(tmp_path: Path) -> None:
    path = tmp_path / "council.docx"
    with path.open("wb") as out:
        out.truncate((1 << 26) + 1)
    assert refused(lambda: read_bytes(path)).what == f'"{path.as_posix()}" is of 67,108,865 bytes'


@pytest.mark.parametrize("named", ["slip2.toml", "changes.csv"])
def test_the_ending_that_notepad_adds_is_told(named: str, tmp_path: Path) -> None:
    (tmp_path / f"{named}.txt").write_text("", encoding="utf-8")
    found = refused(lambda: read_source(tmp_path / named))
    assert found.fix.startswith(f'rename "{named}.txt" to "{named}": Notepad adds .txt')


@pytest.mark.parametrize(("windows", "word"), [(True, "close it"), (False, "ask for the right")])
def test_a_remedy_speaks_of_closing_only_where_a_file_may_be_open(
    windows: bool, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(doors, "_WINDOWS", windows)
    assert refused(lambda: read_request(path)).fix.startswith(word)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("reference,type,service,title,2026/27", "changes"),
        ('"Service";"Base";"2026/27"', "lines"),
        ("\n\nService\tTitle\tBase", "lines"),
    ],
)
@pytest.mark.parametrize("name", ["rows.csv", "rows.toml"])
def test_rows_given_for_a_plan_are_told_with_what_reads_them(
    heading: str, key: str, name: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(f"{heading}\nA,B,C\n", encoding="utf-8")
    with pytest.raises(InputError) as found:
        read_request(tmp_path / name)
    (problem,) = found.value.problems
    assert problem.what == "these are the rows of a CSV file"
    assert f'{key} = "rows.csv" under [plan]' in problem.fix


def test_a_plan_with_a_line_that_is_no_toml_is_not_taken_for_rows(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(f"Budget, base case, title to come\n{PLAN}", encoding="utf-8")
    with pytest.raises(InputError) as found:
        read_request(tmp_path / "plan.toml")
    assert "CSV" not in str(found.value)


def test_a_plan_is_one_whatever_its_name_ends_in(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text(f"\n# Budget\n\n{PLAN}", encoding="utf-8")
    assert read_request(tmp_path / "plan.csv").read.plan.lines[0].base == 700_000


def test_a_workbook_too_large_for_a_plan_is_called_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(b"PK\x03\x04" + bytes(1 << 20))
    with pytest.raises(InputError) as found:
        read_request(tmp_path / "plan.xlsx")
    assert found.value.problems[0].what == "the file is an Excel workbook, not text"


def test_a_workbook_given_for_a_plan_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError) as found:
        read_request(tmp_path / "plan.xlsx")
    assert found.value.problems[0].what == "the file is an Excel workbook, not text"


def test_a_scenario_given_to_load_is_told_in_one_sentence_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.toml").write_text(PLAN, encoding="utf-8")
    Path("slip.toml").write_text('[scenario]\ntitle = "S"\nplan = "plan.toml"\n', encoding="utf-8")
    Path("more.toml").write_text('[scenario]\ntitle = "S"\nextends = "slip.toml"\n', encoding="utf-8")
    for name in ("slip.toml", "more.toml"):
        with pytest.raises(InputError) as found:
            mtfp.load(name)
        (problem,) = found.value.problems
        assert (problem.what, problem.expected) == (
            "this is a scenario, not a plan",
            'its plan, which is "plan.toml"',
        )
        assert problem.fix == f'mtfp.load("plan.toml").run("{name}")'
        assert mtfp.load("plan.toml").run(name).net_budget.tolist() == [7000]


def test_a_plan_given_where_a_scenario_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.toml").write_text(PLAN, encoding="utf-8")
    with pytest.raises(InputError) as found:
        mtfp.load("plan.toml").run("plan.toml")
    assert found.value.problems[0].what == "this is a plan, not a scenario"


@links
def test_a_link_to_nowhere_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / "changes.csv").symlink_to("nowhere.csv")
    told = refused(lambda: read_source(tmp_path / "changes.csv", "changes.csv"))
    assert told.what == '"changes.csv" is a link to "nowhere.csv", which is not there'


@pytest.mark.parametrize(
    ("name", "there", "nearest"),
    [
        ("nofile.toml", ["late.toml", "plan.toml"], None),
        ("lat.toml", ["late.toml", "plan.toml"], "late.toml"),
        ("plan.tml", ["plan.toml", "late.csv"], "plan.toml"),
        ("changes.csv", ["lines.csv", "change.csv"], "change.csv"),
    ],
)
def test_the_nearest_file_is_one_of_nearly_that_name(
    name: str, there: list[str], nearest: str | None, tmp_path: Path
) -> None:
    for each in there:
        (tmp_path / each).touch()
    told = refused(lambda: read_source(tmp_path / name, name))
    end = "" if nearest is None else f'; the nearest is "{nearest}"'
    assert told.expected == f"the name of a file that is there{end}"
