"""Savings that keep a reserve at its minimum, by hand: exact, no more than needed, and none of them in the gap."""

import pytest

from mtfp.analysis.keeping import Needed, needed, needed_words
from mtfp.money import TO_THE_PENNY
from mtfp.plan.reserves import Reserve
from tests.unit.plans import THOUSAND, Folder

SHORT_OF_100 = """
[[line]]
service = "A"
base = 1_000
[cash_limit]
"2014/15" = 900
"2015/16" = 900
"2016/17" = 900
"2017/18" = 900
[[reserve]]
name = "General balances"
class = "general"
opening = {opening}
minimum = {minimum}
balances_gap = 1
{more}
keep = {{ from = "{first}", shape = "{shape}", round_up_to = {up_to} }}
"""


def short_of_100(
    folder: Folder,
    *,
    opening: str = "250",
    minimum: str = "100",
    first: str = "2015/16",
    shape: str = "equal",
    up_to: int = 10,
    more: str = "",
) -> Folder:
    """Write a plan that is 100 short each year, £000, beside a reserve."""
    body = SHORT_OF_100.format(
        opening=opening, minimum=minimum, first=first, shape=shape, up_to=up_to, more=more
    )
    return folder.plan(body)


def found(folder: Folder) -> tuple[Needed, list[str]]:
    after = folder.outcome().after
    (reserve,) = after.plan.reserves
    each = needed(after, reserve)
    return each, needed_words(after, reserve, each, TO_THE_PENNY)


def thousands(*amounts: int) -> tuple[int, ...]:
    return tuple(amount * THOUSAND for amount in amounts)


def test_equal_savings_are_the_least_that_do(folder: Folder) -> None:
    """250 - 100 in 2014/15 leaves 150, 50 above the minimum, for three years: 300 - 50 = 250, 83.3 each, so 90.

    With 90 the reserve pays 10 a year: 140, 130, 120. With 80 it would pay 20, 20 and 10, and 10 be left to find.
    """
    each, words = found(short_of_100(folder))
    assert each.savings == thousands(0, 90, 90, 90)
    assert each.closing == thousands(150, 140, 130, 120)
    assert each.gap == (0, 0, 0, 0)
    assert words == [
        "Savings of £90,000 a year from 2015/16 would leave nothing to find, with General balances at or above its minimum."
    ]


@pytest.mark.parametrize("shape", ["equal", "as needed"])
def test_of_one_year_no_saving_is_said_to_be_a_year_or_each(folder: Folder, shape: str) -> None:
    """The reserve pays 100 a year of its 400 down to 100; nothing of it is left for 2017/18, which needs 100."""
    _, words = found(short_of_100(folder, opening="400", first="2017/18", shape=shape))
    assert words == [
        "Savings of £100,000 in 2017/18 would leave nothing to find, with General balances at or above its minimum."
    ]


def test_equal_savings_to_the_thousand(folder: Folder) -> None:
    """83.3 rounded up to whole thousands is 84; three times 83 leaves 1 to find."""
    each, _ = found(short_of_100(folder, up_to=1))
    assert each.savings == thousands(0, 84, 84, 84)
    assert each.closing == thousands(150, 134, 118, 102)


def test_savings_as_needed_use_the_reserve_first(folder: Folder) -> None:
    """50 above the minimum pays half of 2015/16; after that each year needs its whole 100."""
    each, words = found(short_of_100(folder, shape="as needed"))
    assert each.savings == thousands(0, 50, 100, 100)
    assert each.closing == thousands(150, 100, 100, 100)
    amounts = "£50,000 in 2015/16, £100,000 in 2016/17 and £100,000 in 2017/18"
    assert words == [
        f"Savings of {amounts}, each for its own year, would leave nothing to find, with General balances at or above its minimum."
    ]


def test_what_rounding_up_leaves_in_the_reserve_helps_the_next_year(folder: Folder) -> None:
    """In steps of 40: 2015/16 needs 50, so 80, and uses 20 of 50; 2016/17 has 30, needs 70, so 80; then 10, 90, so 120."""
    each, _ = found(short_of_100(folder, shape="as needed", up_to=40))
    assert each.savings == thousands(0, 80, 80, 120)
    assert each.closing == thousands(150, 130, 110, 110)
    assert each.gap == thousands(0, 0, 0, -20)


def test_the_plan_s_own_gap_does_not_move(folder: Folder) -> None:
    """150 above the minimum: 100, 50, and then nothing."""
    short_of_100(folder)
    assert folder.gap() == list(thousands(0, 50, 100, 100))
    assert folder.net() == list(thousands(1_000, 1_000, 1_000, 1_000))


def test_a_minimum_that_is_a_share_of_the_net_budget_falls_with_it(folder: Folder) -> None:
    """10% of 1,000 - s. Three years of 100 - s out of 150 - (100 - s / 10): 300 - 3s = 50 + s / 10, s = 80.6, so 81.

    With 81: 150 - 3 x 19 = 93, and the minimum is 10% of 919, 91.9. With 80 it would be 90, under 92.
    """
    each, _ = found(short_of_100(folder, minimum='"10% of net budget"', up_to=1))
    assert each.savings == thousands(0, 81, 81, 81)
    assert each.closing == thousands(150, 131, 112, 93)
    assert each.minimum == (100_000_00, 91_900_00, 91_900_00, 91_900_00)


