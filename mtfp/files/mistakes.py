"""From what a shape refuses to problems an officer can act on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from mtfp.files.read import read_record
from mtfp.files.told import called, empty, kind_of, meant, missing, name_of, unknown_key, with_example
from mtfp.plan import values
from mtfp.plan.choices import no_choice
from mtfp.plan.record import declares
from mtfp.plan.values import Context
from mtfp.problems import MOST_TOLD, Key, MisreadError, Place, Problem, most_like

ShapeT = TypeVar("ShapeT", bound=BaseModel)


def validate(
    shape: type[ShapeT], data: object, place: Place, context: Context
) -> tuple[ShapeT | None, list[Problem]]:
    """Return the record that stands at a place, or None with every mistake in it."""
    if not issubclass(shape, BaseModel):
        return read_record(shape, data, place, context)
    try:
        return shape.model_validate(data, context=context), []
    except ValidationError as error:
        return None, _problems(error, shape, place, data)


@dataclass(frozen=True, slots=True)
class Sound(Generic[ShapeT]):
    """What is sound of a file (None where its head is not), every mistake in it, and what those mistakes cost it.

    `numbers` gives, for each list of tables, the places in the file of its sound records; `lost` names the tables
    that lost a record.
    """

    shape: ShapeT | None
    problems: list[Problem]
    numbers: Mapping[str, Sequence[int]]
    lost: frozenset[str]


def validate_sound_parts(
    shape: type[ShapeT],
    data: dict[str, Any],
    place: Place,
    context: Context,
    elsewhere: Iterable[str] = (),
) -> Sound[ShapeT]:
    """Validate a file record by record, so that the sound ones can still be checked against each other.

    `elsewhere` are keys of the file that another shape has.
    """
    known = [*_keys(shape), *elsewhere]
    unknown = (key for key in data if key not in known)
    problems = [unknown_key(place.at(key), known, data) for key in islice(unknown, MOST_TOLD)]
    sound: dict[str, Any] = {}
    numbers: dict[str, list[int]] = {}
    lost = set()
    for name, field in shape.model_fields.items():
        if name not in data:
            if field.is_required():
                return Sound(None, [_not_this_file(name, place)], {}, frozenset())
            continue
        found, wrong = _read_table(field.annotation, data[name], place.at(name), context)
        if wrong:
            lost.add(name)
            problems += wrong
        if wrong and field.is_required():
            bad = {str(problem.place.key[1]) for problem in wrong if len(problem.place.key) > 1}
            lost |= {key.removesuffix("s") for key in bad & {"lines", "changes"}}
            found = _sound_head(field.annotation, data[name], bad, place.at(name), context)
        if isinstance(found, dict) and isinstance(data[name], list):
            numbers[name], found = list(found), list(found.values())
        if found is not None:
            sound[name] = found
    whole = all(name in sound for name, field in shape.model_fields.items() if field.is_required())
    return Sound(shape.model_construct(**sound) if whole else None, problems, numbers, frozenset(lost))


def _sound_head(annotation: Any, held: object, bad: set[str], place: Place, context: Context) -> Any:
    """Return a file's head without the keys that hold mistakes, where the rest of the file can be read without them."""
    if not isinstance(held, dict):
        return None
    kept = {key: value for key, value in held.items() if key not in bad}
    return validate(annotation, kept | dict.fromkeys(bad & {"council", "title"}, "?"), place, context)[0]


def _not_this_file(name: str, place: Place) -> Problem:
    return Problem(
        place=place,
        what=f"this file has no [{name}]",
        expected=f"a {name}, which has a table [{name}]",
        fix=f"add [{name}], or name another file",
    )


def _read_table(annotation: Any, held: object, place: Place, context: Context) -> tuple[Any, list[Problem]]:
    """Return what stands under one key of a file, a list or table of records by number or name, and its mistakes."""
    model = _inner(annotation)
    if model is not None and get_origin(annotation) not in (list, dict):
        return validate(model, held, place, context)
    records = dict(enumerate(held)) if isinstance(held, list) else held
    if (
        model is None
        or not isinstance(records, dict)
        or isinstance(held, list) != (get_origin(annotation) is list)
    ):
        return _validate_plain(annotation, held, place, context)
    sound: dict[Any, Any] = {}
    problems: list[Problem] = []
    for key, held_there in records.items():
        try:
            name = key if isinstance(key, int) else values.name(key)
        except MisreadError as error:
            problems.append(error.at(place.at(key)))
            continue
        record, wrong = validate(model, held_there, place.at(key), context)
        problems += wrong
        if name in sound:
            problems.append(_twice(place.at(key), name))
        elif record is not None:
            sound[name] = record
    return sound, problems


def _twice(place: Place, name: str | int) -> Problem:
    return Problem(
        place=place,
        what=f'"{name}" is given twice',
        expected="each name once, whatever the spaces in it",
        fix="keep one of them, or give one another name",
    )


