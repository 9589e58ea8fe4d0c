"""Saving plans and scenarios as a new file or into the one that exists. They are read back before anything is written."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mtfp.files.lists import CHANGES, LINES
from mtfp.files.opened import read_bytes, real, refuse_odd_name
from mtfp.files.plan import PlanRead, read_plan_source
from mtfp.files.request import read_request, request_in
from mtfp.files.rewrite import (
    Edit,
    Item,
    There,
    Writer,
    edits_of_key,
    edits_of_list,
    edits_of_table,
    last_of,
    rewritten,
    tables_of,
)
from mtfp.files.rewrite_rows import rewritten_rows
from mtfp.files.source import SourceFile, parse_toml, read_source
from mtfp.files.write import (
    context_of_plan,
    lists_of,
    plan_file,
    plan_to_toml,
    scenario_head,
    scenario_to_toml,
    sections,
    steps_of,
    table_of,
    unlike,
    without_lists,
)
from mtfp.files.write_whole import write_whole
from mtfp.files.wrong_file import other_kind
from mtfp.plan.file import PlanFile, PlanHead
from mtfp.plan.model import Plan
from mtfp.plan.record import keys_of
from mtfp.problems import InputError, MisreadError
from mtfp.scenario.apply import apply
from mtfp.scenario.model import Scenario

_BOM = "\ufeff"


def save_plan(plan: Plan, head: PlanHead | None, to: Path) -> None:
    """Write a plan as a new file, signed as a head says, or into its own file, where what is the same stays as typed.

    Raises `MisreadError` or `InputError`, and writes nothing, if it can't be written or would not read as the same plan.
    """
    if _is_there(to):
        read = _plan_there(to)
        files = {} if read.plan == plan else _plan_in_place(read, plan)
        _check_plan(plan, to, files, [source.path for source in read.sources])
    else:
        files = {to: _encoded(plan_to_toml(plan, head))}
        _check_plan(plan, to, files, [to])
    write_whole(files)


def save_scenario(scenario: Scenario, read: PlanRead, to: Path) -> None:
    """Write a scenario of a plan as a new file, or into its own file, where what is the same stays as typed.

    Raises `MisreadError` or `InputError`, and writes nothing, if it can't be written or would not read as the same scenario.
    """
    data = _scenario_in_place(scenario, read, to) if _is_there(to) else _new_scenario(scenario, read, to)
    _check_scenario(scenario, read, to, data)
    write_whole({} if to.exists() and read_bytes(to) == data else {to: data})


def _is_there(to: Path) -> bool:
    """Whether a file exists; raise `MisreadError` where it does not, and its name is not one for a plan or a scenario."""
    refuse_odd_name(to.as_posix())
    there = to.exists()
    if not there and to.suffix.casefold() != ".toml":
        raise MisreadError(
            f'"{to.as_posix()}" is not the name of a plan or a scenario',
            "a name that ends in .toml",
            f'name it "{to.stem}.toml"',
        )
    return there


def _plan_there(to: Path) -> PlanRead:
    source = read_source(to)
    data = parse_toml(source)
    kind = other_kind(data, "plan")
    if kind is not None:
        raise MisreadError(
            f'"{to.as_posix()}" is {kind}, not a plan',
            "the file of a plan, or a new one",
            "give another file name",
        )
    return read_plan_source(source, data)


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise MisreadError(
            f"a text holds half a character, {text[error.start]!r}, which no file can hold",
            "letters, figures and signs",
            "correct the text in Python",
        ) from error


def _opened(source: SourceFile) -> tuple[There, str]:
    """Return a file to write into, with its lines ended as they are, and the byte-order mark that opens it, if any."""
    text = read_bytes(source.path).decode()
    return There.of(source, text.removeprefix(_BOM)), _BOM if text.startswith(_BOM) else ""


def _plan_in_place(read: PlanRead, plan: Plan) -> dict[Path, bytes]:
    """Return those files of an existing plan that another plan changes."""
    head, (source, *beside) = read.head, read.sources
    file, mark = _opened(source)
    before, after = plan_file(read.plan, head), plan_file(plan, head)
    writes = [partial(table_of, context_of_plan(each.plan.unit, each.plan.years)) for each in (before, after)]
    lists = (LINES, before.line, after.line, head.lines), (CHANGES, before.change, after.change, head.changes)
    in_rows = [each for each in lists if each[-1]]
    edits = _edits_of_plan(file, before, after, writes, {columns.word for columns, *_ in in_rows})
    texts = {source.path: mark + rewritten(file, edits)}
    for rows, (columns, was, will, _) in zip(beside, in_rows, strict=True):
        text = read_bytes(rows.path).decode()
        bare = text.removeprefix(_BOM)
        items = [[Item((columns.word, each.place.line), each) for each in records] for records in (was, will)]
        context = context_of_plan(before.plan.unit, before.plan.years)
        same = was == will and before.plan.years == after.plan.years
        new = bare if same else rewritten_rows(rows, bare, columns, context, after.plan.years, items, writes)
        texts[rows.path] = text.removesuffix(bare) + new
    written = {path: _encoded(text) for path, text in texts.items()}
    return {path: data for path, data in written.items() if data != read_bytes(path)}


def _edits_of_plan(
    file: There, before: PlanFile, after: PlanFile, writes: Sequence[Writer], in_rows: Container[str]
) -> Iterator[Edit]:
    """Yield the edits of a plan's file, without its lists that are CSV files."""
    keys = [*keys_of(PlanFile)]
    old, new = tables_of(writes, [without_lists(each) for each in (before, after)], file.data)
    lists, new_lists = lists_of(before), lists_of(after)
    for n, key in enumerate(keys):
        if key in lists and key not in in_rows:
            items = [Item((key, n), record) for n, record in enumerate(lists[key])]
            new_items = [Item((key,), record) for record in new_lists[key]]
            yield from edits_of_list(file, items, new_items, writes, last_of(file, keys[:n]))
        elif key not in lists:
            headed = sections(key, new[key]) if key in new else ()
            yield from edits_of_key(file, key, old.get(key), new.get(key), keys, headed)


