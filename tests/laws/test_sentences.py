"""What a sentence quotes of a figure that a table prints is what the table prints, or exact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtfp.analysis.outcome import Outcome, run
from mtfp.files.request import read_request
from mtfp.money import Unit
from mtfp.tables.model import PrintedTable
from mtfp.tables.report import Report, report_of
from mtfp.tables.style import Style
from tests.laws.test_tables import outcome_of
from tests.oracle import Facts
from tests.strategies import Operation
from tests.strategies_council import councils_and_scenarios

SHIPPED = Path(__file__).parents[2] / "scenarios"
STYLES = [Style(unit=unit, decimals=1 if unit is Unit.MILLIONS else 0) for unit in Unit]

YEAR, AMOUNT = r"(20\d\d/\d\d)", r"(-?£[\d,.]*\dm?)"
ENDS = re.compile(rf"^(.+) ends after {YEAR}: {AMOUNT} less from")
DEFICIT = re.compile(rf"^(.+) has a deficit of {AMOUNT} on 1 April (\d+)")
PAYS = re.compile(rf"^Reserves pay {AMOUNT} in {YEAR} and nothing")
HELPED = re.compile(rf"{YEAR} balances by (?:using )?{AMOUNT} of reserves")
SEVERAL = re.compile(r"balance by using reserves: ([^.]*(?:\.\d[^.]*)*)\.")
EACH = re.compile(rf"{AMOUNT} in {YEAR}")


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
    units = round(float(re.sub("[£,m]", "", amount)) * 10**table.unit.decimals, 6)
    units = units / 1_000 if table.unit.unit is Unit.THOUSANDS else units
    return int(units) if units == int(units) else None


def quoted(report: Report) -> Iterator[tuple[str, str, PrintedTable, list[int]]]:
    """Yield each sentence with an amount that it quotes, and what the tables print of that figure."""
    found = tables(report)
    notes = dict(report.lists).get("Please note", ())
    for text in (*report.answers, *notes):
        if "funding" in found and (match := ENDS.match(text)):
            name, year, amount = match.groups()
            yield text, amount, found["funding"], [cell(found["funding"], f"stream {name}", year)]
        if "reserves" in found and (match := DEFICIT.match(text)):
            name, amount, start = match.groups()
            year = next(each for each in found["reserves"].columns if each.startswith(start))
            yield text, amount, found["reserves"], [cell(found["reserves"], f"made good {name}", year)]
        if "summary" in found:
            paid = [match.groups() for match in PAYS.finditer(text)]
            paid += [match.groups()[::-1] for match in HELPED.finditer(text)]
            paid += [each.groups() for match in SEVERAL.finditer(text) for each in EACH.finditer(match[1])]
            for amount, year in paid:
                by = [cell(found["summary"], row, year) for row in ("uses", "balancing")]
                reserves = [
                    int(each.units[found["summary"].columns.index(year)] or 0)
                    for each in found["reserves"].rows
                    if each.id.startswith(("uses ", "balancing "))
                ]
                some = (map(sum, combinations(reserves, n)) for n in range(1, len(reserves) + 1))
                yield text, amount, found["summary"], [sum(by), *(each for sums in some for each in sums)]


def assert_quotes_what_is_printed(outcome: Outcome, style: Style) -> int:
    report = report_of(outcome, ["all"], style)
    told = [(text, in_units(amount, table), prints) for text, amount, table, prints in quoted(report)]
    for text, units, prints in told:
        assert units is None or units in prints, text
    return sum(units is not None for _, units, _ in told)


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
