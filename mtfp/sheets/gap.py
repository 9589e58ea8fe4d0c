"""The gap at each of its stages in live formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtfp.analysis.outcome import Outcome
from mtfp.engine.gap import Gaps
from mtfp.engine.reserves import ReservesHeld
from mtfp.money import differences, whole_pence
from mtfp.plan.labels import gap_label, label, resources_label
from mtfp.sheets.model import Line, Sheet
from mtfp.sheets.reserves import has_deficit, has_missing, in_turn
from mtfp.sheets.rows import by_year, section, sheet, worked


def gap(outcome: Outcome) -> Sheet:
    """Return what each year needs, what pays for it, and the gap before and after reserves."""
    return sheet("Gap", "results", "Gap", ("Row",), [section("gaps", "", _rows(outcome))])


def _rows(outcome: Outcome) -> Iterator[Line]:
    figures, plan = outcome.after, outcome.after.plan
    gaps, held, resources = figures.gaps, figures.reserves, figures.resources
    if gaps is None or resources is None:
        return
    yield _row("net budget", label(plan, "net_budget"), figures.net_budget, "={total net budget}")
    if held is not None:
        yield from _costs(outcome, held)
    pays = resources_label(plan)
    yield _row("resources", pays, resources, "={total resources}", "Resources")
    to_find = f"={_BEFORE}"
    if held is not None:
        yield from _reserves(outcome, held, gaps)
        to_find = "={gap before reserves}-{gap uses}" + ("-{gap balancing}" if in_turn(outcome) else "")
    yield from _to_find(outcome, gaps, to_find)


_BEFORE = "{gap net budget}-{gap resources}"


def _row(id_: str, words: str, pence: Iterable[int], formula: str, name: str = "") -> Line:
    total = name in ("Gap_before_reserves", "Gap")
    return worked(f"gap {id_}", (words,), by_year(pence), formula, name=name, total=total)


def _costs(outcome: Outcome, held: ReservesHeld) -> Iterator[Line]:
    plan = outcome.after.plan
    yield _row("contributions", label(plan, "contributions"), held.contributions, "={contributions}")
    if has_deficit(outcome):
        yield _row("deficit", label(plan, "deficit"), held.deficit, "={deficit}")
    if has_missing(outcome):
        yield _row("not there", label(plan, "not_there"), held.not_there, "={not there}")


def _reserves(outcome: Outcome, held: ReservesHeld, gaps: Gaps) -> Iterator[Line]:
    plan = outcome.after.plan
    costs = "+{gap contributions}" + ("+{gap deficit}" if has_deficit(outcome) else "")
    costs += "+{gap not there}" if has_missing(outcome) else ""
    before, words = f"={_BEFORE}{costs}", label(plan, "gap_before_reserves")
    yield _row("before reserves", words, gaps.before_reserves, before, "Gap_before_reserves")
    yield _row(
        "change before reserves",
        label(plan, "change_in_gap_before_reserves"),
        differences(whole_pence(gaps.before_reserves)),
        "={gap before reserves}-{gap before reserves<}",
        "Change_in_gap_before_reserves",
    )
    yield _row("uses", label(plan, "uses"), held.uses, "={uses}")
    if in_turn(outcome):
        yield _row("balancing", label(plan, "balancing"), held.balancing, "=SUM({balancing*})")


def _to_find(outcome: Outcome, gaps: Gaps, formula: str) -> Iterator[Line]:
    figures, plan = outcome.after, outcome.after.plan
    yield _row("to find", gap_label(plan), gaps.to_find, formula, "Gap")
    change = differences(whole_pence(gaps.to_find))
    yield _row(
        "change", label(plan, "change_in_gap"), change, "={gap to find}-{gap to find<}", "Change_in_gap"
    )
    granted = "+SUM({granted*})" if plan.transfers else ""
    lasting = "{lasting resources}" if figures.funding is not None else "{gap resources}"
    structural = f"={{total closing}}{granted}-{lasting}"
    yield _row("structural", label(plan, "structural_gap"), gaps.structural, structural, "Structural_gap")
