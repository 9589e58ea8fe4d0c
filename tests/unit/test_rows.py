"""CSV files of changes and lines: each row with its own line, blank cells nil, every mistake told at once."""

from pathlib import Path

import pytest

from mtfp.files.request import read_request
from mtfp.files.source import SourceFile
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.problems import InputError
from tests.unit.plans import Folder

HEAD = "reference,type,service,title,2014/15,2015/16"
PLAN = """[plan]
council = "C"
title = "T"
years = "2014/15 to 2015/16"
unit = "£"
changes = "changes.csv"
lines = "lines.csv"
[types]
S = { kind = "saving", status = "new", label = "Savings" }
"""
LINES = "service,base\nM,100\n"


class Files:
    """A plan whose changes and lines are CSV."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def plan(self, changes: str, lines: str = LINES) -> Plan:
        (self.folder / "plan.toml").write_text(PLAN, encoding="utf-8")
        (self.folder / "changes.csv").write_text(changes, encoding="utf-8", newline="")
        (self.folder / "lines.csv").write_text(lines, encoding="utf-8", newline="")
        return read_request(self.folder / "plan.toml").read.plan

    def changes(self, text: str) -> tuple[Change, ...]:
        return self.plan(text).changes

    def told(self, changes: str, lines: str = LINES) -> list[tuple[str, int, str]]:
        with pytest.raises(InputError) as refused:
            self.plan(changes, lines)
        return [(Path(each.place.file).name, each.place.line, each.what) for each in refused.value.problems]

    def wrong(self, changes: str) -> list[tuple[int, str]]:
        return [(line, what) for file, line, what in self.told(changes) if file == "changes.csv"]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def amounts(change: Change) -> list[int]:
    return [step.annual for step in change.profile.phases]


def test_a_row_is_a_change(files: Files) -> None:
    (change,) = files.changes(f'{HEAD}\nA1,S, M > Music ,"Keep, or not","-1,234",\n')
    assert (change.reference, change.type, str(change.service), change.title) == (
        "A1",
        "S",
        "M > Music",
        "Keep, or not",
    )
    assert amounts(change) == [-123_400]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_counted_past_blank_rows_and_breaks_inside_quotes(ending: str, files: Files) -> None:
    text = f'{HEAD}\n\n,,,,,\nA1,S,M,"two\nlines",1,2\nA2,S,M,t,1,2\n'
    found = files.changes(text.replace("\n", ending))
    assert [(change.place.line, change.reference, change.title) for change in found] == [
        (4, "A1", "two lines"),
        (6, "A2", "t"),
    ]


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_mark_inside_a_cell_never_breaks_a_row_in_two(mark: str, files: Files) -> None:
    """Word's soft line break and its kin are not the end of a line of the file."""
    one, two = files.changes(f"{HEAD}\nA1,S,M,Care{mark}homes,10,20\nA2,S,M,t,1,2\n")
    assert (one.place.line, one.title, amounts(one)) == (2, "Care homes", [1_000, 2_000])
    assert (two.place.line, amounts(two)) == (3, [100, 200])


@pytest.mark.parametrize("mark", ["\x0c", "\x85", "\u2028"])
def test_the_excerpt_of_a_line_is_that_line_whatever_marks_stand_above_it(mark: str) -> None:
    source = SourceFile(Path("plan.toml"), "plan.toml", f"# a{mark}b\n[plan]\nunit = 1\n")
    assert source.line(("plan", "unit")) == 3
    assert source.excerpt(3) == "unit = 1"


def test_words_for_yes_and_no_and_several_tags(files: Files) -> None:
    one, two = files.changes(f"{HEAD},one_off,tags\nA1,S,M,t,1,2,Yes,staff; grant ;\nA2,S,M,t,1,2,FALSE,\n")
    assert (one.one_off, one.tags) == (True, frozenset({"staff", "grant"}))
    assert (two.one_off, two.tags) == (False, frozenset())


