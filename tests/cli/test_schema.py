"""`mtfp schema`: JSON Schema that an editor can use, and that the shipped files keep to."""

import json
import tomllib
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from tests.cli.mtfp import FILES, SCENARIOS, Here


def schema(mtfp: Here, name: str) -> dict[str, Any]:
    ran = mtfp("schema", name)
    assert (ran.err, ran.code) == ("", 0)
    data: dict[str, Any] = json.loads(ran.out)
    return data


def shipped(name: str) -> dict[str, Any]:
    return tomllib.loads((SCENARIOS / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["plan", "scenario", "style"])
def test_it_is_json_schema(name: str, mtfp: Here) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(mtfp, name))


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_files_keep_to_it(name: str, mtfp: Here) -> None:
    kind = "plan" if name.endswith("/plan.toml") else "scenario"
    validator = jsonschema.Draft202012Validator(schema(mtfp, kind))
    assert [error.message for error in validator.iter_errors(shipped(name))] == []


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("plan", "colour", "blue"),
        ("plan", "unit", "£k"),
        ("plan", "council", ""),
        ("plan", "years", 2014),
        ("line", "base", []),
        ("types", "S", {"kind": "cut", "status": "agreed", "label": "x"}),
        ("types", "S", {"kind": "saving", "label": "x"}),
        ("index", "general", {"rates": 2.5}),
        ("index", "general", {"rates": "2.5"}),
        ("labels", "clothing", "x"),
    ],
)
def test_it_refuses_what_the_reader_refuses(table: str, key: str, value: object, mtfp: Here) -> None:
    data = shipped("oxfordshire-2014/plan.toml")
    (data[table][0] if table == "line" else data[table])[key] = value
    assert not jsonschema.Draft202012Validator(schema(mtfp, "plan")).is_valid(data)


def test_every_key_is_explained(mtfp: Here) -> None:
    silent = [
        f"{name}: {record}.{key}"
        for name in ("plan", "scenario", "style")
        for record, shape in schema(mtfp, name)["$defs"].items()
        for key, value in shape.get("properties", {}).items()
        if not value.get("description")
    ]
    assert silent == []
