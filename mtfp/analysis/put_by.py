"""Questions about years that capitalised support or a ring-fenced reserve pays for, with money put by or left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mtfp.analysis.paying import Paying, Rows, paying
from mtfp.engine.projection import Projection
from mtfp.money import Said
from mtfp.problems import Notice, listed


class _Spare(NamedTuple):
    """What a year puts into reserves and has left over: in words, and both together in pence."""

    words: str
    pence: int


def put_by(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield a notice of each capitalised support and ring-fenced reserve that pays more for a year than its budget needs."""
    plan = projection.plan
    support = [stream for stream in plan.streams if stream.kind == "capitalised"]
    kept = [reserve for reserve in plan.reserves if reserve.reserve_class == "ring-fenced"]
    paid = paying(projection) if support or kept else []
    spare = {
        f"{year}": _spare(each, _left_over(projection, n), said)
        for n, (year, each) in enumerate(zip(plan.horizon, paid, strict=False))
    }
    for stream in support:
        found = _pays(stream.name, [each.capitalised for each in paid], spare)
        if found:
            yield Notice(
                name="support-put-by",
                of=stream.name,
                text=f"{stream.name} is borrowed, and pays for {_words(found)}: check that so much has to be borrowed.",
                place=stream.place,
                figures=tuple(each.pence for each in found.values()),
            )
    for reserve in kept:
        found = _pays(reserve.name, [each.ring_fenced for each in paid], spare)
        if found:
            yield Notice(
                name="ring-fenced-put-by",
                of=reserve.name,
                text=f"{reserve.name} is ring-fenced, and pays for {_words(found)}: check that it pays for what it is kept for.",
                place=reserve.place,
                figures=tuple(each.pence for each in found.values()),
            )


def _left_over(projection: Projection, n: int) -> int:
    return 0 if projection.unbalanced is None else -min(int(projection.unbalanced[n]), 0)


def _spare(paid: Paying, over: int, said: Said) -> _Spare:
    """Return by how much available reserves rise in each year, and what surplus there is besides."""
    rise = sum(paid.put_in.values()) - sum(paid.used.values()) - sum(paid.in_budgets.values())
    words = [f"available reserves rise by {said.exactly(rise)}"] if rise > 0 else []
    words += [f"{said.exactly(over)} is left over"] if over else []
    return _Spare(listed(words), max(rise, 0) + over)


def _pays(name: str, rows: Iterable[Rows], spare: dict[str, _Spare]) -> dict[str, _Spare]:
    """Return the years that one payer pays for although they have something to spare."""
    return {
        year: left
        for (year, left), of_year in zip(spare.items(), rows, strict=True)
        if left.pence and any(row.partition(" ")[2] == name for _, row in of_year)
    }


def _words(found: dict[str, _Spare]) -> str:
    return ", and for ".join(f"{year}, when {left.words}" for year, left in found.items())
