"""The tables of a budget paper, each one short function from figures to rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from mtfp.analysis.delivery import OF_OTHERS
from mtfp.analysis.drivers import beside_the_base, closing, drivers, opening
from mtfp.analysis.outcome import Outcome
from mtfp.engine.projection import Projection
from mtfp.plan.labels import label
from mtfp.plan.model import Change, Plan
from mtfp.plan.terms import Amounts, Service
from mtfp.problems import MisreadError, listed
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import (
    added,
    bottom_line,
    by_year,
    change_from,
    not_here,
    of_driver,
    row,
    total_of,
    unless_nil,
    years,
)


def roll_forward(outcome: Outcome) -> list[Table]:
    """Return the roll-forward: the base, each driver in a row of its own, the budget, and the gap to a cash limit."""
    projection = outcome.after
    plan = projection.plan
    rows = [of_driver(opening(projection), "balance"), *map(of_driver, drivers(projection))]
    rows.append(of_driver(closing(projection), "balance", rows))
    beside = [of_driver(each) for each in beside_the_base(projection)]
    if beside:
        net = row(
            "net_budget", label(plan, "net_budget"), projection.net_budget, "balance", [rows[-1], *beside]
        )
        rows += [*beside, net]
    limit, gap = projection.inputs.cash_limit, projection.gap
    if limit is not None and gap is not None and not plan.reserves:
        resources = row("cash_limit", label(plan, "cash_limit"), limit)
        rows += [resources, row("gap", label(plan, "gap"), gap, "balance", rows[-1:], [resources])]
    return [by_year(plan, "roll-forward", "Roll-forward", rows)]


def scenario(outcome: Outcome) -> list[Table]:
    """Return the gap before the scenario, what each step does to it, the gap after, and what falls after the plan.

    Each step's row is its effect alone, before any reserve balances the gap; what reserves then do about it, and what
    the steps do only together, have rows of their own. Without resources the net budget stands in the gap's place.
    """
    plan, after = outcome.after.plan, bottom_line(outcome.after)
    what = label(plan, "net_budget" if outcome.after.gap is None else "gap")
    if outcome.scenario is None:
        alone = [row("after", what, after, "balance"), *_change_on_the_year_before(outcome.after)]
        return [*([] if plan.is_whole else [by_year(plan, "scenario", what, alone)]), *_after_plan(plan)]
    rows = [row("before", f"{what} before the scenario", bottom_line(outcome.before), "balance")]
    rows += [row(f"step {n}", effect.words, effect.pence) for n, effect in enumerate(outcome.effects, 1)]
    rows += unless_nil(row("together", "What the steps do only together", outcome.together))
    rows += unless_nil(row("balancing", "Met by reserves that balance the gap", outcome.change_in_balancing))
    rows.append(row("after", f"{what} after the scenario", after, "balance", rows))
    rows += _change_on_the_year_before(outcome.after)
    return [
        by_year(plan, "scenario", f"{what} before and after the scenario", rows),
        *_after_plan(plan),
    ]


def _change_on_the_year_before(projection: Projection) -> list[Row]:
    """Return the change from one printed balance to the next, so that it casts with them."""
    start = 0 if projection.gap is not None else int(projection.spending.opening[:, 0].sum())
    key = "change_in_net_budget" if projection.gap is None else "change_in_gap"
    return change_from(start, bottom_line(projection), label(projection.plan, key))


def _after_plan(plan: Plan) -> list[Table]:
    """Return the table of what changes do after the last year of the plan, if any do."""
    late = [(change, beyond) for change in plan.changes if (beyond := change.profile.beyond(plan.horizon))]
    if not late:
        return []
    after = sorted({year for _, beyond in late for year in beyond})
    rows = [
        row(
            change.reference, f"{change.printed} {change.title}", (beyond.get(year, 0) for year in after)
        )._replace(saving=plan.types[change.type].kind == "saving")
        for change, beyond in late
    ]
    rows.append(total_of("after-plan total", "Total after the plan", rows, len(after)))
    return [
        Table(
            id="after-plan",
            title="Falls after the plan",
            stub_heads=("",),
            columns=tuple(map(str, after)),
            rows=tuple(rows),
        )
    ]


@dataclass
class _Group:
    """A service's changes in file order, and the services within it in the order they first appear."""

    changes: list[tuple[Change, Amounts]] = field(default_factory=list)
    within: dict[str, _Group] = field(default_factory=dict)


