"""What a change comes to in its plan, from what its file states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from mtfp.frozen import replaced
from mtfp.money import MILLION
from mtfp.plan.amounts import known_amounts, levels_left_out, words_for_amounts
from mtfp.plan.changes import Change, Stated
from mtfp.plan.how_sure import how_sure
from mtfp.plan.model import Plan
from mtfp.plan.profile import Phase, Profile
from mtfp.problems import Problem
from mtfp.years import Horizon


def read_change(change: Change, plan: Plan, savings_sign: int, problems: list[Problem]) -> Change:
    """Return a change as the plan has it from one as its file states it; `plan` needs its lines, types and years."""
    return read_changes((change,), plan, savings_sign, problems)[0]


def read_changes(
    stated: Sequence[Change], plan: Plan, savings_sign: int, problems: list[Problem]
) -> list[Change]:
    """Return changes as `read_change` does each, all of them at once, as a list of them may be very long."""
    worked = [_worked_out(change, plan, savings_sign, problems) for change in stated]
    if not any(worked):
        return [*stated]
    both = [each or attrgetter(*_WORKED_OUT)(change) for each, change in zip(worked, stated, strict=True)]
    return replaced(
        stated,
        {**dict(zip(_WORKED_OUT, zip(*both, strict=True), strict=True)), "stated": [None] * len(stated)},
    )


_WORKED_OUT = ("line", "profile", "one_off", "unstated", "in_base", "confidence")


def _worked_out(
    change: Change, plan: Plan, savings_sign: int, problems: list[Problem]
) -> tuple[object, ...] | None:
    """Return what a change comes to in its plan, as `_WORKED_OUT` names it; None where that is what its file states."""
    place, of_type, stated = change.place, plan.types.get(change.type), change.stated
    turn = savings_sign if of_type is not None and of_type.kind == "saving" else 1
    one_off = change.one_off or (of_type is not None and of_type.one_off)
    line = None if change.line is None else plan.line_named(change.line)
    if of_type is not None and of_type.kind != "saving":
        problems += _for_savings_alone(change)
    if stated is None:
        if turn == 1 and (line, one_off) == (change.line, change.one_off):
            return None
        turned = tuple(Phase(each.month, turn * each.annual) for each in change.profile.phases)
        return line, Profile(turned), one_off, change.unstated, change.in_base, change.confidence
    if stated.full_year is not None or stated.phases:
        problems += _timing_problems(change, stated, plan.horizon, one_off=one_off)
    if stated.basis == "levels":
        problems += levels_left_out(change.reference, stated.amounts, place, plan.horizon)
    profile, in_base = _profile(change, stated, plan.horizon, turn)
    sure = (
        MILLION
        if stated.confidence is None
        else how_sure(stated.confidence, place.at("confidence"), plan, problems)
    )
    return line, profile, one_off, words_for_amounts(stated.amounts), in_base, sure


def _profile(change: Change, stated: Stated, horizon: Horizon, turn: int) -> tuple[Profile, int]:
    """Return the change's phases, and the pence of it that is in the base already."""
    annual = 0 if stated.full_year is None else turn * stated.full_year
    if stated.phases:
        phases = (Phase(each.month, turn * each.annual) for each in stated.phases if each.annual)
        return Profile(tuple(phases)), annual
    if stated.full_year is None:
        amounts = known_amounts(stated.amounts, turn)
        return Profile.of_amounts(horizon, amounts, levels=stated.basis == "levels"), 0
    if change.in_base_since is not None:
        return Profile((Phase(change.in_base_since.april, annual),)), annual
    return Profile((Phase(stated.starts, annual),) if stated.starts is not None else ()), 0


def _for_savings_alone(change: Change) -> Iterator[Problem]:
    sure = None if change.stated is None else change.stated.confidence
    for key, stated in (("confidence", sure), ("stage", change.stage)):
        if stated is not None:
            yield Problem(
                place=change.place.at(key),
                what=f'"{change.reference}" is a pressure with a {key}',
                expected=f"{key} on a saving: a pressure counts as it stands",
                fix=f"remove {key}, or correct the type",
            )


def _timing_problems(change: Change, stated: Stated, horizon: Horizon, *, one_off: bool) -> Iterator[Problem]:
    months = [each.month for each in stated.phases if change.in_base_since is None]
    first = min([*months, *([] if stated.starts is None else [stated.starts])], default=horizon.first.april)
    if first < horizon.first.april:
        yield Problem(
            place=change.place.at("phases" if months else "starts"),
            what=f'"{change.reference}" starts in {first}, before the plan does',
            expected=f"a start from {horizon.first.april} on",
            fix="give the amounts of the plan's years by year; or give in_base_since, if the base has all of it already",
        )
    if change.in_base_since is not None and change.in_base_since > horizon.base_year:
        yield Problem(
            place=change.place.at("in_base_since"),
            what=f'"{change.reference}" is said to be in the base since {change.in_base_since}, which is a year of the plan',
            expected=f"{horizon.base_year} or a year before it",
            fix="correct the year, or give starts in place of in_base_since",
        )
    if one_off and stated.full_year is not None:
        yield Problem(
            place=change.place.at("full_year"),
            what=f'"{change.reference}" is a one-off with a full-year amount, which stays in the base',
            expected="amounts by year for a one-off",
            fix="give amounts by year, or another type",
        )
