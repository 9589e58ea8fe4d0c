"""The first sheet of a workbook: what the workbook is, the case it shows, whether its checks are nil, and where everything is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from mtfp.render.excel.addresses import quoted
from mtfp.render.excel.looks import Looks, fit_height, set_page, wrapped_lines, write_text
from mtfp.render.excel.making import CASES, Making
from mtfp.render.excel.verdict import write_verdict
from mtfp.sheets.model import Kind
from mtfp.tables.printed import Report

CONTENTS = "Contents"

_WIDTHS = {0: 24, 1: 78, 2: 14}
_NOTES_WIDTH = 100
_ABOUT = (
    "Every figure of the live sheets is typed on a sheet of inputs or worked out from those by a formula.",
    "Figures in blue on a light ground are typed, and may be changed: every formula that depends on them is worked out again.",
)
_SWITCH = (
    "Choose Plan or Scenario beside Case: the live sheets show that one, and nothing else has to be changed."
)
KINDS: dict[Kind, str] = {
    "inputs": "Inputs",
    "workings": "Workings",
    "results": "Results",
    "checks": "Checks",
}


class Entry(NamedTuple):
    """A sheet's entry in the contents."""

    sheet: str
    what: str
    kind: str


def write_contents(page: Any, report: Report, entries: Sequence[Entry], making: Making) -> None:
    """Write the title, the facts, the switch, the master check, a link to every sheet and what it was made from."""
    looks, switched = making.looks, len(making.book.cases) > 1
    write_text(page, 0, 0, report.title, looks("title"))
    row = 1
    for text in wrapped_lines((*_ABOUT, _SWITCH) if switched else _ABOUT, sum(_WIDTHS.values())):
        page.write_string(row, 0, text, looks())
        row += 1
    for name, text in report.facts:
        row = _write_fact(page, row, name, text, looks)
    if switched:
        row = _write_switch(page, row, making)
    write_verdict(page, row, "Master_check", looks)
    row = _write_entries(page, row + 1, entries, looks)
    for text in report.made_from:
        for line in wrapped_lines([text], sum(_WIDTHS.values())):
            write_text(page, row, 0, line, looks())
            row += 1
    for n, width in _WIDTHS.items():
        page.set_column(n, n, width)
    set_page(page, wide=False)


def _write_fact(page: Any, row: int, name: str, text: str, looks: Looks) -> int:
    page.write_string(row, 0, name, looks("strong", "top"))
    write_text(page, row, 1, text, looks("wrapped", "top"))
    fit_height(page, row, _WIDTHS, [name, text])
    return row + 1


def _write_switch(page: Any, row: int, making: Making) -> int:
    """Write the cell that chooses the case, the two cases by title, and the number of the one chosen."""
    looks, name = making.looks, quoted(CONTENTS)
    page.write_string(row, 0, "Case", looks("strong"))
    page.write_string(row, 1, CASES[1], looks("strong", "typed"))
    words = f"={name}$A${row + 2}:$A${row + 3}"
    page.data_validation(
        row,
        1,
        row,
        1,
        {
            "validate": "list",
            "source": words,
            "error_title": "Case",
            "error_message": "Choose Plan or Scenario.",
        },
    )
    for n, (case, title) in enumerate(zip(CASES, making.book.cases, strict=True), row + 1):
        page.write_string(n, 0, case, looks("top"))
        write_text(page, n, 1, title, looks("wrapped", "top"))
        fit_height(page, n, _WIDTHS, [case, title])
    page.write_string(row + 3, 0, "Case number", looks())
    page.write_formula(row + 3, 1, "MATCH(Case,Cases,0)", looks("whole", "left"), len(CASES))
    making.workbook.define_name("Case", f"={name}$B${row + 1}")
    making.workbook.define_name("Cases", words)
    making.workbook.define_name("Case_number", f"={name}$B${row + 4}")
    return row + 4


def _write_entries(page: Any, row: int, entries: Sequence[Entry], looks: Looks) -> int:
    for n, head in enumerate(("Sheet", "What it holds", "Kind")):
        page.write_string(row, n, head, looks("head"))
    for row, entry in enumerate(entries, row + 1):  # noqa: B020, PLR1704
        page.write_url(row, 0, f"internal:{quoted(entry.sheet)}A1", looks("link"), entry.sheet)
        write_text(page, row, 1, entry.what, looks("wrapped", "top"))
        page.write_string(row, 2, entry.kind, looks("top"))
        fit_height(page, row, _WIDTHS, [entry.sheet, entry.what])
    return row + 1


def write_notes(report: Report, making: Making) -> Entry:
    """Write the sheet of what the report says in words and what to mind; return its entry in the contents."""
    page, looks = making.workbook.add_worksheet("Notes"), making.looks
    title = "What the figures say, and what to mind"
    page.write_string(0, 0, title, looks("title"))
    said = [(text, "wrapped") for text in report.answers]
    for heading, items in report.lists:
        said += [(heading, "section"), *((item, "wrapped") for item in items)]
    for row, (text, look) in enumerate(said, 1):
        write_text(page, row, 0, text, looks(look))
        fit_height(page, row, {0: _NOTES_WIDTH}, [text])
    page.set_column(0, 0, _NOTES_WIDTH)
    set_page(page)
    return Entry("Notes", title, "In words")
