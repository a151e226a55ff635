"""Between two nodes of a free flight: the quintic through position, velocity and acceleration.

At steps of 100 s it is within a millimetre of the integrated flight.
"""

from __future__ import annotations

from equipoise.kernels import inlined_law


@inlined_law
def mixed_of_nodes(first, second, weights):
    """Return the sum of positions, velocities and accelerations of two nodes, each by its weight."""
    w0, w1, v0, v1, a0, a1 = weights
    return (
        w0 * first[0] + w1 * second[0] + v0 * first[3] + v1 * second[3] + a0 * first[6] + a1 * second[6],
        w0 * first[1] + w1 * second[1] + v0 * first[4] + v1 * second[4] + a0 * first[7] + a1 * second[7],
        w0 * first[2] + w1 * second[2] + v0 * first[5] + v1 * second[5] + a0 * first[8] + a1 * second[8],
    )


@inlined_law
def place_in_coast(first, second, share, step_s):
    """Return the position at a share of the step between two nodes [m]."""
    s2 = share * share
    s3 = s2 * share
    w1 = s3 * (10.0 - 15.0 * share + 6.0 * s2)
    v0 = step_s * (share - s3 * (6.0 - 8.0 * share + 3.0 * s2))
    v1 = step_s * s3 * (-4.0 + 7.0 * share - 3.0 * s2)
    a0 = 0.5 * step_s * step_s * (s2 - s3 * (3.0 - 3.0 * share + s2))
    a1 = 0.5 * step_s * step_s * s3 * (1.0 - 2.0 * share + s2)
    return mixed_of_nodes(first, second, (1.0 - w1, w1, v0, v1, a0, a1))


@inlined_law
def velocity_in_coast(first, second, share, step_s):
    """Return the velocity at a share of the step between two nodes [m/s], the slope of the same quintic."""
    s2 = share * share
    rest = 1.0 - share
    w1 = 30.0 * s2 * rest * rest / step_s
    v0 = 1.0 - s2 * (18.0 - 32.0 * share + 15.0 * s2)
    v1 = s2 * (-12.0 + 28.0 * share - 15.0 * s2)
    a0 = step_s * share * (1.0 - share * (4.5 - 6.0 * share + 2.5 * s2))
    a1 = step_s * s2 * (1.5 - 4.0 * share + 2.5 * s2)
    return mixed_of_nodes(first, second, (-w1, w1, v0, v1, a0, a1))
