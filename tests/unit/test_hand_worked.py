"""A whole council by hand: what pays, what is put by, and what is left to find, with the arithmetic written out."""

import pytest

from tests.unit.plans import THOUSAND, Folder

THREE = "2014/15 to 2016/17"

LINE = """
[[line]]
service = "A"
base = 1_000
"""

GRANT = """
[[stream]]
name = "Main grant"
kind = "grant"
amounts = { "2014/15" = 900, "2015/16" = 900, "2016/17" = 900, "2017/18" = 900 }
"""

BAND_D = """
[[line]]
service = "A"
base = "400,000"
[council_tax]
band_d = "1,700.00"
precept_in_band_d = "230.00"
core = "2.99%"
precept = "2%"
tax_base = {{ "2014/15" = "262,100.45", "2015/16" = "262,100.45", "2016/17" = "262,100.45" }}
{rounding}
"""


def thousands(*amounts: int) -> list[int]:
    return [amount * THOUSAND for amount in amounts]


def council_tax(folder: Folder) -> dict[str, list[int]]:
    """Band D, its elements and the what it raises, in pence."""
    band_d = folder.outcome().after.band_d
    assert band_d is not None
    return {name: list(map(int, amounts)) for name, amounts in band_d._asdict().items()}


BY_RULE = {
    # 1,700.00 + 2.99% + 2% = 1,700 x 1.0499 = 1,784.83; 1,784.83 x 1.0499 = 1,873.893017; 1,873.89 x 1.0499 = 1,967.397111.
    # The precept adds 2% of last year's total: 230 + 34.00; 264 + 35.6966; 299.70 + 37.4778. Core is the rest.
    "nearest": (
        "",
        [1_784_83, 1_873_89, 1_967_40],
        [264_00, 299_70, 337_18],
        [1_520_83, 1_574_19, 1_630_22],
    ),
    "down": (
        'rounding = "down"',
        [1_784_83, 1_873_89, 1_967_39],
        [264_00, 299_70, 337_18],
        [1_520_83, 1_574_19, 1_630_21],
    ),
    # 178,483p / 9 = 19,831.4, so 178,479p. 1,784.79 x 1.0499 = 1,873.851021: / 9p = 20,820.6, so 20,821 x 9p = 1,873.89.
    # 1,967.397111 / 9p = 21,859.97, so 21,860 x 9p = 1,967.40. Precept: 264 + 2% of 1,784.79, 35.6958; then + 37.4778.
    "a multiple of 9p": (
        'rounding = "9p"',
        [1_784_79, 1_873_89, 1_967_40],
        [264_00, 299_70, 337_18],
        [1_520_79, 1_574_19, 1_630_22],
    ),
    # Each element by itself. Core: 1,470 + 50.83; 1,520.83 + 53.366417 = 1,574.196417; then 2.99% of 1,873.90 is
    # 56.02961, so 1,630.22961. Precept: 264.00; 264 + 35.6966 = 299.6966; 299.70 + 37.478 = 337.178.
    "each element": (
        'round_each = "elements"',
        [1_784_83, 1_873_90, 1_967_41],
        [264_00, 299_70, 337_18],
        [1_520_83, 1_574_20, 1_630_23],
    ),
    # Core 1,520.83, 1,574.196417, and 1,574.19 + 2.99% of 1,873.88, 56.029012. Precept 264.00, 299.6966, 299.69 + 37.4776.
    "each element, down": (
        'round_each = "elements"\nrounding = "down"',
        [1_784_83, 1_873_88, 1_967_37],
        [264_00, 299_69, 337_16],
        [1_520_83, 1_574_19, 1_630_21],
    ),
}


@pytest.mark.parametrize("rule", BY_RULE)
def test_band_d_by_each_rounding_rule_over_three_years(folder: Folder, rule: str) -> None:
    rounding, total, precept, core = BY_RULE[rule]
    folder.plan(BAND_D.format(rounding=rounding), years=THREE)
    found = council_tax(folder)
    assert (found["total"], found["precept"], found["core"]) == (total, precept, core)


def test_the_council_tax_requirement_is_base_times_band_d_to_the_penny(folder: Folder) -> None:
    """262,100.45 x 1,784.83 = 467,804,746.1735; x 1,873.89 = 491,147,412.2505 (a half rounds up); x 1,967.40 = 515,656,425.33."""
    folder.plan(BAND_D.format(rounding=""), years=THREE)
    requirement = [467_804_746_17, 491_147_412_25, 515_656_425_33]
    assert council_tax(folder)["income"] == requirement
    assert folder.gap() == [400_000 * THOUSAND - pence for pence in requirement]


