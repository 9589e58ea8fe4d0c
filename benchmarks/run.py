"""How fast, as ratios measured side by side in one run: `python -m benchmarks.run`.

Each command is run in turn with what it is held against, so that a slow moment of the machine falls on both, and the
median of the ratios pair by pair is printed beside the bound.
"""

from __future__ import annotations

import compileall
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import papers as plain
from benchmarks.invented_plan import write_council, write_steps
from mtfp.analysis.run import run
from mtfp.engine.cases import base_of, case_of, work_out
from mtfp.engine.projection import project
from mtfp.engine.spending import Inputs, roll_forward
from mtfp.files.request import read_request
from mtfp.money import MILLION
from mtfp.output import Paper, written
from mtfp.plan.council_tax import Rise
from mtfp.plan.model import Plan
from mtfp.render.pictures.saved import png, svg
from mtfp.render.word.paper import to_word
from mtfp.scenario.apply import apply

HOME = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
NUMPY = [PYTHON, "-c", "import numpy"]
PAIRS = 15
REPEATS = 40
KIBIBYTE = 1024


def main() -> None:
    """Measure everything, one line each."""
    compileall.compile_dir(HOME / "mtfp", quiet=1)
    mtfp = [PYTHON, "-m", "mtfp"]
    slips = HOME / "scenarios/oxfordshire-2014/school-improvement-slips.toml"
    exampleshire = HOME / "scenarios/exampleshire/plan.toml"
    with tempfile.TemporaryDirectory() as folder:
        plan = write_council(Path(folder))
        command("mtfp --help / python -c pass", [*mtfp, "--help"], [PYTHON, "-c", "pass"], most=8)
        command("mtfp run, Oxfordshire / import numpy", [*mtfp, "run", str(slips)], NUMPY, most=3.5)
        command("mtfp run, Exampleshire / import numpy", [*mtfp, "run", str(exampleshire)], NUMPY, most=4)
        command(
            "mtfp run, a whole council of 5,000 lines / import numpy",
            [*mtfp, "run", str(plan)],
            NUMPY,
            most=4.5,
        )
        late = write_steps(Path(folder))
        command(
            "the same with 2,000 steps / without",
            [*mtfp, "run", str(late)],
            [*mtfp, "run", str(plan)],
            most=3,
        )
        show("its memory at most, MiB", peak_mebibytes([*mtfp, "run", str(plan)]), most=64)
        inputs = project(read_request(plan).read.plan).inputs
    papers()
    cases()
    in_float, in_pandas = float_roll_forward(inputs), pandas_roll_forward(inputs)
    function(
        "engine / the same roll-forward in float64 numpy", lambda: roll_forward(inputs), in_float, most=1.6
    )
    function("the same in pandas / engine", in_pandas, lambda: roll_forward(inputs), least=10)


def cases() -> None:
    """Measure 1,000 rises in council tax on Exampleshire beside one run of its scenario, read before."""
    request = read_request(HOME / "scenarios/exampleshire/central.toml")
    plan, scenario = request.read.plan, request.scenario
    if scenario is None or plan.council_tax is None:
        raise ValueError("Exampleshire has a scenario and council tax")
    base, tax, every = base_of(project(plan)), plan.council_tax, range(1_000)

    def raised(rate: int) -> Plan:
        return replace(plan, council_tax=replace(tax, core=(Rise(rate=rate),) * len(tax.core)))

    function(
        "1,000 cases of one step / a scenario applied and projected",
        lambda: work_out(base, [case_of(base, raised(rate)) for rate in every]),
        lambda: project(apply(plan, scenario)).gaps,
        most=30,
        pairs=PAIRS,
    )


def papers() -> None:
    """Measure Exampleshire's papers, from figures to bytes, beside plain scripts that write the same cells."""
    request = read_request(HOME / "scenarios/exampleshire/central.toml")
    outcome = run(request.read.plan, request.scenario)

    def paper(name: str) -> Callable[[], bytes]:
        return lambda: written(Paper(outcome=outcome, tables=["all"], sources=request.sources), Path(name))

    sheets = plain.cells_of(paper("book.xlsx")())
    function(
        "Excel / XlsxWriter, the same cells",
        paper("book.xlsx"),
        lambda: plain.plain_excel(sheets),
        most=1.5,
        pairs=PAIRS,
    )
    report = Paper(outcome=outcome, tables=["all"], sources=request.sources).report
    pictures = {chart.id: png(chart) for chart in report.charts}
    paragraphs, tables = plain.contents_of(to_word(report, pictures))
    function(
        "Word / python-docx, the same text and pictures",
        lambda: to_word(report, pictures),
        lambda: plain.plain_word(paragraphs, tables, list(pictures.values())),
        most=1.5,
        pairs=PAIRS,
    )
    gap = next(chart for chart in report.charts if chart.id == "gap")
    for form, draw in (("svg", svg), ("png", png)):
        name = f"{form.upper()} picture / matplotlib, the same columns"
        function(name, partial(draw, gap), plain.plain_picture(gap, form), most=1.5, pairs=PAIRS)
    endings = (".docx", ".xlsx", ".html", ".md", ".csv", ".json", ".txt")
    with tempfile.TemporaryDirectory() as folder:
        to = [part for ending in endings for part in ("--to", f"{folder}/paper{ending}")]
        all_of_them = [
            PYTHON,
            "-m",
            "mtfp",
            "report",
            "scenarios/exampleshire/central.toml",
            "--tables",
            "all",
            *to,
        ]
        show("memory of all Exampleshire's papers at once, MiB", peak_mebibytes(all_of_them), most=250)


