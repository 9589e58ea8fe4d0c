"""Writing into a TOML file that exists: what differs is changed where it stands, and the rest stays as it was typed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mtfp.files.lines import Layout, NoTomlError, comments, layout
from mtfp.files.source import SourceFile, parse_toml
from mtfp.frozen import frozen
from mtfp.plan.terms import normalise
from mtfp.plan.written import bare_or_quoted, pairs, toml
from mtfp.problems import InputError, Key, MisreadError, Problem
from mtfp.years import FinancialYear

Edit = tuple[int, int, str]
"""A change of a text: where it starts, where it ends, and what is written there instead."""

Table = Mapping[str, Any]
"""What is written under each key of a record."""

Writer = Callable[[Any, object], Table]
"""A function that writes a record as a table, given a table that states it already."""


@frozen(kw_only=False, eq=False)
class There:
    """A TOML file that exists: its text as typed and as read, what it holds, and where everything in it stands."""

    source: SourceFile
    as_it_stands: str
    data: dict[str, Any]
    where: Layout

    @classmethod
    def of(cls, source: SourceFile, text: str) -> There:
        """Return a file that was read, with its text as typed."""
        try:
            return cls(source, text, parse_toml(source), layout(source.text))
        except NoTomlError as error:  # a later TOML than is known here
            raise _cannot_be_kept(source, error.at) from error

    @property
    def text(self) -> str:
        """Its text, with the same ending on every line."""
        return self.source.text

    def held(self, at: Key) -> Any:
        """Return what stands at a key."""
        found: Any = self.data
        for part in at:
            found = found[part]
        return found

    def within(self, at: Key) -> list[Key]:
        """Return the keys of a table and of the tables inside it, as their headings give them."""
        return [key for key in self.where.tables if key[: len(at)] == at]

    def dotted(self, at: Key) -> list[Key]:
        """Return the dotted keys that state values of a table from outside it: `control.base = 5`."""
        inside = [key for key in self.where.values if key[: len(at)] == at]
        return [key for key in inside if len(self._heading(key)) < len(at) and not self._in_brackets(key)]

    def _heading(self, at: Key) -> Key:
        while at not in self.where.tables:
            at = at[:-1]
        return at

    def _in_brackets(self, at: Key) -> bool:
        return any(at[:n] in self.where.values for n in range(1, len(at)))

    def end_of(self, at: Key) -> int:
        """Return where a table under a heading ends, together with the tables inside it."""
        return max((self.where.tables[key].end for key in self.within(at)), default=0)

    def end_of_line(self, at: int) -> int:
        """Return where the line that holds a spot ends."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def line_before(self, at: int) -> int:
        """Return where the line before that of a spot ends, or the start of the text."""
        return max(self.text.rfind("\n", 0, at), 0)


def rewritten(file: There, edits: Iterator[Edit]) -> str:
    """Return the text with its edits; raise `InputError` where a comment would be lost with what is taken out."""
    whole = file.as_it_stands
    longer = [match.start() - n for n, match in enumerate(re.finditer("\r\n", whole))]
    newline = "\r\n" if longer else "\n"
    done: list[str] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        if start < at:
            raise _cannot_be_kept(file.source, start)
        _refuse_to_lose_a_comment(file, start, end, new)
        done += (
            whole[at + bisect_left(longer, at) : start + bisect_left(longer, start)],
            new.replace("\n", newline),
        )
        at = end
    return "".join((*done, whole[at + bisect_left(longer, at) :]))


def _refuse_to_lose_a_comment(file: There, start: int, end: int, new: str) -> None:
    kept = Counter(comment for _, comment in comments(new))
    for at, comment in comments(file.text[start:end]):
        if not kept[comment]:
            raise _has_a_comment(file, start + at, "beside it or within it")
        kept[comment] -= 1


def _refuse_to_leave_a_comment(file: There, start: int) -> None:
    """Raise `InputError` where a comment stands directly above what is taken out: it would be read as one on what follows."""
    end = file.line_before(start)
    above = file.text.rfind("\n", 0, end) + 1
    if file.text[above:end].lstrip().startswith("#") and any(
        above <= at for at, _ in comments(file.text[:end])
    ):
        raise _has_a_comment(file, above, "above it")


