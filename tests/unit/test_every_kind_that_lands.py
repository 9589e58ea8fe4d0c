"""Every kind of record that lands on a line is known to all that asks what lands there: a part, the checks, and cases."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args, get_type_hints

import pytest

from mtfp.analysis.run import run
from mtfp.engine.cases import base_of, case_of, work_out
from mtfp.engine.projection import project
from mtfp.plan.model import Plan
from mtfp.plan.part import part_of
from mtfp.plan.record import keys_of
from mtfp.plan.terms import Service
from tests.unit.plans import THOUSAND, Folder

COUNCIL = """
[[line]]
service = "A"
base = 1_000

[[line]]
service = "B"
base = 500
index = "i"

[index.i]
rates = "10%"

[[stream]]
name = "Grant"
kind = "grant"
amounts = { "2014/15" = 1_600, "2015/16" = 1_600 }

[[change]]
reference = "C0"
type = "P"
service = "A > Inner"
title = "Beneath the lines"
amounts = { "2014/15" = 7 }
"""
LANDS = {
    "changes": """
        [[change]]
        reference = "C1"
        type = "P"
        service = "A"
        line = "$LINE"
        title = "More people"
        amounts = { "2014/15" = $N }
        """,
    "virements": """
        [[virement]]
        from_outside = "Schools"
        to = "$LINE"
        amounts = { "2014/15" = $N }
        """,
    "restatements": """
        [[restatement]]
        line = "$LINE"
        amounts = { "2014/15" = $N }
        why = "Counted twice"
        """,
    "transfers": """
        [[transfer]]
        name = "Care Act"
        line = "$LINE"
        stream = "Grant"
        amounts = { "2014/15" = $N }
        """,
    "demands": """
        [[demand]]
        reference = "D1"
        type = "P"
        service = "A"
        line = "$LINE"
        title = "Placements"
        activity = $N
        growth = "10%"
        unit_cost = "10,000.00"
        """,
    "schemes": """
        [[scheme]]
        reference = "K1"
        type = "P"
        service = "A"
        line = "$LINE"
        title = "A home"
        spend = { "2014/15" = $N }
        life = 10
        method = "equal instalments"
        rate = "5%"
        """,
    "targets": """
        [[target]]
        service = "$LINE"
        amounts = { "2014/15" = $N }
        """,
}
"""Each field of a plan for records that name a line, or land on one by their service, and a record of it."""
OF_THE_WHOLE = {"streams", "collected_for_others", "reserves", "tables", "accepted", "notices"}
NAMES_A_LINE = {"line", "service", "from", "to"}
MOVES = [field for field in LANDS if field != "targets"]


def council(folder: Folder, others: Mapping[str, str] = MappingProxyType({})) -> Plan:
    """Return a council with a record of each kind on a line; `others` are other texts of some kinds."""
    body = "".join(others.get(field, text) for field, text in LANDS.items())
    written = COUNCIL + body.replace("        ", "").replace("$LINE", "A").replace("$N", "20")
    return folder.plan(written, years="2014/15 to 2015/16").request("plan").read.plan


def test_each_list_of_a_plan_is_known_to_land_on_lines_or_to_be_of_the_whole() -> None:
    """A new list of records has its place here, and so stands the tests below."""
    held = {name: get_args(hint) for name, hint in get_type_hints(Plan).items()}
    lists: dict[str, type] = {name: of[0] for name, of in held.items() if of[1:] == (...,)}
    records = {name: keys_of(of).keys() for name, of in lists.items() if name != "notices"}
    assert lists.keys() == {"lines", *LANDS, *OF_THE_WHOLE}
    assert {name for name, keys in records.items() if NAMES_A_LINE & keys} == {"lines", *LANDS}


@pytest.mark.parametrize("field", LANDS)
def test_a_part_has_what_lands_on_its_lines_alone(folder: Folder, field: str) -> None:
    plan = council(folder)
    assert [*getattr(part_of(plan, Service(("A",))), field)] == [*getattr(plan, field)]
    assert getattr(part_of(plan, Service(("B",))), field) == ()


def test_parts_run_by_themselves(folder: Folder) -> None:
    """B is 550 and 605 whatever lands on A. Beneath the lines there is the change of 7 alone."""
    plan = council(folder)
    there = run(plan, None, Service(("B",))).after.net_budget
    assert [*there] == [550 * THOUSAND, 605 * THOUSAND]
    assert [*run(plan, None, Service(("A", "Inner"))).after.net_budget] == [7 * THOUSAND] * 2


@pytest.mark.parametrize("field", LANDS)
def test_a_line_that_is_not_there_is_refused(folder: Folder, field: str) -> None:
    wrong = LANDS[field].replace("$LINE", "Nowhere").replace("$N", "20").replace("        ", "")
    folder.plan(COUNCIL + wrong, years="2014/15 to 2015/16")
    told = re.findall(r"^plan.toml:\d+: (.*)", folder.refusal("plan"), re.MULTILINE)
    assert told in (['no line is called "Nowhere"'], ['no service is called "Nowhere"'])


@pytest.mark.parametrize("field", MOVES)
def test_a_case_that_differs_in_one_kind_is_that_plan_by_itself(folder: Folder, field: str) -> None:
    """Another amount of it; none of it; and, but for a scheme, which needs prices as they are, the same on another line."""
    plan, text = council(folder), LANDS[field]
    others = [
        council(folder, {field: text.replace("$N", "30")}),
        council(folder, {field: ""}),
    ]
    if field != "schemes":
        others.append(council(folder, {field: text.replace("$LINE", "B")}))
    base = base_of(project(plan))
    budget = work_out(base, [case_of(base, other) for other in others]).budget
    alone = [project(other).budget for other in others]
    assert budget.net.tolist() == [each.net.tolist() for each in alone]
    assert budget.resources is not None
    assert budget.resources.tolist() == [
        each.resources.tolist() for each in alone if each.resources is not None
    ]
    assert base.projection.budget.net.tolist() not in budget.net.tolist()[:2]
