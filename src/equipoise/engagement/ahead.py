"""A second process that compiles while this one does, where nothing is compiled yet.

That halves the wait of a first start on two processors. A law is compiled by one process at a time
(`equipoise.compiling`), so that this one, when it comes to a law that the other has begun, waits for it, or finds it
kept. Where no further process can be had, this one compiles all of them.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from subprocess import Popen

from equipoise.hands import begun, processors
from equipoise.kept import is_compiled

LONGEST = "equipoise.engagement.longest"


@lru_cache
def compile_ahead() -> Popen[bytes] | None:
    """Begin the process, once, where nothing is compiled yet and there is a processor for it."""
    if is_compiled() or processors() < 2:
        return None
    with suppress(OSError):
        return begun(LONGEST)
    return None
