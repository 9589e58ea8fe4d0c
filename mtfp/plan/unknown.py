"""Names of records that a plan does not have: what may have been meant, and what there is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from mtfp.plan.changes import Change
from mtfp.plan.lines import BudgetLine
from mtfp.plan.model import Plan
from mtfp.plan.values import as_list, several
from mtfp.problems import MisreadError, Place, Problem, listed, nearest, same_word

_MOST_SHOWN = 12

Lost = Mapping[str, frozenset[str] | None]
"""The tables that lost records to a mistake, each with what those may be called; None where that can't be told."""


def not_of_lost(problems: Iterable[Problem], lost: Lost) -> list[Problem]:
    """Return the problems that are not made by what the plan lost, without a list of what there is that leaves that out."""
    told = [problem for problem in problems if not any(_may_be(lost, *each) for each in problem.unless)]
    return [
        each._replace(expected=each.expected.removesuffix(each.there))
        if any(lost.get(table, ()) != frozenset() for table, _ in each.unless if table in lost)
        else each
        for each in told
    ]


def _may_be(lost: Lost, table: str, name: str) -> bool:
    names = lost.get(table, frozenset())
    return names is None or (table in lost if not name else name in names)


Unread = tuple[str, Mapping[str, Any], Place]
"""A record that could not be read for a mistake in it: the word for it, what is written under its keys, and its place."""

LINKS = ("requires", "excludes", "shares_budget_with", "replaced_by")
"""Keys under which a change names others."""

_OF_OTHERS = (*LINKS, "type", "line", "index", "from", "to", "stream", "scheme")


def names_of(records: Iterable[object]) -> frozenset[str] | None:
    """Return what records that could not be read may be called: any text in them, as the key of a name may be misspelt.

    None where one of them is no record at all.
    """
    texts: set[str] = set()
    for record in records:
        if not isinstance(record, Mapping):
            return None
        texts |= {each for key, each in record.items() if isinstance(each, str) and key not in _OF_OTHERS}
    return names_in(texts)


def names_in(texts: Collection[str]) -> frozenset[str]:
    """Return the names that some texts may be, and the services that they may be of, each with what is above it."""
    names: set[str] = set()
    for text in texts:
        if ">" not in text:
            name = " ".join(text.split())
            folded = name.casefold()
            names |= {name, folded, f"{folded} >"}
            continue
        path = [" ".join(part.split()) for part in text.split(">")]
        names.add(" ".join(text.split()))
        above = ""
        for part in path:
            above = f"{above} > {part}" if above else part
            names.add(f"{above} >".casefold())
        names.add(above.casefold())
    return frozenset(names)


def inside(service: str, *tables: str) -> tuple[tuple[str, str], ...]:
    """Return the records of some tables that are of a service or a part of it, as `Problem.unless` names them."""
    return tuple((table, f"{service} >".casefold()) for table in tables)


def unknown_line(place: Place, name: str, plan: Plan) -> Problem:
    """Return the problem of a line that the plan does not have."""
    add = f"add a line with that reference to {_file(*plan.lines[:1] or (plan,))}"
    return unknown(place, "line", name, plan.line_by_reference, add=add)


def unknown_index(place: Place, name: str, plan: Plan) -> Problem:
    """Return the problem of an index that the plan does not have."""
    add = f"add [index.{name}] to {_file(plan)}"
    meant = {each: f"{each} ({index.label})" if index.label else each for each, index in plan.indices.items()}
    return unknown(place.at("index"), "index", name, plan.indices, add=add, choices=_all(name, meant))


def unknown_type(place: Place, code: str, plan: Plan) -> Problem:
    """Return the problem of a type that the plan does not have."""
    labels = {each: f"{each} ({of_type.label})" for each, of_type in plan.types.items()}
    add = f"add {code} to [types] in {_file(plan)}"
    return unknown(place, "type", code, plan.types, add=add, choices=_all(code, labels))


def _all(name: str, shown: Iterable[str] | Mapping[str, str]) -> str:
    """Return the end of a sentence: the name that this is a misspelling of, or else the names there are."""
    close = same_word(name, shown)
    if close is not None:
        return f'; the nearest is "{close}"'
    each = list(shown.values()) if isinstance(shown, Mapping) else list(shown)
    return f"; there {f'is {listed(each, most=_MOST_SHOWN)}' if each else 'is none'}"


_OF_ONE = frozenset({"replaced_by", "reprofile"})
"""Where one change is named, and no list of several may stand."""


def unknown_change(place: Place, reference: str, plan: Plan, but: str = "") -> Problem:
    """Return the problem of a change that the plan does not have; `but` is a change that can't be meant."""
    empty = [each.of for each in plan.notices if each.name == "list-without-rows" and not plan.changes]
    files = listed(dict.fromkeys((_file(plan), *map(_file, plan.changes), *empty)), last="or")
    into = [f"{each}, which has headings and no rows" for each in empty] or [
        _file(*plan.changes[:1] or (plan,))
    ]
    add = f"add the change to {into[0]}"
    known = [each for each in plan.change_by_reference if each != but]
    told = unknown(place, "change", reference, known, where=f"in {files}", add=add)
    parts = several(reference)
    if (
        len(parts) == 1
        or not _OF_ONE.isdisjoint(place.key)
        or not all(each in plan.change_by_reference for each in parts)
    ):
        return told
    each_alone = MisreadError(told.what, "each reference by itself", f"write {as_list(parts)}").at(place)
    return each_alone._replace(unless=told.unless)


def unknown_stream(place: Place, name: str, plan: Plan) -> Problem:
    """Return the problem of a stream that the plan does not have."""
    return unknown(place, "stream", name, [stream.name for stream in plan.streams], add="add a [[stream]]")


def unknown_scheme(place: Place, reference: str, plan: Plan) -> Problem:
    """Return the problem of a scheme that the plan does not have."""
    return unknown(
        place, "scheme", reference, [scheme.reference for scheme in plan.schemes], add="add a [[scheme]]"
    )


def unknown(
    place: Place,
    word: str,
    name: str,
    known: Iterable[str],
    *,
    where: str = "of the plan",
    add: str = "",
    choices: str = "",
) -> Problem:
    """Return the problem of a name that the plan does not have, with the nearest name or some of those it has."""
    names = list(known)
    called = "reference" if word in ("change", "demand", "scheme") else "name"
    near = "" if choices else nearest(name, names)
    there = "" if near else choices or f"; there {f'is {listed(names)}' if names else 'is none'}"
    return Problem(
        place=place,
        what=f'no {word} is called "{name}"',
        expected=f"the {called} of {'an' if word[0] in 'aeiou' else 'a'} {word} {where}{near}{there}",
        fix=f"correct the {called}" + (f", or {add}" if add else ""),
        unless=(("types" if word == "type" else word, name),),
        there=there,
    )


def _file(record: Plan | BudgetLine | Change) -> str:
    return record.place.file.rpartition("/")[2]
