"""What a scenario's file holds: its head, and its steps as written, each kind a list of tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from mtfp.plan import values
from mtfp.plan.capital import Scheme
from mtfp.plan.changes import AMOUNT_OR_WORD, BASIS, CONFIDENCE, Basis, Change
from mtfp.plan.council_tax import CouncilTax
from mtfp.plan.demand import Demand
from mtfp.plan.funding import Stream
from mtfp.plan.kinds import (
    AMOUNT,
    AMOUNT_SCHEMA,
    NAME,
    NAMES,
    RATE,
    SHARE,
    TEXT,
    TEXT_SCHEMA,
    YEAR,
    YES_OR_NO,
)
from mtfp.plan.record import (
    ByYear,
    Context,
    Fact,
    Many,
    Table,
    Value,
    as_written,
    changes_of,
    key,
    key_of,
    keys_of,
    keys_within,
    record,
    tables,
)
from mtfp.plan.reserves import Reserve
from mtfp.problems import MisreadError, Place, listed
from mtfp.scenario.figures import Figure
from mtfp.scenario.model import Selection, Where
from mtfp.years import MONTHS_IN_A_YEAR, FinancialYear, show_duration


def _whole_years(value: object, _: Context) -> int:
    months = values.length_of_time(value)
    if months % MONTHS_IN_A_YEAR:
        raise MisreadError(
            f"{months} months is no number of whole years",
            'whole years, such as "1 year": a scheme has one amount for each year',
            "give whole years, or the new amounts with spend",
        )
    return months // MONTHS_IN_A_YEAR


_PART = Value(
    lambda value, context: values.part(value, context.unit),
    {
        **AMOUNT_SCHEMA,
        "description": 'A share such as "50%", or an amount in the plan\'s unit, without a sign.',
    },
    write=lambda part, context: values.write_part(part, context.unit),
)
_DURATION = Value(
    lambda value, _: values.length_of_time(value),
    {**TEXT_SCHEMA, "examples": ["6 months", "1 year"]},
    show_duration,
)
_WHOLE_YEARS = Value(
    _whole_years,
    {**TEXT_SCHEMA, "examples": ["1 year", "2 years"]},
    lambda years: show_duration(years * MONTHS_IN_A_YEAR),
)
_YEARS: Many[tuple[FinancialYear, ...]] = Many(YEAR, lambda years: tuple(sorted({*years})))
_SOME_AMOUNTS: ByYear[Mapping[FinancialYear, int]] = ByYear(AMOUNT, as_written, some=True)
_SOME_AMOUNTS_OR_WORDS: ByYear[Mapping[FinancialYear, int | str]] = ByYear(
    AMOUNT_OR_WORD, as_written, some=True
)


@record
class ScenarioHead:
    """What the scenario is, and the plan or scenarios it builds on."""

    title: str = key(NAME, "The scenario's title.")
    plan: str | None = key(NAME, "The plan it changes.", default=None)
    extends: tuple[str, ...] = key(
        NAMES, "The scenario, or scenarios, it builds on, in place of plan.", default=()
    )
    author: str = key(TEXT, "Who answers for it.", default="")
    source: str = key(TEXT, "Where its figures come from.", default="")
    why: str = key(TEXT, "Why it is asked.", default="")


@record
class WrittenStep:
    """What every step has."""

    why: str = key(TEXT, "Why this step.", default="")
    overrides: bool = key(YES_OR_NO, "Replaces every inherited step on what it selects.", default=False)
    place: Place = field(compare=False, repr=False)


@record
class OnSelected(WrittenStep):
    """A step on changes, which it names or finds by what they have in common."""

    change: tuple[str, ...] = key(NAMES, "The reference of a change, or a list of them.", default=())
    where: Where | None = key(Table(Where), "What the changes meant have in common.", default=None)
    excluding: tuple[str, ...] = key(
        NAMES, "References that where is not to select.", default=(), name="except"
    )

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the step says in exactly one way which changes it is for."""
        if bool(self.change) == (self.where is not None) or self.where == Where():
            raise MisreadError(
                "this step does not say which changes it is for"
                if not self.change
                else "this step has both change and where",
                'change = "..." with one reference or a list, or where = { service, type, kind, status or tag }',
                "remove one of the two" if self.change else "add one of the two",
            )
        if self.excluding and self.where is None:
            raise MisreadError("except is given without where", "except together with where", "remove except")

    @property
    def selection(self) -> Selection:
        """The changes the step is for."""
        return Selection(references=self.change, where=self.where, excluding=self.excluding)


def _both_or_neither(one: str, other: str, *, both: bool, such: str) -> MisreadError:
    """Return the mistake of giving both of two keys, or neither, where one is needed."""
    if both:
        return MisreadError(f"this step has both {one} and {other}", such, f"remove {one} or {other}")
    return MisreadError(f"this step has neither {one} nor {other}", such, f"add {one} or {other}")


