"""The rules of what pays for a plan, what is put by, and what drives its pressures. Imported where there is some of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mtfp.money import show_pounds
from mtfp.plan.changes import Change
from mtfp.plan.driven import Demand, Scheme
from mtfp.plan.funding import ALWAYS_ONE_OFF, COLLECTION_FUNDS, CollectedForOthers, Stream, Transfer
from mtfp.plan.landing import is_told_of_lines
from mtfp.plan.lines import BudgetLine
from mtfp.plan.model import Plan
from mtfp.plan.reserves import Floor, Reserve
from mtfp.plan.unknown import unknown_line, unknown_scheme, unknown_stream, unknown_type
from mtfp.problems import MisreadError, Problem

_Named = Stream | Transfer | CollectedForOthers | Reserve


def check_council(plan: Plan, partial: frozenset[str]) -> list[Problem]:
    """Return every breach of the rules of funding, reserves, demand and capital; `partial` is as for `check_plan`."""
    return [
        *_one_answer(plan),
        *_same_name("stream", "streams", plan.streams),
        *_same_name("transfer", "transfers", plan.transfers),
        *_same_name("sum collected for others", "sums collected for others", plan.collected_for_others),
        *_same_name("reserve", "reserves", plan.reserves),
        *_same_reference(plan),
        *_tested_against(plan),
        *_business_rates(plan),
        *(problem for stream in plan.streams for problem in _stream(stream)),
        *_support(plan, partial),
        *_transfers(plan, partial),
        *(problem for reserve in plan.reserves for problem in _reserve(reserve)),
        *_kept(plan.reserves),
        *_turns(plan),
        *(problem for driver in _drivers(plan) for problem in _driver(driver, plan, partial)),
        *(problem for scheme in plan.schemes for problem in _paid_for(scheme)),
    ]


def _drivers(plan: Plan) -> tuple[Demand | Scheme, ...]:
    return (*plan.demands, *plan.schemes)


def _one_answer(plan: Plan) -> Iterator[Problem]:
    if plan.cash_limit is not None and plan.has_funding:
        also = "[council_tax]" if plan.council_tax is not None else "[[stream]]"
        yield Problem(
            place=plan.place.at("cash_limit"),
            what=f"the plan has a cash limit and {also}",
            expected="a cash limit, or council tax and streams",
            fix="remove [cash_limit], or [council_tax] and every [[stream]]",
        )


def _same_name(word: str, words: str, records: Iterable[_Named]) -> Iterator[Problem]:
    first: dict[str, _Named] = {}
    for record in records:
        other = first.setdefault(record.name.casefold(), record)
        if other is not record:
            yield Problem(
                place=record.place.at("name"),
                what=f'two {words} are called "{record.name}"'
                if other.name == record.name
                else f'{word} "{record.name}" differs from "{other.name}" in capitals only',
                expected=f"a name of its own for every {word}; the other is at {other.place}",
                fix="put both into one, or give one of them another name",
            )


def _same_reference(plan: Plan) -> Iterator[Problem]:
    first: dict[str, Change | Demand | Scheme] = {
        change.reference.casefold(): change for change in plan.changes
    }
    for driver in _drivers(plan):
        other = first.setdefault(driver.reference.casefold(), driver)
        if other is not driver:
            yield Problem(
                place=driver.place.at("reference"),
                what=f'{_word(driver)} "{driver.reference}" has the reference of a {_word(other)}',
                expected=f"a reference of its own for every change, demand and scheme; the other is at {other.place}",
                fix="give one of them another reference",
            )


def _tested_against(plan: Plan) -> Iterator[Problem]:
    """Yield a problem where a limit is for Band D with special expenses, and last year's is not known."""
    tax = plan.council_tax
    if tax is None or tax.relevant_basic_amount is not None or plan.horizon.first not in tax.limits:
        return
    if any(amounts[0] for amounts in tax.special_expenses.values()):
        yield Problem(
            place=tax.place.at("special_expenses"),
            what=f"the limit for {plan.horizon.first} is for Band D with special expenses, and last year's is not given",
            expected="relevant_basic_amount: last year's Band D with special expenses averaged over the tax base",
            fix=f"add it to [council_tax]: {show_pounds(tax.band_d)}, which is last year's Band D, and on top of it last "
            "year's special expenses divided by last year's tax base",
        )


