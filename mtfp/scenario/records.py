"""What steps on records bear on: the record is looked up, and must have the figures that the step gives anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, assert_never

from mtfp.plan.capital import Scheme
from mtfp.plan.council_tax import CouncilTax
from mtfp.plan.demand import Demand
from mtfp.plan.funding import Stream
from mtfp.plan.model import Plan
from mtfp.plan.record import ByYear, Fact, keys_of
from mtfp.plan.reserves import Reserve
from mtfp.plan.unknown import unknown, unknown_change
from mtfp.problems import Problem, listed
from mtfp.scenario.figures import Record, key_and_words, name_of, target_of
from mtfp.scenario.model import DelayScheme, Grow, MeetSlippage, OnRecords, SetFigures, Target

Held: TypeAlias = CouncilTax | Stream | Reserve | Demand | Scheme
"""One record whose figures may be given anew."""


def records_of(plan: Plan, record: Record) -> Mapping[str, Held]:
    """Return the plan's records of a kind by name or reference. Council tax, of which there is one, has an empty name."""
    match record:
        case "council tax":
            return {} if plan.council_tax is None else {"": plan.council_tax}
        case "stream":
            return {stream.name: stream for stream in plan.streams}
        case "reserve":
            return {reserve.name: reserve for reserve in plan.reserves}
        case "demand":
            return {demand.reference: demand for demand in plan.demands}
        case "scheme":
            return {scheme.reference: scheme for scheme in plan.schemes}
        case _:
            assert_never(record)


def record_of(instruction: OnRecords) -> tuple[Record, str]:
    """Return the record that a step is on: its kind and its name."""
    match instruction:
        case SetFigures(record=record, name=name):
            return record, name
        case Grow(demand=name):
            return "demand", name
        case DelayScheme(scheme=name):
            return "scheme", name
        case MeetSlippage(reserve=name):
            return "reserve", name
        case _:
            assert_never(instruction)


def record_targets(plan: Plan, instruction: OnRecords, problems: list[Problem]) -> Iterator[Target]:
    """Yield the targets of a step on a record; add a problem for each name and figure that the plan does not have."""
    record, name = record_of(instruction)
    held = records_of(plan, record).get(name)
    if held is None:
        problems.append(_no_such_record(plan, instruction))
        return
    wrong = list(_unfit(plan, instruction, held))
    problems += wrong
    if not wrong:
        yield from _targets(plan, instruction)


def _targets(plan: Plan, instruction: OnRecords) -> Iterator[Target]:
    match instruction:
        case SetFigures(record=record, name=name, figures=figures):
            yield from (target_of(fact, record, name) for fact in figures)
        case Grow(demand=name, years=years):
            yield from (target_of(Fact("growth", year), "demand", name) for year in years)
        case DelayScheme(scheme=name):
            yield from (target_of(fact, "scheme", name) for fact in delayed(plan, instruction))
        case MeetSlippage():
            yield from (("slippage", reference) for reference in dict.fromkeys(instruction.references))
        case _:
            assert_never(instruction)


def _no_such_record(plan: Plan, instruction: OnRecords) -> Problem:
    record, name = record_of(instruction)
    if record == "council tax":
        return Problem(
            place=instruction.place,
            what="the plan has no council tax to change",
            expected="a plan with [council_tax]",
            fix=f"add [council_tax] to {plan.place.file.rpartition('/')[2]}, or remove this step",
            unless=(("council_tax", ""),),
        )
    return unknown(instruction.place.at(record), record, name, records_of(plan, record))


def _unfit(plan: Plan, instruction: OnRecords, held: Held) -> Iterator[Problem]:
    match instruction:
        case SetFigures():
            yield from _not_stated(instruction, held)
        case Grow():
            if isinstance(held, Demand) and held.growth is None:
                yield _not_in_the_plan(instruction, held, "growth", ["activity"])
        case MeetSlippage():
            yield from _unfit_to_meet(plan, instruction)
        case DelayScheme():
            pass
        case _:
            assert_never(instruction)


def _not_stated(instruction: SetFigures, held: Held) -> Iterator[Problem]:
    """Yield a problem for each figure that the plan does not state, because it states another one in its place."""
    optional = [*_in_one_of_several_ways(type(held))]
    stated = [field for field in optional if getattr(held, field) is not None]
    for field in dict.fromkeys(fact.field for fact in instruction.figures):
        if (field in optional and field not in stated) or (
            field == "unit_cost" and "cash_unit_costs" in stated
        ):
            yield _not_in_the_plan(instruction, held, field, stated)


def _in_one_of_several_ways(declared: type) -> Iterator[str]:
    """Yield each field by year that a step may give anew, but that a record has only where the plan states it in that way."""
    for each in keys_of(declared).values():
        has_step = each.changed or each.field == "growth"  # growth is given anew by its own step, Grow
        if has_step and isinstance(each.kind, ByYear) and each.default is None:
            yield each.field


def _not_in_the_plan(
    instruction: SetFigures | Grow, held: Held, field: str, stated: Iterable[str]
) -> Problem:
    record, name = record_of(instruction)
    whose = f'{record} "{name}"' if name else record
    ways = listed((key_and_words(record, each)[0] for each in stated), last="or")
    key, _ = key_and_words(record, field)
    return Problem(
        place=instruction.place.at(key),
        what=f"{whose} has no {name_of(record, field)} in the plan to change",
        expected=f"a figure that the plan gives: {ways}",
        fix=f"give {ways} instead, or state {key} in place of {ways} in {held.place.file.rpartition('/')[2]}",
    )


def _unfit_to_meet(plan: Plan, instruction: MeetSlippage) -> Iterator[Problem]:
    """Yield a problem for a reserve that can't meet slippage, and for each change that the plan does not have."""
    reserve = next(each for each in plan.reserves if each.name == instruction.reserve)
    memorandum = reserve.reserve_class == "memorandum"
    if memorandum or reserve.in_budget:
        why = "is a memorandum" if memorandum else "is used inside budget lines"
        yield Problem(
            place=instruction.place.at("reserve"),
            what=f'reserve "{reserve.name}" {why}, so a use of it meets no gap',
            expected="a reserve whose uses lower the gap",
            fix="name another reserve",
        )
    yield from (
        unknown_change(instruction.place.at("meets_slippage_of", n), reference, plan)
        for n, reference in enumerate(instruction.references)
        if reference not in plan.change_by_reference
    )


def delayed(plan: Plan, instruction: DelayScheme) -> Iterator[Fact]:
    """Yield the figures of a scheme that move when it is late, those that then fall after the plan included."""
    scheme = next(each for each in plan.schemes if each.reference == instruction.scheme)
    years = range(len(scheme.spend) + instruction.years)
    for field in ("spend", "grants", "receipts"):
        yield from (Fact(field, plan.horizon.first + n) for n in years)
    yield Fact("in_use")


def spent_beyond(plan: Plan, instruction: DelayScheme) -> int:
    """Return the pence of a scheme's spending that falls after the plan once it is late."""
    in_time = max(len(plan.horizon) - instruction.years, 0)
    return sum(sum(each.spend[in_time:]) for each in plan.schemes if each.reference == instruction.scheme)
