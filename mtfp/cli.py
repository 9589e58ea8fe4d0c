"""The command line: parse, call, write. Results on stdout, all else on stderr."""

from __future__ import annotations

import errno
import gc
import io
import os
import re
import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn, TextIO

import typer

from mtfp.problems import InputError, MisreadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mtfp.analysis.outcome import Outcome
    from mtfp.files.request import Request
    from mtfp.money import Unit
    from mtfp.plan.terms import Service
    from mtfp.tables.style import Style

_NO_MEMORY = """mtfp: this computer has not enough memory left for this
  expected  a few hundred megabytes
  to fix    close other programs, and run this again"""

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
    decimals: Decimals = None,
    rounding: Annotated[
        Rounding,
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
    from mtfp.analysis.outcome import run as run_plan
    from mtfp.files.request import read_request
    from mtfp.tables.style import Style

    if out is not None:
        _refuse_other_ending(out, format_)
    request = read_request(file)
    outcome = run_plan(request.read.plan, request.scenario, _service(service))
    breached = "" if fail_on_gap is None else _breach(outcome, fail_on_gap)
    style = Style(unit=_unit(unit), decimals=decimals, rounding=rounding, answered=True)
    text = _shown(outcome, table, format_, style)
    _write(text, format_, out, request)
    if breached:
        _say(breached)
        raise typer.Exit(BREACHED)


@app.command()
def report(
    file: File,
    to: Annotated[
        list[Path],
        typer.Option(
            metavar="PAPER",
            help="What to write: a name that ends in .docx, .xlsx, .html, .md, .csv, .json or .txt, or a picture "
            "named after its chart, such as gap.svg or gap.png; give it again for more.",
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
    """Write a budget paper: as Word, Excel, a web page, Markdown, CSV, JSON or text, all with the same figures."""
    from mtfp.analysis.outcome import run as run_plan
    from mtfp.files.opened import read_bytes
    from mtfp.files.request import read_request
    from mtfp.files.style import read_style
    from mtfp.files.write_whole import refuse_to_write_over
    from mtfp.output import Paper, names_in, writer_of, written
    from mtfp.progress import with_progress

    for path in to:
        writer_of(path)
    if template is not None and not any(path.suffix.casefold() == ".docx" for path in to):
        raise MisreadError(
            "a template is for Word, and no paper here is a Word document",
            "--to with a name that ends in .docx",
            "add one, or leave out --template",
        )
    house = read_style(style)
    request = read_request(file)
    sources = (*request.sources, *house.sources)
    given = [source.path for source in sources] + ([] if template is None else [template])
    refuse_to_write_over(given, to)
    paper = Paper(
        outcome=run_plan(request.read.plan, request.scenario, _service(service)),
        tables=None if tables is None else names_in(tables),
        style=house.style.in_unit(_unit(unit), decimals),
        sources=sources,
        template=None if template is None else read_bytes(template),
    )
    if paper.notice:
        _say(paper.notice)
    _put({path: written(paper, path) for path in with_progress(to)})


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Plans and scenarios.")],
    debug: Debug = False,  # noqa: ARG001
) -> None:
    """Say all that is wrong with plans and scenarios, or, where nothing is, what in them may not be meant.

    Says nothing where there is nothing wrong or to ask.
    """
    from mtfp.analysis.outcome import run as run_plan
    from mtfp.files.request import read_request

    refused: list[InputError] = []
    missing: list[MisreadError] = []
    asked: dict[str, None] = {}
    for file in files:
        try:
            request = read_request(file)
            outcome = run_plan(request.read.plan, request.scenario)
            asked |= dict.fromkeys(_asked(outcome))
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
    _print("".join(f"{text}\n" for text in asked))
    if any(_TO_ANSWER in text for text in asked):
        _print(_HOW)


_TO_ANSWER = "\n  to answer "
_HOW = "\nTo answer one, add [[accept]] to the plan with the keys beside it, a line each, and why, by and on (a date).\n"


def _asked(outcome: Outcome) -> Iterator[str]:
    """Yield each notice that asks, with its answer, or with the keys of one and the scenario that alone asks it."""
    from mtfp.analysis.answered import asks, how_to_answer
    from mtfp.analysis.notices import notices

    found = [each for each in notices(outcome) if each.place]
    alone, title = set(), ""
    if outcome.scenario is not None and not all(each.answer for each in found):
        from mtfp.analysis.outcome import run as run_plan

        title = outcome.scenario.title
        alone = {asks(each) for each in notices(run_plan(outcome.before.plan))}
    for notice in found:
        if notice.answer:
            yield f"{notice.place}: answered: {notice.with_answer}"
            continue
        keys = how_to_answer(notice, outcome.after.plan.unit, "" if asks(notice) in alone else title)
        yield f"{notice.place}: {notice.text}" + (f"{_TO_ANSWER} {keys}" if keys else "")


@app.command()
def schema(
    file: Annotated[
        Literal["plan", "scenario", "style"],
        typer.Argument(metavar="plan|scenario|style", help="Which file."),
    ],
    debug: Debug = False,  # noqa: ARG001
) -> None:
    """Print the JSON Schema of a file, for an editor."""
    import json

    from mtfp.files.schema import schema_of

    _print(json.dumps(schema_of(file), indent=2) + "\n")


def _service(path: str | None) -> Service | None:
    from mtfp.plan.terms import Service

    return None if path is None else Service.parse(path)


def _unit(name: str | None) -> Unit | None:
    from mtfp.money import Unit

    return None if name is None else Unit.parse(name)


def _breach(outcome: Outcome, threshold: str) -> str:
    """Return, in words, the years whose gap is above a threshold; empty where there is none."""
    from mtfp.money import parse_amount, show_pounds
    from mtfp.problems import listed

    gap = outcome.after.unbalanced
    if gap is None:
        raise MisreadError(
            "there is no gap to test", "a plan with resources, and no --service", "leave out --fail-on-gap"
        )
    between_digits = re.sub(r"(?<=\d)_(?=\d)", "", threshold)
    most = parse_amount(between_digits, outcome.after.plan.unit)
    gaps = zip(outcome.after.plan.horizon, gap.tolist(), strict=True)
    above = [f"{show_pounds(pence)} in {year}" for year, pence in gaps if pence > most]
    return f"The gap is above {show_pounds(most)}: {listed(above, most=60)}." if above else ""


def _shown(
    outcome: Outcome,
    names: list[TableName] | None,
    format_: Format,
    style: Style,
) -> str:
    if format_ == "json":
        from mtfp.tables.json import to_json

        return to_json(outcome, names or [TableName.ALL], style)
    from mtfp.tables.report import report_of

    usual = ["roll-forward"] if format_ == "csv" else None
    report = report_of(outcome, names or usual, style)
    if format_ == "csv":
        from mtfp.render.csv import to_csv

        for heading, items in report.lists:
            for item in items:
                _say(f"{heading}: {item}")
        return to_csv(report)
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


def _refuse_other_ending(out: Path, format_: Format) -> None:
    """Raise `MisreadError` where the ending of a name says another format than the one written: no program could open it."""
    from mtfp.output import WRITERS

    ending = out.suffix.casefold()
    ways: dict[str, Format] = {".md": "markdown", ".csv": "csv", ".json": "json", ".txt": "text"}
    own = ways.get(ending)
    if own == format_ or ending == ".txt" or (own is None and ending not in (*WRITERS, *_OTHER_PAPERS)):
        return
    raise MisreadError(
        f'"{out.as_posix()}" ends in {ending}, and --format is {format_}',
        f"a name that ends in {next(each for each, way in ways.items() if way == format_)}",
        f"add --format {own}, or give the file that ending"
        if own
        else f"write it with mtfp report FILE --to {out.as_posix()}, or give the file that ending"
        if ending in WRITERS
        else "give the file that ending",
    )


_OTHER_PAPERS = (".doc", ".xls", ".htm", ".pdf", ".odt", ".ods", ".pptx")


def _write(text: str, format_: Format, out: Path | None, request: Request) -> None:
    if out is None:
        _print(text)
        return
    from mtfp.files.write_whole import refuse_to_write_over

    refuse_to_write_over([source.path for source in request.sources], [out])
    _put({out: text.encode("utf-8-sig" if format_ == "csv" else "utf-8")})


def _put(files: Mapping[Path, bytes]) -> None:
    from mtfp.files.write_whole import write_whole

    # Until now Ctrl-C ends the program on the spot. What waits beside the files must be taken away first.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        write_whole(files)
    except KeyboardInterrupt:
        _stop("Stopped.", INTERRUPTED)
    for path in files:
        _say(f"Written to {path.as_posix()}.")


def _print(text: str) -> None:
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


def _say(text: str) -> None:
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


def main() -> None:
    """Run the command line; every mistake in plain words, and no trace unless asked for."""
    _make_ready()
    try:
        app(prog_name="mtfp")
    except InputError as error:
        _stop(str(error), REFUSED)
    except MisreadError as error:
        _stop(_misread(error), USAGE)
    except KeyboardInterrupt:
        _stop("Stopped.", INTERRUPTED)
    except SystemExit as stop:
        # So ends Typer's own help for a reader that closes its end early.
        sys.exit(0 if stop.code == FAULT else stop.code)
    except OSError as error:
        _stop(f"mtfp: the result can't be written: {(error.strerror or str(error)).lower()}", USAGE)
    except Exception as error:
        if _out_of_memory(error):
            _stop(_NO_MEMORY, USAGE)
        if "--debug" in sys.argv:
            raise
        _stop(
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


def _misread(error: MisreadError) -> str:
    return f"mtfp: {error}"


def _stop(message: str, code: int) -> NoReturn:
    _say(message)
    sys.exit(code)
