"""A table in the one list of them is made, and is known to the command line, to styles and to the schema."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mtfp.analysis.run import run
from mtfp.cli import app
from mtfp.files.request import read_request
from mtfp.files.schema import schema_of
from mtfp.files.style import read_style
from mtfp.problems import MisreadError
from mtfp.tables.names import ALL, NAMES, PARTS
from mtfp.tables.papers import MADE_BY, tables_of

ROOT = Path(__file__).parents[2]
FILES = [*sorted(ROOT.glob("scenarios/*/*.toml")), *sorted(ROOT.glob("docs/examples/*.toml"))]


def test_every_table_is_made_in_reading_order() -> None:
    assert (*MADE_BY,) == NAMES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_style_knows_every_table_that_prints(path: Path, tmp_path: Path) -> None:
    request = read_request(path)
    ids = [table.id for table in tables_of(run(request.read.plan, request.scenario), NAMES)]
    style = tmp_path / "style.toml"
    style.write_text(
        "[style]\n" + "".join(f'[table."{id_}"]\ntitle = "T"\n' for id_ in ids), encoding="utf-8"
    )
    assert read_style(style.as_posix()).style.of_table.keys() == {*ids}


def test_the_examples_print_every_table_there_is() -> None:
    requests = [read_request(path) for path in FILES]
    outcomes = [run(each.read.plan, each.scenario) for each in requests]
    printed = {table.id.split()[0] for outcome in outcomes for table in tables_of(outcome, NAMES)}
    assert printed == {part.split()[0] for part in PARTS}


def test_the_schema_of_a_style_offers_every_table() -> None:
    tables = schema_of("style")["$defs"]["StyleHead"]["properties"]["tables"]
    assert [each["items"]["enum"] for each in tables["anyOf"] if "items" in each] == [[*NAMES]]


@pytest.mark.parametrize("name", [*NAMES, ALL])
def test_the_command_line_takes_every_table(name: str) -> None:
    """No file is there, which is met only once the table is taken."""
    with pytest.raises(MisreadError, match="there is no file"):
        CliRunner().invoke(app, ["run", "nowhere.toml", "--table", name], catch_exceptions=False)
    assert CliRunner().invoke(app, ["run", "nowhere.toml", "--table", f"{name}s"]).exit_code == 2
