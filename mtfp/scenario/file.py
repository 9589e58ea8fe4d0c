"""What the file of a scenario may hold: what the scenario is, and lists of steps."""

from __future__ import annotations

from mtfp.plan.kinds import NAME, NAMES, TEXT
from mtfp.plan.record import Table, key, lists_of, record
from mtfp.scenario.steps.add import ADD
from mtfp.scenario.steps.assume import ASSUME
from mtfp.scenario.steps.capital import CAPITAL
from mtfp.scenario.steps.confidence import CONFIDENCE
from mtfp.scenario.steps.council_tax import COUNCIL_TAX
from mtfp.scenario.steps.deliver import DELIVER
from mtfp.scenario.steps.demand import DEMAND
from mtfp.scenario.steps.drop import DROP
from mtfp.scenario.steps.keep import KEEP
from mtfp.scenario.steps.rephase import REPHASE
from mtfp.scenario.steps.reprofile import REPROFILE
from mtfp.scenario.steps.reserve import RESERVE
from mtfp.scenario.steps.set_cash_limit import SET_CASH_LIMIT
from mtfp.scenario.steps.step import Step
from mtfp.scenario.steps.stream import STREAM

STEPS = (
    REPHASE, DELIVER, DROP, KEEP, REPROFILE, ADD, ASSUME, SET_CASH_LIMIT, COUNCIL_TAX, STREAM, RESERVE, DEMAND, CONFIDENCE,
    CAPITAL,
)  # fmt: skip
"""Every kind of step, in the order in which the file reference tells of them."""


@record
class ScenarioHead:
    """What the scenario is, and the plan or scenarios it builds on."""

    title: str = key(NAME, "The scenario's title.")
    plan: str | None = key(NAME, "The plan it changes.", default=None)
    extends: tuple[str, ...] = key(
        NAMES, "The scenario, or scenarios, it builds on, in place of plan.", default=()
    )
    author: str = key(TEXT, "Who answers for it.", default="")
    source: str = key(TEXT, "Where its figures come from.", default="")
    why: str = key(TEXT, "Why it is asked.", default="")


@record
class ScenarioFile:
    """What is asked of a plan: steps, each with its reason."""

    scenario: ScenarioHead = key(
        Table(ScenarioHead), "What the scenario is, and the plan or scenarios it builds on."
    )
    steps: tuple[Step, ...] = lists_of({kind.key: (kind.record, kind.words) for kind in STEPS})
