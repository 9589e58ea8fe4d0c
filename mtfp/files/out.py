"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from mtfp.problems import MisreadError


def write_whole(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a file beside its final place and move it there; raise `MisreadError` in plain words where it can't be."""
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding=encoding, newline="", dir=path.parent, delete=False
        ) as out:
            temporary = Path(out.name)
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise MisreadError(
            f'"{path.as_posix()}" can\'t be written: {(error.strerror or str(error)).lower()}',
            "a file that can be written, in a folder that is there",
            "close it in Excel if it is open there, or name another file",
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
