"""What the sheets of reserves are made from, and their inputs as typed: what each opens with, is asked and may hold least."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from mtfp.analysis.outcome import Outcome
from mtfp.engine.reserves import ReserveHeld
from mtfp.plan.labels import label
from mtfp.plan.reserves import Reserve
from mtfp.plan.terms import Amounts
from mtfp.sheets.model import Line, Sheet
from mtfp.sheets.rows import Keys, alone, by_year, section, sheet, typed

RESERVE_HEADS = ("Reserve", "Class", "Number", "In the gap", "In budgets")


def reserves(outcome: Outcome) -> Sheet:
    """Return the inputs of each reserve: what it opens with, what is put in and asked of it, and the least it may hold."""
    plan = outcome.after.plan
    return sheet(
        "Reserves",
        "inputs",
        "Reserves",
        RESERVE_HEADS,
        [
            section("held", "Balance when the plan starts", _held(outcome)),
            section(
                "stated", "Whether that balance is stated (1), or counted from nil (0)", _stated(outcome)
            ),
            section("put in", label(plan, "contributions"), _contributions(outcome)),
            section("asked", label(plan, "uses"), _uses(outcome)),
            section("minimum", "The least it may hold, as a sum", _minimum(outcome)),
            section(
                "minimum share",
                "The least it may hold, as a share of the net budget",
                _minimum_share(outcome),
            ),
        ],
    )


def reserve_keys(reserve: Reserve, n: int) -> Keys:
    """Return the keys of a reserve's rows: whether its movements count in the gap, and whether budget lines hold them."""
    counted = is_counted(reserve) and not reserve.in_budget
    return (
        reserve.name,
        reserve.reserve_class,
        n,
        int(counted),
        int(is_counted(reserve) and reserve.in_budget),
    )


def is_counted(reserve: Reserve) -> bool:
    """Whether a reserve is available, and never goes below its minimum."""
    return reserve.reserve_class != "memorandum"


def reserves_of(outcome: Outcome) -> list[tuple[int, tuple[Reserve, ...]]]:
    """Return each reserve with its number, as the plan has it and, if there is a scenario, as that has it."""
    return list(enumerate(zip(*(each.plan.reserves for each in outcome.cases), strict=True), 1))


def unstated(each_case: Sequence[Reserve]) -> bool:
    """Whether a reserve's opening balance is not stated in the plan or in the scenario."""
    return any(reserve.opening is None for reserve in each_case)


def each_reserve(outcome: Outcome) -> Iterator[tuple[int, Reserve, ReserveHeld, Keys]]:
    """Yield each reserve with its number, its figures and its keys."""
    figures = outcome.after.reserves
    each = [] if figures is None else figures.each
    for n, (reserve, moves) in enumerate(zip(outcome.after.plan.reserves, each, strict=True), 1):
        yield n, reserve, moves, reserve_keys(reserve, n)


def balance_of(moves: ReserveHeld) -> tuple[int, Amounts]:
    """Return a reserve's opening balance and its closing balances by year, from nil where its balance is not stated."""
    opening = 0 if moves.opening is None else moves.opening[0]
    each = zip(moves.made_good, moves.contributions, moves.uses, moves.balancing, strict=True)
    moved = (good + put - used - spent for good, put, used, spent in each)
    return opening, tuple(accumulate(moved, initial=opening))[1:]


def has_deficit(outcome: Outcome) -> bool:
    """Whether a general reserve opens below nil, in the plan or with the scenario."""
    return any(may_be_made_good(each) for _, each in reserves_of(outcome))


def may_be_made_good(each_case: Sequence[Reserve]) -> bool:
    """Whether a reserve is general and opens below nil, in the plan or with the scenario."""
    return any(each.reserve_class == "general" and (each.opening or 0) < 0 for each in each_case)


def has_missing(outcome: Outcome) -> bool:
    """Whether budget lines count on a reserve that may not have enough."""
    return any(is_counted(reserve) and reserve.in_budget for reserve in outcome.after.plan.reserves)


def in_turn(outcome: Outcome) -> list[tuple[int, Reserve, ReserveHeld, Keys]]:
    """Return the reserves that balance the gap, in turn; none where there is no gap."""
    if outcome.after.resources is None:
        return []
    found = (each for each in each_reserve(outcome) if each[1].balances_gap is not None)
    return sorted(found, key=lambda each: each[1].balances_gap or 0)


def _held(outcome: Outcome) -> Iterator[Line]:
    for n, each in reserves_of(outcome):
        yield typed(
            f"reserve {n} held",
            reserve_keys(each[0], n),
            [alone(reserve.opening or 0, outcome.after.plan.horizon) for reserve in each],
        )


def _stated(outcome: Outcome) -> Iterator[Line]:
    for n, each in reserves_of(outcome):
        if unstated(each):
            flags = [alone(int(reserve.opening is not None), outcome.after.plan.horizon) for reserve in each]
            yield typed(
                f"reserve {n} stated", reserve_keys(each[0], n), flags, "whole", f"Reserve_{n}_stated"
            )


def _contributions(outcome: Outcome) -> Iterator[Line]:
    for n, each in reserves_of(outcome):
        cells = [by_year(reserve.contributions) for reserve in each]
        yield typed(f"reserve {n} put in", reserve_keys(each[0], n), cells)


def _uses(outcome: Outcome) -> Iterator[Line]:
    for n, each in reserves_of(outcome):
        cells = [by_year(reserve.uses) for reserve in each]
        yield typed(f"reserve {n} asked", reserve_keys(each[0], n), cells)


def _minimum(outcome: Outcome) -> Iterator[Line]:
    """Yield the sum below which a reserve may not go; nil where a share of the net budget takes its place."""
    for n, each in reserves_of(outcome):
        if is_counted(each[0]):
            sums = [one.minimum.pence for one in each]
            cells = [alone(pence, outcome.after.plan.horizon) for pence in sums]
            yield typed(f"reserve {n} sum", reserve_keys(each[0], n), cells, name=f"Reserve_{n}_minimum")


def _minimum_share(outcome: Outcome) -> Iterator[Line]:
    for n, each in reserves_of(outcome):
        if is_counted(each[0]):
            cells = [alone(reserve.minimum.share or 0, outcome.after.plan.horizon) for reserve in each]
            name = f"Reserve_{n}_minimum_share"
            yield typed(f"reserve {n} share", reserve_keys(each[0], n), cells, "rate", name)
