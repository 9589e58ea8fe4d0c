"""What the workbook is made of: text that stays text, figures that are numbers, formulas that are one along a row."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.output import paper_of
from mtfp.problems import MisreadError
from mtfp.render.excel.addresses import column
from mtfp.render.excel.book import sheet_name, to_excel
from mtfp.sheets.book import book_of
from mtfp.sheets.model import KEYS, Book
from mtfp.tables.model import filled
from mtfp.tables.paper import Origin
from mtfp.tables.papers import Made
from mtfp.tables.printed import Report
from mtfp.tables.style import Style
from tests.unit.plans import Folder
from tests.workbook import formulas_of, in_cell, named_cell, numbers_in, parts_of, read, relative, rows_of

SCENARIOS = Path(__file__).parents[2] / "scenarios"
WHOLE, SMALL, ALONE = (
    "exampleshire/pessimistic.toml",
    "oxfordshire-2014/hard-times.toml",
    "exampleton/plan.toml",
)
BRACKETS = Style(brackets=True, nil="-", first=3)


@cache
def outcome_of(name: str) -> Outcome:
    request = read_request(SCENARIOS / name)
    return run(request.read.plan, request.scenario)


@cache
def book(name: str) -> Book:
    return book_of(outcome_of(name))


@cache
def paper(name: str) -> Report:
    return styled(name, Style())


def styled(name: str, style: Style) -> Report:
    return paper_of(Made(outcome_of(name)), None, style, Origin((("plan.toml", "0123abcd"),), "0.0"))


@cache
def written(name: str) -> bytes:
    return to_excel(paper(name), book(name))


def cells(workbook: Any) -> Iterator[Any]:
    for page in workbook:
        for row in page.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


PLAN = """
[[line]]
service = "{0}"
reference = "{1}"
title = "{2}"
base = 1_000
[[change]]
reference = "{3}"
title = "{4}"
service = "{0}"
type = "S"
amounts = {{ "2014/15" = -10 }}
[[restatement]]
line = "{1}"
amounts = {{ "2015/16" = 5 }}
why = "{5}"
[[stream]]
name = "{6}"
kind = "grant"
lasts = "time-limited"
amounts = {{ "2014/15" = 900 }}
[[reserve]]
name = "{7}"
class = "general"
opening = 100
"""
PLAIN = ("Care", "L1", "Homes", "C1", "Fewer", "Because", "Grant", "Balances")
HOSTILE = (
    "=1+1",
    "+44 7700",
    "@SUM(A1)",
    "-2+3",
    '<b>&amp;\\"quoted\\"</b>',
    "{=cmd|' /C calc'!A0}",
    "http://example.org/?a=1",
    "_x0041_ 'Gap'!A1",
)


def with_names(folder: Folder, names: tuple[str, ...]) -> bytes:
    outcome = folder.plan(PLAN.format(*names)).outcome()
    return to_excel(paper_of(Made(outcome), None, Style(), Origin((), "0.0")), book_of(outcome))


def test_text_from_files_is_never_a_formula_a_link_or_a_number(folder: Folder) -> None:
    data = with_names(folder, HOSTILE)
    held = {cell.value for cell in cells(read(data)) if cell.data_type == "s"}
    meant = {text.replace('\\"', '"') for text in HOSTILE}
    assert meant <= held
    assert [*formulas_of(data)] == [*formulas_of(with_names(folder, PLAIN))]
    assert "example.org" not in "".join(parts_of(data, "_rels/"))


def test_numbers_as_names_stay_text(folder: Folder) -> None:
    data = with_names(folder, ("Care", "001", "1E5", "0012", "12.50", "(3)", "4%", "TRUE"))
    held = [cell.value for cell in cells(read(data)) if cell.data_type == "s"]
    assert {"001", "1E5", "0012", "12.50", "(3)", "4%", "TRUE"} <= {*held}


@pytest.mark.parametrize("name", [WHOLE, SMALL, ALONE])
def test_only_nought_and_one_are_typed_in_a_formula(name: str) -> None:
    found = {formula for _, _, formula in formulas_of(written(name)) if not numbers_in(formula) <= {"0", "1"}}
    assert found == set()


def test_a_number_in_a_formula_would_be_seen() -> None:
    assert numbers_in("=ROUND('Table 2'!$G12*100,0)/Million+SUMIFS(G$3:G$9,$E$3:$E$9,1)") == {"100", "0", "1"}
    assert numbers_in('=IF(A1=0.5,"2 checks",Reserve_3_minimum)') == {"0.5"}


@pytest.mark.parametrize("name", [WHOLE, SMALL, ALONE])
def test_every_row_has_one_formula_along_its_years(name: str) -> None:
    live = {sheet.name for sheet in book(name).sheets}
    years = {column(KEYS + 1 + n) for n in range(len(book(name).years))}
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for sheet, cell, formula in formulas_of(written(name)):
        letters, row = re.findall(r"[A-Z]+|\d+", cell)
        if sheet in live and letters in years:
            rows.setdefault((sheet, row), {})[letters] = relative(formula, cell)
    assert len(rows) > len(book(name).sheets)
    assert {where: each for where, each in rows.items() if len({*each.values()}) > 1} == {}
    assert {where for where, each in rows.items() if each.keys() != years} == set()


def test_a_formula_that_breaks_the_row_would_be_seen() -> None:
    assert relative("=F5+'Gap'!$C$2", "G7") == relative("=H5+'Gap'!$C$2", "I7")
    assert relative("=F5+G4", "G7") != relative("=F5+H4", "H7")


@pytest.mark.parametrize("name", [WHOLE, SMALL, ALONE])
def test_figures_are_numbers_and_every_formula_stores_its_figure(name: str) -> None:
    data = written(name)
    workbook = read(data)
    for sheet in book(name).sheets:
        (head,) = (
            row[0].row
            for row in workbook[sheet.name].iter_rows()
            if row[KEYS + 1].value == book(name).years[0]
        )
        for row in workbook[sheet.name].iter_rows(min_row=head + 1, min_col=KEYS + 1):
            assert {type(cell.value) for cell in row} <= {int, float, type(None)}
    stored = {(sheet, cell): workbook[sheet][cell].value for sheet, cell, _ in formulas_of(data)}
    assert None not in stored.values()
    assert {value for value in stored.values() if isinstance(value, str)} == {"All checks pass"}


@pytest.mark.parametrize(
    ("style", "number"),
    [(Style(), '#,##0;-#,##0;"0"'), (BRACKETS, '#,##0_);(#,##0);"-"_)')],
)
@pytest.mark.parametrize("name", [WHOLE, SMALL])
def test_a_printed_table_is_the_figures_that_are_printed_as_numbers(
    name: str, style: Style, number: str
) -> None:
    report = styled(name, style)
    workbook = read(to_excel(report, book(name)))
    for table in report.tables:
        page = workbook[table.number]
        heads, rows = filled(table)
        assert page["A1"].value == table.caption
        grid = [[cell.value for cell in row] for row in page.iter_rows(max_col=len(heads))]
        start = grid.index([*heads])
        stub = len(table.stub_heads)
        for row, (printed, texts) in enumerate(zip(table.rows, rows, strict=True), start + 1):
            assert grid[row][:stub] == [*texts[:stub]]
            for n, text in enumerate(texts[stub:]):
                unit = printed.units[n] if printed.units else None
                cell = page.cell(row + 1, stub + n + 1)
                assert cell.value == (in_cell(text) if unit is None else unit / 10**table.unit.decimals)
                assert unit is None or cell.number_format == number
        assert not page.merged_cells.ranges


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert to_excel(paper(WHOLE), book(WHOLE)) == written(WHOLE)


def test_the_switch_chooses_by_two_fixed_words_and_stands_on_the_scenario() -> None:
    workbook = read(written(WHOLE))
    sheet, cell = named_cell(written(WHOLE), "Case")
    assert (sheet, workbook[sheet][cell].value) == ("Contents", "Scenario")
    (rule,) = workbook["Contents"].data_validations.dataValidation
    assert (rule.type, str(rule.sqref)) == ("list", cell)
    first, last = named_cell(written(WHOLE), "Cases")[1].split(":")
    assert [row[0].value for row in workbook["Contents"][first:last]] == ["Plan", "Scenario"]
    assert workbook["Contents"][named_cell(written(WHOLE), "Case_number")[1]].value == 2
    assert "Case" not in read(written(ALONE)).defined_names


def test_contents_lead_to_every_sheet_and_each_has_its_title_first() -> None:
    workbook = read(written(WHOLE))
    assert links(workbook) == {f"'{name}'!A1" for name in workbook.sheetnames if name != "Contents"}
    for each in workbook:
        assert isinstance(each["A1"].value, str)
        assert each.page_setup.paperSize == 9
        assert each.page_setup.fitToHeight == 0
        assert "&P" in each.oddFooter.right.text


def links(workbook: Any) -> set[str]:
    rows = workbook["Contents"].iter_rows()
    return {cell.hyperlink.location for row in rows for cell in row if cell.hyperlink}


def test_an_apostrophe_in_the_name_of_a_sheet_is_doubled_where_the_name_is_quoted() -> None:
    workbook = read(to_excel(styled(SMALL, Style(numbering="Council's table ", first=7)), book(SMALL)))
    assert "Council's table 7" in workbook.sheetnames
    assert "'Council''s table 7'!A1" in links(workbook)


def test_a_reference_that_reads_as_a_number_is_not_marked_as_one_in_any_sheet() -> None:
    pages = parts_of(written(WHOLE), "xl/worksheets/sheet")
    assert len(pages) == len(read(written(WHOLE)).sheetnames)
    assert all('<ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/>' in xml for xml in pages)


def test_no_words_that_wrap_are_cut_off_by_the_height_of_their_row(folder: Folder) -> None:
    """A column of width 10 holds at most 15 letters in a line, and a line of 10 points is at least 12 high."""
    long = "Homes for older people and more " * 8
    outcome = folder.plan(PLAN.format("Care", "L1", long, "C1", long, long, long, long)).outcome()
    report = paper_of(Made(outcome), None, Style(), Origin((), "0.0"))
    report = replace(report, facts=(("Why", long),), answers=(long,))
    workbook, wrapped = read(to_excel(report, book_of(outcome))), set()
    for page in workbook:
        for cell in cells([page]):
            if cell.alignment.wrap_text and isinstance(cell.value, str):
                lines = ceil(len(cell.value) / (1.5 * page.column_dimensions[cell.column_letter].width))
                assert (page.row_dimensions[cell.row].height or 15) >= 12 * lines, (page.title, cell.value)
                wrapped |= {page.title} if lines > 1 else set()
    assert wrapped >= {"Contents", "Notes", "Lines", "Changes", "Reserve balances", "Table 4"}


@pytest.mark.parametrize("name", [WHOLE, SMALL, ALONE])
def test_every_column_is_as_wide_as_its_longest_figure(name: str) -> None:
    """A figure wider than its column shows as hashes."""
    for page in read(written(name)):
        widths = {
            n: each.width for each in page.column_dimensions.values() for n in range(each.min, each.max + 1)
        }
        for cell in cells([page]):
            places = re.match(r"#,##0(\.0+)?;", cell.number_format)
            if places and isinstance(cell.value, int | float):
                figure = f"{cell.value:,.{len(places[1] or '.') - 1}f}"
                assert len(figure) < widths[cell.column], (page.title, cell.coordinate)


def test_a_live_sheet_says_what_its_amounts_are_in_and_where_those_of_both_cases_stand() -> None:
    found = {page.title: {cell.value for cell in cells([page])} for page in read(written(WHOLE))}
    money = {name for name, texts in found.items() if "Amounts are in pounds." in texts}
    assert money == {each.name for each in book(WHOLE).sheets} - {"Settings", "Indices", "Checks"}
    both = {name for name, texts in found.items() if f"Scenario {book(WHOLE).years[0]}" in texts}
    said = {name for name, texts in found.items() if any("to the right" in str(text) for text in texts)}
    assert said == both == {"Indices", "Changes", "Resources", "Reserves", "As calculated"}


def test_live_sheets_are_frozen_below_their_headings_and_repeat_them_on_paper() -> None:
    workbook = read(written(WHOLE))
    for sheet in book(WHOLE).sheets:
        page = workbook[sheet.name]
        (head,) = (row[0].row for row in page.iter_rows() if row[KEYS + 1].value == book(WHOLE).years[0])
        assert [cell.value for cell in page[head][: len(sheet.key_heads)]] == [*sheet.key_heads]
        assert page.freeze_panes == f"{column(KEYS)}{head + 1}"
        assert page.print_title_rows == f"${head}:${head}"


def test_what_is_printed_of_a_live_sheet_ends_with_its_last_row_and_the_last_year() -> None:
    workbook, years = read(written(WHOLE)), column(KEYS + len(book(WHOLE).years))
    for sheet in book(WHOLE).sheets:
        *_, (_, last) = rows_of(workbook, sheet, book(WHOLE))
        printed = workbook[sheet.name].print_area.split("!")[1]
        assert printed == f"$A$1:${years}${last}"


def test_the_rule_over_a_total_runs_from_its_name_to_the_last_year() -> None:
    workbook, end = read(written(WHOLE)), KEYS + 1 + len(book(WHOLE).years)
    totals = 0
    for sheet in book(WHOLE).sheets:
        for line, row in rows_of(workbook, sheet, book(WHOLE)):
            rules = {cell.border.top.style for cell in workbook[sheet.name][row][:end]}
            assert rules == ({"thin"} if line.total else {None}), (sheet.name, row)
            totals += line.total
    assert totals > 1


RED = "FF9B1C1C"


def reds(page: Any) -> set[tuple[str, str, str]]:
    """Where a sheet turns cells red, when what they hold compares so with this."""
    return {
        (str(each.sqref), rule.operator, rule.formula[0])
        for each in page.conditional_formatting
        for rule in each.rules
        if rule.dxf.fill is not None and rule.dxf.fill.bgColor.rgb == RED
    }


def test_a_check_that_fails_is_red_and_so_is_the_master_check() -> None:
    workbook, checks = read(written(WHOLE)), book(WHOLE).sheets[-1]
    rows = [row for _, row in rows_of(workbook, checks, book(WHOLE))]
    each = f"{column(KEYS)}{rows[0]}:{column(KEYS + len(book(WHOLE).years))}{rows[-1]}"
    for name, more in (("Checks", {(each, "notEqual", "0")}), ("Contents", set())):
        (verdict,) = (row[1] for row in workbook[name].iter_rows() if row[0].value == "Master check")
        assert reds(workbook[name]) == {(verdict.coordinate, "equal", '"A check fails"')} | more
    assert named_cell(written(WHOLE), "Master_check") == ("Checks", f"B{rows[0] - 3}")


def test_result_rows_and_constants_have_names() -> None:
    data = written(WHOLE)
    assert {"Gap", "Net_budget", "Resources", "Million", "Pence_in_a_pound", "Master_check"} <= {
        *read(data).defined_names
    }
    sheet, years = named_cell(data, "Gap")
    first, last = column(KEYS + 1), column(KEYS + len(book(WHOLE).years))
    assert re.fullmatch(rf"{first}(\d+):{last}\1", years)
    assert sheet == "Gap"


def words_of_charts(data: bytes) -> list[str]:
    drawings = parts_of(data, "xl/drawings/drawing")
    return [words for xml in drawings for words in re.findall(r'<xdr:cNvPr [^>]*descr="([^"]+)"', xml)]


def test_every_chart_says_in_words_what_it_shows() -> None:
    found = words_of_charts(written(WHOLE))
    charts = parts_of(written(WHOLE), "xl/charts/chart")
    assert len(found) == len(charts) > len(paper(WHOLE).charts)
    assert all("£" in "".join(re.findall(r"<a:t>([^<]*)</a:t>", xml)) for xml in charts)


LINE = """
[[line]]
service = "Care"
base = {}
"""
CHANGE = """
[[change]]
reference = "C{0}"
title = "Saving {0}"
service = "Service {0}"
type = "S"
amounts = {{ "2014/15" = -{0} }}
[[line]]
service = "Service {0}"
base = 100
"""
RESERVE = """
[[reserve]]
name = "Reserve {0}"
class = "earmarked"
opening = 60
minimum = {0}
"""


def drawn(folder: Folder, body: str) -> bytes:
    outcome = folder.plan(body, unit="£").outcome()
    return to_excel(paper_of(Made(outcome), None, Style(), Origin((), "0.0")), book_of(outcome))


def test_each_panel_says_in_words_what_it_shows_and_no_more(folder: Folder) -> None:
    uses = 'uses = { "2015/16" = 5 }'
    found = words_of_charts(drawn(folder, LINE.format(900) + RESERVE.format(20) + RESERVE.format(30) + uses))
    assert [words for words in found if "Minimum" in words] == [
        "Reserve 20 (earmarked), in £: Balance is 60 on 1.4.14 and 60 on 31.3.18; Minimum is 20 on 1.4.14 and 20 on 31.3.18.",
        "Reserve 30 (earmarked), in £: Balance is 60 on 1.4.14 and 55 on 31.3.18; Minimum is 30 on 1.4.14 and 30 on 31.3.18.",
    ]


def test_live_reserves_are_drawn_from_what_the_plan_opens_with_and_none_that_is_not_stated(
    folder: Folder,
) -> None:
    """A deficit apart is drawn, and a reserve whose balance is not stated isn't, as nil would be."""
    apart = '[[reserve]]\nname = "Schools"\nclass = "memorandum"\nopening = -40\n'
    unknown = '[[reserve]]\nname = "Grants"\nclass = "ring-fenced"\nopening = "not stated"\nuses = { "2015/16" = 5 }\n'
    charts = dict(charts_of(drawn(folder, LINE.format(900) + RESERVE.format(20) + apart + unknown)))
    xml = charts["Balances of reserves at the end of each year"]
    values = re.findall(r"<c:val><c:numRef><c:f>'Reserve balances'!\$(\w+)\$\d+:\$(\w+)\$", xml)
    assert xml.count("<c:ser>") == len(values) == 2
    assert {ord(last) - ord(first) for first, last in values} == {4}


