"""The cells of a CSV list, read one column at a time, which is quick.

A column with a mistake is read cell by cell, so that each mistake is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress
from typing import Any

from mtfp.files.headings import Column
from mtfp.files.lists import Columns, Sheet, path_of
from mtfp.files.row_lengths import Row
from mtfp.money import show_in_unit
from mtfp.plan import values
from mtfp.plan.changes import AMOUNT_OR_WORD
from mtfp.plan.record import ByYear, Choice, Context, Kind, Many, Tables, Value, keys_of
from mtfp.problems import MisreadError, Place, Problem, at_each
from mtfp.years import FinancialYear, Horizon

Reader = Callable[[str], Any]


def _reader(key: str, kind: Kind[Any], context: Context) -> Reader:
    """Return a function that reads a cell as a key's kind of value."""
    match kind:
        case Value(read=read):
            return lambda cell: read(cell, context)
        case Choice(choices=(bool(), *_)):
            return values.yes_or_no
        case Choice(choices=choices):
            return lambda cell: values.choice(cell, key, choices)
        case Many(of=of, made=made):
            each = _reader(key, of, context)
            return lambda cell: made(tuple(each(word) for word in cell.split(";") if word.strip()))
        case Tables(in_a_cell=Value() as one):
            return _reader(key, Many(one, tuple), context)
        case _:
            raise TypeError(kind)


def _holds(columns: Columns[Any], column: str | FinancialYear | Horizon) -> tuple[Kind[Any], Any]:
    """Return what kind of value the cells of a column hold, and what a blank one stands for: None where it may not be."""
    match column, keys_of(columns.record)[columns.year_key].kind:
        case FinancialYear(), ByYear(of=of):
            return of, None
        case str(), _:
            declared = columns.keys[column]
            return declared.kind, None if declared.needed else declared.default
        case _:
            return AMOUNT_OR_WORD, None


def read_columns(sheet: Sheet, head: Sequence[Column], rows: Sequence[Row]) -> dict[Column, Sequence[Any]]:
    """Return the values of every column that is read, one for each row."""
    down = [*zip(*(cells for _, cells in rows), strict=False)] or [()] * len(head)
    read: dict[Column, Sequence[Any]] = {}
    for column, cells in zip(head, down, strict=False):
        if column is not None:
            read[column] = _plain(sheet, column, cells) or _column(sheet, column, cells, rows)
            if column in sheet.columns.required and read[column] is not cells:
                _tell_blanks(sheet, column, read[column], rows)
    years = {column: each for column, each in read.items() if isinstance(column, FinancialYear)}
    for span in [column for column in read if isinstance(column, Horizon)] if years else ():
        sheet.problems.extend(_missed_totals(sheet, span, read, years, rows))
    return read


def _missed_totals(
    sheet: Sheet,
    span: Horizon,
    read: Mapping[Column, Sequence[Any]],
    yearly: Mapping[FinancialYear, Sequence[Any]],
    rows: Sequence[Row],
) -> Iterator[Problem]:
    """Yield a problem for each row whose years do not add to its total. A row with a full-year amount has no years.

    A line's total may be of its base and its inflation, or of its inflation alone.
    """
    unit, none = sheet.context.unit, [None] * len(rows)
    added = [year in span for year in yearly]
    for (line, _), total, by_year, full_year, base in zip(
        rows,
        read[span],
        zip(*yearly.values(), strict=True),
        read.get("full_year") or none,
        read.get("base") or none,
        strict=True,
    ):
        pence = [each for each in compress(by_year, added) if isinstance(each, int)]
        timed = full_year is not None and by_year.count(None) == len(by_year)
        if not isinstance(total, int) or _MISREAD in by_year or timed:
            continue
        found = sum(pence)
        if total == found or (isinstance(base, int) and total == base + found):
            continue
        yield Problem(
            place=sheet.source.place(line, *path_of(sheet.columns, span)),
            what=f"the years of this row come to {show_in_unit(found, unit)}, and its total says {show_in_unit(total, unit)}",
            expected="a total that is the sum of the row",
            fix=f"correct the amount or the total: they differ by {show_in_unit(abs(found - total), unit)}",
        )


def _plain(sheet: Sheet, column: str | FinancialYear | Horizon, cells: Sequence[str]) -> Sequence[Any] | None:
    """Return a column's values, read at once, if all are written plainly; else None."""
    kind, blank = _holds(sheet.columns, column)
    plain = kind.plain if isinstance(kind, Value) else None
    return None if plain is None else plain(cells, blank, sheet.context)


def _column(
    sheet: Sheet, column: str | FinancialYear | Horizon, cells: Sequence[str], rows: Sequence[Row]
) -> list[Any]:
    """Return a column's values, each different cell read once; add a problem for every cell that can't be read."""
    kind, blank = _holds(sheet.columns, column)
    read = _reader(str(column), kind, sheet.context)
    known: dict[str, Any] = {}
    mistakes: dict[str, MisreadError] = {}
    for cell in {*cells}:
        text = cell.strip()
        try:
            known[cell] = read(text) if text else blank
        except MisreadError as error:
            mistakes[cell] = error
            known[cell] = _MISREAD
    if mistakes:
        path = path_of(sheet.columns, column)
        on: dict[str, list[int]] = {}
        for (line, _), cell in zip(rows, cells, strict=True):
            if cell in mistakes:
                on.setdefault(cell, []).append(line)
        for cell, lines in on.items():
            places = sheet.source.places(lines, *path)
            sheet.problems.extend(at_each(mistakes[cell].at(places[0]), places))
    return [known[cell] for cell in cells]


def _tell_blanks(sheet: Sheet, name: str, column: Sequence[Any], rows: Sequence[Row]) -> None:
    if None in column:
        lines = [line for (line, _), value in zip(rows, column, strict=True) if value is None]
        places = sheet.source.places(lines, name)
        sheet.problems.extend(at_each(_blank(places[0], sheet.columns, name), places))


_MISREAD = object()


def _blank(place: Place, columns: Columns[Any], name: str) -> Problem:
    words = columns.keys[name].words
    return Problem(
        place=place,
        what="this cell is blank",
        expected=words[:1].lower() + words[1:].rstrip("."),
        fix=f"fill in {name}",
    )
