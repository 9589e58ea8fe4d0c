"""Write the file reference and the list of messages: `python docs/build.py`.

The file reference comes from the shapes that read the files and from docs/examples, the messages from tests/errors.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from mtfp.files.lists import CHANGES, LINES, Columns
from mtfp.files.schema import schema_of
from mtfp.plan.changes import Change
from mtfp.plan.file import PlanFile
from mtfp.plan.record import keys_of
from mtfp.plan.written import toml
from mtfp.problems import listed
from mtfp.scenario.file import STEPS

DOCS = Path(__file__).parent
EXAMPLES = DOCS / "examples"
ERRORS = DOCS.parent / "tests" / "errors"

MADE = "<!-- Made by docs/build.py: change that, or what it reads, and run it again. -->"

FILES_INTRODUCTION = """# The files

A plan is a TOML file, and its lines and changes may be in CSV files beside it. A scenario is a TOML file that names a plan, or the
scenarios it builds on. A file may name only files in its own folder, or in a folder inside it. All are saved as UTF-8.

- **Amounts** are in the plan's unit: `49_944`, or text as papers and Excel print it: `"49,944"`, `"(1,234)"`, `"1,234-"`, `"- 1,234"`,
  `"-"` for nil. `k`, `m` or `bn` after a number, or the word, says its own unit: `"1.2m"` and `"£1.2m"` are £1,200,000 in any file. A
  `£` sign without one is refused unless the unit is `"£"`. A sign, a dash or a space that is read in an amount is read in a rate,
  a number, a year or a month too.
- **Spending is positive and a saving negative**, unless `signs = "savings positive"`.
- **Rates and shares** are text with a per cent sign and at most four decimals: `"2.5%"`.
- **Years** are `"2026/27"`; `"2026-27"`, `"26/27"` and `"2026/2027"` are the same. In TOML a year as a key is in quotes. A run of them is
  `"2026/27 to 2030/31"`, or has a dash.
- **Months** are `"October 2026"`, `"Oct-26"`, or a date on the 1st: `"01/10/2026"`, `"2026-10-01"`, `"1 October 2026"`.
- **Lengths of time** are `"6 months"`, `"six months"` or `"1 year"`.
- **A service** is a name, or a path with `>`: `"Children > Social care"`.
- A list of one may be written without its brackets: `change = "S1"`.

`mtfp schema plan` and `mtfp schema scenario` print the same as JSON Schema, with which many editors complete and check as you type."""

PLAN_INTRODUCTION = """## A plan

A change lands on the line it names, or on the one line at or nearest above its service, or on the one of several that
`takes_changes`. An index and the cash limit give every year of the plan. What pays for it is a `[cash_limit]`, or `[council_tax]` and
`[[stream]]`; a plan with none of these has a net budget and no gap."""

COUNCIL_INTRODUCTION = """## What a whole council's plan has besides

Every part is there only where the plan has something to say. Where a value is by year, a year left out is nil, unless every year is
asked for.

- **Council tax.** Core and precept rises are both of last year's total Band D, and are added. One rise, or one for each year. The
  base is `tax_base`, or `gross_base` with `collection_rate`, or not known: then `amount` is the yield. Beside a `tax_base` in whole
  homes the yield counts, and is refused where it is more than rounding from base times Band D. Special expenses are the council's
  own: a line has what they pay for. Bare numbers are refused.
- **Streams.** Levels by year, or with `carried` the changes on that. Business rates are of kind `settlement` or `build-up`, never
  both. An ongoing stream gives every year. Collection funds and capitalised support are one-off.
- **Reserves**, each year: contributions go in; uses come out, never below the minimum; then the reserves with `balances_gap` pay, in
  their turn, what is left of the gap. A contribution adds to the gap. A memorandum reserve is shown and never counted.
- **Demand** is a pressure: the growth in activity at the cost of each unit, which the line's index inflates.
- **A scheme** is a pressure too. What grants and receipts never pay for is borrowed; it is charged from the April after it is spent
  and the asset is in use, with interest from the middle of the year of spending.
- **Targets** lower no gap: tables set beside them what savings identify."""

_ALONE = listed(f"`{kind.key}`" for kind in STEPS if kind.meets == "all")

SCENARIO_INTRODUCTION = f"""## A scenario

Every step may stand several times, in any order: the order makes no difference. Of steps on one change at most one of each kind may
stand, and {_ALONE} stand alone; `deliver` comes before `rephase`. A step that meets an inherited one is refused
unless it says `overrides = true`; `keep` needs no such word.

