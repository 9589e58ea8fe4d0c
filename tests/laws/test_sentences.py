"""What a sentence quotes of a figure that a table prints is what the table prints, or exact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.money import Unit
from mtfp.tables.model import PrintedTable
from mtfp.tables.printed import Report
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from tests.laws.test_tables import outcome_of
from tests.oracle import Facts
from tests.strategies import Operation
from tests.strategies_whole import councils_and_scenarios

SHIPPED = Path(__file__).parents[2] / "scenarios"
STYLES = [Style(unit=unit, decimals=1 if unit is Unit.MILLIONS else 0) for unit in Unit]

YEAR, AMOUNT = r"(\d{4}/\d\d)", r"((?:exactly )?-?£[\d,.]*\dm?)"
YEARS = r"\d{4}/\d\d(?:(?:, | and | to )\d{4}/\d\d)*"
ENDS = re.compile(rf"^(.+) ends after {YEAR}: {AMOUNT} less from")
DEFICIT = re.compile(rf"^(.+) has a deficit of {AMOUNT} on 1 April (\d+)")
PAYS = re.compile(rf"^Reserves pay {AMOUNT} in {YEAR} and nothing")
STRUCTURAL = re.compile(rf"^Structural gap: in {YEAR} spending that recurs is {AMOUNT} above")
SURPLUS = re.compile(rf"There is a surplus of {AMOUNT} in {YEAR}")
HELPED = re.compile(rf"{YEAR}(?: balances by|, after) (?:using )?{AMOUNT} of reserves")
SEVERAL = re.compile(r"balance by using reserves: ([^.]*(?:\.\d[^.]*)*)\.")
EACH = re.compile(rf"{AMOUNT} in {YEAR}")
COLLECTION_FUND = re.compile(r"^(.+) has (.+): a collection fund is estimated")
BORROWED = re.compile(r"^(.+) is borrowing, repaid by .+: (.+)$")
RISE_OR_FALL = re.compile(
    rf"{YEAR} balances by using {AMOUNT} of reserves(?: \({AMOUNT} of them ring-fenced\))?; "
    rf"after {AMOUNT} put in, available reserves (rise|fall) by {AMOUNT}"
)
COSTS = re.compile(r"before reserves balance the gap, the scenario (.+?)(?:: (?:exactly|nothing|£)|\. )")
PAYS_MORE = re.compile(r"Reserves that balance the gap pay (.+?)\. ")
IN_YEARS = re.compile(rf"(?:(costs|saves) )?{AMOUNT}(?: (more|less))?(?: each year)? in ({YEARS})")


def tables(report: Report) -> dict[str, PrintedTable]:
    return {table.id: table for table in report.tables}


def cell(table: PrintedTable, row: str, year: str) -> int:
    """Return what a row prints in a year, in units of the last printed place; nil where there is no such row."""
    found = [each for each in table.rows if each.id == row and each.figures]
    return int(found[0].units[table.columns.index(year)] or 0) if found else 0


def in_units(amount: str, table: PrintedTable) -> int | None:
    """Return an amount of a sentence in units of a table's last printed place; None where it is exact and no such figure."""
    if (table.unit.unit is Unit.MILLIONS) != amount.endswith("m"):
        return None
    units = round(float(re.sub("exactly |[£,m]", "", amount)) * 10**table.unit.decimals, 6)
    units = units / 1_000 if table.unit.unit is Unit.THOUSANDS else units
    return int(units) if units == int(units) else None


def rounds_to_nil(amount: str, table: PrintedTable) -> bool:
    """Whether an exact amount is less than half of a table's last printed place, to which its cell may be cast all the same."""
    pence = round(float(re.sub("exactly |[£,]", "", amount)) * 100)
    place = table.unit.unit.pence // int(10**table.unit.decimals)
    return 2 * pence < place


def years_of(words: str, columns: tuple[str, ...]) -> list[str]:
    """Return the years that a sentence names: "2026/27 to 2028/29" is three."""
    named = re.findall(YEAR, words)
    if " to " in words:
        return list(columns[columns.index(named[0]) : columns.index(named[1]) + 1])
    return named


def moved(words: str, table: PrintedTable, row: str) -> Iterator[tuple[str, list[int]]]:
    """Yield each amount that is more or less in some years, and what a row prints then, of which a sentence says every one."""
    verb, said = "", set()
    for sign, amount, way, years in IN_YEARS.findall(words):
        verb = sign or verb
        less = -1 if verb == "saves" or way == "less" else 1
        for year in years_of(years, table.columns):
            said.add(year)
            yield amount, [less * cell(table, row, year)]
    passed_over = [year for year in table.columns if year not in said and cell(table, row, year)]
    assert not passed_over, (words, passed_over)


