"""A result and its tables as plain data, each figure exact and as printed: the stable contract of `--format json`.

It is described in docs/json.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from mtfp.analysis.answer_words import answers
from mtfp.analysis.drivers import beside_the_base, closing, drivers, opening
from mtfp.analysis.notices import notices
from mtfp.analysis.outcome import Effect, Outcome
from mtfp.engine.projection import Driver, Projection
from mtfp.money import show_exact
from mtfp.plan.changes import Change
from mtfp.plan.terms import Amounts
from mtfp.problems import Notice, Place
from mtfp.tables.model import PrintedTable, Table
from mtfp.tables.papers import Made, exact_tables, printed_tables
from mtfp.tables.style import Style


def to_json(
    outcome: Outcome, names: Collection[str] | None, style: Style, made_from: Sequence[str] = ()
) -> str:
    """Return a result and the tables named as JSON; with None, the tables of the style, or the usual ones.

    Raises `MisreadError` for a table that has nothing to show.
    """
    import json

    record = {**record_of(outcome), "tables": tables_record(outcome, names, style)}
    if made_from:
        record["made_from"] = made_from
    return json.dumps(record, indent=2) + "\n"


def tables_record(outcome: Outcome, names: Collection[str] | None, style: Style) -> list[dict[str, Any]]:
    """Return tables as `to_json` does."""
    made = Made(outcome)
    tables = exact_tables(made, names, style)
    printed = printed_tables(made, names, style, tables)
    return [_table(table, each) for table, each in zip(tables, printed, strict=True)]


def _table(table: Table, printed: PrintedTable) -> dict[str, Any]:
    exact = {id_: [show_exact(pence) for pence in amounts] for id_, amounts in _amounts(table).items()}
    return {
        "id": table.id,
        "title": table.title,
        "unit": printed.unit.sign,
        "columns": list(printed.columns),
        "rows": [
            {
                "id": row.id,
                "label": row.name,
                "role": row.role,
                "exact": exact.get(row.id, []),
                "printed": list(row.figures),
            }
            for row in printed.rows
        ],
        "moved": [
            {"row": each.row, "column": each.column, "printed": each.printed, "exact": each.exact}
            for each in printed.moved
        ],
        "notes": [*table.notes, *printed.misses],
    }


def _amounts(table: Table) -> dict[str, Amounts]:
    """Return the pence of each row as it prints: by year, or with years down by the rows that are its columns."""
    if not table.years_down:
        return {row.id: row.amounts for row in table.rows}
    across = [row.amounts for row in table.rows if row.amounts and not row.hidden]
    return dict(zip(table.columns, zip(*across, strict=True), strict=True))


def record_of(outcome: Outcome) -> dict[str, Any]:
    """Return every figure as an exact string of pounds and pence, every series in the order of `years`."""
    after = outcome.after
    plan, held, gaps = after.plan, after.reserves, after.gaps
    amounts = after.inputs.change_amounts.tolist()
    return {
        "council": plan.council,
        "title": plan.title,
        "scenario": None if outcome.scenario is None else outcome.scenario.title,
        "service": None if outcome.service is None else str(outcome.service),
        "years": [str(year) for year in plan.horizon],
        "answers": list(answers(outcome)),
        "rows": [
            _row(each) for each in (opening(after), *drivers(after), closing(after), *beside_the_base(after))
        ],
        "net_budget": _series(after.net_budget),
        "contributions": _series_or_none(held and held.contributions),
        "deficit_brought_forward": _series_or_none(held and held.deficit),
        "not_there": _series_or_none(held and held.not_there),
        "funding": _funding(after),
        "resources": _series_or_none(after.resources),
        "gap_before_reserves": _series_or_none(gaps and gaps.before_reserves),
        "uses": _series_or_none(held and held.uses),
        "balancing": _series_or_none(held and held.balancing),
        "gap": _series_or_none(after.gap),
        "structural_gap": _series_or_none(gaps and gaps.structural),
        "gap_before_scenario": _series_or_none(outcome.before.gap),
        "change_in_gap": _series_or_none(after.change_in_gap),
        "change_in_gap_before_reserves": _series_or_none(after.change_in_gap_before_reserves),
        "balances": None if after.unbalanced is None else [not pence for pence in after.unbalanced.tolist()],
        "services": [
            {"path": str(service), "net_budget": _series(net)}
            for service, net in after.services.items()
            if outcome.service is None or service.within(outcome.service)
        ],
        "changes": [
            _change(change, row, outcome) for change, row in zip(after.changes, amounts, strict=True)
        ],
        "steps": [
            _effect(effect, has_gap=gaps is not None) for effect in outcome.effects if outcome.touches(effect)
        ],
        **_effect_of_the_scenario(outcome),
        "notices": [_notice(each) for each in notices(outcome)],
    }


def _series(pence: Iterable[int]) -> list[str]:
    return [show_exact(int(each)) for each in pence]


def _series_or_none(pence: Iterable[int] | None) -> list[str] | None:
    return None if pence is None else _series(pence)


def _funding(projection: Projection) -> list[dict[str, Any]] | None:
    """Return council tax, special expenses and every stream, with how sure each is where that is said."""
    plan, paid = projection.plan, projection.funding
    if paid is None:
        return None
    own: dict[str, Iterable[int]] = (
        {} if projection.band_d is None else {"Council tax": projection.band_d.income}
    )
    if plan.council_tax is not None:
        own |= plan.council_tax.special_expenses
    tax = {"kind": "council tax", "lasts": "ongoing", "certainty": None}
    return [{"name": name, **tax, "amounts": _series(pence)} for name, pence in own.items()] + [
        {
            "name": stream.name,
            "kind": stream.kind,
            "lasts": stream.lasts,
            "certainty": list(stream.certainty) if stream.certainty else None,
            "amounts": _series(pence),
        }
        for stream, pence in zip(plan.streams, paid.streams, strict=True)
    ]


def _row(driver: Driver) -> dict[str, Any]:
    return {
        "id": driver.id,
        "label": driver.label,
        "kind": driver.kind,
        "status": driver.status,
        "amounts": _series(driver.pence),
    }


def _change(change: Change, amounts: list[int], outcome: Outcome) -> dict[str, Any]:
    beyond = change.profile.beyond(outcome.after.plan.horizon)
    return {
        "reference": change.reference,
        "type": change.type,
        "service": str(change.service),
        "title": change.title,
        "line": outcome.after.plan.line_of(change).reference,
        "one_off": change.one_off,
        "movements": _series(amounts),
        "after_plan": {str(year): show_exact(pence) for year, pence in beyond.items()},
        "written_at": _place(change.place),
        "steps": [{**_place(each.place), "step": each.words, "why": each.why} for each in change.traces],
    }


def _effect_of_the_scenario(outcome: Outcome) -> dict[str, Any]:
    """Return what all steps do, all of it null without a scenario."""
    there, gap = outcome.scenario is not None, outcome.after.gap is not None
    return {
        "together": _series(outcome.together) if there else None,
        "cost_before_reserves": _series(outcome.cost) if there else None,
        "cost_over_the_plan": show_exact(int(outcome.cost.sum())) if there else None,
        "met_by_reserves": _series(outcome.change_in_balancing) if there and gap else None,
        "effect": _series(outcome.effect) if there else None,
    }


def _effect(effect: Effect, *, has_gap: bool) -> dict[str, Any]:
    step = effect.resolved.step
    return {
        **_place(step.place),
        "step": effect.words,
        "why": step.why,
        "changes": list(effect.resolved.references),
        "effect": _series(effect.pence),
        "still_to_find": _series(effect.to_find) if has_gap else None,
        "own_effects": [
            {"reference": each.change.reference, "effect": _series(each.pence)} for each in effect.own
        ],
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "name": notice.name,
        "of": notice.of,
        "place": None if notice.place is None else _place(notice.place),
        "text": notice.text,
        "answer": notice.answer,
    }


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file.rpartition("/")[2], "line": place.line}
