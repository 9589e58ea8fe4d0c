"""What must be said of reserves, whichever tables are shown: those at or below their minimum, and uses of what is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mtfp.analysis.keeping import needed, needed_words
from mtfp.engine.projection import Projection
from mtfp.engine.reserves import ReserveHeld
from mtfp.money import Said
from mtfp.plan.reserves import Reserve
from mtfp.problems import Notice, listed
from mtfp.years import FinancialYear


def reserve_notices(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield what must be said of reserves. Whether they are adequate is for the officer, and never said."""
    short = _short(projection)
    yield from _deficits(projection, said)
    for reserve, held in _each(projection):
        if held.opening is None or held.closing is None:
            text = f"The balance of {reserve.name} is not stated, so nothing says whether its uses are there."
            yield Notice(name="balance-not-stated", of=reserve.name, text=text)
            continue
        yield from _below_minimum(reserve, held, projection, said)
        yield from _at_minimum(reserve, held, tuple(projection.plan.horizon))
        yield from _not_there(reserve, held, projection, short, said)
        if reserve.keep is not None and projection.gaps is not None:
            for text in needed_words(projection, reserve, needed(projection, reserve), said):
                yield Notice(name="savings-needed", of=reserve.name, text=text)
    yield from _beyond_the_gap(projection, short, said)
    yield from _support_ends(projection, said)


def low_reserves(projection: Projection, said: Said) -> list[str]:
    """Return a sentence for each deficit that the first year makes good, and each reserve that is below its minimum on some day."""
    each = (_below_minimum(reserve, held, projection, said) for reserve, held in _each(projection))
    return [notice.text for found in (_deficits(projection, said), *each) for notice in found]


def _each(projection: Projection) -> Iterator[tuple[Reserve, ReserveHeld]]:
    if projection.reserves is not None:
        yield from zip(projection.plan.reserves, projection.reserves.each, strict=True)


