"""The changes that a step is for: named, or found by what they have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtfp.money import MILLION, show_rate
from mtfp.plan.changes import KIND, STATUS, Change
from mtfp.plan.kinds import NAMES, SERVICE
from mtfp.plan.model import Plan
from mtfp.plan.record import Many, Table, key, record
from mtfp.plan.terms import Kind, Service, Status
from mtfp.plan.unknown import inside, unknown, unknown_change, unknown_type
from mtfp.problems import MisreadError, Notice, Place, Problem, listed
from mtfp.scenario.steps.step import AnyStep, Bearing, Step

_MOST_SERVICES = 12
_LITTLE = MILLION // 100
_KINDS: Many[tuple[Kind, ...]] = Many(KIND, tuple)
_STATUSES: Many[tuple[Status, ...]] = Many(STATUS, tuple)
_SERVICES: Many[tuple[Service, ...]] = Many(SERVICE, tuple)


@record
class Where:
    """What the selected changes have in common. Every key given must agree; of several values of one key any will do."""

    service: tuple[Service, ...] = key(_SERVICES, "A service, or the start of its path.", default=())
    type: tuple[str, ...] = key(NAMES, "A code of [types].", default=())
    kind: tuple[Kind, ...] = key(_KINDS, "pressure or saving.", default=())
    status: tuple[Status, ...] = key(_STATUSES, "agreed, new or subject to consultation.", default=())
    tag: tuple[str, ...] = key(NAMES, "One of its tags.", default=())

    def matches(self, change: Change, plan: Plan) -> bool:
        """Whether a change of the plan is selected."""
        of_type = plan.types.get(change.type)
        return of_type is not None and (
            (not self.service or any(change.service.within(service) for service in self.service))
            and (not self.type or change.type in self.type)
            and (not self.kind or of_type.kind in self.kind)
            and (not self.status or of_type.status in self.status)
            and (not self.tag or not change.tags.isdisjoint(self.tag))
        )


@record
class OnSelected(Step):
    """A step on changes, which it names or finds by what they have in common."""

    change: tuple[str, ...] = key(NAMES, "The reference of a change, or a list of them.", default=())
    where: Where | None = key(Table(Where), "What the changes meant have in common.", default=None)
    excluding: tuple[str, ...] = key(
        NAMES, "References that where is not to select.", default=(), name="except"
    )

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the step says in exactly one way which changes it is for."""
        if bool(self.change) == (self.where is not None) or self.where == Where():
            raise MisreadError(
                "this step does not say which changes it is for"
                if not self.change
                else "this step has both change and where",
                'change = "..." with one reference or a list, or where = { service, type, kind, status or tag }',
                "remove one of the two" if self.change else "add one of the two",
            )
        if self.excluding and self.where is None:
            raise MisreadError("except is given without where", "except together with where", "remove except")


def selected(step: OnSelected, plan: Plan, problems: list[Problem]) -> Iterator[Bearing]:
    """Yield the changes that a step is for."""
    yield from (("change", reference) for reference in select(step, plan, problems))


def where_of(step: Step) -> Where | None:
    """Return what a step finds its changes by; None where it names them, or is on something else."""
    return step.where if isinstance(step, OnSelected) else None


def place_of(change: Change, step: OnSelected) -> Place:
    """Return the place where a step selects a change."""
    if step.where is not None:
        return step.place.at("where")
    return step.place.at("change", step.change.index(change.reference))


def leave_out(change: Change, step: OnSelected) -> str:
    """Return how to leave a change out of a step."""
    if step.change == (change.reference,):
        return "remove this step"
    if step.where is None:
        return f'take "{change.reference}" out of this step'
    return f'leave it out with except = ["{change.reference}"]'


def also_left_out(step: Step, more: Sequence[str]) -> str:
    """Return the key that leaves more changes out of a step that finds its changes."""
    excluding = step.excluding if isinstance(step, OnSelected) else ()
    return "except = [{}]".format(", ".join(f'"{each}"' for each in (*excluding, *more)))


def named(references: Sequence[str], place: Place, plan: Plan, problems: list[Problem]) -> list[str]:
    """Return the references, at a place, that the plan has; add a problem for each of the others."""
    known = plan.change_by_reference
    problems += (
        unknown_change(place.at(n), each, plan) for n, each in enumerate(references) if each not in known
    )
    return [reference for reference in dict.fromkeys(references) if reference in known]


