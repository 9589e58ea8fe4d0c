"""The detailed budget changes by service, with the total of each."""

from __future__ import annotations

from dataclasses import dataclass, field

from mtfp.analysis.delivery import OF_OTHERS
from mtfp.analysis.outcome import Outcome
from mtfp.plan.changes import Change
from mtfp.plan.labels import label
from mtfp.plan.model import Plan
from mtfp.plan.terms import Amounts, Service
from mtfp.tables.figures import CHANGE, figure
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import added, left_out, years


@dataclass
class _Group:
    """A service's changes in file order, and the services within it in the order they first appear."""

    changes: list[tuple[Change, Amounts]] = field(default_factory=list)
    within: dict[str, _Group] = field(default_factory=dict)


def changes(outcome: Outcome) -> list[Table]:
    """Return the detailed budget changes by service: rows in file order, subtotals, division totals and a grand total.

    For one service the last total is its own, as the services above it are not all here.
    """
    projection = outcome.after
    plan = projection.plan
    top = _Group()
    for change, amounts in zip(projection.changes, projection.inputs.change_amounts.tolist(), strict=True):
        group = top
        for name in _path_shown(change, outcome.service):
            if name not in group.within:
                group.within[name] = _Group()
            group = group.within[name]
        group.changes.append((change, tuple(amounts)))
    name = outcome.service.path[-1] if outcome.service else label(plan, "total")
    while not outcome.service and len(top.within) == 1 and not top.changes and _only(top).within:
        ((name, top),) = top.within.items()
    used = {change.type for change in projection.changes}
    rows: list[Row] = []
    _add_rows(rows, top, name if outcome.service else plan.labels.get("total", name), (), plan)
    return [
        Table(
            id="changes",
            title="Detailed budget changes",
            stub_heads=("Reference", "Type", "Detail"),
            columns=years(plan),
            rows=tuple(rows),
            total_column="Total",
            notes=(
                *(f"{each.code} - {each.label}" for each in plan.types.values() if each.code in used),
                *left_out(outcome.elsewhere, outcome.service),
            ),
        )
    ]


def _path_shown(change: Change, service: Service | None) -> tuple[str, ...]:
    """Return the heading that a change stands under: for one service, beneath it, or with the changes of others on its lines."""
    if service is None:
        return change.service.path
    return change.service.path[len(service.path) :] if change.service.within(service) else (OF_OTHERS,)


def _only(group: _Group) -> _Group:
    return next(iter(group.within.values()))


def _add_rows(rows: list[Row], group: _Group, name: str, path: tuple[str, ...], plan: Plan) -> Row:
    """Add a service's heading, its changes, the services within it, and its total last; return the total."""
    if path:
        rows.append(Row(id=f"heading {' > '.join(path)}", stub=("", "", name), role="heading"))
    under = [_change_row(change, amounts, plan) for change, amounts in group.changes]
    rows += under
    under += [_add_rows(rows, inner, each, (*path, each), plan) for each, inner in group.within.items()]
    within = len(path) > 1
    total = Row(
        id=f"total {' > '.join(path)}",
        stub=("", "", f"{'Subtotal' if within else 'Total'} {name}"),
        role="subtotal" if within else "total",
        amounts=added(under, len(plan.horizon)),
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
        unstated=tuple(
            [
                (n, change.unstated[year])
                for n, year in enumerate(plan.horizon)
                if year in change.unstated and not amounts[n]
            ]
            if change.unstated
            else ()
        ),
        saving=plan.types[change.type].kind == "saving",
        of=figure(CHANGE, plan.horizon, change.reference),
    )
