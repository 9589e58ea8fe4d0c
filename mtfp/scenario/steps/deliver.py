"""Deliver: only a share of a saving arrives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mtfp.money import MILLION, show_rate
from mtfp.plan.changes import Change
from mtfp.plan.kinds import SHARE
from mtfp.plan.model import Plan
from mtfp.plan.record import key, record
from mtfp.problems import Notice, Problem
from mtfp.scenario.steps.selected import (
    OnSelected,
    leave_out,
    little_of,
    moves_the_same,
    no_amounts,
    place_of,
    selected,
)
from mtfp.scenario.steps.step import Resolved, StepKind


@record
class Deliver(OnSelected):
    """Only a share of a saving arrives."""

    share: int = key(SHARE, "What share of it arrives.")


def _says(resolved: Resolved[Deliver], _: str) -> str:
    return f"{show_rate(resolved.step.share)} delivered"


def _changed(step: Deliver, change: Change, _: Plan) -> Change:
    return replace(change, profile=change.profile.scale(step.share))


def _refuses(step: Deliver, change: Change, plan: Plan) -> Problem | None:
    name, of_type = f'"{change.reference}"', plan.types.get(change.type)
    fix = f"{leave_out(change, step)}, or give its new amounts with [[reprofile]]"
    if of_type is not None and of_type.kind != "saving":
        return Problem(
            place=place_of(change, step),
            what=f"{name} is a pressure, of which no share can be delivered",
            expected="a saving",
            fix=fix,
        )
    if change.profile.both_ways:
        return Problem(
            place=place_of(change, step),
            what=f"{name} moves both ways, so a share of it is not a share of a saving",
            expected="savings whose amounts share one sign",
            fix=fix,
        )
    return None


def _asks(resolved: Resolved[Deliver], words: str) -> Iterator[Notice]:
    yield from little_of(resolved, resolved.step.share, words)


def _same(step: Deliver, changes: Sequence[Change]) -> str:
    if step.share == MILLION:
        return "the plan has all of it delivered already"
    if any(change.profile.phases for change in changes):
        return "a share of so little is all of it, to the penny"
    return no_amounts(step, changes)


DELIVER = StepKind(
    key="deliver",
    record=Deliver,
    words="Only a share of a saving arrives.",
    bears_on=selected,
    says=_says,
    refuses=_refuses,
    changed=_changed,
    asks=_asks,
    same=_same,
    nil=moves_the_same,
)
