"""What is written of a plan or a scenario reads as the same records: `read(write(x)) == x`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mtfp
from mtfp.files.plan import PlanRead
from mtfp.files.request import read_request
from mtfp.files.write import plan_to_toml, scenario_to_toml
from mtfp.plan.model import Plan
from mtfp.problems import InputError, MisreadError
from mtfp.scenario.apply import apply
from mtfp.scenario.model import Scenario
from tests.strategies import plan_of, plans, scenario_of
from tests.strategies_whole import councils, councils_and_scenarios

if TYPE_CHECKING:
    from tests.laws.shared import Facts
    from tests.strategies import Operation

SCENARIOS = Path(__file__).parents[2] / "scenarios"
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
short = plans(years=st.integers(1, 3))
FILES = sorted((*SCENARIOS.glob("*/*.toml"), *EXAMPLES.glob("*.toml")))
OF_SCENARIOS = [path for path in FILES if "[scenario]\n" in path.read_text(encoding="utf-8")]


def read_again(plan: Plan) -> Plan:
    """Write a plan and read it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.toml"
        path.write_text(plan_to_toml(plan), encoding="utf-8")
        return read_request(path).read.plan


def read_beside(scenario: Scenario, plan: Plan) -> Scenario:
    """Write a plan and a scenario of it, and those that it extends, and read the scenario."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plan.toml").write_text(plan_to_toml(plan), encoding="utf-8")
        path = _write(scenario, read_request(folder / "plan.toml").read, folder)
        read = read_request(path).scenario
    assert read is not None
    return read


def _write(scenario: Scenario, read: PlanRead, folder: Path) -> Path:
    parents = tuple(_write(each, read, folder).name for each in scenario.extends)
    builds_on = {"extends": parents} if parents else {"plan": "plan.toml"}
    path = folder / Path(scenario.place.file).name
    path.write_text(scenario_to_toml(scenario, read, builds_on), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_shipped(path: Path) -> None:
    request = read_request(path)
    plan, scenario = request.read.plan, request.scenario
    assert read_again(plan) == plan
    if scenario is not None:
        assert read_beside(scenario, plan) == scenario


@pytest.mark.parametrize("path", OF_SCENARIOS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_plan_after_a_scenario(path: Path) -> None:
    """A file holds the years of the plan alone: a scheme that is late beyond them is refused, and nothing of it lost."""
    request = read_request(path)
    assert request.scenario is not None
    after = apply(request.read.plan, request.scenario)
    years = len(after.horizon)
    if any(len(each.spend) > years for each in after.schemes):
        with pytest.raises(MisreadError, match=f"after {after.horizon.last}"):
            plan_to_toml(after)
    else:
        assert read_again(after) == after


@given(short)
def test_any_plan(facts: Facts) -> None:
    plan = plan_of(facts)
    assert read_again(plan) == plan


@given(councils(years=st.integers(1, 3)))
def test_any_council(facts: Facts) -> None:
    plan = plan_of(facts)
    assert read_again(plan) == plan


@given(councils_and_scenarios(years=st.integers(1, 3)))
def test_any_scenario_and_any_plan_after_it(drawn: tuple[Facts, list[Operation]]) -> None:
    facts, operations = drawn
    plan, scenario = plan_of(facts), scenario_of(operations, facts)
    assert read_beside(scenario, plan) == scenario
    after = apply(plan, scenario)
    if not any(len(each.spend) > facts["years"] for each in after.schemes):
        assert read_again(after) == after


def test_a_plan_and_what_a_scenario_leaves_of_it_are_saved(tmp_path: Path) -> None:
    """A file that is no plan is not written over, and one service is no plan."""
    there = SCENARIOS / "oxfordshire-2014"
    loaded = mtfp.load(there / "plan.toml")
    mtfp.save(loaded, tmp_path / "copy.toml")
    assert mtfp.load(tmp_path / "copy.toml").plan == loaded.plan
    result = loaded.run(there / "homes-a-year-late.toml")
    mtfp.save(result, tmp_path / "after.toml")
    after = mtfp.load(tmp_path / "after.toml")
    assert list(after.run().net_budget) == list(result.net_budget)
    mtfp.save(result, tmp_path / "after.toml")
    (tmp_path / "note.txt").write_text("a = 1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"no \[plan\]"):
        mtfp.save(result, tmp_path / "note.txt")
    with pytest.raises(MisreadError, match="alone"):
        mtfp.save(loaded.run(service="Cross Directorate"), tmp_path / "part.toml")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["after.toml", "copy.toml", "note.txt"]
