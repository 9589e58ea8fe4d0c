"""Rows of a CSV that may have lost or gained a cell, so that amounts stand in the wrong years."""

from __future__ import annotations

from collections.abc import Sequence

from mtfp.files.headings import Column
from mtfp.files.odd_rows import in_quotes, text_in_parts
from mtfp.files.source import SourceFile
from mtfp.marks import figure, plain
from mtfp.plan.terms import NO_SUCH_LINE, NOT_KNOWN
from mtfp.problems import Problem, listed
from mtfp.years import FinancialYear, Horizon

Row = tuple[int, list[str]]
"""The line a row starts on, and its cells."""


def with_every_cell(
    source: SourceFile, head: Sequence[Column], prefix: str, rows: Sequence[Row], problems: list[Problem]
) -> Sequence[Row]:
    """Yield the rows, without those that may have lost or gained a cell before the end of the years; these are told once.

    A row that is shorter than others, and blank in the last year or its total, may have lost a cell, so that every later
    amount stands in the year before. A row with a figure for a note may hold an amount with a comma and no quotes.
    """
    years = [n for n, name in enumerate(head) if isinstance(name, FinancialYear)]
    if not years:
        return rows
    first, last = years[0], years[-1]
    end = max(n for n, name in enumerate(head) if isinstance(name, (FinancialYear, Horizon)))
    lengths = {len(cells) for _, cells in rows}
    beside = end + 1 if "note" in head[end + 1 : end + 2] else None
    if lengths == {len(head)} and (beside is None or not any(cells[beside] for _, cells in rows)):
        return rows
    uneven = len(lengths) > 1
    cut = {line for line, cells in rows if first < len(cells) <= last}
    short = {
        line
        for line, cells in rows
        if uneven
        and end < len(cells) < len(head)
        and not cells[end].strip()
        and any(map(str.strip, cells[first:end]))
    }
    split = {line for line, cells in rows if beside is not None and _is_figure(cells[beside : beside + 1])}
    worded = {line for line, cells in rows if line in split and _is_text(cells[first])}
    problems.extend(
        _text_for_amount(source, line, f"{prefix}{head[first]}", cells)
        for line, cells in rows
        if line in worded
    )
    of_year = f"{prefix}{head[last]}"
    of_end = of_year if end == last else "Total"
    for lines, column, told in (
        (cut, of_year, _cut_short),
        (short, of_end, _may_be_shifted),
        (split - worded, of_end, _figure_for_note),
    ):
        if lines:
            problems.append(told(source, column, sorted(lines)))
    lost = cut | short | split
    return [(line, cells) for line, cells in rows if line not in lost]


def _is_figure(cells: Sequence[str]) -> bool:
    read = figure(cells[0]) if cells and cells[0].strip() else None
    return read is not None and not read.is_dash


def _is_text(cell: str) -> bool:
    return figure(cell) is None and plain(cell).casefold() not in ("", NOT_KNOWN, *NO_SUCH_LINE)


def _text_for_amount(source: SourceFile, line: int, year: str, cells: Sequence[str]) -> Problem:
    words = text_in_parts(cells)
    return Problem(
        place=source.place(line),
        what=f"there is text under {year}, and a figure for a note",
        expected="a cell under each heading: a comma that has no quotes around it ends one",
        fix="put text that holds a comma in double quotes, with no space before them"
        if words is None
        else in_quotes(words),
    )


def _cut_short(source: SourceFile, last: str, lines: Sequence[int]) -> Problem:
    one = len(lines) == 1
    return Problem(
        place=source.place(lines[0]),
        what=f"this row ends before column {last}"
        if one
        else f"{len(lines):,} rows end before column {last}: lines {listed(map(str, lines), most=20)}",
        expected="a cell under every year, blank or not: where one is lost, every later amount moves a year",
        fix=f"put back the cell {'it has' if one else 'each has'} lost, or add a comma for each blank cell up to {last}",
    )


def _may_be_shifted(source: SourceFile, last: str, lines: Sequence[int]) -> Problem:
    one = len(lines) == 1
    return Problem(
        place=source.place(lines[0]),
        what=f"this row is blank in column {last}, and has fewer cells than there are headings"
        if one
        else f"{len(lines):,} rows are blank in column {last}, and have fewer cells than there are headings: lines "
        f"{listed(map(str, lines), most=20)}",
        expected="a cell under every heading, blank or not: where one is lost, every later amount moves a year",
        fix=f"put back the cell {'it has' if one else 'each has'} lost, or add a comma at the end for each blank cell",
    )


def _figure_for_note(source: SourceFile, last: str, lines: Sequence[int]) -> Problem:
    return Problem(
        place=source.place(lines[0]),
        what=f"the note beside column {last} is a figure"
        if len(lines) == 1
        else f"the note beside column {last} is a figure in {len(lines):,} rows: lines {listed(map(str, lines), most=20)}",
        expected="words: a figure there is what an amount such as 1,234 leaves where it has no quotes",
        fix='put amounts that hold a comma in double quotes, "1,234", or say in words what the note means',
    )
