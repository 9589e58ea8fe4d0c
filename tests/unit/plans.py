"""Small plans and scenarios for hand-worked tests, written as an officer would write them and read by the real reader."""

import re
import textwrap
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import pytest

from mtfp.analysis.notices import notices
from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.engine.capital import Financing, financing
from mtfp.files.request import Request, read_request
from mtfp.money import Unit
from mtfp.plan.capital import Scheme
from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.problems import InputError
from mtfp.scenario.apply import apply
from mtfp.tables.model import PrintedTable, Rounding
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from mtfp.years import Horizon

POUND = 100
THOUSAND = 100_000

HEAD = """
[plan]
council = "Exampleshire"
title = "Plan"
years = "{years}"
unit = "{unit}"
[types]
P = {{ kind = "pressure", status = "new", label = "Pressures" }}
S = {{ kind = "saving", status = "new", label = "Savings" }}
A = {{ kind = "saving", status = "agreed", label = "Savings agreed before" }}
O = {{ kind = "pressure", status = "new", one_off = true, label = "One-offs" }}
"""


def told(outcome: Outcome) -> list[str]:
    """Return the text of each notice."""
    return [each.text for each in notices(outcome)]


def over_life(scheme: Scheme, horizon: Horizon) -> Financing:
    """Return how a scheme is paid for up to its last charge, in a plan as long as that."""
    in_use = 0 if scheme.in_use is None else horizon.index(scheme.in_use)
    return financing(scheme, Horizon(horizon.first, max(len(horizon) - 1, in_use) + 1 + scheme.life))


@dataclass(frozen=True)
class Folder:
    """A folder with a plan, and the scenarios a test puts beside it."""

    path: Path

    def plan(self, body: str, *, years: str = "2014/15 to 2017/18", unit: str = "£000") -> Self:
        """Write plan.toml: the usual head, then the test's own tables."""
        head = HEAD.format(years=years, unit=unit)
        (self.path / "plan.toml").write_text(head + textwrap.dedent(body), encoding="utf-8")
        return self

    def scenario(self, body: str, name: str = "try", of: str = 'plan = "plan.toml"') -> Self:
        """Write a scenario of the plan, or of the scenarios named in `of`."""
        text = f'[scenario]\ntitle = "{name}"\n{of}\n' + textwrap.dedent(body)
        (self.path / f"{name}.toml").write_text(text, encoding="utf-8")
        return self

    def request(self, name: str = "try") -> Request:
        """Read the scenario, or the plan alone where there is no such scenario."""
        scenario = self.path / f"{name}.toml"
        return read_request(scenario if scenario.exists() else self.path / "plan.toml")

    def outcome(self, name: str = "try") -> Outcome:
        """Run the scenario, or the plan alone."""
        request = self.request(name)
        return run(request.read.plan, request.scenario)

    def after(self, name: str = "try") -> Plan:
        """Return the plan as the scenario makes it."""
        request = self.request(name)
        assert request.scenario is not None
        return apply(request.read.plan, request.scenario)

    def refusal(self, name: str = "try") -> str:
        """Return every message that refuses the files, without the folder's own path."""
        with pytest.raises(InputError) as refused:
            self.outcome(name)
        return re.sub(rf"{re.escape(self.path.as_posix())}/", "", str(refused.value))

    def net(self, name: str = "try") -> list[int]:
        """Return the net budget of each year, in pence."""
        return [int(pence) for pence in self.outcome(name).after.net_budget]

    def gap(self, name: str = "try") -> list[int]:
        """Return the gap of each year, in pence."""
        gap = self.outcome(name).after.gap
        assert gap is not None
        return [int(pence) for pence in gap]

    def change(self, reference: str, name: str = "try") -> Change:
        """Return a change as the scenario makes it."""
        return self.outcome(name).after.plan.change_by_reference[reference]

    def amounts(self, reference: str, name: str = "try") -> list[int]:
        """Return the pence of a change by year, as printed."""
        outcome = self.outcome(name)
        return list(self.change(reference, name).amounts(outcome.after.plan.horizon))

    def table(
        self,
        table: str,
        name: str = "try",
        unit: Unit = Unit.THOUSANDS,
        decimals: int = 0,
        rounding: Rounding = "cast",
    ) -> PrintedTable:
        """Return one printed table."""
        return next(
            each
            for each in report_of(
                self.outcome(name), [table], Style(unit=unit, decimals=decimals, rounding=rounding)
            ).tables
            if each.id == table
        )

    def figures(
        self,
        table: str,
        name: str = "try",
        unit: Unit = Unit.THOUSANDS,
        decimals: int = 0,
        rounding: Rounding = "cast",
    ) -> dict[str, tuple[str, ...]]:
        """Return the figures of one printed table by the words of each row."""
        rows = self.table(table, name, unit, decimals, rounding).rows
        return {" ".join(part for part in row.stub if part): row.figures for row in rows}


@dataclass(frozen=True)
class Text:
    """A source for places in tests that need no file."""

    name: str = "plan.toml"
    text: str = ""

    def line(self, key: tuple[str | int, ...]) -> int:
        """Return the number the key opens with."""
        return int(key[0]) if key else 1

    def excerpt(self, line: int) -> str:
        """Return the text of a line."""
        return self.lines[line - 1] if line <= len(self.lines) else ""

    def cell(self, key: tuple[str | int, ...]) -> None:
        """Return nothing: there are no tables."""

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.splitlines()
