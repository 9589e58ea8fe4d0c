"""Steps of a scenario that change nothing: for each the reason and, where it is known, how to write what was meant."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.analysis.outcome import Effect, Outcome
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.problems import Notice, listed
from mtfp.scenario.steps.add import with_added
from mtfp.scenario.steps.rephase import ends_before_the_plan
from mtfp.years import show_duration

NAME = "step-changes-nothing"


def idle_steps(outcome: Outcome) -> Iterator[Notice]:
    """Tell of each step that changes nothing, and of each saving in the base whose delay ends before the plan starts."""
    if outcome.scenario is None:
        return
    plan = with_added(outcome.before.plan, outcome.scenario.every_step())
    for effect in outcome.effects:
        late = list(_late_before_the_plan(effect, plan))
        yield from late
        reason = "" if late and not effect.pence.any() else _reason(effect, outcome, plan)
        if reason:
            yield Notice(
                name=NAME,
                of=listed(effect.resolved.references),
                text=f"{effect.words}. This step changes nothing: {reason}.",
                place=effect.resolved.place,
            )


def _late_before_the_plan(effect: Effect, plan: Plan) -> Iterator[Notice]:
    """Yield a notice of each saving in the base whose delay ends before the plan starts, with what to write."""
    for change, since in ends_before_the_plan(effect.resolved, plan):
        months = effect.resolved.step.months
        late, into = show_duration(months), plan.horizon.first.april.index - since.april.index + months
        yield Notice(
            name=NAME,
            of=change.reference,
            text=(
                f"{change.printed} {change.title}: {late} late changes nothing. It is in the base since {since}, and late "
                f"counts from {since.april}, so all of it is there when the plan starts. If it is to arrive {late} into the plan, write "
                f'later = "{into} months" for it; if a share of it is not to arrive, [[deliver]] that share.'
            ),
            place=effect.resolved.place,
        )


def _reason(effect: Effect, outcome: Outcome, plan: Plan) -> str:
    """Return why a step changes nothing; empty where it changes something, or undoes an inherited step."""
    step, kind = effect.resolved.step, effect.resolved.kind
    if kind.restores:
        known = outcome.service is None and not effect.undoes
        return "no scenario that this one extends has a step on it" if known else ""
    if effect.idle and not step.overrides:
        return kind.same(step, _changes(effect, plan))
    moves = effect.pence.any() or effect.to_find.any() or any(each.pence.any() for each in effect.own)
    if moves or outcome.service is not None or effect.idle:
        return ""
    return kind.nil(effect.resolved, _changes(effect, plan), plan)


def _changes(effect: Effect, plan: Plan) -> list[Change]:
    found = (plan.change_by_reference.get(reference) for reference in effect.resolved.references)
    return [change for change in found if change is not None]
