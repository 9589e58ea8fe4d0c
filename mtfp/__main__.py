"""`mtfp`, and `python -m mtfp` for machines that block unsigned launchers."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

_INTERRUPTED = 130


def main() -> None:
    """Run the command line. Ctrl-C ends it on the spot, whatever is being loaded: nothing is written yet."""
    signal.signal(signal.SIGINT, _stop)
    # numpy would start a thread for each core, for linear algebra, and there is none here
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from mtfp.cli import main as run

    run()


def _stop(*_: object) -> NoReturn:
    with suppress(OSError, AttributeError):
        sys.stderr.write("Stopped.\n")
        sys.stderr.flush()
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
