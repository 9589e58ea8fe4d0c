"""From a plan's records to arrays of pence: lines down, years across."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from mtfp.engine.council_tax import TaxInputs
from mtfp.engine.reserves import ReserveInputs
from mtfp.engine.spending import Inputs
from mtfp.engine.streams import StreamInputs
from mtfp.frozen import read_only
from mtfp.money import MILLION, Pence, summed
from mtfp.plan.changes import Change
from mtfp.plan.council_tax import CouncilTax
from mtfp.plan.model import Plan
from mtfp.plan.reserves import Reserve

InputsT = TypeVar("InputsT", TaxInputs, StreamInputs, ReserveInputs)


def tax_of(tax: CouncilTax, years: int) -> TaxInputs:
    """Return council tax as arrays."""
    core, precept = (np.array(rises, dtype=np.int64).reshape(years, 2) for rises in (tax.core, tax.precept))
    return TaxInputs(
        band_d=np.array(tax.band_d, dtype=np.int64),
        precept_in_band_d=np.array(tax.precept_in_band_d, dtype=np.int64),
        core_rate=core[:, 0],
        core_pence=core[:, 1],
        core_frozen=(core == 0).all(axis=-1),
        precept_rate=precept[:, 0],
        precept_pence=precept[:, 1],
        precept_frozen=(precept == 0).all(axis=-1),
        tax_base=np.array(tax.tax_base or tax.gross_base or (0,) * years, dtype=np.int64),
        collection_rate=np.array(tax.collection_rate or (MILLION,) * years, dtype=np.int64),
        stated_yield=None if tax.stated_yield is None else np.array(tax.stated_yield, dtype=np.int64),
        special=np.array(summed(tax.special_expenses.values(), years), dtype=np.int64),
        rounding=tax.rounding,
        each_element=tax.each_element,
    )


def streams_of(plan: Plan) -> StreamInputs:
    """Return a plan's streams as arrays."""
    position = {stream.name: n for n, stream in enumerate(plan.streams)}
    levels = _array((stream.levels for stream in plan.streams), len(plan.horizon))
    transfers = np.zeros_like(levels)
    for transfer in plan.transfers:
        transfers[position[transfer.stream]] += transfer.levels
    ongoing = np.array([stream.lasts == "ongoing" for stream in plan.streams], dtype=bool)
    return StreamInputs(levels, transfers, ongoing)


def reserves_of(reserves: Sequence[Reserve], years: int) -> ReserveInputs:
    """Return reserves as arrays."""
    # A memorandum, such as a schools deficit, may be negative: law keeps it apart, and it has no part in the gap.
    in_gap = [reserve.reserve_class != "memorandum" for reserve in reserves]
    turns = [
        (reserve.balances_gap, n) for n, reserve in enumerate(reserves) if reserve.balances_gap is not None
    ]
    return ReserveInputs(
        opening=np.array([reserve.opening or 0 for reserve in reserves], dtype=np.int64),
        minimum=_array(([reserve.minimum.pence] for reserve in reserves), 1),
        minimum_share=_array(([reserve.minimum.share or 0] for reserve in reserves), 1),
        contributions=_array((reserve.contributions for reserve in reserves), years),
        uses=_array((reserve.uses for reserve in reserves), years),
        general=np.array([reserve.reserve_class == "general" for reserve in reserves], dtype=bool),
        capped=np.array([reserve.opening is not None for reserve in reserves], dtype=bool) & in_gap,
        counted=np.array([not reserve.in_budget for reserve in reserves], dtype=bool) & in_gap,
        inside=np.array([reserve.in_budget for reserve in reserves], dtype=bool) & in_gap,
        in_turn=tuple(n for _, n in sorted(turns)),
    )


def inputs_of(plan: Plan, changes: Sequence[Change]) -> Inputs:
    """Return a checked plan's amounts as arrays. `changes` are its own and those that demand and schemes come to."""
    position = {line.reference: n for n, line in enumerate(plan.lines)}
    shape = (len(plan.lines), len(plan.horizon))
    change_amounts = _array((change.amounts(plan.horizon) for change in changes), len(plan.horizon))
    restatement, inflation, transfers = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for each in plan.restatements:
        restatement[position[each.line]] += each.amounts
    for n, line in enumerate(plan.lines):
        for year, pence in line.inflation.items():
            inflation[n, plan.horizon.index(year)] = pence
        if line.index is not None and plan.indices[line.index].provision:
            inflation[n] += plan.indices[line.index].provision
    for transfer in plan.transfers:
        transfers[position[transfer.line]] += transfer.levels
    no_rates = (0,) * len(plan.horizon)
    rates = (no_rates if line.index is None else plan.indices[line.index].rates for line in plan.lines)
    recurring, one_offs, not_delivered = _landed(plan, changes, position, change_amounts)
    return read_only(
        Inputs(
            base=np.array([line.base for line in plan.lines], dtype=np.int64),
            one_off_in_base=np.array([line.one_off_in_base for line in plan.lines], dtype=np.int64),
            restatement=restatement,
            rates=_array(rates, len(plan.horizon)),
            inflation_stated=inflation,
            recurring=recurring,
            not_delivered=not_delivered,
            virements=_virements(plan, position),
            one_offs=one_offs,
            change_amounts=change_amounts,
            transfers=transfers,
            cash_limit=None if plan.cash_limit is None else np.array(plan.cash_limit, dtype=np.int64),
        )
    )


def stacked(each: Sequence[InputsT]) -> InputsT:
    """Return the inputs of several cases as one, with an axis of cases before the others. What is no array is the same in all."""
    parts: list[Any] = [
        np.stack(of) if isinstance(of[0], np.ndarray) else of[0] for of in zip(*each, strict=True)
    ]
    return type(each[0])(*parts)


def _array(rows: Iterable[Sequence[int]], columns: int) -> Pence:
    return np.array(list(rows), dtype=np.int64).reshape(-1, columns)


def _landed(
    plan: Plan, changes: Sequence[Change], position: Mapping[str, int], amounts: Pence
) -> tuple[Pence, Pence, Pence]:
    """Return the changes' amounts on their lines: recurring by type, one-off by type, and savings not delivered."""
    types = {code: n for n, code in enumerate(plan.types)}
    at = np.array(
        [(types[change.type], position[plan.line_of(change).reference]) for change in changes],
        dtype=np.int64,
    ).reshape(-1, 2)
    in_base = np.array([change.in_base_since is not None for change in changes], dtype=bool)
    one_off = np.array([change.one_off for change in changes], dtype=bool)

    def add_up(chosen: NDArray[np.bool_]) -> Pence:
        total = np.zeros((len(types), len(plan.lines), len(plan.horizon)), dtype=np.int64)
        np.add.at(total, (at[chosen, 0], at[chosen, 1]), amounts[chosen])
        return total

    # A saving out of the base already moves it only by what is not delivered: a pressure (docs/decisions/0005).
    return add_up(~one_off & ~in_base), add_up(one_off), add_up(in_base).sum(axis=0)


def _virements(plan: Plan, position: Mapping[str, int]) -> Pence:
    moved = np.zeros((len(plan.lines), len(plan.horizon)), dtype=np.int64)
    for virement in plan.virements:
        if virement.source is not None:
            moved[position[virement.source]] -= virement.amounts
        if virement.target is not None:
            moved[position[virement.target]] += virement.amounts
    return moved
