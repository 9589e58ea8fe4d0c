"""The pictures of a budget paper, each one short function from figures to the table that it draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mtfp.analysis.delivery import by_service
from mtfp.analysis.drivers import Driver, beside_the_base, closing, drivers, opening
from mtfp.analysis.outcome import Outcome
from mtfp.money import summed
from mtfp.plan.labels import gap_label, label
from mtfp.plan.reserves import Reserve
from mtfp.plan.terms import Amounts
from mtfp.problems import listed
from mtfp.tables.casting import print_table
from mtfp.tables.chart import Chart
from mtfp.tables.model import PrintedRow, PrintedTable, Row, Table
from mtfp.tables.rows import (
    bottom_line,
    by_year,
    heading,
    in_all,
    of_driver,
    of_part,
    row,
    total_of,
    unless_nil,
    years,
)
from mtfp.tables.scenario import COST_BEFORE_RESERVES, EFFECT
from mtfp.tables.style import Style, TableStyle, styled

_HANDFUL = 4
_FEW = 6


def charts_of(outcome: Outcome, style: Style) -> tuple[Chart, ...]:
    """Return every picture the plan has figures for, in reading order, numbered from Figure 1.

    Each prints in the unit, the row names and order and the signs of the table that holds the same figures.
    """
    drawn = [chart for chart_of in _CHARTS for chart in chart_of(outcome, style)]
    return tuple(
        chart._replace(table=replace(chart.table, number=f"Figure {n}")) for n, chart in enumerate(drawn, 1)
    )


def _printed(exact: Table, like: str, outcome: Outcome, style: Style) -> PrintedTable:
    """Return a chart's table printed as the style has the table it is like."""
    own = replace(style.of_table.get(like, TableStyle()), title="")
    style = replace(style, of_table={exact.id: own})
    unit = style.print_unit(exact.id, outcome.after.plan.unit)
    return print_table(of_part(styled(exact, style), outcome), unit, style.rounding)


def _gap(outcome: Outcome, style: Style) -> Iterator[Chart]:
    """Yield the gap by year; where there are reserves, before and after them."""
    plan, gaps = outcome.after.plan, outcome.after.gaps
    if gaps is None:
        return
    before = row("before", label(plan, "gap_before_reserves"), gaps.before_reserves, "balance")
    to_find = row("gap", gap_label(plan), gaps.to_find, "balance")
    rows = [before, to_find] if plan.reserves else [to_find]
    exact = by_year(plan, "chart-gap", f"{label(plan, 'gap')} by year", rows)
    table = _printed(exact, "summary" if plan.is_whole else "roll-forward", outcome, style)
    yield Chart("gap", "pairs" if plan.reserves else "columns", table, _by_year_in_words(table))


def _bridge(outcome: Outcome, style: Style) -> Iterator[Chart]:
    """Yield what leads from the base to the last year's net budget: drivers over all years, and what stands beside the base."""
    projection, plan = outcome.after, outcome.after.plan
    base, end = opening(projection), closing(projection)
    rows = [of_driver(_of(base, base.pence[0]), "balance")]
    rows += _steps(of_driver(_of(each, sum(each.pence))) for each in drivers(projection))
    rows.append(of_driver(_of(end, end.pence[-1]), "balance", rows))
    beside = [of_driver(_of(each, each.pence[-1])) for each in beside_the_base(projection)]
    if beside:
        carried = rows[-1]._replace(hidden=True)
        rows[-1:] = [carried, *_steps(beside)]
        net = projection.net_budget[-1:]
        rows.append(row("net_budget", label(plan, "net_budget"), net, "balance", [carried, *_steps(beside)]))
    exact = Table(
        id="chart-bridge",
        title=f"From the {plan.horizon.base_year} budget to {plan.horizon.last}, by driver",
        stub_heads=("",),
        columns=(str(plan.horizon),),
        rows=tuple(rows),
        notes=_OVER_THE_YEARS,
    )
    table = _printed(exact, "roll-forward", outcome, style)
    taken_away = frozenset(each.id for each in rows if each.saving and style.savings_positive)
    yield Chart("bridge", "bridge", table, _bridge_in_words(table, taken_away), taken_away)


_OVER_THE_YEARS = (
    "Each step is rounded from its exact sum over the years; a total that adds printed figures may differ in the last place.",
)


def _of(driver: Driver, pence: int) -> Driver:
    return replace(driver, pence=(pence,))


def _steps(rows: Iterable[Row]) -> list[Row]:
    return [each for every in rows for each in unless_nil(every)]


def _savings(outcome: Outcome, style: Style) -> Iterator[Chart]:
    """Yield the savings of each service, by year and over the plan."""
    plan = outcome.after.plan
    count = len(plan.horizon)
    rows = [
        row(f"total {service}", service, summed((each.gross for each in within), count))
        for service, within in by_service(outcome.savings, outcome.service).items()
    ]
    if not any(any(each.amounts) for each in rows):
        return
    exact = Table(
        id="chart-savings",
        title="Where the savings fall",
        stub_heads=("",),
        columns=years(plan),
        rows=(*rows, total_of("savings", f"Total savings in {in_all(outcome)}", rows, count)),
        total_column="Total",
        savings=True,
    )
    table = _printed(exact, "savings", outcome, style)
    yield Chart("savings", "bars", table, _savings_in_words(table))


