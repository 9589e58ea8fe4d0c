"""One walk from what is written to records and problems, by what each record declares of its keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from mtfp.files.wrong_keys import (
    called,
    empty,
    kind_of,
    meant,
    missing,
    name_of,
    not_by_year,
    unknown_key,
    with_example,
)
from mtfp.frozen import frozen
from mtfp.plan import values
from mtfp.plan.choices import no_choice
from mtfp.plan.kinds import YEAR
from mtfp.plan.record import (
    ByYear,
    Choice,
    Context,
    Declared,
    Fact,
    Kind,
    Many,
    Named,
    Table,
    Tables,
    Value,
    has_place,
    inner_of,
    keys_of,
    records_within,
)
from mtfp.plan.unknown import Lost, Unread, names_of
from mtfp.plan.values import check_every_year, once_each
from mtfp.problems import MOST_TOLD, Key, MisreadError, Place, Problem, most_like

RecordT = TypeVar("RecordT")

_MEANT = 0.6
"""How much of a name must agree with a table's for that table to be meant, as by `indices`. Names that stand for what it holds are then not told."""


def read_record(
    record: type[RecordT], held: object, place: Place, context: Context, **named: str
) -> tuple[RecordT | None, list[Problem]]:
    """Return the record at a place, or None and every mistake in it; `named` is the field that takes its name."""
    if not isinstance(held, dict):
        return None, [_of_another_kind(held, place, Table(record))]
    filled, problems = _filled(keys_of(record), held, place, context)
    if problems:
        return None, problems
    try:
        read = _made(record, filled | named, place)
    except MisreadError as error:
        return None, [error.at(place)]
    rule = getattr(record, "check_written", None)
    return read, [] if rule is None else [*rule(held, place, context)]


def _made(record: type[RecordT], filled: dict[str, Any], place: Place) -> RecordT:
    """Return a record with its fields filled, and those of the records whose keys stand in the same table."""
    for name, within in records_within(record).items():
        inner = {each.field for each in keys_of(within).values()} & filled.keys()
        filled[name] = _made(within, {each: filled.pop(each) for each in inner}, place)
    if has_place(record):
        filled["place"] = place
    return record(**filled)


def _filled(
    keys: Mapping[str, Declared], held: dict[str, Any], place: Place, context: Context
) -> tuple[dict[str, Any], list[Problem]]:
    """Return the values of a record's fields from the keys of its table, and every mistake in it."""
    filled: dict[str, Any] = {}
    problems: list[Problem] = []
    unknown = [written for written in held if written not in keys][:MOST_TOLD]
    misspelt = {most_like(str(written), [*keys]) for written in unknown}
    for key, declared in keys.items():
        left_out = key not in held or (held[key] == {} and not declared.needed)
        if not left_out:
            value, wrong = _read(declared.kind, held[key], place.at(key), context)
            problems += wrong
            if not declared.fact:
                filled[declared.field] = value
            elif not wrong:
                filled[declared.field] = filled.get(declared.field, {}) | _given_anew(declared, value)
        elif declared.needed and key not in misspelt:
            several = any(isinstance(part, int) for part in place.key)
            problems.append(missing(place.at(key), _expected(declared), called(held) if several else ""))
        elif isinstance(declared.kind, ByYear) and declared.default == ():
            filled[declared.field] = declared.kind.made({}, context.horizon)
    problems += (unknown_key(place.at(written), [*keys], held) for written in unknown)
    return filled, problems


@frozen(kw_only=False)
class Sound(Generic[RecordT]):
    """The sound part of a file (None where its head is not sound), every mistake in it, and what was lost by them."""

    file: RecordT | None
    problems: list[Problem]
    lost: Lost

    def left_out(self, held: Mapping[str, Any], place: Place) -> Iterator[Unread]:
        """Yield each record of the file's lists that could not be read."""
        for key, declared in keys_of(type(self.file)).items():
            written = held.get(key)
            if isinstance(declared.kind, Tables) and isinstance(written, list):
                read = {record.place.key for record in getattr(self.file, declared.field)}
                yield from (
                    (key, record, place.at(key, n))
                    for n, record in enumerate(written)
                    if (key, n) not in read and isinstance(record, dict)
                )


