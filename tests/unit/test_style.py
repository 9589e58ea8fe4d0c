"""House styles: what a file says, what is given with mtfp, and what a style does to a table worked by hand."""

import csv
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.files.schema import schema_of
from mtfp.files.style import GIVEN, read_style
from mtfp.money import Unit
from mtfp.output import paper_of
from mtfp.problems import InputError, MisreadError
from mtfp.tables.model import PrintedTable
from mtfp.tables.paper import Origin
from mtfp.tables.papers import Made, tables_of
from mtfp.tables.report import report_of
from mtfp.tables.style import Style, TableStyle, never_met
from mtfp.tables.unit import PrintUnit
from tests.unit.plans import Folder

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "mtfp" / "styles"
PRINTED = ROOT / "tests" / "published" / "oxfordshire-2014"

EVERY_KEY = """
[style]
title = "Ours"
negatives = "brackets"
nil = "-"
unit = "£m"
decimals = 2
savings = "positive"
rounding = "plain"
font = "Gill Sans MT"
numbering = "Annex B3"
tables = ["roll-forward", "changes"]

[rows]
"Base net budget" = "Opening budget"

[table.roll-forward]
title = "The budget, year by year"
unit = "£000"
decimals = 1
rows = { "Proposed budget" = "Closing budget" }
order = ["Savings", "Pressures"]

[table."asked by service"]
title = "By service"
"""

PLAN = """
[[line]]
service = "Care"
base = 1_000
[[line]]
service = "Roads"
base = 500
[[change]]
reference = "P1"
type = "P"
service = "Care"
title = "More clients"
amounts = { "2014/15" = 100, "2016/17" = "tbc" }
[[change]]
reference = "S1"
type = "S"
service = "Care"
title = "Fewer beds"
stage = "on track"
amounts = { "2014/15" = -40, "2015/16" = 15 }
[[change]]
reference = "S2"
type = "S"
service = "Roads"
title = "Lighting"
stage = "at risk"
confidence = "50%"
amounts = { "2015/16" = -30 }
"""


def style_of(tmp_path: Path, text: str) -> Style:
    (tmp_path / "style.toml").write_text(text, encoding="utf-8")
    return read_style((tmp_path / "style.toml").as_posix()).style


def tables(outcome: Outcome, style: Style, *names: str) -> list[PrintedTable]:
    return list(report_of(outcome, names or None, style).tables)


def rows(outcome: Outcome, style: Style, name: str) -> dict[str, tuple[str, ...]]:
    """The figures of one table by the words of each row, which here are not the same in two rows."""
    table = next(each for each in tables(outcome, style, name.split(maxsplit=1)[0]) if each.id == name)
    found = {" ".join(filter(None, row.stub)): row.figures for row in table.rows if row.figures}
    assert len(found) == sum(1 for row in table.rows if row.figures)
    return found


def test_every_key_is_read(tmp_path: Path) -> None:
    style = style_of(tmp_path, EVERY_KEY)
    assert style.title == "Ours"
    assert style == Style(
        unit=Unit.MILLIONS,
        decimals=2,
        brackets=True,
        nil="-",
        savings_positive=True,
        rounding="plain",
        font="Gill Sans MT",
        numbering="Annex B",
        first=3,
        tables=("roll-forward", "changes"),
        names={"Base net budget": "Opening budget"},
        of_table={
            "roll-forward": TableStyle(
                title="The budget, year by year",
                unit=Unit.THOUSANDS,
                decimals=1,
                names={"Proposed budget": "Closing budget"},
                order=("Savings", "Pressures"),
            ),
            "asked by service": TableStyle(title="By service"),
        },
    )


def test_the_plain_style_spells_out_what_is_so_without_one() -> None:
    text = (SHIPPED / "plain.toml").read_text(encoding="utf-8")
    assert read_style("plain").style == Style()
    assert set(tomllib.loads(text)) == {"style"}
    silent = set(schema_of("style")["$defs"]["StyleHead"]["properties"]) - set(tomllib.loads(text)["style"])
    assert silent == {"unit", "decimals", "tables"}
    assert all(re.search(rf"^# .*\b{key}\b", text, re.MULTILINE) for key in silent)


def test_an_empty_style_is_the_plain_one(tmp_path: Path) -> None:
    assert style_of(tmp_path, "[style]\n") == Style()


def test_every_style_given_is_a_file_and_the_other_way_round() -> None:
    assert sorted(GIVEN) == sorted(each.stem for each in SHIPPED.iterdir())
    assert all(read_style(name).sources == () for name in GIVEN)


