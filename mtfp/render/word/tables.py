"""A printed table as Word holds it: the width of each column, and rows with no merged and no empty cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mtfp.render.word.styles import FIGURE, MUTED, RULE, TABLE, TEXT, TEXT_SIZE, Styles
from mtfp.render.word.xml import properties, said, tag
from mtfp.tables.model import PrintedRow, PrintedTable, filled

_SMALLEST = 18
_PADDING = 150
_NARROW = frozenset(" ,.;:'|/()-[]ijlrtfI")
_WIDE = frozenset("mwMW@%")
_LONGEST_CODE, _LONGEST_HEAD = 18, 16
_FEWEST_WORDS = "A few words in a line"
_SHORT = 18
_SUMS = ("subtotal", "total", "balance")


class Room(NamedTuple):
    """The width of the text on a page in twips, upright and landscape, and how broad its font is, where Arial is 100."""

    upright: int
    sideways: int
    breadth: int = 100


class Shape(NamedTuple):
    """How a table stands: the size of its type in half-points, whether its page is landscape, and its parts.

    A part is the number of its first column of figures, that of the one after its last, and all its widths in twips.
    """

    size: int
    sideways: bool
    parts: tuple[tuple[int, int, tuple[int, ...]], ...]


def shape_of(table: PrintedTable, room: Room) -> Shape:
    """Return the shape that reads best: upright, else in smaller type, else landscape, else in parts."""
    heads, rows = filled(table)
    tries = [(size, False) for size in range(TEXT_SIZE, _SMALLEST - 1, -1)]
    if room.sideways > room.upright:
        tries += [(TEXT_SIZE, True), (_SMALLEST, True)]
    shapes = [_shape(table, (heads, *rows), size, room, sideways=sideways) for size, sideways in tries]
    return next((shape for shape in shapes if len(shape.parts) == 1), shapes[-1])


def _shape(
    table: PrintedTable, rows: Sequence[Sequence[str]], size: int, room: Room, *, sideways: bool
) -> Shape:
    """Return a table's shape in type of one size, in as many parts as the page needs."""
    wide, columns = room.sideways if sideways else room.upright, len(table.columns)
    *codes, words = zip(*(row[: len(table.stub_heads)] for row in rows), strict=True)
    of_type = size * room.breadth
    lead = [_width(_longest(code)[:_LONGEST_CODE], of_type) for code in codes]
    whole = _width(_longest(words), of_type)
    least = min(whole, _width(_FEWEST_WORDS, of_type))
    figure = _figure_width(table, of_type)
    across = max((wide - sum(lead) - least) // figure, 1)
    count = -(-columns // across)
    ends = [columns * n // count for n in range(count + 1)]
    parts = []
    for start, end in pairwise(ends):
        figures = end - start
        spare = wide - sum(lead) - least - figure * figures
        for_figures = spare - min(whole - least, spare)
        each = figure + max(min(for_figures // figures, figure // 2), 0)
        parts.append((start, end, (*lead, wide - sum(lead) - each * figures, *[each] * figures)))
    return Shape(size, sideways, tuple(parts))


def _figure_width(table: PrintedTable, of_type: int) -> int:
    """Return the width of a column of figures: that of the longest figure, or of the longest word in a heading."""
    figure = _longest(each for row in table.rows for each in row.figures)
    word = _longest(each for head in table.columns for each in head.split())
    return max(_width(figure, of_type), _width(word[:_LONGEST_HEAD], of_type))


def _longest(texts: Iterable[str]) -> str:
    return max(texts, key=len, default="")


def _width(text: str, of_type: int) -> int:
    """Return the width of text in bold, in twips, with the room on both sides.

    `of_type` is the size of its type in half-points, times the breadth of its font.
    """
    hundredths = sum(
        38 if each in _NARROW else 92 if each in _WIDE else 74 if each.isupper() else 60 for each in text
    )
    return hundredths * of_type // 1_000 + _PADDING


def table_parts(table: PrintedTable, shape: Shape, styles: Styles) -> Iterator[str]:
    """Yield each part of the table as Word holds it."""
    heads, rows = filled(table)
    stubs = len(table.stub_heads)
    for start, end, widths in shape.parts:
        at = [*range(stubs), *range(stubs + start, stubs + end)]
        looks = _Looks(widths, stubs, shape.size, styles)
        body = [_row([heads[n] for n in at], looks, keep=True)]
        for row, after, texts in zip(table.rows, (*table.rows[1:], None), rows, strict=True):
            keep = len(rows) <= _SHORT or row.role == "heading" or after is None or after.role in _SUMS
            body.append(_row([texts[n] for n in at], looks, row, keep=keep))
        yield tag("tbl", _table_properties(table, widths, styles), *body)


class _Looks(NamedTuple):
    widths: tuple[int, ...]
    stubs: int
    size: int
    styles: Styles


def _table_properties(table: PrintedTable, widths: Sequence[int], styles: Styles) -> str:
    return tag(
        "tblPr",
        tag("tblStyle", val=styles[TABLE]),
        tag("tblW", w=sum(widths), type="dxa"),
        tag("tblLayout", type="fixed"),
        tag("tblLook", val="0620", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
        tag("tblCaption", val=table.caption),
    ) + tag("tblGrid", *(tag("gridCol", w=width) for width in widths))


def _row(texts: Sequence[str], looks: _Looks, row: PrintedRow | None = None, *, keep: bool) -> str:
    """Return a row that does not break across pages; without a row of the table, its head, which repeats on each page.

    Totals are bold under a rule. What stands in a cell only so that it is not empty is grey.
    """
    role = "figure" if row is None else row.role
    stub = () if row is None else row.stub
    of_row = tag("trPr", tag("cantSplit"), "" if row else tag("tblHeader"))
    ruled = properties("tcBorders", RULE if role in _SUMS else "")
    kept = tag("keepNext") if keep else ""
    size = "" if looks.size == TEXT_SIZE else tag("sz", val=looks.size)
    own = properties("rPr", "" if role == "figure" else tag("b"), size)
    filled_in = properties("rPr", MUTED, size)
    cells = []
    for n, (text, width) in enumerate(zip(texts, looks.widths, strict=True)):
        style = looks.styles[TEXT if n < looks.stubs else FIGURE]
        again = not stub[n] if n < len(stub) else role == "heading"
        whole = "" if n == looks.stubs - 1 or row is None else tag("noWrap")
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{ruled}{whole}</w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>'
            f'<w:r>{filled_in if again else own}<w:t xml:space="preserve">{said(text)}</w:t></w:r></w:p></w:tc>'
        )
    return f"<w:tr>{of_row}{''.join(cells)}</w:tr>"
