"""Putting what a command has made into files: whole or not at all, and said."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from pathlib import Path

from mtfp.cli.screen import INTERRUPTED, say, stop
from mtfp.files.write_whole import write_whole


def put(files: Mapping[Path, bytes]) -> None:
    """Write files, and say of each that it is written; Ctrl-C leaves none half written."""
    # Until now Ctrl-C ends the program on the spot. What waits beside the files must be taken away first.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        write_whole(files)
    except KeyboardInterrupt:
        stop("Stopped.", INTERRUPTED)
    for path in files:
        say(f"Written to {path.as_posix()}.")
