"""The pictures of a budget paper, each one short function from figures to the table that it draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from mtfp.analysis.drivers import beside_the_base, closing, drivers, opening
from mtfp.analysis.outcome import Outcome, bottom_line
from mtfp.money import divide
from mtfp.plan.labels import gap_label, label
from mtfp.plan.model import Plan
from mtfp.plan.reserves import Reserve
from mtfp.plan.terms import Amounts
from mtfp.problems import listed
from mtfp.tables import measured
from mtfp.tables.casting import Cast
from mtfp.tables.figures import GAP_BEFORE_RESERVES, figure
from mtfp.tables.model import Moved, PrintedRow, PrintedTable, Row, Table
from mtfp.tables.printed import Chart, ChartKind
from mtfp.tables.printing import print_table
from mtfp.tables.rows import balance_days, by_year, heading, row, unless_nil, years
from mtfp.tables.savings import savings_by_service
from mtfp.tables.scenario import COST_BEFORE_RESERVES, EFFECT
from mtfp.tables.style import Style, TableStyle, styled
from mtfp.tables.unit import PrintUnit

_FEW = 6


class Drawn(NamedTuple):
    """A chart before it is printed: the table that it draws, and the table whose style it takes."""

    id: str
    kind: ChartKind
    exact: Table
    like: str


def drawn_of(outcome: Outcome) -> Iterator[Drawn]:
    """Yield every picture that the plan has figures for, in reading order."""
    for drawn in _CHARTS:
        yield from drawn(outcome)


def _style(drawn: Drawn, style: Style) -> Style:
    own = replace(style.of_table.get(drawn.like, TableStyle()), title="")
    return replace(style, of_table={drawn.exact.id: own})


def unit_of(drawn: Drawn, outcome: Outcome, style: Style) -> PrintUnit:
    """Return the unit of the table that holds the same figures."""
    return _style(drawn, style).print_unit(drawn.exact.id, outcome.after.plan.unit)


def chart_of(drawn: Drawn, number: str, outcome: Outcome, style: Style, casts: Mapping[int, Cast]) -> Chart:
    """Return a picture with the unit, signs, and row names and order of the table that holds the same figures."""
    exact = styled(drawn.exact, _style(drawn, style), outcome.service)
    unit = unit_of(drawn, outcome, style)
    table = replace(print_table(exact, unit, style.rounding, casts.get(unit.quantum)), number=number)
    taken_away = frozenset[str]()
    if drawn.kind == "bridge":
        table = _over_the_years(table, exact)
        taken_away = frozenset(row.id for row in drawn.exact.rows if row.saving and style.savings_positive)
    return Chart(drawn.id, drawn.kind, table, _IN_WORDS[drawn.id](table, taken_away), taken_away)


def _gap(outcome: Outcome) -> Iterator[Drawn]:
    """Yield the gap by year; where there are reserves, before and after them."""
    plan, gaps = outcome.after.plan, outcome.after.gaps
    if gaps is None:
        return
    of = figure(GAP_BEFORE_RESERVES, plan.horizon)
    before = row("before", label(plan, "gap_before_reserves"), gaps.before_reserves, "balance", of=of)
    of = measured.bottom_line_of(outcome.after)
    to_find = row("gap", gap_label(plan), gaps.to_find, "balance", of=of)
    rows = [before, to_find] if plan.reserves else [to_find]
    exact = by_year(plan, "chart-gap", f"{label(plan, 'gap')} by year", rows)
    like = "summary" if plan.is_whole else "roll-forward"
    yield Drawn("gap", "pairs" if plan.reserves else "columns", exact, like)


def _bridge(outcome: Outcome) -> Iterator[Drawn]:
    """Yield the steps from the base to the last year's net budget: drivers over all years, then what stands beside the base."""
    projection, plan = outcome.after, outcome.after.plan
    start = _in_one_year(measured.of_driver(opening(projection), projection, "balance"), 0)
    steps = [measured.of_driver(each, projection) for each in drivers(projection)]
    end = _in_one_year(measured.of_driver(closing(projection), projection, "balance"), -1)
    beside = [_in_one_year(measured.of_driver(each, projection), -1) for each in beside_the_base(projection)]
    if beside:
        of = measured.net_budget(plan)
        net = row("net_budget", label(plan, "net_budget"), projection.net_budget, "balance", of=of)
        end = _in_one_year(net, -1)
    rows = [each for every in (*steps, *beside) for each in unless_nil(every)]
    exact = Table(
        id="chart-bridge",
        title=f"From the {plan.horizon.base_year} budget to {plan.horizon.last}, by driver",
        stub_heads=("",),
        columns=years(plan),
        total_column=str(plan.horizon),
        rows=(start, *rows, end),
        notes=_OVER_THE_YEARS,
    )
    yield Drawn("bridge", "bridge", exact, "roll-forward")


