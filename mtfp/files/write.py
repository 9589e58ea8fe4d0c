"""The walk of `files/read.py` the other way: from the records of a plan or a scenario to the text of its file.

What is written reads as the same records. A key is left out where its record is the same without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from mtfp.files.plan import PlanRead
from mtfp.files.wrong_keys import called
from mtfp.money import MILLION, Unit, show_rate
from mtfp.plan.accept import OF_RATES, Accept
from mtfp.plan.changes import Change, Stated, StatedPhase
from mtfp.plan.file import Control, PlanFile, PlanHead
from mtfp.plan.how_sure import word_for
from mtfp.plan.model import Plan
from mtfp.plan.record import ByYear, Context, Declared, Fact, Kind, Many, Named, Table, Tables, Value, keys_of
from mtfp.plan.virements import BASE_AS_BEFORE
from mtfp.plan.written import bare_or_quoted, pairs
from mtfp.problems import MisreadError
from mtfp.scenario.figures import Figure
from mtfp.scenario.file import ScenarioHead
from mtfp.scenario.model import Scenario
from mtfp.scenario.resolve import kind_of
from mtfp.scenario.steps.add import added_by, adding, with_added
from mtfp.scenario.steps.step import Signs, Step, signs_of
from mtfp.years import FinancialYear, Horizon


def plan_to_toml(plan: Plan, head: PlanHead | None = None) -> str:
    """Return a plan as one file, with its lines and changes in it, signed as a given head says."""
    alone = None if head is None else replace(head, lines=None, changes=None)
    tables = table_of(context_of_plan(plan.unit, plan.horizon), plan_file(plan, alone))
    return "\n\n".join(text for key, held in tables.items() for text in sections(key, held)) + "\n"


def scenario_to_toml(scenario: Scenario, read: PlanRead, builds_on: Mapping[str, Any]) -> str:
    """Return a scenario of a plan as a file; `builds_on` names the plan, or the scenarios that it extends."""
    context = context_of_plan(read.plan.unit, read.plan.horizon)
    tables = [("[scenario]", scenario_head(scenario, builds_on))]
    tables += ((f"[[{key}]]", step) for key, step in steps_of(scenario, read))
    return "\n\n".join("\n".join((name, *pairs(table_of(context, each)))) for name, each in tables) + "\n"


def context_of_plan(unit: Unit, years: Horizon) -> Context:
    """Return the unit and the years that values in the files of a plan are written with."""
    return Context(unit=unit, horizon=years)


def lists_of(file: PlanFile) -> dict[str, tuple[Any, ...]]:
    """Return the records of each list of a plan's file, by its key."""
    return {
        key: getattr(file, declared.field)
        for key, declared in keys_of(PlanFile).items()
        if isinstance(declared.kind, Tables)
    }


def without_lists(file: PlanFile) -> PlanFile:
    """Return a plan's file without its lists."""
    none: dict[str, Any] = {keys_of(PlanFile)[key].field: () for key in lists_of(file)}
    return replace(file, **none)


def unlike(one: PlanFile, other: PlanFile) -> str:
    """Return the first difference between the files of two plans: a record by its name, or a table."""
    for key, declared in keys_of(PlanFile).items():
        both = [getattr(each, declared.field) for each in (one, other)]
        if both[0] != both[1]:
            in_list = isinstance(declared.kind, Tables) and len(both[0]) == len(both[1])
            differ = [said for said, found in zip(*both, strict=True) if said != found] if in_list else []
            return (
                f"{key}{called(table_of(context_of_plan(one.plan.unit, one.plan.years), differ[0]))}"
                if differ
                else f"[{key}]"
            )
    return "the plan"


def scenario_head(scenario: Scenario, builds_on: Mapping[str, Any]) -> ScenarioHead:
    """Return the head of a scenario's file."""
    return ScenarioHead(
        title=scenario.title, author=scenario.author, source=scenario.source, why=scenario.why, **builds_on
    )


def steps_of(scenario: Scenario, read: PlanRead) -> list[tuple[str, Any]]:
    """Return the steps of a scenario as its file has them, each with the name of its table."""
    head, with_all = read.head, with_added(read.plan, scenario.every_step())
    signs = signs_of(head.savings_sign, head.funding_sign, with_all)
    return [_step(each, with_all, head, signs) for each in scenario.steps]


