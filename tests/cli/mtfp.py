"""The command line as tests call it: in this process for speed, or in one of its own where streams matter."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from mtfp.cli import main

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = sorted(path.relative_to(SCENARIOS).as_posix() for path in SCENARIOS.glob("*/*.toml"))


@dataclass(frozen=True)
class Ran:
    """What a command wrote, and its exit code."""

    out: str
    err: str
    code: int


@dataclass(frozen=True)
class Here:
    """`mtfp` run in this process, in the folder the test stands in."""

    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Ran:
        """Run the command and return what it wrote."""
        self.patch.setattr(sys, "argv", ["mtfp", *arguments])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
        captured = self.capture.readouterr()
        return Ran(captured.out, captured.err, code)


def in_a_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m mtfp` in the folder the test stands in, with these variables set."""
    return subprocess.run(
        [sys.executable, "-m", "mtfp", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": SCENARIOS.parent.as_posix(), **environment},
    )
