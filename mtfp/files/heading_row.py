"""What each column of a CSV list holds by its heading, and what is wrong with the headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mtfp.files.headings import A_YEAR, Column, column_of, key_of, meant_by, years_named
from mtfp.files.lists import CHANGES, LINES, Columns, Sheet
from mtfp.files.row_lengths import Row
from mtfp.problems import MisreadError, Notice, Problem, listed, most_like
from mtfp.years import FinancialYear, Horizon

FOR_EXCEL = ["sep=", ""]
"""The cells of a first line that tells Excel alone what stands between cells."""


def headings_in(cells: Sequence[str]) -> list[str]:
    """Return the headings of a row, without the blank cells that a spreadsheet pads every row with."""
    headings = [cell.strip() for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return headings


def head_of(
    sheet: Sheet, headings: Sequence[str], rows: Sequence[Row]
) -> tuple[list[Column], list[Problem], list[Problem]]:
    """Return what each column holds, what is wrong with the headings, and which of them are misspelt.

    A misspelt heading is read as the one key that it is close to, so that nothing below it is hidden.
    """
    columns = sheet.columns
    named = [*columns.keys]
    keys = {key_of(heading) for heading in headings}
    missing = [name for name in columns.required if name not in keys]
    none = _no_such_list(sheet, headings, keys, missing)
    if none is not None:
        return [], [none], []
    head: list[Column] = []
    wrong: list[Problem] = []
    misspelt: list[Problem] = []
    years_are_right = columns.every_year_unless not in missing
    for n, heading in enumerate(headings):
        column: Column = None
        if not heading and is_filled(rows, n):
            wrong.append(no_name(sheet, n))
        try:
            if heading:
                column = column_of(heading, named, columns.year_prefix, sheet.context)
        except MisreadError as error:
            wrong.append(error.at(sheet.top))
            missing = [name for name in missing if name != most_like(key_of(heading), named)]
            years_are_right &= not any(map(str.isdigit, heading))
        else:
            meant = meant_by(heading, named, missing) if heading and column is None else None
            if meant is not None:
                misspelt.append(_misspelt(sheet, heading, meant))
                missing = [name for name in missing if name != meant]
                column = meant if meant not in {*head, *map(key_of, headings)} else None
        if column is not None and column in head:
            wrong.append(_twice(sheet, heading if isinstance(column, Horizon) else str(column)))
            years_are_right &= not isinstance(column, FinancialYear)
        head.append(column)
    lost: list[str | FinancialYear] = [*missing]
    if years_are_right and sheet.context.horizon is not None and columns.every_year_unless not in head:
        lost += [year for year in sheet.context.horizon if year not in head]
    unread = [heading for heading, column in zip(headings, head, strict=True) if heading and column is None]
    return head, [*wrong, *(_not_there(sheet, each, unread) for each in lost)], misspelt


def _no_such_list(
    sheet: Sheet, headings: Sequence[str], keys: set[str], missing: Sequence[str]
) -> Problem | None:
    """Return the problem of a row that holds no headings of this list; None where it does."""
    if len(headings) == 1 and any(mark in headings[0] for mark in ";\t"):
        return _no_commas(sheet)
    if keys.isdisjoint(sheet.columns.required):
        return _not_headings(sheet)
    other = CHANGES if sheet.columns is LINES else LINES
    if keys.issuperset(other.required) and len(missing) * 2 >= len(sheet.columns.required):
        return _another_list(sheet, other)
    return None


def is_filled(rows: Sequence[Row], n: int) -> bool:
    """Whether any row has a cell in a column, counted from 0."""
    return any(len(cells) > n and cells[n].strip() for _, cells in rows)


def _no_commas(sheet: Sheet) -> Problem:
    return Problem(
        place=sheet.top,
        what="the columns are not separated by commas",
        expected="a comma between columns",
        fix='save it again as "CSV UTF-8 (Comma delimited)"',
    )


def _not_headings(sheet: Sheet) -> Problem:
    return Problem(
        place=sheet.top,
        what="the first row is not the headings",
        expected=f"the columns {', '.join(sheet.columns.required)}",
        fix="remove the rows above the headings, or add the headings",
    )


def _another_list(sheet: Sheet, other: Columns[Any]) -> Problem:
    file, word = sheet.source.name.rpartition("/")[2], sheet.columns.word
    return Problem(
        place=sheet.top,
        what=f"this is a list of {other.word}s, not of {word}s",
        expected=f"the columns {', '.join(sheet.columns.required)}",
        fix=f'name a list of {word}s, or remove {word}s from [plan]; what reads this one is {other.word}s = "{file}"',
    )


def _misspelt(sheet: Sheet, heading: str, meant: str) -> Problem:
    years = f"{sheet.columns.year_prefix}{sheet.context.horizon or A_YEAR}"
    return Problem(
        place=sheet.top,
        what=f'"{heading}" is not a column here',
        expected=f"one of the columns {listed([*sheet.columns.keys, years], most=60, last='or')}",
        fix=f"call it {meant} if that is meant; if not, give it another name or remove it",
    )


def _twice(sheet: Sheet, heading: str) -> Problem:
    return Problem(
        place=sheet.top,
        what=f'column "{heading}" is there twice',
        expected="each column once",
        fix="remove one of them",
    )


def no_name(sheet: Sheet, n: int) -> Problem:
    """Return the problem of a filled column without a heading, counted from 0."""
    return Problem(
        place=sheet.top,
        what=f"column {n + 1} has no name",
        expected="a name over every column that is filled",
        fix="give it a name, or remove it",
    )


def _not_there(sheet: Sheet, column: str | FinancialYear, unread: Sequence[str]) -> Problem:
    required = ", ".join(sheet.columns.required)
    maybe = ""
    if isinstance(column, FinancialYear):
        unread = [heading for heading in unread if column in years_named(heading)] or unread
    if unread:
        names = listed((f'"{heading}"' for heading in unread), most=20)
        one, is_it = ("is", "it is") if len(unread) == 1 else ("are", "one of them is")
        maybe = f"; or, as {names} {one} not read, call it {column} if {is_it} that"
    return Problem(
        place=sheet.top,
        what=f'column "{column}" is missing',
        expected=f"the columns {required}"
        + ("" if isinstance(column, str) else f", and {sheet.context.horizon}"),
        fix=f"add the column {column}{maybe}",
    )


def not_read(sheet: Sheet, headings: Sequence[str]) -> Notice:
    """Return the notice of columns that are not read."""
    names = listed((f'"{heading}"' for heading in headings), most=20)
    file = sheet.source.name.rpartition("/")[2]
    which = f"Column {names} of {file} is" if len(headings) == 1 else f"Columns {names} of {file} are"
    return Notice(name="column-not-read", of=file, text=f"{which} not read.", place=sheet.top)


def no_heading(sheet: Sheet) -> Problem:
    """Return the problem of a file without rows."""
    return Problem(
        place=sheet.top,
        what="the file is empty",
        expected=f"a heading row with {', '.join(sheet.columns.required)}, and a row for each {sheet.columns.word}",
        fix="fill it in, or name another file",
    )
