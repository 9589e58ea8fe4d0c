"""The papers in this folder, made anew: `python examples/build.py`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCENARIOS = HERE.parent / "scenarios"

OXFORDSHIRE = [
    str(SCENARIOS / "oxfordshire-2014" / "school-improvement-slips.toml"),
    "--style",
    "oxfordshire",
    "--tables",
    "scenario,roll-forward,changes",
]
EXAMPLESHIRE = [str(SCENARIOS / "exampleshire" / "central.toml"), "--tables", "all"]

PAPERS = {
    "oxfordshire": (OXFORDSHIRE, ("paper.docx", "book.xlsx", "page.html")),
    "exampleshire": (
        EXAMPLESHIRE,
        (
            "paper.docx",
            "book.xlsx",
            "page.html",
            "tables.md",
            "tables.csv",
            "tables.json",
            "gap.svg",
            "bridge.svg",
            "savings.svg",
            "reserves.svg",
            "scenario.svg",
        ),
    ),
}
"""For each folder, what `mtfp report` is asked, and what it writes there."""


def build(to: Path) -> None:
    """Write every paper into a folder."""
    for folder, (asked, names) in PAPERS.items():
        (to / folder).mkdir(parents=True, exist_ok=True)
        papers = [part for name in names for part in ("--to", str(to / folder / name))]
        subprocess.run([sys.executable, "-m", "mtfp", "report", *asked, *papers], check=True)


if __name__ == "__main__":
    build(HERE)
