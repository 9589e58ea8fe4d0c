"""The line on which each value of a TOML file stands, counted by hand in the text of the test."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtfp.files.lines import key_lines, where_broken
from mtfp.problems import Key

ROOT = Path(__file__).parents[2]


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


@pytest.mark.parametrize(
    ("text", "line", "broken"),
    [
        ("a = 1\nb = 'x\nc = 'y'\n", 2, "quotes"),
        ("a = 1\nb = 'x\n", 2, "quotes"),
        ('a = 1\nb = """x\nc = 2\n', 2, "quotes"),
        ("a = 1\nb = '''x\nc = 2\n", 2, "quotes"),
        ('"a = 1\n', 1, "quotes"),
        ("a\u00a0= 1\n", 1, "character"),
        ("# \x07\n", 1, "character"),
        ("a = [\n  1, 2\nb = 3\n", 3, "bracket"),
        ("a = { b = 1\n", 1, "bracket"),
        ("a = { b = 1, }\n", 1, "line"),
        ("[a\nb = 1\n", 1, "bracket"),
        ("[[a]\n", 1, "bracket"),
        ("a = 1\na.\n", 2, "line"),
        ("a b = 1\n", 1, "equals"),
        ("a =\n", 1, "value"),
        ("a = 2026-02-30\n", 1, "value"),
        ("a = 007\n", 1, "more"),
        ("a = 1 b = 2\n", 1, "more"),
        ('a = "\\q"\n', 1, "backslash"),
        ('a = "\\ud800"\n', 1, "backslash"),
        ("a = 1\nb = 2\na = [\n  3,\n]\n", 3, "twice"),
        ("a = 1\n[b]\nc = 1\n[a]\n[b]\n", 4, "twice"),
        ("a = { b = 1, b = 2 }\n", 1, "twice"),
        ("a = 1\na = 2\nb = \n", 2, "twice"),
        ("a = 1\nb = [\n\n\n", 2, "value"),
    ],
)
def test_where_a_text_stops_being_toml(text: str, line: int, broken: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)
    assert where_broken(text) == (line, broken)


@pytest.mark.parametrize("path", sorted(ROOT.glob("scenarios/**/*.toml")), ids=lambda path: path.stem)
def test_what_is_shipped_is_walked_to_its_end(path: Path) -> None:
    text = path.read_text(encoding="utf-8") + EVERY_KIND + "[the.end]\n"
    assert key_lines(text)["the", "end"] == text.count("\n")


EVERY_KIND = r"""
[z]
a = "\u00e9\U0001F600\t\\ \"" # "
b = 'C:\x'
c = '''it's'''''
d = '''
two'''
e = [0x1F, 0o17, 0b1, +inf, -nan, 1e5, 1_000.5, 07:30:00, 2026-04-01T00:00:00.5+01:00,]
"f g".'h' . i = { }
j = { k = [ { l = 1 } ], "m" = true }
"""


@given(st.data())
def test_a_text_with_a_slip_is_walked_to_its_end_just_where_it_is_toml(data: st.DataObject) -> None:
    text = EVERY_KIND + "n = [\n  1, # one\n  2,\n]\n[[p.q]]\nr = 1\n[[p.q]]\n"
    at = data.draw(st.integers(0, len(text)))
    put = data.draw(st.sampled_from(["", *"\"'[]{}=,.\n#\\ x10-\x07:", '"' * 3, "[[", "true"]))
    slipped = text[:at] + put + text[at + data.draw(st.integers(0, 2)) :] + "[the.end]\n"
    try:
        ends = "the" in tomllib.loads(slipped)
    except tomllib.TOMLDecodeError:
        line, _ = where_broken(slipped)
        assert 1 <= line <= slipped.count("\n")
    else:
        assert (("the", "end") in key_lines(slipped)) == ends
