"""Council tax by hand: what a freeze leaves alone, a yield beside its tax base, special expenses, and limits on rises."""

from mtfp.analysis.notices import notices
from mtfp.tables.council_tax import council_tax as tables
from tests.unit.plans import Folder

LINE = """
[[line]]
service = "A"
base = 1_000
"""
THREE = "2014/15 to 2016/17"


def band_d(folder: Folder) -> dict[str, list[int]]:
    """Return Band D and what it raises, in pence."""
    found = folder.outcome().after.band_d
    assert found is not None
    return {name: list(amounts) for name, amounts in found._asdict().items()}


def council_tax(*lines: str, years: tuple[str, ...] = ("2014/15", "2015/16", "2016/17")) -> str:
    """Return a line of budget and [council_tax] on a base of 1,000 homes."""
    base = ", ".join(f'"{year}" = 1_000' for year in years)
    return f"{LINE}[council_tax]\ntax_base = {{ {base} }}\n" + "\n".join(lines)


def council_tax_notes(folder: Folder) -> list[str]:
    """Return what stands under the council tax table."""
    (table,) = tables(folder.outcome())
    return list(table.notes)


def said_of(folder: Folder, word: str) -> list[str]:
    """Return the notices with a word in them."""
    return [said.text for said in notices(folder.outcome()) if word in said.text]


def test_a_freeze_leaves_band_d_as_it_was_whatever_the_rounding(folder: Folder) -> None:
    """£1,700.00 is no multiple of 9p: the nearest, 18,889 x 9p, is £1,700.01, a penny more.

    The rise of £5 in the last year is rounded: 170,500 / 9 = 18,944.4, so 18,944 x 9p = £1,704.96.
    """
    rises = 'core = { "2014/15" = "freeze", "2015/16" = "0%", "2016/17" = "£5" }'
    folder.plan(council_tax('band_d = "1,700.00"', 'rounding = "9p"', rises), years=THREE)
    assert band_d(folder)["total"] == [1_700_00, 1_700_00, 1_704_96]
    assert said_of(folder, "9p") == [
        "Band D rises by £4.96 in 2016/17, where £5 is asked: it is rounded to a multiple of 9p."
    ]


def test_a_freeze_leaves_each_element_as_it_was(folder: Folder) -> None:
    """£1,470 and £230 are no multiples of 9p. 2% of £1,700 is £34: 264.00 / 9p = 2,933.3, so £263.97.

    Then 2.99% of £1,733.97 is 51.8457: 1,521.8457 / 9p = 16,909.4, so 16,909 x 9p = £1,521.81, and the precept stays.
    """
    each = ('band_d = "1,700.00"', "precept_in_band_d = 230", 'rounding = "9p"', 'round_each = "elements"')
    rises = (
        'core = { "2014/15" = "freeze", "2015/16" = "2.99%", "2016/17" = "freeze" }',
        'precept = { "2014/15" = "2%", "2015/16" = "0%", "2016/17" = "freeze" }',
    )
    folder.plan(council_tax(*each, *rises), years=THREE)
    found = band_d(folder)
    assert found["core"] == [1_470_00, 1_521_81, 1_521_81]
    assert found["precept"] == [263_97, 263_97, 263_97]
    assert said_of(folder, "9p") == []


def test_a_rise_in_pounds_of_one_element_that_rounding_alters_is_said_of_it(folder: Folder) -> None:
    """1,475.00 / 9p = 16,388.9, so 16,389 x 9p = £1,475.01. The precept of £230 comes to 239.04, which is 2,656 x 9p."""
    each = ('band_d = "1,700.00"', "precept_in_band_d = 230", 'rounding = "9p"', 'round_each = "elements"')
    folder.plan(council_tax(*each, 'core = "£5"', 'precept = "£9.04"', years=("2014/15",)), years="2014/15")
    assert said_of(folder, "9p") == [
        "The core element of Band D rises by £5.01 in 2014/15, where £5 is asked: it is rounded to a multiple of 9p."
    ]


