"""Reading what only a whole council's plan holds. Imported for a plan that holds some of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeVar

from mtfp.files.council_shapes import (
    CouncilFile,
    CouncilTaxShape,
    LimitShape,
    StreamShape,
)
from mtfp.files.mistakes import Sound
from mtfp.files.source import SourceFile
from mtfp.money import MILLION
from mtfp.plan.driven import Demand, Scheme
from mtfp.plan.funding import ALWAYS_ONE_OFF, CouncilTax, Limit, Rise, Stream, Transfer
from mtfp.plan.model import Plan
from mtfp.plan.terms import Amounts
from mtfp.problems import Place, Problem
from mtfp.years import FinancialYear, Horizon

T = TypeVar("T")
OnLineT = TypeVar("OnLineT", Demand, Scheme, Transfer)


def with_council(
    plan: Plan,
    sound: Sound[CouncilFile],
    data: Mapping[str, Any],
    source: SourceFile,
    signs: Literal["income positive", "income negative"],
    problems: list[Problem],
) -> Plan:
    """Return the plan with all that is sound of what pays for it, drives it, is put by and is asked of it.

    `plan` needs its lines and years. `signs` are those the streams are written in.
    """
    file, horizon = sound.shape, plan.horizon
    if file is None:
        return plan
    turn = -1 if signs == "income negative" else 1
    tax = file.council_tax
    return replace(
        plan,
        ratings=_ratings(file, data),
        council_tax=None if tax is None else _council_tax(tax, source.place("council_tax"), horizon),
        streams=tuple(
            _stream(facts, place, horizon, turn, problems)
            for facts, place in _each("stream", file.stream, sound, source)
        ),
        transfers=tuple(_on_its_line(each, plan) for each in file.transfer),
        collected_for_others=tuple(file.collected_for_others),
        reserves=tuple(file.reserve),
        demands=tuple(_on_its_line(each, plan) for each in file.demand),
        schemes=tuple(_on_its_line(each, plan) for each in file.scheme),
        targets=tuple(file.target),
        tables=tuple(file.table),
    )


def _each(
    key: str, shapes: list[T], sound: Sound[CouncilFile], source: SourceFile
) -> Iterator[tuple[T, Place]]:
    """Yield each sound record of a list with its place."""
    for n, facts in enumerate(shapes):
        yield facts, source.place(key, sound.numbers[key][n])


def _years(by_year: Mapping[FinancialYear, int], horizon: Horizon, turn: int = 1) -> Amounts:
    return tuple(turn * by_year.get(year, 0) for year in horizon)


def _some_years(by_year: Mapping[FinancialYear, int] | None, horizon: Horizon) -> Amounts | None:
    return None if by_year is None else _years(by_year, horizon)


def _ratings(file: CouncilFile, data: Mapping[str, Any]) -> dict[str, int]:
    """Return the words of [confidence]; one whose share can't be read still is a word."""
    written = data.get("confidence")
    return dict.fromkeys(written if isinstance(written, dict) else (), MILLION) | file.confidence


def _council_tax(facts: CouncilTaxShape, place: Place, horizon: Horizon) -> CouncilTax:
    return CouncilTax(
        band_d=facts.band_d,
        precept_in_band_d=facts.precept_in_band_d,
        core=tuple(facts.core.get(year, Rise()) for year in horizon),
        precept=tuple(facts.precept.get(year, Rise()) for year in horizon),
        rounding=facts.rounding,
        each_element=facts.round_each == "elements",
        tax_base=_some_years(facts.tax_base, horizon),
        gross_base=_some_years(facts.gross_base, horizon),
        collection_rate=_some_years(facts.collection_rate, horizon),
        stated_yield=_some_years(facts.amount, horizon),
        special_expenses={name: _years(pence, horizon) for name, pence in facts.special_expenses.items()},
        relevant_basic_amount=facts.relevant_basic_amount,
        limits={year: _limit(limit) for year, limit in facts.limit.items()},
        no_limit=facts.why,
        place=place,
    )


def _limit(facts: LimitShape) -> Limit:
    return Limit(core=facts.core, precept=facts.precept, pence=facts.pounds)


def _stream(facts: StreamShape, place: Place, horizon: Horizon, turn: int, problems: list[Problem]) -> Stream:
    lasts = facts.lasts or ("one-off" if facts.kind in ALWAYS_ONE_OFF else "ongoing")
    missing = ", ".join(str(year) for year in horizon if year not in facts.amounts)
    if missing and lasts == "ongoing" and facts.carried is None:
        problems.append(
            Problem(
                place=place.at("amounts"),
                what=f'stream "{facts.name}" is ongoing and says nothing of {missing}',
                expected=f"every year of {horizon}, or a stream that ends",
                fix=f'add {missing}, 0 where it is nil, or say lasts = "time-limited"',
            )
        )
    return Stream(
        name=facts.name,
        kind=facts.kind,
        lasts=lasts,
        carried=None if facts.carried is None else turn * facts.carried,
        amounts=_years(facts.amounts, horizon, turn),
        earlier=None if facts.earlier_year is None else _years(facts.earlier_year, horizon, turn),
        certainty=tuple(facts.certainty.get(year) for year in horizon) if facts.certainty else (),
        scheme=facts.scheme,
        place=place,
    )


def _on_its_line(record: OnLineT, plan: Plan) -> OnLineT:
    """Return a record with its line by reference, where a file names it by its service."""
    return record if record.line is None else replace(record, line=plan.line_named(record.line))
