"""The elements of WordprocessingML. Every text is data, escaped here and nowhere else."""

from __future__ import annotations

import re
from html import escape
from typing import Any

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}


def data(text: str) -> str:
    """Return text without the characters that XML can't hold."""
    return _NOT_IN_XML.sub("", text)


def said(text: str) -> str:
    """Return text escaped for XML."""
    return escape(data(text))


def tag(name: str, *inside: str, **attributes: str | int) -> str:
    """Return an element of Word's own namespace, such as `pStyle`, around XML."""
    named = "".join(f' w:{key}="{said(str(value))}"' for key, value in attributes.items())
    return f"<w:{name}{named}>{''.join(inside)}</w:{name}>" if inside else f"<w:{name}{named}/>"


def run(text: str, *looks: str) -> str:
    """Return a run of text. Its looks are elements, in Word's order."""
    return tag("r", properties("rPr", *looks), f'<w:t xml:space="preserve">{said(text)}</w:t>')


def paragraph(style: str, *runs: str, keep: bool = False) -> str:
    """Return a paragraph in the style of an id, or in none; with `keep`, it stays on the page of the next paragraph."""
    looks = [tag("pStyle", val=style)] if style else []
    return tag("p", tag("pPr", *looks, tag("keepNext") if keep else ""), *runs)


def properties(name: str, *each: str) -> str:
    """Return an element that holds properties, or nothing where there are none."""
    return tag(name, *each) if any(each) else ""


def field(code: str, shown: str) -> str:
    """Return a field that Word can work out, and what it shows until then."""
    marks = {each: tag("r", tag("fldChar", fldCharType=each)) for each in ("begin", "separate", "end")}
    asks = tag("r", f'<w:instrText xml:space="preserve"> {said(code)} </w:instrText>')
    return f"{marks['begin']}{asks}{marks['separate']}{run(shown)}{marks['end']}"


def rooted(name: str, inside: str) -> str:
    """Return XML under one root, with the namespaces it needs."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    return f"<w:{name} {declared}>{inside}</w:{name}>"


def parsed(xml: str) -> Any:
    """Return one element of XML as python-docx holds it."""
    from docx.oxml import parse_xml

    return parse_xml(rooted("part", xml))[0]


def w(name: str) -> str:
    """Return a name of Word's own namespace as lxml writes it."""
    return f"{{{_NAMESPACES['w']}}}{name}"
