"""Taking out of a council's template what leads outside it: a paper fetches nothing when it is opened."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mtfp.problems import MisreadError, shorten
from mtfp.render.word.xml import w

if TYPE_CHECKING:
    from docx.document import Document

_LARGEST = 1 << 27
_MOST_PARTS = 5_000
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_VML = "{urn:schemas-microsoft-com:vml}"
_CLICKED = re.compile("https?:|mailto:|#", re.IGNORECASE)
_FIELDS = {"DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DATABASE", "RD"}
_SAID = {
    "attachedTemplate": "the template attached to it",
    "image": "a linked picture",
    "hyperlink": "a link to a file",
    "oleObject": "a linked object",
    "package": "a linked object",
    "control": "a control",
    "mailMergeSource": "a mail merge",
    "mailMergeHeaderSource": "a mail merge",
}
_DRAWN = [w(each) for each in ("drawing", "pict", "object")]
_SHOWN = {w(each) for each in ("t", "tab", "br", "drawing", "pict", "object")}
_ASKED = {w("instrText"), w("delInstrText")}


def refuse_macros(template: bytes) -> None:
    """Raise `MisreadError` for a template that holds macros, or that unpacks to more than memory may hold."""
    with zipfile.ZipFile(BytesIO(template)) as held:
        size = sum(each.file_size for each in held.infolist())
        if size > _LARGEST or len(held.namelist()) > _MOST_PARTS:
            raise MisreadError(
                f"the template unpacks to {size:,} bytes in {len(held.namelist()):,} parts",
                f"at most {_LARGEST:,} bytes in {_MOST_PARTS:,} parts",
                "take pictures and text out of it, and save it again in Word",
            )
        told = held.read("[Content_Types].xml").replace(b"\0", b"") + " ".join(held.namelist()).encode()
    if re.search(rb"macroEnabled|vbaProject|vbaData", told, re.IGNORECASE):
        raise MisreadError(
            "the template holds macros",
            "a Word document (.docx) without macros: not .docm or .dotm",
            "open it in Word, and save it as a Word document (.docx), which leaves them out",
        )


def take_out(document: Document) -> tuple[str, ...]:
    """Take out of a document what leads outside it, and return each such thing once. Links to web pages may stay."""
    package: Any = document.part.package
    found: list[str] = []
    for part in package.parts:
        root = root_of(part)
        here = [
            *_links(part, root),
            *(() if root is None else (*_pictures(root), *_merges(root), *_fields(root))),
        ]
        if here and root is not None and getattr(part, "element", None) is None:
            _put_back(part, root)
        found += here
    for id_, rel in list(package.rels.items()):
        if rel.is_external:
            del package.rels[id_]
            found.append(_said(rel))
    return tuple(dict.fromkeys(found))


def root_of(part: Any) -> Any:
    """Return the XML of a part of a document, None where it holds something else, such as a picture."""
    from docx.opc.oxml import parse_xml

    element = getattr(part, "element", None)
    if element is not None or not part.content_type.endswith("xml"):
        return element
    return parse_xml(part.blob)


def _put_back(part: Any, root: Any) -> None:
    from docx.opc.oxml import serialize_part_xml

    part._blob = serialize_part_xml(root)  # noqa: SLF001


def _kind(rel: Any) -> str:
    return str(rel.reltype).rpartition("/")[2]


def _said(rel: Any) -> str:
    what = _SAID.get(_kind(rel), f"a link of the kind {_kind(rel)}")
    return f"{what} ({shorten(rel.target_ref)})" if rel.is_external else what


def _links(part: Any, root: Any) -> Iterator[str]:
    """Cut what links to a part outside the document, or to a program inside it."""
    for id_, rel in list(part.rels.items()):
        clicked = _kind(rel) == "hyperlink" and _CLICKED.match(rel.target_ref)
        if (rel.is_external and not clicked) or _kind(rel) == "control":
            for each in [] if root is None else list(root.iter("*")):
                _cut(each, id_)
            del part.rels[id_]
            yield _said(rel)


def _cut(element: Any, id_: str) -> None:
    """Take out an element that names a link by its id, with the drawing it is in. A picture that is also inside stays."""
    named = [
        name
        for name, value in element.attrib.items()
        if value == id_ and name.startswith((_RELATIONSHIPS, _OFFICE))
    ]
    for name in named:
        del element.attrib[name]
    if not named or element.get(f"{_RELATIONSHIPS}embed"):
        return
    if element.tag == w("hyperlink"):
        _leave_inside(element)
    else:
        _remove(next(element.iterancestors(*_DRAWN), element))


def _remove(element: Any) -> None:
    if element.getparent() is not None:
        element.getparent().remove(element)


def _leave_inside(element: Any) -> None:
    """Put what an element holds in its place."""
    for each in list(element):
        element.addprevious(each)
    _remove(element)


def _pictures(root: Any) -> Iterator[str]:
    """Take out pictures that an older drawing names by their address, without a link of the document's."""
    named = ("src", f"{_OFFICE}href", f"{_OFFICE}althref")
    for each in list(root.iter(*(f"{_VML}{name}" for name in ("imagedata", "fill", "stroke")))):
        addresses = [each.attrib.pop(name) for name in named if each.get(name)]
        if addresses and each.tag.endswith("imagedata") and not each.get(f"{_RELATIONSHIPS}id"):
            _remove(next(each.iterancestors(*_DRAWN), each))
        yield from (f"a linked picture ({shorten(address)})" for address in addresses)


