"""The shape of the live sheets: whatever a plan and a scenario say, every formula stands on cells that are there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.sheets.book import book_of
from mtfp.sheets.model import KEYS, Book, Line, Section
from tests.oracle import Facts
from tests.strategies import Operation, plan_of, plans_and_scenarios, scenario_of
from tests.strategies_whole import councils_and_scenarios

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = sorted(SCENARIOS.glob("*/*.toml"))

REFERENCE = re.compile(r"\{(?P<id>[^{}<#*]*)(?P<rest><|#\d|\*\d?|)\}")
WORD = re.compile(r"[A-Za-z_]\w*")
NAME = re.compile(r"[A-Z][A-Za-z]*(_[A-Za-z0-9]+)*")
FUNCTIONS = {"SUM", "SUMIFS", "INDEX", "ROUND", "INT", "IF", "MIN", "MAX", "SUMPRODUCT", "ABS"}


def outcome_of(path: Path) -> Outcome:
    request = read_request(path)
    return run(request.read.plan, request.scenario)


def outcome_drawn(drawn: tuple[Facts, list[Operation]]) -> Outcome:
    facts, operations = drawn
    return run(plan_of(facts), scenario_of(operations, facts))


def sections(book: Book) -> list[Section]:
    return [section for sheet in book.sheets for section in sheet.sections]


def lines(book: Book) -> dict[str, Line]:
    return {line.id: line for sheet in book.sheets for line in sheet.lines}


def formulas(book: Book) -> Iterator[tuple[Line, str]]:
    return ((line, each) for line in lines(book).values() for each in (line.formula, line.first) if each)


def shape(book: Book) -> list[tuple[object, ...]]:
    """All of a book but its figures and the title of the scenario."""
    return [
        (
            sheet.name,
            sheet.title,
            section.id,
            line.id,
            line.keys,
            line.formula,
            line.first,
            line.name,
            line.measure,
        )
        for sheet in book.sheets
        for section in sheet.sections
        for line in section.lines
    ]


def assert_sound(book: Book) -> None:
    assert_held_together(book)
    assert_nothing_typed_in_formulas(book)
    for line in lines(book).values():
        assert len(line.cells) == 1 + len(book.years)
        assert 1 <= len(line.keys) <= KEYS
        assert line.keys[0] != ""
        assert line.cases is None or (line.formula == "" and line.cells == line.cases[1])
        assert not line.first or line.cells[0] is not None
        assert not line.formula or None not in line.cells[1:]
        assert line.formula or not line.first or not any(line.cells[1:])
        assert all(cell is None or type(cell) is int for cell in line.cells)


def assert_held_together(book: Book) -> None:
    """Names are given once, no section is empty, and whatever a formula refers to is there, keys too."""
    ids = [section.id for section in sections(book)]
    ids += [line.id for sheet in book.sheets for line in sheet.lines]
    assert len(set(ids)) == len(ids)
    names = [line.name for line in lines(book).values() if line.name]
    assert len(set(names)) == len(names)
    assert all(NAME.fullmatch(name) for name in names)
    assert all(section.lines for section in sections(book))
    held, blocks = lines(book), {section.id: section for section in sections(book)}
    for line, formula in formulas(book):
        for found in REFERENCE.finditer(formula):
            id_, rest = found["id"], found["rest"]
            if rest.startswith("*"):
                assert all(len(each.keys) > int(rest[1:] or 0) for each in blocks[id_].lines)
            else:
                assert len((held[id_] if id_ else line).keys) > int(rest[1:] or 0)


def assert_nothing_typed_in_formulas(book: Book) -> None:
    """A formula has cells, names, functions and signs in it, no text, and of numbers only 0 and 1."""
    known = FUNCTIONS | {line.name for line in lines(book).values()}
    for _, formula in formulas(book):
        bare = REFERENCE.sub("", formula.removeprefix("="))
        assert set(WORD.findall(bare)) <= known
        assert re.fullmatch(r"[01+\-*/(),=]*", WORD.sub("", bare))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_book_of_the_examples_is_sound(path: Path) -> None:
    assert_sound(book_of(outcome_of(path)))


@given(plans_and_scenarios())
def test_every_book_of_a_plan_is_sound(drawn: tuple[Facts, list[Operation]]) -> None:
    assert_sound(book_of(outcome_drawn(drawn)))


@given(councils_and_scenarios(provided=True))
def test_every_book_of_a_council_is_sound(drawn: tuple[Facts, list[Operation]]) -> None:
    assert_sound(book_of(outcome_drawn(drawn)))


@given(councils_and_scenarios())
def test_no_formula_depends_on_the_case(drawn: tuple[Facts, list[Operation]]) -> None:
    """With the plan and the scenario in each other's place every formula is the same, so that one workbook holds both."""
    outcome = outcome_drawn(drawn)
    turned = replace(outcome, before=outcome.after, after=outcome.before)
    assert shape(book_of(turned)) == shape(book_of(outcome))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_typed_is_that_of_the_plan_and_of_the_scenario(path: Path) -> None:
    """The plan's book types what stands on the plan's side of the scenario's; rows that are added are nil there."""
    outcome = outcome_of(path)
    both = typed(book_of(outcome))
    plan = typed(book_of(replace(outcome, scenario=None, after=outcome.before)))
    for name, line in both.items():
        on_the_plans_side = line.cells if line.cases is None else line.cases[0]
        assert on_the_plans_side == plan[name].cells if name in plan else not any(on_the_plans_side)


def typed(book: Book) -> dict[object, Line]:
    """The rows that are typed by their id, and changes by their reference: one that is added stands before others."""
    found = (line for line in lines(book).values() if not line.formula and not line.first)
    return {line.keys[1] if line.id.startswith("change ") else line.id: line for line in found}


@given(councils_and_scenarios())
def test_checks_are_nil(drawn: tuple[Facts, list[Operation]]) -> None:
    sheet = book_of(outcome_drawn(drawn)).sheets[-1]
    assert sheet.kind == "checks"
    assert not any(any(line.cells) for line in sheet.lines)