The last six are for what a whole council's plan has besides. They name a part of the plan and give other figures for it; a year left
out is as in the plan. `confidence` changes weighted figures alone."""

CSV_INTRODUCTION = """## Lists in CSV

`lines = "lines.csv"` and `changes = "changes.csv"` in `[plan]` name these. The first row is the headings, in any order. A blank cell is
a key left out, and a blank year is nil, but for levels: from the first one on every year has one. A row reaches every year column. `yes` or `no` stands for true or false; several names in one cell have `;` between them. Rows
of totals are refused: totals are worked out."""

ERRORS_INTRODUCTION = """# Every message

Each file with a mistake in it is refused, every mistake at once in the order of the lines, and nothing is printed or written
(exit code 3). Here is the smallest case of each, in files called plan.toml, scenario.toml, lines.csv, changes.csv and style.toml.
Search for the words you see on screen."""

GROUPS = {
    "House styles": r"^style",
    "Several mistakes at once": r"mistakes|years-and-cells",
    "Files that can't be read": r"utf|encoding|bom|nul|character|workbook|quote|quotes$|brace$|braces|bracket$|brackets$|on-a-list"
    r"|on-a-table|equals|backslash|cut|missing-value|capital$|zero|in-a-bare-number|between|(key|table|index)-given"
    r"|hostile|deep|nested|huge|digits|points-in|longer",
    "Which file": r"file|path|folder|extends(?<!across-extends)|plan-and|neither-plan|scenario-as-the-plan|extended|empty-(csv|plan)",
    "Steps of a scenario": "|".join(kind.key for kind in STEPS if kind.changed and kind.meets != "none")
    + r"|step|steps|reprofiled|assume|where|except|conflict|change-and|neither|part|added|overrides|later|earlier|to-set",
    "What pays, reserves, demand, capital and targets": r"tax|band|precept|rise|limit-without|collection|gross|streams?|fund|transfer|collected|reserves?|memorandum"
    r"|minimum|turn|demand|unit-cost|schemes?|capitalised|life|spending|settlement|targets?",
    "How sure savings are, and what needs what": r"confidence|stage|requires|excludes|replaced|need",
    "Amounts": r"amount|amounts|pound|large|penny",
    "Rates": r"rate|rates|per-cent|share",
    "Years and months": r"year|years|month|starts|start|basis|levels|time",
    "Names that stand for nothing": r"unknown|misspelt",
    "The plan and its lists": r".*",
}
"""Headings, and words in the names of the folders that belong beneath each; the first that fits."""

SPELT = {
    "Utf 16": "UTF-16",
    "Nul": "NUL",
    "csv": "CSV",
    "toml": "TOML",
    "excel": "Excel",
    "one off": "one-off",
    "One off": "One-off",
    "Ring fenced": "Ring-fenced",
    "build up": "build-up",
    "[Bb]and d": "Band D",
}

NOT_HERE = {"add": tuple(keys_of(Change))}
"""Keys that a table refuses, though it shares their shape with others, and keys that another table tells."""


PLANS = ("plan.toml", "lists.toml", "council.toml", "district.toml")
SCENARIOS = ("scenario.toml", "extending.toml", "council-scenario.toml")

SAID = {
    "activity": "number",
    "band_d": "pounds and pence",
    "cash_unit_cost": "pounds and pence by year",
    "collection_rate": "percentage or percentage by year",
    "forecast": "number by year",
    "gross_base": "number by year",
    "minimum": "amount or share",
    "opening": 'amount or `"not stated"`',
    "pounds": "pounds and pence",
    "precept_in_band_d": "pounds and pence",
    "relevant_basic_amount": "pounds and pence",
    "rounding": '`"nearest"`, `"down"`, or a multiple such as `"9p"`',
    "special_expenses": "amount by year, under each name",
    "tax_base": "number by year",
    "unit_cost": "pounds and pence",
}
"""What a key holds, where the schema tells editors less than a reader wants to know."""


def files_page() -> str:
    """Return docs/files.md."""
    parts = [MADE, FILES_INTRODUCTION, PLAN_INTRODUCTION]
    sections = dict(_tables("plan", (*PLANS, *SCENARIOS)))
    tables = [*keys_of(PlanFile)]
    besides = tables.index("confidence")
    parts += [sections[table] for table in tables[:besides]]
    parts.append(COUNCIL_INTRODUCTION)
    parts += [sections[table] for table in tables[besides:]]
    parts += [CSV_INTRODUCTION, *_lists(), SCENARIO_INTRODUCTION]
    parts += dict(_tables("scenario", (*SCENARIOS, *PLANS))).values()
    parts.append("## Whole examples\n\nTogether these use every key there is.")
    names = (*PLANS[:2], "lines.csv", "changes.csv", *PLANS[2:], *SCENARIOS)
    parts += (
        f"### {name}\n\n```{name.rpartition('.')[2]}\n{(EXAMPLES / name).read_text(encoding='utf-8')}```"
        for name in names
    )
    return "\n\n".join(parts) + "\n"


def _tables(file: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each table of a file with its section, an example of each key taken from the first example file that has it."""
    schema = schema_of(file)
    examples = [tomllib.loads((EXAMPLES / name).read_text(encoding="utf-8")) for name in names]
    told: set[str] = set()
    for table, held in schema["properties"].items():
        values = [each[table] for each in examples if table in each]
        yield table, "\n\n".join(_section(table, held, values, schema, told))


