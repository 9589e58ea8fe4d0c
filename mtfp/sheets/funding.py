"""What pays for the plan in live formulas: Band D to the penny, what it raises, every stream and the total."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.analysis.outcome import Outcome
from mtfp.engine.council_tax import BandD
from mtfp.money import summed
from mtfp.plan.council_tax import CouncilTax
from mtfp.plan.labels import label
from mtfp.plan.terms import Amounts
from mtfp.sheets.model import Line, Sheet
from mtfp.sheets.resources import RESOURCE_HEADS, stream_keys
from mtfp.sheets.rows import by_year, in_pence, section, sheet, worked


def funding(outcome: Outcome) -> Sheet:
    """Return Band D, council tax, the streams with the grants moved into them, and resources in all."""
    return sheet(
        "Funding",
        "workings",
        "Funding",
        RESOURCE_HEADS,
        [
            section("band d", "Band D", _band_d(outcome)),
            section("raised", "Council tax", _raised(outcome)),
            section("moved in", "Grants moved in so far", _moved_in(outcome)),
            section("streams", "Streams, with the grants moved in", _streams(outcome)),
            section("resources", "Resources", _resources(outcome)),
        ],
        [
            "Both rises are of last year's whole Band D. They are added in millionths of a penny, then rounded once; a freeze stays as it was."
            if outcome.after.plan.council_tax
            else "",
        ],
    )


def _paid(outcome: Outcome) -> tuple[CouncilTax, BandD[Amounts]] | None:
    tax, band_d = outcome.after.plan.council_tax, outcome.after.band_d
    return None if tax is None or band_d is None else (tax, band_d)


def _band_d(outcome: Outcome) -> Iterator[Line]:
    """Yield the elements before and after rounding, in millionths of a penny and in pounds."""
    found = _paid(outcome)
    if found is None:
        return
    tax, band_d = found
    last = tax.band_d - tax.precept_in_band_d, tax.precept_in_band_d
    core, precept = band_d.core_risen, band_d.precept_risen
    to_round = tuple(
        one + (0 if tax.each_element else other) for one, other in zip(core, precept, strict=True)
    )
    yield _millionths("core risen", "Core before rounding, millionths of a penny", core, _rise_of("core"))
    yield _millionths("precept risen", "Precept before rounding", precept, _rise_of("precept"))
    whole = "={core risen}+(1-Band_D_each_element)*{precept risen}"
    yield _millionths(
        "to be rounded", "Core to be rounded, with the precept where the whole is", to_round, whole
    )
    yield worked(
        "precept", ("Social care precept",), by_year(band_d.precept, last[1]), _PRECEPT, "={last precept}"
    )
    first = "={last band d}-{last precept}"
    yield worked("core", ("Core",), by_year(band_d.core, last[0]), _CORE, first)
    total = "={core}+{precept}"
    yield worked(
        "band d total",
        ("Band D",),
        by_year(band_d.total, tax.band_d),
        total,
        total,
        name="Band_D",
        total=True,
    )


def _rise_of(element: str) -> str:
    last, total = in_pence(f"{{{element}<}}"), in_pence("{band d total<}")
    rate, flat = f"ROUND({{{element} rate}}*Million,0)", in_pence(f"{{{element} sum}}")
    return f"=({last}+{flat})*Million+{total}*{rate}"


def _rounded(millionths: str) -> str:
    """Return a formula's part that rounds millionths of a penny to pounds, at the multiple that Band D is rounded to."""
    multiples = f"{millionths}/(Band_D_multiple*Million)"
    whole = f"IF(Band_D_down=1,INT({multiples}),ROUND({multiples},0))"
    return f"{whole}*Band_D_multiple/Pence_in_a_pound"


_CORE_RISES, _PRECEPT_RISES = (
    f"(ABS({{{element} rate}})+ABS({{{element} sum}}))" for element in ("core", "precept")
)
_CORE_TO_ROUND = f"{_CORE_RISES}+(1-Band_D_each_element)*{_PRECEPT_RISES}"
_ROUNDED_CORE = f"{_rounded('{to be rounded}')}-(1-Band_D_each_element)*{{precept}}"
_CORE = f"=IF({_CORE_TO_ROUND}=0,{{core<}},{_ROUNDED_CORE})"
_TO_THE_PENNY = "ROUND({precept risen}/Million,0)/Pence_in_a_pound"
_ROUNDED_PRECEPT = f"IF(Band_D_each_element=1,{_rounded('{precept risen}')},{_TO_THE_PENNY})"
_PRECEPT = f"=IF({_PRECEPT_RISES}=0,{{precept<}},{_ROUNDED_PRECEPT})"


