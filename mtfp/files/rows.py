"""CSV files of lines and changes. A column holds what the same key of a TOML table would; years have columns of their own.

Columns are read one at a time, which is quick. A column with a mistake is read cell by cell, so that each mistake is told.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import compress, repeat
from typing import Any, Generic, TypeVar

from mtfp.files.headings import Column, column_of, key_of, years_named
from mtfp.files.odd_rows import no_record, too_many, what_is_broken
from mtfp.files.row_lengths import Row, with_every_cell
from mtfp.files.source import SourceFile
from mtfp.frozen import frozen, in_columns, rule_of
from mtfp.money import show_in_unit
from mtfp.plan import values
from mtfp.plan.changes import StatedChange
from mtfp.plan.lines import BudgetLine
from mtfp.plan.record import ByYear, Choice, Declared, Kind, Many, Tables, Value, keys_of
from mtfp.plan.unknown import Unread, names_in
from mtfp.plan.values import Context
from mtfp.problems import Key, MisreadError, Notice, Place, Problem, at_each, listed, most_like
from mtfp.years import FinancialYear, Horizon

RecordT = TypeVar("RecordT")
Reader = Callable[[str], Any]

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


def _of_year(columns: Columns[Any]) -> Kind[Any]:
    """Return the kind of value in the column of a year."""
    kind = keys_of(columns.record)[columns.year_key].kind
    if not isinstance(kind, ByYear):
        raise TypeError(kind)
    return kind.of


@frozen(kw_only=False)
class ReadRows(Generic[RecordT]):
    """The sound part of a list: its records, and, as written, the rows that a mistake kept from being records.

    `names` are the names that rows without a record may have; None where that can't be told.
    """

    records: tuple[RecordT, ...] = ()
    unread: tuple[Unread, ...] = ()
    names: frozenset[str] | None = None


@frozen(kw_only=False)
class _Sheet:
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


def read_rows(
    source: SourceFile,
    columns: Columns[RecordT],
    context: Context,
    problems: list[Problem],
    notices: list[Notice],
) -> ReadRows[RecordT]:
    """Return the sound part of a list. Every mistake goes to the problems, and what is left out to the notices."""
    sheet = _Sheet(source, columns, context, problems)
    before = len(problems)
    table = list(_table(sheet))
    ends = len(problems) == before
    if not table:
        problems.append(_no_heading(sheet))
        return ReadRows()
    (first, heading), *rows = table
    sheet = replace(sheet, first=first)
    headings = [name.strip() for name in heading]
    while headings and not headings[-1]:  # a spreadsheet pads every row with blank cells, the headings too
        headings.pop()
    head, heading_problems = _head(sheet, headings, rows)
    if head:
        padded = range(len(headings), len(heading))
        heading_problems += [_no_name(sheet, n) for n in padded if _is_filled(rows, n)]
    problems += heading_problems
    if heading_problems:
        return _under_wrong_headings(sheet, headings, head, rows, ends=ends) if head else ReadRows()
    yearly = any(isinstance(column, FinancialYear) for column in head)
    left_out = [
        name
        for name, column in zip(headings, head, strict=True)
        if name and (column is None or (isinstance(column, Horizon) and not yearly))
    ]
    if left_out:
        notices.append(_not_read(sheet, left_out))
    sheet = replace(sheet, source=source.with_columns(_under(columns, head, headings)))
    kept = with_every_cell(sheet.source, head, columns.year_prefix, rows, problems)
    kept = list(_sound_rows(sheet, head, heading, kept))
    records, unread = _records(sheet, head, kept)
    return ReadRows(records, unread, _names(rows, kept, unread, _CALLED) if ends else None)


_CALLED = ("reference", "service")


def _names(
    rows: Sequence[Row], kept: Sequence[Row], unread: Sequence[Unread], called: Sequence[str]
) -> frozenset[str]:
    """Return what rows may be called that are no records: those unread, and those not kept, whose cells may have moved."""
    if len(kept) == len(rows) and not unread:
        return frozenset()
    known = {line for line, _ in kept}
    moved = {cell for line, cells in rows if line not in known for cell in cells}
    written = {each[name] for name in called for _, each, _ in unread if name in each}
    return names_in(moved | written)


def _under_wrong_headings(
    sheet: _Sheet, headings: Sequence[str], head: Sequence[Column], rows: Sequence[Row], *, ends: bool
) -> ReadRows[Any]:
    """Return the rows of a list whose headings hold a mistake, none of them as a record. Mistakes in sound columns are told.

    Where most rows have more cells than there are headings, that is a mistake of the headings too. Where they have another
    number of cells, only the columns before the wrong heading are sure to stand under their own.
    """
    ((usual, _),) = Counter(len(cells) for _, cells in rows).most_common(1) or ((0, 0),)
    sure = len(head) if usual == len(head) else [*head, None].index(None)
    sound = [
        None if isinstance(each, Horizon) or head.count(each) > 1 or n >= sure else each
        for n, each in enumerate(head)
    ]
    sheet = replace(sheet, source=sheet.source.with_columns(_under(sheet.columns, sound, headings)))
    fits = [(line, cells) for line, cells in rows if usual <= len(head) or len(cells) <= len(head)]
    kept = list(_sound_rows(sheet, sound, headings, fits))
    _read_columns(sheet, sound, kept)
    named = [heading if column is None else column for heading, column in zip(headings, sound, strict=True)]
    unread = _unread(sheet, named, kept)
    called = [
        name
        for name in named
        if isinstance(name, str) and (name in _CALLED or name not in sheet.columns.keys)
    ]
    return ReadRows((), tuple(unread), _names(rows, kept, unread, called) if ends else None)


def _under(
    columns: Columns[Any], head: Sequence[Column], headings: Sequence[str]
) -> dict[Key, tuple[int, str]]:
    """Return the number and the heading of each column that is read, by the path of its key."""
    named = enumerate(zip(head, headings, strict=True))
    return {_path(columns, column): (n, heading) for n, (column, heading) in named if column is not None}


def _path(columns: Columns[Any], column: str | FinancialYear | Horizon) -> Key:
    """Return the path of a column's key, as in a TOML table. A total has a path of its own."""
    match column:
        case FinancialYear():
            return columns.year_key, str(column)
        case Horizon():
            return "Total", str(column)
        case _:
            return (column,)


