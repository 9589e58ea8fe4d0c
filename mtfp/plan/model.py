"""The records of a plan, as the user stated them: amounts in pence, signs as their effect on the net budget.

Spending is positive and savings negative. Amounts by year are tuples in the order of the plan's years.
A record's `place` says where it was written and never counts in equality.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from mtfp.frozen import frozen
from mtfp.money import Unit
from mtfp.plan.terms import Amounts, Service
from mtfp.problems import MisreadError, Notice, Place, listed, nearest
from mtfp.years import FinancialYear, Horizon

if TYPE_CHECKING:
    from mtfp.plan.accept import Accept
    from mtfp.plan.asked_tables import AskedTable
    from mtfp.plan.capital import Scheme
    from mtfp.plan.changes import Change, ChangeType
    from mtfp.plan.council_tax import CouncilTax
    from mtfp.plan.demand import Demand
    from mtfp.plan.funding import CollectedForOthers, Stream, Transfer
    from mtfp.plan.lines import BudgetLine, Index
    from mtfp.plan.reserves import Reserve
    from mtfp.plan.targets import Target
    from mtfp.plan.virements import Restatement, Virement


_MOST_SERVICES = 12


@frozen(slots=False)
class Plan:
    """A council's plan: lines of base budget, the changes on them, and what pays for them.

    Resources are council tax and streams, or a `cash_limit` of pence by year; with neither there is no gap. `control`
    is the pence the base of all lines must add to, where the plan states it. `dependants` says what becomes of a change
    when one it requires slips or is dropped: it follows, or the step is refused. `ratings` are the plan's words for how
    sure a saving is, as shares. `to_the_nearest` is the pence that the plan works to, where it says. `notices` are what its
    files gave cause to ask as they were read, and `accepted` the answers.
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
    council_tax: CouncilTax | None = None
    streams: tuple[Stream, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    collected_for_others: tuple[CollectedForOthers, ...] = ()
    reserves: tuple[Reserve, ...] = ()
    demands: tuple[Demand, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    targets: tuple[Target, ...] = ()
    tables: tuple[AskedTable, ...] = ()
    ratings: Mapping[str, int] = field(default_factory=dict)
    dependants: Literal["follow", "refuse"] | None = None
    year_notes: Mapping[FinancialYear, str] = field(default_factory=dict)
    control: int | None = None
    to_the_nearest: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    accepted: tuple[Accept, ...] = ()
    notices: tuple[Notice, ...] = field(default=(), compare=False, repr=False)
    place: Place = field(compare=False, repr=False)

    @property
    def has_funding(self) -> bool:
        """Whether council tax and streams pay for the plan, rather than a cash limit or nothing."""
        return self.council_tax is not None or bool(self.streams)

    @property
    def works_to(self) -> int:
        """The pence its figures are good to: as it says, or £1 in a plan in pounds and £1,000 in one in thousands or millions."""
        usual = Unit.POUNDS if self.unit is Unit.POUNDS else Unit.THOUSANDS
        return usual.pence if self.to_the_nearest is None else self.to_the_nearest

    def balances(self, gap: int) -> bool:
        """Whether a year balances with such an exact gap: it is less than half of what the plan works to, on either side of nil."""
        return abs(gap) * 2 < self.works_to

    def is_below(self, balance: int, minimum: int) -> bool:
        """Whether a balance is below its minimum by more than what the plan works to leaves as rounding."""
        return balance < minimum and not self.balances(minimum - balance)

    @property
    def is_whole(self) -> bool:
        """Whether the plan is a whole council's: it says what pays for it, or has reserves."""
        return self.has_funding or bool(self.reserves)

    @property
    def drivers(self) -> tuple[Demand | Scheme, ...]:
        """What pressures are worked out from: demand, and capital schemes."""
        return (*self.demands, *self.schemes)

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

    def line_of(self, change: Change | Demand | Scheme) -> BudgetLine:
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
                f'name the line it lands on with line, such as "{takers[0].reference}"',
            )
        raise MisreadError(
            f'change "{change.reference}" has no line of base budget to land on, at or above "{change.service}"',
            f"a line for its service, or for one above it{self._services_there(change.service)}",
            "correct the service, add the line, or name the line it lands on with line",
        )

    def _services_there(self, service: Service) -> str:
        """Return, as the end of a sentence, the service with a line that is nearest in name, or those there are."""
        names = [str(each) for each in self.lines_by_service]
        there = listed(names, most=_MOST_SERVICES, last="and")
        return nearest(str(service), names) or (f"; there is {there}" if names else "")

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
