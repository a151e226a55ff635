"""A lock between processes: a file that one of them holds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl


def locked(path: Path) -> IO[bytes] | None:
    """Return a file that no other process holds now, or None where there are no such locks or no room for it.

    The lock goes when the file is closed, and with a process that ends in whatever way.
    """
    if sys.platform == "win32":
        return None
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("wb")
        fcntl.flock(stream, fcntl.LOCK_EX)
        return stream
    return None


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Let no other process do the same at the same time; where that cannot be, both do it and both are right."""
    stream = locked(path)
    try:
        yield
    finally:
        if stream is not None:
            stream.close()
