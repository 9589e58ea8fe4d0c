"""Reading a file's text safely, and knowing where its values stand."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import Any

from mtfp.files.broken_toml import what_is_broken
from mtfp.files.lines import key_lines
from mtfp.files.opened import opened
from mtfp.files.wrong_file import NO_TEXT, SAVE_ROWS, SAVE_TEXT, told_as_rows, told_by_its_start
from mtfp.problems import Cell, InputError, Key, MisreadError, Place, Problem, Told

_LARGEST_TOML = 1 << 19
_LARGEST_CSV = 1 << 25
_LONGEST_LINE = 20_000
_DEEPEST = 40
_MOST_POINTS = 100
_MOST_DIGITS = 60
_LONG_NUMBER = re.compile(rf"[0-9_]{{{_MOST_DIGITS},}}|0x[0-9A-Fa-f_]{{{_MOST_DIGITS},}}")
_COUNTED = re.compile(rf"[\[\]{{}}.]|[0-9A-Fa-f_]{{{_MOST_DIGITS}}}")
_QUOTED = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'[^']*'|\#.*""")
_ALL_ELSE = "the rest of this file, and the files that it names"
_NAMES: tuple[Key, ...] = (("reference",), ("title",), ("service",))
"""The columns that name a row; the first that is filled in does."""


class SourceFile:
    """A text file the user wrote. Says on which line a TOML key stands; a CSV value's key opens with its line."""

    def __init__(
        self,
        path: Path,
        name: str,
        text: str,
        data: bytes = b"",
        columns: Mapping[Key, tuple[int, str]] | None = None,
    ) -> None:
        """Keep the text, under the name the user knows the file by, and the bytes it was read from.

        `columns` are those of a CSV: the number and the heading of each, by the path of the key it holds.
        """
        self.path, self.name, self.text, self._data = path, name, text, data
        self._columns = columns or {}

    def with_columns(self, columns: Mapping[Key, tuple[int, str]]) -> SourceFile:
        """Return the same file with what its columns hold."""
        return SourceFile(self.path, self.name, self.text, self._data, columns)

    @property
    def digest(self) -> str:
        """The SHA-256 of the file's bytes, in hexadecimal."""
        import hashlib

        return hashlib.sha256(self._data).hexdigest()

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _toml_lines(self) -> dict[Key, int]:
        return key_lines(self.text)

    def line(self, key: Key) -> int:
        """Return the line, from 1, of a value, or of the nearest thing around it that is written down."""
        if key and isinstance(key[0], int):
            return key[0]
        while key and key not in self._toml_lines:
            key = key[:-1]
        return self._toml_lines.get(key, 1)

    def excerpt(self, line: int) -> str:
        """Return the text of a line; empty past the end."""
        return self._lines[line - 1].strip() if line <= len(self._lines) else ""

    def cell(self, key: Key) -> Cell | None:
        """Return the cell of a CSV that holds a value; None for a whole row, and in TOML."""
        under = next((path for path in (key[1:3], key[1:2]) if path in self._columns), None)
        if under is None:
            return None
        start = self.line(key) - 1
        reader = csv.reader(f"{self._lines[n]}\n" for n in range(start, len(self._lines)))
        cells = dict(enumerate(next(reader)))  # a row may end before its last columns
        n, heading = self._columns[under]
        others = [self._columns[path][0] for path in _NAMES if path in self._columns and path != under]
        names = [cells[each].strip() for each in others if cells.get(each, "").strip()]
        row = " ".join(self._lines[start : start + reader.line_num])
        return Cell(heading, names[0] if names else "", row, cells.get(n, ""))

    def place(self, *key: str | int) -> Place:
        """Return a place in this file."""
        return Place(self, key)

    def places(self, lines: Iterable[int], *under: str | int) -> list[Place]:
        """Return the place of each row of a CSV, or of its cell under one heading: `place` of very many at once."""
        keys = zip(lines, *map(repeat, under), strict=False)
        return [*map(tuple.__new__, repeat(Place), zip(repeat(self), keys, strict=False))]


