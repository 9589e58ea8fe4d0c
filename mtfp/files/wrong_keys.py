"""How mistakes in one table of a file are told: unknown and missing keys, and values of the wrong kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from mtfp.plan.written import bare_or_quoted, toml
from mtfp.problems import Place, Problem, listed, nearest


def unknown_key(place: Place, known: list[str], given: Collection[object]) -> Problem:
    """Return the problem of an unknown key; `given` are the keys that are there already and can't be again, so none of them is offered."""
    return Problem(
        place=place,
        what=f'"{name_of(place)}" is not a key here',
        expected=f"one of {listed(known, most=60, last='or')}"
        + nearest(name_of(place), [key for key in known if key not in given]),
        fix="correct the key, or remove it",
    )


def missing(place: Place, expected: str, called: str) -> Problem:
    """Return the problem of a needed key that is missing; `called` is the name of its table, where there are several."""
    inside = ".".join(str(part) for part in place.key[:-1] if isinstance(part, str))
    return Problem(
        place=place,
        what=f'{f"in {inside}{called}, " if inside else ""}"{place.key[-1]}" is missing',
        expected=expected,
        fix=f"add {place.key[-1]}",
    )


def empty(place: Place) -> Problem:
    """Return the problem of a table that holds nothing, where something is needed."""
    name = name_of(place)
    return Problem(
        place=place,
        what=f"{name} is empty",
        expected="at least one",
        fix=f"fill in {name}, or remove this table",
    )


def called(table: Mapping[Any, Any]) -> str:
    """Return the name of a table in quotes; empty where it has none."""
    given = (table.get(each) for each in ("reference", "name", "title", "service"))
    name = next((each for each in given if isinstance(each, str) and each.strip()), None)
    return "" if name is None else f' "{name}"'


def with_example(words: str, examples: Iterable[object]) -> str:
    """Return what a key is for, with examples, as part of a sentence."""
    shown = listed((f'"{example}"' for example in examples), most=10, last="or")
    return words[:1].lower() + words[1:].rstrip(".") + (f", such as {shown}" if shown else "")


def meant(place: Place, keys: Sequence[str], held: object, *, repeated: bool, named: bool) -> tuple[str, str]:
    """Return the table that was expected in place of another kind of value, and how to write it.

    It may be `repeated`, or `named` as one of several; `keys` are those that it must have.
    """
    name = name_of(place)
    if repeated or not isinstance(place.key[-1], str):
        return f"a table that may be repeated: [[{name}]]", f"write [[{name}]], with double brackets"
    if len(place.key) == 1 and named and keys:
        record = held[0] if isinstance(held, list) and held else None
        called = record.get("name") if isinstance(record, dict) else None
        own = (
            f"write [{name}.{called}], and take name out"
            if called
            else f"write [{name}.NAME] with its own name"
        )
        return f"a table for each, with its name in single brackets: [{name}.NAME]", own
    if len(place.key) == 1:
        return f"a table of its own: [{name}]", f"write [{name}], with single brackets"
    holds = ", ".join(f"{key} = ..." for key in keys) or '"2026/27" = ...'
    return f"{bare_or_quoted(name)} = {{ {holds} }}", "write what it holds in braces"


def not_by_year(place: Place, held: Mapping[str, Any], year: object) -> Problem:
    """Return the problem of one table where there is one for each year, with how that of a year is written."""
    return Problem(
        place=place,
        what=f"{name_of(place)} is not by year",
        expected="a table for each year, in braces",
        fix=f"write {toml({str(year): held})}, and so for each year that has one",
    )


def name_of(place: Place) -> str:
    """Return the key that a place is of."""
    return next((part for part in reversed(place.key) if isinstance(part, str)), "")


def kind_of(value: object) -> str:
    """Return the kind of a value in words, such as "a table"."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return f'text, "{value}"' if isinstance(value, str) else str(value)
