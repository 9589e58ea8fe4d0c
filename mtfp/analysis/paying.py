"""What pays for a year that would not balance by itself: reserves, moves between them left out, and capitalised support."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from mtfp.engine.projection import Projection

AVAILABLE = ("general", "earmarked")
"""The classes of reserve that a council may use as it likes."""


class Paying(NamedTuple):
    """What pays towards one year's gap, in unsigned pence.

    `used` and `put_in` are of available reserves, less what only moves from one to another; `ring_fenced` is used of
    reserves kept for one purpose, `capitalised` is support borrowed, and `in_budgets` what budget lines take from
    available reserves beside all that, negative where they put more in.
    """

    used: int
    put_in: int
    ring_fenced: int
    capitalised: int
    in_budgets: int

    @property
    def reserves(self) -> int:
        """What reserves of any kind pay."""
        return self.used + self.ring_fenced


def paying(projection: Projection) -> list[Paying]:
    """Return what pays towards the gap, a record for each year of the plan."""
    plan, held = projection.plan, projection.reserves
    each = () if held is None else tuple(zip(plan.reserves, held.each, strict=True))
    found = []
    for n in range(len(plan.horizon)):
        outside = [(of, moves) for of, moves in each if not of.in_budget]
        available = [moves for of, moves in outside if of.reserve_class in AVAILABLE]
        uses = [pence for moves in available for pence in (moves.uses[n], moves.balancing[n])]
        put_in = [moves.contributions[n] for moves in available]
        used, kept = _without_moves(uses, put_in)
        found.append(
            Paying(
                used=used,
                put_in=kept,
                ring_fenced=sum(moves.uses[n] for of, moves in outside if of.reserve_class == "ring-fenced"),
                capitalised=sum(each.levels[n] for each in plan.streams if each.kind == "capitalised"),
                in_budgets=sum(
                    moves.uses[n] - moves.contributions[n]
                    for of, moves in each
                    if of.in_budget and of.reserve_class in AVAILABLE
                ),
            )
        )
    return found


def _without_moves(uses: list[int], put_in: list[int]) -> tuple[int, int]:
    """Return what is used and what is put in, less moves: a use that comes to a contribution, and all where all come to the same."""
    alike = Counter(uses) & Counter(put_in)
    moved = sum(pence * times for pence, times in alike.items())
    used, kept = sum(uses) - moved, sum(put_in) - moved
    return (0, 0) if used == kept else (used, kept)
