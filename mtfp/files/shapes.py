"""The shape of a plan file, and the kinds of value every file has: its keys, what each may hold, and the sentence that explains it.

The same shapes read TOML tables and CSV rows, and give the JSON Schema that editors use. Amounts need the plan's
unit and year labels its years, so both come as the context of validation.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal, Self, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core.core_schema import AnySchema, any_schema

from mtfp.money import Unit, parse_rate, parse_share
from mtfp.plan import values
from mtfp.plan.accept import Accept
from mtfp.plan.kinds import AMOUNT_SCHEMA, RATE_SCHEMA, TEXT_SCHEMA
from mtfp.plan.labels import LABELS
from mtfp.plan.terms import Kind, Service, Stage, Status
from mtfp.plan.values import Context
from mtfp.problems import MisreadError
from mtfp.years import FinancialYear, Horizon, Month

T = TypeVar("T")


def _context(info: ValidationInfo) -> Context:
    return cast("Context", info.context)


def in_context(read: Callable[[object, Context], T]) -> PlainValidator:
    """Read a value whose meaning hangs on the plan's unit or years."""
    return PlainValidator(lambda value, info: read(value, _context(info)))


def _text_as(parse: Callable[[str], T]) -> PlainValidator:
    return PlainValidator(lambda value: parse(values.name(value)))


def for_every_year(read: Callable[[object], Any]) -> BeforeValidator:
    """Let one value stand for the same in every year."""

    def spread(value: object, info: ValidationInfo) -> object:
        if isinstance(value, dict):
            return value
        read(value)
        return {str(year): value for year in _context(info).horizon or ()}

    return BeforeValidator(spread)


def _no_year_left_out(by_year: dict[FinancialYear, T], info: ValidationInfo) -> dict[FinancialYear, T]:
    values.check_every_year(by_year, _context(info).horizon)
    return by_year


def as_list(value: object) -> object:
    """Let one value stand for a list of one."""
    return value if isinstance(value, list) else [value]


def one_or_many(schema: dict[str, Any]) -> WithJsonSchema:
    """Tell editors that a value may stand alone or in a list."""
    return WithJsonSchema({"anyOf": [schema, {"type": "array", "items": schema}]})


class ByItsKeys:
    """Marks a record that declares its own keys: they are what reads it, and what editors are told of it."""

    @staticmethod
    def __get_pydantic_core_schema__(source: object, handler: object) -> AnySchema:
        """Leave the record to its own keys."""
        return any_schema()


ONCE_EACH = BeforeValidator(values.once_each)
EVERY_YEAR = AfterValidator(_no_year_left_out)
_PART = {
    **AMOUNT_SCHEMA,
    "description": 'A share such as "50%", or an amount in the plan\'s unit, without a sign.',
}
_YEAR = {**TEXT_SCHEMA, "examples": ["2026/27"]}