def read_source(path: Path, name: str | None = None, *, rows: bool = False) -> SourceFile:
    """Read a UTF-8 file, with or without a byte-order mark; a CSV file where it is to hold `rows`.

    Raises `MisreadError` where there is no such file, and `InputError` where its bytes are not text in UTF-8.
    """
    name = path.as_posix() if name is None else name
    largest = _LARGEST_CSV if rows or path.suffix.casefold() == ".csv" else _LARGEST_TOML
    size, data = opened(path, name, largest)
    wrong = told_by_its_start(path.suffix, data, rows=rows)
    if wrong is None and size > largest:
        wrong = (
            f"the file is of {size:,} bytes",
            f"at most {largest:,}",
            "put long lists of lines and changes in CSV files"
            if largest == _LARGEST_TOML
            else "remove what is no line or change",
        )
    if wrong is not None:
        raise InputError([_problem(SourceFile(path, name, ""), 1, wrong)])
    again = SAVE_ROWS if rows else SAVE_TEXT
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([_not_utf8(path, name, data, error, again)]) from error
    source = SourceFile(path, name, text.replace("\r\n", "\n").replace("\r", "\n"), data)
    if "\0" in text:
        line = source.text.partition("\0")[0].count("\n") + 1
        nul = "this line holds a NUL character, which is not text"
        raise InputError([_problem(source, line, (nul, "text in UTF-8", f"type the line again, or {again}"))])
    return source


def _not_utf8(path: Path, name: str, data: bytes, error: UnicodeDecodeError, again: str) -> Problem:
    if b"\0" in data:
        return _problem(SourceFile(path, name, ""), 1, NO_TEXT)
    line = data[: error.start].count(b"\n") + 1
    source = SourceFile(path, name, data.decode("cp1252", errors="replace"))
    expected = "text in UTF-8; this looks like an older Windows encoding"
    return _problem(source, line, ("the file is not in UTF-8", expected, again))


def parse_toml(source: SourceFile) -> dict[str, Any]:
    """Return a TOML file's values, with exact decimals. Raise `InputError` for rows of a CSV and for broken or hostile text."""
    if rows := told_as_rows(source.name, source.text):
        raise InputError([_problem(source, 1, rows)])
    _refuse_hostile(source)
    try:
        return tomllib.loads(source.text, parse_float=_exact)
    except tomllib.TOMLDecodeError as error:
        broken = _problem(source, *what_is_broken(source.text))
        raise InputError([broken._replace(hides=_ALL_ELSE)]) from error


def _problem(source: SourceFile, line: int, told: Told) -> Problem:
    what, expected, fix = told
    return Problem(place=source.place(line), what=what, expected=expected, fix=fix)


def _exact(text: str) -> Decimal:
    try:
        value = Decimal(text.replace("_", ""))
    except InvalidOperation:
        return Decimal("inf")
    return value if abs(value.adjusted()) < _MOST_DIGITS else Decimal("inf")


def _refuse_hostile(source: SourceFile) -> None:
    """Refuse, before it is read, text that would take a TOML reader very long."""
    depth = 0
    for number, line in enumerate(source.text.split("\n"), start=1):
        if len(line) <= _LONGEST_LINE and not _COUNTED.search(line):
            continue
        around_text = '"""' in line or "'''" in line or len(line) > _LONGEST_LINE
        bare = line if around_text else _QUOTED.sub("", line)
        depth, deepest = _nesting(bare, depth)
        if len(line) > _LONGEST_LINE:
            what = f"the line is longer than {_LONGEST_LINE:,} characters"
        elif deepest > _DEEPEST:
            what = f"brackets are nested more than {_DEEPEST} deep"
        elif bare.count(".") > _MOST_POINTS:
            what = f"the line has more than {_MOST_POINTS} points in it, outside text"
        elif _LONG_NUMBER.search(bare):
            what = f"a number has {_MOST_DIGITS} digits or more"
        else:
            continue
        expected = "a plan or scenario as an officer would write it"
        raise InputError(
            [Problem(place=source.place(number), what=what, expected=expected, fix="shorten it")]
        )


def _nesting(line: str, depth: int) -> tuple[int, int]:
    """Return how many brackets are open at the end of a line, and the most that are open within it."""
    deepest = depth
    for bracket in re.findall(r"[\[\]{}]", line):
        depth = max(depth + (1 if bracket in "[{" else -1), 0)
        deepest = max(deepest, depth)
    return depth, deepest


def read_named(place: Place, path: Path, name: str, *, rows: bool = False) -> SourceFile:
    """Read a file that another names; raise `InputError` at the place of the name if it can't be read."""
    try:
        return read_source(path, name, rows=rows)
    except MisreadError as error:
        raise InputError([error.at(place)]) from error


def shown_beside(source: SourceFile, name: str) -> str:
    """Return the path of a file beside another, as the user would write it."""
    folder = source.name.rpartition("/")[0]
    return f"{folder}/{name}" if folder else name
