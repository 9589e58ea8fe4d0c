"""What kind of file was given where another is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from mtfp.problems import Place, Problem

Told = tuple[str, str, str]
"""What is there, what was expected, and how to put it right."""

_KINDS = {"plan": "a plan", "scenario": "a scenario", "style": "a house style"}
_HEADINGS = {"reference", "service", "type", "title", "base"}


def other_kind(data: Mapping[str, object], wanted: str) -> str | None:
    """Return what kind of file one is that lacks the table it should have, such as "a scenario"; None if that is not plain."""
    return None if wanted in data else next((said for key, said in _KINDS.items() if key in data), None)


def told_as_rows(name: str, text: str) -> Told | None:
    """Return what to say of the rows of a CSV file given in place of a plan; None where the text is no such rows."""
    file = PurePath(name)
    first = next((line for line in text.split("\n") if line.strip()), "")
    headings = {each.strip(' "').casefold() for each in re.split(r"[,;\t]", first)}
    if file.suffix.casefold() != ".csv" and not len(headings & _HEADINGS) > 1:
        return None
    key = "lines" if "base" in headings else "changes"
    return (
        "these are the rows of a CSV file",
        'a plan, a scenario or a style, with lines such as title = "Budget"',
        f'name the plan, which reads these rows with {key} = "{file.stem}.csv" under [plan]',
    )


def toml_for_rows(place: Place, name: str, word: str, *, itself: bool) -> Problem:
    """Return the problem of a plan that names itself, or another file of keys, where a list of rows is meant."""
    return Problem(
        place=place,
        what=f'"{name}" is {"this plan itself" if itself else "a file of keys"}, not a list of {word}s',
        expected=f"the name of a CSV file with a row for each {word}, such as {word}s.csv",
        fix=f"name the list, or remove {word}s from [plan] where they stand in the plan as [[{word}]]",
    )
