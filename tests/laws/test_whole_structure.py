"""Laws 1 to 13 of README.md over whole councils: what a plan's structure keeps when funding, reserves, demand and capital stand in it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from mtfp.analysis.run import run as run_plan
from mtfp.analysis.verdict import answer
from mtfp.engine.projection import Projection, project
from mtfp.scenario.apply import apply
from tests.laws import test_structure
from tests.laws.shared import (
    altered,
    amounts,
    assert_within,
    compounded,
    difference,
    gap,
    law_of,
    line_bound,
    net,
    run,
    to_meet,
    with_change,
)
from tests.laws.test_structure import cut, perturbed, printed, renamed
from tests.laws.test_whole_oracle import council_figures
from tests.strategies import Operation, plan_of, pounds, scenario_of
from tests.strategies_whole import councils, councils_and_scenarios

if TYPE_CHECKING:
    from tests.oracle import Facts

some = pounds.map(lambda pence: abs(pence) + 100)
short = st.integers(2, 6)


@given(councils())
def test_law_1_closed_form_of_a_council(facts: Facts) -> None:
    law_of(test_structure.test_law_1_closed_form)(facts)


@given(councils_and_scenarios())
def test_law_2_roll_forward_of_a_council_joins(drawn: tuple[Facts, list[Operation]]) -> None:
    law_of(test_structure.test_law_2_roll_forward_joins)(drawn)
    for each in council_figures(run(*drawn)).get("reserves", {}).values():
        if each["opening"] is not None:
            assert each["opening"][1:] == each["closing"][:-1]


@given(councils_and_scenarios())
def test_law_3_bridge_of_a_council(drawn: tuple[Facts, list[Operation]]) -> None:
    law_of(test_structure.test_law_3_bridge)(drawn)


@given(councils_and_scenarios(), st.data())
def test_law_4_sum_over_services_of_a_council(
    drawn: tuple[Facts, list[Operation]], data: st.DataObject
) -> None:
    law_of(test_structure.test_law_4_sum_over_services)(drawn, data)


@given(councils_and_scenarios())
def test_law_5_in_year_and_cumulative_of_a_council(drawn: tuple[Facts, list[Operation]]) -> None:
    law_of(test_structure.test_law_5_in_year_and_cumulative)(drawn)


def off_by(facts: Facts, off: list[int]) -> Facts:
    """Return a copy with one more stream, which leaves the gap at these amounts; reserves that balance it do so no more."""
    facts = altered(facts, cash_limit=None)
    for reserve in facts["reserves"].values():
        reserve["balances"] = None
    stream: Facts = {"kind": "other", "lasts": "time-limited", "carried": None}
    facts["streams"]["rest"] = stream | {"amounts": [0] * facts["years"]}
    facts["streams"]["rest"]["amounts"] = difference(gap(facts), off)
    return facts


def only_moved(projection: Projection, year: int) -> bool:
    """Whether all that is used of reserves in a year comes to what is put into others, one by one or together."""
    held = () if projection.reserves is None else projection.reserves.each
    each = [
        (moves.uses[year] + moves.balancing[year], moves.contributions[year])
        for reserve, moves in zip(projection.plan.reserves, held, strict=True)
        if reserve.reserve_class in ("general", "earmarked") and not reserve.in_budget
    ]
    kept_apart = [
        moves.uses[year]
        for reserve, moves in zip(projection.plan.reserves, held, strict=True)
        if reserve.reserve_class == "ring-fenced" and not reserve.in_budget
    ]
    put_in = [pence for _, pence in each]
    left = []
    for use in filter(None, (use for use, _ in each)):
        if use in put_in:
            put_in.remove(use)
        else:
            left.append(use)
    return not any(kept_apart) and (not left or sum(left) == sum(put_in))


@given(councils(years=st.integers(1, 4)), st.data())
def test_law_6_balance_of_a_council(facts: Facts, data: st.DataObject) -> None:
    years = facts["years"]
    each = st.sampled_from([-40_000, -1, 0, 1, 40_000])
    off = data.draw(st.lists(each, min_size=years, max_size=years))
    facts = off_by(facts, off)
    assert gap(facts) == off
    projection = run(facts)
    used = council_figures(projection).get("use_of_reserves", [0] * years)
    said = answer(projection)
    assert ("not balance" in said or "No year balances" in said) == (40_000 in off)
    assert ("surplus" in said) == (-40_000 in off)
    paid = [
        not only_moved(projection, n) and bool(use) and abs(pence) <= 1
        for n, (use, pence) in enumerate(zip(used, off, strict=True))
    ]
    assert ("by using" in said or "of reserves" in said) == any(paid)
    if not any(off) and not any(used):
        assert said in ("Every year balances.", f"{plan_of(facts).horizon.first} balances.")


def later(facts: Facts, after: int, more: int, data: st.DataObject) -> Facts:
    """Return a copy of a council whose every input dated after a year may differ.

    A grant or receipt still to come is counted on from the start, so that nothing is borrowed for what it pays for: it bears on
    years before its own, and so does what is spent when it comes. Both stay.
    """
    facts = perturbed(facts, after, data)
    late = range(after + 1, facts["years"])
    unsigned = [of[key] for of in facts["reserves"].values() for key in ("contributions", "uses")]
    unsigned += [
        scheme["spend"]
        for scheme in facts["schemes"].values()
        if not any(scheme["grants"][after + 1 :] + scheme["receipts"][after + 1 :])
    ]
    numbers = [demand["activity"] for demand in facts["demands"].values() if "activity" in demand]
    unsigned += [demand["cash"] for demand in facts["demands"].values() if demand["cash"] is not None]
    signed = [stream["amounts"] for stream in facts["streams"].values()]
    signed += [pence for *_, pence in facts["transfers"]]
    shares = [demand["growth"] for demand in facts["demands"].values() if "growth" in demand]
    if facts["council_tax"] is not None:
        tax = facts["council_tax"]
        shares += [tax["core"], tax["precept"]]
        unsigned += [tax["special"]] if "special" in tax else []
        numbers += [tax[basis] for basis in ("tax_base", "gross_base", "stated_yield") if basis in tax]
    for year in late:
        for by_year in signed:
            by_year[year] += more
        for by_year in unsigned:
            by_year[year] += abs(more)
        for by_year in numbers:
            by_year[year] += 10
        for by_year in shares:
            by_year[year] = Fraction(35, 1_000)
    for scheme in facts["schemes"].values():
        scheme["in_use"] = scheme["in_use"] and scheme["in_use"] + (scheme["in_use"] > after)
    return facts


def upto(found: Any, years: int) -> Any:
    """Return the first years of every series in some figures."""
    if isinstance(found, dict):
        return {key: upto(value, years) for key, value in found.items() if key != "after_plan"}
    return found if found is None else found[:years]


@given(councils(years=short), pounds, st.data())
def test_law_7_causality_in_a_council(facts: Facts, more: int, data: st.DataObject) -> None:
    year = data.draw(st.integers(0, facts["years"] - 2))
    before = upto(council_figures(run(facts)), year + 1)
    after = upto(council_figures(run(later(facts, year, more, data))), year + 1)
    after["amounts"].pop("late")
    assert after == before


def council_cut(facts: Facts, years: int) -> Facts:
    """Return a copy of a council that ends sooner."""
    facts = cut(facts, years)
    for part in ("streams", "reserves", "demands", "schemes"):
        for each in facts[part].values():
            each |= {key: value[:years] for key, value in each.items() if isinstance(value, list)}
    facts["transfers"] = [(*ends, pence[:years]) for *ends, pence in facts["transfers"]]
    if facts["council_tax"] is not None:
        tax = facts["council_tax"]
        facts["council_tax"] = tax | {
            key: value[:years] for key, value in tax.items() if isinstance(value, list)
        }
    return facts


@given(councils(years=st.one_of(short, st.just(30))), st.data())
def test_law_8_prefix_of_a_council(facts: Facts, data: st.DataObject) -> None:
    years = data.draw(st.integers(1, facts["years"] - 1))
    for scheme in facts["schemes"].values():
        for part in ("grants", "receipts"):
            scheme[part][years:] = [0] * (facts["years"] - years)
    whole_council = upto(council_figures(run(facts)), years)
    assert whole_council == upto(council_figures(run(council_cut(facts, years))), years)


@given(councils_and_scenarios(), st.integers(-200, 200))
def test_law_9_year_shift_of_a_council(drawn: tuple[Facts, list[Operation]], years: int) -> None:
    facts, operations = drawn
    shifted = altered(facts, first=facts["first"] + years)
    assert council_figures(run(facts, operations)) == council_figures(run(shifted, operations))


def named_anew(found: Any, name: dict[str, str]) -> Any:
    """Return figures under other names."""
    if isinstance(found, dict):
        return {name.get(key, key): named_anew(value, name) for key, value in found.items()}
    return found


def council_renamed(facts: Facts, name: dict[str, str]) -> Facts:
    """Return a copy of a council with other names for all that has one."""
    facts = renamed(facts, name)
    for change in facts["changes"].values():
        change["requires"] = [name[each] for each in change.get("requires", ())]
    for part in ("demands", "schemes"):
        for each in facts[part].values():
            each["line"] = name[each["line"]]
    for stream in facts["streams"].values():
        stream["scheme"] = name.get(stream.get("scheme"))
    facts["transfers"] = [(name[line], name[stream], pence) for line, stream, pence in facts["transfers"]]
    for part in ("streams", "reserves", "demands", "schemes"):
        facts[part] = {name[key]: value for key, value in facts[part].items()}
    return facts


@given(councils(), st.randoms(use_true_random=False))
def test_law_10_rename_a_council(facts: Facts, random: Any) -> None:
    parts = ("lines", "changes", "rates", "streams", "reserves", "demands", "schemes")
    keys = [key for part in parts for key in facts[part]]
    others = [f"n{n}" for n in range(len(keys))]
    random.shuffle(others)
    name = dict(zip(keys, others, strict=True))
    assert named_anew(council_figures(run(facts)), name) == council_figures(run(council_renamed(facts, name)))


@given(councils_and_scenarios(), st.data())
def test_law_11_order_of_a_council(drawn: tuple[Facts, list[Operation]], data: st.DataObject) -> None:
    facts, operations = drawn
    plan, scenario = plan_of(facts), scenario_of(operations, facts)
    parts = ("lines", "changes", "streams", "transfers", "reserves", "demands", "schemes")
    in_another_order: dict[str, Any] = {
        part: tuple(data.draw(st.permutations(getattr(plan, part)))) for part in parts
    }
    mixed = replace(plan, **in_another_order)
    assert council_figures(project(apply(plan, scenario))) == council_figures(project(apply(mixed, scenario)))
    assert printed(run_plan(plan, scenario)) == printed(run_plan(mixed, scenario))


@given(councils(), pounds, st.data())
def test_law_12_split_and_merge_in_a_council(facts: Facts, part: int, data: st.DataObject) -> None:
    law_of(test_structure.test_law_12_split_and_merge)(facts, part, data)
    found = council_figures(run(facts))
    halves = deepcopy(facts)
    for name, stream in facts["streams"].items():
        moves = [pence - part for pence in stream["amounts"]]
        carried = None if stream["carried"] is None else 0
        halves["streams"][name]["amounts"] = moves
        split_off = {key: value for key, value in stream.items() if key != "earlier"}
        halves["streams"][f"{name} split"] = split_off | {"amounts": [part] * len(moves), "carried": carried}
    halves["transfers"] = [
        (*ends, half)
        for *ends, pence in facts["transfers"]
        for half in ([each - part for each in pence], [part] * len(pence))
    ]
    split = council_figures(run(halves))
    assert {key: split[key] for key in found if key != "streams"} == {
        key: found[key] for key in found if key != "streams"
    }


@given(councils(), some, st.data())
def test_law_13_monotone_in_a_council(facts: Facts, more: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(facts["lines"])))
    year = data.draw(st.integers(0, facts["years"] - 1))
    raised = with_change(facts, "more", line=name, movements=amounts(facts, year, more))
    lowered = with_change(facts, "less", line=name, type="S", movements=amounts(facts, year, -more))
    growth = [
        compounded(facts, name, year, t) * more if t >= year else Fraction(0) for t in range(facts["years"])
    ]
    twice = [Fraction(0) if t <= year else 2 * bound for t, bound in enumerate(line_bound(facts, name))]
    base = to_meet(facts)
    assert_within(difference(to_meet(raised), base), growth, twice)
    assert_within(difference(base, to_meet(lowered)), growth, twice)
    assert_within(difference(net(raised), net(facts)), growth, twice)
