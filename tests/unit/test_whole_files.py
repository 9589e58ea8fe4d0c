"""What only a whole council's plan holds, as the records the files come to."""

import pytest

from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.money import MILLION, parse_number
from mtfp.plan.council_tax import Limit, Rise, Rounding
from mtfp.plan.model import Plan
from mtfp.plan.part import part_of
from mtfp.plan.reserves import Floor, KeepMinimum
from mtfp.plan.terms import Service
from mtfp.problems import InputError, MisreadError
from mtfp.years import FinancialYear
from tests.unit.plans import POUND, THOUSAND, Folder

YEARS = "2026/27 to 2028/29"
FIRST, SECOND, THIRD = (FinancialYear(start) for start in (2026, 2027, 2028))
BODY = """
[[line]]
service = "Adults"
base = 1_000
[[line]]
service = "Children > Care"
base = 2_000
"""
TAX = """
[council_tax]
band_d = "1,700.00"
core = "2.99%"
tax_base = { "2026/27" = "262,100.45", "2027/28" = 263_000, "2028/29" = "264,000.5" }
"""
SCHEME = """
[[scheme]]
reference = "C1"
title = "New homes"
type = "P"
service = "Children > Care"
spend = { "2026/27" = 800, "2027/28" = 200 }
grants = { "2027/28" = 250 }
receipts = { "2026/27" = 50 }
life = 25
method = "annuity"
rate = "5.4%"
first_year_in_use = "2027/28"
"""
DEMAND = """
[[demand]]
reference = "D1"
title = "Children looked after"
type = "P"
service = "Children > Care"
activity = 512.5
growth = "3%"
unit_cost = "52,400.50"
unit = "children"
"""


def read(folder: Folder, body: str, head: str = "") -> Plan:
    """Read a plan of three years in thousands of pounds."""
    folder.plan(BODY + body, years=YEARS)
    path = folder.path / "plan.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[types]", f"{head}\n[types]", 1), encoding="utf-8"
    )
    return read_request(path).read.plan


def refusal(folder: Folder, body: str, head: str = "") -> list[str]:
    with pytest.raises(InputError) as refused:
        read(folder, body, head)
    return [problem.what for problem in refused.value.problems]


def test_council_tax_is_in_pounds_and_pence_whatever_the_unit(folder: Folder) -> None:
    more = (
        'precept_in_band_d = "£230.00"\nprecept = "2%"\nlimit = { "2026/27" = { core = "3%", pounds = 5 } }\n'
    )
    tax = read(folder, TAX + more).council_tax
    assert tax is not None
    assert (tax.band_d, tax.precept_in_band_d) == (1_700 * POUND, 230 * POUND)
    assert tax.core == (Rise(rate=29_900),) * 3
    assert tax.precept == (Rise(rate=20_000),) * 3
    assert tax.limits == {FIRST: Limit(core=30_000, pence=500)}
    assert tax.tax_base == (26_210_045, 26_300_000, 26_400_050)
    assert (tax.rounding, tax.each_element) == (Rounding(), False)
    assert (tax.gross_base, tax.collection_rate, tax.stated_yield) == (None, None, None)


def test_a_rise_is_a_rate_a_sum_or_a_freeze_and_no_precept_is_none(folder: Folder) -> None:
    by_year = '{ "2026/27" = "-1%", "2027/28" = "£4.99", "2028/29" = "freeze" }'
    tax = read(folder, TAX.replace('"2.99%"', by_year)).council_tax
    assert tax is not None
    assert tax.core == (Rise(rate=-10_000), Rise(pence=499), Rise())
    assert tax.precept == (Rise(), Rise(), Rise())


@pytest.mark.parametrize(
    ("written", "rule"),
    [("nearest", Rounding()), ("down", Rounding(down=True)), ("9p", Rounding(9)), ("90p", Rounding(90))],
)
def test_rounding(written: str, rule: Rounding, folder: Folder) -> None:
    tax = read(folder, f'{TAX}rounding = "{written}"\nround_each = "elements"\n').council_tax
    assert tax is not None
    assert (tax.rounding, tax.each_element) == (rule, True)


