"""What the rows of tables are figures of. Give it to `row(..., of=...)` wherever a row repeats one of these figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from mtfp.analysis.delivery import Saving
from mtfp.engine.projection import Driver, Projection
from mtfp.engine.reserves import ReserveHeld
from mtfp.plan.changes import Change
from mtfp.plan.funding import Transfer
from mtfp.plan.model import Plan
from mtfp.plan.terms import Amounts
from mtfp.tables.figures import (
    BALANCING,
    BEFORE,
    BUDGET,
    CHANGE,
    CONTRIBUTIONS,
    COUNCIL_TAX,
    COUNCIL_TAX_TO_SET,
    GAP,
    MADE_GOOD,
    NET_BUDGET,
    RESERVE,
    SPECIAL,
    STREAM,
    USES,
    Of,
    figure,
    figures,
    joined,
    less,
    nothing,
)
from mtfp.tables.model import Role, Row
from mtfp.tables.rows import row


def brought_forward(plan: Plan) -> tuple[str, ...]:
    """Return the years before the plan's years, whose closing figures these open with."""
    return (str(plan.horizon.base_year), *map(str, plan.horizon))[:-1]


def budget(plan: Plan) -> Of:
    """Return each year's closing budget, before what stands beside the base."""
    return figure(BUDGET, plan.horizon)


def budget_before(plan: Plan) -> Of:
    """Return each year's opening budget."""
    return figure(BUDGET, brought_forward(plan))


def net_budget(plan: Plan) -> Of:
    """Return each year's net budget."""
    return figure(NET_BUDGET, plan.horizon)


def net_budget_before(plan: Plan) -> Of:
    """Return the net budget of the year before each; before the plan it is the base."""
    return (*budget_before(plan)[:1], *net_budget(plan)[:-1])


def bottom_line_of(projection: Projection) -> Of:
    """Return what is still to find, or the net budget where the plan states no resources."""
    return net_budget(projection.plan) if projection.gap is None else figure(GAP, projection.plan.horizon)


def before_the_scenario(plan: Plan) -> Of:
    """Return the bottom line of the plan as it is without the scenario."""
    return figure(BEFORE, plan.horizon)


def cost(plan: Plan) -> Of:
    """Return what the scenario costs before the reserves that balance the gap pay."""
    return figure("cost of the scenario before reserves", plan.horizon)


def effect(plan: Plan) -> Of:
    """Return what the scenario does to the bottom line: after less before."""
    return figure("effect of the scenario", plan.horizon)


def step(plan: Plan, id_: str) -> Of:
    """Return what one step of the scenario does by itself."""
    return figure("effect of a step", plan.horizon, id_)


def council_tax(projection: Projection) -> Of:
    """Return each year's council tax. That of the year to be set never gives way if the year balances."""
    years, unbalanced = projection.plan.horizon, projection.unbalanced
    first = COUNCIL_TAX if unbalanced is not None and unbalanced[0] else COUNCIL_TAX_TO_SET
    return (*figure(first, [years.first]), *figure(COUNCIL_TAX, years)[1:])


def stream(plan: Plan, name: str) -> Of:
    """Return what a stream brings each year."""
    return figure(STREAM, plan.horizon, name)


def streams(projection: Projection, names: Iterable[str]) -> Of:
    """Return what the streams of these names bring in all."""
    plan, paid, chosen = projection.plan, projection.funding, {*names}
    if paid is None:
        return nothing(len(plan.horizon))
    each = zip(plan.streams, paid.streams.tolist(), strict=True)
    return figures(STREAM, ((one.name, pence) for one, pence in each if one.name in chosen), plan.horizon)


def resources(projection: Projection) -> Of:
    """Return what pays for each year: council tax and every stream, or the cash limit."""
    plan, paid = projection.plan, projection.funding
    if paid is None:
        return figure("cash limit", plan.horizon)
    all_streams = streams(projection, (each.name for each in plan.streams))
    tax = plan.council_tax
    if tax is None:
        return all_streams
    special = figures(SPECIAL, tax.special_expenses.items(), plan.horizon)
    return joined(council_tax(projection), special, all_streams)


def changes(each: Iterable[tuple[Change, Sequence[int]]], plan: Plan) -> Of:
    """Return what several changes come to together, from the pence of each by year."""
    return figures(CHANGE, ((change.reference, pence) for change, pence in each), plan.horizon)


