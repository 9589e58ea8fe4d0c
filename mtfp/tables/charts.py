"""The pictures of a budget paper, each one short function from figures to the table that it draws."""

from __future__ import annotations

from mtfp.analysis.outcome import Outcome
from mtfp.tables.chart import Chart
from mtfp.tables.style import Style


def charts_of(outcome: Outcome, style: Style) -> tuple[Chart, ...]:
    """Return every picture the plan has figures for, in reading order."""
    del outcome, style
    return ()
