"""Changes in budget. Amounts are pence, savings negative."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Literal, get_args

from mtfp.frozen import fill
from mtfp.marks import plain
from mtfp.money import MILLION, parse_amount, parse_share
from mtfp.plan import values
from mtfp.plan.kinds import (
    AMOUNT,
    AMOUNT_SCHEMA,
    ANY_YEAR,
    NAME,
    NAMES,
    SERVICE,
    TEXT,
    TEXT_SCHEMA,
    YES_OR_NO,
    in_unit,
)
from mtfp.plan.profile import Profile
from mtfp.plan.record import (
    ByYear,
    Choice,
    Context,
    Many,
    Value,
    as_written,
    key,
    keys_within,
    record,
    tables,
)
from mtfp.plan.terms import NO_SUCH_LINE, NOT_KNOWN, Kind, Service, Stage, Status, Trace
from mtfp.problems import MisreadError, Place
from mtfp.years import FinancialYear, Horizon, Month

Basis = Literal["movements", "levels"]


def _month(value: object) -> Month:
    """Read a month, as text or as a date on its 1st."""
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        raise MisreadError(
            f"{value} has a time of day", "a month", f'write "{Month.of(value.replace(day=1))}"'
        )
    return Month.of(value) if isinstance(value, dt.date) else Month.parse(values.words(value))


def _confidence(value: object) -> str:
    """Read how sure a saving is: a share, or a word for one. A bare number is refused: it may mean two shares."""
    return values.name(value) if isinstance(value, str) else str(parse_share(value))


MONTH = Value(lambda value, _: _month(value), {**TEXT_SCHEMA, "examples": ["September 2026"]})
CONFIDENCE = Value(lambda value, _: _confidence(value), {**TEXT_SCHEMA, "examples": ["80%"]})
KIND: Choice[Kind] = Choice(get_args(Kind))
STATUS: Choice[Status] = Choice(get_args(Status))
_STAGE: Choice[Stage] = Choice(get_args(Stage))
BASIS: Choice[Basis] = Choice(get_args(Basis))


def _amount_or_word(value: object, context: Context) -> int | str:
    """Read an amount as pence, or a word that stands where a paper has no figure: `tbc`, `na` or `n/a`."""
    if isinstance(value, str):
        word = plain(value).casefold()
        if word in (NOT_KNOWN, *NO_SUCH_LINE):
            return word
    no_figure = ", tbc if it is not known yet, or n/a if there is no such line"
    return parse_amount(value, context.unit, no_figure)


def _write_amount_or_word(written: int | str, context: Context) -> object:
    return written if isinstance(written, str) else in_unit(written, context)


AMOUNT_OR_WORD = Value(_amount_or_word, AMOUNT_SCHEMA, write=_write_amount_or_word, plain=AMOUNT.plain)
_TAGS: Many[frozenset[str]] = Many(Value(lambda value, _: values.tag(value), TEXT_SCHEMA), frozenset)
_AMOUNTS: ByYear[Mapping[FinancialYear, int | str]] = ByYear(AMOUNT_OR_WORD, as_written)


@record
class ChangeType:
    """One of the paper's own codes for changes. Tables print the codes in the order of the file."""

    code: str
    kind: Kind = key(KIND, "What a change of this type is.")
    status: Status = key(
        STATUS, "Agreed in an earlier plan, new in this one, or new and subject to consultation."
    )
    one_off: bool = key(YES_OR_NO, "Whether changes of this type belong to their year alone.", default=False)
    label: str = key(NAME, "The row's name in tables.")


@record
class StatedPhase:
    """So much a year more or less from a month on."""

    month: Month = key(MONTH, "The month it starts in.", name="from")
    annual: int = key(AMOUNT, "What it comes to in a full year.", name="full_year")


def _phase(cell: object, context: Context) -> StatedPhase:
    """Read a phase as a cell has it: its month, and then what it comes to in a full year."""
    written = values.name(cell)
    month, _, annual = written.rpartition(" ")
    try:
        start = _month(month)
    except MisreadError as error:
        raise MisreadError(
            f'"{written}" is not a month with an amount after it',
            "a month and what starts in it, such as October 2026 -100; with ; between several",
            "write both: the month with its year, and the amount",
        ) from error
    return StatedPhase(month=start, annual=AMOUNT.read(annual, context))


@record
class Stated:
    """What a file states of a change in one of several ways: when it bites, and how sure it is."""

    amounts: Mapping[FinancialYear, int | str] = key(
        _AMOUNTS,
        "Amounts by year; a year left out is nil, tbc is not known yet, n/a is no such line then.",
        default={},
    )
    basis: Basis = key(
        BASIS, "Whether the amounts are changes on the year before, or levels.", default="movements"
    )
    starts: Month | None = key(MONTH, "The month it starts in, with full_year.", default=None)
    full_year: int | None = key(
        AMOUNT, "What it comes to in a full year, with starts or in_base_since.", default=None
    )
    phases: tuple[StatedPhase, ...] = key(
        tables(StatedPhase, Value(_phase, TEXT_SCHEMA)),
        "Its phases, each from a month on, where there are several. With in_base_since they are all that arrives of the saving. Amounts by year beside them are words. In a CSV: October 2026 -100; April 2027 50.",
        default=(),
    )
    confidence: str | None = key(
        CONFIDENCE,
        'How much of a saving is expected to arrive: a share such as "80%", or a word of [confidence].',
        default=None,
    )


_TIMED = "full_year together with starts, or with in_base_since"


