"""What a plan's file holds: its head, and a table or a list of tables for each kind of record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from mtfp.money import Unit, parse_amount, show_pounds
from mtfp.plan import values
from mtfp.plan.accept import Accept
from mtfp.plan.asked_tables import AskedTable
from mtfp.plan.capital import Scheme
from mtfp.plan.changes import Change, ChangeType
from mtfp.plan.council_tax import CouncilTax
from mtfp.plan.demand import Demand
from mtfp.plan.funding import CollectedForOthers, Stream, Transfer
from mtfp.plan.kinds import AMOUNT, AMOUNT_IN_YEARS, AMOUNT_SCHEMA, NAME, SHARE, TEXT, TEXT_SCHEMA
from mtfp.plan.labels import LABELS
from mtfp.plan.lines import BudgetLine, Index
from mtfp.plan.record import ByYear, Choice, Context, Named, Table, Value, as_written, key, record, tables
from mtfp.plan.reserves import Reserve
from mtfp.plan.targets import Target
from mtfp.plan.virements import Restatement, Virement
from mtfp.problems import MisreadError
from mtfp.years import FinancialYear, Horizon

Signs = Literal["savings negative", "savings positive"]
FundingSigns = Literal["income positive", "income negative"]
Dependants = Literal["follow", "refuse"]

YEARS = Value(
    lambda value, _: Horizon.parse(values.words(value)), {**TEXT_SCHEMA, "examples": ["2026/27 to 2030/31"]}
)
UNIT = Value(
    lambda value, _: Unit.parse(values.words(value)),
    {"enum": [text for unit in Unit for text in (unit.sign, unit.name.lower())]},
    lambda unit: unit.sign,
)


def _works_to(value: object, context: Context) -> int:
    """Read what a plan works to, as pence: an amount above nil in its unit, or in pounds where it has a pound sign."""
    in_pounds = isinstance(value, str) and value.lstrip().startswith("£")
    pence = parse_amount(value, Unit.POUNDS if in_pounds else context.unit)
    if not 0 < pence <= Unit.MILLIONS.pence:
        raise MisreadError(
            f"a plan can't work to the nearest {show_pounds(pence)}",
            "an amount above nil and at most £1m, as half of it is left as rounding",
            'write such as "£1,000", or leave to_the_nearest out',
        )
    return pence


_WORKS_TO = Value(
    _works_to,
    {**AMOUNT_SCHEMA, "description": 'Pounds such as "£1,000", or an amount in the plan\'s unit.'},
    show_pounds,
)
_SIGNS: Choice[Signs] = Choice(get_args(Signs))
_FUNDING_SIGNS: Choice[FundingSigns] = Choice(get_args(FundingSigns))
_DEPENDANTS: Choice[Dependants] = Choice(get_args(Dependants))
_YEAR_NOTES: ByYear[Mapping[FinancialYear, str]] = ByYear(NAME, as_written)
_LABELS: Named[Mapping[str, str]] = Named(NAME, names=tuple(LABELS))
_CONFIDENCE: Named[Mapping[str, int]] = Named(SHARE)
_INDICES: Named[Mapping[str, Index]] = Named(Table(Index), fills="name")
_TYPES: Named[Mapping[str, ChangeType]] = Named(Table(ChangeType), fills="code")


@record
class Control:
    """The totals that the plan's figures must come to, or the run stops."""

    base: int | None = key(AMOUNT, "What the base of all lines must add to.", default=None)


@record
class PlanHead:
    """What the plan is, and the files that belong to it."""

    council: str = key(NAME, "The council's name.")
    title: str = key(NAME, "The plan's title, as a paper would print it.")
    years: Horizon = key(YEARS, "The first and last financial year.")
    unit: Unit = key(UNIT, "What all amounts of the plan and its scenarios are in, and its tables too.")
    to_the_nearest: int | None = key(
        _WORKS_TO,
        "What the plan works to: a year balances where its gap is less than half of it. "
        'Without it "£1" in a plan in £ and "£1,000" in one in £000 or £m.',
        default=None,
    )
    source: str = key(TEXT, "Where the figures come from.", default="")
    control: Control = key(Table(Control), "Totals the plan must agree with.", default=Control())
    lines: str | None = key(NAME, "A CSV file of lines, in place of [[line]].", default=None)
    changes: str | None = key(NAME, "A CSV file of changes, in place of [[change]].", default=None)
    signs: Signs = key(
        _SIGNS,
        'How the plan and its scenarios write savings; "savings positive" is turned as the file is read.',
        default="savings negative",
    )
    funding_signs: FundingSigns = key(
        _FUNDING_SIGNS,
        'How [[stream]] writes funding; "income negative" is turned as the file is read.',
        default="income positive",
    )
    dependants: Dependants | None = key(
        _DEPENDANTS,
        "What becomes of a change when one it requires slips or is dropped: it follows, or the scenario is refused.",
        default=None,
    )
    year_notes: Mapping[FinancialYear, str] = key(
        _YEAR_NOTES, "What must be said beside the figures of a year.", default={}
    )

    @property
    def savings_sign(self) -> int:
        """1 or -1: the factor that turns a saving as written into its effect on the net budget."""
        return -1 if self.signs == "savings positive" else 1

    @property
    def funding_sign(self) -> int:
        """1 or -1: the factor that turns funding as written into positive income."""
        return -1 if self.funding_signs == "income negative" else 1


@record
class PlanFile:
    """A council's plan."""

    plan: PlanHead = key(Table(PlanHead), "What the plan is, and the files that belong to it.")
    labels: Mapping[str, str] = key(_LABELS, "The paper's own row names.", default={})
    line: tuple[BudgetLine, ...] = key(tables(BudgetLine), "The lines of the base net budget.", default=())
    index: Mapping[str, Index] = key(_INDICES, "The indices lines rise by.", default={})
    types: Mapping[str, ChangeType] = key(_TYPES, "The paper's own codes for changes.", default={})
    change: tuple[Change, ...] = key(tables(Change), "The changes in budget.", default=())
    virement: tuple[Virement, ...] = key(tables(Virement), "Lasting moves of budget.", default=())
    restatement: tuple[Restatement, ...] = key(
        tables(Restatement), "Corrections of opening budgets.", default=()
    )
    cash_limit: Mapping[FinancialYear, int] | None = key(
        AMOUNT_IN_YEARS, "The resources of every year, where given as one sum.", default=None
    )
    accept: tuple[Accept, ...] = key(tables(Accept), "Answers to notices.", default=())
    confidence: Mapping[str, int] = key(
        _CONFIDENCE, "The plan's own words for how sure a saving is, each as a share.", default={}
    )
    council_tax: CouncilTax | None = key(Table(CouncilTax), "Council tax.", default=None)
    stream: tuple[Stream, ...] = key(tables(Stream), "Sources of funding.", default=())
    transfer: tuple[Transfer, ...] = key(tables(Transfer), "Grants rolled in and out.", default=())
    collected_for_others: tuple[CollectedForOthers, ...] = key(
        tables(CollectedForOthers), "What is collected for other bodies.", default=()
    )
    reserve: tuple[Reserve, ...] = key(tables(Reserve), "Reserves.", default=())
    demand: tuple[Demand, ...] = key(tables(Demand), "Demand that drives pressures.", default=())
    scheme: tuple[Scheme, ...] = key(tables(Scheme), "Schemes of capital.", default=())
    target: tuple[Target, ...] = key(tables(Target), "Savings asked for.", default=())
    table: tuple[AskedTable, ...] = key(tables(AskedTable), "The tables the plan asks for.", default=())
