"""What every step of a scenario has, and what the rest of the program must know of a kind of step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, Generic, Literal, NamedTuple, TypeAlias, TypeVar

from mtfp.frozen import frozen
from mtfp.money import show_rate
from mtfp.plan.changes import Change
from mtfp.plan.kinds import TEXT, YEAR, YES_OR_NO
from mtfp.plan.model import Plan
from mtfp.plan.record import Many, key, record
from mtfp.problems import Key, MisreadError, Notice, Place, Problem, listed
from mtfp.scenario.figures import Record, show_run
from mtfp.years import FinancialYear, Horizon

Bearing = tuple[str, ...]
"""What a step bears on: ("change", reference), ("index", name, year) or ("cash limit", year); the "confidence" of a change,
or its "slippage"; or a figure of a record, ("reserve", name, "uses", year)."""

OF_CHANGES = ("change", "confidence")
"""The bearings that are changes of the plan, with the reference after them."""


@record
class Step:
    """What every step has."""

    why: str = key(TEXT, "Why this step.", default="")
    overrides: bool = key(YES_OR_NO, "Replaces every inherited step on what it selects.", default=False)
    place: Place = field(compare=False, repr=False)

    @property
    def written_at(self) -> tuple[str, Key]:
        """The file and the key of the step: one that is read twice is the same step."""
        return self.place.file, self.place.key


StepT = TypeVar("StepT", bound=Step)

YEARS: Many[tuple[FinancialYear, ...]] = Many(YEAR, lambda years: tuple(sorted({*years})))
"""One year, or a list of them."""


@frozen
class Resolved(Generic[StepT]):
    """A step with all that it bears on, in the order of the plan, less what other steps override.

    `followers` are the changes that it bears on only because they need another change, each with that other, by reference.
    """

    step: StepT
    kind: StepKind[StepT]
    bearings: tuple[Bearing, ...]
    followers: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where the step is written."""
        return self.step.place

    @property
    def of(self) -> tuple[Record, str] | None:
        """The record that it gives figures of, by kind and name; None for a step on anything else."""
        return None if self.kind.of is None else self.kind.of(self.step)

    @property
    def references(self) -> tuple[str, ...]:
        """The references of the changes it bears on."""
        return tuple(bearing[1] for bearing in self.bearings if bearing[0] in OF_CHANGES)

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The years of a step on figures by year."""
        return tuple(sorted({FinancialYear.parse(bearing[-1]) for bearing in self.bearings}))

    def says(self, change: str = "it") -> str:
        """Return what the step does, in an officer's words; `change` is what they call a change of which a part moves."""
        return self.kind.says(self, change)

    def within(self, part: Plan) -> Resolved[StepT]:
        """Return the step with what it bears on in a part of the plan, such as one service; all of that where none is in the part."""
        there = tuple(
            bearing
            for bearing in self.bearings
            if bearing[0] not in OF_CHANGES or bearing[1] in part.change_by_reference
        )
        followers = {each: of for each, of in self.followers.items() if each in part.change_by_reference}
        return replace(self, bearings=there, followers=followers) if there else self


AnyStep: TypeAlias = Resolved[Any]
"""A resolved step of any kind."""


class Signs(NamedTuple):
    """How the files of a plan sign amounts, 1 or -1 where they are the other way round, and which changes are savings."""

    savings: int
    funding: int
    of_savings: frozenset[str]


def signs_of(savings: int, funding: int, plan: Plan) -> Signs:
    """Return how the files of a plan sign amounts, with which of its changes are savings; `plan` holds those that steps add."""
    kinds = {code: of_type.kind for code, of_type in plan.types.items()}
    of_savings = (change.reference for change in plan.changes if kinds.get(change.type) == "saving")
    return Signs(savings, funding, frozenset(of_savings))


def step_words(resolved: AnyStep, plan: Plan) -> str:
    """Return what a step bears on and what it does, as a councillor would say it; `plan` holds the added changes."""
    own = [each for each in resolved.references if each not in resolved.followers]
    words = resolved.says("each" if len(own) > 1 else "it")
    return f"{resolved.kind.on(resolved, plan)}: {words}{_what_follows(resolved)}"


def _what_follows(resolved: AnyStep) -> str:
    if not resolved.followers:
        return ""
    return f"; {listed(resolved.followers, most=3)} follow{'s' if len(resolved.followers) == 1 else ''}"


def the_changes(resolved: AnyStep, plan: Plan) -> str:
    """Return the changes that a step is for, as a councillor would say it: one by its title, several by reference."""
    own = [each for each in resolved.references if each not in resolved.followers]
    if len(own) != 1:
        return listed(own, most=3)
    change = plan.change_by_reference[own[0]]
    return f"{change.reference} {change.title}"


