"""Plan in, plan out: the arithmetic never meets a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import assert_never

from mtfp.frozen import frozen
from mtfp.money import MILLION, show_pounds, show_rate
from mtfp.plan.changes import Change
from mtfp.plan.check import comes_and_goes
from mtfp.plan.model import Plan
from mtfp.plan.profile import Profile
from mtfp.plan.terms import NOT_KNOWN, Trace
from mtfp.problems import InputError, Place, Problem
from mtfp.scenario.broken import broken_rules, rules_of_added
from mtfp.scenario.follow import with_followers
from mtfp.scenario.model import (
    Add,
    Assume,
    Confide,
    DelayScheme,
    Deliver,
    Drop,
    Keep,
    MeetSlippage,
    OnChanges,
    OnRecords,
    Rephase,
    Reprofile,
    Scenario,
    SetCashLimit,
    SetFigures,
    words_of,
)
from mtfp.scenario.record_steps import slippage_met, with_records
from mtfp.scenario.resolve import Resolved, clash, resolve, with_added
from mtfp.years import MONTHS_IN_A_YEAR, FinancialYear, Horizon, Month, show_duration


@frozen(kw_only=False)
class Applied:
    """A plan with a scenario applied, and what each instruction bears on."""

    plan: Plan
    resolved: tuple[Resolved, ...]


def apply(plan: Plan, scenario: Scenario) -> Plan:
    """Return the plan as the scenario makes it; raise `InputError` with every problem where it can't.

    80% of a saving of £100 is delivered, six months late: £40 in the first year and £40 more in the second.

    >>> plan = plan_of('''
    ... line = [{ service = "Care", base = 1000 }]
    ... change = [{ reference = "S1", type = "S", service = "Care", title = "Rents", amounts."2026/27" = -100 }]
    ... ''')
    >>> after = apply(plan, scenario_of('''
    ... [[rephase]]
    ... change = "S1"
    ... later = "6 months"
    ... [[deliver]]
    ... change = "S1"
    ... share = "80%"
    ... '''))
    >>> after.changes[0].amounts(plan.horizon)
    [-4000, -4000]
    """
    return apply_resolving(plan, scenario).plan


def apply_resolving(plan: Plan, scenario: Scenario) -> Applied:
    """Apply a scenario, and say what each instruction bears on; raise `InputError` where it can't be applied."""
    applied, problems = _try(plan, scenario)
    if problems:
        raise InputError(problems)
    return applied


def problems_of(plan: Plan, scenario: Scenario) -> list[Problem]:
    """Return everything that stops a scenario from being applied to a plan."""
    return _try(plan, scenario)[1]


def problems_where_broken(plan: Plan, scenario: Scenario, unread: Sequence[Change]) -> list[Problem]:
    """Return what stops a scenario of which some, or of its plan, could not be read, but nothing of the figures it leaves.

    `unread` stand for changes that could not be read.
    """
    widened = with_added(plan, scenario)
    named = with_added(replace(plan, changes=(*plan.changes, *unread)), scenario)
    steps, problems = resolve(named, scenario)
    resolved, _ = resolve(widened, scenario)
    if widened.dependants is not None:
        resolved = with_followers(widened, resolved, problems)
    _carry_out(widened, resolved, problems)
    return [*problems, *rules_of_added(named, steps)]


def _try(plan: Plan, scenario: Scenario) -> tuple[Applied, list[Problem]]:
    problems: list[Problem] = []
    widened = with_added(plan, scenario)
    resolved, more = resolve(widened, scenario)
    problems += more
    if widened.dependants is not None:
        resolved = with_followers(widened, resolved, problems)
    after = _carry_out(widened, resolved, problems)
    if any(isinstance(each.instruction, MeetSlippage) for each in resolved):
        resolved = slippage_met(widened, after, resolved, problems)
        met = [each for each in resolved if isinstance(each.instruction, MeetSlippage)]
        after = _carry_out(after, met, problems)
    breaking = any(isinstance(each.instruction, Add | SetFigures | DelayScheme) for each in resolved)
    if breaking or any(change.excludes for change in after.changes):
        problems += broken_rules(after, resolved, lambda step: _carry_out(widened, [step], []))
    return Applied(after, resolved), problems


def added_by(resolved: Iterable[Resolved]) -> dict[str, Resolved]:
    """Return the step that adds each change a scenario adds, by the change's reference."""
    return {step.instruction.change.reference: step for step in resolved if isinstance(step.instruction, Add)}


def apply_alone(plan: Plan, resolved: Resolved) -> Plan:
    """Return the plan with one instruction of a scenario applied alone, as far as it bears on what the plan has."""
    instruction = resolved.instruction
    if isinstance(instruction, Add):
        return replace(plan, changes=(*plan.changes, _traced(instruction.change, resolved)))
    return _carry_out(plan, (resolved,), [])


def same_but_for_traces(plan: Plan, other: Plan, references: Iterable[str]) -> bool:
    """Whether two plans that may differ in the changes named state the same, whatever traces steps have left."""
    there, then = plan.change_by_reference, other.change_by_reference
    return (
        len(there) == len(then)
        and all(there[each] == then[each] for each in references if each in there)
        and replace(plan, changes=()) == replace(other, changes=())
    )


