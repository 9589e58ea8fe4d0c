"""How sure funding is, collection funds in two parts, who bears a schools deficit, long lives and what is consulted on, by hand."""

import pytest

from mtfp.analysis.notices import notices
from mtfp.tables.json import record_of
from mtfp.tables.model import PrintedRow
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from tests.unit.plans import THOUSAND, Folder

LINE = """
[[line]]
service = "A"
base = 1_000
"""
TWO = "2026/27 to 2027/28"
THREE = "2026/27 to 2028/29"


def told(folder: Folder, *names: str) -> list[str]:
    """Return the text of the notices of these names."""
    return [each.text for each in notices(folder.outcome()) if each.name in names]


def thousands(*amounts: int) -> list[int]:
    return [amount * THOUSAND for amount in amounts]


SURE = (
    LINE
    + """
[[stream]]
name = "Grant"
kind = "grant"
amounts = { "2026/27" = 700, "2027/28" = 710 }
certainty = { "2026/27" = "settled", "2027/28" = "provisional" }
[[stream]]
name = "Rates"
kind = "settlement"
amounts = { "2026/27" = 200, "2027/28" = 210 }
certainty = "assumed"
[[stream]]
name = "Fees"
kind = "other"
amounts = { "2026/27" = 50, "2027/28" = 60 }
"""
)


def test_what_of_the_streams_is_settled_provisional_and_assumed_is_added_up(folder: Folder) -> None:
    """700 settled, then 710 provisional; 200 and 210 assumed; 50 and 60 not said: 950 and 980 in all."""
    folder.plan(SURE, years=TWO)
    found = folder.figures("funding")
    assert found["Settled"] == ("700", "0")
    assert found["Provisional"] == ("0", "710")
    assert found["Assumed"] == ("200", "210")
    assert found["Not said"] == ("50", "60")
    assert found["Total funding"] == ("950", "980")
    folder.plan(SURE.replace("certainty", "# certainty"), years=TWO)
    assert "Not said" not in folder.figures("funding")


def test_json_says_how_sure_each_stream_is(folder: Folder) -> None:
    folder.plan(SURE, years=TWO)
    grant, rates, fees = record_of(folder.outcome())["funding"]
    assert grant == {
        "name": "Grant",
        "kind": "grant",
        "lasts": "ongoing",
        "certainty": ["settled", "provisional"],
        "amounts": ["700000.00", "710000.00"],
    }
    assert (rates["certainty"], fees["certainty"]) == (["assumed", "assumed"], None)


FUNDS = (
    LINE
    + """
[[stream]]
name = "Council tax collection fund"
kind = "council tax collection fund"
amounts = { "2026/27" = -90, "2027/28" = 20 }
earlier_year = { "2026/27" = -45 }
"""
)


def test_a_collection_fund_in_two_parts_pays_both(folder: Folder) -> None:
    """January's estimate of a deficit of 90, and 45 more than was estimated for the year before: 135."""
    folder.plan(FUNDS, years=TWO)
    assert folder.gap() == thousands(1_135, 980)
    found = folder.figures("funding")
    assert found["Council tax collection fund"] == ("-135", "20")
    parts = {row.name: row.figures for row in _table(folder, "collection-funds")}
    assert parts["January's estimate for last year"] == ("-90", "20")
    assert parts["The earlier year's outturn less its estimate"] == ("-45", "0")
    assert parts["Both parts"] == ("-135", "20")
    assert told(folder, "collection-fund-after-two-years") == []


def test_a_step_gives_either_part_anew(folder: Folder) -> None:
    folder.plan(FUNDS, years=TWO)
    folder.scenario('[[stream]]\nstream = "Council tax collection fund"\nearlier_year = { "2026/27" = -5 }\n')
    assert folder.gap() == thousands(1_095, 980)


def test_an_amount_of_a_collection_fund_after_the_second_year_is_pointed_out(folder: Folder) -> None:
    folder.plan(FUNDS.replace('"2027/28" = 20', '"2028/29" = -60'), years=THREE)
    assert told(folder, "collection-fund-after-two-years") == [
        (
            "Council tax collection fund has -£60,000 in 2028/29: a collection fund is estimated each January for the year after, "
            "so an amount after 2027/28 is a guess."
        )
    ]


def _table(folder: Folder, id_: str) -> tuple[PrintedRow, ...]:
    """Return the rows of a table that comes with another."""
    asked = "reserves" if id_ == "balances" else "funding"
    return next(each for each in report_of(folder.outcome(), [asked], Style()).tables if each.id == id_).rows


