"""The instructions a scenario may give, as a closed union of frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import assert_never

from mtfp.frozen import frozen
from mtfp.money import show_pounds, show_rate
from mtfp.plan.changes import KIND, STATUS, Change
from mtfp.plan.kinds import NAMES, SERVICE
from mtfp.plan.model import Plan
from mtfp.plan.record import Fact, Many, key, record
from mtfp.plan.terms import Kind, Service, Status
from mtfp.problems import Notice, Place, listed
from mtfp.scenario.figures import Figure, Record, show_figures, show_run
from mtfp.years import MONTHS_IN_A_YEAR, FinancialYear, show_duration

Target = tuple[str, ...]
"""What an instruction bears on: ("change", reference), ("index", name, year) or ("cash limit", year); the "confidence" of
a change, or its "slippage"; or a figure of a record, ("reserve", name, "uses", year)."""


_KINDS: Many[tuple[Kind, ...]] = Many(KIND, tuple)
_STATUSES: Many[tuple[Status, ...]] = Many(STATUS, tuple)
_SERVICES: Many[tuple[Service, ...]] = Many(SERVICE, tuple)


@record
class Where:
    """What the selected changes have in common. Every key given must agree; of several values of one key any will do."""

    service: tuple[Service, ...] = key(_SERVICES, "A service, or the start of its path.", default=())
    type: tuple[str, ...] = key(NAMES, "A code of [types].", default=())
    kind: tuple[Kind, ...] = key(_KINDS, "pressure or saving.", default=())
    status: tuple[Status, ...] = key(_STATUSES, "agreed, new or subject to consultation.", default=())
    tag: tuple[str, ...] = key(NAMES, "One of its tags.", default=())

    def matches(self, change: Change, plan: Plan) -> bool:
        """Whether a change of the plan is selected."""
        of_type = plan.types.get(change.type)
        return of_type is not None and (
            (not self.service or any(change.service.within(service) for service in self.service))
            and (not self.type or change.type in self.type)
            and (not self.kind or of_type.kind in self.kind)
            and (not self.status or of_type.status in self.status)
            and (not self.tag or not change.tags.isdisjoint(self.tag))
        )


@frozen
class Selection:
    """The changes an instruction is for: named in `references`, or found by `where`; never those in `excluding`."""

    references: tuple[str, ...] = ()
    where: Where | None = None
    excluding: tuple[str, ...] = ()


@frozen
class _Instruction:
    why: str
    overrides: bool = False
    place: Place = field(compare=False, repr=False)


@frozen
class Rephase(_Instruction):
    """The same amounts bite `months` later, or earlier when negative: all of them, a share (ppm) or an amount in pence."""

    selection: Selection
    months: int
    part_share: int | None = None
    part_amount: int | None = None


@frozen
class Deliver(_Instruction):
    """Only a share (ppm) of a saving arrives, whenever it does."""

    selection: Selection
    share: int


@frozen
class Drop(_Instruction):
    """The changes never happen."""

    selection: Selection


@frozen
class Keep(_Instruction):
    """The changes stay as the plan has them, whatever an inherited scenario says."""

    selection: Selection


@frozen
class Reprofile(_Instruction):
    """Other amounts by year, in pence, in place of the plan's: movements, or with `levels` levels."""

    selection: Selection
    amounts: Mapping[FinancialYear, int]
    levels: bool = False
    unstated: Mapping[FinancialYear, str] = field(default_factory=dict)


@frozen
class Add(_Instruction):
    """A change that the plan does not have."""

    change: Change


@frozen
class Assume(_Instruction):
    """Another rate of an index in some years, or points (ppm) added to the plan's."""

    index: str
    years: tuple[FinancialYear, ...]
    rate: int | None = None
    add_points: int | None = None


@frozen
class SetCashLimit(_Instruction):
    """Another cash limit, in pence, in some years."""

    amounts: Mapping[FinancialYear, int]


@frozen
class Confide(_Instruction):
    """Another share (ppm) of savings is expected to arrive. No figure of the plan is lowered."""

    selection: Selection
    share: int


