"""Laws 48 and 65 of README.md for the web page: the same figures as the printed tables, and text that is only text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from mtfp import marks
from mtfp.analysis.run import run
from mtfp.money import Unit
from mtfp.output import paper_of
from mtfp.plan.terms import normalise
from mtfp.render.page import to_page
from mtfp.tables.papers import Made
from mtfp.tables.style import Style
from tests.laws.test_tables import outcome_of
from tests.laws.test_text import hostile
from tests.pages import Page, pictures_of, texts_of
from tests.strategies import Operation, plans, plans_and_scenarios
from tests.strategies_paper import ORIGIN, plan_called, styles, whole_paper
from tests.strategies_whole import councils_and_scenarios

if TYPE_CHECKING:
    from tests.laws.shared import Facts


def same_figures(drawn: tuple[Facts, list[Operation]], style: Style) -> None:
    """Every table of the page holds the rows of its printed table, and those of charts stand after the others."""
    report = whole_paper(outcome_of(*drawn), style)
    page = Page(to_page(report, pictures_of(report)))
    printed = [*report.tables, *(chart.table for chart in report.charts)]
    assert [table.texts for table in page.tables] == [texts_of(table) for table in printed]
    assert [table.caption.strip() for table in page.tables[: len(report.tables)]] == [
        table.caption for table in report.tables
    ]
    assert page.odd == []


@given(plans_and_scenarios(), styles)
def test_law_48_same_figure_on_the_page(drawn: tuple[Facts, list[Operation]], style: Style) -> None:
    same_figures(drawn, style)


@given(councils_and_scenarios(years=st.integers(1, 4)), styles)
def test_law_48_same_figure_on_the_page_of_a_council(
    drawn: tuple[Facts, list[Operation]], style: Style
) -> None:
    same_figures(drawn, style)


@given(plans(years=st.integers(1, 3)), hostile)
def test_law_65_escaping_on_the_page(facts: Facts, text: str) -> None:
    text = normalise(text)
    assume(text)

    def page_of(name: str) -> Page:
        outcome = run(plan_called(name, facts))
        report = paper_of(Made(outcome), None, Style(unit=Unit.POUNDS, decimals=0), ORIGIN)
        return Page(to_page(report, pictures_of(report)))

    usually = (
        "plain" if marks.figure(text) is None else "98765"
    )  # a figure for a title is asked about, whichever it is
    plain, page = page_of(usually), page_of(text)
    assert page.shape == plain.shape
    assert page.odd == plain.odd == []
    for before, after in zip(plain.texts, page.texts, strict=True):
        if before.count(usually) == 1:
            assert after == before.replace(usually, text)
