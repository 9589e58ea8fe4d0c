"""Rows that are totals of the rows above or below them, by name or by amount: as rows of the list they would count twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeVar

from mtfp.plan.changes import Change
from mtfp.plan.lines import BudgetLine
from mtfp.plan.model import Plan
from mtfp.plan.terms import Amounts
from mtfp.problems import Problem

Record = TypeVar("Record", BudgetLine, Change)

_SAYS = re.compile(r"\b(?:sub-?\s?total|total|of which)\b", re.IGNORECASE)
_IS_CALLED = re.compile(
    r"(?:grand )?(?:sub-?\s?total|total|of which)\b.*|.*\b(?:sub-?\s?total|total)\W*", re.IGNORECASE
)


def says_total(record: BudgetLine | Change) -> bool:
    """Whether a title or reference holds "total", "subtotal" or "of which"."""
    return any(_SAYS.search(text) for text in (record.title, record.reference))


def is_called_total(record: BudgetLine | Change) -> bool:
    """Whether a title or reference opens with "total", "subtotal" or "of which", or ends with one of the first two."""
    return any(_IS_CALLED.fullmatch(text) for text in (record.title, record.reference))


class Run(NamedTuple):
    """Rows that follow one another: the positions of the first and the last in their list."""

    first: int
    last: int

    def words(self, n: int, records: Sequence[BudgetLine] | Sequence[Change]) -> str:
        """Return a sentence on the row at position `n`: the rows whose total it is."""
        record, first, last = (records[each] for each in (n, self.first, self.last))
        title = "" if record.title == record.reference else f' "{record.title}"'
        word = "and" if self.last == self.first + 1 else "to"
        return f'"{record.reference}"{title} is the total of "{first.reference}" {word} "{last.reference}"'


def run_above(rows: Sequence[Amounts]) -> dict[int, Run]:
    """Return each row that is, in every year, the sum of two or more rows directly above it: its position, and theirs.

    A row that is nil in every year adds nothing and is passed over.
    """
    found: dict[int, Run] = {}
    there = [(n, number) for n, number in enumerate(_as_numbers(rows)) if number]
    sums = [0, *accumulate(number for _, number in there)]
    opens: dict[int, int] = {}
    for place, (n, _) in enumerate(there[_LEAST:], _LEAST):
        opens[sums[place - _LEAST]] = place - _LEAST
        first = opens.get(2 * sums[place] - sums[place + 1])
        if first is not None:
            found[n] = Run(there[first][0], there[place - 1][0])
    return found


def run_below(rows: Sequence[Amounts]) -> dict[int, Run]:
    """Return what `run_above` does, for the rows directly below each row: some papers print totals first."""
    last = len(rows) - 1
    found = run_above(rows[::-1])
    return {last - n: Run(last - run.last, last - run.first) for n, run in found.items()}


_LEAST = 2
_APART = 80


def _as_numbers(rows: Sequence[Amounts]) -> list[int]:
    """Return each row's amounts as one number, with the years so far apart in it that no sum of one year reaches the next."""
    numbers = [0] * len(rows)
    for n, column in enumerate(zip(*rows, strict=True)):
        numbers = [number + (pence << _APART * n) for number, pence in zip(numbers, column, strict=True)]
    return numbers


def check_totals(plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each line and change that is called a total, and is the total of the rows directly above it."""
    if _any_says(plan.lines):
        yield from _totals("line", plan.lines, [(line.base,) for line in plan.lines])
    if _any_says(plan.changes):
        rows = [tuple(change.amounts(plan.horizon)) for change in plan.changes]
        yield from _totals("change", plan.changes, rows)


def _any_says(records: Sequence[BudgetLine] | Sequence[Change]) -> bool:
    """Whether any name may hold one of the words of a total. One search for all of them, as nearly always none does."""
    names = "\n".join([name for record in records for name in (record.title, record.reference)]).casefold()
    return "total" in names or "of which" in names


def _totals(word: str, records: Sequence[Record], rows: Sequence[Amounts]) -> Iterator[Problem]:
    for n, run in run_above(rows).items():
        record = records[n]
        if says_total(record) and not record.counts:
            yield Problem(
                place=record.place,
                what=f"{word} {run.words(n, records)}",
                expected=f"only {word}s: totals are worked out, and this would count twice",
                fix=f"remove it, or, if it counts beside them, {how_to_count(record)}",
                unless=((word, ""),),
            )


def looks_like_totals(plan: Plan, changes: Sequence[Amounts]) -> Iterator[tuple[BudgetLine | Change, str]]:
    """Yield each line and change that may be a total, and why: its name, or rows directly above or below that add up to it.

    One that is called a total, and is the total of the rows above it, is refused instead (`check_totals`).
    """
    bases = [(line.base,) for line in plan.lines]
    yield from _doubted(plan.lines, bases)
    yield from _doubted(plan.changes, changes)


def _doubted(records: Sequence[Record], rows: Sequence[Amounts]) -> Iterator[tuple[Record, str]]:
    above = run_above(rows)
    found = run_below(rows) | above
    runs = {
        n: run
        for n, run in found.items()
        if not _differs_gross(records[n], records[run.first : run.last + 1])
    }
    called = (
        {n for n, record in enumerate(records) if is_called_total(record)} if _any_says(records) else set()
    )
    for n in sorted(runs.keys() | called):
        record = records[n]
        if not record.counts and not (n in above and says_total(record)):
            why = (
                f'"{record.reference}" is called "{record.title}"'
                if n not in runs
                else runs[n].words(n, records)
            )
            yield record, why


def _differs_gross(record: BudgetLine | Change, parts: Sequence[BudgetLine | Change]) -> bool:
    """Whether a line is not the total of its supposed parts, because its gross spending is not the total of theirs."""
    stated = [each.gross for each in parts if isinstance(each, BudgetLine) and each.gross is not None]
    if not isinstance(record, BudgetLine) or record.gross is None or len(stated) < len(parts):
        return False
    return sum(stated) != record.gross


def how_to_count(record: BudgetLine | Change) -> str:
    """Return what to write in a row that counts beside those above it, in TOML or in CSV."""
    in_csv = isinstance(record.place.key[0], int)
    return "add a column counts with yes" if in_csv else "add counts = true"
