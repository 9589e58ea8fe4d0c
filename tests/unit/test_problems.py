from mtfp.problems import InputError, MisreadError, Place, Problem, listed, nearest, same_word, shorten
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
    assert str(error).count("\n\n") == 2


def test_the_same_mistake_on_several_lines_is_told_once_with_the_lines() -> None:
    """Lines 4 to 6 are a run, 8 and 9 are not; a mistake of another sort is told beside it."""
    error = InputError([*(problem(line) for line in (2, 4, 5, 6, 8, 9)), problem(3, "other")])
    assert len(error.problems) == 7
    *told, last = str(error).split("\n\n")
    assert [text.splitlines()[0] for text in told] == ["plan.toml:2: wrong", "plan.toml:3: other"]
    assert last == "7 mistakes in plan.toml"
    assert told[0].splitlines()[-1] == "  also on   lines 4 to 6, 8 and 9"


def test_a_mistake_made_again_on_its_own_line_is_counted() -> None:
    again = [Problem(place=Place(SOURCE, (2, n)), what="wrong", expected="right", fix="do") for n in range(3)]
    assert str(InputError(again)).split("\n\n")[0].endswith("  also on   this line, 3 times in all")
    assert str(InputError(again)).endswith("\n\n3 mistakes in plan.toml")


def test_a_mistake_met_through_two_files_is_one() -> None:
    again = [problem(2, source=Text("plan.toml", '[plan]\nunit = "£k"')) for _ in range(2)]
    assert "also on" not in str(InputError(again))


def test_no_more_than_200_mistakes_are_told_one_by_one() -> None:
    names = [chr(ord("a") + n % 20) + chr(ord("a") + n // 20) for n in range(300)]
    told = str(InputError([problem(1, f"wrong {name}") for name in names])).split("\n\n")
    assert len(told) == 201
    assert told[-1] == "300 mistakes in plan.toml; 100 of them are not told here"


def test_mistakes_that_differ_in_what_is_quoted_are_told_once_only_where_they_are_many() -> None:
    few = [problem(line, f'"{line}x" is wrong') for line in range(2, 7)]
    assert str(InputError(few)).count("\n\n") == 5
    many = [*few, problem(7, '"7x" is wrong')]
    told, last = str(InputError(many)).split("\n\n")
    assert told.endswith('  also on   lines 3 to 7: "3x", "4x", "5x", "6x" and "7x"')
    assert last == "6 mistakes in plan.toml"


def test_the_last_line_counts_the_mistakes_of_each_file() -> None:
    """A mistake alone needs no count; one of very many cells counts as often as it is made."""
    assert str(InputError([problem(2)])) == str(problem(2))
    other = problem(1, source=Text("changes.csv", "a"))
    often = problem(3, "other")._replace(also=tuple(Place(SOURCE, (line,)) for line in range(4, 304)))
    told = str(InputError([problem(2), often, other])).split("\n\n")
    assert told[1].endswith("  also on   lines 4 to 303")
    assert told[-1] == "303 mistakes: 302 in plan.toml and 1 in changes.csv"


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


def test_the_nearest_is_near() -> None:
    assert nearest("prices", ["income", "title", "years"]) == ""
    assert nearest("S9", ["S1", "S2"]) == ""
    assert nearest("14CEF55", ["14CEF5", "15CEF3"]) == '; the nearest is "14CEF5"'
    assert nearest("Care 3", ["Care 1", "Care 2"]) == ""
    assert nearest("Grant", ["Main grant", "Business rates"]) == '; the nearest is "Main grant"'


def test_a_word_of_another_meaning_is_not_the_same_word() -> None:
    kinds = ["grant", "business rates collection fund", "other"]
    assert same_word("business rates", kinds) is None
    assert same_word("Grants", kinds) == "grant"
    assert same_word("ring fenced", ["general", "ring-fenced"]) == "ring-fenced"
    assert same_word("unachieved", ["achieved", "not achieved"]) is None
    assert same_word("NS", ["S", "NP"]) is None