def _merges(root: Any) -> Iterator[str]:
    for each in list(root.iter(w("mailMerge"))):
        _remove(each)
        yield "a mail merge"


@dataclass(slots=True)
class _Field:
    """A field as its marks are met: what it asks for, its elements up to what it shows, and whether these still go on."""

    asks: str = ""
    marks: list[Any] = field(default_factory=list)
    asking: bool = True


def _fields(root: Any) -> Iterator[str]:
    """Take out fields that fetch something. What they last showed stays."""
    for each in list(root.iter(w("fldSimple"))):
        asks = each.get(w("instr"), "")
        if _fetches(asks):
            _leave_inside(each)
            yield _field_said(asks)
    for each in _long_fields(root):
        if _fetches(each.asks):
            for mark in each.marks:
                _remove(mark)
            yield _field_said(each.asks)


def _long_fields(root: Any) -> list[_Field]:
    """Return every field that is written in marks, fields within fields included. One within another's question is part of it."""
    ended: list[_Field] = []
    around: list[_Field] = []
    for each in root.iter(w("fldChar"), *_ASKED, *_SHOWN):
        kind = each.get(w("fldCharType"))
        if kind == "begin":
            around.append(_Field())
        for outer in around:
            if outer.asking or (outer is around[-1] and kind):
                outer.marks.append(each)
        if not around:
            continue
        if each.tag in _ASKED and around[-1].asking:
            around[-1].asks += each.text or ""
        elif kind == "separate":
            around[-1].asking = False
        elif kind == "end":
            ended.append(around.pop())
            if around and around[-1].asking:
                around[-1].asks += " {} "
    return ended + around


def _fetches(asks: str) -> bool:
    """Whether a field fetches from outside, or hides what it asks for in another field."""
    word, _, rest = asks.strip().partition(" ")
    if word.upper() == "HYPERLINK":
        return not _CLICKED.match(rest.strip().lstrip('"')) and not rest.strip().startswith("\\l")
    return word.upper() in _FIELDS or word.startswith("{}")


def _field_said(asks: str) -> str:
    word = asks.split(maxsplit=1)[0].upper()
    said = {"{}": "a field that another makes", "HYPERLINK": _SAID["hyperlink"]}
    return said.get(word, f"a field {word}")