def plan_file(plan: Plan, head: PlanHead | None) -> PlanFile:
    """Return the tables of a plan's file, with lists and signs as a given head has them.

    Raises `MisreadError` for a scheme that goes on after the years of the plan.
    """
    for scheme in plan.schemes:
        if len(scheme.spend) > len(plan.horizon):
            raise MisreadError(
                f'scheme "{scheme.reference}" has spending, or what pays for it, after {plan.horizon.last}',
                "figures of the years of the plan, which are all that its file can state",
                "give the plan more years",
            )
    said = PlanHead(
        council=plan.council,
        title=plan.title,
        years=plan.horizon,
        unit=plan.unit,
        to_the_nearest=plan.to_the_nearest,
        source=plan.source,
        control=Control(base=plan.control),
        dependants=plan.dependants,
        year_notes=plan.year_notes,
    )
    if head is not None:
        said = replace(
            said, lines=head.lines, changes=head.changes, signs=head.signs, funding_signs=head.funding_signs
        )
    return PlanFile(
        plan=said,
        labels=plan.labels,
        line=plan.lines,
        index=plan.indices,
        types=plan.types,
        change=tuple(as_stated(each, plan, said) for each in plan.changes),
        virement=plan.virements,
        # a base of each year is written on its line, and made a restatement as that is read
        restatement=tuple(each for each in plan.restatements if each.why != BASE_AS_BEFORE),
        cash_limit=None if plan.cash_limit is None else dict(zip(plan.horizon, plan.cash_limit, strict=True)),
        accept=plan.accepted,
        confidence=plan.ratings,
        council_tax=plan.council_tax,
        stream=tuple(each.turned(said.funding_sign) for each in plan.streams),
        transfer=plan.transfers,
        collected_for_others=plan.collected_for_others,
        reserve=plan.reserves,
        demand=plan.demands,
        scheme=plan.schemes,
        target=plan.targets,
        table=plan.tables,
    )


def as_stated(change: Change, plan: Plan, head: PlanHead) -> Change:
    """Return a change as a file with a given head states it: as it was stated if that says the same, else as phases."""
    of_type = plan.types.get(change.type)
    sure = None if change.confidence == MILLION else word_for(change.confidence, plan)
    return replace(
        change,
        stated=Stated(**_timing(change, plan.horizon, _sign(change, plan, head)), confidence=sure),
        one_off=change.one_off and not (of_type is not None and of_type.one_off),
    )


def _sign(change: Change, plan: Plan, head: PlanHead) -> int:
    """Return 1 or -1: the factor that turns the amounts of a change into those of a file with such a head."""
    of_type = plan.types.get(change.type)
    return head.savings_sign if of_type is not None and of_type.kind == "saving" else 1


def _timing(change: Change, horizon: Horizon, sign: int) -> dict[str, Any]:
    """Return when a change bites, signed as its file has it: amounts by year, a start, or phases."""
    phases = [StatedPhase(month=each.month, annual=sign * each.annual) for each in change.profile.phases]
    stated = tuple(phases)
    if change.in_base_since is not None:
        april, in_base = change.in_base_since.april, sign * change.in_base
        as_before = stated == (StatedPhase(month=april, annual=in_base),)
        nothing = (StatedPhase(month=april, annual=0),)
        return {"full_year": in_base, "phases": () if as_before else stated or nothing}
    aprils = {year.april: year for year in horizon}
    years = [aprils[phase.month] for phase in phases if phase.month in aprils]
    if len({*years}) == len(phases) and years == sorted(years) and not change.unstated.keys() & {*years}:
        amounts: dict[FinancialYear, int | str] = {
            year: phase.annual for year, phase in zip(years, phases, strict=True)
        }
        return {"amounts": {**amounts, **change.unstated}}
    if len(phases) == 1 and not change.one_off and not change.unstated:
        return {"starts": phases[0].month, "full_year": phases[0].annual}
    return {"phases": stated, "amounts": change.unstated}


def _step(step: Step, plan: Plan, head: PlanHead, signs: Signs) -> tuple[str, Step]:
    """Return the name of the table that a step is written in, and the step as its file has it."""
    added, kind = added_by(step), kind_of(step)
    if added is not None:
        return kind.key, adding(step, as_stated(added, plan, head))
    return kind.key, kind.turned(step, signs)


