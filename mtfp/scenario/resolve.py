"""Which change, index or figure each instruction bears on: selections looked up, overrides applied, conflicts found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import combinations
from typing import assert_never

from mtfp.frozen import frozen
from mtfp.plan.model import Plan
from mtfp.plan.unknown import inside, unknown, unknown_change, unknown_index, unknown_type
from mtfp.problems import Key, Place, Problem, listed
from mtfp.scenario.figures import name_of, target_of
from mtfp.scenario.model import (
    Add,
    Assume,
    Confide,
    DelayScheme,
    Deliver,
    Drop,
    Grow,
    Instruction,
    Keep,
    MeetSlippage,
    OnChanges,
    Rephase,
    Reprofile,
    Scenario,
    SetCashLimit,
    SetFigures,
    Target,
    Where,
    words_of,
)
from mtfp.scenario.records import record_targets, spent_beyond

_MOST_SERVICES = 12
_MOST_NAMED = 40
_ALONE = (Drop, Reprofile, Keep)


@frozen(kw_only=False)
class Resolved:
    """An instruction with all that it bears on, in the order of the plan.

    `followers` are the changes that it bears on only because they need another change, each with that other, by reference.
    """

    instruction: Instruction
    targets: tuple[Target, ...]
    followers: Mapping[str, str] = field(default_factory=dict)

    @property
    def references(self) -> tuple[str, ...]:
        """The references of the changes it bears on."""
        return tuple(target[1] for target in self.targets if target[0] in _OF_CHANGES)

    def within(self, part: Plan) -> Resolved:
        """Return the step with what it bears on in a part of the plan, such as one service; all of that where none is in the part."""
        there = tuple(
            target
            for target in self.targets
            if target[0] not in _OF_CHANGES or target[1] in part.change_by_reference
        )
        followers = {each: of for each, of in self.followers.items() if each in part.change_by_reference}
        return replace(self, targets=there, followers=followers) if there else self


_OF_CHANGES = ("change", "confidence")


def with_added(plan: Plan, scenario: Scenario) -> Plan:
    """Return the plan with every change that is added by the scenario or by one that it extends."""
    adds = {_written(each): each for each in _instructions(scenario) if isinstance(each, Add)}
    return replace(plan, changes=(*plan.changes, *(add.change for add in adds.values()))) if adds else plan


def resolve(plan: Plan, scenario: Scenario) -> tuple[tuple[Resolved, ...], list[Problem]]:
    """Return what each instruction bears on, and a problem for each that selects nothing or meets another.

    `plan` holds the added changes already. Of two instructions on one target the child's wins where it says
    `overrides = true` or is a `keep`; anything else is a conflict, so the order of instructions and files never matters.

    >>> resolved, problems = resolve(plan_of('''
    ... line = [{ service = "Care", base = 1000 }]
    ... change = [{ reference = "S1", type = "S", service = "Care", title = "Rents", amounts."2026/27" = -100 }]
    ... '''), scenario_of('''
    ... [[deliver]]
    ... change = "S1"
    ... share = "80%"
    ... [[drop]]
    ... change = "S1"
    ... '''))
    >>> [problem.what.partition(" at ")[0] for problem in problems]
    ['two steps meet on S1: dropped here, 80% delivered']
    """
    problems: list[Problem] = []
    resolved = _resolve(plan, scenario, {}, problems)
    return tuple(_narrowed(each, plan) for each in resolved), problems


def _resolve(
    plan: Plan, scenario: Scenario, done: dict[int, list[Resolved]], problems: list[Problem]
) -> list[Resolved]:
    """Resolve a scenario and those it extends, each once; `done` are those resolved so far."""
    if id(scenario) in done:
        return done[id(scenario)]
    inherited = _once(each for parent in scenario.extends for each in _resolve(plan, parent, done, problems))
    own = [Resolved(each, tuple(_targets(plan, each, problems))) for each in scenario.instructions]
    # Contradicting what is inherited must be meant, so it is said; keep can mean nothing else (docs/decisions/0008).
    replaced = {
        target
        for each in own
        if each.instruction.overrides or isinstance(each.instruction, Keep)
        for target in (*each.targets, *_restored(each))
        if not isinstance(each.instruction, Add)
    }
    kept = [_without(each, replaced) for each in inherited]
    done[id(scenario)] = everything = [each for each in kept if each.targets] + own
    problems += _conflicts(everything, frozenset(map(id, own)))
    return everything


def _restored(resolved: Resolved) -> Iterator[Target]:
    """Yield what `keep` restores beside the change itself: its confidence, and a reserve that meets its slippage."""
    if isinstance(resolved.instruction, Keep):
        yield from ((kind, each) for each in resolved.references for kind in ("confidence", "slippage"))


def _instructions(scenario: Scenario) -> Iterator[Instruction]:
    """Yield the instructions of a scenario and of all it extends, each scenario once, those extended first."""
    scenarios, met = [scenario], {id(scenario)}
    for each in scenarios:
        new = [parent for parent in reversed(each.extends) if id(parent) not in met]
        met |= {id(parent) for parent in new}
        scenarios += new
    for each in reversed(scenarios):
        yield from each.instructions


def _written(instruction: Instruction) -> tuple[str, Key]:
    return instruction.place.file, instruction.place.key


def _once(resolved: Iterable[Resolved]) -> list[Resolved]:
    """Keep an instruction once that is met twice, as when two scenarios extend a third, with all that it bears on either way."""
    met: dict[tuple[str, Key], Resolved] = {}
    for each in resolved:
        other = met.setdefault(_written(each.instruction), each)
        targets = tuple(dict.fromkeys(other.targets + each.targets))
        met[_written(each.instruction)] = replace(other, targets=targets)
    return list(met.values())


def _without(resolved: Resolved, replaced: set[Target]) -> Resolved:
    if isinstance(resolved.instruction, Add):
        return resolved
    if isinstance(resolved.instruction, DelayScheme) and not replaced.isdisjoint(_only_of_a_delay(resolved)):
        return replace(resolved, targets=())
    return replace(resolved, targets=tuple(target for target in resolved.targets if target not in replaced))


def _only_of_a_delay(resolved: Resolved) -> set[Target]:
    """Return the target that only another delay of the scheme can bear on; such a delay replaces this one whole."""
    return {target for target in resolved.targets if target[-1] == "in_use"}


def _narrowed(resolved: Resolved, plan: Plan) -> Resolved:
    """Return a step that says only what is left to it where other steps have overridden the rest."""
    years = {target[-1] for target in resolved.targets}
    instruction = resolved.instruction
    match instruction:
        case Assume() | Grow():
            left = tuple(year for year in instruction.years if str(year) in years)
            return replace(resolved, instruction=replace(instruction, years=left))
        case SetFigures():
            figures = {
                fact: figure
                for fact, figure in instruction.figures.items()
                if target_of(fact, instruction.record, instruction.name) in resolved.targets
            }
            return replace(resolved, instruction=replace(instruction, figures=figures))
        case MeetSlippage():
            references = tuple(target[1] for target in resolved.targets)
            return replace(resolved, instruction=replace(instruction, references=references))
        case DelayScheme():
            beyond = spent_beyond(plan, instruction)
            return replace(resolved, instruction=replace(instruction, beyond=beyond))
        case SetCashLimit():
            amounts = {year: pence for year, pence in instruction.amounts.items() if str(year) in years}
            return replace(resolved, instruction=replace(instruction, amounts=amounts))
        case _:
            return resolved


def _targets(plan: Plan, instruction: Instruction, problems: list[Problem]) -> Iterator[Target]:
    match instruction:
        case Add():
            yield ("change", instruction.change.reference)
        case Assume():
            if instruction.index not in plan.indices:
                problems.append(unknown_index(instruction.place, instruction.index, plan))
                return
            if plan.indices[instruction.index].provision:
                problems.append(_no_rate(instruction))
                return
            yield from (("index", instruction.index, str(year)) for year in instruction.years)
        case SetCashLimit():
            if plan.cash_limit is None:
                problems.append(
                    Problem(
                        place=instruction.place,
                        what="the plan states no cash limit to change",
                        expected="a plan with a [cash_limit]",
                        fix=f"add [cash_limit] to {plan.place.file.rpartition('/')[2]}, or remove this step",
                        unless=(("cash_limit", ""),),
                    )
                )
            yield from (("cash limit", str(year)) for year in instruction.amounts)
        case Rephase() | Deliver() | Drop() | Keep() | Reprofile():
            yield from (("change", reference) for reference in _select(plan, instruction, problems))
        case Confide():
            yield from (("confidence", reference) for reference in _select(plan, instruction, problems))
        case SetFigures() | Grow() | DelayScheme() | MeetSlippage():
            yield from record_targets(plan, instruction, problems)
        case _:
            assert_never(instruction)


def _no_rate(assume: Assume) -> Problem:
    return Problem(
        place=assume.place.at("index"),
        what=f"index {assume.index} is a sum of money in each year, and has no rate to change",
        expected="an index of rates",
        fix="name another index, or add the difference as a change with [[add]]",
    )


def _select(plan: Plan, instruction: OnChanges, problems: list[Problem]) -> list[str]:
    selection, place = instruction.selection, instruction.place
    known = plan.change_by_reference
    named = [(place.at("change", n), reference) for n, reference in enumerate(selection.references)]
    excluded = [(place.at("except", n), reference) for n, reference in enumerate(selection.excluding)]
    unknown_names = [unknown_change(at, each, plan) for at, each in (*named, *excluded) if each not in known]
    problems += unknown_names
    if selection.where is None:
        return [reference for reference in dict.fromkeys(selection.references) if reference in known]
    of_where = (change.reference for change in plan.changes if selection.where.matches(change, plan))
    matched = list(dict.fromkeys(of_where))
    left = [reference for reference in matched if reference not in selection.excluding]
    unknown_values = list(unknown_in_where(plan, selection.where, place.at("where")))
    problems += unknown_values
    if unknown_values or unknown_names:
        return left
    if not matched:
        problems.append(
            Problem(
                place=place.at("where"),
                what="where selects no change of the plan",
                expected="at least one change that agrees with every key of where; of several values in one key, any will do",
                fix="correct where, or name the changes: change = [...]",
                unless=(("change", ""), ("types", "")),
            )
        )
    elif not left:
        problems.append(
            Problem(
                place=place.at("except"),
                what="except leaves none of the changes that where selects",
                expected=f"at least one of those it selects: {listed(matched)}",
                fix="correct except, or remove this step",
                unless=(("change", ""), ("types", "")),
            )
        )
    else:
        problems += (_never_selected(at, each, matched) for at, each in excluded if each not in matched)
    return left


def _never_selected(place: Place, reference: str, matched: list[str]) -> Problem:
    return Problem(
        place=place,
        what=f'"{reference}" is not among the changes that where selects',
        expected=f"one of those it selects: {listed(matched)}",
        fix=f'remove "{reference}" from except, or correct where',
        unless=(("types", ""),),
    )


def unknown_in_where(plan: Plan, where: Where, place: Place) -> Iterator[Problem]:
    """Yield a problem for each type, service and tag that `where` asks for and no change of the plan has."""
    yield from (
        unknown_type(place.at("type", n), code, plan)
        for n, code in enumerate(where.type)
        if code not in plan.types
    )
    services = {str(above) for change in plan.changes for above in change.service.up}
    of_lines = {str(above) for line in plan.lines for above in line.service.up}
    for n, service in enumerate(where.service):
        if str(service) in of_lines - services:
            problem = _no_change_of(place.at("service", n), str(service), sorted(services))
        elif str(service) not in services:
            problem = unknown(place.at("service", n), "service", str(service), sorted(services))
        else:
            continue
        yield problem._replace(unless=inside(str(service), "line", "change"))
    tags = {tag for change in plan.changes for tag in change.tags}
    yield from (
        unknown(place.at("tag", n), "tag", tag, sorted(tags))._replace(unless=(("change", ""),))
        for n, tag in enumerate(where.tag)
        if tag not in tags
    )


def _no_change_of(place: Place, service: str, services: list[str]) -> Problem:
    there = listed(services, most=_MOST_SERVICES) or "none"
    return Problem(
        place=place,
        what=f'"{service}" is a service of the plan, and none of its changes is for it',
        expected=f"a service that has a change: {there}",
        fix="name one of these, or remove this step",
        there=f": {there}",
    )


def _conflicts(resolved: list[Resolved], own: Collection[int]) -> Iterator[Problem]:
    """Yield a problem for each pair of steps that meet on a target, naming both places; the steps in `own` are not inherited."""
    on_target: dict[Target, list[Resolved]] = {}
    for each in resolved:
        for target in each.targets:
            on_target.setdefault(target, []).append(each)
    met: dict[tuple[int, int], tuple[Resolved, Resolved, list[Target]]] = {}
    for target, steps in on_target.items():
        for one, other in combinations(steps, 2):
            if target[0] != "change" or clash(one.instruction, other.instruction):
                met.setdefault((id(one), id(other)), (one, other, []))[2].append(target)
    for first, second, targets in met.values():
        whole_files = (id(first) in own) == (id(second) in own)
        one, other = (
            (second, first) if whole_files and _finds(first) and not _finds(second) else (first, second)
        )
        shown = listed(dict.fromkeys(map(_shown, targets)))
        here, there = other.instruction, one.instruction
        yield Problem(
            place=here.place,
            what=f"two steps meet on {shown}: {words_of(here)} here, {words_of(there)} at {there.place}",
            expected=_ONE_STEP if targets[0][0] in ("change", "index", "cash limit") else _ONE_FIGURE,
            fix=_apart(other, targets)
            + (", or write overrides = true in this step" if id(one) not in own and id(other) in own else ""),
        )


def _finds(step: Resolved) -> bool:
    """Whether a step finds its changes by what they are, and so can leave one out with except."""
    instruction = step.instruction
    return isinstance(instruction, OnChanges) and instruction.selection.where is not None


def _apart(step: Resolved, met: Sequence[Target]) -> str:
    """Return how to keep two steps apart: this step leaves out what the other is for, or goes."""
    left = [target for target in step.targets if target not in met]
    if not left or not isinstance(step.instruction, OnChanges):
        shown = listed(dict.fromkeys(map(_shown, met)))
        return f"take {shown} out of this step or the other" if left else "remove this step or the other"
    out = list(dict.fromkeys(target[1] for target in met))
    if not _finds(step):
        return f"take {listed(out, most=_MOST_NAMED)} out of this step"
    quoted = ", ".join(f'"{each}"' for each in (*step.instruction.selection.excluding, *out))
    return f"write except = [{quoted}] in this step"


_ONE_STEP = (
    "at most one step of each kind on a change, an index or a cash limit in one year; "
    "drop, reprofile and keep stand alone"
)
_ONE_FIGURE = "at most one step for each figure; for a figure by year, one in each year"


def _shown(target: Target) -> str:
    match target:
        case ("change", reference):
            return reference
        case ("index", name, year):
            return f"index {name} in {year}"
        case (_, name, field, *year):
            return f"{name or target[0]} {name_of(target[0], field)}{''.join(f' in {each}' for each in year)}"
        case _:
            return "the {} of {}".format(*target)


def clash(one: Instruction, other: Instruction) -> bool:
    """Whether two instructions contradict each other on when a change happens or how much of it does."""
    if isinstance(one, Add | Confide) or isinstance(other, Add | Confide):
        return False
    return type(one) is type(other) or isinstance(one, _ALONE) or isinstance(other, _ALONE)