def test_eight_lines_are_told_apart_without_their_colours(folder: Folder) -> None:
    body = LINE.format(900) + "".join(RESERVE.format(n) for n in range(8))
    (chart,) = (xml for xml in parts_of(drawn(folder, body), "xl/charts/chart") if xml.count("<c:ser>") == 8)
    looks = re.findall(r'<a:prstDash val="(\w+)"/></a:ln></c:spPr><c:marker><c:symbol val="(\w+)"/>', chart)
    assert len(looks) == len({*looks}) == 8


@pytest.mark.parametrize(
    ("pounds", "unit", "number"),
    [(900, "£", "#,##0"), (20_000, "£ thousand", "#,##0,"), (20_000_000, "£ million", "#,##0.0,,")],
)
def test_an_axis_counts_in_a_unit_that_suits_the_amounts(
    pounds: int, unit: str, number: str, folder: Folder
) -> None:
    (chart, *_) = parts_of(drawn(folder, LINE.format(pounds)), "xl/charts/chart")
    (axis,) = re.findall(r"<c:valAx>.*</c:valAx>", chart)
    assert re.findall(r"<a:t>([^<]*)</a:t>", axis) == [unit]
    assert f'<c:numFmt formatCode="{number}" sourceLinked="0"/>' in axis


def test_bars_stand_in_the_order_of_the_table_and_each_has_room_for_its_name(folder: Folder) -> None:
    """A row of a sheet is 15 points high, and a name in a chart is of 10."""
    data = drawn(folder, "".join(CHANGE.format(n) for n in range(1, 41)))
    bars = [xml for xml in parts_of(data, "xl/charts/chart") if '<c:barDir val="bar"/>' in xml]
    assert len(bars) > 1
    assert all(re.search(r"<c:catAx>.*maxMin.*<c:tickLblSkip val=\"1\"/>.*</c:catAx>", xml) for xml in bars)
    spans = [span for xml in parts_of(data, "xl/drawings/drawing") for span in spans_of(xml)]
    assert max(spans[n][1] - spans[n][0] for n in range(len(spans))) * 15 >= 40 * 12