@frozen
class SetFigures(_Instruction):
    """Other figures of one record. Council tax alone has no `name`."""

    record: Record
    name: str = ""
    figures: Mapping[Fact, Figure]


@frozen
class Grow(_Instruction):
    """Another growth of a demand in some years, or points (ppm) added to the plan's."""

    demand: str
    years: tuple[FinancialYear, ...]
    rate: int | None = None
    add_points: int | None = None


@frozen
class DelayScheme(_Instruction):
    """A scheme's spending, grants, receipts and first year in use, whole years later.

    `beyond` is the pence of its spending that falls after the plan, known once the scenario is applied.
    """

    scheme: str
    years: int
    beyond: int = 0


@frozen
class MeetSlippage(_Instruction):
    """A reserve is used, beside its stated uses, for what several changes together fall short of the plan in each year.

    `uses` are the pence of that by year, known once the rest of the scenario is applied.
    """

    reserve: str
    references: tuple[str, ...]
    uses: Mapping[FinancialYear, int] = field(default_factory=dict)


OnChanges = Rephase | Deliver | Drop | Keep | Reprofile | Confide
"""The instructions that select changes."""

OnRecords = SetFigures | Grow | DelayScheme | MeetSlippage
"""The instructions on what a whole council has beside changes."""

Instruction = OnChanges | Add | Assume | SetCashLimit | OnRecords
"""Every instruction."""


def words_of(instruction: Instruction, change: str = "it") -> str:
    """Return what an instruction does, in an officer's words; `change` is what they call a change of which a part moves."""
    match instruction:
        case Add():
            return "added"
        case Assume(years=years, rate=rate, add_points=points):
            return _rate_words(years, rate, points)
        case SetCashLimit(amounts=amounts):
            return ", ".join(f"{show_pounds(pence)} in {year}" for year, pence in amounts.items())
        case SetFigures() | Grow() | DelayScheme() | MeetSlippage():
            return _words_on_a_record(instruction)
        case _:
            return _words_on_changes(instruction, change)


def _words_on_changes(instruction: OnChanges, change: str) -> str:
    match instruction:
        case Rephase(months=months, part_share=share, part_amount=amount):
            when = f"{show_duration(abs(months))} {'late' if months > 0 else 'early'}"
            part = (
                show_rate(share) if share is not None else show_pounds(amount) if amount is not None else ""
            )
            return f"{part} of {change} {when}" if part else when
        case Deliver(share=share):
            return f"{show_rate(share)} delivered"
        case Drop():
            return "dropped"
        case Keep():
            return "kept as planned"
        case Reprofile():
            return "other amounts"
        case Confide(share=share):
            return f"confidence {show_rate(share)}"
        case _:
            assert_never(instruction)


def _words_on_a_record(instruction: OnRecords) -> str:
    match instruction:
        case SetFigures(record=of, figures=figures):
            return show_figures(of, figures)
        case Grow(years=years, rate=rate, add_points=points):
            return f"growth {_rate_words(years, rate, points)}"
        case DelayScheme(years=years_later, beyond=beyond):
            late = f"{show_duration(years_later * MONTHS_IN_A_YEAR)} late"
            return f"{late}, {show_pounds(beyond)} of its spending after the plan" if beyond else late
        case MeetSlippage(references=references, uses=uses):
            met = "".join(f", {show_pounds(pence)} in {year}" for year, pence in uses.items())
            return f"asked to meet the slippage of {listed(references)}{met}"
        case _:
            assert_never(instruction)


def _rate_words(years: tuple[FinancialYear, ...], rate: int | None, points: int | None) -> str:
    if points is None:
        return f"{show_rate(rate or 0)} in {show_run(years)}"
    count = show_rate(abs(points)).removesuffix("%")
    return f"{count} {'point' if count == '1' else 'points'} {'less' if points < 0 else 'more'} in {show_run(years)}"


@frozen
class Scenario:
    """Instructions, and the scenarios they build on; `notices` are questions that came up as its file was read."""

    title: str
    author: str = ""
    source: str = ""
    why: str = ""
    extends: tuple[Scenario, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    notices: tuple[Notice, ...] = field(default=(), compare=False, repr=False)
    place: Place = field(compare=False, repr=False)
