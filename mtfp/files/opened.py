"""Opening files for reading: only ordinary ones, each whole as it stood at one moment (docs/decisions/0029)."""

from __future__ import annotations

import errno
import os
import stat
from itertools import islice
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from mtfp.plan.terms import normalise
from mtfp.problems import InputError, MisreadError, Place, most_like

_LARGEST = 1 << 26
_AT_ONCE = 1 << 20
_FIRST_FEW = 100
_MOST_BESIDE = 2_000
_WINDOWS = os.name == "nt"
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_LOCKED = {errno.EBUSY, errno.EAGAIN, errno.ETXTBSY}
_INSIDE = "the name of a file in the same folder, or in a folder inside it"


class Opened(NamedTuple):
    """How many bytes a file has, and those bytes; only the first few where there are more than were asked for."""

    size: int
    data: bytes


def read_bytes(path: Path) -> bytes:
    """Read a file whatever it holds; raise `MisreadError` where it can't be read."""
    name = path.as_posix()
    size, data = opened(path, name, _LARGEST)
    if size > _LARGEST:
        raise MisreadError(
            f'"{name}" is of {size:,} bytes', f"a file of at most {_LARGEST:,}", "take the pictures out of it"
        )
    return data


def opened(path: Path, name: str, most: int) -> Opened:
    """Return the whole of a file of at most `most` bytes, under the name that the user knows it by.

    Raises `MisreadError` where there is none, where it is a folder, a device or a pipe, and where it changes meanwhile.
    """
    refuse_odd_name(name)
    try:
        # A device may act on being opened, and a pipe let go of who waits at its other end: look first.
        _refuse_other_than_a_file(name, path.stat())
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise _unreadable(path, name, error) from error
    try:
        before = os.fstat(descriptor)
        _refuse_other_than_a_file(name, before)
        if before.st_size > most:
            return Opened(before.st_size, _read(descriptor, _FIRST_FEW))
        data = _read(descriptor, before.st_size + 1)
        after = os.fstat(descriptor)
    except OSError as error:
        raise _unreadable(path, name, error) from error
    finally:
        os.close(descriptor)
    if len(data) != before.st_size or _moment(before) != _moment(after):
        raise MisreadError(
            f'"{name}" was changed while it was read',
            "a file that nothing writes to meanwhile",
            "wait until it is saved, and run this again",
        )
    return Opened(before.st_size, data)


def _moment(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _read(descriptor: int, most: int) -> bytes:
    parts: list[bytes] = []
    while most > 0 and (part := os.read(descriptor, min(most, _AT_ONCE))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def refuse_odd_name(name: str) -> None:
    """Raise `MisreadError` for a file name that no system allows, or that no paper can print."""
    if "\0" in name or any("\ud800" <= each <= "\udfff" for each in name):
        raise MisreadError(
            f'the name "{name}" holds a character that is not text',
            "a name of letters, figures and signs",
            "correct the name, or give the file another",
        )


def _refuse_other_than_a_file(name: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise MisreadError(f'"{name}" is a folder', "a file", "name a file in it")
    if not stat.S_ISREG(status.st_mode):
        raise MisreadError(
            f'"{name}" is {kind_of(status)}, not a file',
            "an ordinary file",
            "save what it holds in a file, and name that",
        )


def kind_of(status: os.stat_result) -> str:
    """Return the words for something that is neither a file nor a folder, such as "a pipe"."""
    if stat.S_ISFIFO(status.st_mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(status.st_mode) else "a device"


def _unreadable(path: Path, name: str, error: OSError) -> MisreadError:
    if isinstance(error, FileNotFoundError):
        return _missing(path, name)
    return MisreadError(
        f'"{name}" can\'t be read: {reason(error)}',
        "a file that can be read",
        "close it where it is open, and run this again"
        if is_locked(error)
        else "ask for the right to read it, or name another file"
        if isinstance(error, PermissionError)
        else "correct the name, or name another file",
    )


def _missing(path: Path, name: str) -> MisreadError:
    try:
        beside = [each.name for each in islice(path.parent.iterdir(), _MOST_BESIDE)]
    except OSError:
        beside = []
    if path.is_symlink():
        return MisreadError(
            f'"{name}" is a link to "{path.readlink()}", which is not there',
            "a link to a file that is there",
            "put the file itself there in place of the link, or name another file",
        )
    hidden = f"{path.name}.txt"
    return MisreadError(
        f'there is no file "{name}"',
        f"the name of a file that is there{_nearest(path, [each for each in beside if each != hidden])}",
        f'rename "{hidden}" to "{path.name}": Notepad adds .txt unless "All files" is chosen, and Windows may hide it'
        if hidden in beside
        else "correct the name, or put the file there",
    )


_SHEETS = {".xlsx", ".xls", ".ods"}
"""Workbooks, of which a sheet is read once it is saved as CSV."""


def _nearest(path: Path, beside: list[str]) -> str:
    """Return the name there that is most like this one. Endings are not compared, as most files share them."""
    alike = {PurePath(each).stem: each for each in beside if PurePath(each).suffix == path.suffix}
    by_stem = alike.get(most_like(path.stem, alike) or "")
    as_rows = f"{path.stem}.csv"
    if path.suffix.casefold() in _SHEETS and as_rows in beside:
        return f'; the nearest is "{as_rows}"'
    close = by_stem or most_like(path.name, beside, _ALIKE)
    return "" if close is None else f'; the nearest is "{close}"'


_ALIKE = 0.8


def reason(error: OSError) -> str:
    """Return what the system says of a file, as words after a colon."""
    return (error.strerror or str(error)).lower()


def is_locked(error: OSError) -> bool:
    """Whether a file is open in another program, as far as the system tells: Windows says only that it is not permitted."""
    return error.errno in _LOCKED or (_WINDOWS and isinstance(error, PermissionError))


def real(path: Path) -> Path:
    """Return where a path leads once its links are followed. A path whose links go round in a circle stays as it is."""
    return Path(os.path.realpath(path))


def beside(place: Place, path: Path, text: str) -> Path:
    """Return the path of a file that another file names. Raise `InputError` unless it lies in that file's folder.

    Where it is a link, what it leads to must lie there too.
    """
    try:
        return _in_the_folder(path.parent, text)
    except MisreadError as error:
        raise InputError([error.at(place)]) from error


def _in_the_folder(folder: Path, text: str) -> Path:
    named = PurePosixPath(text.replace("\\", "/"))
    if named.is_absolute() or PureWindowsPath(text).drive or ".." in named.parts or text.strip() in ("", "."):
        raise MisreadError(
            f'"{text}" leads out of the folder of this file',
            _INSIDE,
            "put the file there and name it without .. or a drive",
        )
    normalise(text)
    if not real(folder / named).is_relative_to(real(folder)):
        raise MisreadError(
            f'"{text}" is a link that leads out of the folder of this file',
            _INSIDE,
            "put the file itself there, in place of the link",
        )
    return folder / named
