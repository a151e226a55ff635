"""Random numbers by counter: the published vectors, and the same rows however they are cut."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise.errors import EquipoiseError
from equipoise.physics.random_numbers import uniform_draws

# Known answers of Philox 4x64-10 as Random123 publishes them: counter, key (low word first), result.
ONES = 2**64 - 1
VECTORS = [
    ([0, 0, 0, 0], [0, 0], [0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B]),
    (
        [ONES] * 4,
        [ONES] * 2,
        [0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0],
    ),
    (
        [0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89],
        [0x452821E638D01377, 0xBE5466CF34E90C6C],
        [0xA528F45403E61D95, 0x38C72DBD566E9788, 0xA5A1610E72FD18B5, 0x57BD43B5E52B7FE6],
    ),
]


@pytest.mark.parametrize(("counter", "key", "words"), VECTORS, ids=["zeros", "ones", "pi"])
def test_published_vectors(counter, key, words):
    row = sum(word << 64 * n for n, word in enumerate(counter))
    draws = uniform_draws(key[0], key[1], row, 1, 4)[0]
    assert draws.tolist() == [(word >> 11) / 2**53 for word in words]


@given(st.integers(0, 2**64 - 1), st.integers(0, 20), st.integers(1, 30), st.integers(1, 13), st.data())
def test_rows_do_not_depend_on_how_they_are_cut(seed, stream, rows, width, data):
    cut = data.draw(st.integers(0, rows))
    whole = uniform_draws(seed, stream, 0, rows, width)
    parts = [uniform_draws(seed, stream, 0, cut, width), uniform_draws(seed, stream, cut, rows - cut, width)]
    assert (np.concatenate(parts) == whole).all()


def test_seeds_and_streams_differ_and_zero_is_a_seed():
    rows = [
        uniform_draws(seed, stream, 0, 1, 8).tobytes() for seed, stream in [(0, 0), (0, 1), (1, 0), (1, 1)]
    ]
    assert len(set(rows)) == 4


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_what_is_no_seed_is_refused(seed):
    with pytest.raises(EquipoiseError, match="seed"):
        uniform_draws(seed, 0, 0, 1, 1)


def test_rows_are_uniform_and_independent_of_their_neighbours():
    draws = uniform_draws(0, 0, 0, 20_000, 6)
    # Mean and lag-one correlation within five standard errors: a right generator fails once in a million seeds.
    assert abs(draws.mean() - 0.5) < 5 / (12 * draws.size) ** 0.5
    left, right = draws[:, :-1].ravel() - 0.5, draws[:, 1:].ravel() - 0.5
    assert abs((left * right).mean() * 12) < 5 / left.size**0.5
    assert (draws >= 0).all() and (draws < 1).all()
