"""How a record of a plan is declared: a field is a key of its file, and says what it holds and what it means.

The reader, what a message expects, the JSON Schema and the file reference all ask the field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar, dataclass_transform, overload

from mtfp.plan.values import Context
from mtfp.years import FinancialYear, Horizon

T = TypeVar("T")
RecordT = TypeVar("RecordT")

Schema = Mapping[str, Any]
"""What JSON Schema says of a value."""


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """One value: what reads it, raising `MisreadError`, and its schema."""

    read: Callable[[object, Context], T]
    schema: Schema


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """One of a few words, or true or false."""

    choices: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class ByYear(Generic[T]):
    """A value for each year that is written, and what the record makes of them.

    With `every` no year of the plan may be left out, with `alike` one value may stand for all, and with `some` there is one at least.
    """

    of: Value[Any]
    made: Callable[[Mapping[FinancialYear, Any], Horizon | None], T]
    every: bool = False
    alike: bool = False
    some: bool = False


@dataclass(frozen=True, slots=True)
class Many(Generic[T]):
    """Several values in a list, or one without its brackets."""

    of: Value[Any]


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """A record within the record, in braces."""

    of: type[T]


Kind: TypeAlias = Value[T] | Choice[T] | ByYear[T] | Many[T] | Table[T]
"""What a key may hold."""


class Declared(NamedTuple):
    """What a record says of one of its keys: the field it fills, what it holds, what it means, and its default."""

    field: str
    kind: Kind[Any]
    words: str
    default: Any

    @property
    def needed(self) -> bool:
        """Whether a record must have the key."""
        return self.default is MISSING


_KEY = "key"


@overload
def key(kind: Kind[T], words: str, *, name: str = "") -> T: ...
@overload
def key(kind: Kind[T], words: str, *, default: None, name: str = "") -> T | None: ...
@overload
def key(kind: Kind[T], words: str, *, default: T, name: str = "") -> T: ...
def key(kind: Kind[Any], words: str, *, default: Any = MISSING, name: str = "") -> Any:
    """Return the field of a record that a key fills; `name` is the key where Python has another use for the word."""
    return field(default=default, metadata={_KEY: (kind, words, name)})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(key, field))
def record(declared: type[T]) -> type[T]:
    """Make a class of keys a record: frozen, with its fields given by name."""
    return dataclass(frozen=True, slots=True, kw_only=True)(declared)


def keys_of(declared: type) -> Mapping[str, Declared]:
    """Return each key of a record, in the order of the file, with what is said of it."""
    return _keys_of(declared)


@cache
def _keys_of(declared: type) -> Mapping[str, Declared]:
    found: dict[str, Declared] = {}
    for each in fields(declared):
        if _KEY in each.metadata:
            kind, words, name = each.metadata[_KEY]
            found[name or each.name] = Declared(each.name, kind, words, each.default)
    return found


def declares(declared: type) -> bool:
    """Whether a class is a record that declares its keys."""
    return is_dataclass(declared) and bool(keys_of(declared))
