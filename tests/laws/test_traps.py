"""What other tools were seen to get wrong, on a base of 200 (£) over five years."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mtfp.analysis.notices import notices, notices_by_subject
from mtfp.analysis.outcome import savings_of
from mtfp.analysis.run import run as run_plan
from mtfp.files.request import read_request
from mtfp.money import Unit
from mtfp.problems import InputError
from mtfp.tables.json import record_of
from mtfp.tables.names import NAMES
from mtfp.tables.papers import tables_of
from mtfp.tables.printing import print_table
from mtfp.tables.unit import PrintUnit
from tests.laws.shared import gap, net, whole
from tests.laws.shared import run as project
from tests.laws.test_whole_oracle import council_figures
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
    return next(print_table(each, unit) for each in tables_of(outcome, NAMES) if each.id == table_id)


def stream(kind: str, lasts: str, *pence: int) -> Facts:
    """Return a stream whose amounts begin in the first year."""
    return {"kind": kind, "lasts": lasts, "carried": None, "amounts": [*pence, *[0] * (YEARS - len(pence))]}


def reserve(opening: int, **facts: Any) -> Facts:
    """Return a reserve that nothing is put in or taken out of, unless said."""
    nil = [0] * YEARS
    usual = {"class": "general", "opening": opening, "minimum": 0, "contributions": nil, "uses": nil}
    return usual | {"in_budget": False, "balances": None} | facts


def funded(*pence: int, base: int = 20_000, **parts: Any) -> Facts:
    """Return a plan of one line without an index, paid for by one grant of so much a year."""
    each = pence * YEARS if len(pence) == 1 else pence
    facts = plan(base=base) | {"streams": {"Grant": stream("grant", "ongoing", *each)}} | parts
    facts["lines"]["Care"]["index"] = None
    return facts


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


def test_trap_4_collection_fund_and_a_grant_that_ends_as_streams() -> None:
    """A base of 200: a surplus of 3 in the first year alone, then 5 of 200 that comes for two years and ends."""
    for kind in ("council tax collection fund", "business rates collection fund"):
        facts = funded(20_000)
        facts["streams"]["Surplus"] = stream(kind, "one-off", 300)
        assert gap(facts) == [-300, 0, 0, 0, 0]
        facts["streams"]["Surplus"] = stream(kind, "one-off", -300)
        assert gap(facts) == [300, 0, 0, 0, 0]
    ends = funded(19_500)
    ends["streams"]["Recovery"] = stream("grant", "time-limited", 500, 500)
    figures = council_figures(project(ends))
    assert figures["gap"] == [0, 0, 500, 500, 500]
    assert figures["change_in_gap"] == [0, 0, 500, 0, 0]
    assert figures["structural_gap"] == [500] * YEARS
    assert "Recovery ends after 2027/28: £5 less from 2028/29." in [
        each.text for each in notices_by_subject(project(ends))
    ]


def test_trap_5_never_more_of_a_reserve_than_there_is() -> None:
    """205 to pay for with 200. Opening 8 and a minimum of 1 leave 7 to balance with: 5, then 2, then nothing."""
    facts = funded(20_000, base=20_500, reserves={"Balances": reserve(800, minimum=100, balances=1)})
    figures = council_figures(project(facts))
    held = figures["reserves"]["Balances"]
    assert held["opening"] == [800, 300, 100, 100, 100]
    assert held["balancing"] == [500, 200, 0, 0, 0]
    assert held["closing"] == [300, 100, 100, 100, 100]
    assert figures["gap_before_reserves"] == [500] * YEARS
    assert figures["gap"] == [0, 300, 500, 500, 500]

    asked = funded(20_000, base=20_500, reserves={"Balances": reserve(300, uses=[500, 100, 0, 0, 0])})
    figures = council_figures(project(asked))
    held = figures["reserves"]["Balances"]
    assert held["uses"] == [300, 0, 0, 0, 0]
    assert held["closing"] == [0] * YEARS
    assert figures["gap"] == [200, 500, 500, 500, 500]


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


def test_trap_8_a_weighted_saving_is_one_figure() -> None:
    """10 at 50% in one service and 3 in full in another: 5 and 3 are expected, and 13 taken off the budget."""
    facts = funded(20_000)
    facts["lines"]["Roads"] = facts["lines"]["Care"] | {"service": "Roads", "base": 0}
    sure = change("NS", -300, line="Roads")
    facts["changes"] = {"C": change("NS", -1_000) | {"confidence": Fraction(1, 2)}, "D": sure}
    own = {each.change.reference: each.weighted[0] for each in savings_of(project(facts))}
    assert own == {"C": -500, "D": -300}
    rows = {row.id: row.figures for row in printed(facts, "savings-weighted", PLAIN_POUNDS).rows}
    of = ("weighted Care", "weighted Roads", "weighted", "contingency", "savings")
    assert [rows[name][0] for name in of] == ["-5", "-3", "-8", "-5", "-13"]
    assert [rows[name][-1] for name in of] == ["-5", "-3", "-8", "-5", "-13"]
    by_stage = {row.id: row.figures for row in printed(facts, "savings", PLAIN_POUNDS).rows}
    assert by_stage["savings"][0] == "-13"
    assert net(facts) == [18_700] * YEARS


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
    read = read_request(write(facts, tmp_path / "good", rows=rows)).read.plan
    found = {text: each.amounts(read.horizon) for text, each in zip(AMOUNTS, read.changes, strict=True)}
    assert found == {text: [1_100, pence, 3_300, 0, 5_500] for text, pence in AMOUNTS.items()}

    rows[1][-4] = "n/a"
    read = read_request(write(facts, tmp_path / "no line", rows=rows)).read.plan
    first = read.changes[0]
    assert first.amounts(read.horizon) == [1_100, 0, 3_300, 0, 5_500]
    assert list(first.unstated.values()) == ["n/a"]
    assert [each.text for each in notices(run_plan(read)) if each.name == "no-such-line"]

    rows[1][-4] = "(1234),999"
    with pytest.raises(InputError, match="is not an amount") as refused:
        read_request(write(facts, tmp_path / "unknown", rows=rows))
    assert [(Path(each.place.file).name, each.place.line) for each in refused.value.problems] == [
        ("changes.csv", 2)
    ]

    thousands = table(plan(C=change("S", 0)), "thousands")
    thousands[1][-5] = "£1.2m"
    (one,) = read_request(
        write(plan(C=change("S", 0)), tmp_path / "own unit", "thousands", thousands)
    ).read.plan.changes
    assert one.amounts(read.horizon)[0] == 120_000_000
    thousands[1][-5] = "£1.2"
    with pytest.raises(InputError, match="has a pound sign"):
        read_request(write(plan(C=change("S", 0)), tmp_path / "thousands", "thousands", thousands))


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


def test_trap_12_an_assumption_of_nil_can_still_be_moved() -> None:
    """An index, growth and interest at 0% and a freeze: a point more of each moves the gap from its year on."""
    point, growth = Fraction(1, 100), [Fraction(0)] * YEARS
    tax = {"band_d": 10_000, "precept_in_band_d": 0, "core": growth, "precept": growth, "multiple": 1}
    tax |= {"down": False, "each_element": False, "tax_base": [Fraction(100)] * YEARS}
    children = {"line": "Care", "type": "NP", "base": 10, "unit_cost": 1_000, "cash": None, "growth": growth}
    scheme: Facts = {"line": "Roads", "type": "NP", "spend": [20_000, 0, 0, 0, 0], "grants": [0] * YEARS}
    scheme |= {"receipts": [0] * YEARS, "life": 10, "method": "annuity", "rate": Fraction(0), "in_use": None}
    facts = plan() | {"council_tax": tax, "demands": {"A": children}, "schemes": {"K": scheme}}
    facts["lines"]["Roads"] = facts["lines"]["Care"] | {"service": "Roads", "base": 0, "index": None}
    before = gap(facts)

    def moved(*step: Any) -> list[int]:
        return [after - then for after, then in zip(gap(facts, [step]), before, strict=True)]

    assert moved("assume", "general", [1], "add_points", point) == [0, 200, 200, 200, 200]
    assert moved("grow", "A", [1], "add_points", point) == [0, 100, 100, 100, 100]
    assert moved("give", "council_tax", None, {"core": {1: point}}) == [0, -10_000] + [-10_000] * 3
    assert moved("give", "schemes", "K", {"rate": point})[0] == 100


def test_trap_14_no_switch_hides_a_cost() -> None:
    """Homes that cost 5 and save 8: without them the saving goes too. What a line counts on and is not there is a cost.

    Support of 10, repaid over two years at 10%: half a year's interest is 0.50; then 5 and 1.00; then 5 and 0.50.
    """
    homes = {"Build": change("NP", 500), "Save": change("NS", -800) | {"requires": ["Build"]}}
    facts = funded(20_000, changes=homes, dependants="follow")
    assert gap(facts) == [-300] * YEARS
    assert gap(facts, [("drop", ["Build"])]) == [0] * YEARS
    with pytest.raises(InputError, match='"Save" needs "Build"'):
        gap(facts | {"dependants": "refuse"}, [("drop", ["Build"])])

    uses = [500, 0, 0, 0, 0]
    assert gap(funded(20_000, reserves={"R": reserve(300, uses=uses, in_budget=True)})) == [200, 0, 0, 0, 0]
    assert gap(funded(20_000, reserves={"R": reserve(500, uses=uses, in_budget=True)})) == [0] * YEARS

    scheme: Facts = {"line": "Care", "type": "NP", "spend": [1_000, 0, 0, 0, 0], "grants": [0] * YEARS}
    scheme |= {"receipts": [0] * YEARS, "life": 2, "method": "equal instalments", "rate": Fraction(1, 10)}
    support = funded(20_000, schemes={"K": scheme | {"in_use": None}})
    support["streams"]["Support"] = stream("capitalised", "one-off", 1_000) | {"scheme": "K"}
    assert gap(support) == [-950, 600, 550, 0, 0]


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


def test_trap_20_demand_and_a_saving_on_one_line_both_show() -> None:
    """Ten more at 0.50 each cost 5 beside a saving of 3: 202, neither netted out of sight nor counted twice."""
    facts = funded(20_200, changes={"D": change("NS", -300)})
    facts["demands"] = {"A": {"line": "Care", "type": "NP", "base": 100, "unit_cost": 50, "cash": None}}
    facts["demands"]["A"]["activity"] = [110] * YEARS
    assert net(facts) == [20_200] * YEARS
    assert gap(facts) == [0] * YEARS
    forward = {row.id: row.figures[0] for row in printed(facts, "roll-forward", PLAIN_POUNDS).rows}
    assert (forward["type NP"], forward["type NS"], forward["closing"]) == ("5", "-3", "202")
    detailed = {row.id: row.figures[0] for row in printed(facts, "changes", PLAIN_POUNDS).rows if row.figures}
    assert (detailed["change A"], detailed["change D"], detailed["total "]) == ("5", "-3", "2")
