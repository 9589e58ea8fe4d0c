"""The rules of what drives pressures: demand for a service, and capital schemes."""

from __future__ import annotations

from collections.abc import Iterator

from mtfp.money import show_pounds
from mtfp.plan.capital import Scheme
from mtfp.plan.demand import Demand
from mtfp.plan.landing import at_or_above, without_line, word_of
from mtfp.plan.model import Plan
from mtfp.plan.unknown import unknown_line, unknown_type
from mtfp.problems import MisreadError, Problem


def check_drivers(plan: Plan) -> list[Problem]:
    """Return every breach of the rules of demand and capital."""
    return [
        *(problem for driver in plan.drivers for problem in _driver(driver, plan)),
        *(problem for scheme in plan.schemes for problem in _paid_for(scheme)),
    ]


def _driver(driver: Demand | Scheme, plan: Plan) -> Iterator[Problem]:
    kind = plan.types.get(driver.type)
    if kind is None:
        yield unknown_type(driver.place.at("type"), driver.type, plan)
    elif kind.kind == "saving" or kind.one_off:
        yield Problem(
            place=driver.place.at("type"),
            what=f'{word_of(driver)} "{driver.reference}" is of type {driver.type}, which is {"a saving" if kind.kind == "saving" else "one-off"}',
            expected="a type of pressures that stay in the base",
            fix="name another type, or add one to [types]",
        )
    if driver.line is not None and driver.line not in plan.line_by_reference:
        yield unknown_line(driver.place.at("line"), driver.line, plan)
        return
    homeless = without_line(driver, word_of(driver), plan)
    if homeless is not None:
        yield homeless
    else:
        nearer = () if driver.line is not None else at_or_above(driver.service)
        yield from (problem._replace(unless=nearer) for problem in _prices(driver, plan))


def _prices(driver: Demand | Scheme, plan: Plan) -> Iterator[Problem]:
    """Yield a problem for unit costs in cash on a line with an index: it would inflate them a second time."""
    try:
        line = plan.line_of(driver)
    except MisreadError:
        return
    if line.index not in plan.indices:
        return
    if isinstance(driver, Scheme):
        yield Problem(
            place=driver.place,
            what=f'scheme "{driver.reference}" lands on line "{line.reference}", which rises by index {line.index}',
            expected="a line without an index: a charge and interest do not rise with prices",
            fix="name another line with line = ..., or take the index from that one",
        )
    elif driver.cash_unit_costs is not None:
        yield Problem(
            place=driver.place.at("cash_unit_cost"),
            what=f'demand "{driver.reference}" has unit costs in cash, and its line "{line.reference}" rises by index {line.index}',
            expected="a line without an index, or inflation is paid twice",
            fix="remove cash_unit_cost, or take the index from the line",
            about=(("demand", driver.reference, "cash_unit_costs"),),
        )


def _paid_for(scheme: Scheme) -> Iterator[Problem]:
    paid, spend = sum(scheme.grants) + sum(scheme.receipts), sum(scheme.spend)
    if paid > spend:
        yield Problem(
            place=scheme.place.at("grants" if any(scheme.grants) else "receipts"),
            what=f'scheme "{scheme.reference}" has {show_pounds(paid)} of grants and receipts for {show_pounds(spend)} of spending',
            expected="grants and receipts of no more than the spending, over all years",
            fix="correct the amounts",
            about=(("scheme", scheme.reference),),
        )
