"""A blank year in a list of levels: it took the level back to nil without a word."""

from pathlib import Path

import pytest

from mtfp.files.request import read_request
from mtfp.problems import InputError

CASE = Path(__file__).parent / "02-blank-level-is-silently-nil"


def test_a_blank_level_is_refused_with_its_change_and_years() -> None:
    with pytest.raises(InputError) as refused:
        read_request(CASE / "plan.toml")
    assert [problem.what for problem in refused.value.problems] == [
        '"P1" has levels and none in 2027/28 and 2028/29',
        '"S1" has levels and none in 2027/28, 2028/29 and 2029/30',
    ]
    assert [problem.place.line for problem in refused.value.problems] == [2, 3]
