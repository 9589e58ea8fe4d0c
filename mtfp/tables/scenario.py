"""What a scenario does to a plan: each step by itself, the cost before reserves, what reserves pay of it, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mtfp.analysis.outcome import Effect, Outcome, bottom_line
from mtfp.engine.projection import Projection
from mtfp.money import show_pounds
from mtfp.plan.labels import label
from mtfp.plan.model import Plan
from mtfp.problems import listed
from mtfp.tables import measured
from mtfp.tables.figures import CHANGE, figure
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import by_year, change_from, heading, row, total_of, unless_nil

MOST_BENEATH = 5
"""The most changes that have rows beneath their step. The changes of a step with more have a table of their own."""

COST_BEFORE_RESERVES = "Cost before reserves"
EFFECT = "Effect of the scenario: after less before"
EACH_CHANGE = "Each change's own effect"
"""The names of rows, and the title of that table."""


def scenario(outcome: Outcome) -> list[Table]:
    """Return the gap before and after the scenario, what leads from one to the other, and what falls after the plan.

    Each step's row is its effect alone, before any reserve balances the gap. Beneath it, or in a table of their own where
    they are many, stands its effect on each of its changes alone. What the steps do only together has a row. All these
    add to the cost before reserves. With what reserves pay of that, they add to the effect: the gap after less the gap
    before. Without resources, the net budget takes the place of the gap.
    """
    plan = outcome.after.plan
    if outcome.scenario is None:
        return [*_plan_alone(outcome.after), *_after_plan(plan)]
    what = label(plan, "net_budget" if outcome.after.gap is None else "gap")
    numbered = [(n, effect) for n, effect in enumerate(outcome.effects, 1) if outcome.touches(effect)]
    steps = [each for n, effect in numbered for each in _step(n, effect, plan)]
    steps += unless_nil(row("together", "What the steps do only together", outcome.together))
    of = measured.change_in_balancing(outcome.before, outcome.after)
    name = "Met by reserves that balance the gap"
    paid = unless_nil(row("balancing", name, outcome.change_in_balancing, of=of))
    adds = [each for each in steps if not each.id.startswith("own ")]
    if paid:
        adds = [
            row("cost", COST_BEFORE_RESERVES, outcome.cost, "subtotal", adds, of=measured.cost(plan)),
            *paid,
        ]
        steps += adds
    effect = row("effect", EFFECT, outcome.effect, "subtotal", adds, of=measured.effect(plan))
    of, name = measured.before_the_scenario(plan), f"{what} before the scenario"
    before = row("before", name, bottom_line(outcome.before), "balance", of=of)
    of, name = measured.bottom_line_of(outcome.after), f"{what} after the scenario"
    after = row("after", name, bottom_line(outcome.after), "balance", [before, effect], of=of)
    leads = [heading("What leads from one to the other"), *steps] if steps else []
    rows = [before, after, *leads, effect]
    table = by_year(plan, "scenario", f"{what} before and after the scenario", rows)
    return [replace(table, notes=_over_the_plan(outcome)), *_each_change(outcome), *_after_plan(plan)]


def _plan_alone(projection: Projection) -> Iterator[Table]:
    """Yield a directorate's gap, or its net budget, and its change on the year before. A whole council's is in its summary."""
    plan = projection.plan
    if plan.is_whole:
        return
    what = label(plan, "net_budget" if projection.gap is None else "gap")
    start = 0 if projection.gap is not None else int(projection.spending.opening[:, 0].sum())
    key = "change_in_net_budget" if projection.gap is None else "change_in_gap"
    of = measured.bottom_line_of(projection)
    line = row("after", what, bottom_line(projection), "balance", of=of)
    of_base = measured.budget_before(plan)[0]
    yield by_year(plan, "scenario", what, [line, change_from(start, line, label(plan, key), of_base)])


def _step(number: int, effect: Effect, plan: Plan) -> list[Row]:
    """Return a step's row, and beneath it, where they are few, what it does to each of its changes by itself."""
    id_ = f"step {number}"
    of = measured.step(plan, id_)
    if _many(effect):
        return [row(id_, f'{effect.words} (see "{EACH_CHANGE}")', effect.pence, of=of)]
    own = _own(id_, effect, "of which ") if _moves_any(effect) else []
    return [row(id_, effect.words, effect.pence, "figure", own, of=of), *own]


