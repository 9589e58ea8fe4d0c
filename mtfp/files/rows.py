"""CSV files of lines and changes: each row becomes the table it would be in TOML, and the same shape reads it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mtfp.files.source import SourceFile
from mtfp.problems import MisreadError, Problem, nearest
from mtfp.years import FinancialYear, Horizon

_YES = {"yes": True, "true": True, "no": False, "false": False}
_TOTALS = ("total", "subtotal", "sub-total", "grand total")
_INFLATION = "inflation "


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns a CSV may have: those it must have, those it may, and which of them hold yes or no, or several words."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    yes_no: tuple[str, ...]
    year_prefix: str
    year_key: str


LINES = Columns(
    required=("service", "base"),
    optional=("reference", "title", "index", "one_off_in_base", "takes_changes", "note"),
    yes_no=("takes_changes",),
    year_prefix=_INFLATION,
    year_key="inflation",
)
CHANGES = Columns(
    required=("reference", "type", "service", "title"),
    optional=("line", "printed", "basis", "starts", "full_year", "one_off", "tags", "in_base_since", "note"),
    yes_no=("one_off",),
    year_prefix="",
    year_key="amounts",
)


def read_rows(
    source: SourceFile, columns: Columns, horizon: Horizon | None, problems: list[Problem]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each row's line and its table, blank cells left out; add what is wrong with the rows themselves."""
    reader = csv.reader(source.text.splitlines(keepends=True), strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        if not _sound_head(source, columns, head, horizon, problems):
            return
        start = reader.line_num + 1
        for cells in reader:
            line, start = start, reader.line_num + 1
            if any(cell and not cell.isspace() for cell in cells):
                row = _row(source, columns, head, cells, line, problems)
                if row is not None:
                    yield line, row
    except csv.Error as error:
        problems.append(
            Problem(
                place=source.place(max(reader.line_num, 1)),
                what=f"this is not CSV: {error}",
                expected="cells with commas between them, and text that holds a comma or a quote in double quotes",
                fix="correct the quotes on this line, or the line where they open",
            )
        )


def _sound_head(
    source: SourceFile, columns: Columns, head: list[str], horizon: Horizon | None, problems: list[Problem]
) -> bool:
    """Check the heading row; the rows are worth reading only where it is sound."""
    before = len(problems)
    named = (*columns.required, *columns.optional)
    years: list[FinancialYear] = []

    def wrong(what: str, expected: str, fix: str, column: str = "") -> None:
        problems.append(Problem(place=source.place(1, column), what=what, expected=expected, fix=fix))

    if len(head) == 1 and any(mark in head[0] for mark in ";\t"):
        wrong("the columns are not separated by commas", "a comma between columns", 'save it again as "CSV UTF-8 (Comma delimited)"')
        return False
    for n, name in enumerate(head):
        if name in named:
            if name in head[:n]:
                wrong(f'column "{name}" is there twice', "each column once", "remove one of them", name)
            continue
        label = name.removeprefix(columns.year_prefix)
        try:
            year = FinancialYear.parse(label) if label != name or not columns.year_prefix else None
        except MisreadError as error:
            year = None
            if label[:1].isdigit():
                problems.append(error.at(source.place(1, name)))
                continue
        if year is None:
            what = f'"{name}" is not a column here' if name else f"column {n + 1} has no name"
            by_year = f"{columns.year_prefix}2026/27" if columns.year_prefix else "a year such as 2026/27"
            wrong(what, f"{', '.join(named)} or {by_year}{nearest(name, named)}", "correct the name, or remove the column", name)
        elif horizon is not None and year not in horizon:
            wrong(f"{year} is not a year of the plan", f"the years {horizon}", "remove the column, or correct the plan's years", name)
        elif year in years:
            wrong(f"there are two columns for {year}", "one column a year", "remove one of them", name)
        else:
            years.append(year)
    missing = [name for name in columns.required if name not in head]
    if horizon is not None and columns is CHANGES and (years or "full_year" not in head):
        missing += [str(year) for year in horizon if year not in years and not any(str(year) in each for each in head)]
    for name in missing:
        wrong(f'column "{name}" is missing', f"the columns {', '.join(columns.required)}" + (f", and {horizon}" if columns is CHANGES else ""), f"add the column {name}", name)
    return len(problems) == before


def _row(
    source: SourceFile, columns: Columns, head: list[str], cells: list[str], line: int, problems: list[Problem]
) -> dict[str, Any] | None:
    if len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
        problems.append(
            Problem(
                place=source.place(line),
                what=f"this row has {len(cells)} cells under {len(head)} headings",
                expected="one cell under each heading",
                fix='put text and amounts that hold a comma in double quotes: "1,234"',
            )
        )
        return None
    named = {name: cell.strip() for name, cell in zip(head, cells, strict=False) if cell and not cell.isspace()}
    if _is_total(columns, named):
        problems.append(
            Problem(
                place=source.place(line),
                what="this is a total, not a change" if columns is CHANGES else "this is a total, not a line",
                expected=f"only {'changes' if columns is CHANGES else 'lines'}: totals are worked out and checked to cast",
                fix="remove the row",
            )
        )
        return None
    row: dict[str, Any] = {}
    for name, cell in named.items():
        if name in columns.yes_no:
            row[name] = _YES.get(cell.casefold(), cell)
        elif name == "tags":
            row[name] = [tag.strip() for tag in cell.split(";") if tag.strip()]
        elif name in columns.required or name in columns.optional:
            row[name] = cell
        else:
            row.setdefault(columns.year_key, {})[name.removeprefix(columns.year_prefix)] = cell
    return row


def _is_total(columns: Columns, named: dict[str, str]) -> bool:
    texts = [named.get(name, "").casefold() for name in ("reference", "title", "service")]
    total = any(text.split(" ")[0].rstrip(":") in _TOTALS or text.startswith("grand total") for text in texts if text)
    return total and ("type" in columns.required and "type" not in named or "base" in columns.required and texts[2].split(" ")[0] in _TOTALS)
