"""Chromium, and two papers as pages that it opens."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.output import paper_of
from mtfp.render.page import to_page
from mtfp.render.pictures.saved import svg
from mtfp.tables.names import NAMES
from mtfp.tables.paper import Origin
from mtfp.tables.papers import Made
from mtfp.tables.style import Style
from tests.cli.mtfp import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from mtfp.tables.printed import Report

PAPERS = {
    "oxfordshire": ("oxfordshire-2014/school-improvement-slips.toml", None),
    "exampleshire": ("exampleshire/central.toml", [*NAMES]),
}
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def program(*names: str, why: str) -> str:
    """Return where the first of these programs is, or skip the test."""
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.skip(f"{names[0]} is not installed, so {why}")


@dataclass
class Opened:
    """A page that is open, what it asked the network for, and what its console said."""

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@dataclass
class Screen:
    """A browser that opens pages as a reader sees them."""

    browser: Browser
    folder: Path

    def open(
        self, html: str, width: int = 1280, height: int = 900, *, dark: bool = False, zoom: int = 1
    ) -> Opened:
        """Open a page in a window of so many CSS pixels."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=zoom,
            color_scheme="dark" if dark else "light",
        )
        opened = Opened(context.new_page())
        opened.page.on("request", lambda request: opened.asked.append(request.url))
        opened.page.on("console", lambda message: opened.said.append(message.text))
        opened.page.on("pageerror", lambda error: opened.said.append(str(error)))
        path = self.folder / "page.html"
        path.write_text(html, encoding="utf-8")
        opened.page.goto(path.as_uri())
        return opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if find_spec("playwright") is None:
        pytest.skip("Playwright is not installed, so no browser has shown that the web page can be read")
    from playwright.sync_api import sync_playwright

    chromium = program(
        "chromium",
        "chromium-browser",
        "google-chrome",
        why="no browser has shown that the web page can be read",
    )
    with sync_playwright() as running:
        started = running.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def screen(browser: Browser, tmp_path: Path) -> Iterator[Screen]:
    yield Screen(browser, tmp_path)
    for context in browser.contexts:
        context.close()


@pytest.fixture(scope="module", params=PAPERS)
def report(request: pytest.FixtureRequest) -> Report:
    file, names = PAPERS[request.param]
    asked = read_request(SCENARIOS / file)
    outcome = run(asked.read.plan, asked.scenario)
    return paper_of(Made(outcome), names, Style(), Origin((("plan.toml", "0" * 64),), "1"))


@pytest.fixture(scope="module")
def html(report: Report) -> str:
    return to_page(report, {chart.id: svg(chart) for chart in report.charts})