def test_a_rise_in_per_cent_that_rounding_turns_into_a_fall_or_nothing_is_said(folder: Folder) -> None:
    """0.001% of £1,000.01 is a penny: 1,000.02 / 9p = 11,111.3, so 11,111 x 9p = £999.99. Then 0.004% of it is 4p: £1,000.03 / 9p = 11,111.4.

    A fall of 0.001% of £999.99 is a penny less, which comes to £999.99 again.
    """
    rises = 'core = { "2014/15" = "0.001%", "2015/16" = "0.004%", "2016/17" = "-0.001%" }'
    folder.plan(council_tax('band_d = "1,000.01"', 'rounding = "9p"', rises), years=THREE)
    assert band_d(folder)["total"] == [999_99, 999_99, 999_99]
    assert said_of(folder, "9p") == [
        "Band D falls by £0.02 in 2014/15, where 0.001% is asked: it is rounded to a multiple of 9p.",
        "Band D stays in 2015/16, where 0.004% is asked: it is rounded to a multiple of 9p.",
        "Band D stays in 2016/17, where -0.001% is asked: it is rounded to a multiple of 9p.",
    ]


BASE = 'band_d = "190.00"\ncore = { "2014/15" = "£10", "2015/16" = "freeze" }\nlimit = "none"\nwhy = "Wales has none"\n'
TWO = "2014/15 to 2015/16"


def with_yield(base: str, *amounts: str) -> str:
    """Return [council_tax] with a yield beside a tax base, £200 a home in both years."""
    both = f'tax_base = {{ "2014/15" = {base}, "2015/16" = {base} }}\n'
    return f'{LINE}[council_tax]\n{BASE}{both}amount = {{ "2014/15" = {amounts[0]}, "2015/16" = {amounts[1]} }}\n'


def test_a_yield_beside_its_tax_base_is_the_figure(folder: Folder) -> None:
    """1,000 homes x £200 = £200,000. Half a home is £100, and half a penny on 1,000 homes £5: £105 either way is rounding."""
    folder.plan(with_yield("1_000", '"200.105"', '"199.895"'), years=TWO)
    assert folder.gap() == [799_895_00, 800_105_00]
    assert band_d(folder)["tax_base"] == [1_000_00, 1_000_00]
    assert said_of(folder, "yield") == [
        (
            "Council tax is the yield the plan states. Against tax base times Band D it is £105 more in 2014/15 and "
            "£105 less in 2015/16, as rounding of the base explains."
        )
    ]
    assert folder.figures("council-tax")["Tax base"] == ("1,000.00", "1,000.00")


def test_a_yield_a_penny_further_is_refused(folder: Folder) -> None:
    folder.plan(with_yield("1_000", '"200.10501"', "200"), years=TWO)
    assert "is £105.01 more than the tax base times a Band D of £200" in folder.refusal()


def test_a_base_to_two_places_explains_less(folder: Folder) -> None:
    """1,000.25 x £200 = £200,050. 0.005 of a home is £1, and half a penny each £5.00: £6 is rounding, £6.01 is not."""
    folder.plan(with_yield('"1,000.25"', '"200.056"', '"200.044"'), years=TWO)
    assert folder.gap() == [799_944_00, 799_956_00]
    folder.plan(with_yield('"1,000.25"', '"200.05601"', '"200.044"'), years=TWO)
    assert "is £6.01 more than" in folder.refusal()


def test_a_yield_that_is_the_product_needs_no_words(folder: Folder) -> None:
    folder.plan(with_yield("1_000", "200", "200"), years=TWO)
    assert said_of(folder, "yield") == []


def test_a_scenario_gives_the_yield_with_the_rise(folder: Folder) -> None:
    """A freeze leaves £190 a home: £190,000. The yield of £200,000 is then out by £10,000, and with its own it is right."""
    folder.plan(with_yield("1_000", "200", "200"), years=TWO)
    folder.scenario('[[council_tax]]\ncore = { "2014/15" = "freeze" }\n')
    refused = folder.refusal()
    assert refused.startswith(
        "try.toml:5: council tax of £200,000 in 2014/15 is £10,000 more than the tax base times a Band D of £190"
    )
    folder.scenario(
        '[[council_tax]]\ncore = { "2014/15" = "freeze" }\namount = { "2014/15" = 190, "2015/16" = 190 }\n'
    )
    assert folder.gap() == [810_000_00, 810_000_00]


