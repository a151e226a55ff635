"""What is worked out once and kept on disk: named by the hash of all that it hangs on, whole or not there.

A name that covers everything means that nothing kept can be stale. Nothing is lost with it either: where a file is
missing, damaged or cannot be written, its content is made again. numba keeps its compiled code the same way.
"""

from __future__ import annotations

import hashlib
import math
import os
import platform
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path

from equipoise.unfinished import file_in_place_of

MOST_FILES = 4096  # more than the tables of a few plans and the catalogue
MOST_BYTES = 640 * 2**20  # a comparison of two plans asks for 350 MiB, all claims for 220
LARGE_BYTES = 2**20
STARTED_S = time.time()
CHECK_BYTES = 32
PACKAGE_FOLDER = Path(__file__).parent
COMPILED_FLOORS = (
    "constants.py", "kernels.py", "compiling.py", "parts.py", "passes.py", "physics/*.py", "engagement/*.py",
    "analyses/raid_*.py",
)  # fmt: skip


def cache_root() -> Path:
    """Return the folder of all that is kept: EQUIPOISE_CACHE_DIR, or `equipoise` in the user's cache folder."""
    given = os.environ.get("EQUIPOISE_CACHE_DIR")
    system_default = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(given) if given else Path(system_default) / "equipoise"


@lru_cache
def source_hash() -> str:
    """Return the hash of all sources that compiled code is made from [hex text]."""
    digest = hashlib.sha256(f"{version('numba')} {platform.machine()}".encode())
    for pattern in COMPILED_FLOORS:
        for path in sorted(PACKAGE_FOLDER.glob(pattern)):
            digest.update(path.relative_to(PACKAGE_FOLDER).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def compiled_folder() -> Path:
    """Return the folder of the compiled code of exactly these sources."""
    return cache_root() / f"compiled-{source_hash()}"


def is_compiled() -> bool:
    """Return whether some compiled code of these sources is kept."""
    return next(compiled_folder().rglob("*.nbi"), None) is not None


def kept(hangs_on: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
    """Return what `make` returns, from disk where it was made before for the same parts.

    Parameters
    ----------
    hangs_on : iterable of bytes
        Every input of `make`, the text of the program that makes it among them.
    make : callable
        Makes the content anew.
    """
    path = cache_root() / "kept" / name_of(hangs_on)
    content = whole(path)
    if content is not None:
        with suppress(OSError):
            os.utime(path)
        return content
    content = make()
    with suppress(OSError):
        store(path, content)
    return content


def whole(path: Path) -> bytes | None:
    """Return the content of a file as it was written, or None where it is missing or damaged."""
    with suppress(OSError):
        stored = path.read_bytes()
        content = stored[CHECK_BYTES:]
        if hashlib.sha256(content).digest() == stored[:CHECK_BYTES]:
            return content
    return None


def name_of(parts: Iterable[bytes]) -> str:
    """Return the name of what hangs on these parts [hex text]; their lengths count, so that none runs into the next."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()[:32]


def store(path: Path, content: bytes) -> None:
    """Write a file whole where there is room, which files make that were asked for longest ago.

    What this process asked for makes none for a large file: work that asks in turn for more than there is room for
    would throw out each file just before it is asked for again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    spared_since_s = STARTED_S if len(content) > LARGE_BYTES else math.inf
    if make_room(path.parent, CHECK_BYTES + len(content), spared_since_s):
        write(path, content)


def write(path: Path, content: bytes) -> None:
    """Write a file whole, with the sum by which it is known to be so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with file_in_place_of(path) as stream:
        stream.write(hashlib.sha256(content).digest())
        stream.write(content)


def make_room(folder: Path, wanted_bytes: int, spared_since_s: float) -> bool:
    """Return whether a file of a size has room in a folder, after removing the oldest if that helps."""
    with os.scandir(folder) as entries:
        files = sorted(((entry.stat(), entry.path) for entry in entries), key=lambda pair: -pair[0].st_mtime)
    held_bytes = list(accumulate((stat.st_size for stat, _ in files), initial=wanted_bytes))
    fits = min(MOST_FILES - 1, bisect_right(held_bytes, MOST_BYTES) - 1)
    spared = sum(stat.st_mtime > spared_since_s for stat, _ in files)
    if fits < spared:
        return False
    for _, path in files[fits:]:
        Path(path).unlink(missing_ok=True)
    return True