def test_a_word_that_is_neither_yes_nor_no_is_refused(files: Files) -> None:
    ((line, _),) = files.wrong(f"{HEAD},one_off\nA1,S,M,t,1,2,maybe\n")
    assert line == 2


def test_lines_have_inflation_by_year(files: Files) -> None:
    plan = files.plan(f"{HEAD}\n", 'service,base,inflation 2014/15,inflation 2015/16\nM,"1,000",7,\n')
    (line,) = plan.lines
    assert line.base == 100_000
    assert {str(year): pence for year, pence in line.inflation.items()} == {"2014/15": 700}


def test_a_start_with_a_full_year_needs_no_year_columns(files: Files) -> None:
    (change,) = files.changes("reference,type,service,title,starts,full_year\nA1,S,M,t,September 2014,-200\n")
    assert [(str(step.month), step.annual) for step in change.profile.phases] == [("September 2014", -20_000)]


@pytest.mark.parametrize(
    ("cell", "pence"),
    [
        ("(1,234)", -123_400),
        ("1,234-", -123_400),
        ("£1.2m", 120_000_000),
        ("195,000", 19_500_000),
        ("-", 0),
        ("", 0),
        ("(0.05)", -5),
    ],
)
def test_amounts_as_papers_print_them(cell: str, pence: int, files: Files) -> None:
    (change,) = files.changes(f'{HEAD}\nA1,S,M,t,"{cell}",7\n')
    assert amounts(change) == [*([pence] if pence else []), 700]


@pytest.mark.parametrize("cell", ["n.a.", '(1,234)","999', "1 234", "#REF!", "nan", "1e3", "0.001"])
def test_any_other_cell_is_refused_on_its_line_and_never_a_neighbour_s_value(cell: str, files: Files) -> None:
    told = files.wrong(f'{HEAD}\nA0,S,M,t,1,2\nA1,S,M,t,"{cell}",7\n')
    assert {line for line, _ in told} == {3}


@pytest.mark.parametrize(("cell", "word"), [("n/a", "n/a"), ("N/A", "n/a"), ("na", "na"), (" NA ", "na")])
def test_a_cell_with_no_such_line_is_nil_and_keeps_its_word(cell: str, word: str, files: Files) -> None:
    (change,) = files.changes(f"{HEAD}\nA1,S,M,t,{cell},7\n")
    assert {str(year): each for year, each in change.unstated.items()} == {"2014/15": word}
    assert not change.tbc
    assert amounts(change) == [700]


def test_a_cell_not_known_yet(files: Files) -> None:
    (change,) = files.changes(f"{HEAD}\nA1,S,M,t,TBC,7\n")
    assert {str(year) for year in change.tbc} == {"2014/15"}
    assert amounts(change) == [700]


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ("type,service,title,2014/15,2015/16", 'column "reference" is missing'),
        ("reference,type,service,title,2014/15", 'column "2015/16" is missing'),
        (HEAD + ",2016/17", "2016/17 is not a year of the plan"),
        (HEAD + ",2015-16", "2015/16"),
        (HEAD + ",title", 'column "title" is there twice'),
        (HEAD + ",Notes", '"Notes" is not a column here'),
        (HEAD + ",start", '"start" is not a column here'),
        (HEAD.replace("reference", "Ref"), '"Ref" is not a column here'),
        (HEAD + ",2015/16 £000", 'column "2015/16 £000" is in another unit than the plan, which is in £'),
        (HEAD + ",Total,Grand total", 'column "Grand total" is there twice'),
        (HEAD.replace("2015/16", "2015/17"), '"2015/17" does not run from one April to the next'),
        (HEAD.replace(",", ";"), "the columns are not separated by commas"),
        (HEAD.replace(",", "\t"), "the columns are not separated by commas"),
    ],
)
def test_what_is_wrong_with_the_heading(head: str, what: str, files: Files) -> None:
    told = files.wrong(head + "\n")
    assert {line for line, _ in told} == {1}
    assert any(what in each for _, each in told)


