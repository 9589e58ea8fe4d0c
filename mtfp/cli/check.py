"""`mtfp check`: all that is wrong with plans and scenarios, or what in them may not be meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import indent

import typer

from mtfp.analysis.answered import how_to_answer
from mtfp.analysis.at_step import what_is_asked
from mtfp.analysis.notices import notices
from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run as run_plan
from mtfp.cli.screen import USAGE, misread, say, show
from mtfp.files.request import read_request
from mtfp.problems import InputError, MisreadError, Notice


def check(files: Sequence[Path]) -> None:
    """Say what is wrong with files, or ask about what may not be meant; say nothing where there is neither."""
    refused: list[InputError] = []
    missing: list[MisreadError] = []
    asked: dict[str, None] = {}
    for file in files:
        try:
            request = read_request(file)
            outcome = run_plan(request.read.plan, request.scenario)
            asked |= dict.fromkeys(_asked(outcome))
        except InputError as error:
            refused.append(error)
        except MisreadError as error:
            missing.append(error)
    for each in missing:
        say(misread(each))
    if refused:
        raise InputError(problem for each in refused for problem in each.problems)
    if missing:
        raise typer.Exit(USAGE)
    show("".join(f"{text}\n" for text in asked))
    if any(_TO_ANSWER in text for text in asked):
        show(_HOW)


_TO_ANSWER = "\n  to answer\n"
_HOW = "\nTo answer one, add its [[accept]] to the plan, and below it why, by and on (a date), a line each.\n"


def _asked(outcome: Outcome) -> Iterator[str]:
    """Yield each notice that asks, with its answer, or with the keys of one and the scenario that alone asks it.

    What the plan asks is told as the plan alone has it, and an amount that is out of scale there is not asked about again
    in what a step makes of it.
    """
    found = [each for each in notices(outcome) if each.place]
    of_plan: dict[object, Notice] = {}
    title = ""
    if outcome.scenario is not None and not all(each.answer for each in found):
        title = outcome.scenario.title
        for notice in notices(run_plan(outcome.before.plan)):
            of_plan[what_is_asked(notice)] = notice
            if notice.name == "out-of-scale" and not notice.answer:
                of_plan.setdefault((notice.name, notice.of), notice)
    for each in found:
        notice = of_plan.get(what_is_asked(each)) or of_plan.get((each.name, each.of)) or each
        if each.answer:
            yield f"{each.place}: answered: {each.with_answer}"
            continue
        keys = how_to_answer(notice, outcome.after.plan.unit, title if notice is each else "")
        answer = _TO_ANSWER + indent(f"[[accept]]\n{keys}", "    ") if keys else ""
        yield f"{notice.place}: {notice.text}{answer}"
