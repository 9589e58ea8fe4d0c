"""What is asked about a plan's figures: each notice with the record, the place and the reason, on both sides of its threshold."""

import pytest

from mtfp.analysis.notices import notices
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from tests.unit.plans import HEAD, Folder

UNIT = 100_000


def change(reference: str, amounts: str, type_: str = "S", more: str = "") -> str:
    """Return a change on line A."""
    return (
        f'\n[[change]]\nreference = "{reference}"\ntype = "{type_}"\nservice = "A"\ntitle = "Home care"\n'
        f"amounts = {{ {amounts} }}\n{more}\n"
    )


LINE = '[[line]]\nservice = "A"\nbase = 1_000\n'


def test_a_notice_names_its_record_its_place_and_the_figure(folder: Folder) -> None:
    folder.plan(LINE + change("S1", '"2014/15" = -100') + change("S2", '"2014/15" = 20'))
    (said,) = [each for each in notices(folder.outcome()) if each.place]
    assert (said.name, said.of, said.figure) == ("sign-unlike-type", "S2", 20 * UNIT)
    assert said.text == 'Saving S2 "Home care" adds £20,000 to the budget: check its sign.'
    assert said.place is not None
    # 11 lines of head; the line has 3; a change has 6 after a blank line, and one blank line after it.
    assert said.place.line == HEAD.count("\n") + LINE.count("\n") + change("S1", "").count("\n") + 2
    assert said.with_place.endswith(f"check its sign (plan.toml:{said.place.line}).")


def test_papers_say_where_to_look(folder: Folder) -> None:
    folder.plan(LINE + change("S2", '"2014/15" = 20'))
    lists = dict(report_of(folder.outcome(), None, Style()).lists)
    assert any(each.endswith("check its sign (plan.toml:16).") for each in lists["Please note"])


def rows(*amounts: int, title: str = "Home care", more: str = "") -> str:
    """Return a change for each amount of the first year, the last with a title and keys of its own."""
    first = [change(f"S{n}", f'"2014/15" = {pence}') for n, pence in enumerate(amounts)]
    first[-1] = first[-1].replace("Home care", title) + more
    return "".join(first)


TOTAL = "only changes: totals are worked out"


@pytest.mark.parametrize(
    ("amounts", "title"),
    [
        ((-10, -20, -30), "Total care"),
        ((-10, -20, -30), "Care sub-total"),
        ((-10, -20, -30), "of which: care"),
        # The two rows directly above, and not the first.
        ((-99, -10, -20, -30), "Total care"),
        # A row that is nil adds nothing.
        ((-10, -20, 0, -30), "Subtotal"),
    ],
)
def test_a_row_that_says_total_and_is_one_is_refused(
    folder: Folder, amounts: tuple[int, ...], title: str
) -> None:
    folder.plan(LINE + rows(*amounts, title=title))
    assert TOTAL in folder.refusal()
    folder.plan(LINE + rows(*amounts, title=title, more="counts = true\n"))
    assert folder.net()[0] == (1_000 + sum(amounts)) * UNIT


@pytest.mark.parametrize(
    ("amounts", "title"),
    [
        ((-10, -20, -31), "Total care"),
        ((-10, -20, -30), "Care in all"),
        # One row above is no run of two; nor are two that do not stand directly above.
        ((-30, -30), "Total care"),
        ((-10, -20, -99, -30), "Total care"),
        ((-30, 0, -30), "Total care"),
        # Nil in every year.
        ((-10, 10, 0), "Total care"),
        ((-10, -20, -30), "Totality of care"),
    ],
)
def test_a_row_that_is_no_total_runs(folder: Folder, amounts: tuple[int, ...], title: str) -> None:
    folder.plan(LINE + rows(*amounts, title=title))
    assert folder.net()[0] == (1_000 + sum(amounts)) * UNIT


def test_a_total_must_equal_in_every_year(folder: Folder) -> None:
    parts = change("S1", '"2014/15" = -10, "2015/16" = -5') + change("S2", '"2014/15" = -20')
    whole = change("S3", '"2014/15" = -30, "2015/16" = -5').replace("Home care", "Total")
    folder.plan(LINE + parts + whole)
    assert TOTAL in folder.refusal()
    folder.plan(LINE + parts + whole.replace("= -5", "= -6"))
    assert folder.outcome()


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        ("-10,-20,-30,-40,yes", False),
        ("-10,-20,-30,-40", False),
        ("-10,-20,-30,", False),
        ("-10,-20,-30", True),
        ("-10", True),
        ("", False),
    ],
)
def test_a_row_that_ends_inside_the_years(folder: Folder, cells: str, refused: bool) -> None:
    """Ending after them, or before them all, loses no year's place."""
    folder.plan(LINE)
    plan = folder.path / "plan.toml"
    plan.write_text(plan.read_text().replace("[plan]", '[plan]\nchanges = "changes.csv"'))
    head = "reference,type,service,title,2014/15,2015/16,2016/17,2017/18,one_off\n"
    row = ",".join(["S1", "S", "A", "Care", *([cells] if cells else [])])
    (folder.path / "changes.csv").write_text(head + row + "\n")
    if refused:
        assert "changes.csv:2: this row ends before column 2017/18" in folder.refusal()
    else:
        assert folder.outcome()


@pytest.mark.parametrize(
    ("amounts", "refused"),
    [
        ('"2014/15" = -5', True),
        ('"2016/17" = -5, "2017/18" = -5', False),
        ('"2017/18" = -5', False),
        ('"2014/15" = -5, "2015/16" = -5, "2016/17" = 0, "2017/18" = 0', False),
        ('"2014/15" = -5, "2015/16" = -5, "2017/18" = -5', True),
    ],
)
def test_levels_have_no_blank_year_after_the_first(folder: Folder, amounts: str, refused: bool) -> None:
    folder.plan(LINE + change("S1", amounts, more='basis = "levels"'))
    if refused:
        assert 'plan.toml:16: "S1" has levels and none in' in folder.refusal()
    else:
        assert folder.outcome()


@pytest.mark.parametrize(
    ("unit", "part", "refused"),
    [
        ("£000", "0.5", True),
        ("£000", '"0.5"', True),
        ("£000", "1", True),
        ("£000", "1.01", False),
        ("£000", '"0.5k"', False),
        ("£", "1", True),
        ("£", "0.5", True),
        ("£", '"£0.50"', False),
        ("£", "2", False),
        ("£m", "0.5", False),
        ("£m", "1", False),
    ],
)
def test_a_part_that_looks_like_a_share(folder: Folder, unit: str, part: str, refused: bool) -> None:
    folder.plan(LINE + change("S1", '"2014/15" = -100'), unit=unit)
    folder.scenario(f'[[rephase]]\nchange = "S1"\nlater = "6 months"\npart = {part}\n')
    if refused:
        assert "looks like a share" in folder.refusal()
    else:
        assert folder.outcome()