def sections(key: str, held: Any) -> Iterator[str]:
    """Yield the tables that hold what is written under a key of a plan's file, each under its heading."""
    match keys_of(PlanFile)[key].kind:
        case Tables():
            yield from ("\n".join((f"[[{key}]]", *pairs(each))) for each in held)
        case Named(of=Table(of=of)) if any(isinstance(each.kind, ByYear) for each in keys_of(of).values()):
            yield from (
                "\n".join((f"[{key}.{bare_or_quoted(name)}]", *pairs(each))) for name, each in held.items()
            )
        case _:
            yield "\n".join((f"[{key}]", *pairs(held)))


def table_of(context: Context, record: Any, there: object = None) -> dict[str, Any]:
    """Return what is written under each key of a record, in order; `there` is a table that states the record already.

    A key that has its default is left out, unless it is there.
    """
    table: dict[str, Any] = {}
    stated = there if isinstance(there, dict) else {}
    for key, declared in keys_of(type(record)).items():
        holder = reduce(getattr, declared.within, record)
        value = getattr(holder, declared.field)
        if declared.fact:
            value = _given_anew(declared, value)
        elif not declared.needed and key not in stated and _same_without(holder, declared, value, context):
            continue
        if value is None and declared.default is None:
            continue
        written = _written(declared.kind, value, context, stated.get(key))
        if (
            not declared.needed
            and isinstance(declared.kind, ByYear)
            and declared.default == ()
            and isinstance(written, dict)
        ):
            written = {year: each for year, each in written.items() if each}
        if written not in ({}, []) or declared.needed:
            table[key] = written
    if isinstance(record, Accept) and record.notice in OF_RATES and record.figure:
        rates = [show_rate(figure) for figure in record.figure]
        table["figure"] = rates[0] if len(rates) == 1 else rates
    said = keys_of(Step) if isinstance(record, Step) else ()
    return {key: table[key] for key in sorted(table, key=lambda key: key in said)}


def _same_without(record: Any, declared: Declared, value: Any, context: Context) -> bool:
    """Whether a record is the same with a key left out: it has the default, or one that its other keys make of it.

    The default of values by year is what years make of which nothing is said.
    """
    if value == declared.default:
        return True
    if isinstance(declared.kind, ByYear) and declared.default == ():
        return bool(value == declared.kind.made({}, context.horizon))
    try:
        return bool(replace(record, **{declared.field: declared.default}) == record)
    except MisreadError:
        return False


def _given_anew(declared: Declared, figures: Mapping[Fact, Figure]) -> Any:
    """Return what a step gives anew under a key: one figure, figures of some years, or None."""
    given = {fact.year: figure for fact, figure in figures.items() if fact.field == declared.fact}
    return (given or None) if isinstance(declared.kind, ByYear) else given.get(None)


def _written(kind: Kind[Any], value: Any, context: Context, there: object = None) -> Any:
    match kind:
        case Value(write=write, show=show):
            return show(value) if write is None else write(value, context)
        case ByYear():
            return _by_year(kind, value, context)
        case Many(of=of):
            each = [
                _written(of, one, context)
                for one in (sorted(value) if isinstance(value, frozenset) else value)
            ]
            return each[0] if len(each) == 1 else each
        case Table():
            return table_of(context, value, there)
        case Tables():
            return [table_of(context, each) for each in value]
        case Named(of=of):
            stated = there if isinstance(there, dict) else {}
            return {name: _written(of, each, context, stated.get(name)) for name, each in value.items()}
        case _:
            return value


def _by_year(kind: ByYear[Any], value: Any, context: Context) -> Any:
    if value is None and kind.word is not None:
        return kind.word.show(value)
    horizon = context.horizon or ()
    years = value if isinstance(value, Mapping) else dict(zip(horizon, value, strict=True))
    written = {
        str(year): _written(kind.of, each, context) for year, each in years.items() if each is not None
    }
    one = next(iter(written.values()), None)
    whole = len(written) == len(horizon)
    return one if kind.alike and whole and all(each == one for each in written.values()) else written
