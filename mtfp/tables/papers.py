"""The tables of a result by name: what makes each, those shown, exact in the style asked for, and as they print."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field

from mtfp.analysis.outcome import Outcome
from mtfp.frozen import frozen
from mtfp.plan.model import Plan
from mtfp.problems import MisreadError, listed, nearest
from mtfp.tables.asked import asked
from mtfp.tables.capital import capital
from mtfp.tables.casting import Cast, cast
from mtfp.tables.changes import changes
from mtfp.tables.council_tax import council_tax
from mtfp.tables.demand import demand
from mtfp.tables.funding import funding
from mtfp.tables.gross import gross
from mtfp.tables.model import PrintedTable, Table
from mtfp.tables.names import ALL, NAMES, TABLES
from mtfp.tables.printing import print_table
from mtfp.tables.reserves import reserves
from mtfp.tables.roll_forward import roll_forward
from mtfp.tables.savings import savings, savings_by_service
from mtfp.tables.scenario import scenario
from mtfp.tables.style import Style, never_met, styled
from mtfp.tables.summary import summary
from mtfp.tables.targets import targets

MADE_BY: Mapping[str, Callable[[Outcome], list[Table]]] = {
    "summary": summary,
    "scenario": scenario,
    "roll-forward": roll_forward,
    "funding": funding,
    "council-tax": council_tax,
    "reserves": reserves,
    "savings": savings,
    "targets": targets,
    "demand": demand,
    "capital": capital,
    "gross": gross,
    "asked": asked,
    "changes": changes,
}
"""What makes each table of `tables/names.py`; nothing comes of one that the plan says nothing of."""

_LEADING = tuple(each.name for each in TABLES if each.leads_to_the_gap)


def usual_names(plan: Plan) -> tuple[str, ...]:
    """Return the tables shown where none is named: all, or for a whole council those that lead to its gap and those it asks for."""
    return _LEADING if plan.is_whole else NAMES


@frozen(kw_only=False)
class Made:
    """The tables of a result by name, each made once however often it is shown, cast or drawn."""

    outcome: Outcome
    by_name: dict[str, list[Table]] = field(default_factory=dict)

    def tables(self, names: Collection[str]) -> list[Table]:
        """Return the tables named, in reading order, without those that the plan has nothing for."""
        wanted = [name for name in NAMES if name in names]
        for name in wanted:
            if name not in self.by_name:
                self.by_name[name] = MADE_BY[name](self.outcome)
        return [table for name in wanted for table in self.by_name[name]]


def tables_asked(made: Made, names: Collection[str]) -> list[Table]:
    """Return the tables named, in reading order; raise `MisreadError` for a name whose table has nothing to show."""
    if ALL in names:
        return made.tables(NAMES)
    for name in names:
        if name not in NAMES:
            raise MisreadError(
                f'no table is called "{name}"',
                f"one of {listed((*NAMES, ALL), most=60, last='or')}{nearest(name, NAMES)}",
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
    needs = next(each.needs for each in TABLES if each.name == name)
    return MisreadError(
        f"the plan says nothing that the table {name} could show",
        f"a plan with {needs}",
        "ask for another table, or add it to the plan",
    )


def batches_of(made: Made, names: Collection[str]) -> list[list[Table]]:
    """Return the tables that must be cast so that those named print alike wherever they stand.

    They are all tables in their usual order: first those that lead to a whole council's gap, which print alike whatever
    the others hold, then the workings and the changes. The sums of savings that a chart draws are cast with the tables of
    savings, before the changes.
    """
    first = made.tables(_LEADING)
    if {*names} <= {*_LEADING}:
        return [first]
    rest = made.tables([name for name in NAMES if name not in _LEADING])
    return [first, [*savings_by_service(made.outcome), *rest]]


def tables_of(outcome: Outcome, names: Collection[str]) -> list[Table]:
    """Return the tables named, in reading order, without those that the plan has nothing for."""
    return Made(outcome).tables(names)


def exact_tables(made: Made, names: Collection[str] | None, style: Style) -> list[Table]:
    """Return the tables named in their style, not yet rounded; with None, those of the style, or the usual ones.

    Raises `MisreadError` for a name whose table has nothing to show.
    """
    return [styled(table, style, made.outcome.service) for table in _without_style(made, names, style)]


def names_never_met(made: Made, names: Collection[str] | None, style: Style) -> list[str]:
    """Return the names of rows that a style renames or orders and that no table has."""
    return never_met(style, _without_style(made, names, style))


def _without_style(made: Made, names: Collection[str] | None, style: Style) -> list[Table]:
    if names is not None:
        return tables_asked(made, names)
    return [table for name in _shown(made.outcome, None, style) for table in made.tables([name])]


def _shown(outcome: Outcome, names: Collection[str] | None, style: Style) -> Collection[str]:
    """Return the names of the tables shown: those asked for, else those of the style, else the usual ones."""
    return names if names is not None else style.tables or usual_names(outcome.after.plan)


def printed_tables(
    made: Made,
    names: Collection[str] | None,
    style: Style,
    exact: Sequence[Table],
    casts: Mapping[int, Cast] | None = None,
) -> list[PrintedTable]:
    """Return tables as they print, cast with all tables of the plan: a figure prints in one way, whichever are shown."""
    units = [style.print_unit(table.id, made.outcome.after.plan.unit) for table in exact]
    casts = casts_for(made, names, style, {unit.quantum for unit in units}) if casts is None else casts
    return [
        print_table(table, unit, style.rounding, casts.get(unit.quantum))
        for table, unit in zip(exact, units, strict=True)
    ]


def casts_for(
    made: Made, names: Collection[str] | None, style: Style, quanta: Collection[int]
) -> dict[int, Cast]:
    """Return what every table prints that has a bearing on those named, by the pence of each unit; empty in plain rounding."""
    if not quanta or style.rounding == "plain":
        return {}
    batches = batches_of(made, _shown(made.outcome, names, style))
    return {quantum: cast(batches, quantum) for quantum in sorted(quanta)}