def _of_driver(each: Driver, projection: Projection) -> Of:
    """Return the figures of a driver's row: those of the changes it adds up, or its own."""
    plan = projection.plan
    if each.id == "opening":
        return budget_before(plan)
    if each.id == "closing":
        return budget(plan)
    if each.id in projection.changes_by_driver:
        return figures(CHANGE, projection.changes_by_driver[each.id], plan.horizon)
    if each.kind == "transfer":
        return transfer(plan, each.label)
    return figure("driver", plan.horizon, each.id)


def of_driver(each: Driver, projection: Projection, role: Role = "figure", adds: Sequence[Row] = ()) -> Row:
    """Return a driver's row."""
    made = row(each.id, each.label, each.pence, role, adds, of=_of_driver(each, projection))
    return made._replace(saving=each.kind in ("saving", "one-off saving"))


def transfer(plan: Plan, name: str) -> Of:
    """Return what a transfer of a grant has come to by each year."""
    return figure("transfer", plan.horizon, name)


def moved_in(plan: Plan, each: Transfer) -> Of:
    """Return by how much a transfer moves in each year. In its first year that is what it comes to."""
    begun = [*accumulate(each.amounts)]
    later = figure("moved by a transfer", plan.horizon, each.name)
    return tuple(
        moved if n and begun[n - 1] else level
        for n, (moved, level) in enumerate(zip(later, transfer(plan, each.name), strict=True))
    )


def so_far(of: Of, movements: Sequence[int]) -> Of:
    """Return the sum of movements up to each year; a movement of nil is no part."""
    none = nothing(1)
    moved = [parts if pence else none[0] for parts, pence in zip(of, movements, strict=True)]
    return tuple(accumulate(moved, lambda one, other: joined((one,), (other,))[0]))


def balance(plan: Plan, reserve: str) -> Of:
    """Return a reserve's balance at each 31 March."""
    return figure(RESERVE, plan.horizon, reserve)


def balance_before(plan: Plan, reserve: str) -> Of:
    """Return a reserve's balance at each 1 April."""
    return figure(RESERVE, brought_forward(plan), reserve)


def contributions(projection: Projection) -> Of:
    """Return what is put into reserves beside the net budget."""
    return _of_reserves(CONTRIBUTIONS, projection, lambda held: held.contributions, in_budgets=False)


def uses(projection: Projection) -> Of:
    """Return the stated uses of reserves beside the net budget."""
    return _of_reserves(USES, projection, lambda held: held.uses, in_budgets=False)


def balancing(projection: Projection) -> Of:
    """Return what reserves pay of the gap."""
    return _of_reserves(BALANCING, projection, lambda held: held.balancing)


def change_in_balancing(before: Projection, after: Projection) -> Of:
    """Return how much less the reserves that balance the gap pay than without the scenario; one that pays the same is no part."""
    plan, then, now = after.plan, before.reserves, after.reserves
    if then is None or now is None:
        return nothing(len(plan.horizon))
    each = [
        (reserve.name, was.balancing, pays.balancing)
        for reserve, was, pays in zip(plan.reserves, then.each, now.each, strict=True)
    ]
    paid = ((name, _where_other(was, pays)) for name, was, pays in each)
    pay = ((name, _where_other(pays, was)) for name, was, pays in each)
    return less(
        figures("balancing before the scenario", paid, plan.horizon), figures(BALANCING, pay, plan.horizon)
    )


def _where_other(amounts: Amounts, other: Amounts) -> Amounts:
    """Return the amounts of years in which they differ from the others; nil in years in which they do not."""
    return tuple(pence if pence != against else 0 for pence, against in zip(amounts, other, strict=True))


def made_good(projection: Projection) -> Of:
    """Return the deficits that the first year makes good."""
    return _of_reserves(MADE_GOOD, projection, lambda held: held.made_good)


def _of_reserves(
    what: str, projection: Projection, amounts: Callable[[ReserveHeld], Amounts], *, in_budgets: bool = True
) -> Of:
    """Return the figures of all reserves but memorandum ones together, with or without those used inside budgets."""
    plan, held = projection.plan, projection.reserves
    each = zip(plan.reserves, () if held is None else held.each, strict=held is not None)
    counted = (
        (reserve.name, amounts(moves))
        for reserve, moves in each
        if reserve.reserve_class != "memorandum" and (in_budgets or not reserve.in_budget)
    )
    return figures(what, counted, plan.horizon)


def balance_from_the_start(plan: Plan, reserve: str) -> Of:
    """Return a reserve's balance on the day the plan starts and at each 31 March."""
    return (*balance_before(plan, reserve)[:1], *balance(plan, reserve))


def savings(found: Iterable[Saving], plan: Plan) -> Of:
    """Return what the amounts of savings are figures of."""
    return changes(((each.change, each.gross) for each in found), plan)
