"""Confidence: another share of savings is expected to arrive. No figure of the plan is lowered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mtfp.money import parse_share, show_rate
from mtfp.plan.changes import CONFIDENCE as SHARE_OR_WORD
from mtfp.plan.changes import Change
from mtfp.plan.how_sure import how_sure
from mtfp.plan.model import Plan
from mtfp.plan.record import key, record
from mtfp.problems import Problem
from mtfp.scenario.steps.selected import OnSelected, leave_out, place_of, select
from mtfp.scenario.steps.step import Bearing, StepKind


@record
class ConfidenceStep(OnSelected):
    """Another share of savings is expected to arrive; no figure of the plan is lowered."""

    share: str = key(SHARE_OR_WORD, 'What share is expected: "50%", or a word of [confidence].')


def _bears_on(step: ConfidenceStep, plan: Plan, problems: list[Problem]) -> Iterator[Bearing]:
    how_sure(step.share, step.place.at("share"), plan, problems)
    yield from (("confidence", reference) for reference in select(step, plan, problems))


def _known(step: ConfidenceStep, plan: Plan) -> ConfidenceStep:
    share = how_sure(step.share, step.place.at("share"), plan, [])
    return replace(step, share=show_rate(share))


def _changed(step: ConfidenceStep, change: Change, _: Plan) -> Change:
    return replace(change, confidence=parse_share(step.share))


def _refuses(step: ConfidenceStep, change: Change, plan: Plan) -> Problem | None:
    of_type = plan.types.get(change.type)
    if of_type is None or of_type.kind == "saving":
        return None
    return Problem(
        place=place_of(change, step),
        what=f'"{change.reference}" is a pressure, which has no confidence',
        expected="a saving",
        fix=leave_out(change, step),
    )


CONFIDENCE = StepKind(
    key="confidence",
    record=ConfidenceStep,
    words="Another confidence in savings.",
    bears_on=_bears_on,
    says=lambda resolved, _: f"confidence {resolved.step.share}",
    known=_known,
    refuses=_refuses,
    changed=_changed,
    meets="none",
    same=lambda *_: "the confidence is the one that the plan has",
)
