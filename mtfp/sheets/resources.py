"""The inputs of what pays for the plan, as typed: council tax and streams, or the cash limit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from mtfp.analysis.outcome import Outcome
from mtfp.plan.council_tax import CouncilTax
from mtfp.plan.funding import Stream
from mtfp.plan.labels import label
from mtfp.sheets.model import Line, Measure, Sheet
from mtfp.sheets.rows import Keys, alone, by_year, section, sheet, typed

RESOURCE_HEADS = ("Item", "Kind", "Lasts", "Number", "Lasts for good")


def resources(outcome: Outcome) -> Sheet:
    """Return council tax and streams, or the cash limit."""
    rounding = "Band D of last year, and how it is rounded: to a multiple, down (1) or to the nearest (0)"
    return sheet(
        "Resources",
        "inputs",
        "What pays for the plan",
        RESOURCE_HEADS,
        [
            section("cash limit", label(outcome.after.plan, "cash_limit"), _cash_limit(outcome)),
            section("last year", rounding, _last_year(outcome)),
            section(
                "rises", "Rises in Band D: a rate of last year's whole Band D, or a flat sum", _rises(outcome)
            ),
            section("charged on", "What council tax is charged on", _charged_on(outcome)),
            section(
                "amounts", "Streams: amounts, or with a figure carried the changes on it", _streams(outcome)
            ),
        ],
    )


def _cash_limit(outcome: Outcome) -> Iterator[Line]:
    limits = [by_year(each.plan.cash_limit) for each in outcome.cases if each.plan.cash_limit is not None]
    if limits:
        yield typed("total resources", (label(outcome.after.plan, "cash_limit"),), limits)


def taxes(outcome: Outcome) -> list[CouncilTax]:
    """Return council tax as the plan has it, and as the scenario has it; none where there is none."""
    return [tax for each in outcome.cases if (tax := each.plan.council_tax) is not None]


def _last_year(outcome: Outcome) -> Iterator[Line]:
    """Yield what no scenario changes: last year's Band D, and how Band D is rounded."""
    for tax in taxes(outcome)[:1]:
        yield Line("last band d", ("Band D",), alone(tax.band_d, outcome.after.plan.horizon))
        yield Line(
            "last precept",
            ("Of which social care precept",),
            alone(tax.precept_in_band_d, outcome.after.plan.horizon),
        )
        yield _switch("Band_D_multiple", "Multiple, in pence", tax.rounding.multiple, outcome)
        yield _switch("Band_D_down", "Down (1) or to the nearest (0)", int(tax.rounding.down), outcome)
        each = "Each element (1) or the whole, with the precept to the penny (0)"
        yield _switch("Band_D_each_element", each, int(tax.each_element), outcome)


def _switch(name: str, words: str, figure: int, outcome: Outcome) -> Line:
    return Line(f"switch {name}", (words,), alone(figure, outcome.after.plan.horizon), "whole", name=name)


def _rises(outcome: Outcome) -> Iterator[Line]:
    held, precept = taxes(outcome), "Social care precept"
    yield from _of_tax(held, "core rate", "Core: rate", lambda tax: [each.rate for each in tax.core], "rate")
    yield from _of_tax(held, "core sum", "Core: flat sum", lambda tax: [each.pence for each in tax.core])
    rates, sums = "precept rate", "precept sum"
    yield from _of_tax(
        held, rates, f"{precept}: rate", lambda tax: [each.rate for each in tax.precept], "rate"
    )
    yield from _of_tax(held, sums, f"{precept}: flat sum", lambda tax: [each.pence for each in tax.precept])


def _charged_on(outcome: Outcome) -> Iterator[Line]:
    held = taxes(outcome)
    yield from _of_tax(held, "base typed", "Tax base", lambda tax: tax.tax_base, "hundredths")
    yield from _of_tax(held, "gross base", "Gross tax base", lambda tax: tax.gross_base, "hundredths")
    yield from _of_tax(held, "collection rate", "Collection rate", lambda tax: tax.collection_rate, "rate")
    yield from _of_tax(held, "stated yield", "Yield, as stated", lambda tax: tax.stated_yield)
    for n, name in enumerate(held[0].special_expenses if held else (), 1):
        cells = [by_year(tax.special_expenses[name]) for tax in held]
        yield typed(f"special expenses {n}", (f"Special expenses: {name}",), cells)


def _of_tax(
    held: Sequence[CouncilTax],
    id_: str,
    words: str,
    of: Callable[[CouncilTax], Iterable[int] | None],
    measure: Measure = "pounds",
) -> Iterator[Line]:
    """Yield a row by year of council tax, where it has those figures."""
    figures = [by_year(amounts) for tax in held if (amounts := of(tax)) is not None]
    if figures:
        yield typed(id_, (words,), figures, measure)


def _streams(outcome: Outcome) -> Iterator[Line]:
    for n, each_case in enumerate(zip(*(each.plan.streams for each in outcome.cases), strict=True), 1):
        cells = [by_year(each.amounts, each.carried) for each in each_case]
        yield typed(f"stream {n}", stream_keys(each_case[0], n), cells)
        if each_case[0].earlier is not None:
            parts = [by_year(each.earlier or ()) for each in each_case]
            name, *keys = stream_keys(each_case[0], n)
            yield typed(f"stream {n} earlier", (f"{name}: the earlier year", *keys), parts)


def stream_keys(stream: Stream, n: int) -> Keys:
    """Return the keys of a stream's rows: its kind, and whether it lasts for good."""
    return stream.name, stream.kind, stream.lasts, n, int(stream.lasts == "ongoing")
