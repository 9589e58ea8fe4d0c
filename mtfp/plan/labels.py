"""The names of the rows that every plan has. `[labels]` of a plan gives its paper's own names instead."""

from __future__ import annotations

from mtfp.plan.model import Plan

CHANGES_SO_FAR = "Changes so far"
"""The net budget's row in a table of a service that has no base budget of its own, only changes."""

LABELS = {
    "opening": "Base net budget",
    "remove_one_offs": "Remove one-offs in the {base_year} budget",
    "inflation": "Inflation",
    "savings_not_delivered": "Savings not delivered",
    "virements": "Virements",
    "closing": "Proposed budget",
    "net_budget": "Net budget",
    "contributions": "Contributions to reserves",
    "deficit": "Deficit brought forward",
    "not_there": "Uses of reserves in budgets, not there to use",
    "council_tax": "Council tax income",
    "requirement": "Council tax requirement",
    "funding": "Total funding",
    "cash_limit": "Cash limit",
    "gap_before_reserves": "Gap before reserves",
    "uses": "Planned use of reserves",
    "balancing": "Use of reserves to balance",
    "still_to_find": "Gap still to find",
    "structural_gap": "Structural gap",
    "gap": "Gap",
    "change_in_gap": "Change on the year before",
    "change_in_gap_before_reserves": "Change in gap before reserves",
    "change_in_net_budget": "Change in the net budget",
    "total": "of all changes",
}
"""Each row's key in `[labels]`, and the name it has when the plan gives none. `total` completes "Total ..."."""


def label(plan: Plan, key: str) -> str:
    """Return the name the plan gives a row, or the usual one."""
    return plan.labels.get(key, LABELS[key].format(base_year=plan.horizon.base_year))


def gap_label(plan: Plan) -> str:
    """Return the name of what is still to find. A whole council's plan has other gaps to tell it from."""
    return label(plan, "still_to_find" if plan.is_whole else "gap")


def resources_label(plan: Plan) -> str:
    """Return the name of what pays for the plan."""
    return label(plan, "funding" if plan.has_funding else "cash_limit")
