"""The Word paper: what is in its XML, its pages as LibreOffice lays them out, and what a council's template gives."""

import io
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENTATION, WD_SECTION_START
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.money import Unit
from mtfp.output import paper_of
from mtfp.problems import MisreadError
from mtfp.render.word import document as documents
from mtfp.render.word.paper import to_word
from mtfp.tables.model import PrintedRow, PrintedTable
from mtfp.tables.papers import Made
from mtfp.tables.printed import Chart, Report, notes_of
from mtfp.tables.style import Style
from mtfp.tables.unit import PrintUnit
from tests.laws.test_tables import FIGURE
from tests.published.test_oxfordshire import paper as published
from tests.strategies_paper import ORIGIN
from tests.unit.plans import Folder
from tests.word import (
    WHITE,
    needs_pdf,
    pages_of,
    parts_of,
    pictures_of,
    png,
    read,
    tables_of,
    text_of,
    with_part,
)

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
SLIPS = "oxfordshire-2014/school-improvement-slips.toml"
PUBLISHED = "oxfordshire-2014/as-published.toml"
CENTRAL = "exampleshire/central.toml"
UNIT = PrintUnit(Unit.THOUSANDS, 0)
TABLE = "\0 a table"


@cache
def paper(file: str, *names: str) -> Report:
    request = read_request(SCENARIOS / file)
    return paper_of(Made(run(request.read.plan, request.scenario)), names or None, Style(), ORIGIN)


@cache
def written(file: str, *names: str) -> bytes:
    report = paper(file, *names)
    return to_word(report, pictures_of(report))


def elements(data: bytes, path: str) -> list[Any]:
    """Return what an XPath finds in the text of a document."""
    found: list[Any] = read(data).element.xpath(path)
    return found


def small(*rows: PrintedRow, title: str = "Budget", number: str = "Table 1", **parts: Any) -> Report:
    """Return a paper with one table of one year, or of the years given."""
    table = PrintedTable(
        id="budget",
        title=title,
        number=number,
        unit=UNIT,
        stub_heads=("",),
        columns=parts.pop("columns", ("2026/27",)),
        rows=rows or (PrintedRow("a", ("Care",), "figure", ("1,234",), (1_234,)),),
    )
    facts = (("Council", "Exampleshire"), ("Plan", "Plan"))
    return Report(title="Plan", facts=facts, answers=("It balances.",), tables=(table,), **parts)


BOTH = pytest.mark.parametrize(
    "data", [written(SLIPS), written(CENTRAL, "all")], ids=["Oxfordshire", "Exampleshire"]
)


def held_in(data: bytes) -> Report:
    """Return the paper that one of these documents holds."""
    return paper(SLIPS) if data == written(SLIPS) else paper(CENTRAL, "all")


@BOTH
def test_every_table_has_one_row_of_heads_that_repeats_and_no_row_that_breaks(data: bytes) -> None:
    tables = elements(data, "//w:tbl")
    assert tables
    for table in tables:
        rows = table.xpath("./w:tr")
        assert [bool(row.xpath("./w:trPr/w:tblHeader")) for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)


@BOTH
def test_no_cell_is_merged_or_empty(data: bytes) -> None:
    assert not elements(data, "//w:gridSpan | //w:vMerge | //w:hMerge")
    for held in tables_of(data):
        for part in held.parts:
            assert all(text.strip() for row in part for text in row)
            assert len({len(row) for row in part}) == 1


@BOTH
def test_columns_and_cells_have_the_same_widths_and_fit_the_page(data: bytes) -> None:
    for table in elements(data, "//w:tbl"):
        (section, *_) = table.xpath("./following::w:sectPr")
        room = section.page_width - section.left_margin - section.right_margin
        columns = [int(each) for each in table.xpath("./w:tblGrid/w:gridCol/@w:w")]
        assert sum(columns) == room // 635
        for row in table.xpath("./w:tr"):
            assert [int(each) for each in row.xpath("./w:tc/w:tcPr/w:tcW/@w:w")] == columns


