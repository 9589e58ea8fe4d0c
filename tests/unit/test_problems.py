from mtfp.problems import InputError, MisreadError, Place, Problem, listed, nearest, shorten
from tests.unit.plans import Text

SOURCE = Text("plan.toml", '[plan]\nunit = "£k"\nyears = 1')


def problem(line: int, what: str = "wrong", source: Text = SOURCE) -> Problem:
    return Problem(place=Place(source, (line,)), what=what, expected="right", fix="correct it")


def test_a_problem_is_told_with_its_line_what_was_expected_and_the_remedy() -> None:
    assert str(problem(2, '"£k" is not a unit')) == (
        'plan.toml:2: "£k" is not a unit\n'
        '    2 | unit = "£k"\n'
        "  expected  right\n"
        "  to fix    correct it"
    )  # fmt: skip


def test_problems_stand_in_the_order_of_lines_each_once_file_by_file() -> None:
    other = Text("changes.csv")
    error = InputError(
        [problem(3), problem(9, source=other), problem(1), problem(3), problem(2, source=other)]
    )
    assert [str(each.place) for each in error.problems] == [
        "plan.toml:1",
        "plan.toml:3",
        "changes.csv:2",
        "changes.csv:9",
    ]
    assert str(error).count("\n\n") == 3


def test_a_misread_value_becomes_a_problem_once_its_place_is_known() -> None:
    error = MisreadError("x", "y", "z")
    assert error.at(Place(SOURCE, (2,))) == Problem(
        place=Place(SOURCE, (2,)), what="x", expected="y", fix="z"
    )


def test_the_place_of_a_value_inside_a_table() -> None:
    assert Place(SOURCE, (2,)).at("rates", "2014/15").key == (2, "rates", "2014/15")


def test_the_nearest_name_whatever_its_capitals() -> None:
    assert nearest("14CEF55", ["14CEF5", "15CEF12"]) == '; the nearest is "14CEF5"'
    assert nearest("general", ["General", "pay"]) == '; the nearest is "General"'
    assert nearest("xyz", ["14CEF5"]) == ""
    assert nearest("xyz", []) == ""


def test_names_as_a_sentence_lists_them() -> None:
    assert listed([]) == ""
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A and B"
    assert listed(["A", "B", "C"], last="or") == "A, B or C"
    assert listed("ABCDEFG", most=3) == "A, B, C and 4 more"


def test_a_long_line_is_cut() -> None:
    assert shorten("x" * 100) == "x" * 100
    assert shorten("x" * 101) == "x" * 97 + "..."
