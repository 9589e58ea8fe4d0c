"""Breaches of the plan's own rules by a scenario, told at the step that breaks them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile

from mtfp.plan.check import check_plan
from mtfp.plan.check_drivers import check_drivers
from mtfp.plan.check_funding import check_funding
from mtfp.plan.check_links import check_links
from mtfp.plan.check_reserves import check_reserves
from mtfp.plan.model import Plan
from mtfp.problems import Place, Problem
from mtfp.scenario.figures import key_and_words
from mtfp.scenario.steps.step import AnyStep, Bearing


def broken_rules(after: Plan, resolved: Sequence[AnyStep], alone: Callable[[AnyStep], Plan]) -> list[Problem]:
    """Return every breach of the rules in the plan that a scenario has made, each at the step that causes it.

    `alone` gives the plan with one step by itself.
    """

    def breaks(problem: Problem, step: AnyStep) -> bool:
        return any(
            (each.place, each.about) == (problem.place, problem.about)
            for each in _broken(alone(step), [step])
        )

    problems = list(_broken(after, resolved))
    return [
        _at_its_step(
            problem, [step for step in _bearing_on(problem, resolved) if breaks(problem, step)] or resolved
        )
        if not _in_a_step(problem, resolved)
        else problem
        for problem in problems
    ]


def rules_of_added(widened: Plan, resolved: Sequence[AnyStep]) -> list[Problem]:
    """Return every breach of a plan's rules by the changes that a scenario adds to it."""
    return [problem for problem in check_plan(widened) if _in_a_step(problem, resolved)]


def at_their_steps(problems: Iterable[Problem], resolved: Sequence[AnyStep]) -> list[Problem]:
    """Return problems of a plan that a scenario has made, each moved to the step that gives the figure it is about."""
    return [
        problem if _in_a_step(problem, resolved) else _at_its_step(problem, resolved) for problem in problems
    ]


def _broken(after: Plan, resolved: Sequence[AnyStep]) -> Iterator[Problem]:
    if any(step.kind.breaks == "plan" for step in resolved):
        yield from check_plan(after)
        return
    if any(step.kind.breaks == "figures" for step in resolved):
        yield from check_funding(after)
        yield from check_reserves(after)
        yield from check_drivers(after)
    ruling_out = [change for change in after.changes if change.excludes]
    if ruling_out:
        yield from check_links(after, ruling_out)


def _in_a_step(problem: Problem, resolved: Iterable[AnyStep]) -> bool:
    return any(problem.place.file == step.place.file for step in resolved)


def _bearing_on(problem: Problem, resolved: Iterable[AnyStep]) -> list[AnyStep]:
    return [step for step in resolved if _nearness(step, problem)[0]]


def _at_its_step(problem: Problem, resolved: Sequence[AnyStep]) -> Problem:
    """Return a problem moved to the step that gives the figure it is about, or that comes nearest to it."""
    steps = _bearing_on(problem, resolved)
    if not steps:
        return problem
    step = max(steps, key=lambda step: _nearness(step, problem)[0])
    return problem._replace(
        place=_place_in(step, _nearness(step, problem)[1]),
        fix="give other figures in this step, or remove it",
    )


def _nearness(step: AnyStep, problem: Problem) -> tuple[int, Bearing]:
    """Return how far a step's bearing agrees with a figure that the problem is about, record and name at least, and that bearing."""
    if not step.kind.gives_figures:
        return 0, ()
    shared = ((_shared(bearing, about), bearing) for bearing in step.bearings for about in problem.about)
    return max((each for each in shared if each[0] > 1), default=(0, ()), key=lambda each: each[0])


def _shared(one: Bearing, other: Bearing) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _place_in(step: AnyStep, bearing: Bearing) -> Place:
    record, _, *figure = bearing
    place = step.place
    return place.at(key_and_words(record, figure[0])[0], *figure[1:]) if figure else place
