"""Pictures: what is drawn is the table, it reads in black and white, nothing is cut or covered, and the bytes stay the same."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from itertools import accumulate, combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.money import Unit
from mtfp.render.pictures.saved import drawn, png, svg
from mtfp.tables.model import PrintedRow, PrintedTable, Role
from mtfp.tables.paper import charts_of
from mtfp.tables.printed import Chart, ChartKind
from mtfp.tables.style import Style
from mtfp.tables.unit import PrintUnit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
FILES = [
    "oxfordshire-2014/school-improvement-slips.toml",
    "exampleshire/central.toml",
    "exampleshire/pessimistic.toml",
    "exampleton/freeze.toml",
    "merton-2016/plan.toml",
]
CENTRAL = "exampleshire/central.toml"
THOUSANDS = PrintUnit(Unit.THOUSANDS, 0)
FIGURE = re.compile(r"-?[\d,]+")
HOSTILE = [
    "$x^2$",
    "$\\frac{$",
    "<b>&amp;</b>",
    "--><script>",
    "=1+1",
    "\\textbf{x}",
    "x_1^",
    "日本語 عربي 😀",
    "W" * 90,
]


def charts_in(file: str, style: Style | None = None) -> dict[str, Chart]:
    request = read_request(SCENARIOS / file)
    outcome = run(request.read.plan, request.scenario)
    return {chart.id: chart for chart in charts_of(outcome, style or Style())}


def chart_of(
    kind: ChartKind,
    rows: Sequence[tuple[str, Sequence[int]]],
    columns: Sequence[str],
    unit: PrintUnit = THOUSANDS,
) -> Chart:
    """Return a chart of rows as given; one with no figures is a heading, and a bridge or bars end in a total."""
    printed = [
        PrintedRow(str(n), (name,), _role(kind, n, rows), tuple(unit.show_each(units)), tuple(units))
        for n, (name, units) in enumerate(rows)
    ]
    table = PrintedTable(
        id="drawn", title="Drawn", unit=unit, stub_heads=("",), columns=tuple(columns), rows=tuple(printed)
    )
    return Chart("drawn", kind, table, "Words.")


def _role(kind: ChartKind, n: int, rows: Sequence[tuple[str, Sequence[int]]]) -> Role:
    if not rows[n][1]:
        return "heading"
    return "total" if kind == "bars" and n == len(rows) - 1 else "figure"


def years(count: int) -> list[str]:
    return [f"{2026 + n}/{(27 + n) % 100:02}" for n in range(count)]


def figures_of(chart: Chart) -> list[list[int]]:
    """Return what the table says is to be drawn: runs by year, or [start, length] of each step, or the length of each bar."""
    rows = [row for row in chart.table.rows if row.units]
    cells = [list(row.numbers) for row in rows]
    if chart.kind == "bars":
        return [[run[-1]] for run in cells[:-1]]
    if chart.kind == "bridge":
        (first,), *steps, (last,) = cells
        signed = [
            -move if row.id in chart.taken_away else move
            for row, (move,) in zip(rows[1:-1], steps, strict=True)
        ]
        starts = accumulate(signed, initial=first)
        return [*([start, move] for start, move in zip(starts, signed, strict=False)), [first, 0], [last, 0]]
    return cells


def figures_drawn(figure: Figure, chart: Chart) -> list[list[int]]:
    """Return what the picture holds, in the same form; a bar's end is where its start and length lead, to the pixel."""
    axes = figure.axes
    if chart.kind in ("columns", "pairs"):
        return [[int(bar.get_height()) for bar in run] for run in axes[0].containers]
    if chart.kind == "bars":
        return [[int(bar.get_width())] for run in axes[0].containers for bar in run]
    if chart.kind == "bridge":
        return [[int(bar.get_x()), int(bar.get_width())] for run in axes[0].containers for bar in run]
    lines = [line for each in axes for line in each.lines if line.get_marker() != "None"]
    return [np.asarray(line.get_ydata(), dtype=np.int64).tolist() for line in lines]


