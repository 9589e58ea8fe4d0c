"""Amounts by year as a file states them: what is known of them, the words in their place, and what they must not be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from mtfp.plan.changes import Change
from mtfp.problems import Place, Problem, listed
from mtfp.years import FinancialYear, Horizon


def known_amounts(amounts: Mapping[FinancialYear, int | str], turn: int) -> dict[FinancialYear, int]:
    """Return the pence of each year, with the sign turned where the file writes savings as positive; nil for a word."""
    return {year: 0 if isinstance(pence, str) else turn * pence for year, pence in amounts.items()}


def words_for_amounts(amounts: Mapping[FinancialYear, int | str]) -> dict[FinancialYear, str]:
    """Return the word of each year that has a word in place of an amount."""
    if str not in map(type, amounts.values()):
        return {}
    return {year: word for year, word in amounts.items() if isinstance(word, str)}


def levels_left_out(
    reference: str, stated: Collection[FinancialYear], place: Place, horizon: Horizon
) -> Iterator[Problem]:
    """Yield a problem where a list of levels has blank years after its first: each would take the level back to nil."""
    left_out = [str(year) for year in horizon if stated and year > min(stated) and year not in stated]
    if left_out:
        yield Problem(
            place=place,
            what=f'"{reference}" has levels and none in {listed(left_out, most=20)}',
            expected=f"the level of every year from {min(stated)} on; a blank would take it back to nil",
            fix=f"fill in {listed(left_out, most=20)}: the last level again where it stays, 0 where it ends",
        )


def comes_and_goes(change: Change) -> bool:
    """Whether a one-off's amounts add to nil: they read as changes on the year before, which a one-off does not have."""
    # In the base, +x then -x leaves x times the rate behind for ever; a one-off is beside it and ends by itself.
    return change.one_off and bool(change.profile.phases) and not change.profile.full_year
