"""The pages of a paper in Word: the room on them, and which are landscape."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from mtfp.render.word.styles import breadth_of
from mtfp.render.word.tables import Room
from mtfp.render.word.xml import rooted

if TYPE_CHECKING:
    from docx.document import Document

_NARROWEST = 4_000
_TWIPS = 635
_A4 = {"page_width": 11_906, "page_height": 16_838}
_MARGINS = dict.fromkeys(("top_margin", "right_margin", "bottom_margin", "left_margin"), 1_134)
_FROM_THE_EDGE = {"header_distance": 567, "footer_distance": 567, "gutter": 0}
_OF_THE_FIRST_PAGES = "./w:type | ./w:titlePg | ./w:pgNumType"


class Piece(NamedTuple):
    """Paragraphs and tables as Word holds them, on pages that are upright or landscape."""

    xml: str
    sideways: bool = False


def clear_pages(document: Document) -> None:
    """Take everything off a document's pages; keep the size, margins, headers and footers of the last page.

    A page without a size becomes A4, and one without margins gets two centimetres.
    """
    body = document.element.body
    sections = body.xpath(".//w:p/w:pPr/w:sectPr | ./w:sectPr") or [body.get_or_add_sectPr()]
    page = deepcopy(sections[-1])
    for earlier in reversed(sections[:-1]):
        have = {(each.tag, each.type_) for each in _headers(page)}
        for each in reversed([each for each in _headers(earlier) if (each.tag, each.type_) not in have]):
            page.insert(0, deepcopy(each))
    for each in list(body):
        body.remove(each)
    body.append(page)
    if page.page_width is None or page.page_height is None:
        _measure(page, _A4)
    if page.left_margin is None or page.right_margin is None:
        _measure(page, _MARGINS | _FROM_THE_EDGE)


def a4(document: Document) -> None:
    """Make a document's pages A4, upright, with margins of two centimetres."""
    _measure(document.element.body.sectPr, _A4 | _MARGINS | _FROM_THE_EDGE)


def _measure(page: Any, twips: dict[str, int]) -> None:
    from docx.shared import Twips

    for name, width in twips.items():
        setattr(page, name, Twips(width))


def _headers(page: Any) -> list[Any]:
    found: list[Any] = page.xpath("./w:headerReference | ./w:footerReference")
    return found


def room_of(document: Document) -> Room:
    """Return the width of a line on a document's pages, in twips, and how broad its font is."""
    page = document.sections[0]
    taken = (page.left_margin or 0) + (page.right_margin or 0)
    upright, sideways = (
        max(((each or 0) - taken) // _TWIPS, _NARROWEST) for each in (page.page_width, page.page_height)
    )
    return Room(upright, sideways, breadth_of(document))


def lay(document: Document, pieces: Iterable[Piece]) -> None:
    """Put pieces on the pages of an empty document, with a new page wherever upright turns to landscape or back."""
    from docx.oxml import parse_xml

    body = document.element.body
    page = body.sectPr
    body.remove(page)
    sections: list[Any] = []
    for sideways, together in groupby(filter(lambda piece: piece.xml, pieces), lambda piece: piece.sideways):
        if sections:
            body.xpath("./w:p[last()]/w:pPr")[0].append(sections[-1])
        for block in list(parse_xml(rooted("body", "".join(piece.xml for piece in together)))):
            _move(block, body)
        sections.append(_section(page, sideways=sideways, first=not sections))
    body.append(sections[-1])


def _move(block: Any, body: Any) -> None:
    """Move a block row by row, as the time lxml takes grows with the square of what it moves at once."""
    rows = list(block)
    for row in rows:
        block.remove(row)
    body.append(block)
    block.extend(rows)


def _section(page: Any, *, sideways: bool, first: bool) -> Any:
    """Return the set-up of a run of pages. Only the first run has a first-page header and a number to count from."""
    from docx.enum.section import WD_ORIENTATION

    section = deepcopy(page)
    for each in [] if first else section.xpath(_OF_THE_FIRST_PAGES):
        section.remove(each)
    if sideways:
        section.page_width, section.page_height = page.page_height, page.page_width
        section.orientation = WD_ORIENTATION.LANDSCAPE
    return section
