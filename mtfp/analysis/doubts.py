"""What may not be meant in a plan or a scenario: for each a notice, with the record, the place and every number it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from mtfp import marks
from mtfp.analysis.outcome import Outcome
from mtfp.engine.projection import Projection
from mtfp.money import show_pounds
from mtfp.plan.changes import Change
from mtfp.plan.check_totals import how_to_count, looks_like_totals
from mtfp.plan.dependants import has_amounts
from mtfp.plan.lines import BudgetLine
from mtfp.plan.model import Plan
from mtfp.plan.terms import Service
from mtfp.problems import Notice, Place, listed
from mtfp.scenario.model import Scenario
from mtfp.scenario.steps.add import added_by
from mtfp.years import FinancialYear, listed_by_year


def doubts(outcome: Outcome) -> Iterator[Notice]:
    """Yield what may not be meant in the plan that the scenario leaves."""
    if outcome.service is None:
        yield from _unused(outcome.after.plan)
        yield from _totals(outcome.before)
        yield from _figures_for_titles(outcome.before.plan)
    if outcome.scenario is not None:
        yield from _of_scenario(outcome.scenario)
        yield from _of_steps(outcome)
    yield from _signs(outcome)
    yield from _no_amount(outcome)


def doubted_budgets(service: Service | None) -> tuple[Callable[[Projection], Iterator[Notice]], ...]:
    """Return what tells of budgets that may not be meant; one service has no net budget of its own to ask about."""
    wholes = (_from_nothing, _below_nil) if service is None else ()
    return (_above_spending, *wholes, _lines_below_nil)


def _of_scenario(scenario: Scenario) -> Iterator[Notice]:
    """Yield the questions that came up as the files of a scenario, and of those it builds on, were read; each file once."""
    found = [scenario]
    for each in found:
        found += (parent for parent in each.extends if parent not in found)
        yield from each.notices


def _of_steps(outcome: Outcome) -> Iterator[Notice]:
    """Yield what each step may not mean, such as a share that is so small."""
    for effect in outcome.effects:
        yield from effect.resolved.kind.asks(effect.resolved, effect.words)


def named(change: Change, plan: Plan) -> str:
    """Return a change as a sentence opens with it: `Saving S1 "Home care"`."""
    return f'{plan.types[change.type].kind.capitalize()} {change.printed} "{change.title}"'


def _as_stated(change: Change, outcome: Outcome) -> str:
    """Return a change as a sentence opens with it, and say who states its figures where the scenario has others."""
    after, name = outcome.after.plan, named(change, outcome.after.plan)
    now = after.change_by_reference.get(change.reference)
    if outcome.scenario is None or (now is not None and now.profile == change.profile):
        return name
    where = "In the plan" if change.reference in outcome.before.plan.change_by_reference else "As added"
    return f"{where}, {name[:1].lower()}{name[1:]}"


def _stated(outcome: Outcome) -> dict[str, tuple[Change, Place]]:
    """Return each change with the amounts that the plan, an added change or a reprofile states, and where it states them."""
    before, after = outcome.before.plan, outcome.after.plan
    stated = {change.reference: (change, change.place) for change in (*after.changes, *before.changes)}
    if not outcome.effects:
        return stated
    for resolved in (effect.resolved for effect in outcome.effects):
        added = added_by(resolved.step)
        if added is not None:
            stated[added.reference] = added, added.place
        elif resolved.kind.gives_figures:
            given = (after.change_by_reference.get(reference) for reference in resolved.references)
            stated |= {change.reference: (change, resolved.place) for change in given if change is not None}
    return stated


def _signs(outcome: Outcome) -> Iterator[Notice]:
    """Tell of each saving that adds to the budget, and each pressure that takes from it, in all or in a year.

    Neither a reversal (a year that takes the change back to a level it had before) nor a change that comes to nil in all,
    by which papers move another change in time, is a slip.
    """
    plan = outcome.after.plan
    for change, place in _stated(outcome).values():
        saving = plan.types[change.type].kind == "saving"
        unlike = 1 if saving else -1
        if not any(step.annual * unlike > 0 for step in change.profile.phases):
            continue
        total = change.profile.full_year
        if not total and not change.one_off:
            continue
        found = {"": total} if total * unlike > 0 else _unlike_in_years(change, plan, unlike)
        if found:
            does = "adds {} to the budget{}" if saving else "takes {} off the budget{}"
            each = (does.format(show_pounds(abs(pence)), year) for year, pence in found.items())
            yield Notice(
                name="sign-unlike-type",
                of=change.reference,
                text=f"{_as_stated(change, outcome)} {listed(each, most=20)}: check its sign.",
                place=place,
                figures=tuple(found.values()),
            )


def _unlike_in_years(change: Change, plan: Plan, unlike: int) -> Mapping[str, int]:
    """Return the amounts that go the other way than the change does, by year in words, without those that reverse it."""
    found: dict[str, int] = {}
    level, had = 0, {0}
    for year, pence in zip(plan.horizon, change.profile.movements(plan.horizon), strict=True):
        level += pence
        if pence * unlike > 0 and (change.one_off or level not in had):
            found[f" in {year}"] = pence
        had.add(level)
    return found


def _no_amount(outcome: Outcome) -> Iterator[Notice]:
    """Tell of each change that does nothing in any year of the plan, except a saving whose outcome is known."""
    plan = outcome.after.plan
    for change, place in _stated(outcome).values():
        if change.in_base_since is not None or change.stage in _OVER:
            continue
        if not has_amounts(change):
            text = f"{named(change, plan)} has no amount in any year."
        elif change.profile.beyond(plan.horizon) and not any(change.profile.movements(plan.horizon)):
            text = f"{named(change, plan)} has no amount in any year of the plan: all of it falls after {plan.horizon.last}."
        else:
            continue
        yield Notice(name="no-amount", of=change.reference, text=text, place=place)


_OVER = ("achieved", "not achieved")


def _unused(plan: Plan) -> Iterator[Notice]:
    used = {line.index for line in plan.lines}
    for index in plan.indices.values():
        if index.name not in used:
            text = f"Index {index.name} is used by no line."
            yield Notice(name="index-unused", of=index.name, text=text, place=index.place)


def _figures_for_titles(plan: Plan) -> Iterator[Notice]:
    """Tell of each line and change whose title is a figure: a comma without quotes may have moved the amounts of its row."""
    records: tuple[BudgetLine | Change, ...] = (*plan.lines, *plan.changes)
    for record in records:
        read = marks.figure(record.title) if record.title[:1] in _OPENS_A_FIGURE else None
        if read is not None and not read.is_dash:
            word = "Line" if isinstance(record, BudgetLine) else "Change"
            yield Notice(
                name="figure-for-a-title",
                of=record.reference,
                text=f'{word} {record.reference} has a figure for a title, "{record.title}": check that it is no amount, '
                "and that those beside it stand in their own years.",
                place=record.place,
            )


_OPENS_A_FIGURE = "0123456789(£+-."


def _totals(before: Projection) -> Iterator[Notice]:
    amounts = before.inputs.change_amounts[: len(before.plan.changes)].tolist()
    for record, why in looks_like_totals(before.plan, amounts):
        word = "Line" if isinstance(record, BudgetLine) else "Change"
        yield Notice(
            name="looks-like-a-total",
            of=record.reference,
            text=f"{word} {why}. It counts beside the others: if that is right, {how_to_count(record)}.",
            place=record.place,
        )


def _savings(plan: Plan) -> Iterator[tuple[Change, int]]:
    """Yield each recurring saving with what it saves a year, in pence without a sign, unless that is nil."""
    for change in plan.changes:
        saved = -min(change.profile.full_year, 0)
        if saved and plan.types[change.type].kind == "saving" and not change.one_off:
            yield change, saved


def _above_spending(projection: Projection) -> Iterator[Notice]:
    """Tell of each saving of more than is spent on its service: gross where that is stated, else net of income.

    Where gross spending is not stated, a saving is not doubted if pressures on its line make room for it.
    """
    plan = projection.plan
    spending: dict[str, tuple[int, str]] = {}
    for change, saved in _savings(plan):
        line = plan.line_of(change)
        if line.reference not in spending:
            spending[line.reference] = _spent(line, plan)
        spent, what = spending[line.reference]
        if saved > spent > 0 and not _has_room(projection, line):
            more = f"more than {what} of {line.service}, {show_pounds(spent)}"
            yield _saves_too_much(change, saved, plan, more)


def _has_room(projection: Projection, line: BudgetLine) -> bool:
    """Whether a line's net budget, which is all that is known of it, stays at nil or above in every year."""
    closing = projection.net_budget_by_line[line.reference]
    return line.gross is None and int(closing.min()) >= 0


