"""Reading a plan: `plan.toml`, and the CSV files of lines and changes that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from mtfp.files.changes import read_changes
from mtfp.files.lists import CHANGES, LINES, Columns
from mtfp.files.lost_records import changes_named, lines_named, names_in_lost_records, reserves_named
from mtfp.files.opened import beside
from mtfp.files.read import read_file
from mtfp.files.rows import ReadRows, read_rows
from mtfp.files.source import SourceFile, read_named, shown_beside
from mtfp.files.wrong_file import has_keys, toml_for_rows
from mtfp.frozen import frozen
from mtfp.money import MILLION, Unit, differences
from mtfp.plan.changes import Change
from mtfp.plan.check import check_plan
from mtfp.plan.file import PlanFile, PlanHead
from mtfp.plan.lines import BudgetLine
from mtfp.plan.model import Plan
from mtfp.plan.profile import Profile
from mtfp.plan.record import Context
from mtfp.plan.unknown import Lost, Unread, not_of_lost
from mtfp.plan.values import years_left_out
from mtfp.plan.virements import BASE_AS_BEFORE, Restatement
from mtfp.problems import InputError, MisreadError, Notice, Problem
from mtfp.years import Horizon

T = TypeVar("T")


@frozen
class PlanRead:
    """A plan as its files state it, the head as it is written, and every file that was read."""

    plan: Plan
    head: PlanHead
    sources: tuple[SourceFile, ...]


def read_plan_source(source: SourceFile, data: dict[str, Any]) -> PlanRead:
    """Read a plan from the values of its main file; raise `InputError` with every mistake in its files."""
    tried = try_plan(source, data)
    if tried.problems or tried.read is None:
        raise InputError(tried.problems)
    return tried.read


@frozen(kw_only=False)
class Tried:
    """The sound part of a plan (None where its head is not sound), every mistake in its files, and what was lost by them."""

    read: PlanRead | None
    problems: list[Problem]
    lost: Lost
    unread: tuple[Unread, ...] = ()


def try_plan(source: SourceFile, data: dict[str, Any]) -> Tried:
    """Read the sound part of a plan."""
    tried, *others = [_tried(source, data, context) for context in contexts_of(data)]
    return replace(tried, problems=told_by_all(tried.problems, *(other.problems for other in others)))


def _tried(source: SourceFile, data: dict[str, Any], context: Context) -> Tried:
    """Read the sound part of a plan, with amounts in one unit."""
    sound = read_file(PlanFile, data, source.place(), context)
    file, problems, lost = sound.file, sound.problems, dict(sound.lost)
    if file is None:
        return Tried(None, problems, lost)
    sources = [source]
    notices: list[Notice] = []
    unread = [*sound.left_out(data, source.place())]

    def listed_in(name: str | None, columns: Columns[T], records: tuple[T, ...]) -> tuple[T, ...]:
        """Return the records of a list, from the file itself or from the CSV that it names."""
        if name is None:
            return records
        before = len(problems)
        rows = _rows(source, name, columns, context, sources, problems, notices)
        unread.extend(rows.unread)
        if len(problems) > before:
            lost[columns.word] = rows.names
        if records:
            problems.append(_in_two_places(source, columns.word, name))
        return rows.records

    lines = listed_in(file.plan.lines, LINES, file.line)
    changes = listed_in(file.plan.changes, CHANGES, file.change)
    lines += lines_named(unread)
    if context.horizon is None:
        breaches = _breaches(_names_alone(file, lines, changes, source, context), unread)
        return Tried(None, problems + not_of_lost(breaches, lost), lost)
    plan = _without_changes(file, lines, data, source, context)
    problems += _every_year_of_the_cash_limit(source, file, plan.horizon)
    of_changes: list[Problem] = []
    read = read_changes(changes, plan, file.plan.savings_sign, of_changes)
    notices += _without_rows(sources[1:], (lines, changes), lost)
    plan = replace(plan, changes=tuple(read), notices=tuple(notices))
    if not plan.lines and "line" not in lost:
        lost["line"] = None
        problems.append(
            Problem(
                place=source.place("plan"),
                what="the plan has no lines",
                expected="at least one line of base net budget",
                fix='add [[line]] tables, or lines = "lines.csv"'
                if file.plan.lines is None
                else f"add a row for each line to {file.plan.lines}",
            )
        )
    problems += not_of_lost([*of_changes, *_breaches(plan, unread)], lost)
    plan_read = PlanRead(plan=plan, head=file.plan, sources=tuple(sources))
    plan_first = sorted(problems, key=lambda each: each.place.file != source.name)
    return Tried(plan_read, plan_first, lost, tuple(unread))


def _names_alone(
    file: PlanFile,
    lines: Iterable[BudgetLine],
    changes: Iterable[Change],
    source: SourceFile,
    context: Context,
) -> Plan:
    """Return the names in the lists of a plan whose years can't be read: nothing else in it can be worked out."""
    plan = Plan(
        council=file.plan.council,
        title=file.plan.title,
        horizon=file.plan.years,
        unit=context.unit,
        dependants=file.plan.dependants,
        lines=tuple(replace(line, inflation={}) for line in lines),
        indices=file.index,
        types=file.types,
        changes=(),
        place=source.place(),
    )
    landed = (
        each if each.line is None else replace(each, line=plan.line_named(each.line)) for each in changes
    )
    return replace(plan, changes=tuple(replace(each, stated=None, profile=Profile()) for each in landed))


def _breaches(plan: Plan, unread: Sequence[Unread]) -> list[Problem]:
    """Return every breach of the rules across records, of those that could not be read as far as their names."""
    named = replace(
        plan,
        changes=(*plan.changes, *changes_named(unread, plan)),
        reserves=tuple(sorted((*plan.reserves, *reserves_named(unread)), key=lambda each: each.place.key)),
    )
    return [*check_plan(named), *names_in_lost_records(unread, named)]


