"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from mtfp.problems import MisreadError

_FIX = {
    errno.ENOSPC: "free some space, or name a file on another disk",
    errno.ENOENT: "make the folder, or name a file in one that is there",
    errno.EROFS: "name a file in a folder that can be written",
}


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its final place, and only then move each there; where one can't be written, none is.

    Each old file stays whole until the new one takes its place. Raises `MisreadError` in plain words.
    """
    waiting: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            _stage(path, data, waiting)
        for path in files:
            _replace(path, waiting[path])
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)


def _stage(path: Path, data: bytes, waiting: dict[Path, Path]) -> None:
    """Write a file beside the one it will replace, which must not be open elsewhere or closed to writing."""
    there = path.resolve()
    try:
        if there.exists():
            there.open("r+b").close()
        with tempfile.NamedTemporaryFile("wb", dir=there.parent, prefix=".mtfp-", delete=False) as out:
            waiting[path] = Path(out.name)
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if there.exists():
            shutil.copymode(there, waiting[path])
        else:
            waiting[path].chmod(0o666 & ~_umask())
    except OSError as error:
        raise _cannot_be_written(path, error) from error


def _replace(path: Path, temporary: Path) -> None:
    try:
        temporary.replace(path.resolve())
    except OSError as error:
        raise _cannot_be_written(path, error) from error


def _cannot_be_written(path: Path, error: OSError) -> MisreadError:
    return MisreadError(
        f'"{path.as_posix()}" can\'t be written: {(error.strerror or str(error)).lower()}',
        "a file that can be written, in a folder that is there",
        _FIX.get(error.errno or 0, "close it if it is open in Excel or Word, or name another file"),
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
