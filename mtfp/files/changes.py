"""From a change in budget as a table or a row states it to the change itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from mtfp.frozen import in_columns
from mtfp.marks import figure
from mtfp.money import MILLION, parse_share
from mtfp.plan.changes import Change, StatedChange
from mtfp.plan.model import Plan
from mtfp.plan.profile import Profile, Step
from mtfp.problems import MisreadError, Place, Problem, listed, nearest
from mtfp.years import FinancialYear, Horizon


def read_change(facts: StatedChange, plan: Plan, savings_sign: int, problems: list[Problem]) -> Change:
    """Return a change of the plan, or one a scenario adds to it; `plan` needs its lines, types and years."""
    (change,) = read_changes((facts,), plan, savings_sign, problems)
    return change


def read_changes(
    stated: Sequence[StatedChange], plan: Plan, savings_sign: int, problems: list[Problem]
) -> list[Change]:
    """Return changes as `read_change` does each, all of them at once, as a list of them may be very long."""
    if not stated:
        return []
    worked = [_worked_out(facts, plan, savings_sign, problems) for facts in stated]
    columns: dict[str, Sequence[Any]] = {name: [*map(attrgetter(name), stated)] for name in _AS_STATED}
    return in_columns(Change, columns | dict(zip(_WORKED_OUT, zip(*worked, strict=True), strict=True)))


_AS_STATED = (
    "reference", "title", "type", "service", "counts", "in_base_since", "stage", "requires", "excludes",
    "shares_budget_with", "replaced_by", "note", "place",
)  # fmt: skip
_WORKED_OUT = ("printed", "line", "profile", "one_off", "unstated", "in_base", "confidence", "tags")


def _worked_out(
    facts: StatedChange, plan: Plan, savings_sign: int, problems: list[Problem]
) -> tuple[object, ...]:
    """Return what a change comes to of what is stated, as `_WORKED_OUT` names it."""
    place, of_type = facts.place, plan.types.get(facts.type)
    turn = savings_sign if of_type is not None and of_type.kind == "saving" else 1
    one_off = facts.one_off or (of_type is not None and of_type.one_off)
    if facts.full_year is not None or facts.steps:
        problems += _timing_problems(facts, place, plan.horizon, one_off=one_off)
    if facts.basis == "levels":
        problems += levels_left_out(facts.reference, facts.amounts, place, plan.horizon)
    delivery = facts.confidence is not None or facts.stage is not None
    if delivery and of_type is not None and of_type.kind != "saving":
        problems += _for_savings_alone(facts, place)
    profile, in_base = _profile(facts, plan.horizon, turn)
    return (
        facts.printed or facts.reference,
        None if facts.line is None else plan.line_named(facts.line),
        profile,
        one_off,
        words_for_amounts(facts.amounts),
        in_base,
        MILLION
        if facts.confidence is None
        else read_confidence(facts.confidence, place.at("confidence"), plan, problems),
        frozenset(facts.tags),
    )


def levels_left_out(
    reference: str, stated: Collection[FinancialYear], place: Place, horizon: Horizon
) -> Iterator[Problem]:
    """Yield a problem where a list of levels has blank years after its first: each would take the level back to nil."""
    left_out = [str(year) for year in horizon if stated and year > min(stated) and year not in stated]
    if left_out:
        yield Problem(
            place=place,
            what=f'"{reference}" has levels and none in {listed(left_out, most=20)}',
            expected=f"the level of every year from {min(stated)} on; a blank would take it back to nil",
            fix=f"fill in {listed(left_out, most=20)}: the last level again where it stays, 0 where it ends",
        )


def known_amounts(amounts: Mapping[FinancialYear, int | str], turn: int) -> dict[FinancialYear, int]:
    """Return the pence of each year, with the sign turned where the file writes savings as positive; nil for a word."""
    return {year: 0 if isinstance(pence, str) else turn * pence for year, pence in amounts.items()}


def words_for_amounts(amounts: Mapping[FinancialYear, int | str]) -> dict[FinancialYear, str]:
    """Return the word of each year that has a word in place of an amount."""
    if str not in map(type, amounts.values()):
        return {}
    return {year: word for year, word in amounts.items() if isinstance(word, str)}


def _profile(facts: StatedChange, horizon: Horizon, turn: int) -> tuple[Profile, int]:
    """Return the change's steps, and the pence of it that is in the base already."""
    annual = 0 if facts.full_year is None else turn * facts.full_year
    if facts.steps:
        steps = (Step(each.month, turn * each.annual) for each in facts.steps if each.annual)
        return Profile(tuple(steps)), annual
    if facts.full_year is None:
        amounts = known_amounts(facts.amounts, turn)
        return Profile.of_amounts(horizon, amounts, levels=facts.basis == "levels"), 0
    if facts.in_base_since is not None:
        return Profile((Step(facts.in_base_since.april, annual),)), annual
    return Profile((Step(facts.starts, annual),) if facts.starts is not None else ()), 0


def read_confidence(word: str, place: Place, plan: Plan, problems: list[Problem]) -> int:
    """Return the share that a share, or one of the plan's own words, stands for."""
    if word in plan.ratings:
        return plan.ratings[word]
    if figure(word) is None:
        words = f", or {listed(plan.ratings, last='or')}{nearest(word, plan.ratings)}" if plan.ratings else ""
        problems.append(
            Problem(
                place=place,
                what=f'"{word}" is not one of the words in [confidence]',
                expected=f'a share such as "80%"{words}',
                fix=f"correct it, or add {word} to [confidence] in {plan.place.file.rpartition('/')[2]}",
                unless=(("confidence", word),),
            )
        )
        return MILLION
    try:
        return parse_share(word)
    except MisreadError as error:
        problems.append(error.at(place))
        return MILLION


def _for_savings_alone(facts: StatedChange, place: Place) -> Iterator[Problem]:
    for key, stated in (("confidence", facts.confidence), ("stage", facts.stage)):
        if stated is not None:
            yield Problem(
                place=place.at(key),
                what=f'"{facts.reference}" is a pressure with a {key}',
                expected=f"{key} on a saving: a pressure counts as it stands",
                fix=f"remove {key}, or correct the type",
            )


def _timing_problems(
    facts: StatedChange, place: Place, horizon: Horizon, *, one_off: bool
) -> Iterator[Problem]:
    months = [each.month for each in facts.steps if facts.in_base_since is None]
    first = min([*months, *([] if facts.starts is None else [facts.starts])], default=horizon.first.april)
    if first < horizon.first.april:
        yield Problem(
            place=place.at("steps" if months else "starts"),
            what=f'"{facts.reference}" starts in {first}, before the plan does',
            expected=f"a start from {horizon.first.april} on",
            fix="give the amounts of the plan's years by year; or give in_base_since, if the base has all of it already",
        )
    if facts.in_base_since is not None and facts.in_base_since > horizon.base_year:
        yield Problem(
            place=place.at("in_base_since"),
            what=f'"{facts.reference}" is said to be in the base since {facts.in_base_since}, which is a year of the plan',
            expected=f"{horizon.base_year} or a year before it",
            fix="correct the year, or give starts in place of in_base_since",
        )
    if one_off and facts.full_year is not None:
        yield Problem(
            place=place.at("full_year"),
            what=f'"{facts.reference}" is a one-off with a full-year amount, which stays in the base',
            expected="amounts by year for a one-off",
            fix="give amounts by year, or another type",
        )
