"""Council tax: Band D and its elements, the tax base, what it raises, and what is collected with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtfp.analysis.outcome import Outcome
from mtfp.engine.council_tax import BandD
from mtfp.engine.projection import Projection
from mtfp.money import Unit, differences, divide
from mtfp.plan.council_tax import CouncilTax
from mtfp.plan.labels import label
from mtfp.plan.terms import Amounts
from mtfp.tables import measured
from mtfp.tables.model import Row, Table
from mtfp.tables.rows import by_year, row, said, special_expenses, total_of
from mtfp.tables.unit import PrintUnit

_TO_THE_PENNY = PrintUnit(Unit.POUNDS, 2)
_HUNDREDTHS_OF_A_PER_CENT = 10_000


def council_tax(outcome: Outcome) -> list[Table]:
    """Return Band D, its elements, the tax base, the council tax raised, special expenses, and what is collected for others.

    The council tax requirement is told beneath where the year to be set balances.
    """
    projection, plan = outcome.after, outcome.after.plan
    tax, band_d = plan.council_tax, projection.band_d
    if tax is None or band_d is None:
        return []
    of = measured.council_tax(projection)
    raised = row("council_tax", label(plan, "council_tax"), band_d.income, "balance", of=of)
    rows = [
        said("core", "Band D: core element (£)", _to_the_penny(band_d.core)),
        *_precept(tax, band_d.precept),
        said("band_d", "Band D (£)", _to_the_penny(band_d.total)),
        said("rise", "Rise on the year before (£)", _to_the_penny(differences(band_d.total, tax.band_d))),
        said("rate", "Rise on the year before", _rates(tax.band_d, band_d.total)),
        *_average(band_d),
        said("tax_base", _tax_base_name(tax), _to_the_penny(band_d.tax_base)),
        raised,
    ]
    own = [raised, *special_expenses(plan)]
    others = [row(f"for {each.name}", each.name, each.amounts) for each in plan.collected_for_others]
    rows += [*own[1:], *others]
    if len(own) + len(others) > 1:
        rows.append(total_of("collected", "Collected in all", [*own, *others], len(plan.horizon)))
    return [by_year(plan, "council-tax", "Council tax", rows, _requirement(projection))]


def _average(band_d: BandD[Amounts]) -> list[Row]:
    if not any(band_d.special):
        return []
    return [said("average", "Band D with special expenses averaged (£)", _to_the_penny(band_d.average))]


def _requirement(projection: Projection) -> tuple[str, ...]:
    """Tell the council tax requirement of the year to be set, with and without parishes' precepts, if that year balances."""
    plan, gap = projection.plan, projection.gap
    # A requirement is of a balanced year to be set; a parished billing authority's includes the parishes' precepts.
    if gap is None or not plan.balances(int(gap[0])):
        return ()
    parishes = sum(each.amounts[0] for each in plan.collected_for_others if each.parish)
    own = int(projection.own_tax[0])
    name = f"{label(plan, 'requirement')} for {plan.horizon.first}, to the penny"
    without, precepts, both = (f"£{_TO_THE_PENNY.show(pence)}" for pence in (own, parishes, own + parishes))
    if not parishes:
        return (f"{name}: {without}.",)
    return (f"{name}: {both} with {precepts} of parish precepts, {without} without.",)


def _precept(tax: CouncilTax, by_year: Amounts) -> list[Row]:
    if not tax.precept_in_band_d and not any(by_year):
        return []
    return [said("precept", "Band D: social care precept (£)", _to_the_penny(by_year))]


def _tax_base_name(tax: CouncilTax) -> str:
    implied = tax.tax_base is None and tax.gross_base is None
    return "Tax base (implied by the yield)" if implied else "Tax base"


def _to_the_penny(amounts: Iterable[int]) -> list[str]:
    return _TO_THE_PENNY.show_each(amounts)


def _rates(before: int, by_year: Sequence[int]) -> list[str]:
    """Return each year's rise as a percentage of the year before, to two decimals."""
    risen = zip(differences(by_year, before), (before, *by_year), strict=False)
    return [f"{_TO_THE_PENNY.show(divide(rise * _HUNDREDTHS_OF_A_PER_CENT, last))}%" for rise, last in risen]
