"""Figures as pandas data for a notebook: exact pounds and pence as `Decimal`, years as labels."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from mtfp.analysis.drivers import Driver, closing, drivers, one_offs, opening, whole_pence
from mtfp.analysis.outcome import Outcome
from mtfp.engine.projection import Projection
from mtfp.money import Pence, show_exact
from mtfp.plan.labels import label


def series(projection: Projection, name: str, pence: Pence) -> pd.Series[Any]:
    """Return (years,) pence as a series of pounds by year."""
    pounds = [Decimal(show_exact(int(each))) for each in pence]
    return pd.Series(pounds, index=_years(projection), name=name, dtype=object)


def frame(outcome: Outcome) -> pd.DataFrame:
    """Return the roll-forward as one row for each driver and year: year, id, label, kind, status, pounds."""
    after = outcome.after
    rows = [opening(after), *drivers(after), closing(after), *one_offs(after)]
    rows.append(_driver(after, "net_budget", after.net_budget))
    if after.inputs.cash_limit is not None and after.gap is not None:
        rows += [_driver(after, "cash_limit", after.inputs.cash_limit), _driver(after, "gap", after.gap)]
    records = [
        (year, row.id, row.label, row.kind, row.status, Decimal(show_exact(pence)))
        for row in rows
        for year, pence in zip(_years(after), row.pence, strict=True)
    ]
    return pd.DataFrame(records, columns=["year", "id", "label", "kind", "status", "pounds"])


def _driver(projection: Projection, key: str, pence: Pence) -> Driver:
    return Driver(id=key, label=label(projection.plan, key), kind=key, pence=whole_pence(pence))


def _years(projection: Projection) -> list[str]:
    return [str(year) for year in projection.plan.horizon]
