"""The styles of a paper in Word: the document's own, and those that are added to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from mtfp.render.word.xml import parsed, tag, w

if TYPE_CHECKING:
    from docx.document import Document

Styles = Mapping[str, str]
"""The id of each style in the document by its name."""

HEADING, SECTION, CAPTION, BULLET = "heading 1", "heading 2", "caption", "List Bullet"
FACT, TEXT, FIGURE = "Budget fact", "Budget table text", "Budget table figure"
NOTE, TABLE = "Budget note", "Budget table"

LANGUAGE = "en-GB"
TEXT_SIZE = 20
"""The size of type in a table, in half-points."""

_INK, _GREY, _HAIR, _SHADE = "1B365D", "636363", "C9D1DA", "E4EAF1"
_USUAL, _BROADEST = 100, 130
_USUAL_FONTS = {"Aptos", "Arial", "Calibri", "Cambria", "Gill Sans MT", "Helvetica", "Times New Roman"}
_LIST = 7_001
_NORMAL = "Normal"
_KEEP = tag("keepNext")

RULE = tag("top", val="single", sz=6, space=0, color=_INK)
"""The thin rule above a total."""

MUTED = tag("color", val=_GREY)
"""The colour of text that is repeated for a reader who can't see the shape of a table."""


class Style(NamedTuple):
    """A style as Word knows it: its kind, name and id, the id of the style it is based on (or none), and its looks."""

    kind: str
    name: str
    id: str
    goes_by: str
    looks: str

    @property
    def xml(self) -> str:
        """The style as Word holds it."""
        based = tag("basedOn", val=self.goes_by) if self.goes_by else ""
        own = {"customStyle": 1} if self.name.startswith("Budget") else {}
        return tag(
            "style",
            tag("name", val=self.name),
            based,
            tag("qFormat"),
            self.looks,
            type=self.kind,
            styleId=self.id,
            **own,
        )


def put_styles(document: Document) -> Styles:
    """Return the id of each style that a paper needs by its name, and add to the document those that it lacks."""
    there = document.styles.element
    found: dict[tuple[str, str], str] = {}
    for each in there.xpath("./w:style[@w:styleId]"):
        for known_by in (*each.xpath("./w:name/@w:val"), each.get(w("styleId"))):
            found.setdefault((each.get(w("type")), known_by.casefold()), each.get(w("styleId")))
    normal = there.xpath("./w:style[@w:type='paragraph'][@w:default='1']/@w:styleId") or [_NORMAL]
    ids = {}
    for style in _styles(normal[0]):
        known = [found.get((style.kind, each.casefold())) for each in (style.name, style.id)]
        ids[style.name] = next(filter(None, known), style.id)
        if not any(known):
            there.append(parsed(style.xml))
            if style.name == BULLET:
                _put_bullets(document)
    return ids


def _put_bullets(document: Document) -> None:
    numbering = _numbering(document)
    looks, the_list = map(parsed, _bullets())
    numbering.insert(len(numbering.xpath("./w:numPicBullet")), looks)
    last = numbering.xpath("./w:numIdMacAtCleanup")
    numbering.insert(len(numbering) - len(last), the_list)


def _numbering(document: Document) -> Any:
    """Return the lists of a document, none where it has not had any."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.parts.numbering import NumberingPart

    part = document.part
    for rel in part.rels.values():
        if rel.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return rel.target_part.element
    name = part.package.next_partname("/word/numbering%d.xml")
    lists = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, parsed(tag("numbering")), part.package)
    part.relate_to(lists, RELATIONSHIP_TYPE.NUMBERING)
    return lists.element


def put_language(document: Document) -> None:
    """Set the language of a document to British English, whatever its template's was."""
    there = document.styles.element
    at = there
    for name in ("docDefaults", "rPrDefault", "rPr", "lang"):
        if at.find(w(name)) is None:
            at.insert(len(at) if name == "lang" else 0, parsed(tag(name)))
        at = at.find(w(name))
    for each in there.xpath(".//w:lang"):
        each.set(w("val"), LANGUAGE)
    for each in document.settings.element.xpath("./w:themeFontLang"):
        each.set(w("val"), LANGUAGE)


