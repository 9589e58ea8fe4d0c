"""A web page read back with the parser of Python's own library, and pictures to stand in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtfp.tables.model import PrintedTable
    from mtfp.tables.printed import Report

ALONE = {"meta", "link", "img"}
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="576pt" height="324pt" viewBox="0 0 576 324" version="1.1">'
    b'<rect x="20" y="20" width="200" height="280" fill="#1c4f7c"/></svg>'
)


@dataclass(frozen=True)
class Element:
    """An element as it starts: its name, its attributes in order, and where it stands."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    inside: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        """Return the value of an attribute, empty where there is none."""
        return dict(self.attributes).get(name, "")


@dataclass
class Cells:
    """A table: its caption, and the cells of each row as (element, text), row groups apart."""

    caption: str = ""
    groups: list[list[list[tuple[Element, str]]]] = field(default_factory=list)

    @property
    def texts(self) -> list[list[str]]:
        """The text of each cell, row by row, with the row of heads first."""
        return [[text for _, text in row] for group in self.groups for row in group]


class Page(HTMLParser):
    """A page: every element in order, every text between two tags, and its tables."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self.tables: list[Cells] = []
        self.odd: list[str] = []
        self._open: list[Element] = []
        self._between = ""
        self.feed(html)
        self.close()
        self._flush()

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """Every element with the names of its attributes: what no text may alter."""
        return [(each.tag, tuple(name for name, _ in each.attributes)) for each in self.elements]

    def of(self, tag: str) -> list[Element]:
        """Return the elements of one name."""
        return [each for each in self.elements if each.tag == tag]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        inside = tuple(each.tag for each in self._open)
        element = Element(tag, tuple((name, value or "") for name, value in attrs), inside)
        self.elements.append(element)
        if tag not in ALONE:
            self._open.append(element)
        if tag == "table":
            self.tables.append(Cells())
        elif tag in {"thead", "tbody"}:
            self.tables[-1].groups.append([])
        elif tag == "tr":
            self.tables[-1].groups[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1].groups[-1][-1].append((element, ""))
        elif tag in {"h1", "h2", "h3"}:
            self.headings.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._flush()
        if not self._open or self._open.pop().tag != tag:
            self.odd.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._between += data

    def handle_comment(self, data: str) -> None:
        self.odd.append(f"<!--{data}")

    def handle_pi(self, data: str) -> None:
        self.odd.append(f"<?{data}")

    def _flush(self) -> None:
        text, self._between = self._between, ""
        if not text.strip("\n"):
            return
        self.texts.append(text)
        tags = [each.tag for each in self._open]
        if {"td", "th"} & {*tags}:
            row = self.tables[-1].groups[-1][-1]
            element, before = row[-1]
            row[-1] = (element, before + text)
        elif "caption" in tags:
            self.tables[-1].caption += text
        if self.headings and self.headings[-1][0] in tags:
            level, before = self.headings[-1]
            self.headings[-1] = (level, before + text)


def texts_of(table: PrintedTable) -> list[list[str]]:
    """Return what each row of a page says of a printed table: blank codes say nothing, and a blank head says the unit."""
    rows = [[head or table.unit.sign for head in table.stub_heads] + [*table.columns]]
    for row in table.rows:
        codes = [] if row.role == "heading" or not any(row.stub[:-1]) else [*row.stub[:-1]]
        rows.append([*codes, row.stub[-1], *row.figures])
    return rows


def pictures_of(report: Report) -> dict[str, bytes]:
    """Return a picture for each chart of a report."""
    return {chart.id: SVG for chart in report.charts}
