"""What this process computed before, remembered by the content of all that it depends on; what is not here is stale.

One store for the whole process, of a limited number of bytes (`EQUIPOISE_KEEP_MIB`, 384 MiB without it). What was asked
for longest ago goes first; what finds no room is simply computed again. A key is made of hashes of contents, so a thing
that changes and changes back is found again, and two plans with the same threats share their flights.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

import numpy as np

from equipoise.errors import Fault, InputError

LIMIT_NAME = "EQUIPOISE_KEEP_MIB"
LIMIT_MIB = 384.0
ENTRY_B = 600  # key, tuple and array heads

Value = TypeVar("Value")


def content(*parts: Any) -> bytes:
    """Return a hash of arrays, bytes and whatever says in words what it holds."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        if isinstance(part, np.ndarray):
            digest.update(f"{part.dtype.str}{part.shape}".encode())
            digest.update(np.ascontiguousarray(part).data)
        else:
            digest.update(part if isinstance(part, bytes) else repr(part).encode())
        digest.update(b";")
    return digest.digest()


def bytes_of(value: Any) -> int:
    """Return how much memory arrays, and tuples of them, take [bytes]."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    return sum(bytes_of(part) for part in value) if isinstance(value, tuple) else 0


def most_bytes() -> int:
    """Return the limit that the environment asks for [bytes]."""
    given = os.environ.get(LIMIT_NAME, "")
    try:
        limit_mib = float(given) if given else LIMIT_MIB
    except ValueError:
        limit_mib = -1.0
    if not 0.0 <= limit_mib < 1e9:
        raise InputError(Fault("", LIMIT_NAME, f"{given!r} is no number of MiB", "write a number from 0 on"))
    return int(limit_mib * 2**20)


class Store:
    """Values by their keys, with the number of the call that asked for each last; safe with threads."""

    def __init__(self) -> None:
        self.values: OrderedDict[Hashable, tuple[Any, int, int]] = OrderedDict()
        self.lock = Lock()
        self.held_b = 0
        self.calls = 0

    def call(self) -> Call:
        """Return what one call of `engage` asks through."""
        with self.lock:
            self.calls += 1
            return Call(self, self.calls, most_bytes())

    def take(self, key: Hashable, call: int) -> Any:
        """Return a value and mark it as asked for by a call; None where there is none."""
        with self.lock:
            entry = self.values.get(key)
            if entry is None:
                return None
            value, size_b, last = entry
            if last < call:
                self.values[key] = value, size_b, call
            self.values.move_to_end(key)
            return value

    def put(self, key: Hashable, value: Any, call: int, limit_b: int) -> None:
        """Keep a value where there is room, if need be in place of what no present call has asked for."""
        size_b = bytes_of(value) + ENTRY_B
        with self.lock:
            if key in self.values:
                return
            while self.held_b + size_b > limit_b:
                oldest = next(iter(self.values), None)
                if oldest is None or self.values[oldest][2] >= call:
                    return
                self.held_b -= self.values.pop(oldest)[1]
            self.values[key] = value, size_b, call
            self.held_b += size_b

    def forget(self) -> None:
        """Drop everything."""
        with self.lock:
            self.values.clear()
            self.held_b = 0


class Call:
    """One call's way to the store: nothing that it keeps makes room for what it keeps later."""

    def __init__(self, store: Store, number: int, limit_b: int) -> None:
        self.store, self.number, self.limit_b = store, number, limit_b

    def found(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key, kept or made now."""
        value = self.store.take(key, self.number)
        if value is None:
            value = make()
            self.store.put(key, value, self.number, self.limit_b)
        return value


KEPT = Store()
