"""How a workbook looks: formats of cells, formats of numbers, widths of columns, and pages on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal

from mtfp.money import Unit
from mtfp.problems import MisreadError
from mtfp.render.wrapping import wrapped
from mtfp.sheets.model import Measure
from mtfp.tables.style import Style
from mtfp.tables.unit import PrintUnit

Looks = Callable[..., Any]
"""Returns the format that has all the looks named."""

MOST_CHARACTERS = 32_767
"""The most characters that a cell holds."""

_INK, _TYPED, _GOOD, _BAD = "#000000", "#1F3A93", "#1E5631", "#9B1C1C"
_HEAD, _SECTION, _INPUT = "#D6E0EC", "#EDF1F6", "#FFF9E3"
_A4 = 9
_WIDEST_LINE = 110
_LINE = 13.5
_LETTERS_IN_A_WIDTH = 1.25

_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "strong": {"bold": True},
    "wrapped": {"text_wrap": True},
    "top": {"valign": "top"},
    "head": {"bold": True, "bg_color": _HEAD, "text_wrap": True, "valign": "bottom", "bottom": 1},
    "section": {"bold": True, "bg_color": _SECTION},
    "right": {"align": "right"},
    "left": {"align": "left"},
    "typed": {"font_color": _TYPED, "bg_color": _INPUT},
    "total": {"bold": True, "top": 1},
    "link": {"font_color": _TYPED, "underline": 1, "valign": "top"},
    "edge": {"left": 1},
    "good": {"bold": True, "font_color": _GOOD},
    "bad": {"bold": True, "font_color": "#FFFFFF", "bg_color": _BAD},
    "rate": {"num_format": "0.00##%"},
    "hundredths": {"num_format": "#,##0.00"},
    "whole": {"num_format": "#,##0"},
}


def looks_of(workbook: Any, style: Style) -> Looks:
    """Return a function that returns a workbook's formats, by the names of looks and, if given, a number format."""
    plain = {"font_name": style.font, "font_size": 10, "font_color": _INK}
    pounds = PrintUnit(Unit.POUNDS, 2, style.brackets, style.nil)
    of_pounds = {"pounds": {"num_format": format_of_unit(pounds)}}

    @cache
    def looks(*names: str, number: str = "") -> Any:
        properties = {**plain, "num_format": number} if number else dict(plain)
        for name in names:
            properties |= (_LOOKS | of_pounds)[name]
        return workbook.add_format(properties)

    return looks


def format_of_unit(unit: PrintUnit, sign: Literal["", "%"] = "") -> str:
    """Return the number format of a figure: its decimals, a minus sign or brackets, nil as 0 or a dash, and % for a rate."""
    places = "#,##0" + ("." + "0" * unit.decimals if unit.decimals else "") + sign
    nil = f"0{sign}" if sign else unit.nil
    return f'{places}_);({places});"{nil}"_)' if unit.brackets else f'{places};-{places};"{nil}"'


def number_of(value: int, measure: Measure) -> float:
    """Return what a cell holds for a whole number of a measure: pounds for pence, a fraction for a rate, else the number."""
    return value / _IN_ONE[measure]


_IN_ONE: dict[Measure, int] = {"pounds": 100, "rate": 1_000_000, "hundredths": 100, "whole": 1}


def write_text(page: Any, row: int, index: int, text: str, look: Any) -> None:
    """Write text as text, whatever it starts with; raise `MisreadError` where a cell can't hold it."""
    if len(text) > MOST_CHARACTERS:
        raise MisreadError(
            f'a text that starts "{text[:40]}" has {len(text):,} characters, and a cell of a workbook holds {MOST_CHARACTERS:,}',
            "a shorter title, note or reason in the plan or the scenario",
            "shorten it, or write another kind of file",
        )
    page.write_string(row, index, text, look)


def wrapped_lines(texts: Iterable[str], width: float = _WIDEST_LINE) -> list[str]:
    """Return texts in lines that fit across columns of this total width."""
    return [line for text in texts for line in _in_column(text, width)]


def fit_height(page: Any, row: int, widths: Mapping[int, float], texts: Sequence[str]) -> None:
    """Make a row as high as its longest text needs, wrapped in a column of that width."""
    long = [
        len(_in_column(text, widths[n]))
        for n, text in enumerate(texts)
        if n in widths and len(text) > _letters(widths[n])
    ]
    if long:
        page.set_row(row, max(long) * _LINE)


def _letters(width: float) -> int:
    return int(width * _LETTERS_IN_A_WIDTH)


def _in_column(text: str, width: float) -> list[str]:
    return wrapped(text, _letters(width))


def set_page(page: Any, *, head: int | None = None, wide: bool = True) -> None:
    """Set a sheet up for paper: A4, as many pages as it needs, its heading row at the top of each, name and page below.

    Excel marks numbers that are stored as text. References such as 001 are meant as text, so that is turned off.
    """
    page.set_paper(_A4)
    if wide:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&RPage &P of &N")
    if head is not None:
        page.repeat_rows(head)
    page.hide_gridlines(2)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
