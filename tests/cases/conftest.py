"""What a case is run with: the command, and a folder for a plan of a test's own."""

from pathlib import Path

import pytest

from tests.cli.mtfp import Here
from tests.unit.plans import Folder


@pytest.fixture
def mtfp(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)
