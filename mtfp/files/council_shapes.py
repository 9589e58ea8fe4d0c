"""The shape of what only a whole council's plan holds: funding, reserves, demand, capital, targets and the tables it asks for.

Imported for a plan that holds one of these.
"""

import re
from decimal import Decimal
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator

from mtfp.files.shapes import (
    EVERY_YEAR,
    ONCE_EACH,
    Amount,
    AmountsByYear,
    ByItsKeys,
    Name,
    Shape,
    Share,
    Text,
    Year,
    for_every_year,
    in_context,
)
from mtfp.marks import figure, plain
from mtfp.money import Unit, parse_amount, parse_number, parse_rate, parse_share, show_pounds, show_written
from mtfp.plan import values
from mtfp.plan.asked import AskedTable
from mtfp.plan.driven import ACTIVITY, LIFE, Demand, Scheme
from mtfp.plan.funding import Certainty, CollectedForOthers, Lasts, Rise, Rounding, StreamKind, Transfer
from mtfp.plan.kinds import AMOUNT_SCHEMA, NUMBER_SCHEMA, POUNDS_SCHEMA, RATE_SCHEMA, TEXT_SCHEMA
from mtfp.plan.reserves import FLOOR, OPENING, Floor, Reserve
from mtfp.plan.targets import Target
from mtfp.plan.values import Context
from mtfp.problems import MisreadError

_PENCE = re.compile(r"(\d{1,4}) ?p", re.ASCII)
_PENCE_PLACES = 2


def rise(value: object) -> Rise:
    """Read a rise in Band D: a rate, a flat sum in pounds, or a freeze."""
    if isinstance(value, str) and plain(value).casefold() == "freeze":
        return Rise()
    if isinstance(value, str) and "£" in value:
        return Rise(pence=parse_amount(value, Unit.POUNDS))
    try:
        return Rise(rate=parse_rate(value))
    except MisreadError as error:
        number = figure(f"{value:f}" if isinstance(value, Decimal) else str(value))
        flat = (
            number is not None
            and not number.suffix
            and not number.negative
            and len(number.part) <= _PENCE_PLACES
        )
        pounds = (
            f', or "£{number.whole}{number.part and "."}{number.part}" for a flat rise'
            if number and flat
            else ""
        )
        raise MisreadError(
            error.what, 'a rise such as "2.99%", a flat rise such as "£5", or "freeze"', error.fix + pounds
        ) from error


def _rounding(value: object) -> Rounding:
    """Read a rule of rounding."""
    text = plain(value).casefold() if isinstance(value, str) else ""
    match = _PENCE.fullmatch(text)
    if text in ("nearest", "down"):
        return Rounding(down=text == "down")
    if match and int(match[1]):
        return Rounding(int(match[1]))
    raise MisreadError(
        f"{show_written(value)} is no way of rounding Band D",
        '"nearest" or "down" to a penny, or the nearest multiple of so many pence, such as "9p"',
        "write one of these",
    )


def _tax_base(value: object) -> int:
    """Read a tax base as hundredths of a Band D equivalent."""
    try:
        hundredths = parse_number(value, 2)
    except MisreadError as error:
        raise MisreadError(error.what, _TAX_BASE_EXPECTED, error.fix) from error
    if hundredths == 0:
        raise MisreadError(
            "a tax base of nil raises no council tax",
            _TAX_BASE_EXPECTED,
            "correct it, or leave out [council_tax] where the council sets none",
        )
    return hundredths


_TAX_BASE_EXPECTED = 'the number of Band D equivalents, with at most two decimals, such as "262,100.45"'


def _pounds_above_nil(value: object) -> int:
    pence = values.pounds(value)
    if pence <= 0:
        raise MisreadError(
            f"Band D of {value} raises no council tax",
            'last year\'s Band D in pounds and pence, such as "1,700.00"',
            "write the council's own Band D of last year, without other bodies' precepts",
        )
    return pence


RISE = {**TEXT_SCHEMA, "examples": ["2.99%", "£5", "freeze"]}

