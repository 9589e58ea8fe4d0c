"""CSV files of lines and changes. A column holds what the same key of a TOML table would; years have columns of their own."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import compress, repeat
from operator import itemgetter
from typing import Any, Generic, TypeVar

from mtfp.files.cells import read_columns
from mtfp.files.heading_row import FOR_EXCEL, head_of, headings_in, is_filled, no_heading, no_name, not_read
from mtfp.files.headings import Column
from mtfp.files.lists import Columns, Sheet, path_of
from mtfp.files.odd_rows import no_record, too_many, what_is_broken
from mtfp.files.row_lengths import Row, with_every_cell
from mtfp.files.source import SourceFile
from mtfp.frozen import frozen, in_columns, rule_of
from mtfp.plan.record import Context, keys_of, records_within
from mtfp.plan.unknown import Unread, names_in
from mtfp.problems import Key, MisreadError, Notice, Place, Problem
from mtfp.years import FinancialYear, Horizon

RecordT = TypeVar("RecordT")


@frozen(kw_only=False)
class ReadRows(Generic[RecordT]):
    """The sound part of a list: its records, and, as written, the rows that a mistake kept from being records.

    `names` are the names that rows without a record may have; None where that can't be told.
    """

    records: tuple[RecordT, ...] = ()
    unread: tuple[Unread, ...] = ()
    names: frozenset[str] | None = None


def read_rows(
    source: SourceFile,
    columns: Columns[RecordT],
    context: Context,
    problems: list[Problem],
    notices: list[Notice],
) -> ReadRows[RecordT]:
    """Return the sound part of a list. Every mistake goes to the problems, and what is left out to the notices."""
    sheet = Sheet(source, columns, context, problems)
    before = len(problems)
    table = [*_table(sheet)]
    del table[: table[:1] == [(1, FOR_EXCEL)]]
    ends = len(problems) == before
    if not table:
        problems.append(no_heading(sheet))
        return ReadRows()
    (first, heading), *rows = table
    sheet = replace(sheet, first=first)
    headings = headings_in(heading)
    head, heading_problems, misspelt = head_of(sheet, headings, rows)
    if head:
        padded = range(len(headings), len(heading))
        heading_problems += [no_name(sheet, n) for n in padded if is_filled(rows, n)]
    problems += [*heading_problems, *misspelt]
    if heading_problems:
        return _under_wrong_headings(sheet, headings, head, rows, ends=ends) if head else ReadRows()
    yearly = any(isinstance(column, FinancialYear) for column in head)
    left_out = [
        name
        for name, column in zip(headings, head, strict=True)
        if name and (column is None or (isinstance(column, Horizon) and not yearly))
    ]
    if left_out:
        notices.append(not_read(sheet, left_out))
    sheet = replace(sheet, source=source.with_columns(_under(columns, head, headings)))
    kept = with_every_cell(sheet.source, head, columns.year_prefix, rows, problems)
    kept = _sound_rows(sheet, head, heading, kept)
    records, unread = _records(sheet, head, kept)
    return ReadRows(records, unread, _names(rows, kept, unread, _CALLED) if ends else None)


_OWN = "reference"
_CALLED = (_OWN, "service")


def _names(
    rows: Sequence[Row], kept: Sequence[Row], unread: Sequence[Unread], called: Sequence[str]
) -> frozenset[str]:
    """Return what rows may be called that are no records: those unread, and those not kept, whose cells may have moved."""
    if len(kept) == len(rows) and not unread:
        return frozenset()
    known = {line for line, _ in kept}
    moved = {cell for line, cells in rows if line not in known for cell in cells}
    texts = {each[name] for name in called if name != _OWN for _, each, _ in unread if name in each}
    own = {each[_OWN] for _, each, _ in unread if _OWN in each}
    return names_in(moved | texts) | {*map(" ".join, map(str.split, own))}


def _under_wrong_headings(
    sheet: Sheet, headings: Sequence[str], head: Sequence[Column], rows: Sequence[Row], *, ends: bool
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
    kept = _sound_rows(sheet, sound, headings, fits)
    read_columns(sheet, sound, kept)
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
    return {path_of(columns, column): (n, heading) for n, (column, heading) in named if column is not None}


def _table(sheet: Sheet) -> Iterator[Row]:
    """Yield each row that is not blank, with the line it starts on. Stop where the text is not CSV."""
    reader = csv.reader(io.StringIO(sheet.source.text), strict=True)
    start = 1
    try:
        for cells in reader:
            if (cells and cells[0].strip()) or "".join(cells).strip():
                yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        sheet.problems.append(
            Problem(
                place=sheet.source.place(start),
                what=what_is_broken(sheet.source.text.split("\n", start - 1)[-1]),
                expected='text that holds a comma in double quotes, and a quote within it twice: "the ""old"" home"',
                fix="correct the quotes in this row",
                hides="the rows below",
            )
        )


def _sound_rows(
    sheet: Sheet, head: Sequence[Column], heading: Sequence[str], rows: Sequence[Row]
) -> Sequence[Row]:
    """Return the rows that are records, with a cell under every heading. Tell of rows with too many cells, totals and notes."""
    deciding = [n for n, name in enumerate(head) if name in (sheet.columns.deciding, "counts")]
    named = [n for n, name in enumerate(head) if name in ("reference", "title", "service")]
    required = sheet.columns.required
    decided = sheet.columns.deciding in head or sheet.columns.deciding not in required
    needed = [n for n, name in enumerate(head) if name in required]
    folded = sheet.source.text.casefold()
    has_totals = decided and "total" in folded
    again = {heading[needed[0]].strip().casefold(), str(head[needed[0]])} if needed else set()
    cells_of_rows = [*map(itemgetter(1), rows)]
    if (
        not has_totals
        and all(folded.count(name) == 1 for name in again)
        and {*map(len, cells_of_rows)} == {len(head)}
        and all(all(map(str.strip, map(itemgetter(n), cells_of_rows))) for n in needed)
    ):
        return rows
    sound = []
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
            sound.append((line, cells))
    return sound


def _is_odd(cells: Sequence[str], needed: Sequence[int], again: Collection[str]) -> bool:
    """Whether a row may be no record: it repeats a heading, leaves out several cells that are needed, or holds one cell alone."""
    blank = [n for n in needed if not cells[n].strip()]
    if len(blank) == 1:
        others = len(needed) - 1
        return others <= 1 and len([*filter(None, map(str.strip, cells))]) == 1
    return bool(blank or (needed and cells[needed[0]].strip().casefold() in again))


def _records(
    sheet: Sheet, head: Sequence[Column], rows: Sequence[Row]
) -> tuple[tuple[Any, ...], tuple[Unread, ...]]:
    """Return the record of each row whose cells can all be read and agree, and the other rows."""
    before = len(sheet.problems)
    columns = read_columns(sheet, head, rows)
    bad = {place.key[0] for problem in sheet.problems[before:] for place in problem.places}
    unread: list[Unread] = []
    if bad:
        unread = _unread(sheet, head, [row for row in rows if row[0] in bad])
        sound = [line not in bad for line, _ in rows]
        columns = {name: list(compress(column, sound)) for name, column in columns.items()}
        rows = list(compress(rows, sound))
    keys = keys_of(sheet.columns.record)
    filled = {keys[name].field: column for name, column in columns.items() if isinstance(name, str)}
    years = {year: column for year, column in columns.items() if isinstance(year, FinancialYear)}
    filled = {**sheet.columns.with_years(filled, years)}
    for name, within in records_within(sheet.columns.record).items():
        inner = {each.field for each in keys_of(within).values()} & filled.keys()
        if inner:
            filled[name] = in_columns(within, {each: filled.pop(each) for each in inner})
    filled["place"] = sheet.source.places(map(itemgetter(0), rows))
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


def _unread(sheet: Sheet, head: Sequence[Column], rows: Sequence[Row]) -> list[Unread]:
    """Return rows that are no records as they are written, under the keys of their columns."""
    named = {name: itemgetter(n) for n, name in enumerate(head) if isinstance(name, str)}
    lines, cells = [*map(itemgetter(0), rows)], [*map(itemgetter(1), rows)]
    by_row = zip(*(map(of, cells) for of in named.values()), strict=True)
    written = map(dict, map(zip, repeat(tuple(named)), by_row))
    return [*zip(repeat(sheet.columns.word), written, sheet.source.places(lines), strict=False)]


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
