"""The web page in Chromium: anyone can read it, on a phone, enlarged, in the dark and on paper, and it asks for nothing."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mtfp.render.page import to_page
from mtfp.tables.model import PrintedRow
from tests.browser.conftest import Opened, Screen, program
from tests.pages import pictures_of
from tests.unit.test_page import paper

if TYPE_CHECKING:
    from mtfp.tables.printed import Report

CHECKED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = [(320, 640, 1), (320, 225, 4)]
"""A phone, and a window of 1280 by 900 enlarged to 400%."""


@pytest.fixture(scope="module")
def axe() -> str:
    package = find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        pytest.skip(
            "axe-playwright-python is not installed, so nothing has checked the page against WCAG 2.2"
        )
    return (Path(package.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def checked(opened: Opened, axe: str) -> dict[str, list[Any]]:
    """Return what axe finds, with the rule on the size of targets, which it leaves out unless asked."""
    opened.page.evaluate(axe)
    found: dict[str, list[Any]] = opened.page.evaluate(
        """tags => axe.run(document, {
            runOnly: {type: "tag", values: tags},
            rules: {"target-size": {enabled: true}},
            resultTypes: ["violations"],
        })""",
        CHECKED,
    )
    return found


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)], ids=["desk", "phone in the dark"])
def test_axe_finds_no_fault(screen: Screen, html: str, axe: str, width: int, dark: bool) -> None:
    found = checked(screen.open(html, width, dark=dark), axe)
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert {"color-contrast", "target-size", "heading-order"} <= {each["id"] for each in found["passes"]}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_would_see_notes_too_near_to_the_ground(screen: Screen, axe: str, dark: bool) -> None:
    html = to_page(paper(), pictures_of(paper()))
    near = re.sub(r"--quiet: #\w+", f"--quiet: {'#555' if dark else '#999'}", html)
    found = checked(screen.open(near, dark=dark), axe)
    assert [each["id"] for each in found["violations"]] == ["color-contrast"]


def test_it_asks_for_nothing_and_nothing_goes_wrong(screen: Screen, html: str) -> None:
    opened = screen.open(html)
    opened.page.wait_for_load_state("networkidle")
    assert [url for url in opened.asked if not url.startswith("data:")] == [opened.page.url]
    assert opened.said == []


def test_a_script_that_got_in_would_not_run(screen: Screen, html: str) -> None:
    opened = screen.open(html.replace("</main>", "<script>document.title = 'run'</script></main>"))
    assert opened.page.title() != "run"
    assert "Content Security Policy" in opened.said[0]


def test_pictures_are_drawn(screen: Screen, report: Report, html: str) -> None:
    widths = screen.open(html).page.evaluate("[...document.images].map(each => each.naturalWidth)")
    assert len(widths) == len(report.charts) > 0
    assert all(widths)


@pytest.mark.parametrize(("width", "height", "zoom"), NARROW)
def test_the_page_never_scrolls_sideways(
    screen: Screen, html: str, width: int, height: int, zoom: int
) -> None:
    page = screen.open(html, width, height, zoom=zoom).page
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("[...document.querySelectorAll('.wide')].some(each => each.scrollWidth > 320)")


def test_the_keyboard_scrolls_a_wide_table(screen: Screen, html: str) -> None:
    from playwright.sync_api import expect

    page = screen.open(html, *NARROW[0][:2]).page
    region = page.locator(".wide").last
    region.focus()
    assert region.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    region.evaluate("each => { each.onscroll = () => { document.title = 'scrolled' } }")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_title("scrolled")


@pytest.mark.parametrize(("width", "height", "zoom"), NARROW)
def test_no_name_hides_the_last_figure_of_its_row(
    screen: Screen, html: str, width: int, height: int, zoom: int
) -> None:
    page = screen.open(html, width, height, zoom=zoom).page
    hidden = page.evaluate(
        """() => [...document.querySelectorAll("td:last-child")].filter(cell => {
            cell.closest(".wide").scrollLeft = 1e6;
            cell.scrollIntoView({block: "center", inline: "nearest"});
            const box = cell.getBoundingClientRect();
            return document.elementFromPoint(box.right - 8, box.bottom - 8) !== cell;
        }).map(cell => cell.parentElement.innerText)"""
    )
    assert hidden == []


def test_the_first_key_leads_past_the_top_of_the_page(screen: Screen, html: str) -> None:
    page = screen.open(html).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def printed(opened: Opened, folder: Path) -> list[str]:
    """Return the text of each sheet that the page prints on."""
    words = program("pdftotext", why="nothing has read what the web page prints")
    pdf = folder / "page.pdf"
    opened.page.pdf(path=pdf, prefer_css_page_size=True)
    out = subprocess.run([words, "-layout", pdf, "-"], capture_output=True, check=True).stdout
    return out.decode("utf-8").rstrip("\f").split("\f")


def test_heads_stand_again_on_every_sheet(screen: Screen, report: Report, tmp_path: Path) -> None:
    table = report.tables[-1]
    rows = tuple(
        PrintedRow(str(n), (*table.stub_heads[:-1], f"Row {n}"), "figure", ("1",) * len(table.columns))
        for n in range(150)
    )
    long = replace(report, tables=(replace(table, rows=rows),), charts=())
    sheets = printed(screen.open(to_page(long, {})), tmp_path)
    with_rows = [sheet for sheet in sheets if re.search(r"Row \d", sheet)]
    assert len(with_rows) > 2
    for sheet in with_rows:
        assert re.search(r"\s+".join(table.columns), sheet)
    assert re.findall(r"Row (\d+)", "".join(sheets)) == [str(n) for n in range(150)]


def test_a_table_of_fifteen_years_is_printed_whole(screen: Screen, report: Report, tmp_path: Path) -> None:
    years = tuple(f"20{n}/{n + 1}" for n in range(26, 41))
    figures = tuple(f"-1,105,{n},000" for n in range(200, 215))
    rows = tuple(PrintedRow(str(n), (f"Row {n}",), "figure", figures) for n in range(3))
    wide = replace(report.tables[0], columns=years, rows=rows)
    sheets = printed(screen.open(to_page(replace(report, tables=(wide,), charts=()), {})), tmp_path)
    for cells in (years, *(row.stub + figures for row in rows)):
        assert any(" ".join(cells) in " ".join(sheet.split()) for sheet in sheets)


def test_every_figure_is_printed(screen: Screen, report: Report, html: str, tmp_path: Path) -> None:
    lines = [tuple(line.split()) for line in "\n".join(printed(screen.open(html), tmp_path)).splitlines()]
    for table in report.tables:
        for row in table.rows:
            figures = row.figures
            assert not figures or any(line[-len(figures) :] == figures for line in lines), row


def test_it_prints_black_on_white_from_the_dark(screen: Screen, html: str) -> None:
    page = screen.open(html, dark=True).page
    page.emulate_media(media="print")
    look = page.evaluate(
        "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
    )
    assert look == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.evaluate("getComputedStyle(document.querySelector('.wide')).overflowX") == "visible"


def test_it_prints_on_a4(screen: Screen, html: str, tmp_path: Path) -> None:
    sizes = program("pdfinfo", why="nothing has measured what the web page prints on")
    pdf = tmp_path / "page.pdf"
    screen.open(html).page.pdf(path=pdf, prefer_css_page_size=True)
    assert b"(A4)" in subprocess.run([sizes, pdf], capture_output=True, check=True).stdout
