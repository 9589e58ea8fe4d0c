"""A council of any size, in the files an officer would write: invented figures, the same for the same size."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
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
_PLAN = """[plan]
council = "Invented Council"
title = "A generated plan"
years = "2026/27 to 2030/31"
unit = "£000"
lines = "lines.csv"
changes = "changes.csv"

[index.pay]
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

[cash_limit]
"""


def write_council(folder: Path, lines: int = 5_000, changes: int = 2_000) -> Path:
    """Write plan.toml, lines.csv and changes.csv of so many lines and changes; return the plan's path."""
    draw = random.Random(lines + changes)  # noqa: S311 - invented figures, no secret
    services = [f"Directorate {n % 8} > Service {n % 72} > Team {n}" for n in range(-(-lines // len(_COSTS)))]
    rows = [
        (f"{n:04}-{cost}", service, cost, f"{draw.randint(10, 900) * (-1 if cost in _INCOME else 1):,}",
         draw.choice(("pay", "prices", "cash")), "yes" if cost == "Supplies" else "")
        for n, service in enumerate(services)
        for cost in _COSTS
    ][:lines]  # fmt: skip
    _write(folder / "lines.csv", ("reference", "service", "title", "base", "index", "takes_changes"), rows)
    _write(
        folder / "changes.csv",
        ("reference", "type", "service", "title", *YEARS),
        [(f"27CH{n:04}", *_change(n, draw, services)) for n in range(changes)],
    )
    limit = 400 * lines
    plan = folder / "plan.toml"
    plan.write_text(_PLAN + "".join(f'"{year}" = {limit}\n' for year in YEARS), encoding="utf-8")
    return plan


def _change(n: int, draw: random.Random, services: list[str]) -> tuple[str, ...]:
    kind = draw.choice(("P", "S", "NS", "NP"))
    sign = -1 if "S" in kind else 1
    amounts = (f"{sign * draw.randint(1, 90):,}" if draw.random() < 1 / 2 else "" for _ in YEARS)
    return kind, draw.choice(services), f"Change number {n} of the council", *amounts


def _write(path: Path, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, *rows])
