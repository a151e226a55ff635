"""How laws are compiled, and where the compiled code is kept so that it can never be stale.

numba's cache looks only at the file that holds a function: a constant edited in another module
would leave the old number in the compiled code. So the cache folder carries a hash of every
source file of the package, and an edit anywhere starts a fresh one.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numba
from llvmlite.binding import get_host_cpu_features, get_host_cpu_name

from equipoise.compiling import OPTIONS, Law
from equipoise.kept import cache_root

PACKAGE_FOLDER = Path(__file__).parent
COMPILED_FLOORS = ("constants.py", "kernels.py", "compiling.py", "physics/*.py", "engagement/*.py")


@lru_cache
def source_hash() -> str:
    """Return the hash of all sources that compiled code is made from [hex text]."""
    digest = hashlib.sha256(f"{numba.__version__} {platform.machine()}".encode())
    for pattern in COMPILED_FLOORS:
        for path in sorted(PACKAGE_FOLDER.glob(pattern)):
            digest.update(path.relative_to(PACKAGE_FOLDER).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@lru_cache
def code_hash() -> str:
    """Return the hash of the sources and of the processor that their compiled code is for [hex text]."""
    told = (numba.config.CPU_NAME, numba.config.CPU_FEATURES)  # type: ignore[attr-defined]
    host = (get_host_cpu_name(), get_host_cpu_features().flatten())
    return hashlib.sha256(repr((source_hash(), told, host)).encode()).hexdigest()


def cache_folder() -> Path:
    """Return the folder of the compiled code of exactly these sources."""
    return cache_root() / f"compiled-{source_hash()}"


numba.config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]


def law(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function compiled: no Python objects inside, no lock held, kept on disk."""
    if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]
        return function
    compiled = Law(function, targetoptions=OPTIONS)
    compiled.enable_caching()
    return compiled


def inlined_law(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a small law compiled into each of its callers."""
    return numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")(function)
