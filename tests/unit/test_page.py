"""The web page of a paper: what stands where, and that no text of a file does anything in it."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace
from itertools import pairwise

import pytest

from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.money import Unit
from mtfp.output import paper_of
from mtfp.render.page import to_page
from mtfp.tables.model import Moved, PrintedRow, PrintedTable, Role
from mtfp.tables.paper import Origin
from mtfp.tables.papers import Made
from mtfp.tables.printed import Chart, Report
from mtfp.tables.style import Style
from mtfp.tables.unit import PrintUnit
from tests.cli.mtfp import SCENARIOS
from tests.pages import SVG, Page, pictures_of

YEARS = ("2026/27", "2027/28")
HOSTILE = [
    "<script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    "\" onmouseover='alert(1)' x=\"",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}{# x #}",
    "=1+1",
    "&lt;b&gt; &amp;",
    "<!-- --> <?php ?> ]]>",
]


def row(role: Role, *stub: str, figures: tuple[str, ...] = ("1,200", "-34")) -> PrintedRow:
    return PrintedRow(id=" ".join(stub), stub=stub, role=role, figures=() if role == "heading" else figures)


def paper(text: str = "Care", font: str = "Arial") -> Report:
    """Return a paper with one text wherever a file's text may stand."""
    changes = PrintedTable(
        id=text,
        title=text,
        number=text,
        unit=PrintUnit(Unit.THOUSANDS, 0),
        stub_heads=("Reference", text),
        columns=YEARS,
        rows=(
            row("heading", "", text),
            row("heading", "", text),
            row("figure", text, text),
            row("subtotal", "", text),
            row("heading", "", text),
            row("figure", text, text),
            row("total", "", text),
            row("total", "", text),
        ),
        moved=(Moved(text, text, text, text),),
        notes=(text,),
    )
    gap = PrintedTable(
        id="gap",
        title=text,
        number="Figure 1",
        unit=PrintUnit(Unit.MILLIONS, 1),
        stub_heads=("",),
        columns=(text, "2027/28"),
        rows=(row("balance", text),),
    )
    return Report(
        title=text,
        facts=((text, text), ("Unit", text)),
        answers=(text, text),
        tables=(changes, replace(gap, number="Table 2")),
        lists=((text, (text, text)),),
        style=Style(font=font),
        charts=(Chart(text, "columns", gap, text),),
        source=text,
        made_from=(text,),
    )


def page_of(report: Report) -> Page:
    return Page(to_page(report, pictures_of(report)))