def _carry_out(plan: Plan, resolved: Sequence[Resolved], problems: list[Problem]) -> Plan:
    after = _with_changes(plan, resolved, problems)
    after = _with_rates(after, resolved, problems)
    after = _with_cash_limit(after, resolved)
    if any(isinstance(step.instruction, OnRecords) for step in resolved):
        after = with_records(after, resolved, problems)
    return after


def _with_cash_limit(plan: Plan, resolved: Iterable[Resolved]) -> Plan:
    if plan.cash_limit is None:
        return plan
    amounts = dict(zip(plan.horizon, plan.cash_limit, strict=True))
    for step in resolved:
        if isinstance(step.instruction, SetCashLimit):
            amounts |= step.instruction.amounts
    return replace(plan, cash_limit=tuple(amounts[year] for year in plan.horizon))


def _with_changes(plan: Plan, resolved: Iterable[Resolved], problems: list[Problem]) -> Plan:
    steps: dict[str, list[Resolved]] = {}
    for step in resolved:
        for reference in step.references:
            steps.setdefault(reference, []).append(step)
    changes = (
        _changed(change, steps[change.reference], plan, problems) if change.reference in steps else change
        for change in plan.changes
    )
    return replace(plan, changes=tuple(changes)) if steps else plan


def _changed(change: Change, steps: list[Resolved], plan: Plan, problems: list[Problem]) -> Change:
    """Carry out the steps on one change: deliver before rephase, whatever their order in the file."""
    stated = [step.instruction for step in steps if change.reference not in step.followers]
    if any(clash(one, other) for one, other in combinations(stated, 2)):
        return change
    for step in sorted(steps, key=_when):
        match step.instruction:
            case Rephase() | Deliver() | Drop() | Keep() | Reprofile() | Confide() as instruction:
                problem = _refusal(change, instruction, plan)
                if problem is not None:
                    problems.append(problem)
                    continue
                change = _one(change, instruction, plan.horizon)
        change = _traced(change, step)
    return change


def _when(step: Resolved) -> tuple[bool, bool]:
    return not isinstance(step.instruction, Add), isinstance(step.instruction, Rephase | Drop)


def _one(change: Change, instruction: OnChanges, horizon: Horizon) -> Change:
    match instruction:
        case Drop():
            return replace(change, profile=Profile(), unstated={})
        case Deliver():
            return replace(change, profile=change.profile.scale(instruction.share))
        case Rephase():
            moved, rest = _part(change.profile, instruction)
            profile = rest.plus(moved.delay(instruction.months))
            return replace(change, profile=profile, unstated=_moved_words(change.unstated, instruction))
        case Reprofile():
            profile = Profile.of_amounts(horizon, instruction.amounts, levels=instruction.levels)
            return replace(change, profile=profile, unstated=instruction.unstated)
        case Confide():
            return replace(change, confidence=instruction.share)
        case Keep():
            return change
        case _:
            assert_never(instruction)


def _moved_words(unstated: Mapping[FinancialYear, str], rephase: Rephase) -> dict[FinancialYear, str]:
    """Return the words by year after a rephase: an amount not known yet goes to its new years, and a part of it may stay.

    A year with no such line has nothing to move, and keeps its word.
    """
    years, months = divmod(rephase.months, MONTHS_IN_A_YEAR)
    whole = rephase.part_share is None and rephase.part_amount is None
    stay = {year: word for year, word in unstated.items() if word != NOT_KNOWN or not whole}
    tbc = [year for year, word in unstated.items() if word == NOT_KNOWN]
    late = [year + n for year in tbc for n in ((years, years + 1) if months else (years,))]
    return stay | dict.fromkeys(late, NOT_KNOWN)


def _part(profile: Profile, rephase: Rephase) -> tuple[Profile, Profile]:
    if rephase.part_amount is not None:
        return profile.split_amount(rephase.part_amount)
    return profile.split_share(MILLION if rephase.part_share is None else rephase.part_share)


def _traced(change: Change, step: Resolved) -> Change:
    instruction, words = step.instruction, words_of(step.instruction)
    if change.reference in step.followers:
        words += f" with {step.followers[change.reference]}, which it needs"
    return replace(change, traces=(*change.traces, Trace(instruction.place, words, instruction.why)))