SPECIAL = """
[[line]]
service = "A"
base = 1_000
[council_tax]
band_d = "200.00"
core = { "2014/15" = "£5", "2015/16" = "freeze" }
tax_base = { "2014/15" = 5_000, "2015/16" = 5_000 }
"""
PARKS = 'special_expenses = { Parks = { "2014/15" = 50, "2015/16" = "50.5" } }\n'
PARISHES = """
[[collected_for_others]]
name = "Parish precepts"
amounts = { "2014/15" = 30, "2015/16" = 31 }
parish = true
[[collected_for_others]]
name = "The county's precept"
amounts = { "2014/15" = 700, "2015/16" = 700 }
"""


def test_special_expenses_are_the_councils_own(folder: Folder) -> None:
    """£205 x 5,000 = £1,025,000, and £50,000 of parks: £1,075,000 pays for £1,000,000. £50,000 / 5,000 = £10 on each Band D."""
    folder.plan(SPECIAL + PARKS + 'limit = "none"\nwhy = "none"\n' + PARISHES, years=TWO)
    assert folder.gap() == [-75_000_00, -75_500_00]
    assert band_d(folder)["average"] == [215_00, 215_10]
    found = folder.figures("council-tax")
    assert found["Band D with special expenses averaged (£)"] == ("215.00", "215.10")
    assert found["Council tax income"] == ("1,025", "1,025")
    assert found["Special expenses: Parks"] == ("50", "51")
    assert found["Collected in all"] == ("1,805", "1,807")
    assert folder.figures("funding")["Special expenses: Parks"] == ("50", "51")
    assert folder.figures("funding")["Total funding"] == ("1,075", "1,076")


def test_the_requirement_of_a_balanced_year_to_be_set_holds_special_expenses_and_parishes(
    folder: Folder,
) -> None:
    """1,025,000 + 50,000 + 30,000 of parishes = £1,105,000; the county's precept is no part of it."""
    balanced = SPECIAL.replace("1_000", "1_075", 1) + PARKS + 'limit = "none"\nwhy = "none"\n' + PARISHES
    folder.plan(balanced, years=TWO)
    found = folder.figures("council-tax")
    assert found["Council tax income"] == ("1,025", "1,025")
    assert council_tax_notes(folder) == [
        (
            "Council tax requirement for 2014/15, to the penny: £1,105,000.00 with £30,000.00 of parish precepts, "
            "£1,075,000.00 without."
        )
    ]
    folder.plan(SPECIAL.replace("1_000", "1_025", 1), years=TWO)
    assert council_tax_notes(folder) == ["Council tax requirement for 2014/15, to the penny: £1,025,000.00."]
    folder.plan(SPECIAL, years=TWO)
    assert council_tax_notes(folder) == []


def test_the_requirement_is_told_where_the_year_to_be_set_balances_but_for_rounding(folder: Folder) -> None:
    """Council tax of £1,025,000 for £1,025,400 balances in a plan in £000, and does not where it works to £100."""
    folder.plan(SPECIAL.replace("1_000", '"1,025.4"', 1), years=TWO)
    assert folder.gap()[0] == 400_00
    assert council_tax_notes(folder) == ["Council tax requirement for 2014/15, to the penny: £1,025,000.00."]
    path = folder.path / "plan.toml"
    closer = path.read_text("utf-8").replace("[plan]", '[plan]\nto_the_nearest = "0.1"', 1)
    path.write_text(closer, encoding="utf-8")
    assert council_tax_notes(folder) == []


def test_a_limit_is_for_the_average_with_special_expenses(folder: Folder) -> None:
    """Last year £208 with special expenses: £215 is £7 more, or 3.37%, above 3% and £5; Band D alone is 2.5% more, and £5.

    In the second year 50,500 / 5,000 is £10.10: ten pence more on £215.
    """
    limits = 'limit = { "2014/15" = { core = "3%", pounds = 5 }, "2015/16" = { pounds = "0.09" } }\n'
    folder.plan(SPECIAL + PARKS + limits + 'relevant_basic_amount = "208.00"\n', years=TWO)
    assert said_of(folder, "referendum") == [
        (
            "Council tax, with special expenses averaged in, rises by £7 in 2014/15, on the £208 it is tested against, which the "
            "limit the plan states does not allow (less than 3% core, or at most £5 in all): it needs a referendum."
        ),
        (
            "Council tax, with special expenses averaged in, rises by £0.10 in 2015/16, which the limit the plan states does not "
            "allow (at most £0.09 in all): it needs a referendum."
        ),
    ]
    folder.plan(SPECIAL + PARKS + limits + 'relevant_basic_amount = "210.00"\n', years=TWO)
    assert len(said_of(folder, "referendum")) == 1


