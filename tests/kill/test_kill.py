"""Killed at any moment while it writes, mtfp leaves the old file or the new one, never a torn one."""

import multiprocessing
import random
import signal
import time
from pathlib import Path

import pytest

from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.files.write_whole import write_whole
from mtfp.output import WRITERS, Paper, written
from tests.cli.mtfp import SCENARIOS

OLD = b"the paper of last year\n"
KILLS = 20
SLIPS = read_request(SCENARIOS / "oxfordshire-2014" / "school-improvement-slips.toml")


def paper() -> Paper:
    return Paper(outcome=run(SLIPS.read.plan, SLIPS.scenario), sources=SLIPS.sources)


def write_for_ever(path: Path, new: bytes) -> None:
    """Put the old file and the new one in each other's place, again and again."""
    while True:
        for data in (OLD, new):
            write_whole({path: data})


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL to try")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("ending", WRITERS)
def test_killed_at_random_moments(ending: str, tmp_path: Path) -> None:
    moments = random.Random(ending)  # noqa: S311
    path = tmp_path / f"gap{ending}"
    path.write_bytes(OLD)
    new = written(paper(), path)
    found = set()
    for _ in range(KILLS):
        process = multiprocessing.get_context("fork").Process(target=write_for_ever, args=(path, new))
        process.start()
        time.sleep(moments.uniform(0.02, 0.2))
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        found.add(path.read_bytes())
        assert found <= {OLD, new}
    assert len(found) > 1
