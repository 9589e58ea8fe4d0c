"""Reserves in live formulas: what is there of each use, what each pays in turn to balance the gap, and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from mtfp.analysis.outcome import Outcome
from mtfp.engine.reserves import ReserveHeld
from mtfp.plan.labels import label
from mtfp.plan.reserves import Reserve
from mtfp.plan.terms import Amounts
from mtfp.sheets.model import Line, Section, Sheet
from mtfp.sheets.reserves import RESERVE_HEADS, is_counted, reserve_keys, reserves_of, unstated
from mtfp.sheets.rows import Keys, by_year, section, share_in_pounds, sheet, worked


def balances(outcome: Outcome) -> Sheet:
    """Return each reserve rolled forward, in a section for each step, and what reserves do to the gap."""
    plan = outcome.after.plan
    available = section("available", "Balances that are stated and available", _available(outcome))
    return sheet(
        "Reserve balances",
        "workings",
        "Reserves rolled forward",
        RESERVE_HEADS,
        [
            section("reserves open", "Balance on 1 April", _opening(outcome)),
            section(
                "made good", "Deficit brought forward, which the first year makes good", _made_good(outcome)
            ),
            section("least", "The least it may hold", _least(outcome)),
            section("used", "Planned uses, as far as they are there", _used(outcome)),
            section("missing", "Uses in budgets that are not there", _missing(outcome)),
            section(
                "in the gap",
                "What reserves add to the gap, and take from it as planned",
                _in_the_gap(outcome),
            ),
            section("left", "What is left of the gap, before each reserve that balances it", _left(outcome)),
            section("balancing", label(plan, "balancing"), _balancing(outcome)),
            section("reserves close", "Balance on 31 March", _closing(outcome)),
            available,
            section("in all", "", _in_all(available)),
        ],
        [
            "A use never takes a reserve below its minimum. Reserves that balance the gap do so after every planned use.",
            "A reserve whose balance is not stated is counted from nil, and pays what is asked of it."
            if _maybe_unstated(outcome)
            else "",
        ],
    )


def _held(outcome: Outcome) -> Iterator[tuple[int, Reserve, ReserveHeld, Keys]]:
    """Yield each reserve with its number, its figures and its keys."""
    held = outcome.after.reserves
    each = [] if held is None else held.each
    for n, (reserve, moves) in enumerate(zip(outcome.after.plan.reserves, each, strict=True), 1):
        yield n, reserve, moves, reserve_keys(reserve, n)


def balance_of(moves: ReserveHeld) -> tuple[int, Amounts]:
    """Return a reserve's opening balance and its closing balances by year, from nil where its balance is not stated."""
    opening = 0 if moves.opening is None else moves.opening[0]
    each = zip(moves.made_good, moves.contributions, moves.uses, moves.balancing, strict=True)
    moved = (good + put - used - spent for good, put, used, spent in each)
    return opening, tuple(accumulate(moved, initial=opening))[1:]


def _opening(outcome: Outcome) -> Iterator[Line]:
    for n, _, moves, keys in _held(outcome):
        opening, closing = balance_of(moves)
        yield worked(
            f"reserve {n} opens", keys, by_year((opening, *closing[:-1])), f"={{reserve {n} closes<}}"
        )


def has_deficit(outcome: Outcome) -> bool:
    """Whether a general reserve opens below nil, in the plan or with the scenario."""
    return any(_may_be_made_good(each) for _, each in reserves_of(outcome))


def _may_be_made_good(each_case: Sequence[Reserve]) -> bool:
    return any(each.reserve_class == "general" and (each.opening or 0) < 0 for each in each_case)


def _made_good(outcome: Outcome) -> Iterator[Line]:
    """Yield what meets a deficit on the first 1 April. No later year opens with one, so one formula serves every year."""
    maybe = _maybe_unstated(outcome)
    able = {n for n, each in reserves_of(outcome) if _may_be_made_good(each)}
    for n, _, moves, keys in _held(outcome):
        if n in able:
            formula = f"=MAX(0-{{reserve {n} opens}},0)" + (f"*Reserve_{n}_stated" if n in maybe else "")
            yield worked(f"reserve {n} made good", keys, by_year(moves.made_good), formula)


def _good(outcome: Outcome, n: int) -> str:
    """Return what a formula adds for a deficit made good, empty where the reserve can't have one."""
    able = {number for number, each in reserves_of(outcome) if _may_be_made_good(each)}
    return f"+{{reserve {n} made good}}" if n in able else ""


def _least(outcome: Outcome) -> Iterator[Line]:
    """Yield the minimum: a sum, or a share of the net budget, nil where that is below nil."""
    for n, reserve, moves, keys in _held(outcome):
        if is_counted(reserve):
            share = share_in_pounds("{total net budget}", f"Reserve_{n}_minimum_share")
            yield worked(
                f"reserve {n} least", keys, by_year(moves.minimum), f"=Reserve_{n}_minimum+MAX({share},0)"
            )


