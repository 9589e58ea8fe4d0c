"""A second model of a whole council, in fractions, written from the conventions alone. It shares no code with the package.

A council is the plain dict of `tests.oracle` with more in it, each left out where there is none. A share or a rate is a
`Fraction` and an amount a whole number of pence, so a rise, or a reserve's minimum, is one or the other.

- `council_tax`: `band_d`, `precept_in_band_d`; `core` and `precept`, a rise by year; `multiple`, `down`, `each_element`; and
  `tax_base` (`Fraction` by year), or `gross_base` with `collection_rate`, or `stated_yield`, alone or beside a `tax_base`;
  `special`: what special expenses raise by year
- `streams`: name to `kind`, `lasts`, `carried` (or None), `amounts` and a collection fund's `earlier`; `transfers`: tuples of line, stream and pence by year
- `reserves`: name to `class`, `opening` (None: not stated), `minimum`, `contributions`, `uses`, `in_budget` and `balances` (or None)
- `demands`: reference to `line`, `base`, `growth` or `activity` (`Fraction` by year), `unit_cost`, `cash` (pence by year, or None)
- `schemes`: reference to `line`, `spend`, `grants`, `receipts`, `life`, `method`, `rate`, `in_use` (a year, or None)
- `targets`: tuples of service (None: the whole plan), pence by year and what was brought forward; a change's `confidence`

A scenario is a list of tuples, as in `tests.oracle`.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from tests import oracle
from tests.oracle import Facts, penny

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOTHING: Facts = {
    "council_tax": None,
    "streams": {},
    "transfers": [],
    "reserves": {},
    "demands": {},
    "schemes": {},
    "targets": [],
}


def project(plan: Facts, scenario: Iterable[tuple[Any, ...]] = ()) -> Facts:
    """Return every figure of the council as the scenario makes it, in whole pence (activity and tax base apart)."""
    steps = list(scenario)
    plan, changes = oracle.after(NOTHING | plan, steps)
    charges = {name: financing(scheme, plan["years"]) for name, scheme in plan["schemes"].items()}
    driven = {name: pressures(demand, plan) for name, demand in plan["demands"].items()}
    driven |= {
        name: _moves([*map(sum, zip(of["charge"], of["interest"], strict=True))])
        for name, of in charges.items()
    }
    landed = {
        name: oracle.in_steps({"line": of["line"], "one_off": False, "movements": driven[name]})
        for name, of in (plan["demands"] | plan["schemes"]).items()
    }
    figures = oracle.roll(plan, changes | landed)
    moved = {
        name: [
            sum(sum(pence[: year + 1]) for to, _, pence in plan["transfers"] if to == name)
            for year in range(plan["years"])
        ]
        for name in plan["lines"]
    }
    figures["line_net_budget"] = {
        name: _add(net, moved[name]) for name, net in figures["line_net_budget"].items()
    }
    figures["net_budget"] = _add(figures["net_budget"], *moved.values())
    paid = funding(plan)
    held = reserves(plan, figures["net_budget"], paid["resources"])
    lasting = _add(*figures["closing"].values(), *moved.values())
    return (
        figures
        | paid
        | held
        | {
            "change_in_gap": None if held["gap"] is None else _moves(held["gap"]),
            "structural_gap": None
            if paid["resources"] is None
            else _add(lasting, [-pence for pence in paid["recurring"]]),
            "financing": charges,
            "weighted": {
                name: weighted(each, plan["years"]) for name, each in _rated(plan, changes, steps).items()
            },
        }
    )


def _add(*amounts: Sequence[int]) -> list[int]:
    return [sum(column) for column in zip(*amounts, strict=True)]


def _moves(levels: Sequence[int]) -> list[int]:
    return [now - last for last, now in pairwise([0, *levels])]


def hundredth(exact: Fraction) -> Fraction:
    """Round to two decimals, half away from zero."""
    return Fraction(penny(100 * exact), 100)


def rounded(exact: Fraction, tax: Facts) -> int:
    """Round Band D as the council does: to the penny or a multiple of pence, to nearest or down."""
    multiples = exact / tax["multiple"]
    return int(tax["multiple"] * (math.floor(multiples) if tax["down"] else penny(multiples)))


def band_d(tax: Facts, years: int) -> list[tuple[int, int, int]]:
    """Return Band D of each year, its core and its precept."""
    total, precept = tax["band_d"], tax["precept_in_band_d"]
    found = []
    for year in range(years):
        rises = (tax["core"][year], tax["precept"][year])
        core_rise, precept_rise = (total * rise if isinstance(rise, Fraction) else rise for rise in rises)
        core = total - precept
        if tax["each_element"]:
            core = rounded(core + core_rise, tax) if core_rise else core
            precept = rounded(precept + precept_rise, tax) if precept_rise else precept
        elif any(rises):
            core = rounded(total + core_rise + precept_rise, tax) - penny(Fraction(precept + precept_rise))
            precept = penny(Fraction(precept + precept_rise))
        total = core + precept
        found.append((total, core, precept))
    return found


def funding(plan: Facts) -> Facts:
    """Return what pays for the plan: council tax, streams with transfers in them, and what of it lasts."""
    years, tax = range(plan["years"]), plan["council_tax"]
    limit = plan["cash_limit"]
    if tax is None and not plan["streams"]:
        return {"streams": {}, "resources": limit, "recurring": limit}
    streams = {}
    for name, stream in plan["streams"].items():
        came = (
            stream["amounts"]
            if stream["carried"] is None
            else [*accumulate(stream["amounts"], initial=stream["carried"])][1:]
        )
        rolled = [list(accumulate(pence)) for _, to, pence in plan["transfers"] if to == name]
        streams[name] = _add(came, stream.get("earlier", [0 for _ in years]), *rolled)
    lasting = [pence for name, pence in streams.items() if plan["streams"][name]["lasts"] == "ongoing"]
    found: Facts = {"streams": streams}
    charged = [0 for _ in years]
    if tax is not None:
        bands = band_d(tax, plan["years"])
        found |= dict(zip(("band_d", "core", "precept"), map(list, zip(*bands, strict=True)), strict=True))
        own = list(tax.get("stated_yield", ()))
        base = tax.get("tax_base")
        if base is None and own:
            base = [hundredth(Fraction(pence, total)) for pence, (total, *_) in zip(own, bands, strict=True)]
        elif base is None:
            net = zip(tax["gross_base"], tax["collection_rate"], strict=True)
            base = [hundredth(gross * rate) for gross, rate in net]
        own = own or [penny(each * total) for each, (total, _, _) in zip(base, bands, strict=True)]
        special = tax.get("special", charged)
        found["average"] = [
            total + (penny(pence / each) if each else 0)
            for (total, _, _), pence, each in zip(bands, special, base, strict=True)
        ]
        found |= {"tax_base": base, "council_tax": own, "special": special}
        charged = _add(own, special)
    return found | {"resources": _add(charged, *streams.values()), "recurring": _add(charged, *lasting)}


def stated(reserve: Facts, opening: int | None, net: int, year: int) -> Facts:
    """Return a reserve's year before it balances any gap, with what is left above its minimum to do so."""
    came, asked = reserve["contributions"][year], reserve["uses"][year]
    row: Facts = {"opening": opening, "contributions": came, "asked": asked, "uses": asked, "balancing": 0}
    row["made_good"] = max(-(opening or 0), 0) if reserve["class"] == "general" and year == 0 else 0
    if opening is None:
        return row | {"closing": None, "spare": 0}
    came += row["made_good"]
    if reserve["class"] != "memorandum":
        least = reserve["minimum"]
        floor = max(penny(least * net), 0) if isinstance(least, Fraction) else least
        row["uses"] = min(asked, max(opening + came - floor, 0))
        row["spare"] = max(opening + came - floor, 0) - row["uses"]
    return {"spare": 0} | row | {"closing": opening + came - row["uses"]}