@BOTH
def test_figures_stand_on_the_right_and_words_on_the_left(data: bytes) -> None:
    document = read(data)
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                (paragraph,) = cell.paragraphs
                assert paragraph.style is not None
                on_the_right = paragraph.style.name == "Budget table figure"
                assert on_the_right or not FIGURE.fullmatch(cell.text)
    right = document.styles["Budget table figure"].element.xpath("./w:pPr/w:jc/@w:val")
    left = document.styles["Budget table text"].element.xpath("./w:pPr/w:jc")
    assert (right, left) == (["right"], [])


@pytest.mark.parametrize(
    ("role", "bold", "ruled"),
    [
        ("figure", False, False),
        ("heading", True, False),
        ("subtotal", True, True),
        ("total", True, True),
        ("balance", True, True),
    ],
)
def test_totals_are_bold_under_a_rule(role: Any, *, bold: bool, ruled: bool) -> None:
    figures = () if role == "heading" else ("5",)
    data = to_word(small(PrintedRow("a", ("Care",), role, figures)), {})
    first, *others = elements(data, "//w:tr[2]/w:tc")
    assert bool(first.xpath(".//w:rPr/w:b")) is bold
    for cell in (first, *others):
        assert bool(cell.xpath("./w:tcPr/w:tcBorders/w:top[@w:val='single']")) is ruled


def test_rows_stay_with_those_they_belong_to() -> None:
    """In a long table a heading stays with the row under it, and a total with the row above; the last row with its notes."""
    roles: list[Any] = ["heading", *["figure"] * 30, "total", "figure"]
    rows = [
        PrintedRow(str(n), (str(n),), role, () if role == "heading" else ("5",))
        for n, role in enumerate(roles)
    ]
    kept = [bool(row.xpath(".//w:keepNext")) for row in elements(to_word(small(*rows), {}), "//w:tr")]
    assert [n - 1 for n, each in enumerate(kept) if each] == [-1, 0, 30, 32]


@pytest.mark.parametrize(("count", "together"), [(18, True), (19, False)])
def test_a_table_that_half_a_page_can_hold_stays_on_one(count: int, *, together: bool) -> None:
    """A row of one line is 6 mm, so eighteen and a head are less than half of an A4 page."""
    rows = [PrintedRow(str(n), (str(n),), "figure", ("5",)) for n in range(count)]
    kept = [bool(row.xpath(".//w:keepNext")) for row in elements(to_word(small(*rows), {}), "//w:tr")]
    assert kept == [True, *[together] * (count - 1), True]


