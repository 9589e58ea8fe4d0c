"""One walk from what is written to records and problems, by what each record declares of its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from mtfp.files.told import called, empty, kind_of, meant, missing, name_of, unknown_key, with_example
from mtfp.plan.choices import no_choice
from mtfp.plan.kinds import YEAR
from mtfp.plan.record import ByYear, Choice, Declared, Kind, Many, Table, Value, keys_of
from mtfp.plan.values import Context, check_every_year, once_each
from mtfp.problems import MisreadError, Place, Problem, most_like

RecordT = TypeVar("RecordT")


def read_record(
    record: type[RecordT], held: object, place: Place, context: Context
) -> tuple[RecordT | None, list[Problem]]:
    """Return the record that is written at a place, or None with every mistake in it."""
    keys = keys_of(record)
    if not isinstance(held, dict):
        return None, [_of_another_kind(held, place, Table(record))]
    filled: dict[str, Any] = {}
    problems: list[Problem] = []
    unknown = [written for written in held if written not in keys]
    misspelt = {most_like(str(written), [*keys]) for written in unknown}
    for key, declared in keys.items():
        left_out = key not in held or (held[key] == {} and not declared.needed)
        if not left_out:
            filled[declared.field], wrong = _read(declared.kind, held[key], place.at(key), context)
            problems += wrong
        elif declared.needed and key not in misspelt:
            several = any(isinstance(part, int) for part in place.key)
            problems.append(missing(place.at(key), _expected(declared), called(held) if several else ""))
        elif isinstance(declared.kind, ByYear) and declared.default == ():
            filled[declared.field] = declared.kind.made({}, context.horizon)
    problems += (unknown_key(place.at(written), [*keys], held) for written in unknown)
    if problems:
        return None, problems
    if any(each.name == "place" for each in fields(record)):  # type: ignore[arg-type]
        filled["place"] = place
    try:
        return record(**filled), []
    except MisreadError as error:
        return None, [error.at(place)]


def _expected(declared: Declared) -> str:
    """Return what a key is for, with an example where its kind has one."""
    kind = declared.kind
    examples = kind.choices if isinstance(kind, Choice) else ()
    if isinstance(kind, Value):
        examples = kind.schema.get("examples", ())
    return with_example(declared.words, examples)


def _read(kind: Kind[Any], held: object, place: Place, context: Context) -> tuple[Any, list[Problem]]:
    """Return what is written under one key, and what is wrong with it."""
    try:
        match kind:
            case Value():
                return kind.read(held, context), []
            case Choice():
                return _chosen(kind, held, place)
            case ByYear():
                return _by_year(kind, held, place, context)
            case Many():
                return _many(kind, held, place, context)
            case Table():
                return read_record(kind.of, held, place, context)
    except MisreadError as error:
        return None, [error.at(place)]


def _chosen(kind: Choice[Any], held: object, place: Place) -> tuple[Any, list[Problem]]:
    if any(held is choice or (isinstance(held, str) and held == choice) for choice in kind.choices):
        return held, []
    if isinstance(held, str) and not isinstance(kind.choices[0], bool):
        raise no_choice(held, name_of(place), kind.choices)
    return None, [_of_another_kind(held, place, kind)]


def _by_year(kind: ByYear[Any], held: object, place: Place, context: Context) -> tuple[Any, list[Problem]]:
    if not isinstance(held, dict) and kind.alike:
        value, wrong = _read(kind.of, held, place, context)
        alike = dict.fromkeys(context.horizon or (), value)
        return (None if wrong else kind.made(alike, context.horizon)), wrong
    if not isinstance(held, dict):
        return None, [_of_another_kind(held, place, kind)]
    if kind.some and not held:
        return None, [empty(place)]
    once_each(held)
    found: dict[Any, Any] = {}
    problems: list[Problem] = []
    for label, value in held.items():
        year, wrong = _read(YEAR, label, place.at(label), context)
        pence, wrong_too = _read(kind.of, value, place.at(label), context)
        problems += (*wrong, *wrong_too)
        found[year] = pence
    if problems:
        return None, problems
    if kind.every:
        check_every_year(found, context.horizon)
    return kind.made(found, context.horizon), []


def _many(kind: Many[Any], held: object, place: Place, context: Context) -> tuple[Any, list[Problem]]:
    each = held if isinstance(held, list) else [held]
    read = [_read(kind.of, value, place.at(n), context) for n, value in enumerate(each)]
    return tuple(value for value, _ in read), [problem for _, wrong in read for problem in wrong]


def _of_another_kind(held: object, place: Place, kind: Kind[Any]) -> Problem:
    """Return the problem of a value of one kind where another is meant."""
    match kind:
        case Choice(choices=(bool(), *_)):
            expected, fix = meant("bool_type", place, (), held)
        case Choice():
            expected, fix = (
                no_choice("", name_of(place), kind.choices).expected,
                "write one of these, in quotes",
            )
        case Table():
            keys: Mapping[str, Declared] = keys_of(kind.of)
            needed = [key for key, each in keys.items() if each.needed]
            expected, fix = meant("model_type", place, needed or [*keys], held)
        case _:
            expected, fix = meant("dict_type", place, (), held)
    return Problem(place=place, what=f"{name_of(place)} is {kind_of(held)}", expected=expected, fix=fix)
