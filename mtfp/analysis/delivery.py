"""How sure savings are, and how far they meet targets: figures beside the plan's own, never in place of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from mtfp.plan.changes import Change
from mtfp.plan.model import Plan
from mtfp.plan.targets import Target
from mtfp.plan.terms import Amounts, Service, Stage
from mtfp.years import Horizon

OF_OTHERS = "Other services, on these budget lines"
"""The heading, in one service's tables, of the changes that other services have on its lines."""


class Saving(NamedTuple):
    """A saving of the plan: its pence by year as the plan counts it, and weighted by how sure it is; negative, as savings are."""

    change: Change
    gross: Amounts
    weighted: Amounts


class Progress(NamedTuple):
    """A target and the savings identified towards it, in pence without signs: by year, or one figure for a target in all.

    `unidentified` is required less identified, negative where more is identified than asked. `running` is the sum of
    that so far, so that what is found beyond one year's target counts towards the next.

    £50 is asked in each of two years, and £60 is found in the first: £10 too much, and then £40 still to find.

    >>> from mtfp.analysis.outcome import savings_of
    >>> from mtfp.engine.projection import project
    >>> projection = project(plan_of('''
    ... line = [{ service = "Care", base = 1000 }]
    ... change = [{ reference = "S1", type = "S", service = "Care", title = "Rents", amounts."2026/27" = -60 }]
    ... target = [{ service = "Care", amounts = { "2026/27" = 50, "2027/28" = 50 } }]
    ... '''))
    >>> found = progress(projection.plan, savings_of(projection))[0]
    >>> found.unidentified, found.running
    ((-1000, 5000), (-1000, 4000))
    """

    target: Target
    required: Amounts
    identified: Amounts
    at_risk: Amounts
    not_achieved: Amounts
    unidentified: Amounts
    running: Amounts


def progress(plan: Plan, savings: Sequence[Saving]) -> list[Progress]:
    """Return each target of the plan with the savings identified towards it."""
    return [_progress(target, savings, plan.horizon) for target in plan.targets]


def _progress(target: Target, savings: Iterable[Saving], horizon: Horizon) -> Progress:
    of_target = savings_towards(savings, target)
    identified = _found(of_target, target, horizon)
    required = target.asked
    unidentified = tuple(asked - found for asked, found in zip(required, identified, strict=True))
    return Progress(
        target=target,
        required=required,
        identified=identified,
        at_risk=_found(at_stage("at risk", of_target), target, horizon),
        not_achieved=_found(at_stage("not achieved", of_target), target, horizon),
        unidentified=unidentified,
        running=tuple(accumulate(unidentified, initial=-target.brought_forward))[1:],
    )


def savings_towards(savings: Iterable[Saving], target: Target) -> list[Saving]:
    """Return the savings that count towards a target."""
    return [each for each in savings if target.service is None or each.change.service.within(target.service)]


def at_stage(stage: Stage, savings: Iterable[Saving]) -> list[Saving]:
    """Return the savings that are at a stage."""
    return [each for each in savings if each.change.stage == stage]


def _found(savings: Sequence[Saving], target: Target, horizon: Horizon) -> Amounts:
    """Return what savings come to, in pence without signs: by year, or in all by the end of the year that a target is for."""
    by_year = tuple(-sum(each.gross[n] for each in savings) for n in range(len(horizon)))
    return by_year if target.by is None else (sum(by_year[: horizon.index(target.by) + 1]),)


def left_to_identify(found: Sequence[Progress], years: int) -> Amounts:
    """Return what is still to identify towards the targets by year, added up so far, in pence.

    Of a target and those for services within its own, the larger counts: what it asks, or what those ask together.
    """
    return tuple(sum(each.running[n] for each in counted(found, n)) for n in range(years))


def counted(found: Sequence[Progress], year: int) -> Iterator[Progress]:
    """Yield the targets by year that count towards what is still to identify in a year."""
    yearly = [each for each in found if each.target.by is None]
    for each in yearly:
        if not any(_within(each, other) for other in yearly):
            inner = [*counted([other for other in yearly if _within(other, each)], year)]
            asked_within = sum(one.running[year] for one in inner)
            yield from [each] if each.running[year] >= asked_within else inner


def _within(one: Progress, other: Progress) -> bool:
    inner, outer = one.target.service, other.target.service
    return one is not other and inner is not None and (outer is None or inner.within(outer))


def by_service(savings: Iterable[Saving], service: Service | None) -> dict[str, list[Saving]]:
    """Return the savings of each top-level service, or of the service asked for, in order of appearance."""
    depth = 1 if service is None else len(service.path)
    found: dict[str, list[Saving]] = {}
    for each in savings:
        of = each.change.service
        own = service is None or of.within(service)
        found.setdefault(" > ".join(of.path[:depth]) if own else OF_OTHERS, []).append(each)
    return found