@pytest.mark.parametrize(
    "head",
    [
        "Reference,TYPE,Service,Title,2014/15,2015/16",
        " reference , type,service,title,14/15,15-16",
        "reference,type,service,title,2014/15 £,£ 2015/16",
        "reference,type,service,title,2014\u201315 (£),FY2015/16",
        "reference,type,,service,title,2014/15,2015/16",
    ],
)
def test_headings_as_papers_have_them(head: str, files: Files) -> None:
    row = "A1,S,,M,t,1,2" if ",," in head else "A1,S,M,t,1,2"
    (change,) = files.changes(f"{head}\n{row}\n")
    assert amounts(change) == [100, 200]


@pytest.mark.parametrize("head", ["2014/15 £ 000,2015/16 (£ 000s)", "£ 000 2014/15,£'000 2015/16"])
def test_a_unit_of_a_heading_may_hold_a_space(head: str, files: Files) -> None:
    text = f"reference,type,service,title,{head}\n"
    assert "is in another unit than the plan, which is in £" in files.wrong(text)[0][1]


@pytest.mark.parametrize(
    ("heading", "fix"),
    [
        (
            "Budget 2015/16",
            'add the column 2015/16; or, as "Budget 2015/16" is not read, call it 2015/16 if it is that',
        ),
        ("Year 2", 'add the column 2015/16; or, as "Year 2" is not read, call it 2015/16 if it is that'),
        ("2015/16 Budget", "call it 2015/16 if that is what it holds; if not, give it a name without a year"),
        ("2015-16*", "call it 2015/16 if that is what it holds; if not, give it a name without a year"),
    ],
)
def test_a_year_among_other_words_is_asked_about(heading: str, fix: str, files: Files) -> None:
    """It may be a change of that year or its whole budget."""
    row = "A1,S,M,t,1,2\n"
    with pytest.raises(InputError) as refused:
        files.plan(f"reference,type,service,title,2014/15,{heading}\n{row}")
    assert [each.fix for each in refused.value.problems] == [fix]
    assert len(files.changes(f"{HEAD}\n{row}")) == 1


@pytest.mark.parametrize(("above", "line"), [("", 1), ("\n , \n", 3), ("sep=,\n", 2)])
def test_a_wrong_heading_is_told_at_the_line_of_the_headings(above: str, line: int, files: Files) -> None:
    told = files.wrong(f"{above}{HEAD.replace('reference', 'refrence')}\nA1,S,M,t,1,2\n")
    assert told == [(line, '"refrence" is not a column here')]


def test_a_line_that_tells_excel_the_separator_is_no_heading(files: Files) -> None:
    assert len(files.changes(f"sep=,\n{HEAD}\nA1,S,M,t,1,2\n")) == 1
    assert files.wrong(f"sep=,\n{HEAD}\nA1,S,M,t,1,x\n")[0][0] == 3


def test_a_heading_of_two_words_is_the_key_they_spell(files: Files) -> None:
    (change,) = files.changes("Reference,Type,Service,Title,Starts,Full year\nA1,S,M,t,Sep-14,-200\n")
    assert [(str(step.month), step.annual) for step in change.profile.phases] == [("September 2014", -20_000)]


def test_a_heading_may_say_the_plan_s_unit(files: Files) -> None:
    plan = files.plan(f"{HEAD}\n", "Service,Base (£),Gross £\nM,100,7\n")
    assert [(line.base, line.gross) for line in plan.lines] == [(10_000, 700)]


def test_a_filled_column_needs_a_name(files: Files) -> None:
    told = files.wrong("reference,type,,service,title,2014/15,2015/16\nA1,S,x,M,t,1,2\n")
    assert told == [(1, "column 3 has no name")]


def test_columns_that_are_near_no_key_are_left_out_and_named(files: Files) -> None:
    plan = files.plan(f"{HEAD},Owner,RAG status,Status\nA1,S,M,t,1,2,Bob,red,x\n")
    (notice,) = plan.notices
    assert notice.name == "column-not-read"
    assert notice.text == 'Columns "Owner", "RAG status" and "Status" of changes.csv are not read.'
    assert str(notice.place).endswith("changes.csv:1")
    assert amounts(plan.changes[0]) == [100, 200]


