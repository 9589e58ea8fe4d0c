"""A second model of the roll-forward, in fractions, written from the conventions alone. It shares no code with the package.

A plan is a plain dict:

- `years`: how many; a year is its position, 0 for the first, and a month is counted from the first April
- `lines`: reference to `base`, `one_off_in_base`, `index` (or None) and `inflation` (year to pence stated for it)
- `rates`: index to a `Fraction` for each year; `provisions`, for an index in cash, to its pence by year, may be left out
- `restatements`: tuples of line and pence by year; `virements`: tuples of from, to (None: outside) and pence by year
- `changes`: reference to `line`, `one_off`, and either `movements`, `levels` (pence by year), `starts` with `full_year`,
  or `since` (a year before the plan, such as -1) with `full_year`; `requires`, the changes it needs, may be left out
- `cash_limit`: pence by year, or None

A scenario is a list of tuples, the operation first; see `after`.
"""

from __future__ import annotations

import math
from copy import deepcopy
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Facts = dict[str, Any]
Phases = list[tuple[int, int]]
HALF = Fraction(1, 2)
NEVER = 10**9
"""Later than any month."""


def penny(exact: Fraction) -> int:
    """Round half away from zero."""
    size = math.floor(abs(exact) + HALF)
    return size if exact >= 0 else -size


def project(plan: Facts, scenario: Iterable[tuple[Any, ...]] = ()) -> Facts:
    """Return every figure of the plan as the scenario makes it, in whole pence."""
    return roll(*after(plan, list(scenario)))


def roll(plan: Facts, changes: dict[str, Facts]) -> Facts:
    """Return every figure of a plan whose changes are steps."""
    years = range(plan["years"])
    amounts = {name: [amount(change, year) for year in years] for name, change in changes.items()}
    closing: dict[str, list[int]] = {}
    net: dict[str, list[int]] = {}
    inflation: dict[str, list[int]] = {}
    for name, line in plan["lines"].items():
        budget = line["base"] - line["one_off_in_base"]
        closing[name], net[name], inflation[name] = [], [], []
        for year in years:
            budget += sum(pence[year] for where, pence in plan["restatements"] if where == name)
            provided = plan.get("provisions", {}).get(line["index"])
            stated = line["inflation"].get(year, 0) + (provided[year] if provided else 0)
            rate = plan["rates"][line["index"]][year] if line["index"] else 0
            risen = stated + penny(Fraction(budget) * rate)
            lasting = sum(
                amounts[each][year]
                for each, change in changes.items()
                if change["line"] == name and not change["one_off"]
            )
            once = sum(
                amounts[each][year]
                for each, change in changes.items()
                if change["line"] == name and change["one_off"]
            )
            moved = sum(pence[year] for _, to, pence in plan["virements"] if to == name)
            moved -= sum(pence[year] for source, _, pence in plan["virements"] if source == name)
            budget += risen + lasting + moved
            inflation[name].append(risen)
            closing[name].append(budget)
            net[name].append(budget + once)
    total = [sum(pence[year] for pence in net.values()) for year in years]
    limit = plan["cash_limit"]
    gap = None if limit is None else [total[year] - limit[year] for year in years]
    return {
        "amounts": amounts,
        "after_plan": {name: _after_plan(change, plan["years"]) for name, change in changes.items()},
        "inflation": inflation,
        "closing": closing,
        "line_net_budget": net,
        "net_budget": total,
        "gap": gap,
        "change_in_gap": None
        if gap is None
        else [gap[year] - (gap[year - 1] if year else 0) for year in years],
    }


def level(change: Facts, year: int) -> int:
    """Return what a recurring change is worth in a year: its steps, by the months of the year they are in effect."""
    return penny(
        sum(
            Fraction(annual * max(12 * year + 12 - max(month, 12 * year), 0), 12)
            for month, annual in change["phases"]
        )
        + Fraction()
    )


def _spent(change: Facts, year: int) -> int:
    """Return what has been spent of a one-off by the end of a year: each amount runs for twelve months."""
    return penny(
        sum(
            Fraction(amount * min(max(12 * year + 12 - month, 0), 12), 12)
            for month, amount in change["phases"]
        )
        + Fraction()
    )


def amount(change: Facts, year: int) -> int:
    """Return what a change moves the budget by in a year: a step of a level, or what is spent of a one-off."""
    if change["one_off"]:
        return _spent(change, year) - _spent(change, year - 1)
    return level(change, year) - (level(change, year - 1) if year else change["held"])


