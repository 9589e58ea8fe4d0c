"""`mtfp report`: a budget paper in every format asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mtfp.analysis.run import run as run_plan
from mtfp.cli.screen import say
from mtfp.cli.written import put
from mtfp.files.opened import read_bytes
from mtfp.files.request import read_request
from mtfp.files.style import read_style
from mtfp.files.write_whole import refuse_to_write_over
from mtfp.money import Unit
from mtfp.output import Paper, names_in, writer_of, written
from mtfp.plan.terms import Service
from mtfp.problems import MisreadError
from mtfp.progress import with_progress


def report(
    file: Path,
    to: Sequence[Path],
    tables: str | None,
    unit: str | None,
    decimals: int | None,
    style: str,
    template: Path | None,
    service: str | None,
) -> None:
    """Write a budget paper under each name that is given; all are made before any is written."""
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
        outcome=run_plan(
            request.read.plan, request.scenario, None if service is None else Service.parse(service)
        ),
        tables=None if tables is None else names_in(tables),
        style=house.style.in_unit(None if unit is None else Unit.parse(unit), decimals),
        sources=sources,
        template=None if template is None else read_bytes(template),
    )
    if paper.notice:
        say(paper.notice)
    put({path: written(paper, path) for path in with_progress(to)})
