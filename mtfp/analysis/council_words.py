"""What must be said beside a whole council's figures, in a councillor's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtfp.analysis.council_tax_words import council_tax_notices
from mtfp.analysis.put_by import put_by
from mtfp.analysis.reserve_words import reserve_notices
from mtfp.engine.projection import Projection
from mtfp.money import TO_THE_PENNY, Said
from mtfp.plan.changes import Change
from mtfp.plan.funding import COLLECTION_FUNDS, Stream
from mtfp.plan.model import Plan
from mtfp.problems import Notice, listed


def council_notices(projection: Projection, said: Said = TO_THE_PENNY) -> list[Notice]:
    """Return what funding, reserves and savings need to have said of them."""
    return [
        *council_tax_notices(projection),
        *_passing_funding(projection, said),
        *_structural(projection, said),
        *reserve_notices(projection, said),
        *put_by(projection, said),
        *_who_bears(projection, said),
        *_long_lives(projection.plan),
        *_consulted_on(projection, said),
        *_undelivered(projection, said),
        *(
            Notice(name="year-note", of=str(year), text=f"{year}: {note.rstrip('.')}.")
            for year, note in projection.plan.year_notes.items()
        ),
    ]


def _passing_funding(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield each grant that ends inside the plan, and each year that leans on capitalised support."""
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
    gaps = projection.gaps
    if gaps is not None and _is_short(int(gaps.structural[-1]), projection.plan):
        last = projection.plan.horizon.last
        above = said.show_cell(
            ("summary", "structural_gap"), len(projection.plan.horizon) - 1, int(gaps.structural[-1])
        )
        yield Notice(
            name="structural-gap",
            text=f"Structural gap: in {last} spending that recurs is {above} above the resources that do.",
        )


_KEPT_APART_UNTIL = 2028
"""By the law as it stands, schools' deficits in England are kept apart from a council's reserves until 31 March of this year."""


def _who_bears(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield each deficit shown as a memorandum after law keeps it apart, and who the plan says meets it."""
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


_LONGEST_LIFE, _LONGEST_LIFE_OF_SUPPORT = 50, 20
"""Years, by England's guidance on what is set aside to repay borrowing, and for capitalised support."""


def _long_lives(plan: Plan) -> Iterator[Notice]:
    """Yield each scheme repaid over more years than is usual."""
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


def _consulted_on(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield the changes that are not decided until people have been asked, with what they come to over the plan."""
    plan = projection.plan
    for kind, words in (("saving", "savings"), ("pressure", "pressures")):
        found = [
            (change, sum(change.amounts(plan.horizon)))
            for change in projection.changes
            if plan.types[change.type].status == "subject to consultation"
            and plan.types[change.type].kind == kind
        ]
        if found:
            total = abs(sum(pence for _, pence in found))
            yield Notice(
                name="subject-to-consultation",
                of=kind,
                text=f"Subject to consultation: {said.exactly(total)} of {words} over the plan, "
                f"{listed(change.printed for change, _ in found)}.",
            )


def _is_short(pence: int, plan: Plan) -> bool:
    return pence > 0 and not plan.balances(pence)


def _undelivered(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield the savings not achieved that nothing replaces or writes out, and budgets that savings share beyond what there is."""
    plan = projection.plan
    twice = [
        change
        for change in plan.changes
        if change.stage == "not achieved" and change.profile.steps and not _written_out(change, plan)
    ]
    if twice:
        yield Notice(
            name="not-achieved",
            text=f"Not achieved, and still taken off the budget: {listed(each.printed for each in twice)}. Drop them in a scenario, or write them out "
            "with a pressure named in replaced_by.",
            place=twice[0].place,
        )
    seen: set[frozenset[str]] = set()
    for change in plan.changes:
        sharing = frozenset({change.reference, *change.shares_budget_with})
        if len(sharing) > 1 and sharing not in seen:
            seen.add(sharing)
            yield from _shared(sharing, projection, said)


def _written_out(change: Change, plan: Plan) -> bool:
    """Whether a pressure takes out again what a saving takes off the budget; a saving in its place would count as well."""
    by = None if change.replaced_by is None else plan.change_by_reference[change.replaced_by]
    return by is not None and plan.types[by.type].kind == "pressure"


def _shared(references: frozenset[str], projection: Projection, said: Said) -> Iterator[Notice]:
    plan = projection.plan
    changes = [plan.change_by_reference[each] for each in sorted(references)]
    lines = {line.reference: line for line in map(plan.line_of, changes)}.values()
    saved = -sum(change.profile.full_year for change in changes)
    budget = sum(line.gross if line.gross is not None else line.base for line in lines)
    if saved > budget > 0:
        said, word = said.in_full(saved, budget)
        yield Notice(
            name="saves-more-than-budget",
            of=changes[0].reference,
            text=f"{listed(change.printed for change in changes)} save {word}{said.show(saved)} between them from a budget of "
            f"{said.show(budget)}, {listed(line.title for line in lines)}.",
            place=changes[0].place,
            figures=(saved,),
        )
