"""What a screen shows while papers are made, and what ends them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

_INTERRUPTED = 130


def with_progress(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield each path to write; on a screen, a bar shows how many are done."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress, SpinnerColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn("line"), *Progress.get_default_columns()[:2], TimeElapsedColumn())
    progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with _stopped_at_once(console.show_cursor), progress:
        task = progress.add_task("Writing", total=len(paths))
        for path in paths:
            progress.update(task, description=f"Writing {escape(path.name)}")
            yield path
            progress.advance(task)


@contextmanager
def _stopped_at_once(leave: Callable[[], object]) -> Iterator[None]:
    """Let Ctrl-C end the program whatever library is at work: some take it for an error, others ignore it. Nothing is written yet."""

    def stop(*_: object) -> NoReturn:
        leave()
        sys.stderr.write("Stopped.\n")
        sys.stderr.flush()
        os._exit(_INTERRUPTED)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
