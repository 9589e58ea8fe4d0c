"""The engine takes any number of cases at once: each of several councils, stacked along one axis or two, comes out as by itself."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mtfp.engine.council_tax import charge, raised_in_all
from mtfp.engine.gap import Budget, meet
from mtfp.engine.inputs import reserves_of, stacked, streams_of, tax_of
from mtfp.engine.projection import Projection, project
from mtfp.engine.spending import Inputs, roll_forward
from mtfp.engine.streams import fund
from tests import oracle_whole
from tests.laws.test_whole_oracle import assert_agree, council_figures
from tests.strategies import by_year, plan_of, pounds, rates
from tests.strategies_whole import councils, risen, unsigned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.oracle import Facts

CASES = 4


def _vary_council_tax(draw: st.DrawFn, tax: Facts | None, years: int) -> None:
    if tax:
        tax["core"] = draw(by_year(years, risen, Fraction(0)))
        for base in {"tax_base", "gross_base"} & tax.keys():
            tax[base] = [homes + 1 for homes in tax[base]]


def _vary_reserve(draw: st.DrawFn, reserve: Facts, years: int) -> None:
    if reserve["opening"] is not None:
        reserve["opening"] += draw(unsigned)
    if reserve["class"] != "memorandum":
        reserve["minimum"] = draw(st.one_of(unsigned, st.sampled_from([Fraction(1, 20), Fraction(1)])))
    reserve |= {key: draw(by_year(years, unsigned, 0)) for key in ("contributions", "uses")}


@st.composite
def variants(draw: st.DrawFn, facts: Facts) -> Facts:
    """Draw a council of the same shape: other bases, rates, changes, rises, tax bases, streams and reserves."""
    other, years = deepcopy(facts), facts["years"]
    amounts = by_year(years, pounds, 0)
    for line in other["lines"].values():
        line["base"] += abs(draw(pounds))
    for index in other["rates"]:
        other["rates"][index] = draw(by_year(years, rates, Fraction(0)))
    for change in other["changes"].values():
        way = next(way for way in ("movements", "levels", "full_year") if way in change)
        change[way] = draw(pounds) if way == "full_year" else draw(amounts)
    if other.get("cash_limit") is not None:
        other["cash_limit"] = draw(amounts)
    for stream in other.get("streams", {}).values():
        stream["amounts"] = draw(amounts)
    _vary_council_tax(draw, other.get("council_tax"), years)
    for reserve in other.get("reserves", {}).values():
        _vary_reserve(draw, reserve, years)
    return other


@st.composite
def cases(draw: st.DrawFn) -> list[Facts]:
    """Draw a council, and others of the same shape."""
    facts = draw(councils())
    return [facts, *(draw(variants(facts)) for _ in range(CASES - 1))]


def along_one_axis(each: Sequence[Any], stack: Callable[[Sequence[Any]], Any]) -> Any:
    return stack(each)


def along_two(each: Sequence[Any], stack: Callable[[Sequence[Any]], Any]) -> Any:
    half = len(each) // 2
    return stack([stack(each[:half]), stack(each[half:])])


def stacked_inputs(each: Sequence[Inputs]) -> Inputs:
    """Return what the roll-forward of several cases needs."""
    parts = {of.name: [getattr(one, of.name) for one in each] for of in fields(Inputs)}
    made: dict[str, Any] = {name: None if of[0] is None else np.stack(of) for name, of in parts.items()}
    return Inputs(**made)


def same(found: Any, each: Sequence[Any]) -> None:
    """Every part of what came out of all cases is what came out of each by itself."""
    for part, *singles in zip(found, *each, strict=True):
        assert part.reshape(len(singles), *singles[0].shape).tolist() == [
            single.tolist() for single in singles
        ]


@given(cases())
def test_cases_in_one_call_are_the_single_runs_and_the_oracle(drawn: list[Facts]) -> None:
    runs = [project(plan_of(facts)) for facts in drawn]
    for single, facts in zip(runs, drawn, strict=True):
        assert_agree(council_figures(single), oracle_whole.project(facts))
    for along in (along_one_axis, along_two):
        agree(runs, along)


def agree(runs: list[Projection], along: Callable[..., Any]) -> None:
    """Compare each room of the engine, given the cases stacked, with its figures for each."""
    plan, years = runs[0].plan, len(runs[0].plan.horizon)
    spending = roll_forward(along([run.inputs for run in runs], stacked_inputs))
    same(
        (spending.opening, spending.inflation, spending.closing),
        [(run.spending.opening, run.spending.inflation, run.spending.closing) for run in runs],
    )
    taxes = [run.plan.council_tax for run in runs if run.plan.council_tax is not None]
    tax = np.zeros(years, dtype=np.int64)
    if taxes:
        band_d = charge(along([tax_of(each, years) for each in taxes], stacked))
        same(band_d, [run.council_tax for run in runs])
        tax = raised_in_all(band_d)
    if plan.has_funding:
        same(fund(along([streams_of(run.plan) for run in runs], stacked), tax), [run.funding for run in runs])
    budgets = zip(*(run.budget for run in runs), strict=True)
    budget = Budget._make(None if of[0] is None else along(of, np.stack) for of in budgets)
    reserves = [reserves_of(run.plan.reserves, years) for run in runs if run.plan.reserves]
    gaps, held = meet(budget, along(reserves, stacked) if reserves else None)
    if gaps is not None:
        same(gaps, [run.gaps for run in runs])
    if held is not None:
        same(held, [meet(run.budget, run.reserve_inputs)[1] for run in runs])
