"""The roll-forward: the base, each driver in a row of its own, the budget, and the gap to a cash limit."""

from __future__ import annotations

from mtfp.analysis.drivers import beside_the_base, closing, drivers, opening
from mtfp.analysis.outcome import Outcome
from mtfp.plan.labels import label
from mtfp.tables import measured
from mtfp.tables.model import Table
from mtfp.tables.rows import by_year, row


def roll_forward(outcome: Outcome) -> list[Table]:
    """Return the roll-forward: the base, a row for each driver, the budget, and with a cash limit the gap."""
    projection = outcome.after
    plan = projection.plan
    rows = [measured.of_driver(opening(projection), projection, "balance")]
    rows += [measured.of_driver(each, projection) for each in drivers(projection)]
    rows.append(measured.of_driver(closing(projection), projection, "balance", rows))
    beside = [measured.of_driver(each, projection) for each in beside_the_base(projection)]
    if beside:
        adds, of = [rows[-1], *beside], measured.net_budget(plan)
        net = row("net_budget", label(plan, "net_budget"), projection.net_budget, "balance", adds, of=of)
        rows += [*beside, net]
    limit, gap = projection.inputs.cash_limit, projection.gap
    if limit is not None and gap is not None and not plan.reserves:
        resources = row("cash_limit", label(plan, "cash_limit"), limit, of=measured.resources(projection))
        of = measured.bottom_line_of(projection)
        rows += [resources, row("gap", label(plan, "gap"), gap, "balance", rows[-1:], [resources], of=of)]
    return [by_year(plan, "roll-forward", "Roll-forward", rows)]
