"""What the cells of a table are figures of, so that one figure prints in one way wherever it stands.

A figure is a sum of parts: what is measured, of which records, in which year. Parts that are nil are left out, so a total
with one part is that part. Two figures are never the same because they share a name or an amount.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

Part = tuple[str, str, str]
"""What is measured, of which record, and in which year."""

Parts = frozenset[tuple[Part, int]]
"""One figure: its parts, each with how often it is added, negative where it is taken away."""

Of = tuple[Parts, ...]
"""What each cell of a row is a figure of, and last the Total column's where another table has the same figure."""


BUDGET, NET_BUDGET, GAP, GAP_BEFORE_RESERVES = "budget", "net budget", "gap", "gap before reserves"
RESERVE, STREAM, CHANGE = "balance of a reserve", "stream", "change"
CONTRIBUTIONS, USES, BALANCING, MADE_GOOD = "contributions", "uses", "balancing", "deficit made good"
SPECIAL, BEFORE = "special expenses", "bottom line before the scenario"
COUNCIL_TAX, COUNCIL_TAX_TO_SET = "council tax", "council tax of the year to be set"

AT_NEAREST = frozenset(
    {BUDGET, NET_BUDGET, RESERVE, GAP, GAP_BEFORE_RESERVES, BEFORE, COUNCIL_TAX, COUNCIL_TAX_TO_SET}
)
"""What prints at its ordinary nearest rounding. So does a balance that is in no other table."""

GIVES_WAY = frozenset({COUNCIL_TAX})
"""What gives way last, by less than a unit, where nothing else can put a sum right."""


def figure(measure: str, years: Iterable[object], record: str = "") -> Of:
    """Return the figures of one record by year."""
    return tuple(frozenset({((measure, record, str(year)), 1)}) for year in years)


def figures(measure: str, amounts: Iterable[tuple[str, Sequence[int]]], years: Iterable[object]) -> Of:
    """Return the figures of several records together by year, from the pence of each; a record that is nil is no part."""
    each = list(amounts)
    return tuple(
        frozenset([((measure, record, year), 1) for record, by_year in each if by_year[n]])
        for n, year in enumerate(map(str, years))
    )


def nothing(years: int) -> Of:
    """Return the figures of what is nil in every year."""
    return (frozenset(),) * years


def joined(*each: Of) -> Of:
    """Return the figures of a sum, year by year."""
    return tuple(together((1, parts) for parts in column) for column in zip(*each, strict=True))


def less(each: Of, other: Of) -> Of:
    """Return the figures of one thing less another, year by year."""
    return joined(each, taken_away(other))


def taken_away(each: Of) -> Of:
    """Return the figures with the opposite sign."""
    return tuple(map(turned, each))


def turned(parts: Parts) -> Parts:
    """Return a figure with the opposite sign."""
    return frozenset([(part, -times) for part, times in parts])


def together(signed: Iterable[tuple[int, Parts]]) -> Parts:
    """Return the sum of some figures, each with its sign."""
    each = [*signed]
    if len(each) == 1:
        ((sign, parts),) = each
        return parts if sign > 0 else turned(parts)
    count: Counter[Part] = Counter()
    for sign, parts in each:
        for part, times in parts:
            count[part] += sign * times
    return frozenset([(part, times) for part, times in count.items() if times])