def _table(sheet: _Sheet) -> Iterator[Row]:
    """Yield each row that is not blank, with the line it starts on. Stop where the text is not CSV."""
    reader = csv.reader(io.StringIO(sheet.source.text), strict=True)
    start = 1
    try:
        for cells in reader:
            tells_separator = start == 1 and cells == ["sep=", ""]  # a line for Excel alone
            if not tells_separator and ((cells and cells[0].strip()) or "".join(cells).strip()):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        sheet.problems.append(
            Problem(
                place=sheet.source.place(start),
                what=what_is_broken(sheet.source.text.split("\n", start - 1)[-1]),
                expected='text that holds a comma in double quotes, and a quote within it twice: "the ""old"" home"',
                fix="correct the quotes in this row",
            )
        )


def _sound_rows(
    sheet: _Sheet, head: Sequence[Column], heading: Sequence[str], rows: Sequence[Row]
) -> Iterator[Row]:
    """Yield each row that is a record, with a cell under every heading. Tell of rows with too many cells, totals and notes."""
    deciding = [n for n, name in enumerate(head) if name in (sheet.columns.deciding, "counts")]
    named = [n for n, name in enumerate(head) if name in ("reference", "title", "service")]
    required = sheet.columns.required
    decided = sheet.columns.deciding in head or sheet.columns.deciding not in required
    needed = [n for n, name in enumerate(head) if name in required]
    folded = sheet.source.text.casefold()
    has_totals = decided and "total" in folded
    again = {heading[needed[0]].strip().casefold(), str(head[needed[0]])} if needed else set()
    if (
        not has_totals
        and all(folded.count(name) == 1 for name in again)
        and {len(cells) for _, cells in rows} == {len(head)}
        and all(all(map(str.strip, [cells[n] for _, cells in rows])) for n in needed)
    ):
        yield from rows
        return
    for line, cells in rows:
        if len(cells) < len(head):
            cells.extend([""] * (len(head) - len(cells)))
        if len(cells) > len(head) and (len(cells) > len(heading) or any(cells[len(head) :])):
            sheet.problems.append(too_many(sheet.source.place(line), cells, head, required))
        elif (
            has_totals
            and not "".join([cells[n] for n in deciding]).strip()
            and any(sheet.columns.total.fullmatch(cells[n].strip()) for n in named)
        ):
            sheet.problems.append(_total(sheet.source.place(line), sheet.columns))
        elif _is_odd(cells, needed, again) and (
            odd := no_record(sheet.source.place(line), cells, head, required, sheet.columns.word)
        ):
            sheet.problems.append(odd)
        else:
            yield line, cells


