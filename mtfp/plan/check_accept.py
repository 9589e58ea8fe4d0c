"""The rules of answers to notices: the notice exists, and the plan has what it is about."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.plan.accept import ASKED, Accept
from mtfp.plan.model import Plan
from mtfp.problems import Problem, listed, nearest

_OTHERS = ("demand", "scheme", "index", "stream", "collected_for_others", "reserve", "target")


def check_accepted(plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each answer to an unknown notice, or about something that the plan does not have."""
    first: dict[tuple[str, str, tuple[int, ...], str], Accept] = {}
    known = _known(plan) if plan.accepted else []
    for accept in plan.accepted:
        to = (accept.notice, accept.of, accept.figure, accept.scenario)
        other = first.setdefault(to, accept)
        if accept.notice not in ASKED:
            yield Problem(
                place=accept.place.at("notice"),
                what=f'no notice that can be answered is called "{accept.notice}"',
                expected=f"one of {listed(ASKED, most=60, last='or')}{nearest(accept.notice, ASKED)}",
                fix="give the name that mtfp check prints after the notice",
            )
        elif accept.of not in known and not accept.scenario:
            yield Problem(
                place=accept.place.at("of"),
                what=f'nothing in the plan is called "{accept.of}"',
                expected=f"the reference or name that the notice is about{nearest(accept.of, known)}",
                fix="correct it, or remove the answer",
                unless=(("line", ""), ("change", ""), *((table, accept.of) for table in _OTHERS)),
            )
        elif other is not accept:
            yield Problem(
                place=accept.place,
                what=f'{accept.notice} of "{accept.of}" is answered twice{", to the same figure" if accept.figure else ""}',
                expected=f"one answer to each; the other is at {other.place}",
                fix="keep one of them",
            )


def _known(plan: Plan) -> list[str]:
    """Return what a notice may be about: every reference and name, and the records that a plan has only one of."""
    return [
        *(each.reference for each in plan.changes),
        *(each.reference for each in plan.lines),
        *(each.reference for each in plan.demands),
        *(each.reference for each in plan.schemes),
        *plan.indices,
        *(each.name for each in plan.streams),
        *(each.name for each in plan.collected_for_others),
        *(each.name for each in plan.reserves),
        *(each.name for each in plan.targets),
        *(notice.of for notice in plan.notices),
        "net_budget",
        "cash_limit",
        "council_tax",
        "to_the_nearest",
    ]
