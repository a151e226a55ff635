"""Bodies side by side: how the laws of whole coasts read and write LANES of them at once.

Numbers of one kind stand beside each other, lane by lane, in one flat block, so that the compiler makes each loop over
lanes in vector units. A lane never reads another lane: what a body comes to does not hang on its neighbours. A law for
one lane that is copied into such a loop either computes or writes; one that does both is not made in vector units.
"""

from __future__ import annotations

from equipoise.kernels import inlined_law

LANES = 8  # one full vector; two are no faster here, and twice the work for a body alone


@inlined_law
def number(block, column, lane):
    """Return a number of a lane."""
    return block[column * LANES + lane]


@inlined_law
def put(block, column, lane, value):
    """Write a number of a lane."""
    block[column * LANES + lane] = value


@inlined_law
def three(block, column, lane):
    """Return a vector of a lane."""
    first = column * LANES + lane
    return block[first], block[first + LANES], block[first + 2 * LANES]


@inlined_law
def put_three(block, column, lane, vector):
    """Write a vector of a lane."""
    first = column * LANES + lane
    block[first], block[first + LANES], block[first + 2 * LANES] = vector


@inlined_law
def six(block, column, lane):
    """Return place and velocity of a node of a lane."""
    return three(block, column, lane) + three(block, column + 3, lane)


@inlined_law
def put_six(block, column, lane, state):
    """Write place and velocity of a node of a lane."""
    put_three(block, column, lane, state[:3])
    put_three(block, column + 3, lane, state[3:6])
