"""The amounts of a plan other than changes and lines, in lists of which each amount may be held against the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Self

from mtfp.engine.council_tax import raised
from mtfp.engine.projection import Projection
from mtfp.money import divide, show_pounds
from mtfp.plan.council_tax import CouncilTax, show_homes
from mtfp.plan.demand import Demand
from mtfp.plan.lines import BudgetLine
from mtfp.plan.model import Plan
from mtfp.problems import Notice, Place


class Record(NamedTuple):
    """What is measured: how a sentence names it, its reference, its place, its amounts by year, and what it is part of.

    An amount that is `like` its whole is most of it; one `within` it is no small part of it; one that is a `share` of it
    can't be many times as large. An amount below `small` is of a size that the plan's unit seldom states.
    """

    name: str
    of: str
    place: Place
    amounts: Sequence[int]
    whole: int
    whole_name: str
    like: bool = False
    share: bool = False
    within: bool = False
    small: int = 0


class Whole(NamedTuple):
    """The net budget that amounts are part of, and its name; without lines in doubt, whose references are in `but`."""

    pence: int
    name: str
    but: frozenset[str] = frozenset()

    @classmethod
    def of(cls, projection: Projection, doubted: Iterable[Notice]) -> Self:
        """Return the net budget, or where changes or lines are in doubt, which make it up, the base of the other lines."""
        plan, but = projection.plan, frozenset(each.of for each in doubted)
        if not but:
            return cls(int(abs(projection.net_budget).max()), _NET)
        rest = abs(sum(line.base for line in plan.lines if line.reference not in but))
        return cls(rest, "the base of the lines that nothing is asked about", but)

    def base(self, line: BudgetLine) -> int:
        """Return the base of a line without its sign; nil where it is in doubt."""
        return 0 if line.reference in self.but else abs(line.base)


List = tuple[str, list[Record]]
"""A list, after the words by which a sentence names the others of it."""


def lists(plan: Plan, net: Whole) -> Iterator[List]:
    """Yield each list of amounts other than changes and bases of lines. A list may have one record."""
    yield from _of_lines(plan, net)
    if plan.cash_limit is not None:
        place = plan.place.at("cash_limit")
        base = abs(sum(line.base for line in plan.lines))
        # a change out of scale lifts the net budget away from the limit: it is asked about by itself
        whole, called = (base, "the base budget") if 0 < base * _FAR < net.pence else (net.pence, net.name)
        record = Record("The cash limit", "cash_limit", place, plan.cash_limit, whole, called, like=True)
        yield "the others", [record]
    yield from _of_funding(plan, net)
    yield from _of_reserves(plan, net)
    yield from _of_drivers(plan, net)


_FAR = 10
_NET = "the net budget"
_MINIMUM = "The minimum of"


def tax_records(tax: CouncilTax, net: Whole) -> Iterator[Record]:
    """Yield what council tax raises, what each special expense raises, and the amount a rise is tested against."""
    homes = tax.tax_base or tax.gross_base
    if tax.stated_yield is None and homes is not None:
        amounts = tuple(raised(each, tax.band_d) for each in homes)
        name = (
            f"Council tax, at a Band D of {show_pounds(tax.band_d)} on a tax base of {show_homes(homes[0])},"
        )
        place = tax.place.at("band_d")
    else:
        amounts, name, place = tax.stated_yield or (), "Council tax", tax.place
    yield Record(name, "council_tax", place, amounts, net.pence, net.name, like=True)
    for area, of_year in tax.special_expenses.items():
        place = tax.place.at("special_expenses", area)
        yield Record(
            f"Special expenses of {area}", "council_tax", place, of_year, net.pence, net.name, share=True
        )
    if tax.relevant_basic_amount is not None:
        place = tax.place.at("relevant_basic_amount")
        notional = (tax.relevant_basic_amount,)
        yield Record(
            "The relevant basic amount", "council_tax", place, notional, tax.band_d, "Band D", like=True
        )


def _of_lines(plan: Plan, net: Whole) -> Iterator[List]:
    def of(what: str, line: BudgetLine, place: Place, amounts: Sequence[int]) -> Record:
        return Record(
            f"{what} {line.reference}", line.reference, place, amounts, net.base(line), "the base of the line"
        )

    gross = [
        of("The gross spending of line", each, each.place, (each.gross,)) for each in plan.lines if each.gross
    ]
    ends = [
        of("The one-off in the base of line", each, each.place, (each.one_off_in_base,))
        for each in plan.lines
        if each.one_off_in_base
    ]
    rises = [
        of("The inflation of line", each, each.place.at("inflation"), tuple(each.inflation.values()))
        for each in plan.lines
        if each.inflation
    ]
    named = plan.line_by_reference
    restated = [
        of("A restatement of line", named[each.line], each.place, each.amounts) for each in plan.restatements
    ]
    moved = [
        of("A virement of line", named[end], each.place, each.amounts)
        for each in plan.virements
        if (end := each.source or each.target) is not None
    ]
    rolled = [of("A transfer to line", named[each.line], each.place, each.amounts) for each in plan.transfers]
    yield from (
        ("the gross spending of the others", gross),
        ("the others", ends),
        ("those of other lines", rises),
        ("the other restatements", restated),
        ("the other virements", moved),
        ("the other transfers", rolled),
    )
    for index in plan.indices.values():
        provision = index.provision or ()
        for line in plan.lines if any(provision) else ():
            if line.index == index.name:
                name = f"The provision of index {index.name} for line"
                yield "the others", [of(name, line, index.place, provision)]


def _of_funding(plan: Plan, net: Whole) -> Iterator[List]:
    streams = [
        Record(f'Funding "{each.name}"', each.name, each.place, each.levels, net.pence, net.name, share=True)
        for each in plan.streams
    ]
    yield "the other streams of funding", streams
    others = [
        Record(f'"{each.name}"', each.name, each.place, each.amounts, net.pence, net.name)
        for each in plan.collected_for_others
    ]
    yield "the other sums collected for others", others
    targets = [
        Record(
            f'Target "{each.name}"',
            each.name,
            each.place,
            each.asked,
            net.pence,
            net.name,
            share=True,
        )
        for each in plan.targets
    ]
    yield "the other targets", targets


def _of_reserves(plan: Plan, net: Whole) -> Iterator[List]:
    opening = [
        Record(
            f"The opening balance of {each.name}",
            each.name,
            each.place.at("opening"),
            (each.opening,),
            net.pence,
            net.name,
        )
        for each in plan.reserves
        if each.opening
    ]
    yield "those of the other reserves", opening
    for what, amounts in (
        (_MINIMUM, [(each, (each.minimum.pence,)) for each in plan.reserves]),
        ("What is put into", [(each, each.contributions) for each in plan.reserves]),
        ("The use of", [(each, each.uses) for each in plan.reserves]),
    ):
        records = [
            Record(
                f"{what} {each.name}",
                each.name,
                each.place,
                of_year,
                abs(each.opening or net.pence),
                "its opening balance" if each.opening else net.name,
                within=what == _MINIMUM,
            )
            for each, of_year in amounts
        ]
        yield "those of the other reserves", records


def _of_drivers(plan: Plan, net: Whole) -> Iterator[List]:
    for demand in plan.demands:
        yield "the others", [*_of_demand(demand, plan.line_of(demand), net)]
    for what, schemes in (
        ("The spending of scheme", [(each, each.spend) for each in plan.schemes]),
        ("The grants of scheme", [(each, each.grants) for each in plan.schemes]),
        ("The receipts of scheme", [(each, each.receipts) for each in plan.schemes]),
    ):
        records = [
            Record(f"{what} {each.reference}", each.reference, each.place, amounts, net.pence, net.name)
            for each, amounts in schemes
        ]
        yield "those of the other schemes", records


def _of_demand(demand: Demand, line: BudgetLine, net: Whole) -> Iterator[Record]:
    """Yield what activity costs in the year before the plan and in years that are forecast, and unit costs in cash."""
    of, place = demand.reference, demand.place
    whole, name = net.base(line), f"the base of line {line.reference}"
    cost = divide(demand.base_activity * demand.unit_cost, 10_000)
    yield Record(
        f"The activity of {of} at its unit cost",
        of,
        place.at("unit_cost"),
        (cost,),
        whole,
        name,
        share=True,
        within=True,
    )
    if demand.activity is not None:
        costs = tuple(divide(each * demand.unit_cost, 10_000) for each in demand.activity)
        named = f"The forecast activity of {of} at its unit cost"
        yield Record(named, of, place, costs, cost, "that of the year before the plan", like=True)
    if demand.cash_unit_costs is not None:
        named, before = f"The cash unit cost of {of}", "the unit cost of the year before the plan"
        yield Record(named, of, place, demand.cash_unit_costs, demand.unit_cost, before, like=True)
