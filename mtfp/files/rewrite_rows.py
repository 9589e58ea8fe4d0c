"""Writing into a CSV list that is there: the cells that differ are changed, and every other row stays as it was typed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from mtfp.files.heading_row import FOR_EXCEL, headings_in
from mtfp.files.headings import Column, column_of
from mtfp.files.lists import Columns
from mtfp.files.rewrite import Item, Table, Writer, matched, name_of, refused, tables_of
from mtfp.files.source import SourceFile
from mtfp.frozen import frozen
from mtfp.plan.record import Context
from mtfp.years import FinancialYear, Horizon


@frozen(kw_only=False)
class _Row:
    """A row: the line it starts on, its cells, its text, and how that ends."""

    line: int
    cells: list[str]
    text: str
    end: str


@frozen(kw_only=False)
class _Edited:
    """A record of a list: the line of its row, None for a new row; what it says before and after; and its cells so far."""

    line: int | None
    was: Table
    will: Table
    cells: Sequence[str] = ()


def rewritten_rows(
    source: SourceFile,
    text: str,
    columns: Columns[Any],
    context: Context,
    years: Horizon,
    items: Sequence[Sequence[Item]],
    writes: Sequence[Writer],
) -> str:
    """Return the text of a list as other records, for these years, leave it: `items` and `writes` are those before and after.

    Raises `InputError` for what no column can hold.
    """
    rows = [*_rows(text)]
    heading = next(row for row in rows if "".join(row.cells).strip() and row.cells != FOR_EXCEL)
    head = [
        column_of(name, [*columns.keys], columns.year_prefix, context) if name else None
        for name in headings_in(heading.cells)
    ]
    _refuse_other_years(source, heading, head, years)
    after = [*_edited({row.line: row for row in rows}, head, columns, items, writes)]
    by_year = any(isinstance(each, FinancialYear) for each in head) and columns.every_year_unless not in head
    needed = [
        *(year for year in years if by_year and year not in head),
        *(each for record in after for each in _not_there(source, columns, head, record)),
    ]
    more = [*dict.fromkeys(needed)]
    whole = [*head, *more]
    edited = {each.line: each for each in after if each.line is not None}
    gone = {int(each.at[1]) for each in items[0]} - edited.keys()
    new: dict[int, list[str]] = {}
    line = heading.line
    for each in after:
        line = line if each.line is None else each.line
        if each.line is None:
            new.setdefault(line, []).append(_joined(_cells(columns, whole, each.cells, each)))
    parts: list[str] = []
    for row in rows:
        if row.line == heading.line:
            parts.append(
                _longer(
                    row,
                    [f"{columns.year_prefix * (not isinstance(each, str))}{each}" for each in more],
                    len(head),
                )
            )
        elif row.line in edited and edited[row.line].was != edited[row.line].will:
            parts.append(_joined(_cells(columns, whole, row.cells, edited[row.line])))
        elif row.line in gone:
            continue
        else:
            below = row.line > heading.line and "".join(row.cells).strip()
            parts.append(_longer(row, [""] * len(more), len(head)) if below else row.text)
        end = row.end or heading.end
        parts += [
            row.end if row.line not in new else end,
            *(f"{each}{end}" for each in new.get(row.line, ())),
        ]
    return "".join(parts)


def _refuse_other_years(source: SourceFile, heading: _Row, head: Sequence[Column], years: Horizon) -> None:
    """Raise `InputError` where the list has a year that the plan to be saved has not."""
    for name, column in zip(heading.cells, head, strict=False):
        if isinstance(column, FinancialYear) and column not in years:
            raise refused(
                source,
                heading.line,
                f"this list has a column {name.strip()}, and the plan to be saved no such year",
                f"columns of {years}",
                "give another file name",
            )


def _rows(text: str) -> Iterator[_Row]:
    lines = [*io.StringIO(text, newline="")]
    reader = csv.reader(iter(lines))
    start = 0
    for cells in reader:
        held = "".join(lines[start : reader.line_num])
        bare = held.rstrip("\r\n")
        yield _Row(start + 1, cells, bare, held[len(bare) :])
        start = reader.line_num


def _edited(
    rows: Mapping[int, _Row],
    head: Sequence[Column],
    columns: Columns[Any],
    items: Sequence[Sequence[Item]],
    writes: Sequence[Writer],
) -> Iterator[_Edited]:
    """Yield what becomes of each record, in the order of those after."""
    before, after = items
    old, new = ([write(each.record, None) for each in of] for write, of in zip(writes, items, strict=True))
    which = [*matched(before, old, after, new)]
    moved = {name_of(old[i]): i for i, j in which if j is None and i is not None}
    for here, j in which:
        if j is None:
            continue
        i = moved.get(name_of(new[j])) if here is None else here
        if i is None:
            yield _Edited(None, {}, new[j])
            continue
        line = int(before[i].at[1])
        cells = rows[line].cells
        both: tuple[Table, Table] = {}, {}
        if old[i] != new[j]:
            stated = _stated(cells, head, columns.year_key)
            both = tables_of(writes, (before[i].record, after[j].record), stated)
        yield _Edited(None if here is None else line, *both, cells)


def _stated(cells: Sequence[str], head: Sequence[Column], year_key: str) -> dict[str, str]:
    """Return the cells of a row by their keys, those of years as one."""
    filled = [(column, cell) for column, cell in zip(head, cells, strict=False) if cell.strip()]
    return {
        year_key if isinstance(column, FinancialYear) else column: cell
        for column, cell in filled
        if isinstance(column, (str, FinancialYear))
    }


def _not_there(
    source: SourceFile, columns: Columns[Any], head: Sequence[Column], record: _Edited
) -> Iterator[str | FinancialYear]:
    """Yield each column that a record needs and the list has not; raise `InputError` for what no column holds."""
    for key, value in record.will.items():
        if value == record.was.get(key):
            continue
        if key == columns.year_key:
            years = (FinancialYear.parse(each) for each in value)
            yield from (year for year in years if year not in head)
        elif key not in columns.keys:
            named = record.will.get("reference") or record.will.get("service")
            raise refused(
                source,
                record.line or 1,
                f'{columns.word} "{named}" would have {key}, which no column of a list holds',
                f"what the columns of {source.name.rpartition('/')[2]} can state",
                "give the name of a new file, which holds its lists itself",
            )
        elif key not in head:
            yield key


def _cells(columns: Columns[Any], head: Sequence[Column], cells: Sequence[str], record: _Edited) -> list[str]:
    """Return the cells of a row: those of what is the same as they are, and the others anew."""
    there = [*cells, *[""] * (len(head) - len(cells))]
    key = columns.year_key
    for n, column in enumerate(head):
        will = _under(record.will, column, key)
        if isinstance(column, Horizon):
            if there[n].strip() and record.was.get(key) != record.will.get(key):
                years = (_under(record.will, year, key) for year in column)
                there[n] = _cell(sum(each for each in years if isinstance(each, (int, Decimal))))
        elif column is not None and _under(record.was, column, key) != will:
            there[n] = "" if will is None else _cell(will)
    return there


def _under(table: Table, column: Column, year_key: str) -> Any:
    """Return what a record says under a column."""
    if not isinstance(column, FinancialYear):
        return table.get(str(column))
    years = table.get(year_key, {})
    return years.get(str(column)) if isinstance(years, Mapping) else years


def _cell(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else ""
        case Decimal():
            return f"{value:f}"
        case list():
            return "; ".join(map(_cell, value))
        case dict():
            return " ".join(map(_cell, value.values()))
        case _:
            return str(value)


def _joined(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _longer(row: _Row, more: Sequence[str], width: int) -> str:
    """Return a row with more cells after those of its headings; one that a spreadsheet padded has them already, blank."""
    if not more:
        return row.text
    if len(row.cells) > width:
        return _joined([*row.cells[:width], *more, *row.cells[width + len(more) :]])
    return (
        f"{row.text}{',' * (width - len(row.cells))},{_joined(more) if any(more) else ',' * (len(more) - 1)}"
    )