@record
class RephaseStep(OnSelected):
    """The same amounts bite later or earlier."""

    later: int | None = key(_DURATION, "How much later.", default=None)
    earlier: int | None = key(_DURATION, "How much earlier.", default=None)
    part: tuple[int | None, int | None] = key(
        _PART, "Only this share, or this amount of one change, moves.", default=(None, None)
    )

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the changes move either later or earlier; an amount may move of one change alone."""
        OnSelected.__post_init__(self)
        if (self.later is None) == (self.earlier is None):
            raise _both_or_neither(
                "later",
                "earlier",
                both=self.later is not None,
                such='later = "6 months", or earlier = "6 months"',
            )
        if self.part[1] is not None and len(self.change) != 1:
            raise MisreadError(
                "part is an amount, and this step is for several changes",
                "an amount for one change; a share may be for several",
                "give a share, or one step for each change",
            )


@record
class DeliverStep(OnSelected):
    """Only a share of a saving arrives."""

    share: int = key(SHARE, "What share of it arrives.")


@record
class DropStep(OnSelected):
    """The changes never happen."""


@record
class KeepStep(OnSelected):
    """The changes stay as the plan has them, whatever an inherited scenario says."""


@record
class ReprofileStep(WrittenStep):
    """Other amounts in place of the plan's, for one change."""

    change: str = key(NAME, "The reference of the change.")
    amounts: Mapping[FinancialYear, int | str] = key(
        _SOME_AMOUNTS_OR_WORDS, "Every amount it now has; a year left out is nil."
    )
    basis: Basis = key(BASIS, "As in a change.", default="movements")

    def __post_init__(self) -> None:
        """Raise `MisreadError` where a level is a word, such as tbc."""
        word = values.word_among(self.amounts)
        if self.basis == "levels" and word:
            raise MisreadError(
                f"these levels have {word} among them",
                "levels that are all known",
                "write every level, 0 for none; or leave out basis and give changes on the year before",
            )


@record
class AddStep:
    """A change the plan does not have."""

    change: Change = keys_within(Change)
    why: str = key(TEXT, "Why this step.", default="")
    overrides: bool = key(YES_OR_NO, "Replaces every inherited step on what it selects.", default=False)
    place: Place = field(compare=False, repr=False)


def _check_years(start: FinancialYear | None, only: tuple[FinancialYear, ...]) -> None:
    """Raise `MisreadError` unless a step says in exactly one way which years it is for."""
    if (start is None) == (not only):
        both = start is not None
        raise _both_or_neither("from", "in", both=both, such='from = "2026/27", or in = "2026/27"')


@record
class AssumeStep(WrittenStep):
    """Another rate of inflation."""

    index: str = key(NAME, "The index.")
    rate: int | None = key(RATE, "Its rate instead of the plan's.", default=None)
    add_points: int | None = key(RATE, "Points added to the plan's rate; less when negative.", default=None)
    start: FinancialYear | None = key(YEAR, "From this year on.", default=None, name="from")
    only: tuple[FinancialYear, ...] = key(
        _YEARS, "In this year only, or in each of a list.", default=(), name="in"
    )

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the step gives a rate or points, and says for which years."""
        if (self.rate is None) == (self.add_points is None):
            raise _both_or_neither(
                "rate", "add_points", both=self.rate is not None, such='rate = "3%", or add_points = "1%"'
            )
        _check_years(self.start, self.only)


@record
class CashLimitStep(WrittenStep):
    """Another cash limit."""

    amounts: Mapping[FinancialYear, int] = key(_SOME_AMOUNTS, "The cash limit of each year that differs.")


def _keys_given(of: type, figures: Mapping[Fact, Figure]) -> list[str]:
    """Return the keys of a step that give figures of a record anew."""
    return list(dict.fromkeys(key_of(of, fact.field)[0] for fact in figures))


def _may_change(record: type) -> list[str]:
    """Return the keys of a record that a step may give anew."""
    return [name for name, each in keys_of(record).items() if each.changed]


def _no_figure(record: type) -> MisreadError:
    return MisreadError(
        "this step gives no figure",
        f"one or more of {', '.join(_may_change(record))}",
        "add one, or remove the step",
    )


@record
class CouncilTaxStep(WrittenStep):
    """Other rises in Band D, or another tax base."""

    figures: Mapping[Fact, Figure] = changes_of(CouncilTax)

    def __post_init__(self) -> None:
        """Raise `MisreadError` where it gives no figure."""
        if not self.figures:
            raise _no_figure(CouncilTax)


@record
class StreamStep(WrittenStep):
    """Other amounts of a stream of funding."""

    stream: str = key(NAME, "The name of the stream.")
    figures: Mapping[Fact, Figure] = changes_of(Stream)

    def __post_init__(self) -> None:
        """Raise `MisreadError` where it gives no figure."""
        if not self.figures:
            raise _no_figure(Stream)


@record
class ReserveStep(WrittenStep):
    """Other figures for a reserve; or its use for what changes fall short."""

    reserve: str = key(NAME, "The name of the reserve.")
    figures: Mapping[Fact, Figure] = changes_of(Reserve)
    meets_slippage_of: tuple[str, ...] = key(
        NAMES,
        "Changes: the reserve is used, beside its other uses, for what they together fall short of the plan in each year.",
        default=(),
    )

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the step gives figures, or names the changes whose slippage the reserve meets."""
        if bool(self.figures) == bool(self.meets_slippage_of):
            raise MisreadError(
                "this step has both figures and meets_slippage_of"
                if self.figures
                else "this step does not say what becomes of the reserve",
                f"{listed(_may_change(Reserve), most=60, last='or')}; or meets_slippage_of",
                "put them in two steps" if self.figures else "add one of these, or remove the step",
            )