@pytest.mark.parametrize(
    "heading", ["Total", "TOTAL", "Grand total", "Total £", "3 year total", "Total 2014/15 to 2015/16"]
)
def test_a_total_column_is_checked_against_its_row(heading: str, files: Files) -> None:
    """1 + 2 = 3, and 5 with nothing yet is 5; a blank total asks nothing."""
    text = f"{HEAD},{heading}\nA1,S,M,t,1,2,3\nA2,S,M,t,5,tbc,5\nA3,S,M,t,5,n/a,\n"
    assert len(files.changes(text)) == 3
    assert files.plan(text).notices == ()
    assert files.wrong(f"{HEAD},{heading}\nA1,S,M,t,1,2,3\nA2,S,M,t,1.50,2,3\n") == [
        (3, "the years of this row come to 3.5, and its total says 3")
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Total 2014-16",
        "Total 2014-2016",
        "Total 14/16",
        "Total 2014/15-2015/16",
        "Total (2014-15 to 2015-16)",
        "2014/15\u20132015/16 total",
        "Total for 2014/15 to 2015/16 (£)",
    ],
)
def test_a_total_of_years_named_is_checked_as_any_other(heading: str, files: Files) -> None:
    assert files.wrong(f"{HEAD},{heading}\nA1,S,M,t,1,2,3\nA2,S,M,t,1,2,4\n") == [
        (3, "the years of this row come to 3, and its total says 4")
    ]


def test_a_total_of_some_years_is_of_those_alone(files: Files) -> None:
    """1 + 2 = 3 and 2 + 4 = 6; a total of years that are not the plan's is left out, and said."""
    folder = files.folder
    files.plan(f"{HEAD}\n")
    text = PLAN.replace("2014/15 to 2015/16", "2014/15 to 2016/17")
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    head = f"{HEAD},2016/17,Total 2014/15 to 2015/16,Total 2015/16 to 2016/17,2 year total,Total 2013-16"
    (folder / "changes.csv").write_text(f"{head}\nA1,S,M,t,1,2,4,3,6,9,9\n", encoding="utf-8")
    (notice,) = read_request(folder / "plan.toml").read.plan.notices
    assert notice.text == 'Columns "2 year total" and "Total 2013-16" of changes.csv are not read.'
    (folder / "changes.csv").write_text(f"{head}\nA1,S,M,t,1,2,4,3,7,,\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_request(folder / "plan.toml")
    (told,) = refused.value.problems
    assert told.what == "the years of this row come to 6, and its total says 7"


@pytest.mark.parametrize("heading", ["Total", "Total inflation", "Inflation total", "Total 2014-16"])
def test_a_total_among_the_lines_is_of_inflation_with_the_base_or_without(heading: str, files: Files) -> None:
    """1 + 2 = 3, and 100 + 3 = 103."""
    head = f"service,base,inflation 2014/15,inflation 2015/16,{heading}"
    for total in (3, 103):
        assert files.plan(f"{HEAD}\nA1,S,M,t,1,2\n", f"{head}\nM,100,1,2,{total}\n").notices == ()
    told = files.told(f"{HEAD}\nA1,S,M,t,1,2\n", f"{head}\nM,100,1,2,4\n")
    assert told == [("lines.csv", 2, "the years of this row come to 3, and its total says 4")]


def test_a_total_without_years_is_left_out_and_named(files: Files) -> None:
    (notice,) = files.plan(f"{HEAD}\nA1,S,M,t,1,2\n", "service,base,Total\nM,100,100\n").notices
    assert notice.text == 'Column "Total" of lines.csv is not read.'


SHIFTED = f"{HEAD},note,tags"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        # A1 has lost its first year; A2 is whole, and A3 ends after its last year.
        (
            "A1,S,M,t,2,,\nA2,S,M,t,1,2,,\nA3,S,M,t,1,2\n",
            [(2, "this row is blank in column 2015/16, and has fewer cells than there are headings")],
        ),
        (
            "A1,S,M,t,2,\nA2,S,M,t,1,2,,\nA3,S,M,t,1,,\n",
            [
                (
                    2,
                    "2 rows are blank in column 2015/16, and have fewer cells than there are headings: lines 2 and 4",
                )
            ],
        ),
        # 1,234 without quotes.
        ("A1,S,M,t,1,234,5\nA2,S,M,t,1,2,,\n", [(2, "the note beside column 2015/16 is a figure")]),
        (
            "A1,S,M,t,1,234,5\nA2,S,M,t,1,234,-6,\n",
            [(2, "the note beside column 2015/16 is a figure in 2 rows: lines 2 and 3")],
        ),
    ],
)
def test_a_row_that_may_have_lost_or_gained_a_cell(
    rows: str, told: list[tuple[int, str]], files: Files
) -> None:
    assert files.wrong(f"{SHIFTED}\n{rows}") == told


