"""Set cash limit: another cash limit in some years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mtfp.money import show_pounds
from mtfp.plan.kinds import AMOUNT
from mtfp.plan.labels import label
from mtfp.plan.model import Plan
from mtfp.plan.record import ByYear, as_written, key, record
from mtfp.problems import Problem
from mtfp.scenario.steps.step import Bearing, Resolved, Step, StepKind
from mtfp.years import FinancialYear

_SOME_AMOUNTS: ByYear[Mapping[FinancialYear, int]] = ByYear(AMOUNT, as_written, some=True)


@record
class SetCashLimit(Step):
    """Another cash limit."""

    amounts: Mapping[FinancialYear, int] = key(_SOME_AMOUNTS, "The cash limit of each year that differs.")


def _bears_on(step: SetCashLimit, plan: Plan, problems: list[Problem]) -> Iterator[Bearing]:
    if plan.cash_limit is None:
        problems.append(
            Problem(
                place=step.place,
                what="the plan states no cash limit to change",
                expected="a plan with a [cash_limit]"
                + (", not one with council tax or streams" if plan.has_funding else ""),
                fix="remove this step: what such a plan works to is its council tax and streams"
                if plan.has_funding
                else f"add [cash_limit] to {plan.place.file.rpartition('/')[2]}, or remove this step",
                unless=(("cash_limit", ""),),
            )
        )
    yield from (("cash limit", str(year)) for year in step.amounts)


def _left(resolved: Resolved[SetCashLimit]) -> dict[FinancialYear, int]:
    return {year: pence for year, pence in resolved.step.amounts.items() if year in resolved.years}


def _says(resolved: Resolved[SetCashLimit], _: str) -> str:
    return ", ".join(f"{show_pounds(pence)} in {year}" for year, pence in _left(resolved).items())


def _done(resolved: Resolved[SetCashLimit], _: Plan, plan: Plan, __: list[Problem]) -> Plan:
    if plan.cash_limit is None:
        return plan
    amounts = dict(zip(plan.horizon, plan.cash_limit, strict=True)) | _left(resolved)
    return replace(plan, cash_limit=tuple(amounts[year] for year in plan.horizon))


SET_CASH_LIMIT = StepKind(
    key="set_cash_limit",
    record=SetCashLimit,
    words="Another cash limit.",
    bears_on=_bears_on,
    says=_says,
    on=lambda _, plan: label(plan, "cash_limit"),
    done=_done,
    same=lambda *_: "the amounts are those that the plan has",
)