Text = Annotated[str, PlainValidator(values.text), WithJsonSchema(TEXT_SCHEMA)]
Name = Annotated[str, PlainValidator(values.name), WithJsonSchema({**TEXT_SCHEMA, "minLength": 1})]
Amount = Annotated[int, in_context(values.amount), WithJsonSchema(AMOUNT_SCHEMA)]
AmountOrWord = Annotated[int | str, in_context(values.amount_or_word), WithJsonSchema(AMOUNT_SCHEMA)]
Part = Annotated[tuple[int | None, int | None], in_context(values.part), WithJsonSchema(_PART)]
Rate = Annotated[int, PlainValidator(parse_rate), WithJsonSchema(RATE_SCHEMA)]
Share = Annotated[int, PlainValidator(parse_share), WithJsonSchema(RATE_SCHEMA)]
Year = Annotated[FinancialYear, in_context(values.year), WithJsonSchema(_YEAR)]
AnyYear = Annotated[FinancialYear, _text_as(FinancialYear.parse), WithJsonSchema(_YEAR)]
WorksTo = Annotated[
    int,
    in_context(values.works_to),
    WithJsonSchema(
        {**AMOUNT_SCHEMA, "description": 'Pounds such as "£1,000", or an amount in the plan\'s unit.'}
    ),
]
Years = Annotated[
    Horizon, _text_as(Horizon.parse), WithJsonSchema({**TEXT_SCHEMA, "examples": ["2026/27 to 2030/31"]})
]
StartMonth = Annotated[
    Month, PlainValidator(values.month), WithJsonSchema({**TEXT_SCHEMA, "examples": ["September 2026"]})
]
Confidence = Annotated[
    str, PlainValidator(values.confidence), WithJsonSchema({**TEXT_SCHEMA, "examples": ["80%"]})
]
Duration = Annotated[
    int,
    PlainValidator(values.length_of_time),
    WithJsonSchema({**TEXT_SCHEMA, "examples": ["6 months", "1 year"]}),
]
PlanUnit = Annotated[
    Unit,
    _text_as(Unit.parse),
    WithJsonSchema({"enum": [text for unit in Unit for text in (unit.sign, unit.name.lower())]}),
]
ServicePath = Annotated[
    Service,
    PlainValidator(values.service),
    WithJsonSchema({**TEXT_SCHEMA, "examples": ["Children > Social care"]}),
]
AmountsByYear = Annotated[dict[Year, Amount], ONCE_EACH]
AmountsOrWordsByYear = Annotated[dict[Year, AmountOrWord], ONCE_EACH]
AmountsOfEveryYear = Annotated[dict[Year, Amount], EVERY_YEAR, ONCE_EACH]
RatesByYear = Annotated[
    dict[Year, Rate],
    ONCE_EACH,
    for_every_year(parse_rate),
    WithJsonSchema({"anyOf": [RATE_SCHEMA, {"type": "object", "additionalProperties": RATE_SCHEMA}]}),
]
Names = Annotated[list[Name], BeforeValidator(as_list), one_or_many(TEXT_SCHEMA)]


class Shape(BaseModel):
    """A table of a file: only the keys named here, each of exactly its type."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True, defer_build=True
    )


class Control(Shape):
    """What the plan's figures must add to, or the run stops."""

    base: Amount | None = Field(default=None, description="What the base of all lines must add to.")


class PlanHead(Shape):
    """What the plan is, and the files that belong to it."""

    council: Name = Field(description="The council's name.")
    title: Name = Field(description="The plan's title, as a paper would print it.")
    years: Years = Field(description="The first and last financial year.")
    unit: PlanUnit = Field(
        description="What all amounts of the plan and its scenarios are in, and its tables too."
    )
    to_the_nearest: WorksTo | None = Field(
        default=None,
        description="What the plan works to: a year balances where its gap is less than half of it. "
        'Without it "£1" in a plan in £ and "£1,000" in one in £000 or £m.',
    )
    source: Text = Field(default="", description="Where the figures come from.")
    control: Control | None = Field(default=None, description="Totals the plan must agree with.")
    lines: Name | None = Field(default=None, description="A CSV file of lines, in place of [[line]].")
    changes: Name | None = Field(default=None, description="A CSV file of changes, in place of [[change]].")
    signs: Literal["savings negative", "savings positive"] = Field(
        default="savings negative",
        description='How the plan and its scenarios write savings; "savings positive" is turned as the file is read.',
    )
    funding_signs: Literal["income positive", "income negative"] = Field(
        default="income positive",
        description='How [[stream]] writes funding; "income negative" is turned as the file is read.',
    )
    dependants: Literal["follow", "refuse"] | None = Field(
        default=None,
        description="What becomes of a change when one it requires slips or is dropped: it follows, or the scenario is refused.",
    )
    year_notes: Annotated[dict[Year, Name], ONCE_EACH] = Field(
        default_factory=dict, description="What must be said beside the figures of a year."
    )


