"""The inputs that the roll-forward starts from: constants, rates of inflation and the base budget."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.analysis.outcome import Outcome
from mtfp.engine.council_tax import HUNDREDTHS
from mtfp.money import MILLION, Unit
from mtfp.plan.labels import label
from mtfp.sheets.model import Line, Sheet
from mtfp.sheets.numbers import index_numbers, inflation_label, inflation_rows
from mtfp.sheets.rows import alone, by_year, section, sheet, typed

LINE_HEADS = ("Line", "Reference", "Number")


def settings(outcome: Outcome) -> Sheet:
    """Return the constants that formulas use by name."""
    constants = {
        "Pence_in_a_pound": (Unit.POUNDS.pence, "Pence in a pound"),
        "Million": (MILLION, "Parts in a whole rate, so that a rate is a whole number"),
        "Hundredths": (HUNDREDTHS, "Parts in a whole Band D equivalent of the tax base"),
    }
    lines = [
        Line(f"constant {n}", (words, name), alone(figure, outcome.after.plan.horizon), "whole", name=name)
        for n, (name, (figure, words)) in enumerate(constants.items(), 1)
    ]
    notes = ["Amounts are rounded to the penny in whole numbers of pence, half away from nil."]
    return sheet(
        "Settings",
        "inputs",
        "Settings",
        ("Constant", "Name"),
        [section("constants", "Constants", lines)],
        notes,
    )


def indices(outcome: Outcome) -> Sheet:
    """Return the rates of each index, after the rate of nil for lines without one."""
    nil = by_year(0 for _ in outcome.after.plan.horizon)
    rows = [Line("index 1", ("None", 1), nil, "rate")]
    for name, n in index_numbers(outcome.after.plan).items():
        if name is not None:
            rates = [by_year(each.plan.indices[name].rates) for each in outcome.cases]
            rows.append(typed(f"index {n}", (name, n), rates, "rate"))
    notes = [
        "A line finds its rates by the number of its index. Sums of money for inflation are under Movements.",
        "What demand comes to stands under Changes, as mtfp worked it out at these rates: another rate here does not move it."
        if any(each.plan.demands for each in outcome.cases)
        else "",
    ]
    return sheet(
        "Indices",
        "inputs",
        "Rates of inflation",
        ("Index", "Number"),
        [section("indices", "Rates of inflation by index", rows)],
        notes,
    )


def lines(outcome: Outcome) -> Sheet:
    """Return the base of each budget line, and the part of it that ends with the year before."""
    plan = outcome.after.plan
    ends = f"{label(plan, 'remove_one_offs')}: what is taken out"
    return sheet(
        "Lines",
        "inputs",
        "Budget lines",
        (*LINE_HEADS, "Index", "Row of inflation"),
        [
            section("base", f"Base net budget, as approved for {plan.horizon.base_year}", _base(outcome)),
            section("one-offs in the base", ends, _one_offs(outcome)),
        ],
    )


def _base(outcome: Outcome) -> Iterator[Line]:
    plan = outcome.after.plan
    numbers, rows = index_numbers(plan), inflation_rows(plan)
    for n, line in enumerate(plan.lines, 1):
        index = numbers.get(line.index, numbers[None])
        keys = (line.title, line.reference, n, index, rows[inflation_label(line, plan)])
        yield Line(f"line {n}", keys, alone(line.base, outcome.after.plan.horizon))


def _one_offs(outcome: Outcome) -> Iterator[Line]:
    plan = outcome.after.plan
    if any(line.one_off_in_base for line in plan.lines):
        for n, line in enumerate(plan.lines, 1):
            taken = (line.one_off_in_base, *(0 for _ in plan.horizon))[: len(plan.horizon)]
            yield Line(f"line {n} one-off in the base", (line.title, line.reference, n), by_year(taken))
