"""What a step on changes does by itself, and to each change alone. Exact, though only the lines they land on are rolled forward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtfp.analysis.outcome import Own
from mtfp.engine.gap import meet
from mtfp.engine.projection import Projection, too_large
from mtfp.engine.spending import at_lines, roll_forward
from mtfp.money import Pence
from mtfp.plan.model import Plan
from mtfp.problems import InputError


class Places(NamedTuple):
    """Where each change of a projection stands among its changes, and where each line among its lines, by reference."""

    change: Mapping[str, int]
    line: Mapping[str, int]


def places_in(projection: Projection) -> Places:
    """Return where the changes and lines of a projection stand."""
    return Places(
        {change.reference: n for n, change in enumerate(projection.changes)},
        {line.reference: n for n, line in enumerate(projection.plan.lines)},
    )


class Alone(NamedTuple):
    """What a step on changes does by itself: (years,) pence before any reserve balances the gap, and after.

    `own` is what it does to each of its changes alone, empty where it has only one.
    """

    pence: Pence
    to_find: Pence
    own: tuple[Own, ...]


def effect_on_changes(before: Projection, places: Places, alone: Plan, references: Sequence[str]) -> Alone:
    """Return what a step does to the gap of `before`, where `alone` is that plan with this step and no other.

    Changes that `before` does not have are left out. Without resources, the net budget is taken in place of the gap.
    Raises `InputError` where the amounts are too large to add exactly.
    """
    plan = before.plan
    rows = [places.change[each] for each in references if each in places.change]
    changes = [before.changes[n] for n in rows]
    moved = [alone.change_by_reference[each.reference].amounts(plan.horizon) for each in changes]
    more = np.array(moved, dtype=np.int64).reshape(-1, len(plan.horizon)) - before.inputs.change_amounts[rows]
    lines = np.array([places.line[plan.line_of(each).reference] for each in changes], dtype=np.int64)
    one_off = np.array([each.one_off for each in changes], dtype=bool)[:, np.newaxis]
    lasting, passing = np.where(one_off, 0, more), np.where(one_off, more, 0)
    met, which = np.unique(lines, return_inverse=True)
    on_lines = np.zeros((len(met), len(plan.horizon)), dtype=np.int64)
    np.add.at(on_lines, which, lasting)
    whole = _rise(before, met, on_lines).sum(axis=0) + passing.sum(axis=0)
    each_rise = _rise(before, lines, lasting) + passing if len(changes) > 1 else ()
    own = (Own(change, in_the_gap(before, rise)[0]) for change, rise in zip(changes, each_rise, strict=False))
    return Alone(*in_the_gap(before, whole), tuple(own))


def _rise(before: Projection, lines: NDArray[np.int64], more: Pence) -> Pence:
    """Return by how much the closing budgets of lines rise with further recurring changes on each: (those lines, years) pence."""
    inputs = at_lines(before.inputs, lines)
    try:
        rolled = roll_forward(replace(inputs, recurring=inputs.recurring + more))
    except OverflowError as error:
        raise InputError([too_large(before.plan)]) from error
    rise: Pence = rolled.closing - before.spending.closing[lines]
    return rise


def in_the_gap(before: Projection, net: Pence) -> tuple[Pence, Pence]:
    """Return by how much the gap rises where the net budget rises by (years,) pence: before reserves balance it, and after.

    Before that, gap and net budget rise alike, unless a reserve then has less, or more, of a use that the plan states.
    """
    if before.gaps is None or before.reserves is None or not net.any():
        return net, net
    gaps, _ = meet(before.budget._replace(net=before.net_budget + net), before.reserve_inputs)
    then = before.gaps if gaps is None else gaps
    return then.to_balance - before.gaps.to_balance, then.to_find - before.gaps.to_find
