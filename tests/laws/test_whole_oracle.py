"""The engine against the exact oracle over whole councils: not a penny between them, on councils and scenarios drawn at random."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mtfp.analysis.outcome import savings_of
from mtfp.analysis.run import run
from mtfp.engine.capital import financing
from mtfp.engine.inputs import reserves_of
from mtfp.engine.projection import Projection, project
from mtfp.engine.reserves import by_reserve, hold
from mtfp.plan.check import check_plan
from mtfp.scenario.apply import apply
from mtfp.years import Horizon
from tests import oracle, oracle_whole
from tests.laws.shared import difference, one_line
from tests.laws.test_oracle import figures, ground
from tests.records_whole import reserve_of, scheme_of
from tests.strategies import HERE, Operation, horizon_of, plan_of, scenario_of
from tests.strategies_whole import EVERYTHING, councils_and_scenarios, schemes, slippage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracle import Facts


def listed(series: Any) -> list[Any] | None:
    """Return a series, or None, as a list."""
    return None if series is None else [*map(int, series)]


def council_figures(projection: Projection) -> Facts:
    """Return the engine's figures of a council as the oracle gives its own."""
    plan = projection.plan
    found: Facts = figures(projection) | {"resources": listed(projection.resources)}
    gaps = projection.gaps
    found |= {
        "gap_before_reserves": None if gaps is None else listed(gaps.before_reserves),
        "structural_gap": None if gaps is None else listed(gaps.structural),
    }
    funding = projection.funding
    if funding is not None:
        names = [stream.name for stream in plan.streams]
        found["streams"] = dict(zip(names, map(listed, funding.streams), strict=True))
    band_d = projection.band_d
    if band_d is not None:
        found |= {key: listed(getattr(band_d, key)) for key in ("core", "precept")}
        found |= {"band_d": listed(band_d.total), "council_tax": listed(band_d.income)}
        found |= {key: listed(getattr(band_d, key)) for key in ("special", "average")}
        found["tax_base"] = [Fraction(base, 100) for base in band_d.tax_base]
    held = projection.reserves
    if held is not None:
        names = [reserve.name for reserve in plan.reserves]
        found["reserves"] = {
            name: {key: listed_each(part) for key, part in each._asdict().items() if key != "minimum"}
            for name, each in zip(names, held.each, strict=True)
        }
        found |= {"contributions": listed(held.contributions), "deficit": listed(held.deficit)}
        found |= {"not_there": listed(held.not_there)}
        found["use_of_reserves"] = [use + more for use, more in zip(held.uses, held.balancing, strict=True)]
    found["weighted"] = {each.change.reference: list(each.weighted) for each in savings_of(projection)}
    found["financing"] = {
        scheme.reference: {key: listed(part) for key, part in each._asdict().items()}
        for scheme, each in zip(plan.schemes, projection.financing, strict=True)
    }
    return found


def listed_each(part: Sequence[int] | None) -> list[int] | None:
    """Return a balance by year, or None."""
    return None if part is None else list(part)


def assert_agree(found: Facts, expected: Facts) -> None:
    """Every figure the engine has is the oracle's."""
    expected["weighted"] = {name: expected["weighted"][name] for name in found["weighted"]}
    for key, figure in found.items():
        assert (key, figure) == (key, expected[key])


@given(councils_and_scenarios(gap=False, provided=True))
def test_oracle_agrees_to_the_penny_on_councils(drawn: tuple[Facts, list[Operation]]) -> None:
    facts, operations = drawn
    plan = plan_of(facts)
    assert check_plan(plan) == []
    assert_agree(council_figures(project(plan)), oracle_whole.project(facts))
    after = apply(plan, scenario_of(operations, facts))
    assert_agree(council_figures(project(after)), oracle_whole.project(facts, operations))


def to_balance(figures: Facts) -> list[int]:
    """Return the gap before any reserve balances it."""
    balancing = [each["balancing"] for each in figures["reserves"].values()]
    return [sum(column) for column in zip(figures["gap"], *balancing, strict=True)]


def by_itself(operation: Operation, facts: Facts, operations: list[Operation]) -> list[Operation]:
    """Return one step of a scenario by itself; what a reserve meets is what slips in the whole of it."""
    if operation[0] != "slippage":
        return [*ground(operation, operations), operation]
    _, name, references = operation
    _, planned = oracle.after(facts, [step for step in operations if step[0] == "add"])
    _, changes = oracle.after(facts, operations)
    short = oracle.short_of(planned, changes, references, facts["years"])
    uses = map(sum, zip(facts["reserves"][name]["uses"], short, strict=True))
    return [("give", "reserves", name, {"uses": dict(enumerate(uses))})]


@given(councils_and_scenarios(having=[part for part in EVERYTHING if part != "delivery"]))
def test_oracle_agrees_on_the_effect_of_each_step_in_a_council(drawn: tuple[Facts, list[Operation]]) -> None:
    facts, operations = drawn
    outcome = run(plan_of(facts), scenario_of(operations, facts))
    before, after = oracle_whole.project(facts), oracle_whole.project(facts, operations)
    left = difference(to_balance(after), to_balance(before))
    for effect in outcome.effects:
        operation = operations[int(effect.resolved.step.place.line) - 1]
        figures = oracle_whole.project(facts, by_itself(operation, facts, operations))
        without = oracle_whole.project(facts, ground(operation, operations))
        expected = difference(to_balance(figures), to_balance(without))
        assert effect.pence.tolist() == expected
        left = difference(left, expected)
    assert outcome.together.tolist() == left


