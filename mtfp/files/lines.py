"""Where each value of a TOML file stands, and where a text stops being TOML."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Literal, NamedTuple

from mtfp.problems import Key

Broken = Literal["twice", "quotes", "character", "equals", "bracket", "more", "backslash", "value", "line"]
"""What may be wrong with a text that is not TOML."""

_HEX = "[0-9A-Fa-f]{4}"
_ESCAPED = rf'\\(?:[btnfr"\\]|u(?![dD][89A-Fa-f]){_HEX}|U00(?:00(?![dD][89A-Fa-f])|0[1-9A-Fa-f]|10){_HEX})'
_INSIDE = {
    '"""': re.compile(rf'(?:[^"\\]+|"(?!"")|{_ESCAPED}|\\[ \t]*\n[ \t\n]*)*'),
    "'''": re.compile(r"(?:[^']+|'(?!''))*"),
    '"': re.compile(rf'(?:[^"\\\n]+|{_ESCAPED})*'),
    "'": re.compile(r"[^'\n]*"),
}
"""What quotes of each kind may hold."""
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?"
_PLAIN = re.compile(
    r"true|false|(?P<date>\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
    rf"(?:[Tt ]{_TIME}(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?|{_TIME}|"
    r"0x[\dA-Fa-f](?:_?[\dA-Fa-f])*|0b[01](?:_?[01])*|0o[0-7](?:_?[0-7])*|[+-]?(?:inf|nan)|"
    r"[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?",
    re.ASCII,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACES = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DEEPEST = 8


class NoTomlError(ValueError):
    """A text is not TOML: where it stops being TOML, and how."""

    def __init__(self, at: int, broken: Broken) -> None:
        """Keep where and how."""
        self.at, self.broken = at, broken
        super().__init__(broken)


def key_lines(text: str) -> dict[Key, int]:
    """Return the line, from 1, of every table, key and array item of a TOML text."""
    walk = _Walk(text)
    with suppress(NoTomlError):  # a later TOML than is known here may allow more
        walk.to_the_end()
    return walk.lines


class Span(NamedTuple):
    """Where a key, an item of a list or a table stands in a text: where it starts, where its value starts, and where it ends."""

    start: int
    held: int
    end: int


class Layout(NamedTuple):
    """Where the keys, the items of lists and the tables of a TOML text stand. The first table has no heading."""

    values: Mapping[Key, Span]
    tables: Mapping[Key, Span]


def layout(text: str) -> Layout:
    """Return where everything in a TOML text stands."""
    walk = _Walk(text)
    walk.to_the_end()
    return Layout(walk.values, walk.tables)


def comments(text: str) -> Iterator[tuple[int, str]]:
    """Yield each comment of a TOML text, and where it starts."""
    quoted = "|".join(f"{quotes}{inside.pattern}{quotes}" for quotes, inside in _INSIDE.items())
    for match in re.finditer(rf"{quoted}|#[^\n]*", text):
        if match[0].startswith("#"):
            yield match.start(), match[0].rstrip()


def where_broken(text: str) -> tuple[int, Broken]:
    """Return the line, from 1, on which a text stops being TOML, and how. The end of the text is on its last line.

    A statement that reads by itself, but not after those above it, is there twice.
    """
    walk, control = _Walk(text), _CONTROL.search(text)
    found: tuple[int, Broken] | None = None
    try:
        walk.to_the_end()
    except NoTomlError as error:
        found = error.at, error.broken
    if control and (found is None or control.start() < found[0]):
        found = control.start(), "character"
    at, broken = found or (len(text), "line")
    ends = [*(each for each in walk.statements[1:] if each <= at), *([] if found else [len(text)])]
    if ends and not _reads(text[: ends[-1]]):
        again = bisect_right(ends, 0, key=lambda end: not _reads(text[:end]))
        at, broken = walk.statements[again], "twice"
    return walk.line_at(min(at, len(text.rstrip()))), broken


def _reads(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _name(token: str) -> str:
    """Return what a key means. Only a backslash in quotes needs TOML's own reader, which is slow."""
    if token[0] not in "\"'":
        return token
    if "\\" not in token:
        return token[1:-1]
    meant: str = tomllib.loads(f"key = {token}")["key"]
    return meant


class _Walk:
    """One pass over the text, remembering the table it is in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [n + 1 for n, character in enumerate(text) if character == "\n"]
        self.statements: list[int] = []
        self.lines: dict[Key, int] = {}
        self.array_tables: dict[Key, int] = {}
        self.values: dict[Key, Span] = {}
        self.tables: dict[Key, Span] = {(): Span(0, 0, 0)}

    def to_the_end(self) -> None:
        """Walk over every statement; raise `NoTomlError` at the first that is not one."""
        table: Key = ()
        at = self._past(_BLANK, 0)
        while at < len(self.text):
            self.statements.append(at)
            if self.text[at] == "[":
                start = at
                table, at = self._header(at)
                self.tables[table] = Span(start, at, at)
            else:
                at = self._pair(at, table)
                self.tables[table] = self.tables[table]._replace(end=at)
            at = self._past(_SPACES, at)
            if self.text[at : at + 1] not in ("", "\n", "\r", "#"):
                raise self._stumble(at, "more")
            at = self._past(_BLANK, at)

    def line_at(self, at: int) -> int:
        """Return the line of a place in the text."""
        return bisect_right(self.starts, at) + 1

    def _past(self, what: re.Pattern[str], at: int) -> int:
        match = what.match(self.text, at)
        return match.end() if match else at

    def _stumble(self, at: int, broken: Broken) -> NoTomlError:
        unprinted = at < len(self.text) and self.text[at] != "\n" and not self.text[at].isprintable()
        return NoTomlError(at, "character" if unprinted else broken)

    def _mark(self, key: Key, at: int) -> None:
        for n in range(1, min(len(key), _DEEPEST) + 1):
            self.lines.setdefault(key[:n], self.line_at(at))

    def _dotted(self, at: int) -> tuple[list[str], int]:
        parts: list[str] = []
        while True:
            start = self._past(_SPACES, at)
            if self.text[start : start + 1] in ('"', "'"):
                end = self._past_quotes(start, self.text[start])
            else:
                end = self._past(_BARE, start)
            if end == start:
                raise self._stumble(start, "line")
            parts.append(_name(self.text[start:end]))
            at = self._past(_SPACES, end)
            if not self.text.startswith(".", at):
                return parts, at
            at += 1

    def _header(self, at: int) -> tuple[Key, int]:
        brackets = 2 if self.text.startswith("[[", at) else 1
        parts, end = self._dotted(at + brackets)
        if not self.text.startswith("]" * brackets, end):
            raise self._stumble(end, "bracket")
        key: Key = (*self._inside(parts[:-1]), parts[-1])
        if brackets > 1:
            self.array_tables[key] = self.array_tables.get(key, -1) + 1
        if key in self.array_tables:
            key += (self.array_tables[key],)
        self._mark(key, at)
        return key, end + brackets

    def _inside(self, parts: list[str]) -> Key:
        key: Key = ()
        for part in parts:
            key += (part,)
            if key in self.array_tables:
                key += (self.array_tables[key],)
        return key

    def _pair(self, at: int, table: Key) -> int:
        parts, equals = self._dotted(at)
        if not self.text.startswith("=", equals):
            raise self._stumble(equals, "equals")
        key = table + tuple(parts)
        self._mark(key, at)
        held = self._past(_SPACES, equals + 1)
        end = self._value(held, key)
        self.values[key] = Span(at, held, end)
        return end

    def _value(self, at: int, key: Key) -> int:
        if self.text.startswith("[", at):
            return self._list(at + 1, key)
        if self.text.startswith("{", at):
            return self._braces(at + 1, key)
        quotes = next((each for each in _INSIDE if self.text.startswith(each, at)), None)
        if quotes is not None:
            return self._past_quotes(at, quotes)
        match = _PLAIN.match(self.text, at)
        if match is None or not _is_day(match["date"]):
            raise self._stumble(at, "value")
        return match.end()

    def _past_quotes(self, at: int, quotes: str) -> int:
        end = self._past(_INSIDE[quotes], at + len(quotes))
        if self.text.startswith(quotes, end):
            end += len(quotes)
            more = [n for n in (2, 1) if len(quotes) > 1 and self.text.startswith(quotes[0] * n, end)]
            return end + max(more, default=0)
        raise NoTomlError(*((end, "backslash") if self.text.startswith("\\", end) else (at, "quotes")))

    def _list(self, at: int, key: Key) -> int:
        count = 0
        at = self._past(_BLANK, at)
        while not self.text.startswith("]", at):
            self._mark((*key, count), at)
            end = self._value(at, (*key, count))
            self.values[*key, count] = Span(at, at, end)
            at = self._past(_BLANK, end)
            count += 1
            if self.text.startswith(",", at):
                at = self._past(_BLANK, at + 1)
            elif not self.text.startswith("]", at):
                raise self._stumble(at, "bracket")
        return at + 1

    def _braces(self, at: int, key: Key) -> int:
        at = self._past(_SPACES, at)
        more = not self.text.startswith("}", at)
        while more:
            at = self._past(_SPACES, self._pair(at, key))
            more = self.text.startswith(",", at)
            if more:
                at = self._past(_SPACES, at + 1)
            elif not self.text.startswith("}", at):
                raise self._stumble(at, "bracket")
        return at + 1


def _is_day(text: str | None) -> bool:
    try:
        return text is None or date.fromisoformat(text) is not None
    except ValueError:
        return False
