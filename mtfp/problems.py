"""What is wrong with a file, and where: the one way every mistake is told.

The lowest room: it knows nothing of plans, money or file formats.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

Key = tuple[str | int, ...]
"""Where a value stands: a path of TOML keys. In a CSV, the line of the row, then the path of the key of its column."""

Told = tuple[str, str, str]
"""What is there, what was expected, and how to put it right."""

_LONGEST = 400
_WIDEST = 100
_NAME_MOST, _CELL_MOST = 60, 40

MOST_TOLD = 200
"""How many mistakes of a file, a column or a run are told one by one. The rest are counted."""


class Source(Protocol):
    """A file the user wrote, able to say on which line a value stands."""

    @property
    def name(self) -> str:
        """The path as it is shown to the user."""

    def line(self, key: Key) -> int:
        """Return the line, from 1, on which the value stands."""

    def excerpt(self, line: int) -> str:
        """Return the text of a line."""

    def cell(self, key: Key) -> Cell | None:
        """Return the cell of a table in which the value stands, or None where it is in none."""


class Cell(NamedTuple):
    """A cell of a table: the heading of its column, the name of its row, that row as written, and what the cell holds."""

    column: str
    of: str
    row: str
    held: str

    @property
    def shown(self) -> str:
        """The row on one line. Of a row that is too long, its start, then the cell with its heading."""
        row = self.row.strip()
        if len(row) <= _WIDEST:
            return shorten(row)
        cell = f"{shorten(self.column, _NAME_MOST // 2)}: {shorten(self.held.strip(), _CELL_MOST)}"
        return f"{shorten(row, _WIDEST - len(cell) - 1)} {cell}"


class Place(NamedTuple):
    """A spot in a file. It is no part of what a record means, so records leave it out of equality."""

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

    @property
    def cell(self) -> Cell | None:
        """The cell of a table that this is, or None where it is none."""
        return self.source.cell(self.key)

    @property
    def under(self) -> tuple[str, ...]:
        """The path of the key that the column of a cell holds; nothing of a whole row, and in TOML."""
        in_row = bool(self.key) and isinstance(self.key[0], int)
        return tuple(part for part in self.key if isinstance(part, str)) if in_row else ()

    def at(self, *key: str | int) -> Place:
        """Return the place of a value inside this one."""
        return Place(self.source, self.key + key)

    def spot(self, told: str = "") -> str:
        """Return the file and line; of a cell its column too, and what its row is called where `told` does not say so."""
        spot, cell = f"{self.file}:{self.line}", self.cell
        if cell is None:
            return spot
        named = f'"{shorten(cell.of, _NAME_MOST)}"' if cell.of else ""
        of = f" of {named}" if named and named not in told else ""
        return f"{spot}, column {shorten(cell.column, _NAME_MOST)}{of}"

    def __str__(self) -> str:
        return self.spot()


class Problem(NamedTuple):
    """One mistake: what is there, what was expected, and how to put it right.

    `about` are the figures that it is about, as far as a scenario's step may give them anew: each a path such as
    ("stream", "Grant", "amounts", "2026/27"). It is none where a record that could not be read is one of those `unless`
    names: a table and a name in it, or no name where it hangs on the whole table. `there` is the end of `expected` that
    says which there are. `also` are the other places of a mistake that is made very often. `hides` is what could not be
    looked at because of it.
    """

    place: Place
    what: str
    expected: str
    fix: str
    about: tuple[tuple[str, ...], ...] = ()
    unless: tuple[tuple[str, str], ...] = ()
    there: str = ""
    also: tuple[Place, ...] = ()
    hides: str = ""

    @property
    def places(self) -> tuple[Place, ...]:
        """Everywhere it is made."""
        return (self.place, *self.also)

    def __str__(self) -> str:
        line = self.place.line
        cell = self.place.cell
        excerpt = shorten(self.place.source.excerpt(line)) if cell is None else cell.shown
        shown = [
            f"{self.place.spot(self.what)}: {shorten(self.what, _LONGEST)}",
            f"{line:>5} | {excerpt}" if excerpt else "",
            f"  expected  {shorten(self.expected, _LONGEST)}",
            f"  to fix    {shorten(self.fix, _LONGEST)}",
            f"  not read  {self.hides}" if self.hides else "",
        ]
        return "\n".join(filter(None, shown))


def at_each(problem: Problem, places: Sequence[Place]) -> list[Problem]:
    """Return a problem that is made in several places: one for each, or where they are very many, one for all."""
    if len(places) > MOST_TOLD:
        return [problem._replace(place=places[0], also=tuple(places[1:]))]
    return [problem._replace(place=place) for place in places]


class Notice(NamedTuple):
    """What must be said beside the figures, or asked about them. It refuses nothing and moves no figure.

    `name` says which notice it is, and never changes. `of` is the reference or name of the record that it is about, empty
    for the whole plan. A notice that asks whether something is meant has a `place` to look at; one that only must be said
    has none. `figures` are all that it doubts, in order of year: pence, or parts per million where they are rates.
    `answer` is the plan's answer, if there is one.
    """

    name: str
    text: str
    of: str = ""
    place: Place | None = None
    figures: tuple[int, ...] = ()
    answer: str = ""

    @property
    def with_place(self) -> str:
        """The text as a paper prints it, with the file (without its folder) and the line."""
        if self.place is None:
            return self.text
        file = self.place.file.rpartition("/")[2]
        return f"{self.text.removesuffix('.')} ({file}:{self.place.line})."

    @property
    def with_answer(self) -> str:
        """The notice that is answered, what it is about, and the answer."""
        return f"{self.of}, {self.name}: {self.answer}"


class InputError(Exception):
    """The files can't be used as they stand. It carries every problem found, in the order of lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep each problem once, by file in the order first met, then by line."""
        unique = tuple({(p.place.file, p.place.key, p.what, p.expected, p.fix): p for p in problems}.values())
        files = list(dict.fromkeys(problem.place.file for problem in unique))
        self.problems = tuple(sorted(unique, key=lambda p: (files.index(p.place.file), p.place.line)))
        alike = _alike(self.problems)
        told = [*map(_told_once, alike[:MOST_TOLD])]
        left = sum(1 + len(problem.also) for group in alike[MOST_TOLD:] for problem in group)
        super().__init__("\n\n".join([*told, *_counted(self.problems, left)]))


