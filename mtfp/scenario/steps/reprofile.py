"""Reprofile: other amounts by year in place of the plan's, for one change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mtfp.plan import values
from mtfp.plan.amounts import comes_and_goes, known_amounts, levels_left_out, words_for_amounts
from mtfp.plan.changes import AMOUNT_OR_WORD, BASIS, Basis, Change
from mtfp.plan.kinds import NAME
from mtfp.plan.model import Plan
from mtfp.plan.profile import Profile
from mtfp.plan.record import ByYear, as_written, key, record
from mtfp.problems import MisreadError, Problem
from mtfp.scenario.steps.selected import moves_the_same, named
from mtfp.scenario.steps.step import Bearing, Signs, Step, StepKind
from mtfp.years import FinancialYear

_SOME_AMOUNTS_OR_WORDS: ByYear[Mapping[FinancialYear, int | str]] = ByYear(
    AMOUNT_OR_WORD, as_written, some=True
)


@record
class Reprofile(Step):
    """Other amounts in place of the plan's, for one change."""

    change: str = key(NAME, "The reference of the change.")
    amounts: Mapping[FinancialYear, int | str] = key(
        _SOME_AMOUNTS_OR_WORDS, "Every amount it now has; a year left out is nil."
    )
    basis: Basis = key(BASIS, "As in a change.", default="movements")

    def __post_init__(self) -> None:
        """Raise `MisreadError` where a level is a word, such as tbc."""
        word = values.word_among(self.amounts)
        if self.basis == "levels" and word:
            raise MisreadError(
                f"these levels have {word} among them",
                "levels that are all known",
                "write every level, 0 for none; or leave out basis and give changes on the year before",
            )


def _bears_on(step: Reprofile, plan: Plan, problems: list[Problem]) -> Iterator[Bearing]:
    if step.basis == "levels":
        problems += levels_left_out(step.change, step.amounts, step.place.at("amounts"), plan.horizon)
    yield from (("change", each) for each in named([step.change], step.place.at("change"), plan, problems))


def _turned(step: Reprofile, signs: Signs) -> Reprofile:
    if signs.savings > 0 or step.change not in signs.of_savings:
        return step
    amounts = {year: each if isinstance(each, str) else -each for year, each in step.amounts.items()}
    return replace(step, amounts=amounts)


def _changed(step: Reprofile, change: Change, plan: Plan) -> Change:
    profile = Profile.of_amounts(plan.horizon, known_amounts(step.amounts, 1), levels=step.basis == "levels")
    return replace(change, profile=profile, unstated=words_for_amounts(step.amounts))


def _refuses(step: Reprofile, change: Change, plan: Plan) -> Problem | None:
    name = f'"{change.reference}"'
    if step.basis == "levels" and change.one_off:
        return Problem(
            place=step.place.at("basis"),
            what=f"{name} is a one-off, whose amounts have no level",
            expected="each year's own amount",
            fix='leave out basis = "levels"',
        )
    if change.in_base_since is not None:
        return Problem(
            place=step.place,
            what=f"{name} is in the base already, since {change.in_base_since}",
            expected="a change that falls in the years of the plan",
            fix="say what is not delivered with [[deliver]], [[rephase]] or [[drop]]",
        )
    if comes_and_goes(_changed(step, change, plan)):
        return Problem(
            place=step.place.at("amounts"),
            what=f"{name} is a one-off, and these amounts add to nil, as changes on the year before do",
            expected="the amount of each year; a one-off ends by itself",
            fix="leave out the reversal",
        )
    return None


REPROFILE = StepKind(
    key="reprofile",
    record=Reprofile,
    words="Other amounts.",
    bears_on=_bears_on,
    says=lambda *_: "other amounts",
    turned=_turned,
    refuses=_refuses,
    changed=_changed,
    meets="all",
    says_when=True,
    gives_figures=True,
    same=lambda *_: "the amounts are those that the plan has",
    nil=moves_the_same,
)
