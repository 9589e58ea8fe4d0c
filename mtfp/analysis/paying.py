"""What pays for a year that would not balance by itself: reserves, without moves between them, and capitalised support."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from mtfp.engine.projection import Projection
from mtfp.engine.reserves import ReserveHeld
from mtfp.money import TableRow
from mtfp.plan.reserves import Reserve

AVAILABLE = ("general", "earmarked")
"""The classes of reserve that a council may use as it likes."""

Rows = Mapping[TableRow, int]
"""Pence of one year, by the row that prints them, without those that are nil."""

_MOST_ROWS = 10
"""The most uses and contributions of a year among which several that make up another are looked for."""


class Paying(NamedTuple):
    """What pays towards one year's gap, in pence.

    `used` and `put_in` are of available reserves, without what only moves from one to another. `ring_fenced` is the use of
    reserves kept for one purpose, and `capitalised` is capitalised support. `in_budgets` is what budget lines take from
    available reserves besides, negative where they put more in.
    """

    used: Rows
    put_in: Rows
    ring_fenced: Rows
    capitalised: Rows
    in_budgets: Rows

    @property
    def reserves(self) -> Rows:
        """What reserves of any kind pay."""
        return {**self.used, **self.ring_fenced}

    @property
    def helps(self) -> bool:
        """Whether reserves or capitalised support pay anything."""
        return bool(self.used or self.ring_fenced or self.capitalised)


def paying(projection: Projection) -> list[Paying]:
    """Return what pays towards the gap, a record for each year of the plan."""
    plan, held = projection.plan, projection.reserves
    each = () if held is None else tuple(zip(plan.reserves, held.each, strict=True))
    outside = [(of, moves) for of, moves in each if not of.in_budget]
    available = [(of, moves) for of, moves in outside if of.reserve_class in AVAILABLE]
    ring_fenced = [(of, moves) for of, moves in outside if of.reserve_class == "ring-fenced"]
    inside = [(of, moves) for of, moves in each if of.in_budget and of.reserve_class in AVAILABLE]
    found = []
    for n in range(len(plan.horizon)):
        used, put_in = _without_moves(_rows(_uses(available, n)), _rows(_put_in(available, n)))
        taken = {row: -pence for row, pence in _rows(_put_in(inside, n)).items()}
        support = (each for each in plan.streams if each.kind == "capitalised")
        found.append(
            Paying(
                used=used,
                put_in=put_in,
                ring_fenced=_rows(_uses(ring_fenced, n)),
                capitalised=_rows((("funding", f"stream {each.name}"), each.levels[n]) for each in support),
                in_budgets={**_rows(_uses(inside, n)), **taken},
            )
        )
    return found


def _uses(each: Iterable[tuple[Reserve, ReserveHeld]], n: int) -> Iterator[tuple[TableRow, int]]:
    for reserve, moves in each:
        yield ("reserves", f"uses {reserve.name}"), moves.uses[n]
        yield ("reserves", f"balancing {reserve.name}"), moves.balancing[n]


def _put_in(each: Iterable[tuple[Reserve, ReserveHeld]], n: int) -> Iterator[tuple[TableRow, int]]:
    for reserve, moves in each:
        yield ("reserves", f"into {reserve.name}"), moves.contributions[n]


def _rows(each: Iterable[tuple[TableRow, int]]) -> Rows:
    return {row: pence for row, pence in each if pence}


def _without_moves(uses: Rows, put_in: Rows) -> tuple[Rows, Rows]:
    """Return what is used and what is put in, without moves from one reserve to another.

    A move is a use that is equal to a contribution, several that together equal one, or all of them where both sums agree.

    £70 and £30 that are used, and £100 that is put in elsewhere, are a move; a use of £25 beside it is left.

    >>> _without_moves({"Insurance": 70, "Repairs": 30, "Balances": 25}, {"Capital": 100})
    ({'Balances': 25}, {})
    """
    uses, put_in = _without_pairs(uses, put_in)
    if len(uses) + len(put_in) <= _MOST_ROWS:
        found = _made_up(uses, put_in)
        # Where moves may be read in two ways that leave other sums, none is taken for one.
        if len({sum(uses[row] for row in moved if row in uses) for moved in found}) == 1:
            moved = min(found, key=len)
            uses, put_in = _without(moved, uses), _without(moved, put_in)
    return ({}, {}) if sum(uses.values()) == sum(put_in.values()) else (uses, put_in)


def _without_pairs(uses: Rows, put_in: Rows) -> tuple[Rows, Rows]:
    """Return uses and contributions without each pair of one of either that are equal, the first of several alike."""
    left = dict(put_in)
    for use, pence in uses.items():
        alike = next((row for row, each in left.items() if each == pence), None)
        if alike is not None:
            del left[alike]
            uses = _without((use,), uses)
    return uses, left


def _made_up(uses: Rows, put_in: Rows) -> list[tuple[TableRow, ...]]:
    """Return every outcome of taking out uses that together equal a contribution, or the reverse, until there are no more."""
    groups = [*_groups(uses, put_in), *_groups(put_in, uses)]
    return [
        (*group, *more)
        for group in groups
        for more in _made_up(_without(group, uses), _without(group, put_in))
    ] or [()]


def _groups(several: Rows, ones: Rows) -> Iterator[tuple[TableRow, ...]]:
    for size in range(2, len(several) + 1):
        for rows in combinations(several, size):
            total = sum(several[row] for row in rows)
            yield from ((*rows, one) for one, pence in ones.items() if pence == total)


def _without(gone: Iterable[TableRow], rows: Rows) -> Rows:
    gone = {*gone}
    return {row: pence for row, pence in rows.items() if row not in gone}
