"""How a record of a plan is declared: each field is a key of its file, and says what it holds and what it means.

The reader, what a message expects, the JSON Schema and the file reference all ask the field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, field, fields
from functools import cache
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar, dataclass_transform, overload

from mtfp.frozen import frozen
from mtfp.money import Unit
from mtfp.years import FinancialYear, Horizon

T = TypeVar("T")
RecordT = TypeVar("RecordT")

Schema = Mapping[str, Any]
"""What JSON Schema says of a value."""


@frozen(kw_only=False)
class Context:
    """What the meaning of a value depends on: the plan's unit and its years, None where those could not be read."""

    unit: Unit
    horizon: Horizon | None


@frozen(kw_only=False)
class Value(Generic[T]):
    """One value: how it is read (raising `MisreadError`), its schema, how a sentence shows it, and how a file does if otherwise.

    `plain` reads a column of cells at once, with what stands where one is blank; it returns None unless all are written plainly.
    """

    read: Callable[[object, Context], T]
    schema: Schema
    show: Callable[[T], str] = str
    write: Callable[[T, Context], object] | None = None
    plain: Callable[[Sequence[str], Any, Context], Sequence[Any] | None] | None = None


@frozen(kw_only=False)
class Choice(Generic[T]):
    """One of a few words, or true or false."""

    choices: tuple[T, ...]


@frozen(kw_only=False)
class ByYear(Generic[T]):
    """A value for each year that is written, and what the record makes of them.

    With `every` no year of the plan may be left out, with `alike` one value may stand for all of them, and with `some` at
    least one must be given. A `word` may stand in place of them all; the record then holds None.
    """

    of: Value[Any] | Choice[Any] | Table[Any]
    made: Callable[[Mapping[FinancialYear, Any], Horizon | None], T]
    every: bool = False
    alike: bool = False
    some: bool = False
    word: Value[None] | None = None


@frozen(kw_only=False)
class Many(Generic[T]):
    """Several values in a list, or one value without brackets, and what the record makes of them."""

    of: Value[Any] | Choice[Any]
    made: Callable[[tuple[Any, ...]], T]


@frozen(kw_only=False)
class Table(Generic[T]):
    """A record within the record, in braces."""

    of: type[T]


@frozen(kw_only=False)
class Tables(Generic[T]):
    """Several records, each a table of its own: see `tables`. Where there is `in_a_cell`, it reads one of them in a CSV."""

    of: type[Any]
    in_a_cell: Value[Any] | None = None


@frozen(kw_only=False)
class Named(Generic[T]):
    """Values or records by name, such as `example`.

    Where there are `names`, no others may stand. `fills` is the field of a record that takes its name.
    """

    of: Value[Any] | ByYear[Any] | Table[Any]
    names: tuple[str, ...] = ()
    fills: str = ""
    example: str = '"NAME" = ...'


Kind: TypeAlias = Value[T] | Choice[T] | ByYear[T] | Many[T] | Table[T] | Tables[T] | Named[T]
"""What a key may hold."""


def tables(of: type[RecordT], in_a_cell: Value[RecordT] | None = None) -> Tables[tuple[RecordT, ...]]:
    """Return the kind of a list of records."""
    return Tables(of, in_a_cell)


def as_written(by_year: Mapping[FinancialYear, T], _: Horizon | None) -> Mapping[FinancialYear, T]:
    """Return the values by year as they are written."""
    return by_year


class Fact(NamedTuple):
    """One figure of a record: the field that holds it, and the year where it has one figure a year."""

    field: str
    year: FinancialYear | None = None


class Declared(NamedTuple):
    """What a record says of one of its keys: the field it fills, what it holds, what it means, and its default.

    `changed` says what a scenario's step gives in its place; it is empty where no step may. `said` is its name in a
    sentence. Of a key of such a step, `fact` is the field of the record that it gives anew. A key of a record that is written
    in the table of another is `within` a field of that.
    """

    field: str
    kind: Kind[Any]
    words: str
    default: Any
    changed: str = ""
    said: str = ""
    fact: str = ""
    within: tuple[str, ...] = ()

    @property
    def needed(self) -> bool:
        """Whether a record must have the key."""
        return self.default is MISSING


_KEY, _CHANGES, _WITHIN, _LISTS = "key", "changes", "within", "lists"


