"""Reading a scenario: its own steps, the scenarios it extends, and the plan they are for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtfp.files.changes import known_amounts, levels_left_out, read_change, words_for_amounts
from mtfp.files.kinds import other_kind
from mtfp.files.mistakes import Sound, validate, validate_sound_parts
from mtfp.files.opened import beside, real
from mtfp.files.plan import PlanRead, context_of, read_plan_source
from mtfp.files.scenario_shapes import (
    AddShape,
    AssumeShape,
    DeliverShape,
    DropShape,
    InstructionShape,
    KeepShape,
    RephaseShape,
    ReprofileShape,
    ScenarioFile,
    ScenarioHead,
    SetCashLimitShape,
    years_meant,
)
from mtfp.files.source import SourceFile, parse_toml, read_named, shown_beside
from mtfp.money import Unit, show_pounds
from mtfp.plan.model import Plan
from mtfp.plan.values import Context, as_share, bare_share
from mtfp.problems import InputError, Key, Notice, Place, Problem
from mtfp.scenario.apply import problems_of
from mtfp.scenario.model import (
    Add,
    Assume,
    Deliver,
    Drop,
    Instruction,
    Keep,
    Rephase,
    Reprofile,
    Scenario,
    Selection,
    SetCashLimit,
)
from mtfp.scenario.resolve import with_added

_DEEPEST = 20

COUNCIL_STEPS = ("council_tax", "stream", "reserve", "demand", "confidence", "capital")
"""The steps on what only a whole council has. What reads them is imported for a scenario that has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfPlan:
    """What a scenario's plan says of its steps: its records, which references are savings, and how money is signed.

    A sign is -1 where files write savings, or funding, the other way round.
    """

    plan: Plan
    savings: frozenset[str]
    savings_positive: bool
    funding_sign: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Found:
    """A scenario file before it is understood: its values, the plan it names, and the files it extends."""

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
        _, wrong = validate(ScenarioHead, data["scenario"], source.place("scenario"), context)
        raise InputError([*wrong, *problems])
    read, head, context = _read_plan(*named[0], problems)
    sound = {each.source.path: _sound(each, context) for each in found.walk()}
    problems += (problem for each in sound.values() for problem in each.problems)
    if read is None:
        raise InputError(problems)
    of_plan = _OfPlan(
        plan=read.plan,
        savings=_savings(read.plan, sound.values()),
        savings_positive=read.savings_positive,
        funding_sign=-1 if head.get("funding_signs") == "income negative" else 1,
    )
    scenario = _scenario(found, sound, of_plan, {}, problems)
    if problems and scenario is not None and not any("add" in each.lost for each in sound.values()):
        problems += problems_of(read.plan, scenario)
        problems += _names_not_read(found, sound, with_added(read.plan, scenario))
    if problems or scenario is None:
        raise InputError(problems)
    return read, scenario, (*(each.source for each in found.walk()), *read.sources)


def _names_not_read(
    found: _Found, sound: Mapping[Path, Sound[ScenarioFile]], plan: Plan
) -> Iterator[Problem]:
    from mtfp.files.lost_steps import unknown_names

    for each in found.walk():
        yield from unknown_names(each.data, sound[each.source.path].numbers, each.source.place(), plan)


def _find(
    source: SourceFile,
    data: dict[str, Any],
    chain: tuple[Path, ...],
    met: dict[Path, _Found],
    problems: list[Problem],
) -> _Found:
    """Follow what a scenario names, telling of files that are missing, broken, circular or outside its folder.

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
        expected=f"scenarios that build on one another in one direction, at most {_DEEPEST} deep",
        fix=f'remove "{name}" from extends; where nothing is left in it, name the plan with plan = ...',
    )


def _read_plan(
    place: Place, path: Path, problems: list[Problem]
) -> tuple[PlanRead | None, dict[str, Any], Context]:
    """Return the plan, or None with its mistakes told; its head; and what amounts and years mean in its scenarios."""
    context = Context(unit=Unit.POUNDS, horizon=None)
    head: dict[str, Any] = {}
    try:
        source = read_named(place, path, path.as_posix())
        data = _of_a_plan(place, path, parse_toml(source))
        context = context_of(data)
        read = read_plan_source(source, data)
    except InputError as error:
        problems += error.problems
        return None, head, context
    return read, data["plan"], context


def _of_a_plan(place: Place, path: Path, data: dict[str, Any]) -> dict[str, Any]:
    """Return a plan's values, unless they are of a scenario or a style."""
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


def _sound(found: _Found, context: Context) -> Sound[ScenarioFile]:
    """Return what is sound of a scenario file."""
    shape = ScenarioFile
    if any(key in found.data for key in COUNCIL_STEPS):
        from mtfp.files.council_steps import CouncilScenarioFile

        shape = CouncilScenarioFile
    return validate_sound_parts(shape, found.data, found.source.place(), context, COUNCIL_STEPS)


