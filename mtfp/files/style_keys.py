"""The shape of a house style's file: its keys, what each may hold, and the sentence that explains it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeVar, get_args

from mtfp.money import Unit
from mtfp.plan import values
from mtfp.plan.choices import no_choice
from mtfp.plan.file import UNIT
from mtfp.plan.kinds import NAME, TEXT, TEXT_SCHEMA
from mtfp.plan.record import Context, Many, Named, Table, Value, key, record
from mtfp.problems import MisreadError, listed, nearest
from mtfp.tables.names import NAMES

T = TypeVar("T", bound=str)

Negatives = Literal["minus", "brackets"]
Nil = Literal["0", "-"]
Savings = Literal["negative", "positive"]
Rounding = Literal["cast", "plain"]
Answered = Literal["left out", "printed"]

_FONT = re.compile(r"[^\W\d_][^\W_]*(?:[ -][^\W_]+)*")
_LONGEST_FONT = 31
_NUMBERING = re.compile(r"(?P<text>(?:.*\D)?)(?P<first>[1-9]\d{0,3})", re.ASCII)
_MOST_PLACES = max(unit.most_decimals for unit in Unit)


def _places(value: object, _: Context) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_PLACES:
        raise MisreadError(
            "this is not a number of decimal places",
            f"a whole number from 0 to {_MOST_PLACES}, without quotes",
            "write a number such as 1",
        )
    return value


def _font(value: object, _: Context) -> str:
    name = values.name(value)
    if not _FONT.fullmatch(name) or len(name) > _LONGEST_FONT:
        raise MisreadError(
            f'"{name}" is not the name of a font',
            f"one font by its name, of letters, digits, spaces and hyphens, {_LONGEST_FONT} at most",
            'name one font, such as "Arial"',
        )
    return name


def counted_from(numbering: str) -> tuple[str, int]:
    """Read `Table 3` as the words before the number, and the number of the first table; raise `MisreadError` without one."""
    found = _NUMBERING.fullmatch(numbering)
    if found is None:
        raise MisreadError(
            f'"{numbering}" does not end in a number that tables can be counted from',
            'what the first table is called, such as "Table 1" or "Annex B3"',
            "end it in a number from 1 to 9999",
        )
    return found["text"], int(found["first"])


def _numbering_from(value: object, _: Context) -> str:
    name = values.name(value)
    counted_from(name)
    return name


def _table_name(value: object, _: Context) -> str:
    name = values.name(value)
    if name not in NAMES:
        raise MisreadError(
            f'no table is called "{name}"',
            f"one of {listed(NAMES, most=60, last='or')}{nearest(name, NAMES)}",
            "correct the name, or leave it out",
        )
    return name


def _once_each(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = next((name for n, name in enumerate(names) if name in names[:n]), None)
    if twice is not None:
        raise MisreadError(f'"{twice}" is named twice', "each name once", "keep one of them")
    return names


def _word(name: str, choices: tuple[T, ...]) -> Value[T]:
    """Return a function that reads one of a few words under a key."""

    def read(value: object, _: Context) -> T:
        word = values.name(value)
        found = next((choice for choice in choices if choice == word), None)
        if found is None:
            raise no_choice(word, name, choices)
        return found

    return Value(read, {"enum": [*choices]})


_NEGATIVES: Value[Negatives] = _word("negatives", get_args(Negatives))
_NIL: Value[Nil] = _word("nil", get_args(Nil))
_SAVINGS: Value[Savings] = _word("savings", get_args(Savings))
_ROUNDING: Value[Rounding] = _word("rounding", get_args(Rounding))
_ANSWERED: Value[Answered] = _word("answered", get_args(Answered))
_PLACES = Value(_places, {"type": "integer", "minimum": 0, "maximum": _MOST_PLACES})
_FONT_NAME = Value(_font, {**TEXT_SCHEMA, "maxLength": _LONGEST_FONT})
_NUMBERING_FROM = Value(
    _numbering_from,
    {**TEXT_SCHEMA, "pattern": r"(^|[^0-9])[1-9][0-9]{0,3}$", "examples": ["Table 1"]},
)
_NEW_NAMES: Named[Mapping[str, str]] = Named(NAME, example='"Gap" = "Shortfall"')
_TABLES: Many[tuple[str, ...]] = Many(Value(_table_name, {"enum": list(NAMES)}), _once_each)
_ORDER: Many[tuple[str, ...]] = Many(NAME, _once_each)


@record
class StyleHead:
    """What every table of a paper has in common. Each key may be left out."""

    title: str = key(TEXT, "What the style is called.", default="")
    negatives: Negatives = key(
        _NEGATIVES, "How a negative figure prints: -1,234 or (1,234).", default="minus"
    )
    nil: Nil = key(_NIL, "How nil prints.", default="0")
    unit: Unit | None = key(UNIT, "What tables print in; the unit of the plan when left out.", default=None)
    decimals: int | None = key(
        _PLACES, "Places after the point; those usual for the unit when left out.", default=None
    )
    savings: Savings = key(
        _SAVINGS,
        'How savings print; positive ones have "Less:" before their name where a total takes them away.',
        default="negative",
    )
    rounding: Rounding = key(
        _ROUNDING,
        "Whether columns are made to add, or each figure is rounded by itself.",
        default="cast",
    )
    font: str = key(_FONT_NAME, "The font of every format that has one.", default="Arial")
    answered: Answered = key(
        _ANSWERED, "What becomes of notices that the plan has answered.", default="left out"
    )
    numbering: str = key(
        _NUMBERING_FROM,
        "What the first table of a paper is called; the next have the next number.",
        default="Table 1",
    )
    tables: tuple[str, ...] = key(
        _TABLES, "Which tables are printed where none are asked for, and in what order.", default=()
    )


@record
class StyleOfTable:
    """What a style says of one table."""

    title: str = key(TEXT, "Its title.", default="")
    unit: Unit | None = key(UNIT, "What it prints in.", default=None)
    decimals: int | None = key(_PLACES, "Places after the point.", default=None)
    rows: Mapping[str, str] = key(
        _NEW_NAMES, "Names of its rows, by the name each has without a style.", default={}
    )
    order: tuple[str, ...] = key(
        _ORDER,
        "Rows that stand together, by the name each has without a style, in the order they print in.",
        default=(),
    )


_OF_TABLES: Named[Mapping[str, StyleOfTable]] = Named(Table(StyleOfTable))


@record
class StyleFile:
    """A house style."""

    style: StyleHead = key(Table(StyleHead), "What every table of a paper has in common.")
    rows: Mapping[str, str] = key(
        _NEW_NAMES, "Names of rows in every table, by the name each has without a style.", default={}
    )
    table: Mapping[str, StyleOfTable] = key(_OF_TABLES, "What one table has of its own.", default={})
