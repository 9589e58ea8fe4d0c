"""A folder for each hand-worked test."""

from pathlib import Path

import pytest

from tests.unit.plans import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)
