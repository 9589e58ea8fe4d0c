"""Reading a house style: a council's own file, or one of those given with mtfp."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mtfp.files.read import read_file
from mtfp.files.source import SourceFile, parse_toml, read_source
from mtfp.files.style_keys import StyleFile, StyleOfTable, counted_from
from mtfp.files.wrong_file import other_kind
from mtfp.money import Unit
from mtfp.plan.record import Context
from mtfp.problems import InputError, Key, MisreadError, Problem, listed, nearest
from mtfp.tables.names import PARTS
from mtfp.tables.style import Style, TableStyle

GIVEN = ("plain", "oxfordshire")
"""The names of the styles given with mtfp."""

_FOLDER = Path(__file__).parents[1] / "styles"
_OF_MONEY = Unit.MILLIONS


class StyleRead(NamedTuple):
    """A style, and every file that was read for it: none for a style given with mtfp."""

    style: Style
    sources: tuple[SourceFile, ...]


def read_style(named: str) -> StyleRead:
    """Read a style given with mtfp, by its name, or the one in a file.

    Raises `MisreadError` where it is neither, and `InputError` with every mistake in the file.
    """
    if named in GIVEN:
        return StyleRead(_read(read_source(_FOLDER / f"{named}.toml")), ())
    try:
        source = read_source(Path(named))
    except MisreadError as error:
        given = f"{listed(GIVEN, last='or')}{nearest(named, GIVEN)}"
        raise MisreadError(error.what, f"{given}; or {error.expected}", error.fix) from error
    return StyleRead(_read(source), (source,))


def _read(source: SourceFile) -> Style:
    data = parse_toml(source)
    other = other_kind(data, "style")
    if other is not None:
        raise InputError([_another(source, other)])
    sound = read_file(StyleFile, data, source.place(), Context(_OF_MONEY, None))
    if sound.file is None:
        raise InputError(sound.problems)
    style = _style(sound.file)
    problems = [*sound.problems, *_unknown_tables(source, data), *_too_fine(source, style)]
    if problems:
        raise InputError(problems)
    return style


def _another(source: SourceFile, kind: str) -> Problem:
    return Problem(
        place=source.place(),
        what=f"this is {kind}, not a house style",
        expected=f"{listed(GIVEN, last='or')}, or a file with a [style] table",
        fix="name one of them after --style",
    )


def _style(file: StyleFile) -> Style:
    head = file.style
    numbering, first = counted_from(head.numbering)
    return Style(
        title=head.title,
        unit=head.unit,
        decimals=head.decimals,
        brackets=head.negatives == "brackets",
        nil=head.nil,
        savings_positive=head.savings == "positive",
        rounding=head.rounding,
        answered=head.answered == "printed",
        font=head.font,
        numbering=numbering,
        first=first,
        tables=head.tables,
        names=file.rows,
        of_table={name: _of_table(shape) for name, shape in file.table.items()},
    )


def _of_table(shape: StyleOfTable) -> TableStyle:
    return TableStyle(
        title=shape.title,
        unit=shape.unit,
        decimals=shape.decimals,
        names=shape.rows,
        order=shape.order,
    )


def _unknown_tables(source: SourceFile, data: dict[str, Any]) -> Iterator[Problem]:
    """Yield a problem for each table with a style of its own that no plan can have."""
    held = data.get("table")
    several = {kind for part in PARTS for kind, *which in [part.split()] if which}
    for name in held if isinstance(held, dict) else ():
        kind, _, which = name.strip().partition(" ")
        if kind and name.strip() not in PARTS and not (which and kind in several):
            yield Problem(
                place=source.place("table", name),
                what=f'no table is called "{name}"',
                expected=f"one of {listed(PARTS, most=60, last='or')}{'' if kind in several else nearest(name, PARTS)}",
                fix=f'write [table."{kind} NAME"] with the name of one such table, or remove this table'
                if kind in several
                else "correct the name, or remove this table",
            )


def _too_fine(source: SourceFile, style: Style) -> Iterator[Problem]:
    """Yield a problem for decimals beyond a penny of the style's unit."""
    asked: dict[str, Key] = {"": ("style", "decimals")}
    asked |= {
        name: ("table", name, "decimals") for name, own in style.of_table.items() if own.decimals is not None
    }
    for name, key in asked.items():
        try:
            style.print_unit(name, _OF_MONEY)
        except MisreadError as error:
            yield error.at(source.place(*key))
