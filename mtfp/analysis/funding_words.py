"""What must be said of funding, or asked about it: streams that end or change sign, guesses, borrowing, and a gap that lasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtfp.engine.projection import Projection
from mtfp.money import Said, show_pounds
from mtfp.plan.funding import ALWAYS_ONE_OFF, COLLECTION_FUNDS, Stream
from mtfp.plan.model import Plan
from mtfp.problems import Notice, listed


def funding_notices(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield what must be said of funding."""
    yield from _passing_funding(projection, said)
    yield from _structural(projection, said)


def _passing_funding(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield each grant that ends inside the plan, and each year that capitalised support pays for."""
    plan = projection.plan
    years = list(plan.horizon)
    for stream in plan.streams:
        paid = [n for n, pence in enumerate(stream.levels) if pence]
        if stream.lasts == "time-limited" and paid and paid[-1] < len(years) - 1:
            last, (amount,) = years[paid[-1]], _of_stream(stream, paid[-1:], said)
            text = f"{stream.name} ends after {last}: {amount} less from {last + 1}."
            yield Notice(name="funding-ends", of=stream.name, text=text)
        if stream.kind in COLLECTION_FUNDS and paid and paid[-1] > 1:
            after = [n for n in paid if n > 1]
            each = zip(_of_stream(stream, after, said), after, strict=True)
            late = listed(f"{amount} in {years[n]}" for amount, n in each)
            text = (
                f"{stream.name} has {late}: a collection fund is estimated each January for the year after, so an amount "
                f"after {years[1]} is a guess."
            )
            yield Notice(
                name="collection-fund-after-two-years", of=stream.name, text=text, place=stream.place
            )
        if stream.kind == "capitalised" and paid:
            each = zip(_of_stream(stream, paid, said), paid, strict=True)
            amounts = listed(f"{amount} in {years[n]}" for amount, n in each)
            text = f"{stream.name} is borrowing, repaid by {stream.scheme}: {amounts}."
            yield Notice(name="capitalised-support", of=stream.name, text=text)


def _of_stream(stream: Stream, years: Sequence[int], said: Said) -> list[str]:
    """Return what a stream brings in some years, by number, as its row prints it."""
    row = "funding", f"stream {stream.name}"
    return said.each([(stream.levels[n], said.cell(row, n, stream.levels[n])) for n in years])


def _structural(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield the structural gap: for a whole council, or where it is not what a directorate has still to find."""
    plan, gaps = projection.plan, projection.gaps
    if gaps is None or not (plan.is_whole or gaps.structural[-1] != gaps.to_find[-1]):
        return
    pence = int(gaps.structural[-1])
    if pence > 0 and not plan.balances(pence):
        above = said.show_cell(("summary", "structural_gap"), len(plan.horizon) - 1, pence)
        yield Notice(
            name="structural-gap",
            text=f"Structural gap: in {plan.horizon.last} spending that recurs is {above} above the resources that do.",
        )


_FEWEST, _NEAR = 3, 3
"""The fewest years that show the usual sign, and how many times larger or smaller still counts as the same size."""


def signs_of_streams(projection: Projection) -> Iterator[Notice]:
    """Tell of each stream with one year of the opposite sign to all others, and of about their size."""
    plan = projection.plan
    for stream in plan.streams:
        stated = [(year, pence) for year, pence in zip(plan.horizon, stream.levels, strict=True) if pence]
        if stream.kind in ALWAYS_ONE_OFF or len(stated) < _FEWEST:
            continue
        negative = [each for each in stated if each[1] < 0]
        positive = [each for each in stated if each[1] > 0]
        odd, others = sorted((negative, positive), key=len)
        if len(odd) != 1:
            continue
        ((year, pence),) = odd
        sizes = [abs(other) for _, other in others]
        if min(sizes) <= abs(pence) * _NEAR and abs(pence) <= max(sizes) * _NEAR:
            yield Notice(
                name="sign-unlike-type",
                of=stream.name,
                text=f'Funding "{stream.name}" has in {year} the opposite sign to all its other years, on '
                f"{show_pounds(abs(pence))}: check its sign.",
                place=stream.place,
                figures=(pence,),
            )


_LONGEST_LIFE, _LONGEST_LIFE_OF_SUPPORT = 50, 20
"""The most years over which England's guidance expects borrowing to be repaid; for capitalised support, 20."""


def long_lives(plan: Plan) -> Iterator[Notice]:
    """Yield a notice of each scheme that is repaid over more years than that."""
    supported = {stream.scheme for stream in plan.streams if stream.kind == "capitalised"}
    for scheme in plan.schemes:
        support = scheme.reference in supported
        most = _LONGEST_LIFE_OF_SUPPORT if support else _LONGEST_LIFE
        if scheme.life > most:
            what = "borrowing for capitalised support" if support else "borrowing"
            yield Notice(
                name="long-life",
                of=scheme.reference,
                text=f"{scheme.reference} is repaid over {scheme.life} years; {what} is repaid over at most {most} by guidance.",
                place=scheme.place,
            )
