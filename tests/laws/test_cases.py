"""Cases in one call are single runs: each figure of each, to the penny, as of its plan by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given

from mtfp.engine.cases import base_of, case_of, work_out
from mtfp.engine.projection import project
from mtfp.problems import InputError
from mtfp.scenario.apply import apply
from tests.strategies import plan_of, scenario_of
from tests.strategies_whole import councils_and_scenarios

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtfp.plan.model import Plan
    from tests.oracle import Facts
    from tests.strategies import Operation


def plans_of(facts: Facts, operations: Sequence[Operation]) -> Iterator[Plan]:
    """Yield the plan, then with each step by itself, as far as it can be, then with ever more of them, then with all but one line as it was."""
    plan = plan_of(facts)
    yield plan
    some = [[each] for each in operations] + [operations[:n] for n in range(2, len(operations) + 1)]
    for steps in some:
        try:
            yield apply(plan, scenario_of(list(steps), facts))
        except InputError:
            continue
    first, *others = plan.lines
    yield replace(plan, lines=(replace(first, base=first.base + 1_700), *others))


@given(councils_and_scenarios())
def test_cases_in_one_call_are_single_runs(drawn: tuple[Facts, list[Operation]]) -> None:
    facts, operations = drawn
    plans = list(plans_of(facts, operations))
    base = base_of(project(plans[0]))
    found = work_out(base, [case_of(base, plan) for plan in plans])
    for n, single in enumerate(map(project, plans)):
        assert found.budget.net[n].tolist() == single.net_budget.tolist()
        assert (found.gaps is None) == (single.gaps is None)
        if found.gaps is not None and single.gaps is not None:
            assert [each[n].tolist() for each in found.gaps] == [each.tolist() for each in single.gaps]
        if found.held is not None and single.reserves is not None:
            balances = [each.closing for each in single.reserves.each if each.closing is not None]
            stated = [k for k, each in enumerate(single.reserves.each) if each.closing is not None]
            closing = np.broadcast_to(found.held.closing, (len(plans), *found.held.closing.shape[-2:]))
            assert [tuple(closing[n, k].tolist()) for k in stated] == balances