def _is_odd(cells: Sequence[str], needed: Sequence[int], again: Collection[str]) -> bool:
    """Whether a row may be no record: it repeats a heading, leaves out several cells that are needed, or holds one cell alone."""
    blank = [n for n in needed if not cells[n].strip()]
    if len(blank) == 1:
        return len([*filter(None, map(str.strip, cells))]) == 1
    return bool(blank or (needed and cells[needed[0]].strip().casefold() in again))


def _records(
    sheet: _Sheet, head: Sequence[Column], rows: Sequence[Row]
) -> tuple[tuple[Any, ...], tuple[Unread, ...]]:
    """Return the record of each row whose cells can all be read and agree, and the other rows."""
    before = len(sheet.problems)
    columns = _read_columns(sheet, head, rows)
    bad = {place.key[0] for problem in sheet.problems[before:] for place in problem.places}
    unread: list[Unread] = []
    if bad:
        unread = _unread(sheet, head, [row for row in rows if row[0] in bad])
        sound = [line not in bad for line, _ in rows]
        columns = {name: list(compress(column, sound)) for name, column in columns.items()}
        rows = list(compress(rows, sound))
    keys = keys_of(sheet.columns.record)
    filled = {keys[name].field: column for name, column in columns.items()}
    keys_of_rows = zip([line for line, _ in rows], strict=True)
    filled["place"] = [*map(tuple.__new__, repeat(Place), zip(repeat(sheet.source), keys_of_rows))]
    records = in_columns(sheet.columns.record, filled)
    broken = {}
    hold_to_rule = rule_of(sheet.columns.record)
    for n, record in enumerate(records):
        try:
            hold_to_rule(record)
        except MisreadError as error:
            broken[n] = error.at(record.place)
    if broken:
        sheet.problems.extend(broken.values())
        unread += _unread(sheet, head, [rows[n] for n in broken])
        records = [record for n, record in enumerate(records) if n not in broken]
    return tuple(records), tuple(unread)


def _unread(sheet: _Sheet, head: Sequence[Column], rows: Iterable[Row]) -> list[Unread]:
    """Return rows that are no records as they are written, under the keys of their columns."""
    named = [(n, name) for n, name in enumerate(head) if isinstance(name, str)]
    word, source = sheet.columns.word, sheet.source
    return [(word, {name: cells[n] for n, name in named}, Place(source, (line,))) for line, cells in rows]


def _read_columns(sheet: _Sheet, head: Sequence[Column], rows: Sequence[Row]) -> dict[str, Sequence[Any]]:
    """Return the values of every key that has a column, one for each row."""
    keys, of_year = sheet.columns.keys, _of_year(sheet.columns)
    year_reader = _reader(sheet.columns.year_key, of_year, sheet.context)
    read: dict[str, Sequence[Any]] = {}
    yearly: dict[FinancialYear, Sequence[Any]] = {}
    totals: dict[Horizon, Sequence[Any]] = {}
    down = [*zip(*(cells for _, cells in rows), strict=False)] or [()] * len(head)
    for name, cells in zip(head, down, strict=False):
        if name is None:
            continue
        if isinstance(name, FinancialYear):
            yearly[name] = _plain(of_year, cells, _BLANK, sheet) or _column(
                sheet, name, cells, rows, year_reader, _BLANK
            )
        elif isinstance(name, Horizon):
            of_total = partial(values.amount_or_word, context=sheet.context)
            totals[name] = _column(sheet, name, cells, rows, of_total, _BLANK)
        else:
            reader, needed = _reader(name, keys[name].kind, sheet.context), keys[name].needed
            blank = _BLANK if needed else keys[name].default
            read[name] = column = _plain(keys[name].kind, cells, blank, sheet) or _column(
                sheet, name, cells, rows, reader, blank
            )
            if needed and column is not cells:
                _tell_blanks(sheet, name, column, rows)
    if yearly:
        filled = {
            year: column for year, column in yearly.items() if any(each is not _BLANK for each in column)
        }
        by_row = [*zip(*filled.values(), strict=True)] if filled else [()] * len(rows)
        read[sheet.columns.year_key] = (
            [
                {year: pence for year, pence in zip(filled, row, strict=True) if pence is not _BLANK}
                for row in by_row
            ]
            if any(_BLANK in column for column in filled.values())
            else [*map(dict, map(zip, repeat(tuple(filled)), by_row))]
        )
    for span, stated in totals.items() if yearly else ():
        sheet.problems.extend(_missed_totals(sheet, span, stated, read, rows))
    return read


