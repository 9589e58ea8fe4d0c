"""Plain input written as the files an officer edits."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from mtfp.money import Unit
from mtfp.years import FinancialYear
from tests.strategies import TYPES, horizon_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.oracle import Facts

quoted = partial(json.dumps, ensure_ascii=False)
DECIMALS = {"pounds": 2, "thousands": 5, "millions": 8}
OPTIONAL = ("line", "basis", "starts", "full_year", "one_off", "in_base_since")
DELIVERY = ("confidence", "stage", "requires")


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
    out += [f"dependants = {quoted(facts['dependants'])}"] if facts.get("dependants") else []
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
    return "\n".join([*out, *council(facts, unit)]) + "\n"


def council(facts: Facts, unit: str) -> list[str]:
    """Return the lines of a plan's main file that only a council has."""
    found = []
    for key, records in council_records(facts, unit).items():
        for record in records:
            found += [f"[{key}]" if key == "council_tax" else f"[[{key}]]"]
            found += [f"{name} = {value(each)}" for name, each in record.items() if each is not None]
    return found


def value(found: Any) -> str:
    """Return text, a flag, a whole number, or any of these by year, as TOML writes it."""
    if isinstance(found, dict):
        return f"{{ {', '.join(f'{quoted(key)} = {value(each)}' for key, each in found.items())} }}"
    return quoted(found) if isinstance(found, str) else str(found).lower()


def council_records(facts: Facts, unit: str) -> dict[str, list[dict[str, Any]]]:
    """Return what pays for a plan, its reserves, what drives its pressures and its targets, by the keys of its file."""
    money, first = partial(amount, unit=unit), FinancialYear(facts["first"])

    def by_year(values: Sequence[Any] | None, write_one: Callable[[Any], str]) -> dict[str, str] | None:
        return None if values is None else dict(zip(years(facts), map(write_one, values), strict=True))

    def yearly(of: Facts, *keys: str) -> dict[str, Any]:
        return {key: by_year(of[key], money) for key in keys}

    def driver(name: str, of: Facts) -> dict[str, Any]:
        service = facts["lines"][of["line"]]["service"]
        shared = {"reference": name, "title": f"Driver {name}", "type": of["type"], "line": of["line"]}
        return shared | {"service": service}

    tax = facts.get("council_tax")
    return {
        "council_tax": [] if tax is None else [council_tax(tax, by_year, money)],
        "stream": [
            {"name": name, "kind": of["kind"], "lasts": of["lasts"], "scheme": of.get("scheme")}
            | {"carried": None if of["carried"] is None else money(of["carried"])}
            | yearly(of, "amounts")
            | {"earlier_year": by_year(of.get("earlier"), money)}
            for name, of in facts.get("streams", {}).items()
        ],
        "transfer": [
            {"name": f"T{n}", "line": line, "stream": stream, "amounts": by_year(pence, money)}
            for n, (line, stream, pence) in enumerate(facts.get("transfers", []))
        ],
        "reserve": [
            {"name": name, "class": of["class"], "in_budget": of["in_budget"], "balances_gap": of["balances"]}
            | {"opening": "not stated" if of["opening"] is None else money(of["opening"])}
            | {"minimum": minimum(of["minimum"], unit)}
            | yearly(of, "contributions", "uses")
            for name, of in facts.get("reserves", {}).items()
        ],
        "demand": [
            driver(name, of)
            | {"activity": number(of["base"]), "unit_cost": amount(of["unit_cost"], "pounds")}
            | {"growth": by_year(of.get("growth"), rate), "forecast": by_year(of.get("activity"), number)}
            | {"cash_unit_cost": by_year(of["cash"], partial(amount, unit="pounds"))}
            for name, of in facts.get("demands", {}).items()
        ],
        "scheme": [
            driver(name, of)
            | {"life": of["life"], "method": of["method"], "rate": rate(of["rate"])}
            | {"first_year_in_use": None if of["in_use"] is None else str(first + of["in_use"])}
            | yearly(of, "spend", "grants", "receipts")
            for name, of in facts.get("schemes", {}).items()
        ],
        "target": [
            {"title": f"Target of {service or 'the whole plan'}", "service": service}
            | {"amounts": by_year(pence, money), "brought_forward": money(brought_forward)}
            for service, pence, brought_forward in facts.get("targets", [])
        ],
    }


def council_tax(tax: Facts, by_year: Callable[..., Any], money: Callable[[int], str]) -> dict[str, Any]:
    """Return council tax by the keys of its file."""
    rounding = "down" if tax["down"] else "nearest" if tax["multiple"] == 1 else f"{tax['multiple']}p"
    return {
        "band_d": amount(tax["band_d"], "pounds"),
        "precept_in_band_d": amount(tax["precept_in_band_d"], "pounds"),
        "core": by_year(tax["core"], rise),
        "precept": by_year(tax["precept"], rise),
        "rounding": rounding,
        "round_each": "elements" if tax["each_element"] else "total",
        "tax_base": by_year(tax.get("tax_base"), number),
        "gross_base": by_year(tax.get("gross_base"), number),
        "collection_rate": by_year(tax.get("collection_rate"), rate),
        "amount": by_year(tax.get("stated_yield"), money),
        "special_expenses": {"Parks": by_year(tax["special"], money)} if "special" in tax else None,
    }


def rise(of: Fraction | int) -> str:
    """Return a rise in Band D as text."""
    if not of:
        return "freeze"
    return rate(of) if isinstance(of, Fraction) else f"£{amount(of, 'pounds')}"


def number(of: Fraction) -> str:
    """Return a number of at most four decimals as text."""
    return f"{Decimal(int(of * 10_000)).scaleb(-4):f}".rstrip("0").rstrip(".")


def minimum(of: Fraction | int, unit: str) -> str:
    """Return a reserve's minimum as text, with its unit: a bare figure of less than one is refused, as it may be a share."""
    if isinstance(of, Fraction):
        return f"{rate(of)} of net budget"
    written = amount(of, unit)
    return {"pounds": f"£{written}", "thousands": f"{written}k"}.get(unit, written)


def table(facts: Facts, unit: str = "pounds") -> list[list[str]]:
    """Return the rows of `changes.csv`, headings first."""
    first = FinancialYear(facts["first"])
    delivery = any(set(change) & set(DELIVERY) for change in facts["changes"].values())
    more = DELIVERY if delivery else ()
    rows = [["reference", "type", "service", "title", *OPTIONAL, *more, *years(facts)]]
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
                *(delivered(change) if delivery else ()),
                *pence,
            ]
        )
    return rows


def delivered(change: Facts) -> tuple[str, str, str]:
    """Return how sure a change is, its stage and what it requires, as cells."""
    sure = rate(change["confidence"]) if "confidence" in change else ""
    return sure, change.get("stage", ""), "; ".join(change.get("requires", ()))
