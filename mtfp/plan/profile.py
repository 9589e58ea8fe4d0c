"""When a change in budget bites: steps from a month, so much a year more or less."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from mtfp.frozen import frozen
from mtfp.money import divide_each, share_of
from mtfp.years import MONTHS_IN_A_YEAR, FinancialYear, Horizon, Month


class Step(NamedTuple):
    """From `month` on, `annual` pence a year more (positive) or less (negative)."""

    month: Month
    annual: int


@frozen(kw_only=False)
class Profile:
    """The steps of one change, and what they come to by year.

    A recurring step stays in the base: its level in a year is the annual amount times the months in effect over
    twelve, and its movement the level less last year's. A one-off's amount lasts twelve months from its step, so by
    the same arithmetic what is spent up to a year's end is the level, and the year's own amount the movement.

    Steps are whole pence and stay unrounded however they are delayed, so delays add up. Levels are rounded to the
    penny once a year, over all the steps together, half away from zero; movements then sum to the steps exactly.
    """

    steps: tuple[Step, ...] = ()

    @classmethod
    def of_amounts(
        cls, horizon: Horizon, amounts: Mapping[FinancialYear, int], *, levels: bool = False
    ) -> Profile:
        """Return the profile of year columns, in pence; a year not given is nil.

        Columns are steps on 1 April, or with `levels` what those steps come to.
        """
        if levels:
            columns = [amounts.get(year, 0) for year in horizon]
            movements = (level - last for level, last in zip(columns, [0, *columns], strict=False))
            amounts = dict(zip(horizon, movements, strict=True))
        by_year = sorted(amounts.items(), key=itemgetter(0))
        return cls(tuple([Step(year.april, pence) for year, pence in by_year if pence]))

    def levels_from(self, first: FinancialYear, count: int) -> list[int]:
        """Return the level in pence of each of `count` years."""
        april = first.april.index
        moves = [0] * (count + 1)
        for step in self.steps:
            start, missed = divmod(step.month.index - april, MONTHS_IN_A_YEAR)
            if start < 0:
                start, missed = 0, 0
            if start < count:
                moves[start] += step.annual * (MONTHS_IN_A_YEAR - missed)
                moves[start + 1] += step.annual * missed
        return divide_each(accumulate(moves[:count]), MONTHS_IN_A_YEAR)

    def levels(self, horizon: Horizon) -> list[int]:
        """Return the level in pence of each year of the plan."""
        return self.levels_from(horizon.first, horizon.count)

    def movements(self, horizon: Horizon, in_base: int = 0) -> list[int]:
        """Return each year's level less the one before; before the first year stands what the base holds already."""
        levels = self.levels(horizon)
        return [level - last for level, last in zip(levels, [in_base, *levels], strict=False)]

    def beyond(self, horizon: Horizon) -> dict[FinancialYear, int]:
        """Return the movements in pence that fall after the plan, by year; years that are nil left out."""
        latest = max((step.month for step in self.steps), default=horizon.last.april)
        if latest <= horizon.last.april:
            return {}
        at_end, *levels = self.levels_from(horizon.last, latest.year.start + 2 - horizon.last.start)
        moves = (level - last for level, last in zip(levels, [at_end, *levels], strict=False))
        return {horizon.last + n: pence for n, pence in enumerate(moves, start=1) if pence}

    def delay(self, months: int) -> Profile:
        """Return the same steps so many months later, or earlier when negative."""
        return Profile(tuple(Step(step.month + months, step.annual) for step in self.steps))

    def scale(self, share: int) -> Profile:
        """Return what arrives when only a share (parts per million) of each step does."""
        arrives = (Step(step.month, share_of(step.annual, share)) for step in self.steps)
        return Profile(tuple(step for step in arrives if step.annual))

    def split_share(self, share: int) -> tuple[Profile, Profile]:
        """Return (the share of every step, the rest): the share is rounded, the rest is the remainder."""
        part = self.scale(share)
        return part, self.less(part)

    def split_amount(self, pence: int) -> tuple[Profile, Profile]:
        """Return (an unsigned amount taken from the earliest steps first, the rest).

        The steps must share one sign and hold at least that amount; the caller checks.
        """
        taken, left = [], pence
        for step in sorted(self.steps, key=lambda step: step.month):
            take = min(left, abs(step.annual))
            if take:
                taken.append(Step(step.month, take if step.annual > 0 else -take))
            left -= take
        part = Profile(tuple(taken))
        return part, self.less(part)

    def plus(self, other: Profile) -> Profile:
        """Return both sets of steps together, one step a month, in order of month."""
        by_month: dict[Month, int] = {}
        for step in self.steps + other.steps:
            by_month[step.month] = by_month.get(step.month, 0) + step.annual
        steps = (Step(month, by_month[month]) for month in sorted(by_month))
        return Profile(tuple(step for step in steps if step.annual))

    def less(self, other: Profile) -> Profile:
        """Return these steps with the others taken away."""
        return self.plus(Profile(tuple(Step(step.month, -step.annual) for step in other.steps)))

    @property
    def full_year(self) -> int:
        """What the steps come to in a full year, in pence."""
        return sum(step.annual for step in self.steps)

    @property
    def both_ways(self) -> bool:
        """Whether some steps are positive and some negative."""
        return any(step.annual > 0 for step in self.steps) and any(step.annual < 0 for step in self.steps)
