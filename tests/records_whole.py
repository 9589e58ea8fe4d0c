"""The parts of a council that plain input may hold beside its lines and changes, as records, and the steps on them.

See `tests.oracle_whole`, and `tests.oracle.after` for the steps.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mtfp.money import MILLION, show_rate
from mtfp.plan.capital import Scheme
from mtfp.plan.council_tax import CouncilTax, Limit, Rise, Rounding
from mtfp.plan.demand import Demand
from mtfp.plan.funding import Stream, Transfer
from mtfp.plan.record import Fact
from mtfp.plan.reserves import Floor, Reserve
from mtfp.plan.targets import Target
from mtfp.plan.terms import Service
from mtfp.scenario.figures import Figure
from mtfp.scenario.steps.capital import CapitalStep
from mtfp.scenario.steps.confidence import ConfidenceStep
from mtfp.scenario.steps.council_tax import CouncilTaxStep
from mtfp.scenario.steps.demand import DemandStep
from mtfp.scenario.steps.reserve import ReserveStep
from mtfp.scenario.steps.step import Step as ScenarioStep
from mtfp.scenario.steps.stream import StreamStep
from mtfp.years import FinancialYear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtfp.problems import Place
    from mtfp.years import Horizon
    from tests.oracle import Facts

HUNDREDTHS = 100
TEN_THOUSANDTHS = 10_000


def council_parts(facts: Facts, horizon: Horizon, place: Place) -> dict[str, Any]:
    """Return what pays for a plan, its reserves, targets and what drives its pressures, as parts of a `Plan`."""
    tax = facts.get("council_tax")
    return {
        "council_tax": None if tax is None else council_tax_of(tax, horizon, place),
        "streams": tuple(stream_of(name, stream, place) for name, stream in facts.get("streams", {}).items()),
        "transfers": tuple(
            Transfer(name=f"T{n}", line=line, stream=stream, amounts=tuple(pence), place=place)
            for n, (line, stream, pence) in enumerate(facts.get("transfers", []))
        ),
        "reserves": tuple(
            reserve_of(name, reserve, place) for name, reserve in facts.get("reserves", {}).items()
        ),
        "demands": tuple(
            demand_of(name, demand, facts, place) for name, demand in facts.get("demands", {}).items()
        ),
        "schemes": tuple(
            scheme_of(name, scheme, facts, horizon, place)
            for name, scheme in facts.get("schemes", {}).items()
        ),
        "targets": tuple(target_of(target, place) for target in facts.get("targets", [])),
        "dependants": facts.get("dependants"),
    }


def parts(share: Fraction) -> int:
    """Return a share in parts per million."""
    return int(share * MILLION)


def rise_of(rise: Fraction | int) -> Rise:
    """Return a rise: a share of last year's Band D, or whole pence."""
    return Rise(rate=parts(rise)) if isinstance(rise, Fraction) else Rise(pence=rise)


def council_tax_of(tax: Facts, horizon: Horizon, place: Place) -> CouncilTax:
    """Return council tax as a record."""

    def in_parts(key: str, of: int) -> tuple[int, ...] | None:
        return tuple(int(each * of) for each in tax[key]) if key in tax else None

    return CouncilTax(
        band_d=tax["band_d"],
        precept_in_band_d=tax["precept_in_band_d"],
        core=tuple(map(rise_of, tax["core"])),
        precept=tuple(map(rise_of, tax["precept"])),
        rounding=Rounding(tax["multiple"], tax["down"]),
        round_each="elements" if tax["each_element"] else "total",
        tax_base=in_parts("tax_base", HUNDREDTHS),
        gross_base=in_parts("gross_base", HUNDREDTHS),
        collection_rate=in_parts("collection_rate", MILLION),
        stated_yield=in_parts("stated_yield", 1),
        special_expenses={"Parks": tuple(tax["special"])} if "special" in tax else {},
        stated_limits={
            horizon.first + year: Limit(
                core=None if core is None else parts(core),
                precept=None if precept is None else parts(precept),
                pence=pence,
            )
            for year, (core, precept, pence) in tax.get("limits", {}).items()
        },
        place=place,
    )


def stream_of(name: str, stream: Facts, place: Place) -> Stream:
    """Return one stream as a record."""
    return Stream(
        name=name,
        kind=stream["kind"],
        said_to_last=stream["lasts"],
        carried=stream["carried"],
        amounts=tuple(stream["amounts"]),
        earlier=tuple(stream["earlier"]) if "earlier" in stream else None,
        scheme=stream.get("scheme"),
        place=place,
    )


