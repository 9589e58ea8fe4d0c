"""What a command says and where: results on stdout, all else on stderr, and the exit code that it ends with."""

from __future__ import annotations

import errno
import os
import sys
from typing import NoReturn, TextIO

from mtfp.problems import MisreadError

FAULT, USAGE, REFUSED, BREACHED, INTERRUPTED = 1, 2, 3, 4, 130


def show(text: str) -> None:
    """Write a result. A reader that closes its end early, as `head` does, has had what it wanted."""
    if not text:
        return
    if sys.stdout is None:
        raise OSError(errno.EBADF, "the screen is closed")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        _leave(sys.stdout)
        # Windows has no word of its own for a pipe that is closed.
        if not isinstance(error, BrokenPipeError) and (os.name != "nt" or error.errno != errno.EINVAL):
            raise


def say(text: str) -> None:
    """Write what is no result. Where nobody can be told, the exit code must do."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except OSError:
        _leave(sys.stderr)


def _leave(stream: TextIO) -> None:
    """Lead a stream that takes no more to nowhere, so that what is left in it can't fail again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def misread(error: MisreadError) -> str:
    """Return what is said of a value or a file that can't be used, and has no line to point at."""
    return f"mtfp: {error}"


def stop(message: str, code: int) -> NoReturn:
    """Say a message, and end the program with an exit code."""
    say(message)
    sys.exit(code)
