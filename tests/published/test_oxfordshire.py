"""Every cell of three tables that Oxfordshire printed, against what is printed from the plans in scenarios/."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.money import Unit
from mtfp.tables.model import PrintedTable
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from mtfp.tables.unit import PrintUnit

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"
PLANS = ("oxfordshire-2014", "oxfordshire-2015")
TWO_IN_ONE = "15CEF 2 and 16CEF4"

Cells = tuple[str, ...]


@cache
def outcome(name: str) -> Outcome:
    return run(read_request(SCENARIOS / name / "plan.toml").read.plan)


def printed(name: str, table: str, unit: PrintUnit) -> PrintedTable:
    (found,) = report_of(outcome(name), [table], Style(unit=unit.unit, decimals=unit.decimals)).tables
    return found


def paper(name: str, file: str) -> list[dict[str, str]]:
    with (HERE / name / file).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def cells(row: dict[str, str]) -> Cells:
    """The figures of a printed row, nil where the paper leaves a blank."""
    return tuple(text or "0" for head, text in row.items() if head == "total" or head[0].isdigit())


def number(text: str) -> int:
    return int(text.replace(",", ""))


def paper_rows(name: str) -> Iterator[tuple[str, str, Cells]]:
    """What a change or a sum of changes is known by in the paper: a reference with its type, or a service path."""
    for row in paper(name, "changes.csv"):
        if row["row"] == "line":
            yield row["ref"], row["type"], cells(row)
        else:
            path = [part for part in (row["division"], row["service"]) if part]
            yield row["row"], " > ".join(path), cells(row)


def our_rows(table: PrintedTable) -> Iterator[tuple[str, str, Cells]]:
    """The same from our table: headings carry no figures, and give the path of the sums under them."""
    for row in table.rows:
        reference, code, _ = row.stub
        if row.role == "figure":
            yield reference, code, row.figures
        elif row.role != "heading":
            yield row.role, row.id.removeprefix("total").strip(), row.figures


def as_one_row(rows: list[tuple[str, str, Cells]]) -> list[tuple[str, str, Cells]]:
    """Put 15CEF2 and 16CEF4, which follow each other, together as the paper of 2015 prints them."""
    at = next(n for n, row in enumerate(rows) if row[0] == "15CEF2")
    (one, code, figures), (other, other_code, other_figures) = rows[at : at + 2]
    assert (one, other) == ("15CEF2", "16CEF4")
    together = tuple(f"{number(a) + number(b):,}" for a, b in zip(figures, other_figures, strict=True))
    return [*rows[:at], (TWO_IN_ONE, f"{code} & {other_code}", together), *rows[at + 2 :]]


def test_every_cell_of_the_2014_changes_in_the_order_of_the_paper() -> None:
    ours = list(our_rows(printed("oxfordshire-2014", "changes", PrintUnit(Unit.THOUSANDS, 0))))
    assert ours == list(paper_rows("oxfordshire-2014"))


def test_every_cell_of_the_2015_changes_in_the_order_of_the_paper() -> None:
    ours = list(our_rows(printed("oxfordshire-2015", "changes", PrintUnit(Unit.THOUSANDS, 0))))
    assert as_one_row(ours) == list(paper_rows("oxfordshire-2015"))


@pytest.mark.parametrize("name", PLANS)
def test_the_changes_table_has_the_paper_s_years_and_moves_no_cell(name: str) -> None:
    table = printed(name, "changes", PrintUnit(Unit.THOUSANDS, 0))
    years = [head for head in paper(name, "changes.csv")[0] if head[0].isdigit()]
    assert table.columns == (*years, "Total")
    assert table.moved == ()


def test_the_paper_s_own_cells_add() -> None:
    """A check of the typing: lines add to subtotals, these to totals, and years to the total column."""
    for name in PLANS:
        rows = paper(name, "changes.csv")
        for row in rows:
            *years, total = map(number, cells(row))
            assert sum(years) == total
            if row["row"] != "line":
                under = [
                    list(map(number, cells(line)))
                    for line in rows
                    if line["row"] == "line"
                    and line["division"].startswith(row["division"])
                    and (not row["service"] or line["service"] == row["service"])
                ]
                assert list(map(sum, zip(*under, strict=True))) == [*years, total]


def test_every_cell_of_the_2014_roll_forward_in_millions() -> None:
    table = printed("oxfordshire-2014", "roll-forward", PrintUnit(Unit.MILLIONS, 1))
    rows = paper("oxfordshire-2014", "roll-forward.csv")
    theirs = [(row["row"].rstrip("*").casefold(), cells(row)) for row in rows]
    ours = [(row.stub[0].casefold(), row.figures) for row in table.rows]
    assert ours[: len(theirs)] == theirs
    assert [label for label, _ in ours[len(theirs) :]] == ["cash limit", "gap"]


def test_the_rounded_cell_of_the_paper_is_listed_with_its_exact_figure() -> None:
    """98.9 - 3.4 + 0.3 = 95.8, and 0.238 would print as 0.2: the paper prints 0.3, and so do we, and say so."""
    table = printed("oxfordshire-2014", "roll-forward", PrintUnit(Unit.MILLIONS, 1))
    moved = [(each.row, each.column, each.printed, each.exact) for each in table.moved]
    assert ("New pressures identified", "2017/18", "0.3", "0.238") in moved
    assert [column for _, column, _, _ in moved] == ["2017/18"]


def movements(name: str, years: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """Each change that moves the budget in those years, £000."""
    projection = outcome(name).after
    at = [list(map(str, projection.plan.horizon)).index(year) for year in years]
    by_reference = {
        change.reference: tuple(int(pence) // 100_000 for pence in amounts[at])
        for change, amounts in zip(projection.plan.changes, projection.inputs.change_amounts, strict=True)
    }
    return {reference: amounts for reference, amounts in by_reference.items() if any(amounts)}


def test_the_movement_between_the_two_plans_closes_year_by_year() -> None:
    years = ("2015/16", "2016/17", "2017/18")
    then, now = (movements(name, years) for name in PLANS)
    moved = {
        reference: tuple(
            b - a for a, b in zip(then.get(reference, (0, 0, 0)), now.get(reference, (0, 0, 0)), strict=True)
        )
        for reference in then | now
        if then.get(reference) != now.get(reference)
    }
    assert moved == {
        "16CEF1": (4_649, 0, 0),
        "16CEF2": (900, 0, 0),
        "16CEF3": (800, 0, 0),
        "16CORP4": (-639, 0, 0),
        "16CORP2": (-19, 0, 0),
        "16CEF4": (-1_000, -2_000, 0),
        "15CEF11": (0, 100, 0),
        "15CEF3": (70, 70, 182),
    }
    assert tuple(map(sum, zip(*moved.values(), strict=True))) == (4_761, -1_830, 182)


def test_each_published_plan_closes_where_the_next_opens() -> None:
    """The plan of 2014 closes 2014/15 on 102,309, the base of the plan of 2015 (£000)."""
    first, second = (outcome(name).after for name in PLANS)
    assert int(first.spending.closing[:, 0].sum()) == int(second.inputs.base.sum()) == 102_309 * 100_000
