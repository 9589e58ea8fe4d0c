"""The mutation run: what it makes of a few lines, and that what it names is there."""

import ast
import tomllib

from tests.mutants import CORE, ROOT, mutants

RULE = '''
def share(pence: int, years: int) -> int:
    """Not a penny where there is no year."""
    if not years or pence < 0:
        return 0
    return min(pence, 7) // years
'''


def test_each_small_mistake_is_made_once() -> None:
    found = [(each.line, each.was, each.now) for each in mutants("share.py", ast.parse(RULE))]
    assert sorted(found) == sorted(
        [
            (4, "if not years or pence < 0:", "if not (not years or pence < 0):"),
            (4, "not years or pence < 0", "not years and pence < 0"),
            (4, "not years", "years"),
            (4, "pence < 0", "pence <= 0"),
            (4, "pence < 0", "pence < 1"),
            (4, "pence < 0", "pence < -1"),
            (5, "return 0", "return 1"),
            (5, "return 0", "return -1"),
            (6, "min(pence, 7) // years", "min(pence, 7) * years"),
            (6, "min(pence, 7)", "max(pence, 7)"),
            (6, "min(pence, 7)", "min(pence, 8)"),
            (6, "min(pence, 7)", "min(pence, 6)"),
        ]
    )


def test_every_file_and_test_that_it_names_is_there() -> None:
    assert all(list(ROOT.glob(pattern)) for pattern in CORE)
    assert all((ROOT / test.split(":")[0]).exists() for tests in CORE.values() for test in tests)


def test_each_that_is_said_to_be_equal_is_one_that_it_makes_and_says_why() -> None:
    listed = tomllib.loads((ROOT / "tests/mutants_equal.toml").read_text(encoding="utf-8"))["equal"]
    for each in listed:
        tree = ast.parse((ROOT / each["file"]).read_text(encoding="utf-8"))
        made = {(m.was, m.now) for m in mutants(each["file"], tree) if m.function == each["function"]}
        assert {tuple(change) for change in each["changes"]} <= made
        assert each["why"].endswith(".")