def read_file(file: type[RecordT], held: dict[str, Any], place: Place, context: Context) -> Sound[RecordT]:
    """Read a file record by record, so that the sound ones can still be checked against each other."""
    keys = keys_of(file)
    unknown = [key for key in held if key not in keys][:MOST_TOLD]
    once = [key for key in held if key in keys and not isinstance(keys[key].kind, Tables)]
    problems = [unknown_key(place.at(key), [*keys], once) for key in unknown]
    sound: dict[str, Any] = {}
    lost: dict[str, frozenset[str] | None] = {}
    elsewhere: set[Key] = set()
    for key in unknown:
        meant = most_like(key, keys.keys() - held.keys(), _MEANT) or most_like(key, keys, _MEANT)
        if meant is not None:
            _lose(lost, meant, held[key])
            elsewhere |= {(meant, inner) for inner in _keys_in(held[key]) - _keys_in(held.get(meant))}
    for key, declared in keys.items():
        if key not in held:
            if declared.needed:
                return Sound(None, [_not_this_file(key, place)], {})
            continue
        found, wrong = _read(declared.kind, held[key], place.at(key), context)
        problems += (each for each in wrong if each.place.key not in elsewhere)
        if found is None or (isinstance(declared.kind, (Tables, Named)) and len(found) < len(held[key])):
            _lose(lost, key, held[key])
        if found is None and isinstance(declared.kind, Table) and declared.needed:
            bad = {str(problem.place.key[1]) for problem in wrong if len(problem.place.key) > 1}
            lost |= dict.fromkeys(each.removesuffix("s") for each in bad & {"lines", "changes"})
            found = _sound_head(declared.kind.of, held[key], bad, place.at(key), context)
        if isinstance(found, tuple):  # several keys may fill one field with their records
            sound[declared.field] = sound.get(declared.field, ()) + found
        elif found is not None:
            sound[declared.field] = found
    whole = all(each.field in sound for each in keys.values() if each.needed)
    return Sound(file(**sound) if whole else None, problems, lost)


def _keys_in(table: object) -> set[str]:
    return {*table} if isinstance(table, dict) else set()


def _lose(lost: dict[str, frozenset[str] | None], table: str, held: object) -> None:
    """Add what the records of a table may be called to what is lost."""
    names, before = names_of(_records(held)), lost.get(table, frozenset())
    lost[table] = None if names is None or before is None else names | before


def _records(held: object) -> Iterator[object]:
    """Yield each record of a list or by name, with its name."""
    if isinstance(held, dict):
        yield from ({"name": name} for name in held)
    else:
        yield from held if isinstance(held, list) else (held,)


def _sound_head(head: type, held: object, bad: set[str], place: Place, context: Context) -> Any:
    """Return a file's head without the keys that hold mistakes, if the rest of the file can be read without them.

    Another year stands for years that can't be read: nothing may then be worked out by year.
    """
    if not isinstance(held, dict):
        return None
    kept = {key: value for key, value in held.items() if key not in bad}
    meanwhile = {"council": "?", "title": "?", "unit": context.unit.sign, "years": "2000/01"}
    meant = {key: value for key, value in meanwhile.items() if key in keys_of(head)}
    return read_record(head, meant | kept, place, context)[0]


def _not_this_file(name: str, place: Place) -> Problem:
    return Problem(
        place=place,
        what=f"this file has no [{name}]",
        expected=f"a {name}, which has a table [{name}]",
        fix=f"add [{name}], or name another file",
    )


def _given_anew(declared: Declared, value: Any) -> dict[Fact, Any]:
    """Return what a step gives anew of a record: one figure, or one for each year that differs."""
    by_year = value if isinstance(declared.kind, ByYear) else {None: value}
    return {Fact(declared.fact, year): figure for year, figure in by_year.items()}


def _expected(declared: Declared) -> str:
    """Return what a key is for, with an example if its kind has one."""
    kind = declared.kind
    examples = kind.choices if isinstance(kind, Choice) else ()
    if isinstance(kind, Value):
        examples = kind.schema.get("examples", kind.schema.get("enum", ()))
    return with_example(declared.words, examples)


def _read(kind: Kind[Any], held: object, place: Place, context: Context) -> tuple[Any, list[Problem]]:
    """Return what is written under one key, and what is wrong with it."""
    try:
        match kind:
            case Value():
                return kind.read(held, context), []
            case Choice():
                return _chosen(kind, held, place)
            case ByYear():
                return _by_year(kind, held, place, context)
            case Many():
                return _many(kind, held, place, context)
            case Table():
                return read_record(kind.of, held, place, context)
            case Tables():
                return _tables(kind, held, place, context)
            case Named():
                return _named(kind, held, place, context)
    except MisreadError as error:
        return None, [error.at(place)]


def _chosen(kind: Choice[Any], held: object, place: Place) -> tuple[Any, list[Problem]]:
    if any(held is choice or (isinstance(held, str) and held == choice) for choice in kind.choices):
        return held, []
    if isinstance(held, str) and not isinstance(kind.choices[0], bool):
        raise no_choice(held, name_of(place), kind.choices)
    return None, [_of_another_kind(held, place, kind)]