few = st.integers(-20, 20).map(lambda whole: whole * 100)


@st.composite
def budgets_beside_reserves(draw: st.DrawFn) -> Facts:
    """Draw reserves, and net budgets and resources whose gap is of their size."""
    years = draw(st.integers(1, 4))
    unsigned = st.lists(few.map(abs), min_size=years, max_size=years)
    held: Facts = {}
    for turn in draw(st.permutations([1, 2, 3])):
        way = draw(st.sampled_from([*["balances"] * 4, "stated", "not stated", "memorandum"]))
        counted = way != "memorandum"
        minimum = draw(st.sampled_from([0, 300, Fraction(1, 8)])) if counted else 0
        held[f"R{turn}"] = {
            "class": "general" if counted else way,
            "opening": None if way == "not stated" else 300 + abs(draw(few)),
            "minimum": minimum,
            "contributions": draw(unsigned),
            "uses": draw(unsigned),
            "in_budget": counted and draw(st.booleans()),
            "balances": turn if way == "balances" else None,
        }
        if way in ("balances", "stated") and draw(st.booleans()):
            held[f"R{turn}"] |= {"opening": draw(few), "in_budget": False}
    by_year = st.lists(few, min_size=years, max_size=years)
    net, gaps = draw(by_year), draw(by_year)
    resources = draw(st.sampled_from([difference(net, [*map(abs, gaps)]), difference(net, gaps), None]))
    return {"years": years, "reserves": held, "net": net, "resources": resources}


@given(budgets_beside_reserves())
def test_oracle_agrees_on_reserves(facts: Facts) -> None:
    records = tuple(reserve_of(name, each, HERE) for name, each in facts["reserves"].items())
    reserves, net = reserves_of(records, facts["years"]), np.array(facts["net"])
    short = None if facts["resources"] is None else net - facts["resources"]
    found = by_reserve(records, reserves, hold(reserves, net, short))
    expected = oracle_whole.reserves(facts, facts["net"], facts["resources"])
    for name, each in zip(facts["reserves"], found.each, strict=True):
        for key, series in expected["reserves"][name].items():
            assert listed(getattr(each, key)) == series
    assert listed(found.contributions) == expected["contributions"]
    assert listed(found.deficit) == expected["deficit"]
    assert listed(found.not_there) == expected["not_there"]
    used = [sum(each) for each in zip(found.uses, found.balancing, strict=True)]
    assert used == expected["use_of_reserves"]


@given(st.integers(1, 6), st.integers(0, 60), st.data())
def test_oracle_agrees_on_financing(years: int, beyond: int, data: st.DataObject) -> None:
    """In the plan and after it, as late as the last charge may be."""
    facts: Facts = {"first": 2026, "years": years, "lines": {"L": {"service": "Capital"}}}
    scheme = data.draw(schemes(years, "L"))
    horizon = horizon_of(facts)
    record = scheme_of("K", scheme, facts, horizon, HERE)
    found = financing(record, Horizon(horizon.first, years + beyond))._asdict()
    assert {key: list(series) for key, series in found.items()} == oracle_whole.financing(
        scheme, years + beyond
    )


@st.composite
def chains(draw: st.DrawFn) -> tuple[Facts, list[Operation]]:
    """Draw savings that need one another, steps on some, and a reserve that meets what some fall short by."""
    nil, names = [0] * 5, [f"C{n}" for n in range(5)]
    facts = one_line(0, [Fraction(0)] * 5)
    facts["streams"] = {"F": {"kind": "grant", "lasts": "ongoing", "carried": None, "amounts": nil}}
    reserve = {"class": "general", "opening": 10**6, "minimum": 0, "contributions": nil, "uses": [700] * 5}
    facts |= {"reserves": {"R": reserve | {"in_budget": False, "balances": None}}, "dependants": "follow"}
    operations: list[Operation] = []
    for n, name in enumerate(names):
        needs = sorted(draw(st.sets(st.sampled_from(names[:n]), min_size=1, max_size=2))) if n else []
        saving = {"line": "L", "type": "S", "starts": 6 + 6 * n, "full_year": -1_200 * (n + 1)}
        facts["changes"][name] = saving | {"one_off": False, "requires": needs}
        leads = ["rephase", "rephase", "rephase", "drop"]
        kind = draw(st.sampled_from(leads if n < 2 else ["nothing", "nothing", "nothing", "keep", "rephase"]))
        if kind == "rephase":
            part = draw(st.sampled_from([None, None, ("share", Fraction(1, 2)), ("share", Fraction(1))]))
            operations.append((kind, [name], draw(st.sampled_from([-6, 6, 12, 18])), part))
        elif kind != "nothing":
            operations.append((kind, [name]))
    return facts, operations + draw(slippage(facts, operations))


@given(chains())
def test_oracle_agrees_on_what_follows_and_on_what_meets_it(drawn: tuple[Facts, list[Operation]]) -> None:
    facts, operations = drawn
    after = apply(plan_of(facts), scenario_of(operations, facts))
    assert_agree(council_figures(project(after)), oracle_whole.project(facts, operations))