def test_a_rise_is_tested_against_a_notional_amount(folder: Folder) -> None:
    """£205 on £200 is 2.5%; on a notional £198 it is 3.54%."""
    limit = 'limit = { "2014/15" = { core = "3%" } }\n'
    folder.plan(SPECIAL + limit, years=TWO)
    assert said_of(folder, "referendum") == []
    folder.plan(SPECIAL + limit + 'relevant_basic_amount = "198.00"\n', years=TWO)
    assert said_of(folder, "referendum") == [
        (
            "Council tax rises by £7 in 2014/15, on the £198 it is tested against, which the limit the plan states does not allow "
            "(less than 3% core): it needs a referendum."
        )
    ]


def test_no_limit_is_not_the_same_as_none_stated(folder: Folder) -> None:
    folder.plan(SPECIAL, years=TWO)
    assert said_of(folder, "limit") == [
        "The plan states no limit for the rise in council tax in 2014/15, so nothing says whether it needs a referendum."
    ]
    folder.plan(SPECIAL + 'limit = "none"\nwhy = "the limits are for England"\n', years=TWO)
    assert said_of(folder, "limit") == [
        "No limit holds for the rise in council tax: the limits are for England."
    ]
    folder.plan(SPECIAL.replace('"£5"', '"freeze"'), years=TWO)
    assert said_of(folder, "limit") == []


def test_a_gross_base_beyond_any_council_is_still_exact(folder: Folder) -> None:
    """98.5% of 900bn homes is 886.5bn, of which 10p each raises £88.65bn. In hundredths and millionths that is 8.9 x 10^19."""
    base = 'gross_base = { "2014/15" = 900_000_000_000 }\ncollection_rate = "98.5%"\n'
    folder.plan(f'{LINE}[council_tax]\nband_d = "0.10"\ncore = "freeze"\n{base}', years="2014/15")
    found = band_d(folder)
    assert found["tax_base"] == [886_500_000_000_00]
    assert found["income"] == [88_650_000_000_00]


def test_a_tax_base_times_band_d_beyond_int64_is_refused_as_too_much(folder: Folder) -> None:
    """900bn homes at £9,000,000: hundredths of a home times pence are 8.1 x 10^22."""
    base = 'tax_base = { "2014/15" = 900_000_000_000 }\n'
    folder.plan(f'{LINE}[council_tax]\nband_d = 9_000_000\ncore = "freeze"\n{base}', years="2014/15")
    assert "council tax comes to more than £100bn a year" in folder.refusal()


def test_a_band_d_of_ten_billions_is_the_largest(folder: Folder) -> None:
    """£10bn stands, and 0.0001% more, £10,000, does not."""
    base = 'amount = { "2014/15" = 1_000 }\n'
    folder.plan(f'{LINE}[council_tax]\nband_d = 10_000_000_000\ncore = "freeze"\n{base}', years="2014/15")
    assert band_d(folder)["total"] == [10_000_000_000_00]
    folder.plan(f'{LINE}[council_tax]\nband_d = 10_000_000_000\ncore = "0.0001%"\n{base}', years="2014/15")
    assert "comes to more than £10bn" in folder.refusal()


def test_band_d_that_falls_to_nil_is_refused_and_a_penny_is_left(folder: Folder) -> None:
    """£1,000.00 less all of it is nil; 99.999% of it is £999.99, and leaves a penny."""
    tax = '[[line]]\nservice = "A"\nbase = 0\n[council_tax]\nband_d = "1,000"\ncore = "{}"\ntax_base."2014/15" = 100\n'
    folder.plan(tax.format("-100%"), unit="£", years="2014/15")
    assert "falls to nil or below in 2014/15" in folder.refusal()
    folder.plan(tax.format("-99.999%"), unit="£", years="2014/15")
    found = folder.outcome().after.band_d
    assert found is not None
    assert found.total == (1,)
