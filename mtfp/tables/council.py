"""The tables of a whole council: what each year needs, what pays for it, and what reserves do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import get_args

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.reserve_words import lowest
from mtfp.engine.funding import BandD, Funding
from mtfp.engine.projection import Gaps, Projection
from mtfp.engine.reserves import ReserveHeld
from mtfp.money import Unit, differences, divide, summed
from mtfp.plan.council_tax import CouncilTax
from mtfp.plan.funding import Certainty, Stream
from mtfp.plan.labels import label, resources_label
from mtfp.plan.model import Plan
from mtfp.plan.reserves import Reserve
from mtfp.plan.terms import Amounts
from mtfp.tables import measured
from mtfp.tables.figures import figure, figures
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import (
    added,
    balance_days,
    by_year,
    change_from,
    heading,
    row,
    said,
    total_of,
    unless_nil,
)
from mtfp.tables.unit import PrintUnit

_TO_THE_PENNY = PrintUnit(Unit.POUNDS, 2)
_HUNDREDTHS_OF_A_PER_CENT = 10_000


def summary(outcome: Outcome) -> list[Table]:
    """Return what each year needs, what pays for it, and the gap before and after reserves."""
    projection, plan = outcome.after, outcome.after.plan
    gaps, resources = projection.gaps, projection.resources
    if not plan.is_whole or gaps is None or resources is None:
        return []
    costs = [
        row(
            "net_budget",
            label(plan, "net_budget"),
            projection.net_budget,
            "balance",
            of=measured.net_budget(plan),
        ),
        *_put_by(projection),
    ]
    funding = row("funding", resources_label(plan), resources, of=measured.resources(projection))
    rows, adds, less = [*costs, funding], costs, [funding]
    if plan.reserves:
        name = label(plan, "gap_before_reserves")
        adds = [
            row(
                "before",
                name,
                gaps.before_reserves,
                "balance",
                costs,
                [funding],
                of=figure(measured.GAP_BEFORE_RESERVES, plan.horizon),
            )
        ]
        less = list(_taken_out(projection))
        change = label(plan, "change_in_gap_before_reserves")
        rows += [*adds, change_from(0, adds[0], change, id_="change before"), *less]
    to_find = row(
        "gap",
        label(plan, "still_to_find"),
        gaps.to_find,
        "balance",
        adds,
        less,
        of=figure(measured.GAP, plan.horizon),
    )
    return [by_year(plan, "summary", "Summary", [*rows, to_find, *_beside_the_gap(plan, gaps, to_find)])]


def _put_by(projection: Projection) -> Iterator[Row]:
    plan, held = projection.plan, projection.reserves
    if held is not None:
        of = measured.contributions(projection)
        yield row("contributions", label(plan, "contributions"), held.contributions, of=of)
        if any(held.deficit):
            yield row("deficit", label(plan, "deficit"), held.deficit, of=measured.made_good(projection))
        if any(held.not_there):
            yield row("not_there", label(plan, "not_there"), held.not_there)


def _taken_out(projection: Projection) -> Iterator[Row]:
    plan, held = projection.plan, projection.reserves
    if held is not None:
        yield row("uses", label(plan, "uses"), held.uses, of=measured.uses(projection))
        if any(reserve.balances_gap is not None for reserve in plan.reserves):
            of = measured.balancing(projection)
            yield row("balancing", label(plan, "balancing"), held.balancing, of=of)


def _beside_the_gap(plan: Plan, gaps: Gaps, to_find: Row) -> Iterator[Row]:
    yield change_from(0, to_find, label(plan, "change_in_gap"))
    yield row("structural_gap", label(plan, "structural_gap"), gaps.structural, "balance")


def funding(outcome: Outcome) -> list[Table]:
    """Return every stream that pays for the plan; those stated by changes are rolled forward."""
    plan, paid = outcome.after.plan, outcome.after.funding
    if paid is None:
        return []
    rows = []
    if paid.band_d is not None:
        of = measured.council_tax(outcome.after)
        rows.append(row("council_tax", label(plan, "council_tax"), paid.band_d.income, "balance", of=of))
        rows += _special_expenses(plan)
    streams = [
        row(f"stream {stream.name}", stream.name, pence, of=measured.stream(plan, stream.name))
        for stream, pence in zip(plan.streams, paid.streams, strict=True)
    ]
    total = row("funding", label(plan, "funding"), paid.resources, "total", [*rows, *streams])
    ends = row(
        "ends",
        "Of which one-off or time-limited",
        paid.resources - paid.recurring,
        "balance",
        of=measured.streams(outcome.after, (each.name for each in plan.streams if each.lasts != "ongoing")),
    )
    tables = [by_year(plan, "funding", "Funding", [*rows, *streams, total, ends, *_certainty(plan, paid)])]
    parts = [each for stream in plan.streams for each in _in_two_parts(stream, plan)]
    if parts:
        tables.append(by_year(plan, "collection-funds", "Collection funds in two parts", parts))
    carried = [stream for stream in plan.streams if stream.carried is not None]
    if carried:
        forward = [each for stream in carried for each in _carried(stream, plan)]
        tables.append(by_year(plan, "streams", "Funding carried forward", forward))
    return tables


def _certainty(plan: Plan, paid: Funding) -> Iterator[Row]:
    """Yield how much of the streams is settled, provisional, assumed or not stated; nothing where no stream states it."""
    if not any(stream.certainty for stream in plan.streams):
        return
    yield heading("How sure the streams are")
    for word in (*get_args(Certainty), None):
        found = [
            (
                stream.name,
                [each if said_in == word else 0 for each, said_in in zip(pence, said_of, strict=True)],
            )
            for stream, pence in zip(plan.streams, paid.streams.tolist(), strict=True)
            for said_of in [stream.certainty or (None,) * len(plan.horizon)]
        ]
        amounts = summed((pence for _, pence in found), len(plan.horizon))
        of = figures(measured.STREAM, found, plan.horizon)
        name = (word or "not said").capitalize()
        yield from unless_nil(row(f"certainty {word}", name, amounts, "balance", of=of))


def _in_two_parts(stream: Stream, plan: Plan) -> Iterator[Row]:
    """Yield a collection fund in two parts: January's estimate, the earlier year's outturn less its own estimate, and the sum."""
    if stream.earlier is not None:
        parts = [
            row(f"january {stream.name}", "January's estimate for last year", stream.amounts),
            row(f"earlier {stream.name}", "The earlier year's outturn less its estimate", stream.earlier),
        ]
        both = row(
            f"both {stream.name}",
            "Both parts",
            stream.levels,
            "total",
            parts,
            of=measured.stream(plan, stream.name),
        )
        yield from (heading(stream.name), *parts, both)


def _carried(stream: Stream, plan: Plan) -> Iterator[Row]:
    """Yield a stream's figure brought forward, its changes, the grants moved into it, and what is carried forward."""
    moved = [each for each in plan.transfers if each.stream == stream.name]
    change = row(f"change {stream.name}", "Change in the year", stream.amounts)
    transfers = [
        row(f"{stream.name} {each.name}", each.name, each.amounts, of=measured.moved_in(plan, each))
        for each in moved
    ]
    movements = [change, *transfers]
    closing = tuple(accumulate(added(movements, len(plan.horizon)), initial=stream.carried or 0))
    brought = row(
        f"brought {stream.name}",
        "Brought forward",
        closing[:-1],
        "balance",
        of=(
            *figure("carried", [plan.horizon.base_year], stream.name),
            *measured.stream(plan, stream.name)[:-1],
        ),
    )
    yield from (heading(stream.name), brought, *movements)
    yield row(
        f"carried {stream.name}",
        "Carried forward",
        closing[1:],
        "balance",
        [brought, *movements],
        of=measured.stream(plan, stream.name),
    )


