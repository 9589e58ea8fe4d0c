"""Steps that give figures of one record anew: the record is looked up, and must have the figures."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar, assert_never

from mtfp.plan.capital import Scheme
from mtfp.plan.changes import Change
from mtfp.plan.council_tax import CouncilTax
from mtfp.plan.demand import Demand
from mtfp.plan.funding import Stream
from mtfp.plan.model import Plan
from mtfp.plan.record import ByYear, Fact, key_of, keys_of, record
from mtfp.plan.reserves import Reserve
from mtfp.plan.terms import Trace
from mtfp.plan.unknown import unknown
from mtfp.problems import MisreadError, Problem, listed
from mtfp.scenario.figures import Figure, Record, bearing_of, key_and_words, name_of, show_figures
from mtfp.scenario.steps.step import Bearing, Resolved, Step, StepKind
from mtfp.years import FinancialYear, Horizon

Held: TypeAlias = CouncilTax | Stream | Reserve | Demand | Scheme
"""One record whose figures may be given anew."""


@record
class OnRecord(Step):
    """A step on one record of the plan."""

    @property
    @abstractmethod
    def figures(self) -> Mapping[Fact, Figure]:
        """The figures that it gives anew; each step declares those of its record."""


OnRecordT = TypeVar("OnRecordT", bound=OnRecord)
Of: TypeAlias = tuple[Record, str]
"""A record by its kind and name. Council tax, of which there is one, has an empty name."""


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


def held_of(step: Step, of: Of, plan: Plan, problems: list[Problem]) -> Held | None:
    """Return the record that a step is on; None, with a problem, where the plan does not have it."""
    kind, name = of
    held = records_of(plan, kind)
    if name in held:
        return held[name]
    if kind == "council tax":
        problems.append(
            Problem(
                place=step.place,
                what="the plan has no council tax to change",
                expected="a plan with [council_tax]"
                + ("" if plan.cash_limit is None else ", not one with a cash limit"),
                fix=f"add [council_tax] to {plan.place.file.rpartition('/')[2]}, or remove this step"
                if plan.cash_limit is None
                else "remove this step: what such a plan works to is its cash limit",
                unless=(("council_tax", ""),),
            )
        )
    else:
        problems.append(unknown(step.place.at(kind), kind, name, held))
    return None


def figures_borne_on(step: OnRecord, of: Of, plan: Plan, problems: list[Problem]) -> Iterator[Bearing]:
    """Yield the figures that a step gives anew; add a problem for each that the plan states in another way."""
    held = held_of(step, of, plan, problems)
    if held is None:
        return
    wrong = list(_not_stated(step, of, held))
    problems += wrong
    if not wrong:
        yield from (bearing_of(fact, *of) for fact in step.figures)


def _not_stated(step: OnRecord, of: Of, held: Held) -> Iterator[Problem]:
    """Yield a problem for each figure that the plan does not state, because it states another one in its place."""
    optional = [*_in_one_of_several_ways(type(held))]
    stated = [each for each in optional if getattr(held, each) is not None]
    for given in dict.fromkeys(fact.field for fact in step.figures):
        if (given in optional and given not in stated) or (
            given == "unit_cost" and "cash_unit_costs" in stated
        ):
            yield not_in_the_plan(step, of, held, given, stated)


def _in_one_of_several_ways(declared: type) -> Iterator[str]:
    """Yield each field by year that a step may give anew, but that a record has only where the plan states it in that way."""
    for each in keys_of(declared).values():
        has_step = each.changed or each.field == "growth"  # growth is given anew in some years, or by points
        if has_step and isinstance(each.kind, ByYear) and each.default is None:
            yield each.field


def not_in_the_plan(step: Step, of: Of, held: Held, field: str, stated: Iterable[str]) -> Problem:
    """Return the problem of a figure that the plan states in one of other ways."""
    record, name = of
    whose = f'{record} "{name}"' if name else record
    ways = listed((key_and_words(record, each)[0] for each in stated), last="or")
    key, _ = key_and_words(record, field)
    return Problem(
        place=step.place.at(key),
        what=f"{whose} has no {name_of(record, field)} in the plan to change",
        expected=f"a figure that the plan gives: {ways}",
        fix=f"give {ways} instead, or state {key} in place of {ways} in {held.place.file.rpartition('/')[2]}",
    )


def figures_left(resolved: Resolved[OnRecordT], of: Of) -> dict[Fact, Figure]:
    """Return the figures that a step gives anew, less those that other steps override."""
    figures = resolved.step.figures.items()
    return {fact: figure for fact, figure in figures if bearing_of(fact, *of) in resolved.bearings}


def figures_said(resolved: Resolved[OnRecordT], of: Of) -> str:
    """Return the figures that a step gives anew, as a sentence says them."""
    return show_figures(of[0], figures_left(resolved, of))


def figures_done(resolved: Resolved[OnRecordT], of: Of, plan: Plan) -> Plan:
    """Return the plan with the figures that a step gives anew."""
    return with_figures(resolved, of, figures_left(resolved, of), plan)


def by_year(plan: Plan, of: Of, field: str) -> dict[FinancialYear, int]:
    """Return a figure by year of a record; a scheme may have years after the plan."""
    amounts = getattr(records_of(plan, of[0])[of[1]], field)
    return {plan.horizon.first + n: figure for n, figure in enumerate(amounts)}


def with_figures(resolved: Resolved[OnRecordT], of: Of, figures: Mapping[Fact, Figure], plan: Plan) -> Plan:
    """Return the plan with other figures of the record that a step is on."""
    kind, name = of
    held = records_of(plan, kind)
    new = _renewed(held[name], figures, plan.horizon)
    if kind in ("demand", "scheme"):
        trace = Trace(resolved.place, resolved.says(), resolved.step.why)
        new = replace(new, traces=(*new.traces, trace))
    if kind == "council tax":
        return replace(plan, council_tax=new)
    records: dict[str, Any] = {f"{kind}s": tuple({**held, name: new}.values())}
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


def which_record(of: Of, plan: Plan) -> str:
    """Return a record as a councillor would say it."""
    kind, name = of
    if not name:
        return kind.capitalize()
    held = records_of(plan, kind)[name]
    return f"{name} {held.title}" if isinstance(held, (Demand, Scheme)) else name


def comes_to_the_same(resolved: Resolved[OnRecordT], _: Sequence[Change], __: Plan) -> str:
    """Return why figures given anew move no amount; empty where what is given is no figure."""
    if any(isinstance(each, str) for each in resolved.step.figures.values()):
        return ""
    return "what it gives anew comes to the same in every year of the plan"


def keys_given(of: type, figures: Mapping[Fact, Figure]) -> list[str]:
    """Return the keys of a step that give figures of a record anew."""
    return list(dict.fromkeys(key_of(of, fact.field)[0] for fact in figures))


def may_change(record: type) -> list[str]:
    """Return the keys of a record that a step may give anew."""
    return [name for name, each in keys_of(record).items() if each.changed]


def no_figure(record: type) -> MisreadError:
    """Return the mistake of a step that gives no figure of a record."""
    return MisreadError(
        "this step gives no figure",
        f"one or more of {', '.join(may_change(record))}",
        "add one, or remove the step",
    )


def figures_of(
    step: type[OnRecordT], key: str, words: str, of: Callable[[OnRecordT], Of]
) -> StepKind[OnRecordT]:
    """Return the kind of a step that only gives figures of a record anew."""
    return StepKind(
        key=key,
        record=step,
        words=words,
        bears_on=lambda step, plan, problems: figures_borne_on(step, of(step), plan, problems),
        says=lambda resolved, _: figures_said(resolved, of(resolved.step)),
        on=lambda resolved, plan: which_record(of(resolved.step), plan),
        done=lambda resolved, _, plan, __: figures_done(resolved, of(resolved.step), plan),
        gives_figures=True,
        breaks="figures",
        of=of,
        nil=comes_to_the_same,
    )
