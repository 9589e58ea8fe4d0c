"""The house rules: imports go down only, heavy ones wait, money never meets a float, and public names say what they do."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Literal

import pytest

from mtfp.scenario.file import STEPS

PACKAGE = Path(__file__).parents[1] / "mtfp"
MODULES = sorted(PACKAGE.rglob("*.py"))

When = Literal["loading", "calling", "types"]

LEVEL = {
    "frozen": 0,
    "problems": 1,
    "marks": 1,
    "years": 2,
    "money": 2,
    "plan": 3,
    "scenario": 4,
    "engine": 5,
    "analysis": 6,
    "tables": 7,
    "sheets": 8,
    "render": 9,
}
"""The rooms, from the ground up. A room may import any below it, and itself."""

GROUND = {"frozen", "problems", "marks", "years", "money"}
DOORS = {"cli", "notebook", "output", "progress", "__init__", "__main__"}
ALLOWED = {
    "render": GROUND | {"tables", "sheets", "render"},
    "files": GROUND | {"plan", "scenario", "tables", "files"},
    "plan": GROUND | {"plan"},
    "scenario": GROUND | {"plan", "scenario"},
    "engine": GROUND | {"plan", "engine"},
}
"""Rooms that may import less than all that lies below them, or lie beside the others."""

HEAVY = {"pandas", "scipy", "matplotlib", "docx", "lxml", "xlsxwriter", "jinja2", "rich"}
EXACT = ("money.py", "years.py", "plan", "scenario", "engine")


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[tuple[str, When]]:
    """Every module imported, wherever it stands, and when: on loading, on calling, or for type checkers alone."""
    waiting: list[tuple[ast.AST, When]] = [(tree(path), "loading")]
    while waiting:
        node, when = waiting.pop()
        if isinstance(node, ast.Import):
            yield from ((alias.name, when) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            inside = (
                path.relative_to(PACKAGE.parent).with_suffix("").parts[: -node.level] if node.level else ()
            )
            base = ".".join((*inside, *([node.module] if node.module else [])))
            yield base, when
            yield from ((f"{base}.{alias.name}", when) for alias in node.names if base == "mtfp")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and when == "loading":
            when = "calling"
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            when = "types"
        waiting += ((child, when) for child in ast.iter_child_nodes(node))


def rooms_imported(path: Path) -> set[str]:
    return {
        parts[1]
        for module, _ in imports(path)
        if (parts := module.split("."))[0] == "mtfp" and len(parts) > 1
    } & rooms()


@cache
def rooms() -> set[str]:
    return {room_of(path) for path in MODULES}


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def test_every_room_is_known() -> None:
    assert rooms() <= LEVEL.keys() | DOORS | {"files"}
    assert LEVEL.keys() | {"files", "cli"} <= rooms()


@pytest.mark.parametrize("path", [path for path in MODULES if room_of(path) not in DOORS], ids=name_of)
def test_imports_go_down(path: Path) -> None:
    room = room_of(path)
    allowed = ALLOWED.get(room) or {other for other in LEVEL if LEVEL[other] < LEVEL[room]} | {room}
    assert rooms_imported(path) <= allowed


def test_the_rule_is_one_that_bites() -> None:
    assert "plan" in rooms_imported(PACKAGE / "engine" / "projection.py")
    assert not {"files", "tables", "render"} & (
        ALLOWED["engine"] | {other for other in LEVEL if LEVEL[other] < LEVEL["analysis"]}
    )


def test_no_module_imports_itself_by_way_of_others() -> None:
    dotted = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in MODULES}
    graph = {
        name: {module for module, _ in imports(path) if module in dotted and module != name}
        for name, path in dotted.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_heavy_imports_wait_until_they_are_needed(path: Path) -> None:
    frames = {"pandas"} if name_of(path) == "tables/frames.py" else set()
    found = {(module.split(".")[0], when) for module, when in imports(path)}
    assert not {module for module, when in found if when == "loading"} & HEAVY
    assert {module for module, when in found if when != "types"} & {"pandas"} <= frames


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_check_of_the_program_is_an_assert_statement(path: Path) -> None:
    assert [node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Assert)] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_rounding_goes_half_to_even(path: Path) -> None:
    rounding = {"round", "rint", "around", "round_", "quantize"}
    found = [
        node.lineno
        for node in calls(path)
        if (isinstance(node.func, ast.Name) and node.func.id in rounding)
        or (isinstance(node.func, ast.Attribute) and node.func.attr in rounding)
    ]
    assert found == []


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in EXACT], ids=name_of
)
def test_money_never_meets_a_float(path: Path) -> None:
    """No float() and no float type, no number with a point, and no true division."""
    found = [
        node.lineno
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Attribute) and node.attr in {"float64", "float32", "floating"})
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div))
    ]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_public_name_says_what_it_does(path: Path) -> None:
    silent = [] if ast.get_docstring(tree(path)) else ["the module"]
    waiting: list[ast.AST] = [tree(path)]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(
                node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
            ) and not node.name.startswith("_"):
                silent += [] if ast.get_docstring(node) or _is_overload(node) else [node.name]
                waiting += [node] if isinstance(node, ast.ClassDef) else []
    assert silent == []


def _is_overload(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "overload" for each in node.decorator_list)


@pytest.mark.parametrize("path", [path for path in MODULES if room_of(path) not in DOORS], ids=name_of)
def test_nothing_but_the_doors_prints_or_reads_the_clock(path: Path) -> None:
    names = {node.func.id for node in calls(path) if isinstance(node.func, ast.Name)}
    clock = {module.split(".")[0] for module, _ in imports(path)} & {"time", "locale", "random"}
    asked = {node.func.attr for node in calls(path) if isinstance(node.func, ast.Attribute)}
    assert not names & {"print", "input", "exit"}
    assert not clock
    assert not asked & {"now", "today", "utcnow", "localtime", "fromtimestamp"}


BY_DECLARATION = {
    "frozen.py",
    "files/read.py",
    "files/write.py",
    "scenario/steps/on_record.py",
}
"""What makes records, the walks over what they declare, what a step gives anew of one, and the arrays that nobody may write to."""


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room_of(path) in LEVEL.keys() - {"render"} | {"files"}], ids=name_of
)
def test_a_field_is_named_but_in_the_walks_over_declarations(path: Path) -> None:
    """The flags of a system, which may lack one, are asked for by a name that is written out."""
    found = [
        node.lineno
        for node in calls(path)
        if isinstance(node.func, ast.Name)
        and node.func.id in {"getattr", "setattr", "vars"}
        and not (isinstance(node.args[0], ast.Name) and node.args[0].id == "os")
    ]
    assert not found or name_of(path) in BY_DECLARATION


WAITING = {
    "__init__.py": 2,
    "__main__.py": 1,
    "cli/door.py": 4,
    "files/request.py": 1,
}
"""How many of our own modules are loaded only as a function is called: what each command needs, and how steps are declared."""


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_own_modules_are_imported_as_a_module_is_loaded(path: Path) -> None:
    found = [when for module, when in imports(path) if module.startswith("mtfp")]
    assert found.count("calling") == WAITING.get(name_of(path), 0)
    assert "types" not in found or room_of(path) not in LEVEL


STEP_RECORDS = {kind.record.__name__ for kind in STEPS}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_step_is_told_from_others_in_its_own_file_alone(path: Path) -> None:
    """All that the rest must know of a step stands in its kind (docs/decisions/0034)."""
    asked = {
        each.id
        for node in calls(path)
        if isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        for each in ast.walk(node.args[1])
        if isinstance(each, ast.Name)
    }
    matched = {
        node.cls.id
        for node in ast.walk(tree(path))
        if isinstance(node, ast.MatchClass) and isinstance(node.cls, ast.Name)
    }
    own = {node.name for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)}
    assert (asked | matched) & STEP_RECORDS <= own


def test_nothing_is_there_for_tests_alone() -> None:
    """What the package does not use itself is a command, or what a notebook is given."""
    named: set[str] = set()
    for node in (node for path in MODULES for node in ast.walk(tree(path))):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) | ast.Constant(value=str(name)):
                named.add(name)
    made: set[str] = set()
    for path in (path for path in MODULES if name_of(path) not in {"notebook.py", "__init__.py"}):
        for node in ast.walk(tree(path)):
            match node:
                case (
                    ast.FunctionDef(name=name)
                    | ast.ClassDef(name=name)
                    | ast.Assign(targets=[ast.Name(id=name)])
                ):
                    made.add(name)
    assert {name for name in made - named if not name.startswith("__")} <= {"main", "check"}
