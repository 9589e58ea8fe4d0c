"""The command line: parse, call, write. Results on stdout, all else on stderr."""

from __future__ import annotations

from mtfp.cli.door import app, main

__all__ = ["app", "main"]
