"""Tables that cast, worked by hand. Amounts are in tenths of the printed unit: 4 is 0.4, printed 0."""

from dataclasses import replace

import pytest

from mtfp.money import Unit
from mtfp.tables.casting import cast
from mtfp.tables.figures import figure, taken_away
from mtfp.tables.model import PrintedTable, Role, Rounding, Row, Table
from mtfp.tables.printed import rounding_note
from mtfp.tables.printing import print_table
from mtfp.tables.rows import change_from
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
    years = tuple(f"20{n}/{n + 1}" for n in range(14, 14 + max(len(each.amounts) for each in rows)))
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
        ((4, 4, 4), ["0", "0", "0", "0"]),
        ((16, 16), ["2", "2", "4"]),
        ((6, 6, 6), ["1", "1", "1", "3"]),
        ((10, 20), ["1", "2", "3"]),
    ],
)
def test_a_total_of_balances_is_what_they_print(tenths: tuple[int, ...], shown: list[str]) -> None:
    """1.4 + 1.4 = 2.8 prints 1 + 1 = 2; 3 x 0.4 = 1.2 prints 0, a unit and more from exact, and is listed."""
    rows = [row(name, amount, role="balance") for name, amount in zip("abc", tenths, strict=False)]
    assert list(column(*rows, added(TOTAL, rows)).values()) == shown


def together(*tables: Table) -> list[dict[str, tuple[str, ...]]]:
    """Several tables of one plan in pounds, cast as one: each row's figures by its id."""
    of_plan = cast([tables], POUNDS.quantum)
    return [
        {row.id: row.figures for row in print_table(each, POUNDS, "cast", of_plan).rows} for each in tables
    ]


def saved(id_: str, *tenths: int, of: str = "saving", role: Role = "figure") -> Row:
    """A row that says what it is a figure of."""
    years = [f"20{n}/{n + 1}" for n in range(14, 14 + len(tenths))]
    return row(id_, *tenths, role=role)._replace(of=figure(of, years))


def forced(*, of: str = "up") -> Table:
    """10.4 + 0.2 = 10.6 prints 10 + 1 = 11."""
    rows = [row("opening", 104, role="balance"), saved("up", 2, of=of)]
    return replace(
        table(*rows, row("closing", 106, role="balance", adds={"opening": 1, "up": 1})), id="forced"
    )


def test_a_figure_prints_in_one_way_in_every_table() -> None:
    """0.2 that has to print 1 does so where it stands alone, under another name, with the other sign, and in a later column."""
    turned = saved("other sign", -2)._replace(of=taken_away(saved("", 2, of="up").of))
    later = row("later", 90, 2)._replace(of=(*figure("z", ["2013/14"]), *saved("", 2, of="up").of))
    shown = together(
        forced(),
        replace(table(saved("another name", 2, of="up")), id="second"),
        replace(table(turned), id="third"),
        replace(table(later), id="fourth", lead=1),
    )
    assert shown[0] == {"opening": ("10",), "up": ("1",), "closing": ("11",)}
    assert shown[1:] == [{"another name": ("1",)}, {"other sign": ("-1",)}, {"later": ("9", "1")}]


def test_neither_a_name_nor_an_amount_makes_two_figures_one() -> None:
    """The same name and 0.2 again, of another record: it stands by itself, and prints 0."""
    shown = together(forced(), replace(table(saved("up", 2, of="another")), id="second"))
    assert (shown[0]["up"], shown[1]["up"]) == (("1",), ("0",))


def test_a_total_with_one_part_is_that_part() -> None:
    """b is nil, so the total of up and b is up: where up prints 1 for 0.2, so does the total, in a table of its own."""
    one = [saved("up", 2, of="up"), saved("b", 0, of="nil")]
    shown = together(forced(), replace(table(*one, added("both", one)), id="second"))
    assert shown[1] == {"up": ("1",), "b": ("0",), "both": ("1",)}


def test_what_is_printed_is_fixed_and_leaves_one_value() -> None:
    """Below, up is 1 for its 0.2; with 0.6, 0.8 in all prints 1, and the 0.6 takes the 0 that is left."""
    second = [saved("up", 2, of="up"), row("b", 6)]
    shown = together(forced(), replace(table(*second, added(TOTAL, second)), id="second"))
    assert shown[1] == {"up": ("1",), "b": ("0",), TOTAL: ("1",)}


