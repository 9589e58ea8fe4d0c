"""Laws 14 to 24 of README.md over whole councils: linearity, compounding, scaling, one-offs and part-years."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, reject
from hypothesis import strategies as st

from mtfp.files.request import read_request
from mtfp.problems import InputError
from tests.laws import test_linearity, test_one_offs
from tests.laws.shared import (
    HALF,
    altered,
    amounts,
    assert_within,
    closing,
    compounded,
    difference,
    law_of,
    line_bound,
    net,
    one_line,
    rates_of,
    run,
    to_meet,
    total_bound,
    with_change,
    with_line,
)
from tests.laws.test_linearity import exact_rates, factors, part_years, scaled
from tests.laws.test_whole_oracle import council_figures
from tests.laws.written import write
from tests.oracle import penny
from tests.oracle_whole import activity
from tests.strategies import by_year, plan_of, pounds, rates, some_pounds
from tests.strategies_whole import councils, numbers, unit_costs, unsigned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracle import Facts


@given(councils(), factors, factors, st.data())
def test_law_14_linear_in_a_council(facts: Facts, a: int, b: int, data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(list(facts["lines"])))
    p, q = data.draw(by_year(facts["years"])), data.draw(by_year(facts["years"]))
    before = to_meet(facts)

    def effect(moves: list[int]) -> list[int]:
        return difference(to_meet(with_change(facts, "p", line=line, type="S", movements=moves)), before)

    of_p, of_q = effect(p), effect(q)
    both = effect([a * x + b * y for x, y in zip(p, q, strict=True)])
    parts = [a * x + b * y for x, y in zip(of_p, of_q, strict=True)]
    runs = 2 + 2 * abs(a) + 2 * abs(b)
    assert_within(both, parts, [runs * bound for bound in line_bound(facts, line)])
    by_growth = [
        sum((p[u] * compounded(facts, line, u, t) for u in range(t + 1)), Fraction(0))
        for t in range(facts["years"])
    ]
    assert_within(of_p, by_growth, [2 * bound for bound in line_bound(facts, line)])


@given(councils(), pounds, st.data())
def test_law_15_base_shift_in_a_council(facts: Facts, more: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(facts["lines"])))
    shifted = with_line(facts, name, base=facts["lines"][name]["base"] + more)
    growth = [more * compounded(facts, name, -1, year) for year in range(facts["years"])]
    bounds = [2 * bound for bound in line_bound(facts, name)]
    assert_within(difference(to_meet(shifted), to_meet(facts)), growth, bounds)


def stream_raised(facts: Facts, name: str, year: int, more: int) -> Facts:
    """Return a copy with one stream higher in one year: given as changes, it falls back in the next."""
    raised = deepcopy(facts)
    stream = raised["streams"][name]
    stream["amounts"][year] += more
    if stream["carried"] is not None and year + 1 < facts["years"]:
        stream["amounts"][year + 1] -= more
    return raised


@given(councils(), pounds, st.data())
def test_law_16_resource_shift_in_a_council(facts: Facts, more: int, data: st.DataObject) -> None:
    """A stream raised by y lowers the gap before reserves by y in that year only; the gap too, where no reserve balances it.

    One that does is used for less, and has more for the uses stated for later years.
    """
    year = data.draw(st.integers(0, facts["years"] - 1))
    if not facts["streams"]:
        facts["streams"] = {
            "F": {"kind": "grant", "lasts": "ongoing", "carried": None, "amounts": amounts(facts, 0, 0)}
        }
        facts["cash_limit"] = None
    raised = stream_raised(facts, data.draw(st.sampled_from(list(facts["streams"]))), year, more)
    lower = amounts(facts, year, -more)
    before, after = council_figures(run(facts)), council_figures(run(raised))
    balancing = [reserve for reserve in facts["reserves"].values() if reserve["balances"] is not None]
    assert difference(to_meet(raised), to_meet(facts)) == lower
    if not any(reserve["in_budget"] for reserve in balancing):
        assert difference(after["gap_before_reserves"], before["gap_before_reserves"]) == lower
    if not balancing:
        assert difference(after["gap"], before["gap"]) == lower


def council_scaled(facts: Facts, k: int) -> Facts:
    """Return a copy of a council with every amount k times as large; rates, the tax base and activity as they are."""
    facts = scaled(facts, k)

    def times(of: Facts, *keys: str) -> None:
        for key in keys:
            value = of.get(key)
            if isinstance(value, list):
                of[key] = [k * each if type(each) is int else each for each in value]
            elif type(value) is int:
                of[key] = k * value

    if facts["council_tax"] is not None:
        times(facts["council_tax"], "band_d", "precept_in_band_d", "core", "precept")
        times(facts["council_tax"], "stated_yield", "special")
    for stream in facts["streams"].values():
        times(stream, "carried", "amounts", "earlier")
    for reserve in facts["reserves"].values():
        times(reserve, "opening", "minimum", "contributions", "uses")
    for demand in facts["demands"].values():
        times(demand, "unit_cost", "cash")
    for scheme in facts["schemes"].values():
        times(scheme, "spend", "grants", "receipts")
    facts["transfers"] = [(*ends, [k * each for each in pence]) for *ends, pence in facts["transfers"]]
    return facts


def scheme_bound(scheme: Facts) -> Fraction:
    """Return how far rounding may take a year's charge and interest: two halves for each year of borrowing, and one for interest on a balance half a penny out for each."""
    vintages = sum(map(bool, scheme["spend"]))
    return HALF + vintages * (1 + Fraction(scheme["rate"]) / 2)


