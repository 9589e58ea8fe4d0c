"""Records that nobody may change, with methods that all of them share.

`dataclass` writes six methods for each class as it is loaded. For the records of this package that took a sixth of a short
run, so here it only gathers the fields.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import cache
from inspect import Parameter, Signature
from itertools import repeat
from operator import attrgetter
from typing import Any, NamedTuple, NoReturn, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def frozen(declared: type[T]) -> type[T]: ...
@overload
def frozen(*, eq: bool = True, slots: bool = True, kw_only: bool = True) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def frozen(
    declared: type[T] | None = None, *, eq: bool = True, slots: bool = True, kw_only: bool = True
) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class of fields a record: as `dataclass` does, but frozen, in slots and given by name unless told otherwise.

    Without `eq` a record is equal only to itself. A record that keeps what it has worked out (`cached_property`) can't be
    in slots.
    """
    if declared is None:
        return lambda declared: _made(declared, eq, slots, kw_only)
    return _made(declared, eq, slots, kw_only)


def _made(declared: type[T], eq: bool, slots: bool, kw_only: bool) -> type[T]:
    common = {**_COMMON, **_EQUAL} if eq else _COMMON
    for name, method in common.items():
        if declared.__dict__.get(name) is None:
            setattr(declared, name, method)
    return dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(declared)


def fill(made: object, /, **values: object) -> None:
    """Fill fields of a record as it is made, where they were left out and its other fields say what they are."""
    _fill(made, values)


def _fill(made: object, values: Mapping[str, object]) -> None:
    put = object.__setattr__
    for name, value in values.items():
        put(made, name, value)


def read_only(record: T) -> T:
    """Return a record of arrays, each locked against writing."""
    for name in _fields_of(type(record)).names:
        array = getattr(record, name)
        if array is not None:
            array.setflags(write=False)
    return record


def in_columns(declared: Any, columns: Mapping[str, Sequence[Any]]) -> list[Any]:
    """Return a record in slots for each row of the columns that fill its fields: a list is made so in a third of the time.

    Its rules are not looked at yet: see `rule_of`.
    """
    known = _fields_of(declared)
    made = list(map(declared.__new__, repeat(declared, len(next(iter(columns.values()))))))
    left_out = {
        **{name: repeat(default) for name, default in known.defaults.items()},
        **{name: repeat(default()) for name, default in known.factories.items()},  # nothing in it changes
    }
    for name in known.names:
        put = getattr(declared, name).__set__
        deque(map(put, made, columns[name] if name in columns else left_out[name]), maxlen=0)
    return made


def replaced(records: Sequence[Any], columns: Mapping[str, Sequence[Any]]) -> list[Any]:
    """Return records of one class with other values in some fields, as `replace` does, of very many at once."""
    (declared,) = {*map(type, records)}
    kept = _fields_of(declared).names - columns.keys()
    return in_columns(declared, {**{each: [*map(attrgetter(each), records)] for each in kept}, **columns})


def rule_of(declared: Any) -> Callable[[Any], None]:
    """Return what raises the rules that a record of a class breaks."""
    return declared.__post_init__ if _fields_of(declared).has_rules else lambda _: None


class _Fields(NamedTuple):
    """The fields of a class of records: their names, those given by position, their defaults, and what equality compares."""

    names: frozenset[str]
    by_position: tuple[str, ...]
    defaults: Mapping[str, Any]
    factories: Mapping[str, Callable[[], Any]]
    compared: Callable[[object], Any]
    has_rules: bool


def _gathered(declared: Any) -> _Fields:
    of = fields(declared)
    compared = [each.name for each in of if each.compare]
    return _Fields(
        frozenset(each.name for each in of),
        declared.__match_args__,
        {each.name: each.default for each in of if each.default is not MISSING},
        {each.name: each.default_factory for each in of if each.default_factory is not MISSING},
        attrgetter(*compared) if compared else lambda _: (),
        hasattr(declared, "__post_init__"),
    )


_fields_of: Callable[[Any], _Fields] = cache(_gathered)


def _init(self: Any, /, *given: object, **values: object) -> None:
    known = _fields_of(type(self))
    filled = {**known.defaults, **values}
    if given:
        filled |= zip(known.by_position, given, strict=False)
    for name, default in known.factories.items():
        if name not in filled:
            filled[name] = default()
    places = known.by_position[: len(given)]
    if filled.keys() != known.names or len(places) < len(given) or not values.keys().isdisjoint(places):
        _signature_of(type(self)).bind(*given, **values)
    _fill(self, filled)
    if known.has_rules:
        self.__post_init__()


class _Signature:
    """What a class of records is called with, for `help` and editors."""

    def __get__(self, made: object, of: type) -> Signature:
        return _signature_of(of)


def _signature_of(declared: Any) -> Signature:
    return Signature([_parameter(each) for each in fields(declared)])


def _parameter(of: Field[Any]) -> Parameter:
    kind = Parameter.KEYWORD_ONLY if of.kw_only else Parameter.POSITIONAL_OR_KEYWORD
    default = of.default if of.default_factory is MISSING else ...
    default = Parameter.empty if default is MISSING else default
    return Parameter(of.name, kind, default=default, annotation=of.type)


def _repr(self: Any) -> str:
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{type(self).__qualname__}({shown})"


def _eq(self: object, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    compared = _fields_of(type(self)).compared
    return compared(self) == compared(other)


def _hash(self: object) -> int:
    return hash(_fields_of(type(self)).compared(self))


def _set(_self: object, name: str, _value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _reduce(self: Any) -> tuple[object, ...]:
    return _revived, (type(self), {each.name: getattr(self, each.name) for each in fields(self)})


def _revived(declared: type[T], values: Mapping[str, object]) -> T:
    made = declared.__new__(declared)
    _fill(made, values)
    return made


_COMMON: Mapping[str, Any] = {
    "__init__": _init,
    "__signature__": _Signature(),
    "__repr__": _repr,
    "__setattr__": _set,
    "__delattr__": _delete,
    "__reduce__": _reduce,
}
_EQUAL: Mapping[str, Any] = {"__eq__": _eq, "__hash__": _hash}
