"""Plain text: never wider than 80 columns, every figure in its column, nothing lost."""

import pytest

from mtfp.money import Unit
from mtfp.render.text import WIDTH, table_lines
from mtfp.tables.model import PrintedRow, PrintedTable, Role
from mtfp.tables.unit import PrintUnit

FOUR = ("2014/15", "2015/16", "2016/17", "2017/18")


def row(stub: str | tuple[str, ...], *figures: str, role: Role = "figure") -> PrintedRow:
    stub = (stub,) if isinstance(stub, str) else stub
    return PrintedRow(id=" ".join(stub), stub=stub, role=role, figures=figures)


def table(*rows: PrintedRow, columns: tuple[str, ...] = FOUR) -> PrintedTable:
    heads = ("",) * len(rows[0].stub)
    return PrintedTable(
        id="t", title="Title", unit=PrintUnit(Unit.THOUSANDS, 0), stub_heads=heads, columns=columns, rows=rows
    )


def test_a_table_line_by_line() -> None:
    lines = list(
        table_lines(
            table(
                row("Base net budget", "105,200", "102,309", "101,315", "98,945"),
                row("Gap", "0", "-1", "0", "12"),
            )
        )
    )
    assert lines == [
        "Title (£000)",
        " " * 46 + "2014/15  2015/16  2016/17  2017/18",
        "-" * 80,
        "Base net budget" + " " * 31 + "105,200  102,309  101,315   98,945",
        "Gap" + " " * 43 + "      0       -1        0       12",
        "-" * 80,
        "Rounded so that every column adds.",
    ]


def test_long_words_wrap_beside_their_reference_and_figures_stand_on_the_last_line() -> None:
    lines = list(
        table_lines(
            table(
                row(("14CEF5", "S", "Less school improvement work as schools convert to academies"), *"1234")
            )
        )
    )
    body = lines[3:-2]
    assert body[0].startswith("14CEF5 S Less school")
    assert all(line.startswith(" " * 9) for line in body[1:])
    assert [line.split()[-4:] for line in body[-1:]] == [["1", "2", "3", "4"]]
    assert (
        " ".join(" ".join(body).split())
        == "14CEF5 S Less school improvement work as schools convert to academies 1 2 3 4"
    )


def test_ten_years_in_pounds_and_pence_stand_in_blocks_with_every_column_once() -> None:
    years = tuple(f"20{n}/{n + 1}" for n in range(14, 24))
    figures = tuple(f"1,{n}05,200,000.00" for n in range(100, 110))
    lines = list(table_lines(table(row("Base net budget", *figures), columns=years)))
    assert max(map(len, lines)) <= WIDTH
    words = " ".join(lines).split()
    assert [word for word in words if word in years] == list(years)
    assert [word for word in words if word in figures] == list(figures)


@pytest.mark.parametrize(
    "stub",
    [
        ("x" * 200,),
        ("A name", "S", "y" * 200),
        ("R" * 60, "S", "Long reference"),
        ("R" * 100, "TYPE" * 10, "Very long reference and type"),
    ],
)
def test_no_name_however_long_makes_a_line_wider(stub: tuple[str, ...]) -> None:
    lines = list(table_lines(table(row(stub, "105,200", "102,309", "101,315", "98,945"))))
    assert max(map(len, lines)) <= WIDTH
    assert "".join(stub).replace(" ", "") in "".join("".join(lines[3:-2]).split())


def test_headings_stand_apart() -> None:
    lines = list(table_lines(table(row("A", *"1234"), row("Social care", role="heading"), row("B", *"1234"))))
    at = lines.index("Social care")
    assert lines[at - 1] == ""
