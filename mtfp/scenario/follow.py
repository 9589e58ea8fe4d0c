"""Changes that need one that a scenario drops or makes late: they follow it, or the step is refused, as the plan says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from mtfp.plan.dependants import has_amounts
from mtfp.plan.model import Plan
from mtfp.problems import Problem, listed
from mtfp.scenario.file import STEPS
from mtfp.scenario.steps.step import AnyStep

_SAYING_WHEN = listed((f"[[{kind.key}]]" for kind in STEPS if kind.says_when), last="or")


def with_followers(plan: Plan, resolved: Sequence[AnyStep], problems: list[Problem]) -> tuple[AnyStep, ...]:
    """Return the steps with the changes that follow them; where the plan refuses that, add a problem for each such change.

    A change that needs a dropped one is dropped by the same step. One that needs a change made late as a whole is made
    as late; if it needs several, by the longest delay. A change with a step of its own that says when it happens stays
    with that step.
    """
    leaders = _leaders(plan, resolved)
    if plan.dependants == "refuse":
        problems += _refusals(plan, resolved, leaders)
        return tuple(resolved)
    return tuple(
        replace(
            step,
            bearings=(*step.bearings, *(("change", reference) for reference in leaders[n])),
            followers=leaders[n],
        )
        if n in leaders
        else step
        for n, step in enumerate(resolved)
    )


def _leaders(plan: Plan, resolved: Sequence[AnyStep]) -> dict[int, dict[str, str]]:
    """Return, by the number of the step, the changes that follow it, each with the change that it needs."""
    own = {
        reference: n
        for n, step in enumerate(resolved)
        if step.kind.says_when
        for reference in step.references
    }
    moved_by = {reference: n for reference, n in own.items() if _leads(resolved[n])}
    found: dict[int, dict[str, str]] = {}
    for reference, requires in _in_order(plan) if moved_by else ():
        needed = [each for each in requires if each in moved_by]
        if needed and reference not in own:
            leader = max(needed, key=lambda each: _strength(resolved[moved_by[each]]))
            moved_by[reference] = moved_by[leader]
            found.setdefault(moved_by[leader], {})[reference] = leader
    return found


def _in_order(plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each change that needs others, with those others, after all of them; nothing where they go in a circle."""
    requires = {change.reference: change.requires for change in plan.changes if change.requires}
    try:
        order = list(TopologicalSorter(requires).static_order())
    except CycleError:
        return
    yield from ((reference, requires[reference]) for reference in order if reference in requires)


def _leads(resolved: AnyStep) -> bool:
    return resolved.kind.leads(resolved.step) is not None


def _strength(resolved: AnyStep) -> tuple[tuple[bool, int], str, str]:
    """Return what decides which of several steps leads: a drop before a delay, the longest delay, then where it is written."""
    place = resolved.place
    return resolved.kind.leads(resolved.step) or (False, 0), place.file, str(place.key)


def _refusals(
    plan: Plan, resolved: Sequence[AnyStep], leaders: Mapping[int, Mapping[str, str]]
) -> Iterator[Problem]:
    for n, needs in leaders.items():
        step = resolved[n]
        for reference, needed in needs.items():
            if has_amounts(plan.change_by_reference[reference]):
                does = step.says()
                becomes = f"would be {does} too" if needed in needs else f"is {does} here"
                yield Problem(
                    place=step.place,
                    what=f'"{reference}" needs "{needed}", which {becomes}',
                    expected='a step for every change that needs it too: the plan says dependants = "refuse"',
                    fix=f'say with {_SAYING_WHEN} what becomes of "{reference}"',
                )
