"""Laws 42 to 49 of README.md: rounding, and tables that cast."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run as run_plan
from mtfp.money import Unit, divide
from mtfp.render.csv import to_csv
from mtfp.render.markdown import to_markdown
from mtfp.render.text import to_text
from mtfp.tables.model import PrintedTable, Row, Table
from mtfp.tables.names import NAMES
from mtfp.tables.papers import tables_of as papers_of
from mtfp.tables.printed import notes_of
from mtfp.tables.printing import print_table
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from mtfp.tables.unit import PrintUnit
from tests.oracle import HALF, penny
from tests.strategies import Operation, plan_of, plans, plans_and_scenarios, scenario_of, scenarios

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.laws.shared import Facts

units = st.sampled_from(
    [
        PrintUnit(Unit.POUNDS, 0),
        PrintUnit(Unit.POUNDS, 2),
        PrintUnit(Unit.THOUSANDS, 0),
        PrintUnit(Unit.THOUSANDS, 1),
        PrintUnit(Unit.MILLIONS, 1),
        PrintUnit(Unit.MILLIONS, 0),
    ]
)
AT_NEAREST = {"opening", "closing", "net_budget", "before", "gap", "after", "council_tax"}
FIGURE = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?")


def outcome_of(facts: Facts, operations: list[Operation]) -> Outcome:
    """Return a run with a scenario."""
    return run_plan(plan_of(facts), scenario_of(operations, facts))


def tables_of(outcome: Outcome) -> list[Table]:
    """Return every exact table there is."""
    return papers_of(outcome, NAMES)


def nearest(pence: int, unit: PrintUnit) -> int:
    """Return pence in units of the last printed place."""
    return penny(Fraction(pence, unit.quantum))


def read(figure: str, unit: PrintUnit) -> int:
    """Return a printed figure in units of its last place."""
    return int(Decimal(figure.replace(",", "")).scaleb(unit.decimals))


def cells_of(table: Table, printed: PrintedTable, unit: PrintUnit) -> dict[str, list[int]]:
    """Return each row's cells in units of the last place; a row that does not print is a balance at its nearest."""
    found = {
        row.id: [read(figure, unit) for figure in row.figures[: len(table.columns)]] for row in printed.rows
    }
    return {row.id: found.get(row.id, [nearest(pence, unit) for pence in row.amounts]) for row in table.rows}


@given(plans_and_scenarios(), units)
def test_law_42_calculate_then_round(drawn: tuple[Facts, list[Operation]], unit: PrintUnit) -> None:
    for table in tables_of(outcome_of(*drawn)):
        plain, cast = print_table(table, unit, "plain"), print_table(table, unit)
        exact = {row.id: row.amounts for row in table.rows}
        for row in plain.rows:
            amounts = (*exact[row.id], sum(exact[row.id])) if table.total_column else exact[row.id]
            if row.figures:
                assert [read(figure, unit) for figure in row.figures] == [
                    nearest(pence, unit) for pence in amounts
                ]
        assert cast.misses or any("Rounded so that every column adds." in note for note in notes_of(cast))
        assert any("rounded by itself" in note for note in notes_of(plain))