def breadth_of(document: Document) -> int:
    """Return how broad the font of a document is, where Arial is 100. A font that only the theme names counts as usual."""
    fonts = "w:rPr/w:rFonts/@w:ascii"
    found = document.styles.element.xpath(
        f"./w:style[@w:type='paragraph'][@w:default='1']/{fonts} | ./w:docDefaults/w:rPrDefault/{fonts}"
    )
    return _USUAL if {*found[-1:]} <= _USUAL_FONTS else _BROADEST


def _styles(normal: str) -> tuple[Style, ...]:
    """Return each style that a paper needs, based on the document's normal style."""
    return (
        _style(HEADING, "Heading1", normal, _heading(0, 0, 200), _strong(36)),
        _style(SECTION, "Heading2", normal, _heading(1, 320, 120), _strong(26)),
        _style(CAPTION, "Caption", normal, [_KEEP, _spacing(200, 80)], _strong(21)),
        _style(BULLET, "ListBullet", normal, [tag("numPr", tag("numId", val=_LIST)), _spacing(0, 80)]),
        _style(
            FACT,
            "BudgetFact",
            normal,
            [_spacing(0, 200), tag("ind", left=1300, hanging=1300), tag("contextualSpacing")],
        ),
        _style(TEXT, "BudgetTableText", normal, [_spacing(0, 0)], _size(TEXT_SIZE)),
        _style(FIGURE, "BudgetTableFigure", "BudgetTableText", [tag("jc", val="right")]),
        _style(
            NOTE, "BudgetNote", normal, [_spacing(40, 160), tag("contextualSpacing")], [MUTED, *_size(18)]
        ),
        Style("table", TABLE, "BudgetTable", "", _table_looks()),
    )


def _bullets() -> tuple[str, str]:
    """Return the bullets of the style for lists: how they look, and the list itself."""
    level = tag(
        "lvl",
        tag("start", val=1),
        tag("numFmt", val="bullet"),
        tag("lvlText", val="•"),
        tag("lvlJc", val="left"),
        tag("pPr", tag("ind", left=360, hanging=360)),
        ilvl=0,
    )
    looks = tag("abstractNum", tag("multiLevelType", val="singleLevel"), level, abstractNumId=_LIST)
    return looks, tag("num", tag("abstractNumId", val=_LIST), numId=_LIST)


def defaults(font: str) -> str:
    """Return the looks of all text for which no style has others: a font, its size and the language."""
    fonts = tag("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font)
    looks = tag("rPr", fonts, *_size(22), tag("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"))
    return tag("docDefaults", tag("rPrDefault", looks), tag("pPrDefault", tag("pPr", _spacing(0, 120, 264))))


def _style(
    name: str, id_: str, goes_by: str, of_paragraph: list[str], of_type: list[str] | None = None
) -> Style:
    looks = tag("pPr", *of_paragraph) + (tag("rPr", *of_type) if of_type else "")
    return Style("paragraph", name, id_, goes_by, looks)


def _table_looks() -> str:
    borders = (_line("top", 8, _INK), _line("bottom", 8, _INK), _line("insideH", 2, _HAIR))
    sides = {"top": 45, "left": 70, "bottom": 45, "right": 70}
    margins = tag("tblCellMar", *(tag(side, w=width, type="dxa") for side, width in sides.items()))
    head = tag(
        "tcPr",
        tag("tcBorders", _line("bottom", 8, _INK)),
        tag("shd", val="clear", color="auto", fill=_SHADE),
        tag("vAlign", val="bottom"),
    )
    return "".join(
        (
            tag("pPr", _spacing(0, 0)),
            tag("tblPr", tag("tblBorders", *borders), margins),
            tag("tblStylePr", tag("rPr", tag("b"), tag("color", val=_INK)), head, type="firstRow"),
        )
    )


def _line(side: str, eighths: int, colour: str) -> str:
    return tag(side, val="single", sz=eighths, space=0, color=colour)


def _heading(level: int, before: int, after: int) -> list[str]:
    return [_KEEP, tag("keepLines"), _spacing(before, after), tag("outlineLvl", val=level)]


def _spacing(before: int, after: int, line: int = 240) -> str:
    return tag("spacing", before=before, after=after, line=line, lineRule="auto")


def _strong(half_points: int) -> list[str]:
    return [tag("b"), tag("bCs"), tag("color", val=_INK), *_size(half_points)]


def _size(half_points: int) -> list[str]:
    return [tag("sz", val=half_points), tag("szCs", val=half_points)]