def schools(*more: str) -> str:
    """Return general reserves of 300, and a schools deficit of 400 that grows by 100."""
    deficit = '[[reserve]]\nname = "Schools deficit"\nclass = "memorandum"\nopening = -400\n'
    uses = 'uses = { "2026/27" = 100 }\n'
    return (
        LINE
        + '[[reserve]]\nname = "General"\nclass = "general"\nopening = 300\n'
        + deficit
        + uses
        + "\n".join(more)
    )


def test_a_plan_that_runs_past_march_2028_is_asked_who_bears_a_schools_deficit(folder: Folder) -> None:
    folder.plan(schools(), years=TWO)
    assert told(folder, "deficit-borne-by-no-one") == []
    folder.plan(schools(), years=THREE)
    assert told(folder, "deficit-borne-by-no-one") == [
        (
            "Schools deficit is £500,000 in deficit on 31 March 2029. Law keeps schools' deficits apart until 31 March 2028; after "
            "that the plan does not say who bears it."
        )
    ]


@pytest.mark.parametrize(
    ("who", "words"), [("council", "the council"), ("government", "the government"), ("schools", "schools")]
)
def test_who_bears_it_is_said(folder: Folder, who: str, words: str) -> None:
    folder.plan(schools(f'borne_by = "{who}"'), years=THREE)
    assert told(folder, "deficit-borne-by-no-one") == []
    assert told(folder, "deficit-borne") == [
        (
            "Schools deficit is £500,000 in deficit on 31 March 2029. Law keeps schools' deficits apart until 31 March 2028; after "
            f"that the plan has it borne by {words}, outside the gap."
        )
    ]


def test_what_the_council_bears_is_shown_against_its_reserves(folder: Folder) -> None:
    """300 - 400 = -100; then 300 - 500 = -200. No reserve has been used for it."""
    folder.plan(schools('borne_by = "council"'), years=THREE)
    rows = {row.name: row.figures for row in _table(folder, "balances")}
    assert rows["Total reserves"] == ("300", "300", "300", "300")
    assert rows["Total less deficits the council bears"] == ("-100", "-200", "-200", "-200")
    folder.plan(schools('borne_by = "government"'), years=THREE)
    assert "Total less deficits the council bears" not in {row.name for row in _table(folder, "balances")}


SCHEME = """
[[scheme]]
reference = "K1"
title = "Depot"
type = "P"
service = "A"
spend = {{ "2026/27" = 100 }}
life = {life}
method = "equal instalments"
rate = "5%"
"""
SUPPORT = '[[stream]]\nname = "Support"\nkind = "capitalised"\nscheme = "K1"\namounts = { "2026/27" = 100 }\n'


def test_a_long_life_is_pointed_out(folder: Folder) -> None:
    folder.plan(LINE + SCHEME.format(life=50), years=TWO)
    assert told(folder, "long-life") == []
    folder.plan(LINE + SCHEME.format(life=51), years=TWO)
    assert told(folder, "long-life") == [
        "K1 is repaid over 51 years; borrowing is repaid over at most 50 by guidance."
    ]
    folder.plan(LINE + SCHEME.format(life=20) + SUPPORT, years=TWO)
    assert told(folder, "long-life") == []
    folder.plan(LINE + SCHEME.format(life=21) + SUPPORT, years=TWO)
    assert told(folder, "long-life") == [
        "K1 is repaid over 21 years; borrowing for capitalised support is repaid over at most 20 by guidance."
    ]


CONSULTED = """
[[change]]
reference = "C1"
type = "C"
service = "A"
title = "Close a library"
amounts = { "2026/27" = -50, "2027/28" = -20 }
"""


def test_what_is_subject_to_consultation_is_said(folder: Folder) -> None:
    """50 and 20 more: 70 by the end of the plan."""
    folder.plan(LINE + CONSULTED, years=TWO)
    path = folder.path / "plan.toml"
    types = (
        '[types]\nC = { kind = "saving", status = "subject to consultation", label = "To be consulted on" }'
    )
    path.write_text(path.read_text(encoding="utf-8").replace("[types]", types), encoding="utf-8")
    assert told(folder, "subject-to-consultation") == [
        "Subject to consultation: £70,000 of savings over the plan, C1."
    ]
    (row,) = [each for each in record_of(folder.outcome())["rows"] if each["id"] == "type C"]
    assert row["status"] == "subject to consultation"
