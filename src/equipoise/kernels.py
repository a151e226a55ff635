"""How laws are compiled, and where the compiled code is kept so that it can never be stale.

numba's cache looks only at the file that holds a function: a constant edited in another module
would leave the old number in the compiled code. So the cache folder carries a hash of every
source file of the package, and an edit anywhere starts a fresh one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numba
from llvmlite.binding import get_host_cpu_features, get_host_cpu_name

from equipoise.compiling import OPTIONS, Law
from equipoise.kept import compiled_folder, source_hash


@lru_cache
def code_hash() -> str:
    """Return the hash of the sources and of the processor that their compiled code is for [hex text]."""
    told = (numba.config.CPU_NAME, numba.config.CPU_FEATURES)  # type: ignore[attr-defined]
    host = (get_host_cpu_name(), get_host_cpu_features().flatten())
    return hashlib.sha256(repr((source_hash(), told, host)).encode()).hexdigest()


numba.config.CACHE_DIR = str(compiled_folder())  # type: ignore[attr-defined]


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
