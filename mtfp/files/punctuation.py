"""Brackets, commas and colons of TOML that stand in place of others: what is on the line, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mtfp.problems import Told, shorten

_IN_BRACES = "keys in braces, with commas between: { a = 1, b = 2 }"
_KEY = r'(?:[\w-]+|"")'
_SPOKEN = {"[": "square", "(": "round"}
_CLOSES = {"[": "]", "(": ")"}


def _name_with_spaces(bare: str, line: str) -> Told | None:
    """Return what is wrong with a table's name that has spaces and no quotes."""
    found = re.fullmatch(r"(\[\[?) ?((?:[\w-]+\.)?)([\w-]+(?: [\w-]+)+) ?(\]\]?)", bare)
    if found is None:
        return None
    opens, table, name, closes = found.groups()
    meant = f'{table}"{name}"' if table else name.replace(" ", "_")
    return (
        f"{shorten(line)} has a space in a name without quotes",
        'a name without spaces, or in quotes: [cash_limit], [index."care contracts"]',
        f"write {opens}{meant}{closes}",
    )


def mispunctuated(bare: str, line: str, below: Sequence[str]) -> Told | None:
    """Return which mark of a line is wrong. `bare` is the line with its texts empty, and `below` are the lines under it."""
    if told := _name_with_spaces(bare, line):
        return told
    if found := re.search(rf"=\s*(?P<opens>[\[(])\s*{_KEY}\s*[=:]", bare):
        opens = found["opens"]
        return (
            f"keys are in {_SPOKEN[opens]} brackets",
            _IN_BRACES,
            f"write {{ in place of {opens}, and }} in place of {_CLOSES[opens]}",
        )
    if "{" in bare and re.search(rf"[{{,]\s*{_KEY}\s*:", bare):
        key = re.search(r"[{,]\s*(\"[^\"]*\"|'[^']*'|[\w-]+)\s*:", line)
        return (
            f"there is a colon after {key[1] if key else 'a key'}",
            _IN_BRACES,
            "write = in place of : after each key",
        )
    if re.match(rf"{_KEY}\s*:\s", bare):
        return (
            f"there is a colon after {line.partition(':')[0].strip()}",
            "key = value",
            "write = in place of :",
        )
    if re.search(r"[\[{][^\]}]*;", bare):
        return (
            "there is a semicolon inside brackets",
            "a comma between two keys or values",
            "write a comma in place of ;",
        )
    if re.search(r",\s*\}", bare):
        return "there is a comma after the last key in braces", _IN_BRACES, "take the last comma out"
    if re.search(r",\s*,|[\[{]\s*,", bare):
        return "there is a comma with nothing before it", _IN_BRACES, "take that comma out"
    return _unclosed(bare, below)


def _unclosed(bare: str, below: Sequence[str]) -> Told | None:
    """Return what is wrong with the brackets of a line, or with what stands after the last of them."""
    if bare.count("{") > bare.count("}"):
        if "]" in bare and "[" not in bare:
            return "braces are closed by ]", _IN_BRACES, "write } in place of ]"
        rest = next(
            (n for n, each in enumerate(below) if each.lstrip().startswith("[") or not each.strip()),
            len(below),
        )
        if any(each.count("}") > each.count("{") for each in below[:rest]):
            return (
                "braces opened on this line are closed on a later one",
                "braces and all in them on one line, however long",
                "write them on one line, with no comma after the last key",
            )
    elif bare.count("[") > bare.count("]") and "}" in bare and "{" not in bare:
        return "a list is closed by }", 'values in square brackets: ["a", "b"]', "write ] in place of }"
    elif re.fullmatch(r"\[[^\[\]]+\]\]", bare):
        return (
            f"{bare} opens with one bracket and closes with two",
            "[table], or [[table]] for one of several",
            f"write {bare[:-1]}",
        )
    elif "=" in bare and bare[-1] in ",;" and bare.count("[") == bare.count("]"):
        return (
            f"there is a {bare[-1]} at the end of the line",
            "one key and its value on a line",
            f"take the {bare[-1]} out",
        )
    return None
