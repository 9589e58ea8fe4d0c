"""The live sheets of a workbook: figures that are typed, and formulas that work out everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mtfp.render.excel.addresses import column, in_column, named_cells, places_of, sections_below, template
from mtfp.render.excel.looks import Looks, fit_height, number_of, set_page, wrapped_lines, write_text
from mtfp.render.excel.making import CASES, Making
from mtfp.render.excel.verdict import write_master
from mtfp.sheets.model import KEYS, Book, Cells, Line, Section, Sheet

_NAME_WIDTHS = (18, 46)
_KEY_WIDTHS = (7, 30)
_EMPTY_KEY = 1.5
_FIGURE_WIDTHS = (11, 24)


def making_of(workbook: Any, book: Book, looks: Looks) -> Making:
    """Return what the sheets of a book are written with: its looks, and where everything stands."""
    places = places_of(book, {sheet.name: _head_number(sheet) for sheet in book.sheets})
    letters = tuple(column(n) for n in range(KEYS + (1 + len(CASES)) * (1 + len(book.years))))
    return Making(workbook, book, looks, places, letters)


def _head_number(sheet: Sheet) -> int:
    return 2 + len(_notes(sheet)) + (sheet.kind == "checks")


def _notes(sheet: Sheet) -> list[str]:
    notes = [*sheet.notes, "Amounts are in pounds."] if _has_money(sheet) else [*sheet.notes]
    if _has_cases(sheet):
        notes.append(
            "Each year takes the case chosen on Contents; to the right, and not printed, stand the plan's figures and the scenario's."
        )
    return wrapped_lines(notes)


def _has_money(sheet: Sheet) -> bool:
    return any(line.measure == "pounds" for line in sheet.lines)


def _has_cases(sheet: Sheet) -> bool:
    return any(line.cases for line in sheet.lines)


def write_live(sheet: Sheet, making: Making) -> None:
    """Write one sheet: its title and notes, a heading row, then every section's lines."""
    page, looks = making.workbook.add_worksheet(sheet.name), making.looks
    head = making.places.heads[sheet.name] - 1
    page.write_string(0, 0, sheet.title, looks("title"))
    for n, note in enumerate(_notes(sheet), 1):
        write_text(page, n, 0, note, looks())
    if sheet.kind == "checks":
        write_master(page, head - 1, sheet, making)
    last = KEYS + making.width * (1 + len(CASES) if _has_cases(sheet) else 1)
    _write_head(page, head, sheet, making)
    widths = _key_widths(sheet)
    fit_height(page, head, widths, sheet.key_heads)
    for section, first in sections_below(sheet, head + 1):
        _write_section(page, section, first - 1, last, making)
        for row, line in enumerate(section.lines, first - 1):
            fit_height(page, row, widths, [str(key) for key in line.keys])
    for n, width in widths.items():
        page.set_column(n, n, width)
    page.set_column(KEYS, last - 1, _between(_FIGURE_WIDTHS, _longest_figures(sheet.lines)))
    _set_up(page, sheet, head, making)


def _write_head(page: Any, row: int, sheet: Sheet, making: Making) -> None:
    left, right = making.looks("head"), making.looks("head", "right")
    heads = (*sheet.key_heads, *[""] * (KEYS - len(sheet.key_heads)))
    for n, head in enumerate(heads):
        page.write_string(row, n, head, left) if head else page.write_blank(row, n, None, left)
    years = (making.book.before, *making.book.years)
    cases = ("", *(f"{case} " for case in CASES)) if _has_cases(sheet) else ("",)
    for n, head in enumerate(f"{case}{year}" for case in cases for year in years):
        page.write_string(row, KEYS + n, head, right)


def _write_section(page: Any, section: Section, first: int, last: int, making: Making) -> None:
    if section.heading:
        look = making.looks("section")
        write_text(page, first - 1, 0, section.heading, look)
        for n in range(1, last):
            page.write_blank(first - 1, n, None, look)
    for row, line in enumerate(section.lines, first):
        _write_line(page, row, line, making)


