"""From what a shape refuses to problems an officer can act on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mtfp.files.shapes import Context
from mtfp.problems import Key, MisreadError, Place, Problem, listed, nearest

ShapeT = TypeVar("ShapeT", bound=BaseModel)

MOST_PROBLEMS = 200
"""How many mistakes of one file are told; a file with more is told so."""


def validate(shape: type[ShapeT], data: dict[str, Any], place: Place, context: Context) -> tuple[ShapeT | None, list[Problem]]:
    """Return the record, or None with every mistake in it."""
    try:
        return shape.model_validate(data, context=context), []
    except ValidationError as error:
        return None, [problem for _, problem in _problems(error, shape, place)]


@dataclass(frozen=True, slots=True)
class Sound(Generic[ShapeT]):
    """What is sound of a file (None where nothing is), every mistake in it, and which records those mistakes cost it."""

    shape: ShapeT | None
    problems: list[Problem]
    bad: frozenset[Key] = frozenset()

    @property
    def lost(self) -> frozenset[str]:
        """The names of the tables that lost a record."""
        return frozenset(str(key[0]) for key in self.bad if key)

    def number(self, table: str, n: int) -> int:
        """Return the place in the file of a table's nth sound record."""
        bad = {key[1] for key in self.bad if len(key) > 1 and key[0] == table}
        return next(islice((number for number in count() if number not in bad), n, None))


def validate_sound_parts(shape: type[ShapeT], data: dict[str, Any], place: Place, context: Context) -> Sound[ShapeT]:
    """Validate a file, leaving out each record with a mistake, so that the sound ones can still be checked together."""
    try:
        return Sound(shape.model_validate(data, context=context), [])
    except ValidationError as error:
        found = _problems(error, shape, place)
    problems = [problem for _, problem in found]
    bad = frozenset(key for key, _ in found)
    try:
        return Sound(shape.model_validate(_without(data, bad), context=context), problems, bad)
    except ValidationError:
        return Sound(None, problems, bad)


def _without(data: dict[str, Any], bad: frozenset[Key]) -> dict[str, Any]:
    """Return the data without the records that hold a mistake: list items, named tables, or single keys."""
    sound = dict(data)
    for table in {str(key[0]) for key in bad if key}:
        held = data.get(table)
        records = {key[1] for key in bad if len(key) > 1 and key[0] == table}
        if not records or not isinstance(held, (list, dict)):
            sound.pop(table, None)
        elif isinstance(held, list):
            sound[table] = [record for n, record in enumerate(held) if n not in records]
        else:
            sound[table] = {name: record for name, record in held.items() if name not in records}
    return sound


def _problems(error: ValidationError, shape: type[BaseModel], place: Place) -> list[tuple[Key, Problem]]:
    details = error.errors(include_url=False)
    found = [(_key(detail), _problem(detail, shape, place.at(*_key(detail)))) for detail in details[:MOST_PROBLEMS]]
    left = len(details) - len(found)
    if left:
        found.append((found[-1][0], Problem(
            place=place,
            what=f"{left:,} more mistakes in this file",
            expected="a file whose mistakes can be listed",
            fix="correct those listed and check again",
        )))
    return found


def _key(detail: ErrorDetails) -> Key:
    return tuple(part for part in detail["loc"] if part != "[key]")


def _problem(detail: ErrorDetails, shape: type[BaseModel], place: Place) -> Problem:
    key, kind = _key(detail), detail["type"]
    name = next((str(part) for part in reversed(key) if isinstance(part, str)), "")
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, MisreadError):
        return cause.at(place)
    if kind == "extra_forbidden":
        known = list(_keys_of(shape, key[:-1]))
        return Problem(
            place=place,
            what=f'"{name}" is not a key here',
            expected=f"one of {listed(known, most=60, last='or')}{nearest(name, known)}",
            fix="correct the key, or remove it",
        )
    if kind == "missing":
        return Problem(
            place=place,
            what=f'{_inside(key[:-1])}"{name}" is missing',
            expected=_description(shape, key),
            fix=f"add {name}",
        )
    if kind == "literal_error":
        expected = detail["ctx"]["expected"]
        choices = [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ")]
        return Problem(
            place=place,
            what=f'"{detail["input"]}" is not one of the choices for {name}' if key[:1] != ("labels",) else f'"{name}" is not a row that can be named',
            expected=f'{listed((f"{choice}" for choice in choices), most=60, last="or")}{nearest(str(detail["input"]), choices)}',
            fix="write one of these",
        )
    expected, fix = _EXPECTED.get(kind, ("another kind of value", "see the file reference in docs/files.md"))
    return Problem(
        place=place,
        what=f"{name} is {_kind_of(detail['input'])}",
        expected=expected.format(name=name),
        fix=fix.format(name=name),
    )


_EXPECTED = {
    "list_type": ("a table that may be repeated: [[{name}]]", "write [[{name}]], with double brackets"),
    "dict_type": ("a table of its own: [{name}], or {name} = {{ ... }}", "put what it holds in braces or in a table of its own"),
    "model_type": ("a table of its own: [{name}], or {name} = {{ ... }}", "put what it holds in braces or in a table of its own"),
    "bool_type": ("true or false", "write true or false, without quotes"),
}


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return f'text, "{value}"' if isinstance(value, str) else str(value)


def _inside(key: Key) -> str:
    tables = [str(part) for part in key if isinstance(part, str)]
    return f"in {'.'.join(tables)}, " if tables else ""


def _models(shape: type[BaseModel], key: Key) -> Iterator[type[BaseModel]]:
    """Yield the shape that stands at a key, found by walking the annotations."""
    current: Any = shape
    for part in key:
        if isinstance(part, int) or not (isinstance(current, type) and issubclass(current, BaseModel)):
            continue
        field = next((each for name, each in current.model_fields.items() if (each.alias or name) == part), None)
        current = _inner(field.annotation) if field else None
    if isinstance(current, type) and issubclass(current, BaseModel):
        yield current


def _inner(annotation: Any) -> Any:
    """Return the model inside `list[Model]`, `dict[str, Model]` or `Model | None`."""
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
    return annotation


def _keys_of(shape: type[BaseModel], key: Key) -> Iterator[str]:
    for model in _models(shape, key):
        yield from (field.alias or name for name, field in model.model_fields.items())


def _description(shape: type[BaseModel], key: Key) -> str:
    for model in _models(shape, key[:-1]):
        for name, field in model.model_fields.items():
            if (field.alias or name) == key[-1] and field.description:
                return field.description[:1].lower() + field.description[1:].rstrip(".")
    return f"a table [{key[-1]}]"
