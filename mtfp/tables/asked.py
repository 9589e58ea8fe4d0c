"""The tables that a plan asks for: levels, changes or the roll-forward, by type or by service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np

from mtfp.analysis.drivers import beside_the_base, closing, drivers, opening
from mtfp.analysis.outcome import Outcome
from mtfp.engine.projection import Projection
from mtfp.money import whole_pence
from mtfp.plan.asked_tables import AskedTable
from mtfp.plan.labels import label
from mtfp.plan.terms import Amounts
from mtfp.tables import measured
from mtfp.tables.figures import figure
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import added, change_from, row, years


def asked(outcome: Outcome) -> list[Table]:
    """Return each table the plan asks for, in its order."""
    return [_table(each, outcome.after, outcome.depth) for each in outcome.after.plan.tables]


def _table(each: AskedTable, projection: Projection, depth: int) -> Table:
    parts = list(_by_type(each, projection) if each.by == "type" else _by_service(each, projection, depth))
    rows, terms = _with_subtotals(parts, each.subtotals_after)
    return Table(
        id=f"asked {each.name}",
        title=each.title or each.name,
        stub_heads=("",),
        columns=years(projection.plan),
        rows=(*rows, _last_row(each, projection, terms)),
        total_column=each.total_column,
        years_down=each.orientation == "years down",
    )


def _by_type(each: AskedTable, projection: Projection) -> Iterator[Row]:
    """Yield what lies between the base and the net budget by type: in each year, or added up since the base."""
    started = measured.of_driver(opening(projection), projection, "balance")
    movements = [measured.of_driver(driver, projection) for driver in drivers(projection)]
    beside = [measured.of_driver(driver, projection) for driver in beside_the_base(projection)]
    if each.basis == "roll-forward":
        yield from (started, *movements)
    elif each.basis == "levels":
        count = len(started.amounts)
        base, of = started.amounts[:1] * count, started.of[:1] * count
        yield row("opening", started.name, base, "balance", of=of)
        yield from (
            one._replace(amounts=tuple(accumulate(one.amounts)), of=measured.so_far(one.of, one.amounts))
            for one in movements
        )
        yield from beside
    else:
        yield from movements
        yield from (change_from(0, one, one.name, id_=one.id)._replace(saving=one.saving) for one in beside)


def _by_service(each: AskedTable, projection: Projection, depth: int) -> Iterator[Row]:
    """Yield the net budget of each service at a depth, or its change on the year before."""
    plan = projection.plan
    if each.basis == "roll-forward":
        before = (_base(projection), *projection.net_budget[:-1])
        of = measured.net_budget_before(plan)
        yield row("opening", label(plan, "opening"), before, "balance", of=of)
    for service, (base, net) in _net_budgets(projection, depth).items():
        of = figure("net budget of a service", (plan.horizon.base_year, *plan.horizon), service)
        levels = row(f"service {service}", service, net, of=of[1:])
        yield levels if each.basis == "levels" else change_from(base, levels, service, of[0], levels.id)


def _base(projection: Projection) -> int:
    return sum(line.base for line in projection.plan.lines)


def _net_budgets(projection: Projection, depth: int) -> dict[str, tuple[int, Amounts]]:
    """Return the base and the net budgets of each service at a depth, in file order."""
    services = [" > ".join(line.service.path[:depth]) for line in projection.plan.lines]
    order = {service: n for n, service in enumerate(dict.fromkeys(services))}
    of_line = np.array([order[service] for service in services])
    base = np.zeros(len(order), dtype=np.int64)
    net = np.zeros((len(order), len(projection.plan.horizon)), dtype=np.int64)
    np.add.at(base, of_line, projection.inputs.base)
    np.add.at(net, of_line, projection.line_net_budget)
    return {service: (int(base[n]), whole_pence(net[n])) for service, n in order.items()}


def _last_row(each: AskedTable, projection: Projection, adds: Sequence[Row]) -> Row:
    """Return the row that is the sum of the others."""
    plan = projection.plan
    of = measured.net_budget(plan)
    net = row("last", label(plan, "net_budget"), projection.net_budget, "balance", adds, of=of)
    if each.basis == "changes":
        name, base = label(plan, "change_in_net_budget"), _base(projection)
        change = change_from(base, net, name, measured.net_budget_before(plan)[0], "last")
        return change._replace(role="balance", adds=net.adds)
    if each.basis == "roll-forward" and each.by == "type":
        name, pence = label(plan, "closing"), closing(projection).pence
        return row("last", name, pence, "balance", adds, of=measured.budget(plan))
    return net


def _with_subtotals(parts: Sequence[Row], after: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """Return the rows with a subtotal under each row named, and the rows that the last row adds."""
    rows: list[Row] = []
    terms: list[Row] = []
    for each in parts:
        rows.append(each)
        terms.append(each)
        if each.id.partition(" ")[2] in after or each.id in after:
            columns = len(each.amounts)
            rows.append(row(f"after {each.id}", "Subtotal", added(terms, columns), "subtotal", terms))
            terms = rows[-1:]
    return rows, terms