def test_parts_that_stand_in_no_other_table_give_way_first() -> None:
    """0.4 + 0.4 + 0.4 is 1: a and b stand in another table too, so c is the one to print 1."""
    first = [saved("a", 4, of="a"), saved("b", 4, of="b"), row("c", 4)]
    shown = together(
        replace(table(*first, added(TOTAL, first)), id="first"),
        replace(table(saved("b", 4, of="b"), saved("a", 4, of="a")), id="second"),
    )
    assert shown[0] == {"a": ("0",), "b": ("0",), "c": ("1",), TOTAL: ("1",)}


def test_a_change_on_the_year_before_is_the_difference_of_the_two_as_printed() -> None:
    """0.4 and 1.6 print 0 and 2, so the change of 1.2 prints 2; a change of exactly 1.0 between 0.5 and 1.5 prints 1."""
    levels = saved("level", 4, 16, role="balance", of="level")
    change = row("change", 4, 12)._replace(
        between=(row("", 0, 4)._replace(of=(frozenset(), levels.of[0])), levels)
    )
    assert together(table(levels, change))[0] == {"level": ("0", "2"), "change": ("0", "2")}


def by_service(*b: int) -> tuple[Table, Table]:
    """A service of 0.5 in both years, another, and the net budget; beside it, what each service changes by."""
    levels = [saved("a", 5, 5, of="a"), saved("b", *b, of="b")]
    changes = [change_from(0, each, each.id, id_=f"change in {each.id}") for each in levels]
    net = added("net", levels, "balance")
    return replace(table(*levels, net), id="levels"), replace(table(*changes), id="changes")


def test_what_does_not_change_prints_no_change() -> None:
    """0.5 + 0.6 = 1.1 is 0 + 1; 0.5 + 0.3 = 0.8 would then be 1 + 0, and nil more for a print 1: so a stays 0, and b prints 1."""
    levels, changes = together(*by_service(6, 3))
    assert levels == {"a": ("0", "0"), "b": ("1", "1"), "net": ("1", "1")}
    assert changes == {"change in a": ("0", "0"), "change in b": ("1", "0")}


def test_what_has_one_value_in_a_year_has_it_in_the_years_beside() -> None:
    """0.5 + 1.0 = 1.5 leaves a 1; the year before, 0.5 + 0.6 = 1.1 is then 1 + 0."""
    levels, changes = together(*by_service(6, 10))
    assert levels == {"a": ("1", "1"), "b": ("0", "1"), "net": ("1", "2")}
    assert changes == {"change in a": ("1", "0"), "change in b": ("0", "1")}


def test_a_sum_is_left_rather_than_nil_printed_as_one() -> None:
    """0.5 + 1.0 = 1.5 leaves a 1, and 0.5 - 1.0 = -0.5, printed -1, leaves it 0: a does not change, and the table says so."""
    tables = by_service(10, -10)
    levels, changes = together(*tables)
    assert levels == {"a": ("1", "1"), "b": ("1", "-1"), "net": ("2", "-1")}
    assert changes["change in a"] == ("1", "0")
    shown = print_table(tables[0], POUNDS, "cast", cast([tables], POUNDS.quantum))
    assert shown.misses == ("net, 2015/16, is -1, and the figures shown come to 0",)


def test_figures_that_cannot_add_are_told() -> None:
    """1.4 + 1.4 = 2.8, all three balances: 1 + 1 and 3; the table says what they come to."""
    both = [row("a", 14, role="balance"), row("b", 14, role="balance")]
    shown = printed(*both, added("sum", both, "balance"))
    assert shown.misses == ("sum, 2014/15, is 3, and the figures shown come to 2",)
    assert rounding_note(shown).endswith(": sum, 2014/15, is 3, and the figures shown come to 2.")


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


