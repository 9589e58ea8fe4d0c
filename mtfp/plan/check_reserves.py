"""The rules of reserves: what each may open with and hold, and in which turn they balance the gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtfp.money import show_pounds
from mtfp.plan.model import Plan
from mtfp.plan.reserves import Floor, Reserve
from mtfp.problems import Problem


def check_reserves(plan: Plan) -> list[Problem]:
    """Return every breach of the rules of reserves."""
    return [
        *(problem for reserve in plan.reserves for problem in _reserve(reserve)),
        *_kept(plan.reserves),
        *_turns(plan),
    ]


def _reserve(reserve: Reserve) -> Iterator[Problem]:
    name, place = reserve.name, reserve.place
    memorandum = reserve.reserve_class == "memorandum"
    deficit = reserve.opening is not None and reserve.opening < 0
    if deficit and not memorandum and (reserve.reserve_class != "general" or reserve.in_budget):
        yield Problem(
            place=place.at("opening"),
            what=f'reserve "{name}" opens at {show_pounds(reserve.opening or 0)}',
            expected="an opening balance of nil or more; that of general reserves may be a deficit, which the first year makes good",
            fix="remove in_budget, or correct the balance"
            if reserve.reserve_class == "general"
            else "correct it; a balance that may be negative is a memorandum",
            about=(("reserve", name, "opening"),),
        )
    if reserve.borne_by is not None and not memorandum:
        yield Problem(
            place=place.at("borne_by"),
            what=f'reserve "{name}" is {reserve.reserve_class}, and says who bears its deficit',
            expected="borne_by on a memorandum, whose deficit is outside the gap",
            fix="remove borne_by, or correct the class",
        )
    if memorandum and reserve.minimum != Floor():
        yield Problem(
            place=place.at("minimum"),
            what=f'reserve "{name}" is a memorandum and has a minimum',
            expected="a minimum of a reserve that is counted; a memorandum may be negative",
            fix="remove minimum, or correct the class",
            about=(("reserve", name, "minimum"),),
        )
    if reserve.balances_gap is not None and reserve.reserve_class in ("ring-fenced", "memorandum"):
        yield Problem(
            place=place.at("balances_gap"),
            what=f'reserve "{name}" is {"a memorandum" if memorandum else "ring-fenced"} and balances the gap',
            expected="a general or earmarked reserve to balance the gap",
            fix="remove balances_gap, or correct the class",
        )
    if reserve.balances_gap is not None and reserve.opening is None:
        yield Problem(
            place=place.at("balances_gap"),
            what=f'reserve "{name}" balances the gap, and its opening balance is not stated',
            expected="an opening balance, which says how much of the gap it can meet",
            fix="state the opening balance, or remove balances_gap",
            about=(("reserve", name, "opening"),),
        )
    if reserve.balances_gap is not None and reserve.in_budget:
        yield Problem(
            place=place.at("balances_gap"),
            what=f'reserve "{name}" is used inside budget lines and balances the gap too',
            expected="in_budget or balances_gap: with both, a line could count on money that the gap has used up",
            fix="remove in_budget or balances_gap, or make two reserves of it",
        )


def _kept(reserves: Sequence[Reserve]) -> Iterator[Problem]:
    """Yield a problem for each reserve with `keep` that does not balance the gap, and offer it a turn that is free."""
    without = [each for each in reserves if each.keep is not None and each.balances_gap is None]
    free = 1 + max((each.balances_gap or 0 for each in reserves), default=0)
    for turn, reserve in enumerate(without, free):
        yield Problem(
            place=reserve.place.at("keep"),
            what=f'reserve "{reserve.name}" is to be kept at its minimum and does not balance the gap',
            expected="keep on a reserve with balances_gap: savings keep it from being used up",
            fix=f"add balances_gap = {turn}, or remove keep",
        )


def _turns(plan: Plan) -> Iterator[Problem]:
    first: dict[int, Reserve] = {}
    for reserve in plan.reserves:
        turn = reserve.balances_gap
        if turn is not None and first.setdefault(turn, reserve) is not reserve:
            yield Problem(
                place=reserve.place.at("balances_gap"),
                what=f'reserves "{first[turn].name}" and "{reserve.name}" both balance the gap in turn {turn}',
                expected="a turn of its own for each: 1 is used first",
                fix="give one of them another turn",
            )
