"""Case 15: a surplus that shrinks is no gap that grows."""

from pathlib import Path

from mtfp.analysis.effects import changed
from mtfp.analysis.run import run
from mtfp.files.request import read_request

CASE = Path(__file__).parent / "15-a-surplus-that-shrinks" / "dropped.toml"


def test_case_15_a_surplus_that_shrinks() -> None:
    """1,000 less 100 against 1,100 is 200 over; with the saving dropped, 100."""
    request = read_request(CASE)
    assert changed(run(request.read.plan, request.scenario)) == (
        "Against the plan, the surplus is £100,000 less in 2026/27 and 2027/28. It costs £200,000 over the plan."
    )
