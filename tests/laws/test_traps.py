"""What other tools were seen to get wrong, on a base of 200 (£) over five years."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mtfp.analysis.outcome import run as run_plan
from mtfp.analysis.record import record_of
from mtfp.files.plan import read_plan
from mtfp.money import Unit
from mtfp.problems import InputError
from mtfp.tables.casting import PrintUnit, print_table
from mtfp.tables.papers import PAPERS
from tests.laws.shared import gap, net, whole
from tests.laws.shared import run as project
from tests.laws.written import table, write
from tests.strategies import plan_of

if TYPE_CHECKING:
    from mtfp.tables.model import PrintedTable
    from tests.oracle import Facts

YEARS = 5
PLAIN_POUNDS = PrintUnit(Unit.POUNDS, 0)


def plan(
    *, base: int = 20_000, rates: tuple[Fraction, ...] = (), limit: list[int] | None = None, **changes: Facts
) -> Facts:
    """Return a plan of one line."""
    by_year = list(rates) or [Fraction(0)] * YEARS
    line = {"service": "Care", "base": base, "one_off_in_base": 0, "index": "general", "inflation": {}}
    return {
        "first": 2026,
        "years": len(by_year),
        "lines": {"Care": line},
        "rates": {"general": by_year},
        "restatements": [],
        "virements": [],
        "changes": changes,
        "cash_limit": limit,
    }


def change(type_: str, *pence: int, one_off: bool = False, line: str = "Care") -> Facts:
    """Return a change whose amounts begin in the first year."""
    return {
        "line": line,
        "type": type_,
        "one_off": one_off,
        "movements": [*pence, *[0] * (YEARS - len(pence))],
    }


def printed(facts: Facts, table_id: str, unit: PrintUnit) -> PrintedTable:
    """Return one table as it prints."""
    outcome = run_plan(plan_of(facts))
    return next(
        print_table(each, unit) for paper in PAPERS.values() for each in paper(outcome) if each.id == table_id
    )


def test_trap_1_recurring_one_off_and_delayed() -> None:
    recurring = plan(C=change("S", -200))
    assert net(recurring) == [19_800] * 5
    assert net(plan(C=change("S", -200, one_off=True))) == [19_800, 20_000, 20_000, 20_000, 20_000]
    assert net(recurring, [("rephase", ["C"], 12, None)]) == [20_000, 19_800, 19_800, 19_800, 19_800]


def test_trap_2_new_ongoing_cost() -> None:
    assert net(plan(C=change("NP", 500))) == [20_500] * 5


def test_trap_3_rates_by_year() -> None:
    rates = (Fraction(10, 100), Fraction(2, 100), Fraction(2, 100))
    assert net(plan(base=100_000, rates=rates)) == [110_000, 112_200, 114_444]
    assert net(plan(base=100_000, rates=(*rates[:2], Fraction(9, 100))))[:2] == [110_000, 112_200]


def test_trap_4_surplus_in_its_year_only_and_a_grant_that_ends() -> None:
    limit = [20_000] * 5
    assert gap(plan(limit=limit, C=change("NS", -300, one_off=True))) == [-300, 0, 0, 0, 0]
    assert gap(plan(limit=[20_300, *limit[1:]])) == [-300, 0, 0, 0, 0]
    ends = plan(limit=limit, C=change("P", -500, 0, 500))
    assert gap(ends) == [-500, -500, 0, 0, 0]
    change_in_gap = project(ends).change_in_gap
    assert change_in_gap is not None
    assert whole(change_in_gap) == [-500, 0, 500, 0, 0]


def test_trap_6_services_sum_to_the_total() -> None:
    facts = plan()
    facts["lines"] = {
        name: {
            "service": f"{name} > Care",
            "base": 40_000,
            "one_off_in_base": 0,
            "index": "general",
            "inflation": {},
        }
        for name in "ABC"
    }
    facts["rates"]["general"] = [Fraction(25, 1_000)] * YEARS
    facts["changes"] = {name: change("S", -40_000, -40_000, line=name) for name in "ABC"}
    record = record_of(run_plan(plan_of(facts)))
    tops = [each["net_budget"] for each in record["services"] if ">" not in each["path"]]
    assert len(tops) == len("ABC")
    for year, total in enumerate(record["net_budget"]):
        assert sum(Fraction(series[year]) for series in tops) == Fraction(total)
    thousands = printed(facts, "changes", PrintUnit(Unit.THOUSANDS, 0))
    rows = {row.id: row.figures for row in thousands.rows}
    for year in range(YEARS):
        assert int(rows["total "][year]) == sum(int(rows[f"total {name}"][year]) for name in "ABC")
    assert rows["total "][:2] == ("-1", "-1")


AMOUNTS = {
    "(1,234)": -123_400,
    "1,234-": -123_400,
    "£1.2m": 120_000_000,
    "195,000": 19_500_000,
    "-": 0,
    "": 0,
}


def test_trap_9_amounts_as_papers_print_them(tmp_path: Path) -> None:
    facts = plan() | {"changes": {f"C{n}": change("S", 0, 0) for n in range(len(AMOUNTS))}}
    rows = table(facts)
    for row, text in zip(rows[1:], AMOUNTS, strict=True):
        row[-5:] = ["11", text, "33", "", "55"]
    read = read_plan(write(facts, tmp_path / "good", rows=rows)).plan
    found = {text: each.amounts(read.horizon) for text, each in zip(AMOUNTS, read.changes, strict=True)}
    assert found == {text: [1_100, pence, 3_300, 0, 5_500] for text, pence in AMOUNTS.items()}

    rows[1][-4] = "n/a"
    with pytest.raises(InputError, match='"n/a" is not an amount') as refused:
        read_plan(write(facts, tmp_path / "unknown", rows=rows))
    assert [(Path(each.place.file).name, each.place.line) for each in refused.value.problems] == [
        ("changes.csv", 2)
    ]

    thousands = table(plan(C=change("S", 0)), "thousands")
    thousands[1][-5] = "£1.2m"
    with pytest.raises(InputError, match="has a pound sign"):
        read_plan(write(plan(C=change("S", 0)), tmp_path / "thousands", "thousands", thousands))


OXFORDSHIRE = Path(__file__).parents[2] / "scenarios" / "oxfordshire-2014" / "hard-times.toml"
ON_ANOTHER_DAY = """
import datetime, sys, time
class Day(datetime.date):
    today = classmethod(lambda day: day(2041, 3, 31))
