"""Budget papers in every format, by the ending of a file's name, for the command line and a notebook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from mtfp.analysis.outcome import Outcome
from mtfp.files.source import SourceFile
from mtfp.frozen import frozen
from mtfp.problems import MisreadError, listed, nearest
from mtfp.render.csv import to_csv
from mtfp.render.excel.book import to_excel
from mtfp.render.markdown import to_markdown
from mtfp.render.page import to_page
from mtfp.render.pictures.saved import png, svg
from mtfp.render.text import to_text
from mtfp.render.word.document import led_outside
from mtfp.render.word.paper import to_word
from mtfp.sheets.book import book_of
from mtfp.tables.json import to_json
from mtfp.tables.paper import Origin, casts_of, paper_from
from mtfp.tables.papers import Made, names_never_met
from mtfp.tables.printed import Chart, Report
from mtfp.tables.report import report_from
from mtfp.tables.style import Style

Writer = Callable[["Paper", str], bytes]
"""A function that writes a paper; it is given the name of the file without its ending."""


@frozen(slots=False)
class Paper:
    """What a budget paper is made of: a result, the tables asked for, the house style, and the files that it comes from.

    `tables` are names, or None for those of the style or the usual ones; `template` is a Word document of the council's.
    """

    outcome: Outcome
    tables: Collection[str] | None = None
    style: Style = field(default_factory=Style)
    sources: Sequence[SourceFile] = ()
    template: bytes | None = None

    @property
    def origin(self) -> Origin:
        """What the paper says it was made from."""
        files = tuple((source.path.name, source.digest) for source in self.sources)
        return Origin(files=files, version=version("mtfp"))

    @cached_property
    def _made(self) -> Made:
        return Made(self.outcome)

    @cached_property
    def report(self) -> Report:
        """The paper's tables, charts and words; raises `MisreadError` for a table with nothing to show."""
        return paper_of(self._made, self.tables, self.style, self.origin)

    @property
    def notice(self) -> str:
        """What must be said of the style and the template; empty where there is nothing.

        These are the rows that a style names and no table of the paper has, and what is taken out of a template.
        """
        names = [f'"{name}"' for name in names_never_met(self._made, self.tables, self.style)]
        of_style = [f"The style names what no row here is called: {listed(names)}."] if names else []
        return "\n".join([*of_style, *_of_template(self.template)])


def paper_of(made: Made, names: Collection[str] | None, style: Style, origin: Origin) -> Report:
    """Return the paper on a result with the tables named; with None, those of the style, or the usual ones.

    Raises `MisreadError` for a name whose table has nothing to show.
    """
    casts = casts_of(made, style)
    return paper_from(report_from(made, names, style, casts), made.outcome, style, casts, origin)


def _of_template(template: bytes | None) -> list[str]:
    if template is None:
        return []
    outside = led_outside(template)
    told = listed(outside, most=len(outside))
    return [f"Taken out of the template, as it leads outside the paper: {told}."] if outside else []


def names_in(text: str) -> list[str]:
    """Return the names of tables that are written with commas between."""
    return [name.strip() for name in text.split(",")]


def written(paper: Paper, path: Path) -> bytes:
    """Return the paper in the format of a file's ending. A picture is the chart that the file is named after.

    Raises `MisreadError` for an ending that is none of them, or a table, chart or template that can't be used.
    """
    return writer_of(path)(paper, path.stem)


def writer_of(path: Path) -> Writer:
    """Return the writer of the format of a file's ending; raise `MisreadError` where there is none."""
    writer = WRITERS.get(path.suffix.casefold())
    if writer is None:
        raise MisreadError(
            f'"{path.as_posix()}" ends in nothing that says what to write',
            f"a name that ends in {listed(WRITERS, most=len(WRITERS), last='or')}",
            "give the file one of these endings",
        )
    return writer


def chart_named(charts: Iterable[Chart], name: str) -> Chart:
    """Return the chart of a name; raise `MisreadError` where the plan has no figures for it."""
    found = {chart.id: chart for chart in charts}
    if name not in found:
        raise MisreadError(
            f'there is no chart "{name}" of this plan',
            f"one of {listed(found, most=len(found), last='or')}{nearest(name, found)}"
            if found
            else "a plan with figures to draw",
            "name another chart",
        )
    return found[name]


def _word(paper: Paper, _: str) -> bytes:
    pictures = {chart.id: png(chart) for chart in paper.report.charts}
    return to_word(paper.report, pictures, paper.template)


def _excel(paper: Paper, _: str) -> bytes:
    return to_excel(paper.report, book_of(paper.outcome))


def _page(paper: Paper, _: str) -> bytes:
    return to_page(paper.report, {chart.id: svg(chart) for chart in paper.report.charts}).encode()


def _text(paper: Paper, _: str) -> bytes:
    return to_text(paper.report).encode()


def _markdown(paper: Paper, _: str) -> bytes:
    return to_markdown(paper.report).encode()


def _csv(paper: Paper, _: str) -> bytes:
    plain = replace(paper, style=replace(paper.style, brackets=False, nil="0"))
    return to_csv(plain.report).encode("utf-8-sig")


def _json(paper: Paper, _: str) -> bytes:
    return to_json(paper.outcome, paper.tables, paper.style, paper.report.made_from).encode()


def _svg(paper: Paper, name: str) -> bytes:
    return svg(chart_named(paper.report.charts, name))


def _png(paper: Paper, name: str) -> bytes:
    return png(chart_named(paper.report.charts, name))


WRITERS: Mapping[str, Writer] = {
    ".docx": _word,
    ".xlsx": _excel,
    ".html": _page,
    ".md": _markdown,
    ".csv": _csv,
    ".json": _json,
    ".txt": _text,
    ".svg": _svg,
    ".png": _png,
}
"""The writer of each format, by the ending of a file's name."""
