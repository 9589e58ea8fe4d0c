"""Tests that kill: `python tests/mutants.py` changes the arithmetic in one place at a time, and tells which changes no test sees.

A mutant is the package with one small thing wrong: `<` for `<=`, `+` for `-`, a whole number one out, `and` for `or`, a `not`
too many, `min` for `max`, an end of a slice, a filter, an order or a statement left out. It lived if the tests of its module
all pass; those that are the same program are in mutants_equal.toml, each with why. Needs a system that can fork.

    python tests/mutants.py                               all of them, which takes hours
    python tests/mutants.py --module money --module years
    python tests/mutants.py --most 200 --seed 7           so many of each module, the same each time
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import resource
import shutil
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import hypothesis  # noqa: F401  # loaded here once, for every process that tries a mutant
import numpy as np  # noqa: F401
import pytest

ROOT = Path(__file__).resolve().parents[1]
UNIT = "tests/unit/test_"
EXAMPLES = "tests/docs/test_worked_examples.py"
ARITHMETIC = [
    EXAMPLES, *(f"{UNIT}{name}.py" for name in (
        "roll_forward", "hand_worked", "scenario", "council_tax", "capital", "demand", "deficit", "conventions",
        "steps_on_records", "what_tables_show", "dependants", "head_room",
    )), "tests/cases", "tests/published", "tests/laws/test_cases.py", "tests/laws/test_leading_axes.py",
    "tests/laws/test_oracle.py", "tests/laws/test_whole_oracle.py",
]  # fmt: skip
MESSAGES = "tests/errors/test_errors.py"
CHECKED = f"{MESSAGES}::test_message -k check"
"""The messages as `mtfp check` tells them: `mtfp run` tells the same ones, and takes as long again."""
MONEY = [f"{UNIT}money.py", EXAMPLES, f"{UNIT}values.py", f"{UNIT}words.py", MESSAGES]
STEPS = [
    *(f"{UNIT}{name}.py" for name in ("scenario", "steps_on_records", "idle", "dependants", "notices", "save")),
    EXAMPLES, "tests/laws/test_operations.py", "tests/laws/test_writing.py", f"{UNIT}what_tables_show.py",
    "tests/laws/test_whole_oracle.py", CHECKED,
]  # fmt: skip
CASES = [
    f"{UNIT}cases.py",
    "tests/laws/test_cases.py",
    EXAMPLES,
    f"{UNIT}effects.py",
    "tests/laws/test_effects.py",
]
TABLES = [
    *(f"{UNIT}{name}.py" for name in ("casting", "one_print", "what_tables_show")),
    EXAMPLES, "tests/laws/test_one_print.py", "tests/laws/test_tables.py",
]  # fmt: skip
CORE = {
    "mtfp/money.py": MONEY,
    "mtfp/years.py": [f"{UNIT}years.py", EXAMPLES, f"{UNIT}values.py", MESSAGES],
    "mtfp/plan/profile.py": [f"{UNIT}profile.py", EXAMPLES, *ARITHMETIC],
    "mtfp/engine/cases.py": CASES,
    "mtfp/engine/*.py": ARITHMETIC,
    "mtfp/tables/casting.py": TABLES,
    "mtfp/scenario/apply.py": STEPS,
    "mtfp/scenario/steps/*.py": STEPS,
}
"""What is changed, and the tests that must see it, those that see most first. The first pattern that fits a file is its own."""
PYTEST = (
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "--hypothesis-profile=few",
    "-Wignore::pytest.PytestAssertRewriteWarning",
)

OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
STATEMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return)
NOT_ARITHMETIC = {"annotation", "returns", "decorator_list", "bases"}
NEVER_SEEN = {"strict", "slots", "kw_only", "maxsize", "dtype"}
"""Arguments that guard against a slip in the program itself, or make it quicker."""


class Mutant(NamedTuple):
    """One small thing wrong: where, in which function, what it was and what it is now."""

    file: str
    line: int
    function: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.function}: {self.was}  ->  {self.now}"


def mutants(file: str, tree: ast.Module) -> Iterator[Mutant]:
    """Yield every mutant of a file, in the order of its lines. Until the next is asked for, the tree is that mutant."""
    for holder, key, node, shown, function in _places(tree, ""):
        for new in _changed(node):
            line = next(each.lineno for each in ast.walk(node) if hasattr(each, "lineno"))
            was = _first_line(shown)
            holder[key] = new
            yield Mutant(file, line, function, was, _first_line(new if shown is node else shown))
            holder[key] = node


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).strip().split("\n")[0]


def _places(node: ast.AST, name: str) -> Iterator[tuple[Any, int | str, ast.AST, ast.AST, str]]:
    """Yield each part of a program below a node: what holds it, where, itself, what shows it, and the function it is in."""
    for field, held in ast.iter_fields(node):
        many = isinstance(held, list)
        holder: Any = held if many else vars(node)
        for key in range(len(held)) if many else (field,):
            child = holder[key]
            if not isinstance(child, ast.AST) or field in NOT_ARITHMETIC or _is_for_types(child):
                continue
            inside = name
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                inside = f"{name}.{child.name}".lstrip(".")
            # A number alone says too little.
            with_more = isinstance(child, ast.Constant) and isinstance(
                node, (ast.expr, ast.keyword, *STATEMENTS)
            )
            yield holder, key, child, node if with_more else child, inside
            yield from _places(child, inside)


def _is_for_types(node: ast.AST) -> bool:
    """Whether a part of a program says only what types there are, or is a check of the program itself."""
    match node:
        case ast.If():
            return "TYPE_CHECKING" in ast.unparse(node.test)
        case ast.FunctionDef():
            return any(ast.unparse(each) == "overload" for each in node.decorator_list)
        case ast.keyword():
            return node.arg in NEVER_SEEN
        case ast.Call():
            return ast.unparse(node.func) in {"assert_never", "TypeVar"}
        case _:
            return False


def _changed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of a part of a program."""
    yield from _operators(node)
    yield from _values(node)
    yield from _statements(node)


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    """Return a part of a program with some of its own parts in place of others."""
    new = copy(node)
    vars(new).update(fields)
    return new