def _by_year(kind: ByYear[Any], held: object, place: Place, context: Context) -> tuple[Any, list[Problem]]:
    if not isinstance(held, dict) and kind.alike:
        value, wrong = _read(kind.of, held, place, context)
        alike = dict.fromkeys(context.horizon or (), value)
        return (None if wrong else kind.made(alike, context.horizon)), wrong
    if isinstance(held, str) and kind.word is not None:
        return kind.word.read(held, context), []
    if not isinstance(held, dict):
        return None, [_of_another_kind(held, place, kind)]
    if kind.some and not held:
        return None, [empty(place)]
    inner = inner_of(kind)
    if inner is not None and held and not held.keys() - keys_of(inner).keys():
        return None, [not_by_year(place, held, context.horizon.first if context.horizon else "2026/27")]
    once_each(held)
    found: dict[Any, Any] = {}
    problems: list[Problem] = []
    for label, value in held.items():
        year, wrong = _read(YEAR, label, place.at(label), context)
        pence, wrong_too = _read(kind.of, value, place.at(label), context)
        problems += (*wrong, *wrong_too)
        found[year] = pence
    if problems:
        return None, problems
    if kind.every:
        check_every_year(found, context.horizon)
    return kind.made(found, context.horizon), []


def _many(kind: Many[Any], held: object, place: Place, context: Context) -> tuple[Any, list[Problem]]:
    each = held if isinstance(held, list) else [held]
    read = [_read(kind.of, value, place.at(n), context) for n, value in enumerate(each)]
    problems = [problem for _, wrong in read for problem in wrong]
    return (None if problems else kind.made(tuple(value for value, _ in read))), problems


def _tables(kind: Tables[Any], held: object, place: Place, context: Context) -> tuple[Any, list[Problem]]:
    """Return the sound records of a list, and what is wrong with the others."""
    if not isinstance(held, list):
        return None, [_of_another_kind(held, place, kind)]
    inside = len(place.key) > 1
    if inside and not all(isinstance(each, dict) for each in held):
        return None, [_of_another_kind(held, place, kind)]
    read = [read_record(kind.of, each, place.at(n), context) for n, each in enumerate(held)]
    sound = tuple(record for record, _ in read if record is not None)
    return sound, [problem for _, wrong in read for problem in wrong]


def _named(kind: Named[Any], held: object, place: Place, context: Context) -> tuple[Any, list[Problem]]:
    """Return the sound values or records by name, and what is wrong with the others."""
    if not isinstance(held, dict):
        return None, [_of_another_kind(held, place, kind)]
    sound: dict[str, Any] = {}
    problems: list[Problem] = []
    for written, value in held.items():
        at = place.at(written)
        if kind.names and written not in kind.names:
            problems.append(unknown_key(at, [*kind.names], held))
            continue
        try:
            name = values.name(written)
        except MisreadError as error:
            problems.append(error.at(at))
            continue
        if isinstance(kind.of, Table):
            named = {kind.fills: name} if kind.fills else {}
            found, wrong = read_record(kind.of.of, value, at, context, **named)
        else:
            found, wrong = _read(kind.of, value, at, context)
        problems += wrong
        if name in sound:
            problems.append(_twice(at, name))
        elif found is not None:
            sound[name] = found
    return sound, problems


def _twice(place: Place, name: str) -> Problem:
    return Problem(
        place=place,
        what=f'"{name}" is given twice',
        expected="each name once, whatever the spaces in it",
        fix="keep one of them, or give one another name",
    )


def _needed(record: type) -> str:
    """Return the keys that a table must have, as they are written."""
    return ", ".join(f"{key} = ..." for key, each in keys_of(record).items() if each.needed)


def _of_another_kind(held: object, place: Place, kind: Kind[Any]) -> Problem:
    """Return the problem of a value of the wrong kind."""
    match kind:
        case Choice(choices=(bool(), *_)):
            expected, fix = "true or false", "write true or false, without quotes"
        case Choice():
            expected, fix = (
                no_choice("", name_of(place), kind.choices).expected,
                "write one of these, in quotes",
            )
        case Tables(of=of) if len(place.key) > 1:
            expected, fix = f"{name_of(place)} = [{{ {_needed(of)} }}]", "put each in braces, in one list"
        case Named(of=Value() | ByYear(), example=example) if len(place.key) > 1:
            expected, fix = f"{name_of(place)} = {{ {example} }}", "write what it holds in braces"
        case _:
            inner = inner_of(kind) if isinstance(kind, (Table, Named)) else None
            keys: Mapping[str, Declared] = {} if inner is None else keys_of(inner)
            needed = [key for key, each in keys.items() if each.needed]
            repeated, named = isinstance(kind, Tables), isinstance(kind, Named)
            expected, fix = meant(place, needed or [*keys], held, repeated=repeated, named=named)
    return Problem(place=place, what=f"{name_of(place)} is {kind_of(held)}", expected=expected, fix=fix)