def test_a_gross_base_has_one_collection_rate_or_every_years_own(folder: Folder) -> None:
    gross = TAX.replace("tax_base", "gross_base")
    rates = '{ "2026/27" = "98%", "2027/28" = "98.5%", "2028/29" = "98.75%" }'
    for written, expected in (('"98.5%"', (985_000,) * 3), (rates, (980_000, 985_000, 987_500))):
        tax = read(folder, f"{gross}collection_rate = {written}\n").council_tax
        assert tax is not None
        assert tax.gross_base == (26_210_045, 26_300_000, 26_400_050)
        assert tax.collection_rate == expected
        assert tax.tax_base is None


def test_a_stated_yield_is_in_the_plans_unit(folder: Folder) -> None:
    text = TAX.partition("tax_base")[0] + 'amount = { "2026/27" = 90, "2027/28" = "92", "2028/29" = 95 }\n'
    tax = read(folder, text).council_tax
    assert tax is not None
    assert tax.stated_yield == (90 * THOUSAND, 92 * THOUSAND, 95 * THOUSAND)


STREAMS = """
[[stream]]
name = "Baseline funding level"
kind = "settlement"
amounts = { "2026/27" = 96, "2027/28" = 97, "2028/29" = 98 }
[[stream]]
name = "Council tax collection fund"
kind = "council tax collection fund"
amounts = { "2026/27" = -1 }
[[stream]]
name = "Services grant"
kind = "grant"
carried = 40
amounts = { "2027/28" = -10 }
[[stream]]
name = "Winter grant"
kind = "grant"
lasts = "time-limited"
amounts = { "2026/27" = 4, "2027/28" = 4 }
"""


@pytest.mark.parametrize(("signs", "turn"), [("income positive", 1), ("income negative", -1)])
def test_streams_are_turned_at_the_door(signs: str, turn: int, folder: Folder) -> None:
    """Carried 40, then 0, -10 and 0 on it: levels of 40, 30 and 30."""
    streams = read(folder, STREAMS, f'funding_signs = "{signs}"').streams
    k = turn * THOUSAND
    assert [stream.lasts for stream in streams] == ["ongoing", "one-off", "ongoing", "time-limited"]
    assert [stream.levels for stream in streams] == [
        (96 * k, 97 * k, 98 * k),
        (-k, 0, 0),
        (40 * k, 30 * k, 30 * k),
        (4 * k, 4 * k, 0),
    ]


def test_a_transfer_names_a_line_by_its_service_and_what_others_collect_stands_apart(folder: Folder) -> None:
    plan = read(
        folder,
        STREAMS
        + """
        [[transfer]]
        name = "Prevention grant rolled in"
        line = "Children > Care"
        stream = "Services grant"
        amounts = { "2027/28" = 14 }
        [[collected_for_others]]
        name = "Parish precepts"
        amounts = { "2026/27" = 45, "2027/28" = 46 }
        """,
    )
    (transfer,), (parishes,) = plan.transfers, plan.collected_for_others
    assert (transfer.line, transfer.stream) == ("Children > Care", "Services grant")
    assert transfer.levels == (0, 14 * THOUSAND, 14 * THOUSAND)
    assert parishes.amounts == (45 * THOUSAND, 46 * THOUSAND, 0)


def test_reserves(folder: Folder) -> None:
    general, smoothing, schools = read(
        folder,
        """
        [[reserve]]
        name = "General balances"
        class = "general"
        opening = "24,000"
        minimum = "5% of net budget"
        contributions = { "2026/27" = 200 }
        uses = { "2027/28" = 350 }
        balances_gap = 2
        keep = { from = "2027/28", shape = "equal", round_up_to = 100 }
        [[reserve]]
        name = "Smoothing"
        class = "earmarked"
        opening = "not stated"
        minimum = 50
        in_budget = true
        [[reserve]]
        name = "Schools deficit"
        class = "memorandum"
        opening = "(4,000)"
        """,
    ).reserves
    assert (general.opening, general.minimum) == (24_000 * THOUSAND, Floor(share=50_000))
    assert (general.contributions, general.uses) == ((200 * THOUSAND, 0, 0), (0, 350 * THOUSAND, 0))
    assert general.balances_gap == 2
    assert general.keep == KeepMinimum(first=SECOND, shape="equal", round_up_to=100 * THOUSAND)
    assert (smoothing.opening, smoothing.minimum, smoothing.in_budget) == (None, Floor(50 * THOUSAND), True)
    assert (schools.reserve_class, schools.opening) == ("memorandum", -4_000 * THOUSAND)


