"""Notices that the plan answers, and answers that have lapsed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mtfp.analysis.outcome import Outcome
from mtfp.money import Unit, show_in_unit, show_pounds, show_rate
from mtfp.plan.accept import ASKED, OF_RATES, Accept
from mtfp.plan.model import Plan
from mtfp.plan.written import quoted
from mtfp.problems import Notice, listed
from mtfp.scenario.model import Scenario

To = tuple[str, str, tuple[int, ...]]
"""What is asked or answered: the notice, what it is about, and its figures."""


def answered(found: Iterable[Notice], outcome: Outcome) -> Iterator[Notice]:
    """Yield the notices, with the plan's answer where it has one, or with what an answer to other figures was about.

    For a whole council, an answer to something that is not asked is a notice too, if it is for this plan or scenario.
    """
    plan, scenario = outcome.after.plan, outcome.scenario
    each = [*found]
    titles = {"", *_titles(scenario)}
    here = [accept for accept in plan.accepted if accept.scenario in titles]
    answers = {(notice.name, notice.of): [each for each in here if _is_to(each, notice)] for notice in each}
    answer = [
        next((one for one in answers[notice.name, notice.of] if _covers(one, notice)), None)
        for notice in each
    ]
    used = {accept.place.key for accept in answer if accept is not None}
    said = set()
    for notice, accept in zip(each, answer, strict=True):
        was = next((one for one in answers[notice.name, notice.of] if one.place.key not in used), None)
        if accept is not None:
            yield notice._replace(answer=_words(accept))
        elif was is not None:
            said.add(was.place.key)
            yield notice._replace(text=f"{notice.text.rstrip('.')}; {_lapsed(was, notice, plan.unit)}")
        else:
            yield notice
    own = "" if scenario is None else scenario.title
    for accept in here if outcome.service is None else ():
        if accept.scenario == own and accept.place.key not in used | said:
            yield _to_nothing(accept)


def answered_as_a_plan(plan: Plan, scenario: Scenario | None) -> Plan:
    """Return the plan that a scenario leaves, with what was answered for the scenario answered for it."""
    titles = _titles(scenario)
    answers: dict[object, Accept] = {}
    for accept in plan.accepted:
        alone = replace(accept, scenario="") if accept.scenario in titles else accept
        answers.setdefault((alone.notice, alone.of, alone.figure, alone.scenario), alone)
    return replace(plan, accepted=tuple(answers.values()))


def asks(notice: Notice) -> To:
    """Return what a notice asks."""
    return notice.name, notice.of, notice.figures


def how_to_answer(notice: Notice, unit: Unit, scenario: str = "") -> str:
    """Return the keys that answer a notice, a line each as the plan has them; empty where the notice asks nothing.

    `scenario` is the title of the scenario without which it would not be asked.
    """
    if notice.name not in ASKED:
        return ""
    figure = f"\n{_key(notice, unit)}" if notice.figures else ""
    asked_in = f"\nscenario = {quoted(scenario)}" if scenario else ""
    return f'notice = "{notice.name}"\nof = {quoted(notice.of)}{figure}{asked_in}'


def _is_to(accept: Accept, notice: Notice) -> bool:
    return (accept.notice, accept.of) == (notice.name, notice.of)


def _covers(accept: Accept, notice: Notice) -> bool:
    """Whether every figure that a notice doubts is answered. The answer may be to more years."""
    hangs = bool(notice.figures) == bool(accept.figure)
    return hangs and not Counter(notice.figures) - Counter(accept.figure)


def _titles(scenario: Scenario | None) -> set[str]:
    return set() if scenario is None else {each.title for each in scenario.every_scenario()}


def _to_nothing(accept: Accept) -> Notice:
    """Return the notice of an answer to something that is not asked; only a scenario may ask it."""
    about = f"the answer to {accept.notice} of {accept.of}"
    text = (
        f"Nothing is asked in {accept.scenario} that {about} is for: remove it."
        if accept.scenario
        else f"Nothing is asked that {about} is for: remove it; if only a scenario asks, add its title to it, as scenario."
    )
    return Notice(name="answer-to-nothing", of=accept.of, text=text, place=accept.place)


def _words(accept: Accept) -> str:
    on = f"{accept.on.day} {accept.on:%B %Y}"
    return f"{accept.why.rstrip('.')} ({accept.by}, {on})."


def _lapsed(accept: Accept, notice: Notice, unit: Unit) -> str:
    where = f"the answer at {accept.place.file.rpartition('/')[2]}:{accept.place.line}"
    if not notice.figures:
        return f"{where} names a figure, and this hangs on none: remove it there."
    if not accept.figure:
        return f"{where} names no figure: add {_key(notice, unit)}."
    show = show_rate if notice.name in OF_RATES else show_pounds
    return f"{where} was to {listed(map(show, accept.figure), most=20)}."


def _key(notice: Notice, unit: Unit) -> str:
    written = [_written(notice, figure, unit) for figure in notice.figures]
    return f"figure = {written[0]}" if len(written) == 1 else f"figure = [{', '.join(written)}]"


def _written(notice: Notice, figure: int, unit: Unit) -> str:
    return f'"{show_rate(figure)}"' if notice.name in OF_RATES else show_in_unit(figure, unit)
