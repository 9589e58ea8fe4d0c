"""On which line each value of a TOML file stands. The text has been parsed already, so its grammar holds."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

from mtfp.problems import Key

_KEY_PART = re.compile(r'[ \t]*("(?:[^"\\]|\\.)*"|\'[^\']*\'|[A-Za-z0-9_-]+)[ \t]*(\.?)')
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5}|"(?:[^"\\]|\\.)*"|\'[^\']*\'',
    re.DOTALL,
)
_DEEPEST = 8
_SCALAR = re.compile(r"[^,\]}#\r\n]*")


def key_lines(text: str) -> dict[Key, int]:
    """Return the line, from 1, of every table, key and array item of a TOML text."""
    return _Walk(text).lines


def _name(token: str) -> str:
    """Return a key as it is meant: TOML's own reader is slow, and is asked only where a backslash stands in quotes."""
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
        self.lines: dict[Key, int] = {}
        self.array_tables: dict[Key, int] = {}
        table: Key = ()
        at = self._skip(0)
        while at < len(text):
            if text[at] == "[":
                table, at = self._header(at)
            else:
                at = self._pair(at, table)
            at = self._skip(at)

    def _skip(self, at: int) -> int:
        match = _BLANK.match(self.text, at)
        return match.end() if match else at

    def _mark(self, key: Key, at: int) -> None:
        for n in range(1, min(len(key), _DEEPEST) + 1):
            self.lines.setdefault(key[:n], bisect_right(self.starts, at) + 1)

    def _dotted(self, at: int) -> tuple[list[str], int]:
        parts: list[str] = []
        more = "."
        while more and (match := _KEY_PART.match(self.text, at)):
            token, more = match[1], match[2]
            parts.append(_name(token))
            at = match.end()
        return parts, at

    def _header(self, at: int) -> tuple[Key, int]:
        double = self.text.startswith("[[", at)
        parts, end = self._dotted(at + (2 if double else 1))
        key: Key = (*self._inside(parts[:-1]), parts[-1])
        if double:
            self.array_tables[key] = self.array_tables.get(key, -1) + 1
        if key in self.array_tables:
            key += (self.array_tables[key],)
        self._mark(key, at)
        return key, end + (2 if double else 1)

    def _inside(self, parts: list[str]) -> Key:
        key: Key = ()
        for part in parts:
            key += (part,)
            if key in self.array_tables:
                key += (self.array_tables[key],)
        return key

    def _pair(self, at: int, table: Key) -> int:
        parts, equals = self._dotted(at)
        key = table + tuple(parts)
        self._mark(key, at)
        return self._value(self._skip(equals + 1), key)

    def _value(self, at: int, key: Key) -> int:
        if self.text[at] in "[{":
            return self._items(at + 1, key, "]" if self.text[at] == "[" else "}")
        match = _STRING.match(self.text, at) or _SCALAR.match(self.text, at)
        return match.end() if match else at

    def _items(self, at: int, key: Key, close: str) -> int:
        count = 0
        at = self._skip(at)
        while self.text[at] != close:
            if close == "]":
                self._mark((*key, count), at)
                at = self._value(at, (*key, count))
            else:
                at = self._pair(at, key)
            count += 1
            at = self._skip(at)
            if self.text[at] == ",":
                at = self._skip(at + 1)
        return at + 1
