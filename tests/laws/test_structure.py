"""Laws 1 to 13 of README.md: the structure of the roll-forward."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from mtfp.analysis.drivers import beside_the_base, drivers
from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run as run_plan
from mtfp.analysis.verdict import answer
from mtfp.engine.projection import project
from mtfp.money import Unit
from mtfp.plan.part import part_of
from mtfp.scenario.apply import apply
from mtfp.tables.names import NAMES
from mtfp.tables.papers import tables_of
from mtfp.tables.printing import print_table
from mtfp.tables.unit import PrintUnit
from tests.laws.shared import (
    Facts,
    altered,
    amounts,
    assert_within,
    closing,
    compounded,
    gap,
    line_bound,
    net,
    rates_of,
    run,
    whole,
    with_change,
    with_line,
)
from tests.laws.test_oracle import figures
from tests.strategies import Operation, plan_of, plans, plans_and_scenarios, pounds, rates, scenario_of


@given(plans())
def test_law_1_closed_form(facts: Facts) -> None:
    result = run(facts)
    recurring = result.inputs.recurring.sum(axis=0) + result.inputs.not_delivered
    for n, (name, line) in enumerate(facts["lines"].items()):
        rate = rates_of(facts, name)
        expected = []
        for year in range(facts["years"]):
            total = compounded(facts, name, -1, year) * (line["base"] - line["one_off_in_base"])
            for then in range(year + 1):
                restated = sum(pence[then] for where, pence in facts["restatements"] if where == name)
                moved = sum(
                    pence[then] * ((to == name) - (source == name))
                    for source, to, pence in facts["virements"]
                )
                stated = line["inflation"].get(then, 0)
                came = (1 + rate[then]) * restated + int(recurring[n, then]) + moved + stated
                total += compounded(facts, name, then, year) * came
            expected.append(total)
        assert_within(whole(result.spending.closing[n]), expected, line_bound(facts, name))


@given(plans_and_scenarios())
def test_law_2_roll_forward_joins(drawn: tuple[Facts, list[Operation]]) -> None:
    result = run(*drawn)
    opening, closed = result.spending.opening, result.spending.closing
    assert opening[:, 1:].tolist() == closed[:, :-1].tolist()
    assert opening[:, 1:].sum(axis=0).tolist() == closed[:, :-1].sum(axis=0).tolist()
    assert opening[:, 0].tolist() == [line["base"] for line in drawn[0]["lines"].values()]


@given(plans_and_scenarios())
def test_law_3_bridge(drawn: tuple[Facts, list[Operation]]) -> None:
    facts, operations = drawn
    result = run(facts, operations)
    printed = list(drivers(result))
    once = [
        sum(column) for column in zip(*(each.pence for each in beside_the_base(result)), strict=True)
    ] or [0] * facts["years"]
    budget = [sum(line["base"] for line in facts["lines"].values()), *net(facts, operations)]
    for year in range(facts["years"]):
        explained = sum(each.pence[year] for each in printed) + once[year] - (once[year - 1] if year else 0)
        assert budget[year + 1] - budget[year] == explained
    crossing = [
        (pence, 1 if source is None else -1)
        for source, to, pence in facts["virements"]
        if None in (source, to)
    ]
    for year in range(facts["years"]):
        assert result.inputs.virements[:, year].sum() == sum(sign * pence[year] for pence, sign in crossing)
    assert not any("other" in each.label.casefold().split() for each in printed)


@given(plans_and_scenarios(), st.data())
def test_law_4_sum_over_services(drawn: tuple[Facts, list[Operation]], data: st.DataObject) -> None:
    facts, operations = drawn
    result = run(facts, operations)
    depth = data.draw(st.integers(1, 2))
    parts = [
        project(part_of(result.plan, service)) for service in result.services if len(service.path) == depth
    ]

    def together(found: list[list[int]]) -> list[int]:
        return [sum(column) for column in zip(*found, strict=True)]

    assert together(
        [whole(pence) for service, pence in result.services.items() if len(service.path) == depth]
    ) == whole(result.net_budget)
    assert together([whole(part.net_budget) for part in parts]) == whole(result.net_budget)
    for of in ("opening", "inflation", "closing"):
        assert together([whole(getattr(part.spending, of).sum(axis=0)) for part in parts]) == whole(
            getattr(result.spending, of).sum(axis=0)
        )
    for of in ("restatement", "virements", "not_delivered"):
        assert together([whole(getattr(part.inputs, of).sum(axis=0)) for part in parts]) == whole(
            getattr(result.inputs, of).sum(axis=0)
        )
    for of in ("recurring", "one_offs"):
        assert (
            sum(getattr(part.inputs, of).sum(axis=1) for part in parts).tolist()
            == getattr(result.inputs, of).sum(axis=1).tolist()
        )


@given(plans_and_scenarios(gap=True))
def test_law_5_in_year_and_cumulative(drawn: tuple[Facts, list[Operation]]) -> None:
    result = run(*drawn)
    assert result.change_in_gap is not None
    assert list(accumulate(whole(result.change_in_gap))) == gap(*drawn)


@given(plans(gap=True), st.data())
def test_law_6_balance(facts: Facts, data: st.DataObject) -> None:
    """In a plan in pounds a penny either way is left as rounding, and £400 is not."""
    budget = net(facts)
    off = data.draw(
        st.lists(st.sampled_from([-40_000, -1, 0, 1, 40_000]), min_size=len(budget), max_size=len(budget))
    )
    facts = altered(facts, cash_limit=[pence - each for pence, each in zip(budget, off, strict=True)])
    assert gap(facts) == off
    said = answer(run(facts))
    assert "balanced" not in said
    assert (said in ("Every year balances.", f"{plan_of(facts).horizon.first} balances.")) == (not any(off))
    assert ("not balance" in said or "No year balances" in said) == (40_000 in off)
    assert ("surplus" in said) == (-40_000 in off)
    for year, pence in zip(plan_of(facts).horizon, off, strict=True):
        if abs(pence) == 1:
            assert f"£0.01 {'short' if pence > 0 else 'over'} in {year}" in said
        if abs(pence) == 40_000 and len(budget) > 1 and off.count(40_000) != 1:
            assert f"£400 in {year}" in said


def perturbed(facts: Facts, after: int, data: st.DataObject) -> Facts:
    """Return a copy whose every input dated after a year may differ."""
    late = range(after + 1, facts["years"])
    starts = {"starts": 12 * late[0] + 5, "full_year": data.draw(pounds)}
    facts = with_change(facts, "late", **starts)
    amounts = [pence for *_, pence in facts["restatements"] + facts["virements"]]
    amounts += [
        change[basis] for change in facts["changes"].values() for basis in {"movements", "levels"} & {*change}
    ]
    amounts += [facts["cash_limit"] or [0] * facts["years"]]
    for year in late:
        for by_year in amounts:
            by_year[year] += data.draw(pounds)
        for by_year in facts["rates"].values():
            by_year[year] += data.draw(rates) / 10
        for line in facts["lines"].values():
            if line["index"] is None:
                line["inflation"][year] = data.draw(pounds)
    return facts


@given(plans(years=st.integers(2, 6)), st.data())
def test_law_7_causality(facts: Facts, data: st.DataObject) -> None:
    year = data.draw(st.integers(0, facts["years"] - 2))
    before, after = run(facts), run(perturbed(facts, year, data))
    upto = slice(None, year + 1)
    for of in ("opening", "inflation", "closing"):
        assert (
            getattr(before.spending, of)[:, upto].tobytes() == getattr(after.spending, of)[:, upto].tobytes()
        )
    assert before.line_net_budget[:, upto].tobytes() == after.line_net_budget[:, upto].tobytes()
    if before.gap is not None and after.gap is not None:
        assert before.gap[upto].tobytes() == after.gap[upto].tobytes()


def cut(facts: Facts, years: int) -> Facts:
    """Return a copy that ends sooner."""
    facts = altered(facts, years=years)
    facts["rates"] = {name: by_year[:years] for name, by_year in facts["rates"].items()}
    facts["restatements"] = [(line, pence[:years]) for line, pence in facts["restatements"]]
    facts["virements"] = [(source, to, pence[:years]) for source, to, pence in facts["virements"]]
    facts["cash_limit"] = facts["cash_limit"] and facts["cash_limit"][:years]
    for line in facts["lines"].values():
        line["inflation"] = {year: pence for year, pence in line["inflation"].items() if year < years}
    for change in facts["changes"].values():
        for basis in {"movements", "levels"} & set(change):
            change[basis] = change[basis][:years]
    return facts


@given(plans(years=st.one_of(st.integers(2, 6), st.just(30))), st.data())
def test_law_8_prefix(facts: Facts, data: st.DataObject) -> None:
    years = data.draw(st.integers(1, facts["years"] - 1))
    whole_plan, part = figures(run(facts)), figures(run(cut(facts, years)))
    for of in ("amounts", "inflation", "closing", "line_net_budget"):
        assert {name: pence[:years] for name, pence in whole_plan[of].items()} == part[of]
    for of in ("net_budget", "gap", "change_in_gap"):
        assert (whole_plan[of] and whole_plan[of][:years]) == part[of]


@given(plans_and_scenarios(), st.integers(-200, 200))
def test_law_9_year_shift(drawn: tuple[Facts, list[Operation]], years: int) -> None:
    facts, operations = drawn
    shifted = altered(facts, first=facts["first"] + years)
    assert figures(run(facts, operations)) == figures(run(shifted, operations))


def renamed(facts: Facts, name: dict[str, str]) -> Facts:
    """Return a copy with other names for lines, changes and indices."""
    facts = deepcopy(facts)
    for line in facts["lines"].values():
        line["index"] = name.get(line["index"])
        line["service"] = f"Renamed {line['service']}"
    for change in facts["changes"].values():
        change["line"] = name[change["line"]]
    for of in ("lines", "changes", "rates"):
        facts[of] = {name[key]: value for key, value in facts[of].items()}
    facts["restatements"] = [(name[line], pence) for line, pence in facts["restatements"]]
    facts["virements"] = [(name.get(source), name.get(to), pence) for source, to, pence in facts["virements"]]
    return facts


@given(plans(), st.randoms(use_true_random=False))
def test_law_10_rename(facts: Facts, random: object) -> None:
    keys = [*facts["lines"], *facts["changes"], *facts["rates"]]
    others = [f"n{n}" for n in range(len(keys))]
    random.shuffle(others)  # type: ignore[attr-defined]
    name = dict(zip(keys, others, strict=True))
    before, after = figures(run(facts)), figures(run(renamed(facts, name)))
    for of in ("amounts", "after_plan", "inflation", "closing", "line_net_budget"):
        assert {name[key]: pence for key, pence in before[of].items()} == after[of]
    for of in ("net_budget", "gap", "change_in_gap"):
        assert before[of] == after[of]


def printed(outcome: Outcome) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return every printed row of every table, cast in £000, by its name."""
    tables = [print_table(table, PrintUnit(Unit.THOUSANDS, 0)) for table in tables_of(outcome, NAMES)]
    return {table.id: {row.id: row.figures for row in table.rows} for table in tables}


