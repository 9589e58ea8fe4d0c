"""What-ifs in Python: load a plan, run it with scenarios, and look at the result in a notebook."""

from __future__ import annotations

import warnings
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtfp.analysis.answer_words import answers
from mtfp.analysis.answered import answered_as_a_plan
from mtfp.analysis.notices import notices
from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.files.opened import read_bytes
from mtfp.files.plan import PlanRead
from mtfp.files.request import read_request
from mtfp.files.save import save_plan, save_scenario
from mtfp.files.source import SourceFile
from mtfp.files.style import read_style
from mtfp.files.write_whole import refuse_to_write_over, write_whole
from mtfp.frozen import frozen
from mtfp.output import Paper, chart_named, names_in, written
from mtfp.plan.file import PlanHead
from mtfp.plan.model import Plan
from mtfp.plan.terms import Service
from mtfp.problems import InputError, MisreadError, Problem
from mtfp.render.html import picture_to_html, to_html
from mtfp.render.pictures.saved import png, svg
from mtfp.scenario.model import Scenario
from mtfp.tables.frames import frame, series, table_frame
from mtfp.tables.paper import charts_of
from mtfp.tables.papers import tables_of
from mtfp.tables.printed import Chart
from mtfp.tables.report import report_of
from mtfp.tables.style import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


@frozen(slots=False, kw_only=False)
class Picture:
    """A chart: `svg` and `png` are its bytes, `alt` says in words what it shows, and a notebook shows it with its figures."""

    chart: Chart = field(repr=False)

    @property
    def alt(self) -> str:
        """What the picture shows, in words."""
        return self.chart.alt

    @property
    def svg(self) -> bytes:
        """The picture as SVG."""
        return svg(self.chart)

    @property
    def png(self) -> bytes:
        """The picture as PNG."""
        return png(self.chart)

    def _repr_html_(self) -> str:
        return picture_to_html(self.chart, self.png)


@frozen(slots=False, kw_only=False)
class Result:
    """A plan rolled forward. Amounts are exact pounds and pence; spending is positive, and so is a shortfall."""

    outcome: Outcome = field(repr=False)
    sources: tuple[SourceFile, ...] = field(default=(), repr=False)
    head: PlanHead | None = field(default=None, repr=False)

    def __str__(self) -> str:
        """Return the answer, as `print` shows it."""
        return self.answer

    @property
    def answer(self) -> str:
        """Which years balance and by what, what is still to find, what changed and what is at risk, in words."""
        return " ".join(answers(self.outcome))

    @property
    def notices(self) -> list[str]:
        """What must be said beside the figures, or asked about them and not answered in the plan."""
        return [each.text for each in notices(self.outcome) if not each.answer]

    @property
    def net_budget(self) -> pd.Series[Any]:
        """The net budget by year, in pounds."""
        return series(self.outcome.after, "net_budget", self.outcome.after.net_budget)

    @property
    def gap(self) -> pd.Series[Any] | None:
        """What is still to find by year, in pounds; None where the plan states no resources."""
        gap = self.outcome.after.gap
        return None if gap is None else series(self.outcome.after, "gap", gap)

    @property
    def cost_before_reserves(self) -> pd.Series[Any] | None:
        """What the scenario costs before the reserves that balance the gap pay, in pounds; None for a plan on its own.

        It is the only series of a gap that may be added up over the years.
        """
        outcome = self.outcome
        if outcome.scenario is None:
            return None
        return series(outcome.after, "cost before reserves", outcome.cost)

    @property
    def change_in_gap(self) -> pd.Series[Any] | None:
        """The gap less the year before's, in pounds; None where the plan states no resources."""
        change = self.outcome.after.change_in_gap
        return None if change is None else series(self.outcome.after, "change_in_gap", change)

    def frame(self) -> pd.DataFrame:
        """Return the roll-forward as one row for each driver and year: year, id, label, kind, status, pounds."""
        return frame(self.outcome)

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the tables of `mtfp run`, such as "summary" or "reserves", exact, with a row for each of its rows and years.

        Raises `MisreadError` where there is no such table, or the plan has nothing to put in it.
        """
        return table_frame(self.outcome, name)

    def to_word(
        self,
        path: str | Path,
        tables: str | Sequence[str] | None = None,
        style: str | Path = "plain",
        template: str | Path | None = None,
    ) -> None:
        """Write a budget paper as Word, as `mtfp report` does: the tables named, or the main ones, in a house style.

        Raises `MisreadError` where the file, the template or a table can't be used, and `InputError` for a wrong style.
        """
        layout = None if template is None else Path(template)
        self._write(Path(path), ".docx", tables, style, layout)

    def to_excel(
        self, path: str | Path, tables: str | Sequence[str] | None = None, style: str | Path = "plain"
    ) -> None:
        """Write a workbook with live formulas and the tables; see `to_word`."""
        self._write(Path(path), ".xlsx", tables, style)

    def to_html(
        self, path: str | Path, tables: str | Sequence[str] | None = None, style: str | Path = "plain"
    ) -> None:
        """Write a web page of its own; see `to_word`."""
        self._write(Path(path), ".html", tables, style)

    def _write(
        self,
        path: Path,
        ending: str,
        tables: str | Sequence[str] | None,
        style: str | Path,
        template: Path | None = None,
    ) -> None:
        if path.suffix.casefold() != ending:
            raise MisreadError(
                f'"{path.as_posix()}" does not end in {ending}',
                f"a name that ends in {ending}",
                "give the file that ending",
            )
        house = read_style(str(style))
        sources = (*self.sources, *house.sources)
        given = [source.path for source in sources]
        refuse_to_write_over(given if template is None else [*given, template], [path])
        paper = Paper(
            outcome=self.outcome,
            tables=names_in(tables) if isinstance(tables, str) else tables,
            style=house.style,
            sources=sources,
            template=None if template is None else read_bytes(template),
        )
        if paper.notice:
            warnings.warn(paper.notice, stacklevel=3)
        write_whole({path: written(paper, path)})

    def chart(self, name: str, style: str | Path = "plain") -> Picture:
        """Return one of the charts of a budget paper: "gap", "bridge", "savings", "reserves" or "scenario".

        In a notebook it shows with its figures in a table below. Raises `MisreadError` where there is no such chart,
        or the plan has no figures for it.
        """
        return Picture(chart_named(charts_of(self.outcome, read_style(str(style)).style), name))

    @property
    def _main_tables(self) -> list[str]:
        main = ("summary", "scenario", "roll-forward")
        return [name for name in main if tables_of(self.outcome, [name])]

    def _repr_html_(self) -> str:
        return to_html(report_of(self.outcome, self._main_tables, Style()))


@frozen(slots=False, kw_only=False)
class LoadedPlan:
    """A plan read from its files, ready to run."""

    read: PlanRead = field(repr=False)

    def __str__(self) -> str:
        """Return whose plan it is, and its title."""
        return f"{self.plan.council}: {self.plan.title}"

    @property
    def plan(self) -> Plan:
        """The plan's records."""
        return self.read.plan

    def run(self, scenario: str | Path | LoadedScenario | None = None, service: str | None = None) -> Result:
        """Roll the plan forward, with a scenario if given, by its file or as `scenario` gave it, for one service if given.

        Raises `InputError` with every mistake in the scenario, or where it is for another plan, and `MisreadError`
        where there is no such file or service.
        """
        if isinstance(scenario, LoadedScenario):
            self._must_be_of(scenario.of.plan, scenario.sources)
            return scenario.run(service)
        if scenario is not None:
            return self.scenario(scenario).run(service)
        part = None if service is None else Service.parse(service)
        return Result(run(self.plan, None, part), self.read.sources, self.read.head)

    def scenario(self, path: str | Path) -> LoadedScenario:
        """Read a scenario of the plan, to run it or to save it.

        Raises `InputError` with every mistake in it, or where it is for another plan, and `MisreadError` where there is no
        such file.
        """
        request = read_request(Path(path))
        if request.scenario is None:
            raise InputError(
                [
                    Problem(
                        place=request.sources[0].place("plan"),
                        what="this is a plan, not a scenario",
                        expected=f"a scenario of {self.plan.place.file}",
                        fix="name a scenario, or none to run the plan alone",
                    )
                ]
            )
        self._must_be_of(request.read.plan, request.sources)
        return LoadedScenario(request.scenario, self, request.sources)

    def _must_be_of(self, plan: Plan, sources: Sequence[SourceFile]) -> None:
        """Raise `InputError` where a scenario, whose files these are, is of another plan."""
        if plan != self.plan:
            raise InputError(
                [
                    Problem(
                        place=sources[0].place("scenario"),
                        what="this is not a scenario of the plan that was loaded",
                        expected=f"a scenario of {self.plan.place.file}",
                        fix="load the plan it names, or load the plan again if its files have changed",
                    )
                ]
            )


