"""Lists of lines and changes in CSV: which columns they have, and a file that holds one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from mtfp.files.source import SourceFile
from mtfp.frozen import frozen
from mtfp.plan.changes import StatedChange
from mtfp.plan.lines import BudgetLine
from mtfp.plan.record import Choice, Context, Declared, Many, Tables, Value, keys_of
from mtfp.problems import Key, Place, Problem
from mtfp.years import FinancialYear, Horizon

RecordT = TypeVar("RecordT")

_TOTAL = r"(?:grand |sub-?)?total"


@frozen
class Columns(Generic[RecordT]):
    """The columns of a list: one for each key of its record and, filling `year_key`, one for each year.

    A row that leaves `deciding` blank, and whose name is like `total`, is a total of the rows above and no record.
    """

    word: str
    record: type[RecordT]
    year_key: str
    year_prefix: str
    every_year_unless: str
    deciding: str
    total: re.Pattern[str]

    @property
    def keys(self) -> Mapping[str, Declared]:
        """The keys that have a column of their own."""
        return {
            name: each
            for name, each in keys_of(self.record).items()
            if isinstance(each.kind, (Value, Choice, Many))
            or (isinstance(each.kind, Tables) and each.kind.in_a_cell)
        }

    @property
    def required(self) -> list[str]:
        """The columns that a record must have."""
        return [name for name, each in self.keys.items() if each.needed]


LINES = Columns(
    word="line",
    record=BudgetLine,
    year_key="inflation",
    year_prefix="inflation ",
    every_year_unless="base",
    deciding="index",
    total=re.compile(_TOTAL, re.IGNORECASE),
)
CHANGES = Columns(
    word="change",
    record=StatedChange,
    year_key="amounts",
    year_prefix="",
    every_year_unless="full_year",
    deciding="type",
    total=re.compile(rf"{_TOTAL}\b.*", re.IGNORECASE),
)


@frozen(kw_only=False)
class Sheet:
    """A CSV file, its columns, and the lists that its mistakes and notices go to."""

    source: SourceFile
    columns: Columns[Any]
    context: Context
    problems: list[Problem]
    first: int = 1

    @property
    def top(self) -> Place:
        """The place of its headings, which blank rows and a line for Excel may stand above."""
        return self.source.place(self.first)


def path_of(columns: Columns[Any], column: str | FinancialYear | Horizon) -> Key:
    """Return the path of a column's key, as in a TOML table. A total has a path of its own."""
    match column:
        case FinancialYear():
            return columns.year_key, str(column)
        case Horizon():
            return "Total", str(column)
        case _:
            return (column,)
