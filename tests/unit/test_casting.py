"""Tables that cast, worked by hand. Amounts are in tenths of the printed unit: 4 is 0.4, printed 0."""

from dataclasses import replace

import pytest

from mtfp.money import Unit
from mtfp.tables.casting import print_table, print_tables
from mtfp.tables.model import Moved, PrintedTable, Role, Rounding, Row, Table
from mtfp.tables.unit import PrintUnit
from tests.unit.plans import Folder

POUNDS = PrintUnit(Unit.POUNDS, 0)
TENTH = 10
TOTAL = "total"


def row(id_: str, *tenths: int, role: Role = "figure", adds: dict[str, int] | None = None) -> Row:
    return Row(
        id=id_,
        stub=(id_,),
        role=role,
        amounts=tuple(each * TENTH for each in tenths),
        adds=tuple((sign, name) for name, sign in (adds or {}).items()),
    )


def added(id_: str, rows: list[Row], role: Role = "total") -> Row:
    """The exact sum of rows, as a row that adds them."""
    sums = [sum(column) // TENTH for column in zip(*(each.amounts for each in rows), strict=True)]
    return row(id_, *sums, role=role, adds={each.id: 1 for each in rows})


def table(*rows: Row, total_column: str = "") -> Table:
    years = tuple(f"20{n}/{n + 1}" for n in range(14, 14 + len(rows[0].amounts)))
    return Table(id="t", title="T", stub_heads=("",), columns=years, rows=rows, total_column=total_column)


def printed(*rows: Row, total_column: str = "", rounding: Rounding = "cast") -> PrintedTable:
    return print_table(table(*rows, total_column=total_column), POUNDS, rounding)


def figures(*rows: Row, total_column: str = "", rounding: Rounding = "cast") -> dict[str, list[str]]:
    return {
        each.id: list(each.figures)
        for each in printed(*rows, total_column=total_column, rounding=rounding).rows
    }


def summed(**tenths: int) -> list[Row]:
    """One column: a row for each name, then their total."""
    rows = [row(name, amount) for name, amount in tenths.items()]
    return [*rows, added(TOTAL, rows)]


def column(*rows: Row, rounding: Rounding = "cast") -> dict[str, str]:
    return {name: cells[0] for name, cells in figures(*rows, rounding=rounding).items()}


def test_three_times_four_tenths_is_one_and_the_first_reference_gives_way() -> None:
    """0.4 + 0.4 + 0.4 = 1.2, so 1; all were rounded down alike, and a comes first."""
    assert column(*summed(a=4, b=4, c=4)) == {"a": "1", "b": "0", "c": "0", TOTAL: "1"}


def test_ties_go_by_reference_and_not_by_position() -> None:
    assert column(*summed(c=4, b=4, a=4)) == {"c": "0", "b": "0", "a": "1", TOTAL: "1"}


def test_the_cell_rounded_furthest_the_other_way_moves() -> None:
    """0.3 + 2.4 + 3.3 = 6.0 against 0 + 2 + 3 = 5: 2.4 lost most, and prints as 3."""
    assert column(*summed(a=3, b=24, c=33)) == {"a": "0", "b": "3", "c": "3", TOTAL: "6"}


def test_down_as_well_as_up() -> None:
    """0.6 + 0.7 + 0.7 = 2.0 against 1 + 1 + 1 = 3: 0.6 gained most, and prints as 0."""
    assert column(*summed(a=7, b=6, c=7)) == {"a": "1", "b": "0", "c": "1", TOTAL: "2"}


def test_two_cells_move_by_one_each_and_none_by_two() -> None:
    """Five times 0.4 = 2.0 against 0: a and b move."""
    assert column(*summed(a=4, b=4, c=4, d=4, e=4)) == {
        "a": "1",
        "b": "1",
        "c": "0",
        "d": "0",
        "e": "0",
        TOTAL: "2",
    }


def test_whole_units_stay() -> None:
    """1 + 0.4 + 0.4 + 0.4 = 2.2: the 1 stays 1."""
    assert column(*summed(a=10, b=4, c=4, d=4)) == {"a": "1", "b": "1", "c": "0", "d": "0", TOTAL: "2"}


def test_a_pressure_and_a_saving() -> None:
    """0.6 - 0.4 + 0.4 = 0.6, so 1 = 1 - 0 + 0: nothing moves. 0.6 - 0.6 + 0.6 - 0.2 = 0.4 = 1 - 1 + 1 - 0 = 1: a pressure gives way."""
    assert column(*summed(a=6, b=-4, c=4)) == {"a": "1", "b": "0", "c": "0", TOTAL: "1"}
    assert column(*summed(a=6, b=-6, c=6, d=-2)) == {"a": "0", "b": "-1", "c": "1", "d": "0", TOTAL: "0"}


@pytest.mark.parametrize(
    "tenths", [(4, 4, 4), (3, 24, 33), (7, 6, 7), (6, -6, 6), (5, 5, 5), (15, -25, 5), (10, 4, 4)]
)
def test_the_table_of_minus_x_is_minus_the_table_of_x(tenths: tuple[int, ...]) -> None:
    names = "abcdef"
    one = column(*summed(**dict(zip(names, tenths, strict=False))))
    other = column(*summed(**{name: -each for name, each in zip(names, tenths, strict=False)}))
    assert {name: -int(figure) for name, figure in other.items()} == {
        name: int(figure) for name, figure in one.items()
    }


def test_from_the_top_down_divisions_before_lines() -> None:
    """0.6 three times is 1.8, so 2, and one division prints 0: A, by reference; its lines 0.3 and 0.3 then print 0 and 0."""
    divisions: list[Row] = []
    rows: list[Row] = []
    for name in "ABC":
        lines = [row(f"{name}1", 3), row(f"{name}2", 3)]
        divisions.append(added(name, lines, "subtotal"))
        rows += [*lines, divisions[-1]]
    assert column(*rows, added(TOTAL, divisions)) == {
        "A1": "0", "A2": "0", "A": "0",
        "B1": "1", "B2": "0", "B": "1",
        "C1": "1", "C2": "0", "C": "1",
        TOTAL: "2",
    }  # fmt: skip


def bridge(opening: int, closing: int, **moves: int) -> list[Row]:
    """A roll-forward of one year: two balances and what lies between."""
    rows = [row("opening", opening, role="balance"), *(row(name, tenths) for name, tenths in moves.items())]
    return [*rows, row("closing", closing, role="balance", adds={each.id: 1 for each in rows})]


def test_balances_are_at_their_nearest_and_the_movement_gives_way() -> None:
    """10.4 + 0.2 = 10.6 prints as 10 + 1 = 11."""
    assert column(*bridge(104, 106, up=2)) == {"opening": "10", "up": "1", "closing": "11"}


@pytest.mark.parametrize(
    ("tenths", "shown"),
    [
        ((14, 14), ["1", "1", "2"]),
        ((-14, -14), ["-1", "-1", "-2"]),
        ((4, 4, 4), ["1", "0", "0", "1"]),
        ((16, 16), ["2", "2", "4"]),
        ((6, 6, 6), ["0", "1", "1", "2"]),
        ((10, 20), ["1", "2", "3"]),
    ],
)
def test_a_total_of_balances_gives_way_to_them_by_less_than_a_unit(
    tenths: tuple[int, ...], shown: list[str]
) -> None:
    """1.4 + 1.4 = 2.8 prints 1 + 1 = 2; 3 x 0.4 = 1.2 may print 1 or 2, so one balance moves; 3 x 0.6 = 1.8 likewise."""
    rows = [row(name, amount, role="balance") for name, amount in zip("abc", tenths, strict=False)]
    assert list(column(*rows, added(TOTAL, rows)).values()) == shown


def test_a_figure_printed_otherwise_in_two_tables_is_listed_in_both() -> None:
    """0.4 three times is 1, so a prints 1 in one table; alone in another it prints 0. Its name and id are its own there."""
    other = row("reserve a", 4, role="balance")
    one, two = print_tables([table(*summed(a=4, b=4, c=4)), table(other)], [POUNDS, POUNDS])
    assert Moved("a", "2014/15", "1", "0.40") in one.moved
    assert two.moved == (Moved("reserve a", "2014/15", "0", "0.40"),)


def test_the_same_with_the_other_sign_and_with_columns_before_the_years() -> None:
    """-0.4 is the same amount saved; in a table that opens with another column, the year is the second."""
    saved = row("a saved", -4, role="balance")
    later = replace(table(row("a later", 90, 4, role="balance")), lead=1)
    one, two, three = print_tables([table(*summed(a=4, b=4, c=4)), table(saved), later], [POUNDS] * 3)
    assert Moved("a", "2014/15", "1", "0.40") in one.moved
    assert two.moved == (Moved("a saved", "2014/15", "0", "-0.40"),)
    assert three.moved == (Moved("a later", "2015/16", "0", "0.40"),)


def test_oxfordshire_prints_new_pressures_of_0_3_for_0_238() -> None:
    """98.945 - 3.420 + 0.238 = 95.763, in £m to one place: 98.9 - 3.4 + 0.3 = 95.8."""
    rows = bridge(989_450_000, 957_630_000, savings=-34_200_000, pressures=2_380_000)
    table_ = print_table(table(*rows), PrintUnit(Unit.MILLIONS, 1))
    assert [each.figures for each in table_.rows] == [("98.9",), ("-3.4",), ("0.3",), ("95.8",)]
    assert [(each.row, each.printed, each.exact) for each in table_.moved] == [("pressures", "0.3", "0.238")]


def test_a_whole_unit_only_between_halves_either_side_of_nil() -> None:
    """0.5 rounds to 1 and -0.5 to -1, so the movement of exactly -1.0 prints as -2, and is listed."""
    rows = bridge(5, -5, down=-10)
    assert column(*rows) == {"opening": "1", "down": "-2", "closing": "-1"}
    assert [(each.row, each.printed, each.exact) for each in printed(*rows).moved] == [("down", "-2", "-1")]


def gap(net: int, resources: int) -> list[Row]:
    return [
        row("net", net, role="balance"),
        row("resources", resources),
        row("gap", net - resources, role="balance", adds={"net": 1, "resources": -1}),
    ]


@pytest.mark.parametrize(
    ("net", "resources", "expected"),
    [
        (1_004, 1_006, ("100", "100", "0")),  # gap -0.2: resources would be 101
        (1_006, 1_004, ("101", "101", "0")),  # gap 0.2: resources would be 100
        (1_004, 996, ("100", "99", "1")),  # gap 0.8: resources would be 100
        (1_000, 996, ("100", "100", "0")),  # gap 0.4: nothing gives way
    ],
)
def test_the_net_budget_and_the_gap_stay_and_resources_give_way(
    net: int, resources: int, expected: tuple[str, ...]
) -> None:
    assert tuple(column(*gap(net, resources)).values()) == expected


def test_the_resources_of_a_plan_give_way_in_the_roll_forward(folder: Folder) -> None:
    """Net budget 100,400 (100), cash limit 100,600 (101), gap -200 (0), in £000: the cash limit prints 100, and is listed."""
    folder.plan(
        '[[line]]\nservice = "A"\nbase = 100_400\n[cash_limit]\n"2014/15" = 100_600\n',
        unit="£",
        years="2014/15",
    )
    found = folder.figures("roll-forward")
    assert (found["Proposed budget"], found["Cash limit"], found["Gap"]) == (("100",), ("100",), ("0",))
    (moved,) = folder.table("roll-forward").moved
    assert (moved.row, moved.column, moved.printed, moved.exact) == ("Cash limit", "2014/15", "100", "100.6")


def test_the_total_column_is_the_sum_of_the_printed_cells_and_is_listed_a_unit_off() -> None:
    """0.4 three times prints 0, 0, 0 and so 0 in total, for an exact 1.2; 0.3 three times is 0.9, within a unit."""
    assert figures(row("a", 4, 4, 4), total_column="Total") == {"a": ["0", "0", "0", "0"]}
    (moved,) = printed(row("a", 4, 4, 4), total_column="Total").moved
    assert (moved.row, moved.column, moved.printed, moved.exact) == ("a", "Total", "0", "1.20")
    assert printed(row("a", 3, 3, 3), total_column="Total").moved == ()


def test_the_total_column_casts_down_as_well_as_across() -> None:
    rows = [row("a", 4, 4), row("b", 4, 4), row("c", 4, 4)]
    found = figures(*rows, added(TOTAL, rows), total_column="Total")
    assert found == {"a": ["1", "1", "2"], "b": ["0", "0", "0"], "c": ["0", "0", "0"], TOTAL: ["1", "1", "2"]}


def test_plain_rounding_rounds_each_figure_by_itself() -> None:
    rows = [row("a", 4, 4, 4), row("b", 4, 4, 4), row("c", 4, 4, 4)]
    found = figures(*rows, added(TOTAL, rows), total_column="Total", rounding="plain")
    assert found == {name: ["0", "0", "0", "1"] for name in "abc"} | {TOTAL: ["1", "1", "1", "4"]}
    assert printed(*rows, rounding="plain").moved == ()


def test_a_table_already_whole_is_printed_as_it_is() -> None:
    rows = [row("a", 10, -20), row("b", 30, 0)]
    result = printed(*rows, added(TOTAL, rows))
    assert [each.figures for each in result.rows] == [("1", "-2"), ("3", "0"), ("4", "-2")]
    assert result.moved == ()


def test_what_is_not_known_prints_tbc_and_counts_nil() -> None:
    known = row("a", 4)
    unknown = Row(id="b", stub=("b",), role="figure", amounts=(0,), unstated=((0, "tbc"),))
    assert column(known, unknown, added(TOTAL, [known, unknown])) == {"a": "0", "b": "tbc", TOTAL: "0"}


def test_tbc_never_takes_a_unit_from_rounding() -> None:
    """0.5 + 0.5 + tbc = 1.0 against 1 + 1 + 0: a half gives way and never the tbc, though it comes first by reference."""
    unknown = Row(id="a", stub=("a",), role="figure", amounts=(0,), unstated=((0, "tbc"),))
    rows = [unknown, row("b", 5), row("c", 5)]
    assert column(*rows, added(TOTAL, rows)) == {"a": "tbc", "b": "0", "c": "1", TOTAL: "1"}


@pytest.mark.parametrize(
    ("unit", "decimals", "quanta", "text"),
    [
        (Unit.THOUSANDS, 0, 0, "0"),
        (Unit.THOUSANDS, 0, -1_234, "-1,234"),
        (Unit.THOUSANDS, 0, 1_234_567, "1,234,567"),
        (Unit.MILLIONS, 1, 3, "0.3"),
        (Unit.MILLIONS, 1, -1_052, "-105.2"),
        (Unit.POUNDS, 2, 5, "0.05"),
        (Unit.POUNDS, 2, -123_456, "-1,234.56"),
        (Unit.MILLIONS, 3, 1_000, "1.000"),
    ],
)
def test_figures_as_text(unit: Unit, decimals: int, quanta: int, text: str) -> None:
    assert PrintUnit(unit, decimals).show(quanta) == text


def test_small_amounts_of_either_sign_never_print_as_minus_nil() -> None:
    assert column(row("a", -4), row("b", 4)) == {"a": "0", "b": "0"}


@pytest.mark.parametrize(
    ("pence", "exact"),
    [
        (23_800_000, "0.238"),
        (10_000_000, "0.1"),
        (100_000_000, "1.0"),
        (1, "0.00000001"),
        (-5_000_000, "-0.05"),
    ],
)
def test_exact_figures_show_every_place_that_is_not_nil(pence: int, exact: str) -> None:
    assert PrintUnit(Unit.MILLIONS, 1).show_exact(pence) == exact
