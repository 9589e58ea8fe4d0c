"""A budget paper: the report with its tables numbered, its charts, and the files it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from mtfp.analysis.outcome import Outcome
from mtfp.tables.casting import Cast, cast
from mtfp.tables.charts import chart_of, drawn_of, unit_of
from mtfp.tables.model import PrintedTable
from mtfp.tables.names import NAMES
from mtfp.tables.papers import Made, batches_of
from mtfp.tables.printed import NOTES_ON_ROUNDING, Chart, Report, notes_on_rounding
from mtfp.tables.style import Style


class Origin(NamedTuple):
    """What a paper was made from: the name of each file, without its folder, with its SHA-256, and the version of mtfp."""

    files: tuple[tuple[str, str], ...]
    version: str


def paper_from(
    report: Report, outcome: Outcome, style: Style, casts: Mapping[int, Cast], origin: Origin
) -> Report:
    """Return the paper that a report is made into; `casts` are what all tables and charts of the plan print."""
    tables = tuple(
        replace(table, number=f"{style.numbering}{n}") for n, table in enumerate(report.tables, style.first)
    )
    charts = charts_of(outcome, style, casts)
    lists = [each for each in report.lists if each[0] != NOTES_ON_ROUNDING]
    rounding = notes_on_rounding((*tables, *(chart.table for chart in charts)))
    return replace(
        report,
        tables=tables,
        lists=(*lists, *([(NOTES_ON_ROUNDING, rounding)] if rounding else [])),
        charts=charts,
        source=_source(outcome),
        made_from=tuple(_made_from(outcome, tables, style, origin)),
    )


def _source(outcome: Outcome) -> str:
    plan, scenario = outcome.after.plan, outcome.scenario
    named = "" if scenario is None else f"; scenario {scenario.title}"
    return f"Source: {plan.council}, {plan.title}{named}."


def _made_from(
    outcome: Outcome, tables: Sequence[PrintedTable], style: Style, origin: Origin
) -> Iterator[str]:
    plan, scenario = outcome.after.plan, outcome.scenario
    yield f"Plan: {plan.title}, {plan.council}"
    if scenario is not None:
        yield f"Scenario: {scenario.title}"
    for name, digest in origin.files:
        yield f"File {name}: SHA-256 {digest}"
    if style.title:
        yield f"House style: {style.title}"
    yield f"Made with mtfp {origin.version}"
    yield _rounding(tables)


def _rounding(tables: Sequence[PrintedTable]) -> str:
    if any(table.rounding == "plain" for table in tables):
        return "Each figure is rounded by itself, half away from nil."
    policy = "Rounded half away from nil, and then so that every column adds"
    if not any(table.moved for table in tables):
        return f"{policy}: no figure had to move for that."
    return f"{policy}. Each figure that moved for that stands in the notes on rounding."


def charts_of(outcome: Outcome, style: Style, casts: Mapping[int, Cast] | None = None) -> tuple[Chart, ...]:
    """Return every picture that the plan has figures for, in reading order, numbered from Figure 1.

    Each takes the figures, unit, signs, and row names and order of the table that holds the same. `casts` are what all
    tables of the plan print, by the pence of a unit.
    """
    drawn = list(drawn_of(outcome))
    casts = casts_of(Made(outcome), style) if casts is None else casts
    return tuple(chart_of(each, f"Figure {n}", outcome, style, casts) for n, each in enumerate(drawn, 1))


def casts_of(made: Made, style: Style) -> dict[int, Cast]:
    """Return what all tables and charts of a plan print, by the pence of each unit; empty in plain rounding."""
    if style.rounding == "plain":
        return {}
    outcome = made.outcome
    drawn, tables = list(drawn_of(outcome)), batches_of(made, NAMES)
    cast_already, pictures = (
        {table.id for batch in tables for table in batch},
        {each.exact.id for each in drawn},
    )
    units = {unit_of(each, outcome, style) for each in drawn}
    units |= {style.print_unit(id_, outcome.after.plan.unit) for id_ in cast_already - pictures}
    batches = [*tables, [each.exact for each in drawn if each.exact.id not in cast_already]]
    return {quantum: cast(batches, quantum) for quantum in sorted({unit.quantum for unit in units})}
