"""A council of any size, in the files an officer would write: invented figures, the same for the same size."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

YEARS = ("2026/27", "2027/28", "2028/29", "2029/30", "2030/31")
_COSTS = (
    "Employees",
    "Agency",
    "Premises",
    "Transport",
    "Supplies",
    "Contracts",
    "Third parties",
    "Recharges",
    "Fees",
    "Grants",
)
_INCOME = {"Fees", "Grants"}
_HEAD = """[plan]
council = "Invented Council"
title = "A generated plan"
years = "2026/27 to 2030/31"
unit = "£000"
lines = "lines.csv"
changes = "changes.csv"
dependants = "follow"

[index.pay]
label = "Pay awards"
rates = "3%"

[index.prices]
rates = "2.5%"

[index.cash]
rates = "0%"

[types]
P = { kind = "pressure", status = "agreed", label = "Agreed pressures" }
S = { kind = "saving", status = "agreed", label = "Agreed savings" }
NS = { kind = "saving", status = "new", label = "New savings" }
NP = { kind = "pressure", status = "new", label = "New pressures" }

[confidence]
green = "95%"
amber = "70%"
red = "25%"

[council_tax]
band_d = "1,700.00"
precept_in_band_d = "230.00"
core = "2.99%"
precept = "2%"
limit = { "2026/27" = { core = "3%", precept = "2%" } }
"""
_STREAM = """
[[stream]]
name = "Grant number {n}"
kind = "grant"
amounts = {amounts}
"""
_RESERVE = """
[[reserve]]
name = "Reserve number {n}"
class = "earmarked"
opening = {opening}
minimum = 100
uses = {{ "2026/27" = {use} }}
"""
_BALANCING = """
[[reserve]]
name = "General balances"
class = "general"
opening = {opening}
minimum = "4% of net budget"
balances_gap = 1
keep = {{ from = "2027/28", shape = "equal", round_up_to = 100 }}
"""
_DEMAND = """
[[demand]]
reference = "DEM{n:03}"
title = "Demand number {n}"
type = "NP"
service = "{service}"
activity = {activity}
growth = "{growth}%"
unit_cost = "{cost:,}.00"
"""
_SCHEME = """
[[scheme]]
reference = "CAP{n:03}"
title = "Scheme number {n}"
type = "NP"
service = "Corporate"
spend = {spend}
grants = {grants}
receipts = {{}}
life = {life}
method = "annuity"
rate = "5%"
"""
_TARGET = """
[[target]]
service = "Directorate {n}"
amounts = {amounts}
"""
_REST = """
[[stream]]
name = "Grant for three years"
kind = "grant"
lasts = "time-limited"
amounts = { "2026/27" = 1_200, "2027/28" = 1_200, "2028/29" = 800 }

[[stream]]
name = "Grant for one year"
kind = "grant"
lasts = "one-off"
amounts = { "2026/27" = 450 }

[[stream]]
name = "Exceptional support"
kind = "capitalised"
scheme = "EFS"
amounts = { "2026/27" = 3_000, "2027/28" = 2_000 }

[[scheme]]
reference = "EFS"
title = "Exceptional support, repaid"
type = "NP"
service = "Corporate"
spend = { "2026/27" = 3_000, "2027/28" = 2_500 }
grants = {}
receipts = {}
life = 20
method = "equal instalments"
rate = "6%"

[[demand]]
reference = "DEMCASH"
title = "Demand at cash prices"
type = "NP"
service = "Corporate"
line = "CAPITAL"
activity = 120
growth = "2%"
unit_cost = "8,000.00"
cash_unit_cost = { "2026/27" = 8_300, "2027/28" = 8_600, "2028/29" = 8_900, "2029/30" = 9_200, "2030/31" = 9_500 }

[[transfer]]
name = "Grant rolled in"
line = "0000-Contracts"
stream = "Grant number 0"
amounts = { "2026/27" = 340 }

[[transfer]]
name = "Grant rolled in, and part of it out again"
line = "0000-Employees"
stream = "Grant number 1"
amounts = { "2027/28" = 210, "2029/30" = -60 }

[[table]]
name = "Changes by type"
basis = "changes"
by = "type"
subtotals_after = "P"
total_column = "Five years"

