"""The command line: parse, call, write. Results on stdout, all else on stderr."""

from __future__ import annotations

import gc
import io
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from mtfp.problems import InputError, MisreadError

if TYPE_CHECKING:
    from mtfp.analysis.outcome import Outcome
    from mtfp.files.request import Request
    from mtfp.tables.style import Style

FAULT, USAGE, REFUSED, BREACHED, INTERRUPTED = 1, 2, 3, 4, 130

Format = Literal["text", "markdown", "csv", "json"]
Rounding = Literal["cast", "plain"]


class TableName(StrEnum):
    """The tables that can be asked for."""

    SUMMARY = "summary"
    SCENARIO = "scenario"
    ROLL_FORWARD = "roll-forward"
    FUNDING = "funding"
    COUNCIL_TAX = "council-tax"
    RESERVES = "reserves"
    SAVINGS = "savings"
    TARGETS = "targets"
    DEMAND = "demand"
    CAPITAL = "capital"
    GROSS = "gross"
    ASKED = "asked"
    CHANGES = "changes"
    ALL = "all"


app = typer.Typer(
    help="Roll a council's medium-term financial plan forward, and see what a scenario does to it.",
    epilog="Exit codes: 0 done, 1 a fault in mtfp, 2 wrong usage, 3 a file is refused, 4 a threshold is breached.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
Debug = Annotated[bool, typer.Option("--debug", help="Show the trace of a fault in mtfp.")]


@app.command()
def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A scenario, or a plan on its own.")],
    table: Annotated[
        list[TableName] | None,
        typer.Option(
            metavar="NAME",
            help=f"Show {', '.join(TableName)}; give it again for more. "
            "Without it a directorate's plan shows all, a whole council's the main ones, and CSV the roll-forward.",
        ),
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", metavar="NAME", help="text, markdown, csv or json.")
    ] = "text",
    unit: Annotated[
        str | None,
        typer.Option(metavar="UNIT", help="Print in £, £000 or £m (or pounds, thousands, millions)."),
    ] = None,
    decimals: Annotated[
        int | None, typer.Option(metavar="N", min=0, max=8, help="Places after the point.")
    ] = None,
    rounding: Annotated[
        Rounding,
        typer.Option(metavar="NAME", help="cast makes columns add; plain rounds each figure by itself."),
    ] = "cast",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to this file instead of the screen.")
    ] = None,
    service: Annotated[
        str | None, typer.Option(metavar="PATH", help='One budget holder\'s part: "Children > Social care".')
    ] = None,
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
    from mtfp.analysis.outcome import run as run_plan
    from mtfp.files.request import read_request
    from mtfp.plan.terms import Service

    request = read_request(file)
    outcome = run_plan(
        request.read.plan, request.scenario, None if service is None else Service.parse(service)
    )
    breached = fail_on_gap is not None and _breaches(outcome, fail_on_gap)
    style = _style(unit, decimals, rounding)
    text = _shown(outcome, table, format_, style)
    _write(text, format_, out, request)
    if breached:
        _say(f"A year's gap is above {fail_on_gap}.")
        raise typer.Exit(BREACHED)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Plans and scenarios.")],
    debug: Debug = False,  # noqa: ARG001
) -> None:
    """Say all that is wrong with plans and scenarios.

    Says nothing when all is well.
    """
    from mtfp.analysis.outcome import run as run_plan
    from mtfp.files.request import read_request

    refused: list[InputError] = []
    missing: list[MisreadError] = []
    for file in files:
        try:
            request = read_request(file)
            run_plan(request.read.plan, request.scenario)
        except InputError as error:
            refused.append(error)
        except MisreadError as error:
            missing.append(error)
    for each in missing:
        _say(_misread(each))
    if refused:
        raise InputError(problem for each in refused for problem in each.problems)
    if missing:
        raise typer.Exit(USAGE)


