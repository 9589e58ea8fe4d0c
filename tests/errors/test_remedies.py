"""Every remedy that names what to write or remove is obeyed here to the letter: the mistake is gone, and makes no other.

Most are obeyed by rule: the words of the remedy are put where the message points. The rest are in `by_hand.py`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.errors.by_hand import BY_HAND, FOR_ANOTHER_REASON, NAMES_NOTHING
from tests.errors.test_errors import FOLDERS, REFUSED, STYLES, asked, message_of, mtfp

TOLD = re.compile(
    r"(?P<file>[^:\n]+):(?P<line>\d+)(?:, column [^:\n]+)?: (?P<what>.*)\n(?: *\d+ \| .+\n)?"
    r"  expected  (?P<expected>.*)\n  to fix    (?P<fix>.*)"
)
QUOTED = re.compile(r'"([^"]*)"')
HEAD = re.compile(r"^\[")


class Mistake(NamedTuple):
    """One mistake as it is told."""

    file: str
    line: int
    what: str
    expected: str
    fix: str


def mistakes_in(text: str) -> list[Mistake]:
    """Return the mistakes a message tells."""
    return [
        Mistake(each["file"], int(each["line"]), each["what"], each["expected"], each["fix"])
        for each in TOLD.finditer(text)
    ]


def obeyed(folder: Path, told: Mistake) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each way to obey a remedy, with the files it changes."""
    by_hand = BY_HAND.get(folder.name, {})
    for remedy, changes in by_hand.items():
        if remedy in told.fix:
            yield remedy, _changed(folder, changes)
    path = folder / told.file
    if path.is_file() and not any(remedy in told.fix for remedy in by_hand):
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        for remedy, mended in _by_rule(told, lines):
            yield remedy, {told.file: "\n".join(mended)}


def _changed(folder: Path, changes: tuple[tuple[str, str, str], ...]) -> dict[str, str]:
    files: dict[str, str] = {}
    for name, old, new in changes:
        path = folder / name
        text = files.get(name, path.read_text(encoding="utf-8", errors="replace") if path.is_file() else "")
        assert old in text, (name, old)
        files[name] = text.replace(old, new, 1) if old else new
    return files