class LineShape(Shape):
    """One line of the base net budget."""

    service: ServicePath = Field(description="Where the line stands: a name, or a path with >.")
    base: Amount = Field(description="The net budget approved for the year before the plan.")
    reference: Name | None = Field(default=None, description="A name of its own; the service when left out.")
    title: Name | None = Field(
        default=None, description="What the line is called; the last part of the service when left out."
    )
    index: Name | None = Field(
        default=None, description="The index it rises by; none means no inflation but what is stated."
    )
    inflation: AmountsByYear = Field(
        default_factory=dict, description="Amounts of inflation by year, instead of the index's rate."
    )
    one_off_in_base: Amount = Field(
        default=0, description="The part of the base that ends with that year, and does not inflate."
    )
    takes_changes: bool = Field(
        default=False, description="Where several lines share a service, the one its changes land on."
    )
    counts: bool = Field(
        default=False,
        description="Whether a row that looks like a total of those above it is a line of its own.",
    )
    gross: Amount | None = Field(
        default=None, description="The spending in the base, before income; printed, and worked with nowhere."
    )
    base_by_year: AmountsOfEveryYear = Field(
        default_factory=dict,
        description="The last plan's figure of every year, where the line starts from that each year.",
    )
    note: Text = Field(default="", description="A note for the next reader of the file.")

    @model_validator(mode="after")
    def _inflates_once(self) -> Self:
        if self.base_by_year and self.index is not None:
            raise MisreadError(
                f'line "{self.reference or self.service}" has a base of each year and rises by index {self.index}',
                "base_by_year without an index: the figures of the last plan hold its inflation",
                "remove index, or base_by_year",
            )
        return self


class IndexShape(Shape):
    """A run of inflation: rates, one for every year or each year's own, or a sum of money for each year."""

    rates: RatesByYear = Field(
        default_factory=dict, description='One rate for every year, or every year\'s own: "2.5%".'
    )
    amounts: AmountsOfEveryYear = Field(
        default_factory=dict,
        description="What every year provides for inflation, in place of rates; one line rises by it.",
    )
    label: Text = Field(default="", description="The name of a row of its own in the roll-forward.")

    @model_validator(mode="after")
    def _rates_or_amounts(self) -> Self:
        given = self.model_fields_set & {"rates", "amounts"}
        if len(given) != 1:
            raise MisreadError(
                f"this index has {'both' if given else 'neither'} rates {'and' if given else 'nor'} amounts",
                'rates = "2.5%", or amounts = a sum for every year',
                "remove rates or amounts" if given else "add rates or amounts",
            )
        return self


class TypeShape(Shape):
    """One of the paper's own codes for changes; tables print them in the order of the file."""

    kind: Kind = Field(description="What a change of this type is.")
    status: Status = Field(
        description="Agreed in an earlier plan, new in this one, or new and subject to consultation."
    )
    one_off: bool = Field(
        default=False, description="Whether changes of this type belong to their year alone."
    )
    label: Name = Field(description="The row's name in tables.")


class ChangeShape(Shape):
    """A change in budget: year columns, or a start with a full-year amount, never both."""

    reference: Name = Field(description="The change's own reference, unique in the plan.")
    type: Name = Field(description="One of the codes in [types].")
    service: ServicePath = Field(description="The service it belongs to.")
    title: Name = Field(description="What it is, in a few words.")
    line: Name | None = Field(
        default=None, description="The line it lands on, where its service does not decide that."
    )
    printed: Name | None = Field(
        default=None, description="The reference as a paper prints it, where that is not unique."
    )
    amounts: AmountsOrWordsByYear = Field(
        default_factory=dict,
        description="Amounts by year; a year left out is nil, tbc is not known yet, n/a is no such line then.",
    )
    basis: Literal["movements", "levels"] = Field(
        default="movements", description="Whether the amounts are changes on the year before, or levels."
    )
    starts: StartMonth | None = Field(default=None, description="The month it starts in, with full_year.")
    full_year: Amount | None = Field(
        default=None, description="What it comes to in a full year, with starts or in_base_since."
    )
    one_off: bool = Field(default=False, description="Whether each amount belongs to its year alone.")
    counts: bool = Field(
        default=False,
        description="Whether a row that looks like a total of those above it is a change of its own.",
    )
    tags: Names = Field(
        default_factory=list, description="Words to select it by; in a CSV, with ; between them."
    )
    in_base_since: AnyYear | None = Field(
        default=None,
        description="The year since which this saving is out of the base already, with full_year.",
    )
    confidence: Confidence | None = Field(
        default=None,
        description='How much of a saving is expected to arrive: a share such as "80%", or a word of [confidence].',
    )
    stage: Stage | None = Field(default=None, description="How far a saving has come.")
    requires: Names = Field(default_factory=list, description="The changes that must come first.")
    excludes: Names = Field(default_factory=list, description="Changes that can't be made as well.")
    shares_budget_with: Names = Field(
        default_factory=list, description="Changes on the same spending, which can't both have all of it."
    )
    replaced_by: Name | None = Field(
        default=None, description="What took the place of a saving that was not achieved."
    )
    note: Text = Field(default="", description="A note for the next reader of the file.")

    @model_validator(mode="after")
    def _says_when_once(self) -> Self:
        check_timing(self)
        return self


