"""Plan in, plan out: the arithmetic never meets a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from mtfp.frozen import frozen
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.plan.terms import Trace
from mtfp.problems import InputError, Problem
from mtfp.scenario.broken import broken_rules, rules_of_added
from mtfp.scenario.follow import with_followers
from mtfp.scenario.model import Scenario
from mtfp.scenario.resolve import resolve
from mtfp.scenario.steps.add import added_by, with_added
from mtfp.scenario.steps.step import AnyStep, clash


@frozen(kw_only=False)
class Applied:
    """A plan with a scenario applied, and what each step bears on."""

    plan: Plan
    resolved: tuple[AnyStep, ...]


def apply(plan: Plan, scenario: Scenario) -> Plan:
    """Return the plan as the scenario makes it; raise `InputError` with every problem where it can't.

    80% of a saving of £100 is delivered, six months late: £40 in the first year and £40 more in the second.

    >>> plan = plan_of('''
    ... line = [{ service = "Care", base = 1000 }]
    ... change = [{ reference = "S1", type = "S", service = "Care", title = "Rents", amounts."2026/27" = -100 }]
    ... ''')
    >>> after = apply(plan, scenario_of('''
    ... [[rephase]]
    ... change = "S1"
    ... later = "6 months"
    ... [[deliver]]
    ... change = "S1"
    ... share = "80%"
    ... '''))
    >>> after.changes[0].amounts(plan.horizon)
    [-4000, -4000]
    """
    return apply_resolving(plan, scenario).plan


def apply_resolving(plan: Plan, scenario: Scenario) -> Applied:
    """Apply a scenario, and say what each step bears on; raise `InputError` where it can't be applied."""
    applied, problems = _try(plan, scenario)
    if problems:
        raise InputError(problems)
    return applied


def problems_of(plan: Plan, scenario: Scenario) -> list[Problem]:
    """Return everything that stops a scenario from being applied to a plan."""
    return _try(plan, scenario)[1]


def problems_where_broken(plan: Plan, scenario: Scenario, unread: Sequence[Change]) -> list[Problem]:
    """Return what stops a scenario of which some, or of its plan, could not be read, but nothing of the figures it leaves.

    `unread` stand for changes that could not be read.
    """
    widened = with_added(plan, scenario.every_step())
    named = with_added(replace(plan, changes=(*plan.changes, *unread)), scenario.every_step())
    steps, problems = resolve(named, scenario)
    resolved, _ = resolve(widened, scenario)
    if widened.dependants is not None:
        resolved = with_followers(widened, resolved, problems)
    _carry_out(widened, resolved, problems)
    return [*problems, *rules_of_added(named, steps)]


def _try(plan: Plan, scenario: Scenario) -> tuple[Applied, list[Problem]]:
    problems: list[Problem] = []
    widened = with_added(plan, scenario.every_step())
    resolved, more = resolve(widened, scenario)
    problems += more
    if widened.dependants is not None:
        resolved = with_followers(widened, resolved, problems)
    after = _carry_out(widened, resolved, problems)
    for n, each in enumerate(resolved):
        if each.kind.met is not None and each.bearings:
            met = each.kind.met(each, widened, after, problems)
            if met is not each:
                resolved = (*resolved[:n], met, *resolved[n + 1 :])
                after = _carry_out(after, [met], problems)
    if any(each.kind.breaks for each in resolved) or any(change.excludes for change in after.changes):
        problems += broken_rules(after, resolved, lambda step: _carry_out(widened, [step], []))
    return Applied(after, resolved), problems


def added_in(resolved: Iterable[AnyStep]) -> dict[str, AnyStep]:
    """Return the step that adds each change a scenario adds, by the change's reference."""
    added = ((added_by(each.step), each) for each in resolved)
    return {change.reference: each for change, each in added if change is not None}


def apply_alone(plan: Plan, resolved: AnyStep) -> Plan:
    """Return the plan with one step of a scenario applied alone, as far as it bears on what the plan has."""
    added = added_by(resolved.step)
    if added is not None:
        return replace(plan, changes=(*plan.changes, _traced(added, resolved)))
    return _carry_out(plan, (resolved,), [])


def _carry_out(plan: Plan, resolved: Sequence[AnyStep], problems: list[Problem]) -> Plan:
    after = _with_changes(plan, resolved, problems)
    for each in resolved:
        if each.kind.done is not None and each.bearings:
            after = each.kind.done(each, plan, after, problems)
    return after


def _with_changes(plan: Plan, resolved: Iterable[AnyStep], problems: list[Problem]) -> Plan:
    steps: dict[str, list[AnyStep]] = {}
    for each in resolved:
        for reference in each.references:
            steps.setdefault(reference, []).append(each)
    changes, place = list(plan.changes), plan.place_of_change
    for n, reference in sorted((place[each], each) for each in steps if each in place):
        changes[n] = _changed(changes[n], steps[reference], plan, problems)
    return replace(plan, changes=tuple(changes)) if steps else plan


def _changed(change: Change, steps: list[AnyStep], plan: Plan, problems: list[Problem]) -> Change:
    """Carry out the steps on one change: deliver before rephase, whatever their order in the file."""
    stated = [each for each in steps if change.reference not in each.followers]
    if any(clash(one, other) for one, other in combinations(stated, 2)):
        return change
    for each in sorted(steps, key=lambda each: each.kind.turn):
        problem = each.kind.refuses(each.step, change, plan)
        if problem is not None:
            problems.append(problem)
            continue
        if each.kind.changed is not None:
            change = each.kind.changed(each.step, change, plan)
        change = _traced(change, each)
    return change


def _traced(change: Change, resolved: AnyStep) -> Change:
    words = resolved.says()
    if change.reference in resolved.followers:
        words += f" with {resolved.followers[change.reference]}, which it needs"
    trace = Trace(resolved.place, words, resolved.step.why)
    return replace(change, traces=(*change.traces, trace))
