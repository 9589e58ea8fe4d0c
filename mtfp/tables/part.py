"""What the tables of one service, or of a scenario, say of being that: in a title, in a total, and beneath."""

from __future__ import annotations

from dataclasses import replace

from mtfp.analysis.outcome import Outcome
from mtfp.problems import listed
from mtfp.tables.model import Table


def not_here(outcome: Outcome) -> tuple[str, ...]:
    """Return the note under one service's tables of changes: which of its changes are left out, as they land on other lines."""
    left_out = [change.reference for change in outcome.elsewhere]
    if not left_out:
        return ()
    these = "this change" if len(left_out) == 1 else "these changes"
    return (
        f"Left out, as other services hold the budget lines of {these} of {outcome.service}: {listed(left_out)}.",
    )


def of_part(table: Table, outcome: Outcome) -> Table:
    """Return a table; where one service is asked for, its title says so, as its rows have the names of a whole plan's."""
    return table if outcome.service is None else replace(table, title=f"{table.title}: {outcome.service}")


def in_all(outcome: Outcome) -> str:
    """Return the words for all that is shown: the plan, or the service asked for."""
    whole = "the plan" if outcome.service is None else str(outcome.service)
    return whole if outcome.scenario is None else f"{whole} with the scenario"
