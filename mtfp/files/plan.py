"""Reading a plan: `plan.toml`, and the CSV files of lines and changes it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from mtfp.files.changes import read_change
from mtfp.files.lost_records import names_in_lost_records, names_in_unread_rows
from mtfp.files.mistakes import Sound, validate_sound_parts
from mtfp.files.opened import beside
from mtfp.files.rows import CHANGES, LINES, Columns, Unread, read_rows
from mtfp.files.shapes import ChangeShape, IndexShape, LineShape, PlanFile
from mtfp.files.source import SourceFile, parse_toml, read_named, read_source, shown_beside
from mtfp.money import Unit, differences
from mtfp.plan.check import check_plan
from mtfp.plan.model import BudgetLine, ChangeType, Index, Plan, Restatement, Virement
from mtfp.plan.values import Context
from mtfp.problems import InputError, MisreadError, Notice, Place, Problem
from mtfp.years import Horizon

if TYPE_CHECKING:
    from mtfp.files.council_shapes import CouncilFile

T = TypeVar("T")

COUNCIL_KEYS = (
    "confidence",
    "council_tax",
    "stream",
    "transfer",
    "collected_for_others",
    "reserve",
    "demand",
    "scheme",
    "target",
    "table",
)
"""The tables of a whole council. What reads them is imported for a plan that has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRead:
    """A plan as its files state it, how they sign savings, and every file that was read."""

    plan: Plan
    savings_positive: bool
    sources: tuple[SourceFile, ...]


def read_plan(path: Path) -> PlanRead:
    """Read a plan; raise `InputError` with every mistake in its files, or `MisreadError` where there is no such file."""
    source = read_source(path)
    return read_plan_source(source, parse_toml(source))


def read_plan_source(source: SourceFile, data: dict[str, Any]) -> PlanRead:
    """Read a plan from the values of its main file; raise `InputError` with every mistake in its files."""
    context = context_of(data)
    own = {key: held for key, held in data.items() if key not in COUNCIL_KEYS}
    sound = validate_sound_parts(PlanFile, own, source.place(), context, COUNCIL_KEYS)
    council = _council(source, {key: data[key] for key in COUNCIL_KEYS if key in data}, context)
    file, problems, lost = sound.shape, sound.problems, sound.lost
    if council is not None:
        problems += council.problems
        lost |= council.lost
    if file is None or context.horizon is None:
        raise InputError(problems)
    sources = [source]
    notices: list[Notice] = []
    unread: list[Unread] = []
    lines, lines_lost = _rows(source, sound, "lines", LINES, context, sources, notices, unread)
    changes, changes_lost = _rows(source, sound, "changes", CHANGES, context, sources, notices, unread)
    lost |= lines_lost | changes_lost
    plan = _without_changes(file, lines, source, context.unit, context.horizon)
    problems += _every_year(source, file, plan.horizon)
    if council is not None:
        from mtfp.files.council import with_council

        plan = with_council(plan, council, data, source, file.plan.funding_signs, problems)
    savings_positive = file.plan.signs == "savings positive"
    plan = _with_changes(plan, sound, changes, source, savings_positive)
    plan = replace(
        plan,
        restatements=(*plan.restatements, *_bases_by_year(lines, plan)),
        accepted=tuple(file.accept),
        notices=(*notices, *_without_rows(sources[1:], (lines, changes), lost)),
    )
    problems += check_plan(plan, lost)
    if lost:
        problems += names_in_lost_records(sound, data, plan, lost)
        problems += () if council is None else names_in_lost_records(council, data, plan, lost)
        problems += names_in_unread_rows(unread, plan, lost)
    if not plan.lines and "line" not in lost:
        problems.append(
            Problem(
                place=source.place("plan"),
                what="the plan has no lines",
                expected="at least one line of base net budget",
                fix='add [[line]] tables, or lines = "lines.csv"',
            )
        )
    if problems:
        raise InputError(problems)
    return PlanRead(plan=plan, savings_positive=savings_positive, sources=tuple(sources))


def _council(source: SourceFile, data: dict[str, Any], context: Context) -> Sound[CouncilFile] | None:
    """Return what is sound of the tables of a whole council, or None for a plan that has none of them."""
    if not data:
        return None
    from mtfp.files.council_shapes import CouncilFile

    return validate_sound_parts(CouncilFile, data, source.place(), context)


def _without_changes(
    file: PlanFile, lines: list[tuple[LineShape, Place]], source: SourceFile, unit: Unit, horizon: Horizon
) -> Plan:
    return Plan(
        council=file.plan.council,
        title=file.plan.title,
        horizon=horizon,
        unit=unit,
        source=file.plan.source,
        lines=tuple(_line(facts, place) for facts, place in lines),
        indices={
            name: _index(name, shape, source.place("index", name), horizon)
            for name, shape in file.index.items()
        },
        types={
            code: ChangeType(
                code=code, kind=shape.kind, status=shape.status, one_off=shape.one_off, label=shape.label
            )
            for code, shape in file.types.items()
        },
        changes=(),
        to_the_nearest=file.plan.to_the_nearest,
        cash_limit=None
        if file.cash_limit is None
        else tuple(file.cash_limit.get(year, 0) for year in horizon),
        dependants=file.plan.dependants,
        year_notes=file.plan.year_notes,
        control=file.plan.control.base if file.plan.control is not None else None,
        labels=file.labels,
        place=source.place(),
    )


