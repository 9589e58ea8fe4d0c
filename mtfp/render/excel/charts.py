"""Excel charts: of the live sheets, which move with the case chosen, and of the paper's figures as printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from mtfp.render.excel.looks import set_page
from mtfp.render.excel.making import CASES, Making
from mtfp.sheets.model import KEYS, Line
from mtfp.sheets.rows import sections_of

CHARTS = "Charts"
ROWS_OF_ONE = 22
"""How many rows of a sheet a chart takes, with the room under it."""

_WIDTH, _HEIGHT, _EACH_BAR = 900, 400, 24
_INKS = ("#1F3A93", "#D95F02", "#1B7F5C", "#7A5195", "#8C6D1F", "#404040")
_DASHES = ("solid", "dash", "square_dot", "long_dash", "dash_dot", "round_dot")
_MARKS = ("circle", "square", "triangle", "diamond", "x", "plus")
_GRID = {"visible": True, "line": {"color": "#D9D9D9"}}

Cells = tuple[str, int, int, int, int]
"""A sheet, and the row and column of the first cell and of the last, counted from 0."""


class Series(NamedTuple):
    """One line, or one set of columns or bars: its name, its labels and its figures."""

    name: Cells | str
    categories: Cells
    values: Cells


class Drawn(NamedTuple):
    """A chart of columns, bars or lines: its title, what it shows in words, its unit, and what it draws."""

    kind: str
    title: str
    alt: str
    unit: str
    number: str
    series: tuple[Series, ...]
    categories: str = "Financial year"
    from_nil: bool = False


def insert_chart(workbook: Any, page: Any, row: int, drawn: Drawn) -> None:
    """Put a chart on a sheet, with a title, the unit on its axis, and words for a reader who can't see it."""
    chart = workbook.add_chart({"type": drawn.kind})
    for n, series in enumerate(drawn.series):
        chart.add_series(_series(n, series, drawn.kind))
    chart.set_title({"name": drawn.title, "overlay": False, "name_font": {"size": 13}})
    names = {"name": drawn.categories, "label_position": "low"}
    amounts: dict[str, Any] = {"name": drawn.unit, "num_format": drawn.number, "major_gridlines": _GRID}
    if drawn.from_nil:
        amounts["min"] = 0
    if drawn.kind == "bar":
        chart.set_y_axis({**names, "reverse": True, "interval_unit": 1})
        chart.set_x_axis({**amounts, "label_position": "high"})
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(amounts)
    chart.set_legend({"position": "bottom"} if len(drawn.series) > 1 else {"none": True})
    chart.set_size({"width": _WIDTH, "height": _height(drawn)})
    page.insert_chart(row, 0, chart, {"description": drawn.alt})


def _height(drawn: Drawn) -> int:
    """Return the height in pixels: the usual one, or for bars one with room for each."""
    _, first, _, last, _ = drawn.series[0].values
    return max(_HEIGHT, _EACH_BAR * (last - first + 3))


