"""Laws 44 and 48 over pictures: each one's table casts, prints what the paper's tables print, and is what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from mtfp.analysis.outcome import Outcome
from mtfp.money import Unit
from mtfp.render.pictures.saved import drawn
from mtfp.tables.paper import charts_of
from mtfp.tables.papers import tables_of
from mtfp.tables.printing import print_table
from mtfp.tables.style import Style, styled
from tests.laws.test_tables import outcome_of
from tests.strategies import Operation, plans_and_scenarios
from tests.strategies_whole import councils_and_scenarios
from tests.unit.test_pictures import figures_drawn, figures_of, problems_of

if TYPE_CHECKING:
    from tests.laws.shared import Facts

Drawn = tuple["Facts", list[Operation]]
some = st.one_of(plans_and_scenarios(), councils_and_scenarios(gap=False))
styles = st.builds(
    Style,
    unit=st.sampled_from([None, Unit.POUNDS, Unit.THOUSANDS]),
    brackets=st.booleans(),
    nil=st.sampled_from(["0", "-"]),
    savings_positive=st.booleans(),
)
SHARED = {
    "gap": ("summary", "roll-forward"),
    "bridge": ("roll-forward",),
    "savings": ("savings",),
    "reserves": ("reserves", "balances"),
    "scenario": ("scenario",),
}
"""The tables that hold rows of each chart, under the same id."""


def printed_rows(outcome: Outcome, names: tuple[str, ...], style: Style) -> dict[str, tuple[int | None, ...]]:
    unit = outcome.after.plan.unit
    tables = [table for table in tables_of(outcome, names) if table.id in names]
    printed = [
        print_table(styled(table, style), style.print_unit(table.id, unit), style.rounding)
        for table in tables
    ]
    return {row.id: row.units for table in reversed(printed) for row in table.rows if row.units}


@given(some, styles)
def test_law_48_a_chart_prints_the_figures_of_the_tables(plan: Drawn, style: Style) -> None:
    outcome = outcome_of(*plan)
    for chart in charts_of(outcome, style):
        paper = printed_rows(outcome, SHARED[chart.id], style)
        rows = {row.id: row.units for row in chart.table.rows if row.units}
        if chart.id == "bridge":
            years = len(outcome.after.plan.horizon)
            first, last = chart.table.rows[0], chart.table.rows[-1]
            assert paper[first.id][0] == first.units[0]
            assert paper[last.id][years - 1] == last.units[0]
            assert years > 1 or all(paper[id_] == units for id_, units in rows.items())
        else:
            shared = rows.keys() & paper.keys()
            assert shared == (rows.keys() if paper else set())
            for id_ in shared:  # the chart of reserves begins on 1 April, before a minimum's first year
                assert rows[id_][len(rows[id_]) - len(paper[id_]) :] == paper[id_]


@given(some, styles)
def test_law_44_charts_cast(plan: Drawn, style: Style) -> None:
    for chart in charts_of(outcome_of(*plan), style):
        rows = [row for row in chart.table.rows if row.units]
        cells = {row.id: list(row.numbers) for row in rows}
        if chart.kind == "bridge":
            *steps, last = rows
            assert cells[last.id] == [
                sum((-1 if row.id in chart.taken_away else 1) * cells[row.id][0] for row in steps)
            ]
        if chart.kind == "bars":
            *bars, total = rows
            assert cells[total.id] == [
                sum(column) for column in zip(*(cells[row.id] for row in bars), strict=True)
            ]
            assert all(sum(run[:-1]) == run[-1] for run in cells.values())


@settings(max_examples=max(settings().max_examples // 5, 1))
@given(some, styles)
def test_law_48_a_picture_draws_its_table(plan: Drawn, style: Style) -> None:
    for chart in charts_of(outcome_of(*plan), style):
        figure = drawn(chart)
        assert figures_drawn(figure, chart) == figures_of(chart)
        assert problems_of(figure) == []
