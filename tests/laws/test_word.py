"""Laws 48, 65 and 67 of README.md for Word: the same figures as printed, text that is only text, and any bytes as a template."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mtfp import marks
from mtfp.analysis.run import run
from mtfp.money import Unit
from mtfp.plan.terms import normalise
from mtfp.problems import MisreadError
from mtfp.render.word.paper import to_word
from mtfp.tables.style import Style
from tests.laws.shared import one_line
from tests.laws.test_tables import outcome_of
from tests.laws.test_text import hostile
from tests.strategies import Operation, plan_of, plans, plans_and_scenarios
from tests.strategies_paper import plan_called, styles, whole_paper
from tests.strategies_whole import councils_and_scenarios
from tests.word import Held, parts_of, pictures_of, read, tables_of, tags_of, text_of, with_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtfp.analysis.outcome import Outcome
    from mtfp.tables.model import PrintedRow, PrintedTable
    from tests.laws.shared import Facts

ONE_PLAN = plans(years=st.integers(1, 3))
LAYOUT = {
    "rPr",
    "sz",
    "sectPr",
    "pgSz",
    "pgMar",
    "cols",
    "docGrid",
    "footerReference",
    "keepNext",
}


def quanta(figure: str, table: PrintedTable) -> int:
    """Return a figure as it stands in a cell, in units of the last printed place."""
    plain = figure.replace(",", "").replace("(", "-").replace(")", "")
    return int(Decimal("0" if plain == "-" else plain).scaleb(table.unit.decimals))


def assert_same(row: PrintedRow, cells: list[str], heads: list[str], table: PrintedTable) -> None:
    """A row in Word holds the words and figures of the printed one, and something in every cell."""
    stub, figures = cells[: len(row.stub)], cells[len(row.stub) :]
    assert all(cells)
    assert stub[-1] == row.stub[-1]
    if row.role == "heading":
        assert figures == heads[len(stub) :]
        return
    assert stub[:-1] == [code or "All" for code in row.stub[:-1]]
    assert figures == [*row.figures]
    for figure, units in zip(figures, row.units, strict=True):
        assert units is None or quanta(figure, table) == units


def assert_held(table: PrintedTable, held: Held) -> None:
    """A table of the document has the heads and rows of the printed one."""
    heads, *rows = held.rows(len(table.stub_heads))
    corner = [head or table.unit.sign for head in table.stub_heads]
    assert heads == [*corner, *table.columns]
    for row, cells in zip(table.rows, rows, strict=True):
        assert_same(row, cells, heads, table)


def assert_named(chart: PrintedTable, note: str, tables: Sequence[PrintedTable]) -> None:
    """What stands under a picture names a table that has every row of the chart's."""
    (named,) = [each for each in tables if note == f"These figures are in {each.name}."]
    assert (named.unit, named.columns) == (chart.unit, chart.columns)
    there = [(row.stub[-1], row.figures) for row in named.rows]
    assert all((row.stub[-1], row.figures) in there for row in chart.rows)


def same_figures(outcome: Outcome, style: Style) -> None:
    """Every table stands under its caption with its rows, and a chart's does too or another table has them."""
    report = whole_paper(outcome, style)
    data = to_word(report, pictures_of(report))
    texts, held = text_of(data), {each.caption: each for each in tables_of(data)}
    for table in report.tables:
        assert_held(table, held.pop(table.caption))
    for table in (chart.table for chart in report.charts):
        if table.caption in held:
            assert_held(table, held.pop(table.caption))
        else:
            assert_named(table, texts[texts.index(table.caption) + 2], report.tables)
    assert not held


@given(plans_and_scenarios(), styles)
def test_law_48_same_figure_in_word(drawn: tuple[Facts, list[Operation]], style: Style) -> None:
    same_figures(outcome_of(*drawn), style)


@given(councils_and_scenarios(years=st.integers(1, 4)), styles)
def test_law_48_same_figure_in_word_for_a_council(drawn: tuple[Facts, list[Operation]], style: Style) -> None:
    same_figures(outcome_of(*drawn), style)


@given(plans(years=st.integers(20, 60)), st.integers(0, 2))
def test_law_48_same_figure_in_word_over_many_years(facts: Facts, decimals: int) -> None:
    same_figures(run(plan_of(facts)), Style(unit=Unit.POUNDS, decimals=decimals))


@given(ONE_PLAN, hostile)
def test_law_65_escaping_in_word(facts: Facts, text: str) -> None:
    text = normalise(text)
    assume(text)

    def written(name: str) -> bytes:
        outcome = run(plan_called(name, facts))
        report = whole_paper(outcome, Style(unit=Unit.POUNDS, decimals=0))
        charts = tuple(chart._replace(alt=name) for chart in report.charts)
        return to_word(replace(report, charts=charts), pictures_of(report))

    usually = (
        "Qzwx" if marks.figure(text) is None else "98765"
    )  # a figure for a title is asked about, whichever it is
    plain, given_text = written(usually), written(text)
    assert text_of(given_text) == [line.replace(usually, text) for line in text_of(plain)]
    usual, found = Counter(tags_of(plain)), Counter(tags_of(given_text))
    assert {tag: n for tag, n in usual.items() if tag not in LAYOUT} == {
        tag: n for tag, n in found.items() if tag not in LAYOUT
    }
    alternatives = read(given_text).element.body.xpath("//wp:docPr/@descr")
    assert alternatives == [text] * len(alternatives)
    assert read(given_text).core_properties.author == text


SMALL = whole_paper(run(plan_of(one_line(100, [Fraction(0)]))), Style())
GOOD = to_word(SMALL, pictures_of(SMALL))


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """Draw bytes: any at all, a Word document cut short, or one with some of a part of it gone or replaced."""
    way = draw(st.sampled_from(["any", "cut", "part", "part", "part"]))
    if way == "any":
        return draw(st.binary(max_size=400))
    if way == "cut":
        return GOOD[: draw(st.integers(0, len(GOOD) - 1))]
    name = draw(st.sampled_from(sorted(parts_of(GOOD))))
    part = parts_of(GOOD)[name]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(part)))
        part = part[:start] + draw(PIECES) + part[start + draw(st.sampled_from([0, 0, 1, 9, 200])) :]
    if draw(st.booleans()):
        tag = draw(st.sampled_from(sorted(set(re.findall(r"<(w:\w+)", part))) or ["w:p"]))
        part = re.sub(rf"<{tag}\b[^>]*/>|<{tag}\b[^>]*>.*?</{tag}>", "", part, flags=re.DOTALL)
    return with_part(GOOD, name, part)


PIECES = st.sampled_from(
    ["", "x", "<", "&", '"', "<w:p/>", '<w:style w:type="table"/>', "<w:sectPr/>", "9" * 30]
)


@given(spoilt())
def test_law_67_any_bytes_as_a_template_are_used_or_refused(template: bytes) -> None:
    try:
        made = to_word(SMALL, pictures_of(SMALL), template)
    except MisreadError as refused:
        assert "template" in refused.what  # noqa: PT017
    else:
        assert len(tables_of(made)) == len(SMALL.tables)


def test_law_67_a_good_template_is_used() -> None:
    assert len(tables_of(to_word(SMALL, pictures_of(SMALL), GOOD))) == len(SMALL.tables)
    with pytest.raises(MisreadError):
        to_word(SMALL, pictures_of(SMALL), GOOD[:-30])
