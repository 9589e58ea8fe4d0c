"""`mtfp check`: all that is wrong with plans and scenarios, or what in them may not be meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import indent

import typer

from mtfp.analysis.answered import asks, how_to_answer
from mtfp.analysis.notices import notices
from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run as run_plan
from mtfp.cli.screen import USAGE, misread, say, show
from mtfp.files.request import read_request
from mtfp.problems import InputError, MisreadError


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
    """Yield each notice that asks, with its answer, or with the keys of one and the scenario that alone asks it."""
    found = [each for each in notices(outcome) if each.place]
    alone, title = set(), ""
    if outcome.scenario is not None and not all(each.answer for each in found):
        title = outcome.scenario.title
        alone = {asks(each) for each in notices(run_plan(outcome.before.plan))}
    for notice in found:
        if notice.answer:
            yield f"{notice.place}: answered: {notice.with_answer}"
            continue
        keys = how_to_answer(notice, outcome.after.plan.unit, "" if asks(notice) in alone else title)
        answer = _TO_ANSWER + indent(f"[[accept]]\n{keys}", "    ") if keys else ""
        yield f"{notice.place}: {notice.text}{answer}"
