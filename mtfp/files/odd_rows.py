"""Rows of a CSV that are no records: notes, headings, rows with more cells than headings, and text that is not a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from mtfp.files.headings import Column, key_of
from mtfp.marks import figure
from mtfp.problems import Place, Problem, listed
from mtfp.years import FinancialYear

_UP_TO_A_COMMA = re.compile(r"[-+(£ ]*\d{1,3}", re.ASCII)
_AFTER_A_COMMA = re.compile(r"\d{3}(?:\.\d+)?[)-]? *", re.ASCII)

_CELL = re.compile(r'(?P<opened>")[^"]*(?:""[^"]*)*(?P<closed>"?)|[^,\n]*')


def what_is_broken(text: str) -> str:
    """Return why the first row of a text can't be read."""
    at = -1
    while at < 0 or text.startswith(",", at):
        cell = _CELL.match(text, at + 1)
        if cell is None or (cell["opened"] and not cell["closed"]):
            return "the quotes opened in this row are not closed"
        at = cell.end()
    if at < len(text) and text[at] != "\n":
        return "there is more in a cell than its quotes hold"
    return "a cell of this row is too long to be text"


def no_record(
    place: Place, cells: Sequence[str], head: Sequence[Column], required: Sequence[str], word: str
) -> Problem | None:
    """Return the problem of a row that holds too little for a record, or repeats the headings; None for any other row."""
    held = {name: cells[n].strip() for n, name in enumerate(head) if name in required}
    if held and all(key_of(cell) == name for name, cell in held.items()):
        return Problem(
            place=place,
            what="these are the headings again",
            expected=f"one row of headings, and a {word} in each row below",
            fix="remove the row",
        )
    blank = [name for name in required if not held.get(name, "?")]
    amounts = any(cells[n].strip() for n, name in enumerate(head) if isinstance(name, FinancialYear))
    alone = sum(1 for cell in cells if cell.strip()) == 1
    if not blank or not (alone or len(blank) > (2 if amounts else 1)):
        return None
    under = listed(blank)
    return Problem(
        place=place,
        what=f"there is nothing under {under} in this row",
        expected=f"a {word} in each row below the headings",
        fix=f"remove the row if it is a note, a heading or a total; if it is a {word}, fill in {under}",
    )


def too_many(place: Place, cells: Sequence[str], head: Sequence[Column], required: Sequence[str]) -> Problem:
    """Return the problem of a row with more cells than headings, and which cells belong together, if that shows."""
    return Problem(
        place=place,
        what=f"this row has {len(cells)} cells under {len(head)} headings",
        expected="one cell under each heading",
        fix=_to_fit(cells, head, len(cells) - len(head), required),
    )


def _to_fit(cells: Sequence[str], head: Sequence[Column], extra: int, required: Sequence[str]) -> str:
    words = text_in_parts(cells)
    if words is not None and words.count(",") == extra:
        return in_quotes(words)
    blank = [name for cell, name in zip(cells, head, strict=False) if name in required and not cell.strip()]
    if len(blank) == extra == 1:
        return f"take out the blank cell under {blank[0]}"
    amounts = [
        f"{one.strip()},{other.strip()}"
        for one, other in pairwise(cells)
        if _UP_TO_A_COMMA.fullmatch(one.strip()) and _AFTER_A_COMMA.fullmatch(other)
    ]
    such = amounts[0] if len(amounts) == extra else "1,234"
    return (
        f'put text and amounts that hold a comma in double quotes: "{such}"; '
        "if none does, take out a cell, or give its column a heading"
    )


def text_in_parts(cells: Sequence[str]) -> str | None:
    """Return the text that its commas have split into several cells, or None. A space at the start of a cell shows it.

    If the second cell starts with a space, every comma of the list may be followed by one, and nothing is shown.
    """
    parts = [
        n for n, cell in enumerate(cells) if n and cell[:1] == " " and cell.strip() and figure(cell) is None
    ]
    if not parts or parts[0] == 1 or parts != list(range(parts[0], parts[-1] + 1)):
        return None
    return ",".join(cells[parts[0] - 1 : parts[-1] + 1]).strip()


def in_quotes(text: str) -> str:
    """Return how to write a text that holds a comma."""
    return f'put text that holds a comma in double quotes: "{text}"'
