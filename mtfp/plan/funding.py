"""What pays for the net budget: council tax, funding streams, transfers of grants, and what is collected for others.

Funding is positive when it pays; a collection fund deficit is negative. Amounts by year are pence in the order of the plan's years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal, NamedTuple

from mtfp.money import MILLION, divide
from mtfp.plan.kinds import AMOUNT_BY_YEAR, NAME, YES_OR_NO
from mtfp.plan.record import key, record
from mtfp.plan.terms import Amounts
from mtfp.problems import Place
from mtfp.years import FinancialYear

StreamKind = Literal[
    "grant",
    "settlement",
    "build-up",
    "council tax collection fund",
    "business rates collection fund",
    "capitalised",
    "other",
]
"""`settlement` and `build-up` are the two bases of business rates, of which a plan has one."""

COLLECTION_FUNDS = ("council tax collection fund", "business rates collection fund")
ALWAYS_ONE_OFF = (*COLLECTION_FUNDS, "capitalised")

Lasts = Literal["ongoing", "time-limited", "one-off"]

Certainty = Literal["settled", "provisional", "assumed"]
"""How sure funding is: agreed by who pays it, offered and not yet final, or the council's own assumption."""


class Rise(NamedTuple):
    """A rise in Band D: a rate of last year's total (parts per million), or a flat sum in pence. A freeze is neither."""

    rate: int = 0
    pence: int = 0


class Limit(NamedTuple):
    """What a rise must stay under: rates (parts per million) of last year's total, and the sum in pence that is allowed whatever the rate."""

    core: int | None = None
    precept: int | None = None
    pence: int | None = None


@dataclass(frozen=True, slots=True)
class Rounding:
    """How Band D is rounded: to the nearest multiple of so many pence, or down to one."""

    multiple: int = 1
    down: bool = False

    def of(self, millionths: int) -> int:
        """Return millionths of a penny as pence."""
        quantum = self.multiple * MILLION
        return (millionths // quantum if self.down else divide(millionths, quantum)) * self.multiple


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilTax:
    """Band D by year, and the tax base it is charged on, or the yield where only that is known.

    `band_d` is last year's total in pence, `precept_in_band_d` the part of it that is social care precept. Band D is
    rounded as a total, or each element by itself. `tax_base` and
    `gross_base` are in hundredths of a Band D equivalent, `collection_rate` parts per million. One of `tax_base`,
    `gross_base` (with its rate) and `stated_yield` is given, or a yield beside a tax base, which then counts.

    `special_expenses` are the council's own, raised in part of its area beside Band D. A rise is tested with them
    averaged over the tax base: in the first year against `relevant_basic_amount`, where that is not last year's Band D.
    `no_limit` is why no limit holds, where none does; a year that is not in `limits` has otherwise none stated.
    """

    band_d: int
    precept_in_band_d: int = 0
    core: tuple[Rise, ...]
    precept: tuple[Rise, ...]
    rounding: Rounding = Rounding()
    each_element: bool = False
    tax_base: tuple[int, ...] | None = None
    gross_base: tuple[int, ...] | None = None
    collection_rate: tuple[int, ...] | None = None
    stated_yield: Amounts | None = None
    special_expenses: Mapping[str, Amounts] = field(default_factory=dict)
    relevant_basic_amount: int | None = None
    limits: Mapping[FinancialYear, Limit] = field(default_factory=dict)
    no_limit: str = ""
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One source of funding. `amounts` are levels, or with `carried` changes on that figure of the year before the plan.

    A collection fund in two parts has January's estimate for last year in `amounts`, and in `earlier` the outturn of the
    year before that less its own estimate. `certainty` is by year, None where it is not said. `scheme` names the scheme of
    capital that repays capitalised support.
    """

    name: str
    kind: StreamKind
    lasts: Lasts = "ongoing"
    carried: int | None = None
    amounts: Amounts
    earlier: Amounts | None = None
    certainty: tuple[Certainty | None, ...] = ()
    scheme: str | None = None
    place: Place = field(compare=False, repr=False)

    @property
    def levels(self) -> Amounts:
        """The pence of each year, before transfers."""
        if self.earlier is not None:
            return tuple(map(sum, zip(self.amounts, self.earlier, strict=True)))
        if self.carried is None:
            return self.amounts
        return tuple(accumulate(self.amounts, initial=self.carried))[1:]


@record
class Transfer:
    """A grant rolled in or out: a line and a stream move by the same, and the gap does not."""

    name: str = key(NAME, "What moves.")
    line: str = key(NAME, "The line that now pays for it.")
    stream: str = key(NAME, "The stream it is now part of.")
    amounts: Amounts = key(
        AMOUNT_BY_YEAR, "What moves in each year, and stays moved: in positive, out negative."
    )
    place: Place = field(compare=False, repr=False)

    @property
    def levels(self) -> Amounts:
        """The pence moved so far, by year."""
        return tuple(accumulate(self.amounts))


@record
class CollectedForOthers:
    """Other bodies' precepts: collected with the council's own tax, and outside the gap."""

    name: str = key(NAME, "Its name, which is the row's.")
    amounts: Amounts = key(AMOUNT_BY_YEAR, "What is collected each year.")
    parish: bool = key(
        YES_OR_NO, "Whether it is parishes', which a council tax requirement includes.", default=False
    )
    place: Place = field(compare=False, repr=False)