def _own(id_: str, effect: Effect, lead: str) -> list[Row]:
    rows = [
        row(
            f"own {id_} {each.change.reference}",
            f"{lead}{each.change.printed} {each.change.title}",
            each.pence,
        )
        for each in effect.own
    ]
    return (
        [*rows, *unless_nil(row(f"own {id_} together", f"{lead}only together", effect.together))]
        if rows
        else []
    )


def _many(effect: Effect) -> bool:
    return len(effect.own) > MOST_BENEATH and _moves_any(effect)


def _moves_any(effect: Effect) -> bool:
    return any(each.pence.any() for each in effect.own)


def _over_the_plan(outcome: Outcome) -> tuple[str, ...]:
    """Return what of the table may be added over the years, and what may not."""
    if len(outcome.after.plan.horizon) == 1:
        return ()
    cost, pence = COST_BEFORE_RESERVES if outcome.after.plan.reserves else "Cost", int(outcome.cost.sum())
    total, saves = f"exactly {show_pounds(abs(pence))}" if pence else "nothing", pence < 0
    if outcome.after.gap is None:
        return (f"Over the plan the scenario {'saves' if saves else 'costs'} {total}.",)
    cost = cost.replace("Cost", "Saved") if saves else cost
    return (f"{cost} over the plan: {total}. {_LEVELS}",)


_LEVELS = "A gap is what its year has to find if nothing is done in any year, so those of several years are not added."


def _each_change(outcome: Outcome) -> Iterator[Table]:
    """Yield the table of what steps on many changes do to each of them alone, if there are such steps."""
    plan = outcome.after.plan
    rows: list[Row] = []
    for n, effect in enumerate(outcome.effects, 1):
        if _many(effect):
            id_ = f"step {n}"
            own = _own(id_, effect, "")
            rows += [
                heading(effect.words),
                *own,
                row(id_, "The step", effect.pence, "total", own, of=measured.step(plan, id_)),
            ]
    if rows:
        yield by_year(plan, "scenario-changes", EACH_CHANGE, rows)


def _after_plan(plan: Plan) -> list[Table]:
    """Return the table of what changes do after the last year of the plan, if any do."""
    late = [(change, beyond) for change in plan.changes if (beyond := change.profile.beyond(plan.horizon))]
    if not late:
        return []
    after = sorted({year for _, beyond in late for year in beyond})
    rows = [
        row(
            change.reference,
            f"{change.printed} {change.title}",
            (beyond.get(year, 0) for year in after),
            of=figure(CHANGE, after, change.reference),
        )._replace(saving=plan.types[change.type].kind == "saving")
        for change, beyond in late
    ]
    rows.append(total_of("after-plan total", "Total after the plan", rows, len(after)))
    return [
        Table(
            id="after-plan",
            title="Falls after the plan",
            stub_heads=("",),
            columns=tuple(map(str, after)),
            rows=tuple(rows),
            notes=(left_out_after(plan),),
        )
    ]


def left_out_after(plan: Plan) -> str:
    """Return the note on what the table of later years leaves out."""
    beside = ["inflation"]
    beside += ["demand"] if plan.demands else []
    beside += ["capital schemes"] if plan.schemes else []
    beside += ["funding"] if plan.has_funding else ["the cash limit"] if plan.cash_limit is not None else []
    return f"Changes in budget alone: {listed(beside)} after {plan.horizon.last} {'are' if len(beside) > 1 else 'is'} not shown here."
