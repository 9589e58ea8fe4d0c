"""Laws 26 to 41 of README.md: what a scenario does to a change, to its line, and to nothing else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mtfp.engine.projection import project
from mtfp.money import MILLION
from mtfp.plan.profile import Phase, Profile
from mtfp.problems import InputError, Place
from mtfp.scenario.apply import apply
from mtfp.years import FinancialYear, Month
from tests.laws.shared import (
    HALF,
    Facts,
    amounts,
    assert_within,
    compounded,
    gap,
    line_bound,
    run,
    whole,
    with_change,
)
from tests.laws.test_oracle import figures
from tests.oracle import phases_of
from tests.strategies import (
    Operation,
    Paper,
    by_year,
    changes,
    one_off_amounts,
    plan_of,
    plans,
    plans_and_scenarios,
    pounds,
    scenario_of,
    shares,
    step_of,
)

if TYPE_CHECKING:
    from mtfp.plan.model import Plan

APRIL = FinancialYear(2026).april
months = st.one_of(st.sampled_from([6, 12, 24]), st.integers(0, 60))


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Draw a recurring profile, whole pounds from any months of ten years."""
    found = draw(st.dictionaries(st.integers(0, 119), pounds, max_size=5))
    return Profile(tuple(Phase(APRIL + month, pence) for month, pence in sorted(found.items())))


def applied(plan: Plan, facts: Facts, *operations: Operation) -> Plan:
    """Return the plan as these operations make it."""
    return apply(plan, scenario_of(operations, facts))


def one_change(draw: st.DrawFn, *, in_base: bool = True) -> tuple[Facts, str, Facts]:
    """Draw a plan and pick one of its changes."""
    facts = draw(plans(gap=True))
    change = draw(changes(list(facts["lines"]), facts["years"], in_base=in_base))
    facts["changes"]["it"] = change
    return facts, "it", change


@st.composite
def with_one(draw: st.DrawFn) -> tuple[Facts, str, Facts]:
    """Draw a plan and pick one of its changes, not one that is in the base already."""
    return one_change(draw, in_base=False)


@st.composite
def with_one_saving(draw: st.DrawFn) -> tuple[Facts, str, Facts]:
    """Draw a plan and a saving of it whose amounts share one sign."""
    facts, name, change = one_change(draw)
    for basis in {"movements", "levels"} & set(change):
        moves = [-abs(pence) for _, pence in phases_of(change)]
        change.pop(basis)
        change["movements"] = moves
    change["type"] = draw(st.sampled_from(["S", "NS"]))
    return facts, name, change


def all_amounts(plan: Plan, name: str) -> Any:
    """Return what a change does in the years of the plan and after it, together."""
    figure = figures(project(plan))
    return sum(figure["amounts"][name]) + sum(figure["after_plan"][name].values())