def spending_bound(facts: Facts, name: str) -> list[Fraction]:
    """Return e(t) of a line on which demand and schemes land: half a penny for each rounding, and what the year before's grows to."""
    demands = sum(each["line"] == name for each in facts["demands"].values())
    of_schemes = sum(
        (scheme_bound(each) for each in facts["schemes"].values() if each["line"] == name), Fraction(0)
    )
    bound, bounds = Fraction(0), []
    for rate, levels in zip(rates_of(facts, name), part_years(facts, name), strict=True):
        bound = abs(1 + rate) * bound + HALF * (bool(rate) + levels + demands)
        bounds.append(bound + of_schemes)
    return bounds


def tax_bound(facts: Facts) -> tuple[list[Fraction], list[Fraction]]:
    """Return how far rounding may take Band D, and council tax, from their exact figures."""
    tax, nil = facts["council_tax"], [Fraction(0)] * facts["years"]
    if tax is None:
        return nil, nil
    rounded = Fraction(tax["multiple"]) * (1 if tax["down"] else HALF) * (2 if tax["each_element"] else 1)
    of_band, bands = Fraction(0), []
    for rises in zip(tax["core"], tax["precept"], strict=True):
        of_band *= 1 + sum(rise for rise in rises if isinstance(rise, Fraction))
        of_band += rounded
        bands.append(of_band)
    if "stated_yield" in tax:
        return bands, nil
    bases = council_figures(run(facts))["tax_base"]
    return bands, [base * band + HALF for base, band in zip(bases, bands, strict=True)]


@given(councils(), st.sampled_from([2, 3, 7, 1_000]))
def test_law_17_scaling_of_a_council(facts: Facts, k: int) -> None:
    try:
        large, small = council_figures(run(council_scaled(facts, k))), council_figures(run(facts))
    except InputError:  # what is past adding exactly, a thousand times over, is refused
        reject()

    def assert_scaled(large: Sequence[int], small: Sequence[int], bounds: Sequence[Fraction]) -> None:
        assert_within(large, [k * pence for pence in small], [(1 + k) * bound for bound in bounds])

    each = {name: spending_bound(facts, name) for name in facts["lines"]}
    for name, bounds in each.items():
        assert_scaled(large["closing"][name], small["closing"][name], bounds)
    for name in facts["streams"]:
        assert large["streams"][name] == [k * pence for pence in small["streams"][name]]
    of_band, of_tax = tax_bound(facts)
    if facts["council_tax"] is not None:
        assert_scaled(large["band_d"], small["band_d"], of_band)
        assert_scaled(large["council_tax"], small["council_tax"], of_tax)
    together = [sum(bounds, Fraction(0)) for bounds in zip(of_tax, *each.values(), strict=True)]
    assert_scaled(to_meet(council_scaled(facts, k)), to_meet(facts), together)


@given(councils(gap=False), st.data())
def test_law_17_a_council_reads_the_same_in_every_unit(facts: Facts, data: st.DataObject) -> None:
    """In pounds, thousands and millions its files say what the records do."""
    of = st.tuples(st.sampled_from([None, "D0"]), by_year(facts["years"], unsigned), pounds)
    facts["targets"] = data.draw(st.lists(of, max_size=2, unique_by=lambda target: target[0]))
    meant = plan_of(facts)
    parts = (
        *("changes", "virements", "restatements", "cash_limit", "council_tax", "streams", "transfers"),
        *("reserves", "demands", "schemes", "targets", "dependants"),
    )
    with TemporaryDirectory() as folder:
        for name in ("pounds", "thousands", "millions"):
            plan = read_request(write(facts, Path(folder) / name, name)).read.plan
            assert plan.unit.name.lower() == name
            assert {part: getattr(plan, part) for part in parts} == {
                part: getattr(meant, part) for part in parts
            }


def at_rates(facts: Facts, by_year: Sequence[Fraction]) -> Facts:
    """Return a council of the same base budgets with nothing on them, every index and the core rise at these rates."""
    nothing: Facts = {"changes": {}, "restatements": [], "virements": [], "transfers": []}
    bare = altered(facts, years=len(by_year), cash_limit=None, **nothing)
    bare |= {part: {} for part in ("streams", "reserves", "demands", "schemes")}
    bare["rates"] = {index: list(by_year) for index in facts["rates"]}
    for line in bare["lines"].values():
        line["inflation"] = {}
    if facts["council_tax"] is not None:
        flat = {"tax_base": [Fraction(26_210_045, 100)] * len(by_year), "precept": [0] * len(by_year)}
        tax = {key: value for key, value in facts["council_tax"].items() if not isinstance(value, list)}
        bare["council_tax"] = tax | flat | {"core": list(by_year)}
    return bare


