"""The records of a plan, as the user stated them: amounts in pence, signs as their effect on the net budget.

Spending is positive and savings negative. Amounts by year are tuples in the order of the plan's years.
A record's `place` says where it was written and never counts in equality.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from mtfp.money import Unit
from mtfp.plan.profile import Profile
from mtfp.problems import MisreadError, Place
from mtfp.years import FinancialYear, Horizon

Kind = Literal["pressure", "saving"]
Status = Literal["agreed", "new"]
Amounts = tuple[int, ...]
"""Pence by year of the plan."""


def normalise(text: str) -> str:
    """Return a name with its Unicode form and white space made one, so that names compare as they look."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    import unicodedata

    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if not text.isprintable():
        raise MisreadError(
            "the text holds a character that does not print",
            "letters, figures and signs",
            "type the text again",
        )
    return text


@dataclass(frozen=True, slots=True)
class Service:
    """A place in the council's structure: `Children > Social care > Placements`."""

    path: tuple[str, ...]

    def __hash__(self) -> int:
        return hash(self.path)

    def __str__(self) -> str:
        return " > ".join(self.path)

    def within(self, other: Service) -> bool:
        """Whether this is the other service or a part of it."""
        return self.path[: len(other.path)] == other.path

    @property
    def up(self) -> Iterator[Service]:
        """This service and each one above it, nearest first."""
        yield self
        for n in range(len(self.path) - 1, 0, -1):
            yield Service(self.path[:n])

    @classmethod
    @lru_cache(maxsize=16_384)
    def parse(cls, text: str) -> Service:
        """Read a path; raise `MisreadError` where a name in it is empty."""
        path = tuple(normalise(name) for name in text.split(">"))
        if not all(path):
            raise MisreadError(
                f'"{text}" is not a service',
                'a name, or a path such as "Children > Social care"',
                "name every level of the path",
            )
        return cls(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """One line of the base net budget.

    `base` is pence as approved for the year before the plan, `one_off_in_base` the part of it that ends with that
    year. Inflation of a year is the rate of `index`, or the amount in `inflation`.
    """

    reference: str
    title: str
    service: Service
    base: int
    one_off_in_base: int = 0
    index: str | None = None
    inflation: Mapping[FinancialYear, int] = field(default_factory=dict)
    takes_changes: bool = False
    note: str = ""
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A named run of inflation rates, in parts per million, one for each year of the plan."""

    name: str
    rates: tuple[int, ...]
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeType:
    """One of the paper's own codes for changes: what it is, and whether agreed before or new."""

    code: str
    kind: Kind
    status: Status
    one_off: bool = False
    label: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A scenario step that a change went through: where it is written, what it does, and why."""

    place: Place = field(compare=False)
    words: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change in budget: a pressure or a saving, with its profile over time.

    A saving with `in_base_since` is already out of the base from April of that year, so only what is not delivered
    of it moves the budget. A `one_off` is outside the base: each amount belongs to its year alone. `tbc` are the years whose amount is not known yet: nil in every sum.
    """

    reference: str
    printed: str
    title: str
    type: str
    service: Service
    line: str | None = None
    profile: Profile
    one_off: bool = False
    tbc: frozenset[FinancialYear] = frozenset()
    in_base_since: FinancialYear | None = None
    in_base: int = 0
    tags: frozenset[str] = frozenset()
    note: str = ""
    traces: tuple[Trace, ...] = ()
    place: Place = field(compare=False, repr=False)

    def amounts(self, horizon: Horizon) -> Sequence[int]:
        """Return the pence of each year of the plan: movements, or a one-off's amounts."""
        return self.profile.movements(horizon, self.in_base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Virement:
    """A lasting move of budget. `source` or `target` is None where it crosses the plan's edge, and `outside` names where."""

    source: str | None
    target: str | None
    outside: str = ""
    amounts: Amounts
    why: str = ""
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """A correction of a line's opening budget, with its reason; it inflates."""

    line: str
    amounts: Amounts
    why: str
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A council's plan: lines of base budget, the changes on them, and the cash limit they must keep to.

    `cash_limit` is pence by year, or None where the plan states no resources and so has no gap. `control` is the
    pence the base of all lines must add to, where the plan states it.
    """

    council: str
    title: str
    horizon: Horizon
    unit: Unit
    source: str = ""
    lines: tuple[BudgetLine, ...]
    indices: Mapping[str, Index]
    types: Mapping[str, ChangeType]
    changes: tuple[Change, ...]
    virements: tuple[Virement, ...] = ()
    restatements: tuple[Restatement, ...] = ()
    cash_limit: Amounts | None = None
    control: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    place: Place = field(compare=False, repr=False)

    @cached_property
    def line_by_reference(self) -> Mapping[str, BudgetLine]:
        """The lines by their reference."""
        return {line.reference: line for line in self.lines}

    @cached_property
    def change_by_reference(self) -> Mapping[str, Change]:
        """The changes by their reference."""
        return {change.reference: change for change in self.changes}

    @cached_property
    def lines_by_service(self) -> Mapping[Service, tuple[BudgetLine, ...]]:
        """The lines of each service that has any."""
        found: dict[Service, list[BudgetLine]] = {}
        for line in self.lines:
            found.setdefault(line.service, []).append(line)
        return {service: tuple(lines) for service, lines in found.items()}

    def line_named(self, name: str) -> str:
        """Return the reference of the line meant by a reference or by a service with one line; else the name itself."""
        if name in self.line_by_reference:
            return name
        lines = self.lines_by_service.get(Service(tuple(part.strip() for part in name.split(">"))), ())
        return lines[0].reference if len(lines) == 1 else name

    def line_of(self, change: Change) -> BudgetLine:
        """Return the one line a change lands on; raise `MisreadError` where there is none, or several."""
        if change.line is not None:
            return self.line_by_reference[change.line]
        takers = self._takers.get(change.service)
        if takers is None:
            takers = self._takers[change.service] = self._takers_at(change.service)
        if len(takers) == 1:
            return takers[0]
        if takers:
            raise MisreadError(
                f'change "{change.reference}" could land on {len(takers)} lines of "{takers[0].service}"',
                "one line at or above its service, or one marked takes_changes = true",
                f'name the line it lands on: line = "{takers[0].reference}"',
            )
        raise MisreadError(
            f'change "{change.reference}" has no line of base budget to land on, at or above "{change.service}"',
            "a line for its service, or for one above it",
            "correct the service, add the line, or name the line it lands on with line",
        )

    @cached_property
    def _takers(self) -> dict[Service, Sequence[BudgetLine]]:
        return {}

    def _takers_at(self, service: Service) -> Sequence[BudgetLine]:
        """Return the lines that changes of a service may land on: those of the nearest service that has any."""
        for above in service.up:
            lines = self.lines_by_service.get(above, ())
            if lines:
                return [line for line in lines if line.takes_changes] or lines
        return ()
