"""Laws 14 to 20 of README.md: linearity and compounding."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, reject
from hypothesis import strategies as st

from mtfp.files.request import read_request
from mtfp.problems import InputError
from tests.laws.shared import (
    HALF,
    Facts,
    altered,
    amounts,
    assert_within,
    closing,
    compounded,
    gap,
    line_bound,
    net,
    one_line,
    rates_of,
    run,
    total_bound,
    whole,
    with_change,
    with_line,
)
from tests.laws.written import write
from tests.strategies import by_year, plans, pounds

factors = st.sampled_from([-3, -1, 0, 1, 2, 7])
exact_rates = st.sampled_from([0, 5, 15, 25, 35, -5, 100]).map(lambda tenths: Fraction(tenths, 1_000))


@given(plans(gap=True), factors, factors, st.data())
def test_law_14_linear(facts: Facts, a: int, b: int, data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(list(facts["lines"])))
    p, q = data.draw(by_year(facts["years"])), data.draw(by_year(facts["years"]))

    def effect(moves: list[int]) -> list[int]:
        with_it = gap(with_change(facts, "p", line=line, type="S", movements=moves))
        return [after - before for after, before in zip(with_it, gap(facts), strict=True)]

    both = effect([a * x + b * y for x, y in zip(p, q, strict=True)])
    parts = [a * x + b * y for x, y in zip(effect(p), effect(q), strict=True)]
    runs = 2 + 2 * abs(a) + 2 * abs(b)
    assert_within(both, parts, [runs * bound for bound in line_bound(facts, line)])
    by_growth = [
        sum((p[u] * compounded(facts, line, u, t) for u in range(t + 1)), Fraction(0))
        for t in range(facts["years"])
    ]
    assert_within(effect(p), by_growth, [2 * bound for bound in line_bound(facts, line)])


@given(plans(gap=True), pounds, st.data())
def test_law_15_base_shift(facts: Facts, more: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(facts["lines"])))
    shifted = with_line(facts, name, base=facts["lines"][name]["base"] + more)
    moved = [after - before for after, before in zip(gap(shifted), gap(facts), strict=True)]
    growth = [more * compounded(facts, name, -1, year) for year in range(facts["years"])]
    assert_within(moved, growth, [2 * bound for bound in line_bound(facts, name)])


@given(plans(gap=True), pounds, st.data())
def test_law_16_resource_shift(facts: Facts, more: int, data: st.DataObject) -> None:
    year = data.draw(st.integers(0, facts["years"] - 1))
    limit = [
        pence + each for pence, each in zip(facts["cash_limit"], amounts(facts, year, more), strict=True)
    ]
    moved = [
        after - before
        for after, before in zip(gap(altered(facts, cash_limit=limit)), gap(facts), strict=True)
    ]
    assert moved == amounts(facts, year, -more)


def scaled(facts: Facts, k: int) -> Facts:
    """Return a copy with every amount k times as large and rates as they are."""
    facts = deepcopy(facts)
    for line in facts["lines"].values():
        line["base"] *= k
        line["one_off_in_base"] *= k
        line["inflation"] = {year: k * pence for year, pence in line["inflation"].items()}
    facts["restatements"] = [(line, [k * each for each in pence]) for line, pence in facts["restatements"]]
    facts["virements"] = [
        (source, to, [k * each for each in pence]) for source, to, pence in facts["virements"]
    ]
    for change in facts["changes"].values():
        for basis in {"movements", "levels"} & set(change):
            change[basis] = [k * pence for pence in change[basis]]
        if "full_year" in change:
            change["full_year"] *= k
    facts["cash_limit"] = facts["cash_limit"] and [k * pence for pence in facts["cash_limit"]]
    return facts


def part_years(facts: Facts, line: str) -> list[int]:
    """Return how many levels of a part of a year the movements of each year rest on: this year's, and last year's."""
    found = [0] * facts["years"]
    for change in facts["changes"].values():
        year, months = divmod(change.get("starts", 0), 12)
        if change["line"] == line and months:
            found[year] += 1
            if year + 1 < facts["years"]:
                found[year + 1] += 1
    return found


@given(plans(gap=True), st.sampled_from([2, 3, 7, 1_000]))
def test_law_17_scaling(facts: Facts, k: int) -> None:
    try:
        large, small = closing(scaled(facts, k)), closing(facts)
    except (
        InputError
    ):  # billions a line, a thousand times over and with inflation, are past what is added exactly
        reject()
    for name in facts["lines"]:
        bound, bounds = Fraction(0), []
        for rate, levels in zip(rates_of(facts, name), part_years(facts, name), strict=True):
            bound = abs(1 + rate) * bound + HALF * (bool(rate) + levels)
            bounds.append((1 + k) * bound)
        assert_within(large[name], [k * pence for pence in small[name]], bounds)

    with TemporaryDirectory() as folder:
        read = [
            read_request(write(facts, Path(folder) / name, name)).read.plan
            for name in ("pounds", "thousands", "millions")
        ]
    assert [plan.unit.name.lower() for plan in read] == ["pounds", "thousands", "millions"]
    one, *others = [
        (plan.lines, plan.changes, plan.virements, plan.restatements, plan.cash_limit) for plan in read
    ]
    assert all(other == one for other in others)


@given(pounds, exact_rates, exact_rates)
def test_law_18_compounding(base: int, a: Fraction, b: Fraction) -> None:
    together = (1 + a) * (1 + b) - 1
    two = whole(run(one_line(base, [a, b])).net_budget)[-1]
    one = whole(run(one_line(base, [together])).net_budget)[-1]
    bounds = line_bound(one_line(base, [a, b]), "L")[-1] + line_bound(one_line(base, [together]), "L")[-1]
    assert abs(two - one) <= bounds
    assert abs(two - base * (1 + together)) <= line_bound(one_line(base, [a, b]), "L")[-1]


@given(plans(rate=st.just(Fraction(0))))
def test_law_19_zero_rate(facts: Facts) -> None:
    result = run(facts)
    moved = result.inputs.recurring.sum(axis=(0, 1)) + result.inputs.not_delivered.sum(axis=0)
    moved += result.inputs.virements.sum(axis=0) + result.inputs.restatement.sum(axis=0)
    total = sum(line["base"] - line["one_off_in_base"] for line in facts["lines"].values())
    for year in range(facts["years"]):
        total += int(moved[year]) + sum(line["inflation"].get(year, 0) for line in facts["lines"].values())
        assert int(result.spending.closing[:, year].sum()) == total


@given(pounds, pounds, st.permutations([Fraction(n, 1_000) for n in (5, 15, 25, 35)]))
def test_law_20_rate_order(base: int, moved: int, rates: list[Fraction]) -> None:
    backwards = rates[::-1]
    one, other = one_line(base, rates), one_line(base, backwards)
    bound = line_bound(one, "L")[-1] + line_bound(other, "L")[-1]
    assert abs(net(one)[-1] - net(other)[-1]) <= bound

    change = {"line": "L", "type": "P", "one_off": False, "movements": amounts(one, 0, moved)}
    with_change = [net(one_line(base, each, C=change))[-1] for each in (rates, backwards)]
    growth = compounded(one, "L", 0, 3) - compounded(other, "L", 0, 3)
    assert abs(with_change[0] - with_change[1] - moved * growth) <= bound
    assert total_bound(one) == line_bound(one, "L")
