"""The shape of a scenario file: its steps, what each may hold, and the sentences that explain them."""

from typing import Annotated, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from mtfp.files.shapes import (
    AmountsByYear,
    AmountsOrWordsByYear,
    ChangeShape,
    Duration,
    Name,
    Names,
    Part,
    Rate,
    ServicePath,
    Shape,
    Share,
    Text,
    Year,
    as_list,
    one_or_many,
)
from mtfp.plan import values
from mtfp.plan.terms import Kind, Status
from mtfp.problems import MisreadError
from mtfp.scenario.model import Selection, Where
from mtfp.years import FinancialYear, Horizon

Services = Annotated[list[ServicePath], BeforeValidator(as_list), one_or_many({"type": "string"})]
Kinds = Annotated[list[Kind], BeforeValidator(as_list), one_or_many({"enum": ["pressure", "saving"]})]
Statuses = Annotated[list[Status], BeforeValidator(as_list), one_or_many({"enum": [*get_args(Status)]})]


class ScenarioHead(Shape):
    """What the scenario is, and the plan or scenarios it builds on."""

    title: Name = Field(description="The scenario's title.")
    plan: Name | None = Field(default=None, description="The plan it changes.")
    extends: Names = Field(
        default=[], description="The scenario, or scenarios, it builds on, in place of plan."
    )
    author: Text = Field(default="", description="Who answers for it.")
    source: Text = Field(default="", description="Where its figures come from.")
    why: Text = Field(default="", description="Why it is asked.")


class WhereShape(Shape):
    """What the changes meant have in common: keys work together, several values of one key mean any of them."""

    service: Services = Field(default=[], description="A service, or the start of its path.")
    type: Names = Field(default=[], description="A code of [types].")
    kind: Kinds = Field(default=[], description="pressure or saving.")
    status: Statuses = Field(default=[], description="agreed, new or subject to consultation.")
    tag: Names = Field(default=[], description="One of its tags.")


class InstructionShape(Shape):
    """What every step has."""

    why: Text = Field(default="", description="Why this step.")
    overrides: bool = Field(default=False, description="Replaces every inherited step on what it selects.")


class SelectingShape(InstructionShape):
    """A step on changes: named, or found by what they are."""

    change: Names = Field(default=[], description="The reference of a change, or a list of them.")
    where: WhereShape | None = Field(default=None, description="What the changes meant have in common.")
    excluding: Names = Field(
        default=[], alias="except", description="References that where is not to select."
    )

    @property
    def selection(self) -> Selection:
        """The changes the step is for."""
        if self.where is None:
            return Selection(references=tuple(self.change))
        where = Where(
            service=tuple(self.where.service),
            type=tuple(self.where.type),
            kind=tuple(self.where.kind),
            status=tuple(self.where.status),
            tag=tuple(self.where.tag),
        )
        return Selection(where=where, excluding=tuple(self.excluding))

    @model_validator(mode="after")
    def _one_selection(self) -> Self:
        if bool(self.change) == (self.where is not None) or (
            self.where is not None and not self.where.model_fields_set
        ):
            raise MisreadError(
                "this step does not say which changes it is for"
                if not self.change
                else "this step has both change and where",
                'change = "..." with one reference or a list, or where = { service, type, kind, status or tag }',
                "remove one of the two" if self.change else "add one of the two",
            )
        if self.excluding and self.where is None:
            raise MisreadError(
                "except has nothing to except from", "except together with where", "remove except"
            )
        return self


def both_or_neither(one: str, other: str, *, both: bool, such: str) -> tuple[str, str, str]:
    """Return what to say where one of two keys is to be given: what is there, what was expected and how to mend it."""
    if both:
        return f"this step has both {one} and {other}", such, f"remove {one} or {other}"
    return f"this step has neither {one} nor {other}", such, f"add {one} or {other}"


