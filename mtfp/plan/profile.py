"""When a change in budget bites: phases from a month, so much a year more or less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, repeat
from typing import NamedTuple

from mtfp.money import divide_each, share_of
from mtfp.years import MONTHS_IN_A_YEAR, FinancialYear, Horizon, Month


class Phase(NamedTuple):
    """From `month` on, `annual` pence a year more (positive) or less (negative)."""

    month: Month
    annual: int


class Profile(NamedTuple):
    """The phases of one change, and what they come to by year.

    A recurring phase stays in the base: its level in a year is the annual amount times the months in effect over
    twelve, and its movement the level less last year's. A one-off's amount lasts twelve months from its phase, so by
    the same arithmetic what is spent up to a year's end is the level, and the year's own amount the movement
    (docs/decisions/0010).

    Phases are whole pence and stay unrounded however they are delayed, so delays add up. Levels are rounded to the
    penny once a year, over all the phases together, half away from zero; movements then sum to the phases exactly.

    -£200,000 a year from September 2014 is in effect for 7 months of 2014/15. The rest is the full-year effect of 2015/16.

    >>> late = Profile((Phase(Month.parse("September 2014"), -200_000_00),))
    >>> late.levels(Horizon.parse("2014/15 to 2015/16")), late.movements(Horizon.parse("2014/15 to 2015/16"))
    ([-11666667, -20000000], [-11666667, -8333333])
    """

    phases: tuple[Phase, ...] = ()

    @classmethod
    def of_amounts(
        cls, horizon: Horizon, amounts: Mapping[FinancialYear, int], *, levels: bool = False
    ) -> Profile:
        """Return the profile of year columns, in pence; a year not given is nil.

        Each column is a phase on 1 April. With `levels`, it is what all phases so far come to.

        >>> years = Horizon.parse("2026/27 to 2028/29")
        >>> columns = dict(zip(years, (100, 150, 150)))
        >>> Profile.of_amounts(years, columns).levels(years)
        [100, 250, 400]
        >>> Profile.of_amounts(years, columns, levels=True).levels(years)
        [100, 150, 150]
        """
        if levels:
            columns = [amounts.get(year, 0) for year in horizon]
            movements = (level - last for level, last in zip(columns, [0, *columns], strict=False))
            amounts = dict(zip(horizon, movements, strict=True))
        by_year = sorted(amounts.items(), key=lambda item: item[0].start)
        return cls(tuple([Phase(year.april, pence) for year, pence in by_year if pence]))

    @classmethod
    def in_columns(cls, columns: Mapping[FinancialYear, Sequence[int | None]]) -> list[Profile]:
        """Return the profile of each row of year columns, as `of_amounts` does; of very many at once.

        >>> years = Horizon.parse("2026/27 to 2027/28")
        >>> columns = dict(zip(years, ((100, None), (150, 50))))
        >>> [each.movements(years) for each in Profile.in_columns(columns)]
        [[100, 150], [0, 50]]
        """
        made = tuple.__new__
        down = []
        for year in sorted(columns):
            april, column = year.april, columns[year]
            phases = {pence: Phase(april, pence) if pence else None for pence in {*column}}
            down.append(map(phases.__getitem__, column))
        rows = map(tuple, map(filter, repeat(None), zip(*down, strict=True)))
        return [*map(made, repeat(cls), zip(rows, strict=True))]

    def levels_from(self, first: FinancialYear, count: int) -> list[int]:
        """Return the level in pence of each of `count` years.

        Two phases of a penny, each half a year late, are half a penny each: rounded once, over both, they are a penny.

        >>> Profile((Phase(Month.parse("October 2026"), 1),) * 2).levels_from(FinancialYear(2026), 2)
        [1, 2]
        """
        april = first.april.index
        moves = [0] * (count + 1)
        for phase in self.phases:
            start, missed = divmod(phase.month.index - april, MONTHS_IN_A_YEAR)
            if start < 0:
                start, missed = 0, 0
            if start < count:
                moves[start] += phase.annual * (MONTHS_IN_A_YEAR - missed)
                moves[start + 1] += phase.annual * missed
        return divide_each(accumulate(moves[:count]), MONTHS_IN_A_YEAR)

    def levels(self, horizon: Horizon) -> list[int]:
        """Return the level in pence of each year of the plan."""
        return self.levels_from(horizon.first, horizon.count)

    def movements(self, horizon: Horizon, in_base: int = 0) -> list[int]:
        """Return each year's level less the one before; the first year's less what the base holds already.

        The base has £80 of a saving of £100 a year taken out, so £20 more is saved in the first year.

        >>> years = Horizon.parse("2026/27 to 2027/28")
        >>> Profile((Phase(years.first.april, -100_00),)).movements(years, in_base=-80_00)
        [-2000, 0]
        """
        levels = self.levels(horizon)
        return [level - last for level, last in zip(levels, [in_base, *levels], strict=False)]

    def beyond(self, horizon: Horizon) -> dict[FinancialYear, int]:
        """Return the movements in pence that fall after the plan, by year; a year of nil is left out.

        A phase in October of the last year leaves half of itself to the year after.

        >>> late = Profile((Phase(Month.parse("October 2027"), -100_00),))
        >>> {str(year): pence for year, pence in late.beyond(Horizon.parse("2026/27 to 2027/28")).items()}
        {'2028/29': -5000}
        """
        latest = max((phase.month for phase in self.phases), default=horizon.last.april)
        if latest <= horizon.last.april:
            return {}
        at_end, *levels = self.levels_from(horizon.last, latest.year.start + 2 - horizon.last.start)
        moves = (level - last for level, last in zip(levels, [at_end, *levels], strict=False))
        return {horizon.last + n: pence for n, pence in enumerate(moves, start=1) if pence}

    def delay(self, months: int) -> Profile:
        """Return the same phases so many months later; fewer than none is earlier.

        One-offs of £100 and £200, four months late, lose no penny: £66.67, £166.66 and £66.67.

        >>> years = Horizon.parse("2026/27 to 2028/29")
        >>> once = Profile.of_amounts(years, dict(zip(years, (100_00, 200_00))))
        >>> once.delay(4).movements(years), once.delay(6).delay(6) == once.delay(12)
        ([6667, 16666, 6667], True)
        """
        return Profile(tuple(Phase(phase.month + months, phase.annual) for phase in self.phases))

    def scale(self, share: int) -> Profile:
        """Return what arrives when only a share (parts per million) of each phase does, rounded to the penny.

        80% of a saving of £100.01 is £80.008, so £80.01 arrives.

        >>> Profile((Phase(Month.parse("April 2026"), -100_01),)).scale(800_000).full_year
        -8001
        """
        arrives = (Phase(phase.month, share_of(phase.annual, share)) for phase in self.phases)
        return Profile(tuple(phase for phase in arrives if phase.annual))

    def split_share(self, share: int) -> tuple[Profile, Profile]:
        """Return (the share of every phase, the rest): the share is rounded to the penny, the rest is what remains.

        >>> part, rest = Profile((Phase(Month.parse("April 2026"), -99),)).split_share(500_000)
        >>> part.full_year, rest.full_year
        (-50, -49)
        """
        part = self.scale(share)
        return part, self.less(part)

    def split_amount(self, pence: int) -> tuple[Profile, Profile]:
        """Return (the phases that make up an amount, earliest first, and the rest). The amount is in pence, without a sign.

        The phases must share one sign and hold at least that amount; the caller checks.

        >>> april, october = Month.parse("April 2026"), Month.parse("October 2026")
        >>> part, rest = Profile((Phase(april, -100), Phase(october, -100))).split_amount(150)
        >>> [phase.annual for phase in part.phases], [phase.annual for phase in rest.phases]
        ([-100, -50], [-50])
        """
        taken, left = [], pence
        for phase in sorted(self.phases, key=lambda phase: phase.month):
            take = min(left, abs(phase.annual))
            if take:
                taken.append(Phase(phase.month, take if phase.annual > 0 else -take))
            left -= take
        part = Profile(tuple(taken))
        return part, self.less(part)

    def plus(self, other: Profile) -> Profile:
        """Return both sets of phases together, one phase a month, in order of month."""
        by_month: dict[Month, int] = {}
        for phase in self.phases + other.phases:
            by_month[phase.month] = by_month.get(phase.month, 0) + phase.annual
        phases = (Phase(month, by_month[month]) for month in sorted(by_month))
        return Profile(tuple(phase for phase in phases if phase.annual))

    def less(self, other: Profile) -> Profile:
        """Return these phases with the others taken away."""
        return self.plus(Profile(tuple(Phase(phase.month, -phase.annual) for phase in other.phases)))

    @property
    def full_year(self) -> int:
        """What the phases come to in a full year, in pence."""
        return sum(phase.annual for phase in self.phases)

    @property
    def both_ways(self) -> bool:
        """Whether some phases are positive and some negative."""
        return any(phase.annual > 0 for phase in self.phases) and any(
            phase.annual < 0 for phase in self.phases
        )
