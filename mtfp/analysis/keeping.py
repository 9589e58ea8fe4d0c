"""The least savings that would keep a reserve at its minimum, found exactly. The plan's own gap stays as it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from mtfp.engine.projection import Projection
from mtfp.engine.reserves import ReserveHeld, hold
from mtfp.money import TO_THE_PENNY, Said
from mtfp.plan.reserves import Reserve
from mtfp.plan.terms import Amounts
from mtfp.problems import listed
from mtfp.years import FinancialYear


class Needed(NamedTuple):
    """Savings by year in pence without signs, and what they leave of the gap and of the reserve.

    Each lowers the net budget of its own year, and does not inflate. `put_in` is the part of them that brings the reserve
    up to its minimum. `gap` is positive for a shortfall.
    """

    savings: Amounts
    put_in: Amounts
    gap: Amounts
    held: ReserveHeld


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
    savings: Amounts = (0,) * count
    for years in together:
        savings = _with_least(projection, reserve, keep.round_up_to, savings, years)
    put_in, gap, held = _after(projection, reserve, savings)
    return Needed(savings, put_in, gap, held)


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
        for year, closing, minimum in zip(years, found.held.closing or (), found.held.minimum, strict=False)
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


def _with_least(
    projection: Projection, reserve: Reserve, step: int, savings: Amounts, years: range
) -> Amounts:
    """Return the savings for which the least whole number of steps, made in each of some years, leaves these nothing to find.

    Where any savings can, they also keep the reserve at its minimum in those years.
    """

    def saving(steps: int) -> Amounts:
        return tuple(steps * step if n in years else pence for n, pence in enumerate(savings))

    def balanced(steps: int) -> bool:
        _, gap, _ = _after(projection, reserve, saving(steps))
        return all(gap[n] <= 0 for n in years)

    def kept(steps: int) -> bool:
        _, gap, held = _after(projection, reserve, saving(steps))
        closing, minimum = held.closing or (), held.minimum
        return all(gap[n] <= 0 and closing[n] >= minimum[n] for n in years)

    if _as_near_as_the_plan_works(projection, reserve, savings, years):
        return savings
    most = range(-(-max(int(projection.net_budget.max()), 0) // step) + 1)
    return saving(bisect_left(most, True, key=kept if kept(most[-1]) else balanced))


def _as_near_as_the_plan_works(
    projection: Projection, reserve: Reserve, savings: Amounts, years: range
) -> bool:
    """Whether some years balance as they are, with the reserve at its minimum, to what the plan works to."""
    _, gap, held = _after(projection, reserve, savings)
    plan, closing = projection.plan, held.closing or ()
    return all(
        (gap[n] <= 0 or plan.balances(gap[n])) and not plan.is_below(closing[n], held.minimum[n])
        for n in years
    )


def _after(
    projection: Projection, reserve: Reserve, savings: Sequence[int]
) -> tuple[Amounts, Amounts, ReserveHeld]:
    """Return what savings put into a reserve that is below its minimum, and the gap and the reserve by year with that put in."""
    plan = projection.plan
    place = plan.reserves.index(reserve)
    put_in = [0] * len(savings)
    gap, held = _with_put_in(projection, place, savings, put_in)
    for n in range(len(savings)):
        put_in[n] = max(min(held.minimum[n] - (held.closing or ())[n], savings[n]), 0)
        if put_in[n]:
            to_find, _ = _with_put_in(projection, place, savings, put_in)
            # What no other reserve pays of the contribution is not put in: savings close the gap first.
            put_in[n] = max(put_in[n] - max(to_find[n] - max(gap[n], 0), 0), 0)
            gap, held = _with_put_in(projection, place, savings, put_in)
    return tuple(put_in), gap, held


def _with_put_in(
    projection: Projection, place: int, savings: Sequence[int], put_in: Sequence[int]
) -> tuple[Amounts, ReserveHeld]:
    """Return the gap and a reserve by year, with savings taken off the net budget and part of them put into the reserve."""
    resources = () if projection.resources is None else projection.resources.tolist()
    net = [budget - saved for budget, saved in zip(projection.net_budget.tolist(), savings, strict=True)]
    reserves = list(projection.plan.reserves)
    contributions = tuple(map(int.__add__, reserves[place].contributions, put_in))
    reserves[place] = replace(reserves[place], contributions=contributions)
    held = hold(reserves, net, resources)
    gap = (
        budget + contributions + deficit + not_there - uses - balancing - resource
        for budget, contributions, deficit, not_there, uses, balancing, resource in zip(
            net,
            held.contributions,
            held.deficit,
            held.not_there,
            held.uses,
            held.balancing,
            resources,
            strict=True,
        )
    )
    return tuple(gap), held.each[place]
