"""The walk of `files/read.py` the other way: from the records of a plan or a scenario to the text of its file.

What is written reads as the same records. A key is left out where its record is the same without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from mtfp.money import MILLION, show_rate
from mtfp.plan.accept import OF_RATES, Accept
from mtfp.plan.changes import Basis, Change, StatedChange, StatedStep
from mtfp.plan.file import Control, PlanFile, PlanHead
from mtfp.plan.model import Plan
from mtfp.plan.record import ByYear, Declared, Fact, Kind, Many, Named, Table, Tables, Value, keys_of
from mtfp.plan.values import Context
from mtfp.plan.virements import BASE_AS_BEFORE
from mtfp.plan.written import bare_or_quoted, pairs
from mtfp.problems import MisreadError
from mtfp.scenario.figures import Figure
from mtfp.scenario.file import (
    AddStep,
    AssumeStep,
    CapitalStep,
    CashLimitStep,
    ConfidenceStep,
    CouncilTaxStep,
    DeliverStep,
    DemandStep,
    DropStep,
    KeepStep,
    RephaseStep,
    ReprofileStep,
    ReserveStep,
    ScenarioHead,
    StreamStep,
)
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
    OnRecords,
    Rephase,
    Reprofile,
    Scenario,
    SetCashLimit,
    SetFigures,
)
from mtfp.years import FinancialYear, Horizon


def plan_to_toml(plan: Plan) -> str:
    """Return a plan as one file, its lines and changes within it; raise `MisreadError` for a scheme that goes on after its years."""
    for scheme in plan.schemes:
        if len(scheme.spend) > len(plan.horizon):
            raise MisreadError(
                f'scheme "{scheme.reference}" has spending, or what pays for it, after {plan.horizon.last}',
                "figures of the years of the plan, which are all that its file can state",
                "give the plan more years",
            )
    return _text(_plan_file(plan), Context(unit=plan.unit, horizon=plan.horizon))


def scenario_to_toml(scenario: Scenario, plan: Plan, builds_on: Mapping[str, Any]) -> str:
    """Return a scenario of a plan as a file; `builds_on` names the plan, or the scenarios it extends."""
    context = Context(unit=plan.unit, horizon=plan.horizon)
    head = ScenarioHead(
        title=scenario.title, author=scenario.author, source=scenario.source, why=scenario.why, **builds_on
    )
    steps = (_step(each, plan) for each in scenario.instructions)
    tables = [("[scenario]", head), *((f"[[{key}]]", step) for key, step in steps)]
    return "\n\n".join("\n".join((name, *pairs(_table(each, context)))) for name, each in tables) + "\n"


def _plan_file(plan: Plan) -> PlanFile:
    """Return what the file of a plan says."""
    return PlanFile(
        plan=PlanHead(
            council=plan.council,
            title=plan.title,
            years=plan.horizon,
            unit=plan.unit,
            to_the_nearest=plan.to_the_nearest,
            source=plan.source,
            control=Control(base=plan.control),
            dependants=plan.dependants,
            year_notes=plan.year_notes,
        ),
        labels=plan.labels,
        line=plan.lines,
        index=plan.indices,
        types=plan.types,
        change=tuple(stated_change(each, plan) for each in plan.changes),
        virement=plan.virements,
        # a base of each year is written on its line, and made a restatement as that is read
        restatement=tuple(each for each in plan.restatements if each.why != BASE_AS_BEFORE),
        cash_limit=None if plan.cash_limit is None else dict(zip(plan.horizon, plan.cash_limit, strict=True)),
        accept=plan.accepted,
        confidence=plan.ratings,
        council_tax=plan.council_tax,
        stream=plan.streams,
        transfer=plan.transfers,
        collected_for_others=plan.collected_for_others,
        reserve=plan.reserves,
        demand=plan.demands,
        scheme=plan.schemes,
        target=plan.targets,
        table=plan.tables,
    )


def stated_change(change: Change, plan: Plan) -> StatedChange:
    """Return how a file states a change: as it was stated where it says the same, or as steps."""
    of_type = plan.types.get(change.type)
    return StatedChange(
        reference=change.reference,
        type=change.type,
        service=change.service,
        title=change.title,
        line=change.line,
        printed=None if change.printed == change.reference else change.printed,
        **_timing(change, plan.horizon),
        one_off=change.one_off and not (of_type is not None and of_type.one_off),
        counts=change.counts,
        tags=tuple(sorted(change.tags)),
        in_base_since=change.in_base_since,
        confidence=None if change.confidence == MILLION else show_rate(change.confidence),
        stage=change.stage,
        requires=change.requires,
        excludes=change.excludes,
        shares_budget_with=change.shares_budget_with,
        replaced_by=change.replaced_by,
        note=change.note,
        place=change.place,
    )


def _timing(change: Change, horizon: Horizon) -> dict[str, Any]:
    """Return when a change bites: amounts by year, a start, or steps."""
    steps = change.profile.steps
    stated = tuple(StatedStep(month=step.month, annual=step.annual) for step in steps)
    if change.in_base_since is not None:
        april = change.in_base_since.april
        as_before = [(step.month, step.annual) for step in steps] == [(april, change.in_base)]
        nothing = (StatedStep(month=april, annual=0),)
        return {"full_year": change.in_base, "steps": () if as_before else stated or nothing}
    aprils = {year.april: year for year in horizon}
    years = [aprils[step.month] for step in steps if step.month in aprils]
    if len({*years}) == len(steps) and years == sorted(years) and not change.unstated.keys() & {*years}:
        amounts: dict[FinancialYear, int | str] = {
            year: step.annual for year, step in zip(years, steps, strict=True)
        }
        return {"amounts": {**amounts, **change.unstated}}
    if len(steps) == 1 and not change.one_off and not change.unstated:
        return {"starts": steps[0].month, "full_year": steps[0].annual}
    return {"steps": stated, "amounts": change.unstated}


def _step(instruction: Instruction, plan: Plan) -> tuple[str, object]:
    """Return the table of a scenario's file that an instruction is written in, and the step."""
    said: dict[str, Any] = {
        "why": instruction.why,
        "overrides": instruction.overrides,
        "place": instruction.place,
    }
    match instruction:
        case Add(change=change):
            stated = stated_change(change, plan)
            values = {each.field: getattr(stated, each.field) for each in keys_of(StatedChange).values()}
            return "add", AddStep(**values, **said)
        case Assume(index=index, years=years, rate=rate, add_points=points):
            when = _when(years, plan.horizon)
            return "assume", AssumeStep(index=index, rate=rate, add_points=points, **when, **said)
        case SetCashLimit(amounts=amounts):
            return "set_cash_limit", CashLimitStep(amounts=amounts, **said)
        case Reprofile(selection=selection, amounts=amounts, levels=levels, unstated=words):
            (reference,) = selection.references
            basis: Basis = "levels" if levels else "movements"
            both: dict[FinancialYear, int | str] = {**amounts, **words}
            return "reprofile", ReprofileStep(change=reference, amounts=both, basis=basis, **said)
        case SetFigures() | Grow() | DelayScheme() | MeetSlippage():
            return _step_on_a_record(instruction, said, plan)
        case _:
            return _step_on_changes(instruction, said)


