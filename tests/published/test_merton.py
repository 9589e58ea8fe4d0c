"""Merton's printed budget, savings targets and capital programme, against the plan in scenarios/merton-2016."""

import csv
from functools import cache
from pathlib import Path

import pytest

from mtfp.analysis.delivery import progress
from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.money import Unit, parse_amount
from mtfp.plan.terms import Service
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from mtfp.tables.unit import PrintUnit
from tests.unit.plans import over_life

HERE = Path(__file__).parent / "merton-2016"
PLAN = Path(__file__).parents[2] / "scenarios" / "merton-2016" / "plan.toml"
DEPARTMENT = Service(("Children, Schools and Families",))


@cache
def merton(service: Service | None = None) -> Outcome:
    return run(read_request(PLAN).read.plan, service=service)


def paper(file: str) -> list[list[str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as rows:
        return list(csv.reader(rows))[1:]


def millions(text: str) -> int:
    return parse_amount(text, Unit.MILLIONS)


def printed(table: str, unit: PrintUnit, service: Service | None = None) -> dict[str, tuple[str, ...]]:
    """The figures of one printed table by the last words of each row."""
    tables = report_of(merton(service), [table], Style(unit=unit.unit, decimals=unit.decimals)).tables
    return {row.stub[-1]: row.figures for each in tables if each.id == table for row in each.rows}


def test_the_paper_s_own_figures_add() -> None:
    """A check of the typing."""
    *divisions, (_, net, _) = paper("budget.csv")
    assert sum(millions(each) for _, each, _ in divisions) == millions(net) == millions("50.181")
    *targets, (_, asked) = paper("savings-targets.csv")
    assert sum(millions(each) for _, each in targets) == millions(asked) == millions("5.392")
    *schemes, (_, *totals) = paper("capital.csv")
    columns = zip(*(map(int, spend) for _, *spend in schemes), strict=True)
    assert [sum(column) for column in columns] == list(map(int, totals))


def test_each_division_and_the_department_have_the_printed_budget_in_2016_17() -> None:
    """Checks typing only: the plan holds each division's printed budget, and the department is their sum."""
    services = merton().after.services
    *divisions, (_, net, _) = paper("budget.csv")
    for division, budget, _ in divisions:
        assert services[Service((*DEPARTMENT.path, division))][0] == millions(budget)
    assert services[DEPARTMENT][0] == millions(net)


def test_the_department_s_net_budget_in_millions_is_the_printed_one() -> None:
    """Checks typing and print only: the budget is a figure of the plan."""
    figures = printed("roll-forward", PrintUnit(Unit.MILLIONS, 3), DEPARTMENT)
    assert figures["Net budget"][0] == "50.181"


def test_the_targets_print_as_the_paper_has_them() -> None:
    """Checks typing and print only: the targets are figures of the plan."""
    *years, _ = paper("savings-targets.csv")
    figures = printed("targets", PrintUnit(Unit.MILLIONS, 3))
    assert list(figures["Required"]) == [each for _, each in years]


def test_the_targets_are_the_printed_ones_and_only_the_first_year_is_identified() -> None:
    """The paper: savings of 2016/17 are agreed and in the budget; proposals for later years come in the autumn.

    What is required checks typing only: the targets and the savings of 2016/17 are figures of the plan.
    """
    *years, (_, asked) = paper("savings-targets.csv")
    (found,) = progress(merton().after.plan, merton().savings)
    targets = [millions(each) for _, each in years]
    assert list(found.required) == targets
    assert list(found.identified) == [targets[0], 0, 0, 0]
    assert list(found.unidentified) == [0, *targets[1:]]
    assert sum(found.required) == sum(found.identified) + sum(found.unidentified) == millions(asked)
    assert found.running[-1] == millions(asked) - targets[0] == millions("3.201")


def test_a_target_takes_nothing_out_of_the_budget() -> None:
    """The budget itself checks typing only; that targets of later years leave it as it is does not."""
    budget = merton().after.services[DEPARTMENT].tolist()
    assert budget == [millions("50.181")] * 4


@pytest.mark.parametrize("row", paper("capital.csv"), ids=lambda row: row[0])
def test_the_capital_programme_prints_as_the_paper_has_it(row: list[str]) -> None:
    """Checks typing and print only: the spending is typed in the plan, and its total added up."""
    name, *spend = row
    ours = printed("capital", PrintUnit(Unit.POUNDS, 0))[
        "Total capital spending" if name == "Total CSF" else name
    ]
    assert list(ours) == [f"{int(each):,}" for each in spend]


def test_what_the_first_scheme_would_cost_on_the_assumed_life_and_rate() -> None:
    """£4,027,230 over 40 years: 100,680.75 a year from 2017/18. Interest at 4%: 80,544.60 on half of it in 2016/17,
    161,089.20 on all of it, then on 100,680.75 less each year: 4,027.23 less.
    """
    paid = merton().after.financing[0]
    assert paid.charge == (0, 100_680_75, 100_680_75, 100_680_75)
    assert paid.interest == (80_544_60, 161_089_20, 157_061_97, 153_034_74)


def test_the_programme_is_repaid_to_the_penny_over_its_life() -> None:
    plan = merton().after.plan
    *_, (_, *totals) = paper("capital.csv")
    charged = sum(sum(over_life(scheme, plan.horizon).charge) for scheme in plan.schemes)
    assert charged == sum(map(int, totals)) * 100


def test_what_the_paper_does_not_print_is_labelled_as_assumed() -> None:
    assert all("are assumed" in scheme.note for scheme in merton().after.plan.schemes)