def test_one_heading_of_the_first_level_and_no_level_left_out() -> None:
    levels = [int(tag[1]) for tag, _ in page_of(paper()).headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_reader_of_headings_finds_every_chart_table_and_list() -> None:
    assert [text for _, text in page_of(paper()).headings] == [
        "Care",
        "Contents",
        "Tables",
        "Care: Care",
        "Table 2: Care",
        "Charts",
        "Figure 1: Care",
        "Care",
        "What this was made from",
    ]


def test_captions_say_number_title_and_unit() -> None:
    captions = [table.caption.strip() for table in page_of(paper()).tables]
    assert captions == ["Care: Care (£000)", "Table 2: Care (£m)", "Figures in this chart (£m)"]


def test_every_cell_has_its_heads() -> None:
    changes = page_of(paper()).tables[0]
    heads, *groups = changes.groups
    assert [(cell["scope"], text) for cell, text in heads[0]] == [
        ("col", "Reference"),
        ("col", "Care"),
        ("col", "2026/27"),
        ("col", "2027/28"),
    ]
    shape = [
        [[(cell.tag, cell["scope"], cell["colspan"]) for cell, _ in each] for each in group]
        for group in groups
    ]
    heading = [("th", "rowgroup", "4")]
    figure = [("td", "", ""), ("th", "row", "1"), ("td", "", ""), ("td", "", "")]
    total = [("th", "row", "2"), ("td", "", ""), ("td", "", "")]
    assert shape == [[heading, heading, figure, total], [heading, figure], [total], [total]]


def test_a_blank_corner_says_the_unit() -> None:
    assert page_of(paper()).tables[1].texts[0] == ["£m", "Care", "2027/28"]


def test_no_cell_is_empty() -> None:
    assert all(text for table in page_of(paper()).tables for cells in table.texts for text in cells)


def test_contents_lead_to_everything() -> None:
    page = page_of(paper())
    links = [each["href"] for each in page.of("a")]
    ids = [each["id"] for each in page.elements if each["id"]]
    assert links == ["#main", "#table-1", "#table-2", "#chart-1", "#list-1", "#list-2"]
    assert {link[1:] for link in links} <= {*ids}
    assert len({*ids}) == len(ids)


def test_every_table_and_picture_stands_in_a_named_region_that_the_keyboard_reaches() -> None:
    page = page_of(paper())
    ids = {each["id"] for each in page.elements}
    regions = [each for each in page.elements if each["role"] == "region"]
    assert len(regions) == len(page.tables) + len(page.of("img"))
    for region in regions:
        assert region["tabindex"] == "0"
        assert {*region["aria-labelledby"].split()} <= ids


def test_a_chart_stands_in_the_page_with_what_it_shows_and_its_figures() -> None:
    page = page_of(paper())
    [picture] = page.of("img")
    kind, data = picture["src"].split(",")
    assert kind == "data:image/svg+xml;base64"
    assert b64decode(data) == SVG
    assert (picture["width"], picture["height"], picture["alt"]) == ("576", "324", "Care")
    assert picture.inside[-2:] == ("figure", "div")
    assert page.tables[2].texts == [["£m", "Care", "2027/28"], ["Care", "1,200", "-34"]]
    assert page.of("table")[2].inside[-2:] == ("figure", "div")


def test_a_chart_without_a_picture_is_not_left_out_in_silence() -> None:
    with pytest.raises(KeyError):
        to_page(paper(), {})


def test_a_paper_without_charts_has_no_heading_for_them() -> None:
    assert "Charts" not in [text for _, text in page_of(replace(paper(), charts=())).headings]


def test_notes_and_source_stand_under_each_table() -> None:
    report = replace(paper(), source="Source: a council.")
    texts = page_of(report).texts
    assert texts.count("Source: a council.") == 3
    assert sum(text.startswith("Rounded so that every column adds.") for text in texts) == 3


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = page_of(paper())
    assert not {"script", "iframe", "object", "embed", "form", "base"} & {each.tag for each in page.elements}
    links = [each[name] for each in page.elements for name in ("src", "href") if each[name]]
    assert all(link.startswith(("#", "data:")) for link in links)
    assert not re.search(r"url\(|@import|//", to_page(replace(paper(), charts=()), {}))
    [policy] = [each["content"] for each in page.of("meta") if each["http-equiv"]]
    rules = policy.split("; ")
    assert {"default-src 'none'", "style-src 'unsafe-inline'", "img-src data:"} <= {*rules}


def test_language_title_and_room_to_zoom() -> None:
    page = page_of(replace(paper(), title="Slips", facts=(("Council", "Oxfordshire"),)))
    assert [each["lang"] for each in page.of("html")] == ["en-GB"]
    assert "Slips - Oxfordshire" in page.texts
    [viewport] = [each["content"] for each in page.of("meta") if each["name"] == "viewport"]
    assert viewport == "width=device-width, initial-scale=1"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_data_wherever_it_stands(text: str) -> None:
    plain, page = page_of(paper("Care")), page_of(paper(text))
    assert page.shape == plain.shape
    assert page.odd == plain.odd == []
    assert page.texts == [each.replace("Care", text) for each in plain.texts]
    assert [each["alt"] for each in page.of("img")] == [text]


@pytest.mark.parametrize(
    ("font", "printed"),
    [
        ("Gill Sans MT", "Gill Sans MT"),
        ("Source-Sans 3", "Source-Sans 3"),
        ("Brandon Grotésk", "Brandon Grotésk"),
        ("メイリオ", "メイリオ"),
        ('x"; } body { display: none', "x  body  display none"),
        ("</style><script>", "stylescript"),
        ("url(https://example.org/f.woff)", "urlhttpsexampleorgfwoff"),
        ("a\\22 ;b/*", "a22 b"),
        ("'''", ""),
    ],
)
def test_a_font_is_a_name_and_no_more(font: str, printed: str) -> None:
    plain, page = page_of(paper()), page_of(paper(font=font))
    assert page.shape == plain.shape
    assert page.texts == [text.replace('"Arial",', f'"{printed}",') for text in plain.texts]


def test_the_same_paper_is_the_same_page() -> None:
    def built() -> str:
        request = read_request(SCENARIOS / "oxfordshire-2014" / "school-improvement-slips.toml")
        outcome = run(request.read.plan, request.scenario)
        report = paper_of(Made(outcome), None, Style(), Origin((("plan.toml", "0" * 64),), "1"))
        return to_page(report, pictures_of(report))

    assert built() == built()