def less_overridden(resolved: AnyStep, overridden: set[Bearing]) -> tuple[Bearing, ...]:
    """Return what is left to a step once other steps have overridden it there."""
    return tuple(bearing for bearing in resolved.bearings if bearing not in overridden)


def as_it_is(step: StepT, *_: object) -> StepT:
    """Return a step unchanged."""
    return step


@frozen
class StepKind(Generic[StepT]):
    """A kind of step: the name of its table in a file, its record, and all that the rest must know of it.

    `bears_on` gives its bearings, and tells of every name and figure that the plan does not have. `says` is what it does,
    and `on` what it is on, in words. `turned` turns its amounts from the signs of a file to those of the plan, or back.

    A step on changes has `changed`; it `refuses` those it can't change. A step on anything else has `done`, which takes the
    plan as stated and as it is so far. `turn` is its place among the steps on one change: an added change is there first,
    and what moves in time moves last. `meets` says which steps may not share a change with it. `restores` are the bearings
    beside a change that it gives back to the plan. `says_when` the change happens; `leads` is how strongly it takes along
    those that need it, None where it does not.

    `breaks` are the rules of the plan that its figures may break, `of` is the record that they are of. `asks` is what may
    not be meant. `same` is why it leaves the plan as it is, and `nil` why no amount moves all the same.
    """

    key: str
    record: type[StepT]
    words: str
    bears_on: Callable[[StepT, Plan, list[Problem]], Iterable[Bearing]]
    says: Callable[[Resolved[StepT], str], str]
    on: Callable[[Resolved[StepT], Plan], str] = the_changes
    turned: Callable[[StepT, Signs], StepT] = as_it_is
    known: Callable[[StepT, Plan], StepT] = as_it_is
    overridden: Callable[[Resolved[StepT], set[Bearing]], tuple[Bearing, ...]] = less_overridden
    refuses: Callable[[StepT, Change, Plan], Problem | None] = lambda *_: None
    changed: Callable[[StepT, Change, Plan], Change] | None = None
    done: Callable[[Resolved[StepT], Plan, Plan, list[Problem]], Plan] | None = None
    met: Callable[[Resolved[StepT], Plan, Plan, list[Problem]], Resolved[StepT]] | None = None
    turn: Literal[1, 2, 3] = 2
    meets: Literal["none", "its own kind", "all"] = "its own kind"
    restores: tuple[str, ...] = ()
    says_when: bool = False
    leads: Callable[[StepT], tuple[bool, int] | None] = lambda _: None
    gives_figures: bool = False
    breaks: Literal["", "figures", "plan"] = ""
    of: Callable[[StepT], tuple[Record, str]] | None = None
    asks: Callable[[Resolved[StepT], str], Iterator[Notice]] = lambda *_: iter(())
    same: Callable[[StepT, Sequence[Change]], str] = lambda *_: "the figures are those that the plan has"
    nil: Callable[[Resolved[StepT], Sequence[Change], Plan], str] = lambda *_: ""


def clash(one: AnyStep, other: AnyStep) -> bool:
    """Whether two steps contradict each other on when a change happens or how much of it does."""
    both = (one.kind.meets, other.kind.meets)
    return "none" not in both and ("all" in both or one.kind is other.kind)


def both_or_neither(one: str, other: str, *, both: bool, such: str) -> MisreadError:
    """Return the mistake of giving both of two keys, or neither, where one is needed."""
    if both:
        return MisreadError(f"this step has both {one} and {other}", such, f"remove {one} or {other}")
    return MisreadError(f"this step has neither {one} nor {other}", such, f"add {one} or {other}")


def check_years(start: FinancialYear | None, only: tuple[FinancialYear, ...]) -> None:
    """Raise `MisreadError` unless a step says in exactly one way which years it is for."""
    if (start is None) == (not only):
        both = start is not None
        raise both_or_neither("from", "in", both=both, such='from = "2026/27", or in = "2026/27"')


def years_meant(
    start: FinancialYear | None, only: tuple[FinancialYear, ...], horizon: Horizon
) -> tuple[FinancialYear, ...]:
    """Return the years that a step is for: those it names, or all of the plan from one on."""
    return only or tuple(year for year in horizon if start is None or year >= start)


def rate_words(years: Sequence[FinancialYear], rate: int | None, points: int | None) -> str:
    """Return another rate in some years as a sentence says it: `3% in 2027/28`, `1 point more in 2027/28 to 2029/30`."""
    if points is None:
        return f"{show_rate(rate or 0)} in {show_run(years)}"
    count = show_rate(abs(points)).removesuffix("%")
    return f"{count} {'point' if count == '1' else 'points'} {'less' if points < 0 else 'more'} in {show_run(years)}"