def flat(folder: Folder, core: str, base: str) -> dict[str, list[int]]:
    body = """
    [[line]]
    service = "A"
    base = 1_000
    [council_tax]
    band_d = "200.00"
    core = {core}
    {base}
    """
    folder.plan(body.format(core=core, base=base), years=THREE)
    return council_tax(folder)


def test_a_flat_rise_a_freeze_and_a_rate(folder: Folder) -> None:
    """200 + 5 = 205; frozen, 205; 205 x 1.0199 = 209.0795. The base is 99% of the gross, to two decimals."""
    core = '{ "2014/15" = "£5", "2015/16" = "freeze", "2016/17" = "1.99%" }'
    base = 'gross_base = { "2014/15" = 5_000, "2015/16" = "5,050.55", "2016/17" = 5_100 }\ncollection_rate = "99%"'
    found = flat(folder, core, base)
    assert found["total"] == [205_00, 205_00, 209_08]
    assert found["tax_base"] == [4_950_00, 5_000_04, 5_049_00]  # 5,050.55 x 99% = 5,000.0445
    # 4,950 x 205; 5,000.04 x 205; 5,049 x 209.08
    assert found["income"] == [1_014_750_00, 1_025_008_20, 1_055_644_92]


def test_a_stated_yield_implies_the_base(folder: Folder) -> None:
    """£1,020,000 / 205.00 = 4,975.6098; £1,030,000 / 205 = 5,024.3902; £1,040,000 / 205 = 5,073.1707."""
    core = '{ "2014/15" = "£5", "2015/16" = "freeze", "2016/17" = "freeze" }'
    found = flat(folder, core, 'amount = { "2014/15" = 1_020, "2015/16" = 1_030, "2016/17" = 1_040 }')
    assert found["income"] == thousands(1_020, 1_030, 1_040)
    assert found["tax_base"] == [4_975_61, 5_024_39, 5_073_17]


def test_two_collection_funds_each_pay_in_their_year_alone(folder: Folder) -> None:
    """A council tax surplus of 40 in 2014/15 and a business rates deficit of 25 in 2015/16: 100 - 40, 100 + 25, 100, 100."""
    funds = """
    [[stream]]
    name = "Council tax collection fund"
    kind = "council tax collection fund"
    amounts = { "2014/15" = 40 }
    [[stream]]
    name = "Business rates collection fund"
    kind = "business rates collection fund"
    amounts = { "2015/16" = -25 }
    """
    folder.plan(LINE + GRANT)
    assert folder.gap() == thousands(100, 100, 100, 100)
    (folder.path / "plan.toml").unlink()
    folder.plan(LINE + GRANT + dedented(funds))
    assert folder.gap() == thousands(60, 125, 100, 100)
    after = folder.outcome().after
    assert after.change_in_gap is not None
    assert after.gaps is not None
    assert after.change_in_gap.tolist() == thousands(60, 65, -25, 0)
    assert after.gaps.structural.tolist() == thousands(100, 100, 100, 100)


