"""Every table by the name that asks for it: the one list that the command line, papers, styles, the schema and docs go by."""

from __future__ import annotations

from typing import NamedTuple


class NamedTable(NamedTuple):
    """A table that may be asked for, and what a plan must have for it.

    `parts` are the tables that it prints, where they are others than itself: of some there is one for each name or year.
    One that `leads_to_the_gap` is shown of a whole council where none is asked for.
    """

    name: str
    needs: str = "what it shows"
    parts: tuple[str, ...] = ()
    leads_to_the_gap: bool = False


TABLES = (
    NamedTable(
        "summary",
        "[council_tax] or [[stream]], or a [cash_limit] with [[reserve]]",
        leads_to_the_gap=True,
    ),
    NamedTable(
        "scenario", "a scenario", ("scenario", "scenario-changes", "after-plan"), leads_to_the_gap=True
    ),
    NamedTable("roll-forward", leads_to_the_gap=True),
    NamedTable(
        "funding",
        "[council_tax] or [[stream]]",
        ("funding", "collection-funds", "streams"),
        leads_to_the_gap=True,
    ),
    NamedTable("council-tax", "[council_tax]", leads_to_the_gap=True),
    NamedTable("reserves", "[[reserve]]", ("reserves", "balances"), leads_to_the_gap=True),
    NamedTable("savings", "savings that have a stage or a confidence", ("savings", "savings-weighted")),
    NamedTable("targets", "[[target]]", ("targets", "targets YEAR")),
    NamedTable("demand", "[[demand]]"),
    NamedTable("capital", "[[scheme]]", ("capital", "financing")),
    NamedTable("gross", "lines that state gross"),
    NamedTable("asked", "[[table]]", ("asked NAME",), leads_to_the_gap=True),
    NamedTable("changes"),
)
"""Every table that may be asked for, in reading order."""

NAMES = tuple(each.name for each in TABLES)

ALL = "all"
"""The name that asks for every table."""

PARTS = tuple(part for each in TABLES for part in each.parts or (each.name,))
"""Every table that prints, by the name that a house style has for it."""