def _step_on_changes(
    instruction: Rephase | Deliver | Drop | Keep | Confide, said: dict[str, Any]
) -> tuple[str, object]:
    selection = instruction.selection
    said = {
        **said,
        "change": selection.references,
        "where": selection.where,
        "excluding": selection.excluding,
    }
    match instruction:
        case Rephase(months=months, part_share=share, part_amount=amount):
            later, earlier = (months, None) if months >= 0 else (None, -months)
            return "rephase", RephaseStep(later=later, earlier=earlier, part=(share, amount), **said)
        case Deliver(share=share):
            return "deliver", DeliverStep(share=share, **said)
        case Drop():
            return "drop", DropStep(**said)
        case Keep():
            return "keep", KeepStep(**said)
        case Confide(share=share):
            return "confidence", ConfidenceStep(share=show_rate(share), **said)


def _step_on_a_record(instruction: OnRecords, said: dict[str, Any], plan: Plan) -> tuple[str, object]:
    match instruction:
        case SetFigures(record="council tax", figures=figures):
            return "council_tax", CouncilTaxStep(figures=figures, **said)
        case SetFigures(record="stream", name=name, figures=figures):
            return "stream", StreamStep(stream=name, figures=figures, **said)
        case SetFigures(record="reserve", name=name, figures=figures):
            return "reserve", ReserveStep(reserve=name, figures=figures, **said)
        case SetFigures(record="demand", name=name, figures=figures):
            return "demand", DemandStep(demand=name, figures=figures, **said)
        case SetFigures(name=name, figures=figures):
            return "capital", CapitalStep(scheme=name, figures=figures, **said)
        case Grow(demand=name, years=years, rate=rate, add_points=points):
            when = _when(years, plan.horizon)
            return "demand", DemandStep(demand=name, growth=rate, add_points=points, **when, **said)
        case DelayScheme(scheme=name, years=years_later):
            return "capital", CapitalStep(scheme=name, later=years_later, **said)
        case MeetSlippage(reserve=name, references=references):
            return "reserve", ReserveStep(reserve=name, meets_slippage_of=references, **said)


