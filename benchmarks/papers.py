"""The plain way to write the same papers: a short script for each library, cell by cell, with nothing of mtfp in it.

Each takes what a paper of ours holds, read back from it beforehand, so that only the writing is timed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from mtfp.tables.printed import Chart


class Cell(NamedTuple):
    """A cell of a workbook: a number, text, or a formula with the figure stored beside it; and how its number shows."""

    row: int
    column: int
    held: Any
    formula: str
    form: str


def cells_of(book: bytes) -> list[tuple[str, list[Cell]]]:
    """Return every cell of a workbook that holds something, sheet by sheet."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    typed, stored = load_workbook(io.BytesIO(book)), load_workbook(io.BytesIO(book), data_only=True)
    return [
        (
            sheet.title,
            [
                Cell(
                    cell.row - 1,
                    cell.column - 1,
                    stored[sheet.title].cell(cell.row, cell.column).value,
                    cell.value if isinstance(cell.value, str) and cell.data_type == "f" else "",
                    cell.number_format,
                )
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            ],
        )
        for sheet in typed.worksheets
    ]


def plain_excel(sheets: Sequence[tuple[str, Sequence[Cell]]]) -> bytes:
    """Write the cells with XlsxWriter."""
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    forms: dict[str, Any] = {}
    for name, cells in sheets:
        sheet = book.add_worksheet(name)
        for row, column, held, formula, form in cells:
            if form not in forms:
                forms[form] = book.add_format({"num_format": form})
            if formula:
                sheet.write_formula(row, column, formula, forms[form], held)
            elif isinstance(held, str):
                sheet.write_string(row, column, held, forms[form])
            else:
                sheet.write_number(row, column, held, forms[form])
    book.close()
    return out.getvalue()


def contents_of(paper: bytes) -> tuple[list[tuple[str, str]], list[list[list[str]]]]:
    """Return a Word document's paragraphs, each with its style, and its tables of text."""
    from docx import Document

    document = Document(io.BytesIO(paper))
    paragraphs = [(each.text, each.style.name) for each in document.paragraphs if each.style is not None]
    return paragraphs, [
        [[cell.text for cell in row.cells] for row in table.rows] for table in document.tables
    ]


def plain_word(
    paragraphs: Sequence[tuple[str, str]],
    tables: Sequence[Sequence[Sequence[str]]],
    pictures: Sequence[bytes],
) -> bytes:
    """Write the paragraphs, the tables and the pictures with python-docx."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    own = {each.name for each in document.styles}
    for text, style in paragraphs:
        document.add_paragraph(text, style if style in own else None)
    for rows in tables:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for n, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.text = text
                if n:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for picture in pictures:
        document.add_picture(io.BytesIO(picture))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def plain_picture(chart: Chart, form: str) -> Callable[[], bytes]:
    """Return what draws a chart by year in matplotlib: columns beside each other, figures over them, and a key."""
    rows = [row for row in chart.table.rows if row.units]
    years, unit = chart.table.columns, chart.table.unit.sign

    def draw() -> bytes:
        import matplotlib as mpl
        from matplotlib.figure import Figure

        with mpl.rc_context({"svg.hashsalt": "plain"}):
            figure = Figure(figsize=(6.3, 2.8))
            axes = figure.add_subplot()
            for n, row in enumerate(rows):
                places = [year + n * 0.4 for year in range(len(years))]
                bars = axes.bar(
                    places, [each or 0 for each in row.units], 0.4, edgecolor="black", label=row.stub[-1]
                )
                axes.bar_label(bars, row.figures)
            axes.set_xticks(range(len(years)), years)
            axes.set_ylabel(unit)
            axes.legend()
            out = io.BytesIO()
            figure.savefig(out, format=form, dpi=200)
            return out.getvalue()

    return draw
