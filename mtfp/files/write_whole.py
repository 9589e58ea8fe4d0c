"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import stat
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from mtfp.files.opened import is_locked, kind_of, real, reason, refuse_odd_name
from mtfp.problems import MisreadError, listed

_FIX = {
    errno.ENOSPC: "free some space, or name a file on another disk",
    errno.EFBIG: "name a file on another disk, which takes files as large",
    errno.ENOENT: "make the folder, or name a file in one that is there",
    errno.ENOTDIR: "name a file in a folder: part of this path is a file",
    errno.EROFS: "name a file in a folder that can be written",
    errno.EACCES: "ask for the right to write there, or name a file in a folder of your own",
    errno.EPERM: "ask for the right to write there, or name a file in a folder of your own",
    errno.ENAMETOOLONG: "give it a shorter name",
}
_OPEN_FILES = re.compile("/dev|/proc/.*/fd")
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_CLOSED_TO_WRITING = os.O_RDWR | getattr(os, "O_NONBLOCK", 0)


def refuse_to_write_over(read: Sequence[Path], to: Sequence[Path]) -> None:
    """Raise `MisreadError` if a file to be written was just read, or is to be written twice."""
    there = {_identity(path) for path in read}
    for n, path in enumerate(to):
        if _identity(path) in there:
            raise MisreadError(
                f'"{path.as_posix()}" is one of the files just read',
                "a file of its own for the result",
                "name another file",
            )
        if _identity(path) in map(_identity, to[:n]):
            raise MisreadError(
                f'"{path.as_posix()}" is to be written twice', "each file once", "name another file"
            )


def _identity(path: Path) -> object:
    """Return something that is equal for two names of the same file, whether or not the system tells capitals apart."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return os.path.normcase(real(path))
    return status.st_dev, status.st_ino


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its final place, and only then move each there; if one can't be written, none is.

    Each old file stays whole until the new one takes its place. A link stays a link, and the file it leads to is replaced.
    A device or a pipe is refused. Raises `MisreadError` in plain words.
    """
    waiting: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            _stage(path, data, waiting)
        with _ctrl_c_held_back():
            _replace(waiting)
    finally:
        for temporary in waiting.values():
            with suppress(OSError):
                temporary.unlink()


def _stage(path: Path, data: bytes, waiting: dict[Path, Path]) -> None:
    """Write a file beside the one it will replace, which must not be open elsewhere or closed to writing."""
    try:
        old = _old(path)
        there = real(path)
        if old is not None:
            os.close(os.open(there, _CLOSED_TO_WRITING))
        temporary = waiting[path] = there.with_name(f".mtfp-{os.urandom(8).hex()}")
        mode = 0o666 if old is None else stat.S_IMODE(old.st_mode) & 0o777
        with os.fdopen(os.open(temporary, _WRITE, mode), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if old is not None:
            shutil.copymode(there, temporary)
    except OSError as error:
        raise _cannot_be_written(path, error) from error


def _old(path: Path) -> os.stat_result | None:
    """Return what the system knows of the file that a new one will replace; None where there is none."""
    name = path.as_posix()
    refuse_odd_name(name)
    try:
        old = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(old.st_mode):
        raise MisreadError(f'"{name}" can\'t be written: it is a folder', "a file", "name a file in it")
    ordinary = stat.S_ISREG(old.st_mode)
    if not ordinary or _OPEN_FILES.fullmatch(real(path.parent).as_posix()):
        raise MisreadError(
            f'"{name}" can\'t be written: it is {"a device" if ordinary else kind_of(old)}, not a file',
            "the name of a file",
            f"name a file; what mtfp run shows without --out can be sent there: mtfp run FILE > {name}",
        )
    return old


def _replace(waiting: Mapping[Path, Path]) -> None:
    """Move each file to its place. If one is refused, those moved before it stay, and the message says so."""
    paths = list(waiting)
    for n, path in enumerate(paths):
        try:
            waiting[path].replace(real(path))
        except OSError as error:
            raise _cannot_be_written(path, error, paths[:n], paths[n + 1 :]) from error


def _cannot_be_written(
    path: Path, error: OSError, new: Sequence[Path] = (), old: Sequence[Path] = ()
) -> MisreadError:
    mixed = (("written already", new), ("as before", old)) if new else ()
    others = "".join(f"; {said}: {_names(paths)}" for said, paths in mixed if paths)
    return MisreadError(
        f'"{path.as_posix()}" can\'t be written: {reason(error)}{others}',
        "a file that can be written, in a folder that is there",
        "close it in Excel or Word, or name another file"
        if is_locked(error)
        else _FIX.get(error.errno or 0, "name another file"),
    )


def _names(paths: Sequence[Path]) -> str:
    return listed([f'"{path.as_posix()}"' for path in paths])


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Let Ctrl-C wait for the moment in which files take their places."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
