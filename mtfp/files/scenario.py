"""Reading a scenario: its own steps, the scenarios that it extends, and the plan that they are for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mtfp.files.changes import read_change
from mtfp.files.lost_records import changes_named, names_in_lost_records
from mtfp.files.lost_steps import unknown_names
from mtfp.files.opened import beside, real
from mtfp.files.plan import PlanRead, Tried, contexts_of, told_by_all, try_plan
from mtfp.files.read import Sound, read_file, read_record
from mtfp.files.source import SourceFile, parse_toml, read_named, shown_beside
from mtfp.files.wrong_file import other_kind
from mtfp.frozen import frozen
from mtfp.money import Unit
from mtfp.plan.model import Plan
from mtfp.plan.record import Context
from mtfp.plan.unknown import Lost, not_of_lost
from mtfp.problems import InputError, Notice, Place, Problem
from mtfp.scenario.apply import problems_of, problems_where_broken
from mtfp.scenario.file import ScenarioFile, ScenarioHead
from mtfp.scenario.model import Scenario
from mtfp.scenario.resolve import kind_of
from mtfp.scenario.steps.add import added_by, adding, with_added
from mtfp.scenario.steps.rephase import part_like_a_share
from mtfp.scenario.steps.reserve import SLIPS
from mtfp.scenario.steps.step import Signs, Step, signs_of

_DEEPEST = 20


@frozen(eq=False)
class _Found:
    """A scenario file before its steps are read: its values, the plan that it names, and the files that it extends."""

    source: SourceFile
    data: dict[str, Any]
    plan: tuple[Place, Path] | None
    extends: tuple[_Found, ...]

    def walk(self) -> list[_Found]:
        """Return this file and all it extends, each once."""
        files = [self]
        for each in files:
            files += (parent for parent in each.extends if parent not in files)
        return files


def read_scenario(
    source: SourceFile, data: dict[str, Any]
) -> tuple[PlanRead, Scenario, tuple[SourceFile, ...]]:
    """Return a scenario's plan, the scenario, and every file read; raise `InputError` with every mistake in them."""
    problems: list[Problem] = []
    found = _find(source, data, (), {}, problems)
    named = list(
        {
            real(path): (place, path) for each in found.walk() if each.plan for place, path in [each.plan]
        }.values()
    )
    for place, path in named[1:]:
        problems.append(
            Problem(
                place=place,
                what=f"this builds on two plans, {named[0][1].as_posix()} and {path.as_posix()}",
                expected="scenarios of one plan",
                fix=f'write plan = "{named[0][1].name}", or leave this scenario out of extends',
            )
        )
    if not named:
        context = Context(unit=Unit.POUNDS, horizon=None)
        _, wrong = read_record(ScenarioHead, data["scenario"], source.place("scenario"), context)
        raise InputError([*wrong, *problems])
    tried, contexts = _read_plan(*named[0])
    problems += tried.problems
    read = tried.read
    sound = {each.source.path: _sound(each, contexts) for each in found.walk()}
    problems += (problem for each in sound.values() for problem in each.problems)
    if read is None:
        raise InputError(problems)
    steps = (step for each in sound.values() if each.file for step in each.file.steps)
    signs = signs_of(read.head.savings_sign, read.head.funding_sign, with_added(read.plan, steps))
    of_steps: list[Problem] = []
    scenario = _scenario(found, sound, (read.plan, signs), {}, of_steps)
    problems += not_of_lost(of_steps, tried.lost)
    if problems and scenario is not None:
        problems += _told_beside(found, sound, tried, scenario)
    if problems or scenario is None:
        raise InputError(problems)
    return read, scenario, (*(each.source for each in found.walk()), *read.sources)


def _told_beside(
    found: _Found, sound: Mapping[Path, Sound[ScenarioFile]], tried: Tried, scenario: Scenario
) -> list[Problem]:
    """Return what else stops a scenario that has a mistake, or whose plan has one, without what follows from that mistake."""
    if tried.read is None:
        return []
    plan, lost = tried.read.plan, _with_added(tried.lost, sound.values())
    left = (sound[each.source.path].left_out(each.data, each.source.place()) for each in found.walk())
    steps = [step for steps in left for step in steps]
    adding = [step for step in steps if step[0] == "add"]
    unread = changes_named([*tried.unread, *adding], plan)
    named = with_added(replace(plan, changes=(*plan.changes, *unread)), scenario.every_step())
    breaches = [*unknown_names(steps, named), *names_in_lost_records(adding, named)]
    lost_steps: Lost = {kind: None for each in sound.values() for kind in each.lost if kind in SLIPS}
    if not tried.problems and not lost:
        return not_of_lost([*breaches, *problems_of(plan, scenario)], lost_steps)
    breaches += problems_where_broken(plan, scenario, unread)
    return not_of_lost(breaches, {"change": frozenset(), "types": frozenset(), **lost_steps, **lost})


def _with_added(lost: Lost, files: Iterable[Sound[ScenarioFile]]) -> Lost:
    """Return what a plan lost, together with the changes of add steps that could not be read."""
    adding = [each.lost["add"] for each in files if "add" in each.lost]
    if not adding:
        return lost
    named = [lost.get("change", frozenset()), *adding]
    known = [names for names in named if names is not None]
    return {**lost, "change": frozenset().union(*known) if len(known) == len(named) else None}


