"""What a step does by itself, and to each of its changes alone: as exact as a run of its own, and many steps in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from mtfp.analysis.outcome import Own
from mtfp.engine.cases import Base, Case, Cases, base_of, case_of, with_changes, work_out
from mtfp.engine.projection import Projection
from mtfp.money import Pence
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan

_CASES_AT_ONCE = 2_000
_BALANCES_AT_ONCE = 200_000
"""So many steps wait, and so many balances of reserves are held, at once: what is held does not grow with the steps."""


class ByItself(NamedTuple):
    """The plan with a step and no other, and `ground`, which has what that step stands on: the changes that are `added`.

    `on` names the changes of a step that bears on changes alone.
    """

    added: tuple[str, ...]
    ground: Plan
    alone: Plan
    on: tuple[str, ...] | None


class Alone(NamedTuple):
    """What a step does by itself: (years,) pence before any reserve balances the gap, and after.

    `own` is what it does to each of its changes alone, empty where it has only one. `idle` says that it leaves the plan as it is.
    """

    pence: Pence
    to_find: Pence
    own: tuple[Own, ...]
    idle: bool


class _Step(NamedTuple):
    """The cases of a step: its ground, the step, and where it has several changes, each of these alone."""

    cases: list[Case]
    changes: list[Change]
    idle: bool


def effects_alone(
    before: Projection, steps: Iterable[ByItself], seen: Callable[[Plan], Plan]
) -> Iterator[Alone]:
    """Yield what each step does to the gap, or without resources to the net budget.

    `before` is the plan rolled forward, as far as it is `seen` where only a part is asked for. Raises `InputError` where
    the figures of any step can't be worked out.
    """
    base, waiting, count = base_of(before), list[_Step](), 0
    grounds: dict[tuple[str, ...], Case] = {(): Case(before.plan, {})}
    for step in steps:
        if step.added not in grounds:
            grounds[step.added] = case_of(base, seen(step.ground))
        waiting.append(_step(base, grounds[step.added], step, seen))
        count += len(waiting[-1].cases)
        if count > _CASES_AT_ONCE:
            yield from _effects(base, waiting)
            waiting, count = [], 0
    yield from _effects(base, waiting)


def _step(base: Base, ground: Case, step: ByItself, seen: Callable[[Plan], Plan]) -> _Step:
    idle = step.ground == step.alone
    if step.on is None:
        return _Step([ground, case_of(base, seen(step.alone))], [], idle)
    there = (each for each in step.on if each in base.change or each in ground.moves)
    changes = [step.alone.changes[step.ground.place_of_change[each]] for each in there]
    several = changes if len(changes) > 1 else []
    each_alone = [with_changes(base, ground, [change]) for change in several]
    return _Step([ground, with_changes(base, ground, changes), *each_alone], several, idle)


def _effects(base: Base, steps: Sequence[_Step]) -> Iterator[Alone]:
    if not steps:
        return
    cases = [case for step in steps for case in step.cases]
    plan = base.projection.plan
    most = _BALANCES_AT_ONCE // (len(plan.horizon) * (len(plan.reserves) + 1)) + 1
    parts = [_measured(work_out(base, cases[n : n + most])) for n in range(0, len(cases), most)]
    measured, left = map(np.concatenate, zip(*parts, strict=True))
    ends = np.cumsum([len(step.cases) for step in steps]).tolist()
    for step, end in zip(steps, ends, strict=True):
        n = end - len(step.cases)
        own = (measured[n + 2 + k] - measured[n] for k in range(len(step.changes)))
        yield Alone(
            measured[n + 1] - measured[n],
            left[n + 1] - left[n],
            tuple(map(Own, step.changes, own)),
            step.idle,
        )


def _measured(found: Cases) -> tuple[Pence, Pence]:
    """Return the gap of each case before any reserve balances it, and after; without resources the net budget."""
    net = found.budget.net
    return (net, net) if found.gaps is None else (found.gaps.to_balance, found.gaps.to_find)
