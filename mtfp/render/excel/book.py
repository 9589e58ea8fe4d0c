"""A workbook for Excel: live formulas from inputs to checks, and the paper's own tables as they are printed."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from mtfp.render.excel.charts import CHARTS, write_charts
from mtfp.render.excel.contents import CONTENTS, KINDS, Entry, write_contents, write_notes
from mtfp.render.excel.figures import write_figure
from mtfp.render.excel.live import making_of, write_live
from mtfp.render.excel.looks import looks_of
from mtfp.render.excel.making import Making
from mtfp.render.excel.tables import write_table
from mtfp.sheets.model import Book, Sheet
from mtfp.tables.printed import Report

_AS_GIVEN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_CREATED = datetime(1980, 1, 1, tzinfo=UTC)
_PRINTED = "As printed"
_LONGEST_NAME = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")


def to_excel(report: Report, book: Book) -> bytes:
    """Return a report and its live sheets as an .xlsx file; the same ones give the same bytes.

    Raises `MisreadError` for text that is longer than a cell can hold.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, _AS_GIVEN)
    workbook.set_properties(_properties(report))
    workbook.set_custom_property("Language", "en-GB")
    contents = workbook.add_worksheet(CONTENTS)
    made = making_of(workbook, book, looks_of(workbook, report.style))
    write_contents(contents, report, [*_write_sheets(report, made)], made)
    workbook.close()
    return out.getvalue()


def _properties(report: Report) -> dict[str, object]:
    facts = dict(report.facts)
    return {
        "title": report.title,
        "subject": facts.get("Plan", report.title),
        "company": facts.get("Council", ""),
        "comments": report.source,
        "created": _CREATED,
    }


def _write_sheets(report: Report, made: Making) -> Iterator[Entry]:
    """Write every sheet after the contents, in reading order, and yield its entry in the contents."""
    sheets = made.book.sheets
    yield write_notes(report, made)
    yield from _write_live([sheet for sheet in sheets if sheet.kind != "checks"], made)
    write_charts(made)
    yield Entry(CHARTS, "Charts of the live sheets", KINDS["results"])
    for n, table in enumerate(report.tables, 1):
        page = _added(table.number or f"Table {n}", made)
        write_table(page, table, report.source, made.looks)
        yield Entry(page.get_name(), table.caption, _PRINTED)
    for n, chart in enumerate(report.charts, 1):
        page = _added(chart.table.number or f"Figure {n}", made)
        write_figure(page, chart, report.source, made)
        yield Entry(page.get_name(), chart.table.caption, _PRINTED)
    yield from _write_live([sheet for sheet in sheets if sheet.kind == "checks"], made)


def _write_live(sheets: Collection[Sheet], made: Making) -> Iterator[Entry]:
    for sheet in sheets:
        write_live(sheet, made)
        yield Entry(sheet.name, sheet.title, KINDS[sheet.kind])


def _added(wanted: str, made: Making) -> Any:
    """Add a sheet for a printed table, under a name that no other sheet has or will have."""
    names = (page.get_name() for page in made.workbook.worksheets())
    taken = {name.lower() for name in (*names, CHARTS, *(sheet.name for sheet in made.book.sheets))}
    return made.workbook.add_worksheet(sheet_name(wanted, taken))


def sheet_name(wanted: str, taken: Collection[str]) -> str:
    """Return the nearest name to the one wanted that a sheet may have; `taken` are the names of others, in small letters."""
    name = _NOT_IN_A_NAME.sub("-", wanted.strip())[:_LONGEST_NAME].strip("'") or "Table"
    counted = (f"{name[: _LONGEST_NAME - 4]} {n}" for n in range(2, 1000))
    return next(each for each in chain([name], counted) if each.lower() not in {*taken, "history"})
