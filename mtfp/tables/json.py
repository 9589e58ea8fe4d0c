"""A result and its tables as plain data, each figure exact and as printed. Described in docs/json.md."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.plain_data import record_of
from mtfp.money import show_exact
from mtfp.plan.terms import Amounts
from mtfp.tables.model import PrintedTable, Table
from mtfp.tables.papers import Made
from mtfp.tables.report import exact_tables, printed_tables
from mtfp.tables.style import Style


def to_json(
    outcome: Outcome, names: Collection[str] | None, style: Style, made_from: Sequence[str] = ()
) -> str:
    """Return a result and the tables named as JSON; with None, the tables of the style, or the usual ones.

    Raises `MisreadError` for a table that has nothing to show.
    """
    import json

    record = {**record_of(outcome), "tables": tables_record(outcome, names, style)}
    if made_from:
        record["made_from"] = made_from
    return json.dumps(record, indent=2) + "\n"


def tables_record(outcome: Outcome, names: Collection[str] | None, style: Style) -> list[dict[str, Any]]:
    """Return tables as `to_json` does."""
    made = Made(outcome)
    tables = exact_tables(made, names, style)
    printed = printed_tables(made, names, style, tables)
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
                "label": row.name,
                "role": row.role,
                "exact": exact.get(row.id, []),
                "printed": list(row.figures),
            }
            for row in printed.rows
        ],
        "moved": [
            {"row": each.row, "column": each.column, "printed": each.printed, "exact": each.exact}
            for each in printed.moved
        ],
        "notes": [*table.notes, *printed.misses],
    }


def _amounts(table: Table) -> dict[str, Amounts]:
    """Return the pence of each row as it prints: by year, or with years down by the rows that are its columns."""
    if not table.years_down:
        return {row.id: row.amounts for row in table.rows}
    across = [row.amounts for row in table.rows if row.amounts and not row.hidden]
    return dict(zip(table.columns, zip(*across, strict=True), strict=True))
