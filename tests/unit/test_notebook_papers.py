"""Papers and charts from Python: the same bytes as `mtfp report` writes, and the same sentences where something is wrong."""

from pathlib import Path

import pytest

import mtfp
from mtfp.notebook import Result
from mtfp.problems import InputError, MisreadError
from tests.cli.mtfp import SCENARIOS, Here

FOLDER = SCENARIOS / "oxfordshire-2014"
SLIPS = FOLDER / "school-improvement-slips.toml"


@pytest.fixture
def result() -> Result:
    return mtfp.load(FOLDER / "plan.toml").run(SLIPS)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


def test_the_bytes_are_those_of_the_command(result: Result, tmp_path: Path, command: Here) -> None:
    result.to_word(tmp_path / "a.docx", tables=["roll-forward"], style="oxfordshire")
    result.to_excel(tmp_path / "a.xlsx", tables=["roll-forward"], style="oxfordshire")
    result.to_html(tmp_path / "a.html", tables=["roll-forward"], style="oxfordshire")
    papers = [tmp_path / f"b{ending}" for ending in (".docx", ".xlsx", ".html", ".svg")]
    to = [part for paper in papers[:3] for part in ("--to", str(paper))]
    ran = command("report", str(SLIPS), *to, "--tables", "roll-forward", "--style", "oxfordshire")
    assert ran.code == 0
    for paper in papers[:3]:
        assert paper.read_bytes() == (tmp_path / f"a{paper.suffix}").read_bytes()


def test_a_chart_has_its_picture_its_words_and_its_figures(result: Result) -> None:
    """14CEF5, -850 from April, half a year late: 425 in 2014/15 and nothing after."""
    chart = result.chart("scenario")
    assert chart.svg.startswith(b"<?xml")
    assert chart.png.startswith(b"\x89PNG")
    assert "425" in chart.alt
    assert "<td" in chart._repr_html_()
    assert f'alt="{chart.alt}"' in chart._repr_html_()


def test_a_chart_that_is_not_there_is_told_with_those_that_are(result: Result) -> None:
    with pytest.raises(MisreadError, match='no chart "reserves"') as refused:
        result.chart("reserves")
    assert refused.value.expected == "one of gap, bridge, savings or scenario"


def test_a_name_that_is_nearly_right_is_told_the_nearest(result: Result) -> None:
    for named, near in ((result.table, "savings"), (result.chart, "savings")):
        with pytest.raises(MisreadError) as refused:
            named("saving")
        assert refused.value.expected.endswith(f'the nearest is "{near}"')


def test_what_print_shows_is_the_answer(result: Result) -> None:
    assert str(result) == result.answer


def test_a_mistake_writes_nothing(result: Result, tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text("[style]\nnil = 0\n", encoding="utf-8")
    with pytest.raises(MisreadError, match=r"does not end in \.docx"):
        result.to_word(tmp_path / "paper.doc")
    with pytest.raises(MisreadError, match="no table is called"):
        result.to_excel(tmp_path / "book.xlsx", tables=["roll"])
    with pytest.raises(InputError):
        result.to_html(tmp_path / "page.html", style=tmp_path / "house.toml")
    with pytest.raises(MisreadError, match="there is no file"):
        result.to_word(tmp_path / "paper.docx", template=tmp_path / "none.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["house.toml"]


def test_one_table_may_be_named_by_itself(result: Result, tmp_path: Path) -> None:
    result.to_html(tmp_path / "a.html", tables="roll-forward")
    result.to_html(tmp_path / "b.html", tables=["roll-forward"])
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    result.to_html(tmp_path / "a.html", tables="scenario, roll-forward")
    result.to_html(tmp_path / "b.html", tables=["scenario", "roll-forward"])
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_name_in_the_style_that_no_row_has_is_said(result: Result, tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text('[style]\n[rows]\n"Base net bugdet" = "Base"\n', encoding="utf-8")
    with pytest.warns(UserWarning, match="Base net bugdet"):
        result.to_html(tmp_path / "page.html", style=tmp_path / "house.toml")
    assert (tmp_path / "page.html").exists()


def test_a_scenario_that_was_read_is_run_by_its_plan_as_by_itself(result: Result) -> None:
    """It ended in a TypeError, as only the name of a file was taken."""
    plan = mtfp.load(FOLDER / "plan.toml")
    slips = plan.scenario(SLIPS)
    assert plan.run(slips)._repr_html_() == slips.run()._repr_html_() == result._repr_html_()
    education = "Education & Early Intervention"
    assert plan.run(slips, education)._repr_html_() == slips.run(education)._repr_html_()
    assert mtfp.load(FOLDER / "plan.toml").run(slips)._repr_html_() == result._repr_html_()


def test_a_scenario_of_another_plan_is_not_run() -> None:
    slips = mtfp.load(FOLDER / "plan.toml").scenario(SLIPS)
    other = mtfp.load(next((SCENARIOS / "exampleshire").glob("plan.toml")))
    with pytest.raises(InputError, match="not a scenario of the plan that was loaded"):
        other.run(slips)