def problems_of(figure: Figure) -> list[str]:
    """Return each text that leaves the picture, and each two that cover one another, as they come to stand in a PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas: Any = FigureCanvasAgg(figure)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph", UserWarning)
        canvas.draw()
        boxes = [
            (text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in texts_of(figure)
        ]
    edge = figure.bbox
    cut = [
        f"{text} is cut"
        for text, box in boxes
        if box.x0 < edge.x0 - 1 or box.x1 > edge.x1 + 1 or box.y0 < edge.y0 - 1 or box.y1 > edge.y1 + 1
    ]
    return [
        *cut,
        *(f"{one} covers {other}" for (one, a), (other, b) in combinations(boxes, 2) if _cover(a, b)),
    ]


def _cover(one: Bbox, other: Bbox) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    tall = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(wide > 1 and tall > 1)


def texts_of(figure: Figure) -> Iterator[Text]:
    """Yield each text that shows."""
    for axes in figure.axes:
        shown = [*axes.texts, axes.xaxis.label, axes.yaxis.label, *_tick_labels(axes)]
        yield from (text for text in shown if text.get_text())
    for legend in figure.legends:
        yield from legend.get_texts()


def _tick_labels(axes: Axes) -> Iterator[Text]:
    for axis, (low, high) in ((axes.xaxis, sorted(axes.get_xlim())), (axes.yaxis, sorted(axes.get_ylim()))):
        for place, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True):
            if low <= place <= high:
                yield label


PAIR = chart_of("pairs", [("Before", (12, 20, -5)), ("After", (0, 14, -9))], years(3))
STEPS = chart_of("bridge", [("Base", (100,)), ("Rise", (30,)), ("Fall", (-50,)), ("Net", (80,))], ["All"])
SERVICES = chart_of(
    "bars", [("A", (-5, -7, -12)), ("B", (0, 3, 3)), ("All", (-5, -4, -9))], [*years(2), "Total"]
)
LINES = chart_of("lines", [("Before", (1000, 990, 980)), ("After", (1000, 1010, 985))], years(3))
PANELS = chart_of(
    "panels",
    [
        ("R1", ()),
        ("Balance", (60, 30, 10)),
        ("Minimum", (10, 10, 10)),
        ("R2", ()),
        ("Balance", (5, 5, 5)),
        ("Minimum", (1, 2, 6)),
    ],
    years(3),
)


def test_columns_side_by_side_are_as_tall_as_their_figures() -> None:
    assert figures_drawn(drawn(PAIR), PAIR) == [[12, 20, -5], [0, 14, -9]]


def test_steps_start_where_the_last_one_ends() -> None:
    """100, then 30 more, then 50 less from 130, to 80."""
    assert figures_drawn(drawn(STEPS), STEPS) == [[100, 30], [130, -50], [100, 0], [80, 0]]


def test_a_positive_saving_that_is_taken_away_is_drawn_as_a_fall() -> None:
    rows = [("Base", (100,)), ("Rise", (30,)), ("Less: savings", (50,)), ("Net", (80,))]
    chart = chart_of("bridge", rows, ["All"])._replace(taken_away=frozenset({"2"}))
    assert figures_drawn(drawn(chart), chart) == [[100, 30], [130, -50], [100, 0], [80, 0]]


def test_bars_are_of_the_last_column_without_the_total_and_grow_away_from_their_names() -> None:
    figure = drawn(SERVICES)
    assert figures_drawn(figure, SERVICES) == [[-12], [3]]
    left, right = figure.axes[0].get_xlim()
    assert left > 3
    assert right < -12


def test_lines_go_through_their_figures() -> None:
    assert figures_drawn(drawn(LINES), LINES) == [[1000, 990, 980], [1000, 1010, 985]]


def test_a_panel_for_each_reserve_from_nil_up() -> None:
    figure = drawn(PANELS)
    assert figures_drawn(figure, PANELS) == [[60, 30, 10], [10, 10, 10], [5, 5, 5], [1, 2, 6]]
    assert [axes.get_ylim()[0] for axes in figure.axes] == [0, 0]
    assert {"R1", "R2"} <= {text.get_text() for text in texts_of(figure)}


def test_a_panel_of_a_reserve_without_a_minimum_has_one_line() -> None:
    rows = [each for n in range(12) for each in ((f"R{n}", ()), ("Balance", (60, n, -10)))]
    chart = chart_of("panels", rows, years(3))
    figure = drawn(chart)
    assert figures_drawn(figure, chart) == [[60, n, -10] for n in range(12)]
    assert problems_of(figure) == []


@pytest.mark.parametrize("chart", [PAIR, STEPS, SERVICES, LINES, PANELS], ids=lambda chart: chart.kind)
def test_the_unit_and_every_figure_are_printed_as_in_the_table(chart: Chart) -> None:
    said = [text.get_text() for text in texts_of(drawn(chart))]
    assert any(text.startswith("£000") for text in said)
    rows = [row for row in chart.table.rows if row.units and row.stub != ("Minimum",)]
    if chart.kind == "bars":
        rows = [row._replace(figures=row.figures[-1:]) for row in rows[:-1]]
    for row in rows:
        assert set(row.figures) <= set(said)


def test_an_axis_that_does_not_start_at_nil_says_so() -> None:
    far = chart_of("bridge", [("Base", (5_000,)), ("Rise", (30,)), ("Net", (5_030,))], ["All"])
    assert drawn(far).axes[0].get_xlabel() == "£000 (this axis does not start at 0)"
    near = chart_of("bridge", [("Base", (20,)), ("Rise", (30,)), ("Net", (50,))], ["All"])
    assert drawn(near).axes[0].get_xlabel() == "£000"
    assert "(this axis does not start at 0)" in {text.get_text() for text in texts_of(drawn(LINES))}


@pytest.mark.parametrize("chart", [PAIR, LINES, PANELS], ids=lambda chart: chart.kind)
def test_years_stand_along_the_axis_and_nil_has_a_line(chart: Chart) -> None:
    for axes in drawn(chart).axes:
        assert [label.get_text() for label in axes.get_xticklabels()] == years(3)
    axes = drawn(PAIR).axes[0]
    assert [np.asarray(line.get_ydata()).tolist() for line in axes.lines] == [[0, 0]]


def lightness(colour: Sequence[float]) -> float:
    """Return how light a colour is in black and white, from 0 to 1: Rec. 601."""
    red, green, blue, *_ = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_columns_side_by_side_differ_in_black_and_white() -> None:
    one, other = (run[0] for run in drawn(PAIR).axes[0].containers)
    assert abs(lightness(one.get_facecolor()) - lightness(other.get_facecolor())) > 0.3
    assert one.get_hatch() != other.get_hatch()
    assert all(lightness(bar.get_edgecolor()) < 0.2 for bar in (one, other))


def test_rises_falls_and_balances_differ_in_black_and_white() -> None:
    rise, fall, balance, _ = (run[0] for run in drawn(STEPS).axes[0].containers)
    shades = [
        lightness(rise.get_facecolor()),
        lightness(fall.get_facecolor()),
        lightness(balance.get_edgecolor()),
    ]
    assert min(abs(one - other) for one, other in combinations(shades, 2)) > 0.2


@pytest.mark.parametrize("chart", [LINES, PANELS], ids=lambda chart: chart.kind)
def test_lines_differ_by_more_than_colour(chart: Chart) -> None:
    one, other = drawn(chart).axes[0].lines[:2]
    assert one.get_linestyle() != other.get_linestyle()
    assert one.get_marker() != other.get_marker()


@pytest.mark.parametrize(
    "style", [Style(), Style(unit=Unit.POUNDS, decimals=2, brackets=True)], ids=["plain", "pence"]
)
@pytest.mark.parametrize("file", FILES)
def test_nothing_is_cut_and_no_text_covers_another(file: str, style: Style) -> None:
    for chart in charts_in(file, style).values():
        assert problems_of(drawn(chart)) == []


def test_the_check_for_covered_and_cut_text_is_one_that_bites() -> None:
    figure = drawn(PAIR)
    figure.text(0.5, 0.5, "one")
    figure.axes[0].text(0, 5, "other")
    figure.axes[0].text(0, 5, "another")
    figure.axes[0].text(-90, 5, "away")
    assert problems_of(figure)[:2] == ["away is cut", "other covers another"]


EXTREMES = {
    "sixty years": chart_of("pairs", [("Before", range(60)), ("After", range(-30, 30))], years(60)),
    "thirty years of nil": chart_of("pairs", [("Before", [0] * 30), ("After", [0] * 30)], years(30)),
    "twelve years": chart_of("pairs", [("Before", range(900, 912)), ("After", range(-6, 6))], years(12)),
    "one year": chart_of("columns", [("Gap", (5,))], years(1)),
    "all nil": chart_of("pairs", [("Before", (0, 0)), ("After", (0, 0))], years(2)),
    "large": chart_of("columns", [("Gap", (10**15, -(10**15)))], years(2), PrintUnit(Unit.POUNDS, 2)),
    "a service alone, nil": chart_of("bars", [("A", (0,)), ("All", (0,))], ["Total"]),
    "no steps": chart_of("bridge", [("Base", (0,)), ("Net", (0,))], ["All"]),
    "a step far from nil": chart_of(
        "bridge", [("Base", (10**13,)), ("Rise", (1,)), ("Net", (10**13 + 1,))], ["All"]
    ),
    "a budget of income": chart_of("bridge", [("Base", (-900,)), ("Fall", (-8,)), ("Net", (-908,))], ["All"]),
    "forty steps": chart_of(
        "bridge", [(f"Step {n} with a name of some length", (n,)) for n in range(40)], ["All"]
    ),
    "lines as one": chart_of(
        "lines", [("Before the scenario", (7, 8)), ("After the scenario", (7, 8))], years(2)
    ),
    "lines for long": chart_of(
        "lines", [("Before", range(10**6, 10**6 + 30)), ("After", range(30))], years(30)
    ),
    "a reserve emptied": chart_of("panels", [("R", ()), ("Balance", (90, 1)), ("Minimum", (1, 2))], years(2)),
}


@pytest.mark.parametrize("chart", EXTREMES.values(), ids=EXTREMES)
def test_extremes_are_drawn_whole(chart: Chart) -> None:
    figure = drawn(chart)
    assert problems_of(figure) == []
    assert figures_drawn(figure, chart) == figures_of(chart)


def rows_down(kind: ChartKind, count: int) -> Chart:
    named = [
        (f"{n} with a name that has to stand in more lines than one of them", (n,)) for n in range(count)
    ]
    return chart_of(kind, named, ["All"])


def height_in_mm(figure: Figure) -> float:
    return float(figure.get_figheight() * 25.4)


def types_in(figure: Figure) -> set[float]:
    """Return how large the type of each text is, in points."""
    return {float(text.get_fontsize()) for text in texts_of(figure)}


@pytest.mark.parametrize("kind", ["bridge", "bars"])
@pytest.mark.parametrize("count", [17, 42, 65])
def test_many_rows_fit_on_a_page_of_a4_in_type_that_can_be_read(count: int, kind: ChartKind) -> None:
    """A page has 257 mm within margins of 2 cm, and the caption stands there too."""
    figure = drawn(rows_down(kind, count))
    assert height_in_mm(figure) < 200.5
    assert min(types_in(figure)) >= 6
    assert problems_of(figure) == []
    runs = [bar for run in figure.axes[0].containers for bar in run]
    places = sorted((bar.get_y(), bar.get_y() + bar.get_height()) for bar in runs)
    assert all(end < start for (_, end), (start, _) in pairwise(places))


def test_few_rows_have_their_whole_names_and_ordinary_type() -> None:
    figure = drawn(rows_down("bridge", 12))
    assert types_in(figure) == {8}
    assert {label.get_text().count("\n") for label in figure.axes[0].get_yticklabels()} == {1}


def test_rows_too_many_for_any_page_keep_type_that_can_be_read() -> None:
    figure = drawn(rows_down("bridge", 90))
    assert height_in_mm(figure) > 210
    assert min(types_in(figure)) == 6
    assert problems_of(figure) == []


LONG = "What the council and all that it pays for is to cost in the years of the plan"


@pytest.mark.parametrize(("kind", "rows"), [("lines", [(5, 9), (0, 9)]), ("panels", [(9, 0), (5, 0)])])
def test_long_names_at_the_top_or_bottom_of_a_picture_stay_in_it(
    kind: ChartKind, rows: Sequence[tuple[int, int]]
) -> None:
    heading = [("R", ())] if kind == "panels" else []
    chart = chart_of(kind, [*heading, *((f"{LONG} {n}", units) for n, units in enumerate(rows))], years(2))
    figure = drawn(chart)
    assert sum(text.get_text().count("\n") == 3 for text in texts_of(figure)) == 2
    assert problems_of(figure) == []


@pytest.mark.parametrize(
    "chart",
    [
        chart_of("columns", [("Gap", (0, 0))], years(2)),
        chart_of("bars", [("A", (0,)), ("All", (0,))], ["Total"]),
        chart_of("lines", [("Before", (0, 0)), ("After", (0, 0))], years(2)),
    ],
    ids=lambda chart: chart.kind,
)
def test_an_axis_of_nil_has_no_two_marks_with_one_figure(chart: Chart) -> None:
    axes = drawn(chart).axes[0]
    marks = axes.xaxis if chart.kind == "bars" else axes.yaxis
    shown = [marks.get_major_formatter()(place, n) for n, place in enumerate(marks.get_majorticklocs())]
    assert "0" in shown
    assert len(set(shown)) == len(shown)


def pixels_of(figure: Figure) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the picture as it comes to stand in a PNG: rows of pixels from the top, each red, green and blue."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[:, :, :3].astype(np.int64)


def test_a_line_that_passes_behind_a_figure_touches_none_of_its_letters() -> None:
    """The second of three figures stands above its point, and its line goes on up through it."""
    figure = drawn(chart_of("lines", [("Up", (0, 600_000, 10_000_000)), ("Level", (0, 0, 0))], years(3)))
    figure.set_dpi(200)
    axes = figure.axes[0]
    (text,) = (text for text in axes.texts if text.get_text() == "600,000")
    with_line = pixels_of(figure)
    for line in axes.lines:
        line.set_visible(False)
    axes.grid(visible=False)
    without = pixels_of(figure)
    box = text.get_window_extent()
    rows = slice(int(figure.bbox.y1 - box.y1), int(figure.bbox.y1 - box.y0))
    across = slice(int(box.x0), int(box.x1))
    letters = without[rows, across].max(axis=2) < 128
    close = letters.copy()
    for way in (0, 1):
        close |= np.roll(letters, 1, way) | np.roll(letters, -1, way)
    assert letters.any()
    assert (with_line[rows, across] != without[rows, across]).any()
    assert (with_line[rows, across][close] == without[rows, across][close]).all()


@pytest.mark.parametrize("kind", ["pairs", "bridge", "bars", "lines", "panels"])
@pytest.mark.parametrize("name", HOSTILE)
def test_names_from_files_are_data(name: str, kind: ChartKind) -> None:
    """No mathematics, markup or TeX is read in them, and what the type lacks is a box without a word of warning."""
    heading = [(name, ())] if kind == "panels" else []
    chart = chart_of(kind, [*heading, (name, (500,)), (f"{name} too", (400,))], ["2026/27"])
    figure = drawn(chart)
    assert problems_of(figure) == []
    words = [text for text in texts_of(figure) if not FIGURE.fullmatch(text.get_text())]
    assert not any(text.get_parse_math() or text.get_usetex() for text in words)
    if len(name) < 20:
        assert any(name in text.get_text() for text in texts_of(figure))
    assert tags(svg(chart)) <= usual_tags(kind)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(name for name, _ in attrs)}


def tags(picture: bytes) -> set[str]:
    """Return the name of every element and attribute of an SVG."""
    parser = _Tags()
    parser.feed(picture.decode())
    return parser.seen


@cache
def usual_tags(kind: ChartKind) -> set[str]:
    heading = [("R", ())] if kind == "panels" else []
    return tags(svg(chart_of(kind, [*heading, ("A", (500,)), ("B", (400,))], ["2026/27"])))


def test_a_long_name_is_wrapped_and_then_cut() -> None:
    chart = chart_of("bars", [("Care of people who live at home " * 8, (5,)), ("All", (5,))], ["Total"])
    (label,) = (text.get_text() for text in texts_of(drawn(chart)) if "Care" in text.get_text())
    assert label.count("\n") == 2
    assert label.endswith("...")


def test_pictures_are_as_wide_as_a_page_of_a4_lets_them_be() -> None:
    """160 mm at 200 dots an inch is 1,259.8 dots; in SVG it is 453.5 points."""
    for chart in (PAIR, STEPS, SERVICES, LINES, PANELS):
        assert int.from_bytes(png(chart)[16:20], "big") == 1259
        assert b'width="453.543307pt"' in svg(chart)
        assert b'viewBox="0 0 453.543307 ' in svg(chart)
        assert drawn(chart).get_facecolor() == (1, 1, 1, 1)


@pytest.mark.parametrize("form", [svg, png], ids=["svg", "png"])
def test_the_same_chart_gives_the_same_bytes(form: Callable[[Chart], bytes]) -> None:
    for chart in charts_in(CENTRAL).values():
        assert form(chart) == form(chart)


def test_no_date_and_no_program_stand_in_a_picture() -> None:
    assert b"tEXt" not in png(PAIR)
    assert b"date" not in svg(PAIR)
    assert b"Matplotlib" not in svg(PAIR)


AGAIN = """
import json
from hashlib import sha256
from tests.unit.test_pictures import CENTRAL, charts_in
from mtfp.render.pictures.saved import png, svg
found = charts_in(CENTRAL)
print(json.dumps({id_: [sha256(svg(each)).hexdigest(), sha256(png(each)).hexdigest()] for id_, each in found.items()}))
"""


def test_another_computer_s_settings_change_no_byte_and_nothing_is_said(tmp_path: Path) -> None:
    """Its own style for matplotlib, another backend, and no folder of its own that can be written."""
    own = tmp_path / "matplotlibrc"
    own.write_text(
        "axes.facecolor: red\nfont.size: 20\ntext.parse_math: False\nsvg.hashsalt: other\n", "utf-8"
    )
    settings = {"MATPLOTLIBRC": str(own), "MPLBACKEND": "TkAgg", "PYTHONHASHSEED": "7"}
    settings |= {
        "MPLCONFIGDIR": str(own / "none"),
        "HOME": str(own / "none"),
        "XDG_CACHE_HOME": str(own / "none"),
    }
    done = subprocess.run(
        [sys.executable, "-c", AGAIN],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    here = charts_in(CENTRAL).items()
    assert json.loads(done.stdout) == {
        id_: [sha256(svg(each)).hexdigest(), sha256(png(each)).hexdigest()] for id_, each in here
    }
    assert done.stderr == ""


def test_what_the_user_has_set_stays_set() -> None:
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 33.0, "text.parse_math": True}):
        svg(PAIR)
        assert (mpl.rcParams["font.size"], mpl.rcParams["text.parse_math"]) == (33.0, True)