def _section(
    table: str, held: dict[str, Any], values: list[Any], schema: dict[str, Any], told: set[str]
) -> Iterator[str]:
    """Yield a table's keys, then those of the tables in braces within it that have not been told already."""
    shape = _shape(held, schema)
    head = f"[[{table}]]" if held.get("type") == "array" else f"[{table}]"
    records = [record for value in values for record in (value if isinstance(value, list) else [value])]
    if shape is None:
        yield f"### `{head}`\n\n{held['description']}\n\n{_by_key(held, records)}"
        return
    if "additionalProperties" in held:
        records = [record for each in records for record in each.values()]
        head = f"[{table}.NAME]" if table == "index" else head
    yield f"### `{head}`\n\n{_introduction(table, shape)}\n\n{_keys(shape, records, schema, NOT_HERE.get(table, ()))}"
    for key, inner in shape["properties"].items():
        within = _shape(inner, schema)
        if within is not None and key not in told and key not in NOT_HERE.get(table, ()):
            told.add(key)
            found = [record[key] for record in records if key in record]
            found += [step[key] for step in _steps() if key in step]
            braces = "[{ ... }]" if inner.get("type") == "array" else "{ ... }"
            found = [one for each in found for one in (each if isinstance(each, list) else [each])]
            found = [each for each in found if isinstance(each, dict)]
            if any("additionalProperties" in each for each in (inner, *inner.get("anyOf", ()))):
                braces = f"{{ {toml(next(iter(_first(found, key))))} = {braces} }}"
                found = [each for by_year in found for each in by_year.values()]
            yield f"In `{key} = {braces}`: {within['description'][:1].lower()}{within['description'][1:]}\n\n{_keys(within, found, schema)}"


def _introduction(table: str, shape: dict[str, Any]) -> str:
    more = {
        "types": ' One to a line: `NS = { kind = "saving", ... }`.',
        "rephase": " A `part` is a share of every amount, or an amount of one change, without a sign.",
        "add": " Its keys are those of `[[change]]`, and these:",
        "table": " A subtotal may follow a code of `[types]`, a service at the top, or a row such as `opening` or `inflation`.",
    }
    return f"{shape['description']}{more.get(table, '')}"


def _by_key(held: dict[str, Any], records: list[dict[str, Any]]) -> str:
    """Return the table of keys that are names of years or rows, not of a shape."""
    allowed = held.get("propertyNames", {}).get("enum") or _first(records, held["description"]).keys()
    examples = {key: value for record in records for key, value in record.items()}
    return _table(("key", "example"), ((f"`{key}`", f"`{toml(examples[key])}`") for key in allowed))


def _shape(held: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any] | None:
    """Return the shape that a key holds, in whatever it is wrapped."""
    ways = (held, *held.get("anyOf", ()))
    within = (each.get("additionalProperties") or {} for each in ways)
    for inner in (*ways, held.get("items", {}), *within):
        if isinstance(inner, dict) and "$ref" in inner:
            found: dict[str, Any] = schema["$defs"][inner["$ref"].rpartition("/")[2]]
            return found
    return None


def _keys(
    shape: dict[str, Any], records: list[dict[str, Any]], schema: dict[str, Any], unless: Collection[str] = ()
) -> str:
    required = shape.get("required", ())
    rows = (
        (
            f"`{key}`",
            "yes" if key in required else "",
            _holds(key, held, schema),
            _cell(held.get("description") or ""),
            f"`{_cell(toml(_example(key, records, shape['description'])))}`",
        )
        for key, held in shape["properties"].items()
        if key not in unless
    )
    return _table(("key", "needed", "holds", "what it is", "example"), rows)


