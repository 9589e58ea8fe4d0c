"""Law 49a: the name of a total never covers more than what was added, and the parts' tables add to the whole's."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.plan.terms import Service
from mtfp.render.text import to_text
from mtfp.tables.model import Table
from mtfp.tables.paper import charts_of
from mtfp.tables.papers import tables_of
from mtfp.tables.report import report_of
from mtfp.tables.style import Style

HERE = Path(__file__).parent
SHIPPED = Path(__file__).parents[2] / "scenarios"
CASE = HERE / "01-part-printed-as-whole" / "plan.toml"
OXFORDSHIRE = SHIPPED / "oxfordshire-2014" / "plan.toml"
EXAMPLESHIRE = SHIPPED / "exampleshire" / "central.toml"


def seen(path: Path, service: str | None) -> Outcome:
    request = read_request(path)
    return run(request.read.plan, request.scenario, None if service is None else Service.parse(service))


def changes(path: Path, service: str | None) -> Table:
    (table,) = tables_of(seen(path, service), ["changes"])
    return table


def totals(table: Table) -> dict[str, tuple[int, ...]]:
    """Every total and subtotal of a table in whole £000."""
    return {
        row.name: tuple(pence // 100_000 for pence in row.amounts)
        for row in table.rows
        if row.role in ("total", "subtotal")
    }


def test_of_a_part_there_is_no_total_of_what_lies_above_it() -> None:
    """Veg is 10; Groceries as a whole is 17 and Food 20, so neither stands over Veg alone."""
    assert totals(changes(CASE, "Food > Groceries > Veg")) == {"Total Veg": (10, 0)}
    assert totals(changes(CASE, "Food > Groceries")) == {
        "Total Veg": (10, 0),
        "Total Fruit": (7, 0),
        "Total Groceries": (17, 0),
    }
    whole = totals(changes(CASE, None))
    assert (whole["Total Groceries"], whole["Total Food"]) == ((17, 0), (20, 0))


def test_the_division_of_oxfordshire_is_not_named_after_a_part_of_it() -> None:
    """As its paper prints: the division -2,516 -744 -70 -3,182, and the whole directorate -3,646 -994 -2,370 -3,182."""
    part = totals(changes(OXFORDSHIRE, "Education & Early Intervention > Early Intervention"))
    assert part == {"Total Early Intervention": (-500, -499, 0, -3_000)}
    division = totals(changes(OXFORDSHIRE, "Education & Early Intervention"))
    assert division["Total Education & Early Intervention"] == (-2_516, -744, -70, -3_182)
    whole = totals(changes(OXFORDSHIRE, None))
    assert whole["Total Children, Education & Families"] == (-3_646, -994, -2_370, -3_182)
    assert "Total Children, Education & Families" not in division


@pytest.mark.parametrize("path", [OXFORDSHIRE, EXAMPLESHIRE])
def test_no_total_of_a_part_has_a_name_that_the_whole_gives_another_figure(path: Path) -> None:
    names = ("changes", "savings")
    whole = seen(path, None)
    in_whole = {row.name: row.amounts for each in tables_of(whole, names) for row in each.rows if row.adds}
    tops = dict.fromkeys(line.service.path[0] for line in whole.after.plan.lines)
    for service in tops:
        for table in tables_of(seen(path, service), names):
            for row in table.rows:
                if row.adds and row.name != "Expected to arrive":
                    assert in_whole.get(row.name, row.amounts) == row.amounts


def test_every_table_and_chart_of_a_part_says_whose_it_is() -> None:
    """Rows such as the net budget have the names of the whole, so the title says of what they are."""
    outcome = seen(EXAMPLESHIRE, "Children")
    report = report_of(outcome, ["all"], Style())
    assert all(table.title.endswith(": Children") for table in report.tables)
    assert all(chart.table.title.endswith(": Children") for chart in charts_of(outcome, Style()))
    assert "Total savings in Children" in to_text(report)
    assert "in the plan" not in " ".join(row.name for table in report.tables for row in table.rows)


def test_the_parts_add_to_the_whole() -> None:
    """The changes of Exampleshire's services at the top, each asked for alone, are those of the whole."""
    whole = changes(EXAMPLESHIRE, None)
    plan = seen(EXAMPLESHIRE, None).after.plan
    parts = [changes(EXAMPLESHIRE, top) for top in dict.fromkeys(line.service.path[0] for line in plan.lines)]
    sums = tuple(map(sum, zip(*(part.rows[-1].amounts for part in parts), strict=True)))
    assert sums == whole.rows[-1].amounts


ELSEWHERE = """
[plan]
council = "Anyshire Council"
title = "Check"
years = "2026/27"
unit = "£000"
[[line]]
reference = "F"
service = "Food"
base = 500
[[line]]
reference = "R"
service = "Roads"
base = 300
[types]
P = { kind = "pressure", status = "new", label = "Pressures" }
[[change]]
reference = "P1"
type = "P"
service = "Food"
line = "R"
title = "Food's change on a line of Roads"
amounts = { "2026/27" = 10 }
[[change]]
reference = "P2"
type = "P"
service = "Food"
title = "Food's own"
amounts = { "2026/27" = 1 }
"""


def test_what_lands_on_another_service_s_lines_is_named(tmp_path: Path) -> None:
    """Food's 10 land on Roads: of Roads they are of another service, and of Food they are left out, and said to be."""
    path = tmp_path / "plan.toml"
    path.write_text(ELSEWHERE, encoding="utf-8")
    assert totals(changes(path, "Roads")) == {
        "Total Other services, on these budget lines": (10,),
        "Total Roads": (10,),
    }
    food = changes(path, "Food")
    assert totals(food) == {"Total Food": (1,)}
    assert food.notes[-1] == "Left out, as other services hold the budget lines of this change of Food: P1."