def test_a_row_whose_total_stands_in_the_last_year(files: Files) -> None:
    """A1 has lost its 1: 2 and 3 would stand in the two years, and its total be blank."""
    told = files.wrong(f"{HEAD},Total,note\nA1,S,M,t,2,3,\nA2,S,M,t,1,2,3,\n")
    assert told == [(2, "this row is blank in column Total, and has fewer cells than there are headings")]


@pytest.mark.parametrize(
    "rows",
    [
        "A1,S,M,t,2,,-,\nA2,S,M,t,1,2,,\n",
        "A1,S,M,t,2,,,\nA2,S,M,t,1,2,,\n",  # as a spreadsheet saves it
        "A1,S,M,t,2,\nA2,S,M,t,1,2\n",  # every row ends with the last year
        "A1,S,M,t,,,\nA2,S,M,t,1,2,,\n",  # no amount that could stand in a wrong year
        "A1,S,M,t,1,2,see 5\nA2,S,M,t,1,2,,\n",
    ],
)
def test_a_row_that_has_lost_no_cell(rows: str, files: Files) -> None:
    assert len(files.changes(f"{SHIFTED}\n{rows}")) == 2


def test_a_total_beside_a_full_year_amount_has_no_years_to_be_checked_against(files: Files) -> None:
    text = "reference,type,service,title,starts,full_year,2014/15,total\nA1,S,M,t,April 2014,-200,,-200\n"
    assert len(files.changes(text)) == 1


def test_a_message_on_a_cell_names_its_column_and_speaks_no_toml(files: Files) -> None:
    with pytest.raises(InputError) as refused:
        files.plan(
            f"{HEAD},starts,full_year,confidence\nA1,S,M,t,1,1 234,,,\nA2,S,M,t,,,2 May 2014,5,\nA3,S,M,t,1,1,,,0.8\n"
        )
    assert [(each.what, each.fix) for each in refused.value.problems] == [
        ('"1 234" is not an amount', "take the space out of the number"),
        (
            '"2 May 2014" is a day, and amounts run from the 1st of a month',
            "write May 2014",
        ),
        ('"0.8" has no per cent sign', "write 80% or 0.8%, whichever is meant"),
    ]


