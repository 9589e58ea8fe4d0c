"""Law 48 of README.md for whole papers: Markdown, CSV and JSON hold the figures of the printed tables, in any house style.

Word, the web page and the workbook are read back beside the laws of their own.
"""

from __future__ import annotations

import csv
import io
import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given

from mtfp.output import Paper, written
from mtfp.tables.printed import notes_of
from tests.laws.test_tables import outcome_of
from tests.strategies import Operation, plans_and_scenarios
from tests.strategies_paper import styles
from tests.strategies_whole import councils_and_scenarios

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtfp.tables.model import PrintedRow, PrintedTable
    from mtfp.tables.style import Style
    from tests.laws.shared import Facts


def rows_of(tables: tuple[PrintedTable, ...]) -> Iterator[tuple[PrintedTable, PrintedRow]]:
    """Every row of every table, in order."""
    return ((table, row) for table in tables for row in table.rows)


def number(units: int, decimals: int) -> str:
    """A whole number of the last printed place as a program reads it: 1234.5, and nil as 0."""
    digits = f"{abs(units):0{decimals + 1}}"
    shown = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals and units else digits.lstrip("0") or "0"
    return f"-{shown}" if units < 0 else shown


def same_everywhere(paper: Paper) -> None:
    tables = paper.report.tables
    in_markdown = (
        [cell.strip() for cell in line[1:-1].split(" | ")]
        for line in written(paper, Path("a.md")).decode().splitlines()
        if line.startswith("| ")
    )
    in_csv = (cells for cells in csv.reader(io.StringIO(written(paper, Path("a.csv")).decode("utf-8-sig"))))
    in_json = json.loads(written(paper, Path("a.json")))["tables"]
    for table, told in zip(tables, in_json, strict=True):
        assert [row["printed"] for row in told["rows"]] == [[*row.figures] for row in table.rows]
        assert told["unit"] == table.unit.sign
        _ = [*islice(in_markdown, 2)], [*islice(in_csv, 2)]
        for row in table.rows:
            blank = [""] * len(table.columns)
            shown, plain = next(in_markdown), next(in_csv)
            assert shown[len(row.stub) :] == ([*row.figures] or blank)
            for cell, units in zip(plain[len(row.stub) :], row.units, strict=bool(row.units)):
                assert units is None or cell == number(units, table.unit.decimals)
        _ = [*islice(in_csv, len(notes_of(table)) + 1)]


@given(plans_and_scenarios(), styles)
def test_law_48_same_figure_in_a_paper(drawn: tuple[Facts, list[Operation]], style: Style) -> None:
    same_everywhere(Paper(outcome=outcome_of(*drawn), tables=["all"], style=style))


@given(councils_and_scenarios(), styles)
def test_law_48_same_figure_in_a_council_s_paper(drawn: tuple[Facts, list[Operation]], style: Style) -> None:
    same_everywhere(Paper(outcome=outcome_of(*drawn), tables=["all"], style=style))
