"""A Word document read back with python-docx, and turned into PDF by LibreOffice."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from mtfp.tables.printed import Report

SOFFICE, PDFTOTEXT = shutil.which("soffice"), shutil.which("pdftotext")
needs_pdf = pytest.mark.skipif(
    SOFFICE is None or PDFTOTEXT is None,
    reason="LibreOffice (soffice) or pdftotext is not installed, so no page of a Word paper is looked at here: "
    "install libreoffice-writer and poppler-utils",
)


class Held(NamedTuple):
    """A table as a document holds it: the words over it or over the picture above, and its cells, part by part and row by row, heads first."""

    caption: str
    parts: list[list[list[str]]]

    def rows(self, stubs: int) -> list[list[str]]:
        """Return the rows of every part side by side; each part starts with the same stub."""
        first, *others = self.parts
        for other in others:
            assert [row[:stubs] for row in other] == [row[:stubs] for row in first]
        return [sum((row[stubs:] for row in rest), row) for row, *rest in zip(first, *others, strict=True)]


def read(data: bytes) -> Document:
    """Return a document as python-docx reads it."""
    return docx.Document(io.BytesIO(data))


def tables_of(data: bytes) -> list[Held]:
    """Return the tables of a document, each with the parts that it goes on in."""
    found: list[Held] = []
    caption = ""
    for block in read(data).iter_inner_content():
        if isinstance(block, Paragraph):
            caption = block.text or caption
        elif isinstance(block, Table):
            if not caption.endswith(", continued"):
                found.append(Held(caption, []))
            found[-1].parts.append([[cell.text for cell in row.cells] for row in block.rows])
    return found


def text_of(data: bytes) -> list[str]:
    """Return the text of every paragraph, in tables too, whatever it is broken into."""
    body = read(data).element.body
    return ["".join(each.text or "" for each in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def tags_of(data: bytes) -> Iterator[str]:
    """Yield the name of every element of the text of a document, without its namespace."""
    for each in read(data).element.body.iter():
        yield str(each.tag).rpartition("}")[2]


def parts_of(data: bytes) -> dict[str, str]:
    """Return every part of a document that is XML, by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return {
            name: held.read(name).decode() for name in held.namelist() if name.endswith((".xml", ".rels"))
        }


def with_part(data: bytes, name: str, text: str) -> bytes:
    """Return a document with one of its parts replaced, or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for each in old.namelist():
            new.writestr(each, text if each == name else old.read(each))
        if name not in old.namelist():
            new.writestr(name, text)
    return file.getvalue()


def png(width: int = 960, height: int = 540) -> bytes:
    """Return a white picture."""

    def chunk(kind: bytes, inside: bytes) -> bytes:
        return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


WHITE = png()


def pictures_of(report: Report) -> dict[str, bytes]:
    """Return a picture for each chart."""
    return {chart.id: WHITE for chart in report.charts}


def pages_of(data: bytes) -> list[str]:
    """Return the text of each page of a document as LibreOffice lays it out."""
    assert SOFFICE is not None
    assert PDFTOTEXT is not None
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "paper.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(here / 'profile').as_uri()}"
        to_pdf = [SOFFICE, "--headless", profile, "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*to_pdf, str(here / "paper.docx")], check=True, capture_output=True, timeout=300)
        to_text = [PDFTOTEXT, "-layout", "-enc", "UTF-8", str(here / "paper.pdf"), "-"]
        text = subprocess.run(to_text, check=True, capture_output=True, timeout=300).stdout
    return text.decode().removesuffix("\f").split("\f")
