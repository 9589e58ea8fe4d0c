"""Laws 44, 45 and 48 over whole papers: a figure prints in one way wherever it stands, and what then does not add is told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.money import Unit
from mtfp.output import paper_of
from mtfp.tables.model import PrintedRow, PrintedTable, Row, Table
from mtfp.tables.names import NAMES
from mtfp.tables.paper import Origin, charts_of
from mtfp.tables.papers import Made, exact_tables, printed_tables, tables_of
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from tests.laws.test_tables import outcome_of
from tests.oracle import Facts
from tests.strategies import Operation, plans_and_scenarios
from tests.strategies_whole import councils_and_scenarios

SHIPPED = Path(__file__).parents[2] / "scenarios"
FILES = sorted(path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*.toml"))
STYLES = {
    "£": Style(unit=Unit.POUNDS, decimals=0),
    "£000": Style(unit=Unit.THOUSANDS, decimals=0),
    "£m": Style(unit=Unit.MILLIONS, decimals=1),
}
LEFT = {
    "£": {
        ("exampleton/freeze.toml", "reserves", "closing General fund", "2027/28"),
        ("exampleton/plan.toml", "funding", "funding", "2026/27"),
    },
    "£000": {
        ("exampleshire/central.toml", "funding", "funding", "2027/28"),
        ("exampleshire/central.toml", "reserves", "closing General balances", "2029/30"),
        ("exampleshire/optimistic.toml", "funding", "funding", "2027/28"),
        ("exampleshire/optimistic.toml", "reserves", "closing Budget stabilisation", "2028/29"),
        ("exampleshire/pessimistic.toml", "funding", "funding", "2027/28"),
        ("exampleshire/pessimistic.toml", "summary", "gap", "2028/29"),
    },
    "£m": {("exampleton/freeze.toml", "reserves", "closing Business rates equalisation", "2029/30")},
}
"""The sums of all shipped papers that don't add, each since figures that stand leave it two values (decision 0025 has the pence)."""

Drawn = tuple[Facts, list[Operation]]
some = st.one_of(plans_and_scenarios(), councils_and_scenarios())
styles = st.sampled_from([*STYLES.values(), Style(unit=Unit.POUNDS, decimals=2)])


@cache
def shipped(name: str) -> Outcome:
    request = read_request(SHIPPED / name)
    return run(request.read.plan, request.scenario)


def paper(outcome: Outcome, style: Style) -> list[tuple[Table, PrintedTable]]:
    """Every table of a paper exact and printed; turned ones stand across."""
    exact = exact_tables(Made(outcome), ["all"], style)
    printed = paper_of(Made(outcome), ["all"], style, Origin((), "1")).tables
    return [pair for pair in zip(exact, printed, strict=True) if not pair[0].years_down]


def rows_of(table: Table, printed: PrintedTable) -> Iterator[tuple[Row, PrintedRow]]:
    shown = {row.id: row for row in printed.rows}
    return ((row, shown[row.id]) for row in table.rows if row.amounts and row.id in shown)


def sums_that_miss(table: Table, printed: PrintedTable) -> Iterator[tuple[str, int]]:
    """Every visible total that what it adds does not come to, by row and column."""
    cells = {row.id: shown.numbers for row, shown in rows_of(table, printed)}
    for row in table.rows:
        if row.adds and row.id in cells and all(id_ in cells for _, id_ in row.adds):
            for n in range(len(table.columns)):
                if cells[row.id][n] != sum(sign * cells[id_][n] for sign, id_ in row.adds):
                    yield row.id, n


@pytest.mark.parametrize("unit", STYLES)
def test_law_48_shipped_papers_add_as_far_as_can_be(unit: str) -> None:
    """No sum is left but those that cannot be made, each is told under its table, and no picture has any."""
    missed = set()
    for name in FILES:
        outcome = shipped(name)
        assert not any(chart.table.misses for chart in charts_of(outcome, STYLES[unit]))
        for table, printed in paper(outcome, STYLES[unit]):
            found = [*sums_that_miss(table, printed)]
            assert len(printed.misses) >= len(found)
            missed |= {(name, table.id, row, table.columns[n]) for row, n in found}
    assert missed <= LEFT[unit]


@pytest.mark.parametrize("unit", STYLES)
@pytest.mark.parametrize("name", FILES)
def test_law_48_the_same_pence_of_the_same_year_print_alike(name: str, unit: str) -> None:
    """Amounts with odd pence are the same figure where a year has them twice, whatever the program says they are."""
    found: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for table, printed in paper(shipped(name), STYLES[unit]):
        for row, shown in rows_of(table, printed):
            for column, pence, units in zip(table.columns, row.amounts, shown.units, strict=False):
                if pence % 1_000 and units is not None and column[:2] == "20":
                    found[column, abs(pence)].add(abs(units))
    assert {key: prints for key, prints in found.items() if len(prints) > 1} == {}


