"""Which years balance and by what, what is still to find, and what is left as rounding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtfp.analysis.paying import Paying, Rows, paying
from mtfp.engine.projection import Projection
from mtfp.money import TO_THE_PENNY, Said, Unit, show_pounds
from mtfp.plan.labels import label
from mtfp.plan.model import Plan
from mtfp.problems import listed
from mtfp.years import FinancialYear

Found = Sequence[tuple[FinancialYear, int]]
"""Pence of some years."""


def answer(projection: Projection, said: Said = TO_THE_PENNY) -> str:
    """Return which years balance and what is still to find, to what the plan works to, in a few sentences."""
    plan = projection.plan
    years = list(plan.horizon)
    if projection.gap is None or projection.unbalanced is None:
        first, last = (said.show(int(projection.net_budget[n])) for n in (0, -1))
        whole = label(plan, "net_budget")
        if len(years) == 1:
            return f"{whole}: {first} in {years[0]}."
        return f"{whole}: {first} in {years[0]}, {last} in {years[-1]}."
    gap = dict(zip(years, projection.unbalanced.tolist(), strict=True))
    paid = dict(zip(years, paying(projection), strict=True))
    printed = _Printed(projection, said)
    helped = {year for year in years if paid[year].helps}
    level = [year for year in years if not gap[year] and year not in helped]
    off = zip(years, (projection.gap - projection.unbalanced).tolist(), strict=True)
    left = [(year, pence) for year, pence in off if pence]
    sentences = []
    if len(level) == len(years):
        balanced = f"{years[0]} balances" if len(years) == 1 else "Every year balances"
        sentences.append(f"{balanced} {_to_the_nearest(left, plan)}." if left else f"{balanced}.")
    helped_to_nil = [(year, paid[year]) for year in years if year in helped and not gap[year]]
    sentences += _years_helped(helped_to_nil, printed)
    sentences += _years_off(gap, paid, printed)
    if 0 < len(level) < len(years):
        sentences.append(_years_level(level, years))
    if left and len(level) < len(years):
        sentences.append(f"That is {_to_the_nearest(left, plan)}.")
    if left and left[0][0] == years[0]:
        sentences.append(_for_a_line_to_take(*left[0]))
    return " ".join(sentences)


class _Printed(NamedTuple):
    """The printed figures of what pays for each year."""

    projection: Projection
    said: Said

    def of(self, year: FinancialYear, rows: Rows) -> tuple[int, int]:
        """Return the pence of some rows together, and what prints of them: the summary's row where they are all of it, else each.

        A sum that rounds to nil counts as not printed, since it is said exactly.
        """
        n, exact = self.projection.plan.horizon.index(year), sum(rows.values())
        whole = (each for each in self._in_summary(n) if len(rows) > 1 and sum(each.values()) == exact)
        shown = next(whole, rows) if self.said.nearest(exact) else {}
        return exact, sum(abs(self.said.cell(row, n, pence)) * _sign(pence) for row, pence in shown.items())

    def _in_summary(self, n: int) -> Iterator[Rows]:
        held = self.projection.reserves
        if held is not None:
            yield {("summary", "uses"): held.uses[n], ("summary", "balancing"): held.balancing[n]}
            yield {("summary", "contributions"): held.contributions[n]}


def _sign(pence: int) -> int:
    return (pence > 0) - (pence < 0)


def _years_helped(found: Sequence[tuple[FinancialYear, Paying]], printed: _Printed) -> Iterator[str]:
    """Yield the years that balance by what pays for them; those that reserves alone pay for, with nothing put in, together."""
    plain = all(paid == Paying(paid.used, {}, {}, {}, {}) for _, paid in found)
    if plain and len(found) > 1:
        each = _amounts([(year, *printed.of(year, paid.used)) for year, paid in found], printed.said)
        yield f"{_listed(year for year, _ in found)} balance by using reserves: {each}."
        return
    for year, paid in found:
        yield f"{year} balances {_helped(year, paid, printed)}."


def _helped(year: FinancialYear, paid: Paying, printed: _Printed) -> str:
    """Return what a year balances by, and by how much available reserves rise or fall where money is put in besides."""
    by = f"by {_what_pays(year, paid, printed)}"
    if not paid.put_in:
        return by
    used, ring_fenced, put_in = (
        printed.of(year, rows) for rows in (paid.reserves, paid.ring_fenced, paid.put_in)
    )
    budgets, by_budgets = printed.of(year, paid.in_budgets)
    kept, course, beside = printed.said.each(
        [put_in, _course(used, ring_fenced, put_in), (abs(budgets), abs(by_budgets))]
    )
    more = sum(paid.put_in.values()) - sum(paid.used.values())
    way = "take out" if budgets > 0 else "put in"
    before = f", before {beside} that budgets {way}" if budgets else ""
    return (
        f"{by}; after {kept} put in, available reserves {'rise' if more > 0 else 'fall'} by {course}{before}"
    )


def _what_pays(year: FinancialYear, paid: Paying, printed: _Printed) -> str:
    """Return what pays for a year, as words that follow "by" or "after"."""
    parts = (paid.reserves, paid.ring_fenced, paid.capitalised)
    used, ring_fenced, capitalised = printed.said.each(printed.of(year, rows) for rows in parts)
    reserves = f"{used} of reserves{f' ({ring_fenced} of them ring-fenced)' if paid.ring_fenced else ''}"
    if not paid.capitalised:
        return f"using {reserves}"
    return listed([*([reserves] if paid.reserves else []), f"{capitalised} of capitalisation (in principle)"])


def _course(
    of_reserves: tuple[int, int], ring_fenced: tuple[int, int], put: tuple[int, int]
) -> tuple[int, int | None]:
    """Return by how much available reserves rise or fall: the difference of the amounts said, if that goes the same way."""
    (used, said), (kept, said_kept), (put_in, said_put_in) = of_reserves, ring_fenced, put
    more = put_in - (used - kept)
    left = said_put_in - (said - said_kept)
    return abs(more), abs(left) if _sign(left) == _sign(more) else None


def _years_off(
    gap: dict[FinancialYear, int], paid: dict[FinancialYear, Paying], printed: _Printed
) -> Iterator[str]:
    """Yield what is still to find and what is over, after what pays for it, and that gaps of several years are not to be added."""
    said = printed.said
    short = [(year, pence) for year, pence in gap.items() if pence > 0]
    over = [(year, -pence) for year, pence in gap.items() if pence < 0]
    if len(short) == 1:
        ((year, pence),) = short
        (left,) = said.each([(pence, said.nearest(pence))])
        yield f"{year} does not balance: {left} still to find."
    elif short:
        which = "No year balances" if len(short) == len(gap) else f"{len(short)} years do not balance"
        yield f"{which}. Still to find: {_at_nearest(short, said)}."
    unhelped = [(year, pence) for year, pence in over if not paid[year].helps]
    if unhelped:
        yield f"There is a surplus of {_at_nearest(unhelped, said)}."
    for year, pence in over:
        if paid[year].helps:
            after = _what_pays(year, paid[year], printed)
            yield f"There is a surplus of {_at_nearest([(year, pence)], said)}, after {after}."
    if len(short) > 1 or len(over) > 1:
        what = "Gaps and surpluses" if short and over else "Gaps" if short else "Surpluses"
        yield f"{what} are not to be added across years: each is its year's if nothing is done in any."


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


def _to_the_nearest(left: Found, plan: Plan) -> str:
    names = {Unit.POUNDS.pence: "pound", Unit.THOUSANDS.pence: "thousand", Unit.MILLIONS.pence: "million"}
    each = listed(
        (f"{show_pounds(abs(pence))} {'short' if pence > 0 else 'over'} in {year}" for year, pence in left),
        most=60,
    )
    return (
        f"to the nearest {names.get(plan.works_to, show_pounds(plan.works_to))}: {each} is left as rounding"
    )


def _for_a_line_to_take(year: FinancialYear, pence: int) -> str:
    """Return the exact amount that is left in the year to be set, for a line to take."""
    return f"{year} is the year to be set: a line has to take its {show_pounds(abs(pence))}, such as contingency or balances."


def _amounts(found: Sequence[tuple[FinancialYear, int, int]], said: Said) -> str:
    """Return each year's amount as text, from its exact and its printed pence."""
    texts = said.each([(pence, printed) for _, pence, printed in found])
    return listed((f"{text} in {year}" for text, (year, *_) in zip(texts, found, strict=True)), most=60)


def _at_nearest(found: Found, said: Said) -> str:
    """Return each year's gap or surplus as text; tables print these at nearest."""
    return _amounts([(year, pence, said.nearest(pence)) for year, pence in found], said)


def _listed(years: Iterator[FinancialYear]) -> str:
    return listed(map(str, years), most=60)
