"""The engine against the exact oracle: not a penny between them, on plans and scenarios drawn at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from mtfp.analysis.run import run
from mtfp.engine.projection import Projection, project
from mtfp.scenario.apply import apply
from tests import oracle
from tests.strategies import Operation, plan_of, plans_and_scenarios, scenario_of

if TYPE_CHECKING:
    from tests.oracle import Facts


def figures(projection: Projection) -> Facts:
    """Return the engine's figures as the oracle gives its own."""
    plan, spending = projection.plan, projection.spending
    names = [line.reference for line in plan.lines]
    changes = [change.reference for change in projection.changes]

    def by(keys: list[str], rows: object) -> dict[str, list[int]]:
        return dict(zip(keys, rows.tolist(), strict=True))  # type: ignore[attr-defined]

    gap, change = projection.gap, projection.change_in_gap
    return {
        "amounts": by(changes, projection.inputs.change_amounts),
        "after_plan": {
            each.reference: {
                plan.horizon.index(year): pence for year, pence in each.profile.beyond(plan.horizon).items()
            }
            for each in projection.changes
        },
        "inflation": by(names, spending.inflation),
        "closing": by(names, spending.closing),
        "line_net_budget": by(names, projection.line_net_budget),
        "net_budget": projection.net_budget.tolist(),
        "gap": None if gap is None else gap.tolist(),
        "change_in_gap": None if change is None else change.tolist(),
    }


@given(plans_and_scenarios())
def test_oracle_agrees_to_the_penny(drawn: tuple[Facts, list[Operation]]) -> None:
    facts, operations = drawn
    plan = plan_of(facts)
    assert figures(project(plan)) == oracle.project(facts)
    assert figures(project(apply(plan, scenario_of(operations, facts)))) == oracle.project(facts, operations)


def ground(operation: Operation, operations: list[Operation]) -> list[Operation]:
    """Return the steps that add what a step bears on: its own effect is beside the plan with those added."""
    if operation[0] not in ("rephase", "deliver", "drop", "keep", "reprofile"):
        return []
    names = [operation[1]] if operation[0] == "reprofile" else operation[1]
    return [each for each in operations if each[0] == "add" and each[1] in names]


@given(plans_and_scenarios(gap=True))
def test_oracle_agrees_on_the_effect_of_each_step(drawn: tuple[Facts, list[Operation]]) -> None:
    facts, operations = drawn
    outcome = run(plan_of(facts), scenario_of(operations, facts))
    before, after = oracle.project(facts)["gap"], oracle.project(facts, operations)["gap"]
    left = [b - a for b, a in zip(after, before, strict=True)]
    for effect in outcome.effects:
        operation = operations[int(effect.resolved.step.place.line) - 1]
        added = ground(operation, operations)
        without, with_it = (oracle.project(facts, steps)["gap"] for steps in (added, [*added, operation]))
        expected = [b - a for b, a in zip(with_it, without, strict=True)]
        assert effect.pence.tolist() == expected
        left = [b - a for b, a in zip(left, expected, strict=True)]
    assert outcome.together.tolist() == left