def _missed_totals(
    sheet: _Sheet,
    span: Horizon,
    totals: Sequence[Any],
    read: Mapping[str, Iterable[Any]],
    rows: Sequence[Row],
) -> Iterator[Problem]:
    """Yield a problem for each row whose years do not add to its total. A row with a full-year amount has no years.

    A line's total may be of its base and its inflation, or of its inflation alone.
    """
    unit, none = sheet.context.unit, [None] * len(rows)
    for (line, _), total, by_year, full_year, base in zip(
        rows,
        totals,
        read[sheet.columns.year_key],
        read.get("full_year") or none,
        read.get("base") or none,
        strict=True,
    ):
        pence = [each for year, each in by_year.items() if year in span and not isinstance(each, str)]
        if not isinstance(total, int) or None in pence or (full_year is not None and not by_year):
            continue
        found = sum(pence)
        if total == found or (isinstance(base, int) and total == base + found):
            continue
        yield Problem(
            place=sheet.source.place(line, *_path(sheet.columns, span)),
            what=f"the years of this row come to {show_in_unit(found, unit)}, and its total says {show_in_unit(total, unit)}",
            expected="a total that is the sum of the row",
            fix=f"correct the amount or the total: they differ by {show_in_unit(abs(found - total), unit)}",
        )


def _plain(kind: Kind[Any], cells: Sequence[str], blank: Any, sheet: _Sheet) -> Sequence[Any] | None:
    """Return a column's values, read at once, if all are written plainly; else None."""
    if isinstance(kind, Value) and kind.plain is not None:
        return kind.plain(cells, blank, sheet.context)
    return None


def _column(
    sheet: _Sheet,
    column: str | FinancialYear | Horizon,
    cells: Sequence[str],
    rows: Sequence[Row],
    read: Callable[[str], Any],
    blank: Any,
) -> list[Any]:
    """Return a column's values, each different cell read once; add a problem for every cell that can't be read."""
    known: dict[str, Any] = {}
    mistakes: dict[str, MisreadError] = {}
    for cell in {*cells}:
        text = cell.strip()
        try:
            known[cell] = read(text) if text else blank
        except MisreadError as error:
            mistakes[cell] = error
            known[cell] = None
    if mistakes:
        path = _path(sheet.columns, column)
        at: dict[str, list[Place]] = {}
        for (line, _), cell in zip(rows, cells, strict=True):
            if cell in mistakes:
                at.setdefault(cell, []).append(Place(sheet.source, (line, *path)))
        for cell, places in at.items():
            sheet.problems.extend(at_each(mistakes[cell].at(places[0]), places))
    return [known[cell] for cell in cells]


def _tell_blanks(sheet: _Sheet, name: str, column: Sequence[Any], rows: Sequence[Row]) -> None:
    if _BLANK in column:
        places = [
            Place(sheet.source, (line, name))
            for (line, _), value in zip(rows, column, strict=True)
            if value is _BLANK
        ]
        sheet.problems.extend(at_each(_blank(places[0], sheet.columns, name), places))


_BLANK = object()


