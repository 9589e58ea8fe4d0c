"""Lists of lines and changes in CSV: which columns they have, and a file that holds one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from mtfp.files.source import SourceFile
from mtfp.frozen import frozen
from mtfp.plan.changes import Change, Stated
from mtfp.plan.lines import BudgetLine
from mtfp.plan.profile import Profile
from mtfp.plan.record import Choice, Context, Declared, Many, Tables, Value, keys_of
from mtfp.problems import Key, Place, Problem
from mtfp.years import FinancialYear, Horizon

RecordT = TypeVar("RecordT")

ByField = Mapping[str, Sequence[Any]]
ByYears = Mapping[FinancialYear, Sequence[Any]]

_TOTAL = r"(?:grand |sub-?)?total"


@frozen
class Columns(Generic[RecordT]):
    """The columns of a list: one for each key of its record and, filling `year_key`, one for each year.

    `with_years` returns the columns that fill a record's fields, from those of its keys and those of the years. A row that leaves `deciding` blank, and whose name is like `total`, is a total of the rows above and no record.
    """

    word: str
    record: type[RecordT]
    year_key: str
    year_prefix: str
    every_year_unless: str
    deciding: str
    total: re.Pattern[str]
    with_years: Callable[[ByField, ByYears], ByField]

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


def _as_written(years: ByYears) -> list[dict[FinancialYear, Any]]:
    """Return what each row has under its years, without those that are blank."""
    by_row = zip(*years.values(), strict=True)
    return [{year: each for year, each in zip(years, row, strict=True) if each is not None} for row in by_row]


def _lines(filled: ByField, years: ByYears) -> ByField:
    """Return the columns of lines, with their inflation by year."""
    return {**filled, "inflation": _as_written(years)} if years else filled


_WHEN = {*(each.field for each in keys_of(Stated).values()), "in_base_since"}


def _changes(filled: ByField, years: ByYears) -> ByField:
    """Return the columns of changes: with their profiles, where nothing but amounts by year says when they bite."""
    named = {"printed": filled["reference"], **filled}
    if not years:
        return named
    plain = _WHEN.isdisjoint(filled) and all(str not in {*map(type, column)} for column in years.values())
    return {**named, **({"profile": Profile.in_columns(years)} if plain else {"amounts": _as_written(years)})}


LINES = Columns(
    word="line",
    record=BudgetLine,
    year_key="inflation",
    year_prefix="inflation ",
    every_year_unless="base",
    deciding="index",
    total=re.compile(_TOTAL, re.IGNORECASE),
    with_years=_lines,
)
CHANGES = Columns(
    word="change",
    record=Change,
    year_key="amounts",
    year_prefix="",
    every_year_unless="full_year",
    deciding="type",
    total=re.compile(rf"{_TOTAL}\b.*", re.IGNORECASE),
    with_years=_changes,
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
