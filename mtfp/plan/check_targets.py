"""The rules of savings targets: one for a service that there is, each with a name of its own."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.plan.model import Plan
from mtfp.plan.terms import Service
from mtfp.plan.unknown import inside, unknown
from mtfp.problems import Place, Problem

_WITH_SERVICES = ("line", "change", "demand", "scheme")


def check_targets(plan: Plan) -> Iterator[Problem]:
    """Yield every breach of the rules of targets."""
    held = {each.service for each in (*plan.lines, *plan.changes, *plan.drivers)}
    services = {str(above) for service in held for above in service.up}
    first: dict[Service | None, Place] = {}
    titles: dict[str, Place] = {}
    for target in plan.targets:
        service = target.service
        if service is not None and str(service) not in services:
            problem = unknown(target.place.at("service"), "service", str(service), sorted(services))
            yield problem._replace(unless=inside(str(service), *_WITH_SERVICES))
        if service in first:
            yield Problem(
                place=target.place,
                what=f"there are two targets for {'the whole plan' if service is None else service}",
                expected=f"one target for a service; the other is at {first[service]}",
                fix="put both into one, or correct the service of one of them",
            )
        elif target.name in titles:
            yield Problem(
                place=target.place,
                what=f'two targets are called "{target.name}"',
                expected=f"a title of its own for every target; the other is at {titles[target.name]}",
                fix="give one of them another title",
            )
        first.setdefault(service, target.place)
        titles.setdefault(target.name, target.place)