def test_a_year_before_the_savings_start_that_is_short_is_said(folder: Folder) -> None:
    """150 - 100 pays 50 of 2014/15, and 50 is left."""
    each, words = found(short_of_100(folder, opening="150"))
    assert each.savings == thousands(0, 100, 100, 100)
    assert each.gap == thousands(50, 0, 0, 0)
    assert words[1:] == [
        "Before 2015/16 the plan does not balance, whatever is saved later: £50,000 in 2014/15 still to find."
    ]


def test_no_savings_where_the_reserve_is_enough(folder: Folder) -> None:
    each, words = found(short_of_100(folder, opening="500"))
    assert each.savings == (0, 0, 0, 0)
    assert each.closing == thousands(400, 300, 200, 100)
    assert words == [
        "General balances: no savings are needed to leave nothing to find from 2015/16 on, with General balances at or above its minimum."
    ]


def test_savings_keep_a_balance_that_a_rising_minimum_would_overtake(folder: Folder) -> None:
    """Nothing is to find of 1,100; 10% of it is 110 and there are 100. What is saved is put in: 100 + s = 10% of (1,100 - s),

    so s = 10 / 1.1 = 9.0909, and once is enough: 9,090.91 makes 109,090.91, which is 10% of 1,090,909.09 to the penny.
    """
    body = """
    [[line]]
    service = "A"
    base = 1_000
    [[change]]
    reference = "P1"
    type = "P"
    service = "A"
    title = "Growth"
    amounts = { "2015/16" = 100 }
    [cash_limit]
    "2014/15" = 1_000
    "2015/16" = 1_100
    "2016/17" = 1_100
    "2017/18" = 1_100
    [[reserve]]
    name = "General balances"
    class = "general"
    opening = 100
    minimum = "10% of net budget"
    balances_gap = 1
    keep = { from = "2015/16", shape = "equal" }
    """
    each, words = found(folder.plan(body))
    assert each.savings == (0, 9_090_91, 9_090_91, 9_090_91)
    assert each.put_in == (0, 9_090_91, 0, 0)
    assert each.closing == (100_000_00, 109_090_91, 109_090_91, 109_090_91)
    assert each.minimum == (100_000_00, 109_090_91, 109_090_91, 109_090_91)
    assert words == [
        (
            "Savings of £9,090.91 a year from 2015/16, with £9,090.91 in 2015/16 put into General balances, would leave "
            "nothing to find, with General balances at or above its minimum."
        )
    ]


def test_a_stated_use_pays_towards_the_gap_before_the_balancing(folder: Folder) -> None:
    """90 a year, and 20 stated in 2016/17: 150 - 10 = 140; - 20 = 120, a surplus of 10; - 10 = 110.

    With 80 it would be 130, 110, and only 10 of the 20 there in 2017/18.
    """
    each, _ = found(short_of_100(folder, more='uses = { "2016/17" = 20 }'))
    assert each.savings == thousands(0, 90, 90, 90)
    assert each.closing == thousands(150, 140, 120, 110)
    assert each.gap == thousands(0, 0, -10, 0)


@pytest.mark.parametrize("up_to", [1, 7, 10, 33, 100, 250])
@pytest.mark.parametrize("shape", ["equal", "as needed"])
@pytest.mark.parametrize("opening", ["100", "137", "250", "333", "480"])
def test_no_smaller_sum_would_do(folder: Folder, opening: str, shape: str, up_to: int) -> None:
    """One step less, in every year or in the year itself, leaves something to find; the reserve by a rule of its own."""
    each, _ = found(short_of_100(folder, opening=opening, shape=shape, up_to=up_to))
    step = up_to * THOUSAND
    assert all(saving % step == 0 for saving in each.savings)
    assert left(each.savings, opening)[1:] == [max(gap, 0) for gap in each.gap[1:]] == [0, 0, 0]
    if shape == "equal" and any(each.savings):
        assert any(left([0, *(each.savings[1] - step,) * 3], opening)[1:])
    if shape == "as needed":
        for year, saving in enumerate(each.savings):
            if saving:
                assert left([*each.savings[:year], saving - step, *each.savings[year + 1 :]], opening)[year]


def left(savings: list[int] | tuple[int, ...], opening: str) -> list[int]:
    """Return what a reserve with a minimum of 100 leaves of 100 a year less savings, £000 to find."""
    above, found = max(int(opening) - 100, 0) * THOUSAND, []
    for saving in savings:
        gap = max(100 * THOUSAND - saving, 0)
        use = min(gap, above)
        above -= use
        found.append(gap - use)
    return found


def test_nothing_is_asked_of_a_reserve_without_the_key(folder: Folder) -> None:
    short_of_100(folder)
    after = folder.outcome().after
    (reserve,) = after.plan.reserves
    silent = Reserve(
        name=reserve.name,
        reserve_class=reserve.reserve_class,
        opening=reserve.opening,
        contributions=reserve.contributions,
        uses=reserve.uses,
        place=reserve.place,
    )
    with pytest.raises(ValueError, match="nothing is asked of General balances"):
        needed(after, silent)
    assert needed_words(after, silent, needed(after, reserve), TO_THE_PENNY) == []