def _millionths(id_: str, name: str, figures: Amounts, formula: str) -> Line:
    return Line(id_, (name,), by_year(figures), "whole", formula)


def _raised(outcome: Outcome) -> Iterator[Line]:
    found = _paid(outcome)
    if found is None:
        return
    tax, band_d = found
    yield Line("tax base", ("Tax base",), by_year(band_d.tax_base), "hundredths", _tax_base(tax))
    charged = f"ROUND({{tax base}}*Hundredths,0)*{in_pence('{band d total}')}"
    raised = f"=ROUND({charged}/Hundredths,0)/Pence_in_a_pound"
    if tax.stated_yield is not None:
        raised = "={stated yield}"
    name = label(outcome.after.plan, "council_tax")
    yield worked("council tax", (name,), by_year(band_d.income), raised, name="Council_tax", total=True)


def _tax_base(tax: CouncilTax) -> str:
    if tax.tax_base is None and tax.stated_yield is not None:
        implied = f"{in_pence('{stated yield}')}*Hundredths/{in_pence('{band d total}')}"
        return f"=ROUND({implied},0)/Hundredths"
    if tax.gross_base is not None:
        collected = "ROUND({gross base}*Hundredths,0)*ROUND({collection rate}*Million,0)"
        return f"=ROUND({collected}/Million,0)/Hundredths"
    return "={base typed}"


def _moved_in(outcome: Outcome) -> Iterator[Line]:
    """Yield the grants moved so far into each stream whose amounts are stated by year."""
    for n, stream in enumerate(outcome.after.plan.streams, 1):
        moved = [each.levels for each in outcome.after.plan.transfers if each.stream == stream.name]
        if moved and stream.carried is None:
            formula = f"={{stream {n} moved<}}+{_MOVED}"
            levels = by_year(summed(moved, len(outcome.after.plan.horizon)))
            yield worked(f"stream {n} moved", stream_keys(stream, n), levels, formula)


_MOVED = "SUMIFS({transfers*},{transfers*3},{#3})"
"""The formula's part for what is moved into a stream in the year, found by the number of the stream."""


def _streams(outcome: Outcome) -> Iterator[Line]:
    """Yield each stream with the grants moved into it. One stated by changes starts from the figure that it carries."""
    plan, paid = outcome.after.plan, outcome.after.funding
    receiving = {each.stream for each in plan.transfers}
    levels = [] if paid is None else paid.streams.tolist()
    for n, (stream, pence) in enumerate(zip(plan.streams, levels, strict=True), 1):
        moved = stream.name in receiving
        formula, first = f"={{stream {n}}}", ""
        if stream.earlier is not None:
            formula += f"+{{stream {n} earlier}}"
        if stream.carried is not None:
            formula, first = f"={{stream {n} in all<}}+{{stream {n}}}{f'+{_MOVED}' if moved else ''}", formula
        elif moved:
            formula += f"+{{stream {n} moved}}"
        yield worked(
            f"stream {n} in all", stream_keys(stream, n), by_year(pence, stream.carried), formula, first
        )


def _resources(outcome: Outcome) -> Iterator[Line]:
    plan, paid = outcome.after.plan, outcome.after.funding
    if paid is None:
        return
    special = () if plan.council_tax is None else plan.council_tax.special_expenses
    tax = "{council tax}" if plan.council_tax is not None else ""
    tax += "".join(f"+{{special expenses {n}}}" for n, _ in enumerate(special, 1))
    streams = "+SUM({streams*})" if plan.streams else ""
    lasting = "+SUMIFS({streams*},{streams*4},1)" if plan.streams else ""
    name = label(plan, "funding")
    yield worked("total resources", (name,), by_year(paid.resources), f"={tax}{streams}", total=True)
    yield worked(
        "lasting resources", ("Of which lasts for good",), by_year(paid.recurring), f"={tax}{lasting}"
    )
