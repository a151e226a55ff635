"""The boost of a parametric missile: a smooth path from the pad to a stated burnout point.

Altitude and downrange each grow as a power of time; the powers are those that reach the burnout point with the
velocity that the aim asks for. The ground is the sphere that fits the ellipsoid at the pad.
"""

from __future__ import annotations

import math

from equipoise.kernels import inlined_law, law
from equipoise.physics.earth import ecef_of, enu_axes
from equipoise.physics.elementary import exponential, sine_cosine


@law
def pad(lat_deg, lon_deg, height_m, world):
    """Return the pad: centre of the fitting sphere (3), its radius, and the east, north, up axes (9)."""
    a, f = world.equatorial_radius_m, world.flattening
    x, y, z = ecef_of(lat_deg, lon_deg, height_m, a, f)
    axes = enu_axes(lat_deg, lon_deg)
    sine = math.sin(math.radians(lat_deg))
    eccentricity_squared = f * (2.0 - f)
    radius_m = (
        a * math.sqrt(1.0 - eccentricity_squared) / (1.0 - eccentricity_squared * sine * sine) + height_m
    )
    centre = (x - radius_m * axes[6], y - radius_m * axes[7], z - radius_m * axes[8])
    return centre, radius_m, axes


@inlined_law
def heading(axes, course):
    """Return the horizontal direction of a course (sine, cosine of its azimuth), and the one a right angle further."""
    s, c = course
    ahead = (s * axes[0] + c * axes[3], s * axes[1] + c * axes[4], s * axes[2] + c * axes[5])
    aside = (c * axes[0] - s * axes[3], c * axes[1] - s * axes[4], c * axes[2] - s * axes[5])
    return ahead, aside


@inlined_law
def along_arc(centre, radius_m, axes, ahead, downrange_m, altitude_m):
    """Return position, local vertical and local forward direction after a ground arc from the pad."""
    s, c = sine_cosine(downrange_m / radius_m)
    up = (c * axes[6] + s * ahead[0], c * axes[7] + s * ahead[1], c * axes[8] + s * ahead[2])
    forward = (c * ahead[0] - s * axes[6], c * ahead[1] - s * axes[7], c * ahead[2] - s * axes[8])
    distance_m = radius_m + altitude_m
    place = (centre[0] + distance_m * up[0], centre[1] + distance_m * up[1], centre[2] + distance_m * up[2])
    return place, up, forward


@inlined_law
def boost_powers(climb_m_s, forward_m_s, radius_m, burn):
    """Return the powers of time with which altitude and downrange grow, from the rates at burnout.

    `burn` is the burn time [s] and the altitude and ground range at its end [m].
    """
    burn_time_s, altitude_m, downrange_m = burn
    ground_rate_m_s = forward_m_s * radius_m / (radius_m + altitude_m)
    return climb_m_s * burn_time_s / altitude_m, ground_rate_m_s * burn_time_s / downrange_m


@inlined_law
def boost_state(ground, ahead, share, log_share, powers, burn):
    """Return Earth-fixed position and Earth-relative velocity when a share of the burn, above 0, is over.

    The natural logarithm of the share is given too, since a loop over many paths has it once.
    """
    centre, radius_m, axes = ground
    burn_time_s, altitude_m, downrange_m = burn
    height_m = altitude_m * exponential(powers[0] * log_share)
    arc_m = downrange_m * exponential(powers[1] * log_share)
    place, up, forward = along_arc(centre, radius_m, axes, ahead, arc_m, height_m)
    climb = height_m * powers[0] / (share * burn_time_s)
    ahead_m_s = arc_m * powers[1] / (share * burn_time_s) * (radius_m + height_m) / radius_m
    velocity = (
        climb * up[0] + ahead_m_s * forward[0],
        climb * up[1] + ahead_m_s * forward[1],
        climb * up[2] + ahead_m_s * forward[2],
    )
    return place, velocity