def changes(outcome: Outcome) -> list[Table]:
    """Return the detailed budget changes by service: rows in file order, subtotals, division totals and a grand total.

    Of one service the last total is its own: what lies above it is not all here.
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
            notes=(*(f"{each.code} - {each.label}" for each in plan.types.values()), *not_here(outcome)),
        )
    ]


def _path_shown(change: Change, service: Service | None) -> tuple[str, ...]:
    """Return where a change stands: of one service beneath it, or with those of other services on its lines."""
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
        tbc=frozenset(n for n, year in enumerate(plan.horizon) if year in change.tbc and not amounts[n]),
        saving=plan.types[change.type].kind == "saving",
    )


Paper = Callable[[Outcome], list[Table]]

_MAIN: Mapping[str, Paper] = {"scenario": scenario, "roll-forward": roll_forward, "changes": changes}

NAMES = (
    "summary",
    "scenario",
    "roll-forward",
    "funding",
    "council-tax",
    "reserves",
    "savings",
    "targets",
    "demand",
    "capital",
    "gross",
    "asked",
    "changes",
)
"""Every table by the name that asks for it, in reading order."""

ALL = "all"
"""What asks for every table there is."""

_OF_A_WHOLE_COUNCIL = ("summary", "scenario", "roll-forward", "funding", "council-tax", "reserves", "asked")


def usual_names(plan: Plan) -> tuple[str, ...]:
    """Return the tables shown where none is asked for: all, or of a whole council those that lead to its gap and those it asks for."""
    return _OF_A_WHOLE_COUNCIL if plan.is_whole else NAMES


def tables_asked(outcome: Outcome, names: Collection[str]) -> list[Table]:
    """Return the tables named, in reading order; raise `MisreadError` for a name whose table has nothing to show."""
    if ALL in names:
        return tables_of(outcome, NAMES)
    for name in names:
        if name not in NAMES:
            raise MisreadError(
                f'no table is called "{name}"',
                f"one of {listed((*NAMES, ALL), most=60, last='or')}",
                "correct the name",
            )
        if not tables_of(outcome, [name]):
            raise _nothing_in(name, outcome)
    return tables_of(outcome, names)


def _nothing_in(name: str, outcome: Outcome) -> MisreadError:
    if outcome.service is not None:
        return MisreadError(
            f"one service has nothing that the table {name} could show",
            "a table of the whole plan: resources and reserves belong to all of it",
            "leave out --service, or ask for another table",
        )
    return MisreadError(
        f"the plan says nothing that the table {name} could show",
        f"a plan with {_NEEDS.get(name, 'what it shows')}",
        "ask for another table, or add it to the plan",
    )


_NEEDS = {
    "summary": "[council_tax] or [[stream]], or a [cash_limit] with [[reserve]]",
    "funding": "[council_tax] or [[stream]]",
    "council-tax": "[council_tax]",
    "reserves": "[[reserve]]",
    "savings": "savings that have a stage or a confidence",
    "targets": "[[target]]",
    "demand": "[[demand]]",
    "capital": "[[scheme]]",
    "gross": "lines that state gross",
    "asked": "[[table]]",
    "scenario": "a scenario",
}


def tables_of(outcome: Outcome, names: Collection[str]) -> list[Table]:
    """Return the tables asked for by name, in reading order; one that the plan says nothing of is left out."""
    papers = {**_MAIN, **(_of_council(names) if outcome.after.plan.goes_further else {})}
    return [table for name in NAMES if name in names and name in papers for table in papers[name](outcome)]


def _of_council(names: Collection[str]) -> Mapping[str, Paper]:
    """Return the papers that only a whole council's plan fills, of those named."""
    from mtfp.tables.council import COUNCIL

    papers = dict(COUNCIL)
    if "asked" in names:
        from mtfp.tables.asked import asked

        papers["asked"] = asked
    if not {*names} <= {*papers, *_MAIN}:
        from mtfp.tables.workings import WORKINGS

        papers |= WORKINGS
    return papers