def _example(key: str, records: list[dict[str, Any]], of: str) -> Any:
    return _first([record[key] for record in (*records, *_steps()) if key in record], f"{key} ({of})")


def _first(found: Sequence[Any], of: str) -> Any:
    """Return the first example of a key, or end with what to do where there is none."""
    if not found:
        sys.exit(f"There is no example of {of}: add one to a file in docs/examples.")
    return found[0]


@cache
def _steps() -> list[dict[str, Any]]:
    """Return every step of every example, for keys that the examples of one kind of step do not show."""
    files = [tomllib.loads((EXAMPLES / name).read_text(encoding="utf-8")) for name in SCENARIOS]
    return [step for file in files for steps in file.values() if isinstance(steps, list) for step in steps]


def _holds(key: str, held: dict[str, Any], schema: dict[str, Any]) -> str:
    """Return what may stand under a key, in words."""
    if key in SAID:
        return SAID[key]
    kinds = [each for each in held.get("anyOf", [held]) if each.get("type") != "null"]
    words = dict.fromkeys(_kind(each, schema) for each in kinds)
    choices = kinds[0].get("enum") or kinds[0].get("items", {}).get("enum")
    if choices:
        return ", ".join(f'`"{choice}"`' for choice in choices)
    several = [each for each in words if each.endswith(", or a list")]
    return several[0] if several else " or ".join(words)


def _kind(held: dict[str, Any], schema: dict[str, Any]) -> str:
    if _shape(held, schema) is not None:
        one = "`{ ... }` by year" if "additionalProperties" in held else "`{ ... }`"
        return "`[{ ... }]`" if held.get("type") == "array" else one
    kind = held.get("type")
    if isinstance(kind, list):
        return "amount"
    if kind == "array":
        return f"{_kind(held['items'], schema)}, or a list"
    if kind == "object":
        return f"{_kind(held['additionalProperties'], schema)} by year"
    if kind == "boolean":
        return "`true` or `false`"
    if kind == "integer":
        return "whole number"
    if "freeze" in held.get("examples", ()):
        return "rise"
    return "percentage" if held.get("pattern") == "%$" else "text"


_HEADINGS = """Headings are read in any case, and with the plan's unit after them: `Full year`, `2026/27 £000`. In a list of changes a column *Total* is
checked against the years of its row. Any other column is left out, and named in a notice, unless its name is close to one of these."""


def _lists() -> Iterator[str]:
    """Yield a section for each CSV list: its columns, from the readers that read them."""
    for title, columns, years in (
        (
            "A list of lines",
            LINES,
            "`inflation 2026/27`: an amount of inflation for that year; blank where the index serves",
        ),
        (
            "A list of changes",
            CHANGES,
            "`2026/27`: the amount of that year; `tbc` where it is not known yet, `n/a` where there is no such line then",
        ),
    ):
        yield f"### {title}\n\n{_columns(columns)}\n\nAnd a column for each year, {years}."
    yield _HEADINGS


def _columns(columns: Columns[Any]) -> str:
    rows = (
        (f"`{name}`", "yes" if each.needed else "", _cell(each.words)) for name, each in columns.keys.items()
    )
    return _table(("column", "needed", "what it is"), rows)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def errors_page() -> str:
    """Return docs/errors.md."""
    groups: dict[str, list[Path]] = {group: [] for group in GROUPS}
    for folder in sorted(each.parent for each in ERRORS.glob("*/message.txt")):
        groups[
            next(group for group, words in GROUPS.items() if re.search(rf"\b({words})\b", folder.name))
        ].append(folder)
    parts = [MADE, ERRORS_INTRODUCTION]
    for group, folders in groups.items():
        parts += [f"## {group}", *map(_message, folders)] if folders else []
    return "\n\n".join(parts) + "\n"


def _message(folder: Path) -> str:
    heading = folder.name.replace("-", " ").capitalize()
    for plain, spelt in SPELT.items():
        heading = re.sub(rf"\b{plain}\b", spelt, heading)
    text = (folder / "message.txt").read_text(encoding="utf-8").rstrip("\n")
    return f"### {heading}\n\n```text\n{text}\n```"


PAGES = {"files.md": files_page, "errors.md": errors_page}

if __name__ == "__main__":
    for page, made in PAGES.items():
        (DOCS / page).write_text(made(), encoding="utf-8", newline="\n")
        print(f"docs/{page} is written.")
