"""What a scenario does, in words: its cost before reserves, what they pay of it, and what becomes of each year's gap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mtfp.analysis.outcome import Outcome
from mtfp.engine.projection import Projection
from mtfp.engine.reserves import ReserveHeld
from mtfp.money import IN_POUNDS, Said
from mtfp.problems import listed
from mtfp.years import FinancialYear

ByYear = Mapping[FinancialYear, int]
"""Pence by year of the plan."""

_A_RUN = 3
"""Years from here on are said as a run."""


def changed(outcome: Outcome, said: Said = IN_POUNDS) -> str:
    """Return what a scenario costs, what reserves pay of it, and what it does to the gap; nothing without a scenario.

    Without resources it is what it does to the net budget.
    """
    if outcome.scenario is None:
        return ""
    before, after = outcome.before, outcome.after
    cost = _as_said(after, outcome.cost, said)
    if before.gap is None or after.gap is None:
        found = f"the net budget is {_more_or_less(cost, said)}"
        return " ".join([f"Against the plan, {found}.", *_over_the_plan(cost, said, "")])
    gaps = _as_said(before, before.gap, said), _as_said(after, after.gap, said)
    becomes = "; ".join(_becomes(*gaps, said)) or "the gap is the same in every year"
    reserves = ", before reserves" if after.plan.reserves else ""
    if not outcome.change_in_balancing.any():
        words = [f"Against the plan, {becomes}.", *_over_the_plan(cost, said, reserves)]
        return " ".join([*words, *_stated_uses(outcome, said)])
    return " ".join(
        [
            f"Against the plan, the scenario {_costs(cost, said)} before the reserves that balance the gap pay.",
            *_stated_uses(outcome, said),
            *_paid(cost, *gaps, said),
            *_run_out(before, after),
            f"After them {becomes}.",
        ]
    )


def _as_said(projection: Projection, pence: Iterable[int], said: Said) -> dict[FinancialYear, int]:
    """Return pence by year as sentences say them, so that what is said adds up."""
    years = projection.plan.horizon
    return {year: said.nearest(int(each)) for year, each in zip(years, pence, strict=True)}


def _costs(cost: ByYear, said: Said) -> str:
    """Return what is paid and what is saved, and the sum over the plan: "costs £5 in 2026/27 and saves £2 in 2027/28"."""
    found = {
        "costs": {year: pence for year, pence in cost.items() if pence > 0},
        "saves": {year: -pence for year, pence in cost.items() if pence < 0},
    }
    words = [f"{verb} {_amounts(amounts, said)}" for verb, amounts in found.items() if amounts]
    if sum(map(bool, cost.values())) < 2:  # noqa: PLR2004
        return listed(words) or "costs nothing"
    total = sum(cost.values())
    over = f"{said.show(abs(total))}{' saved' if total < 0 else ''}" if total else "nothing"
    return f"{listed(words)}, {over} over the plan,"


def _over_the_plan(cost: ByYear, said: Said, reserves: str) -> Iterator[str]:
    total = sum(cost.values())
    if sum(map(bool, cost.values())) > 1:
        verb = "saves" if total < 0 else "costs"
        yield f"It {verb} {said.show(abs(total)) if total else 'nothing'} over the plan{reserves}."


def _stated_uses(outcome: Outcome, said: Said) -> Iterator[str]:
    """Yield what a scenario changes of the uses that the plan states, which its cost is after."""
    then, now = outcome.before.reserves, outcome.after.reserves
    if then is not None and now is not None and then.uses != now.uses:
        more = (a - b for a, b in zip(now.uses, then.uses, strict=True))
        yield f"That is after stated uses of reserves, {_more_or_less(_as_said(outcome.after, more, said), said)}."


def _paid(cost: ByYear, before: ByYear, after: ByYear, said: Said) -> Iterator[str]:
    """Yield what the reserves that balance the gap pay more or less, so that cost and this come to what is left to find."""
    pays = {year: cost[year] - (after[year] - before[year]) for year in cost}
    if any(pays.values()):
        yield f"Of it they pay {_more_or_less(pays, said)}."


def _run_out(before: Projection, after: Projection) -> Iterator[str]:
    """Yield each reserve that is used down to its minimum in another year than in the plan, or no longer."""
    if before.reserves is None or after.reserves is None:
        return
    years = list(after.plan.horizon)
    for reserve, then, now in zip(after.plan.reserves, before.reserves.each, after.reserves.each, strict=True):
        was, is_ = _emptied(then), _emptied(now)
        if was == is_ or reserve.reserve_class == "memorandum":
            continue
        does = "is down to its minimum" if any(now.minimum) else "runs out"
        if is_ is None:
            yield f"{reserve.name} no longer {'is down to its minimum' if any(now.minimum) else 'runs out'}."
        elif was is None:
            yield f"{reserve.name} {does} in {years[is_]}."
        else:
            yield f"{reserve.name} {does} in {years[is_]}, not {years[was]}."


def _emptied(held: ReserveHeld) -> int | None:
    """Return the first year, by number, in which a use leaves a reserve no more than its minimum, or finds no more there."""
    for n, closing in enumerate(held.closing or ()):
        if closing <= held.minimum[n] and held.asked[n] + held.balancing[n] > 0:
            return n
    return None


def _becomes(before: ByYear, after: ByYear, said: Said) -> Iterator[str]:
    """Yield what becomes of the gap by its side of nil: a gap or a surplus that grows or shrinks, goes, comes, or crosses."""
    shrinks: dict[str, dict[FinancialYear, int]] = {"gap": {}, "surplus": {}}
    comes: dict[str, dict[FinancialYear, int]] = {"gap": {}, "surplus": {}}
    goes: dict[str, dict[FinancialYear, int]] = {"gap": {}, "surplus": {}}
    crosses = []
    for year, then in before.items():
        now = after[year]
        was, is_ = _side(then), _side(now)
        if was == is_ and was:
            shrinks[was][year] = abs(now) - abs(then)
        elif was and is_:
            crosses.append(f"a {was} of {said.show(abs(then))} becomes a {is_} of {said.show(abs(now))} in {year}")
        elif is_:
            comes[is_][year] = abs(now)
        elif was:
            goes[was][year] = abs(then)
    for side, amounts in shrinks.items():
        if any(amounts.values()):
            yield f"the {side} is {_more_or_less(amounts, said)}"
    yield from crosses
    for side, amounts in comes.items():
        if amounts:
            yield f"there is a {side} of {_amounts(amounts, said)}, where the plan balances"
    for side, amounts in goes.items():
        if amounts:
            yield f"the {side} of {_amounts(amounts, said)} is {'closed' if side == 'gap' else 'gone'}"


def _side(pence: int) -> str:
    return "gap" if pence > 0 else "surplus" if pence < 0 else ""


def _amounts(amounts: ByYear, said: Said) -> str:
    return _by_year({year: said.show(pence) for year, pence in amounts.items() if pence})


def _more_or_less(amounts: ByYear, said: Said) -> str:
    words = {
        year: f"{said.show(abs(pence))} {'more' if pence > 0 else 'less'}" for year, pence in amounts.items() if pence
    }
    return _by_year(words) or "the same in every year"


def _by_year(words: Mapping[FinancialYear, str]) -> str:
    """Return what is said of each year, once for all the years of which the same is said."""
    years: dict[str, list[FinancialYear]] = {}
    for year, text in words.items():
        years.setdefault(text, []).append(year)
    return listed((f"{text} in {_years(those)}" for text, those in years.items()), most=len(words))


def _years(years: list[FinancialYear]) -> str:
    unbroken = years[-1].start - years[0].start == len(years) - 1
    return f"{years[0]} to {years[-1]}" if unbroken and len(years) >= _A_RUN else listed(map(str, years), most=len(years))