def test_a_file_is_read_by_its_path_and_kept_as_a_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plain").write_text('[style]\nnil = "-"\n', encoding="utf-8")
    style, (source,) = read_style("./plain")
    assert (style, source.path) == (Style(nil="-"), Path("plain"))
    assert read_style("plain").style == Style()


@pytest.mark.parametrize(
    ("named", "what", "expected"),
    [
        (
            "oxfordshir",
            'there is no file "oxfordshir"',
            'plain or oxfordshire; the nearest is "oxfordshire"; or the name of a file that is there',
        ),
        (
            "hous.toml",
            'there is no file "hous.toml"',
            'plain or oxfordshire; or the name of a file that is there; the nearest is "house.toml"',
        ),
    ],
)
def test_a_name_that_is_neither_given_nor_a_file(
    named: str, what: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("house.toml").touch()
    with pytest.raises(MisreadError) as refused:
        read_style(named)
    assert (refused.value.what, refused.value.expected) == (what, expected)


@pytest.mark.parametrize(
    ("numbering", "first", "second"),
    [("Table 1", "Table 1", "Table 2"), ("Annex B9", "Annex B9", "Annex B10"), ("3", "3", "4")],
)
def test_tables_are_counted_from_the_first(
    numbering: str, first: str, second: str, tmp_path: Path, folder: Folder
) -> None:
    style = style_of(tmp_path, f'[style]\nnumbering = "{numbering}"\ntables = ["changes", "roll-forward"]\n')
    paper = paper_of(Made(folder.plan(PLAN).outcome()), None, style, Origin(files=(), version="1"))
    assert [(each.id, each.number) for each in paper.tables] == [
        ("changes", first),
        ("roll-forward", second),
    ]


@pytest.mark.parametrize(
    "key",
    [
        'font = "Arial; } body { display: none"',
        'font = "<b>"',
        'font = "=cmd"',
        f'font = "{"x" * 32}"',
        'numbering = "Table 10000"',
        'numbering = "Table 01"',
        "decimals = -1",
        "decimals = true",
        "decimals = 1.0",
        'decimals = "nan"',
    ],
)
def test_what_no_writer_could_print_is_refused(key: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        style_of(tmp_path, f"[style]\n{key}\n")
    assert [problem.place.line for problem in refused.value.problems] == [2]


def test_a_row_named_twice_but_for_a_space_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        style_of(tmp_path, '[style]\n[rows]\n"Gap" = "Shortfall"\n"Gap " = "To find"\n')
    assert [problem.what for problem in refused.value.problems] == ['"Gap" is given twice']


def test_the_schema_keeps_to_what_the_reader_reads() -> None:
    schema = schema_of("style")
    jsonschema.Draft202012Validator.check_schema(schema)
    valid = jsonschema.Draft202012Validator(schema).is_valid
    for name in GIVEN:
        assert valid(tomllib.loads((SHIPPED / f"{name}.toml").read_text(encoding="utf-8")))
    assert valid(tomllib.loads(EVERY_KEY))
    assert not valid({})
    for key, value in (
        ("colour", "blue"),
        ("nil", 0),
        ("nil", "nil"),
        ("unit", "£k"),
        ("decimals", 9),
        ("numbering", "Table"),
        ("numbering", "Table 10000"),
        ("tables", ["change"]),
    ):
        assert not valid({"style": {key: value}}), key
    shapes = schema["$defs"].values()
    assert all(each.get("description") for shape in shapes for each in shape["properties"].values())


def paper(file: str) -> list[dict[str, str]]:
    with (PRINTED / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="module")
def oxfordshire() -> list[PrintedTable]:
    request = read_request(ROOT / "scenarios" / "oxfordshire-2014" / "plan.toml")
    return tables(run(request.read.plan, request.scenario), read_style("oxfordshire").style)


def test_the_oxfordshire_roll_forward_has_the_rows_of_the_paper(oxfordshire: list[PrintedTable]) -> None:
    """As printed but for the footnote mark on Inflation, and nil, which the paper leaves blank."""
    table = oxfordshire[0]
    theirs = [
        (name.rstrip("*"), tuple(text or "0" for text in figures))
        for name, *figures in (row.values() for row in paper("roll-forward.csv"))
    ]
    assert (table.title, table.unit) == (
        "Draft Medium Term Financial Plan",
        PrintUnit(Unit.MILLIONS, 1),
    )
    assert [(*row.stub, row.figures) for row in table.rows][: len(theirs)] == theirs
    assert [row.stub for row in table.rows][len(theirs) :] == [("Cash limit",), ("Gap",)]


def test_the_oxfordshire_changes_have_the_totals_of_the_paper(oxfordshire: list[PrintedTable]) -> None:
    table = oxfordshire[1]
    sums = [row for row in paper("changes.csv") if row["row"] != "line"]
    theirs = [(row["title"], *(row[head] for head in table.columns[:-1]), row["total"]) for row in sums]
    ours = [(row.stub[-1], *row.figures) for row in table.rows if row.role in ("subtotal", "total")]
    assert table.title == "Detailed Previously Agreed and Proposed Budget Changes"
    assert table.unit == PrintUnit(Unit.THOUSANDS, 0)
    assert ours == theirs
    assert "Children, Education & Families Cross Directorate" in [
        row.stub[-1] for row in table.rows if row.role == "heading"
    ]
    assert len(oxfordshire) == 2


def test_the_oxfordshire_style_gives_no_name_that_its_own_plan_lacks() -> None:
    outcome = run(read_request(ROOT / "scenarios" / "oxfordshire-2014" / "plan.toml").read.plan)
    assert never_met(read_style("oxfordshire").style, tables_of(outcome, ["roll-forward", "changes"])) == []


def test_savings_positive_are_taken_away_by_name(folder: Folder) -> None:
    """1,500 + 100 - 40 = 1,560; 1,560 - (30 - 15) = 1,545."""
    found = rows(folder.plan(PLAN).outcome(), Style(savings_positive=True), "roll-forward")
    assert found["Pressures"] == ("100", "0", "0", "0")
    assert found["Less: Savings"] == ("40", "15", "0", "0")
    assert found["Proposed budget"] == ("1,560", "1,545", "1,545", "1,545")
    assert "Savings" not in found


def test_savings_positive_among_changes(folder: Folder) -> None:
    """Care changes by 100 - 40 = 60 and then by 15, a saving that ends; Roads by -30."""
    found = rows(folder.plan(PLAN).outcome(), Style(savings_positive=True), "changes")
    assert found["P1 P More clients"] == ("100", "0", "tbc", "0", "100")
    assert found["S1 S Less: Fewer beds"] == ("40", "-15", "0", "0", "25")
    assert found["Total Care"] == ("60", "15", "0", "0", "75")
    assert found["S2 S Less: Lighting"] == ("0", "30", "0", "0", "30")
    assert found["Total Roads"] == ("0", "-30", "0", "0", "-30")
    assert found["Total of all changes"] == ("60", "-15", "0", "0", "45")


def test_savings_positive_in_a_list_of_savings_need_no_word(folder: Folder) -> None:
    """S2 counts for half: 15 of 30."""
    outcome = folder.plan(PLAN).outcome()
    by_stage = rows(outcome, Style(savings_positive=True), "savings")
    assert by_stage["On track"] == ("40", "-15", "0", "0", "25")
    assert by_stage["Total savings in the plan"] == ("40", "15", "0", "0", "55")
    (weighted,) = [
        each
        for each in tables(outcome, Style(savings_positive=True), "savings")
        if each.id == "savings-weighted"
    ]
    assert [(row.stub[0], row.figures) for row in weighted.rows] == [
        ("Care", ("40", "-15", "0", "0", "25")),
        ("Roads", ("0", "15", "0", "0", "15")),
        ("Expected to arrive", ("40", "0", "0", "0", "40")),
        ("Contingency for the rest", ("0", "15", "0", "0", "15")),
        ("Total savings in the plan", ("40", "15", "0", "0", "55")),
    ]


def test_brackets_and_a_dash_for_nil(folder: Folder) -> None:
    found = rows(folder.plan(PLAN).outcome(), Style(brackets=True, nil="-"), "changes")
    assert found["P1 P More clients"] == ("100", "-", "tbc", "-", "100")
    assert found["S1 S Fewer beds"] == ("(40)", "15", "-", "-", "(25)")


def test_what_rounds_to_nil_is_nil_with_no_sign(folder: Folder) -> None:
    """-0.04 and 0.015 of a million."""
    plan = folder.plan(PLAN).outcome()
    style = Style(unit=Unit.MILLIONS, decimals=0, brackets=True, nil="-", rounding="plain")
    assert rows(plan, style, "changes")["S1 S Fewer beds"] == ("-", "-", "-", "-", "-")


def test_rows_take_new_names_and_another_order_with_their_own_figures(folder: Folder) -> None:
    style = Style(
        names={"Savings": "Cuts", "Pressures": "Growth"},
        of_table={
            "roll-forward": TableStyle(names={"Savings": "Reductions"}, order=("Savings", "Pressures"))
        },
    )
    (table,) = tables(folder.plan(PLAN).outcome(), style, "roll-forward")
    named = [(row.stub[0], row.figures[0]) for row in table.rows if row.figures[0] != "0"]
    assert named == [
        ("Base net budget", "1,500"),
        ("Reductions", "-40"),
        ("Growth", "100"),
        ("Proposed budget", "1,560"),
    ]


def test_a_new_name_stands_when_savings_are_positive(folder: Folder) -> None:
    style = Style(savings_positive=True, names={"Savings": "Reductions"})
    found = rows(folder.plan(PLAN).outcome(), style, "roll-forward")
    assert found["Less: Reductions"] == ("40", "15", "0", "0")


def test_rows_that_a_total_keeps_apart_keep_their_places(folder: Folder) -> None:
    style = Style(of_table={"changes": TableStyle(order=("Lighting", "More clients"))})
    outcome = folder.plan(PLAN).outcome()
    with pytest.raises(MisreadError, match=r'orders in the table "changes" stand apart'):
        tables(outcome, style, "changes")
    with pytest.raises(MisreadError, match=r'orders in the table "changes" stand apart'):
        tables(outcome, Style(of_table={"changes": TableStyle(order=("Total Care",))}), "changes")


def test_a_name_that_no_row_has_is_told(folder: Folder) -> None:
    style = Style(
        names={"Savings": "Cuts", "Saving": "Cuts"},
        of_table={"changes": TableStyle(names={"Lights": "Lighting"}, order=("Fewer beds", "Beds"))},
    )
    outcome = folder.plan(PLAN).outcome()
    assert never_met(style, tables_of(outcome, ["roll-forward", "changes"])) == ["Saving", "Lights", "Beds"]


@pytest.mark.parametrize(
    ("style", "roll_forward", "changes"),
    [
        (Style(), ("£000", 0), ("£000", 0)),
        (Style(decimals=1), ("£000", 1), ("£000", 1)),
        (Style(unit=Unit.MILLIONS), ("£m", 1), ("£m", 1)),
        (Style(unit=Unit.MILLIONS, decimals=3), ("£m", 3), ("£m", 3)),
    ],
)
def test_the_unit_of_each_table(style: Style, roll_forward: object, changes: object) -> None:
    assert in_print(style, "roll-forward") == roll_forward
    assert in_print(style, "changes") == changes


def in_print(style: Style, table: str) -> tuple[str, int]:
    unit = style.print_unit(table, Unit.THOUSANDS)
    return unit.sign, unit.decimals


TWO_UNITS = Style(
    unit=Unit.THOUSANDS,
    decimals=2,
    of_table={"roll-forward": TableStyle(unit=Unit.MILLIONS), "gross": TableStyle(decimals=0)},
)


@pytest.mark.parametrize(
    ("unit", "decimals", "expected"),
    [
        (None, None, [("£m", 1), ("£000", 0), ("£000", 2)]),
        (Unit.POUNDS, None, [("£", 0), ("£", 0), ("£", 0)]),
        (None, 3, [("£m", 3), ("£000", 3), ("£000", 3)]),
        (Unit.MILLIONS, 2, [("£m", 2), ("£m", 2), ("£m", 2)]),
    ],
)
def test_a_unit_or_places_asked_for_hold_for_every_table(
    unit: Unit | None, decimals: int | None, expected: object
) -> None:
    style = TWO_UNITS.in_unit(unit, decimals)
    assert [in_print(style, table) for table in ("roll-forward", "gross", "changes")] == expected


def keys_of(schema: dict[str, Any]) -> set[str]:
    return {key for shape in schema["$defs"].values() for key in shape["properties"]} | {"rows", "table"}


def test_the_page_on_styles_shows_every_key_and_its_examples_are_read(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "styles.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert [style_of(tmp_path, each) != Style() for each in examples] == [True]
    (example,) = map(tomllib.loads, examples)
    shown = {key for held in (example["style"], *example["table"].values()) for key in held}
    assert shown | set(example) >= keys_of(schema_of("style"))
    rows = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert set(rows) >= keys_of(schema_of("style")) - {"table"}
    assert all(f"`{name}`" in text for name in GIVEN)