@given(plans_and_scenarios(), st.data())
def test_law_11_order(drawn: tuple[Facts, list[Operation]], data: st.DataObject) -> None:
    facts, operations = drawn
    plan, scenario = plan_of(facts), scenario_of(operations, facts)
    mixed = replace(
        plan,
        lines=tuple(data.draw(st.permutations(plan.lines))),
        changes=tuple(data.draw(st.permutations(plan.changes))),
        types=dict(data.draw(st.permutations(list(plan.types.items())))),
        virements=tuple(data.draw(st.permutations(plan.virements))),
        restatements=tuple(data.draw(st.permutations(plan.restatements))),
        indices=dict(data.draw(st.permutations(list(plan.indices.items())))),
    )
    assert figures(project(apply(plan, scenario))) == figures(project(apply(mixed, scenario)))
    assert printed(run_plan(plan, scenario)) == printed(run_plan(mixed, scenario))


@given(plans(), pounds, st.data())
def test_law_12_split_and_merge(facts: Facts, part: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(facts["lines"])))
    line = facts["lines"][name]
    split = with_line(facts, name, base=line["base"] - part)
    split = with_line(split, "split", base=part, index=line["index"])
    bounds = [
        2 * whole_line + part_line
        for whole_line, part_line in zip(line_bound(facts, name), line_bound(split, "split"), strict=True)
    ]
    assert_within(net(facts), net(split), bounds)

    halves = deepcopy(facts)
    for change in [each for each in facts["changes"].items() if "movements" in each[1]]:
        key, moves = change[0], change[1]["movements"]
        halves["changes"][key]["movements"] = [pence - part for pence in moves]
        halves["changes"][f"{key} split"] = change[1] | {"movements": [part] * len(moves)}
    assert net(facts) == net(halves)

    with_nil = with_line(facts, "nil", index=next(iter(facts["rates"])))
    assert net(with_nil) == net(facts)
    assert closing(with_nil) == closing(facts) | {"nil": [0] * facts["years"]}


@given(plans(gap=True), pounds.map(lambda pence: abs(pence) + 100), st.data())
def test_law_13_monotone(facts: Facts, more: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(facts["lines"])))
    year = data.draw(st.integers(0, facts["years"] - 1))
    raised = with_change(facts, "more", line=name, movements=amounts(facts, year, more))
    lowered = with_change(facts, "less", line=name, type="S", movements=amounts(facts, year, -more))
    growth = [
        compounded(facts, name, year, t) * more if t >= year else Fraction(0) for t in range(facts["years"])
    ]
    twice = [Fraction(0) if t <= year else 2 * bound for t, bound in enumerate(line_bound(facts, name))]
    base = gap(facts)
    assert_within([a - b for a, b in zip(gap(raised), base, strict=True)], growth, twice)
    assert_within([b - a for a, b in zip(gap(lowered), base, strict=True)], growth, twice)
