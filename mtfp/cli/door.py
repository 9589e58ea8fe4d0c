"""The command line: what each command takes. What it does is in a file of its own, loaded only when it runs."""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from mtfp.cli.screen import FAULT, INTERRUPTED, REFUSED, USAGE, misread, stop
from mtfp.problems import InputError, MisreadError, listed
from mtfp.render.formats import FORMATS, ON_SCREEN, TEXT
from mtfp.tables.names import ALL, NAMES

_NO_MEMORY = """mtfp: this computer has not enough memory left for this
  expected  a few hundred megabytes
  to fix    close other programs, and run this again"""

_TABLES = (*NAMES, ALL)
_PAPERS = [each for each in FORMATS if each.called]
_PICTURES = [f"gap{each.ending}" for each in FORMATS if not each.called]


def _one_of(names: Sequence[str]) -> Callable[[str], str]:
    """Return what takes one of some names, and refuses any other."""

    def take(name: str) -> str:
        if name not in names:
            raise typer.BadParameter(f"{name!r} is not one of {', '.join(map(repr, names))}.")
        return name

    return take


app = typer.Typer(
    help="Roll a council's medium-term financial plan forward, and see what a scenario does to it.",
    epilog="Exit codes: 0 done, 1 a fault in mtfp, 2 wrong usage, 3 a file is refused, 4 a threshold is breached.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
File = Annotated[Path, typer.Argument(metavar="FILE", help="A scenario, or a plan on its own.")]
Decimals = Annotated[int | None, typer.Option(metavar="N", min=0, max=8, help="Places after the point.")]
ServicePath = Annotated[
    str | None, typer.Option(metavar="PATH", help='One budget holder\'s part: "Children > Social care".')
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the trace of a fault in mtfp.")]


@app.command()
def run(
    file: File,
    table: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            parser=_one_of(_TABLES),
            help=f"Show {', '.join(_TABLES)}; give it again for more. "
            "Without it a directorate's plan shows all, a whole council's the main ones, and CSV the roll-forward.",
        ),
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="NAME",
            parser=_one_of(ON_SCREEN),
            help=f"{listed(ON_SCREEN, last='or')}.",
        ),
    ] = TEXT,
    unit: Annotated[
        str | None,
        typer.Option(metavar="UNIT", help="Print in £, £000 or £m (or pounds, thousands, millions)."),
    ] = None,
    decimals: Decimals = None,
    rounding: Annotated[
        Literal["cast", "plain"],
        typer.Option(metavar="NAME", help="cast makes columns add; plain rounds each figure by itself."),
    ] = "cast",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to this file instead of the screen.")
    ] = None,
    service: ServicePath = None,
    fail_on_gap: Annotated[
        str | None,
        typer.Option(
            metavar="AMOUNT",
            help="Exit with 4 where any year's gap is above this: in the plan's unit, or 500k, 2.5m.",
        ),
    ] = None,
    debug: Debug = False,  # noqa: ARG001
) -> None:
    """Roll a plan forward, with a scenario if given, and show the gap."""
    from mtfp.cli.run import run as run_command

    run_command(file, table or (), format_, unit, decimals, rounding, out, service, fail_on_gap)


@app.command(
    help=f"Write a budget paper: as {listed((each.called for each in _PAPERS), most=len(_PAPERS), last='or')}, "
    "all with the same figures."
)
def report(
    file: File,
    to: Annotated[
        list[Path],
        typer.Option(
            metavar="PAPER",
            help=f"What to write: a name that ends in {listed((each.ending for each in _PAPERS), most=len(_PAPERS), last='or')}, "
            f"or a picture named after its chart, such as {listed(_PICTURES, last='or')}; give it again for more.",
        ),
    ],
    tables: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES",
            help='Which tables, with commas between: "roll-forward,changes", or all. '
            "Without it those of the style, or the main ones.",
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(metavar="UNIT", help="Print in £, £000 or £m, whatever the style says."),
    ] = None,
    decimals: Decimals = None,
    style: Annotated[
        str, typer.Option(metavar="STYLE", help="plain, oxfordshire, or a style file of your own.")
    ] = "plain",
    template: Annotated[
        Path | None, typer.Option(metavar="DOCX", help="A Word document with your council's styles.")
    ] = None,
    service: ServicePath = None,
    debug: Debug = False,  # noqa: ARG001
) -> None:
    """Write a budget paper in every format that is asked for."""
    from mtfp.cli.report import report as report_command

    report_command(file, to, tables, unit, decimals, style, template, service)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Plans and scenarios.")],
    debug: Debug = False,  # noqa: ARG001
) -> None:
    """Say all that is wrong with plans and scenarios, or, where nothing is, what in them may not be meant.

    Says nothing where there is nothing wrong or to ask.
    """
    from mtfp.cli.check import check as check_command

    check_command(files)


@app.command()
def schema(
    file: Annotated[
        Literal["plan", "scenario", "style"],
        typer.Argument(metavar="plan|scenario|style", help="Which file."),
    ],
    debug: Debug = False,  # noqa: ARG001
) -> None:
    """Print the JSON Schema of a file, for an editor."""
    from mtfp.cli.schema import schema as schema_command

    schema_command(file)


def main() -> None:
    """Run the command line; every mistake in plain words, and no trace unless asked for."""
    _make_ready()
    try:
        app(prog_name="mtfp")
    except InputError as error:
        stop(str(error), REFUSED)
    except MisreadError as error:
        stop(misread(error), USAGE)
    except KeyboardInterrupt:
        stop("Stopped.", INTERRUPTED)
    except SystemExit as ended:
        # So ends Typer's own help for a reader that closes its end early.
        sys.exit(0 if ended.code == FAULT else ended.code)
    except OSError as error:
        stop(f"mtfp: the result can't be written: {(error.strerror or str(error)).lower()}", USAGE)
    except Exception as error:
        if _out_of_memory(error):
            stop(_NO_MEMORY, USAGE)
        if "--debug" in sys.argv:
            raise
        stop(
            f"mtfp: a fault of ours, not of your files ({type(error).__name__}: {error}). Please report it; --debug shows the trace.",
            FAULT,
        )
    finally:
        gc.freeze()


def _make_ready() -> None:
    # One short run makes little garbage: looking for it, and again at the end, would take longer than the sums.
    gc.set_threshold(1_000_000)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _out_of_memory(error: BaseException | None) -> bool:
    """Whether an error says that the computer has no memory left; the loader of a library says so in its own words."""
    loading = isinstance(error, ImportError) and "failed to map" in str(error)
    return (
        isinstance(error, MemoryError) or loading or (error is not None and _out_of_memory(error.__cause__))
    )
