"""`mtfp run`: roll a plan forward, with a scenario if given, and show the gap."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import typer

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run as run_plan
from mtfp.cli.screen import BREACHED, say, show
from mtfp.cli.written import put
from mtfp.files.request import Request, read_request
from mtfp.files.write_whole import refuse_to_write_over
from mtfp.money import Unit, parse_amount, show_pounds
from mtfp.plan.terms import Service
from mtfp.problems import MisreadError, listed
from mtfp.render.csv import to_csv
from mtfp.render.formats import FORMATS
from mtfp.render.markdown import to_markdown
from mtfp.render.text import to_text
from mtfp.tables.json import to_json
from mtfp.tables.model import Rounding
from mtfp.tables.names import ALL
from mtfp.tables.report import report_of
from mtfp.tables.style import Style


def run(
    file: Path,
    tables: Collection[str],
    format_: str,
    unit: str | None,
    decimals: int | None,
    rounding: Rounding,
    out: Path | None,
    service: str | None,
    fail_on_gap: str | None,
) -> None:
    """Show a result, or write it to a file; leave with an exit code of its own where a gap is above what it may be."""
    if out is not None:
        _refuse_other_ending(out, format_)
    request = read_request(file)
    outcome = run_plan(
        request.read.plan, request.scenario, None if service is None else Service.parse(service)
    )
    breached = "" if fail_on_gap is None else _breach(outcome, fail_on_gap)
    style = Style(
        unit=None if unit is None else Unit.parse(unit), decimals=decimals, rounding=rounding, answered=True
    )
    text = _shown(outcome, tables, format_, style)
    _write(text, format_, out, request)
    if breached:
        say(breached)
        raise typer.Exit(BREACHED)


def _breach(outcome: Outcome, threshold: str) -> str:
    """Return, in words, the years whose gap is above a threshold; empty where there is none."""
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


def _shown(outcome: Outcome, names: Collection[str], format_: str, style: Style) -> str:
    if format_ == "json":
        return to_json(outcome, names or [ALL], style)
    usual = ["roll-forward"] if format_ == "csv" else None
    report = report_of(outcome, names or usual, style)
    if format_ == "csv":
        for heading, items in report.lists:
            for item in items:
                say(f"{heading}: {item}")
        return to_csv(report)
    if format_ == "markdown":
        return to_markdown(report)
    return to_text(report) + ("" if names else _MORE)


_MORE = """
What else can be shown
  mtfp run FILE --table changes        one table, or all; --help names them
  mtfp run FILE --unit £m              in millions; --decimals 3 for more places
  mtfp run FILE --service "A > B"      one budget holder's part
  mtfp run FILE --format csv --out F   for a spreadsheet; also markdown and json
"""


def _refuse_other_ending(out: Path, format_: str) -> None:
    """Raise `MisreadError` where the ending of a name says another format than the one written: no program could open it."""
    ending = out.suffix.casefold()
    words = {each.ending: each.on_screen for each in FORMATS}
    own = words.get(ending)
    if own == format_ or ending == ".txt" or (own is None and ending not in _OTHER_PAPERS):
        return
    raise MisreadError(
        f'"{out.as_posix()}" ends in {ending}, and --format is {format_}',
        f"a name that ends in {next(each for each, word in words.items() if word == format_)}",
        f"add --format {own}, or give the file that ending"
        if own
        else f"write it with mtfp report FILE --to {out.as_posix()}, or give the file that ending"
        if ending in words
        else "give the file that ending",
    )


_OTHER_PAPERS = (".doc", ".xls", ".htm", ".pdf", ".odt", ".ods", ".pptx")


def _write(text: str, format_: str, out: Path | None, request: Request) -> None:
    if out is None:
        show(text)
        return
    refuse_to_write_over([source.path for source in request.sources], [out])
    put({out: text.encode("utf-8-sig" if format_ == "csv" else "utf-8")})
