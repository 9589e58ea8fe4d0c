"""The command as a process: streams, encodings, closed pipes, start-up, and the same bytes everywhere."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.mtfp import SCENARIOS, in_a_process

SLIPS = "oxfordshire-2014/school-improvement-slips.toml"
HARD_TIMES = "oxfordshire-2014/hard-times.toml"
CENTRAL = "exampleshire/central.toml"
ASKED = [(HARD_TIMES, "text"), (HARD_TIMES, "json"), (CENTRAL, "json")]
ODD = '[plan]\ncouncil = "C"\ntitle = "Caf\\u00e9 \\u2212 \\u2192 \\U0001F4B7 [bold]x[/bold]"\nyears = "2026/27"\nunit = "£000"\n[[line]]\nservice = "A"\nbase = 7\n'

pytestmark = pytest.mark.usefixtures("council")


def test_both_ways_to_start_it_say_the_same() -> None:
    module = in_a_process("run", SLIPS)
    launcher = Path(sys.executable).with_name("mtfp.exe" if os.name == "nt" else "mtfp")
    script = subprocess.run([launcher, "run", SLIPS], capture_output=True, check=False)
    assert (script.returncode, script.stdout, script.stderr) == (
        module.returncode,
        module.stdout,
        module.stderr,
    )
    assert module.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "on_stdout", "on_stderr"),
    [
        (["run", SLIPS], 0, True, False),
        (["check", SLIPS], 0, False, False),
        (["schema", "plan"], 0, True, False),
        (["run", SLIPS, "--out", "result.txt"], 0, False, True),
        (["run", "missing.toml"], 2, False, True),
        (["run", "bad.toml"], 3, False, True),
        (["run", SLIPS, "--fail-on-gap", "0"], 4, True, True),
    ],
)
def test_results_on_stdout_and_all_else_on_stderr(
    arguments: list[str], code: int, on_stdout: bool, on_stderr: bool, council: Path
) -> None:
    (council / "bad.toml").write_text("[plan]\n", encoding="utf-8")
    done = in_a_process(*arguments)
    assert (done.returncode, bool(done.stdout), bool(done.stderr)) == (code, on_stdout, on_stderr)
    assert b"Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("encoding", "pound"),
    [("cp1252", b"\xa3000"), ("ascii", b"?000"), ("utf-8", b"\xc2\xa3000"), ("cp437", b"\x9c000")],
)
def test_any_encoding_of_the_console_will_do(encoding: str, pound: bytes, council: Path) -> None:
    (council / "odd.toml").write_text(ODD, encoding="utf-8")
    for name, form in (
        (HARD_TIMES, "text"),
        ("odd.toml", "text"),
        ("odd.toml", "markdown"),
        ("odd.toml", "csv"),
    ):
        done = in_a_process("run", name, "--format", form, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
        assert done.returncode == 0
        assert b"Traceback" not in done.stderr
        assert pound in done.stdout


def test_messages_too_come_in_any_encoding(council: Path) -> None:
    (council / "odd.toml").write_text(
        ODD.replace("base = 7", 'base = "£\\u2212\\U0001F4B7"'), encoding="utf-8"
    )
    done = in_a_process("run", "odd.toml", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"odd.toml:8:" in done.stderr
    assert b"Traceback" not in done.stderr


def test_markup_in_a_file_is_only_text(council: Path) -> None:
    (council / "odd.toml").write_text(ODD, encoding="utf-8")
    assert "[bold]x[/bold]" in in_a_process("run", "odd.toml", PYTHONIOENCODING="utf-8").stdout.decode()


@pytest.mark.parametrize("arguments", [["run", SLIPS], ["run"], ["run", "missing.toml"], ["--help"]])
def test_no_colour_when_none_is_wanted(arguments: list[str]) -> None:
    done = in_a_process(*arguments, NO_COLOR="1", FORCE_COLOR="1", TERM="xterm-256color")
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], bytes]:
    """What each run prints where nothing is unusual."""
    here = tmp_path_factory.mktemp("usual")
    shutil.copytree(SCENARIOS, here, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        return {
            (name, form): in_a_process(
                "run", name, "--format", form, PYTHONIOENCODING="utf-8", PYTHONHASHSEED="0"
            ).stdout
            for name, form in ASKED
        }


@pytest.mark.parametrize(
    "variables",
    [
        {"TZ": "Pacific/Kiritimati"},
        {"TZ": "America/Adak"},
        {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"},
        {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4294967295"},
        {"COLUMNS": "200"},
        {"COLUMNS": "20"},
        {"PYTHONOPTIMIZE": "2"},
    ],
)
def test_the_same_bytes_everywhere(variables: dict[str, str], usual: dict[tuple[str, str], bytes]) -> None:
    for (name, form), expected in usual.items():
        there = in_a_process("run", name, "--format", form, **({"PYTHONIOENCODING": "utf-8"} | variables))
        assert there.returncode == 0
        assert there.stdout == expected


def test_results_end_their_lines_alike_and_name_no_path_of_the_machine(council: Path) -> None:
    out = in_a_process("run", HARD_TIMES, "--format", "json").stdout.decode()
    assert council.as_posix() not in out
    assert not re.search(
        r"[ \t]+$", in_a_process("run", HARD_TIMES, PYTHONIOENCODING="utf-8").stdout.decode(), re.MULTILINE
    )


@pytest.mark.parametrize(
    "arguments",
    [["run", HARD_TIMES], ["run", HARD_TIMES, "--format", "json"], ["schema", "plan"]],
)
def test_a_reader_that_stops_early_is_no_fault(arguments: list[str]) -> None:
    """As in `mtfp run FILE | head -1`: no message, and no code that means a fault or a wrong file."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "mtfp", *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            env={**os.environ, "PYTHONPATH": SCENARIOS.parent.as_posix()},
        )
    finally:
        os.close(writing)
    assert (done.stderr, done.returncode) == (b"", 0)


LOADED = "import sys\nsys.argv = ['mtfp', *sys.argv[1:]]\nfrom mtfp.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\nsys.stderr.write('\\n'.join(sys.modules))\n"
TYPER = "import typer, sys\nsys.stderr.write('\\n'.join(sys.modules))\n"


def loaded(program: str, *arguments: str) -> set[str]:
    """Return the top-level packages a program has loaded by its end."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": SCENARIOS.parent.as_posix()},
    )
    return {name.split(".")[0] for name in done.stderr.decode().splitlines()}


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
@pytest.mark.parametrize("name", [HARD_TIMES, CENTRAL])
def test_a_run_loads_no_heavy_package(name: str, form: str) -> None:
    found = loaded(LOADED, "run", name, "--format", form)
    assert "numpy" in found
    assert not found & {"pandas", "scipy", "matplotlib", "docx", "xlsxwriter", "IPython"}


def test_the_help_loads_no_more_than_the_command_line_needs() -> None:
    found = loaded(LOADED, "--help")
    assert "mtfp" in found
    assert not (found & {"numpy", "pandas", "scipy", "matplotlib", "pydantic", "tomlkit"}) - loaded(TYPER)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal to send to itself that is like Ctrl-C")
def test_ctrl_c_stops_a_paper_even_in_a_library_that_hides_it(council: Path) -> None:
    script = """
import os, signal
from pathlib import Path
from mtfp.progress import with_progress

for path in with_progress([Path("a.docx")]):
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except BaseException:
        pass
Path("a.docx").write_text("went on")
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"Stopped.\n")
    assert not (council / "a.docx").exists()
