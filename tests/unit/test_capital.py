"""Capital financing by hand: what is borrowed, the charge that repays it to the penny, and the interest."""

from fractions import Fraction

import pytest

from mtfp.engine.capital import Financing, financing
from mtfp.money import LARGEST_AMOUNT
from mtfp.plan.capital import Method, Scheme
from mtfp.plan.terms import Service
from mtfp.problems import Place
from mtfp.years import FinancialYear, Horizon
from tests.unit.plans import POUND, THOUSAND, Folder, Text, over_life

YEARS = Horizon.parse("2018/19 to 2021/22")


def scheme(
    *spend: int,
    grants: tuple[int, ...] = (0, 0, 0, 0),
    receipts: tuple[int, ...] = (0, 0, 0, 0),
    life: int = 25,
    method: Method = "annuity",
    rate: int = 50_000,
    in_use: FinancialYear | None = None,
) -> Scheme:
    """Return a scheme in whole pounds over four years from 2018/19."""
    return Scheme(
        reference="C1",
        title="School places",
        type="P",
        service=Service(("A",)),
        spend=pence(*spend, *(0,) * (4 - len(spend))),
        grants=pence(*grants),
        receipts=pence(*receipts),
        life=life,
        method=method,
        rate=rate,
        in_use=in_use,
        place=Place(Text()),
    )


def pence(*pounds: int) -> tuple[int, ...]:
    return tuple(each * POUND for each in pounds)


def test_an_annuity_of_three_years_by_hand() -> None:
    """£3,310 at 10%: 1 + 1.1 + 1.21 = 3.31, so the charges are 1,000, 1,100 and 1,210; with interest, 1,331 a year.

    Interest is 10% of the 1 April balance: 331.00 of 3,310, 231.00 of 2,310, 121.00 of 1,210; in the year of
    spending, of half of it: 165.50.
    """
    paid = financing(scheme(3_310, life=3, rate=100_000), YEARS)
    assert paid.charge == pence(0, 1_000, 1_100, 1_210)
    assert paid.balance == pence(3_310, 2_310, 1_210, 0)
    assert paid.interest == (165_50, *pence(331, 231, 121))


def test_an_annuity_of_25_years_is_repaid_to_the_penny() -> None:
    """£1,000,000 at 5%: 1.05^25 = 3.3863549409, so the first charge is 50,000 / 2.3863549409 = 20,952.457.

    After two years 20,952.457 x 2.05 = 42,952.537 is repaid, so the second charge is 42,952.54 - 20,952.46 = 22,000.08.
    The last is 20,952.457 x 1.05^24 = 67,573.769, and what is left then.
    """
    paid = over_life(scheme(1_000_000), YEARS)
    assert paid.charge[:3] == (0, 20_952_46, 22_000_08)
    assert paid.charge[25] == 1_000_000_00 - 932_426_23
    assert sum(paid.charge) == 1_000_000_00
    assert paid.charge[26:] == (0,) * len(paid.charge[26:])
    assert paid.balance[25] == 0


def test_an_annuity_s_charge_and_interest_are_level_to_the_penny_or_two() -> None:
    """20,952.457 + 50,000.00 = 70,952.457 a year; each of the two figures is at most a penny from its exact one."""
    paid = over_life(scheme(1_000_000), YEARS)
    level = [
        charge + interest for charge, interest in zip(paid.charge[1:26], paid.interest[1:26], strict=True)
    ]
    assert all(abs(each - 70_952_46) <= 2 for each in level)


def test_equal_instalments_that_do_not_divide_lose_no_penny() -> None:
    """£1,000 over 3 years: 333.33, then 666.67 and 1,000.00 repaid in all."""
    paid = financing(scheme(1_000, life=3, method="equal instalments"), YEARS)
    assert paid.charge == (0, 333_33, 333_34, 333_33)


def test_an_annuity_without_interest_is_equal_instalments() -> None:
    assert (
        financing(scheme(1_000, life=3, rate=0), YEARS).charge
        == financing(scheme(1_000, life=3, rate=0, method="equal instalments"), YEARS).charge
    )