def of_scenario(text: str, report: Report) -> Iterator[tuple[str, list[int]]]:
    """Yield what a scenario is said to cost, and what reserves are said to pay of it, which its table has as less to find."""
    table = tables(report)["scenario"]
    for match in COSTS.finditer(text):
        yield from moved(match[1], table, "cost")
    for match in PAYS_MORE.finditer(text):
        for amount, prints in moved(match[1], table, "balancing"):
            yield amount, [-each for each in prints]


def of_what_is_put_in(text: str, table: PrintedTable) -> Iterator[tuple[str, list[int]]]:
    """Yield what is put in, and by what reserves rise or fall: what is said to be used less what is said to be put in."""
    for year, used, kept, put_in, way, course in RISE_OR_FALL.findall(text):
        yield put_in, sums_of_some(row_units(table, ("into ",), year))
        said = [
            0 if not each or each.startswith("exactly ") else in_units(each, table) or 0
            for each in (put_in, used, kept)
        ]
        more = (said[0] - (said[1] - said[2])) * (1 if way == "rise" else -1)
        yield course, [max(more, 0)]


def of_funding(text: str, report: Report) -> Iterator[tuple[str, list[int]]]:
    """Yield what is said of a stream: of each year of a collection fund or of capitalisation, and of the last year of a grant."""
    table = tables(report)["funding"]
    if match := ENDS.match(text):
        name, year, amount = match.groups()
        yield amount, [cell(table, f"stream {name}", year)]
    if match := COLLECTION_FUND.match(text) or BORROWED.match(text):
        for amount, year in EACH.findall(match[2]):
            yield amount, [cell(table, f"stream {match[1]}", year)]


def of_reserves(text: str, report: Report) -> Iterator[tuple[str, list[int]]]:
    """Yield a deficit brought forward, what is put in, and by what reserves rise or fall."""
    table = tables(report)["reserves"]
    if match := DEFICIT.match(text):
        name, amount, start = match.groups()
        year = next(each for each in table.columns if each.startswith(start))
        yield amount, [cell(table, f"made good {name}", year)]
    yield from of_what_is_put_in(text, table)


def of_summary(text: str, report: Report) -> Iterator[tuple[str, list[int]]]:
    """Yield what reserves are said to pay: all that the summary prints, or the sum of some rows of reserves; and two kinds of gap."""
    found = tables(report)
    paid = [match.groups() for match in PAYS.finditer(text)]
    paid += [match.groups()[::-1] for match in HELPED.finditer(text)]
    paid += [each.groups() for match in SEVERAL.finditer(text) for each in EACH.finditer(match[1])]
    for year, amount in STRUCTURAL.findall(text):
        yield amount, [cell(found["summary"], "structural_gap", year)]
    for amount, year in SURPLUS.findall(text):
        yield amount, [-cell(found["summary"], "gap", year)]
    for amount, year in paid:
        by = [cell(found["summary"], row, year) for row in ("uses", "balancing")]
        uses = row_units(found["reserves"], ("uses ", "balancing "), year) if "reserves" in found else []
        yield amount, [sum(by), *sums_of_some(uses)]


def row_units(table: PrintedTable, kinds: tuple[str, ...], year: str) -> list[int]:
    """Return what each row of some kinds prints in a year."""
    place = table.columns.index(year)
    return [int(row.units[place] or 0) for row in table.rows if row.id.startswith(kinds)]


def sums_of_some(units: list[int]) -> list[int]:
    """Return the sum of each choice of one or more."""
    return [sum(some) for n in range(1, len(units) + 1) for some in combinations(units, n)]


QUOTES = {"funding": of_funding, "reserves": of_reserves, "scenario": of_scenario, "summary": of_summary}


def quoted(report: Report) -> Iterator[tuple[str, str, PrintedTable, list[int]]]:
    """Yield each sentence with an amount that it quotes, and what the tables print of that figure."""
    found = tables(report)
    notes = dict(report.lists).get("Please note", ())
    for text in (*report.answers, *notes):
        for id_, of in QUOTES.items():
            if id_ in found:
                yield from ((text, amount, found[id_], prints) for amount, prints in of(text, report))


def assert_quotes_what_is_printed(outcome: Outcome, style: Style) -> int:
    report = report_of(outcome, ["all"], style)
    told = 0
    for text, amount, table, prints in quoted(report):
        if amount.startswith("exactly "):
            assert 0 in prints or (1 in prints and rounds_to_nil(amount, table)), text
        else:
            assert in_units(amount, table) in prints, text
            told += 1
    return told


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.unit.name)
def test_sentences_of_shipped_papers_quote_what_is_printed(style: Style) -> None:
    files = sorted(SHIPPED.glob("*/*.toml"))
    requests = [read_request(path) for path in files]
    count = [assert_quotes_what_is_printed(run(each.read.plan, each.scenario), style) for each in requests]
    assert sum(count) > len(files)


@given(councils_and_scenarios(), st.sampled_from(STYLES))
def test_sentences_of_any_paper_quote_what_is_printed(
    drawn: tuple[Facts, list[Operation]], style: Style
) -> None:
    assert_quotes_what_is_printed(outcome_of(*drawn), style)
