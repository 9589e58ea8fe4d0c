"""`mtfp schema`: the JSON Schema of a file, for an editor."""

from __future__ import annotations

import json

from mtfp.cli.screen import show
from mtfp.files.schema import schema_of


def schema(file: str) -> None:
    """Print the JSON Schema of a plan, a scenario or a style."""
    show(json.dumps(schema_of(file), indent=2) + "\n")
