"""A file is written whole or not at all."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

import pytest

from mtfp.files.write_whole import write_whole as each_written
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
        raise OSError(errno.EBUSY, "Device or resource busy")

    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(MisreadError) as refused:
        write_whole(path, "new")
    assert refused.value.what == f'"{path.as_posix()}" can\'t be written: device or resource busy'
    assert refused.value.fix == "close it in Excel or Word, or name another file"
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
from mtfp.files.write_whole import write_whole
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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_is_refused_and_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    os.mkfifo(path)
    with pytest.raises(MisreadError) as refused:
        write_whole(path, "new")
    assert refused.value.what == f'"{path.as_posix()}" can\'t be written: it is a pipe, not a file'
    assert path.is_fifo()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="this system has no /dev/null")
@pytest.mark.parametrize("by_link", [False, True])
def test_a_device_is_refused_and_stays_one(by_link: bool, tmp_path: Path) -> None:
    path = Path("/dev/null")
    if by_link:
        path = tmp_path / "out.txt"
        path.symlink_to("/dev/null")
    with pytest.raises(MisreadError) as refused:
        write_whole(path, "new")
    assert refused.value.what == f'"{path.as_posix()}" can\'t be written: it is a device, not a file'
    assert Path("/dev/null").is_char_device()
    assert list(tmp_path.iterdir()) == ([path] if by_link else [])


@pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="this system does not show open files as paths"
)
def test_a_file_that_the_shell_writes_to_is_not_replaced_under_it(tmp_path: Path) -> None:
    """As in `mtfp run FILE --out /dev/stdout >> ALL`, whose earlier lines would be lost."""
    path = tmp_path / "all.txt"
    path.write_text("earlier\n", encoding="utf-8")
    with path.open("ab") as out, pytest.raises(MisreadError):
        write_whole(Path(f"/proc/self/fd/{out.fileno()}"), "new")
    assert path.read_text(encoding="utf-8") == "earlier\n"


@pytest.mark.skipif(os.name == "nt", reason="making a link needs rights in Windows")
def test_a_link_to_a_file_that_is_not_there_yet_stays_one(tmp_path: Path) -> None:
    path, link = tmp_path / "out.txt", tmp_path / "link.txt"
    link.symlink_to(path)
    write_whole(link, "new")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("name", ["o\0ut.txt", "o\udcffut.txt"])
def test_a_name_that_is_no_text(name: str, tmp_path: Path) -> None:
    with pytest.raises(MisreadError) as refused:
        write_whole(tmp_path / name, "new")
    assert "holds a character that is not text" in refused.value.what
    assert list(tmp_path.iterdir()) == []


def test_where_the_second_of_three_can_t_take_its_place_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    for path in (first, second, third):
        path.write_text("old", encoding="utf-8")
    replace = Path.replace

    def refuse_one(path: Path, to: Path) -> Path:
        if to == second:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return replace(path, to)

    monkeypatch.setattr(Path, "replace", refuse_one)
    with pytest.raises(MisreadError) as refused:
        each_written({first: b"new", second: b"new", third: b"new"})
    a, b, c = (path.as_posix() for path in (first, second, third))
    assert refused.value.what == (
        f'"{b}" can\'t be written: device or resource busy; written already: "{a}"; as before: "{c}"'
    )
    assert [path.read_text(encoding="utf-8") for path in (first, second, third)] == ["new", "old", "old"]
    assert sorted(tmp_path.iterdir()) == [first, second, third]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal to send to itself that is like Ctrl-C")
@pytest.mark.parametrize(("at", "left"), [("fsync", "old"), ("replace", "new")])
def test_ctrl_c_leaves_every_old_file_or_every_new_one(
    at: str, left: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in paths:
        path.write_text("old", encoding="utf-8")
    usual = getattr(os, at)

    def interrupted(*given: object) -> object:
        os.kill(os.getpid(), signal.SIGINT)
        return usual(*given)

    monkeypatch.setattr(os, at, interrupted)
    with pytest.raises(KeyboardInterrupt) if left == "old" else nullcontext():
        each_written(dict.fromkeys(paths, b"new"))
    assert [path.read_text(encoding="utf-8") for path in paths] == [left, left]
    assert sorted(tmp_path.iterdir()) == paths
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.EBUSY, "close it in Excel or Word"),
        (errno.ENOSPC, "free some space"),
        (errno.EROFS, "a folder that can be written"),
        (errno.EACCES, "ask for the right"),
        (errno.EFBIG, "another disk"),
        (errno.EIO, "name another file"),
    ],
)
def test_a_remedy_fits_what_is_wrong(
    number: int, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(MisreadError) as refused:
        write_whole(tmp_path / "out.txt", "new")
    assert word in refused.value.fix
    assert ("Excel" in refused.value.fix) == (number == errno.EBUSY)
