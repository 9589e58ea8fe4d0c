"""The tables behind a plan's figures: savings and how sure they are, targets, demand, capital and gross budgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple, get_args

from mtfp.analysis.delivery import (
    Progress,
    Saving,
    at_stage,
    by_service,
    counted,
    left_to_identify,
    progress,
    savings_towards,
)
from mtfp.analysis.outcome import Outcome
from mtfp.engine.capital import Financing
from mtfp.engine.demand import activity_of
from mtfp.engine.projection import Projection
from mtfp.money import MILLION, Unit, divide, summed
from mtfp.plan.capital import Scheme
from mtfp.plan.labels import gap_label, label
from mtfp.plan.model import Plan
from mtfp.plan.targets import Target
from mtfp.plan.terms import Stage
from mtfp.tables import measured
from mtfp.tables.figures import Of, figure, figures, joined, less, taken_away, together
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import by_year, heading, in_all, not_here, row, said, total_of, unseen, years
from mtfp.tables.unit import PrintUnit

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
            notes=(*(_UNRATED if id_ == "savings-weighted" and unrated else ()), *not_here(outcome)),
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
                        of=_gross((each for each in within if each.change.stage == stage), plan),
                    )
                )
        totals.append(
            total_of(f"total {service}", f"Savings in {service}", stages, len(plan.horizon), "subtotal")
        )
        rows += [heading(service), *stages, totals[-1]]
    rows.append(total_of("savings", f"Total savings in {in_all(outcome)}", totals, len(plan.horizon)))
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
        of=less(_gross(found, plan), _expected(found, plan)),
    )
    of = _gross(found, plan)
    total = row("savings", f"Total savings in {in_all(outcome)}", gross, "total", [weighted, rest], of=of)
    return "savings-weighted", "Savings weighted by how sure they are", [*arrive, weighted, rest, total]


def savings_by_service(outcome: Outcome) -> Iterator[Table]:
    """Yield the savings of each service, by year and over the plan, as a chart draws them."""
    plan = outcome.after.plan
    rows = [
        row(
            f"total {service}",
            service,
            summed((each.gross for each in within), len(plan.horizon)),
            of=_gross(within, plan),
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
                total_of("savings", f"Total savings in {in_all(outcome)}", rows, len(plan.horizon)),
            ),
            total_column="Total",
            savings=True,
        )


def _gross(found: Iterable[Saving], plan: Plan) -> Of:
    return measured.changes(((each.change, each.gross) for each in found), plan)


def _expected(found: Iterable[Saving], plan: Plan) -> Of:
    """Return the figures of what savings are expected to bring. A saving without doubt is the figure of its change."""
    each = [*found]
    sure = _gross((one for one in each if one.change.confidence == MILLION), plan)
    doubted = [(one.change.reference, one.weighted) for one in each if one.change.confidence < MILLION]
    return joined(sure, figures("expected of a saving", doubted, plan.horizon))


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
    by_year = taken_away(_gross(savings, plan))
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
            of=figure(measured.GAP_BEFORE_RESERVES if plan.reserves else measured.GAP, plan.horizon),
        )
        to_identify = row("left", "Still to identify against targets", left, of=of_left)
        met = projection.gaps.before_reserves - left
        yield from (heading("If targets are met"), gap, to_identify)
        yield row(
            "met", f"{name}, if targets are met", met, "balance", [gap], [to_identify], less(gap.of, of_left)
        )


def demand(outcome: Outcome) -> list[Table]:
    """Return each demand: its activity, the cost of one unit, and the pressure it comes to."""
    plan = outcome.after.plan
    if not plan.demands:
        return []
    pressures = _pressures(outcome.after)
    rows = []
    for each in plan.demands:
        unit = f" ({each.unit})" if each.unit else ""
        rows += [
            heading(each.title),
            said(f"activity {each.reference}", f"Activity{unit}", map(_activity, activity_of(each)[1:])),
            said(
                f"cost {each.reference}", *_unit_cost(each.cash_unit_costs, each.unit_cost, len(plan.horizon))
            ),
            pressures[each.reference],
        ]
    total = total_of(
        "demand", "Total pressure of demand", [row for row in rows if row.amounts], len(plan.horizon)
    )
    return [by_year(plan, "demand", "Demand", [*rows, total])]


def _unit_cost(cash: Sequence[int] | None, unit_cost: int, count: int) -> tuple[str, Iterable[str]]:
    shown = PrintUnit(Unit.POUNDS, 2)
    if cash:
        return "Cost of each in cash (£)", shown.show_each(cash)
    return "Cost of each at base-year prices (£)", shown.show_each([unit_cost] * count)


def _activity(units: Fraction) -> str:
    hundredths = divide(units.numerator * 100, units.denominator)
    return PrintUnit(Unit.POUNDS, 2).show(hundredths).removesuffix(".00")


def _pressures(projection: Projection) -> dict[str, Row]:
    """Return the pressure that each demand or scheme comes to, by reference."""
    own = len(projection.plan.changes)
    driven = zip(projection.changes[own:], projection.inputs.change_amounts[own:], strict=True)
    return {
        change.reference: row(
            change.reference,
            "Pressure",
            pence,
            of=figure(measured.CHANGE, projection.plan.horizon, change.reference),
        )
        for change, pence in driven
    }


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
    change = figure(measured.CHANGE, plan.horizon, scheme.reference)
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


def gross(outcome: Outcome) -> list[Table]:
    """Return the base budget of each line that states it gross, with its income and net."""
    plan = outcome.after.plan
    rows = [
        row(
            f"gross {line.reference}",
            _line_name(line.service.path, line.title),
            (line.gross, line.base - line.gross),
        )
        for line in plan.lines
        if line.gross is not None
    ]
    if not rows:
        return []
    total = total_of("gross", "Total of these lines", rows, 2)
    if all(line.gross is not None for line in plan.lines if line.base):
        total = total._replace(
            of=(*figure("gross", ("expenditure", "income")), measured.budget_before(plan)[0])
        )
    return [
        Table(
            id="gross",
            title=f"Gross budgets in {plan.horizon.base_year}",
            stub_heads=("",),
            columns=("Gross", "Income"),
            rows=(*rows, total),
            total_column="Net",
        )
    ]


def _line_name(path: Sequence[str], title: str) -> str:
    return " > ".join(path if path[-1] == title else (*path, title))


WORKINGS = {
    "savings": savings,
    "targets": targets,
    "demand": demand,
    "capital": capital,
    "gross": gross,
}
"""The tables here, by the name that asks for each."""
