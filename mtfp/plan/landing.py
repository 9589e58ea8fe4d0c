"""What keeps a change from its one line of base budget, where a mistake elsewhere is the cause and is told there."""

from __future__ import annotations

from mtfp.plan.model import Plan
from mtfp.plan.terms import Service


def is_told_of_lines(service: Service, plan: Plan) -> bool:
    """Whether lines of a service have one reference, or only capitals keep it from a line's: both are told by themselves."""
    above = {*service.up}
    held = [line.reference.casefold() for line in plan.lines if line.service in above]
    if held:
        return len({*held}) < len(held)
    names = {str(each).casefold() for each in above}
    return any(str(line.service).casefold() in names for line in plan.lines)