@given(with_one(), st.integers(0, 60))
def test_law_26_conservation(drawn: tuple[Facts, str, Facts], later: int) -> None:
    facts, name, change = drawn
    plan = plan_of(facts)
    whole_sum = sum(annual for _, annual in phases_of(change))
    after = applied(plan, facts, ("rephase", [name], later, None))
    assert all_amounts(plan, name) == all_amounts(after, name) == whole_sum
    count = facts["years"]
    late = figures(project(after))["after_plan"][name]
    if later % 12 == 0 and not any(month % 12 for month, _ in phases_of(change)):
        years = later // 12
        moved = {
            year + years: annual
            for year, annual in ((month // 12, annual) for month, annual in phases_of(change))
            if annual
        }
        assert late == {year: pence for year, pence in moved.items() if year >= count}
    assert all(year >= count for year in late)


@given(plans(gap=True, years=st.integers(2, 10)), st.data())
def test_law_27_inside_the_horizon(facts: Facts, data: st.DataObject) -> None:
    years = data.draw(st.integers(0, facts["years"] - 1))
    inside = data.draw(by_year(facts["years"] - years))
    moves = inside + [0] * years
    facts = with_change(facts, "it", movements=moves)
    after = figures(project(applied(plan_of(facts), facts, ("rephase", ["it"], 12 * years, None))))
    assert after["after_plan"]["it"] == {}
    assert sum(after["amounts"]["it"]) == sum(moves)


@given(with_one_saving(), st.integers(1, 40))
def test_law_28_identity(drawn: tuple[Facts, str, Facts], later: int) -> None:
    facts, name, _ = drawn
    plan = plan_of(facts)
    same = figures(project(plan))
    assert figures(project(applied(plan, facts))) == same
    assert applied(plan, facts) == plan
    for nothing in (
        ("rephase", [name], 0, None),
        ("deliver", [name], Fraction(1)),
        ("rephase", [name], later, ("share", Fraction(0))),
        ("rephase", [name], later, ("amount", 0)),
        ("keep", [name]),
    ):
        assert figures(project(applied(plan, facts, nothing))) == same
    moved = applied(plan, facts, ("rephase", [name], later, None))
    assert figures(
        project(applied(plan, facts, ("rephase", [name], later, ("share", Fraction(1)))))
    ) == figures(project(moved))


@given(with_one(), months, months)
def test_law_29_delays_add(drawn: tuple[Facts, str, Facts], a: int, b: int) -> None:
    facts, name, _ = drawn
    plan = plan_of(facts)
    once = applied(plan, facts, ("rephase", [name], a + b, None))
    twice = applied(applied(plan, facts, ("rephase", [name], a, None)), facts, ("rephase", [name], b, None))
    assert figures(project(once)) == figures(project(twice))
    back = applied(applied(plan, facts, ("rephase", [name], a, None)), facts, ("rephase", [name], -a, None))
    assert figures(project(back)) == figures(project(plan))


@given(with_one(), st.integers(1, 12))
def test_law_30_bringing_forward(drawn: tuple[Facts, str, Facts], too_much: int) -> None:
    facts, name, change = drawn
    starts = [month for month, annual in phases_of(change) if annual]
    assume(starts)
    plan, earliest = plan_of(facts), min(starts)
    with pytest.raises(InputError, match="before the plan"):
        applied(plan, facts, ("rephase", [name], -earliest - too_much, None))
    if earliest:
        sooner = applied(plan, facts, ("rephase", [name], -earliest, None))
        assert all_amounts(sooner, name) == all_amounts(plan, name)


@given(with_one_saving(), shares, months)
def test_law_31_drop(drawn: tuple[Facts, str, Facts], share: Fraction, later: int) -> None:
    facts, name, _ = drawn
    plan, drop = plan_of(facts), ("drop", [name])
    dropped = figures(project(applied(plan, facts, drop)))
    assert dropped["after_plan"][name] == {}
    assert figures(project(applied(plan, facts, ("deliver", [name], Fraction(0))))) == dropped
    for other in (
        drop,
        ("deliver", [name], share),
        ("rephase", [name], later, ("share", share)),
        ("rephase", [name], later, None),
    ):
        assert figures(project(applied(applied(plan, facts, drop), facts, other))) == dropped
        assert figures(project(applied(applied(plan, facts, other), facts, drop))) == dropped


def slip(profile: Profile, share: int, by: int) -> Profile:
    """Return a share of every step moved later, the rest where it was."""
    moved, rest = profile.split_share(share)
    return rest.plus(moved.delay(by))


def steps(profile: Profile) -> dict[Month, int]:
    """Return a profile's steps by month."""
    found: dict[Month, int] = defaultdict(int)
    for step in profile.phases:
        found[step.month] += step.annual
    return {month: pence for month, pence in found.items() if pence}


@given(profiles(), shares, shares, months, months)
def test_law_32_different_kinds_commute(profile: Profile, a: Fraction, c: Fraction, k: int, j: int) -> None:
    part, share = int(a * MILLION), int(c * MILLION)
    assert steps(profile.scale(share).delay(k)) == steps(profile.delay(k).scale(share))
    assert steps(slip(profile.delay(j), part, k)) == steps(slip(profile, part, k).delay(j))
    one, other = steps(slip(profile.scale(share), part, k)), steps(slip(profile, part, k).scale(share))
    exact: dict[Month, Fraction] = defaultdict(Fraction)
    delivered_first: dict[Month, Fraction] = defaultdict(Fraction)
    slipped_first: dict[Month, Fraction] = defaultdict(Fraction)
    for step in profile.phases:
        for month, portion in ((step.month + k, a), (step.month, 1 - a)):
            exact[month] += portion * c * step.annual
            delivered_first[month] += portion * HALF + HALF
            slipped_first[month] += c * HALF
    for month in {*one, *other, *exact}:
        assert abs(one.get(month, 0) - exact[month]) <= delivered_first[month]
        assert abs(other.get(month, 0) - exact[month]) <= slipped_first[month] + HALF


@given(with_one(), st.data())
def test_law_33_reprofile(drawn: tuple[Facts, str, Facts], data: st.DataObject) -> None:
    facts, name, change = drawn
    new = data.draw(one_off_amounts(facts["years"]) if change["one_off"] else by_year(facts["years"]))
    plan, reprofile = plan_of(facts), ("reprofile", name, "movements", new)
    after = figures(project(applied(plan, facts, reprofile)))
    assert after["amounts"][name] == new
    assert after["after_plan"][name] == {}
    for other in (
        ("rephase", [name], 6, None),
        ("deliver", [name], HALF),
        ("drop", [name]),
        ("keep", [name]),
        reprofile,
    ):
        with pytest.raises(InputError, match=r"drop, keep and reprofile stand alone"):
            applied(plan, facts, reprofile, other)


def named(operation: Operation) -> list[str]:
    """Return the changes an operation is for."""
    found = operation[1]
    return (
        [found]
        if operation[0] in ("reprofile", "add")
        else found
        if operation[0] in ("rephase", "deliver", "drop", "keep")
        else []
    )


@st.composite
def two_scenarios(draw: st.DrawFn) -> tuple[Facts, list[Operation], list[Operation]]:
    """Draw a plan and two scenarios on different changes, the second selecting nothing that the first adds."""
    facts, operations = draw(plans_and_scenarios(gap=True))
    first = {name: draw(st.booleans()) for name in facts["changes"]}
    one: list[Operation] = []
    two: list[Operation] = []
    for operation in operations:
        names = named(operation)
        by_where = len(operation) > 3 and operation[0] == "deliver"
        if by_where:
            one += [("deliver", names, operation[2])]
            first |= dict.fromkeys(names, True)
    for operation in operations:
        if len(operation) > 3 and operation[0] == "deliver":
            continue
        names = named(operation)
        in_first = all(first.get(name, True) for name in names) if names else draw(st.booleans())
        (one if in_first else two).append(operation)
    return facts, one, two


@given(two_scenarios())
def test_law_34_different_lines_commute(drawn: tuple[Facts, list[Operation], list[Operation]]) -> None:
    facts, one, two = drawn
    plan = plan_of(facts)
    a, b = scenario_of(one, facts, "a.toml"), scenario_of(two, facts, "b.toml")
    assert figures(project(apply(apply(plan, a), b))) == figures(project(apply(apply(plan, b), a)))
    together = [scenario_of([], facts, "c.toml", extends=parents) for parents in ((a, b), (b, a))]
    assert figures(project(apply(plan, together[0]))) == figures(project(apply(plan, together[1])))


@given(two_scenarios())
def test_law_35_composition(drawn: tuple[Facts, list[Operation], list[Operation]]) -> None:
    facts, one, two = drawn
    plan = plan_of(facts)
    a, b = scenario_of(one, facts, "a.toml"), scenario_of(two, facts, "b.toml")
    in_turn = apply(apply(plan, a), b)
    assert apply(plan, scenario_of([], facts, "c.toml", extends=(a, b))) == in_turn
    assert apply(plan, scenario_of([*one, *two], facts)) == in_turn


KINDS = ("rephase", "deliver", "drop", "keep", "reprofile")


def operation_on(kind: str, name: str, facts: Facts, size: int) -> Operation:
    """Return an operation of a kind; two of one kind and different size do different things."""
    if kind == "rephase":
        return (kind, [name], 6 * size, None)
    if kind == "deliver":
        return (kind, [name], Fraction(size, 10))
    if kind == "reprofile":
        return (kind, name, "movements", amounts(facts, 0, -100 * size))
    return (kind, [name])


@given(plans(gap=True), st.sampled_from(KINDS), st.sampled_from(KINDS), st.booleans())
def test_law_36_conflict(facts: Facts, kind: str, other: str, a_before_b: bool) -> None:
    facts = with_change(facts, "it", type="S", movements=amounts(facts, 0, -70_000))
    plan = plan_of(facts)
    one, two = operation_on(kind, "it", facts, 1), operation_on(other, "it", facts, 2)
    names = ("a.toml", "b.toml") if a_before_b else ("b.toml", "a.toml")
    first, second = scenario_of([one], facts, names[0]), scenario_of([two], facts, names[1])
    listed = scenario_of([], facts, "c.toml", extends=(first, second))
    inheriting = scenario_of([two], facts, names[1], extends=(first,))
    if kind == other or not {kind, other} <= {"rephase", "deliver"}:
        for scenario, places in (
            (scenario_of([one, two], facts, "d.toml"), ("d.toml:1", "d.toml:2")),
            (listed, ("a.toml:1", "b.toml:1")),
            *([] if other == "keep" else [(inheriting, ("a.toml:1", "b.toml:1"))]),
        ):
            with pytest.raises(InputError) as refused:
                apply(plan, scenario)
            assert all(place in str(refused.value) for place in places)
    else:
        same = figures(project(applied(plan, facts, one, two)))
        assert figures(project(apply(plan, listed))) == figures(project(apply(plan, inheriting))) == same
    child = replace(inheriting, steps=(step_of(two, facts, Place(Paper(names[1]), (0,)), overrides=True),))
    assert figures(project(apply(plan, child))) == figures(project(applied(plan, facts, two)))


def by_reference(plan: Plan) -> Plan:
    """Return the plan with its changes in order of reference, the order in which additions are written put aside."""
    return replace(plan, changes=tuple(sorted(plan.changes, key=lambda change: change.reference)))


@given(plans_and_scenarios(), st.data())
def test_law_37_order_free(drawn: tuple[Facts, list[Operation]], data: st.DataObject) -> None:
    facts, operations = drawn
    plan, scenario = plan_of(facts), scenario_of(operations, facts)
    mixed = replace(scenario, steps=tuple(data.draw(st.permutations(scenario.steps))))
    assert by_reference(apply(plan, mixed)) == by_reference(apply(plan, scenario))


@given(plans_and_scenarios(gap=True), st.data())
def test_law_38_locality(drawn: tuple[Facts, list[Operation]], data: st.DataObject) -> None:
    facts, operations = drawn
    of_changes = [each for each in operations if len(named(each)) == 1 and named(each)[0] in facts["changes"]]
    assume(of_changes)
    operation = data.draw(st.sampled_from(of_changes))
    (name,) = named(operation)
    if operation[0] == "deliver":
        operation = operation[:3]
    before, after = run(facts), run(facts, [operation])
    line = facts["changes"][name]["line"]
    for n, each in enumerate(facts["lines"]):
        if each != line:
            assert whole(before.line_net_budget[n]) == whole(after.line_net_budget[n])
            assert whole(before.spending.inflation[n]) == whole(after.spending.inflation[n])
    for then, now in zip(before.plan.changes, after.plan.changes, strict=True):
        assert now == then or now.reference == name
        assert len(now.traces) == (now.reference == name)
    above = tuple(before.plan.line_by_reference[line].service.up)
    for service, pence in after.services.items():
        assert service in above or whole(pence) == whole(before.services[service])


@given(plans(years=st.integers(2, 10)), st.data())
def test_law_39_one_off_pair_moves_whole(facts: Facts, data: st.DataObject) -> None:
    count = facts["years"]
    once, years = data.draw(one_off_amounts(count)), data.draw(st.integers(0, count))
    facts = with_change(facts, "once", type="O", one_off=True, movements=once)
    after = run(facts, [("rephase", ["once"], 12 * years, None)])
    moved = [0] * years + once
    assert whole(after.inputs.change_amounts[-1]) == moved[:count]
    assert figures(after)["after_plan"]["once"] == {
        year: pence for year, pence in enumerate(moved) if pence and year >= count
    }
    assert after.spending.closing.tolist() == run(facts).spending.closing.tolist()


@given(plans(gap=True), st.data())
def test_law_40_effect(facts: Facts, data: st.DataObject) -> None:
    count = facts["years"]
    name = data.draw(st.sampled_from(list(facts["lines"])))
    moves, k = data.draw(by_year(count)), data.draw(st.integers(0, count))
    facts = with_change(facts, "it", line=name, movements=moves)
    found = [
        after - before
        for after, before in zip(gap(facts, [("rephase", ["it"], 12 * k, None)]), gap(facts), strict=True)
    ]
    expected = []
    for t in range(count):
        late = sum(
            (moves[u] * compounded(facts, name, u + k, t) for u in range(count) if u + k <= t), Fraction(0)
        )
        expected.append(
            late - sum((moves[u] * compounded(facts, name, u, t) for u in range(t + 1)), Fraction(0))
        )
    assert_within(found, expected, [2 * bound for bound in line_bound(facts, name)])
    last = max((year for year, pence in enumerate(moves) if pence), default=0)
    if not any(compounded(facts, name, -1, t) != 1 for t in range(count)) and last + k < count:
        assert found[-1] == 0


@given(
    with_one(),
    st.sampled_from(["rephase", "deliver", "drop", "keep", "reprofile", "assume", "where", "except"]),
)
def test_law_41_unknown_name(drawn: tuple[Facts, str, Facts], kind: str) -> None:
    facts, _, _ = drawn
    facts["changes"]["14CEF5"] = facts["changes"].pop("it")
    facts["changes"]["14CEF5"]["type"] = "S"
    index = next(iter(facts["rates"]))
    operation, nearest = {
        "assume": (("assume", f"{index}x", [0], "rate", Fraction(0)), index),
        "where": (("deliver", [], HALF, "PP", []), "P"),
        "except": (("deliver", [], HALF, "S", ["14CEF55"]), "14CEF5"),
    }.get(kind, (operation_on(kind, "14CEF55", facts, 1), "14CEF5"))
    # An index or a type of another meaning is never offered: where none is this one misspelt, they are listed.
    told = (
        f'(the nearest is "|there is ){nearest}'
        if kind in ("assume", "where")
        else f'the nearest is "{nearest}"'
    )
    with pytest.raises(InputError, match=told):
        applied(plan_of(facts), facts, operation)
