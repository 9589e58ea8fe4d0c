"""Lasting moves of budget between lines, and corrections of opening budgets. Pence, by year in the order of the plan's years."""

from __future__ import annotations

from dataclasses import field

from mtfp.plan.kinds import AMOUNT_BY_YEAR, NAME, TEXT
from mtfp.plan.record import key, record
from mtfp.plan.terms import Amounts
from mtfp.problems import MisreadError, Place


@record
class Virement:
    """A lasting move of budget from one line to another, or across the edge of the plan."""

    source: str | None = key(NAME, "The line it comes from.", default=None, name="from")
    target: str | None = key(NAME, "The line it goes to.", default=None, name="to")
    from_outside: str | None = key(NAME, "Where it comes from, when not from this plan.", default=None)
    to_outside: str | None = key(NAME, "Where it goes, when not within this plan.", default=None)
    amounts: Amounts = key(AMOUNT_BY_YEAR, "What moves in each year, and stays moved.")
    why: str = key(TEXT, "The reason.", default="")
    place: Place = field(compare=False, repr=False)

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless it has two ends, and one of them is a line of the plan."""
        one_source = (self.source is None) != (self.from_outside is None)
        one_target = (self.target is None) != (self.to_outside is None)
        if not (one_source and one_target and (self.source or self.target)):
            raise MisreadError(
                "this virement does not say where from and where to",
                "from and to, or from_outside and to, or from and to_outside",
                "name one line it comes from and one it goes to",
            )

    @property
    def outside(self) -> str:
        """What the virement is from or to outside the plan, where one end is there."""
        return self.from_outside or self.to_outside or ""


BASE_AS_BEFORE = "Base as in the last plan"
"""The reason given for restating a line that has a base for each year."""


@record
class Restatement:
    """A correction of a line's opening budget, made before inflation, so it inflates."""

    line: str = key(NAME, "The line restated.")
    amounts: Amounts = key(AMOUNT_BY_YEAR, "What is added to the opening budget of each year.")
    why: str = key(NAME, "The reason, which is the row's name in the roll-forward.")
    place: Place = field(compare=False, repr=False)
