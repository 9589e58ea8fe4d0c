"""Law 49b: a scenario's table leads, row by row, from the gap before it to the gap after; and each change's own effect is a run of its own."""

from dataclasses import replace

from hypothesis import given

from mtfp.analysis.outcome import bottom_line, measure
from mtfp.analysis.run import run
from mtfp.engine.projection import project
from mtfp.scenario.apply import added_in, apply_alone
from mtfp.scenario.steps.add import Add
from mtfp.tables.scenario import scenario
from tests.oracle import Facts
from tests.strategies import Operation, plan_of, plans_and_scenarios, scenario_of
from tests.strategies_whole import councils_and_scenarios


def effect_adds_up(facts: Facts, operations: list[Operation]) -> None:
    outcome = run(plan_of(facts), scenario_of(operations, facts))
    rows = {row.id: row for row in scenario(outcome)[0].rows if row.amounts}
    before, after = bottom_line(outcome.before), bottom_line(outcome.after)
    effect = [now - then for now, then in zip(after, before, strict=True)]
    parts = [row for id_, row in rows.items() if id_.startswith(("step ", "together", "balancing"))]
    assert list(rows)[-1] == "effect"
    assert list(rows["effect"].amounts) == effect == outcome.effect.tolist()
    nil = [0] * len(effect)
    assert [sum(column) for column in zip(nil, *(row.amounts for row in parts), strict=True)] == effect
    cost = outcome.cost.tolist()
    assert sum(map(sum, (row.amounts for row in parts if row.id != "balancing"))) == sum(cost)
    for row in rows.values():
        if row.adds:
            terms = ([sign * pence for pence in rows[id_].amounts] for sign, id_ in row.adds)
            assert [sum(column) for column in zip(*terms, strict=True)] == list(row.amounts)


@given(plans_and_scenarios())
def test_law_49b_the_rows_of_a_scenario_sum_to_its_effect(drawn: tuple[Facts, list[Operation]]) -> None:
    effect_adds_up(*drawn)


@given(councils_and_scenarios())
def test_law_49b_in_a_council(drawn: tuple[Facts, list[Operation]]) -> None:
    effect_adds_up(*drawn)


@given(councils_and_scenarios())
def test_a_changes_own_effect_is_the_plan_with_that_change_alone_stepped(
    drawn: tuple[Facts, list[Operation]],
) -> None:
    plan = plan_of(drawn[0])
    outcome = run(plan, scenario_of(drawn[1], drawn[0]))
    adds = added_in([effect.resolved for effect in outcome.effects])
    for effect in outcome.effects:
        if isinstance(effect.resolved.step, Add):
            continue
        ground = plan
        for add in (adds[each] for each in effect.resolved.references if each in adds):
            ground = apply_alone(ground, add)
        for own in effect.own:
            one = replace(
                effect.resolved,
                bearings=tuple(each for each in effect.resolved.bearings if each[1] == own.change.reference),
            )
            alone = measure(project(apply_alone(ground, one))) - measure(project(ground))
            assert own.pence.tolist() == alone.tolist()
