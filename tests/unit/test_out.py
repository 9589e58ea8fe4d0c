"""A file is written whole or not at all."""

import os
from pathlib import Path

import pytest

from mtfp.files.out import write_whole
from mtfp.problems import MisreadError


def test_the_text_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_whole(path, "a,£\nb\n", "utf-8-sig")
    assert path.read_bytes() == b"\xef\xbb\xbfa,\xc2\xa3\nb\n"
    assert list(tmp_path.iterdir()) == [path]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("a longer text than the new one", encoding="utf-8")
    write_whole(path, "new\n")
    assert path.read_text(encoding="utf-8") == "new\n"


def test_the_file_may_be_read_by_whom_any_other_new_file_may(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        (tmp_path / "usual.txt").write_text("x", encoding="utf-8")
        write_whole(tmp_path / "out.txt", "x")
    finally:
        os.umask(mask)
    assert (tmp_path / "out.txt").stat().st_mode == (tmp_path / "usual.txt").stat().st_mode


def test_a_file_open_elsewhere_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(MisreadError) as refused:
        write_whole(path, "new")
    assert refused.value.what == f'"{path.as_posix()}" can\'t be written: permission denied'
    assert "Excel" in refused.value.fix
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_fills_up_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MisreadError):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["missing/out.txt", "."])
def test_a_folder_that_is_not_there_or_is_the_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(MisreadError):
        write_whole(tmp_path / name, "new")
    assert list(tmp_path.iterdir()) == []
