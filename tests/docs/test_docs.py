"""What README and docs show is what happens, and what they list is all there is."""

import json
import os
import re
import runpy
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer.main

from mtfp.cli import app
from mtfp.tables.names import ALL, NAMES, PARTS
from tests.cli.mtfp import FILES, Here
from tests.docs.blocks import ROOT, blocks, follow

DOCS = ROOT / "docs"
WRITTEN = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
MAIN_JOB = "mtfp run scenarios/oxfordshire-2014/school-improvement-slips.toml"
SET_UP = 'python3 -m venv .venv && .venv/bin/python -m pip install -q -e ".[test]" && .venv/bin/python -m '
SET_UP_IN_WINDOWS = (
    r'py -3 -m venv .venv; .venv\Scripts\python -m pip install -q -e ".[test]"; .venv\Scripts\python -m '
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def first_column(text: str) -> list[str]:
    """The first code in each row of every table."""
    return re.findall(r"^\| `([^`]+)` ", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "compared"), [("README.md", 4), ("docs/tutorial.md", 26), ("docs/papers.md", 1)]
)
def test_a_reader_gets_what_the_document_shows(name: str, compared: int, folder: Path, mtfp: Here) -> None:
    assert follow(ROOT / name, folder, mtfp) == compared


def test_the_readme_gives_the_two_commands() -> None:
    given = [body.strip() for about, body in blocks(ROOT / "README.md") if about in {"sh", "powershell"}]
    slips = MAIN_JOB.replace("scenarios/oxfordshire-2014/", "scenarios\\oxfordshire-2014\\")
    assert given == [
        SET_UP + MAIN_JOB,
        SET_UP + "pytest -q",
        SET_UP_IN_WINDOWS + slips,
        SET_UP_IN_WINDOWS + "pytest -q",
    ]


def test_the_check_of_everything_installs_and_runs_as_the_readme_does() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert '-m pip install -q -e ".[test]"' in script
    assert MAIN_JOB in script
    assert os.name == "nt" or os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)", text) if "://" not in target]
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("page", ["files.md", "errors.md"])
def test_the_generated_pages_are_up_to_date(page: str) -> None:
    made: Callable[[], str] = runpy.run_path(str(DOCS / "build.py"))["PAGES"][page]
    assert (DOCS / page).read_text(encoding="utf-8") == made(), "run: python docs/build.py"


def test_a_key_without_an_example_is_named_as_the_pages_are_made() -> None:
    build = runpy.run_path(str(DOCS / "build.py"))
    shape = {"description": "A reserve.", "properties": {"name": {}, "owner": {}}}
    with pytest.raises(SystemExit) as ended:
        build["_keys"](shape, [{"name": "Risk"}], {})
    assert (
        ended.value.code == "There is no example of owner (A reserve.): add one to a file in docs/examples."
    )


def test_the_whole_examples_are_sound_and_use_every_key(folder: Path, mtfp: Here) -> None:
    shutil.copytree(DOCS / "examples", folder / "examples")
    files = sorted(each.as_posix() for each in Path("examples").glob("*.toml"))
    ran = mtfp("check", *files)
    assert (ran.err, ran.code) == ("", 0)
    told = [
        line for line in ran.out.splitlines() if line.startswith("examples/") and ": answered: " not in line
    ]
    # The example of a reserve states a minimum that its last year does not keep, and a use that it then has not.
    assert [line.partition(": ")[2] for line in told] == [
        "General balances is below its minimum on 31 March 2029: none of it is there to use then.",
        "General balances: £100,000 is to be used in 2028/29 and £0 is there above its minimum; £100,000 stays in the gap.",
        'Saving S4 "Fewer stays in care" has no amount in any year.',
    ]
    used = {key for file in files for key in keys(tomllib.loads(Path(file).read_text(encoding="utf-8")))}
    for name in ("plan", "scenario"):
        schema = json.loads(mtfp("schema", name).out)
        known = {key for shape in schema["$defs"].values() for key in shape["properties"]}
        assert known | set(schema["properties"]) <= used


def keys(held: object) -> Iterator[str]:
    """Every key of a TOML file, at any depth."""
    if isinstance(held, dict):
        yield from held
        held = list(held.values())
    if isinstance(held, list):
        for each in held:
            yield from keys(each)


def paths(held: object, at: str = "") -> Iterator[str]:
    """Every key of a JSON result, as docs/json.md writes them; amounts under years are not keys."""
    if isinstance(held, list):
        for each in held:
            yield from paths(each, f"{at}[]")
    elif isinstance(held, dict):
        for key, value in held.items():
            if not re.fullmatch(r"\d{4}/\d\d", key):
                path = f"{at}.{key}".lstrip(".")
                yield path
                yield from paths(value, path)


def test_every_key_of_the_json_is_described_and_the_other_way_round(folder: Path, mtfp: Here) -> None:
    described = first_column((DOCS / "json.md").read_text(encoding="utf-8"))
    results = (json.loads(mtfp("run", f"scenarios/{name}", "--format", "json").out) for name in FILES)
    assert folder.exists()
    assert {path for result in results for path in paths(result)} == set(described)
    assert len(set(described)) == len(described)


def test_every_row_kind_of_the_json_is_described(folder: Path, mtfp: Here) -> None:
    shutil.copytree(DOCS / "examples", folder / "examples")
    kinds = {
        row["kind"]
        for name in sorted(Path("examples").glob("*.toml"))
        for row in json.loads(mtfp("run", name.as_posix(), "--format", "json").out)["rows"]
    }
    text = (DOCS / "json.md").read_text(encoding="utf-8")
    (row,) = [line for line in text.splitlines() if line.startswith("| `rows[].kind` ")]
    assert kinds <= set(re.findall(r"`([^`]+)`", row))


def test_every_command_and_option_is_described_and_the_other_way_round() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `mtfp (\w+)[^\n]*\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL))
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert sections.keys() == commands.keys()
    for name, command in commands.items():
        options = {option for each in command.params for option in each.opts if option.startswith("--")}
        assert {words.split()[0] for words in first_column(sections[name])} == options | {"--help"}


def test_every_table_is_described_in_order() -> None:
    section = (DOCS / "commands.md").read_text(encoding="utf-8").partition("\n## Tables\n")[2]
    assert first_column(section.partition("\n## ")[0]) == [*NAMES, ALL]


@pytest.mark.parametrize("page", ["json.md", "styles.md"])
def test_every_table_that_prints_beside_another_is_named(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert [
        part for part in PARTS if part not in NAMES and not re.search(rf"\b{part.split()[0]}\b", text)
    ] == []


def test_every_decision_is_listed() -> None:
    listed = re.findall(
        r"\]\((\d{4}-[^)]+)\)", (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    )
    assert listed == sorted(each.name for each in (DOCS / "decisions").glob("[0-9]*.md"))


def test_the_glossary_is_in_order() -> None:
    words = re.findall(r"^\*\*([^.*]+)", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert words == sorted(words, key=str.casefold)


def test_the_version_is_the_same_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
