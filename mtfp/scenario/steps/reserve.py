"""Reserve: other figures for a reserve; or its use for what several changes together fall short of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from mtfp.money import show_pounds
from mtfp.plan.changes import Change
from mtfp.plan.kinds import NAME, NAMES
from mtfp.plan.model import Plan
from mtfp.plan.record import Fact, changes_of, key, record
from mtfp.plan.reserves import Reserve
from mtfp.problems import MisreadError, Problem, listed
from mtfp.scenario.figures import Figure
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
from mtfp.scenario.steps.selected import named
from mtfp.scenario.steps.step import Bearing, Resolved
from mtfp.years import FinancialYear, Horizon

SLIPS = ("rephase", "deliver", "drop", "reprofile")
"""The steps by which a change comes late or smaller, as files call them."""


@record
class ReserveStep(OnRecord):
    """Other figures for a reserve; or its use for what changes fall short.

    `met` are the pence of that use by year, known once the rest of the scenario is applied.
    """

    reserve: str = key(NAME, "The name of the reserve.")
    figures: Mapping[Fact, Figure] = changes_of(Reserve)
    meets_slippage_of: tuple[str, ...] = key(
        NAMES,
        "Changes: the reserve is used, beside its other uses, for what they together fall short of the plan in each year.",
        default=(),
    )
    met: Mapping[FinancialYear, int] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the step gives figures, or names the changes whose slippage the reserve meets."""
        if bool(self.figures) == bool(self.meets_slippage_of):
            raise MisreadError(
                "this step has both figures and meets_slippage_of"
                if self.figures
                else "this step does not say what becomes of the reserve",
                f"{listed(may_change(Reserve), most=60, last='or')}; or meets_slippage_of",
                "put them in two steps" if self.figures else "add one of these, or remove the step",
            )


def _of(step: ReserveStep) -> Of:
    return "reserve", step.reserve


def _bears_on(step: ReserveStep, plan: Plan, problems: list[Problem]) -> Iterator[Bearing]:
    if step.figures:
        yield from figures_borne_on(step, _of(step), plan, problems)
        return
    held, told = held_of(step, _of(step), plan, problems), len(problems)
    if isinstance(held, Reserve):
        problems += _meets_no_gap(step, held)
        known = named(step.meets_slippage_of, step.place.at("meets_slippage_of"), plan, problems)
        if len(problems) == told:
            yield from (("slippage", reference) for reference in known)


def _meets_no_gap(step: ReserveStep, reserve: Reserve) -> Iterator[Problem]:
    memorandum = reserve.reserve_class == "memorandum"
    if memorandum or reserve.in_budget:
        why = "is a memorandum" if memorandum else "is used inside budget lines"
        yield Problem(
            place=step.place.at("reserve"),
            what=f'reserve "{reserve.name}" {why}, so a use of it meets no gap',
            expected="a reserve whose uses lower the gap",
            fix="name another reserve",
        )


def _says(resolved: Resolved[ReserveStep], _: str) -> str:
    if resolved.step.figures:
        return figures_said(resolved, _of(resolved.step))
    met = "".join(f", {show_pounds(pence)} in {year}" for year, pence in resolved.step.met.items())
    return f"asked to meet the slippage of {listed(_slipping(resolved))}{met}"


def _slipping(resolved: Resolved[ReserveStep]) -> list[str]:
    """Return the references of the changes whose slippage a reserve meets."""
    return [bearing[1] for bearing in resolved.bearings]


def _done(resolved: Resolved[ReserveStep], _: Plan, plan: Plan, __: list[Problem]) -> Plan:
    step = resolved.step
    if step.figures:
        return figures_done(resolved, _of(step), plan)
    uses = by_year(plan, _of(step), "uses")
    return with_figures(
        resolved,
        _of(step),
        {Fact("uses", year): uses[year] + pence for year, pence in step.met.items()},
        plan,
    )


def _met(
    resolved: Resolved[ReserveStep], before: Plan, after: Plan, problems: list[Problem]
) -> Resolved[ReserveStep]:
    """Return the step with the pence by year that its changes together fall short of the plan."""
    if resolved.step.figures or not resolved.bearings:
        return resolved
    slipping = _slipping(resolved)
    planned, expected = (_together(plan, slipping) for plan in (before, after))
    uses = {
        year: late - due
        for year, due, late in zip(before.horizon, planned, expected, strict=True)
        if late > due
    }
    if not uses and not problems:
        problems.append(
            Problem(
                place=resolved.place.at("meets_slippage_of"),
                what=f"nothing slips of {listed(slipping)}",
                expected="changes that a step of this scenario makes late or smaller",
                fix="correct the references, or remove this step",
                unless=tuple((kind, "") for kind in SLIPS),
            )
        )
    return replace(resolved, step=replace(resolved.step, met=uses))


def _together(plan: Plan, references: Sequence[str]) -> list[int]:
    """Return what several changes come to by year, in pence: the amounts of one-offs, and the levels of the others."""
    changes = (plan.change_by_reference[reference] for reference in references)
    return [sum(pence) for pence in zip(*(_level(change, plan.horizon) for change in changes), strict=True)]


def _level(change: Change, horizon: Horizon) -> Sequence[int]:
    return change.profile.movements(horizon) if change.one_off else change.profile.levels(horizon)


RESERVE = replace(
    figures_of(ReserveStep, key="reserve", words="Other figures for a reserve, or a use of it.", of=_of),
    bears_on=_bears_on,
    says=_says,
    done=_done,
    met=_met,
    nil=lambda *_: "",
)