def _business_rates(plan: Plan) -> Iterator[Problem]:
    """Yield a problem where business rates are given on both bases, and for each collection fund given twice."""
    first: dict[str, Stream] = {}
    for stream in plan.streams:
        first.setdefault(stream.kind, stream)
        other = first[stream.kind]
        if stream.kind in COLLECTION_FUNDS and other is not stream:
            yield Problem(
                place=stream.place.at("kind"),
                what=f'"{other.name}" and "{stream.name}" are both the {stream.kind}',
                expected="one stream for each collection fund: the council's share of its surplus or deficit",
                fix="put both into one, or correct the kind of one of them",
            )
    if "settlement" in first and "build-up" in first:
        later = max(first["settlement"], first["build-up"], key=plan.streams.index)
        other = first["settlement" if later.kind == "build-up" else "build-up"]
        yield Problem(
            place=later.place.at("kind"),
            what=f'business rates are given on both bases: "{other.name}" is {other.kind} and "{later.name}" is {later.kind}',
            expected="settlement (baseline funding, which holds the top-up or tariff, and growth above it) "
            "or build-up (local share, top-up or tariff, grants, levy)",
            fix='give all of them one of the two kinds; what is paid beside business rates is "grant" or "other"',
        )


def _stream(stream: Stream) -> Iterator[Problem]:
    if stream.kind in ALWAYS_ONE_OFF and stream.lasts != "one-off":
        yield Problem(
            place=stream.place.at("lasts"),
            what=f'"{stream.name}" is {_kind(stream)}, and is said to be {stream.lasts}',
            expected="a surplus, deficit or support that counts in its own year only",
            fix="remove lasts, or correct the kind",
        )
    elif stream.lasts == "one-off" and stream.carried is not None:
        yield Problem(
            place=stream.place.at("carried"),
            what=f'"{stream.name}" is one-off and carries a figure forward',
            expected="the amount of each year of a stream that is one-off",
            fix="remove carried, or correct lasts",
        )
    if stream.earlier is not None and stream.kind not in COLLECTION_FUNDS:
        yield Problem(
            place=stream.place.at("earlier_year"),
            what=f'"{stream.name}" has a part for the earlier year and is {_kind(stream)}',
            expected="earlier_year on a collection fund, which alone is in two parts",
            fix="remove earlier_year, or correct the kind",
        )
    if stream.scheme is not None and stream.kind != "capitalised":
        yield Problem(
            place=stream.place.at("scheme"),
            what=f'"{stream.name}" names a scheme and is {_kind(stream)}',
            expected='scheme on capitalised support: kind = "capitalised"',
            fix="remove scheme, or correct the kind",
        )
    if stream.scheme is None and stream.kind == "capitalised":
        yield Problem(
            place=stream.place,
            what=f'"{stream.name}" is capitalised and names no scheme',
            expected="the [[scheme]] that borrows it and repays it, which is a pressure in later years",
            fix="add scheme = the reference of that scheme, and the scheme where there is none",
        )


def _kind(stream: Stream) -> str:
    return f"the {stream.kind}" if stream.kind in COLLECTION_FUNDS else f"of kind {stream.kind}"


def _support(plan: Plan, partial: frozenset[str]) -> Iterator[Problem]:
    """Yield a problem for support whose scheme is unknown, or borrows less than that in a year."""
    if "scheme" in partial:
        return
    left = {scheme.reference: scheme.paid_for()[1] for scheme in plan.schemes}
    for stream in plan.streams:
        if stream.scheme is None or stream.kind != "capitalised":
            continue
        if stream.scheme not in left:
            yield unknown_scheme(stream.place.at("scheme"), stream.scheme, plan)
            continue
        for n, (year, pence) in enumerate(zip(plan.horizon, stream.amounts, strict=True)):
            borrowed = left[stream.scheme][n]
            left[stream.scheme][n] = max(borrowed - pence, 0)
            if pence > borrowed:
                yield Problem(
                    place=stream.place.at("amounts", str(year)),
                    what=f'"{stream.name}" brings {show_pounds(pence)} in {year}, for which scheme "{stream.scheme}" borrows {show_pounds(borrowed)}',
                    expected="support of no more than its scheme borrows in the year",
                    fix="correct the amount, or the spending, grants or receipts of the scheme",
                    about=(
                        ("stream", stream.name, "amounts", str(year)),
                        *(
                            ("scheme", stream.scheme, key, str(year))
                            for key in ("spend", "grants", "receipts")
                        ),
                    ),
                )


