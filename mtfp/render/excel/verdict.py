"""The master check: one cell that says whether every check is nil."""

from __future__ import annotations

from typing import Any

from mtfp.render.excel.addresses import quoted
from mtfp.render.excel.looks import Looks
from mtfp.render.excel.making import Making
from mtfp.sheets.model import KEYS, Sheet

_PASSES, _FAILS = "All checks pass", "A check fails"


def write_master(page: Any, row: int, sheet: Sheet, making: Making) -> None:
    """Write the master check above the checks, and mark every check that is not nil in red."""
    blocks = [making.places.blocks[section.id] for section in sheet.sections]
    first, last = blocks[0].first, blocks[-1].last
    cells = f"${making.letters[KEYS]}${first}:${making.letters[KEYS + making.width - 1]}${last}"
    formula = f'IF(COUNTIF({cells},0)=COUNTA({cells}),"{_PASSES}","{_FAILS}")'
    write_verdict(page, row, formula, making.looks)
    making.workbook.define_name("Master_check", f"={quoted(sheet.name)}$B${row + 1}")
    wrong = {"type": "cell", "criteria": "!=", "value": 0, "format": making.looks("bad")}
    page.conditional_format(cells.replace("$", ""), wrong)


def write_verdict(page: Any, row: int, formula: str, looks: Looks) -> None:
    """Write what the master check says in a row, in green or red."""
    page.write_string(row, 0, "Master check", looks("strong"))
    page.write_formula(row, 1, formula, looks("strong"), _PASSES)
    for verdict, look in ((_PASSES, "good"), (_FAILS, "bad")):
        rule = {"type": "cell", "criteria": "==", "value": f'"{verdict}"', "format": looks(look)}
        page.conditional_format(row, 1, row, 1, rule)
