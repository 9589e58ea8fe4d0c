"""Laws 22 to 24 of README.md: one-offs and part-years."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtfp.problems import InputError
from tests.laws.shared import (
    Facts,
    amounts,
    closing,
    compounded,
    line_bound,
    net,
    one_line,
    run,
    whole,
    with_change,
)
from tests.oracle import penny
from tests.strategies import plans, pounds, some_pounds


@given(plans(), pounds, st.data())
def test_law_22_one_off(facts: Facts, once: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(facts["lines"])))
    year = data.draw(st.integers(0, facts["years"] - 1))
    with_it = with_change(
        facts, "once", line=name, type="O", one_off=True, movements=amounts(facts, year, once)
    )
    assert [after - before for after, before in zip(net(with_it), net(facts), strict=True)] == amounts(
        facts, year, once
    )


@given(plans(years=st.integers(2, 6)), some_pounds, st.data())
def test_law_23_nets_to_zero(facts: Facts, once: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(facts["lines"])))
    year = data.draw(st.integers(0, facts["years"] - 2))
    with_it = with_change(
        facts, "once", line=name, type="O", one_off=True, movements=amounts(facts, year, once)
    )
    assert closing(with_it) == closing(facts)
    assert [after - before for after, before in zip(net(with_it), net(facts), strict=True)][year + 1 :] == [
        0
    ] * (facts["years"] - year - 1)

    there_and_back = [
        up - down for up, down in zip(amounts(facts, year, once), amounts(facts, year + 1, once), strict=True)
    ]
    assert sum(there_and_back) == 0
    pair = with_change(facts, "pair", line=name, movements=there_and_back)
    last = facts["years"] - 1
    growth = compounded(facts, name, year, year + 1) - 1
    residue = once * growth * compounded(facts, name, year + 1, last)
    assert (
        abs(closing(pair)[name][last] - closing(facts)[name][last] - residue)
        <= 2 * line_bound(facts, name)[last]
    )


@given(plans(years=st.integers(2, 6)), some_pounds, st.data())
def test_law_24_part_year(facts: Facts, annual: int, data: st.DataObject) -> None:
    year, missed = data.draw(st.integers(0, facts["years"] - 2)), data.draw(st.integers(0, 11))
    result = run(with_change(facts, "part", starts=12 * year + missed, full_year=annual))
    found = whole(result.inputs.change_amounts[-1])
    first = penny(Fraction(annual * (12 - missed), 12))
    expected = [first if t == year else annual - first if t == year + 1 else 0 for t in range(facts["years"])]
    assert found == expected
    assert sum(found) == annual
    if not missed:
        plain = run(with_change(facts, "part", movements=amounts(facts, year, annual)))
        assert whole(plain.line_net_budget.ravel()) == whole(result.line_net_budget.ravel())


@given(some_pounds)
def test_one_off_that_comes_and_goes_is_refused_in_a_scenario_too(once: int) -> None:
    """A one-off written as +x then -x reads as changes on the year before, whoever writes it."""
    facts = one_line(
        0, [Fraction(0)] * 2, it={"line": "L", "type": "O", "one_off": True, "movements": [700, 0]}
    )
    with pytest.raises(InputError):
        run(facts, [("reprofile", "it", "movements", [once, -once])])
    new = {"line": "L", "type": "O", "one_off": True, "movements": [once, -once]}
    with pytest.raises(InputError):
        run(facts, [("add", "new", new)])
