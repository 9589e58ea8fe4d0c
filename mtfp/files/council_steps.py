"""The steps on what only a whole council has: the shape of each, and the instruction it gives.

Imported for a scenario that has one of these.
"""

from typing import Annotated, Any, Self

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from mtfp.files.changes import read_confidence
from mtfp.files.council_shapes import (
    Activity,
    Life,
    Minimum,
    Opening,
    Pounds,
    RisesByYear,
    SharesByYear,
    TaxBase,
    UnsignedByYear,
)
from mtfp.files.scenario_shapes import (
    InstructionShape,
    ScenarioFile,
    SelectingShape,
    check_years,
    years_meant,
)
from mtfp.files.shapes import (
    ONCE_EACH,
    AmountsByYear,
    Confidence,
    Name,
    Names,
    Rate,
    Share,
    Year,
)
from mtfp.plan import values
from mtfp.plan.kinds import TEXT_SCHEMA
from mtfp.plan.model import Plan
from mtfp.plan.reserves import Floor
from mtfp.problems import MisreadError, Place, Problem, listed
from mtfp.scenario.figures import FIELD_OF, Fact, Figure
from mtfp.scenario.model import Confide, DelayScheme, Grow, Instruction, MeetSlippage, SetFigures
from mtfp.years import MONTHS_IN_A_YEAR


def _whole_years(value: object) -> int:
    months = values.length_of_time(value)
    if months % MONTHS_IN_A_YEAR:
        raise MisreadError(
            f"{months} months is no number of whole years",
            'whole years, such as "1 year": a scheme has one amount for each year',
            "give whole years, or the new amounts with spend",
        )
    return months // MONTHS_IN_A_YEAR


WholeYears = Annotated[
    int, PlainValidator(_whole_years), WithJsonSchema({**TEXT_SCHEMA, "examples": ["1 year", "2 years"]})
]


class CouncilTaxStep(InstructionShape):
    """Other rises in Band D, or another tax base."""

    core: RisesByYear = Field(
        default={}, description="The core rise of each year that differs, or one for all."
    )
    precept: RisesByYear = Field(default={}, description="The rise in social care precept, in the same way.")
    tax_base: Annotated[dict[Year, TaxBase], ONCE_EACH] = Field(
        default={}, description="The tax base of each year that differs."
    )
    gross_base: Annotated[dict[Year, TaxBase], ONCE_EACH] = Field(
        default={}, description="The gross base of each year that differs, where the plan has one."
    )
    collection_rate: SharesByYear = Field(
        default={}, description="What share of the gross base is collected."
    )
    amount: UnsignedByYear = Field(
        default={}, description="The yield of each year that differs, where the plan states that."
    )

    @model_validator(mode="after")
    def _gives_a_figure(self) -> Self:
        _one_of_these(self, "core", "precept", "tax_base", "gross_base", "collection_rate", "amount")
        return self


class StreamStep(InstructionShape):
    """Other amounts of a stream of funding."""

    stream: Name = Field(description="The name of the stream.")
    amounts: AmountsByYear = Field(
        default={}, description="Its amount in each year that differs: levels or changes, as in the plan."
    )
    earlier_year: AmountsByYear = Field(
        default={}, description="The earlier year's part of a collection fund, in each year that differs."
    )

    @model_validator(mode="after")
    def _gives_a_figure(self) -> Self:
        _one_of_these(self, "amounts", "earlier_year")
        return self


class ReserveStep(InstructionShape):
    """Other figures for a reserve; or its use for what changes fall short."""

    reserve: Name = Field(description="The name of the reserve.")
    opening: Opening = Field(default=None, description="The balance it opens with.")
    minimum: Minimum = Field(default=Floor(), description="What it may not go below.")
    contributions: UnsignedByYear = Field(
        default={}, description="What is put in, in each year that differs."
    )
    uses: UnsignedByYear = Field(default={}, description="What is taken out, in each year that differs.")
    meets_slippage_of: Names = Field(
        default=[],
        description="Changes: it is used, beside its other uses, for what they together fall short of the plan in each year.",
    )

    @model_validator(mode="after")
    def _figures_or_slippage(self) -> Self:
        given = _given(self, "opening", "minimum", "contributions", "uses")
        if bool(given) == bool(self.meets_slippage_of):
            raise MisreadError(
                "this step has both figures and what the reserve meets"
                if given
                else "this step does not say what becomes of the reserve",
                "opening, minimum, contributions or uses; or meets_slippage_of",
                "put them in two steps" if given else "add one of these, or remove the step",
            )
        return self


class DemandStep(InstructionShape):
    """Another growth of a demand, another forecast, or another cost of a unit."""

    demand: Name = Field(description="The reference of the demand.")
    growth: Rate | None = Field(default=None, description="Its growth instead of the plan's.")
    add_points: Rate | None = Field(
        default=None, description="Points added to the plan's growth; less when negative."
    )
    start: Year | None = Field(default=None, alias="from", description="From this year on.")
    only: Year | None = Field(default=None, alias="in", description="In this year only.")
    forecast: Annotated[dict[Year, Activity], ONCE_EACH] = Field(
        default={}, description="The activity of each year that differs, where the plan gives a forecast."
    )
    unit_cost: Pounds | None = Field(
        default=None, description="What one unit costs a year, in pounds and pence, at base-year prices."
    )
    cash_unit_cost: Annotated[dict[Year, Pounds], ONCE_EACH] = Field(
        default={},
        description="What one unit costs in each year that differs, where the plan gives that in cash.",
    )

    @model_validator(mode="after")
    def _growth_or_figures(self) -> Self:
        growth = _given(self, "growth", "add_points")
        figures = _given(self, "forecast", "unit_cost", "cash_unit_cost")
        if len(growth) + bool(figures) != 1:
            raise MisreadError(
                "this step does not say what becomes of the demand"
                if not growth and not figures
                else f"this step has {listed([*growth, *figures])} at once",
                "growth or add_points, with from or in; or forecast, unit_cost or cash_unit_cost",
                "add one of these, or remove the step"
                if not growth and not figures
                else "put each into a step of its own",
            )
        if growth:
            check_years(self.start, self.only)
        elif _given(self, "start", "only"):
            raise MisreadError(
                "this step has from or in, and no growth",
                "from or in together with growth or add_points",
                "remove from and in",
            )
        return self


