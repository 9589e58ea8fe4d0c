"""What pays for the plan: council tax and every stream, how sure they are, and those carried forward."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import get_args

from mtfp.analysis.outcome import Outcome
from mtfp.engine.streams import Funding
from mtfp.money import summed
from mtfp.plan.funding import Certainty, Stream
from mtfp.plan.labels import label
from mtfp.plan.model import Plan
from mtfp.tables import measured
from mtfp.tables.figures import STREAM, figure, figures
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import added, by_year, heading, row, special_expenses, unless_nil


def funding(outcome: Outcome) -> list[Table]:
    """Return every stream that pays for the plan; those stated by changes are rolled forward."""
    plan, paid = outcome.after.plan, outcome.after.funding
    if paid is None:
        return []
    rows = []
    if outcome.after.band_d is not None:
        of = measured.council_tax(outcome.after)
        rows.append(
            row("council_tax", label(plan, "council_tax"), outcome.after.band_d.income, "balance", of=of)
        )
        rows += special_expenses(plan)
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
        of = figures(STREAM, found, plan.horizon)
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
