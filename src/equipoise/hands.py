"""Further processes that do pieces of work beside this one.

Threads of one process share Python's lock, and what draws is not made for threads. A hand is a Python of its own, told
over its standard input what to do. It is no part of the terminal's group, so that Ctrl-C reaches this process alone,
which ends it; and it ends by itself when this process is gone, however that ended.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from equipoise.pieces import Board, Piece

MOST_PROCESSES = 3  # each takes some hundred megabytes
TELL_EVERY_S = 0.1
TRIES = 100
TOLD, GIVEN, FAILED = "told", "given", "failed"
LENGTH_BYTES = 8

Asked = SimpleQueue[bytes]


def begun(module: str) -> subprocess.Popen[bytes]:
    """Return a new process that runs a module; what it prints as an answer comes back by a pipe.

    The way to modules is that of this process: not what lies in the folder that it happens to stand in.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
    )


class Hand:
    """One further process, which runs a module that listens at once, reads all it will need, and serves."""

    def __init__(self, module: str) -> None:
        self.process = begun(module)

    def work(self, board: Board) -> None:
        """Have the process do pieces until none is left, or it is gone: then others do what it left."""
        for piece in board.left(self):
            try:
                self.done(piece, board)
            except (OSError, EOFError, pickle.UnpicklingError):
                return board.put_back(piece)
            except Exception as fault:  # what cannot be sent is a fault of the program, not of the process
                return board.fail(fault)

    def done(self, piece: Piece, board: Board) -> None:
        """Have one piece done, and write on the board what comes of it."""
        inbox, outbox = self.process.stdout, self.process.stdin
        assert inbox is not None and outbox is not None
        send(outbox, (piece.run, board.needed(piece)))
        while True:
            kind, value = pickle.loads(received(inbox))
            if kind == TOLD:
                board.report(piece)(*value)
            elif kind == GIVEN:
                return board.put(piece, value)
            else:
                return board.fail(value)

    def close(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.wait()


@contextmanager
def hands(count: int, module: str) -> Iterator[Sequence[Hand]]:
    """Yield further processes, none where the system gives none, and end them."""
    started: list[Hand] = []
    with suppress(OSError):
        for _ in range(count):
            started.append(Hand(module))
    try:
        yield started
    finally:
        for hand in started:
            hand.close()


def processors() -> int:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def send(stream: IO[bytes], message: Any) -> None:
    """Write one message, its length first."""
    content = packed(message)
    stream.write(len(content).to_bytes(LENGTH_BYTES, "little"))
    stream.write(content)
    stream.flush()


def received(stream: IO[bytes]) -> bytes:
    """Return one message, not yet unpacked; raise an EOFError where the other side is gone."""
    length = int.from_bytes(whole(stream, LENGTH_BYTES), "little")
    return whole(stream, length)


def whole(stream: IO[bytes], length: int) -> bytes:
    """Return so many bytes of a stream, or raise an EOFError where it ends before."""
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def packed(message: Any) -> bytes:
    """Return a message as bytes; begun anew where another thread wrote into a table inside it meanwhile.

    Scenarios and results remember what was asked of them, and this process goes on asking.
    """
    for _ in range(TRIES):
        with suppress(RuntimeError):
            return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)


def listening() -> Asked:
    """Return what is asked over the standard input from now on; the end of the input is the end of this process."""
    asked: Asked = SimpleQueue()
    Thread(target=listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    return asked


def listen(inbox: IO[bytes], asked: Asked) -> None:
    """Pass on what is asked, and end this process in the midst of its work when nobody is there to ask.

    Nothing is unpacked here: that imports modules, which the process itself may be about to do.
    """
    try:
        while True:
            asked.put(received(inbox))
    finally:
        os._exit(0)


def serve(asked: Asked) -> None:
    """Do pieces of work as they are asked for."""
    outbox = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what is printed by chance must not come between
    while True:
        run, needed = pickle.loads(asked.get())
        send(outbox, outcome(run, needed, outbox))


def outcome(run: Any, needed: list[Any], outbox: IO[bytes]) -> tuple[str, Any]:
    """Return what a piece gives, or what made it fail with a note of where."""
    told_s = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal told_s
        if time.monotonic() - told_s > TELL_EVERY_S:
            told_s = time.monotonic()
            send(outbox, (TOLD, (done, total)))

    try:
        return GIVEN, run(*needed, progress=report)
    except Exception as failure:
        failure.add_note("".join(traceback.format_exception(failure)))
        return FAILED, failure