def test_a_capital_grant_received_in_tranches() -> None:
    """£000: spend 900, 600, 300; grant 500 in summer 2018 and 700 in summer 2020; 30 equal instalments at 4%.

    The second tranche pays for that year's 300 first, then for the 400 left of the first year, two years late. So the 600
    of 2019/20 are borrowed, charged 20 a year from the April after.
    Balance: 900 - 500 = 400; 400 + 600 = 1,000; 1,000 + 300 - 700 - 20 = 580; 580 - 20 = 560.
    Interest at 4%: of half of 900 - 500, 8; of 400 + half of 600, 28; of 1,000 + half of 300 - 700, 32; of 580, 23.2.
    """
    paid = financing(
        scheme(
            900_000,
            600_000,
            300_000,
            grants=(500_000, 0, 700_000, 0),
            life=30,
            method="equal instalments",
            rate=40_000,
        ),
        YEARS,
    )
    assert paid == Financing(
        spend=thousands(900, 600, 300, 0),
        applied=thousands(500, 0, 700, 0),
        borrowed=thousands(0, 600, 0, 0),
        charge=thousands(0, 0, 20, 20),
        interest=(*thousands(8, 28, 32), 23_200_00),
        balance=thousands(400, 1_000, 580, 560),
    )


def test_a_rolling_programme_s_grant_pays_for_its_own_year() -> None:
    """1,000 a year, 800 of it by grant: 200 of every year is borrowed and charged, not 800 of the last one."""
    paid = financing(
        scheme(1_000, 1_000, 1_000, grants=(800, 800, 800, 0), life=10, method="equal instalments", rate=0),
        YEARS,
    )
    assert paid.borrowed == pence(200, 200, 200, 0)
    assert paid.charge == pence(0, 20, 40, 60)


def test_a_grant_after_the_plan_pays_for_spending_in_it() -> None:
    """100 spent in the last year of the plan, and a grant of 100 the year after: nothing is borrowed for good."""
    paid = financing(scheme(0, 0, 0, 100, 0, grants=(0, 0, 0, 0, 100), receipts=(0,) * 5), YEARS)
    assert paid.borrowed == paid.charge == pence(0, 0, 0, 0)
    assert paid.balance == pence(0, 0, 0, 100)


def thousands(*amounts: int) -> tuple[int, ...]:
    return tuple(amount * THOUSAND for amount in amounts)


def test_what_is_received_before_it_is_spent_waits() -> None:
    """A grant of 700 and a receipt of 300 in the first year pay for 400 then and 600 of the next year's 800."""
    paid = financing(
        scheme(400, 800, grants=(700, 0, 0, 0), receipts=(300, 0, 0, 0), life=2, method="equal instalments"),
        YEARS,
    )
    assert paid.applied == pence(400, 600, 0, 0)
    assert paid.borrowed == pence(0, 200, 0, 0)
    assert paid.charge == pence(0, 0, 100, 100)
    assert paid.interest == pence(0, 5, 10, 5)


def test_more_grant_than_spending_borrows_nothing_and_is_not_spent_twice() -> None:
    paid = financing(scheme(400, grants=(0, 1_000, 0, 0)), YEARS)
    assert paid.applied == pence(0, 400, 0, 0)
    assert paid.borrowed == paid.charge == (*paid.balance[1:], 0) == pence(0, 0, 0, 0)


def test_the_charge_waits_until_the_asset_works_and_interest_does_not() -> None:
    """£1,000 spent in 2018/19 and in use in 2020/21: charged from 2021/22; interest of 5% on half, then all of it."""
    paid = financing(scheme(1_000, life=10, method="equal instalments", in_use=FinancialYear(2020)), YEARS)
    assert paid.charge == pence(0, 0, 0, 100)
    assert paid.interest == pence(25, 50, 50, 50)


def test_spending_after_the_asset_works_is_charged_from_the_april_after_it() -> None:
    paid = financing(
        scheme(1_000, 0, 500, life=10, method="equal instalments", in_use=FinancialYear(2019)), YEARS
    )
    assert paid.charge == pence(0, 0, 100, 150)


