"""The tables as plain data: each figure exact, and as it prints. Part of `--format json`, described in docs/json.md."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from mtfp.analysis.outcome import Outcome
from mtfp.money import show_exact
from mtfp.plan.terms import Amounts
from mtfp.tables.casting import print_tables
from mtfp.tables.model import PrintedTable, Table
from mtfp.tables.papers import ALL
from mtfp.tables.report import exact_tables
from mtfp.tables.style import Style


def tables_record(outcome: Outcome, names: Collection[str] | None, style: Style) -> list[dict[str, Any]]:
    """Return the tables named, or every one there is; raise `MisreadError` for a name with nothing to show."""
    tables = exact_tables(outcome, [ALL] if names is None else names, style)
    units = [style.print_unit(table.id, outcome.after.plan.unit) for table in tables]
    printed = print_tables(tables, units, style.rounding)
    return [_table(table, each) for table, each in zip(tables, printed, strict=True)]


def _table(table: Table, printed: PrintedTable) -> dict[str, Any]:
    exact = {id_: [show_exact(pence) for pence in amounts] for id_, amounts in _amounts(table).items()}
    return {
        "id": table.id,
        "title": table.title,
        "unit": printed.unit.sign,
        "columns": list(printed.columns),
        "rows": [
            {
                "id": row.id,
                "label": " ".join(filter(None, row.stub)),
                "role": row.role,
                "exact": exact.get(row.id, []),
                "printed": list(row.figures),
            }
            for row in printed.rows
        ],
        "moved": [each._asdict() for each in printed.moved],
        "notes": list(table.notes),
    }


def _amounts(table: Table) -> dict[str, Amounts]:
    """Return the pence of each row as it prints: by year, or with years down by the rows that are its columns."""
    if not table.years_down:
        return {row.id: row.amounts for row in table.rows}
    across = [row.amounts for row in table.rows if row.amounts and not row.hidden]
    return dict(zip(table.columns, zip(*across, strict=True), strict=True))
