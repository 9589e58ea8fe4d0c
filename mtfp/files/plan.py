"""Reading a plan: `plan.toml`, and the CSV files of lines and changes it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from mtfp.files.changes import read_change
from mtfp.files.mistakes import Sound, validate_sound_parts
from mtfp.files.rows import CHANGES, LINES, Columns, read_rows
from mtfp.files.shapes import ChangeShape, LineShape, PlanFile
from mtfp.files.source import SourceFile, beside, parse_toml, read_named, read_source, shown_beside
from mtfp.files.values import Context
from mtfp.money import Unit
from mtfp.plan.check import check_plan
from mtfp.plan.model import BudgetLine, ChangeType, Index, Plan, Restatement, Virement
from mtfp.problems import InputError, MisreadError, Place, Problem
from mtfp.years import Horizon

T = TypeVar("T")


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
    sound = validate_sound_parts(PlanFile, data, source.place(), context)
    file, problems, lost = sound.shape, sound.problems, sound.lost
    if file is None or context.horizon is None:
        raise InputError(problems)
    sources = [source]
    lines, lines_lost = _rows(source, sound, "lines", LINES, context, sources)
    changes, changes_lost = _rows(source, sound, "changes", CHANGES, context, sources)
    lost |= lines_lost | changes_lost
    horizon = context.horizon
    plan = Plan(
        council=file.plan.council,
        title=file.plan.title,
        horizon=horizon,
        unit=context.unit,
        source=file.plan.source,
        lines=tuple(_line(facts, place) for facts, place in lines),
        indices={
            name: Index(
                name=name,
                rates=tuple(shape.rates.get(year, 0) for year in horizon),
                place=source.place("index", name),
            )
            for name, shape in file.index.items()
        },
        types={
            code: ChangeType(
                code=code, kind=shape.kind, status=shape.status, one_off=shape.one_off, label=shape.label
            )
            for code, shape in file.types.items()
        },
        changes=(),
        cash_limit=None
        if file.cash_limit is None
        else tuple(file.cash_limit.get(year, 0) for year in horizon),
        control=file.plan.control.base if file.plan.control is not None else None,
        labels=file.labels,
        place=source.place(),
    )
    problems += _every_year(source, file, horizon)
    savings_positive = file.plan.signs == "savings positive"
    plan = _with_changes(plan, sound, changes, source, savings_positive)
    problems += check_plan(plan, lost)
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
        rows = read_named(place, path, shown_beside(source, name))
    except InputError as error:
        problems += error.problems
        return [], frozenset({word})
    sources.append(rows)
    records = read_rows(rows, columns, context, problems)
    return [*records], frozenset({word} if len(problems) > before else ())


def _line(facts: LineShape, place: Place) -> BudgetLine:
    return BudgetLine(
        reference=facts.reference or str(facts.service),
        title=facts.title or facts.service.path[-1],
        service=facts.service,
        base=facts.base,
        one_off_in_base=facts.one_off_in_base,
        index=facts.index,
        inflation=facts.inflation,
        takes_changes=facts.takes_changes,
        note=facts.note,
        place=place,
    )


def _every_year(source: SourceFile, file: PlanFile, horizon: Horizon) -> Iterator[Problem]:
    """Yield a problem for each index or cash limit that leaves out a year: nothing is assumed."""
    stated = [
        (source.place("index", name, "rates"), f"index {name}", ", or one rate for all of them", shape.rates)
        for name, shape in file.index.items()
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
