"""A workbook worked out again from nothing, in another program, comes to the engine's figures to the penny."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.money import Unit
from mtfp.render.excel.book import to_excel
from mtfp.sheets.book import book_of
from mtfp.sheets.model import KEYS, Book, Cells
from mtfp.tables.model import filled
from mtfp.tables.printed import Report
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from tests.oracle import Facts
from tests.strategies import Operation, plan_of, plans_and_scenarios, scenario_of
from tests.strategies_whole import councils, councils_and_scenarios
from tests.workbook import (
    cells_of,
    in_cell,
    misses,
    needs_libreoffice,
    read,
    recalculated,
    recalculated_in_python,
    rows_of,
    shown,
    switched,
    typed_over,
    verdict,
    zeroed,
)

ROOT = Path(__file__).parents[2] / "scenarios"
FILES = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.rglob("*.toml"))]
PASSES, FAILS = "All checks pass", "A check fails"
Drawn = tuple[Facts, list[Operation]]


@dataclass(frozen=True)
class Made:
    """An outcome as a workbook."""

    outcome: Outcome
    book: Book
    data: bytes


def made_of(outcome: Outcome) -> Made:
    book = book_of(outcome)
    return Made(outcome, book, to_excel(report_of(outcome, ["roll-forward"], Style()), book))


@cache
def shipped(name: str) -> Made:
    request = read_request(ROOT / name)
    return made_of(run(request.read.plan, request.scenario))


def drawn_books() -> dict[str, Made]:
    """Return workbooks of plans and councils drawn at random, some with a scenario."""
    found: list[Drawn] = []
    count = settings().max_examples // 2

    @settings(max_examples=count, phases=[Phase.generate])
    @given(st.one_of(plans_and_scenarios(), councils_and_scenarios(), st.tuples(councils(), st.just([]))))
    def draw(drawn: Drawn) -> None:
        found.append(drawn)

    draw()
    return {f"drawn {n}": made_of(outcome_of(*drawn)) for n, drawn in enumerate(found)}


def outcome_of(facts: Facts, operations: Sequence[Operation]) -> Outcome:
    return run(plan_of(facts), scenario_of(operations, facts) if operations else None)


def in_batches(books: Mapping[str, bytes], size: int = 50) -> Iterator[tuple[str, Any]]:
    names = [*books]
    for start in range(0, len(names), size):
        yield from recalculated({name: books[name] for name in names[start : start + size]}).items()


def wrong(workbook: Any, book: Book, expected: Mapping[str, Mapping[str, Cells]]) -> list[str]:
    found = [miss for sheet in book.sheets for miss in misses(workbook, sheet, book, expected[sheet.name])]
    return found if verdict(workbook) == PASSES else ["the master check", *found]


def as_planned(made: Made) -> dict[str, dict[str, Cells]]:
    """Return what the workbook must come to in the plan: rows of the plan's own workbook, and what is typed for it."""
    plan = cells_of(book_of(replace(made.outcome, scenario=None, after=made.outcome.before, effects=())))
    typed = {line.id: line.cases[0] for sheet in made.book.sheets for line in sheet.lines if line.cases}
    return {
        sheet.name: {
            line.id: typed.get(line.id, plan.get(sheet.name, {}).get(line.id, ())) for line in sheet.lines
        }
        for sheet in made.book.sheets
    }


def check_both_cases(books: Mapping[str, Made]) -> None:
    zero = {name: zeroed(made.data) for name, made in books.items()}
    for name, workbook in in_batches(zero):
        assert wrong(workbook, books[name].book, cells_of(books[name].book)) == [], name
    both = {name: switched(zero[name], "Plan") for name, made in books.items() if made.outcome.scenario}
    assert both
    for name, workbook in in_batches(both):
        expected = as_planned(books[name])
        assert expected["Roll-forward"]["total net budget"] == (None, *books[name].outcome.before.net_budget)
        assert wrong(workbook, books[name].book, expected) == [], name


@needs_libreoffice
def test_every_shipped_plan_and_scenario_works_out_again_from_nothing() -> None:
    check_both_cases({name: shipped(name) for name in FILES})


@needs_libreoffice
def test_plans_drawn_at_random_work_out_again_from_nothing() -> None:
    check_both_cases(drawn_books())


@pytest.mark.parametrize(
    "name", ["oxfordshire-2014/hard-times.toml", "oxfordshire-2015/plan.toml", "exampleton/freeze.toml"]
)
def test_a_small_plan_works_out_again_without_libreoffice(name: str) -> None:
    made = shipped(name)
    assert wrong(recalculated_in_python(zeroed(made.data)), made.book, cells_of(made.book)) == []


MOVES_THE_GAP = (
    "base",
    "recurring",
    "one-off",
    "restatements",
    "stated inflation",
    "rises",
    "charged on",
    "amounts",
)
"""Sections of inputs in which a figure more or less moves the net budget or what pays for it."""


def altered(made: Made, *, case: int) -> dict[str, bytes]:
    """Return the workbook again and again, each time with one figure more in one section of inputs, in one case."""
    pages, found = read(made.data, values=False), {}
    for sheet in made.book.sheets:
        seen = {section.lines[0].id: section.id for section in sheet.sections if section.id in MOVES_THE_GAP}
        for line, row in rows_of(pages, sheet, made.book) if seen else ():
            if line.id in seen:
                n = next(n for n, cell in enumerate(line.cells) if cell is not None)
                width = (1 + len(made.book.years)) * case if line.cases else 0
                cell = pages[sheet.name].cell(row, KEYS + 1 + n + width)
                more = typed_over(made.data, sheet.name, cell.coordinate, cell.value + _MORE[line.measure])
                found[f"{seen[line.id]} of case {case}"] = more
    return found