class Moment(datetime.datetime):
    now = classmethod(lambda moment, zone=None: moment(2041, 3, 31, 23, 59, tzinfo=zone))
datetime.date, datetime.datetime = Day, Moment
time.time = lambda: 2_247_523_140.0
from mtfp.cli import main
sys.argv = ["mtfp", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize("format_", ["text", "markdown", "csv", "json"])
def test_trap_10_same_bytes_everywhere(format_: str) -> None:
    def output(start: list[str], **environment: str) -> bytes:
        arguments: list[Any] = ["run", OXFORDSHIRE.name, "--format", format_]
        ran = subprocess.run(
            [sys.executable, *start, *arguments],
            capture_output=True,
            check=True,
            cwd=OXFORDSHIRE.parent,
            env=os.environ | {"PYTHONUTF8": "1"} | environment,
        )
        return ran.stdout

    here = output(["-m", "mtfp"])
    assert here
    assert (
        output(
            ["-m", "mtfp"],
            TZ="Pacific/Auckland",
            LC_ALL="de_DE.UTF-8",
            LANG="de_DE.UTF-8",
            PYTHONHASHSEED="7",
        )
        == here
    )
    assert output(["-c", ON_ANOTHER_DAY], TZ="America/Los_Angeles", LC_ALL="C", PYTHONHASHSEED="0") == here


def test_trap_11_april_start_is_a_full_year_and_october_half() -> None:
    def starting(month: int) -> list[int]:
        contract = {"line": "Care", "type": "P", "one_off": False, "starts": month, "full_year": 1_200}
        return net(plan(C=contract))

    assert starting(0) == [21_200] * 5
    assert starting(6) == [20_600, 21_200, 21_200, 21_200, 21_200]


def test_trap_19_rounded_roll_forward_casts() -> None:
    """Oxfordshire's 2017/18: 98.9 less 3.4, and 0.238 prints as 0.3, because the budget is 95.8."""
    facts = plan(base=9_894_500_000, NS=change("NS", -342_000_000), NP=change("NP", 23_800_000))
    millions = PrintUnit(Unit.MILLIONS, 1)
    rows = {row.id: row.figures for row in printed(facts, "roll-forward", millions).rows}
    assert [rows[name][0] for name in ("opening", "type NS", "type NP", "closing")] == [
        "98.9",
        "-3.4",
        "0.3",
        "95.8",
    ]
    assert [rows[name][1] for name in ("opening", "type NS", "type NP", "closing")] == [
        "95.8",
        "0",
        "0",
        "95.8",
    ]


def test_trap_20_a_cost_and_a_saving_on_one_line_both_show() -> None:
    facts = plan(C=change("NP", 500), D=change("NS", -300))
    assert net(facts) == [20_200] * 5
    forward = {row.id: row.figures[0] for row in printed(facts, "roll-forward", PLAIN_POUNDS).rows}
    assert (forward["opening"], forward["type NP"], forward["type NS"], forward["closing"]) == (
        "200",
        "5",
        "-3",
        "202",
    )
    detailed = {row.id: row.figures[0] for row in printed(facts, "changes", PLAIN_POUNDS).rows if row.figures}
    assert (detailed["change C"], detailed["change D"]) == ("5", "-3")
    assert detailed["total "] == "2"