def context_of(data: dict[str, Any]) -> Context:
    """Read the unit and the years ahead of everything that hangs on them; a mistake in them is told with the rest."""
    head = data.get("plan")
    head = head if isinstance(head, dict) else {}

    def ahead(parse: Callable[[str], T], key: str) -> T | None:
        try:
            return parse(head[key]) if isinstance(head.get(key), str) else None
        except MisreadError:
            return None

    return Context(unit=ahead(Unit.parse, "unit") or Unit.POUNDS, horizon=ahead(Horizon.parse, "years"))


def _rows(
    source: SourceFile,
    sound: Sound[PlanFile],
    key: Literal["lines", "changes"],
    columns: Columns,
    context: Context,
    sources: list[SourceFile],
    notices: list[Notice],
    unread: list[Unread],
) -> tuple[list[tuple[Any, Place]], frozenset[str]]:
    """Return what is written of each record, with its place, in the plan itself or in the CSV it names."""
    file, problems, word = sound.shape, sound.problems, key.removesuffix("s")
    in_file, name = getattr(file, word), getattr(getattr(file, "plan", None), key)
    if name is None:
        return [
            (record, source.place(word, sound.numbers[word][n])) for n, record in enumerate(in_file)
        ], frozenset()
    place = source.place("plan", key)
    if in_file:
        problems.append(
            Problem(
                place=source.place(word),
                what=f"{key} are given here and in {name}",
                expected="one list or the other",
                fix=f"move them into {name}, or remove {key} = ... from [plan]",
            )
        )
    before = len(problems)
    try:
        path = beside(place, source.path, name)
        rows = read_named(place, path, shown_beside(source, name), rows=True)
    except InputError as error:
        problems += error.problems
        return [], frozenset({word})
    sources.append(rows)
    records = read_rows(rows, columns, context, problems, notices, unread)
    return [*records], frozenset({word} if len(problems) > before else ())


def _without_rows(
    files: Sequence[SourceFile], lists: Iterable[Sequence[object]], lost: frozenset[str]
) -> Iterator[Notice]:
    """Yield a notice for each list that was read from a file with headings alone."""
    if not lost:
        empty = [file for file in files if len(file.text.strip().splitlines()) == 1]
        if empty and any(not rows for rows in lists):
            for file in empty:
                name = file.name.rpartition("/")[2]
                text = f"{name} has headings and no rows."
                yield Notice(name="list-without-rows", of=name, text=text, place=file.place(1))


def _line(facts: LineShape, place: Place) -> BudgetLine:
    return BudgetLine(
        reference=facts.reference or str(facts.service),
        title=facts.title or facts.service.path[-1],
        service=facts.service,
        base=facts.base,
        gross=facts.gross,
        one_off_in_base=facts.one_off_in_base,
        index=facts.index,
        inflation=facts.inflation,
        takes_changes=facts.takes_changes,
        counts=facts.counts,
        note=facts.note,
        place=place,
    )


def _index(name: str, shape: IndexShape, place: Place, horizon: Horizon) -> Index:
    return Index(
        name=name,
        rates=tuple(shape.rates.get(year, 0) for year in horizon),
        provision=tuple(shape.amounts[year] for year in horizon) if shape.amounts else (),
        label=shape.label,
        place=place,
    )


def _bases_by_year(lines: list[tuple[LineShape, Place]], plan: Plan) -> Iterator[Restatement]:
    """Yield what takes a line to the last plan's figure of each year, from what it would open at."""
    for (facts, place), line in zip(lines, plan.lines, strict=True):
        if facts.base_by_year:
            figures = [facts.base_by_year[year] for year in plan.horizon]
            yield Restatement(
                line=line.reference,
                amounts=differences(figures, line.base - line.one_off_in_base),
                why="Base as in the last plan",
                place=place.at("base_by_year"),
            )


def _every_year(source: SourceFile, file: PlanFile, horizon: Horizon) -> Iterator[Problem]:
    """Yield a problem for each index or cash limit that leaves out a year: nothing is assumed."""
    stated = [
        (source.place("index", name, "rates"), f"index {name}", ", or one rate for all of them", shape.rates)
        for name, shape in file.index.items()
        if not shape.amounts
    ]
    if file.cash_limit is not None:
        stated.append((source.place("cash_limit"), "the cash limit", "", file.cash_limit))
    for place, what, otherwise, by_year in stated:
        missing = [str(year) for year in horizon if year not in by_year]
        if missing:
            yield Problem(
                place=place,
                what=f"{what} says nothing of {', '.join(missing)}",
                expected=f"every year of {horizon}{otherwise}",
                fix=f"add {', '.join(missing)}",
            )


def _with_changes(
    plan: Plan,
    sound: Sound[PlanFile],
    changes: list[tuple[ChangeShape, Place]],
    source: SourceFile,
    savings_positive: bool,
) -> Plan:
    file, problems = sound.shape, sound.problems
    read = [
        read_change(shape, place, plan, savings_positive=savings_positive, problems=problems)
        for shape, place in changes
    ]
    virements = (
        Virement(
            source=None if shape.source is None else plan.line_named(shape.source),
            target=None if shape.target is None else plan.line_named(shape.target),
            outside=shape.from_outside or shape.to_outside or "",
            amounts=tuple(shape.amounts.get(year, 0) for year in plan.horizon),
            why=shape.why,
            place=source.place("virement", sound.numbers["virement"][n]),
        )
        for n, shape in enumerate(file.virement if file else ())
    )
    restatements = (
        Restatement(
            line=plan.line_named(shape.line),
            amounts=tuple(shape.amounts.get(year, 0) for year in plan.horizon),
            why=shape.why,
            place=source.place("restatement", sound.numbers["restatement"][n]),
        )
        for n, shape in enumerate(file.restatement if file else ())
    )
    return replace(plan, changes=tuple(read), virements=tuple(virements), restatements=tuple(restatements))