@app.command()
def schema(
    file: Annotated[Literal["plan", "scenario"], typer.Argument(metavar="plan|scenario", help="Which file.")],
    debug: Debug = False,  # noqa: ARG001
) -> None:
    """Print the JSON Schema of a file, for an editor."""
    import json

    from mtfp.files.schema import schema_of

    _print(json.dumps(schema_of(file), indent=2) + "\n")


def _style(unit: str | None, decimals: int | None, rounding: Rounding) -> Style:
    from mtfp.money import Unit
    from mtfp.tables.style import Style

    return Style(unit=None if unit is None else Unit.parse(unit), decimals=decimals, rounding=rounding)


def _breaches(outcome: Outcome, threshold: str) -> bool:
    from mtfp.money import parse_amount

    gap = outcome.after.gap
    if gap is None:
        raise MisreadError(
            "there is no gap to test", "a plan with resources, and no --service", "leave out --fail-on-gap"
        )
    return bool(gap.max() > parse_amount(threshold, outcome.after.plan.unit))


def _shown(
    outcome: Outcome,
    names: list[TableName] | None,
    format_: Format,
    style: Style,
) -> str:
    if format_ == "json":
        import json

        from mtfp.analysis.record import record_of
        from mtfp.tables.record import tables_record

        tables = tables_record(outcome, names, style)
        return json.dumps(record_of(outcome) | {"tables": tables}, indent=2) + "\n"
    from mtfp.tables.report import report_of

    usual = ["roll-forward"] if format_ == "csv" else None
    report = report_of(outcome, names or usual, style)
    if format_ == "csv":
        from mtfp.render.csv import to_csv
        from mtfp.tables.report import moved_notes

        for note in (each for table in report.tables for each in moved_notes(table)):
            _say(note)
        for heading, items in report.lists:
            for item in items:
                _say(f"{heading}: {item}")
        return to_csv(report.tables)
    if format_ == "markdown":
        from mtfp.render.markdown import to_markdown

        return to_markdown(report)
    from mtfp.render.text import to_text

    return to_text(report) + ("" if names else _MORE)


_MORE = """
What else can be shown
  mtfp run FILE --table changes        one table, or all; --help names them
  mtfp run FILE --unit £m              in millions; --decimals 3 for more places
  mtfp run FILE --service "A > B"      one budget holder's part
  mtfp run FILE --format csv --out F   for a spreadsheet; also markdown and json
"""


def _write(text: str, format_: Format, out: Path | None, request: Request) -> None:
    if out is None:
        _print(text)
        return
    from mtfp.files.out import write_whole

    if any(out.resolve() == source.path.resolve() for source in request.sources):
        raise MisreadError(
            f'"{out.as_posix()}" is one of the files just read',
            "a file of its own for the result",
            "name another file",
        )
    write_whole(out, text, "utf-8-sig" if format_ == "csv" else "utf-8")
    _say(f"Written to {out.as_posix()}.")


def _print(text: str) -> None:
    """Write a result; a reader that closes its end early, as `head` does, has had what it wanted."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def main() -> None:
    """Run the command line; every mistake in plain words, and no trace unless asked for."""
    # One short run makes little garbage: looking for it, and again at the end, would take longer than the sums.
    gc.set_threshold(1_000_000)
    # Looking for plugins reads the metadata of every package installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="mtfp")
    except InputError as error:
        _stop(str(error), REFUSED)
    except MisreadError as error:
        _stop(_misread(error), USAGE)
    except KeyboardInterrupt:
        _stop("Stopped.", INTERRUPTED)
    except OSError as error:
        _stop(f"mtfp: the result can't be written: {(error.strerror or str(error)).lower()}", USAGE)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        _stop(
            f"mtfp: a fault of ours, not of your files ({type(error).__name__}: {error}). Please report it; --debug shows the trace.",
            FAULT,
        )
    finally:
        gc.freeze()


def _misread(error: MisreadError) -> str:
    return f"mtfp: {error.what}\n  expected  {error.expected}\n  to fix    {error.fix}"


def _stop(message: str, code: int) -> NoReturn:
    _say(message)
    sys.exit(code)
