"""Normal random numbers by name: neither the order nor the number of the things that draw them moves anybody's luck."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from equipoise.errors import Fault, InputError
from equipoise.physics.random_numbers import SEEDS, uniform_draws

MOST_TRIALS = 1_000_000
COMMON = "common to all"


def luck(names: list[str], correlation: float, trials: int, seed: int) -> np.ndarray:
    """Return standard normal numbers over (trial, name), any two names correlated alike.

    Each is the root of the correlation times one common number, and the rest its own, from a stream named by it.
    """
    shared, apart = np.sqrt(correlation), np.sqrt(1.0 - correlation)
    common = normals(COMMON, trials, seed)
    return np.stack([shared * common + apart * normals(name, trials, seed) for name in names], axis=1)


@lru_cache(maxsize=64)
def normals(name: str, trials: int, seed: int) -> np.ndarray:
    """Return standard normal numbers from the stream of a name, drawn once and not to be changed."""
    stream = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")
    drawn = ndtri(uniform_draws(seed, stream, 0, trials, 1)[:, 0])
    drawn.flags.writeable = False
    return drawn


def require_trials(trials: int, seed: int) -> None:
    """Raise an InputError for trials or a seed that make no sense."""
    if not 1 <= trials <= MOST_TRIALS:
        raise InputError(Fault("--trials", "", f"{trials} trials", f"give 1 to {MOST_TRIALS:,}"))
    if not 0 <= seed < SEEDS:
        raise InputError(
            Fault("--seed", "", f"{seed} is no seed", f"give a whole number from 0 to {SEEDS - 1}")
        )
