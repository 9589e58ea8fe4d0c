"""The numbers by which formulas find rows. Text is never looked for: a formula may take it for a number or a pattern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mtfp.plan.lines import BudgetLine
from mtfp.plan.model import Plan
from mtfp.plan.virements import Virement

Outside = tuple[bool, str]
"""Whether budget comes from a place outside the plan, or goes there, and the name of that place."""


def line_numbers(plan: Plan) -> Mapping[str, int]:
    """Return the number of each budget line by its reference."""
    return _from_one(line.reference for line in plan.lines)


def type_numbers(plan: Plan) -> Mapping[str, int]:
    """Return the number of each type of change by its code."""
    return _from_one(plan.types)


def index_numbers(plan: Plan) -> Mapping[str | None, int]:
    """Return the number of each index that has rates by its name, after the number of no index."""
    return {None: 1} | {
        name: n
        for n, name in enumerate((each.name for each in plan.indices.values() if not each.provision), 2)
    }


def inflation_rows(plan: Plan) -> Mapping[str, int]:
    """Return the number of each row of inflation by its label; the last row, without a label, is that of all other lines."""
    labels = [index.label for index in plan.indices.values() if index.label]
    rest = [""] if not labels or any(not inflation_label(line, plan) for line in plan.lines) else []
    return _from_one((*labels, *rest))


def inflation_label(line: BudgetLine, plan: Plan) -> str:
    """Return the label of the row that a line's inflation is in, empty where it has none of its own."""
    return "" if line.index is None else plan.indices[line.index].label


def reasons(plan: Plan) -> Mapping[str, int]:
    """Return the number of each reason for restating the base."""
    return _from_one(each.why for each in plan.restatements)


def stream_numbers(plan: Plan) -> Mapping[str, int]:
    """Return the number of each stream by its name."""
    return _from_one(stream.name for stream in plan.streams)


def outside_numbers(plan: Plan) -> Mapping[Outside, int]:
    """Return the number of each place outside the plan that budget comes from or goes to, on from the numbers of lines."""
    found = dict.fromkeys(outside for each in plan.virements if (outside := outside_of(each)) is not None)
    return {outside: n for n, outside in enumerate(found, len(plan.lines) + 1)}


def outside_of(virement: Virement) -> Outside | None:
    """Return the place outside the plan that a virement is from or to, if any."""
    if virement.source is not None and virement.target is not None:
        return None
    return virement.source is None, virement.outside


def _from_one(names: Iterable[str]) -> dict[str, int]:
    return {name: n for n, name in enumerate(dict.fromkeys(names), 1)}
