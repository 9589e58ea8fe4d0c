"""Many cases of a plan in one call, by hand: what each moves, and that a figure that can't be worked out is refused."""

from dataclasses import replace

import pytest

from mtfp.engine import cases
from mtfp.engine.cases import base_of, case_of, work_out
from mtfp.engine.projection import project
from mtfp.engine.spending import Inputs, Spending, roll_forward
from mtfp.plan.council_tax import Rise
from mtfp.plan.model import Plan
from mtfp.problems import InputError
from tests.unit.plans import THOUSAND, Folder

YEARS = "2014/15 to 2015/16"
LINES = """
[[line]]
service = "A"
base = 1_000
index = "i"

[[line]]
service = "B"
base = 500

[index.i]
rates = "10%"

[[change]]
reference = "C1"
type = "P"
service = "A"
title = "Lasting"
amounts = { "2014/15" = 100 }

[[change]]
reference = "O1"
type = "O"
service = "B"
title = "Passing"
amounts = { "2014/15" = 50 }
"""
PAID = """
[council_tax]
band_d = "100.00"
core = "freeze"
tax_base = { "2014/15" = 1_000, "2015/16" = 1_000 }

[[stream]]
name = "Grant"
kind = "grant"
amounts = { "2014/15" = 1_600, "2015/16" = 1_600 }

[[reserve]]
name = "Balances"
class = "general"
opening = 30
balances_gap = 1
"""


@pytest.fixture
def council(folder: Folder) -> Plan:
    """A costs 1,100 + 100 = 1,200, then 1,320; B 500, and 50 once: 1,750 and 1,820, with 1,700 to pay. The reserve pays 30."""
    return folder.plan(LINES + PAID, years=YEARS).request("plan").read.plan


