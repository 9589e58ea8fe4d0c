"""Reserves in live formulas: what is there of each use, what each pays in turn to balance the gap, and what is left."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.analysis.outcome import Outcome
from mtfp.plan.labels import label
from mtfp.sheets.model import Line, Section, Sheet
from mtfp.sheets.reserves import (
    RESERVE_HEADS,
    balance_of,
    each_reserve,
    has_deficit,
    has_missing,
    in_turn,
    is_counted,
    may_be_made_good,
    reserves_of,
    unstated,
)
from mtfp.sheets.rows import by_year, section, share_in_pounds, sheet, worked


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


def _opening(outcome: Outcome) -> Iterator[Line]:
    for n, _, moves, keys in each_reserve(outcome):
        opening, closing = balance_of(moves)
        yield worked(
            f"reserve {n} opens", keys, by_year((opening, *closing[:-1])), f"={{reserve {n} closes<}}"
        )


def _made_good(outcome: Outcome) -> Iterator[Line]:
    """Yield what meets a deficit on the first 1 April. No later year opens with one, so one formula serves every year."""
    maybe = _maybe_unstated(outcome)
    able = {n for n, each in reserves_of(outcome) if may_be_made_good(each)}
    for n, _, moves, keys in each_reserve(outcome):
        if n in able:
            formula = f"=MAX(0-{{reserve {n} opens}},0)" + (f"*Reserve_{n}_stated" if n in maybe else "")
            yield worked(f"reserve {n} made good", keys, by_year(moves.made_good), formula)


def _good(outcome: Outcome, n: int) -> str:
    """Return what a formula adds for a deficit made good, empty where the reserve can't have one."""
    able = {number for number, each in reserves_of(outcome) if may_be_made_good(each)}
    return f"+{{reserve {n} made good}}" if n in able else ""


def _least(outcome: Outcome) -> Iterator[Line]:
    """Yield the minimum: a sum, or a share of the net budget, nil where that is below nil."""
    for n, reserve, moves, keys in each_reserve(outcome):
        if is_counted(reserve):
            share = share_in_pounds("{total net budget}", f"Reserve_{n}_minimum_share")
            yield worked(
                f"reserve {n} least", keys, by_year(moves.minimum), f"=Reserve_{n}_minimum+MAX({share},0)"
            )


def _used(outcome: Outcome) -> Iterator[Line]:
    maybe = _maybe_unstated(outcome)
    for n, reserve, moves, keys in each_reserve(outcome):
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
    for n, reserve, moves, keys in each_reserve(outcome):
        if is_counted(reserve) and reserve.in_budget:
            formula = f"={{reserve {n} asked}}-{{reserve {n} used}}"
            yield worked(f"reserve {n} missing", keys, by_year(moves.missing), formula)


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
    for n, _, moves, keys in each_reserve(outcome):
        spent = f"-{{reserve {n} balances}}" if n in balancing else ""
        put_in = f"{_good(outcome, n)}+{{reserve {n} put in}}"
        formula = f"={{reserve {n} opens}}{put_in}-{{reserve {n} used}}{spent}"
        opening, closing = balance_of(moves)
        yield worked(
            f"reserve {n} closes", keys, by_year(closing, opening), formula, f"={{reserve {n} held}}"
        )


def _available(outcome: Outcome) -> Iterator[Line]:
    maybe = _maybe_unstated(outcome)
    for n, reserve, moves, keys in each_reserve(outcome):
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