def council_tax(outcome: Outcome) -> list[Table]:
    """Return Band D, its elements, the tax base, the council tax raised, special expenses, and what is collected for others.

    The council tax requirement is told beneath where the year to be set balances.
    """
    projection, plan = outcome.after, outcome.after.plan
    tax, paid = plan.council_tax, projection.funding
    if tax is None or paid is None or paid.band_d is None:
        return []
    band_d = paid.band_d
    of = measured.council_tax(projection)
    raised = row("council_tax", label(plan, "council_tax"), band_d.income, "balance", of=of)
    rows = [
        said("core", "Band D: core element (£)", _to_the_penny(band_d.core)),
        *_precept(tax, band_d.precept),
        said("band_d", "Band D (£)", _to_the_penny(band_d.total)),
        said("rise", "Rise on the year before (£)", _to_the_penny(differences(band_d.total, tax.band_d))),
        said("rate", "Rise on the year before", _rates(tax.band_d, band_d.total)),
        *_average(band_d),
        said("tax_base", _tax_base_name(tax), _to_the_penny(band_d.tax_base)),
        raised,
    ]
    own = [raised, *_special_expenses(plan)]
    others = [row(f"for {each.name}", each.name, each.amounts) for each in plan.collected_for_others]
    rows += [*own[1:], *others]
    if len(own) + len(others) > 1:
        rows.append(total_of("collected", "Collected in all", [*own, *others], len(plan.horizon)))
    return [by_year(plan, "council-tax", "Council tax", rows, _requirement(projection, band_d))]


