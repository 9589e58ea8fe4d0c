"""Where every row of a live workbook stands, and its formulas with cell addresses in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mtfp.frozen import frozen
from mtfp.sheets.model import KEYS, Book, Line, Section, Sheet

_REFERENCE = re.compile(r"\{([^{}<#*]*)(?:(<)|#(\d)|(\*)(\d?))?\}")
_THIS, _LAST = "\0", "\1"
_LETTERS = 26


class Row(NamedTuple):
    """A row: the name of its sheet, and its number from 1."""

    sheet: str
    number: int


class Block(NamedTuple):
    """Rows that follow each other on a sheet: the name of the sheet, and the numbers of the first and the last."""

    sheet: str
    first: int
    last: int


@frozen(kw_only=False)
class Places:
    """The number of the heading row of each live sheet by name, and where each line and section stands by id."""

    heads: Mapping[str, int]
    rows: Mapping[str, Row]
    blocks: Mapping[str, Block]


def places_of(book: Book, heads: Mapping[str, int]) -> Places:
    """Return where each line stands, on sheets with these heading rows."""
    rows: dict[str, Row] = {}
    blocks: dict[str, Block] = {}
    for sheet in book.sheets:
        for section, first in sections_below(sheet, heads[sheet.name]):
            blocks[section.id] = Block(sheet.name, first, first + len(section.lines) - 1)
            rows |= {line.id: Row(sheet.name, first + n) for n, line in enumerate(section.lines)}
    return Places(heads, rows, blocks)


def sections_below(sheet: Sheet, number: int) -> Iterator[tuple[Section, int]]:
    """Yield each section below a row, with the number of its first line's row. Its heading is in the row above."""
    for section in sheet.sections:
        number += 2 if section.heading else 1
        yield section, number
        number += len(section.lines) - 1


def quoted(sheet: str) -> str:
    """Return a sheet's name as a formula writes it: `'Gap'!`."""
    return "'" + sheet.replace("'", "''") + "'!"


def column(index: int) -> str:
    """Return the letters of a column, counted from 0."""
    before, last = divmod(index, _LETTERS)
    return (column(before - 1) if before else "") + chr(ord("A") + last)


def template(formula: str, own: Row, places: Places) -> str:
    """Return a row's formula with the rows that it refers to filled in, and the columns still open."""

    def written(found: re.Match[str]) -> str:
        id_, before, key, block, block_key = found.groups()
        if block:
            return _cells(places.blocks[id_], own, f"${column(int(block_key))}" if block_key else _THIS)
        row = places.rows[id_] if id_ else own
        letters = f"${column(int(key))}" if key else _LAST if before else _THIS
        return f"{_from(row.sheet, own)}{letters}{row.number}"

    return _REFERENCE.sub(written, formula)


def _cells(block: Block, own: Row, letters: str) -> str:
    return f"{_from(block.sheet, own)}{letters}${block.first}:{letters}${block.last}"


def _from(sheet: str, own: Row) -> str:
    return "" if sheet == own.sheet else quoted(sheet)


def in_column(formula: str, letters: str, before: str) -> str:
    """Return a row's formula for one column, from the letters of that column and of the one before."""
    return formula.replace(_THIS, letters).replace(_LAST, before)


def named_cells(line: Line, row: Row) -> str:
    """Return the cells that a line's defined name stands for: its first if it has no other, else its years."""
    if all(cell is None for cell in line.cells[1:]):
        return f"={quoted(row.sheet)}${column(KEYS)}${row.number}"
    first, last = column(KEYS + 1), column(KEYS + len(line.cells) - 1)
    return f"={quoted(row.sheet)}${first}${row.number}:${last}${row.number}"
