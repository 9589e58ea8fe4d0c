"""The tables of a budget paper, each made by one function from figures to rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from mtfp.analysis.delivery import OF_OTHERS
from mtfp.analysis.drivers import beside_the_base, closing, drivers, opening
from mtfp.analysis.outcome import Outcome
from mtfp.frozen import frozen
from mtfp.plan.changes import Change
from mtfp.plan.labels import label
from mtfp.plan.model import Plan
from mtfp.plan.terms import Amounts, Service
from mtfp.problems import MisreadError, listed
from mtfp.tables import measured
from mtfp.tables.asked import asked
from mtfp.tables.council import COUNCIL
from mtfp.tables.figures import figure
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import (
    added,
    by_year,
    not_here,
    of_driver,
    row,
    years,
)
from mtfp.tables.scenario import scenario
from mtfp.tables.workings import WORKINGS, savings_by_service


def roll_forward(outcome: Outcome) -> list[Table]:
    """Return the roll-forward: the base, a row for each driver, the budget, and with a cash limit the gap."""
    projection = outcome.after
    plan = projection.plan
    rows = [of_driver(opening(projection), projection, "balance")]
    rows += [of_driver(each, projection) for each in drivers(projection)]
    rows.append(of_driver(closing(projection), projection, "balance", rows))
    beside = [of_driver(each, projection) for each in beside_the_base(projection)]
    if beside:
        adds, of = [rows[-1], *beside], measured.net_budget(plan)
        net = row("net_budget", label(plan, "net_budget"), projection.net_budget, "balance", adds, of=of)
        rows += [*beside, net]
    limit, gap = projection.inputs.cash_limit, projection.gap
    if limit is not None and gap is not None and not plan.reserves:
        resources = row("cash_limit", label(plan, "cash_limit"), limit, of=measured.resources(projection))
        of = measured.bottom_line_of(projection)
        rows += [resources, row("gap", label(plan, "gap"), gap, "balance", rows[-1:], [resources], of=of)]
    return [by_year(plan, "roll-forward", "Roll-forward", rows)]


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
                *not_here(outcome),
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
        of=figure(measured.CHANGE, plan.horizon, change.reference),
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
"""The names of all tables, in reading order."""

ALL = "all"
"""The name that asks for every table."""

_OF_A_WHOLE_COUNCIL = ("summary", "scenario", "roll-forward", "funding", "council-tax", "reserves", "asked")


def usual_names(plan: Plan) -> tuple[str, ...]:
    """Return the tables shown where none is named: all, or for a whole council those that lead to its gap and those it asks for."""
    return _OF_A_WHOLE_COUNCIL if plan.is_whole else NAMES


@frozen(kw_only=False)
class Made:
    """The tables of a result by name, each made once however often it is shown, cast or drawn."""

    outcome: Outcome
    by_name: dict[str, list[Table]] = field(default_factory=dict)

    def tables(self, names: Collection[str]) -> list[Table]:
        """Return the tables named, in reading order, without those that the plan has nothing for."""
        papers = {**_MAIN, **_of_council(names)}
        wanted = [name for name in NAMES if name in names and name in papers]
        for name in wanted:
            if name not in self.by_name:
                self.by_name[name] = papers[name](self.outcome)
        return [table for name in wanted for table in self.by_name[name]]


def tables_asked(made: Made, names: Collection[str]) -> list[Table]:
    """Return the tables named, in reading order; raise `MisreadError` for a name whose table has nothing to show."""
    if ALL in names:
        return made.tables(NAMES)
    for name in names:
        if name not in NAMES:
            raise MisreadError(
                f'no table is called "{name}"',
                f"one of {listed((*NAMES, ALL), most=60, last='or')}",
                "correct the name",
            )
        if not made.tables([name]):
            raise _nothing_in(name, made.outcome)
    return made.tables(names)


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


def batches_of(made: Made, names: Collection[str]) -> list[list[Table]]:
    """Return the tables that must be cast so that those named print alike wherever they stand.

    They are all tables in their usual order: first those that lead to a whole council's gap, which print alike whatever
    the others hold, then the workings and the changes. The sums of savings that a chart draws are cast with the tables of
    savings, before the changes.
    """
    first = made.tables(_OF_A_WHOLE_COUNCIL)
    if {*names} <= {*_OF_A_WHOLE_COUNCIL}:
        return [first]
    rest = made.tables([name for name in NAMES if name not in _OF_A_WHOLE_COUNCIL])
    return [first, [*savings_by_service(made.outcome), *rest]]


def tables_of(outcome: Outcome, names: Collection[str]) -> list[Table]:
    """Return the tables named, in reading order, without those that the plan has nothing for."""
    return Made(outcome).tables(names)


def _of_council(names: Collection[str]) -> Mapping[str, Paper]:
    """Return, of the tables named, those that only a whole council's plan has."""
    papers = dict(COUNCIL)
    if "asked" in names:
        papers["asked"] = asked
    if not {*names} <= {*papers, *_MAIN}:
        papers |= WORKINGS
    return papers
