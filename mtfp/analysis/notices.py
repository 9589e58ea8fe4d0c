"""What must be said beside the figures, or asked about them: a notice for each. Notices refuse nothing."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.analysis.answered import answered
from mtfp.analysis.at_step import at_step
from mtfp.analysis.change_words import change_notices
from mtfp.analysis.council_tax_words import council_tax_notices
from mtfp.analysis.doubts import doubted_budgets, doubts
from mtfp.analysis.funding_words import funding_notices, long_lives, signs_of_streams
from mtfp.analysis.idle import idle_steps
from mtfp.analysis.outcome import Outcome
from mtfp.analysis.put_by import put_by
from mtfp.analysis.rates import odd_rates
from mtfp.analysis.reserve_words import reserve_notices, who_bears
from mtfp.analysis.scale import out_of_scale
from mtfp.engine.projection import Projection
from mtfp.money import TO_THE_PENNY, Said
from mtfp.plan.dependants import orphans
from mtfp.plan.labels import CHANGES_SO_FAR, label
from mtfp.plan.model import Plan
from mtfp.plan.terms import NO_SUCH_LINE
from mtfp.problems import Notice, listed


def notices(outcome: Outcome, said: Said = TO_THE_PENNY) -> list[Notice]:
    """Return what must be said beside the figures, in reading order."""
    after = outcome.after
    plan, gap = after.plan, after.unbalanced
    found: list[Notice] = []
    if gap is not None and gap[0] > 0:
        later = "; later years are forecasts" if len(plan.horizon) > 1 else ""
        found.append(
            Notice(
                name="first-year-must-balance",
                text=f"A lawful budget must balance: {plan.horizon.first} is the year to be set{later}.",
            )
        )
    if gap is None and outcome.service is not None:
        has = "changes" if label(plan, "net_budget") == CHANGES_SO_FAR else "a net budget"
        text = f"Resources belong to the whole plan, so one service has {has} and no gap."
        found.append(Notice(name="no-resources", text=text))
    elif gap is None:
        text = "The plan states no resources, so it has a net budget and no gap."
        found.append(Notice(name="no-resources", text=text))
    found += _not_known_yet(plan)
    found += _no_such_lines(plan)
    found += plan.notices
    found += doubts(outcome)
    for judge in (out_of_scale, *doubted_budgets(outcome.service), signs_of_streams, odd_rates):
        found += at_step(judge, outcome)
    found += _orphans(plan)
    if outcome.scenario is not None:
        found += idle_steps(outcome)
    found += at_step(lambda projection: notices_by_subject(projection, said), outcome)
    if plan.accepted:
        found = list(answered(found, outcome))
    return _without_what_follows(found, plan)


def _without_what_follows(found: list[Notice], plan: Plan) -> list[Notice]:
    """Return notices without those that follow from an amount that is out of scale, until it is answered."""
    odd = {each.of for each in found if each.name == "out-of-scale" and not each.answer}
    if not odd:
        return found
    lines = {plan.line_of(change).reference for change in plan.changes if change.reference in odd}
    follows = {
        *(("saving-above-spending", each) for each in odd),
        *(("below-nil", each) for each in {"net_budget", *odd, *lines}),
    }
    return [each for each in found if (each.name, each.of) not in follows or each.answer]


def notices_by_subject(projection: Projection, said: Said = TO_THE_PENNY) -> list[Notice]:
    """Return what must be said of each subject of a plan: funding, reserves, capital and changes."""
    return [
        *council_tax_notices(projection),
        *funding_notices(projection, said),
        *reserve_notices(projection, said),
        *put_by(projection, said),
        *who_bears(projection, said),
        *long_lives(projection.plan),
        *change_notices(projection, said),
        *(
            Notice(name="year-note", of=str(year), text=f"{year}: {note.rstrip('.')}.")
            for year, note in projection.plan.year_notes.items()
        ),
    ]


def _not_known_yet(plan: Plan) -> Iterator[Notice]:
    """List the years in which an amount is not known yet, and those in which only another part of the change is counted."""
    unknown: dict[bool, list[str]] = {False: [], True: []}
    for change in plan.changes:
        amounts = dict(zip(plan.horizon, change.amounts(plan.horizon), strict=True)) if change.tbc else {}
        for year in sorted(change.tbc):
            unknown[bool(amounts.get(year))].append(f"{change.printed} in {year}")
    for counted, where in unknown.items():
        if where:
            how = "beside what of it is counted" if counted else "counted as nil"
            text = f"Not known yet (tbc), {how}: {listed(where, most=40)}."
            yield Notice(name="not-known-yet", text=text)


def _no_such_lines(plan: Plan) -> Iterator[Notice]:
    """List the years in which a change is said not to be there, for each word that papers have for it."""
    nil = [
        (word, f"{change.printed} in {year}")
        for change in plan.changes
        if change.unstated
        for year, pence in zip(plan.horizon, change.amounts(plan.horizon), strict=True)
        if not pence and (word := change.unstated.get(year))
    ]
    for word in NO_SUCH_LINE:
        found = [where for written, where in nil if written == word]
        if found:
            text = f"No such line ({word}), counted as nil: {listed(found, most=40)}."
            yield Notice(name="no-such-line", text=text)


def _orphans(plan: Plan) -> Iterator[Notice]:
    """Tell of each change that goes ahead without a change that it needs, or before it."""
    if plan.dependants is not None:
        for change, what in orphans(plan):
            yield Notice(
                name="needs-another",
                of=change.reference,
                text=f"{change.printed} needs {what}.",
                place=change.place,
            )
