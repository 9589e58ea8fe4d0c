"""The checks: differences that must be nil to the penny, within the sheets and from what mtfp itself worked out."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.analysis.outcome import Outcome
from mtfp.plan.labels import gap_label, label, resources_label
from mtfp.sheets.base import LINE_HEADS
from mtfp.sheets.model import Line, Sheet
from mtfp.sheets.reserves import balance_of
from mtfp.sheets.rows import Sections, alone, by_year, in_pence, section, sheet, typed


def as_calculated(outcome: Outcome) -> Sheet:
    """Return the figures that mtfp itself worked out, which the checks hold the formulas against."""
    return sheet(
        "As calculated",
        "inputs",
        "As mtfp calculated",
        ("Figure", *LINE_HEADS[1:]),
        [
            section("control", "What the base must add to", _control(outcome)),
            section("calculated", "As mtfp worked it out when it made this workbook", _calculated(outcome)),
            section("calculated lines", f"{_net_budget(outcome)} of each line", _calculated_lines(outcome)),
        ],
        ["Nothing is worked out from these but the checks: alter an input, and the checks say by how much."],
    )


def _control(outcome: Outcome) -> Iterator[Line]:
    control = outcome.after.plan.control
    if control is not None:
        yield Line(
            "control total", ("Control total of the base",), alone(control, outcome.after.plan.horizon)
        )


def _net_budget(outcome: Outcome) -> str:
    return label(outcome.after.plan, "net_budget")


def _calculated_lines(outcome: Outcome) -> Iterator[Line]:
    each_case = [each.line_net_budget.tolist() for each in outcome.cases]
    for n, (line, *net) in enumerate(zip(outcome.after.plan.lines, *each_case, strict=True), 1):
        yield typed(f"calculated line {n}", (line.title, line.reference, n), [by_year(each) for each in net])


def _calculated(outcome: Outcome) -> Iterator[Line]:
    plan, each_case = outcome.after.plan, outcome.cases
    yield typed(
        "calculated net budget",
        (_net_budget(outcome),),
        [by_year(each.net_budget) for each in each_case],
    )
    paid = [by_year(each.resources) for each in each_case if each.resources is not None]
    if paid:
        yield typed("calculated resources", (resources_label(plan),), paid)
    gaps = [by_year(each.gap) for each in each_case if each.gap is not None]
    if gaps:
        yield typed("calculated gap", (gap_label(plan),), gaps)
    held = [each.reserves.each for each in each_case if each.reserves is not None]
    for n, moves in enumerate(zip(*held, strict=True), 1):
        name = f"{plan.reserves[n - 1].name}: balance on 31 March"
        yield typed(f"calculated reserve {n}", (name,), [by_year(balance_of(each)[1]) for each in moves])


def checks(outcome: Outcome, sections: Sections) -> Sheet:
    """Return the differences that must be nil, in whole pence."""
    return sheet(
        "Checks",
        "checks",
        "Checks",
        ("Check",),
        [
            section("adds", "The sheets add up", _adds(outcome, sections)),
            section("agrees", "The formulas come to what mtfp worked out", _agrees(outcome, sections)),
        ],
        ["Each figure is a difference in pence, and must be nil."],
    )


_LANDED = {
    "recurring": "changed",
    "undelivered": "not delivered",
    "one-off": "spent once",
    "restatements": "restated",
}
"""The section of lines that each section of inputs adds to."""


def _adds(outcome: Outcome, sections: Sections) -> Iterator[Line]:
    if "control" in sections:
        words, difference = (
            "The base adds to its control total",
            _pence_between("SUM({base*})", "{control total}"),
        )
        yield Line("check control", (words,), alone(0, outcome.after.plan.horizon), "whole", first=difference)
    for n, (amounts, landed) in enumerate(_LANDED.items(), 1):
        if amounts in sections:
            words = f"On lines in full: {sections[amounts].heading}"
            yield _check(f"landed {n}", words, f"SUM({{{amounts}*}})", f"SUM({{{landed}*}})", outcome)
    moved = "{total opening}+SUM({drivers*})"
    yield _check("closing", "Opening and what moves it come to closing", moved, "{total closing}", outcome)
    yield _check(
        "net budget", "The lines add to the net budget", "SUM({net*})", "{total net budget}", outcome
    )
    if "streams" in sections:
        parts = "{lasting resources}+SUMIFS({streams*},{streams*4},0)"
        words = "What lasts for good and what does not are all resources"
        yield _check("resources", words, parts, "{total resources}", outcome)
    if "reserves close" in sections:
        spent = "-SUM({balancing*})" if "balancing" in sections else ""
        good = "+SUM({made good*})" if "made good" in sections else ""
        moved = f"SUM({{reserves open*}}){good}+SUM({{put in*}})-SUM({{used*}}){spent}"
        words = "Reserves: opening and what moves it come to closing"
        yield _check("reserves", words, moved, "SUM({reserves close*})", outcome)
    if "gaps" in sections:
        words = "The gap is the net budget and reserves, less resources"
        yield _check("gap", words, _parts_of_the_gap(sections), "{gap to find}", outcome)


def _parts_of_the_gap(sections: Sections) -> str:
    costs = "+{contributions}-{uses}" if "in the gap" in sections else ""
    missing = "+SUM({missing*})" if "missing" in sections else ""
    missing += "+SUM({made good*})" if "made good" in sections else ""
    spent = "-SUM({balancing*})" if "balancing" in sections else ""
    return f"{{total net budget}}-{{total resources}}{costs}{missing}{spent}"


def _agrees(outcome: Outcome, sections: Sections) -> Iterator[Line]:
    each = "SUMPRODUCT(ABS({net*}-{calculated lines*}))"
    yield _check("agrees lines", f"{_net_budget(outcome)} of each line", each, "0", outcome)
    live = {"net budget": "{total net budget}", "resources": "{gap resources}", "gap": "{gap to find}"}
    for line in sections["calculated"].lines:
        what = line.id.removeprefix("calculated ")
        yield _check(
            f"agrees {what}",
            str(line.keys[0]),
            live.get(what, f"{{{what} closes}}"),
            f"{{{line.id}}}",
            outcome,
        )


def _check(id_: str, words: str, one: str, other: str, outcome: Outcome) -> Line:
    nil = by_year(0 for _ in outcome.after.plan.horizon)
    return Line(f"check {id_}", (words,), nil, "whole", _pence_between(one, other))


def _pence_between(one: str, other: str) -> str:
    return f"={in_pence(f'({one}-({other}))')}"
