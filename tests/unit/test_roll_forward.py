"""The roll-forward by hand: opening + restatement + inflation + recurring changes + virements = closing."""

import pytest

from mtfp.analysis.drivers import beside_the_base, closing, drivers, opening
from tests.unit.plans import POUND, THOUSAND, Folder

ONE_LINE = """
[[line]]
service = "A"
base = {base}
{more}
[index.general]
rates = "{rate}"
"""


def thousands(*amounts: int) -> list[int]:
    return [amount * THOUSAND for amount in amounts]


def one_line(base: int, rate: str = "0%", more: str = "", changes: str = "") -> str:
    return ONE_LINE.format(base=base, rate=rate, more=f'index = "general"\n{more}') + changes


def change(reference: str, type_: str, more: str) -> str:
    return f'[[change]]\nreference = "{reference}"\ntype = "{type_}"\nservice = "A"\ntitle = "{reference}"\n{more}\n'


def by_driver(folder: Folder) -> dict[str, list[int]]:
    after = folder.outcome().after
    return {
        each.id: list(each.pence)
        for each in (opening(after), *drivers(after), closing(after), *beside_the_base(after))
    }


def test_nobody_writes_into_figures_that_are_worked_out(folder: Folder) -> None:
    after = folder.plan(one_line(200)).outcome().after
    for pence in (after.inputs.base, after.inputs.rates, after.inputs.change_amounts, after.spending.closing):
        with pytest.raises(ValueError, match="read-only"):
            pence[...] = 0


def test_nothing_moves(folder: Folder) -> None:
    folder.plan(one_line(200))
    assert folder.net() == thousands(200, 200, 200, 200)


def test_a_recurring_saving_stays_and_is_taken_once(folder: Folder) -> None:
    folder.plan(one_line(200, changes=change("S1", "S", 'amounts = { "2014/15" = -2 }')))
    assert folder.net() == thousands(198, 198, 198, 198)


def test_a_one_off_saving_comes_back(folder: Folder) -> None:
    folder.plan(one_line(200, changes=change("S1", "S", 'one_off = true\namounts = { "2014/15" = -2 }')))
    assert folder.net() == thousands(198, 200, 200, 200)


def test_a_recurring_cost_stays(folder: Folder) -> None:
    folder.plan(one_line(200, changes=change("P1", "P", 'amounts = { "2014/15" = 5 }')))
    assert folder.net() == thousands(205, 205, 205, 205)


def test_rates_compound_on_what_the_year_opens_with(folder: Folder) -> None:
    """£1,000 at 10%, 2%, 2%, 0%: 1,100.00, 1,122.00, 1,144.44, 1,144.44."""
    rates = 'rates = { "2014/15" = "10%", "2015/16" = "2%", "2016/17" = "2%", "2017/18" = "0%" }'
    folder.plan(
        f'[[line]]\nservice = "A"\nbase = 1000\nindex = "general"\n[index.general]\n{rates}\n', unit="£"
    )
    assert folder.net() == [110_000, 112_200, 114_444, 114_444]


def test_inflation_is_on_the_opening_budget_and_not_on_the_change_of_the_year(folder: Folder) -> None:
    """£100 at 10% + £50 = 160; 160 at 10% = 176; 193.60; 212.96."""
    folder.plan(one_line(100, "10%", changes=change("P1", "P", 'amounts = { "2014/15" = 50 }')), unit="£")
    assert folder.net() == [16_000, 17_600, 19_360, 21_296]


def test_half_a_penny_of_inflation_goes_away_from_nil(folder: Folder) -> None:
    """£7.00 at 2.5% is 17.5p, so 18p: £7.18; 17.95p is 18p: £7.36; 18.4p is 18p: £7.54; 18.85p is 19p: £7.73."""
    folder.plan(one_line(7, "2.5%"), unit="£")
    assert folder.net() == [718, 736, 754, 773]


def test_an_income_budget_inflates_the_same_way(folder: Folder) -> None:
    folder.plan(one_line(-7, "2.5%"), unit="£")
    assert folder.net() == [-718, -736, -754, -773]


def test_one_offs_in_the_base_are_taken_out_and_do_not_inflate(folder: Folder) -> None:
    """£1,000 of which £200 one-off, at 10%: 800 + 80 = 880, then 968, 1,064.80, 1,171.28."""
    folder.plan(one_line(1_000, "10%", "one_off_in_base = 200"), unit="£")
    assert folder.net() == [88_000, 96_800, 106_480, 117_128]
    rows = by_driver(folder)
    assert rows["opening"][0] == 100_000
    assert rows["remove_one_offs"] == [-20_000, 0, 0, 0]
    assert rows["inflation"][0] == 8_000


