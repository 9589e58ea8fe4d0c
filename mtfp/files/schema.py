"""JSON Schema of the files, for editors and for the file reference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtfp.files.council_shapes import CouncilFile
from mtfp.files.council_steps import CouncilScenarioFile
from mtfp.files.shapes import PlanFile, Shape
from mtfp.files.style_shapes import StyleFile

_FILES: Mapping[str, type[Shape]] = {"plan": PlanFile, "scenario": CouncilScenarioFile, "style": StyleFile}


def schema_of(file: str) -> dict[str, Any]:
    """Return the JSON Schema of `plan`, `scenario` or `style`."""
    schema = _FILES[file].model_json_schema()
    if file == "plan":
        council = CouncilFile.model_json_schema()
        for part in ("$defs", "properties"):
            schema[part] |= council[part]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
