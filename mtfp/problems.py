"""What is wrong with a file, and where: the one way every mistake is told.

The lowest room: it knows nothing of plans, money or file formats.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

Key = tuple[str | int, ...]
"""Where a value stands: a path of TOML keys, or (row, column heading) in a CSV."""

_LONGEST = 400

MOST_TOLD = 200
"""How many mistakes are told one by one, of a file, a column or a run; how many more there are is said."""


class Source(Protocol):
    """A file the user wrote, able to say on which line a value stands."""

    @property
    def name(self) -> str:
        """The path as it is shown to the user."""

    def line(self, key: Key) -> int:
        """Return the line, from 1, on which the value stands."""

    def excerpt(self, line: int) -> str:
        """Return the text of a line."""


class Place(NamedTuple):
    """A spot in a file. Never part of what a record means: records leave it out of equality."""

    source: Source
    key: Key = ()

    @property
    def file(self) -> str:
        """The path of the file as it is shown to the user."""
        return self.source.name

    @property
    def line(self) -> int:
        """The line, from 1."""
        return self.source.line(self.key)

    def at(self, *key: str | int) -> Place:
        """Return the place of a value inside this one."""
        return Place(self.source, self.key + key)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake: what is there, what was expected, and how to put it right.

    `about` are the figures it bears on, where a step may give them anew: each a path such as ("stream", "Grant",
    "amounts", "2026/27").
    """

    place: Place
    what: str
    expected: str
    fix: str
    about: tuple[tuple[str, ...], ...] = ()

    def __str__(self) -> str:
        line = self.place.line
        excerpt = shorten(self.place.source.excerpt(line))
        shown = [
            f"{self.place.file}:{line}: {shorten(self.what, _LONGEST)}",
            f"{line:>5} | {excerpt}" if excerpt else "",
            f"  expected  {shorten(self.expected, _LONGEST)}",
            f"  to fix    {shorten(self.fix, _LONGEST)}",
        ]
        return "\n".join(filter(None, shown))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What must be said beside the figures, or asked about them. It refuses nothing and moves no figure.

    `name` is stable and says which notice it is; `of` is the reference or name of the record it is about, empty where that
    is the whole plan. `place` is where to look, and stands on what may not be meant: what merely must be said has none.
    `figure` is what it hangs on: pence, or parts per million where it is a rate.
    """

    name: str
    of: str = ""
    text: str
    place: Place | None = field(default=None, compare=False)
    figure: int | None = None

    @property
    def with_place(self) -> str:
        """The text as a paper prints it, with the file, without its folder, and the line."""
        if self.place is None:
            return self.text
        file = self.place.file.rpartition("/")[2]
        return f"{self.text.removesuffix('.')} ({file}:{self.place.line})."


class InputError(Exception):
    """The files can't be used as they stand. Carries every problem found, in line order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep each problem once, by file in the order first met, then by line."""
        unique = tuple(dict.fromkeys(problems))
        files = list(dict.fromkeys(problem.place.file for problem in unique))
        self.problems = tuple(sorted(unique, key=lambda p: (files.index(p.place.file), p.place.line)))
        told, left = self.problems[:MOST_TOLD], len(self.problems) - MOST_TOLD
        super().__init__(
            "\n\n".join([*map(str, told), *([f"and {left:,} more mistakes"] if left > 0 else [])])
        )


class MisreadError(ValueError):
    """A value that can't be read, before it is known where it stands."""

    def __init__(self, what: str, expected: str, fix: str) -> None:
        """Say what is there, what was expected and how to put it right."""
        self.what, self.expected, self.fix = what, expected, fix
        super().__init__(what)

    def at(self, place: Place) -> Problem:
        """Return the problem, now that its place is known."""
        return Problem(place=place, what=self.what, expected=self.expected, fix=self.fix)


_NEAR, _SAME = 0.7, 0.85
_SHORTEST_PART = 3


def most_like(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like this one, or the first that it is a whole part of; None where none is near it."""
    by_folded = {each.casefold(): each for each in known}
    folded = shorten(name.casefold())
    close = difflib.get_close_matches(folded, by_folded, n=1, cutoff=_NEAR)
    if not close and len(folded) >= _SHORTEST_PART:
        close = [each for each in by_folded if each.startswith(folded) or folded in each.split()]
    return by_folded[close[0]] if close else None


def same_word(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is this one misspelt, or in other capitals, hyphens or number; else None."""
    by_folded = {_folded(each): each for each in known}
    folded = _folded(shorten(name))
    close = difflib.get_close_matches(folded, by_folded, n=1, cutoff=_SAME)
    return by_folded[close[0]] if close and close[0][:1] == folded[:1] else None


def _folded(name: str) -> str:
    return name.casefold().replace("-", " ").strip()


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `; the nearest is "..."` for the known name most like this one, or nothing."""
    close = most_like(name, known)
    return "" if close is None else f'; the nearest is "{close}"'


def shorten(text: str, most: int = 100) -> str:
    """Return the text on one line, without what does not print, cut to `most` characters."""
    plain = "".join(character if character.isprintable() else " " for character in text[: most + 1]).rstrip()
    return plain if len(plain) <= most else plain[: most - 3] + "..."


def listed(names: Iterable[str], most: int = 5, last: str = "and") -> str:
    """Return names as a sentence lists them: "A, B and C", or "A, B and 7 more"."""
    each = list(names)
    if len(each) > most:
        each = [*each[:most], f"{len(each) - most} more"]
        last = "and"
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} {last} {each[-1]}" if each else ""