def _special_expenses(plan: Plan) -> list[Row]:
    special = {} if plan.council_tax is None else plan.council_tax.special_expenses
    return [
        row(
            f"special {name}",
            f"Special expenses: {name}",
            pence,
            of=figure(measured.SPECIAL, plan.horizon, name),
        )
        for name, pence in special.items()
    ]


def _average(band_d: BandD) -> list[Row]:
    if not any(band_d.special):
        return []
    return [said("average", "Band D with special expenses averaged (£)", _to_the_penny(band_d.average))]


def _requirement(projection: Projection, band_d: BandD) -> tuple[str, ...]:
    """Tell the council tax requirement of the year to be set, with and without parishes' precepts, if that year balances."""
    plan, gap = projection.plan, projection.gap
    # A requirement is of a balanced year to be set; a parished billing authority's includes the parishes' precepts.
    if gap is None or not plan.balances(int(gap[0])):
        return ()
    parishes = sum(each.amounts[0] for each in plan.collected_for_others if each.parish)
    own = band_d.income[0] + band_d.special[0]
    name = f"{label(plan, 'requirement')} for {plan.horizon.first}, to the penny"
    without, precepts, both = (f"£{_TO_THE_PENNY.show(pence)}" for pence in (own, parishes, own + parishes))
    if not parishes:
        return (f"{name}: {without}.",)
    return (f"{name}: {both} with {precepts} of parish precepts, {without} without.",)


def _precept(tax: CouncilTax, by_year: Amounts) -> list[Row]:
    if not tax.precept_in_band_d and not any(by_year):
        return []
    return [said("precept", "Band D: social care precept (£)", _to_the_penny(by_year))]


def _tax_base_name(tax: CouncilTax) -> str:
    implied = tax.tax_base is None and tax.gross_base is None
    return "Tax base (implied by the yield)" if implied else "Tax base"


def _to_the_penny(amounts: Iterable[int]) -> list[str]:
    return _TO_THE_PENNY.show_each(amounts)


def _rates(before: int, by_year: Sequence[int]) -> list[str]:
    """Return each year's rise as a percentage of the year before, to two decimals."""
    risen = zip(differences(by_year, before), (before, *by_year), strict=False)
    return [f"{_TO_THE_PENNY.show(divide(rise * _HUNDREDTHS_OF_A_PER_CENT, last))}%" for rise, last in risen]


def reserves(outcome: Outcome) -> list[Table]:
    """Return each reserve rolled forward, and the balances at each 31 March."""
    projection, plan = outcome.after, outcome.after.plan
    if projection.reserves is None:
        return []
    held = list(zip(plan.reserves, projection.reserves.each, strict=True))
    rows = [each for reserve, moves in held for each in _one_reserve(reserve, moves, plan)]
    return [by_year(plan, "reserves", "Reserves", rows), _balances(held, plan)]


