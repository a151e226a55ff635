"""Files whole or not at all: interrupted before any step that Python takes, nothing half done stays behind."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from equipoise.unfinished import file_in_place_of, folder_inside


class Interrupter:
    """Raises an interrupt before the n-th step from now on, but for those that remove what is left."""

    def __init__(self, step: int) -> None:
        self.left = step

    def __call__(self, frame, event, found):
        """Count a step of a frame, and of those below it."""
        frame.f_trace_opcodes = True
        if event == "opcode" and not ended(frame):
            self.left -= 1
            if self.left < 0:
                sys.settrace(None)
                raise KeyboardInterrupt
        return self


def ended(frame) -> bool:
    """Return whether a frame, or one that called it, belongs to the end of the work."""
    while frame is not None:
        if frame.f_code.co_name in ("unlink", "exists", "rmtree", "__exit__"):
            return True
        frame = frame.f_back
    return False


def interrupted_at(step: int, work: Callable[[], None]) -> bool:
    """Return whether the work was interrupted before a step, not done before it came."""
    before = sys.gettrace()
    try:
        sys.settrace(Interrupter(step))
        try:
            work()
        finally:
            sys.settrace(before)
    except KeyboardInterrupt:
        return True
    return False


def in_a_folder(folder: Path) -> None:
    """Make a folder inside one, and a file in it that is moved out of it."""
    with folder_inside(folder) as staging:
        (staging / "done").write_bytes(b"new")
        os.replace(staging / "done", folder / "whole")


def in_place(folder: Path) -> None:
    """Write a file in the place of another."""
    with file_in_place_of(folder / "whole") as stream:
        stream.write(b"new")


@pytest.mark.parametrize("work", [in_a_folder, in_place])
def test_interrupted_before_any_step_nothing_half_done_is_left(tmp_path, work):
    for step in count():
        (tmp_path / "whole").write_bytes(b"old")
        interrupted = interrupted_at(step, lambda: work(tmp_path))
        assert [file.name for file in tmp_path.iterdir()] == ["whole"]
        assert (tmp_path / "whole").read_bytes() in (b"old", b"new")
        if not interrupted:
            break
    assert step > 40
    assert (tmp_path / "whole").read_bytes() == b"new"