def _used(outcome: Outcome) -> Iterator[Line]:
    maybe = _maybe_unstated(outcome)
    for n, reserve, moves, keys in _held(outcome):
        asked = f"{{reserve {n} asked}}"
        good = _good(outcome, n)
        there = f"{{reserve {n} opens}}{good}+{{reserve {n} put in}}-{{reserve {n} least}}"
        capped = f"MIN({asked},MAX({there},0))"
        if not is_counted(reserve):
            capped = asked
        elif n in maybe:
            capped = f"IF(Reserve_{n}_stated=1,{capped},{asked})"
        yield worked(f"reserve {n} used", keys, by_year(moves.uses), f"={capped}")


def _maybe_unstated(outcome: Outcome) -> set[int]:
    """Return the numbers of the reserves whose opening balance is not stated in the plan or in the scenario."""
    return {n for n, each in reserves_of(outcome) if unstated(each)}


def _missing(outcome: Outcome) -> Iterator[Line]:
    for n, reserve, moves, keys in _held(outcome):
        if is_counted(reserve) and reserve.in_budget:
            lacking = (asked - used for asked, used in zip(moves.asked, moves.uses, strict=True))
            yield worked(
                f"reserve {n} missing", keys, by_year(lacking), f"={{reserve {n} asked}}-{{reserve {n} used}}"
            )


def has_missing(outcome: Outcome) -> bool:
    """Whether budget lines count on a reserve that may not have enough."""
    return any(is_counted(reserve) and reserve.in_budget for reserve in outcome.after.plan.reserves)


def _in_the_gap(outcome: Outcome) -> Iterator[Line]:
    plan, held = outcome.after.plan, outcome.after.reserves
    if held is None:
        return
    put_in = "=SUMIFS({put in*},{put in*3},1)"
    yield worked("contributions", (label(plan, "contributions"),), by_year(held.contributions), put_in)
    if has_deficit(outcome):
        words = label(plan, "deficit")
        yield worked("deficit", (words,), by_year(held.deficit), "=SUM({made good*})")
    if has_missing(outcome):
        yield worked("not there", (label(plan, "not_there"),), by_year(held.not_there), "=SUM({missing*})")
    used = "=SUMIFS({used*},{used*3},1)"
    yield worked("uses", (label(plan, "uses"),), by_year(held.uses), used)


def in_turn(outcome: Outcome) -> list[tuple[int, Reserve, ReserveHeld, Keys]]:
    """Return the reserves that balance the gap, in turn; none where there is no gap."""
    if outcome.after.resources is None:
        return []
    found = (each for each in _held(outcome) if each[1].balances_gap is not None)
    return sorted(found, key=lambda each: each[1].balances_gap or 0)


def _left(outcome: Outcome) -> Iterator[Line]:
    gaps = outcome.after.gaps
    if gaps is None:
        return
    left = gaps.to_balance
    missing = ("+{deficit}" if has_deficit(outcome) else "") + (
        "+{not there}" if has_missing(outcome) else ""
    )
    formula = f"={{total net budget}}+{{contributions}}{missing}-{{total resources}}-{{uses}}"
    for n, _, moves, keys in in_turn(outcome):
        yield worked(f"reserve {n} left", keys, by_year(left), formula)
        left = left - moves.balancing
        formula = f"={{reserve {n} left}}-{{reserve {n} balances}}"


def _balancing(outcome: Outcome) -> Iterator[Line]:
    for n, _, moves, keys in in_turn(outcome):
        put_in = f"{_good(outcome, n)}+{{reserve {n} put in}}"
        there = f"{{reserve {n} opens}}{put_in}-{{reserve {n} used}}-{{reserve {n} least}}"
        formula = f"=MAX(MIN({{reserve {n} left}},{there}),0)"
        yield worked(f"reserve {n} balances", keys, by_year(moves.balancing), formula)


def _closing(outcome: Outcome) -> Iterator[Line]:
    balancing = {n for n, *_ in in_turn(outcome)}
    for n, _, moves, keys in _held(outcome):
        spent = f"-{{reserve {n} balances}}" if n in balancing else ""
        put_in = f"{_good(outcome, n)}+{{reserve {n} put in}}"
        formula = f"={{reserve {n} opens}}{put_in}-{{reserve {n} used}}{spent}"
        opening, closing = balance_of(moves)
        yield worked(
            f"reserve {n} closes", keys, by_year(closing, opening), formula, f"={{reserve {n} held}}"
        )


def _available(outcome: Outcome) -> Iterator[Line]:
    maybe = _maybe_unstated(outcome)
    for n, reserve, moves, keys in _held(outcome):
        if is_counted(reserve):
            formula = f"={{reserve {n} closes}}" + (f"*Reserve_{n}_stated" if n in maybe else "")
            opening, closing = balance_of(moves)
            nil = moves.opening is None
            cells = by_year([0 for _ in closing] if nil else closing, 0 if nil else opening)
            yield worked(f"reserve {n} available", keys, cells, formula, formula)


def _in_all(available: Section) -> Iterator[Line]:
    """Yield the total of the balances that are stated and available."""
    if available.lines:
        cells = tuple(
            sum(filter(None, column))
            for column in zip(*(line.cells for line in available.lines), strict=True)
        )
        formula = "=SUM({available*})"
        yield worked(
            "reserves", ("Total of balances available",), cells, formula, formula, name="Reserves", total=True
        )
