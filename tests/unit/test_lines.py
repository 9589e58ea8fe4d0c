"""The line on which each value of a TOML file stands, counted by hand in the text of the test."""

import pytest

from mtfp.files.lines import key_lines
from mtfp.problems import Key


def lines(text: str) -> dict[Key, int]:
    return key_lines(text.removeprefix("\n"))


def test_keys_under_their_tables() -> None:
    found = lines("""
# a comment            1
top = 1              # 2
                     # 3
[plan]               # 4
title = "A # B"      # 5
years = '2014/15'    # 6
""")
    assert found == {("top",): 2, ("plan",): 4, ("plan", "title"): 5, ("plan", "years"): 6}


def test_interleaved_arrays_of_tables_are_counted_each_by_itself() -> None:
    found = lines("""
[[drop]]
change = "A"
[[rephase]]
change = "B"
later = "1 year"
[[drop]]
change = "C"
[[rephase]]
change = "D"
""")
    assert found[("drop", 0, "change")] == 2
    assert found[("rephase", 0, "later")] == 5
    assert found[("drop", 1)] == 6
    assert found[("drop", 1, "change")] == 7
    assert found[("rephase", 1, "change")] == 9


def test_a_table_inside_the_last_of_an_array_of_tables() -> None:
    found = lines("""
[[line]]
base = 1
[line.inflation]
"2014/15" = 2
[[line]]
base = 3
[line.inflation]
"2014/15" = 4
[[line.part]]
x = 1
[[line.part]]
x = 2
""")
    assert found[("line", 0, "inflation", "2014/15")] == 4
    assert found[("line", 1, "inflation")] == 7
    assert found[("line", 1, "inflation", "2014/15")] == 8
    assert found[("line", 1, "part", 1, "x")] == 12


def test_arrays_over_several_lines_give_each_item_its_line() -> None:
    found = lines("""
change = [
  "A",      # a ] in a comment
  "B]",

  'C',
]
after = 1
""")
    assert [found[("change", n)] for n in range(3)] == [2, 3, 5]
    assert found[("after",)] == 7


def test_arrays_in_arrays_and_tables_in_arrays() -> None:
    found = lines("""
a = [[1, 2],
  [3,
   4]]
b = [ { x = 1 },
      { x = 2, y = [5,
        6] } ]
""")
    assert found[("a", 0, 1)] == 1
    assert found[("a", 1, 0)] == 2
    assert found[("a", 1, 1)] == 3
    assert found[("b", 0, "x")] == 4
    assert found[("b", 1, "x")] == 5
    assert found[("b", 1, "y", 1)] == 6


def test_text_over_several_lines_hides_what_looks_like_a_key() -> None:
    found = lines('''
why = """
[not.a.table]
other = 1 ""
\\""" still inside
"""
next = 2
more = \'\'\'
last = "x"
\'\'\'
end = 3
''')
    assert found == {("why",): 1, ("next",): 6, ("more",): 7, ("end",): 10}


@pytest.mark.parametrize("ending", ['""""', '"""""'])
def test_text_that_ends_in_quotes_of_its_own(ending: str) -> None:
    assert lines(f'a = """x{ending}\nb = 1\n') == {("a",): 1, ("b",): 2}


def test_quoted_and_dotted_keys_name_the_same_path() -> None:
    found = lines("""
[index."care.contracts"]
rates."2014/15" = "1%"
'rates' . "2015/16" = "2%"
"caf\\u00e9" = 1
""")
    assert found[("index", "care.contracts")] == 1
    assert found[("index", "care.contracts", "rates", "2014/15")] == 2
    assert found[("index", "care.contracts", "rates", "2015/16")] == 3
    assert found[("index", "care.contracts", "café")] == 4


def test_inline_tables() -> None:
    found = lines("""
P = { kind = "pressure", label = "a = { b }", more.deep = 1 }
where = { type = ["NS",
  "S"] }
empty = {}
none = []
""")
    assert found[("P", "label")] == 1
    assert found[("P", "more", "deep")] == 1
    assert found[("where", "type", 1)] == 3
    assert found[("empty",)] == 4
    assert found[("none",)] == 5


def test_numbers_dates_and_truths_end_where_they_should() -> None:
    found = lines("""
a = 49_944
b = -1.5e3  # c = 4
d = 2014-09-01 10:00:00
e = true
f = [1, +2, 1979-05-27]
""")
    assert found[("d",)] == 3
    assert found[("e",)] == 4
    assert found[("f", 2)] == 5
    assert ("c",) not in found


def test_nothing_at_all() -> None:
    assert key_lines("") == {}
    assert key_lines("# only a comment") == {}
