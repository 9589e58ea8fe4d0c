"""Reading a plan: `plan.toml`, and the CSV files of lines and changes it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from mtfp.files.mistakes import ShapeT, Sound, validate, validate_sound_parts
from mtfp.files.rows import CHANGES, LINES, Columns, read_rows
from mtfp.files.shapes import ChangeShape, Context, LineShape, PlanFile
from mtfp.files.source import SourceFile, beside, parse_toml, read_named, read_source, shown_beside
from mtfp.money import Unit
from mtfp.plan.check import check_plan
from mtfp.plan.model import BudgetLine, Change, ChangeType, Index, Plan, Restatement, Virement
from mtfp.plan.profile import Profile, Step
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
    return read_plan_source(read_source(path))


def read_plan_source(source: SourceFile) -> PlanRead:
    """Read a plan from its main file; raise `InputError` with every mistake in its files."""
    data = parse_toml(source)
    context = context_of(data)
    sound = validate_sound_parts(PlanFile, data, source.place(), context)
    file, problems, lost = sound.shape, sound.problems, sound.lost
    if file is None or context.horizon is None:
        raise InputError(problems)
    sources = [source]
    lines, lines_lost = _rows(source, sound, "lines", LineShape, LINES, context, sources)
    changes, changes_lost = _rows(source, sound, "changes", ChangeShape, CHANGES, context, sources)
    lost |= lines_lost | changes_lost
    horizon = context.horizon
    plan = Plan(
        council=file.plan.council,
        title=file.plan.title,
        horizon=horizon,
        unit=context.unit,
        source=file.plan.source,
        lines=tuple(_line(shape, place) for shape, place in lines),
        indices={
            name: Index(name=name, rates=tuple(shape.rates.get(year, 0) for year in horizon), place=source.place("index", name))
            for name, shape in file.index.items()
        },
        types={
            code: ChangeType(code=code, kind=shape.kind, status=shape.status, one_off=shape.one_off, label=shape.label)
            for code, shape in file.types.items()
        },
        changes=(),
        cash_limit=None if file.cash_limit is None else tuple(file.cash_limit.get(year, 0) for year in horizon),
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
    shape: type[ShapeT],
    columns: Columns,
    context: Context,
    sources: list[SourceFile],
) -> tuple[list[tuple[ShapeT, Place]], frozenset[str]]:
    """Return the records of a list, each with its place, from the plan itself or from the CSV it names."""
    file, problems, word = sound.shape, sound.problems, key.removesuffix("s")
    in_file, name = getattr(file, word), getattr(getattr(file, "plan", None), key)
    if name is None:
        return [(record, source.place(word, sound.number(word, n))) for n, record in enumerate(in_file)], frozenset()
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
    records = list(_records(rows, shape, columns, context, problems))
    return records, frozenset({word} if len(problems) > before else ())


def _records(
    rows: SourceFile, shape: type[ShapeT], columns: Columns, context: Context, problems: list[Problem]
) -> Iterator[tuple[ShapeT, Place]]:
    for line, table in read_rows(rows, columns, context.horizon, problems):
        record, wrong = validate(shape, table, rows.place(line), context)
        problems += wrong
        if record is not None:
            yield record, rows.place(line)


def _line(shape: LineShape, place: Place) -> BudgetLine:
    return BudgetLine(
        reference=shape.reference or str(shape.service),
        title=shape.title or shape.service.path[-1],
        service=shape.service,
        base=shape.base,
        one_off_in_base=shape.one_off_in_base,
        index=shape.index,
        inflation=shape.inflation,
        takes_changes=shape.takes_changes,
        note=shape.note,
        place=place,
    )


def _every_year(source: SourceFile, file: PlanFile, horizon: Horizon) -> Iterator[Problem]:
    """Yield a problem for each index or cash limit that leaves out a year: nothing is assumed."""
    stated = [(source.place("index", name, "rates"), f"index {name}", shape.rates) for name, shape in file.index.items()]
    if file.cash_limit is not None:
        stated.append((source.place("cash_limit"), "the cash limit", file.cash_limit))
    for place, what, by_year in stated:
        missing = [str(year) for year in horizon if year not in by_year]
        if missing:
            yield Problem(
                place=place,
                what=f"{what} says nothing of {', '.join(missing)}",
                expected=f"every year of {horizon}" + (", or one rate for all of them" if "index" in what else ""),
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
    read = [read_change(shape, place, plan, savings_positive=savings_positive, problems=problems) for shape, place in changes]
    virements = (
        Virement(
            source=None if shape.source is None else plan.line_named(shape.source),
            target=None if shape.target is None else plan.line_named(shape.target),
            outside=shape.from_outside or shape.to_outside or "",
            amounts=tuple(shape.amounts.get(year, 0) for year in plan.horizon),
            why=shape.why,
            place=source.place("virement", sound.number("virement", n)),
        )
        for n, shape in enumerate(file.virement if file else ())
    )
    restatements = (
        Restatement(
            line=plan.line_named(shape.line),
            amounts=tuple(shape.amounts.get(year, 0) for year in plan.horizon),
            why=shape.why,
            place=source.place("restatement", sound.number("restatement", n)),
        )
        for n, shape in enumerate(file.restatement if file else ())
    )
    return replace(plan, changes=tuple(read), virements=tuple(virements), restatements=tuple(restatements))


def read_change(
    shape: ChangeShape, place: Place, plan: Plan, *, savings_positive: bool, problems: list[Problem]
) -> Change:
    """Return a change of the plan, or one a scenario adds to it; `plan` needs its lines, types and years."""
    of_type = plan.types.get(shape.type)
    turn = -1 if savings_positive and of_type is not None and of_type.kind == "saving" else 1
    one_off = shape.one_off or (of_type is not None and of_type.one_off)
    problems += _timing_problems(shape, place, plan.horizon, one_off=one_off)
    profile, in_base = _profile(shape, plan.horizon, turn, one_off=one_off)
    return Change(
        reference=shape.reference,
        printed=shape.printed or shape.reference,
        title=shape.title,
        type=shape.type,
        service=shape.service,
        line=None if shape.line is None else plan.line_named(shape.line),
        profile=profile,
        tbc=frozenset(year for year, pence in shape.amounts.items() if pence is None),
        in_base_since=shape.in_base_since,
        in_base=in_base,
        tags=frozenset(shape.tags),
        note=shape.note,
        place=place,
    )


def _profile(shape: ChangeShape, horizon: Horizon, turn: int, *, one_off: bool) -> tuple[Profile, int]:
    """Return the change's steps, and the pence of it that the base holds already."""
    if shape.full_year is None:
        amounts = {year: turn * (pence or 0) for year, pence in shape.amounts.items()}
        return Profile.of_amounts(horizon, amounts, levels=shape.basis == "levels", one_off=one_off), 0
    annual = turn * shape.full_year
    if shape.in_base_since is not None:
        return Profile((Step(shape.in_base_since.april, annual),)), annual
    return Profile((Step(shape.starts, annual),) if shape.starts is not None else ()), 0


def _timing_problems(shape: ChangeShape, place: Place, horizon: Horizon, *, one_off: bool) -> Iterator[Problem]:
    if shape.starts is not None and shape.starts < horizon.first.april:
        yield Problem(
            place=place.at("starts"),
            what=f'"{shape.reference}" starts in {shape.starts}, before the plan does',
            expected=f"a start from {horizon.first.april} on",
            fix="give what falls in the years of the plan as amounts by year, or, where the base holds it whole, in_base_since",
        )
    if shape.in_base_since is not None and shape.in_base_since > horizon.base_year:
        yield Problem(
            place=place.at("in_base_since"),
            what=f'"{shape.reference}" is said to be in the base since {shape.in_base_since}, which is a year of the plan',
            expected=f"{horizon.base_year} or a year before it",
            fix="correct the year, or give starts in place of in_base_since",
        )
    if one_off and shape.full_year is not None:
        yield Problem(
            place=place.at("full_year"),
            what=f'"{shape.reference}" is a one-off with a full-year amount, which stays in the base',
            expected="amounts by year for a one-off",
            fix="give amounts by year, or another type",
        )
