"""What drives demand: its activity, its cost of each unit, and the pressure it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from mtfp.analysis.outcome import Outcome
from mtfp.engine.demand import activity_of
from mtfp.engine.projection import Projection
from mtfp.money import Unit, divide
from mtfp.tables.figures import CHANGE, figure
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import by_year, heading, row, said, total_of
from mtfp.tables.unit import PrintUnit


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
            of=figure(CHANGE, projection.plan.horizon, change.reference),
        )
        for change, pence in driven
    }