_OVER_THE_YEARS = ("Each step is the sum of its years as they print.",)


def _in_one_year(each: Row, year: int) -> Row:
    """Return a row that is nil in every year but one."""
    only = range(len(each.amounts))[year]
    return each._replace(amounts=tuple(pence if n == only else 0 for n, pence in enumerate(each.amounts)))


def _over_the_years(table: PrintedTable, exact: Table) -> PrintedTable:
    """Return a table of its last column alone, without the steps that are nil there."""
    come_to = {row.id: sum(row.amounts) for row in exact.rows}
    rows = [
        row._replace(figures=row.figures[-1:], units=row.units[-1:])
        for row in table.rows
        if row.role == "balance" or come_to[row.id] or row.units[-1]
    ]
    moved = [
        Moved(
            row.name,
            exact.total_column,
            row.figures[0],
            table.unit.show_exact(pence),
            table.unit.show_about(pence),
        )
        for row in rows
        for pence in [come_to[row.id]]
        if row.units[0] != divide(pence, table.unit.quantum)
    ]
    return replace(table, columns=table.columns[-1:], rows=tuple(rows), moved=tuple(moved))


def _savings(outcome: Outcome) -> Iterator[Drawn]:
    """Yield the savings of each service, by year and over the plan."""
    for exact in savings_by_service(outcome):
        yield Drawn("savings", "bars", exact, "savings")


def _reserves(outcome: Outcome) -> Iterator[Drawn]:
    """Yield the balances of every reserve that moves or has a minimum, from the day the plan starts."""
    plan, held = outcome.after.plan, outcome.after.reserves
    rows, unstated = [], []
    for reserve, moves in zip(plan.reserves, () if held is None else held.each, strict=held is not None):
        if moves.opening is None or moves.closing is None:
            unstated.append(reserve.name)
            continue
        balance = (moves.opening[0], *moves.closing)
        if len(set(balance)) > 1 or any(moves.minimum):
            rows += _panel(reserve, balance, moves.minimum, plan)
    if not rows:
        return
    note = f"Not drawn, as the plan states no balance: {listed(unstated, most=60)}."
    exact = Table(
        id="chart-reserves",
        title="Balances of reserves",
        stub_heads=("",),
        columns=balance_days(plan),
        rows=tuple(rows),
        lead=1,
        notes=(note,) if unstated else (),
    )
    yield Drawn("reserves", "panels", exact, "reserves")


def _panel(reserve: Reserve, balance: Amounts, minimum: Amounts, plan: Plan) -> list[Row]:
    name, of = reserve.name, figure("minimum", plan.horizon, reserve.name)
    least = row(f"minimum {name}", "Minimum", (minimum[0], *minimum), "balance", of=(of[0], *of))
    return [
        heading(f"{name} ({reserve.reserve_class})"),
        row(f"at {name}", "Balance", balance, "balance", of=measured.balance_from_the_start(plan, name)),
        *unless_nil(least),
    ]


