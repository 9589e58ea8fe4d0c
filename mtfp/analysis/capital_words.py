"""What must be said of capital schemes: borrowing that is repaid over more years than guidance allows for."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.plan.model import Plan
from mtfp.problems import Notice

_LONGEST_LIFE, _LONGEST_LIFE_OF_SUPPORT = 50, 20
"""The most years over which England's guidance expects borrowing to be repaid; for capitalised support, 20."""


def long_lives(plan: Plan) -> Iterator[Notice]:
    """Yield a notice of each scheme that is repaid over more years than that."""
    supported = {stream.scheme for stream in plan.streams if stream.kind == "capitalised"}
    for scheme in plan.schemes:
        support = scheme.reference in supported
        most = _LONGEST_LIFE_OF_SUPPORT if support else _LONGEST_LIFE
        if scheme.life > most:
            what = "borrowing for capitalised support" if support else "borrowing"
            yield Notice(
                name="long-life",
                of=scheme.reference,
                text=f"{scheme.reference} is repaid over {scheme.life} years; {what} is repaid over at most {most} by guidance.",
                place=scheme.place,
            )
