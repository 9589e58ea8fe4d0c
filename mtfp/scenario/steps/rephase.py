"""Rephase: the same amounts bite later or earlier, all of them or a part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mtfp.money import MILLION, Unit, show_pounds, show_rate
from mtfp.plan import values
from mtfp.plan.changes import Change
from mtfp.plan.kinds import AMOUNT_SCHEMA, TEXT_SCHEMA
from mtfp.plan.model import Plan
from mtfp.plan.profile import Profile
from mtfp.plan.record import Value, key, record
from mtfp.plan.terms import NOT_KNOWN
from mtfp.problems import MisreadError, Notice, Problem, listed
from mtfp.scenario.steps.selected import OnSelected, little_of, moves_the_same, no_amounts, selected
from mtfp.scenario.steps.step import AnyStep, Resolved, Step, StepKind, both_or_neither
from mtfp.years import MONTHS_IN_A_YEAR, FinancialYear, Month, show_duration

_LONG = 120

_PART = Value(
    lambda value, context: values.part(value, context.unit),
    {
        **AMOUNT_SCHEMA,
        "description": 'A share such as "50%", or an amount in the plan\'s unit, without a sign.',
    },
    write=lambda part, context: values.write_part(part, context.unit),
)
_DURATION = Value(
    lambda value, _: values.length_of_time(value),
    {**TEXT_SCHEMA, "examples": ["6 months", "1 year"]},
    show_duration,
)


@record
class Rephase(OnSelected):
    """The same amounts bite later or earlier."""

    later: int | None = key(_DURATION, "How much later.", default=None)
    earlier: int | None = key(_DURATION, "How much earlier.", default=None)
    part: tuple[int | None, int | None] = key(
        _PART, "Only this share, or this amount of one change, moves.", default=(None, None)
    )

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the changes move either later or earlier; an amount may move of one change alone."""
        OnSelected.__post_init__(self)
        if (self.later is None) == (self.earlier is None):
            raise both_or_neither(
                "later",
                "earlier",
                both=self.later is not None,
                such='later = "6 months", or earlier = "6 months"',
            )
        if self.part[1] is not None and len(self.change) != 1:
            raise MisreadError(
                "part is an amount, and this step is for several changes",
                "an amount for one change; a share may be for several",
                "give a share, or one step for each change",
            )

    @property
    def months(self) -> int:
        """How many months later, or earlier where negative."""
        return -(self.earlier or 0) if self.later is None else self.later

    @property
    def whole(self) -> bool:
        """Whether all of a change moves, as far as the step says."""
        return self.part == (None, None)


def _says(resolved: Resolved[Rephase], change: str) -> str:
    months, (share, amount) = resolved.step.months, resolved.step.part
    when = f"{show_duration(abs(months))} {'late' if months > 0 else 'early'}"
    part = show_rate(share) if share is not None else show_pounds(amount) if amount is not None else ""
    return f"{part} of {change} {when}" if part else when


def _changed(step: Rephase, change: Change, _: Plan) -> Change:
    moved, rest = _part(change.profile, step)
    profile = rest.plus(moved.delay(step.months))
    return replace(change, profile=profile, unstated=_moved_words(change.unstated, step))


def _part(profile: Profile, step: Rephase) -> tuple[Profile, Profile]:
    share, amount = step.part
    if amount is not None:
        return profile.split_amount(amount)
    return profile.split_share(MILLION if share is None else share)


def _moved_words(unstated: Mapping[FinancialYear, str], step: Rephase) -> dict[FinancialYear, str]:
    """Return the words by year after a rephase: an amount not known yet goes to its new years, and a part of it may stay.

    A year with no such line has nothing to move, and keeps its word.
    """
    years, months = divmod(step.months, MONTHS_IN_A_YEAR)
    stay = {year: word for year, word in unstated.items() if word != NOT_KNOWN or not step.whole}
    tbc = [year for year, word in unstated.items() if word == NOT_KNOWN]
    late = [year + n for year in tbc for n in ((years, years + 1) if months else (years,))]
    return stay | dict.fromkeys(late, NOT_KNOWN)