def _transfers(plan: Plan, partial: frozenset[str]) -> Iterator[Problem]:
    streams = {stream.name: stream for stream in plan.streams}
    for transfer in plan.transfers:
        if transfer.line not in plan.line_by_reference and "line" not in partial:
            yield unknown_line(transfer.place.at("line"), transfer.line, plan)
        if transfer.stream not in streams and "stream" not in partial:
            yield unknown_stream(transfer.place.at("stream"), transfer.stream, plan)
        elif transfer.stream in streams and streams[transfer.stream].lasts != "ongoing":
            yield Problem(
                place=transfer.place.at("stream"),
                what=f'transfer "{transfer.name}" goes into "{transfer.stream}", which is {streams[transfer.stream].lasts}',
                expected="an ongoing stream: what is moved stays moved",
                fix="name the stream it is part of for good",
            )


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
            what=f'reserve "{name}" is {reserve.reserve_class} and says who bears it',
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
            expected="one or the other: a line could count on what the gap has used up",
            fix="remove in_budget or balances_gap, or make two reserves of it",
        )


def _kept(reserves: Sequence[Reserve]) -> Iterator[Problem]:
    """Yield a problem for each reserve to be kept at its minimum that does not balance the gap; each is offered a turn that is free."""
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


def _driver(driver: Demand | Scheme, plan: Plan, partial: frozenset[str]) -> Iterator[Problem]:
    kind = plan.types.get(driver.type)
    if kind is None:
        if "types" not in partial:
            yield unknown_type(driver.place.at("type"), driver.type, plan)
    elif kind.kind == "saving" or kind.one_off:
        yield Problem(
            place=driver.place.at("type"),
            what=f'{_word(driver)} "{driver.reference}" is of type {driver.type}, which is {"a saving" if kind.kind == "saving" else "one-off"}',
            expected="a type of pressures that stay in the base",
            fix="name another type, or add one to [types]",
        )
    if "line" in partial:
        return
    if driver.line is not None and driver.line not in plan.line_by_reference:
        yield unknown_line(driver.place.at("line"), driver.line, plan)
        return
    try:
        yield from _prices(driver, plan.line_of(driver), plan)
    except MisreadError as error:
        if is_told_of_lines(driver.service, plan):
            return
        problem = error.at(driver.place.at("service"))
        yield replace(problem, what=problem.what.replace("change", _word(driver), 1))


def _prices(driver: Demand | Scheme, line: BudgetLine, plan: Plan) -> Iterator[Problem]:
    """Yield a problem for costs in cash that land on a line which inflates them again."""
    index = plan.indices.get(line.index or "")
    if index is None:
        return
    if isinstance(driver, Scheme):
        yield Problem(
            place=driver.place,
            what=f'scheme "{driver.reference}" lands on line "{line.reference}", which rises by index {line.index}',
            expected="a line without an index: a charge and interest do not rise with prices",
            fix="name another line with line = ..., or take the index from that one",
        )
    elif driver.cash_unit_costs is not None:
        yield Problem(
            place=driver.place.at("cash_unit_cost"),
            what=f'demand "{driver.reference}" has unit costs in cash, and its line "{line.reference}" rises by index {line.index}',
            expected="a line without an index, or inflation is paid twice",
            fix="remove cash_unit_cost, or take the index from the line",
            about=(("demand", driver.reference, "cash_unit_costs"),),
        )


def _paid_for(scheme: Scheme) -> Iterator[Problem]:
    paid, spend = sum(scheme.grants) + sum(scheme.receipts), sum(scheme.spend)
    if paid > spend:
        yield Problem(
            place=scheme.place.at("grants" if any(scheme.grants) else "receipts"),
            what=f'scheme "{scheme.reference}" has {show_pounds(paid)} of grants and receipts for {show_pounds(spend)} of spending',
            expected="grants and receipts of no more than the spending, over all years",
            fix="correct the amounts",
            about=(("scheme", scheme.reference),),
        )


def _word(record: Change | Demand | Scheme) -> str:
    return "demand" if isinstance(record, Demand) else "scheme" if isinstance(record, Scheme) else "change"
