"""The base budget of lines that state it gross, with their income."""

from __future__ import annotations

from collections.abc import Sequence

from mtfp.analysis.outcome import Outcome
from mtfp.tables import measured
from mtfp.tables.figures import figure
from mtfp.tables.model import Table
from mtfp.tables.rows import row, total_of


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