Opening = Annotated[int | None, in_context(OPENING.read), WithJsonSchema(AMOUNT_SCHEMA)]
Minimum = Annotated[Floor, in_context(FLOOR.read), WithJsonSchema(AMOUNT_SCHEMA)]
Life = Annotated[int, in_context(LIFE.read), WithJsonSchema({**LIFE.schema})]
Unsigned = Annotated[int, in_context(values.unsigned), WithJsonSchema(AMOUNT_SCHEMA)]
UnsignedByYear = Annotated[dict[Year, Unsigned], ONCE_EACH]
UnsignedOfEveryYear = Annotated[dict[Year, Unsigned], EVERY_YEAR, ONCE_EACH]
Pounds = Annotated[int, PlainValidator(values.pounds), WithJsonSchema(POUNDS_SCHEMA)]
UnsignedPounds = Annotated[
    int,
    PlainValidator(lambda value: values.unsigned(value, Context(unit=Unit.POUNDS, horizon=None))),
    WithJsonSchema(POUNDS_SCHEMA),
]
PoundsAboveNil = Annotated[int, PlainValidator(_pounds_above_nil), WithJsonSchema(POUNDS_SCHEMA)]
RiseOfAYear = Annotated[Rise, PlainValidator(rise), WithJsonSchema(RISE)]
RisesByYear = Annotated[
    dict[Year, RiseOfAYear],
    ONCE_EACH,
    for_every_year(rise),
    WithJsonSchema({"anyOf": [RISE, {"type": "object", "additionalProperties": RISE}]}),
]
SharesByYear = Annotated[
    dict[Year, Share],
    ONCE_EACH,
    for_every_year(parse_share),
    WithJsonSchema({"anyOf": [RATE_SCHEMA, {"type": "object", "additionalProperties": RATE_SCHEMA}]}),
]
RisesOfEveryYear = Annotated[RisesByYear, EVERY_YEAR]
SharesOfEveryYear = Annotated[SharesByYear, EVERY_YEAR]
TaxBase = Annotated[int, PlainValidator(_tax_base), WithJsonSchema(NUMBER_SCHEMA)]
TaxBases = Annotated[dict[Year, TaxBase], EVERY_YEAR, ONCE_EACH]
Activity = Annotated[int, in_context(ACTIVITY.read), WithJsonSchema(NUMBER_SCHEMA)]


class LimitShape(Shape):
    """What a rise must stay under, or be put to a referendum."""

    core: Share | None = Field(default=None, description="The core rise that is excessive.")
    precept: Share | None = Field(
        default=None, description="The rise in precept above which it is excessive."
    )
    pounds: UnsignedPounds | None = Field(
        default=None, description="A rise in pounds that is allowed, whatever it is per cent."
    )

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if not self.model_fields_set:
            raise MisreadError(
                "this limit allows and forbids nothing", "core, precept or pounds", "give one, or remove it"
            )
        return self


def _limits(value: object) -> object:
    """Let "none" stand for no limit in any year; `why` then says so."""
    if isinstance(value, str) and value != "none":
        raise MisreadError(
            f"{show_written(value)} is no limit",
            'limits by year, such as { "2026/27" = { core = "3%" } }, or "none" together with why',
            "write one of these",
        )
    return {} if value == "none" else value


def _or_none(schema: dict[str, Any]) -> None:
    """Put "none" beside limits by year in the JSON Schema."""
    by_year = {key: schema.pop(key) for key in ("type", "additionalProperties") if key in schema}
    schema["anyOf"] = [by_year, {"type": "string", "const": "none"}]


