"""The command line as a whole: help, exit statuses, what comes to which stream, and what is not imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

from equipoise.cli import COMMANDS, status_of
from equipoise.commands import library

HEAVY = ("numba", "xarray", "matplotlib", "numpy", "pydantic", "pyproj", "rich", "jinja2", "typer")


def test_nothing_heavy_is_imported_for_help():
    code = f"import sys, equipoise.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "[]"


def test_the_help_of_a_command_does_not_wait_for_the_engine():
    code = f"""
import sys
from equipoise.cli import status_of
status_of(["compare", "--help"])
print([name for name in {HEAVY[:-1]!r} if name in sys.modules])"""
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_help_begins_with_three_commands_for_a_newcomer(words, capsys):
    assert status_of(words) == 0
    text = capsys.readouterr().out
    beginning = text[text.index("To begin with") : text.index("Commands:")]
    assert [line.split()[1] for line in beginning.splitlines() if line.startswith("  equipoise")] == [
        "compare",
        "explain",
        "list",
    ]
    assert all(f"  {name}" in text for name in COMMANDS)
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_its_options(name, capsys):
    assert status_of([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert f"Usage: equipoise {name}" in text
    assert "--json" in text and "--out" in text


def test_version(capsys):
    assert status_of(["--version"]) == 0
    assert capsys.readouterr().out.startswith("equipoise 0.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["comprae"], "Did you mean 'compare'?"),
        (["--wrong"], "there is no option '--wrong'"),
        (["list"], "Missing argument"),
        (["footprint", "poland-czech-2007", "--resolution", "half"], "--resolution"),
        (["footprint", "poland-czech-2007", "--workers", "0"], "--workers"),
        (["compare", "poland-czech-2007"], "equipoise run"),
        (["fly", "irbm-3500", "--from", "tabriz"], "--to"),
        (["fly", "irbm-3500", "--from", "tabriz", "--to", "london", "--shape", "flat"], "lofted"),
    ],
)
def test_wrong_usage_ends_with_status_2(words, said, capsys):
    assert status_of(words) == 2
    streams = capsys.readouterr()
    assert said in streams.err
    assert streams.out == ""


def put_command(monkeypatch, function):
    """Let the command `list` call a function of this file."""
    monkeypatch.setattr(library, "list_kind", function)


def broken(**options) -> None:
    raise ZeroDivisionError("a fault that nobody foresaw")


def interrupted(**options) -> None:
    raise KeyboardInterrupt


def test_an_unforeseen_fault_is_one_line_and_a_file(monkeypatch, capsys, tmp_path):
    put_command(monkeypatch, broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert status_of(["list", "places"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "a fault of the program" in said and "Traceback" not in said
    (details,) = tmp_path.glob("equipoise-fault-*.txt")
    assert str(details) in said
    assert "ZeroDivisionError: a fault that nobody foresaw" in details.read_text()


def test_an_interrupt_ends_with_130_and_one_line(monkeypatch, capsys):
    put_command(monkeypatch, interrupted)
    assert status_of(["list", "places"]) == 130
    assert capsys.readouterr().err.strip() == "equipoise: stopped"


def test_a_reader_that_goes_away_is_no_reason_for_noise():
    code = "from equipoise.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "show", "ships-2009", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        running.stdout.close()
        assert running.stderr.read() == b""


def test_a_start_reads_no_pint():
    code = """
import sys
from equipoise.cli import start_lightly
start_lightly()
import xarray
print(float(xarray.DataArray([1.0, 2.0], dims="place", coords={"place": [1, 2]}).mean()), sys.modules["pint"])"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told == "1.5 None\n"