def to_find(plan: Plan, *others: Plan) -> list[list[int]]:
    """Return what is still to find in the plan and in each case of it, in thousands."""
    base = base_of(project(plan))
    gaps = work_out(base, [case_of(base, each) for each in (plan, *others)]).gaps
    assert gaps is not None
    found: list[list[int]] = (gaps.to_find // THOUSAND).tolist()
    return found


def with_change(plan: Plan, n: int, share: int) -> Plan:
    """Return the plan with a share (per cent) of one change."""
    changes = list(plan.changes)
    changes[n] = replace(changes[n], profile=changes[n].profile.scale(share * 10_000))
    return replace(plan, changes=tuple(changes))


def at_rate(plan: Plan, rate: int) -> Plan:
    """Return the plan with another rate of inflation in every year."""
    return replace(plan, indices={"i": replace(plan.indices["i"], stated_rates=(rate, rate))})


def test_changes_move_their_own_lines(council: Plan) -> None:
    """Half of C1: 1,150 and 1,265, so 1,700 and 1,765. A fifth of O1: 1,710 and 1,820. New on B, 5: 1,755 and 1,825."""
    new = replace(council.changes[0], reference="N", service=council.lines[1].service)
    added = replace(council, changes=(*council.changes, replace(new, profile=new.profile.scale(50_000))))
    found = to_find(council, with_change(council, 0, 50), with_change(council, 1, 20), added)
    assert found == [[20, 120], [0, 35], [0, 100], [25, 125]]


def test_rates_move_the_lines_of_their_index(council: Plan) -> None:
    """At nil A costs 1,100 in each year: 1,650 and 1,600. With half of C1 as well, 1,050: 1,600 and 1,550."""
    nil = at_rate(council, 0)
    assert to_find(council, nil, with_change(nil, 0, 50))[1:] == [[-50, -100], [-100, -150]]


def test_what_pays_moves_the_gap(council: Plan) -> None:
    """20 more of grant leaves 30 and 100. 10% on Band D raises 10 more. A reserve of 60 pays 50, then 10."""
    tax, (grant,), (reserve,) = council.council_tax, council.streams, council.reserves
    assert tax is not None
    more = replace(
        council, streams=(replace(grant, amounts=tuple(each + 20 * THOUSAND for each in grant.amounts)),)
    )
    rise = replace(council, council_tax=replace(tax, core=(Rise(rate=100_000), Rise())))
    larger = replace(council, reserves=(replace(reserve, opening=60 * THOUSAND),))
    assert to_find(council, more, rise, larger)[1:] == [[0, 100], [10, 110], [0, 110]]


def test_a_plan_of_other_lines_is_rolled_forward_whole(council: Plan) -> None:
    """B costs 100 more."""
    first, second = council.lines
    other = replace(council, lines=(first, replace(second, base=600 * THOUSAND)))
    assert to_find(council, other)[1:] == [[120, 220]]


def test_a_change_that_lands_on_another_line_is_rolled_forward_whole(council: Plan) -> None:
    """C1 on B, which no index raises: A costs 1,100 and 1,210, B 600. With a fifth of O1, 1,710 and 1,810, and 30 of reserves."""
    moved = replace(council.changes[0], service=council.lines[1].service)
    other = with_change(replace(council, changes=(moved, council.changes[1])), 1, 20)
    assert to_find(council, other)[1:] == [[0, 90]]


def test_another_sum_for_inflation_is_rolled_forward_whole(folder: Folder) -> None:
    """B rises by 10 and 20, or by 15 and 20: 500 + 15 + 20 is 535, beside 1,200 and 50, and 1,320."""
    body = LINES.replace("base = 500", 'base = 500\nindex = "s"') + "[index.s]\namounts = "
    body += '{ "2014/15" = 10, "2015/16" = 20 }\n'
    plan = folder.plan(body, years=YEARS).request("plan").read.plan
    sums = replace(plan.indices["s"], provision=(15 * THOUSAND, 20 * THOUSAND))
    base = base_of(project(plan))
    case = case_of(base, replace(plan, indices={**plan.indices, "s": sums}))
    assert work_out(base, [case]).budget.net.tolist() == [[1_765 * THOUSAND, 1_855 * THOUSAND]]


def test_a_cash_limit_is_the_case_s_own(folder: Folder) -> None:
    """1,750 and 1,820 less 1,800 and 1,800."""
    limit = '[cash_limit]\n"2014/15" = 1_700\n"2015/16" = 1_700\n'
    plan = folder.plan(LINES + limit, years=YEARS).request("plan").read.plan
    assert to_find(plan, replace(plan, cash_limit=(1_800 * THOUSAND,) * 2)) == [[50, 120], [-50, 20]]


def test_without_resources_there_is_a_net_budget_and_no_gap(folder: Folder) -> None:
    plan = folder.plan(LINES, years=YEARS).request("plan").read.plan
    base = base_of(project(plan))
    found = work_out(base, [case_of(base, at_rate(plan, 0))])
    assert (found.gaps, found.held) == (None, None)
    assert found.budget.net.tolist() == [[1_650 * THOUSAND, 1_600 * THOUSAND]]


def test_demand_moves_with_the_rates_of_its_line_and_by_itself(folder: Folder) -> None:
    """At 10%, one more of 10 units costs £1,100, then 1.1 more £1,331. At nil, £1,000 and £1,100. Without growth, nothing."""
    demand = """
[[demand]]
reference = "D1"
title = "Placements"
type = "P"
service = "A"
activity = 10
growth = "10%"
unit_cost = 1_000
"""
    plan = folder.plan(LINES + demand, years=YEARS).request("plan").read.plan
    still = replace(plan, demands=(replace(plan.demands[0], growth=(0, 0)),))
    base = base_of(project(plan))
    net = work_out(base, [case_of(base, each) for each in (plan, at_rate(plan, 0), still)]).budget.net
    assert net[0].tolist() == [1_751_100_00, 1_820_000_00 + 1_210_00 + 1_331_00]
    assert net[1].tolist() == [1_651_000_00, 1_602_100_00]
    assert net[2].tolist() == [1_750_000_00, 1_820_000_00]


def test_cases_are_worked_out_in_parts(council: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part holds no more moved lines than are rolled forward at once, and at least one case."""
    every = [
        at_rate(council, 0),
        with_change(council, 0, 50),
        with_change(council, 1, 20),
        at_rate(council, 0),
    ]
    whole = to_find(council, *every)
    monkeypatch.setattr(cases, "_ROWS_AT_ONCE", 1)
    assert to_find(council, *every) == whole


def test_a_part_holds_as_many_moved_lines_as_it_may_and_no_more(
    council: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven cases that move a line each, by a change or by a rate, two lines at once: two, two, two and one."""
    lines: list[int] = []

    def counting(inputs: Inputs, most: int) -> Spending:
        lines.append(len(inputs.base))
        return roll_forward(inputs, most)

    every = [with_change(council, 0, share) for share in (10, 20, 30, 40)]
    every += [at_rate(council, rate) for rate in (10_000, 20_000, 30_000)]
    base = base_of(project(council))
    monkeypatch.setattr(cases, "_ROWS_AT_ONCE", 2)
    monkeypatch.setattr(cases, "roll_forward", counting)
    work_out(base, [case_of(base, each) for each in every])
    assert lines == [2, 2, 2, 1]


def test_a_case_that_cannot_be_worked_out_is_refused(council: Plan) -> None:
    """A Band D that falls to nil is told as in a run, and amounts that int64 can't hold are."""
    tax, (line, *_) = council.council_tax, council.lines
    assert tax is not None
    gone = replace(council, council_tax=replace(tax, core=(Rise(), Rise(rate=-1_000_000))))
    with pytest.raises(InputError, match="falls to nil or below in 2015/16"):
        to_find(council, council, gone)
    huge = replace(council, lines=(replace(line, base=10**13), *council.lines[1:]))
    with pytest.raises(InputError, match="too large to add exactly"):
        to_find(huge, at_rate(huge, 10**6))