def reserves(plan: Facts, net: Sequence[int], resources: Sequence[int] | None) -> Facts:
    """Return what each reserve holds by year, and the gap before and after they are used."""
    by_turn = sorted(plan["reserves"].items(), key=lambda item: item[1]["balances"] or 0)
    balances = {name: reserve["opening"] for name, reserve in by_turn}
    history: list[Facts] = []
    found: Facts = {
        key: []
        for key in ("contributions", "deficit", "use_of_reserves", "not_there", "gap_before_reserves", "gap")
    }
    for year in range(plan["years"]):
        rows = {name: stated(reserve, balances[name], net[year], year) for name, reserve in by_turn}
        counted = [rows[name] for name, of in by_turn if not of["in_budget"] and of["class"] != "memorandum"]
        cost, used = (sum(row[key] for row in counted) for key in ("contributions", "uses"))
        absent = sum(rows[name]["asked"] - rows[name]["uses"] for name, of in by_turn if of["in_budget"])
        deficit = sum(row["made_good"] for row in rows.values())
        before = None if resources is None else net[year] + cost + deficit + absent - resources[year]
        for row in [rows[name] for name, of in by_turn if of["balances"] is not None and before is not None]:
            row["balancing"] = max(min((before or 0) - used, row["spare"]), 0)
            row["closing"] -= row["balancing"]
            used += row["balancing"]
        balances = {name: row["closing"] for name, row in rows.items()}
        history.append(rows)
        after = None if before is None else before - used
        for key, pence in zip(found, (cost, deficit, used, absent, before, after), strict=True):
            found[key].append(pence)
    if resources is None:
        found |= {"gap_before_reserves": None, "gap": None}
    return found | {"reserves": {name: _by_year(name, history) for name in plan["reserves"]}}


