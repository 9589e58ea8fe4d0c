"""What moves the budget from one year to the next: each driver by name, nothing left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from mtfp.engine.projection import NOT_DELIVERED, Driver, Projection
from mtfp.money import whole_pence
from mtfp.plan.labels import label
from mtfp.plan.model import Plan
from mtfp.plan.terms import Amounts


def opening(projection: Projection) -> Driver:
    """Return the budget each year opens with: last year's closing, the base in the first."""
    pence = whole_pence(projection.spending.opening.sum(axis=0))
    return Driver(id="opening", label=label(projection.plan, "opening"), kind="opening", pence=pence)


def closing(projection: Projection) -> Driver:
    """Return the budget each year closes with, before the one-offs of the year."""
    pence = whole_pence(projection.spending.closing.sum(axis=0))
    return Driver(id="closing", label=label(projection.plan, "closing"), kind="closing", pence=pence)


def drivers(projection: Projection) -> Iterator[Driver]:
    """Yield every driver between opening and closing, in the order a paper prints it, without those the plan never has."""
    plan, inputs = projection.plan, projection.inputs
    if inputs.one_off_in_base.any():
        removed = (-int(inputs.one_off_in_base.sum()), *[0] * (len(plan.horizon) - 1))
        yield Driver(
            id="remove_one_offs",
            label=label(plan, "remove_one_offs"),
            kind="one-off in the base",
            pence=removed,
        )
    for reason, pence in _by_name((each.why, each.amounts) for each in plan.restatements).items():
        yield Driver(id=f"restatement: {reason}", label=reason, kind="restatement", pence=pence)
    yield from _virements(plan)
    yield from _inflation(projection)
    for n, each in enumerate(plan.types.values()):
        id_ = f"type {each.code}"
        if id_ in projection.changes_by_driver:
            pence = whole_pence(inputs.recurring[n].sum(axis=0))
            yield Driver(id=id_, label=each.label, kind=each.kind, status=each.status, pence=pence)
    if NOT_DELIVERED in projection.changes_by_driver:
        pence = whole_pence(inputs.not_delivered.sum(axis=0))
        yield Driver(
            id=NOT_DELIVERED, label=label(plan, NOT_DELIVERED), kind="saving not delivered", pence=pence
        )


def _inflation(projection: Projection) -> Iterator[Driver]:
    """Yield inflation: a row for each index with a label of its own, and one for all the rest."""
    plan = projection.plan
    labels = {name: index.label for name, index in plan.indices.items()}
    by_line = np.array([labels.get(line.index or "", "") for line in plan.lines])
    own = dict.fromkeys(filter(None, labels.values()))
    for name in (*own, ""):
        pence = whole_pence(projection.spending.inflation[by_line == name].sum(axis=0))
        if name:
            yield Driver(id=f"inflation: {name}", label=name, kind="inflation", pence=pence)
        elif any(pence) or not own:
            yield Driver(id="inflation", label=label(plan, "inflation"), kind="inflation", pence=pence)


def beside_the_base(projection: Projection) -> Iterator[Driver]:
    """Yield what each year has beside its base: one-offs by type of change, and grants moved in. With closing they make the net budget."""
    yield from _one_offs(projection)
    for transfer in projection.plan.transfers:
        yield Driver(
            id=f"transfer {transfer.name}", label=transfer.name, kind="transfer", pence=transfer.levels
        )


def _one_offs(projection: Projection) -> Iterator[Driver]:
    plan = projection.plan
    for n, each in enumerate(plan.types.values()):
        id_ = f"one-off {each.code}"
        if id_ in projection.changes_by_driver:
            name = each.label if each.one_off else f"{each.label}: one-off"
            pence = whole_pence(projection.inputs.one_offs[n].sum(axis=0))
            yield Driver(
                id=id_,
                label=name,
                kind=f"one-off {each.kind}",
                status=each.status,
                pence=pence,
            )


def _virements(plan: Plan) -> Iterator[Driver]:
    """Yield the virements: those within the plan, nil in total, where a label names their row; others by where they are from or to."""
    if "virements" in plan.labels:
        nil = (0,) * len(plan.horizon)
        yield Driver(id="virements", label=label(plan, "virements"), kind="virement", pence=nil)
    crossing = (
        (f"Virement from {each.outside}", each.amounts)
        if each.source is None
        else (f"Virement to {each.outside}", tuple(-pence for pence in each.amounts))
        for each in plan.virements
        if each.source is None or each.target is None
    )
    for name, pence in _by_name(crossing).items():
        yield Driver(id=name, label=name, kind="virement", pence=pence)


def _by_name(named: Iterable[tuple[str, Amounts]]) -> dict[str, Amounts]:
    total: dict[str, Amounts] = {}
    for name, amounts in named:
        total[name] = tuple(map(sum, zip(total[name], amounts, strict=True))) if name in total else amounts
    return total
