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
        (["check", "exampleton/plan.toml"], 0, False, False),
        (["check", SLIPS], 0, True, False),
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


AT_AN_IMPORT = """
import os, signal, sys

class Interrupts:
    left = int(sys.argv.pop(1))

    def find_spec(self, name, path=None, target=None):
        if name != "mtfp.__main__":
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGINT)

from mtfp.__main__ import main
sys.meta_path.insert(0, Interrupts())
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal to send to itself that is like Ctrl-C")
@pytest.mark.parametrize("at", [1, 2, 5, 20, 60, 150, 250, 350])
def test_ctrl_c_at_any_import_ends_it_with_one_word(at: int, council: Path) -> None:
    before = sorted(council.rglob("*"))
    arguments = ["-c", AT_AN_IMPORT, str(at), "report", CENTRAL, "--to", "paper.xlsx"]
    ran = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": SCENARIOS.parent.as_posix(), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"Stopped.\n")
    assert sorted(council.rglob("*")) == before


def through_a_shell(command: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line of the shell, in which {mtfp} is the command."""
    return subprocess.run(
        ["/bin/sh", "-c", command.format(mtfp=f"{sys.executable} -m mtfp")],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": SCENARIOS.parent.as_posix()},
    )


shell = pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no /dev/full")


@shell
@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (f"{{mtfp}} run {SLIPS} > /dev/full", 2, b"the result can't be written: no space left on device\n"),
        (f"{{mtfp}} run {SLIPS} >&-", 2, b"the result can't be written: the screen is closed\n"),
        ("{mtfp} schema plan > /dev/full", 2, b"the result can't be written: no space left on device\n"),
        ("{mtfp} check exampleton/plan.toml > /dev/full", 0, b""),
        ("{mtfp} run missing.toml 2>&-", 2, b""),
        ("{mtfp} run missing.toml 2> /dev/full", 2, b""),
        (f"{{mtfp}} run {SLIPS} --out a.txt 2>&-", 0, b""),
        (f"{{mtfp}} run {SLIPS} --out /dev/null", 2, b"it is a device, not a file\n"),
        (f"{{mtfp}} run {SLIPS} --out /dev/stdout", 2, b", not a file\n"),
    ],
)
@pytest.mark.usefixtures("council")
def test_a_stream_that_takes_nothing_is_no_fault(command: str, code: int, said: bytes) -> None:
    ran = through_a_shell(command)
    assert (ran.returncode, ran.stdout) == (code, b"")
    assert said in ran.stderr
    assert bool(ran.stderr) == bool(said)
    assert not re.search(rb"Traceback|Exception|fault of ours", ran.stderr)


@shell
@pytest.mark.parametrize("command", ["{mtfp} --help", "{mtfp} run missing.toml 2>&1"])
def test_who_closes_a_pipe_early_meets_no_fault(command: str) -> None:
    ran = through_a_shell(f"({command}; echo $? >&3) 3>&2 | true")
    assert ran.stderr in {b"0\n", b"2\n"}


@pytest.mark.parametrize("error", ["MemoryError()", "ImportError('lib.so: failed to map segment')"])
def test_a_computer_without_memory_is_told_so(error: str, council: Path) -> None:
    script = f"""
import mtfp.files.request as request
def read(path):
    raise {error}
request.read_request = read
{LOADED.partition("sys.stderr")[0]}"""
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            script.replace("except SystemExit:\n    pass", "finally:\n    pass"),
            "run",
            SLIPS,
        ],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": SCENARIOS.parent.as_posix()},
    )
    assert council.is_dir()
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"mtfp: this computer has not enough memory left for this\n")


def test_memory_that_really_runs_out_is_no_fault_of_ours(council: Path) -> None:
    """A limit on the memory of a process in which everything is loaded already."""
    pytest.importorskip("resource", reason="this system has no limit on memory to set")
    (council / "large.csv").write_text("reference,type,service,title,2026/27\n" * 400_000, encoding="utf-8")
    (council / "large.toml").write_text(
        ODD.replace("[[line]]", 'changes = "large.csv"\n[[line]]'), encoding="utf-8"
    )
    script = """
import resource, sys
import mtfp.analysis.outcome, mtfp.files.rows, mtfp.tables.report, mtfp.cli
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (24 << 20), used + (24 << 20)))
sys.argv = ["mtfp", "check", "large.toml"]
mtfp.cli.main()
"""
    if not Path("/proc/self/statm").is_file():
        pytest.skip("this system does not say how much memory a process has")
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": SCENARIOS.parent.as_posix()},
    )
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.startswith(b"mtfp: this computer has not enough memory left for this\n")