@given(
    st.integers(-(10**15), 10**15),
    st.integers(-(10**15), 10**15),
    st.sampled_from([2, 3, 12, 100, 1_000, 100_000, 10**6]),
)
def test_law_43_odd(x: int, y: int, by: int) -> None:
    assert divide(-x, by) == -divide(x, by)
    assert abs(Fraction(x, by) - divide(x, by)) <= HALF
    assert divide(divide(x, by) * by, by) == divide(x, by)
    assert divide(min(x, y), by) <= divide(max(x, y), by)
    assert divide(x, by) == penny(Fraction(x, by))
    assert divide(np.array([x, y], dtype=np.int64), by).tolist() == [divide(x, by), divide(y, by)]
    halves = np.array([by // 2 * x // abs(x or 1), -by // 2], dtype=np.int64)
    assert divide(halves, by).tolist() == [penny(Fraction(int(half), by)) for half in halves]


def on_halves_either_side(table: Table, id_: str, column: int, unit: PrintUnit) -> bool:
    """Whether a sum the cell is in holds two balances on exact halves, one above nil and one below."""
    rows = {row.id: row for row in table.rows}
    for total in table.rows:
        around = [total, *(rows[each] for _, each in total.adds)]
        if id_ in [row.id for row in around]:
            halves = [
                row.amounts[column] > 0
                for row in around
                if row.role == "balance" and abs(row.amounts[column]) * 2 % (2 * unit.quantum) == unit.quantum
            ]
            if len(set(halves)) > 1:
                return True
    return False


@given(plans_and_scenarios(), units)
def test_law_44_casting(drawn: tuple[Facts, list[Operation]], unit: PrintUnit) -> None:
    for table in tables_of(outcome_of(*drawn)):
        printed = print_table(table, unit)
        cells = cells_of(table, printed, unit)
        for row in table.rows:
            for n, pence in enumerate(row.amounts):
                away = abs(cells[row.id][n] * unit.quantum - pence)
                if away == unit.quantum:
                    assert on_halves_either_side(table, row.id, n, unit)
                else:
                    assert away < unit.quantum
                    assert pence % unit.quantum or not away
                if row.adds:
                    assert cells[row.id][n] == sum(sign * cells[each][n] for sign, each in row.adds)
        whole = replace(
            table,
            rows=tuple(
                row._replace(amounts=tuple(each * unit.quantum for each in cells[row.id]))
                for row in table.rows
            ),
        )
        assert print_table(whole, unit).rows == printed.rows


@given(plans_and_scenarios(), units)
def test_law_45_total_column(drawn: tuple[Facts, list[Operation]], unit: PrintUnit) -> None:
    for table in tables_of(outcome_of(*drawn)):
        if not table.total_column:
            continue
        printed = print_table(table, unit)
        exact = {row.id: row.amounts for row in table.rows}
        listed = {moved.row for moved in printed.moved if moved.column == table.total_column}
        far = set()
        for row in printed.rows:
            if row.figures:
                *cells, total = [read(figure, unit) for figure in row.figures]
                assert total == sum(cells)
                if abs(total * unit.quantum - sum(exact[row.id])) >= unit.quantum:
                    far.add(" ".join(part for part in row.stub if part))
        assert listed == far


@st.composite
def columns(draw: st.DrawFn) -> Table:
    """Draw a table of two levels: lines, their subtotals, and a grand total; equal and nil cells are common."""
    years = draw(st.integers(1, 4))
    cell = st.one_of(st.sampled_from([0, 40, -40, 50, -50, 150]), st.integers(-999, 999)).map(
        lambda tenths: tenths * 1_000
    )
    rows: list[Row] = []
    groups = []
    for group in range(draw(st.integers(1, 3))):
        names = [f"row {group}{n}" for n in range(draw(st.integers(1, 4)))]
        lines = [
            Row(
                id=name,
                stub=(name,),
                role="figure",
                amounts=tuple(draw(st.lists(cell, min_size=years, max_size=years))),
            )
            for name in names
        ]
        rows += [*lines, sum_of(f"sum {group}", lines, "subtotal")]
        groups.append(rows[-1])
    rows.append(sum_of("total", groups, "total"))
    heads = tuple(f"20{26 + n}/{27 + n}" for n in range(years))
    return Table(
        id="drawn", title="Drawn", stub_heads=("",), columns=heads, rows=tuple(rows), total_column="Total"
    )


def sum_of(name: str, rows: Sequence[Row], role: str) -> Row:
    """Return the row that adds others."""
    amounts = tuple(map(sum, zip(*(row.amounts for row in rows), strict=True)))
    adds = tuple((1, row.id) for row in rows)
    return Row(
        id=name, stub=(name,), role="total" if role == "total" else "subtotal", amounts=amounts, adds=adds
    )


def one_column(total: int, exact: dict[str, int], unit: PrintUnit) -> dict[str, int]:
    """Round cells to nearest; where they miss the total by d, move the |d| rounded furthest the other way, ties by reference."""
    cells = {name: nearest(pence, unit) for name, pence in exact.items()}
    miss = total - sum(cells.values())
    way = 1 if miss > 0 else -1
    for name in sorted(cells, key=lambda name: (way * (cells[name] * unit.quantum - exact[name]), name))[
        : abs(miss)
    ]:
        cells[name] += way
    return cells


@given(columns(), plans_and_scenarios(), units)
def test_law_46_priority(table: Table, drawn: tuple[Facts, list[Operation]], unit: PrintUnit) -> None:
    thousands = PrintUnit(Unit.THOUSANDS, 0)
    cells = cells_of(table, print_table(table, thousands), thousands)
    rows = {row.id: row for row in table.rows}
    for n in range(len(table.columns)):
        assert cells["total"][n] == nearest(rows["total"].amounts[n], thousands)
        for total in [row for row in reversed(table.rows) if row.adds]:
            under = {id_: rows[id_].amounts[n] for _, id_ in total.adds}
            assert {id_: cells[id_][n] for id_ in under} == one_column(cells[total.id][n], under, thousands)
    for each in tables_of(outcome_of(*drawn)):
        totals_are_at_nearest_or_what_they_add(each, unit)


def totals_are_at_nearest_or_what_they_add(table: Table, unit: PrintUnit) -> None:
    """Every balance that is a figure by itself is at nearest; any other grand total may be what it adds, listed where a unit off."""
    page = print_table(table, unit)
    printed = cells_of(table, page, unit)
    added = {id_ for row in table.rows for _, id_ in row.adds}
    listed = {(moved.row, moved.column) for moved in page.moved}
    for row in table.rows:
        if row.role != "balance" and (not row.adds or row.id in added):
            continue
        for n, (column, pence) in enumerate(zip(table.columns, row.amounts, strict=True)):
            units = printed[row.id][n]
            if units == nearest(pence, unit):
                continue
            assert row.id not in AT_NEAREST
            assert units == sum(sign * printed[id_][n] for sign, id_ in row.adds)
            assert (table.row_names[row.id], column) in listed


@given(columns(), plans_and_scenarios(), units, st.data())
def test_law_47_symmetry_and_order(
    table: Table, drawn: tuple[Facts, list[Operation]], unit: PrintUnit, data: st.DataObject
) -> None:
    for each in (table, *tables_of(outcome_of(*drawn))):
        cells = cells_of(each, print_table(each, unit), unit)
        negative = replace(
            each,
            rows=tuple(row._replace(amounts=tuple(-pence for pence in row.amounts)) for row in each.rows),
        )
        turned = cells_of(negative, print_table(negative, unit), unit)
        assert turned == {id_: [-cell for cell in row] for id_, row in cells.items()}
        mixed = replace(each, rows=tuple(data.draw(st.permutations(each.rows))))
        assert cells_of(mixed, print_table(mixed, unit), unit) == cells


@st.composite
def short_runs(draw: st.DrawFn) -> tuple[Facts, list[Operation]]:
    """Draw a plan of one or two years, with a scenario: in whole pounds, every table has one block of columns."""
    facts = draw(plans(years=st.integers(1, 2), gap=True))
    return facts, draw(scenarios(facts))


@given(short_runs(), units.filter(lambda unit: unit != PrintUnit(Unit.POUNDS, 2)))
def test_law_48_same_figure_everywhere(drawn: tuple[Facts, list[Operation]], unit: PrintUnit) -> None:
    outcome = outcome_of(*drawn)
    report = report_of(outcome, None, Style(unit=unit.unit, decimals=unit.decimals))
    in_text = (tuple(line.split()) for line in to_text(report).splitlines())
    in_markdown = (
        tuple(cell.strip() for cell in line[1:-1].split("|"))
        for line in to_markdown(report).splitlines()
        if line[:1] == "|"
    )
    in_csv = map(tuple, csv.reader(io.StringIO(to_csv(report))))
    for table in report.tables:
        for row in table.rows:
            count = len(row.figures)
            if not count:
                continue
            without_marks = tuple(figure.replace(",", "") for figure in row.figures)
            assert any(cells[-count:] == row.figures for cells in in_text)
            assert any(cells[-count:] == row.figures for cells in in_markdown)
            assert any(cells[-count:] == without_marks for cells in in_csv)
            for figure in row.figures:
                assert FIGURE.fullmatch(figure)
                assert not figure.startswith("-") or Decimal(figure.replace(",", "")) < 0
    by_id = {table.id: {row.id: row.figures for row in table.rows} for table in report.tables}
    assert by_id["roll-forward"]["gap"] == by_id["scenario"]["after"]
    for exact in tables_of(outcome):
        printed = print_table(exact, unit)
        for row in printed.rows:
            amounts = next(each.amounts for each in exact.rows if each.id == row.id)
            for head, figure, pence in zip(exact.columns, row.figures, amounts, strict=False):
                noted = any(moved.column == head and moved.printed == figure for moved in printed.moved)
                assert read(figure, unit) == nearest(pence, unit) or noted


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12), units)
def test_law_49_differences(a: int, b: int, unit: PrintUnit) -> None:
    by = unit.quantum
    assert abs(divide(a, by) - divide(b, by) - divide(a - b, by)) <= 1
