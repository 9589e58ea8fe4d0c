"""Rows and columns whose names come from a file keep apart, and stay data."""

from mtfp.render.csv import to_csv
from mtfp.tables.printed import Report
from tests.unit.plans import Folder


def test_places_outside_that_differ_in_capitals_are_rows_of_their_own(folder: Folder) -> None:
    folder.plan(
        """
        [[line]]
        service = "A"
        base = 1000
        [[virement]]
        from_outside = "Corporate"
        to = "A"
        amounts = { "2014/15" = 7 }
        [[virement]]
        from_outside = "CORPORATE"
        to = "A"
        amounts = { "2014/15" = 200 }
        """
    )
    figures = folder.figures("roll-forward")
    assert figures["Virement from Corporate"][0] == "7"
    assert figures["Virement from CORPORATE"][0] == "200"
    assert figures["Proposed budget"][0] == "1,207"


def test_a_row_name_that_looks_like_a_formula_is_text_in_csv(folder: Folder) -> None:
    folder.plan('[labels]\nnet_budget = "=1+1"\n[[line]]\nservice = "A"\nbase = 1\n')
    assert to_csv(Report(title="", facts=(), answers=(), tables=(folder.table("scenario"),))).startswith(
        "'=1+1"
    )


def test_the_row_that_takes_one_offs_out_names_the_year(folder: Folder) -> None:
    folder.plan('[[line]]\nservice = "A"\nbase = 10\none_off_in_base = 4\n')
    assert folder.figures("roll-forward")["Remove one-offs in the 2013/14 budget"] == ("-4", "0", "0", "0")