@pytest.mark.parametrize(
    ("changes", "where", "shown"),
    [
        (
            "reference,type,service,title,2014-15 £,2015/16\nA1,S,M,t,x,",
            ', column 2014-15 £ of "A1"',
            "A1,S,M,t,x,",
        ),
        (f"{HEAD}\n,S,M,Café,x,", ', column reference of "Café"', ",S,M,Café,x,"),
        (f"{HEAD}\n,S,M,,1,", ', column reference of "M"', ",S,M,,1,"),
        (f"{HEAD}\nA1,S,Q,t,1,", ", column service", "A1,S,Q,t,1,"),
        (f"{HEAD}\nA1,S,M,1,2", "", "A1,S,M,1,2"),
        ("2014/15,2015/16,reference,type,service,title\n1,2,A1,S,M", ', column title of "A1"', "1,2,A1,S,M"),
        ("2014/15,2015/16,title,type,service,reference\n1,2,t,S,M", ', column reference of "t"', "1,2,t,S,M"),
        (f'{HEAD}\nA1,S,M,"two\nlines",x,2', ', column 2014/15 of "A1"', 'A1,S,M,"two lines",x,2'),
        (f"{HEAD},total\nA1,S,M,t,1,2,4", ', column total of "A1"', "A1,S,M,t,1,2,4"),
        (
            f"{HEAD}\nA1,S,M,{'long ' * 30},1,{'o' * 50}",
            ', column 2015/16 of "A1"',
            f"A1,S,M,{'long ' * 8}... 2015/16: {'o' * 37}...",
        ),
    ],
)
def test_a_message_on_a_cell_names_its_column_and_its_row_and_shows_it(
    changes: str, where: str, shown: str, files: Files
) -> None:
    with pytest.raises(InputError) as refused:
        files.plan(changes)
    first, second = str(refused.value).split("\n")[:2]
    assert f"changes.csv:2{where}: " in first
    assert second == f"    2 | {shown}"


@pytest.mark.parametrize(
    "row", [",,,Total,1,2", "Subtotal Music,,,,1,2", ",,Grand total,,1,2", "Total,,,,1,2"]
)
def test_a_total_among_the_changes_is_refused(row: str, files: Files) -> None:
    assert files.wrong(f"{HEAD}\nA1,S,M,t,1,2\n{row}\n") == [(3, "this is a total, not a change")]


def test_a_change_called_total_something_is_a_change(files: Files) -> None:
    (change,) = files.changes(f"{HEAD}\nA1,S,M,Total Place pilot ends,1,2\n")
    assert change.title == "Total Place pilot ends"


def test_a_cell_too_many_is_refused_and_never_shifts_a_figure(files: Files) -> None:
    """-1,234 without quotes is two cells."""
    ((line, what),) = files.wrong(f"{HEAD}\nA1,S,M,t,-1,234,5\n")
    assert line == 2
    assert "7 cells under 6 headings" in what


def test_a_quote_that_never_closes(files: Files) -> None:
    ((line, what),) = files.wrong(f'{HEAD}\nA1,S,M,"t,1,2\n')
    assert line == 2
    assert what == "the quotes opened in this row are not closed"


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ('A1,S,M,"t"x,1,2', "there is more in a cell than its quotes hold"),
        ('A1,S,M,"t\nu" ,1,2', "there is more in a cell than its quotes hold"),
        ('A1,S,M,"a ""t"" x",1,"2', "the quotes opened in this row are not closed"),
        (f'A1,S,M,"t,1,{"2" * 140_000}', "the quotes opened in this row are not closed"),
        (f"A1,S,M,{'t' * 140_000},1,2", "a cell of this row is too long to be text"),
    ],
)
def test_text_that_is_no_row(row: str, what: str, files: Files) -> None:
    told = files.wrong(f'{HEAD}\n\nA0,S,M,"two\nlines",1,2\n{row}\nA2,S,M,t,1,2\n')
    assert told[-1] == (5, what)


def test_every_mistake_in_both_files_is_told_at_once(files: Files) -> None:
    told = files.told(f"{HEAD}\nA1,S,M,t,x,y\n,S,M,t,1,2\n", "service,base\nM,\nN,lots\n")
    assert {(file, line) for file, line, _ in told} == {
        ("changes.csv", 2), ("changes.csv", 3), ("lines.csv", 2), ("lines.csv", 3),
    }  # fmt: skip
    assert len(told) == 5


