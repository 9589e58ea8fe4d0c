"""The JSON Schema of the files, for editors and for the file reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mtfp.files.style_keys import StyleFile
from mtfp.plan.file import PlanFile
from mtfp.plan.record import ByYear, Choice, Kind, Many, Named, Table, Tables, Value, inner_of, keys_of
from mtfp.scenario.file import ScenarioFile

_FILES: Mapping[str, type] = {"plan": PlanFile, "scenario": ScenarioFile, "style": StyleFile}


def schema_of(file: str) -> dict[str, Any]:
    """Return the JSON Schema of `plan`, `scenario` or `style`."""
    whole = _FILES[file]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": whole.__name__,
        **_record(whole),
        "$defs": {name: held for name, held in _definitions(whole) if name != whole.__name__},
    }


def _record(record: type) -> dict[str, Any]:
    keys = keys_of(record)
    return {
        "type": "object",
        "description": (record.__doc__ or "").partition("\n")[0],
        "additionalProperties": False,
        "properties": {key: {**_kind(each.kind), "description": each.words} for key, each in keys.items()},
        "required": [key for key, each in keys.items() if each.needed],
    }


def _definitions(record: type) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the schema of a record, and of the records within it, by name."""
    yield record.__name__, _record(record)
    for each in keys_of(record).values():
        inner = inner_of(each.kind)
        if inner is not None:
            yield from _definitions(inner)


def _kind(kind: Kind[Any]) -> dict[str, Any]:
    match kind:
        case Value(schema=schema):
            return {**schema}
        case Choice(choices=(bool(), *_)):
            return {"type": "boolean"}
        case Choice(choices=choices):
            return {"enum": [*choices]}
        case ByYear(of=of, alike=alike, some=some, word=word):
            least = {"minProperties": 1} if some else {}
            by_year = {"type": "object", "additionalProperties": _kind(of), **least}
            others = [*([_kind(of)] if alike else []), *([{**word.schema}] if word else [])]
            return {"anyOf": [*others, by_year]} if others else by_year
        case Many(of=of):
            return {"anyOf": [_kind(of), {"type": "array", "items": _kind(of)}]}
        case Table(of=record):
            return {"$ref": f"#/$defs/{record.__name__}"}
        case Tables(of=record):
            return {"type": "array", "items": {"$ref": f"#/$defs/{record.__name__}"}}
        case Named(of=of, names=names):
            only = {"propertyNames": {"enum": [*names]}} if names else {}
            return {"type": "object", "additionalProperties": _kind(of), **only}