def _has_a_comment(file: There, at: int, where: str) -> InputError:
    return refused(
        file.source,
        _line(file.source, at),
        f"what is taken out here has a comment {where}",
        "comments that can stay: beside what stays, or with a blank line below",
        "put it on a line of its own above all that goes, with a blank line below; or give another file name",
    )


def _cannot_be_kept(source: SourceFile, at: int) -> InputError:
    return refused(
        source,
        _line(source, at),
        "this can't be written with the rest of the file left as it is",
        "a table under a heading of its own",
        "write this table under a heading of its own, or give another file name",
    )


def _line(source: SourceFile, at: int) -> int:
    return source.text.count("\n", 0, at) + 1


def refused(source: SourceFile, line: int, what: str, expected: str, fix: str) -> InputError:
    """Return why a file can't be written into, at a line of it."""
    return InputError([Problem(place=source.place(line), what=what, expected=expected, fix=fix)])


def edits_of_key(
    file: There, key: str, before: Any, after: Any, order: Sequence[str], headed: Iterable[str]
) -> Iterator[Edit]:
    """Yield the edits that turn what stands under a key of a file into what is to stand there, None being nothing.

    `order` are the keys of the file, and `headed` the tables that state it under headings of their own, where it is not there yet.
    """
    if before == after:
        return
    if key not in file.data:
        place = last_of(file, order[: order.index(key)])
        yield from (new_table(file, place, text) for text in headed)
    elif after is None:
        yield from removal(file, (key,), for_good=True)
    else:
        yield from _edits_of_value(file, (key,), before, after, order)


class Item(NamedTuple):
    """A record of a list in a file: where it stands there, or for a new one the key of the list alone, and the record."""

    at: Key
    record: Any


def edits_of_list(
    file: There, before: Sequence[Item], after: Sequence[Item], writes: Sequence[Writer], place: int
) -> Iterator[Edit]:
    """Yield the edits that turn a list into what it is to be; `writes` writes a record before and after.

    A list that does not exist yet goes after the table that ends at `place`.
    """
    old, new = (
        [write(each.record, None) for each in items]
        for write, items in zip(writes, (before, after), strict=True)
    )
    which = [*matched(before, old, after, new)]
    if before and before[0].at in file.where.values and any(None in each for each in which):
        span = file.where.values[before[0].at[:-1]]
        yield span.held, span.end, toml(new)
        return
    headed = [file.where.tables[each.at].start for each in before if each.at in file.where.tables]
    if headed:
        above = (each for each in file.where.tables.values() if each.start < min(headed) or not each.start)
        place = max(each.end for each in above)
    for i, j in which:
        if j is None:
            yield from removal(file, before[i or 0].at, for_good=True)
        elif i is None:
            yield new_table(file, place, "\n".join((f"[[{after[j].at[0]}]]", *pairs(new[j]))))
        else:
            at = before[i].at
            tables = tables_of(writes, (before[i].record, after[j].record), file.held(at))
            yield from edits_of_table(file, at, *tables)
            place = file.end_of(at)


def tables_of(writes: Sequence[Writer], records: Sequence[Any], there: Any) -> tuple[Table, Table]:
    """Return the tables of a record before and after. A default stays where the file states it."""
    was, will = (write(each, there) for write, each in zip(writes, records, strict=True))
    was = _with_what_hangs_together(there, was, will)
    return was, _needed(was, will, writes[1](records[1], None))


def _needed(was: Table, will: Table, without: Table) -> Table:
    """Return a table without the defaults that the file does not state yet."""
    return {
        key: _needed(was[key], each, without[key])
        if all(isinstance(of.get(key), Mapping) for of in (was, will, without))
        else each
        for key, each in will.items()
        if key in without or was.get(key) == each
    }


_ANEW = object()
_TIMING = ("amounts", "basis", "starts", "full_year", "phases", "in_base_since")
"""The keys of a change that say together when it bites: they are written anew together, where a file says it in another way."""


