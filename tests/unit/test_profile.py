"""Steps over time, worked by hand. Pence throughout; the years are 2014/15 to 2017/18."""

from mtfp.plan.profile import Phase, Profile
from mtfp.years import FinancialYear, Horizon, Month

YEARS = Horizon.parse("2014/15 to 2017/18")
Y14, Y15, Y16, Y17, Y18, Y19 = (FinancialYear(year) for year in range(2014, 2020))
SEPTEMBER = Month.parse("September 2014")
LATE_START = Profile((Phase(SEPTEMBER, -20_000_000),))


def yearly(*amounts: int) -> Profile:
    """A profile of year columns in pence."""
    return Profile.of_amounts(YEARS, dict(zip(YEARS, amounts, strict=True)))


def test_part_year_and_full_year_effect() -> None:
    """-£200,000 a year from September 2014: 7 months of 12 are -£116,666.67, and the other -£83,333.33 follows."""
    assert LATE_START.levels(YEARS) == [-11_666_667, -20_000_000, -20_000_000, -20_000_000]
    assert LATE_START.movements(YEARS) == [-11_666_667, -8_333_333, 0, 0]
    assert sum(LATE_START.movements(YEARS)) == -20_000_000


def test_an_april_review_has_a_full_year_and_an_october_one_half_of_it() -> None:
    for month, first in (("April 2014", 1_000), ("October 2014", 500), ("March 2015", 83)):
        assert Profile((Phase(Month.parse(month), 1_000),)).movements(YEARS)[:2] == [first, 1_000 - first]


def test_half_a_penny_goes_away_from_nil_in_a_part_year() -> None:
    """1p a year from October is half a penny in the first year; so is -1p."""
    for annual in (1, -1):
        assert Profile((Phase(Month.parse("October 2014"), annual),)).movements(YEARS) == [annual, 0, 0, 0]


def test_the_level_of_several_steps_is_rounded_once() -> None:
    """Two steps of 1p from October are 0.5p + 0.5p = 1p, not 1p + 1p."""
    october = Phase(Month.parse("October 2014"), 1)
    assert Profile((october, october)).levels(YEARS)[0] == 1


def test_movements_by_year_are_steps_on_the_first_of_april() -> None:
    profile = yearly(-40, -70, -70, -182)
    assert profile.phases == tuple(
        Phase(year.april, pence) for year, pence in zip(YEARS, (-40, -70, -70, -182), strict=True)
    )
    assert profile.movements(YEARS) == [-40, -70, -70, -182]
    assert profile.levels(YEARS) == [-40, -110, -180, -362]
    assert profile.beyond(YEARS) == {}


def test_levels_give_the_same_steps_as_their_movements() -> None:
    levels = dict(zip(YEARS, (-40, -110, -180, -362), strict=True))
    assert Profile.of_amounts(YEARS, levels, levels=True) == yearly(-40, -70, -70, -182)


def test_a_level_that_comes_back_to_nil_is_a_step_back() -> None:
    levels = {Y14: 100, Y15: 100}
    assert Profile.of_amounts(YEARS, levels, levels=True).movements(YEARS) == [100, 0, -100, 0]


def test_six_months_late_is_half_and_half() -> None:
    """-£850,000 from April 2014, six months late: -£425,000 in each of two years."""
    assert yearly(-85_000_000, 0, 0, 0).delay(6).movements(YEARS) == [-42_500_000, -42_500_000, 0, 0]


def test_delays_add_and_steps_are_never_rounded_on_the_way() -> None:
    odd = yearly(-1, 3, 0, -7)
    assert odd.delay(6).delay(6) == odd.delay(12)
    assert odd.delay(5).delay(7).movements(YEARS) == [0, -1, 3, 0]
    assert odd.delay(6).delay(-6) == odd


def test_what_is_pushed_past_the_plan_is_kept_by_year() -> None:
    """-100 from April 2017, 18 months late, starts in October 2018: -50 in 2018/19 and -50 in 2019/20."""
    late = yearly(0, 0, 0, -100).delay(18)
    assert late.movements(YEARS) == [0, 0, 0, 0]
    assert late.beyond(YEARS) == {Y18: -50, Y19: -50}
    assert sum(late.movements(YEARS)) + sum(late.beyond(YEARS).values()) == -100


def test_a_full_year_effect_after_the_plan_is_kept() -> None:
    """-120 from October 2017 is -60 in the last year and -60 after the plan."""
    profile = Profile((Phase(Month.parse("October 2017"), -120),))
    assert profile.movements(YEARS) == [0, 0, 0, -60]
    assert profile.beyond(YEARS) == {Y18: -60}


def test_a_one_off_six_months_late_is_half_in_each_of_two_years() -> None:
    late = yearly(1_000, 0, 0, 0).delay(6)
    assert late.movements(YEARS) == [500, 500, 0, 0]
    assert late.beyond(YEARS) == {}


def test_a_one_off_four_months_late_puts_a_third_in_the_next_year() -> None:
    """Eight months of twelve in the first year: 8/12 of 1,200 is 800, and 400 follows."""
    assert yearly(1_200, 0, 0, 0).delay(4).movements(YEARS) == [800, 400, 0, 0]


