"""What steps do to a part of the plan, and what is asked of it, worked by hand."""

from pathlib import Path

import pytest

from mtfp.analysis.alone import _BALANCES_AT_ONCE
from mtfp.analysis.notices import notices
from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.plan.terms import Service
from tests.cli.mtfp import Here

HEAD = """[plan]
council = "Anyshire"
title = "Budget"
years = "2026/27 to 2027/28"
unit = "£000"
[types]
P = { kind = "pressure", status = "new", label = "Pressures" }
S = { kind = "saving", status = "agreed", label = "Savings" }
"""
DEMAND = """[[demand]]
reference = "D1"
title = "People"
type = "P"
service = "SERVICE"
activity = 100
growth = "2%"
unit_cost = "500.00"
"""


def outcome(folder: Path, plan: str, steps: str, service: str | None = None) -> Outcome:
    (folder / "plan.toml").write_text(HEAD + plan, encoding="utf-8")
    (folder / "s.toml").write_text('[scenario]\ntitle = "S"\nplan = "plan.toml"\n' + steps, encoding="utf-8")
    request = read_request(folder / "s.toml")
    return run(request.read.plan, request.scenario, None if service is None else Service.parse(service))


def line(service: str, base: int, rest: str = "") -> str:
    return f'[[line]]\nservice = "{service}"\nbase = {base}\n{rest}'


def change(reference: str, service: str, pence: int, table: str = "change") -> str:
    kind = "S" if pence < 0 else "P"
    return (
        f'[[{table}]]\nreference = "{reference}"\ntype = "{kind}"\nservice = "{service}"\ntitle = "{reference}"\n'
        f'amounts = {{ "2026/27" = {pence} }}\n'
    )


def test_a_step_on_an_added_change_beside_demand_has_its_effect_in_a_service(tmp_path: Path) -> None:
    """X1, 40 in 2026/27, a year later: 40 less in 2026/27, and in 2027/28 all of it is there again."""
    homes = "Adults > Homes"
    plan = line("Adults", 10_000) + change("S1", homes, -10) + DEMAND.replace("SERVICE", homes)
    steps = change("X1", homes, 40, "add") + '[[rephase]]\nchange = "X1"\nlater = "1 year"\n'
    added, late = outcome(tmp_path, plan, steps, homes).effects
    assert (added.pence.tolist(), late.pence.tolist()) == ([4_000_000, 4_000_000], [-4_000_000, 0])


@pytest.mark.parametrize(
    "step",
    [
        '[[deliver]]\nchange = "S1"\nshare = "50%"\n',
        '[[demand]]\ndemand = "D1"\ngrowth = "3%"\nin = "2027/28"\n',
        '[[reserve]]\nreserve = "Winter"\nopening = 50\n',
    ],
)
def test_what_a_step_on_one_service_makes_is_asked_of_another_without_it(tmp_path: Path, step: str) -> None:
    """A rate of -20% is asked of Adults, whose index it is; Roads has the change, the demand and none of the reserves."""
    plan = (
        '[index.pay]\nrates = { "2026/27" = "-13%", "2027/28" = "2%" }\n'
        + line("Adults", 1_000, 'index = "pay"\n')
        + line("Roads", 1_000)
        + change("S1", "Roads", -10)
        + DEMAND.replace("SERVICE", "Roads")
        + '[[reserve]]\nname = "Winter"\nclass = "earmarked"\nopening = 100\n'
    )
    steps = step + '[[assume]]\nindex = "pay"\nrate = "-20%"\nin = "2027/28"\n'
    asked = {each.name for each in notices(outcome(tmp_path, plan, steps, "Adults")) if each.place}
    assert "rate-out-of-range" in asked


def test_each_thing_asked_of_a_scenario_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of 100 there, 500 is to be used, then 200: 400 is missing in the first year, which the step makes so, then 200."""
    plan = (
        line("Adults", 10_000)
        + '[[stream]]\nname = "Grant"\nkind = "grant"\namounts = { "2026/27" = 10_000, "2027/28" = 10_000 }\n'
        + '[[reserve]]\nname = "Winter"\nclass = "earmarked"\nopening = 100\nuses = { "2026/27" = 300, "2027/28" = 200 }\n'
    )
    outcome(tmp_path, plan, '[[reserve]]\nreserve = "Winter"\nuses = { "2026/27" = 500 }\n')
    monkeypatch.chdir(tmp_path)
    told = Here(monkeypatch, capsys)("check", "s.toml").out
    assert "s.toml:4: Winter: £500,000 is to be used in 2026/27 and £100,000 is there" in told
    assert "£200,000 is to be used in 2027/28 and £0 is there; £200,000 is not there." in told


def test_rows_of_different_cases_are_not_added_up(tmp_path: Path) -> None:
    """90 pressures of £100bn in each of 30 years come to £270tn; each of 91 cases beside them would have that again."""
    years = [f"{2026 + n}/{(27 + n) % 100:02}" for n in range(30)]
    amounts = "amounts = { " + ", ".join(f'"{year}" = 100_000' for year in years) + " }\n"
    head = HEAD.replace("2026/27 to 2027/28", f"{years[0]} to {years[-1]}").replace("£000", "£m")
    pressures = (change(f"C{n}", "Care", 1).partition("amounts")[0] + amounts for n in range(90))
    (tmp_path / "plan.toml").write_text(head + line("Care", 50_000) + "".join(pressures), encoding="utf-8")
    (tmp_path / "s.toml").write_text(
        '[scenario]\ntitle = "S"\nplan = "plan.toml"\n[[drop]]\nwhere = { kind = "pressure" }\n',
        encoding="utf-8",
    )
    request = read_request(tmp_path / "s.toml")
    found = run(request.read.plan, request.scenario)
    assert found.after.net_budget.tolist() == [50_000 * 10**8] * 30
    assert found.effects[0].pence.tolist() == [-90 * (n + 1) * 10**13 for n in range(30)]


def test_the_cases_of_one_step_may_be_more_than_are_worked_out_at_once(tmp_path: Path) -> None:
    """Each of the changes that are dropped is set against the plan by itself, whatever part of them it is worked out with."""
    count = 1_200
    reserves = "".join(f'[[reserve]]\nname = "R{n}"\nclass = "earmarked"\nopening = 1\n' for n in range(99))
    assert count > _BALANCES_AT_ONCE // (2 * 100) + 1
    plan = line("Care", 10_000) + "".join(change(f"C{n}", "Care", n + 1) for n in range(count)) + reserves
    (effect,) = outcome(tmp_path, plan, '[[drop]]\nwhere = { kind = "pressure" }\n').effects
    assert [own.pence.tolist() for own in effect.own] == [[-(n + 1) * 100_000] * 2 for n in range(count)]