def _refusal(change: Change, instruction: OnChanges, plan: Plan) -> Problem | None:
    """Return why this instruction can't be carried out on this change, or None where it can."""
    name, profile = f'"{change.reference}"', change.profile
    match instruction:
        case Deliver() if change.type in plan.types and plan.types[change.type].kind != "saving":
            return Problem(
                place=_where_selected(change, instruction),
                what=f"{name} is a pressure, of which no share can be delivered",
                expected="a saving",
                fix=f"{_leave_out(change, instruction)}, or give its new amounts with [[reprofile]]",
            )
        case Deliver() if profile.both_ways:
            return Problem(
                place=_where_selected(change, instruction),
                what=f"{name} moves both ways, so a share of it is not a share of a saving",
                expected="savings whose amounts share one sign",
                fix=f"{_leave_out(change, instruction)}, or give its new amounts with [[reprofile]]",
            )
        case Confide() if change.type in plan.types and plan.types[change.type].kind != "saving":
            return Problem(
                place=_where_selected(change, instruction),
                what=f"{name} is a pressure, which has no confidence",
                expected="a saving",
                fix=_leave_out(change, instruction),
            )
        case Reprofile() if instruction.levels and change.one_off:
            return Problem(
                place=instruction.place.at("basis"),
                what=f"{name} is a one-off, whose amounts have no level",
                expected="each year's own amount",
                fix='leave out basis = "levels"',
            )
        case Reprofile() if change.in_base_since is not None:
            return Problem(
                place=instruction.place,
                what=f"{name} is in the base already, since {change.in_base_since}",
                expected="a change that falls in the years of the plan",
                fix="say what is not delivered with [[deliver]], [[rephase]] or [[drop]]",
            )
        case Reprofile() if comes_and_goes(_one(change, instruction, plan.horizon)):
            return Problem(
                place=instruction.place.at("amounts"),
                what=f"{name} is a one-off, and these amounts add to nil, as changes on the year before do",
                expected="the amount of each year; a one-off ends by itself",
                fix="leave out the reversal",
            )
        case Rephase():
            return _rephase_refusal(change, instruction, plan.horizon.first)
        case _:
            return None


def _where_selected(change: Change, instruction: OnChanges) -> Place:
    selection = instruction.selection
    if selection.where is not None:
        return instruction.place.at("where")
    return instruction.place.at("change", selection.references.index(change.reference))


def _leave_out(change: Change, instruction: OnChanges) -> str:
    if instruction.selection.references == (change.reference,):
        return "remove this step"
    if instruction.selection.where is None:
        return f'take "{change.reference}" out of this step'
    return f'leave it out with except = ["{change.reference}"]'


def _rephase_refusal(change: Change, rephase: Rephase, first: FinancialYear) -> Problem | None:
    name, profile = f'"{change.reference}"', change.profile
    if rephase.part_amount is not None:
        held = abs(profile.full_year)
        if profile.both_ways:
            return Problem(
                place=rephase.place.at("part"),
                what=f"{name} moves both ways, so no amount can be taken from its earliest steps",
                expected='a change whose amounts share one sign, or a share such as part = "50%"',
                fix="give a share, or the new amounts with [[reprofile]]",
            )
        if rephase.part_amount > held:
            return Problem(
                place=rephase.place.at("part"),
                what=f"the part, {show_pounds(rephase.part_amount)}, is more than {name} has",
                expected=f"at most {show_pounds(held)}, what arrives of it in a full year",
                fix="give a smaller part, or leave part out to move all of it",
            )
    moved, _ = _part(profile, rephase)
    earliest = min((step.month for step in moved.steps), default=None)
    if rephase.months < 0 and earliest is not None and earliest + rephase.months < first.april:
        return Problem(
            place=rephase.place.at("earlier"),
            what=f"{name} would start in {earliest + rephase.months}, before the plan does",
            expected=f"nothing brought forward before {first.april}; {name} starts in {earliest}",
            fix=_brought_forward(change, earliest, first),
        )
    return None


def _brought_forward(change: Change, earliest: Month, first: FinancialYear) -> str:
    if change.in_base_since is not None:
        return f'remove this step: "{change.reference}" is in the base already, since {change.in_base_since}'
    months = earliest.index - first.april.index
    other = "give the new amounts of each year with [[reprofile]]"
    return (
        f'write earlier = "{show_duration(months)}" or less, or {other}'
        if months
        else f"remove this step, or {other}"
    )


def _with_rates(plan: Plan, resolved: Iterable[Resolved], problems: list[Problem]) -> Plan:
    indices = dict(plan.indices)
    for step in resolved:
        assume = step.instruction
        if isinstance(assume, Assume) and step.targets:
            index = indices[assume.index]
            rates = dict(zip(plan.horizon, index.rates, strict=True))
            for year in (each for each in assume.years if each in rates):
                given = assume.rate if assume.add_points is None else rates[year] + assume.add_points
                rates[year] = given or 0
                problems += _rate_problems(plan, assume, year, rates[year])
            indices[assume.index] = replace(index, stated_rates=tuple(rates.values()))
    return replace(plan, indices=indices)


def _rate_problems(plan: Plan, assume: Assume, year: FinancialYear, rate: int) -> list[Problem]:
    problems = []
    if abs(rate) > MILLION:
        problems.append(
            Problem(
                place=assume.place,
                what=f"index {assume.index} would be {show_rate(rate)} in {year}",
                expected="a rate from -100% to 100%",
                fix="add fewer points",
            )
        )
    problems += (
        Problem(
            place=assume.place,
            what=f'line "{line.reference}" has an amount for inflation in {year} already',
            expected="an amount or a rate in one year, never both",
            fix=f"start the assumption after {year}, or take the amount out at {line.place.at('inflation')}",
        )
        for line in plan.lines
        if rate and line.index == assume.index and year in line.inflation
    )
    return problems