def floor_of(minimum: Fraction | int) -> Floor:
    """Return what a reserve may not go below, from pence or a share."""
    return Floor(share=parts(minimum)) if isinstance(minimum, Fraction) else Floor(minimum)


def reserve_of(name: str, reserve: Facts, place: Place) -> Reserve:
    """Return one reserve as a record."""
    return Reserve(
        name=name,
        reserve_class=reserve["class"],
        opening=reserve["opening"],
        minimum=floor_of(reserve["minimum"]),
        contributions=tuple(reserve["contributions"]),
        uses=tuple(reserve["uses"]),
        in_budget=reserve["in_budget"],
        balances_gap=reserve["balances"],
        place=place,
    )


def _landing(name: str, driver: Facts, facts: Facts, place: Place) -> dict[str, Any]:
    return {
        "reference": name,
        "title": f"Driver {name}",
        "type": driver["type"],
        "service": Service.parse(facts["lines"][driver["line"]]["service"]),
        "line": driver["line"],
        "place": place,
    }


def demand_of(name: str, demand: Facts, facts: Facts, place: Place) -> Demand:
    """Return one demand as a record."""

    def activity(numbers: Sequence[Fraction]) -> tuple[int, ...]:
        return tuple(int(number * TEN_THOUSANDTHS) for number in numbers)

    return Demand(
        base_activity=activity([demand["base"]])[0],
        growth=tuple(map(parts, demand["growth"])) if "growth" in demand else None,
        activity=activity(demand["activity"]) if "activity" in demand else None,
        unit_cost=demand["unit_cost"],
        cash_unit_costs=None if demand["cash"] is None else tuple(demand["cash"]),
        **_landing(name, demand, facts, place),
    )


def scheme_of(name: str, scheme: Facts, facts: Facts, horizon: Horizon, place: Place) -> Scheme:
    """Return one scheme as a record."""
    in_use = scheme["in_use"]
    return Scheme(
        spend=tuple(scheme["spend"]),
        grants=tuple(scheme["grants"]),
        receipts=tuple(scheme["receipts"]),
        life=scheme["life"],
        method=scheme["method"],
        rate=parts(scheme["rate"]),
        in_use=None if in_use is None else horizon.first + in_use,
        **_landing(name, scheme, facts, place),
    )


def target_of(target: tuple[str | None, Sequence[int], int], place: Place) -> Target:
    """Return one target, by year, as a record."""
    service, amounts, brought_forward = target
    return Target(
        title=f"Target of {service or 'the whole plan'}",
        service=None if service is None else Service.parse(service),
        amounts=tuple(amounts),
        brought_forward=brought_forward,
        place=place,
    )


COUNTED_IN = {
    "tax_base": HUNDREDTHS,
    "gross_base": HUNDREDTHS,
    "collection_rate": MILLION,
    "activity": TEN_THOUSANDTHS,
    "rate": MILLION,
}


def council_step(operation: tuple[Any, ...], facts: Facts, place: Place) -> ScenarioStep | None:
    """Return a step on a part of a council as a record, or None for any other step."""
    first = FinancialYear(facts["first"])
    match operation:
        case ("give", part, name, new):
            figures = {
                Fact(key, None if year is None else first + year): _figure(key, figure)
                for key, value in new.items()
                for year, figure in (value if isinstance(value, dict) else {None: value}).items()
            }
            return _give(part, name, figures, place)
        case ("grow", name, years, how, rate):
            given: dict[str, Any] = {"growth" if how == "rate" else how: parts(rate)}
            return DemandStep(
                demand=name, only=tuple(first + year for year in years), figures={}, **given, place=place
            )
        case ("slippage", name, references):
            return ReserveStep(reserve=name, meets_slippage_of=tuple(references), figures={}, place=place)
        case ("later", name, years):
            return CapitalStep(scheme=name, later=years, figures={}, place=place)
        case ("confidence", references, share):
            return ConfidenceStep(change=tuple(references), share=show_rate(parts(share)), place=place)
        case _:
            return None


def _give(part: str, name: str, figures: dict[Fact, Figure], place: Place) -> ScenarioStep:
    match part:
        case "council_tax":
            return CouncilTaxStep(figures=figures, place=place)
        case "streams":
            return StreamStep(stream=name, figures=figures, place=place)
        case "reserves":
            return ReserveStep(reserve=name, figures=figures, place=place)
        case "demands":
            return DemandStep(demand=name, figures=figures, place=place)
        case _:
            return CapitalStep(scheme=name, figures=figures, place=place)


def _figure(key: str, figure: Any) -> Figure:
    if key in ("core", "precept"):
        return rise_of(figure)
    if key == "minimum":
        return floor_of(figure)
    return None if figure is None else int(figure * COUNTED_IN.get(key, 1))