def _after_plan(change: Facts, years: int) -> dict[int, int]:
    last = max((month // 12 + 1 for month, _ in change["phases"]), default=0)
    late = {year: amount(change, year) for year in range(years, last + 1)}
    return {year: pence for year, pence in late.items() if pence}


def phases_of(change: Facts) -> Phases:
    """Return the months a change bites in, and by how much a year."""
    if "starts" in change:
        return [(change["starts"], change["full_year"])]
    if "since" in change:
        return [(12 * change["since"], change["full_year"])]
    if "levels" in change:
        levels = [0, *change["levels"]]
        return [(12 * year, levels[year + 1] - levels[year]) for year in range(len(levels) - 1)]
    return [(12 * year, pence) for year, pence in enumerate(change["movements"])]


def in_steps(change: Facts) -> Facts:
    """Return a change as its steps, with what of it the base holds already."""
    held = change["full_year"] if "since" in change else 0
    return {"line": change["line"], "one_off": change["one_off"], "held": held, "phases": phases_of(change)}


def after(plan: Facts, scenario: list[tuple[Any, ...]]) -> tuple[Facts, dict[str, Facts]]:
    """Return the plan's other facts and its changes as steps, with each operation carried out.

    ("rephase", references, months, part) with part None, ("share", share) or ("amount", pence); ("deliver", references,
    share); ("drop", references); ("keep", references); ("reprofile", reference, "movements" or "levels", pence by year);
    ("add", reference, change); ("assume", index, years, "rate" or "add_points", rate); ("set_cash_limit", {year: pence}).

    Of a council: ("grow", demand, years, "rate" or "add_points", rate); ("slippage", reserve, references); ("later",
    scheme, years); ("give", part, name, facts), the part being "council_tax", "streams", "reserves", "demands" or
    "schemes", the name None for council tax, and a fact a new value, or new values by year; ("confidence", references,
    share), which changes what is expected alone.
    """
    given = dict(plan["changes"])
    given |= {step[1]: step[2] for step in scenario if step[0] == "add"}
    changes = {name: in_steps(change) for name, change in given.items()}
    for wanted in (_drop, _reprofile, _deliver, _rephase):
        for step in [*scenario, *following(given, scenario)]:
            wanted(changes, step)
    planned = {name: in_steps(change) for name, change in given.items()}
    plan = deepcopy(plan)
    for step in sorted(scenario, key=lambda step: step[0] == "slippage"):
        _alter(plan, step, planned, changes)
    return plan, changes


def following(changes: dict[str, Facts], scenario: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the steps for changes that follow those they require: dropped, or as late as the latest of them."""
    own = {step[1]: 0 for step in scenario if step[0] == "reprofile"}
    own |= {name: 0 for step in scenario if step[0] == "keep" for name in step[1]}
    own |= {name: NEVER for step in scenario if step[0] == "drop" for name in step[1]}
    for step in scenario:
        if step[0] == "rephase":
            own |= dict.fromkeys(step[1], max(step[2], 0) if step[3] in (None, ("share", 1)) else 0)

    def late(name: str) -> int:
        needed = changes[name].get("requires", ())
        return own[name] if name in own else max(map(late, needed), default=0)

    follow = {name: late(name) for name in changes if name not in own}
    return [
        ("drop", [name]) if months == NEVER else ("rephase", [name], months, None)
        for name, months in follow.items()
        if months
    ]


def _drop(changes: dict[str, Facts], step: tuple[Any, ...]) -> None:
    for name in step[1] if step[0] == "drop" else ():
        changes[name]["phases"] = []


def _reprofile(changes: dict[str, Facts], step: tuple[Any, ...]) -> None:
    if step[0] == "reprofile":
        _, name, basis, pence = step
        changes[name]["phases"] = phases_of({basis: pence})


def _deliver(changes: dict[str, Facts], step: tuple[Any, ...]) -> None:
    for name in step[1] if step[0] == "deliver" else ():
        changes[name]["phases"] = [
            (month, penny(annual * step[2])) for month, annual in changes[name]["phases"]
        ]


def _rephase(changes: dict[str, Facts], step: tuple[Any, ...]) -> None:
    for name in step[1] if step[0] == "rephase" else ():
        _, _, months, part = step
        moved = _part(changes[name]["phases"], part)
        stays = [
            (month, annual - gone)
            for (month, annual), (_, gone) in zip(changes[name]["phases"], moved, strict=True)
        ]
        changes[name]["phases"] = stays + [(month + months, annual) for month, annual in moved]


def _part(steps: Phases, part: tuple[str, Any] | None) -> Phases:
    """Return what moves of each step: all, a share to the penny, or an amount from the earliest steps first."""
    if part is None:
        return steps
    kind, much = part
    if kind == "share":
        return [(month, penny(annual * much)) for month, annual in steps]
    moved = []
    for month, annual in steps:
        taken = min(abs(annual), much)
        much -= taken
        moved.append((month, taken if annual > 0 else -taken))
    return moved


def _alter(plan: Facts, step: tuple[Any, ...], planned: dict[str, Facts], changes: dict[str, Facts]) -> None:
    """Carry out a step that is not on changes, in place."""
    match step:
        case ("assume", index, years, how, rate):
            _uprate(plan["rates"][index], years, how, rate)
        case ("grow", demand, years, how, rate):
            _uprate(plan["demands"][demand]["growth"], years, how, rate)
        case ("set_cash_limit", pence) if plan["cash_limit"] is not None:
            _replace(plan, {"cash_limit": pence})
        case ("slippage", reserve, references):
            facts = plan["reserves"][reserve]
            short = short_of(planned, changes, references, plan["years"])
            facts["uses"] = [stated + more for stated, more in zip(facts["uses"], short, strict=True)]
        case ("later", scheme, years):
            facts = plan["schemes"][scheme]
            facts |= {part: [0] * years + facts[part] for part in ("spend", "grants", "receipts")}
            facts["in_use"] = None if facts["in_use"] is None else facts["in_use"] + years
        case ("give", part, name, facts):
            _replace(plan[part] if name is None else plan[part][name], facts)


def _uprate(rates: list[Fraction], years: Iterable[int], how: str, rate: Fraction) -> None:
    for year in years:
        rates[year] = rate if how == "rate" else rates[year] + rate


def _replace(facts: Facts, new: Facts) -> None:
    for key, value in new.items():
        if isinstance(value, dict):
            for year, one in value.items():
                facts[key][year] = one
        else:
            facts[key] = value


def short_of(
    planned: dict[str, Facts], changes: dict[str, Facts], references: Iterable[str], years: int
) -> list[int]:
    """Return by how much changes fall short of the plan in each year, where they do."""

    def worth(change: Facts, year: int) -> int:
        return amount(change, year) if change["one_off"] else level(change, year)

    fallen = (
        sum(worth(changes[name], year) - worth(planned[name], year) for name in references)
        for year in range(years)
    )
    return [max(pence, 0) for pence in fallen]
