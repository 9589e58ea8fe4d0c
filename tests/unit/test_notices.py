"""What is asked about a plan's figures: each notice with the record, the place and the reason, on both sides of its threshold."""

from mtfp.analysis.notices import notices
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from tests.unit.plans import HEAD, Folder

UNIT = 100_000


def change(reference: str, amounts: str, type_: str = "S", more: str = "") -> str:
    """Return a change on line A."""
    return (
        f'\n[[change]]\nreference = "{reference}"\ntype = "{type_}"\nservice = "A"\ntitle = "Home care"\n'
        f"amounts = {{ {amounts} }}\n{more}\n"
    )


LINE = '[[line]]\nservice = "A"\nbase = 1_000\n'


def test_a_notice_names_its_record_its_place_and_the_figure(folder: Folder) -> None:
    folder.plan(LINE + change("S1", '"2014/15" = -100') + change("S2", '"2014/15" = 20'))
    (said,) = [each for each in notices(folder.outcome()) if each.place]
    assert (said.name, said.of, said.figure) == ("sign-unlike-type", "S2", 20 * UNIT)
    assert said.text == 'Saving S2 "Home care" adds £20,000 to the budget: check its sign.'
    assert said.place is not None
    # 11 lines of head; the line has 3; a change has 6 after a blank line, and one blank line after it.
    assert said.place.line == HEAD.count("\n") + LINE.count("\n") + change("S1", "").count("\n") + 2
    assert said.with_place.endswith(f"check its sign (plan.toml:{said.place.line}).")


def test_papers_say_where_to_look(folder: Folder) -> None:
    folder.plan(LINE + change("S2", '"2014/15" = 20'))
    lists = dict(report_of(folder.outcome(), None, Style()).lists)
    assert any(each.endswith("check its sign (plan.toml:16).") for each in lists["Please note"])
