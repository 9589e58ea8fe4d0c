"""The roll-forward in total in live formulas, each driver in a row of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from mtfp.analysis.drivers import beside_the_base, closing, drivers, opening
from mtfp.analysis.outcome import Outcome
from mtfp.plan.labels import label
from mtfp.plan.terms import Amounts
from mtfp.sheets.model import Line, Section, Sheet
from mtfp.sheets.numbers import inflation_rows, outside_numbers, reasons
from mtfp.sheets.rows import Sections, by_year, section, sheet, worked

_Pence = Mapping[str, Amounts]
"""The pence of each driver by its id; nil for a driver that the scenario, or the plan, does not have."""


def roll_forward(outcome: Outcome, inputs: Sections) -> Sheet:
    """Return the base, each driver, the budget, and what each year has beside it."""
    plan, pence = outcome.after.plan, _pence(outcome)
    moves = section("drivers", "What moves the budget", _drivers(outcome, inputs, pence))
    beside = section("beside", "Beside the base, in its own year", _beside(outcome, inputs, pence))
    net = "={total closing}" + ("+SUM({beside*})" if beside.lines else "")
    return sheet(
        "Roll-forward",
        "workings",
        "Roll-forward",
        ("Row", "Number"),
        [
            _balance("opening", label(plan, "opening"), pence, "=SUM({opening*})"),
            moves,
            _balance("closing", label(plan, "closing"), pence, "=SUM({closing*})"),
            beside,
            _balance("net budget", label(plan, "net_budget"), pence, net, "Net_budget"),
        ],
    )


def _pence(outcome: Outcome) -> _Pence:
    figures = outcome.after
    each = (opening(figures), *drivers(figures), closing(figures), *beside_the_base(figures))
    nil = (0,) * len(figures.plan.horizon)
    found = {driver.id: driver.pence for driver in each} | {"net budget": tuple(figures.net_budget.tolist())}
    return defaultdict(lambda: nil, found)


def _balance(id_: str, name: str, pence: _Pence, formula: str, defined: str = "") -> Section:
    line = worked(f"total {id_}", (name,), by_year(pence[id_]), formula, name=defined, total=True)
    return section(f"row {id_}", "", [line])


def _row(id_: str, name: str, pence: Amounts, formula: str, number: int | str = "") -> Line:
    return worked(f"driver {id_}", (name, number), by_year(pence), formula)


def _drivers(outcome: Outcome, inputs: Sections, pence: _Pence) -> Iterator[Line]:
    plan = outcome.after.plan
    if "one-offs in the base" in inputs:
        name = label(plan, "remove_one_offs")
        yield _row("taken out", name, pence["remove_one_offs"], "=SUM({taken out*})")
    for why, n in reasons(plan).items():
        found = "=SUMIFS({restatements*},{restatements*3},{#1})"
        yield _row(f"restatement {n}", why, pence[f"restatement: {why}"], found, n)
    yield from _virements(outcome, pence)
    for name, n in inflation_rows(plan).items():
        risen = pence[f"inflation: {name}" if name else "inflation"]
        found = "=SUMIFS({inflation*},{base*4},{#1})"
        yield _row(f"inflation {n}", name or label(plan, "inflation"), risen, found, n)
    yield from _by_type(outcome, inputs, "recurring", pence)
    if "undelivered" in inputs:
        name = label(plan, "savings_not_delivered")
        yield _row("undelivered", name, pence["savings_not_delivered"], "=SUM({not delivered*})")


def _virements(outcome: Outcome, pence: _Pence) -> Iterator[Line]:
    """Yield the virements: those within the plan where a label names their row, then those across its edge by place."""
    plan = outcome.after.plan
    places = outside_numbers(plan)
    if "virements" in plan.labels and plan.virements:
        crossing = "".join(f"-{{driver virement {n}}}" for n in places.values())
        yield _row("virements", label(plan, "virements"), pence["virements"], f"=SUM({{moved*}}){crossing}")
    for (coming, place), n in places.items():
        name = f"Virement {'from' if coming else 'to'} {place}"
        key, sign = (3, "") if coming else (4, "-")
        found = f"={sign}SUMIFS({{virements*}},{{virements*{key}}},{{#1}})"
        yield _row(f"virement {n}", name, pence[name], found, n)


def _by_type(outcome: Outcome, inputs: Sections, held: str, pence: _Pence) -> Iterator[Line]:
    """Yield a row for each type that has changes in a section of inputs."""
    used = {line.keys[3] for line in inputs[held].lines} if held in inputs else set()
    recurring = held == "recurring"
    for n, each in enumerate(outcome.after.plan.types.values(), 1):
        if n in used:
            name = each.label if recurring or each.one_off else f"{each.label}: one-off"
            id_ = f"{'type' if recurring else 'one-off'} {each.code}"
            found = f"=SUMIFS({{{held}*}},{{{held}*3}},{{#1}})"
            yield _row(f"{held} {n}", name, pence[id_], found, n)


def _beside(outcome: Outcome, inputs: Sections, pence: _Pence) -> Iterator[Line]:
    yield from _by_type(outcome, inputs, "one-off", pence)
    for n, transfer in enumerate(outcome.after.plan.transfers, 1):
        moved = f"={{driver transfer {n}<}}+{{transfer {n}}}"
        yield _row(f"transfer {n}", transfer.name, pence[f"transfer {transfer.name}"], moved)
