"""The answer in a councillor's words: does each year balance, and what must be said beside the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtfp.analysis.outcome import Outcome
from mtfp.engine.projection import Projection
from mtfp.money import show_pounds
from mtfp.plan.labels import label
from mtfp.problems import listed
from mtfp.years import FinancialYear


def answer(projection: Projection) -> str:
    """Return one or two sentences: which years balance, and what is still to find, from the exact gap."""
    years = list(projection.plan.horizon)
    if projection.gap is None:
        first, last = (show_pounds(int(projection.net_budget[n])) for n in (0, -1))
        whole = label(projection.plan, "net_budget")
        if len(years) == 1:
            return f"{whole}: {first} in {years[0]}."
        return f"{whole}: {first} in {years[0]}, {last} in {years[-1]}."
    gap = [int(pence) for pence in projection.gap]
    short = [(year, pence) for year, pence in zip(years, gap, strict=True) if pence > 0]
    surplus = [(year, -pence) for year, pence in zip(years, gap, strict=True) if pence < 0]
    level = [year for year, pence in zip(years, gap, strict=True) if pence == 0]
    if len(level) == len(years):
        return f"{years[0]} balances." if len(years) == 1 else "Every year balances."
    sentences = []
    if short:
        sentences.append(_years_short(short, len(years)))
    if surplus:
        sentences.append(f"There is a surplus of {_amounts(surplus)}.")
    if level:
        sentences.append(_years_level(level, years))
    return " ".join(sentences)


def _amounts(found: Sequence[tuple[FinancialYear, int]]) -> str:
    return listed((f"{show_pounds(pence)} in {year}" for year, pence in found), most=60)


def _years_short(short: Sequence[tuple[FinancialYear, int]], of: int) -> str:
    if len(short) == 1:
        year, pence = short[0]
        return f"{year} does not balance: {show_pounds(pence)} still to find."
    which = "No year balances" if len(short) == of else f"{len(short)} years do not balance"
    return f"{which}. Still to find: {_amounts(short)}."


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


def notices(outcome: Outcome) -> list[str]:
    """Return what must be said beside the figures, one sentence each."""
    after = outcome.after
    plan, gap = after.plan, after.gap
    said = []
    if gap is not None and gap[0] > 0:
        later = "; later years are forecasts" if len(plan.horizon) > 1 else ""
        said.append(f"A lawful budget must balance: {plan.horizon.first} is the year to be set{later}.")
    if gap is None and outcome.service is not None:
        said.append("Resources belong to the whole plan, so one service has a net budget and no gap.")
    elif gap is None:
        said.append("The plan states no resources, so it has a net budget and no gap.")
    unknown = [f"{change.printed} in {year}" for change in plan.changes for year in sorted(change.tbc)]
    if unknown:
        said.append(f"Not known yet (tbc), counted as nil: {listed(unknown, most=40)}.")
    said += _costly_savings(outcome)
    return said


def _costly_savings(outcome: Outcome) -> Iterator[str]:
    """Tell of each saving, of the plan or added to it, whose amounts add to more than nil."""
    plan = outcome.after.plan
    stated = {change.reference: change for change in (*plan.changes, *outcome.before.plan.changes)}
    for change in stated.values():
        adds = change.profile.full_year
        if adds > 0 and plan.types[change.type].kind == "saving":
            yield f'Saving {change.printed} "{change.title}" adds {show_pounds(adds)} to the budget: check its sign.'
