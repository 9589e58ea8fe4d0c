"""The capital programme and how it is paid for, and what borrowing for it costs by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from mtfp.analysis.outcome import Outcome
from mtfp.engine.capital import Financing
from mtfp.engine.projection import Projection
from mtfp.money import summed
from mtfp.plan.capital import Scheme
from mtfp.plan.model import Plan
from mtfp.tables.figures import CHANGE, Of, figure, figures, joined, less, together
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import by_year, heading, row, total_of, unseen


def capital(outcome: Outcome) -> list[Table]:
    """Return the capital programme, how it is paid for, and what borrowing for it costs by year."""
    plan, financed = outcome.after.plan, outcome.after.financing
    if not financed:
        return []
    programme = by_year(plan, "capital", "Capital programme", _programme(outcome.after))
    repays = any(pence < 0 for each in programme.rows if each.id == "borrowed" for pence in each.amounts)
    return [
        replace(programme, notes=_REPAYS) if repays else programme,
        by_year(plan, "financing", "Capital financing", _costs(outcome.after)),
    ]


_REPAYS = ("Borrowing is negative where a later grant or receipt repays it.",)


def _programme(projection: Projection) -> list[Row]:
    plan, financed = projection.plan, projection.financing
    count = len(plan.horizon)
    spent = [
        row(
            f"spend {scheme.reference}",
            scheme.title,
            each.spend,
            of=figure("spend", plan.horizon, scheme.reference),
        )
        for scheme, each in zip(plan.schemes, financed, strict=True)
    ]
    total = total_of("spend", "Total capital spending", spent, count)
    applied = row(
        "applied",
        "Paid for by grants and receipts",
        summed((each.applied for each in financed), len(plan.horizon)),
        of=figures(
            "applied",
            ((scheme.reference, each.applied) for scheme, each in zip(plan.schemes, financed, strict=True)),
            plan.horizon,
        ),
    )
    spending = figures(
        "spend",
        ((scheme.reference, each.spend) for scheme, each in zip(plan.schemes, financed, strict=True)),
        plan.horizon,
    )
    borrowed = row(
        "borrowed",
        "Paid for by borrowing",
        (whole - part for whole, part in zip(total.amounts, applied.amounts, strict=True)),
        of=less(spending, applied.of),
    )
    return [*spent, total, applied, borrowed, unseen(total, "paid", [applied, borrowed])]


def _costs(projection: Projection) -> list[Row]:
    plan, financed = projection.plan, projection.financing
    count = len(plan.horizon)
    rows, totals = [], []
    costs = [_of_costs(scheme, paid, plan) for scheme, paid in zip(plan.schemes, financed, strict=True)]
    by_part = (
        (
            "charge",
            "Charge for repayment",
            [(paid.charge, of.charge) for paid, of in zip(financed, costs, strict=True)],
        ),
        (
            "interest",
            "Interest",
            [(paid.interest, of.interest) for paid, of in zip(financed, costs, strict=True)],
        ),
    )
    for what, name, amounts in by_part:
        each = [
            row(f"{what} {scheme.reference}", scheme.title, pence, of=of)
            for scheme, (pence, of) in zip(plan.schemes, amounts, strict=True)
        ]
        totals.append(total_of(what, f"Total {name[:1].lower()}{name[1:]}", each, count, "subtotal"))
        rows += [heading(name), *each, totals[-1]]
    owed = summed((each.balance for each in financed), count)
    return [
        *rows,
        total_of("costs", "Total cost of borrowing", totals, count)._replace(
            of=tuple(together((1, of.both[n]) for of in costs) for n in range(count))
        ),
        row("owed", "Left to repay on 31 March", owed, "balance"),
    ]


class _OfCosts(NamedTuple):
    """What a scheme's charge, its interest and their sum are figures of, by year."""

    charge: Of
    interest: Of
    both: Of


def _of_costs(scheme: Scheme, paid: Financing, plan: Plan) -> _OfCosts:
    """Return what a scheme's costs are figures of. In the year in which they begin, their sum is its change in budget."""
    charge, interest = (
        figures(what, [(scheme.reference, pence)], plan.horizon)
        for what, pence in (("charge", paid.charge), ("interest", paid.interest))
    )
    cost = [one + other for one, other in zip(paid.charge, paid.interest, strict=True)]
    begins = [now != 0 and not before for before, now in zip([0, *cost], cost, strict=False)]
    change = figure(CHANGE, plan.horizon, scheme.reference)
    return _OfCosts(
        _either(
            change, charge, [new and not pence for new, pence in zip(begins, paid.interest, strict=True)]
        ),
        _either(
            change, interest, [new and not pence for new, pence in zip(begins, paid.charge, strict=True)]
        ),
        _either(change, joined(charge, interest), begins),
    )


def _either(one: Of, other: Of, where: Sequence[bool]) -> Of:
    """Return the figures of `one` in the years that `where` marks, and those of `other` in the rest."""
    return tuple(a if so else b for a, b, so in zip(one, other, where, strict=True))