def _from_nothing(projection: Projection) -> Iterator[Notice]:
    """Tell of each saving of more than a tenth of all budgets on a service that has none, of spending or of income.

    Small savings may wait on such a line to be shared out.
    """
    plan = projection.plan
    whole = int(projection.inputs.base.sum())
    for change, saved in _savings(plan):
        if saved * 10 > whole:
            line = plan.line_of(change)
            lines = plan.lines_by_service[line.service]
            closing = projection.net_budget_by_line[line.reference]
            if not any(each.base or each.gross for each in lines) and int(closing.min()) < 0:
                more = f"more than a tenth of all budgets, and the budget of {line.service} is £0"
                yield _saves_too_much(change, saved, plan, more)


def _saves_too_much(change: Change, saved: int, plan: Plan, more: str) -> Notice:
    return Notice(
        name="saving-above-spending",
        of=change.reference,
        text=f"{named(change, plan)} saves {show_pounds(saved)} a year, {more}.",
        place=change.place,
        figures=(saved,),
    )


def _spent(line: BudgetLine, plan: Plan) -> tuple[int, str]:
    """Return what is spent on a line's service, and the words for it."""
    lines = plan.lines_by_service[line.service]
    if any(each.gross is not None for each in lines):
        return sum(each.base if each.gross is None else each.gross for each in lines), "the gross spending"
    return sum(each.base for each in lines if each.base > 0), "the base budget"