def _deficits(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield each general reserve with a deficit that the first year's budget makes good, and whether the whole fund is in deficit."""
    first = projection.plan.horizon.first
    general = [each for each in _each(projection) if each[0].reserve_class == "general"]
    fund = sum(held.opening[0] for _, held in general if held.opening)
    for reserve, held in general:
        pence = held.made_good[0]
        if not pence:
            continue
        makes, fund_is = "must make good", ""
        if -fund < sum(each.made_good[0] for _, each in general):
            makes = "makes good"
            fund_is = (
                f"; general reserves together are {said.exactly(-fund)} in deficit, and no more than that must be made good"
                if fund < 0
                else f"; general reserves together hold {said.exactly(fund)}, so the general fund is not in deficit"
            )
        deficit = said.show_cell(("reserves", f"made good {reserve.name}"), 0, pence)
        yield Notice(
            name="deficit-brought-forward",
            of=reserve.name,
            text=f"{reserve.name} has a deficit of {deficit} on 1 April {first.start}, which the budget of {first} "
            f"{makes}{fund_is}.",
            place=reserve.place,
        )


def _below_minimum(
    reserve: Reserve, held: ReserveHeld, projection: Projection, said: Said
) -> Iterator[Notice]:
    if reserve.reserve_class == "memorandum" or held.opening is None or held.closing is None:
        return
    first, opening, minimum = projection.plan.horizon.first, held.opening[0], held.minimum[0]
    opens = projection.plan.is_below(opening, minimum) and not (held.made_good[0] and not minimum)
    at_end = zip(projection.plan.horizon, held.closing, held.minimum, strict=True)
    below = listed(
        (str(year.start + 1) for year, balance, least in at_end if projection.plan.is_below(balance, least)),
        most=60,
    )
    if below:
        also = "opens below its minimum, and " if opens else ""
        text = (
            f"{reserve.name} {also}is below its minimum on 31 March {below}: none of it is there to use then."
        )
    elif opens:
        opened, least = said.each([(pence, said.nearest(pence)) for pence in (opening, minimum)])
        text = f"{reserve.name} opens below its minimum: {opened} on 1 April {first.start}, against {least}."
    else:
        return
    yield Notice(name="reserve-below-minimum", of=reserve.name, text=text, place=reserve.place)


def _at_minimum(reserve: Reserve, held: ReserveHeld, years: Sequence[FinancialYear]) -> Iterator[Notice]:
    """Tell of the years that leave a reserve with no more than its minimum, though it had more."""
    if reserve.reserve_class == "memorandum":
        return
    series = zip(years, held.opening or (), held.contributions, held.closing or (), held.minimum, strict=True)
    at = [
        str(year)
        for year, opening, put_in, left, least in series
        if left == least and max(opening, 0) + put_in
    ]
    if at:
        words = "is at its minimum" if any(held.minimum) else "runs out"
        text = f"{reserve.name} {words} in {listed(at, most=60)}."
        yield Notice(name="reserve-at-minimum", of=reserve.name, text=text)


def _short(projection: Projection) -> list[dict[str, int]]:
    """Return, for each year of the plan, what is not there of each stated use, by reserve."""
    return [
        {reserve.name: held.missing[n] for reserve, held in _each(projection) if held.missing[n]}
        for n in range(len(projection.plan.horizon))
    ]


def _not_there(
    reserve: Reserve,
    held: ReserveHeld,
    projection: Projection,
    short: Sequence[Mapping[str, int]],
    said: Said,
) -> Iterator[Notice]:
    """Tell of each use of more than there is above the minimum, and of the gap that it leaves, if no other use adds to that."""
    for n, year in enumerate(projection.plan.horizon):
        if reserve.name not in short[n]:
            continue
        missing, gap = short[n][reserve.name], _still_to_find(projection, n)
        exact, word = said.in_full(held.asked[n], held.uses[n], missing)
        stays = "stays in the gap" if sum(short[n].values()) <= gap else "is not there"
        what = f"{exact.show(missing)} {stays}"
        if len(short[n]) == 1 and 0 < gap < missing:
            what += f", and {exact.show(gap)} stays in the gap"
        asked, there = exact.show(held.asked[n]), exact.show(held.uses[n])
        yield Notice(
            name="use-not-there",
            of=reserve.name,
            text=f"{reserve.name}: {word}{asked} is to be used in {year} and {there} is there"
            f"{' above its minimum' if held.minimum[n] else ''}; {what}.",
            place=reserve.place,
        )


def _beyond_the_gap(
    projection: Projection, short: Sequence[Mapping[str, int]], said: Said
) -> Iterator[Notice]:
    """Tell once of a gap that is smaller than what several reserves together do not have."""
    for n, year in enumerate(projection.plan.horizon):
        gap = _still_to_find(projection, n)
        if len(short[n]) > 1 and 0 < gap < sum(short[n].values()):
            text = f"Of what {listed(short[n], most=60)} do not have in {year}, {said.show(gap)} stays in the gap."
            yield Notice(name="use-not-there", of=str(year), text=text)


def _still_to_find(projection: Projection, n: int) -> int:
    return 0 if projection.unbalanced is None else max(int(projection.unbalanced[n]), 0)


def _support_ends(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield the year in which reserves stop paying towards a gap that is still there."""
    held, gap = projection.reserves, projection.unbalanced
    if held is None or gap is None:
        return
    paid = held.paid
    years = list(projection.plan.horizon)
    for n in range(1, len(years)):
        if paid[n - 1] and not paid[n] and gap[n] > 0:
            stated = said.cell(("summary", "uses"), n - 1, held.uses[n - 1])
            balancing = said.cell(("summary", "balancing"), n - 1, held.balancing[n - 1])
            (pays,) = said.each([(paid[n - 1], stated + balancing)])
            text = f"Reserves pay {pays} in {years[n - 1]} and nothing of the gap in {years[n]}."
            yield Notice(name="reserves-stop-paying", text=text)


_KEPT_APART_UNTIL = 2028
"""Law keeps schools' deficits in England apart from a council's reserves until 31 March of this year. No figure rests on it."""


def who_bears(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield each deficit that is still a memorandum when law no longer keeps it apart, and who the plan says meets it."""
    plan, last = projection.plan, projection.plan.horizon.last
    held = () if projection.reserves is None else projection.reserves.each
    for reserve, moves in zip(plan.reserves, held, strict=False):
        deficit = -(moves.closing or (0,))[-1]
        if reserve.reserve_class != "memorandum" or deficit <= 0 or last.start < _KEPT_APART_UNTIL:
            continue
        text = (
            f"{reserve.name} is {said.show(deficit)} in deficit on 31 March {last.start + 1}. Law keeps schools' deficits apart "
            f"until 31 March {_KEPT_APART_UNTIL}; after that "
        )
        if reserve.borne_by is None:
            text += "the plan does not say who bears it."
            yield Notice(name="deficit-borne-by-no-one", of=reserve.name, text=text, place=reserve.place)
        else:
            text += f"the plan has it borne by {'' if reserve.borne_by == 'schools' else 'the '}{reserve.borne_by}, outside the gap."
            yield Notice(name="deficit-borne", of=reserve.name, text=text)