def test_a_demand_is_counted_in_ten_thousandths_and_costs_pounds(folder: Folder) -> None:
    (demand,) = read(folder, DEMAND).demands
    assert demand.base_activity == 5_125_000
    assert (demand.growth, demand.activity) == ((30_000,) * 3, None)
    assert (demand.unit_cost, demand.cash_unit_costs) == (52_400 * POUND + 50, None)
    forecast = 'forecast = { "2026/27" = 520, "2027/28" = "1,530.25", "2028/29" = 0 }'
    cash = 'cash_unit_cost = { "2026/27" = 53_900, "2027/28" = 55_500, "2028/29" = 57_000 }'
    (demand,) = read(folder, DEMAND.replace('growth = "3%"', f"{forecast}\n{cash}")).demands
    assert (demand.growth, demand.activity) == (None, (5_200_000, 15_302_500, 0))
    assert demand.cash_unit_costs == (53_900 * POUND, 55_500 * POUND, 57_000 * POUND)


def test_a_scheme_and_support_of_no_more_than_it_borrows(folder: Folder) -> None:
    """800 and 200 spent; 50 received pays for the first, 250 for the second's 200 and 50 more of the first: 700, then nil."""
    (scheme,) = read(folder, SCHEME).schemes
    assert scheme.spend == (800 * THOUSAND, 200 * THOUSAND, 0)
    assert (scheme.grants, scheme.receipts) == ((0, 250 * THOUSAND, 0), (50 * THOUSAND, 0, 0))
    assert (scheme.life, scheme.method, scheme.rate, scheme.in_use) == (25, "annuity", 54_000, SECOND)
    support = '[[stream]]\nname = "Support"\nkind = "capitalised"\nscheme = "C1"\namounts = '
    (stream,) = read(folder, f'{SCHEME}{support}{{ "2026/27" = 700 }}').streams
    assert (stream.lasts, stream.scheme) == ("one-off", "C1")
    assert refusal(folder, f'{SCHEME}{support}{{ "2026/27" = 701, "2027/28" = 1 }}') == [
        f'"Support" brings £{asked},000 in {year}, for which scheme "C1" borrows £{borrowed}'
        for asked, year, borrowed in ((701, FIRST, "700,000"), (1, SECOND, 0))
    ]


def test_targets_by_year_or_by_the_end_of_one(folder: Folder) -> None:
    children, whole = read(
        folder,
        """
        [[target]]
        service = "Children"
        amounts = { "2026/27" = 400 }
        brought_forward = -150
        [[target]]
        by = "2027/28"
        amount = "2,000"
        """,
    ).targets
    assert (children.name, children.service) == ("Children", Service(("Children",)))
    assert (children.amounts, children.brought_forward) == ((400 * THOUSAND, 0, 0), -150 * THOUSAND)
    assert (whole.name, whole.service, whole.asked) == ("All services", None, (2_000 * THOUSAND,))
    assert (whole.by, whole.amount) == (SECOND, 2_000 * THOUSAND)


def test_the_tables_a_plan_asks_for(folder: Folder) -> None:
    bridge, levels = read(
        folder,
        """
        [[table]]
        name = "bridge"
        title = "How the budget changes"
        basis = "changes"
        by = "service"
        subtotals_after = "Children"
        total_column = "Total"
        orientation = "years down"
        [[table]]
        name = "net budget"
        basis = "levels"
        """,
    ).tables
    assert (bridge.title, bridge.basis, bridge.by) == ("How the budget changes", "changes", "service")
    assert (bridge.subtotals_after, bridge.total_column, bridge.orientation) == (
        ("Children",),
        "Total",
        "years down",
    )
    assert (levels.name, levels.by, levels.total_column, levels.orientation) == (
        "net budget",
        "type",
        "",
        "years across",
    )


