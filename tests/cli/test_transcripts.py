"""Each transcript is a document: files, then commands with all they write and their exit code.

A line that opens with `== ` names a file, whose text follows; `$ ` a command, whose output follows. Lines that open with
`! ` are what it says beside its results, and `exit N` closes it. The shipped plans are in the folder `scenarios`.
"""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli.mtfp import SCENARIOS, Here

TRANSCRIPTS = Path(__file__).parent / "transcripts"


@pytest.mark.parametrize("path", sorted(TRANSCRIPTS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_transcript(path: Path, mtfp: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SCENARIOS, tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    text = path.read_text(encoding="utf-8")
    commands = 0
    for heading, body in re.findall(r"^((?:== |\$ ).*)\n((?:(?!== |\$ ).*\n)*)", text, re.MULTILINE):
        if heading.startswith("== "):
            (tmp_path / heading[3:]).write_text(body, encoding="utf-8")
            continue
        program, *arguments = shlex.split(heading[2:])
        assert program == "mtfp"
        ran = mtfp(*arguments)
        said = "".join(f"! {line}\n" for line in ran.err.splitlines())
        assert f"{heading}\n{ran.out}{said}exit {ran.code}\n" == f"{heading}\n{body.rstrip()}\n"
        commands += 1
    assert commands
