"""The tables of a budget paper, each one short function from figures to rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mtfp.analysis.drivers import Driver, closing, drivers, one_offs, opening, whole_pence
from mtfp.analysis.outcome import Outcome, measure
from mtfp.engine.projection import Projection
from mtfp.plan.labels import label
from mtfp.plan.model import Amounts, Change, Plan
from mtfp.tables.model import Role, Row, Table


def _row(
    id_: str, name: str, amounts: Amounts, role: Role = "figure", adds: Sequence[tuple[int, str]] = ()
) -> Row:
    return Row(id=id_, stub=(name,), role=role, amounts=amounts, adds=tuple(adds))


def _of(driver: Driver, role: Role = "figure", added: Sequence[Row] = ()) -> Row:
    return _row(driver.id, driver.label, driver.pence, role, [(1, row.id) for row in added])


def _years(plan: Plan) -> tuple[str, ...]:
    return tuple(map(str, plan.horizon))


def roll_forward(outcome: Outcome) -> list[Table]:
    """Return the roll-forward: the base, each driver in a row of its own, the budget, and the gap where there is one."""
    projection = outcome.after
    plan = projection.plan
    rows = [_of(opening(projection), "balance"), *map(_of, drivers(projection))]
    rows.append(_of(closing(projection), "balance", rows))
    once = [_of(each) for each in one_offs(projection)]
    if once:
        net = whole_pence(projection.net_budget)
        added = [(1, row.id) for row in (rows[-1], *once)]
        rows += [*once, _row("net_budget", label(plan, "net_budget"), net, "balance", added)]
    if projection.inputs.cash_limit is not None and projection.gap is not None:
        limit = _row("cash_limit", label(plan, "cash_limit"), whole_pence(projection.inputs.cash_limit))
        less = [(1, rows[-1].id), (-1, limit.id)]
        rows += [limit, _row("gap", label(plan, "gap"), whole_pence(projection.gap), "balance", less)]
    return [_table(plan, "roll-forward", "Roll-forward", rows)]


def _table(plan: Plan, id_: str, title: str, rows: Sequence[Row]) -> Table:
    return Table(id=id_, title=title, stub_heads=("",), columns=_years(plan), rows=tuple(rows))


def scenario(outcome: Outcome) -> list[Table]:
    """Return the gap before the scenario, what each step does to it, the gap after, and what falls after the plan.

    Each step's row is its effect alone; what the steps do only together has a row of its own. Without resources the
    net budget stands in the gap's place.
    """
    plan = outcome.after.plan
    what = label(plan, "net_budget" if outcome.after.gap is None else "gap")
    after = whole_pence(measure(outcome.after))
    if outcome.scenario is None:
        rows = [_row("after", what, after, "balance")]
        title = what
    else:
        before = whole_pence(measure(outcome.before))
        rows = [_row("before", f"{what} before the scenario", before, "balance")]
        rows += [
            _row(f"step {n}", effect.words, whole_pence(effect.pence))
            for n, effect in enumerate(outcome.effects, 1)
        ]
        together = whole_pence(outcome.together)
        if any(together):
            rows.append(_row("together", "What the steps do only together", together))
        added = [(1, row.id) for row in rows]
        rows.append(_row("after", f"{what} after the scenario", after, "balance", added))
        title = f"{what} before and after the scenario"
    rows += _change_on_the_year_before(outcome.after)
    return [_table(plan, "scenario", title, rows), *_after_plan(plan)]


def _change_on_the_year_before(projection: Projection) -> list[Row]:
    """Return the change from one printed balance to the next, so that it casts with them."""
    plan, after = projection.plan, whole_pence(measure(projection))
    start = 0 if projection.gap is not None else int(projection.spending.opening[:, 0].sum())
    last = (start, *after[:-1])
    change = tuple(now - then for now, then in zip(after, last, strict=True))
    return [
        Row(id="last", stub=("",), role="balance", amounts=last, hidden=True),
        _row("change", label(plan, "change_in_gap"), change),
        Row(
            id="now",
            stub=("",),
            role="balance",
            amounts=after,
            adds=((1, "last"), (1, "change")),
            hidden=True,
        ),
    ]


def _after_plan(plan: Plan) -> list[Table]:
    """Return the table of what changes do after the last year of the plan, if any do."""
    late = [(change, beyond) for change in plan.changes if (beyond := change.profile.beyond(plan.horizon))]
    if not late:
        return []
    years = sorted({year for _, beyond in late for year in beyond})
    rows = [
        _row(
            change.reference, f"{change.printed} {change.title}", tuple(beyond.get(year, 0) for year in years)
        )
        for change, beyond in late
    ]
    total = tuple(map(sum, zip(*(row.amounts for row in rows), strict=True)))
    rows.append(
        _row("after-plan total", "Total after the plan", total, "total", [(1, row.id) for row in rows])
    )
    return [
        Table(
            id="after-plan",
            title="Falls after the plan",
            stub_heads=("",),
            columns=tuple(map(str, years)),
            rows=tuple(rows),
        )
    ]


@dataclass
class _Group:
    """A service's changes in file order, and the services within it in the order they first appear."""

    changes: list[tuple[Change, Amounts]] = field(default_factory=list)
    within: dict[str, _Group] = field(default_factory=dict)


