"""The inputs that move the base budget: changes, restatements, inflation stated as a sum, virements and transfers."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.analysis.outcome import Outcome
from mtfp.engine.projection import Projection
from mtfp.plan.changes import Change
from mtfp.plan.labels import label
from mtfp.plan.terms import Amounts
from mtfp.sheets.model import Line, Sheet
from mtfp.sheets.numbers import (
    line_numbers,
    outside_numbers,
    outside_of,
    reasons,
    stream_numbers,
    type_numbers,
)
from mtfp.sheets.rows import by_year, section, sheet, typed

_DRIVEN = (
    "What demand and capital schemes come to is worked out by mtfp and stands here as amounts:"
    " a rate of inflation altered in this workbook does not move it."
)
_WORDS = "An amount that the plan gives as a word (tbc or n/a) counts as nil."


def changes(outcome: Outcome) -> Sheet:
    """Return every change of the plan and of the scenario, in sections by where it goes."""
    plan = outcome.after.plan
    everything = changes_of(outcome)
    types, lines = type_numbers(plan), line_numbers(plan)
    rows: dict[str, list[Line]] = {"recurring": [], "undelivered": [], "one-off": []}
    for n, (change, amounts) in enumerate(everything, 1):
        at = types[change.type], lines[plan.line_of(change).reference]
        keys = (change.title, change.reference, change.type, *at)
        rows[_where(change)].append(typed(f"change {n}", keys, [by_year(each) for each in amounts]))
    return sheet(
        "Changes",
        "inputs",
        "Changes in budget",
        ("Change", "Reference", "Type", "Number of type", "Number of line"),
        [
            section("recurring", "Changes that stay in the base: each year's change", rows["recurring"]),
            section("undelivered", label(plan, "savings_not_delivered"), rows["undelivered"]),
            section("one-off", "One-offs: each year's amount", rows["one-off"]),
        ],
        [
            _DRIVEN if plan.demands or plan.schemes else "",
            _WORDS if any(change.unstated for change, _ in everything) else "",
        ],
    )


def changes_of(outcome: Outcome) -> list[tuple[Change, list[Amounts]]]:
    """Return each change with its pence by year in every case, nil in a case without it; those worked out come last."""
    amounts = [_amounts(each) for each in outcome.cases]
    both = (outcome.before, outcome.after)
    stated = (change for each in both for change in each.plan.changes)
    driven = (change for each in both for change in each.changes)
    held = {change.reference: change for change in (*stated, *driven)}
    nil = (0,) * len(outcome.after.plan.horizon)
    return [(change, [each.get(reference, nil) for each in amounts]) for reference, change in held.items()]


def _amounts(projection: Projection) -> dict[str, Amounts]:
    pence = projection.inputs.change_amounts.tolist()
    return {change.reference: tuple(each) for change, each in zip(projection.changes, pence, strict=True)}


def _where(change: Change) -> str:
    if change.one_off:
        return "one-off"
    return "recurring" if change.in_base_since is None else "undelivered"


def movements(outcome: Outcome) -> Sheet:
    """Return what moves the budgets of lines besides changes."""
    plan = outcome.after.plan
    return sheet(
        "Movements",
        "inputs",
        "Movements of budget",
        (
            "Movement",
            "Line, or from",
            "To, or stream",
            "Number of row, from or stream",
            "Number of line, or to",
        ),
        [
            section("restatements", "Restatements of the base, which inflate", _restatements(outcome)),
            section("stated inflation", "Inflation as a sum of money", _stated_inflation(outcome)),
            section(
                "virements", "Virements: what moves for good, from one line to another", _virements(outcome)
            ),
            section("transfers", "Grants moved in (positive) or out, each year's move", _transfers(outcome)),
        ],
        [
            f"Numbers above {len(plan.lines)} are places outside the plan." if outside_numbers(plan) else "",
        ],
    )


def _restatements(outcome: Outcome) -> Iterator[Line]:
    plan = outcome.after.plan
    rows, lines = reasons(plan), line_numbers(plan)
    for n, each in enumerate(plan.restatements, 1):
        keys = (each.why, each.line, "", rows[each.why], lines[each.line])
        yield Line(f"restatement {n}", keys, by_year(each.amounts))


def _stated_inflation(outcome: Outcome) -> Iterator[Line]:
    plan = outcome.after.plan
    for n, (line, pence) in enumerate(zip(plan.lines, outcome.after.inputs.inflation_stated, strict=True), 1):
        provision = line.index is not None and plan.indices[line.index].provision
        if line.inflation or provision:
            name = line.index if provision and line.index else line.title
            yield Line(f"stated inflation {n}", (name, line.reference, "", "", n), by_year(pence))


def _virements(outcome: Outcome) -> Iterator[Line]:
    plan = outcome.after.plan
    lines, places = line_numbers(plan), outside_numbers(plan)
    for n, each in enumerate(plan.virements, 1):
        outside = outside_of(each)
        place = 0 if outside is None else places[outside]
        source = place if each.source is None else lines[each.source]
        target = place if each.target is None else lines[each.target]
        keys = (
            each.why or "Virement",
            each.source or each.outside,
            each.target or each.outside,
            source,
            target,
        )
        yield Line(f"virement {n}", keys, by_year(each.amounts))


def _transfers(outcome: Outcome) -> Iterator[Line]:
    plan = outcome.after.plan
    streams, lines = stream_numbers(plan), line_numbers(plan)
    for n, each in enumerate(plan.transfers, 1):
        keys = (each.name, each.line, each.stream, streams.get(each.stream, 0), lines[each.line])
        yield Line(f"transfer {n}", keys, by_year(each.amounts))
