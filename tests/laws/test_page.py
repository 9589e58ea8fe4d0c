"""Laws 48 and 65 of README.md for the web page: the same figures as the printed tables, and text that is only text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from hypothesis import assume, given
from hypothesis import strategies as st

from mtfp.analysis.outcome import run
from mtfp.money import Unit
from mtfp.plan.terms import normalise
from mtfp.render.page import to_page
from mtfp.tables.paper import Origin, paper_of
from mtfp.tables.papers import NAMES, tables_of
from mtfp.tables.style import Style
from tests.laws.test_tables import outcome_of
from tests.laws.test_text import hostile
from tests.pages import Page, pictures_of, texts_of
from tests.strategies import Operation, plan_of, plans, plans_and_scenarios
from tests.strategies_council import councils_and_scenarios

if TYPE_CHECKING:
    from tests.laws.shared import Facts

ORIGIN = Origin((("plan.toml", "0" * 64),), "1")
nils: st.SearchStrategy[Literal["0", "-"]] = st.sampled_from(["0", "-"])
styles = st.builds(
    Style,
    unit=st.sampled_from(Unit),
    decimals=st.integers(0, 2),
    brackets=st.booleans(),
    nil=nils,
    savings_positive=st.booleans(),
    rounding=st.sampled_from(["cast", "plain"]),
)


def same_figures(drawn: tuple[Facts, list[Operation]], style: Style) -> None:
    """Every table of the page holds the rows of its printed table, and those of charts stand before the others."""
    outcome = outcome_of(*drawn)
    names = [name for name in NAMES if tables_of(outcome, [name])]
    report = paper_of(outcome, names, style, ORIGIN)
    page = Page(to_page(report, pictures_of(report)))
    printed = [*(chart.table for chart in report.charts), *report.tables]
    assert [table.texts for table in page.tables] == [texts_of(table) for table in printed]
    assert [table.caption.strip() for table in page.tables[len(report.charts) :]] == [
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
        plan = plan_of(facts)
        changes = tuple(replace(change, title=name, printed=name) for change in plan.changes)
        types = {code: replace(each, label=name) for code, each in plan.types.items()}
        plan = replace(plan, council=name, title=name, changes=changes, types=types)
        report = paper_of(run(plan), None, Style(unit=Unit.POUNDS, decimals=0), ORIGIN)
        return Page(to_page(report, pictures_of(report)))

    plain, page = page_of("plain"), page_of(text)
    assert page.shape == plain.shape
    assert page.odd == plain.odd == []
    for before, after in zip(plain.texts, page.texts, strict=True):
        if before.count("plain") == 1:
            assert after == before.replace("plain", text)
