"""What the sheets of a workbook are written with."""

from __future__ import annotations

from typing import Any

from mtfp.frozen import frozen
from mtfp.render.excel.addresses import Places
from mtfp.render.excel.looks import Looks
from mtfp.sheets.model import Book

CASES = ("Plan", "Scenario")
"""What the switch says for each case."""


@frozen(kw_only=False)
class Making:
    """A workbook as it is made: its live sheets, its looks, where each line stands, and the letters of its columns."""

    workbook: Any
    book: Book
    looks: Looks
    places: Places
    letters: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns one case has: the year before and the years."""
        return 1 + len(self.book.years)