def _by_rule(told: Mistake, lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each remedy whose words say what to write or remove at the line, with the lines so mended."""
    here = told.line - 1
    line = lines[here] if here < len(lines) else ""
    csv = told.file.endswith(".csv")
    for each in dict.fromkeys(_words(told)):
        mended = _replaced(told, line, each, csv=csv)
        if mended is not None:
            yield f"write {each}", [*lines[:here], mended, *lines[here + 1 :]]
    for remedy in re.split(r", or |; |, and ", told.fix):
        mended_lines = _removed(remedy, lines, here, csv=csv) or _added(told, remedy, lines, here)
        if mended_lines is not None:
            yield remedy, mended_lines


def _words(told: Mistake) -> Iterator[str]:
    """Yield the words that a message gives to be written in place of what is there."""
    meant = re.search(r"did you mean (.*?)\?", told.fix)
    write = re.match(
        r'(?:write|call it) ((?:"[^"]*"|[^\s,"]+|\[\[?[a-z_]+\]\]?)(?: or "[^"]*")?)(?: if |$|,| in place| everywhere)',
        told.fix,
    )
    words = meant or write
    if words:
        said = words[1]
        yield from QUOTED.findall(said) or [said]
    nearest = re.search(r'the nearest is "([^"]*)"', told.expected)
    if nearest:
        yield nearest[1]
    there = re.search(r"; there is (?!none)(.+?)(?: \(|, | and |$)", told.expected)
    if there and re.match("correct the (name|reference)", told.fix):
        yield there[1]
    if told.fix.startswith("write one of these"):
        yield re.sub("^one of ", "", told.expected).split(" (")[0].split(", ")[0].split(" or ")[0].strip('"')
    such = re.search(r'as in "?([^"]+)"?$', told.fix)
    if such:
        yield such[1]
    elif told.fix.startswith("write it in figures"):
        yield "5"
    rounded = re.fullmatch("round it: (.*)", told.fix)
    if rounded:
        yield rounded[1].strip('"')
    if "0 if it is nil" in told.fix or "0 where it is nil" in told.fix:
        yield "0"


def _replaced(told: Mistake, line: str, new: str, *, csv: bool) -> str | None:
    if new.startswith("["):
        return new
    what = told.what
    bare = [what.split(" is ")[0], what.split(" has ")[0], what.split(" ")[0]]
    bare = [each for each in bare if not re.match(r"(a|an|the|this)( |$)", each)]
    for old in (*QUOTED.findall(what), *bare):
        if old and f'"{old}"' in line and not csv:
            return line.replace(f'"{old}"', f'"{new}"', 1)
        if old and old in line:
            quote = f'"{new}"' in told.fix and not csv
            return line.replace(old, f'"{new}"' if quote else new, 1)
    quote = f'"{new}"' in told.fix
    return None if csv or " = " not in line else re.sub("= .*", f'= "{new}"' if quote else f"= {new}", line)


def _removed(remedy: str, lines: list[str], here: int, *, csv: bool) -> list[str] | None:
    if csv:
        return lines[:here] + lines[here + 1 :] if remedy == "remove the row" else None
    if re.match(r"remove (this step|the step$|this table|it$|the change$)|leave it out$", remedy):
        is_table = HEAD.match(lines[here]) or "step" in remedy or "table" in remedy
        return _without_table(lines, here) if is_table else lines[:here] + lines[here + 1 :]
    if remedy == "keep one of them":
        return _without_table(lines, here) if HEAD.match(lines[here]) else lines[:here] + lines[here + 1 :]
    if remedy == "leave out the sign":
        return [*lines[:here], lines[here].replace("-", ""), *lines[here + 1 :]]
    if remedy == "put it in quotes":
        return [*lines[:here], re.sub(r"= (.*)$", r'= "\1"', lines[here]), *lines[here + 1 :]]
    key = re.fullmatch(r"(?:remove|leave out) ([a-z_]+)(?: = .*)?(?: from .*)?", remedy)
    if key:
        return _without_key(lines, here, key[1])
    excepting = re.fullmatch(r"(?:write|leave it out with) (except = .*?)(?: in this step)?", remedy)
    if excepting:
        start = _start(lines, here)
        return [*lines[: start + 1], excepting[1], *lines[start + 1 :]]
    return None


ADDED = {
    "council": '"Anyshire"',
    "title": '"Budget"',
    "years": '"2026/27 to 2027/28"',
    "unit": '"£000"',
    "base": "100",
    "why": '"Said so"',
    "name": '"Reserve"',
    "opening": "100",
    "type": '"P"',
    "life": "25",
    "share": '"80%"',
    "service": '"Care"',
    "kind": '"grant"',
}


def _added(told: Mistake, remedy: str, lines: list[str], here: int) -> list[str] | None:
    """Return the lines with what a remedy adds: a key, a year after the last, or the first of the ways expected."""
    year = re.fullmatch(r"add (\d{4}/\d{2})", remedy)
    if year:
        at = next((n for n in range(here, len(lines)) if "}" in lines[n]), None)
        if at is None:
            return None
        last = re.findall(r"= ([^,{}]+?) *[,}]", lines[at])[-1]
        return [*lines[:at], lines[at].replace(" }", f', "{year[1]}" = {last} }}', 1), *lines[at + 1 :]]
    key = re.fullmatch(r"add ([a-z_]+)", remedy)
    if key and key[1] in ADDED and HEAD.match(lines[here]):
        return [*lines[: here + 1], f"{key[1]} = {ADDED[key[1]]}", *lines[here + 1 :]]
    ways = told.expected.split(", or ")
    if remedy.startswith("add ") and HEAD.match(lines[here]) and re.match(r'[a-z_]+ = "[^.]', ways[0]):
        return [*lines[: here + 1], ways[0], *lines[here + 1 :]]
    return None


def _start(lines: list[str], here: int) -> int:
    return next(n for n in range(here, -1, -1) if HEAD.match(lines[n]))


def _end(lines: list[str], here: int) -> int:
    return next((n for n in range(here + 1, len(lines)) if HEAD.match(lines[n])), len(lines))


def _without_table(lines: list[str], here: int) -> list[str]:
    return lines[: _start(lines, here)] + lines[_end(lines, here) :]


def _without_key(lines: list[str], here: int, key: str) -> list[str] | None:
    start, end = _start(lines, here), _end(lines, here)
    at = next((n for n in range(start, end) if re.match(rf"{key}\s*=", lines[n])), None)
    return None if at is None else lines[:at] + lines[at + 1 :]


CASES = [(folder, n) for folder in FOLDERS for n in range(len(mistakes_in(message_of(folder))))]


@pytest.mark.parametrize(("folder", "n"), CASES, ids=[f"{folder.name}-{n}" for folder, n in CASES])
def test_remedy_works_when_obeyed(
    folder: Path, n: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = mistakes_in(message_of(folder))
    told = before[n]
    ways = list(obeyed(folder, told))
    assert ways or re.fullmatch("|".join(NAMES_NOTHING), told.fix), f"nobody obeyed: {told.fix}"
    for number, (remedy, files) in enumerate(ways):
        written = "".join(files.values())
        assert remedy.startswith(("remove", "leave", "take", "what")) or all(
            word in written for word in QUOTED.findall(remedy)
        )
        mended = tmp_path / str(number)
        shutil.copytree(folder, mended)
        for name, text in files.items():
            (mended / name).write_text(text, encoding="utf-8")
        command = (
            ("report", "plan.toml", "--style", "style.toml", "--to", str(tmp_path / "paper.csv"))
            if folder in STYLES
            else ("check", asked(mended))
        )
        code, _, err = mtfp(mended, monkeypatch, capsys, *command)
        left = mistakes_in(err)
        same = [each for each in left if (each.file, each.what) == (told.file, told.what)]
        was = [each for each in before if (each.file, each.what) == (told.file, told.what)]
        assert len(same) < len(was), f"obeyed in vain: {remedy}"
        if (
            len(before) == 1
            and not remedy.startswith(("remove", "leave"))
            and folder.name not in FOR_ANOTHER_REASON
        ):
            assert code != REFUSED, f"another mistake: {remedy}: {err}"


def test_what_is_obeyed_by_hand_is_what_a_message_says() -> None:
    said = {folder.name: [each.fix for each in mistakes_in(message_of(folder))] for folder in FOLDERS}
    for name, remedies in BY_HAND.items():
        for remedy in remedies:
            assert any(remedy in fix for fix in said[name]), (name, remedy)
    assert not FOR_ANOTHER_REASON.keys() - said.keys()