def _savings(plan: Plan, files: Iterable[Sound[ScenarioFile]]) -> frozenset[str]:
    """Return the references of the savings of the plan, and of those that scenarios add to it."""
    types = {change.reference: change.type for change in plan.changes}
    types |= {added.reference: added.type for file in files if file.shape for added in file.shape.add}
    kinds = {code: of_type.kind for code, of_type in plan.types.items()}
    return frozenset(reference for reference, code in types.items() if kinds.get(code) == "saving")


def _scenario(
    found: _Found,
    sound: Mapping[Path, Sound[ScenarioFile]],
    of_plan: _OfPlan,
    made: dict[Path, Scenario],
    problems: list[Problem],
) -> Scenario | None:
    """Return the scenario of a file, and of those it extends; `made` are those made already."""
    path = found.source.path
    file = sound[path]
    if file.shape is None or path in made:
        return made.get(path)
    head = file.shape.scenario
    parents = [_scenario(parent, sound, of_plan, made, problems) for parent in found.extends]
    steps = sorted(_steps(file), key=lambda step: found.source.line(step[0]))
    made[path] = Scenario(
        title=head.title,
        author=head.author,
        source=head.source,
        why=head.why,
        extends=tuple(parent for parent in parents if parent is not None),
        instructions=tuple(
            _instruction(shape, found.source.place(*key), of_plan, problems) for key, shape in steps
        ),
        notices=tuple(_parts_like_shares(found, steps, of_plan.plan.unit)),
        place=found.source.place(),
    )
    return made[path]


def _parts_like_shares(
    found: _Found, steps: Iterable[tuple[Key, InstructionShape]], unit: Unit
) -> Iterator[Notice]:
    """Yield a notice for each part in a plan in £m that is written as a share might be: in other units it is refused."""
    for key, shape in steps:
        if isinstance(shape, RephaseShape) and shape.part[1] is not None:
            written = found.data[str(key[0])][key[1]]["part"]
            if bare_share(written, shape.part[1], unit):
                amount, share = show_pounds(shape.part[1]), as_share(shape.part[1], unit)
                yield Notice(
                    name="part-or-share",
                    of=shape.change[0],
                    text=f"The part of {shape.change[0]} that moves is {amount}: is {share} meant?",
                    place=found.source.place(*key, "part"),
                    figure=shape.part[1],
                )


def _steps(file: Sound[ScenarioFile]) -> Iterator[tuple[Key, InstructionShape]]:
    """Yield each step with where it stands in the file."""
    for key in type(file.shape).model_fields if file.shape else ():
        if key != "scenario":
            for n, shape in enumerate(getattr(file.shape, key)):
                yield (key, file.numbers[key][n]), shape


def _instruction(
    shape: InstructionShape, place: Place, of_plan: _OfPlan, problems: list[Problem]
) -> Instruction:
    plan, why, overrides = of_plan.plan, shape.why, shape.overrides
    match shape:
        case RephaseShape():
            return Rephase(
                selection=shape.selection,
                months=shape.later if shape.later is not None else -(shape.earlier or 0),
                part_share=shape.part[0],
                part_amount=shape.part[1],
                why=why,
                overrides=overrides,
                place=place,
            )
        case DeliverShape():
            return Deliver(
                selection=shape.selection, share=shape.share, why=why, overrides=overrides, place=place
            )
        case DropShape():
            return Drop(selection=shape.selection, why=why, overrides=overrides, place=place)
        case KeepShape():
            return Keep(selection=shape.selection, why=why, overrides=overrides, place=place)
        case ReprofileShape():
            turn = -1 if of_plan.savings_positive and shape.change in of_plan.savings else 1
            if shape.basis == "levels":
                problems += levels_left_out(shape.change, shape.amounts, place.at("amounts"), plan.horizon)
            return Reprofile(
                selection=Selection(references=(shape.change,)),
                amounts=known_amounts(shape.amounts, turn),
                levels=shape.basis == "levels",
                unstated=words_for_amounts(shape.amounts),
                why=why,
                overrides=overrides,
                place=place,
            )
        case AddShape():
            change = read_change(
                shape, place, plan, savings_positive=of_plan.savings_positive, problems=problems
            )
            return Add(change=change, why=why, overrides=overrides, place=place)
        case AssumeShape():
            return Assume(
                index=shape.index,
                years=years_meant(shape.start, shape.only, plan.horizon),
                rate=shape.rate,
                add_points=shape.add_points,
                why=why,
                overrides=overrides,
                place=place,
            )
        case SetCashLimitShape():
            return SetCashLimit(amounts=shape.amounts, why=why, overrides=overrides, place=place)
        case _:
            from mtfp.files.council_steps import council_instruction

            return council_instruction(shape, place, plan, of_plan.funding_sign, problems)