def _without_changes(
    file: PlanFile,
    lines: tuple[BudgetLine, ...],
    data: Mapping[str, Any],
    source: SourceFile,
    context: Context,
) -> Plan:
    head = file.plan
    written = data.get("confidence")
    plan = Plan(
        council=head.council,
        title=head.title,
        horizon=context.horizon or head.years,
        unit=context.unit,
        source=head.source,
        lines=lines,
        indices=file.index,
        types=file.types,
        changes=(),
        to_the_nearest=head.to_the_nearest,
        dependants=head.dependants,
        year_notes=head.year_notes,
        control=head.control.base,
        labels=file.labels,
        # a word whose share can't be read still is a word
        ratings={**dict.fromkeys(written if isinstance(written, dict) else (), MILLION), **file.confidence},
        accepted=file.accept,
        council_tax=file.council_tax,
        collected_for_others=file.collected_for_others,
        reserves=file.reserve,
        targets=file.target,
        tables=file.table,
        place=source.place(),
    )
    limit, named = file.cash_limit, plan.line_named
    restated = [replace(each, line=named(each.line)) for each in file.restatement]
    return replace(
        plan,
        cash_limit=None if limit is None else tuple(limit.get(year, 0) for year in plan.horizon),
        streams=tuple(each.turned(head.funding_sign) for each in file.stream),
        virements=tuple(
            replace(
                each, source=each.source and named(each.source), target=each.target and named(each.target)
            )
            for each in file.virement
        ),
        restatements=(*restated, *_bases_by_year(plan)),
        transfers=tuple(replace(each, line=named(each.line)) for each in file.transfer),
        demands=tuple(replace(each, line=each.line and named(each.line)) for each in file.demand),
        schemes=tuple(replace(each, line=each.line and named(each.line)) for each in file.scheme),
    )


def contexts_of(data: Mapping[str, Any]) -> tuple[Context, ...]:
    """Read the unit and the years before everything that depends on them. A mistake in them is told with the rest.

    A unit that can't be read is the one that it is close to, as `£k` is. If it is close to none it may be any of the three,
    so only what is a mistake in all of them is told.
    """
    head = data.get("plan")
    head = head if isinstance(head, dict) else {}

    def ahead(parse: Callable[[str], T], key: str) -> T | None:
        try:
            return parse(head[key]) if isinstance(head.get(key), str) else None
        except MisreadError:
            return None

    unit, years = ahead(_unit_meant, "unit"), ahead(Horizon.parse, "years")
    return tuple(Context(unit=each, horizon=years) for each in (Unit if unit is None else (unit,)))


def _unit_meant(text: str) -> Unit:
    return Unit.meant(text) or Unit.parse(text)


def told_by_all(problems: Iterable[Problem], *others: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are among all the others too."""
    also = [{(each.place.file, each.place.key, each.what) for each in other} for other in others]
    return [
        each
        for each in problems
        if all((each.place.file, each.place.key, each.what) in told for told in also)
    ]


def _rows(
    source: SourceFile,
    name: str,
    columns: Columns[T],
    context: Context,
    sources: list[SourceFile],
    problems: list[Problem],
    notices: list[Notice],
) -> ReadRows[T]:
    """Return the sound part of a CSV file that the plan names."""
    place = source.place("plan", f"{columns.word}s")
    if name.casefold().endswith(".toml"):
        problems.append(toml_for_rows(place, name, columns.word, itself=name == source.path.name))
        return ReadRows()
    try:
        rows = read_named(place, beside(place, source.path, name), shown_beside(source, name), rows=True)
    except InputError as error:
        problems += error.problems
        return ReadRows()
    if has_keys(rows.text):
        problems.append(toml_for_rows(place, name, columns.word, itself=False))
        return ReadRows()
    sources.append(rows)
    return read_rows(rows, columns, context, problems, notices)


def _in_two_places(source: SourceFile, word: str, name: str) -> Problem:
    return Problem(
        place=source.place(word),
        what=f"{word}s are given here and in {name}",
        expected="one list or the other",
        fix=f"move them into {name}, or remove {word}s = ... from [plan]",
    )


def _without_rows(
    files: Sequence[SourceFile], lists: Iterable[Sequence[object]], lost: Lost
) -> Iterator[Notice]:
    """Yield a notice for each list that was read from a file with headings alone."""
    if not lost:
        empty = [file for file in files if len(file.text.strip().splitlines()) == 1]
        if empty and any(not rows for rows in lists):
            for file in empty:
                name = file.name.rpartition("/")[2]
                text = f"{name} has headings and no rows."
                yield Notice(name="list-without-rows", of=name, text=text, place=file.place(1))


def _bases_by_year(plan: Plan) -> Iterator[Restatement]:
    """Yield the restatements that take a line from what it would open at to the last plan's figure of each year."""
    for line in plan.lines:
        if line.base_by_year is not None:
            yield Restatement(
                line=line.reference,
                amounts=differences(line.base_by_year, line.base - line.one_off_in_base),
                why=BASE_AS_BEFORE,
                place=line.place.at("base_by_year"),
            )


def _every_year_of_the_cash_limit(source: SourceFile, file: PlanFile, horizon: Horizon) -> Iterator[Problem]:
    """Yield a problem where the cash limit leaves out a year. None is assumed."""
    limit = file.cash_limit
    missing = "" if limit is None else years_left_out(limit, horizon)
    if missing:
        yield Problem(
            place=source.place("cash_limit"),
            what=f"the cash limit says nothing of {missing}",
            expected=f"every year of {horizon}",
            fix=f"add {missing}",
        )
