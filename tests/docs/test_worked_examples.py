"""The worked examples in the docstrings of the package, which show each rule of the arithmetic in small figures."""

import doctest
import importlib
from pathlib import Path

import pytest

from mtfp.plan.model import Plan
from mtfp.scenario.model import Scenario
from tests.unit.plans import HEAD, Folder

PACKAGE = Path(__file__).parents[2] / "mtfp"
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path.read_text(encoding="utf-8")
    for path in sorted(PACKAGE.rglob("*.py"))
}
RULES = [
    "mtfp.money",
    "mtfp.years",
    "mtfp.plan.capital",
    "mtfp.plan.funding",
    "mtfp.plan.model",
    "mtfp.plan.profile",
    "mtfp.engine.capital",
    "mtfp.engine.cases",
    "mtfp.engine.council_tax",
    "mtfp.engine.demand",
    "mtfp.engine.gap",
    "mtfp.engine.reserves",
    "mtfp.engine.spending",
    "mtfp.engine.streams",
    "mtfp.scenario.apply",
    "mtfp.scenario.resolve",
    "mtfp.analysis.delivery",
    "mtfp.analysis.keeping",
    "mtfp.analysis.outcome",
    "mtfp.analysis.paying",
    "mtfp.tables.casting",
]
"""Where the arithmetic is: each of these shows what it does."""


@pytest.mark.parametrize("name", [name for name, text in MODULES.items() if ">>> " in text])
def test_worked_examples_come_out_as_they_say(name: str, tmp_path: Path) -> None:
    """An example may have a plan, in pounds over two years, or a scenario of it from what their files would say."""
    folder = Folder(tmp_path)

    def plan_of(text: str, years: str = "2026/27 to 2027/28") -> Plan:
        (tmp_path / "plan.toml").write_text(text + HEAD.format(years=years, unit="£"), encoding="utf-8")
        return folder.request("plan").read.plan

    def scenario_of(text: str) -> Scenario:
        scenario = folder.scenario(text).request().scenario
        assert scenario is not None
        return scenario

    said: list[str] = []
    module = importlib.import_module(name)
    for example in doctest.DocTestFinder().find(
        module, extraglobs={"plan_of": plan_of, "scenario_of": scenario_of}
    ):
        doctest.DocTestRunner(verbose=False).run(example, out=said.append)
    assert not said, "".join(said)


@pytest.mark.parametrize("name", RULES)
def test_each_part_of_the_arithmetic_shows_its_rules(name: str) -> None:
    assert ">>> " in MODULES[name]