@frozen(slots=False, kw_only=False)
class LoadedScenario:
    """A scenario read from its file, of a plan, ready to run."""

    scenario: Scenario
    of: LoadedPlan = field(repr=False)
    sources: tuple[SourceFile, ...] = field(default=(), repr=False)

    def run(self, service: str | None = None) -> Result:
        """Roll the plan forward with the scenario, for one service if given; raise `MisreadError` where there is no such service."""
        part = None if service is None else Service.parse(service)
        return Result(run(self.of.plan, self.scenario, part), self.sources, self.of.read.head)


def load(path: str | Path) -> LoadedPlan:
    """Read a plan; raise `InputError` with every mistake in its files, or `MisreadError` where there is no such file."""
    request = read_request(Path(path))
    if request.scenario is not None:
        plan, scenario = request.read.plan.place.file, request.scenario.place.file
        raise InputError(
            [
                Problem(
                    place=request.scenario.place,
                    what="this is a scenario, not a plan",
                    expected=f'its plan, which is "{plan}"',
                    fix=f'mtfp.load("{plan}").run("{scenario}")',
                )
            ]
        )
    return LoadedPlan(request.read)


def save(what: LoadedPlan | LoadedScenario | Result | Plan, path: str | Path) -> None:
    """Write a plan, the plan that the scenario of a result leaves, or a scenario: as a new file, or into the one that is there.

    What is there keeps its comments, its order and its spelling wherever it says the same. Raises `MisreadError` or
    `InputError`, and writes nothing, where that can't be done, or the file would not read as the same plan or scenario.
    """
    match what:
        case LoadedScenario(scenario=scenario, of=of):
            save_scenario(scenario, of.read, Path(path))
        case LoadedPlan(read=read):
            save_plan(read.plan, read.head, Path(path))
        case Plan():
            save_plan(what, None, Path(path))
        case Result(outcome=outcome) if outcome.service is None:
            left = answered_as_a_plan(outcome.after.plan, outcome.scenario)
            save_plan(left, what.head, Path(path))
        case Result(outcome=outcome):
            raise MisreadError(
                f"this is the result of {outcome.service} alone",
                "a whole plan, or the result of one",
                "run it without service",
            )
        case _:
            raise MisreadError(
                "this is neither a plan, a scenario nor the result of one",
                "what mtfp.load returns, or what its scenario or its run returns",
                "give one of these first, and then the name of the file",
            )
