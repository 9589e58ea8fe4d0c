"""One figure, one print: where a figure is stated under two names, worked by hand."""

from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from tests.unit.plans import Folder


def test_what_is_left_to_identify_prints_in_one_way(folder: Folder) -> None:
    """151 asked, 0.5 found: 150.5 is left in the year, running, and against all targets; the gap is 9,999.5 - 9,000.25 = 999.25."""
    folder.plan(
        """
        [[line]]
        service = "Adults"
        base = 10_000
        [[change]]
        reference = "S1"
        type = "S"
        service = "Adults"
        title = "Homes"
        amounts = { "2014/15" = -0.5, "2015/16" = -1.5 }
        [cash_limit]
        "2014/15" = 9_000.25
        "2015/16" = 9_000
        [[target]]
        title = "The whole council"
        amounts = { "2014/15" = 151, "2015/16" = 479 }
        """,
        years="2014/15 to 2015/16",
    )
    found = folder.figures("targets")
    assert found["Unidentified"][0] == "151"
    assert found["Still to identify, running"] == found["Still to identify against targets"] == ("151", "628")
    assert (found["Gap"][0], found["Gap, if targets are met"][0]) == ("999", "848")


def test_a_target_found_in_those_within_it_prints_as_they_do(folder: Folder) -> None:
    """The council's target of 10 asks less than Adults' of 20.5, which counts."""
    folder.plan(
        """
        [[line]]
        service = "Adults"
        base = 1_000
        [cash_limit]
        "2014/15" = 900.25
        [[target]]
        title = "The whole council"
        amounts = { "2014/15" = 10 }
        [[target]]
        title = "Adults"
        service = "Adults"
        amounts = { "2014/15" = 20.5 }
        """,
        years="2014/15",
    )
    found = folder.figures("targets")
    assert found["Still to identify against targets"] == found["Still to identify, running"] == ("21",)
    assert found["Gap, if targets are met"] == ("79",)


def test_what_a_scheme_first_costs_prints_as_its_change_in_budget(folder: Folder) -> None:
    """Vans: interest on half of 149 at 4.7% is 3.5015. With 10.505 of other changes the whole is 14.0065."""
    folder.plan(
        """
        [[line]]
        service = "Corporate"
        base = 10_000
        [[change]]
        reference = "P1"
        type = "P"
        service = "Corporate"
        title = "Licences"
        amounts = { "2014/15" = 10.505 }
        [[scheme]]
        reference = "K1"
        type = "P"
        service = "Corporate"
        title = "Vans"
        spend = { "2014/15" = 149 }
        life = 7
        method = "equal instalments"
        rate = "4.7%"
        """,
        years="2014/15 to 2016/17",
    )
    tables = {each.id: each for each in report_of(folder.outcome(), ["capital", "changes"], Style()).tables}
    costs = {row.stub[-1]: row.figures[0] for row in tables["financing"].rows if row.figures}
    changes = {row.stub[-1]: row.figures[0] for row in tables["changes"].rows if row.figures}
    assert costs["Total interest"] == costs["Total cost of borrowing"] == changes["Vans"]