def _counted(problems: Iterable[Problem], left: int) -> Iterator[str]:
    """Yield how many mistakes there are, where there are several, and in which files; `left` are not told."""
    files = Counter(each.place.file for each in problems for _ in each.places)
    count = files.total()
    if count > 1:
        shown = f"{count:,} mistakes" + (
            f": {listed((f'{each:,} in {file}' for file, each in files.items()), most=20)}"
            if len(files) > 1
            else f" in {next(iter(files))}"
        )
        yield f"{shown}; {left:,} of them {'is' if left == 1 else 'are'} not told here" if left else shown


_QUOTED_MOST = 40
_MANY = 6
"""This many mistakes that differ only in what is quoted or counted are one mistake, made many times."""


def _alike(problems: Sequence[Problem]) -> list[list[Problem]]:
    """Return problems in groups, in the order of the first of each: those that are the same, and many that are nearly so."""
    sorts = [
        (
            each.place.file,
            _bare(each.what),
            each.expected,
            re.sub(_NUMBER, "#", each.fix),
            *each.place.under[:1],
        )
        for each in problems
    ]
    many = {sort for sort, count in Counter(sorts).items() if count >= _MANY}
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem, sort in zip(problems, sorts, strict=True):
        same = (problem.place.file, problem.what, problem.expected, problem.fix, "", *problem.place.under)
        groups.setdefault(sort if sort in many else same, []).append(problem)
    return [*groups.values()]


_NUMBER = re.compile(r"\d[\d,.]*")
_QUOTED = re.compile(r'"[^"]*"')


@lru_cache(maxsize=4096)
def _bare(what: str) -> str:
    """Return a sentence without what is quoted or counted in it."""
    return re.sub(_NUMBER, "#", re.sub(_QUOTED, "#", what))


