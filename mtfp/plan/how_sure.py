"""How sure a saving is: a share, or one of the plan's own words for it."""

from __future__ import annotations

from mtfp.marks import figure
from mtfp.money import MILLION, parse_share, show_rate
from mtfp.plan.model import Plan
from mtfp.problems import MisreadError, Place, Problem, listed, nearest


def how_sure(word: str, place: Place, plan: Plan, problems: list[Problem]) -> int:
    """Return the share that a share, or one of the plan's own words, stands for."""
    if word in plan.ratings:
        return plan.ratings[word]
    if figure(word) is None:
        words = f", or {listed(plan.ratings, last='or')}{nearest(word, plan.ratings)}" if plan.ratings else ""
        problems.append(
            Problem(
                place=place,
                what=f'"{word}" is not one of the words in [confidence]',
                expected=f'a share such as "80%"{words}',
                fix=f"correct it, or add {word} to [confidence] in {plan.place.file.rpartition('/')[2]}",
                unless=(("confidence", word),),
            )
        )
        return MILLION
    try:
        return parse_share(word)
    except MisreadError as error:
        problems.append(error.at(place))
        return MILLION


def word_for(share: int, plan: Plan) -> str:
    """Return how sure a saving is as its file says it: the plan's word if just one word has that share, else the share."""
    words = [word for word, meant in plan.ratings.items() if meant == share]
    return words[0] if len(words) == 1 else show_rate(share)