def end_of(facts: Facts) -> tuple[int, int, Fraction, Fraction]:
    """Return the last year's net budget and Band D (nil without council tax), and the bounds of both."""
    band_d = council_figures(run(facts)).get("band_d", [0])[-1]
    return net(facts)[-1], band_d, total_bound(facts)[-1], tax_bound(facts)[0][-1]


@given(councils(years=st.just(1), having=["tax"], gap=False), exact_rates, exact_rates)
def test_law_18_compounding_in_a_council(facts: Facts, a: Fraction, b: Fraction) -> None:
    in_turn, at_once = end_of(at_rates(facts, [a, b])), end_of(at_rates(facts, [(1 + a) * (1 + b) - 1]))
    assert abs(in_turn[0] - at_once[0]) <= in_turn[2] + at_once[2]
    assert abs(in_turn[1] - at_once[1]) <= in_turn[3] + at_once[3]


@given(councils(rate=st.just(Fraction(0))))
def test_law_19_zero_rate_in_a_council(facts: Facts) -> None:
    law_of(test_linearity.test_law_19_zero_rate)(facts)


@given(
    councils(years=st.just(1), having=["tax"], gap=False),
    st.permutations([Fraction(n, 1_000) for n in (5, 15, 25, 35)]),
)
def test_law_20_rate_order_in_a_council(facts: Facts, by_year: list[Fraction]) -> None:
    one, other = end_of(at_rates(facts, by_year)), end_of(at_rates(facts, by_year[::-1]))
    assert abs(one[0] - other[0]) <= one[2] + other[2]
    assert abs(one[1] - other[1]) <= one[3] + other[3]


@given(st.lists(rates, min_size=1, max_size=10), numbers, unit_costs, st.data())
def test_law_21_price_base_of_demand(
    by_year: list[Fraction], base: Fraction, unit_cost: int, data: st.DataObject
) -> None:
    """A line that holds last year's activity at its unit cost comes to each year's, at that year's prices, paid once.

    The same prices in cash, on a line without an index, come to the same to the penny for each rounding.
    """
    count = len(by_year)
    held = penny(base * unit_cost)
    facts = one_line(held, by_year)
    demand: Facts = {"line": "L", "type": "NP", "base": base, "unit_cost": unit_cost, "cash": None}
    demand["activity"] = data.draw(
        st.lists(st.integers(0, 3_000).map(Fraction), min_size=count, max_size=count)
    )
    found = closing(altered(facts, demands={"A": demand}))["L"]
    growth = [compounded(facts, "L", -1, year) for year in range(count)]
    exact = [activity(demand, year) * unit_cost * growth[year] for year in range(count)]
    bound, bounds = HALF, []
    for rate in by_year:
        bound = abs(1 + rate) * bound + HALF * (1 + bool(rate))
        bounds.append(bound)
    assert_within(found, exact, bounds)

    cash = [penny(unit_cost * each) for each in growth]
    level = with_line(facts, "L", index=None)
    in_cash = closing(altered(level, demands={"A": demand | {"cash": cash}}))["L"]
    rounded = [HALF * (1 + year + 1) + HALF * activity(demand, year) for year in range(count)]
    assert_within(in_cash, exact, rounded)


@given(councils(), pounds, st.data())
def test_law_22_one_off_in_a_council(facts: Facts, once: int, data: st.DataObject) -> None:
    """It moves the gap before reserves in its year alone, and the structural gap in none."""
    name = data.draw(st.sampled_from(list(facts["lines"])))
    year = data.draw(st.integers(0, facts["years"] - 1))
    with_it = with_change(
        facts, "once", line=name, type="O", one_off=True, movements=amounts(facts, year, once)
    )
    assert difference(net(with_it), net(facts)) == amounts(facts, year, once)
    assert difference(to_meet(with_it), to_meet(facts)) == amounts(facts, year, once)
    structural = "structural_gap"
    assert council_figures(run(with_it))[structural] == council_figures(run(facts))[structural]


@given(councils(years=st.integers(2, 6)), some_pounds, st.data())
def test_law_23_nets_to_zero_in_a_council(facts: Facts, once: int, data: st.DataObject) -> None:
    law_of(test_one_offs.test_law_23_nets_to_zero)(facts, once, data)


@given(councils(years=st.integers(2, 6)), some_pounds, st.data())
def test_law_24_part_year_in_a_council(facts: Facts, annual: int, data: st.DataObject) -> None:
    year, missed = data.draw(st.integers(0, facts["years"] - 2)), data.draw(st.integers(0, 11))
    with_it = with_change(facts, "part", starts=12 * year + missed, full_year=annual)
    found = council_figures(run(with_it))["amounts"]["part"]
    first = penny(Fraction(annual * (12 - missed), 12))
    assert found == [
        first if t == year else annual - first if t == year + 1 else 0 for t in range(len(found))
    ]
    if not missed:
        plain = with_change(facts, "part", movements=amounts(facts, year, annual))
        assert net(plain) == net(with_it)
