"""What a scenario does, in words: its cost before reserves, what reserves pay of it, and what becomes of each year's gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sized
from collections.abc import Set as AbstractSet

from mtfp.analysis.outcome import Effect, Outcome
from mtfp.engine.projection import Projection
from mtfp.engine.reserves import ReserveHeld
from mtfp.money import TO_THE_PENNY, Pence, Said
from mtfp.plan.labels import CHANGES_SO_FAR, label
from mtfp.problems import listed
from mtfp.years import FinancialYear, Horizon

ByYear = Mapping[FinancialYear, int]
"""Pence by year of the plan."""

_A_RUN = 3
"""So many years in a row are said as a run."""


def changed(outcome: Outcome, said: Said = TO_THE_PENNY) -> str:
    """Return what a scenario costs, what reserves pay of it, and what it does to the gap; nothing without a scenario.

    Where the plan states no resources, return what the scenario does to the net budget.
    """
    if outcome.scenario is None:
        return ""
    before, after, cost = outcome.before, outcome.after, _exact(outcome.after, outcome.cost)
    if before.gap is None or after.gap is None:
        whole = (
            "changes so far are" if label(after.plan, "net_budget") == CHANGES_SO_FAR else "the net budget is"
        )
        net = _exact(before, before.net_budget), _exact(after, after.net_budget)
        words = f"Against the plan, {whole} {_moved(*net, said)}."
        return " ".join([words, *_over_the_plan(cost, said, ""), *_other_balances(outcome, said)])
    becomes = "; ".join(_changed_gaps(before, after, said)) or _same(after)
    if not outcome.change_in_balancing.any():
        reserves = ", before reserves balance the gap" if after.plan.reserves else ""
        words = f"Against the plan, {becomes}."
        return " ".join([words, *_over_the_plan(cost, said, reserves), *_stated_uses(outcome, said)])
    return " ".join(
        [
            f"Against the plan, before reserves balance the gap, the scenario {_costs(outcome, said)}.",
            *_stated_uses(outcome, said),
            _paid(outcome, said),
            *_run_out(before, after),
            f"After them {becomes}.",
        ]
    )


def hidden(effect: Effect, horizon: Horizon, said: Said = TO_THE_PENNY) -> str:
    """Return what a step does by itself to what is still to find, if it moves nothing else."""
    if not effect.to_find.any():
        return ""
    words = _exactly_more_or_less(dict(zip(horizon, effect.to_find.tolist(), strict=True)), said)
    return f"By itself it moves what reserves can pay: what is still to find is {words}."


def _exactly_more_or_less(pence: ByYear, said: Said) -> str:
    """Return by year what is more and what is less, exactly, of amounts that no table prints."""
    said, word = said.in_full(*pence.values())
    return f"{word}{_more_or_less(pence, pence, said)}"


def _exact(projection: Projection, pence: Iterable[int]) -> dict[FinancialYear, int]:
    return dict(zip(projection.plan.horizon, map(int, pence), strict=True))


def _difference(before: ByYear, after: ByYear) -> dict[FinancialYear, int]:
    return {year: after[year] - pence for year, pence in before.items()}


def _moved(before: ByYear, after: ByYear, said: Said) -> str:
    """Return what is more and what is less of amounts as sentences say them, so that these add up."""
    then, now = ({year: said.nearest(pence) for year, pence in each.items()} for each in (before, after))
    return _more_or_less(_difference(before, after), _difference(then, now), said)


def _as_printed(id_: str, exact: Pence, outcome: Outcome, said: Said) -> dict[FinancialYear, int]:
    """Return what a row of the scenario table prints."""
    amounts = enumerate(exact.tolist())
    years = outcome.after.plan.horizon
    return {
        year: said.cell(("scenario", id_), n, pence) for year, (n, pence) in zip(years, amounts, strict=True)
    }


def _costs(outcome: Outcome, said: Said) -> str:
    """Return what is paid and what is saved, and the sum over the plan: "costs £5 in 2027/28 and saves £2 in 2028/29"."""
    exact = _exact(outcome.after, outcome.cost)
    printed = _as_printed("cost", outcome.cost, outcome, said)
    in_all = sum(exact.values())
    found = {
        "costs": {year: pence for year, pence in exact.items() if pence > 0},
        "saves": {year: pence for year, pence in exact.items() if pence < 0},
    }
    words = [
        f"{verb} {_amounts_a_year(_texts(amounts, printed, said))}"
        for verb, amounts in found.items()
        if amounts
    ]
    if not _several(exact):
        return listed(words) or "costs nothing"
    return f"{listed(words)}: {_sum(in_all, said)}{' saved' if in_all < 0 else ''} over the plan"


def _sum(in_all: int, said: Said) -> str:
    """Return the sum over the plan, which no table prints."""
    return said.exactly(abs(in_all)) if in_all else "nothing"


def _several(amounts: ByYear) -> bool:
    return sum(map(bool, amounts.values())) > 1


def _over_the_plan(cost: ByYear, said: Said, reserves: str) -> Iterator[str]:
    if _several(cost):
        in_all = sum(cost.values())
        yield f"It {'saves' if in_all < 0 else 'costs'} {_sum(in_all, said)} over the plan{reserves}."


def _stated_uses(outcome: Outcome, said: Said) -> Iterator[str]:
    """Yield what a scenario changes of the uses that the plan states. Its cost is what is left after them."""
    then, now = outcome.before.reserves, outcome.after.reserves
    if then is not None and now is not None and then.uses != now.uses:
        uses = _exact(outcome.before, then.uses), _exact(outcome.after, now.uses)
        words = _exactly_more_or_less(_difference(*uses), said)
        yield f"That is after stated uses of reserves, {words}."


def _other_balances(outcome: Outcome, said: Said) -> Iterator[str]:
    """Yield by how much each reserve's balance differs from the plan's, on the last 31 March on which it does."""
    then, now = outcome.before.reserves, outcome.after.reserves
    if then is None or now is None:
        return
    for reserve, was, is_now in zip(outcome.after.plan.reserves, then.each, now.each, strict=True):
        more = zip(outcome.after.plan.horizon, is_now.closing or (), was.closing or (), strict=False)
        apart = [(year, after - before) for year, after, before in more if after != before]
        if apart:
            year, pence = apart[-1]
            word = "higher" if pence > 0 else "lower"
            yield f"{reserve.name} is {said.exactly(abs(pence))} {word} on 31 March {year.start + 1}."


def _paid(outcome: Outcome, said: Said) -> str:
    """Return what the reserves that balance the gap pay more or less; the amounts are what that leaves less to find."""
    pays = _exact(outcome.after, -outcome.change_in_balancing)
    printed = _as_printed("balancing", outcome.change_in_balancing, outcome, said)
    return f"Reserves that balance the gap pay {_more_or_less(pays, printed, said)}."


def _run_out(before: Projection, after: Projection) -> Iterator[str]:
    """Yield each reserve that reaches its minimum in another year than in the plan, or no longer does."""
    if before.reserves is None or after.reserves is None:
        return
    years = list(after.plan.horizon)
    each = zip(after.plan.reserves, before.reserves.each, after.reserves.each, strict=True)
    for reserve, then, now in each:
        was, is_ = _emptied(then), _emptied(now)
        if was == is_ or reserve.reserve_class == "memorandum":
            continue
        low = any(now.minimum)
        if is_ is not None:
            instead = "" if was is None else f", not {years[was]}"
            yield f"{reserve.name} {'is down to its minimum' if low else 'runs out'} in {years[is_]}{instead}."
        elif all(map(int.__lt__, now.minimum, now.closing or ())):
            yield f"{reserve.name} {'stays above its minimum' if low else 'no longer runs out'}."


def _emptied(held: ReserveHeld) -> int | None:
    """Return the number of the first year in which a use leaves a reserve at its minimum, or finds it there."""
    for n, closing in enumerate(held.closing or ()):
        if closing <= held.minimum[n] and held.asked[n] + held.balancing[n] > 0:
            return n
    return None


def _changed_gaps(before: Projection, after: Projection, said: Said) -> list[str]:
    """Return what becomes of the gap, by years that balance and years that do not; or of what rounds to nil, if only that moves."""
    if before.gap is None or after.gap is None or before.unbalanced is None or after.unbalanced is None:
        return []
    gaps = _exact(before, before.gap), _exact(after, after.gap)
    verdicts = _exact(before, before.unbalanced), _exact(after, after.unbalanced)
    rounds = {year for year, pence in gaps[0].items() if pence}
    return list(_becomes(*verdicts, rounds, said)) or list(_becomes(*gaps, rounds, said))


def _same(after: Projection) -> str:
    """Return the sentence that the gap stays as it is."""
    years = list(after.plan.horizon)
    unbalanced = [] if after.unbalanced is None else after.unbalanced.tolist()
    left = sorted({_side(pence) for pence in unbalanced if pence})
    if not left:
        return f"{years[0] if len(years) == 1 else 'every year'} still balances"
    return f"the {listed(left)} {'is' if len(left) == 1 else 'are'} the same{_in_every_year(years)}"


def _in_every_year(years: Sized) -> str:
    return " in every year" if len(years) > 1 else ""


def _becomes(before: ByYear, after: ByYear, rounds: AbstractSet[FinancialYear], said: Said) -> Iterator[str]:
    """Yield what becomes of the gap: first in years where it stays a gap or a surplus, then in each other kind of year.

    Years in which the plan `rounds` to nil are said to balance, not to have no gap.
    """
    kinds: dict[tuple[str, str], list[FinancialYear]] = {}
    for year, pence in before.items():
        kinds.setdefault((_side(pence), _side(after[year])), []).append(year)
    for (was, now), years in kinds.items():
        then = {year: abs(before[year]) for year in years}
        left = {year: abs(after[year]) for year in years}
        if not was and now:
            where = "balances" if rounds & {*years} else "has none"
            yield f"there is a {now} of {_amounts(left, said)}, where the plan {where}"
        elif was and not now:
            yield f"the {was} of {_amounts(then, said)} is {'closed' if was == 'gap' else 'gone'}"
        elif was != now:
            words = {
                year: f"a {was} of {_shown(then[year], said)} becomes a {now} of {_shown(left[year], said)}"
                for year in years
            }
            yield _by_year(words)
        elif then != left:
            yield f"the {was} is {_moved(then, left, said)}"


def _side(pence: int) -> str:
    return "gap" if pence > 0 else "surplus" if pence < 0 else ""


def _amounts(amounts: ByYear, said: Said) -> str:
    return _by_year({year: _shown(pence, said) for year, pence in amounts.items() if pence})


def _shown(pence: int, said: Said) -> str:
    """Return an amount as sentences say it; exactly, where it would round to nil."""
    return said.each([(pence, said.nearest(pence))])[0]


def _texts(exact: ByYear, printed: ByYear, said: Said) -> dict[FinancialYear, str]:
    """Return the amount of each year that has one, without its sign: as printed, or exactly where it prints as nil."""
    years = [year for year, pence in exact.items() if pence]
    return dict(zip(years, said.each([(abs(exact[y]), abs(printed[y])) for y in years]), strict=True))


def _amounts_a_year(shown: Mapping[FinancialYear, str]) -> str:
    """Return amounts that stand beside their sum over years: an amount of several years is said to be each year's."""
    several = Counter(shown.values())
    return _by_year(
        {year: f"{text}{' each year' if several[text] > 1 else ''}" for year, text in shown.items()}
    )


def _more_or_less(exact: ByYear, printed: ByYear, said: Said) -> str:
    words = {
        year: f"{text} {'more' if exact[year] > 0 else 'less'}"
        for year, text in _texts(exact, printed, said).items()
    }
    return _by_year(words) or f"the same{_in_every_year(exact)}"


def _by_year(words: Mapping[FinancialYear, str]) -> str:
    """Return what is said of each year, naming together the years of which the same is said."""
    years: dict[str, list[FinancialYear]] = {}
    for year, text in words.items():
        years.setdefault(text, []).append(year)
    return listed((f"{text} in {_years(those)}" for text, those in years.items()), most=len(words))


def _years(years: list[FinancialYear]) -> str:
    unbroken = years[-1].start - years[0].start == len(years) - 1
    return (
        f"{years[0]} to {years[-1]}"
        if unbroken and len(years) >= _A_RUN
        else listed(map(str, years), most=len(years))
    )
