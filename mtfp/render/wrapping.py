"""Text in lines of a width."""

from __future__ import annotations


def wrapped(text: str, width: int, first: str = "", hang: str = "") -> list[str]:
    """Return text in lines of at most `width`, the first after `first` and the others after `hang`; long words are cut."""
    lines, lead = [], first
    while len(lead) + len(text) > width:
        room = width - len(lead)
        cut = text.rfind(" ", 1, room + 1)
        cut = room if cut < 0 else cut
        lines.append(lead + text[:cut])
        text, lead = text[cut:].lstrip(), hang
    return [*lines, lead + text]
