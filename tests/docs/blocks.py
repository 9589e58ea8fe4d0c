"""What a document shows, done as a reader would do it: its files written, its commands run, its Python typed in."""

import doctest
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tests.cli.mtfp import Here

ROOT = Path(__file__).parents[2]
TO_SET_UP = {"sh", "powershell"}
"""Blocks that install the tool itself, or change how it is installed."""

_BLOCK = re.compile(r"^```(?P<about>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (?P<command>.*)\n(?P<shown>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_LEFT_OUT = re.compile(r"^\[\.\.\. .* \.\.\.\]$", re.MULTILINE)


def blocks(document: Path) -> Iterator[tuple[str, str]]:
    """Every fenced block: what is said of it after the backticks, and what it holds."""
    for block in _BLOCK.finditer(document.read_text(encoding="utf-8")):
        yield block["about"], block["body"]


def follow(document: Path, folder: Path, mtfp: Here) -> int:
    """Do all that a document shows, in a folder that is the current one; return how many things were compared."""
    compared = 0
    for about, body in blocks(document):
        kind, _, rest = about.partition(" ")
        said = dict(re.findall(r'(\w+)="?([^"\s]+)"?', rest))
        if "title" in said:
            path = folder / said["title"]
            path.parent.mkdir(exist_ok=True)
            path.write_text(body, encoding="utf-8")
        elif "shown" in said:
            assert (folder / said["shown"]).read_text(encoding="utf-8-sig") == body
            compared += 1
        elif kind == "console":
            compared += _commands(body, int(said.get("exit", 0)), mtfp)
        elif kind == "pycon":
            compared += _typed_in(body, document.name)
        else:
            assert kind in TO_SET_UP, f"{document.name} has a block of {kind or 'no kind'}"
    return compared


def _commands(body: str, code: int, mtfp: Here) -> int:
    commands = list(_COMMAND.finditer(body))
    for each in commands:
        program, *arguments = shlex.split(each["command"])
        assert program == "mtfp"
        ran = mtfp(*arguments)
        assert ran.code == code
        _same(ran.out + ran.err, each["shown"])
    return len(commands)


def _same(printed: str, shown: str) -> None:
    """A line in square brackets with points at both ends stands for lines left out."""
    if not _LEFT_OUT.search(shown):
        assert printed == shown
        return
    first, last = _LEFT_OUT.split(shown)
    assert printed.startswith(first)
    assert printed.endswith(last)
    assert len(printed) > len(first) + len(last)


def _typed_in(body: str, name: str) -> int:
    test = doctest.DocTestParser().get_doctest(body, {}, name, name, 0)
    said: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert result.failed == 0, "".join(said)
    return result.attempted