def test_a_base_by_year_is_what_takes_the_line_there(folder: Folder) -> None:
    """Opens at 31,000 - 100 = 30,900; then 31,500 is 600 more, 32,100 another 600, and 32,000 is 100 less."""
    line = """
    [[line]]
    service = "General Fund"
    base = 31_000
    gross = 40_000
    one_off_in_base = 100
    base_by_year = { "2026/27" = "31,500", "2027/28" = "32,100", "2028/29" = "32,000" }
    """
    plan = read(folder, line)
    (restatement,) = plan.restatements
    assert plan.lines[2].gross == 40_000 * THOUSAND
    assert (restatement.line, restatement.why) == ("General Fund", "Base as in the last plan")
    assert restatement.amounts == (600 * THOUSAND, 600 * THOUSAND, -100 * THOUSAND)
    net = [int(pence) for pence in folder.outcome().after.net_budget]
    assert net == [(3_000 + level) * THOUSAND for level in (31_500, 32_100, 32_000)]


def test_an_index_is_rates_or_a_sum_for_one_line(folder: Folder) -> None:
    body = """
    [[line]]
    service = "Pay"
    base = 500
    index = "pay"
    [index.pay]
    amounts = { "2026/27" = 15, "2027/28" = 16, "2028/29" = 17 }
    label = "Pay awards"
    """
    pay = read(folder, body).indices["pay"]
    assert pay.rates == (0, 0, 0)
    assert pay.provision == (15 * THOUSAND, 16 * THOUSAND, 17 * THOUSAND)
    assert pay.label == "Pay awards"


def test_what_is_said_beside_a_year(folder: Folder) -> None:
    head = 'year_notes = { "2028/29" = "new council from 1 April 2028" }\ndependants = "refuse"'
    plan = read(folder, "", head)
    assert plan.year_notes == {THIRD: "new council from 1 April 2028"}
    assert plan.dependants == "refuse"


CHANGES = """reference,type,service,title,2026/27,2027/28,2028/29,confidence,stage,requires,excludes,shares_budget_with,replaced_by
S1,S,Adults,Reablement,-10,,,amber,at risk,,,S2,
S2,S,Adults,Day centres,-5,,,80%,not achieved,S1; P1,,,S3
S3,S,Adults,Transport,,-5,,,,,S4,,
S4,S,Adults,Meals,,,,,,,,,
P1,P,Adults,New system,20,,,,,,,,
"""


def test_how_sure_a_saving_is_and_what_it_needs_in_a_csv(folder: Folder) -> None:
    (folder.path / "changes.csv").write_text(CHANGES, encoding="utf-8")
    ratings = '[confidence]\ngreen = "100%"\namber = "75%"\n'
    plan = read(folder, ratings, 'dependants = "follow"\nchanges = "changes.csv"')
    s1, s2, s3, _, p1 = plan.changes
    assert plan.ratings == {"green": MILLION, "amber": 750_000}
    assert [change.confidence for change in plan.changes] == [750_000, 800_000, MILLION, MILLION, MILLION]
    assert (s1.stage, s2.stage, s3.stage, p1.stage) == ("at risk", "not achieved", None, None)
    assert (s2.requires, s3.excludes, s1.shares_budget_with) == (("S1", "P1"), ("S4",), ("S2",))
    assert (s1.requires, s1.replaced_by, s2.replaced_by) == ((), None, "S3")


def change(reference: str, *keys: str) -> str:
    return (
        f'[[change]]\nreference = "{reference}"\ntype = "S"\nservice = "Adults"\ntitle = "T"\n'
        'amounts = { "2026/27" = -1 }\n' + "".join(f"{key}\n" for key in keys)
    )


