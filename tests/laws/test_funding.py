"""Law 25 of README.md, and what else a whole council keeps: reserves, transfers, borrowing, targets and how sure savings are."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from mtfp.analysis.delivery import progress
from mtfp.analysis.notices import notices_by_subject
from mtfp.analysis.outcome import savings_of
from mtfp.engine.projection import project
from mtfp.money import TO_THE_PENNY
from mtfp.scenario.apply import apply
from tests.laws.shared import altered, amounts, difference, gap, net, run, to_meet, whole
from tests.laws.test_whole_oracle import council_figures
from tests.oracle import penny
from tests.strategies import by_year, horizon_of, plan_of, pounds, scenario_of
from tests.strategies_whole import councils, schemes, unsigned
from tests.unit.plans import over_life

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle import Facts

PLENTY = 10**12


def unbalanced(facts: Facts) -> Facts:
    """Return a copy in which no reserve balances the gap."""
    facts = deepcopy(facts)
    for reserve in facts["reserves"].values():
        reserve["balances"] = None
    return facts


def with_reserve(facts: Facts, **reserve: object) -> Facts:
    """Return a copy with one more reserve, of which there is plenty."""
    nil = amounts(facts, 0, 0)
    usual = {"class": "general", "opening": PLENTY, "minimum": 0, "contributions": nil, "uses": nil}
    usual |= {"in_budget": False, "balances": None}
    return altered(facts, reserves=facts["reserves"] | {"plenty": usual | reserve})


@given(councils(), unsigned, st.data())
def test_law_25_reserves(facts: Facts, pence: int, data: st.DataObject) -> None:
    facts = unbalanced(facts)
    year = data.draw(st.integers(0, facts["years"] - 1))
    before = council_figures(run(with_reserve(facts)))
    once = amounts(facts, year, pence)
    for key, sign in (("uses", -1), ("contributions", 1)):
        after = council_figures(run(with_reserve(facts, **{key: once})))
        moved = [sign * each for each in once]
        assert difference(after["gap"], before["gap"]) == moved
        in_year = [now - last for last, now in zip([0, *moved], moved, strict=False)]
        assert difference(after["change_in_gap"], before["change_in_gap"]) == in_year
        assert after["structural_gap"] == before["structural_gap"]
        assert after["net_budget"] == before["net_budget"]
        held = [PLENTY + each for each in accumulate(moved)]
        assert after["reserves"]["plenty"]["closing"] == held


def years_of(facts: Facts) -> Iterator[tuple[str, int, dict[str, int]]]:
    """Yield each reserve whose balance is stated, each year, and its figures of that year."""
    for name, each in council_figures(run(facts))["reserves"].items() if facts["reserves"] else ():
        for year in range(facts["years"]) if each["opening"] is not None else ():
            yield name, year, {key: pence[year] for key, pence in each.items()}


def minimum_of(reserve: Facts, net_budget: int) -> int:
    """Return the least that a use may leave in a year: pence, or a share of the net budget where that is above nil."""
    minimum = reserve["minimum"]
    return max(penny(minimum * net_budget), 0) if isinstance(minimum, Fraction) else int(minimum)


@given(councils(having=["tax", "streams", "reserves", "demands"]))
def test_a_reserve_closes_at_what_it_opened_with_and_what_came_and_went(facts: Facts) -> None:
    """No use is of more than there is above the minimum, so none is below it by its own use."""
    budget = net(facts)
    for name, year, held in years_of(facts):
        used = held["uses"] + held["balancing"]
        assert held["closing"] == held["opening"] + held["made_good"] + held["contributions"] - used
        assert held["asked"] == facts["reserves"][name]["uses"][year]
        if facts["reserves"][name]["class"] != "memorandum":
            there = held["opening"] + held["made_good"] + held["contributions"]
            least = minimum_of(facts["reserves"][name], budget[year])
            assert 0 <= held["uses"] <= held["asked"]
            assert held["balancing"] >= 0
            assert held["closing"] >= min(least, there)
            assert used == 0 or held["closing"] >= least
            assert held["uses"] == held["asked"] or held["closing"] - held["balancing"] <= least


@given(councils(having=["tax", "streams", "reserves"]))
def test_what_is_not_there_stays_in_the_gap_and_is_said(facts: Facts) -> None:
    figures, plan = council_figures(run(facts)), plan_of(facts)
    short, asked = [0] * facts["years"], [0] * facts["years"]
    said = [each.text for each in notices_by_subject(run(facts))]
    not_there = {
        name: difference(held["asked"], held["uses"]) for name, held in figures.get("reserves", {}).items()
    }
    for name, reserve in facts["reserves"].items():
        held, missing = figures["reserves"][name], not_there[name]
        for n, (year, pence) in enumerate(zip(plan.horizon, missing, strict=True)):
            sentence = f"{name}: {TO_THE_PENNY.show(held['asked'][n])} is to be used in {year}"
            told = [each for each in said if each.startswith(sentence)]
            to_find = figures["gap"][n]
            gap = to_find if to_find * 2 >= plan.works_to else 0
            all_stays = sum(each[n] for each in not_there.values()) <= gap
            alone = sum(each[n] > 0 for each in not_there.values()) == 1
            rest = f"{TO_THE_PENNY.show(pence)} {'stays in the gap' if all_stays else 'is not there'}"
            if alone and 0 < gap < pence:
                rest += f", and {TO_THE_PENNY.show(gap)} stays in the gap"
            assert [each.endswith(f"{rest}.") for each in told] == [True] * bool(pence)
        if reserve["class"] != "memorandum":
            short = [sum(each) for each in zip(short, missing, strict=True)]
            counted = held["asked"] if not reserve["in_budget"] else [0] * facts["years"]
            counted = [sum(each) for each in zip(counted, held["balancing"], strict=True)]
            asked = [sum(each) for each in zip(asked, counted, strict=True)]
    assert difference(figures["gap"], short) == difference(to_meet(facts), asked)


@given(councils(having=["tax", "streams", "reserves", "demands"]))
def test_reserves_balance_the_gap_in_turn_and_no_further(facts: Facts) -> None:
    figures = council_figures(run(facts))
    balancing = [name for name, each in facts["reserves"].items() if each["balances"] is not None]
    by_turn = sorted(balancing, key=lambda name: facts["reserves"][name]["balances"])
    for year, left in enumerate(figures["gap"]):
        used = [figures["reserves"][name]["balancing"][year] for name in by_turn]
        spare = [
            figures["reserves"][name]["closing"][year]
            - minimum_of(facts["reserves"][name], figures["net_budget"][year])
            for name in by_turn
        ]
        assert left >= 0 or not any(used)
        assert left <= 0 or all(each <= 0 for each in spare)
        assert all(
            spare[earlier] <= 0 for turn, pence in enumerate(used) for earlier in range(turn if pence else 0)
        )


@given(st.integers(1, 8), st.data())
def test_charges_over_the_life_come_to_what_was_borrowed(years: int, data: st.DataObject) -> None:
    facts: Facts = {"first": 2026, "years": years}
    scheme = data.draw(schemes(years, "L"))
    line = {"service": "Capital", "base": 0, "one_off_in_base": 0, "index": None, "inflation": {}}
    empty: Facts = {"rates": {}, "restatements": [], "virements": [], "changes": {}, "cash_limit": None}
    plan = plan_of(facts | empty | {"lines": {"L": line}, "schemes": {"K": scheme}})
    found = over_life(plan.schemes[0], horizon_of(facts))
    paid = sum(scheme["grants"]) + sum(scheme["receipts"])
    assert sum(found.charge) == sum(found.borrowed) == sum(scheme["spend"]) - paid
    assert sum(found.applied) == paid
    assert found.balance[-1] == 0
    assert min(found.charge) >= 0
    assert min(found.balance) >= 0
    assert sum(map(bool, found.charge)) <= scheme["life"] + years - 1


@given(councils(having=["streams", "reserves", "transfers"]), st.data())
def test_a_transfer_never_moves_the_gap(facts: Facts, data: st.DataObject) -> None:
    """The gap itself moves only by way of a minimum that is a share of the net budget."""
    lasting = [name for name, stream in facts["streams"].items() if stream["lasts"] == "ongoing"]
    if not lasting:
        lasting = ["F"]
        facts["streams"]["F"] = {"kind": "grant", "lasts": "ongoing", "carried": None}
        facts["streams"]["F"]["amounts"] = amounts(facts, 0, 0)
        facts["cash_limit"] = None
    ends = (
        data.draw(st.sampled_from(list(facts["lines"]))),
        data.draw(st.sampled_from(lasting)),
    )
    rolled = data.draw(by_year(facts["years"]))
    with_it = altered(facts, transfers=[*facts["transfers"], (*ends, rolled)])
    assert difference(net(with_it), net(facts)) == list(accumulate(rolled))
    assert to_meet(with_it) == to_meet(facts)
    if not any(isinstance(reserve["minimum"], Fraction) for reserve in facts["reserves"].values()):
        assert gap(with_it) == gap(facts)
    structural = "structural_gap"
    assert council_figures(run(with_it))[structural] == council_figures(run(facts))[structural]


@given(councils())
def test_reserves_leave_the_structural_gap_alone(facts: Facts) -> None:
    without = altered(facts, reserves={})
    assert council_figures(run(facts))["structural_gap"] == council_figures(run(without))["structural_gap"]


@given(councils(having=["tax", "streams", "delivery"]))
def test_weighted_is_gross_at_full_confidence(facts: Facts) -> None:
    """How sure a saving is moves no figure of the plan; the weighted one is what delivering that share gives."""
    sure = deepcopy(facts)
    for change in sure["changes"].values():
        change.pop("confidence", None)
    unmoved = [council_figures(run(each)) | {"weighted": None} for each in (sure, facts)]
    assert unmoved[0] == unmoved[1]
    assert all(each.weighted == each.gross for each in savings_of(run(sure)))
    for each in savings_of(run(facts)):
        name, share = each.change.reference, facts["changes"][each.change.reference].get("confidence", 1)
        if share == 1:
            assert each.weighted == each.gross
        elif not each.change.profile.both_ways:
            alone = deepcopy(facts)
            for change in alone["changes"].values():
                change["requires"] = []
            delivered = council_figures(run(alone, [("deliver", [name], share)]))
            assert list(each.weighted) == delivered["amounts"][name]


@given(councils(having=["tax", "delivery"]), st.data())
def test_a_target_is_what_is_identified_and_what_is_not(facts: Facts, data: st.DataObject) -> None:
    """It never lowers the gap."""
    of = st.tuples(st.sampled_from([None, "D0", "D0 > S0"]), by_year(facts["years"], unsigned), pounds)
    targets = data.draw(st.lists(of, min_size=1, max_size=3, unique_by=lambda target: target[0]))
    with_targets = altered(facts, targets=targets)
    assert council_figures(run(with_targets)) == council_figures(run(facts))
    found = council_figures(run(facts))["amounts"]
    projection = run(with_targets)
    made = progress(projection.plan, savings_of(projection))
    by = data.draw(st.integers(0, facts["years"] - 1))

    def saved(service: str | None, *stages: str) -> list[int]:
        within = [
            found[name]
            for name, change in facts["changes"].items()
            if change["type"] in ("S", "NS")
            and "since" not in change
            and (
                service is None or f"{facts['lines'][change['line']]['service']} >".startswith(f"{service} >")
            )
            and (not stages or change.get("stage") in stages)
        ]
        return [-sum(pence) for pence in zip([0] * facts["years"], *within, strict=True)]

    for (service, required, brought_forward), each in zip(targets, made, strict=True):
        identified = saved(service)
        assert list(each.required) == required
        assert list(each.identified) == identified
        assert list(each.at_risk) == saved(service, "at risk")
        assert list(each.not_achieved) == saved(service, "not achieved")
        assert [sum(pair) for pair in zip(each.identified, each.unidentified, strict=True)] == required
        assert list(each.running) == list(accumulate(each.unidentified, initial=-brought_forward))[1:]

        in_all = replace(
            each.target, amounts=None, by=projection.plan.horizon.first + by, amount=sum(required)
        )
        (whole,) = progress(replace(projection.plan, targets=(in_all,)), savings_of(projection))
        assert whole.identified == (sum(identified[: by + 1]),)
        assert whole.unidentified == (sum(required) - sum(identified[: by + 1]),)


@given(councils(), st.data())
def test_dropping_then_keeping_is_the_plan(facts: Facts, data: st.DataObject) -> None:
    """What a change that is dropped took with it comes back when it is kept."""
    assume(facts["changes"])
    names = sorted(data.draw(st.sets(st.sampled_from(list(facts["changes"])), min_size=1)))
    plan = plan_of(facts)
    dropped = scenario_of([("drop", names)], facts, "a.toml")
    kept = scenario_of([("keep", names)], facts, "b.toml", extends=(dropped,))
    assert council_figures(project(apply(plan, kept))) == council_figures(project(plan))
    assert not any(
        any(council_figures(project(apply(plan, dropped)))["amounts"][name])
        for name in names
        if "since" not in facts["changes"][name]
    )
    assert whole(project(apply(plan, kept)).net_budget) == net(facts)
