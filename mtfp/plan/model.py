"""The records of a plan, as the user stated them: amounts in pence, signs as their effect on the net budget.

Spending is positive and savings negative. Amounts by year are tuples in the order of the plan's years.
A record's `place` says where it was written and never counts in equality.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Literal

from mtfp.frozen import frozen
from mtfp.money import Unit
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
from mtfp.plan.terms import Amounts, Service
from mtfp.plan.virements import Restatement, Virement
from mtfp.problems import MisreadError, Notice, Place, listed, nearest
from mtfp.years import FinancialYear, Horizon

_MOST_SERVICES = 12


@frozen(slots=False)
class Plan:
    """A council's plan: lines of base budget, the changes on them, and what pays for them.

    Resources are council tax and streams, or a `cash_limit` in pence by year; with neither there is no gap. `control` is
    the pence that the base of all lines must add to, where stated. `dependants` says what happens to a change when
    another that it requires slips or is dropped: it follows, or the step is refused. `ratings` are the plan's words for how
    sure a saving is, as shares in parts per million. `to_the_nearest` is the pence that the plan works to, where stated.
    `notices` are questions that came up as its files were read, and `accepted` the answers to notices.
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
        """What the plan works to, in pence: as stated, or £1 in a plan in £ and £1,000 in one in £000 or £m."""
        usual = Unit.POUNDS if self.unit is Unit.POUNDS else Unit.THOUSANDS
        return usual.pence if self.to_the_nearest is None else self.to_the_nearest

    def balances(self, gap: int) -> bool:
        """Whether a year with this exact gap, in pence, balances: the gap is less than half of what the plan works to.

        A plan in £ works to £1, so a year balances with 49p still to find or to spare, and does not with 50p.

        >>> plan = plan_of('line = [{ service = "Care", base = 1000 }]')
        >>> plan.balances(49), plan.balances(-49), plan.balances(50)
        (True, True, False)
        """
        # A plan in thousands is hardly ever nil to the penny, as council tax is (docs/decisions/0023).
        return abs(gap) * 2 < self.works_to

    def is_below(self, balance: int, minimum: int) -> bool:
        """Whether a balance is below its minimum, in pence, by more than rounding to what the plan works to explains."""
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
    def place_of_change(self) -> Mapping[str, int]:
        """Where each change stands among the changes, by its reference."""
        return {change.reference: n for n, change in enumerate(self.changes)}

    @cached_property
    def change_by_reference(self) -> Mapping[str, Change]:
        """The changes by their reference."""
        return {change.reference: change for change in self.changes}

    @cached_property
    def lines_by_service(self) -> Mapping[Service, tuple[BudgetLine, ...]]:
        """The lines of each service that has lines."""
        found: dict[Service, list[BudgetLine]] = {}
        for line in self.lines:
            found.setdefault(line.service, []).append(line)
        return {service: tuple(lines) for service, lines in found.items()}

    def line_named(self, name: str) -> str:
        """Return the reference of the line that a name means: its reference, or a service that has one line. Else the name itself."""
        if name in self.line_by_reference:
            return name
        lines = self.lines_by_service.get(Service(tuple(part.strip() for part in name.split(">"))), ())
        return lines[0].reference if len(lines) == 1 else name

    def line_of(self, change: Change | Demand | Scheme, word: str = "change") -> BudgetLine:
        """Return the one line that a change lands on; raise `MisreadError` where it could land on none or on several.

        `word` is what a message calls the change, or what drives it.
        """
        if change.line is not None:
            return self.line_by_reference[change.line]
        takers = self._takers.get(change.service)
        if takers is None:
            takers = self._takers[change.service] = self._takers_at(change.service)
        if len(takers) == 1:
            return takers[0]
        if takers:
            raise MisreadError(
                f'{word} "{change.reference}" could land on {len(takers)} lines of "{takers[0].service}"',
                "one line at or above its service, or one marked takes_changes = true",
                f'say which line it lands on, such as line = "{takers[0].reference}"',
            )
        raise MisreadError(
            f'{word} "{change.reference}" has no line of base budget to land on, at or above "{change.service}"',
            f"a line for its service, or for one above it{self._services_there(change.service)}",
            "correct the service, add a line for it, or give line, the reference of the line it lands on",
        )

    def _services_there(self, service: Service) -> str:
        """Return the end of a sentence that names the service with a line whose name is nearest, or else all that have lines."""
        names = [str(each) for each in self.lines_by_service]
        there = listed(names, most=_MOST_SERVICES, last="and")
        return nearest(str(service), names) or (f"; there is {there}" if names else "")

    @cached_property
    def _takers(self) -> dict[Service, Sequence[BudgetLine]]:
        return {}

    def _takers_at(self, service: Service) -> Sequence[BudgetLine]:
        """Return the lines that changes of a service may land on: its own, or those of the nearest service above that has lines."""
        for above in service.up:
            lines = self.lines_by_service.get(above, ())
            if lines:
                return [line for line in lines if line.takes_changes] or lines
        return ()