def test_a_restatement_comes_before_inflation_and_inflates(folder: Folder) -> None:
    """(£1,000 + £100) at 10% = 1,210 in the second year, after 1,000 at 10% = 1,100: (1,100 + 100) x 1.1 = 1,320."""
    restated = '[[restatement]]\nline = "A"\nwhy = "Academies"\namounts = { "2015/16" = 100 }\n'
    folder.plan(one_line(1_000, "10%") + restated, unit="£")
    assert folder.net()[:2] == [110_000, 132_000]
    rows = by_driver(folder)
    assert rows["restatement: Academies"] == [0, 10_000, 0, 0]
    assert rows["inflation"][:2] == [10_000, 12_000]


def test_an_amount_of_inflation_takes_the_place_of_a_rate(folder: Folder) -> None:
    folder.plan(one_line(6_451, more='inflation = { "2014/15" = 755 }'))
    assert folder.net() == thousands(7_206, 7_206, 7_206, 7_206)


def test_an_amount_and_a_rate_in_one_year_are_refused(folder: Folder) -> None:
    folder.plan(one_line(100, "1%", 'inflation = { "2015/16" = 5 }'))
    assert 'line "A" has both an amount and a rate of inflation in 2015/16' in folder.refusal()


TWO_LINES = '[[line]]\nservice = "A"\nbase = 100\nindex = "general"\n[[line]]\nservice = "B"\nbase = 300\n[index.general]\nrates = "10%"\n'


def test_a_virement_is_nil_in_total_and_lasts(folder: Folder) -> None:
    """£50 from B to A after A's 10%: A 110 + 50 = 160, then 176; B 250. The whole rises by inflation alone."""
    folder.plan(
        TWO_LINES + '[[virement]]\nfrom = "B"\nto = "A"\namounts = { "2014/15" = 50 }\n',
        unit="£",
        years="2014/15 to 2015/16",
    )
    after = folder.outcome().after
    assert after.line_net_budget.tolist() == [[16_000, 17_600], [25_000, 25_000]]
    assert after.inputs.virements.sum(axis=0).tolist() == [0, 0]
    assert "virements" not in by_driver(folder)


def test_a_virement_from_outside_moves_the_whole_and_says_where_from(folder: Folder) -> None:
    outside = '[[virement]]\nfrom_outside = "Corporate"\nto = "B"\namounts = { "2015/16" = 2_800 }\n'
    folder.plan('[[line]]\nservice = "B"\nbase = 300\n' + outside)
    assert folder.net() == thousands(300, 3_100, 3_100, 3_100)
    rows = [each for each in drivers(folder.outcome().after) if each.kind == "virement"]
    assert [(each.label, list(each.pence)) for each in rows] == [
        ("Virement from Corporate", thousands(0, 2_800, 0, 0))
    ]


def test_a_virement_to_outside_lowers_the_whole(folder: Folder) -> None:
    folder.plan(
        '[[line]]\nservice = "B"\nbase = 300\n[[virement]]\nfrom = "B"\nto_outside = "Corporate"\namounts = { "2015/16" = 40 }\n'
    )
    assert folder.net() == thousands(300, 260, 260, 260)


def test_a_one_off_never_inflates(folder: Folder) -> None:
    """£100 at 10% with £50 once: 110 + 50, then 121, as if the one-off had not been."""
    folder.plan(one_line(100, "10%", changes=change("O1", "O", 'amounts = { "2014/15" = 50 }')), unit="£")
    assert folder.net()[:2] == [16_000, 12_100]
    rows = by_driver(folder)
    assert rows["closing"][:2] == [11_000, 12_100]
    assert rows["one-off O"] == [5_000, 0, 0, 0]


def test_a_one_off_written_as_movements_is_refused(folder: Folder) -> None:
    folder.plan(one_line(100, changes=change("O1", "O", 'amounts = { "2014/15" = 50, "2015/16" = -50 }')))
    assert 'one-off "O1" comes and goes' in folder.refusal()


def test_a_start_and_a_full_year_amount(folder: Folder) -> None:
    """-£200k from September 2014: 7/12 is -£116,666.67, printed -117, then -£83,333.33, printed -83."""
    folder.plan(one_line(1_000, changes=change("S1", "S", 'starts = "September 2014"\nfull_year = -200')))
    assert folder.amounts("S1") == [-11_666_667, -8_333_333, 0, 0]
    assert folder.figures("changes")["S1 S S1"] == ("-117", "-83", "0", "0", "-200")


def test_levels_and_movements_give_one_plan(folder: Folder) -> None:
    folder.plan(
        one_line(
            500, changes=change("S1", "S", 'amounts = { "2014/15" = -40, "2015/16" = -70, "2017/18" = 10 }')
        )
    )
    movements = folder.request().read.plan
    levels = 'basis = "levels"\namounts = { "2014/15" = -40, "2015/16" = -110, "2016/17" = -110, "2017/18" = -100 }'
    folder.plan(one_line(500, changes=change("S1", "S", levels)))
    assert folder.request().read.plan == movements


