"""Savings by service and stage, and what is expected to arrive of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from mtfp.analysis.delivery import Saving, by_service
from mtfp.analysis.outcome import Outcome
from mtfp.money import MILLION, summed
from mtfp.plan.model import Plan
from mtfp.plan.terms import Stage
from mtfp.tables import measured
from mtfp.tables.figures import Of, figures, joined, less
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import heading, left_out, row, total_of, years

_STAGES = (*get_args(Stage), None)


def savings(outcome: Outcome) -> list[Table]:
    """Return the savings by service and stage, and what is expected to arrive of them."""
    plan, found = outcome.after.plan, outcome.savings
    if not any(each.change.stage is not None or each.change.confidence < MILLION for each in found):
        return []
    unrated = any(each.change.confidence == MILLION for each in found)
    tables = [_by_stage(outcome)]
    if any(each.change.confidence < MILLION for each in found):
        tables.append(_weighted(outcome))
    return [
        Table(
            id=id_,
            title=title,
            stub_heads=("",),
            columns=years(plan),
            rows=tuple(rows),
            total_column="Total",
            savings=True,
            notes=(
                *(_UNRATED if id_ == "savings-weighted" and unrated else ()),
                *left_out(outcome.elsewhere, outcome.service),
            ),
        )
        for id_, title, rows in tables
    ]


_UNRATED = ("A saving with no confidence given counts whole.",)


def _by_stage(outcome: Outcome) -> tuple[str, str, list[Row]]:
    plan = outcome.after.plan
    rows: list[Row] = []
    totals = []
    for service, within in by_service(outcome.savings, outcome.service).items():
        stages = []
        for stage in _STAGES:
            of_stage = [each.gross for each in within if each.change.stage == stage]
            if of_stage:
                name = "No stage given" if stage is None else _how_far(stage)
                stages.append(
                    row(
                        f"{service} {stage}",
                        name,
                        summed(of_stage, len(plan.horizon)),
                        of=measured.savings((each for each in within if each.change.stage == stage), plan),
                    )
                )
        totals.append(
            total_of(f"total {service}", f"Savings in {service}", stages, len(plan.horizon), "subtotal")
        )
        rows += [heading(service), *stages, totals[-1]]
    rows.append(total_of("savings", f"Total savings in {outcome.in_all}", totals, len(plan.horizon)))
    return "savings", "Savings by service and stage", rows


def _how_far(stage: str) -> str:
    return stage[:1].upper() + stage[1:]


def _weighted(outcome: Outcome) -> tuple[str, str, list[Row]]:
    """Return what is expected of savings by service. What is not expected is the contingency that they imply."""
    plan, found = outcome.after.plan, outcome.savings
    arrive = [
        row(
            f"weighted {service}",
            service,
            summed((each.weighted for each in within), len(plan.horizon)),
            of=_expected(within, plan),
        )
        for service, within in by_service(outcome.savings, outcome.service).items()
    ]
    weighted = total_of("weighted", "Expected to arrive", arrive, len(plan.horizon), "subtotal")
    gross = summed((each.gross for each in found), len(plan.horizon))
    rest = row(
        "contingency",
        "Contingency for the rest",
        (whole - part for whole, part in zip(gross, weighted.amounts, strict=True)),
        of=less(measured.savings(found, plan), _expected(found, plan)),
    )
    of = measured.savings(found, plan)
    total = row("savings", f"Total savings in {outcome.in_all}", gross, "total", [weighted, rest], of=of)
    return "savings-weighted", "Savings weighted by how sure they are", [*arrive, weighted, rest, total]


def savings_by_service(outcome: Outcome) -> Iterator[Table]:
    """Yield the savings of each service, by year and over the plan, as a chart draws them."""
    plan = outcome.after.plan
    rows = [
        row(
            f"total {service}",
            service,
            summed((each.gross for each in within), len(plan.horizon)),
            of=measured.savings(within, plan),
        )
        for service, within in by_service(outcome.savings, outcome.service).items()
    ]
    if any(any(each.amounts) for each in rows):
        yield Table(
            id="chart-savings",
            title="Where the savings fall",
            stub_heads=("",),
            columns=years(plan),
            rows=(
                *rows,
                total_of("savings", f"Total savings in {outcome.in_all}", rows, len(plan.horizon)),
            ),
            total_column="Total",
            savings=True,
        )


def _expected(found: Iterable[Saving], plan: Plan) -> Of:
    """Return the figures of what savings are expected to bring. A saving without doubt is the figure of its change."""
    each = [*found]
    sure = measured.savings((one for one in each if one.change.confidence == MILLION), plan)
    doubted = [(one.change.reference, one.weighted) for one in each if one.change.confidence < MILLION]
    return joined(sure, figures("expected of a saving", doubted, plan.horizon))
