"""A budget paper as a Word document: real tables, numbered captions, and pictures with words for those who can't see them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from mtfp.render.word.document import file_of, plain_document, put_properties, template_document
from mtfp.render.word.pages import Piece, lay, room_of
from mtfp.render.word.styles import BULLET, CAPTION, FACT, HEADING, NOTE, SECTION, Styles
from mtfp.render.word.tables import Room, Shape, shape_of, table_parts
from mtfp.render.word.xml import data, field, paragraph, run, tag
from mtfp.tables.model import PrintedTable
from mtfp.tables.printed import Chart, Report, all_lists, notes_of

if TYPE_CHECKING:
    from docx.document import Document

_DRAWN = 9_071
_KEPT = 3
_NUMBER = re.compile(r"(.*?)([0-9]+)")


def to_word(report: Report, pictures: Mapping[str, bytes], template: bytes | None = None) -> bytes:
    """Return the paper as a .docx, from the PNG of each chart by its id. The same paper gives the same bytes.

    A council's `template` gives the styles, font, headers, footers, margins and size of page; its text is left out.
    Raises `MisreadError` where the template is no Word document.
    """
    made = (
        plain_document(report.style.font, report.title) if template is None else template_document(template)
    )
    document, styles = made
    put_properties(document, report.title, dict(report.facts).get("Council", ""), report.source)
    lay(document, _pieces(report, pictures, document, styles, room_of(document)))
    return file_of(document)


def _pieces(
    report: Report, pictures: Mapping[str, bytes], document: Document, styles: Styles, room: Room
) -> Iterator[Piece]:
    """Yield the paper in reading order."""
    yield Piece("".join(_opening(report, styles)))
    yield from _tables(report, styles, room)
    yield from _charts(report, pictures, document, styles, room)
    yield Piece("".join(_closing(report, styles)))


def _tables(report: Report, styles: Styles, room: Room) -> Iterator[Piece]:
    """Yield each table under its caption; their heading stands on the page of the first."""
    lead, last = _section("Tables", styles), 0
    for table in report.tables:
        caption, last = _caption(table, "Table", last, styles)
        shape = shape_of(table, room)
        under = _under(notes_of(table), report, styles)
        yield Piece(lead + caption + _table(table, shape, styles) + under, shape.sideways)
        lead = ""


def _charts(
    report: Report, pictures: Mapping[str, bytes], document: Document, styles: Styles, room: Room
) -> Iterator[Piece]:
    """Yield each picture under its caption, with its figures below unless a table of the paper has them, on upright pages."""
    lead, last = _section("Charts", styles), 0
    for n, chart in enumerate(report.charts, 1):
        table = chart.table
        caption, last = _caption(table, "Figure", last, styles)
        picture = _picture(chart, pictures[chart.id], n, document, room)
        found = _found_in(report.tables, table)
        shape = shape_of(table, room._replace(sideways=room.upright))
        figures = "" if found else _table(table, shape, styles)
        yield Piece(lead + caption + picture + figures + _under([*found, *notes_of(table)], report, styles))
        lead = ""


def _opening(report: Report, styles: Styles) -> Iterator[str]:
    yield paragraph(styles[HEADING], run(report.title))
    for name, text in report.facts:
        yield paragraph(styles[FACT], run(name, tag("b")), tag("r", tag("tab")), run(text))
    for answer in report.answers:
        yield paragraph("", run(answer))


def _closing(report: Report, styles: Styles) -> Iterator[str]:
    for heading, items in all_lists(report):
        yield _section(heading, styles)
        yield from (paragraph(styles[BULLET], run(item)) for item in items)


def _section(heading: str, styles: Styles) -> str:
    return paragraph(styles[SECTION], run(heading))


def _caption(table: PrintedTable, counted: str, last: int, styles: Styles) -> tuple[str, int]:
    """Return the caption of a table. Its number is a field, so that Word counts on from the last one."""
    found = _NUMBER.fullmatch(table.number)
    if found is None:
        return paragraph(styles[CAPTION], run(table.caption), keep=True), last
    before, number = found[1], int(found[2])
    restart = "" if number == last + 1 else f" \\r {number}"
    code = f"SEQ {counted} \\* ARABIC{restart}"
    rest = table.caption.removeprefix(table.number)
    words = [run(before)] if before else []
    return paragraph(styles[CAPTION], *words, field(code, found[2]), run(rest), keep=True), number


def _table(table: PrintedTable, shape: Shape, styles: Styles) -> str:
    """Return a table in its parts; each part after the first has the caption again."""
    again = paragraph(styles[CAPTION], run(f"{table.caption}, continued"), keep=True)
    return again.join(table_parts(table, shape, styles))


def _found_in(tables: Sequence[PrintedTable], table: PrintedTable) -> list[str]:
    """Return a sentence that names the table with all the rows of a picture, or nothing where there is none."""
    same = (each for each in tables if _figures(table) <= _figures(each))
    return [f"These figures are in {each.name}." for each in same][:1]


def _figures(table: PrintedTable) -> set[tuple[object, ...]]:
    return {(table.unit, table.columns, row.name, row.figures) for row in table.rows}


def _under(notes: Iterable[str], report: Report, styles: Styles) -> str:
    """Return what stands under a table or a picture in small type: its notes and its source."""
    lines = [*filter(None, (*notes, report.source))]
    kept = range(len(lines) - _KEPT, len(lines) - 1)
    return "".join(paragraph(styles[NOTE], run(line), keep=n in kept) for n, line in enumerate(lines))


def _picture(chart: Chart, png: bytes, n: int, document: Document, room: Room) -> str:
    """Return a picture with its words, as wide as it was drawn, or less where the page is narrower."""
    from docx.shared import Twips

    part = document.part
    inline = part.new_pic_inline(BytesIO(png), width=Twips(min(_DRAWN, room.upright)))
    tallest = Twips(room.sideways * 4 // 5)
    if inline.extent.cy > tallest:
        inline = part.new_pic_inline(BytesIO(png), height=tallest)
    for name, value in {"id": str(n), "name": f"Picture {n}", "descr": data(chart.alt)}.items():
        inline.docPr.set(name, value)
    return paragraph("", tag("r", tag("drawing", inline.xml)), keep=True)
