"""Papers for the laws of every format: a house style, a paper with all it can hold, and a plan with one name throughout."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from hypothesis import strategies as st

from mtfp.money import Unit
from mtfp.output import paper_of
from mtfp.tables.names import NAMES
from mtfp.tables.paper import Origin
from mtfp.tables.papers import Made, tables_of
from mtfp.tables.style import Style
from tests.strategies import plan_of

if TYPE_CHECKING:
    from mtfp.analysis.outcome import Outcome
    from mtfp.plan.model import Plan
    from mtfp.tables.printed import Report
    from tests.laws.shared import Facts

ORIGIN = Origin((("plan.toml", "0" * 64),), "1")

nils: st.SearchStrategy[Literal["0", "-"]] = st.sampled_from(["0", "-"])
styles = st.builds(
    Style,
    unit=st.sampled_from(Unit),
    decimals=st.integers(0, 2),
    brackets=st.booleans(),
    nil=nils,
    savings_positive=st.booleans(),
    rounding=st.sampled_from(["cast", "plain"]),
)


def whole_paper(outcome: Outcome, style: Style) -> Report:
    """Return the paper with every table there is."""
    names = [name for name in NAMES if tables_of(outcome, [name])]
    return paper_of(Made(outcome), names, style, ORIGIN)


def plan_called(name: str, facts: Facts) -> Plan:
    """Return a plan with one name for the council, the plan, every change and every type."""
    plan = plan_of(facts)
    changes = tuple(replace(change, title=name, printed=name) for change in plan.changes)
    types = {code: replace(each, label=name) for code, each in plan.types.items()}
    return replace(plan, council=name, title=name, changes=changes, types=types)