def spans_of(drawing: str) -> list[tuple[int, int]]:
    """The first row and the last of each chart of a sheet."""
    found = re.findall(r"<xdr:row>(\d+)</xdr:row>", drawing)
    return [(int(first), int(last)) for first, last in zip(found[::2], found[1::2], strict=True)]


def test_no_chart_stands_on_another() -> None:
    for drawing in parts_of(written(WHOLE), "xl/drawings/drawing"):
        spans = spans_of(drawing)
        assert all(end < start for (_, end), (start, _) in pairwise(spans))


def charts_of(data: bytes) -> list[tuple[str, str]]:
    """Each chart of a workbook after its title."""
    charts = parts_of(data, "xl/charts/chart")
    titles = [re.search(r"<c:chart><c:title>.*?<a:t>([^<]*)</a:t>", xml) for xml in charts]
    return [(unescape(title[1]), xml) for title, xml in zip(titles, charts, strict=True) if title]


def test_every_chart_has_a_title_named_series_and_axes_and_a_legend_where_it_needs_one() -> None:
    data = written(WHOLE)
    charts = charts_of(data)
    assert len(charts) == len(parts_of(data, "xl/charts/chart"))
    figures = {chart.table.title for chart in paper(WHOLE).charts if chart.kind != "panels"}
    assert figures < {title for title, _ in charts}
    for _, xml in charts:
        series = xml.count("<c:ser>")
        assert len(re.findall(r'<c:order val="\d"/><c:tx>', xml)) == series
        assert ("<c:legend>" in xml) == (series > 1)
        (axis,) = re.findall(r"<c:catAx>.*</c:catAx>", xml)
        named = [] if '<c:barDir val="bar"/>' in xml else ["Financial year"]
        assert re.findall(r"<a:t>([^<]*)</a:t>", axis) == named
        assert '<c:tickLblPos val="low"/>' in axis


