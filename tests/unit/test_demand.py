"""Demand by hand: activity at a cost of each unit is a pressure, and inflation is paid on it once."""

from fractions import Fraction

from mtfp.engine.demand import activity_of
from tests.unit.plans import POUND, Folder

CHILDREN = """
[[line]]
service = "Placements"
base = "20,000,000"
{index}
[index.contracts]
rates = {{ "2014/15" = "2%", "2015/16" = "2%", "2016/17" = "0%", "2017/18" = "3%" }}
[index.unused]
rates = "9%"
[[demand]]
reference = "D1"
title = "Children looked after"
type = "P"
service = "Placements"
activity = 400
unit_cost = "£50,000.00"
unit = "children"
{more}
"""


def children(folder: Folder, more: str, index: str = 'index = "contracts"') -> Folder:
    return folder.plan(CHILDREN.format(more=more, index=index), unit="£")


def pounds(*amounts: int) -> list[int]:
    return [amount * POUND for amount in amounts]


def test_inflation_is_paid_once(folder: Folder) -> None:
    """400 children x £50,000 = £20,000,000. 5% more each of two years, then as many as there are.

    2014/15: 420 children. 20 more at 50,000 x 1.02 = 51,000: £1,020,000.
    2015/16: 441. 21 more at 51,000 x 1.02 = 52,020: £1,092,420.
    2016/17 and 2017/18: none more.
    Base and pressures with inflation: 420 x 51,000 = 21,420,000; 441 x 52,020 = 22,940,820; the same; and
    441 x 52,020 x 1.03 = 23,629,044.60.
    """
    rates = '{ "2014/15" = "5%", "2015/16" = "5%", "2016/17" = "0%", "2017/18" = "0%" }'
    children(folder, f"growth = {rates}")
    after = folder.outcome().after
    assert after.inputs.change_amounts.tolist() == [pounds(1_020_000, 1_092_420, 0, 0)]
    assert after.net_budget.tolist() == [*pounds(21_420_000, 22_940_820, 22_940_820), 23_629_044_60]


def test_a_line_without_an_index_pays_base_year_prices(folder: Folder) -> None:
    """20 and 21 more at £50,000."""
    rates = '{ "2014/15" = "5%", "2015/16" = "5%", "2016/17" = "0%", "2017/18" = "0%" }'
    children(folder, f"growth = {rates}", index="")
    assert folder.net() == pounds(21_000_000, 22_050_000, 22_050_000, 22_050_000)


def test_a_forecast_that_rises_and_falls(folder: Folder) -> None:
    """412 children, 405.5, 405.5, 399: 12 at 51,000; -6.5 at 52,020; none; -6.5 at 52,020 x 1.03 = 53,580.60."""
    forecast = '{ "2014/15" = 412, "2015/16" = 405.5, "2016/17" = 405.5, "2017/18" = 399 }'
    children(folder, f"forecast = {forecast}")
    after = folder.outcome().after
    assert after.inputs.change_amounts.tolist() == [
        [612_000_00, -338_130_00, 0, -348_273_90],
    ]
    assert int(after.net_budget[-1]) == 399 * 53_580_60


def test_cash_unit_costs_are_the_rise_in_activity_times_cost(folder: Folder) -> None:
    """420 x 51,000 = 21,420,000; 430 x 52,500 = 22,575,000; 430 x 52,500; 425 x 54,000 = 22,950,000, from 20,000,000."""
    more = """
    forecast = { "2014/15" = 420, "2015/16" = 430, "2016/17" = 430, "2017/18" = 425 }
    cash_unit_cost = { "2014/15" = "£51,000", "2015/16" = "£52,500", "2016/17" = "£52,500", "2017/18" = "£54,000" }
    """
    children(folder, more, index="")
    after = folder.outcome().after
    assert after.inputs.change_amounts.tolist() == [pounds(1_420_000, 1_155_000, 0, 375_000)]
    assert after.net_budget.tolist() == pounds(21_420_000, 22_575_000, 22_575_000, 22_950_000)


PASSES = """
[[line]]
service = "A"
base = "10.10"
[[demand]]
reference = "D1"
title = "Passes"
type = "P"
service = "A"
activity = 10
unit_cost = "£1.01"
"""


def test_half_a_penny_goes_away_from_nil(folder: Folder) -> None:
    """Half a unit more at 101p is 50.5p, so 51p; half a unit less, -51p."""
    forecast = '{ "2014/15" = 10.5, "2015/16" = 10, "2016/17" = 10, "2017/18" = 9.5 }'
    folder.plan(f"{PASSES}forecast = {forecast}", unit="£")
    assert folder.outcome().after.inputs.change_amounts.tolist() == [[51, -51, 0, -51]]


def test_growth_compounds_without_rounding_what_is_counted(folder: Folder) -> None:
    """10 x 1.025 = 10.25; x 0.975 = 9.99375; x 1.05 = 10.4934375."""
    growth = '{ "2014/15" = "2.5%", "2015/16" = "-2.5%", "2016/17" = "5%", "2017/18" = "0%" }'
    folder.plan(f"{PASSES}growth = {growth}", unit="£")
    (demand,) = folder.outcome().after.plan.demands
    units = [Fraction(text) for text in ("10", "10.25", "9.99375", "10.4934375", "10.4934375")]
    assert activity_of(demand) == units


def test_a_demand_is_a_change_among_the_changes(folder: Folder) -> None:
    children(folder, 'growth = "5%"\nnote = "as in 2013"')
    (change,) = folder.outcome().after.changes
    assert (change.reference, change.printed, change.title) == ("D1", "D1", "Children looked after")
    assert (change.type, str(change.service), change.note) == ("P", "Placements", "as in 2013")
    assert all(step.month == step.month.year.april for step in change.profile.phases)


def test_a_demand_beyond_any_council_is_refused(folder: Folder) -> None:
    children(folder, 'growth = "100%"')
    body = (folder.path / "plan.toml").read_text(encoding="utf-8")
    (folder.path / "plan.toml").write_text(
        body.replace("activity = 400", "activity = 4_000_000"), encoding="utf-8"
    )
    assert '"D1" comes to more than £100bn' in folder.refusal()


def test_a_demand_that_falls_by_more_than_any_council_spends_is_refused(folder: Folder) -> None:
    """3 units fewer at £40bn are £120bn less; 2.5 fewer are exactly £100bn, which a file may hold too."""
    far = PASSES.replace("activity = 10", "activity = 4").replace("£1.01", "£40bn")
    folder.plan(f'{far}forecast = {{ "2014/15" = 1 }}', unit="£", years="2014/15")
    assert '"D1" comes to more than £100bn in 2014/15' in folder.refusal()
    folder.plan(f'{far}forecast = {{ "2014/15" = 1.5 }}', unit="£", years="2014/15")
    assert folder.net() == [10_10 - 10_000_000_000_000]
