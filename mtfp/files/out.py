"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from mtfp.problems import MisreadError

_FIX = {
    errno.ENOSPC: "free some space, or name a file on another disk",
    errno.ENOENT: "make the folder, or name a file in one that is there",
    errno.EROFS: "name a file in a folder that can be written",
}


def write_whole(files: Mapping[Path, bytes]) -> Iterator[Path]:
    """Write every file beside its final place, then move each there and yield it; all old files stay where one can't be written.

    Raises `MisreadError` in plain words for a file that can't be written, or is open elsewhere.
    """
    waiting: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            _stage(path, data, waiting)
        for path in files:
            _replace(path, waiting)
            yield path
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)


def _stage(path: Path, data: bytes, waiting: dict[Path, Path]) -> None:
    try:
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".mtfp-", delete=False) as out:
            waiting[path] = Path(out.name)
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        waiting[path].chmod(0o666 & ~_umask())
    except OSError as error:
        raise _cannot_be_written(path, error) from error


def _replace(path: Path, waiting: dict[Path, Path]) -> None:
    try:
        waiting[path].replace(path)
    except OSError as error:
        raise _cannot_be_written(path, error) from error
    del waiting[path]


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
