"""Values as a TOML file writes them, each on one line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def toml(value: Any) -> str:
    """Return a value as TOML writes it: `-1_500`, `"2.5%"`, `{ "2026/27" = 100 }`.

    >>> toml({"where": {"type": ["S", "NS"]}, "share": "80%"})
    '{ where = { type = ["S", "NS"] }, share = "80%" }'
    """
    match value:
        case bool():
            return str(value).lower()
        case int():
            return f"{value:_}"
        case Decimal():
            return f"{value:f}"
        case dt.date():
            return value.isoformat()
        case str():
            return quoted(value)
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case _:
            return f"{{ {', '.join(pairs(value))} }}" if value else "{}"


def quoted(text: str) -> str:
    """Return text in quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    if not escaped.isprintable():
        escaped = "".join(each if each.isprintable() else f"\\U{ord(each):08X}" for each in escaped)
    return f'"{escaped}"'


def pairs(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of a table with their values, as lines of TOML."""
    return (f"{bare_or_quoted(key)} = {toml(value)}" for key, value in table.items())


def bare_or_quoted(key: str) -> str:
    """Return a key of TOML, in quotes where it needs them."""
    return key if _BARE.fullmatch(key) else quoted(key)