def test_rows_of_one_name_that_rounding_moved_are_told_apart() -> None:
    """0.4 + 0.4 + 0.2 = 1.0: of two rows named Other under headings of their own, the first moves, and is named with its heading."""
    rows = [row("a", 4), row("b", 4), row("c", 2)]
    named = [
        each._replace(stub=(name,)) for each, name in zip(rows, ("Other", "Other", "Rents"), strict=True)
    ]
    over = [Row(id=id_, stub=(name,), role="heading") for id_, name in (("h", "Care"), ("i", "Roads"))]
    total = added(TOTAL, rows)
    both = printed(over[0], named[0], over[1], *named[1:], total)
    assert [(each.row, each.printed) for each in both.moved] == [("Care: Other", "1")]
    once = printed(over[0], named[0], named[1]._replace(stub=("Fees",)), named[2], total)
    assert [(each.row, each.printed) for each in once.moved] == [("Other", "1")]


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


def test_a_total_of_one_row_prints_as_that_row_did_in_an_earlier_table() -> None:
    """0.5 + 0.5 = 1.0 is 0 + 1, a first by reference; a later total of a alone is a, and so 0, not the 1 of its own rounding."""
    first = table(*(rows := [saved("a", 5, of="a"), saved("b", 5, of="b")]), added(TOTAL, rows))
    alone = saved("t", 5, of="t")._replace(adds=((1, "a"),), role="total")
    then = replace(table(saved("a", 5, of="a"), alone), id="then")
    of_plan = cast([[first], [then]], POUNDS.quantum)
    assert [of_plan.of(first, each) for each in first.rows] == [[0], [1], [1]]
    assert [of_plan.of(then, each) for each in then.rows] == [[0], [0]]


def test_a_total_column_that_stands_in_another_table_is_the_sum_of_its_row_there_too() -> None:
    """0.4 three times prints 0, 0, 0 and so a Total of 0; the table that has that total, 1.2, as a row prints it 0 as well."""
    years = saved("a", 4, 4, 4, of="a")
    (total,) = figure("in all", ["14"])
    across = table(years._replace(of=(*years.of, total)), total_column="Total")
    down = replace(table(row("z", 12)._replace(of=(total,))), id="down")
    of_plan = cast([[across, down]], POUNDS.quantum)
    assert of_plan.of(across, across.rows[0]) == [0, 0, 0]
    assert of_plan.of(down, down.rows[0]) == [0]


def test_a_total_never_goes_a_unit_from_exact_to_be_the_sum_of_its_cells() -> None:
    """Six balances of 1.4 print 1 each, and 0.2 may give one: 7 of 8.6, which prints 9 and says what the cells come to."""
    rows = [*(row(id_, 14, role="balance") for id_ in "abcdef"), row("g", 2)]
    shown = printed(*rows, added(TOTAL, rows))
    assert shown.misses == ("total, 2014/15, is 9, and the figures shown come to 7",)


def test_a_whole_unit_that_an_earlier_sum_has_used_is_left() -> None:
    """-1.0 and 0.4 are -0.6: -1 and 0 and -1. Between 0.5 and -0.5, printed 1 and -1, the same -1.0 then still prints -1."""
    down = saved("down", -10, of="down")
    first = table(down, row("up", 4), added(TOTAL, [down, row("up", 4)]))
    opening, _, closing = bridge(5, -5, down=-10)
    then = replace(table(opening, down, closing), id="then")
    of_plan = cast([[first], [then]], POUNDS.quantum)
    assert [of_plan.of(then, each) for each in then.rows] == [[1], [-1], [-1]]
    assert print_table(then, POUNDS, "cast", of_plan).misses == (
        "closing, 2014/15, is -1, and the figures shown come to 0",
    )


def test_a_change_of_what_stands_in_no_table_is_at_its_nearest() -> None:
    """0.4, then 1.2 more: 0 and 1."""
    change = change_from(0, saved("level", 4, 16, of="level"), "change", id_="change")
    assert together(table(change)) == [{"change": ("0", "1")}]


def test_a_total_column_of_nil_is_no_figure_of_another_table() -> None:
    """1.0 and -1.0 come to nil, which is nil wherever it stands."""
    years = saved("a", 10, -10, of="a")
    across = table(years._replace(of=(*years.of, *figure("in all", ["14"]))), total_column="Total")
    assert together(across) == [{"a": ("1", "-1", "0")}]
