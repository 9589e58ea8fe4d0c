"""The shape of a table that a plan asks to have printed."""

from __future__ import annotations

from dataclasses import field
from typing import Literal, get_args

from mtfp.plan.kinds import NAME, NAMES
from mtfp.plan.record import Choice, key, record
from mtfp.problems import Place

Basis = Literal["levels", "changes", "roll-forward"]
Rows = Literal["type", "service"]
Orientation = Literal["years across", "years down"]

_BASIS: Choice[Basis] = Choice(get_args(Basis))
_ROWS: Choice[Rows] = Choice(get_args(Rows))
_ORIENTATION: Choice[Orientation] = Choice(get_args(Orientation))


@record
class AskedTable:
    """A table to be printed, in the shape that the paper has."""

    name: str = key(NAME, "Its name; --table asked shows every such table.")
    title: str = key(NAME, "Its heading; the name when left out.", default="")
    basis: Basis = key(_BASIS, "What its figures are.")
    by: Rows = key(_ROWS, "What its rows are.", default="type")
    subtotals_after: tuple[str, ...] = key(NAMES, "Rows that a subtotal follows.", default=())
    total_column: str = key(
        NAME, "The heading of a column that adds up the years, of changes only.", default=""
    )
    orientation: Orientation = key(
        _ORIENTATION, "Whether each year is a column or a row.", default="years across"
    )
    place: Place = field(compare=False, repr=False)
