"""Many plans at once that differ from one in a few facts, such as by a step each: only what a case moves is worked out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtfp.engine.council_tax import charge, charge_one, nothing_left, raised_in_all, too_much
from mtfp.engine.driven import driven_change
from mtfp.engine.gap import Budget, Gaps, meet
from mtfp.engine.inputs import reserves_of, stacked, streams_of, tax_of
from mtfp.engine.projection import Projection, project, too_large
from mtfp.engine.reserves import Held, ReserveInputs
from mtfp.engine.spending import at_lines, roll_forward
from mtfp.engine.streams import fund
from mtfp.money import Pence
from mtfp.plan.capital import Scheme
from mtfp.plan.changes import Change
from mtfp.plan.council_tax import CouncilTax
from mtfp.plan.demand import Demand
from mtfp.plan.model import Plan
from mtfp.plan.terms import Service
from mtfp.problems import InputError

_ROWS_AT_ONCE = 50_000
"""So many lines that cases move are rolled forward at once: what is held does not grow with the cases."""


class Base(NamedTuple):
    """The plan that cases are cases of, and where its changes, lines and the lines of each index stand."""

    projection: Projection
    change: Mapping[str, int]
    line: Mapping[str, int]
    lines_of_index: Mapping[str, NDArray[np.int64]]


class Move(NamedTuple):
    """How a case moves a change: the line it lands on, and by how much more than in the base, in pence by year."""

    line: int
    one_off: bool
    more: Sequence[int]


class Case(NamedTuple):
    """What a case moves: changes by their reference, and `plan` for what else it states.

    `beside` is the whole difference of net budget and lasting net budget, where the plan is unlike the base in more than that.
    """

    plan: Plan
    moves: Mapping[str, Move]
    beside: tuple[Pence, Pence] | None = None


class Cases(NamedTuple):
    """The figures of every case: (cases, years) pence. Gaps are None without resources, and `held` without reserves."""

    budget: Budget
    gaps: Gaps | None
    held: Held | None


def base_of(projection: Projection) -> Base:
    """Return the plan that cases are cases of."""
    lines_of_index: dict[str, list[int]] = {}
    for n, line in enumerate(projection.plan.lines):
        if line.index is not None:
            lines_of_index.setdefault(line.index, []).append(n)
    return Base(
        projection,
        {change.reference: n for n, change in enumerate(projection.changes)},
        {line.reference: n for n, line in enumerate(projection.plan.lines)},
        {name: np.array(lines, dtype=np.int64) for name, lines in lines_of_index.items()},
    )


def case_of(base: Base, plan: Plan) -> Case:
    """Return a plan as a case of the base, whose streams and reserves it must have; their figures may differ.

    Raises `InputError` where demand or a scheme comes to more than £100bn.
    """
    was = base.projection.plan
    there = was.change_by_reference
    other = () if plan.changes is was.changes else plan.changes
    new = [each for each in other if each.reference not in there]
    pairs = [
        (was_so, now)
        for now in other
        if (was_so := there.get(now.reference)) is not None and was_so is not now
    ]
    if not (
        _on_the_same_lines(was, plan)
        and len(plan.changes) - len(new) == len(was.changes)
        and all(_lands_alike(*pair) for pair in pairs)
    ):
        before, then = base.projection.budget, project(plan).budget
        return Case(plan, {}, (then.net - before.net, then.lasting - before.lasting))
    return with_changes(base, Case(plan, {}), [*(now for _, now in pairs), *new, *_driven(base, plan)])


def with_changes(base: Base, case: Case, changes: Iterable[Change]) -> Case:
    """Return a case in which these changes are so, and all else as it was."""
    moves = {change.reference: _move(base, case, change) for change in changes}
    return case._replace(moves={**case.moves, **moves})


def work_out(base: Base, cases: Sequence[Case]) -> Cases:
    """Return the figures of every case, each to the penny those of its plan by itself.

    Raises `InputError` where those of any can't be worked out; which, its plan by itself tells.

    £1,000 rises by 2% a year, and in the other case by 3%.

    >>> from dataclasses import replace
    >>> plan = plan_of('''
    ... line = [{ service = "Care", base = 1000, index = "pay" }]
    ... index.pay.rates = "2%"
    ... ''')
    >>> pay = replace(plan.indices["pay"], stated_rates=(30_000, 30_000))
    >>> base = base_of(project(plan))
    >>> both = [case_of(base, plan), case_of(base, replace(plan, indices={"pay": pay}))]
    >>> work_out(base, both).budget.net.tolist()
    [[102000, 104040], [103000, 106090]]
    """
    try:
        budget = _budget(base, cases)
        gaps, held = meet(budget, _reserves(base, cases))
    except OverflowError as error:
        raise InputError([too_large(base.projection.plan)]) from error
    return Cases(budget, gaps, held)


def _on_the_same_lines(was: Plan, plan: Plan) -> bool:
    """Whether all that a case does not move is as it was, and what it does move lands where it did."""
    moved = (was.virements, was.restatements, was.transfers)
    provisions = ((index.provision, was.indices[name].provision) for name, index in plan.indices.items())
    return (
        (was.lines is plan.lines or was.lines == plan.lines)
        and moved == (plan.virements, plan.restatements, plan.transfers)
        and (was.indices is plan.indices or all(now == then for now, then in provisions))
        and (_same_drivers(was, plan) or [*map(_landing, was.drivers)] == [*map(_landing, plan.drivers)])
    )


def _same_drivers(was: Plan, plan: Plan) -> bool:
    return was.demands is plan.demands and was.schemes is plan.schemes


def _landing(of: Change | Demand | Scheme) -> tuple[str, str | None, Service]:
    return of.reference, of.line, of.service


def _lands_alike(was: Change, now: Change) -> bool:
    return _landing(was) == _landing(now) and was.one_off == now.one_off


def _driven(base: Base, plan: Plan) -> Iterator[Change]:
    """Yield the changes that demand and schemes come to where these, or the rates of their lines, are others."""
    was = base.projection.plan
    moved = _moved_indices(was, plan)
    if _same_drivers(was, plan) and not moved:
        return
    for then, now in zip(was.drivers, plan.drivers, strict=True):
        line = was.line_of(now)
        if then is not now or line.index in moved:
            yield driven_change(now, line, plan)


def _moved_indices(was: Plan, plan: Plan) -> set[str]:
    if was.indices is plan.indices:
        return set()
    return {name for name, index in plan.indices.items() if index != was.indices[name]}


def _move(base: Base, case: Case, change: Change) -> Move:
    amounts, n = change.amounts(case.plan.horizon), base.change.get(change.reference)
    if change.reference in case.moves:
        line = case.moves[change.reference].line
    else:
        landing = change if n is None else base.projection.changes[n]
        line = base.line[base.projection.plan.line_of(landing).reference]
    if n is not None:
        before = base.projection.inputs.change_amounts[n].tolist()
        amounts = [now - then for now, then in zip(amounts, before, strict=True)]
    return Move(line, change.one_off, amounts)


def _budget(base: Base, cases: Sequence[Case]) -> Budget:
    was = base.projection.budget
    more = np.zeros((len(cases), len(was.net)), dtype=np.int64)
    lasting = np.zeros_like(more)
    for start, stop in _in_parts(base, cases):
        lasting[start:stop] = _lasting(base, cases[start:stop])
    for n, case in enumerate(cases):
        for move in case.moves.values():
            if move.one_off:
                more[n] += move.more
        if case.beside is not None:
            more[n] += case.beside[0] - case.beside[1]
            lasting[n] += case.beside[1]
    return Budget(was.net + more + lasting, was.lasting + lasting, *_resources(base, cases))


def _in_parts(base: Base, cases: Sequence[Case]) -> Iterator[tuple[int, int]]:
    """Yield where cases are parted so that those of a part move no more lines than are rolled forward at once."""
    start = rows = 0
    for n, case in enumerate(cases):
        moved = _moved_indices(base.projection.plan, case.plan)
        more = len(case.moves) + sum(len(base.lines_of_index.get(name, ())) for name in moved)
        if rows + more > _ROWS_AT_ONCE and n > start:
            yield start, n
            start, rows = n, 0
        rows += more
    yield start, len(cases)


def _lasting(base: Base, cases: Sequence[Case]) -> Pence:
    """Return by how much the closing budgets of all lines rise in each case: (cases, years) pence."""
    projection = base.projection
    lines, years = projection.spending.closing.shape
    rise = np.zeros((len(cases), years), dtype=np.int64)
    moves = [(n, move) for n, case in enumerate(cases) for move in case.moves.values() if not move.one_off]
    rates = [
        (n * lines + base.lines_of_index[name], case.plan.indices[name].rates)
        for n, case in enumerate(cases)
        for name in _moved_indices(projection.plan, case.plan)
        if name in base.lines_of_index
    ]
    if not moves and not rates:
        return rise
    of_moves = np.array([n * lines + move.line for n, move in moves], dtype=np.int64)
    met, row = np.unique(np.concatenate([of_moves, *(at for at, _ in rates)]), return_inverse=True)
    case, line = np.divmod(met, lines)
    inputs = at_lines(projection.inputs, line)
    more = np.array([move.more for _, move in moves], dtype=np.int64).reshape(-1, years)
    np.add.at(inputs.recurring[0], row[: len(moves)], more)
    if rates:
        inputs.rates[row[len(moves) :]] = np.repeat(
            np.array([each for _, each in rates], dtype=np.int64), [len(at) for at, _ in rates], axis=0
        )
    closing = roll_forward(inputs, most=min(lines, len(met))).closing
    np.add.at(rise, case, closing - projection.spending.closing[line])
    return rise


def _resources(base: Base, cases: Sequence[Case]) -> tuple[Pence | None, Pence | None]:
    """Return what pays in each case, and the part of it that has no end."""
    projection, was = base.projection, base.projection.budget
    if was.resources is None or was.recurring is None:
        return None, None
    if projection.funding is None:
        limits = np.array([case.plan.cash_limit for case in cases], dtype=np.int64)
        return limits, limits
    tax = _council_tax(base, cases)
    resources, recurring = (each + tax - base.projection.own_tax for each in (was.resources, was.recurring))
    moved = [n for n, case in enumerate(cases) if case.plan.streams is not projection.plan.streams]
    if moved:
        paid = fund(stacked([streams_of(cases[n].plan) for n in moved]), tax[moved])
        resources[moved], recurring[moved] = paid.resources, paid.recurring
    return resources, recurring


def _council_tax(base: Base, cases: Sequence[Case]) -> Pence:
    """Return what council tax raises in each case, with special expenses: (cases, years) pence."""
    plan = base.projection.plan
    raised = np.tile(base.projection.own_tax, (len(cases), 1))
    moved: dict[object, list[tuple[int, CouncilTax]]] = {}
    for n, case in enumerate(cases):
        tax = case.plan.council_tax
        if tax is not None and tax is not plan.council_tax:
            alike = tax.rounding, tax.round_each, tax.stated_yield is None
            moved.setdefault(alike, []).append((n, tax))
    for each in moved.values():
        inputs = [tax_of(tax, len(plan.horizon)) for _, tax in each]
        found = charge(stacked(inputs))
        for wrong in np.flatnonzero((nothing_left(found) | too_much(found)).any(axis=-1)):
            charge_one(each[wrong][1], inputs[wrong], plan.horizon)
        raised[[n for n, _ in each]] = raised_in_all(found)
    return raised


def _reserves(base: Base, cases: Sequence[Case]) -> ReserveInputs | None:
    was, years = base.projection.plan.reserves, len(base.projection.plan.horizon)
    if base.projection.reserve_inputs is None or all(case.plan.reserves is was for case in cases):
        return base.projection.reserve_inputs
    distinct = {id(case.plan.reserves): case.plan.reserves for case in cases}
    known = {key: reserves_of(reserves, years) for key, reserves in distinct.items()}
    return stacked([known[id(case.plan.reserves)] for case in cases])
