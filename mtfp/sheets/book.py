"""The whole workbook of live formulas for an outcome."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.analysis.outcome import Outcome
from mtfp.sheets.balances import balances
from mtfp.sheets.base import indices, lines, settings
from mtfp.sheets.changes import changes, movements
from mtfp.sheets.checks import as_calculated, checks
from mtfp.sheets.funding import funding
from mtfp.sheets.gap import gap
from mtfp.sheets.model import Book, Sheet
from mtfp.sheets.reserves import reserves
from mtfp.sheets.resources import resources
from mtfp.sheets.roll_forward import roll_forward
from mtfp.sheets.rows import Sections, sections_of
from mtfp.sheets.spending import spending


def book_of(outcome: Outcome) -> Book:
    """Return an outcome's inputs, which are typed, and all that formulas work out from them.

    The formulas come to the figures of `outcome.after`. A sheet for which the plan has nothing is left out.
    """
    plan, scenario = outcome.after.plan, outcome.scenario
    inputs = [sheet for sheet in _inputs(outcome) if sheet.sections]
    worked = [sheet for sheet in _worked(outcome, sections_of(inputs)) if sheet.sections]
    return Book(
        before=str(plan.horizon.base_year),
        years=tuple(map(str, plan.horizon)),
        cases=(plan.title,) if scenario is None else (plan.title, scenario.title),
        sheets=(*inputs, *worked, checks(outcome, sections_of([*inputs, *worked]))),
    )


def _inputs(outcome: Outcome) -> Iterator[Sheet]:
    for each in (settings, indices, lines, changes, movements, resources, reserves, as_calculated):
        yield each(outcome)


def _worked(outcome: Outcome, inputs: Sections) -> Iterator[Sheet]:
    yield spending(outcome, inputs)
    yield roll_forward(outcome, inputs)
    yield funding(outcome)
    yield balances(outcome)
    yield gap(outcome)
