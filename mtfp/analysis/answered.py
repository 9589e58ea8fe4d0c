"""Notices that the plan answers, and answers that have lapsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from mtfp.money import Unit, show_pounds, show_rate
from mtfp.plan.accept import ASKED, Accept
from mtfp.plan.model import Plan
from mtfp.problems import Notice

_RATE = "rate-out-of-range"


def answered(found: Iterable[Notice], plan: Plan, *, whole: bool) -> Iterator[Notice]:
    """Yield the notices, those that the plan answers with the answer, and where the answer was to another figure, with that.

    Of a `whole` plan, without a scenario, an answer to nothing is a notice too.
    """
    answers = {(each.notice, each.of): each for each in plan.accepted}
    used = set()
    for notice in found:
        accept = answers.get((notice.name, notice.of))
        if accept is None:
            yield notice
            continue
        used.add(accept.place.key)
        if accept.figure == notice.figure:
            yield replace(notice, answer=_words(accept))
        else:
            yield replace(notice, text=f"{notice.text.rstrip('.')}; {_lapsed(accept, notice, plan.unit)}")
    for accept in plan.accepted if whole else ():
        if accept.place.key not in used:
            text = f"Nothing is asked that the answer to {accept.notice} of {accept.of} is for: remove it."
            yield Notice(name="answer-to-nothing", of=accept.of, text=text, place=accept.place)


def how_to_answer(notice: Notice, unit: Unit) -> str:
    """Return the keys of the answer that a notice asks for, as they are written in the plan; empty where it asks for none."""
    if notice.name not in ASKED:
        return ""
    figure = "" if notice.figure is None else f", figure = {_written(notice, notice.figure, unit)}"
    return f'notice = "{notice.name}", of = "{notice.of}"{figure}'


def _words(accept: Accept) -> str:
    on = f"{accept.on.day} {accept.on:%B %Y}"
    return f"{accept.why.rstrip('.')} ({accept.by}, {on})."


def _lapsed(accept: Accept, notice: Notice, unit: Unit) -> str:
    where = f"the answer at {accept.place.file.rpartition('/')[2]}:{accept.place.line}"
    if notice.figure is None:
        return f"{where} names a figure, and this hangs on none: remove it there."
    if accept.figure is None:
        return f"{where} names no figure: add figure = {_written(notice, notice.figure, unit)}."
    was = show_rate(accept.figure) if notice.name == _RATE else show_pounds(accept.figure)
    return f"{where} was to {was}."


def _written(notice: Notice, figure: int, unit: Unit) -> str:
    if notice.name == _RATE:
        return f'"{show_rate(figure)}"'
    amount = Decimal(figure) / unit.pence
    return f"{amount.normalize():f}"
