"""What the laws have in common: running plain input, altering a copy of it, and the bounds that rounding allows."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mtfp.engine.projection import Projection, project
from mtfp.scenario.apply import apply
from tests.oracle import HALF, Facts
from tests.strategies import Operation, plan_of, scenario_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mtfp.scenario.model import Scenario

__all__ = ["HALF", "Facts"]
POUND = 100


def law_of(lines: Any) -> Callable[..., None]:
    """Return a law as it is stated for plans of lines alone, to be tried on a council."""
    law: Callable[..., None] = lines.hypothesis.inner_test
    return law


def one_line(base: int, rates: list[Fraction], **changes: Facts) -> Facts:
    """Return a plan of one line, rising by these rates."""
    line = {"service": "Care", "base": base, "one_off_in_base": 0, "index": "i", "inflation": {}}
    return {
        "first": 2026,
        "years": len(rates),
        "lines": {"L": line},
        "rates": {"i": rates},
        "restatements": [],
        "virements": [],
        "changes": changes,
        "cash_limit": None,
    }


def run(facts: Facts, operations: Sequence[Operation] = ()) -> Projection:
    """Return the projection of plain input, with a scenario if given."""
    plan = plan_of(facts)
    return project(apply(plan, scenario_of(operations, facts)) if operations else plan)


def applied(facts: Facts, scenario: Scenario) -> Projection:
    """Return the projection with a scenario that is a record already."""
    return project(apply(plan_of(facts), scenario))


def net(facts: Facts, operations: Sequence[Operation] = ()) -> list[int]:
    """Return the net budget by year."""
    return whole(run(facts, operations).net_budget)


def gap(facts: Facts, operations: Sequence[Operation] = ()) -> list[int]:
    """Return the gap by year of a plan that has resources."""
    found = run(facts, operations).gap
    assert found is not None
    return whole(found)


def to_meet(facts: Facts, operations: Sequence[Operation] = ()) -> list[int]:
    """Return net budget and contributions to reserves less resources, by year of a plan that has resources.

    It is the gap before reserves, less what budget lines count on from reserves that don't have it.
    """
    projection = run(facts, operations)
    assert projection.gaps is not None
    before = whole(projection.gaps.before_reserves)
    return before if projection.reserves is None else difference(before, projection.reserves.not_there)


def difference(these: Sequence[int], those: Sequence[int]) -> list[int]:
    """Return each figure of one series less that of the other."""
    return [one - other for one, other in zip(these, those, strict=True)]


def whole(series: Any) -> list[int]:
    """Return an array of pence as whole numbers, which can't wrap."""
    return [int(pence) for pence in series]


def closing(facts: Facts) -> dict[str, list[int]]:
    """Return the closing budget of each line by year."""
    return dict(zip(facts["lines"], map(whole, run(facts).spending.closing), strict=True))


def altered(facts: Facts, **parts: Any) -> Facts:
    """Return a copy of the plain input with some parts replaced."""
    return deepcopy(facts) | parts


def with_change(facts: Facts, name: str, **change: Any) -> Facts:
    """Return a copy with one more change, on the first line unless said, recurring unless said."""
    usual = {"line": next(iter(facts["lines"])), "type": "P", "one_off": False}
    return altered(facts, changes=deepcopy(facts["changes"]) | {name: usual | change})


def with_line(facts: Facts, name: str, **line: Any) -> Facts:
    """Return a copy with a line replaced in part, or added."""
    usual = {"service": f"New > {name}", "base": 0, "one_off_in_base": 0, "index": None, "inflation": {}}
    return altered(
        facts, lines=deepcopy(facts["lines"]) | {name: usual | facts["lines"].get(name, {}) | line}
    )


def amounts(facts: Facts, year: int, pence: int) -> list[int]:
    """Return an amount in one year of a plan, nil in the others."""
    return [pence if each == year else 0 for each in range(facts["years"])]


def rates_of(facts: Facts, line: str) -> list[Fraction]:
    """Return a line's rate in each year."""
    index = facts["lines"][line]["index"]
    return facts["rates"][index] if index else [Fraction(0)] * facts["years"]


def compounded(facts: Facts, line: str, after: int, to: int) -> Fraction:
    """Return C(after, to): the growth over the years after `after` up to `to`, counted from 0 for the first."""
    growth = Fraction(1)
    for rate in rates_of(facts, line)[after + 1 : to + 1]:
        growth *= 1 + rate
    return growth


def line_bound(facts: Facts, line: str) -> list[Fraction]:
    """Return e(t) of one line: |1 + r| e(t-1), and half a penny in a year whose inflation is rounded."""
    bound, bounds = Fraction(0), []
    for rate in rates_of(facts, line):
        bound = abs(1 + rate) * bound + (HALF if rate else 0)
        bounds.append(bound)
    return bounds


def total_bound(facts: Facts) -> list[Fraction]:
    """Return e(t) of the whole: the sum over its lines."""
    each = [line_bound(facts, line) for line in facts["lines"]]
    return [sum(bounds, Fraction(0)) for bounds in zip(*each, strict=True)]


def assert_within(
    found: Sequence[Fraction | int], expected: Sequence[Fraction | int], bounds: Sequence[Fraction]
) -> None:
    """Every figure lies within the bound of its year."""
    for one, other, bound in zip(found, expected, bounds, strict=True):
        assert abs(Fraction(one) - other) <= bound