def _head(sheet: _Sheet, headings: Sequence[str], rows: Sequence[Row]) -> tuple[list[Column], list[Problem]]:
    """Return what each column holds, and what is wrong with the headings."""
    columns = sheet.columns
    named = [*columns.keys]
    if len(headings) == 1 and any(mark in headings[0] for mark in ";\t"):
        return [], [_no_commas(sheet)]
    keys = {key_of(heading) for heading in headings}
    if not keys & {*columns.required}:
        return [], [_not_headings(sheet)]
    head: list[Column] = []
    problems: list[Problem] = []
    missing = [name for name in columns.required if name not in keys]
    other = CHANGES if columns is LINES else LINES
    if {*other.required} <= keys and len(missing) * 2 >= len(columns.required):
        return [], [_another_list(sheet, other)]
    years_are_right = columns.every_year_unless not in missing
    for n, heading in enumerate(headings):
        column: Column = None
        if not heading and _is_filled(rows, n):
            problems.append(_no_name(sheet, n))
        try:
            if heading:
                column = column_of(heading, named, columns.year_prefix, missing, sheet.context)
        except MisreadError as error:
            problems.append(error.at(sheet.top))
            missing = [name for name in missing if name != most_like(key_of(heading), named)]
            years_are_right &= not any(map(str.isdigit, heading))
        if column is not None and column in head:
            problems.append(_twice(sheet, heading if isinstance(column, Horizon) else str(column)))
            years_are_right &= not isinstance(column, FinancialYear)
        head.append(column)
    lost: list[str | FinancialYear] = [*missing]
    if years_are_right and sheet.context.horizon is not None and columns.every_year_unless not in head:
        lost += [year for year in sheet.context.horizon if year not in head]
    unread = [heading for heading, column in zip(headings, head, strict=True) if heading and column is None]
    return head, [*problems, *(_not_there(sheet, each, unread) for each in lost)]


def _is_filled(rows: Sequence[Row], n: int) -> bool:
    return any(len(cells) > n and cells[n].strip() for _, cells in rows)


def _no_commas(sheet: _Sheet) -> Problem:
    return Problem(
        place=sheet.top,
        what="the columns are not separated by commas",
        expected="a comma between columns",
        fix='save it again as "CSV UTF-8 (Comma delimited)"',
    )


def _not_headings(sheet: _Sheet) -> Problem:
    return Problem(
        place=sheet.top,
        what="the first row is not the headings",
        expected=f"the columns {', '.join(sheet.columns.required)}",
        fix="remove the rows above the headings, or add the headings",
    )


def _another_list(sheet: _Sheet, other: Columns[Any]) -> Problem:
    file, word = sheet.source.name.rpartition("/")[2], sheet.columns.word
    return Problem(
        place=sheet.top,
        what=f"this is a list of {other.word}s, not of {word}s",
        expected=f"the columns {', '.join(sheet.columns.required)}",
        fix=f'name a list of {word}s, or remove {word}s from [plan]; what reads this one is {other.word}s = "{file}"',
    )


def _twice(sheet: _Sheet, heading: str) -> Problem:
    return Problem(
        place=sheet.top,
        what=f'column "{heading}" is there twice',
        expected="each column once",
        fix="remove one of them",
    )


def _no_name(sheet: _Sheet, n: int) -> Problem:
    return Problem(
        place=sheet.top,
        what=f"column {n + 1} has no name",
        expected="a name over every column that is filled",
        fix="give it a name, or remove it",
    )


def _not_there(sheet: _Sheet, column: str | FinancialYear, unread: Sequence[str]) -> Problem:
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


def _not_read(sheet: _Sheet, headings: Sequence[str]) -> Notice:
    names = listed((f'"{heading}"' for heading in headings), most=20)
    file = sheet.source.name.rpartition("/")[2]
    which = f"Column {names} of {file} is" if len(headings) == 1 else f"Columns {names} of {file} are"
    return Notice(name="column-not-read", of=file, text=f"{which} not read.", place=sheet.top)


def _total(place: Place, columns: Columns[Any]) -> Problem:
    return Problem(
        place=place,
        what=f"this is a total, not a {columns.word}",
        expected=f"only {columns.word}s: totals are worked out",
        fix=f"remove the row, or, if it is a {columns.word}, "
        + (
            f"fill in {columns.deciding}"
            if columns.deciding in columns.required
            else "add a column counts with yes"
        ),
    )


def _blank(place: Place, columns: Columns[RecordT], name: str) -> Problem:
    words = columns.keys[name].words
    return Problem(
        place=place,
        what="this cell is blank",
        expected=words[:1].lower() + words[1:].rstrip("."),
        fix=f"fill in {name}",
    )


def _no_heading(sheet: _Sheet) -> Problem:
    return Problem(
        place=sheet.top,
        what="the file is empty",
        expected=f"a heading row with {', '.join(sheet.columns.required)}, and a row for each {sheet.columns.word}",
        fix="fill it in, or name another file",
    )