class RephaseShape(SelectingShape):
    """The same amounts bite later or earlier."""

    later: Duration | None = Field(default=None, description="How much later.")
    earlier: Duration | None = Field(default=None, description="How much earlier.")
    part: Part = Field(
        default=(None, None), description="Only this share, or this amount of one change, moves."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.later is None) == (self.earlier is None):
            raise MisreadError(
                *both_or_neither(
                    "later",
                    "earlier",
                    both=self.later is not None,
                    such='later = "6 months", or earlier = "6 months"',
                )
            )
        if self.part[1] is not None and len(self.change) != 1:
            raise MisreadError(
                "an amount of several changes is no amount of each",
                "an amount of one change",
                "give a share, or one step for each change",
            )
        return self


class DeliverShape(SelectingShape):
    """Only a share of a saving arrives."""

    share: Share = Field(description="What share of it arrives.")


class DropShape(SelectingShape):
    """It never happens."""


class KeepShape(SelectingShape):
    """As the plan has it, whatever an inherited scenario says."""


class ReprofileShape(InstructionShape):
    """Other amounts in place of the plan's, for one change."""

    change: Name = Field(description="The reference of the change.")
    amounts: AmountsOrWordsByYear = Field(
        min_length=1, description="Every amount it now has; a year left out is nil."
    )
    basis: Literal["movements", "levels"] = Field(default="movements", description="As in a change.")

    @model_validator(mode="after")
    def _levels_are_known(self) -> Self:
        if self.basis == "levels" and values.word_among(self.amounts):
            raise MisreadError(
                f"these levels have {values.word_among(self.amounts)} among them",
                "levels that are all known",
                "write every level, 0 for none; or leave out basis and give changes on the year before",
            )
        return self


class AddShape(InstructionShape, ChangeShape):
    """A change the plan does not have."""


def check_years(start: FinancialYear | None, only: FinancialYear | None) -> None:
    """Raise `MisreadError` unless it is said once, and only once, which years a step is for."""
    if (start is None) == (only is None):
        raise MisreadError(
            *both_or_neither("from", "in", both=start is not None, such='from = "2026/27", or in = "2026/27"')
        )


def years_meant(
    start: FinancialYear | None, only: FinancialYear | None, horizon: Horizon
) -> tuple[FinancialYear, ...]:
    """Return the years of the plan that a step is for."""
    if only is not None:
        return (only,)
    return tuple(year for year in horizon if start is None or year >= start)


class AssumeShape(InstructionShape):
    """Another rate of inflation."""

    index: Name = Field(description="The index.")
    rate: Rate | None = Field(default=None, description="Its rate instead of the plan's.")
    add_points: Rate | None = Field(
        default=None, description="Points added to the plan's rate; less when negative."
    )
    start: Year | None = Field(default=None, alias="from", description="From this year on.")
    only: Year | None = Field(default=None, alias="in", description="In this year only.")

    @model_validator(mode="after")
    def _rate_and_years(self) -> Self:
        if (self.rate is None) == (self.add_points is None):
            raise MisreadError(
                *both_or_neither(
                    "rate", "add_points", both=self.rate is not None, such='rate = "3%", or add_points = "1%"'
                )
            )
        check_years(self.start, self.only)
        return self


class SetCashLimitShape(InstructionShape):
    """Another cash limit."""

    amounts: AmountsByYear = Field(min_length=1, description="The cash limit of each year that differs.")


class ScenarioFile(Shape):
    """What is asked of a plan: steps, each with its reason."""

    scenario: ScenarioHead
    rephase: list[RephaseShape] = Field(default=[], description="The same amounts bite later or earlier.")
    deliver: list[DeliverShape] = Field(default=[], description="Only a share of a saving arrives.")
    drop: list[DropShape] = Field(default=[], description="It never happens.")
    keep: list[KeepShape] = Field(default=[], description="As the plan has it, whatever is inherited.")
    reprofile: list[ReprofileShape] = Field(default=[], description="Other amounts.")
    add: list[AddShape] = Field(default=[], description="A change the plan does not have.")
    assume: list[AssumeShape] = Field(default=[], description="Another rate of inflation.")
    set_cash_limit: list[SetCashLimitShape] = Field(default=[], description="Another cash limit.")