def _operators(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            for n, op in enumerate(node.ops):
                yield _with(node, ops=[*node.ops[:n], OTHER[type(op)](), *node.ops[n + 1 :]])
        case ast.BinOp() | ast.BoolOp() | ast.AugAssign() if type(node.op) in OTHER:
            yield _with(node, op=OTHER[type(node.op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand


def _values(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Call(func=ast.Name(id="sorted")):
            yield _with(node, func=ast.Name("list"), keywords=[])
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            yield _with(node, func=ast.Name(NAMES[name]))
        case ast.Slice():
            yield from (_with(node, **{end: None}) for end in ("lower", "upper") if getattr(node, end))
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])
        case ast.IfExp():
            yield _with(node, body=node.orelse, orelse=node.body)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.If():
            yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.Return(value=ast.Call(func=ast.Name(), args=[first, *_])):
            yield ast.Return(first)
        case (
            ast.Raise()
            | ast.Continue()
            | ast.AugAssign()
            | ast.Assign(targets=[ast.Subscript() | ast.Attribute()])
        ):
            yield ast.Pass()
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield ast.Pass()


def main() -> int:
    """Run the tests on each mutant; exit with 1 where fewer are killed than should be."""
    parser = argparse.ArgumentParser(description="Tell which small mistakes in the arithmetic no test sees.")
    parser.add_argument(
        "--module", action="append", help="only files with this in their path; may be repeated"
    )
    parser.add_argument("--function", default="", help="only functions with this in their name")
    parser.add_argument("--most", type=int, help="at most so many of each file, at random")
    parser.add_argument("--seed", type=int, default=1, help="which ones those are")
    parser.add_argument("--least", type=int, default=97, help="the per cent that must be killed (97)")
    asked = parser.parse_args()
    listed = tomllib.loads((ROOT / "tests/mutants_equal.toml").read_text(encoding="utf-8"))["equal"]
    equal = {(each["file"], each["function"], *change) for each in listed for change in each["changes"]}
    count = Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder) / "copy"
        shutil.copytree(ROOT, there, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        try:
            for file, tests in _files(asked.module or [""]):
                for mutant, passed in _tried(there, file, tests, asked):
                    is_equal = (mutant.file, mutant.function, mutant.was, mutant.now) in equal
                    count["killed" if not passed else "equal" if is_equal else "lived"] += 1
                    if passed != is_equal:
                        print(f"{mutant}{'  (killed, though it is said to be equal)' * is_equal}", flush=True)
        except KeyboardInterrupt:
            print("stopped: this is what is known so far", file=sys.stderr)
    share = 100 * count["killed"] / max(count["killed"] + count["lived"], 1)
    told = ", ".join(f"{count[each]} {each}" for each in ("killed", "lived", "equal"))
    print(f"{told}: {share:.1f}% of those that matter killed")
    return int(share < asked.least)


def _files(parts: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each file of the core with one of these in its path, and its tests."""
    core: dict[str, list[str]] = {}
    for pattern, tests in CORE.items():
        for path in sorted(ROOT.glob(pattern)):
            own = (test for test in tests if path.stem in test)
            core.setdefault(path.relative_to(ROOT).as_posix(), list(dict.fromkeys((*own, *tests))))
    yield from ((file, tests) for file, tests in core.items() if any(part in file for part in parts))


def _tried(
    there: Path, file: str, tests: list[str], asked: argparse.Namespace
) -> Iterator[tuple[Mutant, bool]]:
    """Yield the mutants of one file that are asked for, and whether its tests pass on each."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    numbers = [n for n, each in enumerate(mutants(file, tree)) if asked.function in each.function]
    chosen = random.Random(asked.seed).sample(numbers, min(asked.most or len(numbers), len(numbers)))  # noqa: S311
    if not chosen:
        return
    for test in tests:
        _most(there, test)
    for tried, (n, mutant) in enumerate(
        (n, each) for n, each in enumerate(mutants(file, tree)) if n in chosen
    ):
        print(f"\r{file} {tried}/{len(chosen)}", end="", file=sys.stderr, flush=True)
        (there / file).write_text(ast.unparse(tree), encoding="utf-8")
        # Python knows by the second of its time whether what it has compiled of a file is out of date.
        os.utime(there / file, (n, n))
        yield mutant, all(_seconds(there, test, _most(there, test)) is not None for test in tests)
    print(file=sys.stderr)
    shutil.copy(ROOT / file, there / file)


@cache
def _most(there: Path, test: str) -> int:
    """Return how many seconds a test may take, from how long it takes without a mutant."""
    seconds = _seconds(there, test, 3_600)
    if seconds is None:
        sys.exit(f"{test} fails without a mutant")
    return 5 + 5 * int(seconds)


def _seconds(there: Path, test: str, most: int) -> float | None:
    """Return how long a test takes in the copy as it is; None where it fails, or needs more seconds, or 4 GiB."""
    child = os.fork()
    if child:
        _, status, used = os.wait4(child, 0)
        return None if status else used.ru_utime + used.ru_stime
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    resource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32))
    os.chdir(there)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os._exit(pytest.main([*PYTEST, *test.split()]))


if __name__ == "__main__":
    sys.exit(main())
