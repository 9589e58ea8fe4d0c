"""The roll-forward, by budget line: opening + restatement + inflation + changes + virements = closing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mtfp.frozen import frozen, read_only
from mtfp.money import LARGEST_AMOUNT, MILLION, Pence, divide

_LARGEST_PRODUCT = int(np.iinfo(np.int64).max)
_LARGEST_TOTAL = _LARGEST_PRODUCT // 4
"""A quarter of what int64 holds, so that two totals may be subtracted, and doubled for rounding."""


@frozen(eq=False)
class Inputs:
    """What the roll-forward needs. Axes: types in the plan's order, lines and changes in file order, years; leading ones are cases.

    base: (lines,) pence approved for the year before the plan; one_off_in_base: (lines,) the part that ends with that year.
    restatement, inflation_stated, virements, not_delivered: (lines, years) pence. rates: (lines, years) parts per
    million. recurring, one_offs: (types, lines, years) pence. change_amounts: (changes, years) pence, as printed.
    transfers: (lines, years) pence of grants moved so far, beside the base. cash_limit: (years,) pence, or None.
    """

    base: Pence
    one_off_in_base: Pence
    restatement: Pence
    rates: NDArray[np.int64]
    inflation_stated: Pence
    recurring: Pence
    not_delivered: Pence
    virements: Pence
    one_offs: Pence
    change_amounts: Pence
    transfers: Pence
    cash_limit: Pence | None


def at_lines(inputs: Inputs, lines: NDArray[np.int64]) -> Inputs:
    """Return the inputs of some lines, by their positions; a line named twice stands there twice, and changes of all types are added up."""
    return replace(
        inputs,
        base=inputs.base[lines],
        one_off_in_base=inputs.one_off_in_base[lines],
        restatement=inputs.restatement[lines],
        rates=inputs.rates[lines],
        inflation_stated=inputs.inflation_stated[lines],
        recurring=inputs.recurring[:, lines].sum(axis=0, keepdims=True),
        not_delivered=inputs.not_delivered[lines],
        virements=inputs.virements[lines],
        one_offs=inputs.one_offs[:, lines].sum(axis=0, keepdims=True),
        transfers=inputs.transfers[lines],
    )


@frozen(eq=False)
class Spending:
    """The figures that the roll-forward works out, (..., lines, years) pence; what it was given stays in `Inputs`.

    closing = opening - one-offs in the base (first year) + restatement + inflation + recurring changes
    + savings not delivered + virements. Opening is last year's closing; in the first year it is the base.
    """

    opening: Pence
    inflation: Pence
    closing: Pence


def roll_forward(inputs: Inputs, most: int | None = None) -> Spending:
    """Roll each line's base forward, exactly: inflation is rounded to the penny once for each line and year.

    `most` is how many lines are added up at most; all of them unless it is given, as of several cases those of one are.
    Raises `OverflowError` where a figure, or a total over so many lines, could leave the range of int64.

    Of a base of £1,000, £100 was a one-off and does not inflate: 2.5% of £900 is £22.50, and of £922.50 £23.0625.

    >>> from mtfp.engine.inputs import inputs_of
    >>> care = plan_of('''
    ... line = [{ service = "Care", base = 1000, one_off_in_base = 100, index = "pay" }]
    ... index.pay.rates = "2.5%"
    ... ''')
    >>> spending = roll_forward(inputs_of(care, care.changes))
    >>> spending.inflation.tolist(), spending.closing.tolist()
    ([[2250, 2306]], [[92250, 94556]])
    """
    moves = inputs.recurring.sum(axis=-3)
    moves += inputs.not_delivered
    moves += inputs.virements
    moves += inputs.inflation_stated
    moves += inputs.restatement
    _keep_head_room(inputs, moves, inputs.base.shape[-1] if most is None else most)
    opening, inflation, closing = (np.empty(moves.shape, dtype=np.int64) for _ in range(3))
    carried = inputs.base
    starting = inputs.base - inputs.one_off_in_base
    for year in range(moves.shape[-1]):
        opening[..., year] = carried
        # A restatement corrects the opening budget, so it inflates; the year's changes do from the next year on.
        inflating = (starting + inputs.restatement[..., year]) * inputs.rates[..., year]
        risen = divide(inflating, MILLION)
        inflation[..., year] = risen + inputs.inflation_stated[..., year]
        carried = starting + risen + moves[..., year]
        closing[..., year] = starting = carried
    return read_only(Spending(opening=opening, inflation=inflation, closing=closing))


def _keep_head_room(inputs: Inputs, moves: Pence, most: int) -> None:
    """Refuse amounts that could wrap: bound every figure by the largest ones given, in whole numbers of any size.

    Files hold amounts of at most £100bn, so the sums made before this are far from the range of int64.
    """
    lines, changes = max(most, 1), inputs.change_amounts.shape[-2]
    bound = _largest(inputs.base) + _largest(inputs.one_off_in_base)
    yearly = _largest(moves) + _largest(inputs.restatement)
    one_offs = LARGEST_AMOUNT * changes
    by_year = np.moveaxis(inputs.rates, -1, 0).copy()
    for rate in map(_largest, by_year):
        bound += yearly
        product = bound * max(rate, 1) + MILLION
        bound += bound * rate // MILLION + 1
        if product > _LARGEST_PRODUCT or bound * lines + one_offs > _LARGEST_TOTAL:
            raise OverflowError("the amounts are too large to add exactly")


def _largest(amounts: Pence) -> int:
    return max(int(amounts.max(initial=0)), -int(amounts.min(initial=0)))
