"""Every format that a result is written in: the one list that the command line, papers and docs go by."""

from __future__ import annotations

from typing import NamedTuple


class Format(NamedTuple):
    """A format by the ending of its files, and what it is called; a picture is called nothing, for it is named after its chart.

    One that a screen can show has a word that asks for it.
    """

    ending: str
    called: str = ""
    on_screen: str = ""


FORMATS = (
    Format(".docx", "Word"),
    Format(".xlsx", "Excel"),
    Format(".html", "a web page"),
    Format(".md", "Markdown", on_screen="markdown"),
    Format(".csv", "CSV", on_screen="csv"),
    Format(".json", "JSON", on_screen="json"),
    Format(".txt", "text", on_screen="text"),
    Format(".svg"),
    Format(".png"),
)

TEXT = "text"
"""What a screen shows where no other format is asked for."""

ON_SCREEN = (TEXT, *(each.on_screen for each in FORMATS if each.on_screen not in {"", TEXT}))
"""The words that ask for a format on the screen."""
