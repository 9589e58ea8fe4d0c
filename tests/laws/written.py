"""Plain input written as the files an officer edits."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from mtfp.money import Unit
from mtfp.years import FinancialYear
from tests.strategies import TYPES, horizon_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from pathlib import Path

    from tests.oracle import Facts

quoted = partial(json.dumps, ensure_ascii=False)
DECIMALS = {"pounds": 2, "thousands": 5, "millions": 8}
OPTIONAL = ("line", "basis", "starts", "full_year", "one_off", "in_base_since")


def write(
    facts: Facts, folder: Path, unit: str = "pounds", rows: Sequence[Sequence[str]] | None = None
) -> Path:
    """Write `plan.toml` and `changes.csv` into a folder, and return the path of the plan."""
    folder.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table(facts, unit) if rows is None else rows)
    (folder / "changes.csv").write_text(text.getvalue(), encoding="utf-8")
    (folder / "plan.toml").write_text(toml(facts, unit), encoding="utf-8")
    return folder / "plan.toml"


def amount(pence: int, unit: str) -> str:
    """Return pence exactly, in the unit."""
    return f"{Decimal(pence).scaleb(-DECIMALS[unit]):f}"


def rate(share: Fraction) -> str:
    """Return a rate as text."""
    return f"{Decimal(int(share * 1_000_000)).scaleb(-4):f}%"


def years(facts: Facts) -> list[str]:
    """Return the plan's years as text."""
    return [str(year) for year in horizon_of(facts)]


def toml(facts: Facts, unit: str = "pounds") -> str:
    """Return a plan's main file."""
    labels = years(facts)

    def amounts(pence: Sequence[int]) -> str:
        return f"{{ {', '.join(f'{quoted(year)} = {amount(each, unit)}' for year, each in zip(labels, pence, strict=True))} }}"

    out = [
        "[plan]",
        'council = "Anyshire"',
        'title = "Drawn"',
        f'years = "{labels[0]} to {labels[-1]}"',
        f'unit = "{Unit[unit.upper()].sign}"',
        'changes = "changes.csv"',
    ]
    for name, line in facts["lines"].items():
        out += [
            "[[line]]",
            f"reference = {quoted(name)}",
            f"title = {quoted(name)}",
            f"service = {quoted(line['service'])}",
        ]
        out += [
            f"base = {amount(line['base'], unit)}",
            f"one_off_in_base = {amount(line['one_off_in_base'], unit)}",
        ]
        out += [f"index = {quoted(line['index'])}"] if line["index"] else []
        out += [
            f"inflation.{quoted(labels[year])} = {amount(pence, unit)}"
            for year, pence in line["inflation"].items()
        ]
    for name, by_year in facts["rates"].items():
        out += [f"[index.{quoted(name)}.rates]"]
        out += [f"{quoted(year)} = {quoted(rate(each))}" for year, each in zip(labels, by_year, strict=True)]
    for code, each in TYPES.items():
        out += [
            f"[types.{code}]",
            f'kind = "{each.kind}"',
            f'status = "{each.status}"',
            f"label = {quoted(each.label)}",
        ]
        out += [f"one_off = {str(each.one_off).lower()}"]
    for source, target, pence in facts["virements"]:
        out += ["[[virement]]", f"amounts = {amounts(pence)}"]
        out += [f"from = {quoted(source)}" if source else 'from_outside = "elsewhere"']
        out += [f"to = {quoted(target)}" if target else 'to_outside = "elsewhere"']
    for line, pence in facts["restatements"]:
        out += [
            "[[restatement]]",
            f"line = {quoted(line)}",
            f"amounts = {amounts(pence)}",
            'why = "Corrected"',
        ]
    if facts["cash_limit"] is not None:
        out += [
            "[cash_limit]",
            *(
                f"{quoted(year)} = {amount(each, unit)}"
                for year, each in zip(labels, facts["cash_limit"], strict=True)
            ),
        ]
    return "\n".join(out) + "\n"


def table(facts: Facts, unit: str = "pounds") -> list[list[str]]:
    """Return the rows of `changes.csv`, headings first."""
    first = FinancialYear(facts["first"])
    rows = [["reference", "type", "service", "title", *OPTIONAL, *years(facts)]]
    for name, change in facts["changes"].items():
        basis = "levels" if "levels" in change else "movements" if "movements" in change else ""
        pence = [amount(each, unit) for each in change[basis]] if basis else [""] * facts["years"]
        rows.append(
            [
                name,
                change["type"],
                facts["lines"][change["line"]]["service"],
                f"Change {name}",
                change["line"],
                basis,
                str(first.april + change["starts"]) if "starts" in change else "",
                amount(change["full_year"], unit) if "full_year" in change else "",
                "yes" if change["one_off"] else "",
                str(first + change["since"]) if "since" in change else "",
                *pence,
            ]
        )
    return rows
