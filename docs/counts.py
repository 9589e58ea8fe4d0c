"""What a change to this code costs, counted: `python docs/counts.py`, before and after a wall is moved."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "mtfp"
FILES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
READING = ("mtfp.files.", "mtfp.plan.kinds", "mtfp.plan.record")
"""The modules that turn what is written into records, by how their names begin."""
NOT_READING = ("mtfp.files.style", "mtfp.files.write", "mtfp.files.rewrite", "mtfp.files.save")

KEYS = (
    "collection_rate",
    "relevant_basic_amount",
    "borne_by",
    "first_year_in_use",
    "cash_unit_cost",
    "shares_budget_with",
)
"""Keys of a plan that little is worked out from: nearly every file that names one says what it is, reads or shows it."""


def main() -> None:
    """Print every count, one a line."""
    text = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()}
    lines = {name: held.count("\n") for name, held in text.items()}
    reading = [name for name in FILES if name.startswith(READING) and not name.startswith(NOT_READING)]
    now = {name: set(_imports(name, calling=False)) for name in FILES}
    _show("lines of the package", sum(lines.values()))
    _show("lines of the reading layer", sum(lines[name] for name in reading))
    for key in KEYS:
        _show(f"files that name {key}", sum(bool(re.search(rf"\b{key}\b", held)) for held in text.values()))
    _show(
        "imports of the package's own modules inside functions",
        sum(1 for name in FILES for _ in _imports(name, calling=True)),
    )
    _show("longest chain of imports", len(_longest(now)))


def _show(what: str, count: int) -> None:
    print(f"{what:<56}{count:>8,}")


def _imports(name: str, *, calling: bool) -> Iterator[str]:
    """Yield the package's modules that a module imports as it is loaded, or only as a function is called."""
    waiting: list[tuple[ast.AST, bool]] = [(ast.parse(FILES[name].read_text(encoding="utf-8")), False)]
    while waiting:
        node, inside = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.ImportFrom) and inside == calling and node.module:
            named = (node.module, *(f"{node.module}.{each.name}" for each in node.names))
            both = {each for one in named for each in (one, f"{one}.__init__")} & FILES.keys()
            yield from both - {name}
        inside = inside or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        waiting += ((child, inside) for child in ast.iter_child_nodes(node))


def _longest(graph: Mapping[str, set[str]]) -> list[str]:
    """Return the longest chain of modules each of which imports the next as it is loaded."""

    @cache
    def below(name: str) -> list[str]:
        return [name, *max(map(below, sorted(graph[name])), key=len, default=[])]

    return max(map(below, graph), key=len)


if __name__ == "__main__":
    main()