def test_a_word_whose_share_is_wrong_is_told_once(folder: Folder) -> None:
    wrong = '[confidence]\namber = 75\ngreen = "100%"\n' + change("S1", 'confidence = "amber"')
    assert refusal(folder, wrong) == ["75 has no per cent sign"]


def test_each_circle_is_told_once_and_whole(folder: Folder) -> None:
    body = (
        change("A", 'requires = ["B", "E"]')
        + change("B", 'requires = "A"')
        + change("C", 'requires = "C"')
        + change("D", 'requires = "A"')
        + change("E")
    )
    assert refusal(folder, body, 'dependants = "refuse"') == [
        "A needs B needs A: none of them can come first",
        "C needs C: none of them can come first",
    ]


def test_a_long_chain_is_no_circle(folder: Folder) -> None:
    rows = [f"S{n},S,Adults,T,-1,,,{f'S{n - 1}' if n else ''}" for n in range(3_000)]
    head = "reference,type,service,title,2026/27,2027/28,2028/29,requires"
    (folder.path / "changes.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    plan = read(folder, "", 'dependants = "follow"\nchanges = "changes.csv"')
    assert plan.changes[-1].requires == ("S2998",)


def test_two_changes_that_exclude_each_other_are_told_once(folder: Folder) -> None:
    body = change("A", 'excludes = "B"') + change("B", 'excludes = "A"')
    assert refusal(folder, body) == ['"A" excludes "B", and the plan has amounts of both']
    read(folder, body.replace('"2026/27" = -1', "", 1))


def test_a_part_keeps_its_own_drivers_and_targets_and_no_resources(folder: Folder) -> None:
    body = (
        TAX
        + STREAMS
        + SCHEME
        + DEMAND
        + """
        [[transfer]]
        name = "Prevention grant"
        line = "Children > Care"
        stream = "Services grant"
        amounts = { "2027/28" = 14 }
        [[reserve]]
        name = "General balances"
        class = "general"
        opening = 100
        [[target]]
        service = "Children > Care"
        amounts = { "2026/27" = 4 }
        [[target]]
        amounts = { "2026/27" = 9 }
        """
    )
    plan = read(folder, body)
    children, adults = (part_of(plan, Service((name,))) for name in ("Children", "Adults"))
    for part in (children, adults):
        assert (part.council_tax, part.streams, part.reserves, part.cash_limit) == (None, (), (), None)
    assert (children.demands, children.schemes, children.transfers) == (
        plan.demands,
        plan.schemes,
        plan.transfers,
    )
    assert children.targets == plan.targets[:1]
    assert (adults.demands, adults.schemes, adults.transfers, adults.targets) == ((), (), (), ())


def test_beneath_the_lines_a_part_has_what_the_drivers_of_the_service_come_to(folder: Folder) -> None:
    """The part shows the pressure of the whole plan, at the prices of the line it lands on."""
    plan = read(folder, DEMAND.replace('"Children > Care"', '"Children > Care > Homes"') + SCHEME)
    part = run(plan, service=Service(("Children", "Care", "Homes"))).after
    (pressure,) = [each for each in run(plan).after.changes if each.reference == plan.demands[0].reference]
    assert [line.base for line in part.plan.lines] == [0]
    assert [change.profile for change in part.changes] == [pressure.profile]
    assert (part.plan.demands, part.plan.schemes) == ((), ())


@pytest.mark.parametrize(
    ("written", "places", "number"),
    [
        ("262,100.45", 2, 26_210_045),
        (500, 4, 5_000_000),
        ("0.50", 1, 5),
        (" 1,200 ", 0, 1_200),
        ("1.000", 0, 1),
    ],
)
def test_numbers(written: object, places: int, number: int) -> None:
    assert parse_number(written, places) == number


@pytest.mark.parametrize("written", ["-5", -5, "1.05", "1,20", "1e3", "", True, None, [], "9" * 13])
def test_what_is_no_number(written: object) -> None:
    with pytest.raises(MisreadError):
        parse_number(written, 1)
