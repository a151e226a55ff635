"""Sine and cosine, arc tangent and exponential without branches or tables.

A loop that calls a library's sine goes body by body; a loop over these laws is made in vector lanes. They are good to a
few units in the last place where they say so.
"""

from __future__ import annotations

import math

from equipoise.kernels import inlined_law

HALF_PI_HIGH = (
    1.570796326734125614166259765625  # the first 33 bits of pi / 2, so that small multiples are exact
)
HALF_PI_LOW = 6.07710050650619224932e-11  # and the rest
SMALLEST = 1e-300  # keeps the angle of no direction at zero
SQUARINGS = 7
STEEPEST = 40.0  # e to this power is more than any ratio of lengths here


@inlined_law
def sine_cosine(angle_rad):
    """Return the sine and the cosine of an angle up to 1e5 rad, to 2e-16 (series on a quarter turn)."""
    quarter = math.floor(angle_rad * (2.0 / math.pi) + 0.5)
    r = (angle_rad - quarter * HALF_PI_HIGH) - quarter * HALF_PI_LOW
    z = r * r
    tail = 1 / 6227020800 - z * (1 / 1307674368000 - z * (1 / 355687428096000))
    s = r - r * z * (
        1 / 6 - z * (1 / 120 - z * (1 / 5040 - z * (1 / 362880 - z * (1 / 39916800 - z * tail))))
    )
    tail = 1 / 479001600 - z * (1 / 87178291200 - z * (1 / 20922789888000))
    c = 1.0 - z * (0.5 - z * (1 / 24 - z * (1 / 720 - z * (1 / 40320 - z * (1 / 3628800 - z * tail)))))
    sine, cosine = (c, s) if quarter & 1 else (s, c)
    return -sine if quarter & 2 else sine, -cosine if (quarter + 1) & 2 else cosine


@inlined_law
def arc_tangent(y, x):
    """Return the angle of a direction [rad], -pi to pi, to 5e-16; 0 of no direction.

    The angle is halved three times, each time by adding a vector's length to its side, and then found by its series.
    """
    side, square = abs(x), y * y
    side += math.sqrt(side * side + square)
    side += math.sqrt(side * side + square)
    side += math.sqrt(side * side + square)
    t = y / max(side, SMALLEST)
    z = t * t
    tail = 1 / 17 - z * (1 / 19 - z * (1 / 21 - z * (1 / 23 - z * (1 / 25))))
    tail = 1 / 9 - z * (1 / 11 - z * (1 / 13 - z * (1 / 15 - z * tail)))
    angle = 8.0 * (t - t * z * (1 / 3 - z * (1 / 5 - z * (1 / 7 - z * tail))))
    return angle if x >= 0.0 else math.copysign(math.pi, y) - angle


@inlined_law
def exponential(x):
    """Return e to the power of x, to 3e-14 up to 8 and 4e-13 up to STEEPEST either way; beyond that as there."""
    y = min(max(x, -STEEPEST), STEEPEST) * (1.0 / 2**SQUARINGS)
    tail = 1 / 5040 + y * (1 / 40320 + y * (1 / 362880 + y * (1 / 3628800 + y * (1 / 39916800))))
    value = 1.0 + y * (
        1.0 + y * (0.5 + y * (1 / 6 + y * (1 / 24 + y * (1 / 120 + y * (1 / 720 + y * tail)))))
    )
    for _ in range(SQUARINGS):
        value *= value
    return value
