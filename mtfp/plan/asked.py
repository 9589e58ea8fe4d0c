"""The shape of a table that a plan asks to have printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from mtfp.problems import Place

Basis = Literal["levels", "changes", "roll-forward"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTable:
    """One table: what its figures are, what its rows are, and the headings the paper gives them.

    `subtotals_after` names rows as the paper does; `total_column` is the heading of a column that adds up the years,
    which only changes can have; with `years_down` each year is a row.
    """

    name: str
    title: str
    basis: Basis
    by: Literal["type", "service"] = "type"
    subtotals_after: tuple[str, ...] = ()
    total_column: str = ""
    years_down: bool = False
    place: Place = field(compare=False, repr=False)
