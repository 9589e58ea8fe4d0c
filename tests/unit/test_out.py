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
    each_written({path: text.encode(encoding)})


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
        each_written({first: b"new", second: b"new"})
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
    write_whole({Path(sys.argv[1]): b"new" * 10_000})
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


@pytest.mark.skipif(os.name == "nt", reason="a file's permissions work otherwise in Windows")
def test_a_file_keeps_who_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o600)
    write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "new"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="making a link needs rights in Windows")
def test_a_link_stays_one_and_its_file_is_replaced(tmp_path: Path) -> None:
    path, link = tmp_path / "out.txt", tmp_path / "link.txt"
    path.write_text("old", encoding="utf-8")
    link.symlink_to(path)
    write_whole(link, "new")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "new"


def test_where_one_of_several_is_closed_to_writing_all_old_files_stay(tmp_path: Path) -> None:
    """What Excel does to a file it has open, a file closed to writing does anywhere."""
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    for path in (first, second):
        path.write_text("old", encoding="utf-8")
    first.chmod(0o666)
    second.chmod(0o444)
    tmp_path.chmod(0o777)
    before = os.geteuid() if hasattr(os, "geteuid") else 1
    try:
        if before == 0:
            for folder in (tmp_path, *tmp_path.parents[:3]):
                folder.chmod(folder.stat().st_mode | 0o011)
            os.seteuid(65534)
        with pytest.raises(MisreadError):
            each_written({first: b"new", second: b"new"})
    finally:
        if before == 0:
            os.seteuid(before)
    assert [path.read_text(encoding="utf-8") for path in (first, second)] == ["old", "old"]
    assert sorted(tmp_path.iterdir()) == [first, second]
