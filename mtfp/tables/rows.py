"""The rows that tables are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtfp.money import differences, summed, whole_pence
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.plan.terms import Amounts, Service
from mtfp.problems import listed
from mtfp.tables.figures import SPECIAL, Of, Parts, figure
from mtfp.tables.model import Role, Row, Table


def row(
    id_: str,
    name: str,
    amounts: Iterable[int],
    role: Role = "figure",
    adds: Sequence[Row] = (),
    less: Sequence[Row] = (),
    of: Of = (),
) -> Row:
    """Return a row of pence, and the rows that it is the sum of: those added, and those taken away.

    `of` is what its cells are figures of, from `mtfp.tables.measured`. Give it for a row that repeats figures of another
    table, so that they print as they do there. No other row needs it, nor does a sum of rows of the same table.
    """
    signed = (*((1, each.id) for each in adds), *((-1, each.id) for each in less))
    return Row(id=id_, stub=(name,), role=role, amounts=whole_pence(amounts), adds=signed, of=of)


def heading(name: str) -> Row:
    """Return a heading."""
    return Row(id=f"heading {name}", stub=(name,), role="heading")


def said(id_: str, name: str, text: Iterable[str]) -> Row:
    """Return a row of figures that are not money of the table's unit, as they print."""
    return Row(id=id_, stub=(name,), role="figure", text=tuple(text))


def total_of(id_: str, name: str, rows: Sequence[Row], columns: int, role: Role = "total") -> Row:
    """Return the sum of some rows, nil where there are none."""
    return row(id_, name, added(rows, columns), role, rows)


def added(rows: Iterable[Row], columns: int) -> Amounts:
    """Return the exact sum of some rows by column."""
    return summed((each.amounts for each in rows), columns)


def unless_nil(each: Row) -> list[Row]:
    """Return the row, or nothing where it is nil in every column."""
    return [each] if any(each.amounts) else []


def unseen(each: Row, id_: str, adds: Sequence[Row] = ()) -> Row:
    """Return a row again as one that does not print, so that its figures cast in a second sum."""
    return row(id_, "", each.amounts, "figure", adds, of=each.of)._replace(hidden=True)


def change_from(
    before: int, balance: Row, name: str, of_before: Parts = frozenset(), id_: str = "change"
) -> Row:
    """Return a balance's change on the year before, the difference of the two as printed; nil stands before the first year."""
    last = row("", "", (before, *balance.amounts[:-1]), of=(of_before, *balance.of[:-1]))
    return row(id_, name, differences(balance.amounts, before))._replace(between=(last, balance))


def years(plan: Plan) -> tuple[str, ...]:
    """Return the columns of a table by year."""
    return tuple(map(str, plan.horizon))


def balance_days(plan: Plan) -> tuple[str, ...]:
    """Return the columns of a table of balances: the 1 April on which the plan starts, and each 31 March."""
    first, *ends = plan.horizon.first.start, *(year.start + 1 for year in plan.horizon)
    return (f"1.4.{first % 100:02}", *(f"31.3.{year % 100:02}" for year in ends))


def by_year(plan: Plan, id_: str, title: str, rows: Sequence[Row], notes: tuple[str, ...] = ()) -> Table:
    """Return a table with a column for each year of the plan."""
    return Table(id=id_, title=title, stub_heads=("",), columns=years(plan), rows=tuple(rows), notes=notes)


def special_expenses(plan: Plan) -> list[Row]:
    """Return a row for each special expense."""
    special = {} if plan.council_tax is None else plan.council_tax.special_expenses
    return [
        row(
            f"special {name}",
            f"Special expenses: {name}",
            pence,
            of=figure(SPECIAL, plan.horizon, name),
        )
        for name, pence in special.items()
    ]


def left_out(changes: Sequence[Change], service: Service | None) -> tuple[str, ...]:
    """Return the note under one service's tables that says which of its changes land on other services' lines."""
    if not changes:
        return ()
    these = "this change" if len(changes) == 1 else "these changes"
    named = listed(change.reference for change in changes)
    return (f"Left out, as other services hold the budget lines of {these} of {service}: {named}.",)
