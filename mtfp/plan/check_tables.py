"""The rules of the tables that a plan asks for: what each may add up, and which rows a subtotal may follow."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.plan.asked_tables import AskedTable
from mtfp.plan.model import Plan
from mtfp.plan.unknown import unknown
from mtfp.problems import Place, Problem

_WITH_SERVICES = ("line", "change", "demand", "scheme")


def check_tables(plan: Plan) -> Iterator[Problem]:
    """Yield every breach of the rules of the tables that a plan asks for."""
    first: dict[str, Place] = {}
    for table in plan.tables:
        if table.name.casefold() in first:
            yield Problem(
                place=table.place.at("name"),
                what=f'two tables are called "{table.name}"',
                expected=f"a name of its own for every table; the other is at {first[table.name.casefold()]}",
                fix="give one of them another name",
            )
        first.setdefault(table.name.casefold(), table.place)
        if table.total_column and table.basis != "changes":
            yield Problem(
                place=table.place.at("total_column"),
                what=f'table "{table.name}" has a column that adds up {"levels" if table.basis == "levels" else "balances"}',
                expected="a total column of changes only: the rest holds the same money again each year",
                fix='remove total_column, or say basis = "changes"',
            )
        known = _rows_of(table, plan)
        hang_on = ("line",) if table.by == "service" else ("types", *_WITH_SERVICES)
        yield from (
            unknown(table.place.at("subtotals_after", n), "row", name, known, where="of this table")._replace(
                unless=tuple((each, "") for each in hang_on)
            )
            for n, name in enumerate(table.subtotals_after)
            if name not in known
        )


def _rows_of(table: AskedTable, plan: Plan) -> list[str]:
    """Return the rows of a table that a subtotal may follow."""
    if table.by == "service":
        opening = ["opening"] if table.basis == "roll-forward" else []
        return list(dict.fromkeys((*opening, *(line.service.path[0] for line in plan.lines))))
    used = {each.type for each in (*plan.changes, *plan.drivers)}
    opening = [] if table.basis == "changes" else ["opening"]
    return [*opening, "inflation", *(code for code in plan.types if code in used)]
