"""Capital: a scheme comes whole years later, or has other figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from mtfp.money import show_pounds
from mtfp.plan import values
from mtfp.plan.capital import Scheme
from mtfp.plan.changes import Change
from mtfp.plan.kinds import NAME, TEXT_SCHEMA
from mtfp.plan.model import Plan
from mtfp.plan.record import Context, Fact, Value, changes_of, key, record
from mtfp.problems import MisreadError, Problem, listed
from mtfp.scenario.figures import Figure, bearing_of
from mtfp.scenario.steps.on_record import (
    Of,
    OnRecord,
    by_year,
    figures_borne_on,
    figures_done,
    figures_of,
    figures_said,
    held_of,
    may_change,
    with_figures,
)
from mtfp.scenario.steps.step import Bearing, Resolved, less_overridden
from mtfp.years import MONTHS_IN_A_YEAR, show_duration


def _whole_years(value: object, _: Context) -> int:
    months = values.length_of_time(value)
    if months % MONTHS_IN_A_YEAR:
        raise MisreadError(
            f"{show_duration(months)} is no number of whole years",
            'whole years, such as "1 year": a scheme has one amount for each year',
            "give whole years, or the new amounts with spend",
        )
    return months // MONTHS_IN_A_YEAR


_WHOLE_YEARS = Value(
    _whole_years,
    {**TEXT_SCHEMA, "examples": ["1 year", "2 years"]},
    lambda years: show_duration(years * MONTHS_IN_A_YEAR),
)


@record
class CapitalStep(OnRecord):
    """A scheme of capital comes later, or has other figures.

    `beyond` are the pence of its spending that then fall after the plan, known once the scenario is applied.
    """

    scheme: str = key(NAME, "The reference of the scheme.")
    later: int | None = key(
        _WHOLE_YEARS,
        "How much later its spending, grants, receipts and first year in use come.",
        default=None,
    )
    figures: Mapping[Fact, Figure] = changes_of(Scheme)
    beyond: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the scheme is late, or has other figures, and not both."""
        if bool(self.figures) == (self.later is not None):
            raise MisreadError(
                "this step makes the scheme late and gives other figures"
                if self.figures
                else "this step does not say what becomes of the scheme",
                f'later = "1 year"; or {listed(may_change(Scheme), most=60, last="or")}',
                "put them in two steps" if self.figures else "add one of these, or remove the step",
            )


def _of(step: CapitalStep) -> Of:
    return "scheme", step.scheme


def _bears_on(step: CapitalStep, plan: Plan, problems: list[Problem]) -> Iterator[Bearing]:
    if step.later is None:
        yield from figures_borne_on(step, _of(step), plan, problems)
        return
    held = held_of(step, _of(step), plan, problems)
    if isinstance(held, Scheme):
        yield from (bearing_of(fact, *_of(step)) for fact in _delayed(held, step.later, plan))


def _delayed(scheme: Scheme, later: int, plan: Plan) -> Iterator[Fact]:
    """Yield the figures of a scheme that move when it is late, those that then fall after the plan included."""
    by_year = zip(scheme.spend, scheme.grants, scheme.receipts, strict=True)
    ends = max((n for n, figures in enumerate(by_year, start=1) if any(figures)), default=0)
    for field_name in ("spend", "grants", "receipts"):
        for n in range(max(ends + later, len(plan.horizon))):
            yield Fact(field_name, plan.horizon.first + n)
    yield Fact("in_use")


def _known(step: CapitalStep, plan: Plan) -> CapitalStep:
    if step.later is None:
        return step
    in_time = max(len(plan.horizon) - step.later, 0)
    spent = (each.spend for each in plan.schemes if each.reference == step.scheme)
    return replace(step, beyond=sum(sum(spend[in_time:]) for spend in spent))


def _overridden(resolved: Resolved[CapitalStep], overridden: set[Bearing]) -> tuple[Bearing, ...]:
    """Return what is left of a step; another delay of the scheme, which alone bears on its first year in use, leaves none."""
    delay = {bearing for bearing in resolved.bearings if bearing[-1] == "in_use"}
    if resolved.step.later is not None and not delay.isdisjoint(overridden):
        return ()
    return less_overridden(resolved, overridden)


def _says(resolved: Resolved[CapitalStep], _: str) -> str:
    step = resolved.step
    if step.later is None:
        return figures_said(resolved, _of(resolved.step))
    late = f"{show_duration(step.later * MONTHS_IN_A_YEAR)} late"
    return f"{late}, {show_pounds(step.beyond)} of its spending after the plan" if step.beyond else late


def _done(resolved: Resolved[CapitalStep], stated: Plan, plan: Plan, _: list[Problem]) -> Plan:
    step = resolved.step
    if step.later is None:
        return figures_done(resolved, _of(step), plan)
    moved = {
        fact: figure
        for fact, figure in _moved(step, step.later, stated)
        if bearing_of(fact, *_of(step)) in resolved.bearings
    }
    return with_figures(resolved, _of(step), moved, plan)


def _moved(step: CapitalStep, later: int, plan: Plan) -> Iterator[tuple[Fact, Figure]]:
    """Yield every figure of a scheme that is late, those that now fall after the plan included."""
    scheme = next(each for each in plan.schemes if each.reference == step.scheme)
    for fact in _delayed(scheme, later, plan):
        if fact.year is not None:
            yield fact, by_year(plan, _of(step), fact.field).get(fact.year + -later, 0)
    yield Fact("in_use"), None if scheme.in_use is None else scheme.in_use + later


def _same(step: CapitalStep, _: Sequence[Change]) -> str:
    return "the figures are those that the plan has" if step.later is None else "the scheme spends nothing"


CAPITAL = replace(
    figures_of(CapitalStep, key="capital", words="A scheme later, or with other figures.", of=_of),
    bears_on=_bears_on,
    known=_known,
    overridden=_overridden,
    says=_says,
    done=_done,
    same=_same,
)