@record
class DemandStep(WrittenStep):
    """Another growth of a demand, another forecast, or another cost of a unit."""

    demand: str = key(NAME, "The reference of the demand.")
    growth: int | None = key(RATE, "Its growth instead of the plan's.", default=None)
    add_points: int | None = key(RATE, "Points added to the plan's growth; less when negative.", default=None)
    start: FinancialYear | None = key(YEAR, "From this year on.", default=None, name="from")
    only: tuple[FinancialYear, ...] = key(
        _YEARS, "In this year only, or in each of a list.", default=(), name="in"
    )
    figures: Mapping[Fact, Figure] = changes_of(Demand)

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the step gives growth for some years, in one way, or other figures."""
        growths = {"growth": self.growth, "add_points": self.add_points}
        growth = [each for each, rate in growths.items() if rate is not None]
        if len(growth) + bool(self.figures) != 1:
            raise MisreadError(
                "this step does not say what becomes of the demand"
                if not growth and not self.figures
                else f"this step has {listed([*growth, *_keys_given(Demand, self.figures)])} at once",
                f"growth or add_points, with from or in; or {listed(_may_change(Demand), most=60, last='or')}",
                "add one of these, or remove the step"
                if not growth and not self.figures
                else "put each into a step of its own",
            )
        if growth:
            _check_years(self.start, self.only)
        elif self.start is not None or self.only:
            raise MisreadError(
                "this step has from or in, and no growth",
                "from or in together with growth or add_points",
                "remove from and in",
            )


@record
class ConfidenceStep(OnSelected):
    """Another share of savings is expected to arrive; no figure of the plan is lowered."""

    share: str = key(CONFIDENCE, 'What share is expected: "50%", or a word of [confidence].')


@record
class CapitalStep(WrittenStep):
    """A scheme of capital comes later, or has other figures."""

    scheme: str = key(NAME, "The reference of the scheme.")
    later: int | None = key(
        _WHOLE_YEARS,
        "How much later its spending, grants, receipts and first year in use come.",
        default=None,
    )
    figures: Mapping[Fact, Figure] = changes_of(Scheme)

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the scheme is late, or has other figures, and not both."""
        if bool(self.figures) == (self.later is not None):
            raise MisreadError(
                "this step makes the scheme late and gives other figures"
                if self.figures
                else "this step does not say what becomes of the scheme",
                f'later = "1 year"; or {listed(_may_change(Scheme), most=60, last="or")}',
                "put them in two steps" if self.figures else "add one of these, or remove the step",
            )


@record
class ScenarioFile:
    """What is asked of a plan: steps, each with its reason."""

    scenario: ScenarioHead = key(
        Table(ScenarioHead), "What the scenario is, and the plan or scenarios it builds on."
    )
    rephase: tuple[RephaseStep, ...] = key(
        tables(RephaseStep), "The same amounts bite later or earlier.", default=()
    )
    deliver: tuple[DeliverStep, ...] = key(
        tables(DeliverStep), "Only a share of a saving arrives.", default=()
    )
    drop: tuple[DropStep, ...] = key(tables(DropStep), "The changes never happen.", default=())
    keep: tuple[KeepStep, ...] = key(
        tables(KeepStep), "The changes stay as the plan has them, whatever is inherited.", default=()
    )
    reprofile: tuple[ReprofileStep, ...] = key(tables(ReprofileStep), "Other amounts.", default=())
    add: tuple[AddStep, ...] = key(tables(AddStep), "A change the plan does not have.", default=())
    assume: tuple[AssumeStep, ...] = key(tables(AssumeStep), "Another rate of inflation.", default=())
    set_cash_limit: tuple[CashLimitStep, ...] = key(tables(CashLimitStep), "Another cash limit.", default=())
    council_tax: tuple[CouncilTaxStep, ...] = key(
        tables(CouncilTaxStep), "Other rises, or another tax base.", default=()
    )
    stream: tuple[StreamStep, ...] = key(tables(StreamStep), "Other amounts of a stream.", default=())
    reserve: tuple[ReserveStep, ...] = key(
        tables(ReserveStep), "Other figures for a reserve, or a use of it.", default=()
    )
    demand: tuple[DemandStep, ...] = key(
        tables(DemandStep), "Another growth of a demand, or cost of a unit.", default=()
    )
    confidence: tuple[ConfidenceStep, ...] = key(
        tables(ConfidenceStep), "Another confidence in savings.", default=()
    )
    capital: tuple[CapitalStep, ...] = key(
        tables(CapitalStep), "A scheme later, or with other figures.", default=()
    )
