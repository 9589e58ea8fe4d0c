"""`--format json` is a contract: these keys, every series in the order of the years, every amount an exact string."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.mtfp import FILES, Here

CONTRACT = {
    "council", "title", "scenario", "service", "years", "answers", "rows", "net_budget", "contributions",
    "deficit_brought_forward", "not_there", "funding", "resources",
    "gap_before_reserves", "uses", "balancing", "gap", "structural_gap", "gap_before_scenario", "change_in_gap",
    "change_in_gap_before_reserves", "balances", "services",
    "changes", "steps", "together", "cost_before_reserves", "cost_over_the_plan", "met_by_reserves", "effect",
    "notices", "tables",
}  # fmt: skip
WITH_RESOURCES = (
    "resources",
    "gap_before_reserves",
    "gap",
    "structural_gap",
    "gap_before_scenario",
    "change_in_gap",
    "change_in_gap_before_reserves",
)
WITH_RESERVES = ("contributions", "deficit_brought_forward", "not_there", "uses", "balancing")
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
    assert data.keys() == CONTRACT
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
    assert all(each.keys() == {"name", "of", "place", "text", "answer"} for each in data["notices"])


@pytest.mark.parametrize("name", FILES)
def test_every_series_has_each_year_and_every_amount_is_exact(name: str, mtfp: Here) -> None:
    data = record(mtfp, name)
    for group in (WITH_RESOURCES, WITH_RESERVES):
        assert len({data[key] is None for key in group}) == 1
    series = [data["net_budget"]]
    series += [data[key] for key in (*WITH_RESOURCES, *WITH_RESERVES) if data[key] is not None]
    series += [row["amounts"] for row in data["rows"]]
    series += [service["net_budget"] for service in data["services"]]
    series += [change["movements"] for change in data["changes"]]
    assert all(len(each) == len(data["years"]) for each in series)
    amounts = [amount for each in series for amount in each]
    amounts += [amount for change in data["changes"] for amount in change["after_plan"].values()]
    assert [amount for amount in amounts if not AMOUNT.fullmatch(amount) or amount == "-0.00"] == []


@pytest.mark.parametrize("name", FILES)
def test_the_figures_add(name: str, mtfp: Here) -> None:
    """Rows from opening to closing, and those after it to the net budget; divisions to the whole; changes to their types."""
    data = record(mtfp, name)
    rows = {row["id"]: row["amounts"] for row in data["rows"]}
    at = list(rows).index("closing")
    lines = list(rows.values())
    assert next(iter(rows)) == "opening"
    assert total(lines[:at]) == rows["closing"]
    assert total(lines[at:]) == data["net_budget"]
    assert rows["opening"][1:] == rows["closing"][:-1]
    assert (
        total([each["net_budget"] for each in data["services"] if " > " not in each["path"]])
        == data["net_budget"]
    )
    of_types = {id_: amounts for id_, amounts in rows.items() if id_.startswith(("type ", "one-off "))}
    not_delivered = rows.get("savings_not_delivered")
    every = [change["movements"] for change in data["changes"]]
    if every:
        assert total([*of_types.values(), *([not_delivered] if not_delivered else [])]) == total(every)
    if not not_delivered:
        for id_, amounts in of_types.items():
            named = [
                change["movements"]
                for change in data["changes"]
                if id_ == f"{'one-off' if change['one_off'] else 'type'} {change['type']}"
            ]
            assert total(named) == amounts


@pytest.mark.parametrize("name", FILES)
def test_the_gap_is_the_net_budget_and_reserves_less_what_pays(name: str, mtfp: Here) -> None:
    """Net budget + contributions + what is not there - resources, then less what reserves pay; changes in the gap add to it."""
    data = record(mtfp, name)
    if data["resources"] is None:
        return
    nil = ["0.00"] * len(data["years"])
    added = {key: data[key] or nil for key in WITH_RESERVES}
    before = total([data["gap_before_reserves"], data["resources"]])
    assert before == total(
        [data["net_budget"], added["contributions"], added["deficit_brought_forward"], added["not_there"]]
    )
    assert data["gap_before_reserves"] == total([data["gap"], added["uses"], added["balancing"]])
    changes = [f"{sum(map(Decimal, data['change_in_gap'][: n + 1])):.2f}" for n in range(len(data["years"]))]
    assert changes == data["gap"]


@pytest.mark.parametrize("name", FILES)
def test_the_tables_hold_what_the_series_do(name: str, mtfp: Here) -> None:
    data = record(mtfp, name)
    tables = {table["id"]: {row["id"]: row for row in table["rows"]} for table in data["tables"]}
    assert len(tables) == len(data["tables"])
    assert {"roll-forward", "changes"} <= tables.keys()
    roll_forward = tables["roll-forward"]
    for row in data["rows"]:
        assert roll_forward[row["id"]]["exact"] == row["amounts"]
    for key, row in (
        ("net_budget", "net_budget"),
        ("resources", "funding"),
        ("gap_before_reserves", "before"),
        ("contributions", "contributions"),
        ("gap", "gap"),
        ("change_in_gap", "change"),
        ("change_in_gap_before_reserves", "change before"),
        ("structural_gap", "structural_gap"),
    ):
        if row in tables.get("summary", {}):
            assert tables["summary"][row]["exact"] == data[key]


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
    assert step["file"] == "hard-times.toml"
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


def test_the_unit_of_print_changes_what_tables_print_and_nothing_else(mtfp: Here) -> None:
    name = "oxfordshire-2014/hard-times.toml"
    usual = record(mtfp, name)
    in_millions = record(mtfp, name, "--unit", "£m", "--decimals", "0", "--rounding", "plain")

    def exact(found: dict[str, Any]) -> Any:
        tables = [[row["exact"] for row in table["rows"]] for table in found["tables"]]
        return {**found, "tables": tables}

    assert exact(usual) == exact(in_millions)
    assert {table["unit"] for table in in_millions["tables"]} == {"£m"}
    gaps = [
        next(row["printed"] for row in found["tables"][0]["rows"] if row["id"] == "after")
        for found in (usual, in_millions)
    ]
    assert gaps == [["576", "1,188", "2,771", "4,473"], ["1", "1", "3", "4"]]


def test_a_table_asked_for_is_the_only_one(mtfp: Here) -> None:
    name = "oxfordshire-2014/hard-times.toml"
    asked = record(mtfp, name, "--table", "roll-forward")
    assert [table["id"] for table in asked["tables"]] == ["roll-forward"]
    assert {**asked, "tables": []} == {**record(mtfp, name), "tables": []}