def test_only_reserves_that_never_fall_below_nil_are_drawn_from_nil_up() -> None:
    from_nil = {title for title, xml in charts_of(written(WHOLE)) if '<c:min val="0"/>' in xml}
    assert from_nil == {
        "General balances (general)",
        "Budget stabilisation (earmarked)",
        "Transformation (earmarked)",
        "Savings delivery risk (earmarked)",
        "Insurance fund (earmarked)",
        "Public health (ring-fenced)",
    }


def test_the_gap_of_the_plan_is_drawn_beside_that_of_the_scenario() -> None:
    title = "Gap of the plan and the scenario, as mtfp worked it out"
    (chart,) = (xml for each, xml in charts_of(written(WHOLE)) if each == title)
    assert re.findall(r"<c:tx><c:v>(\w+)</c:v>", chart) == ["Plan", "Scenario"]
    assert title not in {each for each, _ in charts_of(written(ALONE))}


def test_charts_of_live_sheets_draw_the_rows_that_are_named() -> None:
    data = written(WHOLE)
    charts = "".join(parts_of(data, "xl/charts/chart"))
    drawn = {
        (sheet, cells.replace("$", "")) for sheet, cells in re.findall(r"<c:f>(.*?)!(.*?)</c:f>", charts)
    }
    assert {named_cell(data, name) for name in ("Gap", "Net_budget", "Resources")} <= {
        (sheet.strip("'"), cells) for sheet, cells in drawn
    }


