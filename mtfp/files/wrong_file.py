"""What kind of file was given where another is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from mtfp.problems import Place, Problem, Told

_KINDS = {"plan": "a plan", "scenario": "a scenario", "style": "a house style"}
_HEADINGS = {"reference", "service", "type", "title", "base"}
SAVE_TEXT = 'save it again with "UTF-8" under Encoding, in Notepad'
SAVE_ROWS = 'save it again as "CSV UTF-8", in Excel'
NO_TEXT = ("the file is not text", "text in UTF-8", "name another file")
_OFFICE = {".xls": "an Excel workbook", ".doc": "a Word document", ".ods": "a LibreOffice workbook"}
_SAVE_SHEET = 'open it in Excel, save the sheet as "CSV UTF-8", and name that file'
_WEB_PAGE = "a web page"
_OTHERS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a document of WordPad or Word",
    b"<": _WEB_PAGE,
}
"""What a file is by its first bytes."""


def told_by_its_start(suffix: str, data: bytes, *, rows: bool) -> Told | None:
    """Return what to say of a file whose first bytes show that it is another kind than is meant; None of any other.

    `suffix` is the end of its name. It was to hold the `rows` of a CSV, or else keys.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        unicode = 'the file is saved as "Unicode text" (UTF-16)'
        return unicode, "text in UTF-8", SAVE_ROWS if rows else SAVE_TEXT
    office = data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    kind = next((kind for start, kind in _OTHERS.items() if text.startswith(start)), None)
    if office:
        kind = _OFFICE.get(suffix.casefold()[:4], "an Excel or Word file")
    if kind is None:
        return None
    what = f"the file is {kind}, not text" if office else f"the file is {kind}"
    if rows:
        fix = _SAVE_SHEET if office or kind == _WEB_PAGE else "name a CSV file"
        return what, "a CSV file, which is text in UTF-8", fix
    expected = "a plan, a scenario or a style, which is text in UTF-8 with a name that ends in .toml"
    from_excel = "lines and changes are read from Excel where a plan names them, saved as CSV files"
    return what, expected, f"name that file; {from_excel}" if office else "name that file"


def other_kind(data: Mapping[str, object], wanted: str) -> str | None:
    """Return what kind of file one is that lacks the table it should have, such as "a scenario"; None if that is not plain."""
    return None if wanted in data else next((said for key, said in _KINDS.items() if key in data), None)


def has_keys(text: str) -> bool:
    """Whether a text begins as a plan, a scenario or a style does: with a [table], or with a key and its value."""
    return re.match(r"(?:\s|#.*\n)*(?:\[|[\w.-]+[ \t]*=[ \t]*[\w\"'\[{+-])", text) is not None


def told_as_rows(name: str, text: str) -> Told | None:
    """Return what to say of the rows of a CSV file given in place of a plan; None where the text is no such rows."""
    file = PurePath(name)
    first = next((line for line in text.split("\n") if line.strip()), "")
    headings = {each.strip(' "').casefold() for each in re.split(r"[,;\t]", first)}
    is_csv = file.suffix.casefold() == ".csv" and first
    if has_keys(text) or not (is_csv or len(headings & _HEADINGS) > 1):
        return None
    key = "lines" if "base" in headings else "changes"
    return (
        "these are the rows of a CSV file",
        'a plan, a scenario or a style, with lines such as title = "Budget"',
        f'name the plan, which reads these rows with {key} = "{file.stem}.csv" under [plan]',
    )


def toml_for_rows(place: Place, name: str, word: str, *, itself: bool) -> Problem:
    """Return the problem of a plan that names itself, or another file of keys, where a list of rows is meant."""
    return Problem(
        place=place,
        what=f'"{name}" is {"this plan itself" if itself else "a file of keys"}, not a list of {word}s',
        expected=f"the name of a CSV file with a row for each {word}, such as {word}s.csv",
        fix=f"name the list, or remove {word}s from [plan] where they stand in the plan as [[{word}]]",
    )
