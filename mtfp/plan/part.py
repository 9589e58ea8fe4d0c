"""One budget holder's part of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mtfp.plan.changes import Change
from mtfp.plan.labels import CHANGES_SO_FAR
from mtfp.plan.lines import BudgetLine
from mtfp.plan.model import Plan
from mtfp.plan.terms import Service
from mtfp.plan.virements import Virement
from mtfp.problems import MisreadError, nearest

_CHANGES_ALONE = {
    "opening": "Changes brought forward",
    "closing": "Changes carried forward",
    "net_budget": CHANGES_SO_FAR,
}


def part_of(plan: Plan, service: Service) -> Plan:
    """Return the part of a plan that a service is: its lines and those beneath it, with their changes, demand and schemes.

    It has no resources or reserves: these belong to the whole. A transfer of a grant stays on its line, and a virement to
    or from the rest of the plan becomes one from outside. A service beneath the level at which base budgets are held has
    only its changes, from nil; those that demand and schemes come to must be among the plan's changes already. Raises
    `MisreadError` for a service that the plan lacks.
    """
    plan = replace(
        plan,
        cash_limit=None,
        council_tax=None,
        streams=(),
        collected_for_others=(),
        reserves=(),
        control=None,
        targets=tuple(each for each in plan.targets if each.service and each.service.within(service)),
    )
    lines = tuple(line for line in plan.lines if line.service.within(service))
    if not lines:
        return _changes_alone(plan, service)
    inside = {line.reference for line in lines}
    changes = [change for change in plan.changes if plan.line_of(change).reference in inside]
    virements = (_seen_from(virement, inside) for virement in plan.virements)
    return replace(
        plan,
        lines=lines,
        changes=_without_links(changes),
        virements=tuple(virement for virement in virements if virement is not None),
        restatements=tuple(each for each in plan.restatements if each.line in inside),
        transfers=tuple(each for each in plan.transfers if each.line in inside),
        demands=tuple(each for each in plan.demands if plan.line_of(each).reference in inside),
        schemes=tuple(each for each in plan.schemes if plan.line_of(each).reference in inside),
    )


def _changes_alone(plan: Plan, service: Service) -> Plan:
    changes = tuple(replace(each, line=None) for each in plan.changes if each.service.within(service))
    if not changes:
        held: tuple[BudgetLine | Change, ...] = (*plan.lines, *plan.changes)
        known = sorted({str(above) for each in held for above in each.service.up})
        raise MisreadError(
            f'no service is called "{service}"',
            f"a service of the plan, with its whole path{nearest(str(service), known)}",
            "correct the name; put > between the levels of a path",
        )
    nil = BudgetLine(reference=str(service), title=str(service), service=service, base=0, place=plan.place)
    return replace(
        plan,
        lines=(nil,),
        changes=_without_links(changes),
        virements=(),
        restatements=(),
        transfers=(),
        labels=_CHANGES_ALONE,
    )


def _without_links(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes without their links to other changes, which may belong to another part."""
    return tuple(
        replace(change, requires=(), excludes=(), shares_budget_with=(), replaced_by=None)
        if change.requires or change.excludes or change.shares_budget_with or change.replaced_by
        else change
        for change in changes
    )


def _seen_from(virement: Virement, inside: set[str]) -> Virement | None:
    source = virement.source if virement.source in inside else None
    target = virement.target if virement.target in inside else None
    if source is None and target is None:
        return None
    if (source, target) == (virement.source, virement.target):
        return virement
    return replace(
        virement,
        source=source,
        target=target,
        from_outside=None if source else virement.from_outside or virement.source,
        to_outside=None if target else virement.to_outside or virement.target,
    )