def _scenario(outcome: Outcome) -> Iterator[Drawn]:
    """Yield the gap of the plan beside the scenario's, or the net budget where the plan states no resources.

    Reserves that pay more or less would hide what the scenario costs, so its cost then stands beside what is still to find.
    """
    plan = outcome.after.plan
    if outcome.scenario is None:
        return
    has_gap = outcome.after.gap is not None
    what = label(plan, "gap" if has_gap else "net_budget")
    title = f"{what} before and after the scenario"
    before, after = bottom_line(outcome.before), bottom_line(outcome.after)
    of_before, of = measured.before_the_scenario(plan), measured.bottom_line_of(outcome.after)
    rows = [
        row("before", f"{what} before the scenario", before, "balance", of=of_before),
        row("after", f"{what} after the scenario", after, "balance", of=of),
    ]
    if outcome.change_in_balancing.any():
        title = "What the scenario costs before reserves, and what they leave of it to find"
        cost, effect = measured.cost(plan), measured.effect(plan)
        rows = [
            row("cost", COST_BEFORE_RESERVES, outcome.cost, "balance", of=cost),
            row("effect", EFFECT, outcome.effect, "balance", of=effect),
        ]
    exact = by_year(plan, "chart-scenario", title, rows)
    yield Drawn("scenario", "pairs" if has_gap else "lines", exact, "scenario")


_CHARTS = (_gap, _bridge, _savings, _reserves, _scenario)


def _by_year_in_words(table: PrintedTable, _: frozenset[str]) -> str:
    each = "; ".join(f"{row.name} {_course(row, table)}" for row in table.rows)
    return f"By year, in {table.unit.sign}: {each}."


def _course(row: PrintedRow, table: PrintedTable, when: str = "in") -> str:
    """Return a row's figures in words, by year or day: each, or of many the first, last, highest and lowest."""
    show, cells, columns = table.unit.plain.show, row.numbers, table.columns
    if len(set(cells)) == 1:
        always = "throughout" if when == "on" else "in every year"
        return f"is {show(cells[0])} {f'{when} {columns[0]}' if len(columns) == 1 else always}"
    told = [*range(len(cells))]
    if len(cells) > _FEW:
        told = sorted({0, len(cells) - 1, cells.index(max(cells)), cells.index(min(cells))})
    each = listed((f"{show(cells[n])} {when} {columns[n]}" for n in told), most=_FEW)
    others = "days" if when == "on" else "years"
    return f"{'is' if len(told) == len(cells) else f'is, among other {others},'} {each}"


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


def _savings_in_words(table: PrintedTable, _: frozenset[str]) -> str:
    *services, total = table.rows
    show, in_all = table.unit.plain.show, total.numbers[-1]
    largest = max(services, key=lambda row: abs(row.numbers[-1]))
    from_them = f"from {largest.name}"
    if len(services) > 1:
        most = show(largest.numbers[-1])
        from_them = f"from {len(services)} services; the largest is {largest.name}, {most}"
    return f"Savings over the plan by service, in {table.unit.sign}: {show(in_all)} in all, {from_them}."


def _reserves_in_words(table: PrintedTable, _: frozenset[str]) -> str:
    """Return each reserve's balances in words. Under its heading stands the balance, then the minimum where it has one."""
    show, each = table.unit.plain.show, list[str]()
    for printed in table.rows:
        if printed.role == "heading":
            each.append(printed.name)
        elif printed.id.startswith("minimum "):
            each[-1] += f", against a minimum then of {show(printed.numbers[-1])}"
        else:
            each[-1] += f" {_course(printed, table, 'on')}"
    first, last = table.columns[0], table.columns[-1]
    return f"Balances from {first} to {last}, in {table.unit.sign}: {'; '.join(each)}."


_IN_WORDS: Mapping[str, Callable[[PrintedTable, frozenset[str]], str]] = {
    "gap": _by_year_in_words,
    "bridge": _bridge_in_words,
    "savings": _savings_in_words,
    "reserves": _reserves_in_words,
    "scenario": _by_year_in_words,
}
