"""Carrying out steps on records such as reserves and schemes: each comes down to figures given anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, assert_never

from mtfp.money import MILLION, show_rate
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.plan.record import Fact
from mtfp.plan.terms import Trace
from mtfp.problems import Problem, listed
from mtfp.scenario.figures import Figure, Record, target_of
from mtfp.scenario.model import DelayScheme, Grow, MeetSlippage, OnRecords, SetFigures, Target, words_of
from mtfp.scenario.records import delayed, record_of, records_of
from mtfp.scenario.resolve import Resolved
from mtfp.years import FinancialYear, Horizon

SLIPS = ("rephase", "deliver", "drop", "reprofile")
"""The steps by which a change comes late or smaller, as files call them."""


def with_records(plan: Plan, resolved: Iterable[Resolved], problems: list[Problem]) -> Plan:
    """Return the plan with the steps on its records carried out; add a problem for each growth beyond -100% to 100%."""
    after = plan
    for step in resolved:
        instruction = step.instruction
        if isinstance(instruction, OnRecords) and step.targets:
            stated = after if isinstance(instruction, MeetSlippage) else plan
            figures = _figures(instruction, step.targets, stated)
            problems += _rates_beyond_all(instruction, figures)
            after = _with(after, instruction, figures)
    return after


def _figures(instruction: OnRecords, targets: Sequence[Target], plan: Plan) -> Mapping[Fact, Figure]:
    """Return the figures that a step gives anew, worked out from the plan's."""
    match instruction:
        case SetFigures(figures=figures):
            return figures
        case Grow(demand=name, years=years, rate=rate, add_points=points):
            stated = _by_year(plan, "demand", name, "growth")
            return {
                Fact("growth", year): (rate or 0) if points is None else stated[year] + points
                for year in years
            }
        case DelayScheme(scheme=name):
            moved = _moved(instruction, plan)
            return {fact: figure for fact, figure in moved if target_of(fact, "scheme", name) in targets}
        case MeetSlippage(reserve=name, uses=uses):
            stated = _by_year(plan, "reserve", name, "uses")
            return {Fact("uses", year): stated[year] + pence for year, pence in uses.items()}
        case _:
            assert_never(instruction)


def _by_year(plan: Plan, record: Record, name: str, field: str) -> dict[FinancialYear, int]:
    amounts = getattr(records_of(plan, record)[name], field)
    return {plan.horizon.first + n: figure for n, figure in enumerate(amounts)}


def _moved(instruction: DelayScheme, plan: Plan) -> Iterator[tuple[Fact, Figure]]:
    """Yield every figure of a scheme that is late, those that now fall after the plan included."""
    for fact in delayed(plan, instruction):
        if fact.year is not None:
            stated = _by_year(plan, "scheme", instruction.scheme, fact.field)
            yield fact, stated.get(fact.year + -instruction.years, 0)
    in_use = next(each.in_use for each in plan.schemes if each.reference == instruction.scheme)
    yield Fact("in_use"), None if in_use is None else in_use + instruction.years


def _rates_beyond_all(instruction: OnRecords, figures: Mapping[Fact, Figure]) -> Iterator[Problem]:
    if isinstance(instruction, Grow):
        for (_, year), rate in figures.items():
            if isinstance(rate, int) and abs(rate) > MILLION:
                yield Problem(
                    place=instruction.place,
                    what=f'the growth of demand "{instruction.demand}" would be {show_rate(rate)} in {year}',
                    expected="a rate from -100% to 100%",
                    fix="add fewer points",
                )


def _with(plan: Plan, instruction: OnRecords, figures: Mapping[Fact, Figure]) -> Plan:
    record, name = record_of(instruction)
    held = records_of(plan, record)
    new = _renewed(held[name], figures, plan.horizon)
    if record in ("demand", "scheme"):
        trace = Trace(instruction.place, words_of(instruction), instruction.why)
        new = replace(new, traces=(*new.traces, trace))
    if record == "council tax":
        return replace(plan, council_tax=new)
    records: dict[str, Any] = {f"{record}s": tuple({**held, name: new}.values())}
    return replace(plan, **records)


def _renewed(held: Any, figures: Mapping[Fact, Figure], horizon: Horizon) -> Any:
    new: dict[str, Any] = {}
    for fact, figure in figures.items():
        if fact.year is None:
            new[fact.field] = figure
        else:
            by_year, n = new.get(fact.field, getattr(held, fact.field)), horizon.index(fact.year)
            after_the_plan = (0,) * (n - len(by_year))
            new[fact.field] = (*by_year[:n], *after_the_plan, figure, *by_year[n + 1 :])
    return replace(held, **new)


def slippage_met(
    before: Plan, after: Plan, resolved: Iterable[Resolved], problems: list[Problem]
) -> tuple[Resolved, ...]:
    """Return the steps, each that meets slippage with the pence by year that its changes together fall short of the plan."""
    return tuple(_met(step, before, after, problems) for step in resolved)


def _met(step: Resolved, before: Plan, after: Plan, problems: list[Problem]) -> Resolved:
    instruction = step.instruction
    if not isinstance(instruction, MeetSlippage) or not step.targets:
        return step
    planned, expected = (_together(plan, instruction.references) for plan in (before, after))
    uses = {
        year: late - due
        for year, due, late in zip(before.horizon, planned, expected, strict=True)
        if late > due
    }
    if not uses and not problems:
        problems.append(
            Problem(
                place=instruction.place.at("meets_slippage_of"),
                what=f"nothing slips of {listed(instruction.references)}",
                expected="changes that a step of this scenario makes late or smaller",
                fix="correct the references, or remove this step",
                unless=tuple((kind, "") for kind in SLIPS),
            )
        )
    return replace(step, instruction=replace(instruction, uses=uses))


def _together(plan: Plan, references: Sequence[str]) -> list[int]:
    """Return what several changes come to by year, in pence: the amounts of one-offs, and the levels of the others."""
    changes = (plan.change_by_reference[reference] for reference in references)
    return [sum(pence) for pence in zip(*(_level(change, plan.horizon) for change in changes), strict=True)]


def _level(change: Change, horizon: Horizon) -> Sequence[int]:
    return change.profile.movements(horizon) if change.one_off else change.profile.levels(horizon)