def _with_what_hangs_together(there: Table, was: Table, will: Table) -> Table:
    """Return a change as it was, less the keys that say when it bites where any of those is to be written anew."""
    together = ("one_off", *_TIMING)
    if all(was.get(key) == will.get(key) for key in ("type", *together)):
        return was
    as_there = there.get("basis") != "levels" and all((key in there) == (key in was) for key in _TIMING)
    if as_there and was.get("type") == will.get("type"):
        return was
    return {**was, **dict.fromkeys((key for key in together if key in there), _ANEW)}


def last_of(file: There, keys: Sequence[str]) -> int:
    """Return where the tables of a key end, of several keys the last that has any in the file; else the end of its text."""
    return next((end for key in reversed(keys) if (end := file.end_of((key,)))), len(file.text.rstrip()))


def new_table(file: There, after: int, text: str) -> Edit:
    """Return the edit that puts a table under a heading after one that ends at a place."""
    at = file.end_of_line(after) if after else 0
    return (at, at, f"\n\n{text}" if at else f"{text}\n\n")


def edits_of_table(file: There, at: Key, before: Table, after: Table) -> Iterator[Edit]:
    """Yield the edits that turn a table into what it is to be. What is the same before and after stays as it is written."""
    there = file.held(at)
    spelt = {key: _spelt(there, key) for key in (*before, *after)}
    differ = [key for key in spelt if before.get(key) != after.get(key)]
    gone = [key for key in differ if key not in after and spelt[key] is not None]
    new = [key for key in differ if key in after and spelt[key] is None]
    if at in file.where.values and (gone or new):
        span = file.where.values[at]
        yield span.held, span.end, _in_braces(file, at, before, after, spelt)
        return
    for key in gone:
        yield from removal(file, (*at, str(spelt[key])), for_good=not new)
    ends = [
        file.where.values[each].end for key in gone if (each := (*at, str(spelt[key]))) in file.where.values
    ]
    for key in new:
        yield _addition(file, at, key, after[key], [*after], max(ends, default=None))
    for key in differ:
        if key in after and (written := spelt[key]) is not None:
            yield from _edits_of_value(file, (*at, written), before.get(key), after[key], [*after])


def _edits_of_value(file: There, at: Key, before: Any, after: Any, order: Sequence[str]) -> Iterator[Edit]:
    there = file.held(at)
    if isinstance(there, Mapping) and not isinstance(before, Mapping) and before is not _ANEW:
        # one value stands for that of every year, which are written one by one
        before = dict.fromkeys(map(_meant, there), before)
    if isinstance(there, Mapping) and isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from edits_of_table(file, at, before, after)
    elif at in file.where.values:
        span = file.where.values[at]
        yield span.held, span.end, toml(after)
    else:
        yield from removal(file, at)
        yield _addition(file, at[:-1], str(at[-1]), after, order)


def _spelt(there: Table, key: str) -> str | None:
    """Return a key as the file spells it: a year or a name may be written in several ways."""
    if key in there:
        return key
    return next((each for each in there if _meant(each) == key), None)


def _meant(key: str) -> str:
    try:
        return str(FinancialYear.parse(key))
    except MisreadError:
        return normalise(key)


def _in_braces(file: There, at: Key, before: Table, after: Table, spelt: Mapping[str, str | None]) -> str:
    """Return a table in braces, written anew, with what stays in it spelt as it was."""
    meant = {written: key for key, written in spelt.items() if written is not None}
    order = [meant.get(each, each) for each in file.held(at)]
    order = [key for key in order if key in after or key not in before]
    for n, key in enumerate(after):
        if key not in order:
            earlier = [each for each in [*after][:n] if each in order]
            order.insert(order.index(earlier[-1]) + 1 if earlier else 0, key)
    parts = []
    for key in order:
        span = file.where.values.get((*at, spelt.get(key) or key))
        same = span is not None and before.get(key) == after.get(key)
        parts.append(file.text[span.start : span.end] if span and same else next(pairs({key: after[key]})))
    return f"{{ {', '.join(parts)} }}" if parts else "{}"