@BOTH
def test_headings_start_at_the_title_and_skip_no_level(data: bytes) -> None:
    names = [each.style.name for each in read(data).paragraphs if each.style is not None]
    levels = [int(name.removeprefix("Heading ")) for name in names if name.startswith("Heading ")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_paper_reads_in_order() -> None:
    report, document = paper(SLIPS), read(written(SLIPS))
    headings = [
        each.text for each in document.paragraphs if each.style and each.style.name.startswith("Heading")
    ]
    lists = [heading for heading, _ in report.lists]
    charts = ["Charts"] if report.charts else []
    assert headings == [report.title, "Tables", *charts, *lists, "What this was made from"]
    texts = [each.text for each in document.paragraphs]
    assert texts[1 : 1 + len(report.facts)] == [f"{name}\t{text}" for name, text in report.facts]
    for line in (*report.answers, *(item for _, items in report.lists for item in items), *report.made_from):
        assert texts.count(line) == 1
    bullets = [each.text for each in document.paragraphs if each.style and each.style.name == "List Bullet"]
    assert bullets == [*(item for _, items in report.lists for item in items), *report.made_from]


@BOTH
def test_each_table_has_its_caption_above_and_its_notes_and_source_below(data: bytes) -> None:
    report = held_in(data)
    blocks = [each.text if isinstance(each, Paragraph) else TABLE for each in read(data).iter_inner_content()]
    for table in report.tables:
        n = blocks.index(table.caption)
        assert blocks[n + 1 : blocks.index(report.source, n) + 1] == [TABLE, *notes_of(table), report.source]


def fields(data: bytes) -> list[tuple[str, str]]:
    """Return what each numbered caption asks Word for, and the number it shows."""
    return [
        (
            "".join(each.xpath(".//w:instrText/text()")).strip(),
            "".join(
                each.xpath("./w:r[w:fldChar/@w:fldCharType='separate']/following-sibling::w:r[1]/w:t/text()")
            ),
        )
        for each in elements(data, "//w:p[.//w:instrText]")
    ]


@BOTH
def test_captions_are_numbered_by_fields_that_stay_with_what_they_name(data: bytes) -> None:
    report = held_in(data)
    assert fields(data) == [
        (f"SEQ {counted} \\* ARABIC", str(n))
        for counted, of_it in (("Table", report.tables), ("Figure", report.charts))
        for n, _ in enumerate(of_it, 1)
    ]
    for caption in elements(data, "//w:p[.//w:instrText]"):
        assert caption.xpath("./w:pPr/w:pStyle/@w:val") == ["Caption"]
        assert caption.xpath("./w:pPr/w:keepNext")
        kinds = caption.xpath(".//w:fldChar/@w:fldCharType")
        assert kinds == ["begin", "separate", "end"]


@pytest.mark.parametrize(
    ("number", "field", "caption"),
    [
        ("Table 1", ("SEQ Table \\* ARABIC", "1"), "Table 1: Budget (£000)"),
        ("Annex 4.12", ("SEQ Table \\* ARABIC \\r 12", "12"), "Annex 4.12: Budget (£000)"),
        ("7", ("SEQ Table \\* ARABIC \\r 7", "7"), "7: Budget (£000)"),
    ],
)
def test_a_house_s_own_numbering_is_kept_when_word_counts_again(
    number: str, field: tuple[str, str], caption: str
) -> None:
    data = to_word(small(number=number), {})
    assert fields(data) == [field]
    assert [held.caption for held in tables_of(data)] == [caption]


def test_a_table_that_no_paper_counts_has_a_caption_without_a_field() -> None:
    data = to_word(small(number=""), {})
    assert fields(data) == []
    assert [held.caption for held in tables_of(data)] == ["Budget (£000)"]


GAP = PrintedRow("gap", ("Gap",), "balance", ("1,234",), (1_234,))
NEAREST = "Of 7 reserves, the 4 that come nearest."


def charted(*pictures: tuple[str, bytes], beside: PrintedRow = GAP, years: int = 1) -> bytes:
    """Return a paper with a table and charts that all draw a gap of 1,234."""
    report = small(beside)
    columns = tuple(f"{2026 + n}/{27 + n}" for n in range(years))
    gap = GAP._replace(figures=GAP.figures * years)
    table = replace(
        report.tables[0], number="Figure 1", title="Gap", rows=(gap,), notes=(NEAREST,), columns=columns
    )
    charts = tuple(Chart(id_, "columns", table, f'What "{id_}" & <others> show') for id_, _ in pictures)
    return to_word(replace(report, charts=charts, source="Source: us."), dict(pictures))


OTHERS = {
    "another name": GAP._replace(stub=("Deficit",)),
    "another figure": GAP._replace(figures=("1,235",)),
}


@pytest.mark.parametrize("beside", OTHERS.values(), ids=OTHERS)
def test_a_picture_stands_over_its_figures(beside: PrintedRow) -> None:
    data = charted(("gap", WHITE), beside=beside)
    assert [held.parts for held in tables_of(data)][1:] == [[[["£000", "2026/27"], ["Gap", "1,234"]]]]
    (picture,) = elements(data, "//w:p[.//w:drawing]")
    table = picture.getnext()
    assert table.tag == qn("w:tbl")
    assert picture.xpath("./w:pPr/w:keepNext")
    assert table.xpath("./w:tblPr/w:tblCaption/@w:val") == ["Figure 1: Gap (£000)"]
    below = ["".join(each.xpath(".//w:t/text()")) for each in table.itersiblings(qn("w:p"))]
    assert below == [NEAREST, "Rounded so that every column adds.", "Source: us."]


def test_figures_that_stand_in_a_table_are_not_said_again_but_found() -> None:
    data = charted(("gap", WHITE))
    assert len(tables_of(data)) == 1
    (picture,) = elements(data, "//w:p[.//w:drawing]")
    assert "".join(picture.getnext().xpath(".//w:t/text()")) == "These figures are in Table 1: Budget."


def test_the_figures_of_a_picture_stay_on_its_upright_page() -> None:
    """Twelve years would lie on their side by themselves: under a picture they go on below."""
    data = charted(("gap", WHITE), years=12)
    assert [(each.page_width or 0) < (each.page_height or 0) for each in read(data).sections] == [True]
    _, figures = tables_of(data)
    assert figures.rows(1)[1] == ["Gap", *["1,234"] * 12]
    assert len(figures.parts) == 2


def test_a_picture_has_its_words_and_its_caption() -> None:
    data = charted(("gap", WHITE), ("bridge", png(100, 40)))
    assert elements(data, "//wp:docPr/@descr") == [
        'What "gap" & <others> show',
        'What "bridge" & <others> show',
    ]
    ids = elements(data, "//wp:docPr/@id")
    assert len(set(ids)) == len(ids) == 2
    picture = elements(data, "//w:p[.//w:drawing]")[0]
    assert "".join(picture.getprevious().xpath(".//w:t/text()")) == "Figure 1: Gap (£000)"
    assert fields(data)[1] == ("SEQ Figure \\* ARABIC", "1")
    assert picture.xpath("./w:pPr/w:keepNext")


def test_pictures_keep_their_shape_and_fit_on_the_page() -> None:
    """160 mm wide is 5,760,000 EMU; one four times as tall as wide is held to four fifths of a page's 257 mm or less."""
    data = charted(("gap", png(800, 400)), ("tall", png(100, 400)))
    (wide, tall) = [(int(each.get("cx")), int(each.get("cy"))) for each in elements(data, "//wp:extent")]
    assert abs(wide[0] - 5_760_000) < 1_000
    assert abs(wide[1] * 2 - wide[0]) <= 2
    assert tall[1] < 257 * 36_000 * 0.85
    assert abs(tall[1] - tall[0] * 4) <= 4


@BOTH
def test_pages_are_a4_and_the_language_is_british(data: bytes) -> None:
    document = read(data)
    for section in document.sections:
        assert {section.page_width, section.page_height} == {Mm(210).twips * 635, Mm(297).twips * 635}
    assert document.styles.element.xpath("./w:docDefaults//w:lang/@w:val") == ["en-GB"]
    assert {*document.styles.element.xpath(".//w:lang/@w:val")} == {"en-GB"}


@pytest.mark.parametrize(("font", "sideways"), [("Arial", [False]), ("Verdana", [False, True])])
def test_a_broad_font_has_broader_columns(font: str, sideways: list[bool]) -> None:
    """Digits are 0.56 of the size of type in Arial, and in bold Verdana 0.71: seven years of -123,456 no longer fit upright."""
    data = to_word(replace(wide(7), style=Style(font=font)), {})
    assert [(each.page_width or 0) > (each.page_height or 0) for each in read(data).sections] == sideways


def test_the_font_is_the_style_s() -> None:
    data = to_word(replace(small(), style=Style(font="Gill Sans MT")), {})
    fonts = read(data).styles.element.xpath("./w:docDefaults//w:rFonts")
    assert [set(each.attrib.values()) for each in fonts] == [{"Gill Sans MT"}]
    assert not read(data).styles.element.xpath("./w:style//w:rFonts")


def test_the_properties_say_whose_paper_it_is_and_nothing_of_the_day() -> None:
    report = paper(SLIPS)
    properties = read(written(SLIPS)).core_properties
    assert (properties.title, properties.author) == ("School improvement slips", "Oxfordshire County Council")
    assert (properties.language, properties.comments) == ("en-GB", report.source)
    assert {str(properties.created)[:10], str(properties.modified)[:10]} == {"1980-01-01"}


def test_the_same_paper_gives_the_same_bytes() -> None:
    report = paper(SLIPS)
    data = written(SLIPS)
    assert to_word(report, pictures_of(report)) == data
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        assert {each.date_time for each in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    again = "import sys, tests.unit.test_word as t; sys.stdout.buffer.write(t.written(t.SLIPS))"
    for seed in "12":
        made = subprocess.run(
            [sys.executable, "-c", again],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"},
            cwd=ROOT,
            check=True,
            capture_output=True,
            timeout=120,
        )
        assert made.stdout == data


HOSTILE = (
    "=1+1",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "&amp; &lt; &#65;",
    "\"double\" 'single'",
    "]]> <!-- --> <?x?>",
    "W" * 300,
    "{{ SEQ Table }}",
    "  two  spaces  ",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_a_file_stays_text(text: str) -> None:
    row = PrintedRow("a", (text,), "figure", ("5",), (5,))
    report = replace(small(row, title=text), title=text, source=text, made_from=(text,), answers=(text,))
    data = to_word(report, {})
    plain = to_word(replace(small(), source="s", made_from=("m",)), {})
    assert text_of(data).count(text) == 6 - 1
    assert f"Table 1: {text} (£000)" in text_of(data)
    assert len(elements(data, "//w:p")) == len(elements(plain, "//w:p"))
    assert read(data).core_properties.title == text


def test_characters_that_no_document_can_hold_are_left_out() -> None:
    row = PrintedRow("a", ("Ca\x00re\x0b\ud800\uffff",), "figure", ("5",), (5,))
    assert tables_of(to_word(small(row), {}))[0].parts[0][1] == ["Care", "5"]


def wide(years: int, figure: str = "-123,456") -> Report:
    columns = tuple(f"{2026 + n}/{27 + n:02}" for n in range(years))
    row = PrintedRow("a", ("What the council spends on care",), "figure", (figure,) * years)
    return small(row, columns=columns)


@pytest.mark.parametrize(("years", "sideways", "parts"), [(4, 0, 1), (12, 1, 1), (60, 1, 5)])
def test_a_wide_table_lies_on_its_side_and_a_wider_one_goes_on_below(
    years: int, sideways: int, parts: int
) -> None:
    data = to_word(wide(years), {})
    document = read(data)
    pages = [(section.page_width or 0) > (section.page_height or 0) for section in document.sections]
    assert pages == ([False, True] if sideways else [False])
    assert [section.orientation == WD_ORIENTATION.LANDSCAPE for section in document.sections] == pages
    (held,) = tables_of(data)
    assert len(held.parts) == parts
    assert len(held.rows(1)[0]) == years + 1
    sizes = {int(each) for each in elements(data, "//w:tbl//w:sz/@w:val")}
    assert all(size >= 18 for size in sizes)


ORDER = {
    "pPr": "pStyle keepNext keepLines numPr tabs spacing ind contextualSpacing jc outlineLvl sectPr",
    "rPr": "rFonts b bCs color sz szCs lang",
    "tcPr": "tcW tcBorders shd noWrap vAlign",
    "trPr": "cantSplit tblHeader",
    "tblPr": "tblStyle tblW tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "tc": "tcPr p",
    "p": "pPr r",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "abstractNum": "multiLevelType lvl",
    "lvl": "start numFmt lvlText lvlJc pPr",
    "numbering": "abstractNum num",
}
"""The order of children in Word's own schema, ISO/IEC 29500-1 annex A, of those that are written here."""


@BOTH
def test_elements_stand_in_the_order_word_asks_for(data: bytes) -> None:
    document = read(data)
    roots = [document.element, document.part.numbering_part.element]
    roots += [
        style.element
        for style in document.styles
        if style.name.startswith(("Budget", "Heading", "Caption", "List"))
    ]
    for root in roots:
        for element in root.iter(*(qn(f"w:{name}") for name in ORDER)):
            order = ORDER[element.tag.rpartition("}")[2]].split()
            found = [order.index(str(each.tag).rpartition("}")[2]) for each in element]
            assert found == sorted(found)


# --- a council's template ---


def template(**alter: Any) -> bytes:
    """Return a council's own document as an officer would keep it: last year's paper, with its own looks."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(297), Mm(420)
    section.left_margin = section.right_margin = Mm(30)
    section.header.paragraphs[0].text = "Anyshire Council"
    section.footer.paragraphs[0].text = "Cabinet"
    document.styles["Normal"].font.name = "Verdana"
    document.styles["Heading 1"].font.size = Pt(31)
    document.add_heading("Secret of last year", 1)
    document.add_paragraph("Secret of last year")
    document.add_picture(io.BytesIO(png(70, 50)))
    document.add_comment(
        document.paragraphs[0].runs, text="Secret of last year", author="Secret of last year"
    )
    document.core_properties.title = document.core_properties.keywords = "Secret of last year"
    for name in alter.get("without", ()):
        document.styles[name].delete()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_template_gives_its_styles_header_footer_and_page() -> None:
    given = template()
    document = read(to_word(small(), {}, given))
    (section,) = document.sections
    twips = (section.page_width, section.page_height, section.left_margin)
    assert [round(each / 36_000) for each in twips if each is not None] == [297, 420, 30]
    assert section.header.paragraphs[0].text == "Anyshire Council"
    assert section.footer.paragraphs[0].text == "Cabinet"
    for name in ("Normal", "Heading 1", "Heading 2", "Caption", "List Bullet"):
        ours, theirs = document.styles[name].element, read(given).styles[name].element
        assert ours.xml.replace("en-GB", "en-US") == theirs.xml
    assert document.paragraphs[0].text == "Plan"
    assert document.paragraphs[0].style is not None
    assert document.paragraphs[0].style.font.size == Pt(31)
    assert document.styles.element.xpath("./w:docDefaults//w:lang/@w:val") == ["en-GB"]


def test_nothing_that_a_template_said_comes_along() -> None:
    given = template()
    assert any("Secret" in text for text in parts_of(given).values())
    made = to_word(small(), {}, given)
    assert not any("Secret" in text for text in parts_of(made).values())
    with zipfile.ZipFile(io.BytesIO(made)) as held:
        assert not [name for name in held.namelist() if "media" in name or "thumbnail" in name]


def test_the_settings_name_no_footnotes_of_the_old_text() -> None:
    """The lines above footnotes are footnotes too, by number: one that is named and not there is a fault to Word."""
    settings = parts_of(template())["word/settings.xml"]
    lines = '<w:footnotePr><w:footnote w:id="-1"/></w:footnotePr><w:endnotePr><w:endnote w:id="-1"/></w:endnotePr>'
    given = with_part(template(), "word/settings.xml", settings.replace("<w:compat>", f"{lines}<w:compat>"))
    assert "footnotePr" in parts_of(given)["word/settings.xml"]
    made = parts_of(to_word(small(), {}, given))["word/settings.xml"]
    assert "<w:compat>" in made
    assert not re.findall("w:(?:foot|end)note", made)


def test_a_fault_of_ours_is_not_laid_on_the_template(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(documents, "put_language", fails)
    with pytest.raises(ZeroDivisionError):
        to_word(small(), {}, template())


def test_styles_that_a_template_lacks_are_given_to_it() -> None:
    lacking = ("Heading 2", "Caption", "List Bullet")
    report = replace(small(), made_from=("mtfp",))
    made = read(to_word(report, {}, template(without=lacking)))
    for name in (*lacking, "Budget table text", "Budget table figure", "Budget note", "Budget fact"):
        assert made.styles[name].type == WD_STYLE_TYPE.PARAGRAPH
    assert made.styles["Budget table"].type == WD_STYLE_TYPE.TABLE
    assert made.tables[0].style is not None
    assert made.tables[0].style.name == "Budget table"
    assert not made.styles["Caption"].element.xpath(".//w:rFonts")
    assert formats_of_bullets(made) == ["bullet"]


def formats_of_bullets(document: Any) -> list[str]:
    """Return the format of the list that the style of bullets counts by."""
    (number,) = document.styles["List Bullet"].element.xpath(".//w:numId/@w:val")
    numbering = document.part.numbering_part.element
    (looks,) = numbering.xpath(f"./w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
    found: list[str] = numbering.xpath(f"./w:abstractNum[@w:abstractNumId='{looks}']/w:lvl/w:numFmt/@w:val")
    return found


def test_a_template_without_any_list_gets_one() -> None:
    given = template(without=["List Bullet"])
    rels = parts_of(given)["word/_rels/document.xml.rels"]
    given = with_part(
        given, "word/_rels/document.xml.rels", re.sub(r"<Relationship [^>]*numbering[^>]*/>", "", rels)
    )
    made = read(to_word(replace(small(), made_from=("mtfp",)), {}, given))
    assert formats_of_bullets(made) == ["bullet"]
    assert made.paragraphs[-1].text == "mtfp"


def test_the_last_pages_of_a_template_take_the_header_of_those_before() -> None:
    document = docx.Document(io.BytesIO(template()))
    document.add_section()
    assert document.sections[1].header.is_linked_to_previous
    file = io.BytesIO()
    document.save(file)
    made = read(to_word(wide(16), {}, file.getvalue()))
    assert [section.header.paragraphs[0].text for section in made.sections] == ["Anyshire Council"] * len(
        made.sections
    )


def test_a_first_page_of_its_own_and_a_number_to_start_from_are_for_the_first_pages_alone() -> None:
    document = docx.Document(io.BytesIO(template()))
    (section,) = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.different_first_page_header_footer = True
    section.start_type = WD_SECTION_START.CONTINUOUS
    section._sectPr.append(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="5"/>'))
    file = io.BytesIO()
    document.save(file)
    report = replace(wide(12), made_from=("mtfp",))
    sections = read(to_word(report, {}, file.getvalue())).sections
    assert [each.different_first_page_header_footer for each in sections] == [True, False, False]
    assert [len(each._sectPr.xpath("./w:pgNumType")) for each in sections] == [1, 0, 0]
    assert {each.start_type for each in sections[1:]} == {WD_SECTION_START.NEW_PAGE}


def test_a_template_that_says_little_of_its_page_gets_a4() -> None:
    given = template()
    text = parts_of(given)["word/document.xml"]
    bare = re.sub(r"<w:body>.*</w:body>", "<w:body/>", text, flags=re.DOTALL)
    (section,) = read(to_word(small(), {}, with_part(given, "word/document.xml", bare))).sections
    assert [round(each / 36_000) for each in (section.page_width or 0, section.page_height or 0)] == [
        210,
        297,
    ]


def test_a_paper_of_ours_can_be_the_next_one_s_template() -> None:
    given = written(SLIPS)
    made = to_word(small(), {}, given)
    again = to_word(small(), {}, made)
    assert tables_of(made) == tables_of(to_word(small(), {}))
    assert parts_of(again)["word/styles.xml"] == parts_of(made)["word/styles.xml"]


def dotx() -> bytes:
    given = template()
    types = parts_of(given)["[Content_Types].xml"]
    return with_part(given, "[Content_Types].xml", types.replace("document.main+xml", "template.main+xml"))


def empty_zip() -> bytes:
    file = io.BytesIO()
    zipfile.ZipFile(file, "w").close()
    return file.getvalue()


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"A plain text file",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        dotx(),
        empty_zip(),
        template()[:4_000],
    ],
    ids=["empty", "text", "doc", "dotx", "zip", "cut"],
)
def test_a_template_that_is_no_word_document_is_refused_in_a_sentence(given: bytes) -> None:
    with pytest.raises(MisreadError) as refused:
        to_word(small(), {}, given)
    assert refused.value.what == "the template can't be read as a Word document"
    assert refused.value.expected == "a Word document (.docx) without a password: not .dotx, .docm or .doc"
    assert refused.value.fix == "open it in Word, and save it as a Word document (.docx)"


# --- what a council printed ---


def test_the_changes_in_word_are_the_rows_of_the_printed_paper() -> None:
    """Row by row: what kind of row, its reference, its type and its figures, nil where the paper leaves a blank."""
    (held,) = [each for each in tables_of(written(PUBLISHED, "changes")) if "changes" in each.caption]
    heads, *rows = held.rows(3)
    theirs = published("oxfordshire-2014", "changes.csv")
    assert heads == ["Reference", "Type", "Detail", "2014/15", "2015/16", "2016/17", "2017/18", "Total"]
    assert [row for row in rows if row[3] != "2014/15"] == [
        [row["ref"] or "All", row["type"] or "All", named(row), *cells(row)] for row in theirs
    ]
    headings = [row[2] for row in rows if row[3] == "2014/15"]
    paths = [
        path for row in theirs if row["row"] == "line" for path in (row["division"], row["service"]) if path
    ]
    assert headings == list(dict.fromkeys(paths))


def named(row: dict[str, str]) -> str:
    """Return what a printed row says; the paper names the directorate again before its last division."""
    return row["title"].replace("Total Children, Education & Families Cross", "Total Cross")


def cells(row: dict[str, str]) -> list[str]:
    return [text or "0" for head, text in row.items() if head == "total" or head[0].isdigit()]


# --- the pages ---


def lines_of(page: str) -> list[tuple[str, ...]]:
    return [tuple(line.split()) for line in page.splitlines()]


def assert_every_row_is_there(report: Report, pages: list[str]) -> None:
    """Each row's figures end a line of some page, as often as rows have them, and each word of it is there."""
    lines = Counter(line for page in pages for line in lines_of(page))
    for table in report.tables:
        width = len(table.columns)
        ends: Counter[tuple[str, ...]] = Counter()
        for line, count in lines.items():
            ends[line[-width:]] += count
        for figures, count in Counter(row.figures for row in table.rows if row.figures).items():
            assert ends[figures] >= count
    together = Counter(word for line in lines for word in line)
    for table in report.tables:
        for row in table.rows:
            assert all(together[word] for word in row.stub[-1].split() if "-" not in word)


@needs_pdf
def test_oxfordshire_s_pages_repeat_the_heads_and_cut_nothing() -> None:
    report = paper(SLIPS, "scenario", "roll-forward", "changes")
    pages = pages_of(to_word(report, pictures_of(report)))
    heads = ("Reference", "Type", "Detail", "2014/15", "2015/16", "2016/17", "2017/18", "Total")
    starts = {row.stub[:2] for row in report.tables[-1].rows if row.role == "figure"}
    spanned = [page for page in map(lines_of, pages) if any(line[:2] in starts for line in page)]
    assert len(spanned) > 1
    for page in spanned:
        assert page.count(heads) == 1
    assert_every_row_is_there(report, pages)


@needs_pdf
def test_every_table_of_a_whole_council_is_on_its_pages() -> None:
    assert_every_row_is_there(paper(CENTRAL, "all"), pages_of(written(CENTRAL, "all")))


@needs_pdf
def test_captions_count_the_same_when_the_fields_are_worked_out_again() -> None:
    report = paper(CENTRAL, "all")
    lines = {" ".join(line) for page in pages_of(written(CENTRAL, "all")) for line in lines_of(page)}
    assert {table.caption for table in report.tables} <= lines
    (text,) = pages_of(to_word(small(number="Annex 4.12"), {}))
    assert "Annex 4.12: Budget (£000)" in text


@needs_pdf
def test_sixty_years_are_all_on_the_page(folder: Folder) -> None:
    folder.plan(
        '[[line]]\nservice = "Care"\nbase = 9_123_456\nindex = "pay"\n[index.pay]\nrates = "3%"\n',
        years="2026/27 to 2085/86",
        unit="£",
    )
    report = paper_of(Made(folder.outcome()), ["roll-forward"], Style(unit=Unit.POUNDS, decimals=2), ORIGIN)
    words = Counter(word for page in pages_of(to_word(report, pictures_of(report))) for word in page.split())
    for figure, count in Counter(figure for row in report.tables[0].rows for figure in row.figures).items():
        assert words[figure] >= count
