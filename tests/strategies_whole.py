"""Whole councils drawn at random: the plain input of `tests.oracle_whole`, and scenarios on it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from mtfp.money import MILLION
from tests import oracle, oracle_whole
from tests.oracle_whole import financing
from tests.strategies import RATES, Operation, by_year, horizons, plans, pounds, rates, scenarios, shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracle import Facts

_FEW = 8
"""Years in which no fall that is drawn uses up Band D."""

EVERYTHING = ("tax", "streams", "transfers", "reserves", "demands", "schemes", "delivery")
"""The parts of a council that may be drawn beside its lines and changes."""

unsigned = pounds.map(abs)
rises = st.one_of(
    st.sampled_from([*(Fraction(parts, MILLION) for parts in RATES), 500, 1, 0]),
    st.sampled_from([Fraction(299, 10_000), Fraction(499, 10_000)]),
    st.integers(0, 50_000).map(lambda parts: Fraction(parts, MILLION)),
)
risen = rises.map(abs)
"""Rises that take no element of Band D below nil, in however many years."""
band_ds = st.integers(100, 3_000).map(lambda whole: whole * 100)
tax_bases = st.one_of(st.sampled_from([50, 150, 100, 26_210_045]), st.integers(1, 40_000_000)).map(
    lambda hundredths: Fraction(hundredths, 100)
)
interest = st.sampled_from([0, 5_000, 35_000, 50_000, 54_000]).map(lambda parts: Fraction(parts, MILLION))
numbers = st.one_of(
    st.integers(0, 2_000).map(Fraction), st.integers(0, 20_000).map(lambda n: Fraction(n, 10))
)
unit_costs = st.one_of(st.integers(0, 100_000).map(lambda whole: whole * 100), st.integers(0, 10_000_000))


@st.composite
def council_taxes(draw: st.DrawFn, years: int) -> Facts:
    """Draw council tax, on a tax base, a gross base or a stated yield."""
    total = draw(band_ds)
    multiple, down = draw(st.sampled_from([(1, False), (1, True), (9, False)]))
    tax: Facts = {
        "band_d": total,
        "precept_in_band_d": draw(st.sampled_from([0, total // 800 * 100])),
        "core": draw(by_year(years, rises if years <= _FEW else risen, draw(risen))),
        "precept": draw(by_year(years, risen, Fraction(0))),
        "multiple": multiple,
        "down": down,
        "each_element": draw(st.booleans()),
    }
    basis = draw(st.sampled_from(["tax_base", "tax_base", "gross_base", "stated_yield"]))
    if basis == "stated_yield":
        return tax | {basis: draw(by_year(years, unsigned, 100_000_000))}
    tax[basis] = draw(by_year(years, tax_bases, draw(tax_bases)))
    if draw(st.booleans()):
        tax["special"] = draw(by_year(years, unsigned, 30_000))
    if basis == "tax_base" and draw(st.sampled_from([False, False, True])):
        tax["stated_yield"] = [
            oracle.penny(base * total) + draw(st.integers(-_most(base, total), _most(base, total)))
            for base, (total, *_) in zip(tax[basis], oracle_whole.band_d(tax, years), strict=True)
        ]
    if basis == "gross_base":
        rate = Fraction(985, 1_000)
        tax["collection_rate"] = draw(by_year(years, st.sampled_from([Fraction(1), Fraction(97, 100)]), rate))
    return tax


def _most(base: Fraction, band_d: int) -> int:
    """Return pence by which rounding may take a yield from its base times Band D, a penny to spare."""
    homes = Fraction(1, 2) if base.denominator == 1 else Fraction(1, 200)
    return max(int(homes * band_d + base / 2) - 1, 0)


KINDS = (
    "grant",
    "settlement",
    "other",
    "council tax collection fund",
    "business rates collection fund",
    "capitalised",
)
ONE_OF_A_KIND = KINDS[3:]


@st.composite
def streams(draw: st.DrawFn, years: int, facts: Facts) -> Facts:
    """Draw streams by name, each collection fund once at most, and support only where a scheme borrows it."""
    kinds = draw(st.lists(st.sampled_from(KINDS[: 6 if facts["schemes"] else 5]), min_size=1, max_size=3))
    found: Facts = {}
    for n, kind in enumerate(kinds):
        once = kind in ONE_OF_A_KIND
        if once and kind in kinds[:n]:
            continue
        lasts = (
            "one-off" if once else draw(st.sampled_from(["ongoing", "ongoing", "time-limited", "one-off"]))
        )
        stream: Facts = {"kind": kind, "lasts": lasts, "carried": None}
        if lasts == "ongoing" and draw(st.booleans()):
            stream["carried"] = draw(pounds)
        if kind == "capitalised":
            scheme, borrows = next(iter(facts["schemes"].items()))
            found[f"F{n}"] = stream | {"scheme": scheme, "amounts": financing(borrows, years)["borrowed"]}
        else:
            found[f"F{n}"] = stream | {"amounts": draw(by_year(years))}
        if kind in ONE_OF_A_KIND[:2] and draw(st.booleans()):
            found[f"F{n}"]["earlier"] = draw(by_year(years))
    return found


@st.composite
def reserves(draw: st.DrawFn, years: int, turn: int) -> Facts:
    """Draw one reserve; of those that balance the gap it is the one in this turn."""
    class_ = draw(st.sampled_from(["general", "general", "earmarked", "ring-fenced", "memorandum"]))
    minimum = draw(st.one_of(st.just(0), unsigned, st.sampled_from([Fraction(5, 100), Fraction(1, 8)])))
    least = 0 if isinstance(minimum, Fraction) else minimum
    reserve: Facts = {
        "class": class_,
        "opening": least + draw(unsigned),
        "minimum": minimum,
        "contributions": draw(by_year(years, unsigned)),
        "uses": draw(by_year(years, unsigned)),
        "in_budget": False,
        "balances": None,
    }
    if class_ == "memorandum":
        return reserve | {"opening": draw(pounds), "minimum": 0}
    reserve["in_budget"] = draw(st.sampled_from([False, False, True]))
    way = draw(st.sampled_from(["plain", "balances", "balances", "not stated"]))
    if way == "not stated":
        return reserve | {"opening": None}
    if class_ == "general" and not reserve["in_budget"] and draw(st.sampled_from([False, False, True])):
        reserve["opening"] = -draw(unsigned)
    may = way == "balances" and class_ != "ring-fenced" and not reserve["in_budget"]
    return reserve | {"balances": turn if may else None}


@st.composite
def demands(draw: st.DrawFn, years: int, facts: Facts) -> Facts:
    """Draw what drives the cost of a service."""
    line = draw(st.sampled_from(list(facts["lines"])))
    demand: Facts = {
        "line": line,
        "type": draw(st.sampled_from(["P", "NP"])),
        "base": draw(numbers),
        "unit_cost": draw(unit_costs),
        "cash": None,
    }
    if facts["lines"][line]["index"] is None and draw(st.booleans()):
        demand["cash"] = draw(by_year(years, unit_costs, demand["unit_cost"]))
    if draw(st.booleans()):
        return demand | {"growth": draw(by_year(years, rates, draw(rates)))}
    return demand | {"activity": draw(by_year(years, numbers, demand["base"]))}


@st.composite
def schemes(draw: st.DrawFn, years: int, line: str) -> Facts:
    """Draw a scheme of capital, some of it paid for by grants that come before or after it is spent, and no more than is spent."""
    scheme: Facts = {
        "line": line,
        "type": draw(st.sampled_from(["P", "NP"])),
        "spend": draw(by_year(years, unsigned)),
        "life": draw(st.sampled_from([1, 2, 3, 7, 25, 50])),
        "method": draw(st.sampled_from(["equal instalments", "annuity"])),
        "rate": draw(interest),
        "in_use": draw(st.one_of(st.none(), st.integers(-1, years + 1))),
    }
    left = sum(scheme["spend"]) * draw(st.sampled_from([0, 1, 2])) // 2
    for part, each in (("grants", unsigned), ("receipts", st.sampled_from([0, 700, 100_000]))):
        scheme[part] = draw(by_year(years, each))
        for year, pence in enumerate(scheme[part]):
            scheme[part][year] = min(pence, left)
            left -= scheme[part][year]
    return scheme


def _rate_changes(draw: st.DrawFn, facts: Facts) -> None:
    """Say of some savings how sure they are, and of some changes what they require, in place."""
    met: list[str] = []
    for name, change in facts["changes"].items():
        if change["type"] in ("S", "NS") and draw(st.booleans()):
            change["confidence"] = draw(shares)
            change["stage"] = draw(st.sampled_from(["agreed", "at risk", "not achieved", "achieved"]))
        if draw(st.booleans()) and met:
            change["requires"] = [draw(st.sampled_from(met))]
        met.append(name)
    facts["dependants"] = "follow"


@st.composite
def councils(
    draw: st.DrawFn,
    *,
    years: st.SearchStrategy[int] = horizons,
    rate: st.SearchStrategy[Fraction] = rates,
    having: Sequence[str] = EVERYTHING,
    gap: bool = True,
) -> Facts:
    """Draw a whole council with some of these parts; with `gap`, always with council tax, streams or a cash limit."""
    facts = draw(plans(years=years, rate=rate))
    count = facts["years"]
    wanted = {part: draw(st.booleans()) for part in having}
    facts |= {"cash_limit": None, "council_tax": None, "streams": {}, "transfers": [], "reserves": {}}
    facts |= {"demands": {}, "schemes": {}, "targets": []}
    loose = [name for name, line in facts["lines"].items() if line["index"] is None]
    if not loose:
        line = {"service": "D0 > Capital", "base": 0, "one_off_in_base": 0, "index": None, "inflation": {}}
        facts["lines"] |= {"loose": line}
        loose = ["loose"]
    if wanted.get("schemes"):
        found = draw(st.lists(schemes(count, loose[0]), min_size=1, max_size=2))
        facts["schemes"] = {f"K{n}": scheme for n, scheme in enumerate(found)}
    if wanted.get("demands"):
        driven = draw(st.lists(demands(count, facts), min_size=1, max_size=2))
        facts["demands"] = {f"A{n}": demand for n, demand in enumerate(driven)}
    if wanted.get("tax"):
        facts["council_tax"] = draw(council_taxes(count))
    if wanted.get("streams"):
        facts["streams"] = draw(streams(count, facts))
    if not (facts["council_tax"] or facts["streams"]) and (gap or draw(st.booleans())):
        facts["cash_limit"] = draw(by_year(count, pounds, draw(pounds)))
    lasting = [name for name, stream in facts["streams"].items() if stream["lasts"] == "ongoing"]
    if wanted.get("transfers") and lasting:
        move = st.tuples(st.sampled_from(list(facts["lines"])), st.sampled_from(lasting), by_year(count))
        facts["transfers"] = draw(st.lists(move, min_size=1, max_size=2))
    if wanted.get("reserves"):
        turns = draw(st.permutations([1, 2, 3]))[: draw(st.integers(1, 3))]
        facts["reserves"] = {f"R{turn}": draw(reserves(count, turn)) for turn in turns}
    if wanted.get("delivery"):
        _rate_changes(draw, facts)
    return facts


def _some(years: int, each: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[int, Any]]:
    return st.dictionaries(st.integers(0, years - 1), each, min_size=1, max_size=3)


@st.composite
def on_council_tax(draw: st.DrawFn, tax: Facts, years: int) -> list[Operation]:
    """Draw other rises, or another tax base or yield; none where a yield stands beside a base that it would leave."""
    if "stated_yield" in tax and "tax_base" in tax:
        return []
    key = draw(st.sampled_from(["core", "precept", "basis"]))
    if key != "basis":
        return [("give", "council_tax", None, {key: draw(_some(years, risen))})]
    basis = next(each for each in ("tax_base", "gross_base", "stated_yield") if each in tax)
    values = unsigned.map(lambda pence: pence or 700) if basis == "stated_yield" else tax_bases
    return [("give", "council_tax", None, {basis: draw(_some(years, values))})]


@st.composite
def on_reserve(draw: st.DrawFn, name: str, reserve: Facts, years: int) -> list[Operation]:
    """Draw other figures for a reserve."""
    part = draw(st.sampled_from(["contributions", "uses", "opening", "minimum"]))
    if part in ("contributions", "uses") or reserve["opening"] is None or reserve["class"] == "memorandum":
        key = "uses" if part == "uses" else "contributions"
        return [("give", "reserves", name, {key: draw(_some(years, unsigned))})]
    if part == "opening":
        return [("give", "reserves", name, {part: reserve["opening"] + draw(unsigned)})]
    return [("give", "reserves", name, {part: draw(st.sampled_from([0, Fraction(5, 100), Fraction(3, 5)]))})]


@st.composite
def slippage(draw: st.DrawFn, facts: Facts, operations: list[Operation]) -> list[Operation]:
    """Draw a reserve that meets what changes fall short of the plan together, where any does."""
    able = [
        name
        for name, reserve in facts["reserves"].items()
        if reserve["class"] != "memorandum" and not reserve["in_budget"]
    ]
    if not able:
        return []
    _, planned = oracle.after(facts, [step for step in operations if step[0] == "add"])
    _, changes = oracle.after(facts, operations)
    fallen = [
        name for name in facts["changes"] if any(oracle.short_of(planned, changes, [name], facts["years"]))
    ]
    if not fallen:
        return []
    some = {draw(st.sampled_from(fallen))} | draw(
        st.sets(st.sampled_from(list(facts["changes"])), max_size=1)
    )
    if not any(oracle.short_of(planned, changes, some, facts["years"])):
        return []
    return [("slippage", draw(st.sampled_from(able)), sorted(some))]


@st.composite
def on_demand(draw: st.DrawFn, name: str, demand: Facts, years: int) -> list[Operation]:
    """Draw other growth, another forecast or another cost."""
    ways = ["unit_cost"] if demand["cash"] is None else []
    way = draw(st.sampled_from([*ways, "growth" if "growth" in demand else "activity"]))
    if way == "growth":
        some = sorted(draw(st.sets(st.integers(0, years - 1), min_size=1, max_size=4)))
        how = draw(st.sampled_from(["rate", "add_points"]))
        return [("grow", name, some, how, draw(rates))]
    if way == "activity":
        return [("give", "demands", name, {way: draw(_some(years, numbers))})]
    return [("give", "demands", name, {way: draw(unit_costs)})]


@st.composite
def on_scheme(draw: st.DrawFn, name: str, facts: Facts) -> list[Operation]:
    """Draw a later scheme, or other figures for it: never more grants than spending, nor less borrowing than support brings."""
    scheme, years = facts["schemes"][name], facts["years"]
    supported = any(stream.get("scheme") == name for stream in facts["streams"].values())
    ways = ["spend", "grants", "receipts", "rate", "life"]
    way = draw(st.sampled_from(ways + ([] if supported else ["later"])))
    if way == "later":
        return [(way, name, draw(st.integers(1, 3)))]
    if way in ("rate", "life"):
        value = draw(interest if way == "rate" else st.sampled_from([1, 5, 40]))
        return [("give", "schemes", name, {way: value})]
    some = draw(st.sets(st.integers(0, years - 1), min_size=1, max_size=3))
    more = draw(unsigned) if way == "spend" else None
    new = {year: 0 if more is None else scheme[way][year] + more for year in sorted(some)}
    return [("give", "schemes", name, {way: new})]


@st.composite
def council_scenarios(draw: st.DrawFn, facts: Facts) -> list[Operation]:
    """Draw a scenario that a council can take, its operations in any order."""
    years, operations = facts["years"], draw(scenarios(facts))
    steps: list[st.SearchStrategy[list[Operation]]] = []
    if facts["council_tax"]:
        steps.append(on_council_tax(facts["council_tax"], years))
    for name in [name for name, each in facts["streams"].items() if each["kind"] != "capitalised"]:
        amounts = _some(years, pounds).map(lambda pence: {"amounts": pence})
        steps.append(
            st.tuples(st.just("give"), st.just("streams"), st.just(name), amounts).map(lambda op: [op])
        )
    steps += [on_reserve(name, reserve, years) for name, reserve in facts["reserves"].items()]
    steps += [on_demand(name, demand, years) for name, demand in facts["demands"].items()]
    steps += [on_scheme(name, facts) for name in facts["schemes"]]
    sure = [name for name, change in facts["changes"].items() if change["type"] in ("S", "NS")]
    if sure:
        certain = st.tuples(
            st.just("confidence"), st.lists(st.sampled_from(sure), min_size=1, max_size=1), shares
        )
        steps.append(certain.map(lambda op: [op]))
    for step in steps:
        if draw(st.booleans()):
            operations += draw(step)
    operations += draw(slippage(facts, operations))
    return list(draw(st.permutations(operations)))


@st.composite
def councils_and_scenarios(
    draw: st.DrawFn, /, *, provided: bool = False, **how: Any
) -> tuple[Facts, list[Operation]]:
    """Draw a council with a scenario it can take; with `provided`, a line of it has its inflation as a cash provision."""
    facts = draw(councils(**how))
    operations = draw(council_scenarios(facts))
    if provided:
        line = {"service": "D0 > Pay", "base": draw(pounds), "one_off_in_base": 0, "index": "cash"}
        facts["lines"]["pay"] = line | {"inflation": {}}
        facts["rates"]["cash"] = [Fraction(0)] * facts["years"]
        facts["provisions"] = {"cash": draw(by_year(facts["years"]))}
    return facts, operations
