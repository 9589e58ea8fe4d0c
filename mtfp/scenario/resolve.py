"""Which change, index or figure each step bears on: selections looked up, overrides applied, conflicts found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from mtfp.plan.model import Plan
from mtfp.problems import Key, Problem, listed
from mtfp.scenario.figures import name_of
from mtfp.scenario.file import STEPS
from mtfp.scenario.model import Scenario
from mtfp.scenario.steps.add import added_by
from mtfp.scenario.steps.selected import also_left_out, where_of
from mtfp.scenario.steps.step import OF_CHANGES, AnyStep, Bearing, Resolved, Step, StepKind, clash

_MOST_NAMED = 40
_KINDS: Mapping[type, StepKind[Any]] = {kind.record: kind for kind in STEPS}


def resolve(plan: Plan, scenario: Scenario) -> tuple[tuple[AnyStep, ...], list[Problem]]:
    """Return what each step bears on, and a problem for each that selects nothing or meets another.

    `plan` holds the added changes already. Of two steps that bear on one thing the child's wins where it says
    `overrides = true` or is a `keep`; anything else is a conflict, so the order of steps and files never matters.

    >>> resolved, problems = resolve(plan_of('''
    ... line = [{ service = "Care", base = 1000 }]
    ... change = [{ reference = "S1", type = "S", service = "Care", title = "Rents", amounts."2026/27" = -100 }]
    ... '''), scenario_of('''
    ... [[deliver]]
    ... change = "S1"
    ... share = "80%"
    ... [[drop]]
    ... change = "S1"
    ... '''))
    >>> [problem.what.partition(" at ")[0] for problem in problems]
    ['two steps meet on S1: dropped here, 80% delivered']
    """
    problems: list[Problem] = []
    resolved = _resolve(plan, scenario, {}, problems)
    return tuple(replace(each, step=each.kind.known(each.step, plan)) for each in resolved), problems


def _resolve(
    plan: Plan, scenario: Scenario, done: dict[int, list[AnyStep]], problems: list[Problem]
) -> list[AnyStep]:
    """Resolve a scenario and those it extends, each once; `done` are those resolved so far."""
    if id(scenario) in done:
        return done[id(scenario)]
    inherited = _once(each for parent in scenario.extends for each in _resolve(plan, parent, done, problems))
    own = [_resolved(step, plan, problems) for step in scenario.steps]
    # Contradicting what is inherited must be meant, so it is said; keep can mean nothing else (docs/decisions/0008).
    replaced = {
        bearing
        for each in own
        if (each.step.overrides and added_by(each.step) is None) or each.kind.restores
        for bearing in (*each.bearings, *_restored(each))
    }
    kept = [replace(each, bearings=each.kind.overridden(each, replaced)) for each in inherited]
    done[id(scenario)] = everything = [each for each in kept if each.bearings] + own
    problems += _conflicts(everything, frozenset(map(id, own)))
    return everything


def kind_of(step: Step) -> StepKind[Any]:
    """Return the kind of a step."""
    return _KINDS[type(step)]


def _resolved(step: Step, plan: Plan, problems: list[Problem]) -> AnyStep:
    kind = kind_of(step)
    return Resolved(step=step, kind=kind, bearings=tuple(kind.bears_on(step, plan, problems)))


def _restored(resolved: AnyStep) -> Iterator[Bearing]:
    """Yield what a step gives back to the plan beside its changes, such as their confidence."""
    yield from ((kind, each) for each in resolved.references for kind in resolved.kind.restores)


def _once(resolved: Iterable[AnyStep]) -> list[AnyStep]:
    """Keep a step once that is met twice, as when two scenarios extend a third, with all that it bears on either way."""
    met: dict[tuple[str, Key], AnyStep] = {}
    for each in resolved:
        other = met.setdefault(each.step.written_at, each)
        bearings = tuple(dict.fromkeys(other.bearings + each.bearings))
        met[each.step.written_at] = replace(other, bearings=bearings)
    return list(met.values())


def _conflicts(resolved: list[AnyStep], own: Collection[int]) -> Iterator[Problem]:
    """Yield a problem for each pair of steps that meet on a bearing, naming both places; the steps in `own` are not inherited."""
    on_bearing: dict[Bearing, list[AnyStep]] = {}
    for each in resolved:
        for bearing in each.bearings:
            on_bearing.setdefault(bearing, []).append(each)
    met: dict[tuple[int, int], tuple[AnyStep, AnyStep, list[Bearing]]] = {}
    for bearing, steps in on_bearing.items():
        for one, other in combinations(steps, 2):
            if bearing[0] != "change" or clash(one, other):
                met.setdefault((id(one), id(other)), (one, other, []))[2].append(bearing)
    for first, second, bearings in met.values():
        whole_files = (id(first) in own) == (id(second) in own)
        turned = whole_files and where_of(first.step) and not where_of(second.step)
        there, here = (second, first) if turned else (first, second)
        shown = listed(dict.fromkeys(map(_shown, bearings)))
        inherits = id(there) not in own and id(here) in own
        yield Problem(
            place=here.place,
            what=f"two steps meet on {shown}: {here.says()} here, {there.says()} at {there.place}",
            expected=_ONE_STEP if bearings[0][0] in ("change", "index", "cash limit") else _ONE_FIGURE,
            fix=_apart(here, bearings) + (", or write overrides = true in this step" if inherits else ""),
        )


def _apart(resolved: AnyStep, met: Sequence[Bearing]) -> str:
    """Return how to keep two steps apart: this step leaves out what the other is for, or goes."""
    left = [bearing for bearing in resolved.bearings if bearing not in met]
    if not left or met[0][0] not in OF_CHANGES:
        shown = listed(dict.fromkeys(map(_shown, met)))
        return f"take {shown} out of this step or the other" if left else "remove this step or the other"
    out = list(dict.fromkeys(bearing[1] for bearing in met))
    if where_of(resolved.step):
        return f"write {also_left_out(resolved.step, out)} in this step"
    return f"take {listed(out, most=_MOST_NAMED)} out of this step"


_ONE_STEP = (
    "at most one step of each kind on a change, an index or a cash limit in one year; "
    f"{listed(kind.key for kind in STEPS if kind.meets == 'all')} stand alone"
)
_ONE_FIGURE = "at most one step for each figure; for a figure by year, one in each year"


def _shown(bearing: Bearing) -> str:
    match bearing:
        case ("change", reference):
            return reference
        case ("index", name, year):
            return f"index {name} in {year}"
        case (_, name, field, *year):
            return (
                f"{name or bearing[0]} {name_of(bearing[0], field)}{''.join(f' in {each}' for each in year)}"
            )
        case _:
            return "the {} of {}".format(*bearing)
