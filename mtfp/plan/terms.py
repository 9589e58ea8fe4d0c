"""The terms every record is written in: services, kinds, amounts by year, and the trace a scenario leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache
from typing import Literal, NamedTuple

from mtfp.frozen import frozen
from mtfp.problems import MisreadError, Place

Kind = Literal["pressure", "saving"]
Status = Literal["agreed", "new", "subject to consultation"]
Stage = Literal["identified", "agreed", "on track", "at risk", "achieved", "not achieved"]
"""How far a saving has come."""

Amounts = tuple[int, ...]
"""Pence by year of the plan."""

NOT_KNOWN = "tbc"
NO_SUCH_LINE = ("na", "n/a")
"""Words that papers print where there is no figure. Such a word counts as nil, prints as it is and is listed."""


def normalise(text: str) -> str:
    """Return a name in one Unicode form and with single spaces, so that names that look the same are the same."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    import unicodedata

    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if not text.isprintable():
        raise MisreadError(
            "the text holds a character that does not print",
            "letters, figures and signs",
            "type the text again",
        )
    return text


class Service(NamedTuple):
    """A place in the council's structure: `Children > Social care > Placements`."""

    path: tuple[str, ...]

    def __str__(self) -> str:
        return " > ".join(self.path)

    def within(self, other: Service) -> bool:
        """Whether this is the other service or a part of it."""
        return self.path[: len(other.path)] == other.path

    @property
    def up(self) -> Iterator[Service]:
        """This service and each one above it, nearest first."""
        yield self
        for n in range(len(self.path) - 1, 0, -1):
            yield Service(self.path[:n])

    @classmethod
    @lru_cache(maxsize=16_384)
    def parse(cls, text: str) -> Service:
        """Read a path; raise `MisreadError` where a name in it is empty."""
        path = tuple(normalise(name) for name in text.split(">"))
        if not all(path):
            raise MisreadError(
                f'"{text}" is not a service',
                'a name, or a path such as "Children > Social care"',
                "name every level of the path",
            )
        return cls(path)


@frozen(kw_only=False)
class Trace:
    """A scenario step that a change went through: where it is written, what it does, and why."""

    place: Place = field(compare=False)
    words: str
    why: str