_MORE = {"pounds": 0.01, "rate": 0.0001, "hundredths": 1, "whole": 1}


@needs_libreoffice
def test_a_figure_altered_by_the_least_fails_the_master_check_and_one_of_the_other_case_does_not() -> None:
    made = shipped("exampleshire/central.toml")
    plan, scenario = altered(made, case=1), altered(made, case=2)
    by_year = {name for name in plan if not name.startswith(("base ", "restatements ", "stated inflation "))}
    assert len(scenario) == len(MOVES_THE_GAP)
    assert len(by_year) == len(MOVES_THE_GAP) - 3
    books = {name: zeroed(data) for name, data in {**plan, **scenario, "as it was": made.data}.items()}
    said = {name: verdict(workbook) for name, workbook in in_batches(books)}
    assert {name for name, each in said.items() if each == PASSES} == {"as it was", *by_year}
    assert {name for name, each in said.items() if each == FAILS} == {*plan, *scenario} - by_year


SEEN_BY = {
    "control": "line 1",
    "landed 1": "line 1 changed",
    "landed 2": "line 1 not delivered",
    "landed 3": "line 1 spent once",
    "landed 4": "line 1 restated",
    "closing": "total closing",
    "net budget": "total net budget",
    "resources": "total resources",
    "reserves": "reserve 1 closes",
    "gap": "gap to find",
    "agrees lines": "line 1 net",
    "agrees net budget": "total net budget",
    "agrees resources": "gap resources",
    "agrees gap": "gap to find",
    **{f"agrees reserve {n}": f"reserve {n} closes" for n in range(1, 8)},
}
"""For each check a row of which it would see that a pound too much stands in it."""


@needs_libreoffice
def test_each_check_sees_a_pound_too_much_in_the_row_it_is_about() -> None:
    made = shipped("exampleshire/pessimistic.toml")
    pages, sheets, spoilt = read(made.data), made.book.sheets, {}
    for sheet in sheets:
        for line, row in rows_of(pages, sheet, made.book):
            if line.id in SEEN_BY.values():
                last = max(n for n, cell in enumerate(line.cells) if cell is not None)
                cell = pages[sheet.name][row][KEYS + last]
                spoilt[line.id] = typed_over(made.data, sheet.name, cell.coordinate, cell.value + 1)
    not_nil = {
        name: {line.id for line, row in rows_of(workbook, sheets[-1], made.book) if any_in(workbook, row)}
        for name, workbook in recalculated(spoilt | {"as it was": made.data}).items()
    }
    assert not_nil["as it was"] == set()
    assert {line.id for line in sheets[-1].lines} == {f"check {check}" for check in SEEN_BY}
    assert [check for check, name in SEEN_BY.items() if f"check {check}" not in not_nil[name]] == []


def any_in(workbook: Any, row: int) -> bool:
    return any(cell.value for cell in workbook["Checks"][row][KEYS:])


NEGATIVES_AND_NIL: list[tuple[bool, Literal["0", "-"]]] = [(False, "0"), (True, "-"), (False, "-")]
UNITS = [(Unit.POUNDS, 2), (Unit.POUNDS, 0), (Unit.THOUSANDS, 0), (Unit.THOUSANDS, 1), (Unit.MILLIONS, 1)]
HOUSE_STYLES = [
    Style(unit=unit, decimals=decimals, brackets=brackets, nil=nil)
    for unit, decimals in UNITS
    for brackets, nil in NEGATIVES_AND_NIL
]


def printed(drawn: Drawn, style: Style) -> tuple[Report, bytes]:
    outcome = outcome_of(*drawn)
    report = report_of(outcome, ["all"], style)
    return report, to_excel(report, book_of(outcome))


@given(councils_and_scenarios(), st.sampled_from(HOUSE_STYLES))
def test_figures_read_back_are_those_of_the_printed_table(drawn: Drawn, style: Style) -> None:
    report, data = printed(drawn, style)
    workbook = read(data)
    for n, table in enumerate(report.tables, 1):
        heads, rows = filled(table)
        held = [[cell.value for cell in row] for row in workbook[f"Table {n}"].iter_rows(max_col=len(heads))]
        start = held.index([*heads]) + 1
        stub = len(table.stub_heads)
        for row, texts, cells in zip(table.rows, rows, held[start:], strict=False):
            figures = [*texts[stub:]] if row.role == "heading" else [*map(in_cell, texts[stub:])]
            assert cells == [*texts[:stub], *figures]


@needs_libreoffice
def test_cells_show_what_the_paper_prints() -> None:
    outcome = shipped("exampleton/freeze.toml").outcome
    reports = {str(style): report_of(outcome, ["all"], style) for style in HOUSE_STYLES[::4]}
    books = {name: to_excel(report, book_of(outcome)) for name, report in reports.items()}
    for name, pages in shown(books).items():
        for n, table in enumerate(reports[name].tables, 1):
            heads, rows = filled(table)
            held = [[text.strip() for text in row[: len(heads)]] for row in pages[f"Table {n}"]]
            start = held.index([*heads]) + 1
            assert held[start : start + len(rows)] == [[*row] for row in rows]


def test_a_workbook_that_is_not_worked_out_again_would_be_seen() -> None:
    made = shipped("exampleton/freeze.toml")
    assert wrong(read(made.data), made.book, cells_of(made.book)) == []
    found = wrong(read(zeroed(made.data)), made.book, cells_of(made.book))
    assert found[0] == "the master check"
    assert any(miss.startswith("Gap!") for miss in found)