def _validate_plain(
    annotation: Any, held: object, place: Place, context: Context
) -> tuple[Any, list[Problem]]:
    try:
        return TypeAdapter(annotation).validate_python(held, context=context), []
    except ValidationError as error:
        return None, _problems(error, _inner(annotation), place, held)


def _problems(
    error: ValidationError, shape: type[BaseModel] | None, place: Place, held: object
) -> list[Problem]:
    details = error.errors(include_url=False)
    unknown = [each["loc"] for each in details if each["type"] == "extra_forbidden"][:MOST_TOLD]
    meant = {(*loc[:-1], most_like(str(loc[-1]), _keys_at(shape, loc[:-1]))) for loc in unknown}
    details = [each for each in details if each["type"] != "missing" or each["loc"] not in meant]
    problems = [_problem(detail, shape, place, held) for detail in details[:MOST_TOLD]]
    left = len(details) - len(problems)
    if left:
        problems.append(
            Problem(
                place=problems[-1].place,
                what=f"{left:,} more mistakes here",
                expected="a file whose mistakes can be listed",
                fix="correct those listed and check again",
            )
        )
    return problems


def _problem(detail: ErrorDetails, shape: type[BaseModel] | None, outer: Place, held: object) -> Problem:
    key: Key = tuple(part for part in detail["loc"] if part != "[key]")
    place, kind = outer.at(*key), detail["type"]
    name = name_of(place)
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, MisreadError):
        return cause.at(place)
    if kind == "extra_forbidden":
        return unknown_key(place, _keys_at(shape, key[:-1]), _table_of(held, key))
    if kind == "missing":
        of_several = any(isinstance(part, int) for part in place.key)
        return missing(place, _description(shape, key), called(_table_of(held, key)) if of_several else "")
    if kind == "literal_error" and isinstance(detail["input"], str):
        if detail["loc"][-1] == "[key]":
            return unknown_key(place, _choices(detail), _table_of(held, key))
        return no_choice(detail["input"], name, _choices(detail)).at(place)
    if kind == "too_short":
        return empty(place)
    if kind == "literal_error":
        expected, fix = no_choice("", name, _choices(detail)).expected, "write one of these, in quotes"
    else:
        expected, fix = meant(kind, place, _keys_needed_at(shape, key), detail["input"])
    return Problem(place=place, what=f"{name} is {kind_of(detail['input'])}", expected=expected, fix=fix)


def _choices(detail: ErrorDetails) -> list[str]:
    return [choice.strip("'") for choice in detail["ctx"]["expected"].replace(" or ", ", ").split(", ")]


def _table_of(held: object, key: Key) -> Mapping[Any, Any]:
    """Return the table in which a key stands, as it is written."""
    for part in key[:-1]:
        held = held[part] if isinstance(held, (dict, list)) else None  # type: ignore[index]
    return held if isinstance(held, dict) else {}


def _models(shape: type[BaseModel] | None, key: Key) -> Iterator[type[BaseModel]]:
    """Yield the shape that stands at a key, found by walking the annotations."""
    by_name = False
    for part in key:
        if by_name:
            by_name = False
        elif shape is not None and isinstance(part, str):
            field = next(
                (each for name, each in shape.model_fields.items() if (each.alias or name) == part), None
            )
            shape = _inner(field.annotation) if field else None
            by_name = field is not None and get_origin(field.annotation) is dict
    if shape is not None and not by_name:
        yield shape


def _inner(annotation: Any) -> type[BaseModel] | None:
    """Return the shape in `Model`, `list[Model]`, `dict[str, Model]` or `Model | None`, or None."""
    inner = [get_args(each)[0] if get_origin(each) is Annotated else each for each in get_args(annotation)]
    return next(
        (
            each
            for each in (annotation, *inner)
            if isinstance(each, type) and (issubclass(each, BaseModel) or declares(each))
        ),
        None,
    )


def _keys_at(shape: type[BaseModel] | None, key: Key) -> list[str]:
    return [each for model in _models(shape, key) for each in _keys(model)]


def _keys_needed_at(shape: type[BaseModel] | None, key: Key) -> list[str]:
    """Return the keys that a table can't do without, or all where it can do without any."""
    needed = [
        field.alias or name
        for model in _models(shape, key)
        for name, field in model.model_fields.items()
        if field.is_required()
    ]
    return needed or _keys_at(shape, key)


def _keys(shape: type[BaseModel]) -> Iterator[str]:
    return (field.alias or name for name, field in shape.model_fields.items())


def _description(shape: type[BaseModel] | None, key: Key) -> str:
    for model in _models(shape, key[:-1]):
        for name, field in model.model_fields.items():
            if (field.alias or name) == key[-1] and field.description:
                return with_example(field.description, _examples(field))
    return f"a table [{key[-1]}]"


def _examples(field: FieldInfo) -> Collection[object]:
    for each in field.metadata:
        schema = getattr(each, "json_schema", None) or {}
        examples: Collection[object] = schema.get("examples", schema.get("enum", ()))
        if examples:
            return examples
    return ()