def _below_nil(projection: Projection) -> Iterator[Notice]:
    """Tell of a net budget or a cash limit that falls below nil."""
    plan = projection.plan
    years = list(plan.horizon)
    low = projection.net_budget.tolist()
    if min(low) < 0:
        place = max(plan.lines, key=lambda line: abs(line.base)).place
        base = sum(line.base for line in plan.lines)
        yield _below("The net budget", "net_budget", years, low, place, before=base)
    if plan.cash_limit is not None and min(plan.cash_limit) < 0:
        limit, place = plan.cash_limit, plan.place.at("cash_limit")
        yield _below("The cash limit", "cash_limit", years, limit, place, before=limit[0])


def _lines_below_nil(projection: Projection) -> Iterator[Notice]:
    """Tell of each line of spending that falls below nil."""
    plan = projection.plan
    years = list(plan.horizon)
    closing = projection.line_net_budget
    for n in (closing.min(axis=1) < 0).nonzero()[0].tolist():
        line = plan.lines[n]
        if line.base > 0:
            name = (
                f"Line {line.reference}"
                if line.title == line.reference
                else f'Line {line.reference} "{line.title}"'
            )
            yield _below(name, line.reference, years, closing[n].tolist(), line.place, before=line.base)


def _below(
    what: str,
    of: str,
    years: list[FinancialYear],
    amounts: list[int] | tuple[int, ...],
    place: Place,
    *,
    before: int,
) -> Notice:
    """Tell of what falls below nil, or stays below nil where it was so before."""
    below = {year: pence for year, pence in zip(years, amounts, strict=True) if pence < 0}
    to = listed_by_year(below, show_pounds)
    return Notice(
        name="below-nil",
        of=of,
        text=f"{what} {'is below nil,' if before < 0 else 'falls below nil, to'} {to}.",
        place=place,
        figures=tuple(below.values()),
    )