def test_what_is_typed_looks_unlike_what_is_worked_out() -> None:
    workbook = read(written(WHOLE), values=False)
    looks: dict[str, set[tuple[str, str]]] = {"n": set(), "f": set()}
    for sheet in book(WHOLE).sheets:
        for row in workbook[sheet.name].iter_rows(min_col=KEYS + 1):
            for cell in row:
                if cell.value is not None and cell.data_type in looks:
                    looks[cell.data_type].add((cell.font.color.rgb, cell.fill.fgColor.rgb))
    assert len(looks["n"]) == len(looks["f"]) == 1
    assert looks["n"] != looks["f"]


def test_the_file_says_what_it_is_and_nothing_of_when_it_was_made() -> None:
    properties = read(written(WHOLE)).properties
    assert properties.title == paper(WHOLE).title
    assert properties.description == paper(WHOLE).source
    assert (properties.created.year, properties.created.month, properties.created.day) == (1980, 1, 1)


def test_text_longer_than_a_cell_holds_is_said_and_not_cut() -> None:
    long = replace(paper(SMALL), answers=("x" * 32_767,))
    assert "x" * 32_767 in {cell.value for cell in cells(read(to_excel(long, book(SMALL))))}
    with pytest.raises(MisreadError, match="32,768 characters, and a cell of a workbook holds 32,767"):
        to_excel(replace(long, answers=("x" * 32_768,)), book(SMALL))


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("Table 3", set(), "Table 3"),
        ("Annex 2: [a/b]?", set(), "Annex 2- -a-b--"),
        ("'Quoted'", set(), "-Quoted-"),
        ("t" * 40, set(), "t" * 31),
        ("Gap", {"gap"}, "Gap 2"),
        ("Gap", {"gap", "gap 2"}, "Gap 3"),
        ("History", set(), "History 2"),
        ("", set(), "Table"),
    ],
)
def test_names_of_sheets(wanted: str, taken: set[str], name: str) -> None:
    assert sheet_name(wanted, taken) == name


def test_savings_that_print_as_positive_are_drawn_as_falls() -> None:
    report = styled(WHOLE, Style(savings_positive=True))
    page = read(to_excel(report, book(WHOLE)))["Figure 2"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(max_col=3)]
    start = next(n for n, row in enumerate(rows) if row[2] == "As drawn")
    shown = {name: (printed, drawn) for name, printed, drawn in rows[start + 1 :] if drawn is not None}
    taken_away = {name for name in shown if name.startswith("Less: ")}
    assert taken_away
    assert all(
        drawn == (-printed if name in taken_away else printed) for name, (printed, drawn) in shown.items()
    )
    assert any("'Figure 2'!$C$" in xml for xml in parts_of(to_excel(report, book(WHOLE)), "xl/charts/chart"))
