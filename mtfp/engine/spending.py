"""The roll-forward, by budget line: opening + restatement + inflation + changes + virements = closing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtfp.engine.inputs import Inputs
from mtfp.money import MILLION, Pence, divide

_LARGEST = int(np.iinfo(np.int64).max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """The roll-forward's own figures, (lines, years) pence; what it was given stays in `Inputs`.

    closing = opening - one-offs in the base (first year) + restatement + inflation + recurring changes
    + savings not delivered + virements; opening is last year's closing, the base in the first year.
    """

    opening: Pence
    inflation: Pence
    closing: Pence


def roll_forward(inputs: Inputs) -> Spending:
    """Roll each line's base forward, exactly: inflation is rounded to the penny once a line and year.

    Raises `OverflowError` where a figure, or a total over all lines, could leave the range of int64.
    """
    _keep_head_room(inputs)
    moves = inputs.recurring.sum(axis=0)
    moves += inputs.not_delivered
    moves += inputs.virements
    moves += inputs.inflation_stated
    moves += inputs.restatement
    opening, inflation, closing = (np.empty(moves.shape, dtype=np.int64) for _ in range(3))
    carried = inputs.base
    starting = carried - inputs.one_off_in_base
    for year in range(moves.shape[1]):
        opening[:, year] = carried
        inflating = (starting + inputs.restatement[:, year]) * inputs.rates[:, year]
        risen = divide(inflating, MILLION)
        inflation[:, year] = risen + inputs.inflation_stated[:, year]
        carried = starting + risen + moves[:, year]
        closing[:, year] = starting = carried
    return Spending(opening=opening, inflation=inflation, closing=closing)


def _keep_head_room(inputs: Inputs) -> None:
    """Bound every figure from the largest inputs, in whole numbers of any size, and refuse what could wrap."""
    lines = max(len(inputs.base), 1)

    def largest(amounts: Pence) -> int:
        return int(np.abs(amounts).max()) if amounts.size else 0

    bound = largest(inputs.base) + largest(inputs.one_off_in_base)
    yearly = sum(
        largest(amounts)
        for amounts in (
            inputs.restatement,
            inputs.inflation_stated,
            inputs.not_delivered,
            inputs.virements,
            inputs.one_offs,
        )
    ) + sum(map(largest, inputs.recurring))
    for year in range(inputs.rates.shape[1]):
        rate = largest(inputs.rates[:, year])
        bound += yearly
        if (
            bound * max(rate, 1) + MILLION > _LARGEST
            or (bound * (MILLION + rate) // MILLION + yearly) * lines > _LARGEST
        ):
            raise OverflowError("the amounts are too large to add exactly")
        bound += bound * rate // MILLION + 1
