"""The marks around a figure: signs, dashes, spaces and suffixes, as Excel, Word and papers put them.

Known once, for amounts, rates, numbers, years, months and lengths of time alike. Knows no unit and no plan.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST = 40
"""The longest text that is read as a figure."""

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_UNSEEN = "\u200b\u200e\u202a\u202c\u202d\u2060\ufeff"
_FULL_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    0xFFE1: "£",
    0x2044: "/",
    0x2215: "/",
}
_AS_SEEN = str.maketrans(
    _FULL_WIDTH | dict.fromkeys(map(ord, _DASHES), "-") | dict.fromkeys(map(ord, _UNSEEN), "")
)
_GROUPED = re.compile("(?<=[0-9])[\u00a0\u2007\u2009\u202f](?=[0-9]{3}(?![0-9]))")
"""The spaces that only set thousands apart. A plain space is not one: it may stand between two figures."""
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:_\d{3})+|\d+"
_SUFFIX = r"bn|billion|k|thousand|mn|m|million|%|per ?cent"
_FIGURE = re.compile(
    r"(?P<before>[-+])? ?(?P<pound>£)? ?(?P<open>\()? ?(?P<pound2>£)? ?(?P<inside>[-+])? ?(?P<pound3>£)? ?"
    rf"(?:(?P<whole>{_DIGITS})(?:\.(?P<part>\d+))?|\.(?P<bare_part>\d+)) ?(?P<suffix>{_SUFFIX})? ?(?P<last>-)? ?"
    rf"(?P<close>\) ?(?P<suffix2>{_SUFFIX})?)? ?(?P<after>-)?",
    re.ASCII | re.IGNORECASE,
)
_NIL = re.compile(r"(?P<pound>£)? ?-")


class Figure(NamedTuple):
    """A figure as it is written: its sign, a pound sign, the digits before and after the point, and what follows them.

    `is_dash` says that it is a dash alone, which stands for nil.
    """

    negative: bool
    pound: bool
    whole: str
    part: str
    suffix: str
    is_dash: bool = False


def plain(text: str) -> str:
    """Return text in plain marks: hyphens for dashes and minus signs, no full-width marks, single spaces, none at either end."""
    return " ".join((text if text.isascii() else text.translate(_AS_SEEN)).split())


def figure(text: str) -> Figure | None:
    """Return the figure that a text stands for, or None where it stands for none or may stand for two.

    A figure has one sign: a plus or minus before it or within its brackets, a minus after it, or brackets.
    """
    text = plain(_GROUPED.sub(",", text)) if len(text) <= 2 * LONGEST else text
    if len(text) > LONGEST:
        return None
    if dash := _NIL.fullmatch(text):
        return Figure(False, dash["pound"] is not None, "0", "", "", is_dash=True)
    match = _FIGURE.fullmatch(text)
    if match is None or (match["open"] is None) != (match["close"] is None):
        return None
    pounds = [match[name] for name in ("pound", "pound2", "pound3") if match[name]]
    suffixes = [match[name] for name in ("suffix", "suffix2") if match[name]]
    outside = [match[name] for name in ("before", "after") if match[name]]
    inside = [match[name] for name in ("inside", "last") if match[name]]
    bracketed = match["open"] is not None
    if max(map(len, (pounds, suffixes, outside + inside))) > 1 or (bracketed and (outside or "+" in inside)):
        return None
    return Figure(
        negative=bracketed or "-" in outside + inside,
        pound=bool(pounds),
        whole=(match["whole"] or "0").replace(",", "").replace("_", ""),
        part=(match["part"] or match["bare_part"] or "").rstrip("0"),
        suffix=suffixes[0].casefold() if suffixes else "",
    )


_COMMA_FOR_POINT = re.compile(
    r"(?P<before>[^\d.,]*)(?P<whole>\d*),(?P<part>\d+)(?P<after>[^\d.,]*)", re.ASCII
)
_NOUGHT = re.compile(
    r"(?P<before>[^\d.,]*)0(?P<figures>[\d,]*\d)(?P<part>\.\d+)?(?P<after>[^\d.,]*)", re.ASCII
)


def begins_with_a_nought(read: Figure) -> bool:
    """Whether a figure begins with a nought before other digits, as `05` and `0,355` do: its point may be lost."""
    return len(read.whole) > 1 and read.whole[0] == "0" and int(read.whole) > 0


def with_a_point(text: str) -> str | None:
    """Return, with a point, a figure whose one comma may be a decimal point, as in `0,5%`; None for any other text."""
    match = _COMMA_FOR_POINT.fullmatch(plain(text))
    if match is None:
        return None
    return f"{match['before']}{match['whole'].lstrip('0') or '0'}.{match['part']}{match['after']}"


def without_its_nought(text: str) -> list[str]:
    """Return what a figure that begins with a nought may mean: itself without the nought, or with a point after it."""
    match = _NOUGHT.fullmatch(plain(text))
    if match is None:
        return []
    figures = match["figures"].replace(",", "")
    wholes = [figures.lstrip("0") + (match["part"] or "")] + ([] if match["part"] else [f"0.{figures}"])
    return [f"{match['before']}{each}{match['after']}" for each in wholes]


_REMEDIES = (
    (r"#+", "widen the column in the spreadsheet, and save it again"),
    (r"#[\w/]+[!?]?", "correct the formula in the spreadsheet, and save it again"),
    (r".*[\u00bc-\u00be\u2150-\u215e].*", "write it in decimals"),
    (
        r"(?:[-+(£ ]*\d[\d.,]*\)? ?(?:cr|dr)|(?:cr|dr)\.? ?£?\d[\d.,]*)\.?",
        "write a credit with a minus, and a debit without a sign",
    ),
    (
        r"[-+(£ ]*\d{1,3}(?:\.\d{3})+,\d+\)?",
        "put a comma before every three figures and a point before the decimals, as in 1,234.50",
    ),
    (r"[-+(£ ]*\d{1,3}(?:\.\d{3}){2,}\D*", "put a comma before every three figures, in place of the points"),
    (r"[-+]?\d[\d.,]*e[-+]?\d+", "write every figure of the number, as in 123456"),
    (r"['\"\u2018-\u201d].*\d.*|.*\d['\"\u2018-\u201d]+", "take the quotes out"),
    (
        r"[-+£ ]*\[[^\[\]]*\]",
        "take the square brackets out, and write a minus where it takes away",
    ),
    (r"\D*\d[\d.,_]*p", "write it in pounds or more, as it is in pence"),
    (r".*[$\u20ac\u00a5].*", "turn it into pounds, and write it without the sign of another currency"),
    (r"[-+(£ \d.,]*\d[.;:,]+", "take out the mark at its end"),
    (r"=.*|.*\d ?[*/x+\u00d7\u00f7] ?\d.*", "write what it comes to: one {what}"),
    (r"[^()]*\d[^()]*\([^()]*[a-z][^()]*\)", "take the words out, and put them in a note"),
    (r"[^()]*\([^()]*|[^()]*\)[^()]*", "close the bracket, or take it out"),
    (r"[-+(£ ]*(?:[-+] ?[£(]? ?[-+]|[-+] ?£? ?\().*|[-+(][^-+]*\d.*-", "write one sign"),
    (r"\D*\d[\d.,_]*(?: [\d.,_]*\d)+\D*", "take the space out of the number"),
    (r".*\d.*(?:-| to | or ).*\d.*", "write one {what}: a range is two scenarios"),
    (
        r"[-+(£ \d.,]*\d\D{0,2}[*\u2020\u2021\u00a7\u00b9\u00b2\u00b3\u2070-\u2079]+",
        "take the footnote mark out",
    ),
    (r"\D*[\d,]*,[\d,.]*\D?", "put a comma before every three figures, or none"),
    (r".*\d.* .*[a-z].*|.*[a-z].* .*\d.*", "write the figure alone, and any words in a note"),
    (r".*\d.*[a-z].*|.*[a-z].*\d.*", "write it in figures, without letters"),
    (r".*\d.*", "write it as one figure, without other marks"),
)


def remedy(text: str, what: str, otherwise: str = "write it in figures") -> str:
    """Return how to write a figure that was refused; `what` is the word for it, such as "rate".

    It is `otherwise` where no mark in the text shows more.
    """
    text = plain(text) if len(text) <= LONGEST else ""
    found = (fix for pattern, fix in _REMEDIES if re.fullmatch(pattern, text, re.ASCII | re.IGNORECASE))
    return next(found, otherwise).format(what=what)