@overload
def key(kind: Kind[T], words: str, *, name: str = "", changed: str = "", said: str | None = None) -> T: ...
@overload
def key(
    kind: Kind[T], words: str, *, default: None, name: str = "", changed: str = "", said: str | None = None
) -> T | None: ...
@overload
def key(
    kind: Kind[T], words: str, *, default: T, name: str = "", changed: str = "", said: str | None = None
) -> T: ...
def key(
    kind: Kind[Any],
    words: str,
    *,
    default: Any = MISSING,
    name: str = "",
    changed: str = "",
    said: str | None = None,
) -> Any:
    """Return the field of a record that a key fills.

    `name` is the key where the field is called otherwise, as Python has its own use for some words. `changed` says what a
    scenario's step gives, where one may give it anew. `said` is its name in a sentence, where that is not the key.
    """
    metadata = {_KEY: (kind, words, name, changed, said)}
    if isinstance(default, dict):
        return field(default_factory=default.copy, metadata=metadata)
    return field(default=default, metadata=metadata)


def changes_of(record: type) -> Any:
    """Return the field of a step for all that it gives anew of a record. Each key that may change is a key of the step."""
    return field(default_factory=dict, metadata={_CHANGES: record})


def keys_within(record: type, *, default: Any = MISSING) -> Any:
    """Return the field that holds a record whose keys stand in the table of this one."""
    return field(default=default, metadata={_WITHIN: record})


def records_within(declared: type) -> Mapping[str, type]:
    """Return the class of the record in each field that is filled by `keys_within`."""
    return {each.name: each.metadata[_WITHIN] for each in fields(declared) if _WITHIN in each.metadata}


def lists_of(kinds: Mapping[str, tuple[type, str]]) -> Any:
    """Return the field of a file for several lists, each under a key of its own: the class of its records, and its words."""
    return field(default=(), metadata={_LISTS: kinds})


@dataclass_transform(
    kw_only_default=True,
    frozen_default=True,
    field_specifiers=(key, changes_of, keys_within, lists_of, field),
)
def record(declared: type[T]) -> type[T]:
    """Make a class of keys a record: frozen, with its fields given by name."""
    return frozen(declared)


def keys_of(declared: type) -> Mapping[str, Declared]:
    """Return the keys of a record in the order of the file, each with what the record says of it."""
    return _keys_of(declared)


@cache
def _keys_of(declared: type) -> Mapping[str, Declared]:
    found: dict[str, Declared] = {}
    for each in fields(declared):
        if _KEY in each.metadata:
            kind, words, name, changed, said = each.metadata[_KEY]
            default = each.default if each.default_factory is MISSING else each.default_factory()
            key_name = name or each.name
            said = key_name.replace("_", " ") if said is None else said
            found[key_name] = Declared(each.name, kind, words, default, changed, said)
        elif _CHANGES in each.metadata:
            changing = keys_of(each.metadata[_CHANGES]).items()
            found |= {name: _given_anew(key, each.name) for name, key in changing if key.changed}
        elif _WITHIN in each.metadata:
            inner = keys_of(each.metadata[_WITHIN]).items()
            found |= {name: key._replace(within=(each.name, *key.within)) for name, key in inner}
        elif _LISTS in each.metadata:
            lists = each.metadata[_LISTS].items()
            found |= {name: Declared(each.name, tables(of), words, ()) for name, (of, words) in lists}
        elif each.name in found:
            found[each.name] = found.pop(
                each.name
            )  # a key stands where there is a field for what it comes to
    return found


@cache
def _has_place(declared: type) -> bool:
    return any(each.name == "place" for each in fields(declared))


def has_place(declared: type) -> bool:
    """Whether a record keeps the place where it is written."""
    return _has_place(declared)


def _given_anew(key: Declared, into: str) -> Declared:
    """Return a key of a record as a step has it: a value by year is given only for the years that differ."""
    kind = key.kind
    if isinstance(kind, ByYear):
        kind = ByYear(kind.of, as_written, alike=kind.alike)
    return Declared(into, kind, key.changed, None, fact=key.field)


def key_of(declared: type, field_name: str) -> tuple[str, Declared]:
    """Return the key that fills a field of a record, and what the record says of it."""
    return next((name, each) for name, each in keys_of(declared).items() if each.field == field_name)


def show_of(kind: Kind[Any]) -> Callable[[Any], str]:
    """Return how a sentence shows a value of a kind; of values by year, one of them."""
    match kind:
        case Value(show=show):
            return show
        case ByYear(of=of):
            return show_of(of)
        case _:
            return str


def inner_of(kind: Kind[Any]) -> type | None:
    """Return the class of the records that a kind holds, one or several; None where it holds values."""
    match kind:
        case Table(of=of) | Tables(of=of):
            return of
        case ByYear(of=Table(of=of)) | Named(of=Table(of=of)):
            return of
        case _:
            return None
