"""Figures as pandas data for a notebook: exact pounds and pence as `Decimal`, years as labels."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mtfp.analysis.drivers import beside_the_base, closing, drivers, opening
from mtfp.analysis.outcome import Outcome
from mtfp.engine.projection import Driver, Projection
from mtfp.money import Pence, show_exact, whole_pence
from mtfp.plan.labels import label
from mtfp.tables.model import Row
from mtfp.tables.papers import Made, tables_asked

if TYPE_CHECKING:
    import pandas as pd


def series(projection: Projection, name: str, pence: Pence) -> pd.Series[Any]:
    """Return (years,) pence as a series of pounds by year."""
    pounds = [Decimal(show_exact(int(each))) for each in pence]
    import pandas as pd

    return pd.Series(pounds, index=_years(projection), name=name, dtype=object)


def frame(outcome: Outcome) -> pd.DataFrame:
    """Return the roll-forward as one row for each driver and year: year, id, label, kind, status, pounds."""
    after = outcome.after
    rows = [opening(after), *drivers(after), closing(after), *beside_the_base(after)]
    rows.append(_driver(after, "net_budget", after.net_budget))
    if after.resources is not None and after.gap is not None:
        paid_by = "cash_limit" if after.funding is None else "funding"
        rows += [_driver(after, paid_by, after.resources), _driver(after, "gap", after.gap)]
    records = [
        (year, row.id, row.label, row.kind, row.status, Decimal(show_exact(pence)))
        for row in rows
        for year, pence in zip(_years(after), row.pence, strict=True)
    ]
    import pandas as pd

    return pd.DataFrame(records, columns=["year", "id", "label", "kind", "status", "pounds"])


def table_frame(outcome: Outcome, name_of_table: str) -> pd.DataFrame:
    """Return tables with one row for each of their rows and columns: table, row, column, figure.

    A figure is exact pounds, or text where it is not money of the table's unit, such as Band D.

    Raises `MisreadError` where there is no table of that name, or the plan has nothing to put in it.
    """
    records = [
        (table.id, name, column, figure)
        for table in tables_asked(Made(outcome), [name_of_table])
        for row in table.rows
        if (name := table.row_names.get(row.id))
        for column, figure in zip(table.columns, _figures(row), strict=False)
    ]
    import pandas as pd

    return pd.DataFrame(records, columns=["table", "row", "column", "figure"])


def _figures(row: Row) -> list[Decimal | str]:
    return list(row.text) or [Decimal(show_exact(pence)) for pence in row.amounts]


def _driver(projection: Projection, key: str, pence: Pence) -> Driver:
    return Driver(id=key, label=label(projection.plan, key), kind=key, pence=whole_pence(pence))


def _years(projection: Projection) -> list[str]:
    return [str(year) for year in projection.plan.horizon]
