"""From a plan's records to arrays of pence: lines down, years across."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtfp.money import Pence
from mtfp.plan.model import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the roll-forward needs. Axes: types in the plan's order, lines and changes in file order, years.

    base: (lines,) pence approved for the year before the plan, of which one_off_in_base: (lines,) end with it.
    restatement, inflation_stated, virements, not_delivered: (lines, years) pence. rates: (lines, years) parts per
    million. recurring, one_offs: (types, lines, years) pence. change_amounts: (changes, years) pence, as printed.
    cash_limit: (years,) pence, or None.
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
    cash_limit: Pence | None


def inputs_of(plan: Plan) -> Inputs:
    """Return a checked plan's amounts as arrays."""
    count, years = len(plan.lines), len(plan.horizon)
    position = {line.reference: n for n, line in enumerate(plan.lines)}
    types = {code: n for n, code in enumerate(plan.types)}

    def nil(*axes: int) -> Pence:
        return np.zeros((*axes, years), dtype=np.int64)

    recurring, one_offs, not_delivered = nil(len(types), count), nil(len(types), count), nil(count)
    change_amounts = nil(len(plan.changes))
    for n, change in enumerate(plan.changes):
        change_amounts[n] = amounts = change.amounts(plan.horizon)
        line = position[plan.line_of(change).reference]
        if change.in_base_since is not None:
            not_delivered[line] += amounts
        elif change.one_off:
            one_offs[types[change.type], line] += amounts
        else:
            recurring[types[change.type], line] += amounts

    virements, restatement, inflation_stated = nil(count), nil(count), nil(count)
    for virement in plan.virements:
        amounts = np.array(virement.amounts, dtype=np.int64)
        if virement.source is not None:
            virements[position[virement.source]] -= amounts
        if virement.target is not None:
            virements[position[virement.target]] += amounts
    for each in plan.restatements:
        restatement[position[each.line]] += np.array(each.amounts, dtype=np.int64)
    for n, line_ in enumerate(plan.lines):
        for year, pence in line_.inflation.items():
            inflation_stated[n, plan.horizon.index(year)] = pence

    no_rates = (0,) * years
    return Inputs(
        base=np.array([each.base for each in plan.lines], dtype=np.int64),
        one_off_in_base=np.array([each.one_off_in_base for each in plan.lines], dtype=np.int64),
        restatement=restatement,
        rates=np.array(
            [plan.indices[each.index].rates if each.index is not None else no_rates for each in plan.lines],
            dtype=np.int64,
        ).reshape(count, years),
        inflation_stated=inflation_stated,
        recurring=recurring,
        not_delivered=not_delivered,
        virements=virements,
        one_offs=one_offs,
        change_amounts=change_amounts,
        cash_limit=None if plan.cash_limit is None else np.array(plan.cash_limit, dtype=np.int64),
    )
