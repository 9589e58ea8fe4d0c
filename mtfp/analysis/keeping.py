"""The least savings that would keep a reserve at its minimum, found exactly. The plan's own gap stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtfp.engine.gap import meet
from mtfp.engine.projection import Projection
from mtfp.money import TO_THE_PENNY, Pence, Said
from mtfp.plan.reserves import Reserve
from mtfp.plan.terms import Amounts
from mtfp.problems import listed
from mtfp.years import FinancialYear

_AT_ONCE = 64
"""So many savings are tried at once."""


class Needed(NamedTuple):
    """Savings by year in pence without signs, and what they leave of the gap and of the reserve.

    Each lowers the net budget of its own year, and does not inflate. `put_in` is the part of them that brings the reserve
    up to its minimum. `gap` is positive for a shortfall; `closing` and `minimum` are the reserve's.
    """

    savings: Amounts
    put_in: Amounts
    gap: Amounts
    closing: Amounts
    minimum: Amounts


def needed(projection: Projection, reserve: Reserve) -> Needed:
    """Return the least savings, rounded up as `keep` says, that leave nothing to find from its first year on.

    Where savings can, they keep the reserve at its minimum too. They are one sum for every year, or each year's own given
    those of the years before. Raises `ValueError` for a reserve without `keep`, and for a plan without resources.

    £100 is short in each of two years, and £60 of the reserve may be used. Equal savings of £70 a year leave £30 for it to
    pay in each.

    >>> from mtfp.engine.projection import project
    >>> plan = plan_of('''
    ... line = [{ service = "Care", base = 1000 }]
    ... stream = [{ name = "Grant", kind = "grant", amounts = { "2026/27" = 900, "2027/28" = 900 } }]
    ... [[reserve]]
    ... name = "Balances"
    ... class = "general"
    ... opening = 160
    ... minimum = 100
    ... balances_gap = 1
    ... keep = { from = "2026/27", shape = "equal" }
    ... ''')
    >>> needed(project(plan), plan.reserves[0]).savings
    (7000, 7000)
    """
    keep = reserve.keep
    if keep is None or projection.gaps is None:
        raise ValueError(f"nothing is asked of {reserve.name}, or there is no gap to meet")
    count = len(projection.plan.horizon)
    first = max(projection.plan.horizon.index(keep.first), 0)
    together = (
        [range(first, count)] if keep.shape == "equal" else [range(n, n + 1) for n in range(first, count)]
    )
    place = projection.plan.reserves.index(reserve)
    savings: Pence = np.zeros(count, dtype=np.int64)
    for years in together:
        savings = _with_least(projection, place, keep.round_up_to, savings, years)
    return Needed(*(tuple(each.tolist()) for each in (savings, *_after(projection, place, savings))))


def needed_words(projection: Projection, reserve: Reserve, found: Needed, said: Said) -> list[str]:
    """Return a sentence that says the savings, and one for each thing that they do not put right."""
    if reserve.keep is None:
        return []
    years, first = list(projection.plan.horizon), reserve.keep.first
    before = {
        year: pence
        for year, pence in zip(years, found.gap, strict=True)
        if year < first and pence > 0 and not projection.plan.balances(pence)
    }
    short = [
        year
        for year, closing, minimum in zip(years, found.closing, found.minimum, strict=True)
        if projection.plan.is_below(closing, minimum)
    ]
    below = [year for year in short if year >= first]
    put_in = {year: pence for year, pence in zip(years, found.put_in, strict=True) if pence}
    since = f" from 31 March {first.start + 1}" if len(short) > len(below) else ""
    # What closes a gap is said in full, since it is to be obeyed.
    kept = "" if below else f", with {reserve.name} at or above its minimum{since}"
    words = [_savings_words(dict(zip(years, found.savings, strict=True)), put_in, reserve, kept)]
    if before:
        words.append(
            f"Before {first} the plan does not balance, whatever is saved later: {_by_year(before, said)} still to find."
        )
    if below:
        words.append(
            f"{reserve.name}: below its minimum in {listed(map(str, below), most=60)}, which savings alone do not put right."
        )
    return words


def _savings_words(
    savings: dict[FinancialYear, int], put_in: dict[FinancialYear, int], reserve: Reserve, kept: str
) -> str:
    keep, found = reserve.keep, {year: pence for year, pence in savings.items() if pence}
    if keep is None:
        return ""
    if not found:
        return f"{reserve.name}: no savings are needed to leave nothing to find from {keep.first} on{kept}."
    equal, alone = keep.shape == "equal", len(found) == 1
    amounts = (
        f"{TO_THE_PENNY.show(max(found.values()))} a year from {min(found)}"
        if equal and not alone
        else _by_year(found, TO_THE_PENNY)
    )
    how = [] if equal or alone else ["each for its own year"]
    how += [f"with {_by_year(put_in, TO_THE_PENNY)} put into {reserve.name}"] if put_in else []
    aside = f", {', '.join(how)}," if how else ""
    return f"Savings of {amounts}{aside} would leave nothing to find{kept}."


def _by_year(amounts: dict[FinancialYear, int], said: Said) -> str:
    texts = said.each([(pence, said.nearest(pence)) for pence in amounts.values()])
    return listed((f"{text} in {year}" for text, year in zip(texts, amounts, strict=True)), most=60)


def _with_least(projection: Projection, place: int, step: int, savings: Pence, years: range) -> Pence:
    """Return the savings for which the least whole number of steps, made in each of some years, leaves these nothing to find.

    Where any savings can, they also keep the reserve at its minimum in those years.
    """
    if _as_near_as_the_plan_works(projection, place, savings, years):
        return savings

    def saving(steps: NDArray[np.int64]) -> Pence:
        tried = np.tile(savings, (len(steps), 1))
        tried[:, years] = step * steps[:, np.newaxis]
        return tried

    def balanced(steps: NDArray[np.int64]) -> NDArray[np.bool_]:
        return _in_each(years, _after(projection, place, saving(steps)).gap <= 0)

    def kept(steps: NDArray[np.int64]) -> NDArray[np.bool_]:
        after = _after(projection, place, saving(steps))
        return _in_each(years, (after.gap <= 0) & (after.closing >= after.minimum))

    most = -(-max(int(projection.net_budget.max()), 0) // step)
    enough = kept if kept(np.array([most]))[0] else balanced
    least: Pence = saving(np.array([_least(most, enough)]))[0]
    return least


def _in_each(years: range, met: NDArray[np.bool_]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.all(met[..., years], axis=-1)
    return found


def _least(most: int, enough: Callable[[NDArray[np.int64]], NDArray[np.bool_]]) -> int:
    """Return the least whole number that is enough, where every larger one is too, or one more than `most` where none is.

    >>> _least(1_000_000, lambda numbers: numbers >= 1_234), _least(10, lambda numbers: numbers > 10)
    (1234, 11)
    """
    low, high = 0, most + 1
    while low < high:  # many are tried at once
        tried = np.arange(low, high, max((high - low) // _AT_ONCE, 1))
        those = tried[enough(tried)]
        short = len(tried) - len(those)
        low, high = int(tried[short - 1]) + 1 if short else low, int(those[0]) if len(those) else high
    return low


def _as_near_as_the_plan_works(projection: Projection, place: int, savings: Pence, years: range) -> bool:
    """Whether some years balance as they are, with the reserve at its minimum, to what the plan works to."""
    plan, after = projection.plan, _after(projection, place, savings)
    gap, closing, minimum = after.gap.tolist(), after.closing.tolist(), after.minimum.tolist()
    return all(
        (gap[n] <= 0 or plan.balances(gap[n])) and not plan.is_below(closing[n], minimum[n]) for n in years
    )


class _After(NamedTuple):
    """What savings put into a reserve that is below its minimum, and the gap and that reserve with it put in: (..., years) pence."""

    put_in: Pence
    gap: Pence
    closing: Pence
    minimum: Pence


def _after(projection: Projection, place: int, savings: Pence) -> _After:
    after = _with_put_in(projection, place, savings, np.zeros_like(savings))
    for n in range(savings.shape[-1]):
        put_in = after.put_in.copy()
        below = after.minimum[..., n] - after.closing[..., n]
        put_in[..., n] = np.maximum(np.minimum(below, savings[..., n]), 0)
        if put_in[..., n].any():
            then = _with_put_in(projection, place, savings, put_in)
            # What no other reserve pays of the contribution is not put in: savings close the gap first.
            left = np.maximum(then.gap[..., n] - np.maximum(after.gap[..., n], 0), 0)
            put_in[..., n] = np.maximum(put_in[..., n] - left, 0)
            after = _with_put_in(projection, place, savings, put_in)
    return after


def _with_put_in(projection: Projection, place: int, savings: Pence, put_in: Pence) -> _After:
    """Take savings off the net budget and put part of them into the reserve."""
    budget, reserves = projection.budget, projection.reserve_inputs
    if reserves is not None:
        by_year = (*savings.shape[:-1], *reserves.uses.shape)
        contributions = np.broadcast_to(reserves.contributions, by_year).copy()
        contributions[..., place, :] += put_in
        reserves = reserves._replace(contributions=contributions)
    gaps, held = meet(budget._replace(net=budget.net - savings), reserves)
    if gaps is None or held is None:
        raise ValueError("there is no gap to meet, or no reserve to keep")
    return _After(put_in, gaps.to_find, held.closing[..., place, :], held.minimum[..., place, :])
