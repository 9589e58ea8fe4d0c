"""What a file asks for: a plan on its own, or a scenario with its plan."""

from __future__ import annotations

from pathlib import Path

from mtfp.files.plan import PlanRead, read_plan_source
from mtfp.files.source import SourceFile, parse_toml, read_source
from mtfp.frozen import frozen
from mtfp.problems import InputError, Problem, most_like
from mtfp.scenario.model import Scenario


@frozen
class Request:
    """What a file asks for: a plan alone, or a plan with a scenario; and every file that was read."""

    read: PlanRead
    scenario: Scenario | None
    sources: tuple[SourceFile, ...]


_ALIKE = 0.8


def _misspelt(source: SourceFile, key: str, near: str) -> Problem:
    return Problem(
        place=source.place(key),
        what=f"[{key}] is no table here",
        expected="a file with a [plan] or a [scenario] table",
        fix=f"write [{near}]",
    )


def read_request(path: Path) -> Request:
    """Read a scenario with its plan, or a plan on its own.

    Raises `InputError` with every mistake in the files, or `MisreadError` where there is no such file.
    """
    return request_in(read_source(path))


def request_in(source: SourceFile) -> Request:
    """Read what a file asks for, as `read_request` does."""
    data = parse_toml(source)
    if "scenario" in data:
        # a plan on its own is asked for most often, and has no steps to declare
        from mtfp.files.scenario import read_scenario

        read, scenario, sources = read_scenario(source, data)
        return Request(read=read, scenario=scenario, sources=sources)
    if "plan" in data:
        read = read_plan_source(source, data)
        return Request(read=read, scenario=None, sources=read.sources)
    misspelt = {most_like(key, ("plan", "scenario"), _ALIKE): key for key in data}
    near = next(filter(None, misspelt), None)
    if near is not None:
        raise InputError([_misspelt(source, misspelt[near], near)])
    if "style" in data:
        what, fix = "this is a house style", "name a plan, and give the style to mtfp report with --style"
    else:
        what, fix = "this is neither a plan nor a scenario", "add the table, or name another file"
    expected = "a file with a [plan] or a [scenario] table"
    raise InputError([Problem(place=source.place(), what=what, expected=expected, fix=fix)])
