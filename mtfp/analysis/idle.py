"""Steps of a scenario that change nothing: for each the reason and, where it is known, how to write what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtfp.analysis.outcome import Effect, Outcome
from mtfp.money import MILLION
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.problems import Notice, listed
from mtfp.scenario.model import (
    Add,
    Assume,
    Confide,
    DelayScheme,
    Deliver,
    Drop,
    Grow,
    Keep,
    MeetSlippage,
    OnChanges,
    Rephase,
    Reprofile,
    Scenario,
    SetCashLimit,
    SetFigures,
)
from mtfp.scenario.resolve import resolve, with_added
from mtfp.years import Horizon, show_duration

NAME = "step-changes-nothing"


def idle_steps(outcome: Outcome) -> Iterator[Notice]:
    """Tell of each step that changes nothing, and of each saving in the base whose delay ends before the plan starts."""
    if outcome.scenario is None:
        return
    plan = with_added(outcome.before.plan, outcome.scenario)
    for effect in outcome.effects:
        late = list(_late_before_the_plan(effect, plan))
        yield from late
        reason = "" if late and not effect.pence.any() else _reason(effect, outcome, plan)
        if reason:
            instruction = effect.step.instruction
            yield Notice(
                name=NAME,
                of=listed(effect.step.references),
                text=f"{effect.words}. This step changes nothing: {reason}.",
                place=instruction.place,
            )


def _late_before_the_plan(effect: Effect, plan: Plan) -> Iterator[Notice]:
    """Yield a notice of each saving in the base whose delay ends before the plan starts, with what to write."""
    rephase = effect.step.instruction
    if not isinstance(rephase, Rephase):
        return
    first = plan.horizon.first.april
    for reference in effect.step.references:
        change = plan.change_by_reference.get(reference)
        if change is None or change.in_base_since is None or not change.profile.steps:
            continue
        since = change.in_base_since.april
        if since + rephase.months > first:
            continue
        late, into = show_duration(rephase.months), first.index - since.index + rephase.months
        yield Notice(
            name=NAME,
            of=reference,
            text=(
                f"{change.printed} {change.title}: {late} late changes nothing. It is in the base since {change.in_base_since}, and late "
                f"counts from {since}, so all of it is there when the plan starts. If it is to arrive {late} into the plan, write "
                f'later = "{into} months" for it; if a share of it is not to arrive, [[deliver]] that share.'
            ),
            place=rephase.place,
        )


def _reason(effect: Effect, outcome: Outcome, plan: Plan) -> str:
    """Return why a step changes nothing; empty where it changes something, or undoes an inherited step."""
    instruction = effect.step.instruction
    if isinstance(instruction, Keep):
        return "" if _inherits(effect, outcome) else "no scenario that this one extends has a step on it"
    if effect.idle and not instruction.overrides:
        return _nothing_new(effect, plan)
    moves = effect.pence.any() or effect.to_find.any() or any(each.pence.any() for each in effect.own)
    if moves or outcome.service is not None or effect.idle:
        return ""
    return _comes_to_nothing(effect, plan)


def _nothing_new(effect: Effect, plan: Plan) -> str:
    """Return why a step leaves every figure of the plan as it is."""
    match effect.step.instruction:
        case Deliver(share=share) if share == MILLION:
            return "the plan has all of it delivered already"
        case Rephase(part_share=0) | Rephase(part_amount=0):
            return "the part that it moves is nil"
        case Rephase() | Deliver() | Drop() as instruction:
            return _without_amounts(effect, plan, instruction)
        case Assume():
            return "the rate is the one that the plan has"
        case Grow():
            return "the growth is the one that the plan has"
        case DelayScheme():
            return "the scheme spends nothing"
        case Confide():
            return "the confidence is the one that the plan has"
        case Reprofile() | SetCashLimit():
            return "the amounts are those that the plan has"
        case SetFigures() | MeetSlippage() | Add() | Keep():
            return "the figures are those that the plan has"


def _without_amounts(effect: Effect, plan: Plan, instruction: OnChanges) -> str:
    changes = _changes(effect, plan)
    if isinstance(instruction, Deliver) and any(change.profile.steps for change in changes):
        return "a share of so little is all of it, to the penny"
    return f"{_has(changes)} no amount in any year"


def _comes_to_nothing(effect: Effect, plan: Plan) -> str:
    """Return why a step that gives other figures moves no amount in any year; empty where none should move."""
    match effect.step.instruction:
        case Assume(index=index):
            users = [line for line in plan.lines if line.index == index]
            return "what inflates by it is nil in those years" if users else f"no line uses the index {index}"
        case Add(change=change):
            return (
                "all of it falls after the plan"
                if _falls_after(change, plan.horizon)
                else "it has no amount in any year"
            )
        case Rephase() | Deliver() | Drop() | Reprofile():
            changes = _changes(effect, plan)
            if all(change.tbc and not change.profile.steps for change in changes):
                return (
                    f"the amounts of {listed(change.printed for change in changes)} are not known yet (tbc)"
                )
            return "what it moves comes to the same in every year of the plan"
        case Grow():
            return "the demand has no activity or no cost that grows"
        case SetFigures(figures=figures) if any(isinstance(each, str) for each in figures.values()):
            return ""  # what it gives anew is no figure
        case SetFigures(record="demand" | "scheme" | "stream" | "council tax") | DelayScheme():
            return "what it gives anew comes to the same in every year of the plan"
        case _:
            return ""


def _falls_after(change: Change, horizon: Horizon) -> bool:
    return bool(change.profile.beyond(horizon)) and not any(change.amounts(horizon))


def _changes(effect: Effect, plan: Plan) -> list[Change]:
    found = (plan.change_by_reference.get(reference) for reference in effect.step.references)
    return [change for change in found if change is not None]


def _has(changes: Sequence[Change]) -> str:
    names = listed(change.printed for change in changes)
    return f"{names or 'it'} {'have' if len(changes) > 1 else 'has'}"


def _inherits(effect: Effect, outcome: Outcome) -> bool:
    """Whether a scenario that this one extends has a step on what `keep` keeps. For one service it is not known."""
    if outcome.scenario is None or outcome.service is not None:
        return True
    kept = set(effect.step.references)
    return any(
        target[0] in ("change", "confidence", "slippage") and target[1] in kept
        for scenario in _extended(outcome.scenario)
        for step in resolve(with_added(outcome.before.plan, scenario), scenario)[0]
        if not isinstance(step.instruction, Keep)
        for target in step.targets
    )


def _extended(scenario: Scenario) -> Iterator[Scenario]:
    for each in scenario.extends:
        yield each
        yield from _extended(each)
