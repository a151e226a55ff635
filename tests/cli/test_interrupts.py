"""Ctrl-C in the midst of a comparison: one line, status 130, no process and no file left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

# A shell has what it runs in the background ignore interrupts, and the tests with it.
HEAR = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
START = [sys.executable, "-c", f"{HEAR}; from equipoise.__main__ import main; main()"]
SMALL = ("--region", "46,48,7,11", "--resolution", "1", "--beside", "cost,treaty", "--workers", "2")


def begun(out: Path) -> bool:
    """Return whether the comparison has made the first of its files, which gather in a folder of their own."""
    return any(out.glob("*/*"))


def shared(mark: str) -> bool:
    """Return whether a further process was started, which happens before anything heavy is read."""
    return len(others_with(mark)) > 1 or not Path("/proc").exists()


@pytest.mark.parametrize("in_the_midst", [False, True])
def test_an_interrupt_leaves_nothing_behind(tmp_path, in_the_midst):
    out = tmp_path / "out"
    words = [*START, "compare", *SMALL, "--out", str(out)]
    environment = os.environ | {"TMPDIR": str(tmp_path), "A_TEST_OF_INTERRUPTS": str(tmp_path)}
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, env=environment
    ) as running:
        ready = partial(begun, out) if in_the_midst else partial(shared, str(tmp_path))
        while not ready() and running.poll() is None:
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does, to all of its group
        said, told = running.communicate(timeout=60)
    assert (running.returncode, said, told) == (130, b"", b"\nequipoise: stopped\n")
    assert not out.exists() or not any(out.iterdir())
    assert all_gone(str(tmp_path), within_s=20.0)


# As Ctrl-C so long after the first moment at which a program in Python can answer.
EARLY = f"""
import os, sys, threading
{HEAR}
from equipoise.interrupts import EndsAtOnce
timer = threading.Timer(float(sys.argv.pop(1)), os.kill, (os.getpid(), signal.SIGINT))
enter = EndsAtOnce.__enter__
def first(self):
    enter(self)
    EndsAtOnce.__enter__ = enter
    timer.start()
EndsAtOnce.__enter__ = first
from equipoise.__main__ import main
main()"""


@pytest.mark.parametrize("delay_s", [0.0, 0.02, 0.05, 0.1, 0.15, 0.25])
def test_an_interrupt_while_modules_are_read_ends_quietly(tmp_path, delay_s):
    words = [sys.executable, "-c", EARLY, str(delay_s), "compare", *SMALL, "--out", str(tmp_path)]
    ended = subprocess.run(words, capture_output=True, timeout=60, start_new_session=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"\nequipoise: stopped\n")
    assert not any(tmp_path.iterdir())


def test_where_interrupts_are_ignored_they_stay_so():
    ask = """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
from equipoise.__main__ import main
signal.raise_signal(signal.SIGINT)
main()"""
    ended = subprocess.run([sys.executable, "-c", ask, "--version"], capture_output=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"") and ended.stdout.startswith(b"equipoise ")


def all_gone(mark: str, within_s: float) -> bool:
    """Return whether no process with a mark is left; one that was just being started ends by itself, a little later."""
    last_s = time.monotonic() + within_s
    while others_with(mark) and time.monotonic() < last_s:
        time.sleep(0.05)
    return not others_with(mark)


def others_with(mark: str) -> list[str]:
    """Return the processes whose environment holds a mark, where the system tells."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"A_TEST_OF_INTERRUPTS={mark}".encode() in (folder / "environ").read_bytes():
                found.append(folder.name)
        except OSError:
            continue
    return found
