"""What each target requires, what is found of it, and the gap if targets are met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mtfp.analysis.delivery import (
    Progress,
    Saving,
    at_stage,
    counted,
    left_to_identify,
    progress,
    savings_towards,
)
from mtfp.analysis.outcome import Outcome
from mtfp.engine.projection import Projection
from mtfp.plan.labels import gap_label, label
from mtfp.plan.model import Plan
from mtfp.plan.targets import Target
from mtfp.tables import measured
from mtfp.tables.figures import GAP, GAP_BEFORE_RESERVES, Of, figure, less, taken_away, together
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import by_year, heading, row, unseen


def targets(outcome: Outcome) -> list[Table]:
    """Return what each target requires, the savings identified towards it, and the gap if targets are met."""
    projection, plan = outcome.after, outcome.after.plan
    found = progress(plan, outcome.savings)
    yearly = [each for each in found if each.target.by is None]
    tables = []
    if yearly:
        rows = [each for one in yearly for each in _one_target(one, outcome)]
        rows += _if_met(projection, yearly)
        table = by_year(plan, "targets", "Savings targets", rows)
        in_all = len(yearly) < len(found)
        tables.append(replace(table, notes=_IN_ALL) if in_all and projection.gaps is not None else table)
    for by in sorted({each.target.by for each in found if each.target.by is not None}):
        rows = [each for one in found if one.target.by == by for each in _one_target(one, outcome)]
        tables.append(
            Table(
                id=f"targets {by}",
                title=f"Savings targets for the end of {by}",
                stub_heads=("",),
                columns=(f"By {by}",),
                rows=tuple(rows),
            )
        )
    return tables


_IN_ALL = ("Still to identify leaves out targets for the end of a year.",)


def _one_target(found: Progress, outcome: Outcome) -> Iterator[Row]:
    """Yield a target's rows. The running figure casts with the year's, and that with what is required and identified."""
    title, plan = found.target.name, outcome.after.plan
    when = plan.horizon if found.target.by is None else (found.target.by,)
    of_target = savings_towards(outcome.savings, found.target)
    required = row(f"required {title}", "Required", found.required, of=figure("required", when, title))
    identified = row(
        f"identified {title}", "Identified", found.identified, of=_found(of_target, found.target, plan)
    )
    unidentified = row(
        f"unidentified {title}", "Unidentified", found.unidentified, "subtotal", [required], [identified]
    )
    running = figure("running", (plan.horizon.base_year, *when), title)
    brought = row(
        f"brought {title}",
        "Still to identify, brought forward",
        (-found.target.brought_forward, *found.running[:-1]),
        of=running[:-1],
    )
    if not found.target.brought_forward:
        brought = unseen(brought, brought.id)
    yield from (heading(title), required, identified)
    if any(found.at_risk):
        yield row(
            f"at risk {title}",
            "Of which at risk",
            found.at_risk,
            "balance",
            of=_found(at_stage("at risk", of_target), found.target, plan),
        )
    if any(found.not_achieved):
        yield row(
            f"not achieved {title}",
            "Of which not achieved",
            found.not_achieved,
            "balance",
            of=_found(at_stage("not achieved", of_target), found.target, plan),
        )
    yield from (unidentified, brought)
    yield row(
        f"running {title}",
        "Still to identify, running",
        found.running,
        "balance",
        [brought, unidentified],
        of=running[1:],
    )


def _found(savings: Iterable[Saving], target: Target, plan: Plan) -> Of:
    """Return the figures of the savings identified towards a target, by year or in all by the year it is for."""
    by_year = taken_away(measured.savings(savings, plan))
    if target.by is None:
        return by_year
    return (together((1, each) for each in by_year[: plan.horizon.index(target.by) + 1]),)


def _if_met(projection: Projection, yearly: Sequence[Progress]) -> Iterator[Row]:
    """Yield the gap before reserves as it would be with all targets met. A target by itself never lowers the gap."""
    if projection.gaps is not None:
        plan = projection.plan
        left = left_to_identify(yearly, len(plan.horizon))
        of_left = tuple(
            together(
                (1, figure("running", [year], each.target.name)[0])
                for each in counted(yearly, n)
                if each.running[n]
            )
            for n, year in enumerate(plan.horizon)
        )
        name = label(plan, "gap_before_reserves") if plan.reserves else gap_label(plan)
        gap = row(
            "gap",
            name,
            projection.gaps.before_reserves,
            "balance",
            of=figure(GAP_BEFORE_RESERVES if plan.reserves else GAP, plan.horizon),
        )
        to_identify = row("left", "Still to identify against targets", left, of=of_left)
        met = projection.gaps.before_reserves - left
        yield from (heading("If targets are met"), gap, to_identify)
        yield row(
            "met", f"{name}, if targets are met", met, "balance", [gap], [to_identify], less(gap.of, of_left)
        )
