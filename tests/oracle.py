"""A second model of the roll-forward, in fractions, written from the conventions alone. It shares no code with the package.

A plan is a plain dict:

- `years`: how many; a year is its position, 0 for the first, and a month is counted from the first April
- `lines`: reference to `base`, `one_off_in_base`, `index` (or None) and `inflation` (year to pence stated for it)
- `rates`: index to a `Fraction` for each year
- `restatements`: tuples of line and pence by year; `virements`: tuples of from, to (None: outside) and pence by year
- `changes`: reference to `line`, `one_off`, and either `movements`, `levels` (pence by year), `starts` with `full_year`,
  or `since` (a year before the plan, such as -1) with `full_year`
- `cash_limit`: pence by year, or None

A scenario is a list of tuples, the operation first; see `after`.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Facts = dict[str, Any]
Steps = list[tuple[int, int]]
HALF = Fraction(1, 2)


def penny(exact: Fraction) -> int:
    """Round half away from zero."""
    size = math.floor(abs(exact) + HALF)
    return size if exact >= 0 else -size


def project(plan: Facts, scenario: Iterable[tuple[Any, ...]] = ()) -> Facts:
    """Return every figure of the plan as the scenario makes it, in whole pence."""
    plan, changes = after(plan, list(scenario))
    years = range(plan["years"])
    amounts = {name: [_amount(change, year) for year in years] for name, change in changes.items()}
    closing: dict[str, list[int]] = {}
    net: dict[str, list[int]] = {}
    inflation: dict[str, list[int]] = {}
    for name, line in plan["lines"].items():
        budget = line["base"] - line["one_off_in_base"]
        closing[name], net[name], inflation[name] = [], [], []
        for year in years:
            budget += sum(pence[year] for where, pence in plan["restatements"] if where == name)
            stated = line["inflation"].get(year, 0)
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


def _level(change: Facts, year: int) -> int:
    """Return what a recurring change is worth in a year: its steps, by the months of the year they are in effect."""
    return penny(
        sum(
            Fraction(annual * max(12 * year + 12 - max(month, 12 * year), 0), 12)
            for month, annual in change["steps"]
        )
        + Fraction()
    )


def _spent(change: Facts, year: int) -> int:
    """Return what has been spent of a one-off by the end of a year: each amount runs for twelve months."""
    return penny(
        sum(
            Fraction(amount * min(max(12 * year + 12 - month, 0), 12), 12)
            for month, amount in change["steps"]
        )
        + Fraction()
    )


def _amount(change: Facts, year: int) -> int:
    if change["one_off"]:
        return _spent(change, year) - _spent(change, year - 1)
    return _level(change, year) - (_level(change, year - 1) if year else change["held"])


def _after_plan(change: Facts, years: int) -> dict[int, int]:
    last = max((month // 12 + 1 for month, _ in change["steps"]), default=0)
    late = {year: _amount(change, year) for year in range(years, last + 1)}
    return {year: pence for year, pence in late.items() if pence}


def steps_of(change: Facts) -> Steps:
    """Return the months a change bites in, and by how much a year."""
    if "starts" in change:
        return [(change["starts"], change["full_year"])]
    if "since" in change:
        return [(12 * change["since"], change["full_year"])]
    if "levels" in change:
        levels = [0, *change["levels"]]
        return [(12 * year, levels[year + 1] - levels[year]) for year in range(len(levels) - 1)]
    return [(12 * year, pence) for year, pence in enumerate(change["movements"])]


def _in_steps(change: Facts) -> Facts:
    held = change["full_year"] if "since" in change else 0
    return {"line": change["line"], "one_off": change["one_off"], "held": held, "steps": steps_of(change)}


def after(plan: Facts, scenario: list[tuple[Any, ...]]) -> tuple[Facts, dict[str, Facts]]:
    """Return the plan's other facts and its changes as steps, with each operation carried out.

    ("rephase", references, months, part) with part None, ("share", share) or ("amount", pence); ("deliver", references,
    share); ("drop", references); ("keep", references); ("reprofile", reference, "movements" or "levels", pence by year);
    ("add", reference, change); ("assume", index, years, "rate" or "add_points", rate); ("set_cash_limit", {year: pence}).
    """
    given = dict(plan["changes"])
    given |= {step[1]: step[2] for step in scenario if step[0] == "add"}
    changes = {name: _in_steps(change) for name, change in given.items()}
    for wanted in (_drop, _reprofile, _deliver, _rephase):
        for step in scenario:
            wanted(changes, step)
    rates = {name: list(by_year) for name, by_year in plan["rates"].items()}
    limit = None if plan["cash_limit"] is None else list(plan["cash_limit"])
    for step in scenario:
        if step[0] == "assume":
            _, index, years, how, rate = step
            for year in years:
                rates[index][year] = rate if how == "rate" else plan["rates"][index][year] + rate
        if step[0] == "set_cash_limit" and limit is not None:
            for year, pence in step[1].items():
                limit[year] = pence
    return {**plan, "rates": rates, "cash_limit": limit}, changes


def _drop(changes: dict[str, Facts], step: tuple[Any, ...]) -> None:
    for name in step[1] if step[0] == "drop" else ():
        changes[name]["steps"] = []


def _reprofile(changes: dict[str, Facts], step: tuple[Any, ...]) -> None:
    if step[0] == "reprofile":
        _, name, basis, pence = step
        changes[name]["steps"] = steps_of({basis: pence})


def _deliver(changes: dict[str, Facts], step: tuple[Any, ...]) -> None:
    for name in step[1] if step[0] == "deliver" else ():
        changes[name]["steps"] = [
            (month, penny(annual * step[2])) for month, annual in changes[name]["steps"]
        ]


def _rephase(changes: dict[str, Facts], step: tuple[Any, ...]) -> None:
    for name in step[1] if step[0] == "rephase" else ():
        _, _, months, part = step
        moved = _part(changes[name]["steps"], part)
        stays = [
            (month, annual - gone)
            for (month, annual), (_, gone) in zip(changes[name]["steps"], moved, strict=True)
        ]
        changes[name]["steps"] = stays + [(month + months, annual) for month, annual in moved]


def _part(steps: Steps, part: tuple[str, Any] | None) -> Steps:
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
