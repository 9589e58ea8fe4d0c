"""The papers in examples/ are what the script beside them writes today: the same figures, text and formulas."""

import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import word, workbook
from tests.docs.blocks import ROOT
from tests.pages import Page

EXAMPLES = ROOT / "examples"
SCRIPT = runpy.run_path(str(EXAMPLES / "build.py"))
NAMES = [f"{folder}/{name}" for folder, (_, names) in SCRIPT["PAPERS"].items() for name in names]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("examples")
    SCRIPT["build"](to)
    return to


def contents(path: Path) -> object:
    """What a reader finds in a paper, which no version of a library changes."""
    data = path.read_bytes()
    match path.suffix:
        case ".docx":
            return word.text_of(data), word.tables_of(data)
        case ".xlsx":
            return list(cells(data))
        case ".html":
            page = Page(data.decode())
            return page.texts, [(table.caption, table.texts) for table in page.tables]
        case ".svg":
            return data[:5], b"</svg>" in data
        case _:
            return data


def cells(data: bytes) -> Iterator[tuple[str, str, object, object]]:
    typed, stored = workbook.read(data, values=False), workbook.read(data)
    for sheet in typed.worksheets:
        for row in sheet.iter_rows():
            yield from (
                (sheet.title, cell.coordinate, cell.value, stored[sheet.title][cell.coordinate].value)
                for cell in row
            )


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_what_is_written_today(name: str, made: Path) -> None:
    assert contents(EXAMPLES / name) == contents(made / name), "run: python examples/build.py"


def test_nothing_else_is_there() -> None:
    there = {path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*.*") if path.is_file()}
    assert there - {"README.md", "build.py"} == {*NAMES}
