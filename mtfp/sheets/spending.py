"""The roll-forward of each budget line in live formulas, in a section for each step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from mtfp.analysis.outcome import Outcome
from mtfp.money import Pence
from mtfp.plan.labels import label
from mtfp.sheets.base import LINE_HEADS
from mtfp.sheets.model import Section, Sheet
from mtfp.sheets.rows import Sections, by_year, section, share_in_pounds, sheet, worked


class _Part(NamedTuple):
    """One step of the roll-forward for every line: the inputs it needs, if any, its formula for line n, and its pence.

    `first` is the formula of the year before, which comes to the base.
    """

    id: str
    heading: str
    needs: str
    formula: str
    pence: Pence
    first: str = ""


def spending(outcome: Outcome, inputs: Sections) -> Sheet:
    """Return each line's roll-forward, in a section for each step."""
    return sheet(
        "Spending",
        "workings",
        "Spending by budget line",
        LINE_HEADS,
        _sections(outcome, inputs),
        [
            "Each year: opening, and what moves it, is closing; that with the year's one-offs and grants moved in is the net budget."
        ],
    )


def _sections(outcome: Outcome, inputs: Sections) -> Iterator[Section]:
    plan, figures = outcome.after.plan, outcome.after
    opening = _Part("opening", "Opening budget", "", "={line n closing<}", figures.spending.opening)
    inflating = [opening, *_there(_before_inflation(outcome), inputs)]
    inflation = _inflation(outcome, inputs, [each.id for each in inflating])
    moves = [*inflating, inflation, *_there(_after_inflation(outcome), inputs)]
    yield from (_section(each, outcome) for each in moves)
    closing = _sum_of([each.id for each in moves])
    closed = figures.spending.closing
    yield _section(_Part("closing", label(plan, "closing"), "", closing, closed, "={line n}"), outcome)
    beside = _there(_beside(outcome), inputs)
    yield from (_section(each, outcome) for each in beside)
    net = _sum_of(["closing", *(each.id for each in beside)])
    yield _section(_Part("net", label(plan, "net_budget"), "", net, figures.line_net_budget), outcome)


def _there(parts: list[_Part], inputs: Sections) -> list[_Part]:
    return [each for each in parts if each.needs in inputs]


def _before_inflation(outcome: Outcome) -> list[_Part]:
    plan, inputs = outcome.after.plan, outcome.after.inputs
    taken = np.zeros(inputs.restatement.shape, dtype=np.int64)
    taken[:, 0] = -inputs.one_off_in_base
    one_offs = label(plan, "remove_one_offs")
    return [
        _Part("taken out", one_offs, "one-offs in the base", "=-{line n one-off in the base}", taken),
        _Part("restated", "Restatements", "restatements", _landing("restatements"), inputs.restatement),
    ]


def _inflation(outcome: Outcome, inputs: Sections, before: list[str]) -> _Part:
    """Return the formula of inflation: the index's rate on the budget before it, and sums stated."""
    figures = outcome.after
    risen = share_in_pounds(f"({_sum_of(before)[1:]})", "INDEX({indices*},{line n#3})")
    stated = f"+{_landing('stated inflation')[1:]}" if "stated inflation" in inputs else ""
    name = label(figures.plan, "inflation")
    return _Part("inflation", name, "", f"={risen}{stated}", figures.spending.inflation)


def _after_inflation(outcome: Outcome) -> list[_Part]:
    plan, inputs = outcome.after.plan, outcome.after.inputs
    undelivered = label(plan, "savings_not_delivered")
    moved = f"{_landing('virements')}-SUMIFS({{virements*}},{{virements*3}},{{#2}})"
    changed = inputs.recurring.sum(axis=0)
    return [
        _Part("changed", "Changes that stay in the base", "recurring", _landing("recurring"), changed),
        _Part("not delivered", undelivered, "undelivered", _landing("undelivered"), inputs.not_delivered),
        _Part("moved", label(plan, "virements"), "virements", moved, inputs.virements),
    ]


def _beside(outcome: Outcome) -> list[_Part]:
    inputs = outcome.after.inputs
    granted = f"={{line n granted<}}+{_landing('transfers')[1:]}"
    one_offs = inputs.one_offs.sum(axis=0)
    return [
        _Part("spent once", "One-offs of the year", "one-off", _landing("one-off"), one_offs),
        _Part("granted", "Grants moved in so far", "transfers", granted, inputs.transfers),
    ]


def _landing(section_id: str) -> str:
    """Return the formula for what a section of inputs holds for a line, found by the line's number."""
    return f"=SUMIFS({{{section_id}*}},{{{section_id}*4}},{{#2}})"


def _sum_of(parts: list[str]) -> str:
    return "=" + "+".join(f"{{line n {each}}}" for each in parts)


def _section(part: _Part, outcome: Outcome) -> Section:
    rows = zip(outcome.after.plan.lines, part.pence.tolist(), strict=True)
    return section(
        part.id,
        part.heading,
        (
            worked(
                f"line {n} {part.id}",
                (line.title, line.reference, n),
                by_year(pence, line.base if part.first else None),
                _of_line(part.formula, n),
                _of_line(part.first, n),
            )
            for n, (line, pence) in enumerate(rows, 1)
        ),
    )


def _of_line(formula: str, n: int) -> str:
    return formula.replace("line n", f"line {n}")
