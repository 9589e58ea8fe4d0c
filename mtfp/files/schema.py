"""JSON Schema of the files, for editors and for the file reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mtfp.files.council_shapes import CouncilFile
from mtfp.files.council_steps import CouncilScenarioFile
from mtfp.files.shapes import PlanFile, Shape
from mtfp.files.style_shapes import StyleFile
from mtfp.plan.accept import Accept
from mtfp.plan.asked import AskedTable
from mtfp.plan.driven import Demand, Scheme
from mtfp.plan.funding import CollectedForOthers, Transfer
from mtfp.plan.record import ByYear, Choice, Declared, Many, Table, Value, keys_of
from mtfp.plan.reserves import Reserve
from mtfp.plan.targets import Target

_FILES: Mapping[str, type[Shape]] = {"plan": PlanFile, "scenario": CouncilScenarioFile, "style": StyleFile}
_RECORDS = {
    "accept": Accept,
    "collected_for_others": CollectedForOthers,
    "demand": Demand,
    "reserve": Reserve,
    "scheme": Scheme,
    "target": Target,
    "table": AskedTable,
    "transfer": Transfer,
}


def schema_of(file: str) -> dict[str, Any]:
    """Return the JSON Schema of `plan`, `scenario` or `style`."""
    schema = _FILES[file].model_json_schema()
    if file == "plan":
        council = CouncilFile.model_json_schema()
        for part in ("$defs", "properties"):
            schema[part] |= council[part]
        for key, record in _RECORDS.items():
            schema["$defs"] |= dict(_definitions(record))
            schema["properties"][key]["items"] = {"$ref": f"#/$defs/{record.__name__}"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _definitions(record: type) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the schema of a record, and of the records within it, by name."""
    keys = keys_of(record)
    yield (
        record.__name__,
        {
            "type": "object",
            "description": (record.__doc__ or "").partition("\n")[0],
            "additionalProperties": False,
            "properties": {key: {**_value(each), "description": each.words} for key, each in keys.items()},
            "required": [key for key, each in keys.items() if each.needed],
        },
    )
    for each in keys.values():
        if isinstance(each.kind, Table):
            yield from _definitions(each.kind.of)


def _value(declared: Declared) -> dict[str, Any]:
    match declared.kind:
        case Value(schema=schema):
            return {**schema}
        case Choice(choices=(bool(), *_)):
            return {"type": "boolean"}
        case Choice(choices=choices):
            return {"enum": [*choices]}
        case ByYear(of=of, alike=alike, some=some):
            least = {"minProperties": 1} if some else {}
            by_year = {"type": "object", "additionalProperties": {**of.schema}, **least}
            return {"anyOf": [{**of.schema}, by_year]} if alike else by_year
        case Many(of=of):
            return {"anyOf": [{**of.schema}, {"type": "array", "items": {**of.schema}}]}
        case Table(of=record):
            return {"$ref": f"#/$defs/{record.__name__}"}