def _write_line(page: Any, row: int, line: Line, making: Making) -> None:
    _write_keys(page, row, line, making.looks)
    if line.total:
        _write_rule(page, row, line, making.looks)
    if line.name:
        making.workbook.define_name(line.name, named_cells(line, making.places.rows[line.id]))
    if line.cases:
        _write_cases(page, row, line, line.cases, making)
    elif line.formula or line.first:
        _write_formulas(page, row, line, making)
    else:
        _write_typed(page, row, KEYS, line, line.cells, making.looks)


def _write_keys(page: Any, row: int, line: Line, looks: Looks) -> None:
    words, number = looks("wrapped", *_weight(line)), looks("whole", "left", *_weight(line))
    for n, key in enumerate(line.keys):
        if isinstance(key, int):
            page.write_number(row, n, key, number)
        elif key:
            write_text(page, row, n, key, words)


def _write_rule(page: Any, row: int, line: Line, looks: Looks) -> None:
    """Carry the rule over a total across the cells that hold nothing."""
    keys = [n for n in range(KEYS) if n >= len(line.keys) or line.keys[n] == ""]
    for n in (*keys, *(n for n, cell in enumerate(line.cells, KEYS) if cell is None)):
        page.write_blank(row, n, None, looks("total"))


def _write_typed(page: Any, row: int, start: int, line: Line, cells: Cells, looks: Looks) -> None:
    look = looks(line.measure, "typed", *_weight(line))
    for n, cell in enumerate(cells, start):
        if cell is not None:
            page.write_number(row, n, number_of(cell, line.measure), look)


def _weight(line: Line) -> tuple[str, ...]:
    return ("total",) if line.total else ()


def _write_formulas(page: Any, row: int, line: Line, making: Making) -> None:
    own = making.places.rows[line.id]
    look = making.looks(line.measure, *_weight(line))
    before, *years = line.cells
    if before is not None and line.first:
        first = in_column(template(line.first, own, making.places), making.letters[KEYS], "")
        page.write_formula(row, KEYS, first, look, number_of(before, line.measure))
    elif before is not None:
        _write_typed(page, row, KEYS, line, (before,), making.looks)
    formula, letters = template(line.formula, own, making.places), making.letters
    for n, cell in enumerate(years, KEYS + 1):
        if cell is not None:
            written = in_column(formula, letters[n], letters[n - 1])
            page.write_formula(row, n, written, look, number_of(cell, line.measure))


def _write_cases(page: Any, row: int, line: Line, cases: tuple[Cells, Cells], making: Making) -> None:
    look, letters, width = making.looks(line.measure, *_weight(line)), making.letters, making.width
    for n, cell in enumerate(line.cells, KEYS):
        if cell is not None:
            plan, scenario = (f"{letters[n + each * width]}{row + 1}" for each in (1, 2))
            chosen = f"CHOOSE(Case_number,{plan},{scenario})"
            page.write_formula(row, n, chosen, look, number_of(cell, line.measure))
    for each, cells in enumerate(cases, 1):
        _write_typed(page, row, KEYS + each * width, line, cells, making.looks)


def _key_widths(sheet: Sheet) -> dict[int, float]:
    return {n: _key_width(n, sheet) for n in range(KEYS)}


def _key_width(n: int, sheet: Sheet) -> float:
    texts = [str(line.keys[n]) for line in sheet.lines if n < len(line.keys)]
    head = sheet.key_heads[n].split() if n < len(sheet.key_heads) else []
    if not head and not any(texts):
        return _EMPTY_KEY
    return _between(_KEY_WIDTHS if n else _NAME_WIDTHS, [*head, *texts])


def _longest_figures(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        found = [abs(cell) for cells in (line.cells, *(line.cases or ())) for cell in cells if cell]
        if found:
            yield f"-{number_of(max(found), line.measure):,.2f}"


def _between(widths: tuple[int, int], texts: Iterable[str]) -> int:
    least, most = widths
    return min(max(least, 2 + max(map(len, texts), default=0)), most)


def _set_up(page: Any, sheet: Sheet, head: int, making: Making) -> None:
    end = making.places.blocks[sheet.sections[-1].id].last
    page.freeze_panes(head + 1, KEYS)
    page.print_area(0, 0, end - 1, KEYS + making.width - 1)
    set_page(page, head=head)
