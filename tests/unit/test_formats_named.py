"""A format in the one list of them is written, and is known to the command line, to papers and to docs."""

from pathlib import Path

import pytest
import typer.main

from mtfp.cli import app
from mtfp.output import WRITERS
from mtfp.render.formats import FORMATS, ON_SCREEN, Format

DOCS = Path(__file__).parents[2] / "docs"


def help_of(command: str) -> str:
    found = typer.main.get_command(app).commands[command]  # type: ignore[attr-defined]
    return " ".join([found.help, *(each.help or "" for each in found.params)])


def test_every_format_is_written_in_the_order_it_is_told() -> None:
    assert [*WRITERS] == [each.ending for each in FORMATS]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_the_command_line_and_docs_tell_of_every_format(form: Format) -> None:
    assert form.ending in help_of("report")
    assert form.called in help_of("report")
    assert form.on_screen in help_of("run")
    assert f"`{form.ending}`" in (DOCS / "commands.md").read_text(encoding="utf-8")


def test_a_screen_shows_text_where_no_other_format_is_asked_for() -> None:
    assert ON_SCREEN == ("text", "markdown", "csv", "json")