class CouncilTaxShape(Shape):
    """Band D and what it is charged on: a tax base, a gross base with its collection rate, or a yield."""

    band_d: PoundsAboveNil = Field(description="Last year's Band D, precept and all, in pounds and pence.")
    precept_in_band_d: UnsignedPounds = Field(
        default=0, description="The part of it that is social care precept, raised so far."
    )
    core: RisesOfEveryYear = Field(
        description="The core rise of every year, on last year's total Band D: a rate, a sum such as £5, or freeze."
    )
    precept: RisesOfEveryYear = Field(
        default_factory=dict, description="The rise in social care precept, on the same total."
    )
    rounding: Annotated[
        Rounding,
        PlainValidator(_rounding),
        WithJsonSchema({**TEXT_SCHEMA, "examples": ["nearest", "down", "9p"]}),
    ] = Field(default=Rounding(), description="How Band D is rounded.")
    round_each: Literal["total", "elements"] = Field(
        default="total", description="Whether the total is rounded, or the core and the precept each."
    )
    limit: Annotated[dict[Year, LimitShape], ONCE_EACH, BeforeValidator(_limits)] = Field(
        default_factory=dict,
        description='At what rise in a year a referendum is needed; "none" where no limit holds, with why.',
        json_schema_extra=_or_none,
    )
    why: Text = Field(default="", description='Why no limit holds, with limit = "none".')
    tax_base: TaxBases | None = Field(
        default=None,
        description="The tax base as set, after discounts, support, premiums and collection rate.",
    )
    gross_base: TaxBases | None = Field(
        default=None, description="The tax base before the collection rate, with collection_rate."
    )
    collection_rate: SharesOfEveryYear | None = Field(
        default=None, description="What share of the gross base is collected."
    )
    amount: UnsignedOfEveryYear | None = Field(
        default=None,
        description="The yield, where the tax base is not known, or is a rounded one that stands beside it in tax_base.",
    )
    special_expenses: dict[Name, UnsignedOfEveryYear] = Field(
        default={},
        description="What the council raises in part of its area for services there, by name: part of its own budget and of the Band D that a limit is for.",
    )
    relevant_basic_amount: PoundsAboveNil | None = Field(
        default=None,
        description="Last year's Band D for the test against the limit, where it is another: with special expenses averaged over the tax base, or a notional amount.",
    )

    @model_validator(mode="before")
    @classmethod
    def _no_limit_with_why(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        limit, why = data.get("limit"), "why" in data
        none = isinstance(limit, str) and limit.strip().casefold() == "none"
        if none != why:
            raise MisreadError(
                'limit is "none", and nothing says why' if none else 'why is given, and limit is not "none"',
                'limit = "none" together with why = "..."',
                "add why" if none else 'write limit = "none", or remove why',
            )
        return {**data, "limit": "none"} if none else data

    @model_validator(mode="after")
    def _one_base(self) -> Self:
        if self.precept_in_band_d > self.band_d:
            raise MisreadError(
                f"the precept in Band D is {show_pounds(self.precept_in_band_d)}, and Band D {show_pounds(self.band_d)}",
                "a precept that is part of Band D",
                "correct precept_in_band_d, or band_d",
            )
        given = [key for key in ("tax_base", "gross_base", "amount") if getattr(self, key) is not None]
        if len(given) != 1 and given != ["tax_base", "amount"]:
            raise MisreadError(
                f"council tax is worked out from {' and '.join(given)}"
                if given
                else "nothing says what council tax raises",
                "tax_base, or gross_base with collection_rate, or amount; or amount beside tax_base, where the yield counts",
                "keep one of them, or tax_base and amount" if given else "add one of them",
            )
        if (self.gross_base is None) != (self.collection_rate is None):
            raise MisreadError(
                "a gross base has no collection rate"
                if self.collection_rate is None
                else "there is a collection rate and no gross base",
                "gross_base together with collection_rate; a tax_base is after the collection rate",
                'add collection_rate = "98.5%", or give the base as tax_base'
                if self.collection_rate is None
                else "remove collection_rate, or give the base before it as gross_base",
            )
        return self


def _certainty(value: object) -> None:
    if value not in get_args(Certainty):
        raise MisreadError(
            f"{show_written(value)} does not say how sure it is",
            "settled (agreed by who pays it), provisional (offered, not yet final) or assumed (the council's own)",
            "write one of these, for every year or by year",
        )


CERTAINTY = {"type": "string", "enum": [*get_args(Certainty)]}
CertaintyByYear = Annotated[
    dict[Year, Certainty],
    ONCE_EACH,
    for_every_year(_certainty),
    WithJsonSchema({"anyOf": [CERTAINTY, {"type": "object", "additionalProperties": CERTAINTY}]}),
]


class StreamShape(Shape):
    """One source of funding."""

    name: Name = Field(description="Its name, which is the row's.")
    kind: StreamKind = Field(description="What it is.")
    lasts: Lasts | None = Field(
        default=None,
        description="How long: ongoing when left out; collection funds and capitalised support are one-off.",
    )
    amounts: AmountsByYear = Field(description="What it brings each year; with carried, changes on that.")
    carried: Amount | None = Field(
        default=None, description="What it brought in the year before the plan, where amounts are changes."
    )
    earlier_year: AmountsByYear | None = Field(
        default=None,
        description="Of a collection fund in two parts: the earlier year's outturn less its estimate; amounts is then January's estimate for last year.",
    )
    certainty: CertaintyByYear = Field(
        default={}, description="How sure it is: a word for every year, or one for each year that is known."
    )
    scheme: Name | None = Field(
        default=None, description="The reference of the scheme that borrows and repays capitalised support."
    )


class CouncilFile(Shape):
    """What only a whole council's plan holds."""

    confidence: dict[Name, Share] = Field(
        default={}, description="The plan's own words for how sure a saving is, each as a share."
    )
    council_tax: CouncilTaxShape | None = Field(default=None, description="Council tax.")
    stream: list[StreamShape] = Field(default=[], description="Sources of funding.")
    transfer: list[Annotated[Transfer, ByItsKeys]] = Field(
        default=[], description="Grants rolled in and out."
    )
    collected_for_others: list[Annotated[CollectedForOthers, ByItsKeys]] = Field(
        default=[], description="What is collected for other bodies."
    )
    reserve: list[Annotated[Reserve, ByItsKeys]] = Field(default=[], description="Reserves.")
    demand: list[Annotated[Demand, ByItsKeys]] = Field(
        default=[], description="Demand that drives pressures."
    )
    scheme: list[Annotated[Scheme, ByItsKeys]] = Field(default=[], description="Schemes of capital.")
    target: list[Annotated[Target, ByItsKeys]] = Field(default=[], description="Savings asked for.")
    table: list[Annotated[AskedTable, ByItsKeys]] = Field(
        default=[], description="The tables the plan asks for."
    )