def test_an_asset_in_use_only_after_the_plan_is_charged_after_it() -> None:
    late = scheme(1_000, life=4, method="equal instalments", in_use=FinancialYear(2023))
    assert financing(late, YEARS).charge == (0, 0, 0, 0)
    assert over_life(late, YEARS).charge == pence(0, 0, 0, 0, 0, 0, 250, 250, 250, 250)


@pytest.mark.parametrize("method", ["annuity", "equal instalments"])
@pytest.mark.parametrize("life", [1, 2, 7, 25, 60])
@pytest.mark.parametrize("in_use", [None, FinancialYear(2010), FinancialYear(2019), FinancialYear(2030)])
def test_the_charges_of_a_life_sum_to_what_was_borrowed(
    method: Method, life: int, in_use: FinancialYear | None
) -> None:
    each = scheme(
        999,
        1_001,
        3,
        7_777,
        grants=(0, 500, 0, 11),
        life=life,
        method=method,
        rate=47_500,
        in_use=in_use,
    )
    paid = over_life(each, YEARS)
    assert sum(paid.charge) == sum(paid.borrowed) == sum(paid.spend) - sum(paid.applied)
    assert paid.balance[-1] == 0
    assert min(paid.charge) >= 0
    assert all(
        closing == opening + spend - applied - charge
        for opening, spend, applied, charge, closing in zip(
            (0, *paid.balance), paid.spend, paid.applied, paid.charge, paid.balance, strict=False
        )
    )
    within = financing(each, YEARS)
    assert tuple(series[:4] for series in paid) == tuple(within)


def test_a_charge_is_never_more_than_half_a_penny_from_the_exact_sum_repaid() -> None:
    """The exact shares are ((1 + r)^k - 1) / ((1 + r)^n - 1), in fractions."""
    rate, life = Fraction(54, 1000), 40
    repaid = 0
    for k, charge in enumerate(over_life(scheme(777_777, life=life, rate=54_000), YEARS).charge[1:41], 1):
        repaid += charge
        exact = 777_777_00 * ((1 + rate) ** k - 1) / ((1 + rate) ** life - 1)
        assert abs(repaid - exact) <= Fraction(1, 2)


PLAN = """
[[line]]
service = "A"
base = 1_000
[[scheme]]
reference = "C1"
title = "Two homes"
type = "P"
service = "A"
spend = { "2014/15" = 600, "2015/16" = 300 }
grants = { "2015/16" = 100 }
life = 20
method = "equal instalments"
rate = "5%"
note = "an example"
"""


def test_a_scheme_is_a_pressure_among_the_changes(folder: Folder) -> None:
    """£000: the grant pays for 100 of its own year's 300, so 600 and 200 are borrowed, charged 30 and 10 a year.

    Interest: 5% of half of 600, 15; of 600 + half of 300 - 100, 35; then of 800 - 30 = 770, 38.5; of 730, 36.5.
    Charge: nil, 30, 40, 40. Together 15, 65, 78.5, 76.5: a change of 15, 50, 13.5, -2.
    """
    folder.plan(PLAN)
    after = folder.outcome().after
    assert after.net_budget.tolist() == [1_015_000_00, 1_065_000_00, 1_078_500_00, 1_076_500_00]
    (change,) = after.changes
    assert (change.reference, change.printed, change.title, change.note) == (
        "C1",
        "C1",
        "Two homes",
        "an example",
    )
    assert change.amounts(after.plan.horizon) == [15_000_00, 50_000_00, 13_500_00, -2_000_00]
    assert after.inputs.change_amounts.tolist() == [[15_000_00, 50_000_00, 13_500_00, -2_000_00]]
    assert after.financing[0].balance == thousands(600, 770, 730, 690)


def test_a_scheme_beyond_any_council_is_refused(folder: Folder) -> None:
    huge = LARGEST_AMOUNT // THOUSAND
    folder.plan(PLAN.replace("600", str(huge)).replace("300", str(huge)).replace("life = 20", "life = 1"))
    assert '"C1" comes to more than £100bn in 2015/16' in folder.refusal()
