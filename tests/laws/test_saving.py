"""What is saved into a file that is there: it reads as what was saved, and all that is the same stays as it was typed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mtfp.files.lines import comments
from mtfp.files.request import read_request
from mtfp.files.save import save_plan, save_scenario
from mtfp.files.write import plan_to_toml
from mtfp.plan.model import Plan
from mtfp.problems import MisreadError
from mtfp.scenario.apply import apply, problems_of
from tests.laws.test_writing import FILES, OF_SCENARIOS
from tests.laws.written import write
from tests.strategies import plan_of, scenario_of
from tests.strategies_whole import councils, councils_and_scenarios

if TYPE_CHECKING:
    from tests.laws.shared import Facts
    from tests.strategies import Operation


def copied(path: Path, folder: Path) -> Path:
    """Copy a shipped folder, and return the path of one of its files there."""
    shutil.copytree(path.parent, folder / "there")
    return folder / "there" / path.name


def held(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def said_beside(path: Path) -> list[str]:
    """Return the comments of a file."""
    return said_beside_in(path.read_text(encoding="utf-8"))


def said_beside_in(text: str) -> list[str]:
    """Return the comments of a text."""
    return [comment for _, comment in comments(text)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
def test_what_is_the_same_is_left_byte_for_byte(path: Path, tmp_path: Path, ends: str) -> None:
    to = copied(path, tmp_path)
    to.write_bytes(b"\xef\xbb\xbf" + to.read_bytes().replace(b"\n", ends.encode()))
    before = held(to.parent)
    request = read_request(to)
    if request.scenario is None:
        save_plan(request.read.plan, request.read.head, to)
    else:
        save_scenario(request.scenario, request.read, to)
    assert held(to.parent) == before


def check_saved_there(plan: Plan, path: Path) -> None:
    """Save a plan into the files of another: comments stay, a second time nothing is written, and a refusal touches nothing."""
    before = held(path.parent)
    if any(len(each.spend) > len(plan.horizon) for each in plan.schemes):
        with pytest.raises(MisreadError, match=f"after {plan.horizon.last}"):
            save_plan(plan, None, path)
        assert held(path.parent) == before
        return
    save_plan(plan, None, path)
    assert read_request(path).read.plan == plan
    assert said_beside(path) == said_beside_in(before[path.name].decode())
    once = held(path.parent)
    save_plan(plan, None, path)
    assert held(path.parent) == once


@pytest.mark.parametrize("path", OF_SCENARIOS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_a_scenario_leaves_goes_into_the_files_of_its_plan(path: Path, tmp_path: Path) -> None:
    request = read_request(copied(path, tmp_path))
    assert request.scenario is not None
    check_saved_there(apply(request.read.plan, request.scenario), request.read.sources[0].path)


def with_comments(text: str) -> str:
    """Return a file with a comment above each table, and a blank line between: it may go without the comment."""
    return "\n".join(
        f"# {n}\n\n{line}" if line.startswith("[") else line for n, line in enumerate(text.split("\n"))
    )


@given(councils_and_scenarios(years=st.integers(1, 3)), st.booleans())
def test_any_plan_takes_what_a_scenario_leaves(drawn: tuple[Facts, list[Operation]], in_rows: bool) -> None:
    facts, operations = drawn
    plan = plan_of(facts)
    with TemporaryDirectory() as name:
        path = write(facts, Path(name)) if in_rows else Path(name) / "plan.toml"
        text = path.read_text(encoding="utf-8") if in_rows else plan_to_toml(plan)
        path.write_text(with_comments(text), encoding="utf-8")
        check_saved_there(apply(plan, scenario_of(operations, facts)), path)


@given(councils(years=st.integers(1, 3)), councils(years=st.integers(1, 3)))
def test_any_plan_takes_any_other(facts: Facts, others: Facts) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "plan.toml"
        path.write_text(with_comments(plan_to_toml(plan_of(facts))), encoding="utf-8")
        check_saved_there(plan_of(others), path)


@given(councils_and_scenarios(years=st.integers(1, 3)), st.data())
def test_any_scenario_takes_any_other_of_its_plan(
    drawn: tuple[Facts, list[Operation]], data: st.DataObject
) -> None:
    facts, operations = drawn
    plan, scenario = plan_of(facts), scenario_of(operations, facts)
    every = scenario.steps
    order = data.draw(st.permutations(range(len(every))))
    kept = [every[n] for n in order[: data.draw(st.integers(0, len(every)))]]
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plan.toml").write_text(plan_to_toml(plan), encoding="utf-8")
        read = read_request(folder / "plan.toml").read
        path = folder / "scenario.toml"
        both = (replace(scenario, extends=(), steps=tuple(of)) for of in (kept, every))
        for each in both:
            assume(not problems_of(plan, each))
            save_scenario(each, read, path)
            found = read_request(path).scenario
            assert found == each
            path.write_text(with_comments(path.read_text(encoding="utf-8")), encoding="utf-8")
            before = said_beside(path)
        assert said_beside(path) == before
