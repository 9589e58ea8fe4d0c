"""Whole plans and scenarios drawn at random: the plain input of `tests.oracle`, and the same as records.

Plain input holds a little more than the oracle reads: `first` year, each line's `service`, each change's `type`, and
each restatement's reason. `plan_of` and `scenario_of` turn it into records, so a law can alter plain input and ask again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from mtfp.money import MILLION, Unit
from mtfp.plan.changes import Change, ChangeType
from mtfp.plan.lines import BudgetLine, Index
from mtfp.plan.model import Plan
from mtfp.plan.profile import Phase, Profile
from mtfp.plan.terms import Service
from mtfp.plan.virements import Restatement, Virement
from mtfp.problems import Key, Place
from mtfp.scenario.model import Scenario
from mtfp.scenario.steps.add import Add
from mtfp.scenario.steps.assume import Assume
from mtfp.scenario.steps.deliver import Deliver
from mtfp.scenario.steps.drop import Drop
from mtfp.scenario.steps.keep import Keep
from mtfp.scenario.steps.rephase import Rephase
from mtfp.scenario.steps.reprofile import Reprofile
from mtfp.scenario.steps.selected import Where
from mtfp.scenario.steps.set_cash_limit import SetCashLimit
from mtfp.scenario.steps.step import Step as ScenarioStep
from mtfp.years import FinancialYear, Horizon
from tests.oracle import Facts, penny, phases_of
from tests.records_whole import council_parts, council_step

if TYPE_CHECKING:
    from collections.abc import Sequence

Operation = tuple[Any, ...]
TYPES = {
    "P": ChangeType(code="P", kind="pressure", status="agreed", label="Previously agreed pressures"),
    "NP": ChangeType(code="NP", kind="pressure", status="new", label="New pressures"),
    "S": ChangeType(code="S", kind="saving", status="agreed", label="Previously agreed savings"),
    "NS": ChangeType(code="NS", kind="saving", status="new", label="New savings"),
    "O": ChangeType(code="O", kind="pressure", status="new", one_off=True, label="One-off investment"),
}
RATES = (0, 5_000, 15_000, 25_000, 35_000, 10_000, -5_000, 20_000)
SHARES = (0, 25_000, 333_333, 500_000, 800_000, 999_999, 1_000_000)
MOST_YEARS = 30


@dataclass(frozen=True)
class Paper:
    """A file that was never written: its name, and every value on a line of its own."""

    name: str = "drawn.toml"

    def line(self, key: Key) -> int:
        return next((part + 1 for part in key if isinstance(part, int)), 1)

    def excerpt(self, line: int) -> str:
        return f"line {line}"

    def cell(self, key: Key) -> None:
        """Return nothing: it has no tables."""


HERE = Place(Paper())


def horizon_of(facts: Facts) -> Horizon:
    """Return the years of a plan."""
    return Horizon(FinancialYear(facts["first"]), facts["years"])


def plan_of(facts: Facts) -> Plan:
    """Return plain input as a plan."""
    horizon = horizon_of(facts)
    return Plan(
        council="Anyshire",
        title="Drawn",
        horizon=horizon,
        unit=Unit.POUNDS,
        lines=tuple(
            BudgetLine(
                reference=name,
                title=name,
                service=Service.parse(line["service"]),
                base=line["base"],
                one_off_in_base=line["one_off_in_base"],
                index=line["index"],
                inflation={horizon.first + year: pence for year, pence in line["inflation"].items()},
                place=HERE,
            )
            for name, line in facts["lines"].items()
        ),
        indices={
            name: Index(
                name=name,
                stated_rates=tuple(int(rate * MILLION) for rate in rates),
                provision=tuple(facts.get("provisions", {}).get(name, ())) or None,
                place=HERE,
            )
            for name, rates in facts["rates"].items()
        },
        types=TYPES,
        changes=tuple(change_of(name, change, facts) for name, change in facts["changes"].items()),
        virements=tuple(
            Virement(
                source=source,
                target=target,
                from_outside=None if source else "elsewhere",
                to_outside=None if target else "elsewhere",
                amounts=tuple(pence),
                place=HERE,
            )
            for source, target, pence in facts["virements"]
        ),
        restatements=tuple(
            Restatement(line=line, amounts=tuple(pence), why="Corrected", place=HERE)
            for line, pence in facts["restatements"]
        ),
        cash_limit=None if facts["cash_limit"] is None else tuple(facts["cash_limit"]),
        **council_parts(facts, horizon, HERE),
        place=HERE,
    )


def change_of(name: str, change: Facts, facts: Facts) -> Change:
    """Return one change as a record."""
    horizon = horizon_of(facts)
    since = horizon.first + change["since"] if "since" in change else None
    return Change(
        reference=name,
        title=f"Change {name}",
        type=change["type"],
        service=Service.parse(facts["lines"][change["line"]]["service"]),
        line=change["line"],
        profile=_profile_of(change, horizon),
        one_off=change["one_off"],
        in_base_since=since,
        in_base=0 if since is None else change["full_year"],
        confidence=int(change.get("confidence", 1) * MILLION),
        stage=change.get("stage"),
        requires=tuple(change.get("requires", ())),
        place=HERE,
    )


def _profile_of(change: Facts, horizon: Horizon) -> Profile:
    if "full_year" in change:
        month = change.get("starts", 12 * change.get("since", 0))
        return Profile((Phase(horizon.first.april + month, change["full_year"]),))
    basis = "levels" if "levels" in change else "movements"
    amounts = dict(zip(horizon, change[basis], strict=True))
    return Profile.of_amounts(horizon, amounts, levels=basis == "levels")


def scenario_of(
    operations: Sequence[Operation],
    facts: Facts,
    file: str = "drawn.toml",
    extends: tuple[Scenario, ...] = (),
) -> Scenario:
    """Return operations as a scenario, each step at a place of its own in the file."""
    paper = Paper(file)
    return Scenario(
        title=file,
        extends=extends,
        steps=tuple(step_of(each, facts, Place(paper, (n,))) for n, each in enumerate(operations)),
        place=Place(paper),
    )


def step_of(operation: Operation, facts: Facts, place: Place, *, overrides: bool = False) -> ScenarioStep:
    """Return one operation as a record."""
    step = council_step(operation, facts, place) or _on_changes(operation, facts, place)
    return replace(step, overrides=overrides)


def _on_changes(operation: Operation, facts: Facts, place: Place) -> ScenarioStep:
    first = FinancialYear(facts["first"])
    step: ScenarioStep
    match operation:
        case ("add", name, change):
            step = Add(change=change_of(name, change, facts), place=place)
        case ("assume", index, years, how, rate):
            rates: dict[str, Any] = {how: int(rate * MILLION)}
            step = Assume(index=index, only=tuple(first + year for year in years), **rates, place=place)
        case ("set_cash_limit", by_year):
            step = SetCashLimit(amounts={first + year: pence for year, pence in by_year.items()}, place=place)
        case ("reprofile", name, basis, pence):
            amounts = dict(zip(horizon_of(facts), pence, strict=True))
            step = Reprofile(change=name, amounts=amounts, basis=basis, place=place)
        case ("deliver", _, share, type_, rest):
            of_type, share = Where(type=(type_,)), int(share * MILLION)
            step = Deliver(where=of_type, excluding=tuple(rest), share=share, place=place)
        case ("deliver", names, share):
            step = Deliver(change=tuple(names), share=int(share * MILLION), place=place)
        case ("rephase", names, months, part):
            when: dict[str, Any] = {"later": months} if months >= 0 else {"earlier": -months}
            step = Rephase(change=tuple(names), **when, part=_part_of(part), place=place)
        case (kind, names):
            step = (Drop if kind == "drop" else Keep)(change=tuple(names), place=place)
    return step


def _part_of(part: tuple[str, Any] | None) -> tuple[int | None, int | None]:
    if part is None:
        return None, None
    kind, much = part
    return (int(much * MILLION), None) if kind == "share" else (None, much)


pounds = st.one_of(
    st.sampled_from([0, 7, -7, 1, -1, 20, -20, 100, -100, 1_000, -1_000]),
    st.integers(-1_000, 1_000),
    st.integers(-1_000_000, 1_000_000),
    st.integers(-50_000, 50_000).map(lambda thousands: thousands * 1_000),
).map(lambda whole: whole * 100)
"""Whole pounds, in pence; equal and opposite amounts are common."""

some_pounds = pounds.map(lambda pence: pence or 700)
rates = st.one_of(st.sampled_from(RATES), st.integers(-50_000, 100_000)).map(
    lambda parts: Fraction(parts, MILLION)
)
shares = st.one_of(st.sampled_from(SHARES), st.integers(0, MILLION)).map(
    lambda parts: Fraction(parts, MILLION)
)
horizons = st.one_of(st.just(1), st.integers(2, 6), st.sampled_from([10, MOST_YEARS]))


@st.composite
def by_year(draw: st.DrawFn, years: int, each: st.SearchStrategy[Any] = pounds, usual: Any = 0) -> list[Any]:
    """Draw a value for every year, most of them the usual one in a long plan."""
    found = draw(st.dictionaries(st.integers(0, years - 1), each, max_size=min(years, 6)))
    return [found.get(year, usual) for year in range(years)]


@st.composite
def one_off_amounts(draw: st.DrawFn, years: int) -> list[int]:
    """Draw one-offs: amounts that add to nil would read as movements, and are refused."""
    amounts = draw(by_year(years).filter(lambda amounts: sum(amounts) or not any(amounts)))
    return list(amounts)


@st.composite
def changes(draw: st.DrawFn, lines: Sequence[str], years: int, *, in_base: bool = True) -> Facts:
    """Draw one change, in one of the ways a plan may state it."""
    ways = ["movements", "movements", "levels", "starts", "one_off"] + (["since"] if in_base else [])
    way = draw(st.sampled_from(ways))
    change: Facts = {"line": draw(st.sampled_from(lines)), "one_off": way == "one_off"}
    if way == "one_off":
        return change | {
            "type": draw(st.sampled_from(["O", "NS", "P"])),
            "movements": draw(one_off_amounts(years)),
        }
    if way == "since":
        saving = draw(st.sampled_from(["S", "NS"]))
        return change | {"type": saving, "since": draw(st.integers(-3, -1)), "full_year": draw(some_pounds)}
    change["type"] = draw(st.sampled_from(["P", "NP", "S", "NS"]))
    if way == "starts":
        return change | {"starts": draw(st.integers(0, 12 * years - 1)), "full_year": draw(some_pounds)}
    amounts = draw(by_year(years))
    if draw(st.booleans()):
        amounts = [-abs(pence) for pence in amounts]
    return change | {way: amounts}


@st.composite
def plans(
    draw: st.DrawFn,
    *,
    years: st.SearchStrategy[int] = horizons,
    gap: bool = False,
    rate: st.SearchStrategy[Fraction] = rates,
) -> Facts:
    """Draw a whole plan."""
    count = draw(years)
    names = [f"L{n}" for n in range(draw(st.integers(1, 4)))]
    indices = {f"i{n}": draw(by_year(count, rate, draw(rate))) for n in range(draw(st.integers(1, 2)))}
    lines = {}
    for n, name in enumerate(names):
        index = draw(st.sampled_from([None, *indices]))
        stated = draw(st.dictionaries(st.integers(0, count - 1), pounds, max_size=2))
        if index is not None:
            stated = {year: pence for year, pence in stated.items() if not indices[index][year]}
        lines[name] = {
            "service": f"D{n % 2} > S{n}",
            "base": draw(st.one_of(st.just(0), pounds, st.just(20_000))),
            "one_off_in_base": draw(st.one_of(st.just(0), pounds)),
            "index": index,
            "inflation": stated,
        }
    found = draw(st.lists(changes(names, count), max_size=6))
    ends = st.sampled_from(list(permutations([None, *names], 2)))
    level = draw(pounds)
    return {
        "first": draw(st.sampled_from([1999, 2014, 2026])),
        "years": count,
        "lines": lines,
        "rates": indices,
        "restatements": draw(st.lists(st.tuples(st.sampled_from(names), by_year(count)), max_size=2)),
        "virements": [(*pair, draw(by_year(count))) for pair in draw(st.lists(ends, max_size=2))],
        "changes": {f"C{n}": change for n, change in enumerate(found)},
        "cash_limit": draw(by_year(count, pounds, level)) if gap or draw(st.booleans()) else None,
    }


def both_ways(change: Facts) -> bool:
    """Whether a change has steps of both signs."""
    steps = [annual for _, annual in phases_of(change)]
    return any(annual > 0 for annual in steps) and any(annual < 0 for annual in steps)


@st.composite
def _part(draw: st.DrawFn, change: Facts, delivered: Fraction) -> tuple[str, Any] | None:
    if both_ways(change):
        return None
    held = sum(abs(penny(annual * delivered)) for _, annual in phases_of(change))
    return draw(
        st.one_of(
            st.none(),
            st.tuples(st.just("share"), shares),
            st.tuples(st.just("amount"), st.integers(0, held // 100).map(lambda n: n * 100)),
        )
    )


@st.composite
def on_change(draw: st.DrawFn, name: str, change: Facts, years: int) -> list[Operation]:
    """Draw what a scenario does to one change: nothing, one thing alone, or a delivery and a rephasing together."""
    kinds = ["nothing", "drop", "keep", "rephase", "rephase"]
    kinds += (
        ["deliver", "deliver and rephase"] if change["type"] in ("S", "NS") and not both_ways(change) else []
    )
    kinds += ["reprofile"] if "since" not in change else []
    kind = draw(st.sampled_from(kinds))
    if kind in ("drop", "keep"):
        return [(kind, [name])]
    if kind == "reprofile":
        if change["one_off"]:
            return [(kind, name, "movements", draw(one_off_amounts(years)))]
        return [(kind, name, draw(st.sampled_from(["movements", "levels"])), draw(by_year(years)))]
    share = draw(shares)
    operations: list[Operation] = [("deliver", [name], share)] if "deliver" in kind else []
    if "rephase" in kind:
        part = draw(_part(change, share if operations else Fraction(1)))
        starts = [month for month, annual in phases_of(change) if annual]
        earliest = min(starts, default=0) if "since" not in change else 0
        months = draw(
            st.one_of(
                st.sampled_from([6, 12, 24]),
                st.integers(1, 40),
                st.integers(-max(earliest, 0), -1) if earliest > 0 else st.just(18),
            )
        )
        operations.append(("rephase", [name], months, part))
    return operations


@st.composite
def scenarios(draw: st.DrawFn, facts: Facts) -> list[Operation]:
    """Draw a scenario that a plan can take, its operations in any order."""
    years, names = facts["years"], list(facts["lines"])
    added = {f"X{n}": change for n, change in enumerate(draw(st.lists(changes(names, years), max_size=2)))}
    operations: list[Operation] = [("add", name, change) for name, change in added.items()]
    everything = facts["changes"] | added
    of_type = draw(st.sampled_from([None, "S", "NS"]))
    sound = [name for name, each in everything.items() if each["type"] == of_type and not both_ways(each)]
    if sound:
        rest = [name for name, each in everything.items() if each["type"] == of_type and name not in sound]
        operations.append(("deliver", sound, draw(shares), of_type, rest))
    for name, change in everything.items():
        if name not in sound:
            operations += draw(on_change(name, change, years))
    stated = {line["index"] for line in facts["lines"].values() if line["inflation"]}
    for index in facts["rates"]:
        if index not in stated and draw(st.booleans()):
            some = sorted(draw(st.sets(st.integers(0, years - 1), min_size=1, max_size=6)))
            operations.append(
                ("assume", index, some, draw(st.sampled_from(["rate", "add_points"])), draw(rates))
            )
    if facts["cash_limit"] is not None and draw(st.booleans()):
        limits = draw(st.dictionaries(st.integers(0, years - 1), pounds, min_size=1, max_size=4))
        operations.append(("set_cash_limit", limits))
    return list(draw(st.permutations(operations)))


@st.composite
def plans_and_scenarios(draw: st.DrawFn, *, gap: bool = False) -> tuple[Facts, list[Operation]]:
    """Draw a plan with a scenario it can take."""
    facts = draw(plans(gap=gap))
    return facts, draw(scenarios(facts))