def _new_scenario(scenario: Scenario, read: PlanRead, to: Path) -> bytes:
    return _encoded(scenario_to_toml(scenario, read, _builds_on(scenario, read, to)))


def _scenario_in_place(scenario: Scenario, read: PlanRead, to: Path) -> bytes:
    """Return the file of an existing scenario as another scenario changes it."""
    request = read_request(to)
    if request.scenario is None:
        raise MisreadError(
            f'"{to.as_posix()}" is a plan, not a scenario',
            "the file of a scenario, or a new one",
            "give another file name",
        )
    file, mark = _opened(request.sources[0])
    both = ((request.scenario, request.read), (scenario, read))
    return _encoded(mark + rewritten(file, _edits_of_scenario(file, *both)))


def _edits_of_scenario(
    file: There, was: tuple[Scenario, PlanRead], will: tuple[Scenario, PlanRead]
) -> Iterator[Edit]:
    to, there = file.source.path, file.data["scenario"]
    writes = [partial(table_of, context_of_plan(of.plan.unit, of.plan.horizon)) for _, of in (was, will)]
    heads = [scenario_head(each, _builds_on(each, of, to)) for each, of in (was, will)]
    yield from edits_of_table(file, ("scenario",), *tables_of(writes, heads, there))
    items = [Item(step.place.key, step) for _, step in steps_of(*was)]
    new_items = [Item((key,), step) for key, step in steps_of(*will)]
    yield from edits_of_list(file, items, new_items, writes, file.end_of(("scenario",)))


def _builds_on(scenario: Scenario, read: PlanRead, to: Path) -> dict[str, Any]:
    """Return the files that a scenario builds on, as its own file names them."""
    if scenario.extends:
        return {"extends": tuple(_beside(Path(each.place.file), to) for each in scenario.extends)}
    return {"plan": _beside(read.sources[0].path, to)}


def _beside(path: Path, to: Path) -> str:
    folder = real(to).parent
    if not real(path).is_relative_to(folder):
        raise MisreadError(
            f'"{to.as_posix()}" is in another folder than "{path.as_posix()}", which the scenario builds on',
            "a file in the same folder, or in one that holds it",
            f'name a file in "{path.parent.as_posix()}"',
        )
    return real(path).relative_to(folder).as_posix()


def _check_plan(plan: Plan, to: Path, files: Mapping[Path, bytes], there: list[Path]) -> None:
    """Raise an error unless the files of a plan that are about to be written read as that plan."""
    with TemporaryDirectory() as name:
        for path in there:
            copy = Path(name) / path.relative_to(to.parent)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(files[path] if path in files else read_bytes(path))
        try:
            source = read_source(Path(name) / to.name, to.as_posix())
            read = request_in(source).read.plan
        except InputError as error:
            raise _would_not_read(error, to) from error
    if read != plan:
        raise _reads_otherwise(unlike(plan_file(plan, None), plan_file(read, None)), to)


def _check_scenario(scenario: Scenario, read: PlanRead, to: Path, data: bytes) -> None:
    """Raise an error unless the file of a scenario that is about to be written reads as that scenario, and can be applied."""
    with TemporaryDirectory() as name:
        copy = Path(name) / to.name
        copy.write_bytes(data)
        try:
            text = read_source(copy, to.as_posix()).text
            source = SourceFile(to, to.as_posix(), text, data)
            found = request_in(source)
            apply(found.read.plan, found.scenario or scenario)
        except InputError as error:
            raise _would_not_read(error, to) from error
    if found.scenario != scenario or found.read.plan != read.plan:
        raise _reads_otherwise("the scenario", to)


def _would_not_read(error: InputError, to: Path) -> MisreadError:
    """Return why what was to be saved can't be: its first mistake, whose line is in no file yet."""
    first = error.problems[0]
    return MisreadError(
        f'"{to.as_posix()}" could not be read once this is saved: {first.what}',
        first.expected,
        "correct it in Python, or give another file name",
    )


def _reads_otherwise(what: str, to: Path) -> MisreadError:
    return MisreadError(
        f'{what} would not read back from "{to.as_posix()}" as it is',
        "what a file can state: each text on one line, and no other change in the files it is read with",
        "give another file name; if that is refused too, correct it in Python",
    )
