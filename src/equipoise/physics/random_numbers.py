"""Random numbers that depend on seed and place alone, so that trials may be made in any order and any grouping."""

from __future__ import annotations

import numpy as np

from equipoise.errors import EquipoiseError

BLOCK = 4  # numbers that one counter gives
COUNTERS = 2**256
SEEDS = 2**64


def uniform_draws(seed: int, stream: int, first_row: int, rows: int, width: int) -> np.ndarray:
    """Return rows of random numbers between 0 and 1, each row the same however the rows are cut into calls.

    The counter-based generator Philox 4x64-10: row n reads the counters from n times the blocks in a row on, under
    a key made of seed and stream.

    Parameters
    ----------
    seed : int
        0 to 2**64 - 1; 0 is a seed like any other.
    stream : int
        Which of the independent streams of a seed, 0 to 2**64 - 1.
    first_row, rows : int
        The rows wanted.
    width : int
        Numbers in a row.

    Returns
    -------
    draws : array of shape (rows, width)
        From 0 (included) to 1 (excluded).

    Raises
    ------
    EquipoiseError
        Where the seed is no whole number from 0 to 2**64 - 1.

    Validity
    --------
    The bits are fixed by the generator; that a number is made of the upper 53 bits of each word is NumPy's choice.

    References
    ----------
    [salmon-2011] Philox and its test vectors.

    Examples
    --------
    >>> whole = uniform_draws(0, 0, 0, 10, 3)
    >>> bool((whole[4:6] == uniform_draws(0, 0, 4, 2, 3)).all())
    True
    """
    if not 0 <= seed < SEEDS:
        raise EquipoiseError(f"seed: {seed} is no seed\n  give a whole number from 0 to {SEEDS - 1}")
    blocks = -(-width // BLOCK)
    before = (first_row * blocks - 1) % COUNTERS  # the generator counts on before it reads
    philox = np.random.Philox(key=seed + stream * SEEDS, counter=before)
    return np.random.Generator(philox).random((rows, blocks * BLOCK))[:, :width]
