"""Reading a file's text safely, and knowing where its values stand."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cached_property
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from mtfp.files.lines import key_lines
from mtfp.problems import InputError, Key, MisreadError, Place, Problem, nearest

_LARGEST_TOML = 1 << 20
_LARGEST_CSV = 1 << 25
_LONGEST_LINE = 20_000
_DEEPEST = 40
_MOST_DIGITS = 60
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class SourceFile:
    """A text file the user wrote. Says on which line a TOML key stands; a CSV value's key opens with its line."""

    def __init__(self, path: Path, name: str, text: str) -> None:
        """Keep the text, under the name the user knows the file by."""
        self.path, self.name, self.text = path, name, text

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.splitlines() or [""]

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
        """Return the text of a line; nothing past the end."""
        return self._lines[line - 1].strip() if line <= len(self._lines) else ""

    def place(self, *key: str | int) -> Place:
        """Return a place in this file."""
        return Place(self, key)


def read_source(path: Path, name: str | None = None) -> SourceFile:
    """Read a UTF-8 file, with or without a byte-order mark.

    Raises `MisreadError` where there is no such file, and `InputError` where its bytes are not text in UTF-8.
    """
    name = path.as_posix() if name is None else name
    largest = _LARGEST_CSV if path.suffix.casefold() == ".csv" else _LARGEST_TOML
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= largest else b""
    except OSError as error:
        raise _unreadable(path, name, error) from error
    if size > largest:
        raise InputError([_first_line(path, name, f"the file is larger than {largest >> 20} MiB", "a smaller file", "put long lists of lines and changes in CSV files" if largest == _LARGEST_TOML else "split the plan")])
    if data.startswith(_UTF16):
        raise InputError([_first_line(path, name, "the file is in UTF-16", "text in UTF-8", 'save it again as UTF-8 ("CSV UTF-8" in Excel)')])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([_not_utf8(path, name, data, error)]) from error
    if "\0" in text:
        raise InputError([_first_line(path, name, "the file holds a NUL byte, so it is not text", "text in UTF-8", "save it again as text")])
    return SourceFile(path, name, text.replace("\r\n", "\n").replace("\r", "\n"))


def _unreadable(path: Path, name: str, error: OSError) -> MisreadError:
    if isinstance(error, FileNotFoundError):
        try:
            beside = [each.name for each in path.parent.iterdir()]
        except OSError:
            beside = []
        return MisreadError(f'there is no file "{name}"', f"the path of a file{nearest(path.name, beside)}", "correct the path")
    why = "is a folder" if path.is_dir() else f"can't be read: {(error.strerror or str(error)).lower()}"
    return MisreadError(f'"{name}" {why}', "a file that can be read", "close it elsewhere, or correct the path")


def _first_line(path: Path, name: str, what: str, expected: str, fix: str) -> Problem:
    return Problem(place=SourceFile(path, name, "").place(), what=what, expected=expected, fix=fix)


def _not_utf8(path: Path, name: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    line = data[: error.start].count(b"\n") + 1
    source = SourceFile(path, name, data.decode("cp1252", errors="replace"))
    return Problem(
        place=source.place(line),
        what="the file is not in UTF-8",
        expected="text in UTF-8; this looks like an older Windows encoding",
        fix='save it again as UTF-8 ("CSV UTF-8" in Excel, "UTF-8" under Encoding in Notepad)',
    )


def parse_toml(source: SourceFile) -> dict[str, Any]:
    """Return a TOML file's values, decimals exact; raise `InputError` for broken or hostile text."""
    _refuse_hostile(source)
    try:
        return tomllib.loads(source.text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InputError([_broken(source, str(error))]) from error


def _broken(source: SourceFile, message: str) -> Problem:
    found = re.search(r"^(?P<what>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)$", message)
    line = int(found["line"]) if found else source.text.rstrip().count("\n") + 1
    what = found["what"] if found else message.removesuffix(" (at end of document)")
    column = f" at column {found['column']}" if found else " at the end of the file"
    twice = "overwrite" in what or "twice" in what
    return Problem(
        place=source.place(line),
        what="this key or table is given twice" if twice else f"this is not TOML: {what[:1].lower()}{what[1:]}{column}",
        expected="each key once, and each [table] once; [[name]] may be repeated"
        if twice
        else 'key = value, with text in quotes: title = "..."',
        fix="keep one of them, or put both into one table" if twice else "correct this line, or the one before it",
    )


def _refuse_hostile(source: SourceFile) -> None:
    """Refuse text that takes a TOML reader very long, before it is read."""
    depth = 0
    for number, line in enumerate(source.text.split("\n"), start=1):
        depth = max(depth + _opens(line), 0)
        head = line.partition("=")[0]
        if len(line) > _LONGEST_LINE:
            what = f"the line is longer than {_LONGEST_LINE:,} characters"
        elif depth > _DEEPEST or _opens(line, deepest=True) > _DEEPEST:
            what = f"brackets are nested more than {_DEEPEST} deep"
        elif head.count(".") > _DEEPEST and not head.lstrip().startswith("#"):
            what = f"the key has more than {_DEEPEST} parts"
        elif re.search(rf"[0-9_]{{{_MOST_DIGITS},}}", line):
            what = f"a number has {_MOST_DIGITS} digits or more"
        else:
            continue
        raise InputError([Problem(place=source.place(number), what=what, expected="a plan or scenario as an officer would write it", fix="shorten it")])


def _opens(line: str, *, deepest: bool = False) -> int:
    depth = most = 0
    for character in re.findall(r"[\[\]{}]", line):
        depth += 1 if character in "[{" else -1
        most = max(most, depth)
    return most if deepest else depth


def beside(place: Place, path: Path, text: str) -> Path:
    """Return the path of a file named in another, which must lie in that file's folder; raise `InputError` otherwise."""
    named = PurePosixPath(text.replace("\\", "/"))
    if named.is_absolute() or PureWindowsPath(text).drive or ".." in named.parts or text.strip() in ("", "."):
        raise InputError(
            [
                Problem(
                    place=place,
                    what=f'"{text}" leads out of the folder of this file',
                    expected="the name of a file in the same folder, or in a folder inside it",
                    fix="put the file there and name it without .. or a drive",
                )
            ]
        )
    return path.parent / named


def read_named(place: Place, path: Path, name: str) -> SourceFile:
    """Read a file that another names; raise `InputError` at that place where it can't be read."""
    try:
        return read_source(path, name)
    except MisreadError as error:
        raise InputError([error.at(place)]) from error


def shown_beside(source: SourceFile, name: str) -> str:
    """Return the path of a file beside another, as the user would write it."""
    folder = source.name.rpartition("/")[0]
    return f"{folder}/{name}" if folder else name
