"""The Word document that a paper is put into: a plain one, or a council's template without its text."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mtfp.problems import MisreadError
from mtfp.render.word.outside import refuse_macros, root_of, take_out
from mtfp.render.word.pages import a4, clear_pages, room_of
from mtfp.render.word.styles import LANGUAGE, NOTE, Styles, defaults, put_language, put_styles
from mtfp.render.word.xml import field, parsed, run, said, tag, w

if TYPE_CHECKING:
    from docx.document import Document

_KEPT = ("styles", "settings", "numbering", "theme", "fontTable", "webSettings", "customXml")
_ADDED_TO = ("styles", "settings", "numbering")
_OF_THE_OLD_TEXT = ("thumbnail", "origin")
_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_FIXED_TIME = "1980-01-01T00:00:00Z"
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def plain_document(font: str, foot: str) -> tuple[Document, Styles]:
    """Return an empty document and its styles: upright A4 pages in one font, with a text and the page number at the foot."""
    import docx

    document = docx.Document()
    a4(document)
    _without_styles(document, font)
    for setting in document.settings.element.xpath("//w:compatSetting[@w:name='compatibilityMode']"):
        setting.set(w("val"), "15")
    _forget(document)
    found = put_styles(document)
    put_language(document)
    _put_foot(document, foot, found)
    return document, found


def template_document(template: bytes) -> tuple[Document, Styles]:
    """Return a council's template without its text, and its styles. Headers, footers, margins and size of page stay.

    Raises `MisreadError` for bytes that are no Word document, and for one with macros.
    """
    document, _ = _opened(template)
    found = put_styles(document)
    put_language(document)
    return document, found


def led_outside(template: bytes) -> tuple[str, ...]:
    """Return in words what is taken out of a template because it leads outside. Raises as `template_document` does."""
    return _opened(template)[1]


def _opened(template: bytes) -> tuple[Document, tuple[str, ...]]:
    """Return a template without its old text and without what led outside, and what led outside."""
    import docx

    try:
        refuse_macros(template)
        document = docx.Document(BytesIO(template))
        clear_pages(document)
        room_of(document)
        _check(document)
    except MisreadError:
        raise
    except Exception as error:
        raise MisreadError(
            "the template can't be read as a Word document",
            "a Word document (.docx) without a password: not .dotx, .docm or .doc",
            "open it in Word, and save it as a Word document (.docx)",
        ) from error
    _forget(document)
    return document, take_out(document)


def _check(document: Document) -> None:
    """Raise an error for parts that can't be written: without a kind, with one name, linked from nothing, or no XML of Word."""
    package: Any = document.part.package
    _ = document.core_properties, document.styles, document.settings
    parts = package.parts
    if not all(part.content_type for part in parts) or len({part.partname for part in parts}) < len(parts):
        raise ValueError
    for holder in (package, *parts):
        _ = holder.rels.xml
    for part in parts:
        root_of(part)
    added_to = [rel for rel in document.part.rels.values() if _kind(rel) in _ADDED_TO]
    if any(rel.target_part.element.tag != w(_kind(rel)) for rel in added_to):
        raise ValueError


def _without_styles(document: Document, font: str) -> None:
    """Take all lists from a document, and all styles but the default ones, which get one font."""
    all_styles = document.styles.element
    for each in all_styles.xpath("./w:style[not(@w:default='1')] | ./w:docDefaults"):
        all_styles.remove(each)
    all_styles.insert(0, parsed(defaults(font)))
    lists = document.part.numbering_part.element
    for each in list(lists):
        lists.remove(each)


def _forget(document: Document) -> None:
    """Cut from a document everything that only its old text used: pictures, comments, notes, links and other headers."""
    used = {*document.element.body.xpath(".//@r:id")}
    for id_, rel in list(document.part.rels.items()):
        if _kind(rel) not in _KEPT and id_ not in used:
            del document.part.rels[id_]
    package = document.part.package
    for id_, rel in list(package.rels.items() if package else ()):
        if _kind(rel) in _OF_THE_OLD_TEXT:
            del package.rels[id_]
    settings = document.settings.element
    for each in settings.xpath("./w:footnotePr | ./w:endnotePr"):
        settings.remove(each)


def _kind(rel: Any) -> str:
    return str(rel.reltype).rpartition("/")[2]


def _put_foot(document: Document, text: str, styles: Styles) -> None:
    """Put a text and the number of the page at the foot of every page."""
    footer = document.sections[0].footer.part.element
    for each in list(footer):
        footer.remove(each)
    looks = tag("pPr", tag("pStyle", val=styles[NOTE]), tag("jc", val="right"))
    pages = (field("PAGE", "1"), run(" of "), field("NUMPAGES", "1"))
    footer.append(parsed(tag("p", looks, run(f"{text}, page "), *pages)))


def put_properties(document: Document, title: str, author: str, comments: str) -> None:
    """Give a document its title, author and comments in place of its template's, and no date."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    time = f'xsi:type="dcterms:W3CDTF">{_FIXED_TIME}'
    new = parse_xml(
        f"<cp:coreProperties {_CORE}>"
        f"<dc:title>{said(title)}</dc:title>"
        f"<dc:creator>{said(author)}</dc:creator>"
        f"<dc:description>{said(comments)}</dc:description>"
        f"<dc:language>{LANGUAGE}</dc:language>"
        f"<dcterms:created {time}</dcterms:created>"
        f"<dcterms:modified {time}</dcterms:modified>"
        "</cp:coreProperties>"
    )
    _ = document.core_properties
    package: Any = document.part.package
    old = package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element
    for each in list(old):
        old.remove(each)
    old.extend(list(new))


def file_of(document: Document) -> bytes:
    """Return a document as the bytes of a file: the same for the same document, whenever it is made."""
    made, file = BytesIO(), BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(file, "w") as out:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _FIXED_DATE)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            out.writestr(entry, parts.read(name), compresslevel=6)
    return file.getvalue()
