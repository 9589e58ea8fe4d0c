"""Text that is not TOML: what an officer typed on the line, and what to type in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mtfp.files.lines import Broken, where_broken
from mtfp.files.punctuation import mispunctuated
from mtfp.marks import with_a_point, without_its_nought
from mtfp.problems import Told, shorten
from mtfp.years import day_meant, day_of

_LONGEST_LOOKED_AT, _MOST_BELOW = 1_000, 100
# what is looked for in a line is made ready only where a file is broken
_WRITTEN = r"""(?P<quotes>["'])(?:\\.|(?!(?P=quotes)).)*(?P=quotes)|\#.*"""
_VALUE = r"(?P<value>[^\s,=\[\]{}\"'][^,=\[\]{}\"]*)(?=[,\]}]|$)"
_LIST = r"=\s*\[(?P<values>[^\[\]{}=]*)"
_WITH_COMMAS = r"=\s*(?P<value>\(?[-+]?£?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?\)?-?)(?![\d,]*\s*=)"
_COMMA_FOR_POINT = r"=\s*(?P<value>[-+]?\d+,\d+ ?%?)(?=\s*(?:[,}\]]|$))"
_YEAR = r"(?:^|[{,\[.])\s*(?P<year>\d{4}[/–]\d{2,4})\s*[\]=]"
_CURLY = r"[“”„‘’](?P<text>[^“”„‘’]*)[“”„‘’]"
_HEADING = r"\s*\[(?P<double>\[)?\s*(?P<name>[\w-]+)\s*\]"
_PLAIN_NUMBER = r"[-+]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?"


def what_is_broken(text: str) -> tuple[int, Told]:
    """Return the line, from 1, on which a text stops being TOML, what is wrong with it, and how to mend it."""
    number, broken = where_broken(text)
    lines = text.split("\n")
    line = lines[number - 1].strip()
    single = _single_of_several(lines, number) if broken == "twice" else None
    if single is not None:
        return single
    shown = broken in _SEEN_IN_THE_LINE and len(line) <= _LONGEST_LOOKED_AT
    return number, (_typed(line, lines[number : number + _MOST_BELOW]) if shown else None) or _BROKEN[broken]


def _single_of_several(lines: Sequence[str], number: int) -> tuple[int, Told] | None:
    """Return what is wrong where one table of several is in single brackets, and its line; None where that is not it."""
    heading = re.match(_HEADING, lines[number - 1])
    if heading is None:
        return None
    name, found = heading["name"], [re.match(_HEADING, line) for line in lines[:number]]
    alike = {n: each["double"] for n, each in enumerate(found, start=1) if each and each["name"] == name}
    single = next((n for n, double in alike.items() if not double), None)
    if single is None or not any(alike.values()):
        return None
    what = f"this [{name}] is in single brackets, and another in double"
    return single, (what, f"[[{name}]] for each of several", f"write [[{name}]], with double brackets")


def _typed(line: str, below: Sequence[str]) -> Told | None:
    """Return what is wrong if the line itself shows it: a number, a rate or words as papers print them."""
    curly = re.search(_CURLY, line)
    if curly:
        straight = 'text in straight quotes: "..."'
        return f"{shorten(curly[0])} is in curly quotes", straight, f'write "{curly["text"]}"'
    bare = _without_texts(line)
    with_commas = re.search(_WITH_COMMAS, bare)
    if with_commas:
        return _with_commas(with_commas["value"].strip())
    with_point = re.search(_COMMA_FOR_POINT, bare)
    if with_point:
        return _comma_for_point(with_point["value"].strip())
    year = re.search(_YEAR, bare)
    if year:
        expected = 'a year as a key in quotes: "2026/27" = 100'
        return f"{year['year']} is not in quotes", expected, f'write "{year["year"]}"'
    if bare.endswith("="):
        return (
            "there is nothing after the =",
            "a value: text in quotes, a number, true or false",
            "add the value",
        )
    wrong = mispunctuated(bare, line, [_without_texts(each) for each in below])
    if wrong:
        return wrong
    return next((told for told in map(_bare, _values(bare)) if told), None) or _no_comma(bare)


def _without_texts(line: str) -> str:
    """Return a line with its quoted texts empty, and without a comment."""
    return re.sub(_WRITTEN, lambda written: "" if written[0][0] == "#" else '""', line).rstrip()


def _values(bare: str) -> list[str]:
    """Return the values of a line after each = and in each list. Its quoted texts are empty already."""
    if bare.startswith("["):
        return []
    after = [part.strip() for part in bare.split("=")[1:]] if "=" in bare else [bare]
    listed = [match["values"] for match in re.finditer(_LIST, bare)] if "=" in bare else [bare]
    found = [
        re.match(_VALUE, part)
        for part in (*after, *(part.strip() for each in listed for part in each.split(",")))
    ]
    return [each["value"].strip() for each in found if each]


def _no_comma(bare: str) -> Told | None:
    """Return what is wrong where two keys of one table stand side by side."""
    if not re.search(r"\{.*(?:\"\"|\w)\s+(?:\"\"|\w+)\s*=", bare):
        return None
    return (
        "a comma is missing between two keys",
        "a comma between keys in braces: { a = 1, b = 2 }",
        "add the comma",
    )


def _comma_for_point(value: str) -> Told:
    offer = with_a_point(value) or value
    return (
        f"{value} has a comma, which ends a value here",
        'a point before decimals: 2.5, or "2.5%"',
        f'write "{offer}"' if "%" in offer else f"write {offer} if the comma stands before decimals",
    )


def _with_commas(value: str) -> Told:
    if re.match(r"[-+]?0,", value):
        return _comma_for_point(value)
    plain = re.sub("[, ]", "_", value)
    write = plain if re.fullmatch(_PLAIN_NUMBER, plain) else f'"{value}"'
    return (
        f"{value} is a number with a {'comma' if ',' in value else 'space'}, and not in quotes",
        'a number such as 49_944, or in quotes as papers print it: "49,944"',
        f"write {write}",
    )


def _bare(value: str) -> Told | None:
    """Return what is wrong with a value that is not in quotes, or None where TOML reads it."""
    if re.fullmatch(_PLAIN_NUMBER, value) or value in ("true", "false", "inf", "nan"):
        return None
    noughts = re.fullmatch(r"([-+]?)0+(\d.*)", value)
    if noughts and re.fullmatch(_PLAIN_NUMBER, noughts[1] + noughts[2]):
        offers = ", or ".join(without_its_nought(value)) + ", whichever is meant"
        return f"{value} begins with a nought", "a number such as 100", f"write {offers}"
    if value.casefold() in ("true", "false", "yes", "no"):
        write = "true" if value.casefold() in ("true", "yes") else "false"
        return f"{value} is not true or false", "true or false, in small letters", f"write {write}"
    if value.endswith("%"):
        return (
            f"{value} is not in quotes",
            'a rate in quotes, such as "2.5%"',
            f'write "{value.replace(" ", "")}"',
        )
    day = day_of(value)
    if day is not None:
        return (
            f"{value} is not a date as a plan has it",
            "a date as year, month and day, such as 2026-11-27",
            day_meant(day),
        )
    expected = "text in quotes; only numbers, true and false go without"
    return f"{shorten(value)} is not in quotes", expected, f'write "{value}"'


_BROKEN: dict[Broken, Told] = {
    "twice": (
        "this key or table is given twice",
        "each key once, and each [table] once; [[name]] may be repeated",
        "keep one of them, or put both into one table",
    ),
    "quotes": (
        "the quotes opened here are not closed",
        'text in quotes on one line: title = "..."',
        "add the quote that is missing",
    ),
    "character": (
        "this line holds a character that does not print",
        "letters, figures and signs",
        "type the line again",
    ),
    "equals": (
        "there is no = after the key",
        'key = value; a key that holds a / or a space is in quotes: "2026/27" = 100',
        "add the =, or put the key in quotes",
    ),
    "bracket": (
        "a bracket is not closed",
        "[table] or [[table]], a list in [...], a table of several keys on one line in {...}",
        "close the bracket on this line, or on the line above where it was opened",
    ),
    "more": (
        "there is more on this line than a key and its value",
        "one key and its value on a line",
        "give each key a line of its own",
    ),
    "backslash": (
        "there is a backslash in text in double quotes, where it stands for something else",
        "text that holds a backslash in single quotes: '...'",
        "put the text in single quotes, or write / in place of the backslash",
    ),
    "value": (
        "this value can't be read",
        'text in straight quotes: "..."; or a number, true, false, a list in [...] or a table in {...}',
        "put text in straight quotes; write numbers, true and false without",
    ),
    "line": (
        "this line can't be read",
        'key = value, with text in quotes: title = "..."',
        "correct this line, or the one before it",
    ),
}
_SEEN_IN_THE_LINE = {"equals", "bracket", "more", "value", "line"}