def _when(years: tuple[FinancialYear, ...], horizon: Horizon) -> dict[str, Any]:
    """Return the years of a step as a file says them: those from one on, or one alone."""
    return {"start": years[0]} if len(years) > 1 or years[-1] == horizon.last else {"only": years[0]}


def _text(file: object, context: Context) -> str:
    """Return a file's records as TOML: a table each, in the order in which the file declares them."""
    tables = _table(file, context)
    kinds = keys_of(type(file))
    return (
        "\n\n".join(text for key, held in tables.items() for text in _tables(key, kinds[key].kind, held))
        + "\n"
    )


def _tables(key: str, kind: Kind[Any], held: Any) -> Iterator[str]:
    match kind:
        case Tables():
            yield from ("\n".join((f"[[{key}]]", *pairs(each))) for each in held)
        case Named(of=Table(of=of)) if any(isinstance(each.kind, ByYear) for each in keys_of(of).values()):
            yield from (
                "\n".join((f"[{key}.{bare_or_quoted(name)}]", *pairs(each))) for name, each in held.items()
            )
        case _:
            yield "\n".join((f"[{key}]", *pairs(held)))


def _table(record: Any, context: Context) -> dict[str, Any]:
    """Return what is written under each key of a record."""
    table: dict[str, Any] = {}
    for key, declared in keys_of(type(record)).items():
        value = getattr(record, declared.field)
        if declared.fact:
            value = _given_anew(declared, value)
            if value is None:
                continue
        elif not declared.needed and _same_without(record, declared):
            continue
        written = _written(declared.kind, value, context)
        if not declared.needed and isinstance(declared.kind, ByYear) and declared.default == ():
            written = (
                {year: each for year, each in written.items() if each}
                if isinstance(written, dict)
                else written
            )
        if written not in ({}, []) or declared.needed:
            table[key] = written
    if isinstance(record, Accept) and record.notice in OF_RATES and record.figure:
        rates = [show_rate(figure) for figure in record.figure]
        table["figure"] = rates[0] if len(rates) == 1 else rates
    return table


def _same_without(record: Any, declared: Declared) -> bool:
    """Whether a record is the same with a key left out."""
    try:
        return bool(replace(record, **{declared.field: declared.default}) == record)
    except MisreadError:
        return False


def _given_anew(declared: Declared, figures: Mapping[Fact, Figure]) -> Any:
    """Return what a step gives anew under a key: one figure, those of some years, or None."""
    given = {fact.year: figure for fact, figure in figures.items() if fact.field == declared.fact}
    return (given or None) if isinstance(declared.kind, ByYear) else given.get(None)


def _written(kind: Kind[Any], value: Any, context: Context) -> Any:
    match kind:
        case Value(write=write, show=show):
            return show(value) if write is None else write(value, context)
        case ByYear():
            return _by_year(kind, value, context)
        case Many(of=of):
            each = [_written(of, one, context) for one in value]
            return each[0] if len(each) == 1 else each
        case Table():
            return _table(value, context)
        case Tables():
            return [_table(each, context) for each in value]
        case Named(of=of):
            return {name: _written(of, each, context) for name, each in value.items()}
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