def command(name: str, ours: Sequence[str], theirs: Sequence[str], *, most: float) -> None:
    """Print the median ratio of two commands' wall time."""
    show(name, _ratio(lambda: _run(ours), lambda: _run(theirs), PAIRS), most=most)


def function(
    name: str,
    one: Callable[[], object],
    other: Callable[[], object],
    *,
    most: float | None = None,
    least: float | None = None,
    pairs: int = REPEATS,
) -> None:
    """Print the median ratio of two functions' wall time."""
    show(name, _ratio(one, other, pairs), most=most, least=least)


def show(name: str, value: float, *, most: float | None = None, least: float | None = None) -> None:
    """Print a figure beside its bound."""
    bound = f"at most {most:g}" if most is not None else f"at least {least:g}"
    kept = (most is None or value <= most) and (least is None or value >= least)
    print(f"{name:<60}{value:8.2f}   {bound:<14}{'' if kept else 'MISSED'}".rstrip())


def _ratio(one: Callable[[], object], other: Callable[[], object], pairs: int) -> float:
    one()
    other()
    return statistics.median(_seconds(one) / _seconds(other) for _ in range(pairs))


def _seconds(call: Callable[[], object]) -> float:
    """Return the wall time of a call, with the collector of unused memory out of the way as on the command line."""
    gc.collect()
    gc.disable()
    start = time.perf_counter()
    call()
    seconds = time.perf_counter() - start
    gc.enable()
    return seconds


def _run(arguments: Sequence[str]) -> None:
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, cwd=HOME)


def peak_mebibytes(arguments: Sequence[str]) -> float:
    """Return the largest memory a command held, as the system accounts it to a small process that starts it."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    told = subprocess.run(
        [PYTHON, "-c", script, *arguments], check=True, capture_output=True, text=True, cwd=HOME
    )
    return int(told.stdout) / KIBIBYTE


def float_roll_forward(inputs: Inputs) -> Callable[[], object]:
    """Return the plain float64 roll-forward of the same arrays: no rounding, no pennies."""
    base, once = inputs.base.astype(float), inputs.one_off_in_base.astype(float)
    rates = inputs.rates / MILLION
    restatement, stated = inputs.restatement.astype(float), inputs.inflation_stated.astype(float)
    recurring, undelivered, virements = (
        each.astype(float) for each in (inputs.recurring, inputs.not_delivered, inputs.virements)
    )

    def roll() -> object:
        moves = recurring.sum(axis=0) + undelivered + virements + stated + restatement
        opening, inflation, closing = (np.empty(moves.shape) for _ in range(3))
        carried, starting = base, base - once
        for year in range(moves.shape[1]):
            opening[:, year] = carried
            risen = (starting + restatement[:, year]) * rates[:, year]
            inflation[:, year] = risen + stated[:, year]
            carried = starting + risen + moves[:, year]
            closing[:, year] = starting = carried
        return opening, inflation, closing

    return roll


def pandas_roll_forward(inputs: Inputs) -> Callable[[], object]:
    """Return the roll-forward as a notebook would write it: tidy frames, grouped, joined, year by year."""
    kinds, lines, years = inputs.recurring.shape
    axes = pd.MultiIndex.from_product(
        [range(kinds), range(lines), range(years)], names=["type", "line", "year"]
    )
    changes = pd.DataFrame({"pounds": inputs.recurring.ravel() / 100}, index=axes).reset_index()
    changes = changes[changes["pounds"] != 0]
    start = pd.DataFrame({"line": range(lines), "closing": inputs.base / 100})
    rates = (
        pd.DataFrame(inputs.rates / MILLION)
        .rename_axis("line")
        .reset_index()
        .melt(id_vars="line", var_name="year", value_name="rate")
    )

    def roll() -> object:
        rolled, last = [], start
        by_line = changes.groupby(["line", "year"], as_index=False)["pounds"].sum()
        for year in range(years):
            now = last.rename(columns={"closing": "opening"}).assign(year=year)
            now = (
                now.merge(rates, on=["line", "year"], how="left")
                .merge(by_line, on=["line", "year"], how="left")
                .fillna({"pounds": 0.0})
            )
            now["inflation"] = (now["opening"] * now["rate"]).round(2)
            now["closing"] = now["opening"] + now["inflation"] + now["pounds"]
            rolled.append(now)
            last = now[["line", "closing"]]
        return pd.concat(rolled)

    return roll


if __name__ == "__main__":
    main()