def test_savings_printed_as_positive_are_turned_at_the_door(folder: Folder) -> None:
    changes = change("S1", "S", 'amounts = { "2014/15" = 40 }') + change(
        "P1", "P", 'amounts = { "2014/15" = 15 }'
    )
    folder.plan(one_line(500, changes=changes))
    text = (folder.path / "plan.toml").read_text(encoding="utf-8")
    (folder.path / "plan.toml").write_text(
        text.replace("[types]", 'signs = "savings positive"\n[types]', 1), encoding="utf-8"
    )
    assert folder.net() == thousands(475, 475, 475, 475)


def test_an_amount_not_known_yet_counts_nil_prints_tbc_and_is_listed(folder: Folder) -> None:
    folder.plan(one_line(500, changes=change("S1", "S", 'amounts = { "2014/15" = -40, "2016/17" = "tbc" }')))
    assert folder.net() == thousands(460, 460, 460, 460)
    assert folder.figures("changes")["S1 S S1"] == ("-40", "0", "tbc", "0", "-40")
    assert folder.figures("changes")["Total A"] == ("-40", "0", "0", "0", "-40")


IN_BASE = change("S1", "A", 'in_base_since = "2013/14"\nfull_year = -100')


def test_a_saving_in_the_base_and_delivered_moves_nothing(folder: Folder) -> None:
    folder.plan(one_line(1_000, changes=IN_BASE))
    assert folder.net() == thousands(1_000, 1_000, 1_000, 1_000)


@pytest.mark.parametrize(
    ("step", "not_delivered"),
    [
        ('[[deliver]]\nchange = "S1"\nshare = "80%"\n', (20, 0, 0, 0)),
        ('[[drop]]\nchange = "S1"\n', (100, 0, 0, 0)),
        # From April 2013, 18 months late is October 2014: half of it missing in 2014/15, none after.
        ('[[rephase]]\nchange = "S1"\nlater = "18 months"\n', (50, -50, 0, 0)),
        # A year late it arrives by April 2014, and the plan's years see nothing of it.
        ('[[rephase]]\nchange = "S1"\nlater = "1 year"\n', (0, 0, 0, 0)),
        # 80% of it two years late: none in 2014/15, then 80.
        (
            '[[rephase]]\nchange = "S1"\nlater = "2 years"\n[[deliver]]\nchange = "S1"\nshare = "80%"\n',
            (100, -80, 0, 0),
        ),
    ],
)
def test_a_saving_in_the_base_that_does_not_arrive_is_a_pressure_of_its_own(
    folder: Folder, step: str, not_delivered: tuple[int, ...]
) -> None:
    folder.plan(one_line(1_000, changes=IN_BASE)).scenario(step)
    rows = by_driver(folder)
    assert rows["savings_not_delivered"] == thousands(*not_delivered)
    assert not any(id_.startswith("type ") for id_ in rows)


def test_a_new_cost_and_a_saving_on_one_line_both_show(folder: Folder) -> None:
    changes = change("P1", "P", 'amounts = { "2014/15" = 50 }') + change(
        "S1", "S", 'amounts = { "2014/15" = -50 }'
    )
    folder.plan(one_line(100, changes=changes))
    rows = by_driver(folder)
    assert (rows["type P"][0], rows["type S"][0]) == (50 * THOUSAND, -50 * THOUSAND)
    assert folder.net() == thousands(100, 100, 100, 100)


def test_every_year_opens_where_the_last_one_closed(folder: Folder) -> None:
    changes = change("P1", "P", 'amounts = { "2015/16" = 50 }') + change(
        "O1", "O", 'amounts = { "2015/16" = 9 }'
    )
    folder.plan(one_line(100, "2.5%", changes=changes), unit="£")
    rows = by_driver(folder)
    assert rows["opening"] == [100 * POUND, *rows["closing"][:-1]]


def test_the_gap_and_its_change_on_the_year_before(folder: Folder) -> None:
    """Net 205, 210, 210, 210 against 200, 212, 210, 209: 5, -2, 0, 1; on the year before 5, -7, 2, 1."""
    limit = '[cash_limit]\n"2014/15" = 200\n"2015/16" = 212\n"2016/17" = 210\n"2017/18" = 209\n'
    folder.plan(
        one_line(200, changes=change("P1", "P", 'amounts = { "2014/15" = 5, "2015/16" = 5 }') + limit)
    )
    assert folder.gap() == thousands(5, -2, 0, 1)
    change_in_gap = folder.outcome().after.change_in_gap
    assert change_in_gap is not None
    assert change_in_gap.tolist() == thousands(5, -7, 2, 1)
    assert folder.figures("scenario")["Change on the year before"] == ("5", "-7", "2", "1")


def test_amounts_too_large_to_add_exactly_are_refused_and_never_wrap(folder: Folder) -> None:
    """£100bn doubling every year for 30 years is 10^13 pence x 2^30, beyond 2^63."""
    folder.plan(one_line(100_000, "100%"), unit="£m", years="2014/15 to 2043/44")
    assert "too large to add exactly over 30 years" in folder.refusal()
