"""The one line of base budget that a change lands on, and what is told where there is none."""

from __future__ import annotations

from mtfp.plan.capital import Scheme
from mtfp.plan.changes import Change
from mtfp.plan.demand import Demand
from mtfp.plan.model import Plan
from mtfp.plan.terms import Service
from mtfp.problems import MisreadError, Problem


def without_line(record: Change | Demand | Scheme, word: str, plan: Plan) -> Problem | None:
    """Return the problem of a change, or what drives one, whose service has no one line; None where that is told already."""
    try:
        plan.line_of(record, word)
    except MisreadError as error:
        if not _is_told_of_lines(record.service, plan):
            return error.at(record.place.at("service"))._replace(unless=at_or_above(record.service))
    return None


def _is_told_of_lines(service: Service, plan: Plan) -> bool:
    """Whether lines of the service share a reference, or its name differs from a line's only in capitals: each is told elsewhere."""
    above = {*service.up}
    held = [line.reference.casefold() for line in plan.lines if line.service in above]
    if held:
        return len({*held}) < len(held)
    names = {str(each).casefold() for each in above}
    return any(str(line.service).casefold() in names for line in plan.lines)


def at_or_above(service: Service) -> tuple[tuple[str, str], ...]:
    """Return the lines that a change of a service may land on, as `Problem.unless` names them."""
    return tuple(("line", str(each).casefold()) for each in service.up)


def word_of(record: Change | Demand | Scheme) -> str:
    """Return the word for a record in messages: change, demand or scheme."""
    return "demand" if isinstance(record, Demand) else "scheme" if isinstance(record, Scheme) else "change"