def _series(n: int, series: Series, kind: str) -> dict[str, Any]:
    name = series.name if isinstance(series.name, str) else [*series.name[:3]]
    ink = {"color": _INKS[n % len(_INKS)]}
    found: dict[str, Any] = {"name": name, "categories": [*series.categories], "values": [*series.values]}
    if kind != "line":
        return found | {"fill": ink, "border": {"color": _INKS[0]}, "gap": 80}
    dash = _DASHES[(n + n // len(_INKS)) % len(_DASHES)]
    mark = {"type": _MARKS[n % len(_MARKS)], "size": 7, "fill": ink, "border": ink}
    return found | {"line": {**ink, "width": 2.25, "dash_type": dash}, "marker": mark}


def write_charts(making: Making) -> None:
    """Write a sheet with a chart of everything that the live sheets have, at least the net budget."""
    page = making.workbook.add_worksheet(CHARTS)
    page.write_string(0, 0, "Charts of the live sheets", making.looks("title"))
    for n, chart in enumerate(chart for chart in _charts(making) if chart.series):
        insert_chart(making.workbook, page, 2 + n * ROWS_OF_ONE, chart)
    set_page(page, wide=False)


def _charts(making: Making) -> Iterator[Drawn]:
    lines = [line for sheet in making.book.sheets for line in sheet.lines]
    gap, spent, pays = (
        [line for line in lines if line.name == name] for name in ("Gap", "Net_budget", "Resources")
    )
    yield _chart("column", "Gap by year", "Columns of the gap by year", gap, making)
    yield _both_cases(making)
    title = "Net budget and what pays for it" if pays else "Net budget"
    words = "Lines of the net budget and of resources" if pays else "A line of the net budget"
    yield _chart("line", title, words, [*spent, *pays], making)
    yield _of_reserves(making)


def _of_reserves(making: Making) -> Drawn:
    """Return the balances to draw, from the opening ones on. A reserve whose balance is not stated has none."""
    counted = {line.id.removesuffix(" stated") for line in _section("stated", making)}
    lines = [
        line for line in _section("reserves close", making) if line.id.removesuffix(" closes") not in counted
    ]
    words = "Lines of the balance of each reserve on 31 March at the end of each year, the year before the plan first"
    return _chart(
        "line", "Balances of reserves at the end of each year", words, lines, making, from_base=True
    )


def _section(id_: str, making: Making) -> tuple[Line, ...]:
    found = sections_of(making.book.sheets).get(id_)
    return () if found is None else found.lines


def _both_cases(making: Making) -> Drawn:
    lines = [line for line in _section("calculated", making) if line.id == "calculated gap" and line.cases]
    words = "Columns of the gap by year in the plan, and beside them in the scenario"
    return _chart(
        "column",
        "Gap of the plan and the scenario, as mtfp worked it out",
        words,
        lines * len(CASES),
        making,
        each_case=True,
    )


def _chart(
    kind: str,
    title: str,
    words: str,
    lines: Sequence[Line],
    making: Making,
    *,
    each_case: bool = False,
    from_base: bool = False,
) -> Drawn:
    sheets = dict.fromkeys(making.places.rows[line.id].sheet for line in lines)
    years = f"{making.book.years[0]} to {making.book.years[-1]}"
    alt = f"{words}, {years}. The figures are on the sheet {' and '.join(sheets)}."
    series = [_of_line(line, n if each_case else 0, making) for n, line in enumerate(lines, 1)]
    drawn = tuple(map(_with_the_year_before, series) if from_base else series)
    return Drawn(kind, title, alt, *_unit(lines), drawn)


def _with_the_year_before(series: Series) -> Series:
    """Return the same line, starting one column further left."""
    over, cells = series.categories, series.values
    return Series(series.name, (*over[:2], over[2] - 1, *over[3:]), (*cells[:2], cells[2] - 1, *cells[3:]))


def _of_line(line: Line, case: int, making: Making) -> Series:
    """Return the cells of a line's years; with a case, counted from 1, those of that case, further right."""
    sheet, number = making.places.rows[line.id]
    row = number - 1
    head, years, last = making.places.heads[sheet] - 1, KEYS + 1, KEYS + making.width - 1
    right = case * making.width
    name = CASES[case - 1] if case else (sheet, row, 0, row, 0)
    return Series(name, (sheet, head, years, head, last), (sheet, row, years + right, row, last + right))


def _unit(lines: Sequence[Line]) -> tuple[str, str]:
    """Return the unit of the axis, and the number format that shows pounds in it."""
    most = max((abs(cell) for line in lines for cell in line.cells[1:] if cell), default=0)
    return next((name, number) for least, name, number in _UNITS if most >= least)


_UNITS = ((10**9, "£ million", "#,##0.0,,"), (10**6, "£ thousand", "#,##0,"), (0, "£", "#,##0"))
"""The pence from which an axis is in each unit."""
