"""JSON Schema of the files, for editors and for the file reference."""

from __future__ import annotations

from typing import Any

from mtfp.files.scenario_shapes import ScenarioFile
from mtfp.files.shapes import PlanFile, Shape

_FILES: dict[str, type[Shape]] = {"plan": PlanFile, "scenario": ScenarioFile}


def schema_of(file: str) -> dict[str, Any]:
    """Return the JSON Schema of `plan` or `scenario`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_FILES[file].model_json_schema()}
