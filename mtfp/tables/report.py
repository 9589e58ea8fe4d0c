"""A whole answer in reading order, before any format: facts, the answer in words, printed tables, and lists of what to mind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from mtfp.analysis.answer_words import answers
from mtfp.analysis.effects import hidden
from mtfp.analysis.notices import notices
from mtfp.analysis.outcome import Effect, Outcome
from mtfp.money import Said, TableRow, Unit
from mtfp.plan.model import Plan
from mtfp.problems import listed
from mtfp.tables.casting import Cast
from mtfp.tables.model import Table
from mtfp.tables.papers import Made, casts_for, exact_tables, printed_tables
from mtfp.tables.printed import NOTES_ON_ROUNDING, Report, notes_on_rounding
from mtfp.tables.scenario import left_out_after
from mtfp.tables.style import Style


def report_of(outcome: Outcome, names: Collection[str] | None, style: Style) -> Report:
    """Return the answer with the tables named, each rounded to its unit; with None, those of the style, or the usual ones.

    Raises `MisreadError` for a name whose table has nothing to show.
    """
    return report_from(Made(outcome), names, style)


def report_from(
    made: Made, names: Collection[str] | None, style: Style, casts: Mapping[int, Cast] | None = None
) -> Report:
    """Return the report on a result whose tables may be made already; `casts` are what all tables print, if that is known."""
    outcome = made.outcome
    plan, scenario = outcome.after.plan, outcome.scenario
    exact = exact_tables(made, names, style)
    units = [style.print_unit(table.id, plan.unit) for table in exact]
    said = said_in(style, plan)
    facts = [("Council", plan.council), ("Plan", plan.title)]
    if scenario is not None:
        facts.append(("Scenario", scenario.title))
    if outcome.service is not None:
        facts.append(("Service", str(outcome.service)))
    facts.append(("Unit", "; ".join(dict.fromkeys(_UNITS[each.unit] for each in units))))
    if scenario is not None and scenario.why:
        facts.append(("Why", scenario.why))
    quanta = {said.quantum, *(unit.quantum for unit in units)}
    casts = casts_for(made, names, style, quanta) if casts is None else casts
    said = said._replace(printed=_said_in_words(casts.get(said.quantum)))
    tables = tuple(printed_tables(made, names, style, exact, casts))
    return Report(
        title=plan.title if scenario is None else scenario.title,
        facts=tuple(facts),
        answers=answers(outcome, said),
        tables=tables,
        lists=tuple(
            (heading, items)
            for heading, items in (
                *_lists(outcome, exact, said, answered=style.answered),
                (NOTES_ON_ROUNDING, notes_on_rounding(tables)),
            )
            if items
        ),
        style=style,
    )


def said_in(style: Style, plan: Plan) -> Said:
    """Return how sentences say amounts: in the unit and places of the table that holds the gap."""
    unit = style.print_unit("summary" if plan.is_whole else "roll-forward", plan.unit)
    return Said(unit.unit, unit.decimals)


_NAMED_IN_WORDS = ("summary", "scenario", "funding", "reserves")
"""The tables whose figures sentences name."""


def _said_in_words(found: Cast | None) -> dict[TableRow, list[int]]:
    """Return the printed pence of the rows that sentences name."""
    if found is None:
        return {}
    return {
        row: [each * found.quantum for each in units]
        for row, (_, units) in found.numbers.items()
        if row[0] in _NAMED_IN_WORDS
    }


_UNITS = {
    Unit.POUNDS: "£ (pounds)",
    Unit.THOUSANDS: "£000 (thousands of pounds)",
    Unit.MILLIONS: "£m (millions of pounds)",
}


def _lists(
    outcome: Outcome, exact: Sequence[Table], said: Said, *, answered: bool
) -> Iterator[tuple[str, tuple[str, ...]]]:
    shown = {table.id for table in exact}
    if outcome.scenario is not None and "scenario" in shown:
        if "after-plan" not in shown:
            yield "Falls after the plan", (f"Nothing. {left_out_after(outcome.after.plan)}",)
        yield "What each step matched, and why", tuple(_matched(outcome, said))
    found = notices(outcome, said)
    yield "Please note", tuple(each.with_place for each in found if not each.answer)
    if answered:
        yield "Asked and answered", tuple(each.with_answer for each in found if each.answer)


def _matched(outcome: Outcome, said: Said) -> Iterator[str]:
    changes = outcome.after.plan.change_by_reference
    for effect in filter(outcome.touches, outcome.effects):
        references, why = effect.resolved.references, effect.resolved.step.why
        names = [changes[each].printed if each in changes else each for each in references]
        reason = f" {why}{'' if why.endswith(('.', '!', '?')) else '.'}" if why else ""
        yield f"{effect.words}{_matched_words(names)}.{reason}{_by_reserves_alone(effect, outcome, said)}"
    left_out = sum(not outcome.touches(effect) for effect in outcome.effects)
    if left_out:
        yield f"Left out: {left_out} {'steps' if left_out > 1 else 'step'} with nothing in {outcome.service}."


def _by_reserves_alone(effect: Effect, outcome: Outcome, said: Said) -> str:
    """Return what a step does by itself that its row does not show, because it moves only what reserves can pay."""
    words = "" if effect.pence.any() else hidden(effect, outcome.after.plan.horizon, said)
    return f" {words}" if words else ""


def _matched_words(names: Sequence[str]) -> str:
    """Return how many changes a step matched, and which."""
    if len(names) < 2:  # noqa: PLR2004
        return ". Matched 1 change" if names else ""
    return f". Matched {len(names)} changes: {listed(names, most=len(names))}"