def changes(outcome: Outcome) -> list[Table]:
    """Return the detailed budget changes by service: rows in file order, subtotals, division totals and a grand total."""
    projection = outcome.after
    plan = projection.plan
    top = _Group()
    for change, amounts in zip(plan.changes, projection.inputs.change_amounts.tolist(), strict=True):
        group = top
        for name in change.service.path:
            if name not in group.within:
                group.within[name] = _Group()
            group = group.within[name]
        group.changes.append((change, tuple(amounts)))
    name = label(plan, "total")
    while len(top.within) == 1 and not top.changes and next(iter(top.within.values())).within:
        ((name, top),) = top.within.items()
    rows: list[Row] = []
    _add_rows(rows, top, plan.labels.get("total", name), (), plan)
    return [
        Table(
            id="changes",
            title="Detailed budget changes",
            stub_heads=("Reference", "Type", "Detail"),
            columns=_years(plan),
            rows=tuple(rows),
            total_column="Total",
            notes=tuple(f"{each.code} - {each.label}" for each in plan.types.values()),
        )
    ]


def _add_rows(rows: list[Row], group: _Group, name: str, path: tuple[str, ...], plan: Plan) -> Row:
    """Add a service's heading, its changes, the services within it, and its total last; return the total."""
    if path:
        rows.append(Row(id=f"heading {' > '.join(path)}", stub=("", "", name), role="heading"))
    under = [_change_row(change, amounts, plan) for change, amounts in group.changes]
    rows += under
    under += [_add_rows(rows, inner, each, (*path, each), plan) for each, inner in group.within.items()]
    nil = (0,) * len(plan.horizon)
    within = len(path) > 1
    total = Row(
        id=f"total {' > '.join(path)}",
        stub=("", "", f"{'Subtotal' if within else 'Total'} {name}"),
        role="subtotal" if within else "total",
        amounts=tuple(map(sum, zip(nil, *(row.amounts for row in under), strict=True))),
        adds=tuple([(1, row.id) for row in under]),
    )
    rows.append(total)
    return total


def _change_row(change: Change, amounts: Amounts, plan: Plan) -> Row:
    return Row(
        id=f"change {change.reference}",
        stub=(change.printed, change.type, change.title),
        role="figure",
        amounts=amounts,
        tbc=frozenset(n for n, year in enumerate(plan.horizon) if year in change.tbc and not amounts[n]),
    )


PAPERS: Mapping[str, Callable[[Outcome], list[Table]]] = {
    "scenario": scenario,
    "roll-forward": roll_forward,
    "changes": changes,
}
"""Every table by the name that asks for it."""