def test_a_one_off_leaves_nothing_behind() -> None:
    assert yearly(0, 700, 0, 0).movements(YEARS) == [0, 700, 0, 0]


def test_a_one_off_of_the_last_year_six_months_late_leaves_half_after_the_plan() -> None:
    late = yearly(0, 0, 0, 1_000).delay(6)
    assert late.movements(YEARS) == [0, 0, 0, 500]
    assert late.beyond(YEARS) == {Y18: 500}


def test_one_offs_moved_by_months_keep_every_penny() -> None:
    """£100 then £200, four months late: 66.67, then 33.33 + 133.33, then 66.67, which is £300 and not a penny more."""
    late = yearly(10_000, 20_000, 0, 0).delay(4)
    assert late.movements(YEARS) == [6_667, 16_666, 6_667, 0]


def test_a_share_is_rounded_by_step_and_the_rest_is_the_remainder() -> None:
    """Half of -3p is -1.5p, that is -2p; -1p is the rest."""
    part, rest = yearly(-3, -5, 0, 0).split_share(500_000)
    assert part.movements(YEARS) == [-2, -3, 0, 0]
    assert rest.movements(YEARS) == [-1, -2, 0, 0]


def test_an_amount_is_taken_from_the_earliest_steps_first() -> None:
    """499 of 300 in 2014/15 and 700 in 2015/16: all 300, then 199."""
    part, rest = yearly(-300, -700, 0, 0).split_amount(499)
    assert part.movements(YEARS) == [-300, -199, 0, 0]
    assert rest.movements(YEARS) == [0, -501, 0, 0]


def test_a_share_delivered() -> None:
    assert yearly(-40, -70, -70, -182).scale(800_000).movements(YEARS) == [-32, -56, -56, -146]
    assert yearly(-40, 0, 0, 0).scale(0) == Profile()
    assert yearly(-40, 0, 0, 0).scale(1_000_000) == yearly(-40, 0, 0, 0)


def test_steps_in_one_month_come_together_and_nil_ones_vanish() -> None:
    assert yearly(5, 0, 0, 0).plus(yearly(-5, 2, 0, 0)) == yearly(0, 2, 0, 0)
    assert yearly(5, 1, 0, 0).less(yearly(5, 0, 0, 0)) == yearly(0, 1, 0, 0)


def test_what_the_base_holds_stands_before_the_first_year() -> None:
    """A saving of 100 already in the base, delivered from April 2015 only, is 100 to find in 2014/15 and back a year later."""
    late = Profile((Phase(Y15.april, -100),))
    assert late.movements(YEARS, in_base=-100) == [100, -100, 0, 0]


def test_a_full_year_and_steps_both_ways() -> None:
    assert LATE_START.full_year == -20_000_000
    assert not LATE_START.both_ways
    assert yearly(499, -499, 0, 0).both_ways
    assert yearly(499, -499, 0, 0).full_year == 0


def test_phases_put_together_are_in_order_of_month_whatever_order_they_came_in() -> None:
    """October 2015, April 2014 and September 2014: the parts that an amount is taken from are the earliest."""
    october, april = Month.parse("October 2015"), Month.parse("April 2014")
    late = Profile((Phase(october, -30), Phase(april, -10)))
    together = late.plus(LATE_START)
    assert together.phases == (Phase(april, -10), Phase(SEPTEMBER, -20_000_000), Phase(october, -30))
    part, rest = late.split_amount(25)
    assert (part.phases, rest.phases) == ((Phase(april, -10), Phase(october, -15)), (Phase(october, -15),))


def test_a_phase_of_a_penny_is_a_phase() -> None:
    """Whichever way it goes: it is kept, scaled, split and taken away like any other; 40% of a penny is none."""
    for penny in (1, -1):
        year = yearly(penny, 0, 0, 0)
        assert year.phases == (Phase(Y14.april, penny),)
        assert year.scale(500_000) == year
        assert year.scale(400_000) == Profile()
        assert year.split_amount(1) == (year, Profile())
        assert year.split_amount(0) == (Profile(), year)
        assert year.plus(yearly(0, penny, 0, 0)).phases == (Phase(Y14.april, penny), Phase(Y15.april, penny))
        assert yearly(0, 0, 0, penny).delay(12).beyond(YEARS) == {Y18: penny}


def test_a_step_before_the_first_year_has_all_of_it_in_every_year() -> None:
    """From October 2012 on it is all there by April 2014; from October 2013 it is too."""
    for month in ("October 2012", "October 2013", "March 2014"):
        assert Profile((Phase(Month.parse(month), 120),)).levels(YEARS) == [120, 120, 120, 120]


def test_steps_both_ways_are_of_a_penny_at_least() -> None:
    assert yearly(1, -1, 0, 0).both_ways
    for one_way in (
        yearly(1, 2, 0, 0),
        yearly(-1, -2, 0, 0),
        Profile((Phase(SEPTEMBER, 0), Phase(SEPTEMBER, 5))),
    ):
        assert not one_way.both_ways
    assert not Profile((Phase(SEPTEMBER, 0), Phase(SEPTEMBER, -5))).both_ways
