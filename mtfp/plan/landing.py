"""Whether a change finds no line of base budget because of another mistake, which is told where it was made."""

from __future__ import annotations

from mtfp.plan.model import Plan
from mtfp.plan.terms import Service


def is_told_of_lines(service: Service, plan: Plan) -> bool:
    """Whether lines of the service share a reference, or its name differs from a line's only in capitals: each is told elsewhere."""
    above = {*service.up}
    held = [line.reference.casefold() for line in plan.lines if line.service in above]
    if held:
        return len({*held}) < len(held)
    names = {str(each).casefold() for each in above}
    return any(str(line.service).casefold() in names for line in plan.lines)
