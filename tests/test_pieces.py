"""Work in pieces: each after what it needs, shared with another process, and one failure ends it all."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from equipoise.errors import Fault, InputError
from equipoise.hands import hands, packed
from equipoise.pieces import Piece, all_done, longest_first

SERVER = "from equipoise.hands import listening, serve\nserve(listening())\n"
HERE = os.getpid()
BROKEN = Fault("here", "there", "broken", "mend it")


def joined(name, *found, progress):
    """Return a name and what was found, as one text."""
    return f"{name}({','.join(found)})"


def place(seconds, *, progress):
    """Return which process this is, after some time."""
    time.sleep(seconds)
    return os.getpid()


def failing(here, *, progress):
    """Fail in every other process than one; there, wait for that."""
    if os.getpid() != here:
        raise InputError(BROKEN)
    time.sleep(1.0)


def ending(here, *, progress):
    """Die in every other process than one."""
    if os.getpid() != here:
        os._exit(3)
    return "done"


@pytest.fixture
def one_hand(tmp_path, monkeypatch):
    """A further process that finds this module, and what it is called."""
    (tmp_path / "server_of_a_test.py").write_text(SERVER)
    for folder in (tmp_path, Path(__file__).parent):
        monkeypatch.syspath_prepend(folder)
    with hands(1, "server_of_a_test") as helpers:
        yield helpers


class Restless:
    """Something in a table that is written into while it is sent for the first time."""

    def __init__(self, table):
        self.table = table

    def __reduce__(self):
        self.table["asked"] = "yes"
        return str, ("sent",)


def test_what_is_written_into_while_it_is_sent_arrives_whole():
    table = {"own": "number"}
    table["restless"] = Restless(table)
    assert pickle.loads(packed(table)) == {"own": "number", "restless": "sent", "asked": "yes"}


def test_each_comes_after_what_it_needs_and_gets_it():
    pieces = [Piece("b", partial(joined, "b")), Piece("a", partial(joined, "a"), ("b",))]
    assert all_done([*pieces, Piece("c", partial(joined, "c"), ("a", "b"))])["c"] == "c(a(b()),b())"


def test_what_most_work_hangs_on_is_begun_first():
    run = partial(joined, "any")
    pieces = [
        Piece("short", run, weight=0.3),
        Piece("long", run, weight=1.0),
        Piece("begins a chain", run, weight=0.1),
        Piece("in the chain", run, ("begins a chain",), weight=0.2),
        Piece("near the chain", run, (), "in the chain", weight=0.9),
        Piece("last", run, ("short", "long"), weight=0.1),
    ]
    names = [piece.name for piece in longest_first(pieces)]
    assert names == ["begins a chain", "long", "in the chain", "near the chain", "short", "last"]


def test_the_first_piece_is_done_here_and_what_is_near_it(one_hand):
    pieces = [Piece("first", partial(place, 0.2)), Piece("other", partial(place, 0.2))]
    found = all_done([*pieces, Piece("near", partial(place, 0.0), (), "first")], one_hand)
    assert found == {"first": HERE, "other": one_hand[0].process.pid, "near": HERE}


def test_progress_never_goes_back_and_tells_of_the_whole():
    said: list[tuple[str, int, int]] = []

    def steps(*, progress):
        progress(5, 10)
        progress(1, 10)

    pieces = [Piece("a", steps, weight=2.0, words="first"), Piece("b", partial(place, 0.0), words="second")]
    all_done(pieces, progress=lambda *words: said.append(words))
    parts = [done for _, done, _ in said]
    assert said[0] == ("first", 0, 3000) and said[-1] == ("second", 2000, 3000)
    assert parts == sorted(parts) and 1000 in parts


def test_another_process_takes_a_part_and_what_is_near_stays_together(one_hand):
    both = [Piece(f"{n}", partial(place, 0.2)) for n in range(2)]
    near = [Piece(f"near {n}", partial(place, 0.0), (), f"{n}") for n in range(2)]
    found = all_done([*both, *near], one_hand)
    assert {found["0"], found["1"]} == {HERE, one_hand[0].process.pid}
    assert found["near 0"] == found["0"] and found["near 1"] == found["1"]


def test_a_failure_elsewhere_is_raised_here_as_it_was(one_hand):
    with pytest.raises(InputError) as caught:
        all_done([Piece(f"{n}", partial(failing, HERE)) for n in range(2)], one_hand)
    assert caught.value.faults == (BROKEN,)
    assert one_hand[0].process.poll() is not None


def test_what_a_process_leaves_when_it_dies_is_done_here(one_hand):
    pieces = [Piece(f"{n}", partial(ending, HERE)) for n in range(4)]
    pieces.append(Piece("near", partial(ending, HERE), (), "0"))
    assert set(all_done(pieces, one_hand).values()) == {"done"}


def test_what_cannot_be_sent_is_a_failure_not_more_work(one_hand):
    with pytest.raises((pickle.PicklingError, AttributeError, TypeError)):
        all_done([Piece(f"{n}", lambda progress: time.sleep(0.3)) for n in range(4)], one_hand)


def test_a_process_ends_when_its_parent_is_gone(tmp_path):
    (tmp_path / "server_of_a_test.py").write_text(SERVER)
    code = """
import sys, time
from equipoise.hands import Hand
sys.path.insert(0, sys.argv[1])
print(Hand("server_of_a_test").process.pid, flush=True)
time.sleep(60)"""
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as parent:
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    gone_s = time.monotonic() + 20.0
    while is_running(child):
        assert time.monotonic() < gone_s, "the further process outlived its parent"
        time.sleep(0.05)


def is_running(number: int) -> bool:
    """Return whether a process lives; one that nobody has buried yet does not."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{number}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")
