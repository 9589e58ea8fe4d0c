"""A file is written whole or not at all."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mtfp.files.out import write_whole as each_written
from mtfp.problems import MisreadError


def write_whole(path: Path, text: str, encoding: str = "utf-8") -> None:
    assert list(each_written({path: text.encode(encoding)})) == [path]


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


def test_where_one_of_several_can_t_be_written_all_old_files_stay(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "missing" / "b.txt"
    first.write_text("old", encoding="utf-8")
    with pytest.raises(MisreadError) as refused:
        list(each_written({first: b"new", second: b"new"}))
    assert "make the folder" in refused.value.fix
    assert first.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [first]


def test_a_file_larger_than_the_system_lets_it_be(tmp_path: Path) -> None:
    """A real refusal in the middle of writing: the limit on a file's size, in a process of its own."""
    resource = pytest.importorskip("resource", reason="this system has no limit on a file's size to set")
    del resource
    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")
    script = """
import resource, sys
from pathlib import Path
from mtfp.files.out import write_whole
from mtfp.problems import MisreadError
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    list(write_whole({Path(sys.argv[1]): b"new" * 10_000}))
except MisreadError as error:
    print(error.what)
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == f'"{path.as_posix()}" can\'t be written: file too large'
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="a folder's permissions work otherwise in Windows")
def test_a_read_only_folder_keeps_its_old_file() -> None:
    """Tried as a user without rights; root, who may write anywhere, becomes one for the moment."""
    folder = Path(tempfile.mkdtemp())
    path = folder / "out.txt"
    path.write_text("old", encoding="utf-8")
    folder.chmod(0o555)
    before = os.geteuid()
    try:
        if before == 0:
            os.seteuid(65534)
        with pytest.raises(MisreadError) as refused:
            write_whole(path, "new")
    finally:
        os.seteuid(before)
        folder.chmod(0o755)
    assert refused.value.what == f'"{path.as_posix()}" can\'t be written: permission denied'
    assert path.read_text(encoding="utf-8") == "old"
    assert list(folder.iterdir()) == [path]
    shutil.rmtree(folder)