class ConfidenceStep(SelectingShape):
    """Another share of savings is expected to arrive."""

    share: Confidence = Field(description='What share is expected: "50%", or a word of [confidence].')


class CapitalStep(InstructionShape):
    """A scheme of capital comes later, or has other figures."""

    scheme: Name = Field(description="The reference of the scheme.")
    later: WholeYears | None = Field(
        default=None, description="How much later its spending, grants, receipts and first year in use come."
    )
    spend: UnsignedByYear = Field(default={}, description="What is spent, in each year that differs.")
    grants: UnsignedByYear = Field(default={}, description="Grants, in each year that differs.")
    receipts: UnsignedByYear = Field(default={}, description="Capital receipts, in each year that differs.")
    rate: Share | None = Field(default=None, description="The rate of interest.")
    life: Life | None = Field(default=None, description="The years over which it is repaid.")

    @model_validator(mode="after")
    def _later_or_figures(self) -> Self:
        figures = _given(self, "spend", "grants", "receipts", "rate", "life")
        if bool(figures) == (self.later is not None):
            raise MisreadError(
                "this step makes the scheme late and gives other figures"
                if figures
                else "this step does not say what becomes of the scheme",
                'later = "1 year"; or spend, grants, receipts, rate or life',
                "put them in two steps" if figures else "add one of these, or remove the step",
            )
        return self


class CouncilScenarioFile(ScenarioFile):
    """What is asked of a whole council's plan: steps, each with its reason."""

    council_tax: list[CouncilTaxStep] = Field(default=[], description="Other rises, or another tax base.")
    stream: list[StreamStep] = Field(default=[], description="Other amounts of a stream of funding.")
    reserve: list[ReserveStep] = Field(default=[], description="Other figures for a reserve, or a use of it.")
    demand: list[DemandStep] = Field(default=[], description="Another growth of a demand, or cost of a unit.")
    confidence: list[ConfidenceStep] = Field(default=[], description="Another confidence in savings.")
    capital: list[CapitalStep] = Field(default=[], description="A scheme later, or with other figures.")


def _given(shape: InstructionShape, *keys: str) -> list[str]:
    return [key for key in keys if key in shape.model_fields_set and getattr(shape, key) != {}]


def _one_of_these(shape: InstructionShape, *keys: str) -> None:
    if not _given(shape, *keys):
        raise MisreadError(
            "this step gives no figure", f"one or more of {', '.join(keys)}", "add one, or remove the step"
        )


def council_instruction(
    shape: InstructionShape, place: Place, plan: Plan, turn: int, problems: list[Problem]
) -> Instruction:
    """Return what a step asks; `turn` is -1 where the plan and its scenarios write funding as negative."""
    said: dict[str, Any] = {"why": shape.why, "overrides": shape.overrides, "place": place}
    match shape:
        case CouncilTaxStep():
            return SetFigures(record="council tax", figures=_figures(shape), **said)
        case StreamStep():
            parts = {"amounts": shape.amounts, "earlier": shape.earlier_year}
            figures: dict[Fact, Figure] = {
                Fact(part, year): turn * pence
                for part, by_year in parts.items()
                for year, pence in by_year.items()
            }
            return SetFigures(record="stream", name=shape.stream, figures=figures, **said)
        case ReserveStep() if shape.meets_slippage_of:
            return MeetSlippage(reserve=shape.reserve, references=tuple(shape.meets_slippage_of), **said)
        case ReserveStep():
            return SetFigures(record="reserve", name=shape.reserve, figures=_figures(shape), **said)
        case DemandStep() if shape.growth is not None or shape.add_points is not None:
            return Grow(
                demand=shape.demand,
                years=years_meant(shape.start, shape.only, plan.horizon),
                rate=shape.growth,
                add_points=shape.add_points,
                **said,
            )
        case DemandStep():
            return SetFigures(record="demand", name=shape.demand, figures=_figures(shape), **said)
        case ConfidenceStep():
            share = read_confidence(shape.share, place.at("share"), plan, problems)
            return Confide(selection=shape.selection, share=share, **said)
        case CapitalStep() if shape.later is not None:
            return DelayScheme(scheme=shape.scheme, years=shape.later, **said)
        case CapitalStep():
            return SetFigures(record="scheme", name=shape.scheme, figures=_figures(shape), **said)
        case _:
            raise TypeError(shape)


def _figures(shape: InstructionShape) -> dict[Fact, Figure]:
    """Return the figures a step gives, by the field of the record that holds each."""
    figures: dict[Fact, Figure] = {}
    for key in _given(shape, *type(shape).model_fields):
        given = getattr(shape, key)
        if key in FIELD_OF:
            by_year = given.items() if isinstance(given, dict) else [(None, given)]
            figures |= {Fact(FIELD_OF[key], year): figure for year, figure in by_year}
    return figures
