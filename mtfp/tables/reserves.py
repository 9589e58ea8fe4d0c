"""Each reserve rolled forward, and what is in all of them at each 31 March."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtfp.analysis.outcome import Outcome
from mtfp.engine.reserves import ReserveHeld
from mtfp.plan.labels import label
from mtfp.plan.model import Plan
from mtfp.plan.reserves import Reserve
from mtfp.tables import measured
from mtfp.tables.figures import BALANCING, CONTRIBUTIONS, MADE_GOOD, USES, figure
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import added, balance_days, by_year, heading, row, said, total_of, unless_nil
from mtfp.years import FinancialYear


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
            of=figure(CONTRIBUTIONS, plan.horizon, name),
        )
    )
    out = unless_nil(row(f"uses {name}", f"Uses{inside}", moves.uses, of=figure(USES, plan.horizon, name)))
    if reserve.balances_gap is not None:
        out.append(
            row(
                f"balancing {name}",
                label(plan, "balancing"),
                moves.balancing,
                of=figure(BALANCING, plan.horizon, name),
            )
        )
    yield heading(f"{name} ({reserve.reserve_class})")
    if moves.opening is None or moves.closing is None:
        yield from (*into, *out, said(f"closing {name}", "Balance", ["not stated"] * len(plan.horizon)))
        return
    of = measured.balance_before(plan, name)
    opening = row(f"opening {name}", "Balance on 1 April", moves.opening, "balance", of=of)
    of_deficit = figure(MADE_GOOD, plan.horizon, name)
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
            for words in [_lowest(reserve, moves, tuple(plan.horizon))]
            if words
        ),
    )


def _lowest(reserve: Reserve, held: ReserveHeld, years: Sequence[FinancialYear]) -> str:
    """Return when a reserve with a known balance is lowest, the day the plan starts included; nothing where it never moves."""
    opening, closing = held.opening or (), held.closing or ()
    low = min(range(len(closing)), key=closing.__getitem__)
    if {opening[0]} == {*closing}:
        return ""
    if opening[0] <= closing[low]:
        return f"{reserve.name}: lowest on 1 April {years[0].start}, when the plan starts."
    return f"{reserve.name}: lowest on 31 March {years[low].start + 1}."


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
