"""What pays for the net budget beside council tax: funding streams, transfers of grants, and what is collected for others.

Funding is positive when it pays; a collection fund deficit is negative. Amounts by year are pence in the order of the plan's years.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from itertools import accumulate
from typing import Any, Literal, get_args

from mtfp.money import show_written
from mtfp.plan import values
from mtfp.plan.kinds import AMOUNT, AMOUNT_BY_YEAR, NAME, YES_OR_NO
from mtfp.plan.record import ByYear, Choice, Context, Value, key, record
from mtfp.plan.terms import Amounts
from mtfp.problems import MisreadError, Place, Problem
from mtfp.years import FinancialYear, Horizon

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
"""A collection fund's surplus or deficit counts once, and capitalised support is borrowed: neither is funding that recurs."""

Lasts = Literal["ongoing", "time-limited", "one-off"]

Certainty = Literal["settled", "provisional", "assumed"]
"""How sure funding is: agreed by whoever pays it, offered but not yet final, or the council's own assumption."""


def _certainty(value: object, _: Context) -> Certainty:
    words: tuple[Certainty, ...] = get_args(Certainty)
    for word in words:
        if value == word:
            return word
    raise MisreadError(
        f"{show_written(value)} does not say how sure it is",
        "settled (agreed by who pays it), provisional (offered, not yet final) or assumed (the council's own)",
        "write one of these, for every year or by year",
    )


def _where_known(
    by_year: Mapping[FinancialYear, Certainty], horizon: Horizon | None
) -> tuple[Certainty | None, ...]:
    return tuple(by_year.get(year) for year in horizon or ())


_KIND: Choice[StreamKind] = Choice(get_args(StreamKind))
_LASTS: Choice[Lasts] = Choice(get_args(Lasts))
_CERTAINTY_BY_YEAR = ByYear(
    Value(_certainty, {"type": "string", "enum": [*get_args(Certainty)]}), _where_known, alike=True
)


@record
class Stream:
    """One source of funding: positive when it pays, so a collection fund deficit is negative.

    `amounts` are levels, in pence. With `carried`, the figure of the year before the plan, they are changes on it. A collection fund
    in two parts has January's estimate for last year in `amounts`, and in `earlier` the outturn of the year before that,
    less its own estimate. `certainty` is by year, None where it is not stated.
    """

    name: str = key(NAME, "Its name, which is the row's.")
    kind: StreamKind = key(_KIND, "What it is.")
    said_to_last: Lasts | None = key(
        _LASTS,
        "How long: ongoing when left out; collection funds and capitalised support are one-off.",
        default=None,
        name="lasts",
    )
    amounts: Amounts = key(
        AMOUNT_BY_YEAR,
        "What it brings each year; with carried, changes on that.",
        changed="Its amount in each year that differs: levels or changes, as in the plan.",
        said="",
    )
    carried: int | None = key(
        AMOUNT, "What it brought in the year before the plan, where amounts are changes.", default=None
    )
    earlier: Amounts | None = key(
        AMOUNT_BY_YEAR,
        "Of a collection fund in two parts: the earlier year's outturn less its estimate; amounts is then January's estimate for last year.",
        default=None,
        name="earlier_year",
        changed="The earlier year's part of a collection fund, in each year that differs.",
    )
    certainty: tuple[Certainty | None, ...] | None = key(
        _CERTAINTY_BY_YEAR,
        "How sure it is: a word for every year, or one for each year that is known.",
        default=None,
    )
    scheme: str | None = key(
        NAME, "The reference of the scheme that borrows and repays capitalised support.", default=None
    )
    place: Place = field(compare=False, repr=False)

    @property
    def lasts(self) -> Lasts:
        """How long it lasts, as stated or as its kind always does."""
        return self.said_to_last or ("one-off" if self.kind in ALWAYS_ONE_OFF else "ongoing")

    @property
    def levels(self) -> Amounts:
        """The pence of each year, before transfers.

        A grant of £80 in the year before the plan that changes by £20 and then by -£30 is £100, then £70.

        >>> plan_of('''
        ... line = [{ service = "Care", base = 1000 }]
        ... stream = [{ name = "Grant", kind = "grant", carried = 80, amounts = { "2026/27" = 20, "2027/28" = -30 } }]
        ... ''').streams[0].levels
        (10000, 7000)
        """
        if self.earlier is not None:
            return tuple(map(sum, zip(self.amounts, self.earlier, strict=True)))
        if self.carried is None:
            return self.amounts
        return tuple(accumulate(self.amounts, initial=self.carried))[1:]

    def turned(self, sign: int) -> Stream:
        """Return the stream with its amounts times `sign`, which is -1 in a plan that writes income as negative."""
        return replace(
            self,
            amounts=tuple(sign * pence for pence in self.amounts),
            carried=None if self.carried is None else sign * self.carried,
            earlier=None if self.earlier is None else tuple(sign * pence for pence in self.earlier),
        )

    @staticmethod
    def check_written(held: Mapping[str, Any], place: Place, context: Context) -> Iterator[Problem]:
        """Yield a problem where an ongoing stream leaves out a year of the plan."""
        stated = {FinancialYear.parse(label) for label in held["amounts"]}
        missing = values.years_left_out(stated, context.horizon)
        goes_on = held.get("lasts", "ongoing") == "ongoing" and held["kind"] not in ALWAYS_ONE_OFF
        if missing and goes_on and "carried" not in held:
            yield Problem(
                place=place.at("amounts"),
                what=f'stream "{values.name(held["name"])}" is ongoing and says nothing of {missing}',
                expected=f"every year of {context.horizon}, or a stream that ends",
                fix=f'add {missing}, 0 where it is nil, or say lasts = "time-limited"',
            )


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
        """The pence moved so far by the end of each year: what the line and the stream each have more.

        >>> plan_of('''
        ... line = [{ service = "Care", base = 1000 }]
        ... stream = [{ name = "Grant", kind = "grant", amounts = { "2026/27" = 900, "2027/28" = 900 } }]
        ... transfer = [{ name = "Carers", line = "Care", stream = "Grant", amounts = { "2026/27" = 50 } }]
        ... ''').transfers[0].levels
        (5000, 5000)
        """
        return tuple(accumulate(self.amounts))


@record
class CollectedForOthers:
    """Other bodies' precepts: collected with the council's own tax, and outside the gap."""

    name: str = key(NAME, "Its name, which is the row's.")
    amounts: Amounts = key(AMOUNT_BY_YEAR, "What is collected each year.")
    parish: bool = key(
        YES_OR_NO,
        "Whether these are parish precepts, which a council tax requirement includes.",
        default=False,
    )
    place: Place = field(compare=False, repr=False)
