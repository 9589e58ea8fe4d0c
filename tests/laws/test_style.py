"""What every house style keeps, beside the numbered laws: each figure but for its sign and how that is written, and tables that cast."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from mtfp.money import Unit
from mtfp.tables.model import PrintedTable, Table
from mtfp.tables.printing import print_table
from mtfp.tables.style import Style, TableStyle, never_met, styled
from mtfp.tables.unit import PrintUnit
from tests.laws.test_tables import nearest, outcome_of, tables_of
from tests.strategies import Operation, plans_and_scenarios
from tests.strategies_whole import councils_and_scenarios

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.laws.shared import Facts

ANY_UNIT = [(Unit.POUNDS, 0), (Unit.POUNDS, 2), (Unit.THOUSANDS, 0), (Unit.MILLIONS, 1), (Unit.MILLIONS, 0)]
MINUS = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?")
BRACKETS = re.compile(r"\d{1,3}(,\d{3})*(\.\d+)?|\(\d{1,3}(,\d{3})*(\.\d+)?\)")
LESS = "Less: "

signs = st.builds(
    Style,
    brackets=st.booleans(),
    nil=st.sampled_from(["0", "-"]),
    savings_positive=st.booleans(),
    rounding=st.sampled_from(["cast", "plain"]),
)


@st.composite
def styles(draw: st.DrawFn, tables: Sequence[Table]) -> Style:
    """Draw a style with names and an order for rows that some tables have."""
    unit, decimals = draw(st.sampled_from(ANY_UNIT))
    of_table = {table.id: draw(own_styles(table)) for table in tables}
    return replace(draw(signs), unit=unit, decimals=decimals, of_table=of_table)


@st.composite
def own_styles(draw: st.DrawFn, table: Table) -> TableStyle:
    names = [row.stub[-1] for row in table.rows]
    new = draw(st.dictionaries(st.sampled_from(names), st.sampled_from(["One", "Other"]), max_size=3))
    runs: list[list[str]] = [
        [row.stub[-1] for row in rows]
        for role, rows in groupby(table.rows, key=lambda row: row.role)
        if role == "figure"
    ]
    count = Counter(names)
    chosen = [name for name in draw(st.sampled_from([[], *runs])) if count[name] == 1]
    moved = draw(st.permutations(chosen))
    return TableStyle(names=new, order=tuple(moved))


def figure(text: str, style: Style) -> Decimal:
    """Read a figure as this style writes it, and no other way."""
    if text == style.nil:
        return Decimal(0)
    assert (BRACKETS if style.brackets else MINUS).fullmatch(text)
    read = Decimal(text.strip("()").replace(",", "")) * (-1 if text.startswith("(") else 1)
    assert read
    return read


def cells(table: Table, printed: PrintedTable, style: Style) -> dict[str, list[int]]:
    """Return each row's cells in units of the last place; a row that does not print is at its nearest."""
    places = printed.unit.decimals
    shown = {
        row.id: [int(figure(text, style).scaleb(places)) for text in row.figures]
        for row in printed.rows
        if None not in row.units
    }
    return {row.id: [nearest(pence, printed.unit) for pence in row.amounts] for row in table.rows} | shown


def turned_back(table: Table) -> Table:
    return replace(table, years_down=False)


def only_signs_change(drawn: tuple[Facts, list[Operation]], data: st.DataObject) -> None:
    outcome = outcome_of(*drawn)
    tables = [turned_back(table) for table in tables_of(outcome)]
    style = data.draw(styles(tables))
    for table in tables:
        unit = style.print_unit(table.id, outcome.after.plan.unit)
        exact = styled(table, style)
        plain = print_table(table, PrintUnit(unit.unit, unit.decimals), style.rounding)
        printed = print_table(exact, unit, style.rounding)
        savings = {row.id for row in table.rows if style.savings_positive and (table.savings or row.saving)}
        without = cells(table, plain, Style())
        within = cells(exact, printed, style)
        assert within == {
            id_: [-cell if id_ in savings else cell for cell in row] for id_, row in without.items()
        }
        assert Counter(each.column for each in printed.moved) == Counter(each.column for each in plain.moved)
        texts = {row.id: row.text for row in table.rows if row.text}
        for row in printed.rows:
            if row.id in texts:
                assert [minus(text, style) for text in row.figures] == list(texts[row.id])


def minus(text: str, style: Style) -> str:
    """Return a figure as it is written with a minus sign and 0."""
    if text == style.nil:
        return "0"
    return f"-{text[1:-1]}" if style.brackets and text.startswith("(") else text


@given(plans_and_scenarios(), st.data())
def test_a_style_changes_no_figure_but_its_sign(
    drawn: tuple[Facts, list[Operation]], data: st.DataObject
) -> None:
    only_signs_change(drawn, data)


@given(councils_and_scenarios(years=st.integers(1, 4)), st.data())
def test_a_style_changes_no_figure_of_a_council_but_its_sign(
    drawn: tuple[Facts, list[Operation]], data: st.DataObject
) -> None:
    only_signs_change(drawn, data)


def every_total_casts(drawn: tuple[Facts, list[Operation]], data: st.DataObject) -> None:
    tables = [turned_back(table) for table in tables_of(outcome_of(*drawn))]
    style = replace(data.draw(styles(tables)), rounding="cast")
    for table in tables:
        exact = styled(table, style)
        printed = print_table(exact, style.print_unit(table.id, Unit.POUNDS), "cast")
        found = cells(exact, printed, style)
        names = {row.id: row.stub[-1] for row in exact.rows}
        was = {row.id: {id_: sign for sign, id_ in row.adds} for row in table.rows}
        for total in exact.rows:
            less = names[total.id].startswith(LESS)
            for sign, id_ in total.adds:
                turned = names[id_].startswith(LESS) != less
                assert sign == was[total.id][id_] * (-1 if turned else 1)
            under = ([sign * cell for cell in found[id_]] for sign, id_ in total.adds)
            if total.adds:
                assert found[total.id] == [sum(column) for column in zip(*under, strict=True)]


@given(plans_and_scenarios(), st.data())
def test_every_total_of_a_styled_table_is_the_sum_of_its_printed_cells(
    drawn: tuple[Facts, list[Operation]], data: st.DataObject
) -> None:
    every_total_casts(drawn, data)


@given(councils_and_scenarios(years=st.integers(1, 4)), st.data())
def test_every_total_of_a_council_s_styled_table_is_the_sum_of_its_printed_cells(
    drawn: tuple[Facts, list[Operation]], data: st.DataObject
) -> None:
    every_total_casts(drawn, data)


@given(councils_and_scenarios(years=st.integers(1, 2)), st.data())
def test_order_moves_only_the_rows_it_names_and_names_reach_every_row_they_name(
    drawn: tuple[Facts, list[Operation]], data: st.DataObject
) -> None:
    tables = tables_of(outcome_of(*drawn))
    style = replace(data.draw(styles(tables)), savings_positive=False)
    assert never_met(style, tables) == []
    for table in tables:
        own = style.of_table[table.id]
        rows = styled(table, style).rows
        by_id = {row.id: row for row in table.rows}
        assert [by_id[row.id].stub[-1] for row in rows if by_id[row.id].stub[-1] in own.order] == [*own.order]
        for before, after in zip(table.rows, rows, strict=True):
            assert before == after or before.stub[-1] in {*own.order, *own.names}
        for row in rows:
            *codes, name = by_id[row.id].stub
            assert row == by_id[row.id]._replace(stub=(*codes, own.names.get(name, name)))