def check_timing(facts: ChangeShape) -> None:
    """Raise `MisreadError` unless it is said once, and only once, when the change bites."""
    timed = facts.starts is not None or facts.in_base_since is not None
    if timed and facts.amounts:
        raise MisreadError(
            f'"{facts.reference}" has a start and amounts by year',
            "starts and full_year, or amounts by year",
            "remove starts and full_year, or the amounts",
        )
    if timed != (facts.full_year is not None) or (
        facts.starts is not None and facts.in_base_since is not None
    ):
        raise MisreadError(
            f'"{facts.reference}" does not say when its full-year amount bites'
            if facts.full_year is not None
            else f'"{facts.reference}" has a start and no full-year amount',
            "full_year together with starts, or with in_base_since",
            "give both, or amounts by year instead",
        )
    if timed and (facts.one_off or facts.basis == "levels"):
        raise MisreadError(
            f'"{facts.reference}" has a full-year amount, which stays in the base',
            "amounts by year for a one-off or for levels",
            "give amounts by year, or leave out one_off and basis",
        )
    word = values.word_among(facts.amounts)
    if facts.basis == "levels" and (facts.one_off or word):
        raise MisreadError(
            f'"{facts.reference}" is a list of levels with {"one-offs" if facts.one_off else word} in it',
            "levels that are all known, of a recurring change",
            "leave out basis: a one-off's amounts are each year's own"
            if facts.one_off
            else "write every level, 0 for none; or leave out basis and give changes on the year before",
        )


class VirementShape(Shape):
    """A lasting move of budget from one line to another, or across the edge of the plan."""

    source: Name | None = Field(default=None, alias="from", description="The line it comes from.")
    target: Name | None = Field(default=None, alias="to", description="The line it goes to.")
    from_outside: Name | None = Field(
        default=None, description="Where it comes from, when not from this plan."
    )
    to_outside: Name | None = Field(default=None, description="Where it goes, when not within this plan.")
    amounts: AmountsByYear = Field(description="What moves in each year, and stays moved.")
    why: Text = Field(default="", description="The reason.")

    @model_validator(mode="after")
    def _two_ends(self) -> Self:
        ends = (
            (self.source is not None) + (self.from_outside is not None),
            (self.target is not None) + (self.to_outside is not None),
        )
        if ends != (1, 1) or (self.from_outside is not None and self.to_outside is not None):
            raise MisreadError(
                "this virement does not say where from and where to",
                "from and to, or from_outside and to, or from and to_outside",
                "name one line it comes from and one it goes to",
            )
        return self


class RestatementShape(Shape):
    """A correction of a line's opening budget; it inflates."""

    line: Name = Field(description="The line restated.")
    amounts: AmountsByYear = Field(description="What is added to the opening budget of each year.")
    why: Name = Field(description="The reason, which is the row's name in the roll-forward.")


class PlanFile(Shape):
    """A council's plan."""

    plan: PlanHead
    labels: dict[Literal[*LABELS], Name] = Field(default={}, description="The paper's own row names.")  # type: ignore[valid-type]
    line: list[LineShape] = Field(default=[], description="The lines of the base net budget.")
    index: dict[Name, IndexShape] = Field(default={}, description="The indices lines rise by.")
    types: dict[Name, TypeShape] = Field(default={}, description="The paper's own codes for changes.")
    change: list[ChangeShape] = Field(default=[], description="The changes in budget.")
    virement: list[VirementShape] = Field(default=[], description="Lasting moves of budget.")
    restatement: list[RestatementShape] = Field(default=[], description="Corrections of opening budgets.")
    cash_limit: AmountsByYear | None = Field(
        default=None, description="The resources of every year, where given as one sum."
    )
    accept: list[Annotated[Accept, ByItsKeys]] = Field(default=[], description="Answers to notices.")
