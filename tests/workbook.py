"""Reading a workbook back, and having LibreOffice or the `formulas` package work it out again from nothing."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from openpyxl.utils.cell import (  # type: ignore[import-untyped]
    column_index_from_string,
    coordinate_to_tuple,
)

from mtfp.sheets.model import KEYS, Book, Cells, Line, Measure, Sheet

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None,
    reason="LibreOffice (soffice) is not installed, so no workbook is worked out again from nothing here: install libreoffice-calc",
)
IN_ONE: dict[Measure, int] = {"pounds": 100, "rate": 1_000_000, "hundredths": 100, "whole": 1}
_RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""
_STORED = re.compile(r"(</f><v>)[^<]*(</v>)")
_NEAR = 0.01


def read(data: bytes, *, values: bool = True) -> Any:
    """Return a workbook as openpyxl reads it: the values that are stored, or the formulas."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def sheet_files(data: bytes) -> dict[str, str]:
    """Return the file inside a workbook that each sheet is held in."""
    names = re.findall(r'<sheet name="([^"]*)"', _file(data, "xl/workbook.xml"))
    return {unescape(name): f"xl/worksheets/sheet{n}.xml" for n, name in enumerate(names, 1)}


def _file(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return held.read(name).decode()


def parts_of(data: bytes, start: str) -> list[str]:
    """Return the text of every file inside a workbook whose name holds this."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return [
            held.read(name).decode() for name in held.namelist() if start in name and not name.endswith("/")
        ]


def with_files(data: bytes, changed: Mapping[str, str]) -> bytes:
    """Return a workbook with the text of some of its files replaced, and all else as it was."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for info in held.infolist():
            name = info.filename
            made.writestr(info, changed[name].encode() if name in changed else held.read(name))
    return out.getvalue()


def zeroed(data: bytes) -> bytes:
    """Return a workbook whose formulas all store 0, and in which nothing typed is changed."""
    files = sheet_files(data).values()
    return with_files(data, {file: _STORED.sub(r"\g<1>0\g<2>", _file(data, file)) for file in files})


def typed_over(data: bytes, sheet: str, cell: str, value: str | float) -> bytes:
    """Return a workbook with something else typed in one cell, over what is typed or worked out in it."""
    text = isinstance(value, str)
    kind, new = (' t="inlineStr"', f"<is><t>{value}</t></is>") if text else ("", f"<v>{value}</v>")
    typed = re.compile(rf'<c r="{cell}"( s="\d+")?(?: t="s")?>(?:<f>[^<]*</f>)?<v>[^<]*</v></c>')
    file = sheet_files(data)[sheet]
    xml, count = typed.subn(rf'<c r="{cell}"\1{kind}>{new}</c>', _file(data, file))
    assert count == 1
    return with_files(data, {file: xml})


def switched(data: bytes, case: str) -> bytes:
    """Return a workbook with the switch on Plan or on Scenario."""
    sheet, cell = named_cell(data, "Case")
    return typed_over(data, sheet, cell, case)


def named_cell(data: bytes, name: str) -> tuple[str, str]:
    """Return the sheet and the cells that a defined name stands for."""
    found = re.search(
        rf'<definedName name="{name}">([^<]*)!([^<]*)</definedName>', _file(data, "xl/workbook.xml")
    )
    assert found is not None, name
    return unescape(found[1]).strip("'"), found[2].replace("$", "")


def verdict(workbook: Any) -> Any:
    """Return what the master check says."""
    (found,) = (row[1].value for row in workbook["Checks"].iter_rows() if row[0].value == "Master check")
    return found


def recalculated(books: Mapping[str, bytes]) -> dict[str, Any]:
    """Return workbooks as LibreOffice works every formula out again on opening them, all in one run of it."""
    with _converted(books, "xlsx") as files:
        return {name: read((files / f"book{n}.xlsx").read_bytes()) for n, name in enumerate(books)}


def shown(books: Mapping[str, bytes]) -> dict[str, dict[str, list[list[str]]]]:
    """Return the text that LibreOffice shows in the cells of every sheet of some workbooks."""
    as_shown_of_every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"
    with _converted(books, as_shown_of_every_sheet) as files:
        return {
            name: {
                sheet: [*csv.reader((files / f"book{n}-{sheet}.csv").read_text("utf-8").splitlines())]
                for sheet in sheet_files(data)
            }
            for n, (name, data) in enumerate(books.items())
        }


@contextmanager
def _converted(books: Mapping[str, bytes], to: str) -> Iterator[Path]:
    assert SOFFICE is not None
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        for each in ("profile/user", "in", "out"):
            (base / each).mkdir(parents=True)
        (base / "profile/user/registrymodifications.xcu").write_text(_RECALCULATE_ALWAYS, encoding="utf-8")
        sources = [base / "in" / f"book{n}.xlsx" for n in range(len(books))]
        for source, data in zip(sources, books.values(), strict=True):
            source.write_bytes(data)
        profile = f"-env:UserInstallation={(base / 'profile').as_uri()}"
        command = [SOFFICE, profile, "--headless", "--convert-to", to, "--outdir", str(base / "out")]
        subprocess.run([*command, *map(str, sources)], check=True, capture_output=True)
        yield base / "out"


def rows_of(workbook: Any, sheet: Sheet, book: Book) -> Iterator[tuple[Line, int]]:
    """Yield each line of a live sheet with its row, found by the headings of years and then by its own keys."""
    page = workbook[sheet.name]
    heads = [row for row in range(1, page.max_row + 1) if page.cell(row, KEYS + 2).value == book.years[0]]
    row = heads[0]
    for section in sheet.sections:
        row += 1 if section.heading else 0
        assert not section.heading or page.cell(row, 1).value == section.heading
        for line in section.lines:
            row += 1
            found = tuple(page.cell(row, n).value for n in range(1, len(line.keys) + 1))
            assert found == tuple(key if key != "" else None for key in line.keys), (sheet.name, row)
            yield line, row


def misses(workbook: Any, sheet: Sheet, book: Book, expected: Mapping[str, Cells]) -> list[str]:
    """Return every cell of the lines expected that is not, to the penny or the last place, what is expected of it."""
    found = []
    page = workbook[sheet.name]
    for line, row in rows_of(workbook, sheet, book):
        for n, cell in enumerate(expected.get(line.id, ())):
            held = page.cell(row, KEYS + 1 + n)
            if not _is(held.value, cell, line.measure):
                found.append(f"{sheet.name}!{held.coordinate} {line.id}: {held.value!r} for {cell!r}")
    return found


def _is(held: Any, cell: int | None, measure: Measure) -> bool:
    if cell is None:
        return True
    return isinstance(held, int | float) and abs(held * IN_ONE[measure] - cell) < _NEAR


def cells_of(book: Book) -> dict[str, dict[str, Cells]]:
    """Return what every line of each sheet comes to, by sheet and line."""
    return {sheet.name: {line.id: line.cells for line in sheet.lines} for sheet in book.sheets}


def formulas_of(data: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield every formula with its sheet and its cell."""
    for page in read(data, values=False):
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield page.title, cell.coordinate, cell.value


def numbers_in(formula: str) -> set[str]:
    """Return the numbers that are typed into a formula."""
    for other in (_TEXT, _SHEET, _CELL, _WORD):
        formula = other.sub(" ", formula)
    return set(re.findall(r"\d[\d.]*", formula))


def relative(formula: str, cell: str) -> str:
    """Return a formula with every cell it refers to given by how far it is from the one it stands in."""
    row, column = coordinate_to_tuple(cell)

    def away(found: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, number = found.groups()
        across = f"C{letters}" if fixed_column else f"C[{column_index_from_string(letters) - column}]"
        return f"{f'R{number}' if fixed_row else f'R[{int(number) - row}]'}{across}"

    return _CELL.sub(away, formula)


_TEXT = re.compile(r'"[^"]*"')
_SHEET = re.compile(r"'[^']*'!")
_CELL = re.compile(r"(\$?)\b([A-Z]{1,3})(\$?)(\d+)\b")
_WORD = re.compile(r"[A-Za-z_]\w*")


def recalculated_in_python(data: bytes) -> Any:
    """Return a workbook as the `formulas` package works every formula out again."""
    import formulas  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "book.xlsx"
        source.write_bytes(data)
        model = formulas.ExcelModel().loads(str(source)).finish()
        model.calculate()
        model.write(dirpath=str(Path(folder) / "out"))
        (written,) = (Path(folder) / "out").iterdir()
        workbook = read(written.read_bytes())
    for name in read(data).sheetnames:
        workbook[name.upper()].title = "-"
        workbook["-"].title = name
    return workbook


def in_cell(text: str) -> str | float:
    """Return what a cell holds of a figure that is not money of the table's unit: a number, or words as they are."""
    plain = text.replace(",", "").replace("(", "-").strip(")%")
    try:
        number = Decimal("0" if plain == "-" else plain)
    except InvalidOperation:
        return text
    return float(number / 100 if "%" in text else number)