def test_a_bad_cell_hides_nothing_else_that_its_row_names(files: Files) -> None:
    told = files.told(f"{HEAD},line\nA1,X,M,t,1O,2,\nA2,S,Q,t,2,x,\nA3,S,M,t,x,2,Zed\nA4,S,M,t,x,2,M\n")
    assert sorted((line, what) for _, line, what in told) == [
        (2, '"1O" is not an amount'),
        (2, 'no type is called "X"'),
        (3, '"x" is not an amount'),
        (3, 'change "A2" has no line of base budget to land on, at or above "Q"'),
        (4, '"x" is not an amount'),
        (4, 'no line is called "Zed"'),
        (5, '"x" is not an amount'),
    ]
    told = files.told(f"{HEAD}\n", "service,base,index\nM,1O,pay\n")
    assert [what for *_, what in told] == [
        '"1O" is not an amount',
        'no index is called "pay"',
    ]


@pytest.mark.parametrize("text", ["", "\n", " \n\n"])
def test_an_empty_file_is_refused(text: str, files: Files) -> None:
    assert files.wrong(text) != []


def test_a_file_with_no_rows_is_a_plan_without_changes(files: Files) -> None:
    assert files.changes(f"{HEAD}\n") == ()


def test_a_line_that_is_called_total_something_is_a_line(folder: Folder) -> None:
    """Only a row named total, and nothing more, is a total of the lines above."""
    folder.plan("").path.joinpath("lines.csv").write_text(
        "service,base\nTotal Transport,7\n", encoding="utf-8"
    )
    written = (folder.path / "plan.toml").read_text(encoding="utf-8")
    (folder.path / "plan.toml").write_text(
        written.replace("[types]", 'lines = "lines.csv"\n[types]', 1), encoding="utf-8"
    )
    assert folder.net() == [700_000] * 4


SIGNED = """[plan]
council = "C"
title = "T"
years = "2014/15 to 2015/16"
unit = "£"
signs = "savings positive"
{named}
[types]
S = {{ kind = "saving", status = "new", label = "Savings" }}
O = {{ kind = "saving", status = "new", one_off = true, label = "Savings for a year" }}
P = {{ kind = "pressure", status = "new", label = "Pressures" }}
[[line]]
service = "M > Music"
base = 100
"""


@pytest.mark.parametrize("last", ["", "7", "tbc"], ids=["blank", "a figure", "a word in the list"])
def test_a_row_by_years_is_the_change_that_a_table_is(last: str, tmp_path: Path) -> None:
    rows = [
        ("A1", "S", "10", "20"), ("A2", "S", "0", "-5"), ("A3", "O", "", "30"),
        ("A4", "P", "40", ""), ("A5", "P", "10", "20"), ("A6", "S", "7", last),
    ]  # fmt: skip
    head = "reference,type,service,title,line,2014/15,2015/16\n"
    listed = "".join(f"{name},{code},M > Music,t,M > Music,{a},{b}\n" for name, code, a, b in rows)
    (tmp_path / "changes.csv").write_text(head + listed, encoding="utf-8")
    (tmp_path / "rows.toml").write_text(SIGNED.format(named='changes = "changes.csv"'), encoding="utf-8")
    tables = "".join(
        f'[[change]]\nreference = "{name}"\ntype = "{code}"\nservice = "M > Music"\ntitle = "t"\nline = "M > Music"\n'
        f'amounts = {{ "2014/15" = "{a or 0}", "2015/16" = "{b or 0}" }}\n'
        for name, code, a, b in rows
    )
    (tmp_path / "tables.toml").write_text(SIGNED.format(named="") + tables, encoding="utf-8")
    in_rows, in_tables = (read_request(tmp_path / name).read.plan for name in ("rows.toml", "tables.toml"))
    assert in_rows.changes == in_tables.changes
    assert [amounts(change) for change in in_rows.changes[:5]] == [
        [-1000, -2000],
        [500],
        [-3000],
        [4000],
        [1000, 2000],
    ]
    assert [change.one_off for change in in_rows.changes] == [False, False, True, False, False, False]
    assert {change.line for change in in_rows.changes} == {"M > Music"}
    assert all(change.stated is None and change.printed == change.reference for change in in_rows.changes)
