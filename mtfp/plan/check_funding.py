"""The rules of what pays for a plan: council tax, streams, business rates, capitalised support and transfers of grants."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.money import show_pounds
from mtfp.plan.funding import ALWAYS_ONE_OFF, COLLECTION_FUNDS, Stream
from mtfp.plan.model import Plan
from mtfp.plan.unknown import unknown_line, unknown_scheme, unknown_stream
from mtfp.problems import Problem


def check_funding(plan: Plan) -> list[Problem]:
    """Return every breach of the rules of funding."""
    return [
        *_one_answer(plan),
        *_tested_against(plan),
        *_business_rates(plan),
        *(problem for stream in plan.streams for problem in _stream(stream)),
        *_support(plan),
        *_transfers(plan),
    ]


def _one_answer(plan: Plan) -> Iterator[Problem]:
    if plan.cash_limit is not None and plan.has_funding:
        also = "[council_tax]" if plan.council_tax is not None else "[[stream]]"
        yield Problem(
            place=plan.place.at("cash_limit"),
            what=f"the plan has a cash limit and {also}",
            expected="a cash limit, or council tax and streams",
            fix="remove [cash_limit], or [council_tax] and every [[stream]]",
        )


def _tested_against(plan: Plan) -> Iterator[Problem]:
    """Yield a problem where a limit is for Band D with special expenses averaged in, and last year's such Band D is not known."""
    tax = plan.council_tax
    if tax is None or tax.relevant_basic_amount is not None or plan.horizon.first not in tax.limits:
        return
    if any(amounts[0] for amounts in tax.special_expenses.values()):
        yield Problem(
            place=tax.place.at("special_expenses"),
            what=f"the limit for {plan.horizon.first} is for Band D with special expenses, and last year's is not given",
            expected="relevant_basic_amount: last year's Band D with special expenses averaged over the tax base",
            fix=f"add it to [council_tax]: last year's Band D, {show_pounds(tax.band_d)}, plus last year's special expenses "
            "divided by last year's tax base",
        )


def _business_rates(plan: Plan) -> Iterator[Problem]:
    """Yield a problem where business rates are on both bases, and for each kind of collection fund that has two streams."""
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
            what=f'"{stream.name}" is {_kind(stream)}, and has a part for the earlier year',
            expected="earlier_year on a collection fund: nothing else is in two parts",
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


def _support(plan: Plan) -> Iterator[Problem]:
    """Yield a problem for capitalised support whose scheme is unknown, or borrows less than the support in a year."""
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


def _transfers(plan: Plan) -> Iterator[Problem]:
    streams = {stream.name: stream for stream in plan.streams}
    for transfer in plan.transfers:
        if transfer.line not in plan.line_by_reference:
            yield unknown_line(transfer.place.at("line"), transfer.line, plan)
        if transfer.stream not in streams:
            yield unknown_stream(transfer.place.at("stream"), transfer.stream, plan)
        elif transfer.stream in streams and streams[transfer.stream].lasts != "ongoing":
            yield Problem(
                place=transfer.place.at("stream"),
                what=f'transfer "{transfer.name}" goes into "{transfer.stream}", which is {streams[transfer.stream].lasts}',
                expected="an ongoing stream: what is moved stays moved",
                fix="name the ongoing stream that the grant is now part of",
            )