def select(step: OnSelected, plan: Plan, problems: list[Problem]) -> list[str]:
    """Return the references of the changes that a step is for; add a problem for each name that the plan does not have."""
    told = len(problems)
    found = named(step.change, step.place.at("change"), plan, problems)
    named(step.excluding, step.place.at("except"), plan, problems)
    if step.where is None:
        return found
    of_where = (change.reference for change in plan.changes if step.where.matches(change, plan))
    matched = list(dict.fromkeys(of_where))
    left = [reference for reference in matched if reference not in step.excluding]
    problems += unknown_in_where(plan, step.where, step.place.at("where"))
    if len(problems) == told:
        problems += _selects_nothing(step, matched, left)
    return left


def _selects_nothing(step: OnSelected, matched: list[str], left: list[str]) -> Iterator[Problem]:
    if not matched:
        yield Problem(
            place=step.place.at("where"),
            what="where selects no change of the plan",
            expected="at least one change that agrees with every key of where; of several values in one key, any will do",
            fix="correct where, or name the changes: change = [...]",
            unless=(("change", ""), ("types", "")),
        )
    elif not left:
        yield Problem(
            place=step.place.at("except"),
            what="except leaves none of the changes that where selects",
            expected=f"at least one of those it selects: {listed(matched)}",
            fix="correct except, or remove this step",
            unless=(("change", ""), ("types", "")),
        )
    else:
        for n, each in enumerate(step.excluding):
            if each not in matched:
                yield Problem(
                    place=step.place.at("except", n),
                    what=f'"{each}" is not among the changes that where selects',
                    expected=f"one of those it selects: {listed(matched)}",
                    fix=f'remove "{each}" from except, or correct where',
                    unless=(("types", ""),),
                )


def unknown_in_where(plan: Plan, where: Where, place: Place) -> Iterator[Problem]:
    """Yield a problem for each type, service and tag that `where` asks for and no change of the plan has."""
    yield from (
        unknown_type(place.at("type", n), code, plan)
        for n, code in enumerate(where.type)
        if code not in plan.types
    )
    services = {str(above) for change in plan.changes for above in change.service.up}
    of_lines = {str(above) for line in plan.lines for above in line.service.up}
    for n, service in enumerate(where.service):
        if str(service) in of_lines - services:
            problem = _no_change_of(place.at("service", n), str(service), sorted(services))
        elif str(service) not in services:
            problem = unknown(place.at("service", n), "service", str(service), sorted(services))
        else:
            continue
        yield problem._replace(unless=inside(str(service), "line", "change"))
    tags = {tag for change in plan.changes for tag in change.tags}
    yield from (
        unknown(place.at("tag", n), "tag", tag, sorted(tags))._replace(unless=(("change", ""),))
        for n, tag in enumerate(where.tag)
        if tag not in tags
    )


def _no_change_of(place: Place, service: str, services: list[str]) -> Problem:
    there = listed(services, most=_MOST_SERVICES) or "none"
    return Problem(
        place=place,
        what=f'"{service}" is a service of the plan, and none of its changes is for it',
        expected=f"a service that has a change: {there}",
        fix="name one of these, or remove this step",
        there=f": {there}",
    )


def little_of(resolved: AnyStep, share: int | None, words: str) -> Iterator[Notice]:
    """Ask about a share that is so small that it may be a fraction with a per cent sign: 0.5% for 50%."""
    if share is not None and 0 < share <= _LITTLE:
        yield Notice(
            name="share-of-little",
            of=listed(resolved.references),
            text=f"{words}. The share is {show_rate(share)}: is {show_rate(share * 100)} meant?",
            place=resolved.place,
        )


def no_amounts(_: object, changes: Sequence[Change]) -> str:
    """Return that changes have no amounts, so that nothing of them can be moved, dropped or delivered."""
    names = listed(change.printed for change in changes)
    return f"{names or 'it'} {'have' if len(changes) > 1 else 'has'} no amount in any year"


def moves_the_same(_: object, changes: Sequence[Change], __: object) -> str:
    """Return why a step on the amounts of changes moves none of them in any year."""
    if all(change.tbc and not change.profile.phases for change in changes):
        return f"the amounts of {listed(change.printed for change in changes)} are not known yet (tbc)"
    return "what it moves comes to the same in every year of the plan"