FORCED = {
    ("exampleshire/central.toml", "asked bridge", "one-off OI", "2028/29"),
    ("exampleshire/pessimistic.toml", "asked bridge", "one-off OI", "2028/29"),
    ("exampleshire/pessimistic.toml", "balances", "balances", "31.3.29"),
    ("exampleshire/pessimistic.toml", "balances", "balances", "31.3.32"),
}
"""What is of whole £0.1m and prints as another: balances at nearest leave it no other value (decision 0025), or it adds up such."""


@pytest.mark.parametrize("unit", STYLES)
def test_law_44_whole_units_of_shipped_papers_stand(unit: str) -> None:
    """Nil prints as nil wherever it stands, tables with the years down among them, and so do other whole units but those forced."""
    moved = set()
    for name in FILES:
        outcome, style = shipped(name), STYLES[unit]
        made = Made(outcome)
        across = [replace(table, years_down=False) for table in exact_tables(made, ["all"], style)]
        for table, printed in zip(across, printed_tables(made, ["all"], style, across), strict=True):
            for row, shown in rows_of(table, printed):
                for column, pence, units in zip(table.columns, row.amounts, shown.units, strict=False):
                    if units is not None and not pence % printed.unit.quantum:
                        assert pence or not units
                        if units * printed.unit.quantum != pence:
                            moved.add((name, table.id, row.id, column))
    assert moved <= (FORCED if unit == "£m" else set())


PAIRS = (
    (("summary", "net_budget"), ("roll-forward", "net_budget")),
    (("summary", "funding"), ("funding", "funding")),
    (("summary", "gap"), ("scenario", "after")),
    (("summary", "change"), ("scenario", "change")),
    (("funding", "council_tax"), ("council-tax", "council_tax")),
    (("savings", "savings"), ("savings-weighted", "savings")),
)


@given(some, styles)
def test_law_48_a_figure_prints_in_one_way_in_a_paper(drawn: Drawn, style: Style) -> None:
    outcome = outcome_of(*drawn)
    pages = paper(outcome, style)
    prints = {(table.id, row.id): shown.units for table, page in pages for row, shown in rows_of(table, page)}
    for one, other in PAIRS:
        if one in prints and other in prints:
            assert prints[one] == prints[other]
    for table, id_, opening, closing in (("roll-forward", "", "opening", "closing"),):
        assert prints[table, opening + id_][1:] == prints[table, closing + id_][:-1]
    changes = {key[1]: units for key, units in prints.items() if key[0] == "changes"}
    assert all(
        units == changes[f"change {id_}"][: len(units)]
        for (table, id_), units in prints.items()
        if table == "demand" and f"change {id_}" in changes
    )


@given(councils_and_scenarios(), styles)
def test_law_48_what_one_reserve_pays_is_what_reserves_pay(drawn: Drawn, style: Style) -> None:
    """Where one reserve alone is used or put into in a year, its row prints as the summary's."""
    outcome = outcome_of(*drawn)
    plan, held = outcome.after.plan, outcome.after.reserves
    if held is None or outcome.after.gap is None:
        return
    pages = paper(outcome, style)
    prints = {(table.id, row.id): shown.units for table, page in pages for row, shown in rows_of(table, page)}
    counted = [
        (reserve.name, moves)
        for reserve, moves in zip(plan.reserves, held.each, strict=True)
        if reserve.reserve_class != "memorandum" and not reserve.in_budget
    ]
    for what, row in (("contributions", "into"), ("uses", "uses"), ("balancing", "balancing")):
        for n in range(len(plan.horizon)):
            names = [name for name, moves in counted if getattr(moves, what)[n]]
            if len(names) == 1:
                assert prints["reserves", f"{row} {names[0]}"][n] == prints["summary", what][n]


@given(some, styles)
def test_law_44_what_is_a_unit_off_is_listed_and_what_does_not_add_is_told(
    drawn: Drawn, style: Style
) -> None:
    for table, printed in paper(outcome_of(*drawn), style):
        quantum, names = printed.unit.quantum, table.row_names
        listed = Counter((each.row, each.column) for each in printed.moved)
        for row, shown in rows_of(table, printed):
            name = names[row.id] if len(table.stub_heads) == 1 else row.name
            for column, pence, units in zip(table.columns, row.amounts, shown.units, strict=False):
                if units is not None and abs(units * quantum - pence) >= quantum:
                    assert listed[name, column]
            if table.total_column:
                assert shown.numbers[-1] == sum(shown.numbers[:-1])
        assert len(printed.misses) >= len([*sums_that_miss(table, printed)])


@given(some, styles, st.sampled_from(NAMES))
def test_law_48_a_table_prints_alike_alone_and_in_a_paper(drawn: Drawn, style: Style, name: str) -> None:
    outcome = outcome_of(*drawn)
    if tables_of(outcome, [name]):
        whole = {table.id: table for table in report_of(outcome, ["all"], style).tables}
        assert all(table == whole[table.id] for table in report_of(outcome, [name], style).tables)