def _by_year(name: str, history: Sequence[Facts]) -> Facts:
    keys = ("opening", "made_good", "contributions", "asked", "uses", "balancing", "closing")
    held: Facts = {key: [rows[name][key] for rows in history] for key in keys}
    return held | ({"opening": None, "closing": None} if held["opening"][0] is None else {})


def pressures(demand: Facts, plan: Facts) -> list[int]:
    """Return what more, or less, of a service costs than the year before, at the prices its line has come to."""
    index = plan["lines"][demand["line"]]["index"]
    found, growth = [], Fraction(1)
    for year in range(plan["years"]):
        growth *= 1 + (plan["rates"][index][year] if index else 0)
        before, now = activity(demand, year - 1), activity(demand, year)
        if demand["cash"] is None:
            found.append(penny((now - before) * demand["unit_cost"] * growth))
        else:
            prices = [demand["unit_cost"], *demand["cash"]]
            found.append(penny(now * prices[year + 1] - before * prices[year]))
    return found


def activity(demand: Facts, year: int) -> Fraction:
    """Return the activity of a year, -1 for the one before the plan."""
    if year < 0:
        return Fraction(demand["base"])
    if "activity" in demand:
        return Fraction(demand["activity"][year])
    return Fraction(demand["base"] * math.prod(1 + rate for rate in demand["growth"][: year + 1]))


def financing(scheme: Facts, years: int) -> Facts:
    """Return a scheme's years: what is spent, what pays for it, what is borrowed, charged and owed.

    What comes pays for its own year, then for what earlier years are short of, the earliest first; what is over waits.
    """
    known = max(years, len(scheme["spend"]))
    nil = [0] * (known - len(scheme["spend"]))
    spend, came = [*scheme["spend"], *nil], [*_add(scheme["grants"], scheme["receipts"]), *nil]
    spent, received = list(accumulate(spend)), list(accumulate(came))
    applied = _moves([min(pair) for pair in zip(spent, received, strict=True)])
    waiting = [0, *(max(had - gone, 0) for had, gone in zip(received, spent, strict=True))]
    short = [max(spend[year] - came[year] - waiting[year], 0) for year in range(known)]
    late = sum(applied) - (sum(spend) - sum(short))
    borrowed = _moves([max(so_far - late, 0) for so_far in accumulate(short)])
    found: Facts = {
        "spend": spend,
        "applied": applied,
        "borrowed": borrowed,
        "charge": [],
        "interest": [],
        "balance": [],
    }
    owed = 0
    for year in range(known):
        charge = 0
        for vintage, pence in enumerate(borrowed):
            run = year - max(vintage, vintage if scheme["in_use"] is None else scheme["in_use"])
            charge += repaid(pence, run, scheme) - repaid(pence, run - 1, scheme)
        unpaid = spend[year] - applied[year]
        found["charge"].append(charge)
        found["interest"].append(penny(scheme["rate"] * (owed + Fraction(unpaid, 2))))
        owed += unpaid - charge
        found["balance"].append(owed)
    return {key: series[:years] for key, series in found.items()}


def repaid(pence: int, after: int, scheme: Facts) -> int:
    """Return how much of a sum borrowed is repaid so many years after its charge could first start."""
    life, rate = scheme["life"], scheme["rate"]
    gone = min(max(after, 0), life)
    if scheme["method"] == "annuity" and rate:
        return penny(pence * ((1 + rate) ** gone - 1) / ((1 + rate) ** life - 1))
    return penny(Fraction(pence * gone, life))


def weighted(change: Facts, years: int) -> list[int]:
    """Return what is expected of a change by year, given how sure it is."""
    phases = [(month, penny(annual * change["confidence"])) for month, annual in change["phases"]]
    return [oracle.amount(change | {"phases": phases}, year) for year in range(years)]


def _rated(plan: Facts, changes: dict[str, Facts], steps: list[tuple[Any, ...]]) -> dict[str, Facts]:
    sure = {name: each.get("confidence", Fraction(1)) for name, each in plan["changes"].items()}
    sure |= {step[1]: step[2].get("confidence", Fraction(1)) for step in steps if step[0] == "add"}
    sure |= {name: step[2] for step in steps if step[0] == "confidence" for name in step[1]}
    return {name: each | {"confidence": sure[name]} for name, each in changes.items()}