def _half_timed(reference: str, stated: Stated, start: str) -> MisreadError:
    """Return what to say of a change with a start and no full-year amount, or with that and no start."""
    if stated.full_year is None and start == "in_base_since":
        what, fix = "has in_base_since and no full_year", "add full_year, what it comes to in a full year"
    elif stated.full_year is None:
        what, fix = "has a start and no full-year amount", "give both, or amounts by year instead"
    else:
        what, fix = "does not say when its full-year amount bites", "give both, or amounts by year instead"
        if stated.amounts:
            fix = "remove full_year, or write starts in place of the amounts"
        elif stated.phases:
            fix = "remove full_year, or add in_base_since if the base has it already"
    return MisreadError(f'"{reference}" {what}', _TIMED, fix)


@record
class Change:
    """A change in budget: a pressure or a saving, with its profile over time.

    A saving with `in_base_since` is out of the base already, from April of that year, so only what is not delivered of it
    moves the budget. `in_base` is what the base holds of it, in pence. A `one_off` is outside the base: each amount belongs
    to its year alone. `unstated` are the years with a word for an amount, `tbc` or `n/a`, which is nil in every sum.
    `confidence` is the share (parts per million) of a saving that is expected to arrive; it lowers no figure of the plan.
    `requires`, `excludes`, `shares_budget_with` and `replaced_by` name other changes. A change that `counts` is no total
    of the rows above or below it, whatever it looks like. `stated` is None once the plan has worked out what it comes to.
    """

    reference: str = key(NAME, "The change's own reference, unique in the plan.")
    type: str = key(NAME, "One of the codes in [types].")
    service: Service = key(SERVICE, "The service it belongs to.")
    title: str = key(NAME, "What it is, in a few words.")
    line: str | None = key(
        NAME, "The line it lands on, where its service does not decide that.", default=None
    )
    printed: str = key(NAME, "The reference as a paper prints it, where that is not unique.", default="")
    stated: Stated | None = keys_within(Stated, default=None)
    one_off: bool = key(YES_OR_NO, "Whether each amount belongs to its year alone.", default=False)
    counts: bool = key(
        YES_OR_NO,
        "Whether it is a change of its own, although it looks like a total of those above or below it.",
        default=False,
    )
    tags: frozenset[str] = key(
        _TAGS, "Words to select it by; in a CSV, with ; between them.", default=frozenset()
    )
    in_base_since: FinancialYear | None = key(
        ANY_YEAR, "The year since which this saving is out of the base already, with full_year.", default=None
    )
    confidence: int = MILLION
    stage: Stage | None = key(_STAGE, "How far a saving has come.", default=None)
    requires: tuple[str, ...] = key(NAMES, "The changes that must come first.", default=())
    excludes: tuple[str, ...] = key(NAMES, "Changes that can't be made as well as this one.", default=())
    shares_budget_with: tuple[str, ...] = key(
        NAMES,
        "Changes that take from the same budget, and can't together take more than it holds.",
        default=(),
    )
    replaced_by: str | None = key(
        NAME, "What took the place of a saving that was not achieved.", default=None
    )
    note: str = key(TEXT, "A note for the next reader of the file.", default="")
    profile: Profile = Profile()
    unstated: Mapping[FinancialYear, str] = field(default_factory=dict)
    in_base: int = 0
    traces: tuple[Trace, ...] = field(default=(), compare=False)
    place: Place = field(compare=False, repr=False)

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the change says in exactly one way when it bites."""
        if not self.printed:
            fill(self, printed=self.reference)
        stated = self.stated
        if stated is None:
            return
        timed = stated.starts is not None or self.in_base_since is not None
        if stated.phases and (
            any(not isinstance(each, str) for each in stated.amounts.values())
            or stated.starts is not None
            or stated.basis == "levels"
        ):
            raise MisreadError(
                f'"{self.reference}" has phases, and is timed in another way too',
                "phases alone, or for a saving in the base together with in_base_since and full_year",
                "remove the phases, or starts, basis and the amounts by year",
            )
        if stated.starts is not None and self.in_base_since is not None:
            raise MisreadError(
                f'"{self.reference}" has starts and in_base_since', _TIMED, "remove one of the two"
            )
        start = "starts" if self.in_base_since is None else "in_base_since"
        if timed and stated.amounts:
            raise MisreadError(
                f'"{self.reference}" has {"a start" if start == "starts" else start} and amounts by year',
                f"{start} and full_year, or amounts by year",
                f"write full_year in place of the amounts, or remove {start}"
                if stated.full_year is None
                else f"remove {start} and full_year, or the amounts",
            )
        if timed != (stated.full_year is not None):
            raise _half_timed(self.reference, stated, start)
        if timed and (self.one_off or stated.basis == "levels"):
            raise MisreadError(
                f'"{self.reference}" has a full-year amount, which stays in the base',
                "amounts by year for a one-off or for levels",
                "give amounts by year, or leave out one_off and basis",
            )
        word = values.word_among(stated.amounts) if stated.basis == "levels" else ""
        if stated.basis == "levels" and (self.one_off or word):
            raise MisreadError(
                f'"{self.reference}" is a list of levels with {"one-offs" if self.one_off else word} in it',
                "levels that are all known, of a recurring change",
                "leave out basis: a one-off's amounts are each year's own"
                if self.one_off
                else "write every level, 0 for none; or leave out basis and give changes on the year before",
            )

    @property
    def tbc(self) -> frozenset[FinancialYear]:
        """The years whose amount is not known yet."""
        return frozenset([year for year, word in self.unstated.items() if word == NOT_KNOWN])

    def amounts(self, horizon: Horizon) -> Sequence[int]:
        """Return the pence of each year of the plan: movements, or a one-off's amounts."""
        return self.profile.movements(horizon, self.in_base)