def _refuses(step: Rephase, change: Change, plan: Plan) -> Problem | None:
    name, profile, first = f'"{change.reference}"', change.profile, plan.horizon.first
    amount = step.part[1]
    if amount is not None and profile.both_ways:
        return Problem(
            place=step.place.at("part"),
            what=f"{name} moves both ways, so no amount can be taken from its earliest phases",
            expected='a change whose amounts share one sign, or a share such as part = "50%"',
            fix="give a share, or the new amounts with [[reprofile]]",
        )
    held = abs(profile.full_year)
    if amount is not None and amount > held:
        return Problem(
            place=step.place.at("part"),
            what=f"the part, {show_pounds(amount)}, is more than {name} has",
            expected=f"at most {show_pounds(held)}, what arrives of it in a full year",
            fix="give a smaller part, or leave part out to move all of it",
        )
    if step.months >= 0:
        return None
    moved, _ = _part(profile, step)
    earliest = min((each.month for each in moved.phases), default=None)
    if earliest is not None and earliest + step.months < first.april:
        return Problem(
            place=step.place.at("earlier"),
            what=f"{name} would start in {earliest + step.months}, before the plan does",
            expected=f"nothing brought forward before {first.april}; {name} starts in {earliest}",
            fix=_brought_forward(change, earliest, first),
        )
    return None


def _brought_forward(change: Change, earliest: Month, first: FinancialYear) -> str:
    if change.in_base_since is not None:
        return f'remove this step: "{change.reference}" is in the base already, since {change.in_base_since}'
    months = earliest.index - first.april.index
    other = "give the new amounts of each year with [[reprofile]]"
    return (
        f'write earlier = "{show_duration(months)}" or less, or {other}'
        if months
        else f"remove this step, or {other}"
    )


def _leads(step: Rephase) -> tuple[bool, int] | None:
    share, amount = step.part
    late = step.months > 0 and amount is None and share in (None, MILLION)
    return (False, step.months) if late else None


def _asks(resolved: Resolved[Rephase], words: str) -> Iterator[Notice]:
    yield from little_of(resolved, resolved.step.part[0], words)
    if resolved.step.months > _LONG:
        late, references = show_duration(resolved.step.months), listed(resolved.references)
        yield Notice(
            name="long-delay",
            of=references,
            text=f"{references}: a delay of {late} is more than {show_duration(_LONG)}. If none of it is to "
            "arrive, write [[drop]].",
            place=resolved.place,
        )


def _same(step: Rephase, changes: Sequence[Change]) -> str:
    return "the part that it moves is nil" if 0 in step.part else no_amounts(step, changes)


REPHASE = StepKind(
    key="rephase",
    record=Rephase,
    words="The same amounts bite later or earlier.",
    bears_on=selected,
    says=_says,
    refuses=_refuses,
    changed=_changed,
    turn=3,
    says_when=True,
    leads=_leads,
    asks=_asks,
    same=_same,
    nil=moves_the_same,
)


def ends_before_the_plan(resolved: AnyStep, plan: Plan) -> Iterator[tuple[Change, FinancialYear]]:
    """Yield each saving in the base, with the year since which it is, whose delay ends before the plan starts."""
    step = resolved.step
    for reference in resolved.references if isinstance(step, Rephase) else ():
        change = plan.change_by_reference.get(reference)
        since = change and change.in_base_since
        if (
            change
            and since
            and change.profile.phases
            and since.april + step.months <= plan.horizon.first.april
        ):
            yield change, since


def part_like_a_share(step: Step, written: object, unit: Unit) -> Notice | None:
    """Return a question about a part, in a plan in £m, that may be meant as a share. In other units such a part is refused."""
    amount = step.part[1] if isinstance(step, Rephase) else None
    if not isinstance(step, Rephase) or amount is None or not values.bare_share(written, amount, unit):
        return None
    share = values.as_share(amount, unit)
    return Notice(
        name="part-or-share",
        of=step.change[0],
        text=f"The part of {step.change[0]} that moves is {show_pounds(amount)}: is {share} meant?",
        place=step.place.at("part"),
        figures=(amount,),
    )