def removal(file: There, at: Key, *, for_good: bool = False) -> Iterator[Edit]:
    """Yield the edits that take out a key, or a table under headings, with its lines: `for_good` where nothing takes its place."""
    is_value = at in file.where.values
    values = [file.where.values[key] for key in ([at] if is_value else file.dotted(at))]
    tables = [] if is_value else [file.where.tables[key] for key in file.within(at)]
    for span in (*values, *tables) if for_good else ():
        _refuse_to_leave_a_comment(file, span.start)
    for span in values:
        yield file.line_before(span.start), file.end_of_line(span.end), ""
    for span in tables:
        start = file.line_before(span.start)
        blank = file.line_before(start)
        yield (start if file.text[blank:start].strip() else blank), file.end_of_line(span.end), ""


def _addition(
    file: There, at: Key, key: str, value: Any, order: Sequence[str], instead: int | None = None
) -> Edit:
    """Return the edit that puts a key into a table: in the place of one that goes, or after the one before it."""
    there, line = file.held(at), f"{bare_or_quoted(key)} = {toml(value)}"
    if at in file.where.tables:
        earlier = [(*at, _spelt(there, each) or each) for each in order[: order.index(key)]]
        ends = [file.where.values[each].end for each in earlier if each in file.where.values]
        end = file.end_of_line(instead or (ends[-1] if ends else file.where.tables[at].held))
        return end, end, f"\n{line}"
    one_by_one = file.dotted(at)
    if one_by_one:
        heading = next(at[:n] for n in range(len(at), -1, -1) if at[:n] in file.where.tables)
        end = file.end_of_line(file.where.values[one_by_one[-1]].end)
        path = [bare_or_quoted(str(each)) for each in at[len(heading) :]]
        return end, end, f"\n{'.'.join((*path, line))}"
    inside = (*at, key) if isinstance(value, Mapping) else at
    heading_of = ".".join(bare_or_quoted(each) for each in inside if isinstance(each, str))
    held = pairs(value) if isinstance(value, Mapping) else [line]
    return new_table(file, file.end_of(at), "\n".join((f"[{heading_of}]", *held)))


def matched(
    before: Sequence[Item], old: Sequence[Table], after: Sequence[Item], new: Sequence[Table]
) -> Iterator[tuple[int | None, int | None]]:
    """Yield, for each record after, the same record before, or None for a new one.

    Records are matched by name; those without a name by what they say, or else by where they stand. One that only has another name is the same.
    """
    names, new_names = (
        [(each.at[0], name_of(table) or toml(table)) for each, table in zip(items, tables, strict=True)]
        for items, tables in ((before, old), (after, new))
    )
    end = len(names), len(new_names)
    start = 0, 0
    for i, j in (*_in_the_same_order(names, new_names), end):
        was, will = range(start[0], i), range(start[1], j)
        alike = {
            k: m
            for k, m in zip(was, will, strict=False)
            if names[k][0] == new_names[m][0]
            and (not (name_of(old[k]) or name_of(new[m])) or _but_for_its_name(old[k], new[m]))
        }
        yield from ((k, alike.get(k)) for k in was)
        yield from ((None, m) for m in will if m not in alike.values())
        if (i, j) != end:
            yield i, j
        start = i + 1, j + 1


def _in_the_same_order(names: Sequence[object], new_names: Sequence[object]) -> list[tuple[int, int]]:
    """Return where each name of both lists stands in them, of as many as stand in the same order."""
    at: dict[object, list[int]] = {}
    for n in range(len(names) - 1, -1, -1):
        at.setdefault(names[n], []).append(n)
    both = [(at[name].pop(), n) for n, name in enumerate(new_names) if at.get(name)]
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for n, (i, _) in enumerate(both):
        length = bisect_left(ends, i)
        ends[length : length + 1], last[length : length + 1] = [i], [n]
        before.append(last[length - 1] if length else None)
    found: list[tuple[int, int]] = []
    here = last[-1] if last else None
    while here is not None:
        found.append(both[here])
        here = before[here]
    return found[::-1]


def name_of(table: Table) -> str:
    """Return what a record goes by: its reference, its name or its service; nothing where it has none of them."""
    return str(table.get("reference") or table.get("name") or table.get("service") or "")


def _but_for_its_name(one: Table, other: Table) -> bool:
    names = ("reference", "printed", "name")
    return all(one.get(key) == other.get(key) for key in (*one, *other) if key not in names)
