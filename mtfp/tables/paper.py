"""A budget paper: the report with its tables numbered, its charts, and the files it was made from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from mtfp.analysis.outcome import Outcome
from mtfp.tables.charts import casts_of, charts_of
from mtfp.tables.model import PrintedTable
from mtfp.tables.papers import Made
from mtfp.tables.printed import NOTES_ON_ROUNDING, Report, notes_on_rounding
from mtfp.tables.report import report_from
from mtfp.tables.style import Style


class Origin(NamedTuple):
    """What a paper was made from: the name of each file, without its folder, with its SHA-256, and the version of mtfp."""

    files: tuple[tuple[str, str], ...]
    version: str


def paper_of(made: Made, names: Collection[str] | None, style: Style, origin: Origin) -> Report:
    """Return the paper on a result with the tables named; with None, those of the style, or the usual ones.

    Raises `MisreadError` for a name whose table has nothing to show.
    """
    outcome, casts = made.outcome, casts_of(made, style)
    report = report_from(made, names, style, casts)
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
