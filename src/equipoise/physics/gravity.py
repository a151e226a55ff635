"""Gravity of the Earth: the central term and the bulge (J2).

Positions are geocentric with z along the axis of rotation; the field is the same in the rotating
and in the inertial frame, since both terms are symmetric about that axis.
"""

from __future__ import annotations

import math

from equipoise.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_GM_M3_S2, EARTH_J2
from equipoise.kernels import inlined_law, law


@inlined_law
def gravity(x_m, y_m, z_m, gm=EARTH_GM_M3_S2, j2=EARTH_J2, radius=EARTH_EQUATORIAL_RADIUS_M):
    """Return the acceleration of gravity (ax, ay, az) [m/s2]; j2 = 0 leaves the central term.

    The centrifugal term is not in it. NaN at the Earth's centre.

    References
    ----------
    [nesc-tm-2015-218675] gravitation with J2; [vallado] chapter 8.
    """
    inverse_square = 1.0 / (x_m * x_m + y_m * y_m + z_m * z_m)
    central = -gm * inverse_square * math.sqrt(inverse_square)
    bulge = 1.5 * j2 * radius * radius * inverse_square
    polar = 5.0 * z_m * z_m * inverse_square
    equatorial_factor = central * (1.0 + bulge * (1.0 - polar))
    axial_factor = central * (1.0 + bulge * (3.0 - polar))
    return equatorial_factor * x_m, equatorial_factor * y_m, axial_factor * z_m


@law
def gravity_potential(x_m, y_m, z_m, gm=EARTH_GM_M3_S2, j2=EARTH_J2, radius=EARTH_EQUATORIAL_RADIUS_M):
    """Return the potential energy per mass [m2/s2], negative, zero at infinity.

    Its negative gradient is `gravity`; kinetic energy per mass plus this is kept in free flight.
    """
    square = x_m * x_m + y_m * y_m + z_m * z_m
    bulge = 0.5 * j2 * radius * radius / square
    return -gm / math.sqrt(square) * (1.0 - bulge * (3.0 * z_m * z_m / square - 1.0))
