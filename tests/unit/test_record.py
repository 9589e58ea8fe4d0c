"""Records that declare their keys: each is read, written, told to editors and documented, and every mistake is told at once."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mtfp.files.read import read_record
from mtfp.files.request import read_request
from mtfp.files.schema import schema_of
from mtfp.files.source import SourceFile
from mtfp.files.style_keys import StyleFile
from mtfp.files.write import plan_to_toml
from mtfp.money import Unit
from mtfp.plan.capital import Scheme
from mtfp.plan.council_tax import CouncilTax
from mtfp.plan.demand import Demand
from mtfp.plan.file import PlanFile
from mtfp.plan.funding import Stream
from mtfp.plan.record import Context, Table, inner_of, keys_of
from mtfp.plan.reserves import Floor, Reserve
from mtfp.problems import Problem
from mtfp.scenario.file import ScenarioFile
from mtfp.scenario.steps.capital import CapitalStep
from mtfp.scenario.steps.council_tax import CouncilTaxStep
from mtfp.scenario.steps.demand import DemandStep
from mtfp.scenario.steps.reserve import ReserveStep
from mtfp.scenario.steps.stream import StreamStep
from mtfp.years import Horizon
from tests.unit.plans import THOUSAND

FILES = {"plan": PlanFile, "scenario": ScenarioFile, "style": StyleFile}


def within(record: type) -> Iterator[type]:
    """Yield a record that a file holds, and every record within it."""
    yield record
    for each in keys_of(record).values():
        inner = inner_of(each.kind)
        if inner is not None:
            yield from within(inner)


DECLARED = list(dict.fromkeys((file, each) for file, whole in FILES.items() for each in within(whole)))
FILES_PAGE = Path(__file__).parents[2] / "docs" / "files.md"
CONTEXT = Context(unit=Unit.THOUSANDS, horizon=Horizon.parse("2026/27 to 2028/29"))


def read(record: type, text: str) -> tuple[object, list[Problem]]:
    source = SourceFile(Path("plan.toml"), "plan.toml", text)
    return read_record(record, tomllib.loads(text), source.place(), CONTEXT)


@pytest.mark.parametrize(("file", "record"), DECLARED, ids=lambda each: getattr(each, "__name__", each))
def test_every_key_is_told_to_editors_and_documented(file: str, record: type) -> None:
    schema = schema_of(file)
    told = schema if record is FILES[file] else schema["$defs"][record.__name__]
    assert told["properties"].keys() == keys_of(record).keys()
    assert told["required"] == [key for key, each in keys_of(record).items() if each.needed]
    assert all(each.words for each in keys_of(record).values())
    if file != "style" and record is not FILES[file]:
        page = FILES_PAGE.read_text(encoding="utf-8")
        shown = [
            key for key, each in keys_of(record).items() if f"| `{key}` |" in page and each.words in page
        ]
        assert shown == [*keys_of(record)], "add an example to docs/examples, and run python docs/build.py"


WAYS_OF_WRITING = {"lines", "changes", "signs", "funding_signs", "basis"}
"""Keys that say how the others are written. They are no facts of a plan, which is written in one way."""


def keys_in(record: type, held: Mapping[str, Any]) -> Iterator[tuple[type, str]]:
    """Yield each key that a table and the tables within it have, with its record."""
    for name, each in keys_of(record).items():
        if name not in held:
            continue
        yield record, name
        inner, value = inner_of(each.kind), held[name]
        by_name = value.values() if isinstance(value, dict) and not isinstance(each.kind, Table) else [value]
        for table in value if isinstance(value, list) else by_name:
            if inner is not None and isinstance(table, dict):
                yield from keys_in(inner, table)


def test_every_key_of_a_plan_is_written() -> None:
    root = Path(__file__).parents[2]
    written: set[tuple[type, str]] = set()
    for path in (*root.glob("scenarios/*/*.toml"), *root.glob("docs/examples/*.toml")):
        text = plan_to_toml(read_request(path).read.plan)
        written.update(keys_in(PlanFile, tomllib.loads(text)))
    declared = {(each, key) for each in within(PlanFile) for key in keys_of(each)}
    assert {key for _, key in declared - written} == WAYS_OF_WRITING, "add the key to a file in docs/examples"


@pytest.mark.parametrize(
    ("of", "step"),
    [
        (CouncilTax, CouncilTaxStep),
        (Stream, StreamStep),
        (Reserve, ReserveStep),
        (Demand, DemandStep),
        (Scheme, CapitalStep),
    ],
)
def test_every_key_that_may_change_is_a_key_of_its_step(of: type, step: type) -> None:
    changing = {key for key, each in keys_of(of).items() if each.changed}
    assert changing
    assert changing <= keys_of(step).keys()


def test_a_key_left_out_is_its_default_and_of_years_nil() -> None:
    reserve, wrong = read(
        Reserve, 'name = "Risk"\nclass = "earmarked"\nopening = 5\nuses = { "2027/28" = 2 }'
    )
    assert wrong == []
    assert isinstance(reserve, Reserve)
    assert (reserve.opening, reserve.minimum) == (5 * THOUSAND, Floor())
    assert (reserve.contributions, reserve.uses) == ((0, 0, 0), (0, 2 * THOUSAND, 0))


def test_a_wrong_value_hides_no_other() -> None:
    _, wrong = read(
        Reserve,
        """
        name = 5
        class = "earmark"
        minimum = "5%"
        uses = { "2027/28" = -2, "2035/36" = 1 }
        in_budget = "yes"
        colour = "blue"
        keep = { shape = "even" }
        """,
    )
    assert [problem.what for problem in wrong] == [
        "5 is not text",
        '"earmark" is not one of the choices for class',
        '"opening" is missing',
        '"5%" does not say of what',
        "-2 is negative",
        "2035/36 is not a year of the plan",
        'in_budget is text, "yes"',
        'in keep, "from" is missing',
        '"even" is not one of the choices for shape',
        '"colour" is not a key here',
    ]


def test_a_misspelt_key_is_not_missing_too() -> None:
    _, wrong = read(Reserve, 'name = "Risk"\nclass = "earmarked"\nopenning = 5')
    assert [problem.what for problem in wrong] == ['"openning" is not a key here']