def dedented(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


RESERVE = """
[[reserve]]
name = "General balances"
class = "general"
opening = {opening}
{more}
"""


def reserve(opening: int, more: str) -> str:
    return RESERVE.format(opening=opening, more=dedented(more))


def test_a_contribution_is_a_cost_and_raises_the_gap(folder: Folder) -> None:
    """1,000 + 20 - 900 in 2015/16 alone; the balance is 50, 70, 70, 70."""
    folder.plan(LINE + GRANT + reserve(50, 'contributions = { "2015/16" = 20 }'))
    after = folder.outcome().after
    assert folder.gap() == thousands(100, 120, 100, 100)
    assert folder.net() == thousands(1_000, 1_000, 1_000, 1_000)
    assert after.reserves is not None
    assert list(after.reserves.each[0].closing or ()) == thousands(50, 70, 70, 70)


def test_a_use_lowers_the_gap_of_its_year_and_no_other(folder: Folder) -> None:
    """30 of 50 in 2014/15: 70, 100, 100, 100; and the year after, the gap opens by the 30 again."""
    folder.plan(LINE + GRANT + reserve(50, 'uses = { "2014/15" = 30 }'))
    after = folder.outcome().after
    assert after.gaps is not None
    assert after.change_in_gap is not None
    assert after.gaps.before_reserves.tolist() == thousands(100, 100, 100, 100)
    assert folder.gap() == thousands(70, 100, 100, 100)
    assert after.change_in_gap.tolist() == thousands(70, 30, 0, 0)


def test_a_use_below_the_minimum_is_capped_and_the_rest_is_in_the_gap(folder: Folder) -> None:
    """50 with a minimum of 35: 15 of the 30 is there."""
    folder.plan(LINE + GRANT + reserve(50, 'minimum = 35\nuses = { "2014/15" = 30 }'))
    after = folder.outcome().after
    assert after.reserves is not None
    assert list(after.reserves.each[0].uses) == thousands(15, 0, 0, 0)
    assert list(after.reserves.each[0].closing or ()) == thousands(35, 35, 35, 35)
    assert folder.gap() == thousands(85, 100, 100, 100)


def test_a_reserve_that_balances_the_gap_and_runs_out_mid_plan(folder: Folder) -> None:
    """280 less a minimum of 30: 100, 100 and 50 of the 100 a year; then 50 and 100 are left to find."""
    folder.plan(LINE + GRANT + reserve(280, "minimum = 30\nbalances_gap = 1"))
    after = folder.outcome().after
    assert after.reserves is not None
    assert list(after.reserves.balancing) == thousands(100, 100, 50, 0)
    assert list(after.reserves.each[0].closing or ()) == thousands(180, 80, 30, 30)
    assert folder.gap() == thousands(0, 0, 50, 100)


def test_two_reserves_balance_in_their_turn_and_after_what_is_stated(folder: Folder) -> None:
    """General has the second turn though it is written first. Stated: 20 of it in 2014/15.

    2014/15: 100 - 20 = 80, and smoothing pays it: 120 - 80 = 40. 2015/16: smoothing pays 40, general 60 of its 70 above
    the minimum of 10. 2016/17: general pays 10, 90 is left. 2017/18: 100.
    """
    smoothing = """
    [[reserve]]
    name = "Smoothing reserve"
    class = "earmarked"
    opening = 120
    balances_gap = 1
    """
    general = reserve(100, 'minimum = 10\nbalances_gap = 2\nuses = { "2014/15" = 20 }')
    folder.plan(LINE + GRANT + general + dedented(smoothing))
    held = folder.outcome().after.reserves
    assert held is not None
    assert list(held.each[0].balancing) == thousands(0, 60, 10, 0)
    assert list(held.each[1].balancing) == thousands(80, 40, 0, 0)
    assert list(held.each[0].closing or ()) == thousands(80, 20, 10, 10)
    assert folder.gap() == thousands(0, 0, 90, 100)


def test_a_movement_that_a_budget_line_holds_is_not_counted_twice(folder: Folder) -> None:
    """The line's 1,000 is net of 30 from the reserve, which has 20: the gap is 100 and the 10 that is not there."""
    folder.plan(LINE + GRANT + reserve(20, 'in_budget = true\nuses = { "2014/15" = 30 }'))
    assert folder.gap() == thousands(110, 100, 100, 100)


def test_a_schools_deficit_may_fall_below_nil_and_is_outside_the_gap(folder: Folder) -> None:
    deficit = """
    [[reserve]]
    name = "Schools deficit"
    class = "memorandum"
    opening = -40
    uses = { "2014/15" = 30, "2015/16" = 30 }
    """
    folder.plan(LINE + GRANT + dedented(deficit))
    held = folder.outcome().after.reserves
    assert held is not None
    assert list(held.each[0].closing or ()) == thousands(-70, -100, -100, -100)
    assert folder.gap() == thousands(100, 100, 100, 100)


def test_a_grant_rolled_in_moves_both_sides_and_not_the_gap(folder: Folder) -> None:
    """50 from 2015/16 on the line and in the grant; beside the base, so the 10% of inflation is on 1,000 alone.

    1,100 - 900, 1,210 - 900, 1,331 - 900, 1,464.1 - 900.
    """
    line = f'{LINE}index = "general"\n[index.general]\nrates = "10%"\n'
    transfer = """
    [[transfer]]
    name = "Prevention grant, now in the main grant"
    line = "A"
    stream = "Main grant"
    amounts = { "2015/16" = 50 }
    """
    folder.plan(line + GRANT)
    gap, net = folder.gap(), folder.net()
    folder.plan(line + GRANT + dedented(transfer))
    assert folder.gap() == gap == [*thousands(200, 310, 431), 564_100_00]
    assert [after - before for before, after in zip(net, folder.net(), strict=True)] == thousands(
        0, 50, 50, 50
    )


def test_a_saving_in_the_base_that_is_not_delivered_is_a_pressure(folder: Folder) -> None:
    """100 left the base in 2013/14; at 80% 20 of it comes back in 2014/15, and no saving is added."""
    saving = """
    [[change]]
    reference = "S1"
    type = "A"
    service = "A"
    title = "Already out of the base"
    in_base_since = "2013/14"
    full_year = -100
    """
    folder.plan(LINE + dedented(saving) + GRANT)
    folder.scenario('[[deliver]]\nchange = "S1"\nshare = "80%"\nwhy = "as it turned out"')
    assert folder.net() == thousands(1_020, 1_020, 1_020, 1_020)
    assert folder.gap() == thousands(120, 120, 120, 120)
    assert folder.outcome().after.inputs.not_delivered.tolist() == [thousands(20, 0, 0, 0)]