def _told_once(problems: Sequence[Problem]) -> str:
    """Return the first problem of a group as it is told, with the lines of the others and what is quoted there."""
    first, *others = problems
    places = [place for problem in problems for place in problem.places]
    if len(places) == 1:
        return str(first)
    lines = sorted({place.line for place in places} - {first.place.line})
    where = f"line{'s' if len(lines) > 1 else ''} {_runs(lines)}" if lines else "this line"
    count = f", {len(places):,} times in all" if len(places) > len(lines) + 1 else ""
    quoted = dict.fromkeys(
        shorten(found[0], _QUOTED_MOST) for each in others if (found := _QUOTED.search(each.what))
    )
    more = [""] * sum(len(problem.also) for problem in problems)
    named = (
        f": {listed([*quoted, *more], most=6)}"
        if any(each.what != first.what for each in others) and quoted
        else ""
    )
    return f"{first}\n  also on   {where}{count}{named}"


def _runs(lines: Sequence[int]) -> str:
    """Return line numbers as a sentence lists them, with runs of them in one: "3 to 18 and 20"."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    shown = (
        [f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run)  # noqa: PLR2004 - two are no run
        for run in runs
    )
    return listed(itertools.chain.from_iterable(shown), most=20)


class MisreadError(ValueError):
    """A value that can't be read, before its place is known."""

    def __init__(self, what: str, expected: str, fix: str) -> None:
        """Say what is there, what was expected and how to put it right."""
        self.what, self.expected, self.fix = what, expected, fix
        super().__init__(f"{what}\n  expected  {expected}\n  to fix    {fix}")

    def at(self, place: Place) -> Problem:
        """Return the problem at its place. In a CSV it speaks of columns and cells, and asks for no quotes."""
        if not place.key or isinstance(place.key[0], str):
            return Problem(place=place, what=self.what, expected=self.expected, fix=self.fix)
        return Problem(
            place=place, what=self.what, expected=_of_cells(self.expected), fix=_of_cells(self.fix)
        )


def _of_cells(text: str) -> str:
    """Return a sentence about keys of TOML as one about columns of a CSV, whose cells have ; between several names."""
    text = re.sub(r"\[(\".*\")\]", lambda names: names[1].replace('", "', "; "), text)
    return re.sub(r"(\w+) = (\w+|\"[^\"]*\")", _cell, text).replace('"', "")


def _cell(match: re.Match[str]) -> str:
    value = {"true": "yes", "false": "no"}.get(match[2], match[2])
    return f"{value} in column {match[1]}"


_NEAR, _SAME = 0.7, 0.85
_SHORTEST_PART = 3


def most_like(name: str, known: Iterable[str], near: float = _NEAR) -> str | None:
    """Return the known name most like this one, or the first that holds this one whole.

    None where none is near it, or two are equally near.
    """
    by_folded = {each.casefold(): each for each in known}
    folded = shorten(name.casefold())
    close = difflib.get_close_matches(folded, by_folded, n=2, cutoff=near)
    if len({difflib.SequenceMatcher(a=each, b=folded).ratio() for each in close}) < len(close):
        return None
    if not close and len(folded) >= _SHORTEST_PART:
        close = [each for each in by_folded if each.startswith(folded) or folded in each.split()]
    return by_folded[close[0]] if close else None


def same_word(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that this one is a misspelling of, or has with other capitals, hyphens or number; else None."""
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


def shorten(text: str, most: int = _WIDEST) -> str:
    """Return the text on one line, cut to `most` characters, without characters that do not print."""
    plain = "".join(character if character.isprintable() else " " for character in text[: most + 1]).rstrip()
    return plain if len(plain) <= most else plain[: most - 3] + "..."


def listed(names: Iterable[str], most: int = 5, last: str = "and") -> str:
    """Return names as a sentence lists them: "A, B and C", or "A, B and 7 more"."""
    each = list(names)
    if len(each) > most:
        each = [*each[:most], f"{len(each) - most} more"]
        last = "and"
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} {last} {each[-1]}" if each else ""
