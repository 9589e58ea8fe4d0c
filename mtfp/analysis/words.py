"""The answer in a councillor's words: does each year balance, what changed, and what is at risk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtfp.analysis.effects import changed
from mtfp.analysis.outcome import Outcome
from mtfp.engine.projection import Projection
from mtfp.money import IN_POUNDS, MILLION, Said
from mtfp.plan.labels import label
from mtfp.problems import listed
from mtfp.years import FinancialYear


def answers(outcome: Outcome, said: Said = IN_POUNDS) -> tuple[str, ...]:
    """Return what a reader asks first, a paragraph each: which years balance and by what, what changed, what is at risk."""
    found = (answer(outcome.after, said), changed(outcome, said), *_at_risk(outcome, said))
    return tuple(filter(None, found))


def answer(projection: Projection, said: Said = IN_POUNDS) -> str:
    """Return one or two sentences: which years balance, and what is still to find, from the exact gap."""
    years = list(projection.plan.horizon)
    if projection.gap is None:
        first, last = (said.show(int(projection.net_budget[n])) for n in (0, -1))
        whole = label(projection.plan, "net_budget")
        if len(years) == 1:
            return f"{whole}: {first} in {years[0]}."
        return f"{whole}: {first} in {years[0]}, {last} in {years[-1]}."
    gap = [int(pence) for pence in projection.gap]
    short = [(year, pence) for year, pence in zip(years, gap, strict=True) if pence > 0]
    surplus = [(year, -pence) for year, pence in zip(years, gap, strict=True) if pence < 0]
    paid = _paid_by_reserves(projection)
    level = [year for year, pence in zip(years, gap, strict=True) if pence == 0 and year not in paid]
    by_reserves = [(year, paid[year]) for year in years if year in paid and gap[years.index(year)] == 0]
    sentences = []
    if len(level) == len(years):
        return f"{years[0]} balances." if len(years) == 1 else "Every year balances."
    if by_reserves:
        sentences.append(_years_by_reserves(by_reserves, said))
    if short:
        sentences.append(_years_short(short, len(years), said))
    if surplus:
        after = " after using reserves" if any(year in paid for year, _ in surplus) else ""
        sentences.append(f"There is a surplus{after} of {_amounts(surplus, said)}.")
    if level:
        sentences.append(_years_level(level, years))
    return " ".join(sentences)


def _paid_by_reserves(projection: Projection) -> dict[FinancialYear, int]:
    """Return what reserves pay towards the gap of each year in which they pay anything."""
    held = projection.reserves
    if held is None:
        return {}
    return {year: pence for year, pence in zip(projection.plan.horizon, held.paid, strict=True) if pence}


def _years_by_reserves(found: Sequence[tuple[FinancialYear, int]], said: Said) -> str:
    if len(found) == 1:
        year, pence = found[0]
        return f"{year} balances by using {said.show(pence)} of reserves."
    return f"{listed((str(year) for year, _ in found), most=60)} balance by using reserves: {_amounts(found, said)}."


def _at_risk(outcome: Outcome, said: Said) -> Iterator[str]:
    """Yield how much of the savings is in doubt, where the plan says how sure they are."""
    if not any(change.stage is not None or change.confidence < MILLION for change in outcome.after.changes):
        return
    found = outcome.savings
    total = -sum(sum(each.gross) for each in found)
    doubted = -sum(sum(each.gross) for each in found if each.at_risk)
    missing = total + sum(sum(each.weighted) for each in found)
    parts = [f"{said.show(doubted)} is at risk"] if doubted > 0 else []
    parts += [f"{said.show(missing)} is not expected to arrive"] if missing > 0 else []
    if parts and total > 0:
        yield f"Of {said.show(total)} of savings over the plan, {listed(parts)}."


def _amounts(found: Sequence[tuple[FinancialYear, int]], said: Said) -> str:
    return listed((f"{said.show(pence)} in {year}" for year, pence in found), most=60)


def _years_short(short: Sequence[tuple[FinancialYear, int]], of: int, said: Said) -> str:
    if len(short) == 1:
        year, pence = short[0]
        return f"{year} does not balance: {said.show(pence)} still to find."
    which = "No year balances" if len(short) == of else f"{len(short)} years do not balance"
    return f"{which}. Still to find: {_amounts(short, said)}."


def _years_level(level: Sequence[FinancialYear], years: Sequence[FinancialYear]) -> str:
    if len(level) == 1:
        return f"{level[0]} balances."
    which = (
        "later"
        if level == list(years[-len(level) :])
        else "earlier"
        if level == list(years[: len(level)])
        else "other"
    )
    return f"The {which} years balance."
