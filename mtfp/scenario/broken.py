"""The plan's own rules, where a scenario breaks them: told at the step that does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mtfp.plan.check import check_plan
from mtfp.plan.model import Plan
from mtfp.problems import Problem
from mtfp.scenario.figures import key_of
from mtfp.scenario.model import Add, DelayScheme, Grow, MeetSlippage, Reprofile, SetFigures
from mtfp.scenario.records import record_of
from mtfp.scenario.resolve import Resolved


def broken_rules(after: Plan, resolved: Sequence[Resolved]) -> list[Problem]:
    """Return every breach of a plan's rules in the plan that a scenario has made, at the step it comes from."""
    return [_at_its_step(problem, resolved) for problem in _broken(after, resolved)]


def _broken(after: Plan, resolved: Sequence[Resolved]) -> Iterator[Problem]:
    if any(isinstance(step.instruction, Add) for step in resolved):
        yield from check_plan(after)
        return
    if any(isinstance(step.instruction, SetFigures | DelayScheme) for step in resolved):
        from mtfp.plan.check_council import check_council

        yield from check_council(after, frozenset())
    ruling_out = [change for change in after.changes if change.excludes]
    if ruling_out:
        from mtfp.plan.check_links import check_links

        yield from check_links(after, ruling_out, frozenset())


def _at_its_step(problem: Problem, resolved: Sequence[Resolved]) -> Problem:
    """Return a problem moved to the step on what it names: where several are, the one that gives the figure it is in."""
    steps = [step for step in resolved if any(f'"{name}"' in problem.what for name in _names(step))]
    if not steps or any(problem.place.file == step.instruction.place.file for step in resolved):
        return problem
    key = problem.place.key[2:]
    step = next((step for step in steps if _gives(step, key)), steps[0])
    return replace(problem, place=step.instruction.place.at(*key))


def _names(step: Resolved) -> Iterator[str]:
    match step.instruction:
        case SetFigures() | Grow() | DelayScheme() | MeetSlippage() as on_record:
            yield record_of(on_record)[1]
        case Add() | Reprofile():
            yield from step.references


def _gives(step: Resolved, key: Sequence[str | int]) -> bool:
    instruction = step.instruction
    return isinstance(instruction, SetFigures) and any(
        key_of(fact.field) in key for fact in instruction.figures
    )