def _find(
    source: SourceFile,
    data: dict[str, Any],
    chain: tuple[Path, ...],
    met: dict[Path, _Found],
    problems: list[Problem],
) -> _Found:
    """Follow the files that a scenario names, telling of those that are missing, broken, circular or outside its folder.

    `chain` are the files that led here, and `met` those read already: a file extended twice is read once.
    """
    written = data.get("scenario")
    head = written if isinstance(written, dict) else {}
    names = head.get("extends", [])
    names = [name for name in (names if isinstance(names, list) else [names]) if isinstance(name, str)]
    names = list(dict.fromkeys(names))
    plan = head.get("plan")
    if head is written and ("plan" in head) == ("extends" in head):
        problems.append(
            Problem(
                place=source.place("scenario"),
                what="the scenario names no plan"
                if plan is None
                else "the scenario has both plan and extends",
                expected='plan = "plan.toml", or extends = "another-scenario.toml"',
                fix="add one of the two" if plan is None else "remove plan: what it extends names that",
            )
        )
    here = (*chain, real(source.path))
    parents: list[_Found] = []
    for name in names:
        try:
            parents.append(_parent(source, name, here, met, problems))
        except InputError as error:
            problems += error.problems
    named = None
    if isinstance(plan, str) and not names:
        place = source.place("scenario", "plan")
        try:
            named = (place, beside(place, source.path, plan))
        except InputError as error:
            problems += error.problems
    return _Found(source=source, data=data, plan=named, extends=tuple(parents))


def _parent(
    source: SourceFile,
    name: str,
    here: tuple[Path, ...],
    met: dict[Path, _Found],
    problems: list[Problem],
) -> _Found:
    place = source.place("scenario", "extends")
    path = beside(place, source.path, name)
    if real(path) in here or len(here) > _DEEPEST:
        raise InputError([_circle(place, name)])
    if real(path) not in met:
        parent = read_named(place, path, shown_beside(source, name))
        data = parse_toml(parent)
        if "scenario" not in data:
            raise InputError([_not_a_scenario(place, name, other_kind(data, "scenario"))])
        met[real(path)] = _find(parent, data, here, met, problems)
    return met[real(path)]


def _not_a_scenario(place: Place, name: str, kind: str | None) -> Problem:
    return Problem(
        place=place,
        what=f'"{name}" is not a scenario' if kind is None else f'"{name}" is {kind}, not a scenario',
        expected="a file with a [scenario] table",
        fix=f'write plan = "{name}" in place of extends' if kind == "a plan" else "name another file",
    )


def _circle(place: Place, name: str) -> Problem:
    return Problem(
        place=place,
        what=f'"{name}" extends this scenario, directly or through others',
        expected=f"scenarios that do not build on one another in a circle, and at most {_DEEPEST} deep",
        fix=f'remove "{name}" from extends; where nothing is left in it, name the plan with plan = ...',
    )


def _read_plan(place: Place, path: Path) -> tuple[Tried, tuple[Context, ...]]:
    """Return the sound part of the plan, and the unit and years that values are read with."""
    try:
        source = read_named(place, path, path.as_posix())
        data = _of_a_plan(place, path, parse_toml(source))
    except InputError as error:
        return Tried(None, [*error.problems], {}), contexts_of({})
    return try_plan(source, data), contexts_of(data)


def _of_a_plan(place: Place, path: Path, data: dict[str, Any]) -> dict[str, Any]:
    """Return a plan's values, unless the file is a scenario or a style."""
    kind = other_kind(data, "plan")
    if kind is None:
        return data
    raise InputError(
        [
            Problem(
                place=place,
                what=f'"{path.name}" is {kind}, not a plan',
                expected="a file with a [plan] table",
                fix="write extends in place of plan, or name a plan" if "scenario" in data else "name a plan",
            )
        ]
    )


def _sound(found: _Found, contexts: Iterable[Context]) -> Sound[ScenarioFile]:
    """Return the sound part of a scenario file."""
    place = found.source.place()
    sound, *others = (read_file(ScenarioFile, found.data, place, context) for context in contexts)
    return replace(sound, problems=told_by_all(sound.problems, *(other.problems for other in others)))


def _scenario(
    found: _Found,
    sound: Mapping[Path, Sound[ScenarioFile]],
    of_plan: tuple[Plan, Signs],
    made: dict[Path, Scenario],
    problems: list[Problem],
) -> Scenario | None:
    """Return the scenario of a file, and of those it extends; `made` are those made already."""
    path = found.source.path
    file = sound[path].file
    if file is None or path in made:
        return made.get(path)
    head = file.scenario
    parents = [_scenario(parent, sound, of_plan, made, problems) for parent in found.extends]
    steps = sorted(file.steps, key=lambda step: step.place.line)
    made[path] = Scenario(
        title=head.title,
        author=head.author,
        source=head.source,
        why=head.why,
        extends=tuple(parent for parent in parents if parent is not None),
        steps=tuple(_step(step, *of_plan, problems) for step in steps),
        notices=tuple(_parts_like_shares(found, steps, of_plan[0].unit)),
        place=found.source.place(),
    )
    return made[path]


def _parts_like_shares(found: _Found, steps: Iterable[Step], unit: Unit) -> Iterator[Notice]:
    """Yield a question about each part of a change that may be meant as a share."""
    for step in steps:
        kind, n = step.place.key
        notice = part_like_a_share(step, found.data[str(kind)][n].get("part"), unit)
        if notice is not None:
            yield notice


def _step(step: Step, plan: Plan, signs: Signs, problems: list[Problem]) -> Step:
    """Return a step as the plan has it: its amounts signed as the plan's, and an added change as it comes to be."""
    added = added_by(step)
    if added is not None:
        return adding(step, read_change(added, plan, signs.savings, problems))
    turned: Step = kind_of(step).turned(step, signs)
    return turned
