"""`--format json` is a contract: these keys, every series in the order of the years, every amount an exact string."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.mtfp import FILES, Here

CONTRACT = {
    "council", "title", "scenario", "years", "rows", "net_budget", "resources", "gap", "change_in_gap", "services", "changes",
    "notices",
}  # fmt: skip
AMOUNT = re.compile(r"-?(0|[1-9]\d*)\.\d\d")

pytestmark = pytest.mark.usefixtures("council")


def record(mtfp: Here, *arguments: str) -> dict[str, Any]:
    ran = mtfp("run", *arguments, "--format", "json")
    assert (ran.err, ran.code) == ("", 0)
    data: dict[str, Any] = json.loads(ran.out)
    return data


def total(series: list[list[str]]) -> list[str]:
    return [f"{sum(map(Decimal, column)):.2f}" for column in zip(*series, strict=True)]


@pytest.mark.parametrize("name", FILES)
def test_every_key_of_the_contract_and_its_shape(name: str, mtfp: Here) -> None:
    data = record(mtfp, name)
    assert data.keys() >= CONTRACT
    assert isinstance(data["council"], str)
    assert isinstance(data["title"], str)
    assert data["scenario"] is None or isinstance(data["scenario"], str)
    for row in data["rows"]:
        assert row.keys() >= {"id", "label", "kind", "status", "amounts"}
    for service in data["services"]:
        assert service.keys() >= {"path", "net_budget"}
    for change in data["changes"]:
        assert change.keys() >= {"reference", "type", "service", "title", "movements", "after_plan", "steps"}
        for step in change["steps"]:
            assert step.keys() >= {"file", "line", "why"}
    assert all(isinstance(notice, str) for notice in data["notices"])


@pytest.mark.parametrize("name", FILES)
def test_every_series_has_each_year_and_every_amount_is_exact(name: str, mtfp: Here) -> None:
    data = record(mtfp, name)
    series = [data[key] for key in ("net_budget", "resources", "gap", "change_in_gap")]
    series += [row["amounts"] for row in data["rows"]]
    series += [service["net_budget"] for service in data["services"]]
    series += [change["movements"] for change in data["changes"]]
    assert all(len(each) == len(data["years"]) for each in series)
    amounts = [amount for each in series for amount in each]
    amounts += [amount for change in data["changes"] for amount in change["after_plan"].values()]
    assert [amount for amount in amounts if not AMOUNT.fullmatch(amount) or amount == "-0.00"] == []


@pytest.mark.parametrize("name", FILES)
def test_the_figures_add(name: str, mtfp: Here) -> None:
    """Rows from opening to closing; divisions to the whole; net budget less resources to the gap; changes to their types."""
    data = record(mtfp, name)
    rows = {row["id"]: row for row in data["rows"]}
    between = [row["amounts"] for id_, row in rows.items() if id_ not in {"opening", "closing"}]
    assert total([rows["opening"]["amounts"], *between]) == rows["closing"]["amounts"] == data["net_budget"]
    assert rows["opening"]["amounts"][1:] == rows["closing"]["amounts"][:-1]
    assert (
        total([each["net_budget"] for each in data["services"] if " > " not in each["path"]])
        == data["net_budget"]
    )
    assert total([data["gap"], data["resources"]]) == data["net_budget"]
    assert [
        f"{sum(map(Decimal, data['change_in_gap'][: n + 1])):.2f}" for n in range(len(data["years"]))
    ] == data["gap"]
    for id_, row in rows.items():
        of_type = [change["movements"] for change in data["changes"] if id_ == f"type {change['type']}"]
        assert not of_type or total(of_type) == row["amounts"]


def test_the_plan_alone(mtfp: Here) -> None:
    data = record(mtfp, "oxfordshire-2014/plan.toml")
    assert data["council"] == "Oxfordshire County Council"
    assert data["title"] == "Children, Education & Families 2014/15 to 2017/18"
    assert data["scenario"] is None
    assert data["years"] == ["2014/15", "2015/16", "2016/17", "2017/18"]
    assert data["net_budget"] == ["102309000.00", "101315000.00", "98945000.00", "95763000.00"]
    assert data["resources"] == data["net_budget"]
    assert [each["path"] for each in data["services"]] == [
        "Education & Early Intervention",
        "Children's Social Care",
        "Cross Directorate",
    ]
    kinds = {row["label"]: (row["kind"], row["status"]) for row in data["rows"]}
    assert kinds["Previously agreed savings"] == ("saving", "agreed")
    assert kinds["New pressures identified"] == ("pressure", "new")
    assert kinds["Inflation"][1] is None


def test_a_change_tells_which_steps_made_it_so(mtfp: Here, council: Path) -> None:
    """14CEF6, -180 from April 2014, six months late: -90 and -90."""
    data = record(mtfp, "oxfordshire-2014/hard-times.toml")
    change = next(each for each in data["changes"] if each["reference"] == "14CEF6")
    assert change["movements"] == ["-90000.00", "-90000.00", "0.00", "0.00"]
    assert change["after_plan"] == {}
    assert change["service"] == "Children's Social Care > Corporate Parenting"
    (step,) = change["steps"]
    lines = (council / "oxfordshire-2014" / "hard-times.toml").read_text(encoding="utf-8").splitlines()
    assert step["file"] == "oxfordshire-2014/hard-times.toml"
    assert lines[step["line"] - 1] == "[[rephase]]"
    assert step["why"] == "Conversions and the corporate parenting review are half a year behind"
    assert next(each for each in data["changes"] if each["reference"] == "CEF15")["steps"] == []


def test_what_falls_after_the_plan_by_year(mtfp: Here, council: Path) -> None:
    """15CEF2, -3,000 from April 2017, 18 months late: nothing in the plan, -1,500 in 2018/19 and -1,500 in 2019/20."""
    (council / "oxfordshire-2014" / "late.toml").write_text(
        '[scenario]\ntitle = "Late"\nplan = "plan.toml"\n[[rephase]]\nchange = "15CEF2"\nlater = "18 months"\n',
        encoding="utf-8",
    )
    data = record(mtfp, "oxfordshire-2014/late.toml")
    change = next(each for each in data["changes"] if each["reference"] == "15CEF2")
    assert change["movements"] == ["0.00"] * 4
    assert change["after_plan"] == {"2018/19": "-1500000.00", "2019/20": "-1500000.00"}
    assert data["gap"] == ["0.00", "0.00", "0.00", "3000000.00"]


def test_without_resources_there_is_no_gap(mtfp: Here, council: Path) -> None:
    plan = council / "oxfordshire-2014" / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").partition("[cash_limit]")[0], encoding="utf-8")
    data = record(mtfp, "oxfordshire-2014/plan.toml")
    assert (data["resources"], data["gap"], data["change_in_gap"]) == (None, None, None)
    assert data["net_budget"][0] == "102309000.00"


def test_each_service_at_or_above_a_line_has_its_net_budget(mtfp: Here, council: Path) -> None:
    (council / "plan.toml").write_text(
        '[plan]\ncouncil = "C"\ntitle = "T"\nyears = "2026/27"\nunit = "£"\n'
        + "".join(
            f'[[line]]\nservice = "{service}"\nbase = {base}\n'
            for service, base in (("A > B", 1), ("A > C > D", 2), ("E", 4))
        ),
        encoding="utf-8",
    )
    data = record(mtfp, "plan.toml")
    assert {each["path"]: each["net_budget"] for each in data["services"]} == {
        "A": ["3.00"],
        "A > B": ["1.00"],
        "A > C": ["2.00"],
        "A > C > D": ["2.00"],
        "E": ["4.00"],
    }


def test_the_unit_of_print_changes_nothing(mtfp: Here) -> None:
    name = "oxfordshire-2014/hard-times.toml"
    assert record(mtfp, name) == record(mtfp, name, "--unit", "£m", "--decimals", "0", "--rounding", "plain")
