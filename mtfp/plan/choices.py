"""What each choice of a key means. A message lists them where another word is written: a wrong pick would change a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mtfp.problems import MisreadError, listed, same_word

MEANINGS: tuple[Mapping[str, str], ...] = (
    {"pressure": "adds to the net budget", "saving": "takes from it"},
    {
        "agreed": "in an earlier plan",
        "new": "in this one",
        "subject to consultation": "in this one, and not decided until people have been asked",
    },
    {
        "identified": "found, and not yet agreed",
        "agreed": "decided",
        "on track": "being made as planned",
        "at risk": "may not be made",
        "achieved": "made",
        "not achieved": "given up, or replaced",
    },
    {
        "settlement": "business rates as baseline funding and growth above it",
        "build-up": "business rates as local share, top-up or tariff, and levy",
        "council tax collection fund": "own share of its surplus or deficit, one-off",
        "business rates collection fund": "the same for business rates",
        "capitalised": "borrowed to pay for running costs, one-off",
        "other": "none of these",
    },
    {
        "settled": "agreed by who pays it",
        "provisional": "offered, and not yet final",
        "assumed": "the council's own assumption",
    },
    {
        "council": "out of what it has put by or may spend",
        "government": "paid off by it, or kept apart for longer",
        "schools": "out of later years' grant",
    },
    {
        "ongoing": "in every year, and after the plan",
        "time-limited": "for some years, then it ends",
        "one-off": "in its own year only",
    },
    {
        "general": "for any purpose",
        "earmarked": "set aside by the council, which may use it otherwise",
        "ring-fenced": "bound by law or conditions, and never available",
        "memorandum": "shown only, as a schools deficit: may be negative, and never in the gap",
    },
    {
        "equal instalments": "the same charge each year, interest beside it",
        "annuity": "the same charge and interest together each year, so less is charged at first",
    },
    {
        "movements": "each amount is the change on the year before",
        "levels": "each amount is what it comes to in that year",
    },
    {
        "levels": "what changes come to in each year",
        "changes": "each year's change on the year before",
        "roll-forward": "from opening to closing budget",
    },
    {
        "savings negative": "a saving of 100 is written -100",
        "savings positive": "a saving of 100 is written 100",
    },
    {
        "income positive": "a grant of 100 is written 100",
        "income negative": "a grant of 100 is written -100",
    },
    {
        "follow": "what needs a change slips or is dropped with it",
        "refuse": "a scenario must say what becomes of it",
    },
    {"total": "Band D is rounded", "elements": "core and precept are each rounded"},
    {
        "equal": "the same more to find each year",
        "as needed": "each year no more than it needs",
    },
    {"cast": "columns add", "plain": "each figure is rounded by itself"},
    {"negative": "a saving prints as -100", "positive": "a saving prints as 100"},
)
"""Each set of choices, with the meaning of every choice."""


def no_choice(written: str, key: str, choices: Iterable[str]) -> MisreadError:
    """Return the mistake of a word that is none of the choices for a key.

    A choice is offered only where the word is that choice misspelt, never one that means something else.
    """
    known = list(choices)
    meant = next((each for each in MEANINGS if each.keys() <= set(known)), {})
    shown = [f"{choice} ({meant[choice]})" if choice in meant else choice for choice in known]
    close = same_word(written, known)
    return MisreadError(
        f'"{written}" is not one of the choices for {key}',
        listed(shown, most=60, last="or") + (f'; the nearest is "{close}"' if close else ""),
        f'write "{close}" if that is meant' if close else "write one of these",
    )