[[table]]
name = "Budget by service"
basis = "levels"
by = "service"
orientation = "years down"
"""
_REQUIRING = 40


def write_council(folder: Path, lines: int = 5_000, changes: int = 2_000) -> Path:
    """Write plan.toml, lines.csv and changes.csv of so many lines and changes; return the plan's path."""
    draw = random.Random(lines + changes)  # noqa: S311 - invented figures, no secret
    services = [f"Directorate {n % 8} > Service {n % 72} > Team {n}" for n in range(-(-lines // len(_COSTS)))]
    rows = [
        (f"{n:04}-{cost}", service, cost, f"{draw.randint(10, 900) * (-1 if cost in _INCOME else 1):,}",
         draw.choice(("pay", "prices", "cash")), "yes" if cost == "Supplies" else "")
        for n, service in enumerate(services)
        for cost in _COSTS
    ][: lines - 1]  # fmt: skip
    rows.append(("CAPITAL", "Corporate", "Capital financing", f"{4 * lines:,}", "", "yes"))
    _write(folder / "lines.csv", ("reference", "service", "title", "base", "index", "takes_changes"), rows)
    _write(
        folder / "changes.csv",
        ("reference", "type", "service", "title", "confidence", "stage", "requires", *YEARS),
        [(f"27CH{n:04}", *_change(n, draw, services)) for n in range(changes)],
    )
    base = sum(int(row[3].replace(",", "")) for row in rows)
    plan = folder / "plan.toml"
    plan.write_text("".join(_parts(draw, base, services)), encoding="utf-8")
    return plan


def write_steps(folder: Path, steps: int = 2_000) -> Path:
    """Write a scenario of so many steps, each of which makes a change of the plan late; return its path."""
    path = folder / "late.toml"
    head = '[scenario]\ntitle = "Late"\nplan = "plan.toml"\nauthor = "Nobody"\nwhy = "To be timed"\n'
    each = (f'\n[[rephase]]\nchange = "27CH{n:04}"\nlater = "6 months"\nwhy = "Late"\n' for n in range(steps))
    path.write_text(head + "".join(each), encoding="utf-8")
    return path


def _parts(draw: random.Random, base: int, services: Sequence[str]) -> Iterator[str]:
    """Yield a plan with everything switched on; its resources are near its base, in thousands of pounds."""
    yield _HEAD
    tax_base = base * 5 // 11
    yield (
        "tax_base = " + _by_year(*(f"{tax_base + tax_base * n // 100}.45" for n in range(len(YEARS)))) + "\n"
    )
    for n in range(20):
        level = base // 100
        yield _STREAM.format(n=n, amounts=_by_year(*(level + 10 * year for year in range(len(YEARS)))))
    yield _BALANCING.format(opening=base // 12)
    for n in range(12):
        yield _RESERVE.format(n=n, opening=draw.randint(500, 5000), use=draw.randint(0, 400))
    for n in range(20):
        yield _DEMAND.format(
            n=n,
            service=draw.choice(services),
            activity=draw.randint(50, 900),
            growth=draw.randint(1, 4),
            cost=draw.randint(900, 60_000),
        )
    for n in range(20):
        spend = [draw.randint(0, 4000) for _ in YEARS]
        yield _SCHEME.format(
            n=n,
            spend=_by_year(*spend),
            grants=_by_year(*(each // 3 for each in spend)),
            life=draw.randint(5, 50),
        )
    for n in range(min(8, len(services))):
        yield _TARGET.format(n=n, amounts=_by_year(*(draw.randint(500, 3000) for _ in YEARS)))
    yield _REST


def _by_year(*figures: object) -> str:
    pairs = (f'"{year}" = {each}' for year, each in zip(YEARS, figures, strict=True))
    return f"{{ {', '.join(pairs)} }}"


def _change(n: int, draw: random.Random, services: list[str]) -> tuple[str, ...]:
    kind = draw.choice(("P", "S", "NS", "NP"))
    sign = -1 if "S" in kind else 1
    amounts = (f"{sign * draw.randint(1, 90):,}" if draw.random() < 1 / 2 else "" for _ in YEARS)
    saving = "S" in kind
    sure = draw.choice(("green", "amber", "red")) if saving else ""
    stage = draw.choice(("identified", "agreed", "on track", "at risk")) if saving else ""
    earlier = f"27CH{n // 2:04}" if n % _REQUIRING == _REQUIRING - 1 else ""
    return kind, draw.choice(services), f"Change number {n} of the council", sure, stage, earlier, *amounts


def _write(path: Path, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, *rows])
