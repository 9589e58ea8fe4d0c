"""What each year needs, what pays for it, and the gap before and after reserves."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.analysis.outcome import Outcome
from mtfp.engine.gap import Gaps
from mtfp.engine.projection import Projection
from mtfp.plan.labels import label, resources_label
from mtfp.plan.model import Plan
from mtfp.tables import measured
from mtfp.tables.figures import GAP, GAP_BEFORE_RESERVES, figure
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import by_year, change_from, row


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
                of=figure(GAP_BEFORE_RESERVES, plan.horizon),
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
        of=figure(GAP, plan.horizon),
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