def _one_reserve(reserve: Reserve, moves: ReserveHeld, plan: Plan) -> Iterator[Row]:
    name = reserve.name
    inside = ", in budgets" if reserve.in_budget else ""
    into = unless_nil(
        row(
            f"into {name}",
            f"Contributions{inside}",
            moves.contributions,
            of=figure(measured.CONTRIBUTIONS, plan.horizon, name),
        )
    )
    out = unless_nil(
        row(f"uses {name}", f"Uses{inside}", moves.uses, of=figure(measured.USES, plan.horizon, name))
    )
    if reserve.balances_gap is not None:
        out.append(
            row(
                f"balancing {name}",
                label(plan, "balancing"),
                moves.balancing,
                of=figure(measured.BALANCING, plan.horizon, name),
            )
        )
    yield heading(f"{name} ({reserve.reserve_class})")
    if moves.opening is None or moves.closing is None:
        yield from (*into, *out, said(f"closing {name}", "Balance", ["not stated"] * len(plan.horizon)))
        return
    of = measured.balance_before(plan, name)
    opening = row(f"opening {name}", "Balance on 1 April", moves.opening, "balance", of=of)
    of_deficit = figure(measured.MADE_GOOD, plan.horizon, name)
    made_good = row(f"made good {name}", "Deficit made good", moves.made_good, of=of_deficit)
    into = [*unless_nil(made_good), *into]
    yield from (opening, *into, *out)
    yield row(
        f"closing {name}",
        "Balance on 31 March",
        moves.closing,
        "balance",
        [opening, *into],
        out,
        of=measured.balance(plan, name),
    )
    if any(moves.minimum):
        yield row(
            f"minimum {name}", "Minimum", moves.minimum, "balance", of=figure("minimum", plan.horizon, name)
        )


def _balances(held: Sequence[tuple[Reserve, ReserveHeld]], plan: Plan) -> Table:
    """Return every reserve's balance on the day the plan starts and each 31 March. Memorandum reserves are not in the total."""
    rows: list[Row] = []
    beside: list[Row] = []
    for reserve, moves in held:
        if moves.opening is not None and moves.closing is not None:
            each = row(
                f"at {reserve.name}",
                reserve.name,
                (moves.opening[0], *moves.closing),
                "balance",
                of=measured.balance_from_the_start(plan, reserve.name),
            )
            (beside if reserve.reserve_class == "memorandum" else rows).append(each)
        else:
            rows.append(said(f"at {reserve.name}", reserve.name, ["not stated"] * (len(plan.horizon) + 1)))
    known = [each for each in rows if each.amounts]
    name = "Total reserves" if len(known) == len(rows) else "Total of the balances stated"
    total = [total_of("balances", name, known, len(plan.horizon) + 1)] if known else []
    memorandum = [heading("Memorandum, not available"), *beside] if beside else []
    memorandum += _less_borne(held, known)
    return Table(
        id="balances",
        title="Balances of reserves",
        stub_heads=("",),
        columns=balance_days(plan),
        rows=(*rows, *total, *memorandum),
        lead=1,
        notes=tuple(
            words
            for reserve, moves in held
            if moves.closing is not None and reserve.reserve_class != "memorandum"
            for words in [lowest(reserve, moves, tuple(plan.horizon))]
            if words
        ),
    )


def _less_borne(held: Sequence[tuple[Reserve, ReserveHeld]], known: Sequence[Row]) -> list[Row]:
    """Return the total of reserves less the deficits that the plan says the council bears, for which no reserve is used."""
    borne = [
        row(f"borne {reserve.name}", "", (moves.opening[0], *moves.closing), "balance")
        for reserve, moves in held
        if reserve.borne_by == "council" and moves.opening is not None and moves.closing is not None
    ]
    if not borne or not known:
        return []
    columns = len(borne[0].amounts)
    return [
        row(
            "less borne", "Total less deficits the council bears", added([*known, *borne], columns), "balance"
        )
    ]


COUNCIL = {"summary": summary, "funding": funding, "council-tax": council_tax, "reserves": reserves}
"""The tables here, by the name that asks for each."""
