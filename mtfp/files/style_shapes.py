"""The shape of a house style's file: its keys, what each may hold, and the sentence that explains it."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema

from mtfp.files.shapes import Name, Names, PlanUnit, Shape, Text, as_list, one_or_many
from mtfp.money import Unit
from mtfp.plan import values
from mtfp.plan.kinds import TEXT_SCHEMA
from mtfp.problems import MisreadError, listed, nearest
from mtfp.tables.papers import NAMES

_FONT = re.compile(r"[^\W\d_][^\W_]*(?:[ -][^\W_]+)*")
_LONGEST_FONT = 31
_NUMBERING = re.compile(r"(?P<text>(?:.*\D)?)(?P<first>[1-9]\d{0,3})", re.ASCII)
_MOST_PLACES = max(unit.most_decimals for unit in Unit)


def _places(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_PLACES:
        raise MisreadError(
            "this is not a number of decimal places",
            f"a whole number from 0 to {_MOST_PLACES}, without quotes",
            "write a number such as 1",
        )
    return value


def _font(value: object) -> str:
    name = values.name(value)
    if not _FONT.fullmatch(name) or len(name) > _LONGEST_FONT:
        raise MisreadError(
            f'"{name}" is not the name of a font',
            f"one font by its name, of letters, digits, spaces and hyphens, {_LONGEST_FONT} at most",
            'name one font, such as "Arial"',
        )
    return name


def counted_from(numbering: str) -> tuple[str, int]:
    """Read `Table 3` as what stands before the number, and the number of the first table; raise `MisreadError` where it has none."""
    found = _NUMBERING.fullmatch(numbering)
    if found is None:
        raise MisreadError(
            f'"{numbering}" does not end in a number that tables can be counted from',
            'what the first table is called, such as "Table 1" or "Annex B3"',
            "end it in a number from 1 to 9999",
        )
    return found["text"], int(found["first"])


def _numbering(name: str) -> str:
    counted_from(name)
    return name


def _table_name(name: str) -> str:
    if name not in NAMES:
        raise MisreadError(
            f'no table is called "{name}"',
            f"one of {listed(NAMES, most=60, last='or')}{nearest(name, NAMES)}",
            "correct the name, or leave it out",
        )
    return name


def _once_each(names: list[str]) -> list[str]:
    twice = next((name for n, name in enumerate(names) if name in names[:n]), None)
    if twice is not None:
        raise MisreadError(f'"{twice}" is named twice', "each name once", "keep one of them")
    return names


def _new_names(value: object) -> object:
    if not isinstance(value, dict):
        raise MisreadError(
            "these are not new names for rows",
            'the name each row has without a style, and its new one: "Gap" = "Shortfall"',
            "write one to a line under [rows], or for one table in braces",
        )
    _once_each([values.text(name) for name in value])
    return value


_ONE_WORD = BeforeValidator(values.name)
Places = Annotated[
    int,
    PlainValidator(_places),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": _MOST_PLACES}),
]
Font = Annotated[str, PlainValidator(_font), WithJsonSchema({**TEXT_SCHEMA, "maxLength": _LONGEST_FONT})]
Numbering = Annotated[
    Name,
    AfterValidator(_numbering),
    WithJsonSchema({**TEXT_SCHEMA, "pattern": r"(^|[^0-9])[1-9][0-9]{0,3}$", "examples": ["Table 1"]}),
]
NewNames = Annotated[
    dict[Name, Name],
    BeforeValidator(_new_names),
    WithJsonSchema({"type": "object", "additionalProperties": TEXT_SCHEMA}),
]
RowOrder = Annotated[Names, AfterValidator(_once_each)]
TableNames = Annotated[
    list[Annotated[Name, AfterValidator(_table_name)]],
    BeforeValidator(as_list),
    AfterValidator(_once_each),
    one_or_many({"enum": list(NAMES)}),
]


class StyleHead(Shape):
    """What every table of a paper has in common. Each key may be left out."""

    title: Text = Field(default="", description="What the style is called.")
    negatives: Annotated[Literal["minus", "brackets"], _ONE_WORD] = Field(
        default="minus", description="How a negative figure prints: -1,234 or (1,234)."
    )
    nil: Annotated[Literal["0", "-"], _ONE_WORD] = Field(default="0", description="How nil prints.")
    unit: PlanUnit | None = Field(
        default=None, description="What tables print in; the unit of the plan when left out."
    )
    decimals: Places | None = Field(
        default=None, description="Places after the point; those usual for the unit when left out."
    )
    savings: Annotated[Literal["negative", "positive"], _ONE_WORD] = Field(
        default="negative",
        description='How savings print; positive ones have "Less:" before their name where a total takes them away.',
    )
    rounding: Annotated[Literal["cast", "plain"], _ONE_WORD] = Field(
        default="cast", description="Whether columns are made to add, or each figure is rounded by itself."
    )
    font: Font = Field(default="Arial", description="The font of every format that has one.")
    answered: Annotated[Literal["left out", "printed"], _ONE_WORD] = Field(
        default="left out", description="What becomes of notices that the plan has answered."
    )
    numbering: Numbering = Field(
        default="Table 1",
        description="What the first table of a paper is called; the next have the next number.",
    )
    tables: TableNames = Field(
        default=[], description="Which tables are printed where none are asked for, and in what order."
    )


class TableShape(Shape):
    """What one table has of its own."""

    title: Text = Field(default="", description="Its title.")
    unit: PlanUnit | None = Field(default=None, description="What it prints in.")
    decimals: Places | None = Field(default=None, description="Places after the point.")
    rows: NewNames = Field(default={}, description="Names of its rows, by the name each has without a style.")
    order: RowOrder = Field(
        default=[],
        description="Rows that stand together, by the name each has without a style, in the order they print in.",
    )


class StyleFile(Shape):
    """A house style."""

    style: StyleHead
    rows: NewNames | None = Field(
        default=None, description="Names of rows in every table, by the name each has without a style."
    )
    table: dict[str, TableShape] = Field(default={}, description="What one table has of its own.")