def _reserves(outcome: Outcome, style: Style) -> Iterator[Chart]:
    """Yield the balances of the reserves that have a minimum, against it: of many, those that come nearest to it."""
    plan, held = outcome.after.plan, outcome.after.reserves
    watched = []
    for n, (reserve, moves) in enumerate(zip(plan.reserves, () if held is None else held.each, strict=False)):
        if moves.closing is not None and any(moves.minimum):
            above = min(map(int.__sub__, moves.closing, moves.minimum))
            watched.append((above, n, _against_minimum(reserve, moves.closing, moves.minimum)))
    if not watched:
        return
    nearest = sorted(sorted(watched)[:_HANDFUL], key=lambda each: each[1])
    rows = [each for _, _, rows in nearest for each in rows]
    exact = by_year(plan, "chart-reserves", "Balances of reserves against their minimum", rows)
    if len(watched) > _HANDFUL:
        note = f"Of {len(watched)} reserves with a minimum, the {_HANDFUL} that come nearest to it."
        exact = replace(exact, notes=(note,))
    table = _printed(exact, "reserves", outcome, style)
    yield Chart("reserves", "panels", table, _reserves_in_words(table))


def _against_minimum(reserve: Reserve, balance: Amounts, minimum: Amounts) -> list[Row]:
    return [
        heading(f"{reserve.name} ({reserve.reserve_class})"),
        row(f"closing {reserve.name}", "Balance on 31 March", balance, "balance"),
        row(f"minimum {reserve.name}", "Minimum", minimum, "balance"),
    ]


def _scenario(outcome: Outcome, style: Style) -> Iterator[Chart]:
    """Yield the gap of the plan beside the scenario's, or the net budget where the plan states no resources.

    Where reserves pay more or less of it, that would hide what the scenario costs: then this stands beside what it leaves to find.
    """
    plan = outcome.after.plan
    if outcome.scenario is None:
        return
    has_gap = outcome.after.gap is not None
    what = label(plan, "gap" if has_gap else "net_budget")
    title = f"{what} before and after the scenario"
    rows = [
        row("before", f"{what} before the scenario", bottom_line(outcome.before), "balance"),
        row("after", f"{what} after the scenario", bottom_line(outcome.after), "balance"),
    ]
    if outcome.change_in_balancing.any():
        title = "What the scenario costs before reserves, and what they leave of it to find"
        rows = [
            row("cost", COST_BEFORE_RESERVES, outcome.cost, "balance"),
            row("effect", EFFECT, outcome.effect, "balance"),
        ]
    table = _printed(by_year(plan, "chart-scenario", title, rows), "scenario", outcome, style)
    yield Chart("scenario", "pairs" if has_gap else "lines", table, _by_year_in_words(table))


_CHARTS = (_gap, _bridge, _savings, _reserves, _scenario)


def _by_year_in_words(table: PrintedTable) -> str:
    each = "; ".join(f"{row.name} {_course(row, table)}" for row in table.rows)
    return f"By year, in {table.unit.sign}: {each}."


def _course(row: PrintedRow, table: PrintedTable) -> str:
    """Return a row's figures in words: each, or of many the first, the last, the highest and the lowest."""
    show, cells, columns = table.unit.plain.show, row.numbers, table.columns
    if len(set(cells)) == 1:
        return f"is {show(cells[0])} in {columns[0] if len(columns) == 1 else 'every year'}"
    told = [*range(len(cells))]
    if len(cells) > _FEW:
        told = sorted({0, len(cells) - 1, cells.index(max(cells)), cells.index(min(cells))})
    each = listed((f"{show(cells[n])} in {columns[n]}" for n in told), most=_FEW)
    return f"{'is' if len(told) == len(cells) else 'is, among other years,'} {each}"


def _bridge_in_words(table: PrintedTable, taken_away: frozenset[str]) -> str:
    first, *steps, last = table.rows
    (start,), (end,), show = first.numbers, last.numbers, table.unit.plain.show
    moves = [(-each if row.id in taken_away else each, row) for row in steps for each in row.numbers]
    said = [f"Steps in {table.unit.sign} from {first.name}, {show(start)}, to {last.name}, {show(end)}."]
    for way, sign in (("rise", 1), ("fall", -1)):
        move, row = max(moves, key=lambda each: sign * each[0], default=(0, first))
        if sign * move > 0:
            said.append(f"The largest {way} is {row.name}, {show(row.numbers[0])}.")
    return " ".join(said)


def _savings_in_words(table: PrintedTable) -> str:
    *services, total = table.rows
    show, in_all = table.unit.plain.show, total.numbers[-1]
    largest = max(services, key=lambda row: abs(row.numbers[-1]))
    from_them = f"from {largest.name}"
    if len(services) > 1:
        most = show(largest.numbers[-1])
        from_them = f"from {len(services)} services; the largest is {largest.name}, {most}"
    return f"Savings over the plan by service, in {table.unit.sign}: {show(in_all)} in all, {from_them}."


def _reserves_in_words(table: PrintedTable) -> str:
    show, rows = table.unit.plain.show, table.rows
    each = [
        f"{reserve.name} {_course(balance, table)}, against a minimum then of {show(minimum.numbers[-1])}"
        for reserve, balance, minimum in zip(rows[::3], rows[1::3], rows[2::3], strict=True)
    ]
    return f"Balances on 31 March, in {table.unit.sign}: {'; '.join(each)}."
