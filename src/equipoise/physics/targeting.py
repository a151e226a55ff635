"""Which velocity takes a body from one point to another: the aim of a ballistic flight.

Two-body formulas give the first answer; whoever flies it with J2 moves the aim by the miss and asks again.
All vectors are inertial, in the frame that coincides with the Earth-fixed one at burnout.
"""

from __future__ import annotations

import math

from equipoise.kernels import law

ANGLE_SPREAD_RAD = math.radians(2.0)
STEEPEST_RAD = math.radians(89.0)


@law
def transfer_angle(x1, y1, z1, x2, y2, z2):
    """Return (cosine, sine) of the angle between two positions, sine never negative."""
    lengths = math.sqrt((x1 * x1 + y1 * y1 + z1 * z1) * (x2 * x2 + y2 * y2 + z2 * z2))
    cx, cy, cz = y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2
    return (x1 * x2 + y1 * y2 + z1 * z2) / lengths, math.sqrt(cx * cx + cy * cy + cz * cz) / lengths


@law
def hit_speed(radius1_m, radius2_m, cosine, sine, path_angle_rad, gm):
    """Return (speed_m_s, time_s) of the free flight over a transfer angle at a given path angle.

    The conic through both radii that leaves the first at `path_angle_rad` above the horizontal.
    (NaN, NaN) where no conic does, or it is not an ellipse.

    References
    ----------
    [zarchan-2012] closed forms of the hit equation and the time of flight.
    """
    cos_angle, sin_angle = math.cos(path_angle_rad), math.sin(path_angle_rad)
    cos_sum = cos_angle * cosine - sin_angle * sine
    shape = radius1_m / radius2_m * cos_angle - cos_sum
    if not shape > 0.0:
        return math.nan, math.nan
    energy_ratio = (1.0 - cosine) / (cos_angle * shape)
    if not energy_ratio < 2.0:
        return math.nan, math.nan
    speed_m_s = math.sqrt(energy_ratio * gm / radius1_m)
    level = sin_angle / cos_angle * (1.0 - cosine) + (1.0 - energy_ratio) * sine
    end_ratio = (1.0 - cosine) / (energy_ratio * cos_angle * cos_angle) + cos_sum / cos_angle
    root = math.sqrt(2.0 / energy_ratio - 1.0)
    half_cotangent = sine / (1.0 - cosine)
    sweep = math.atan2(root, cos_angle * half_cotangent - sin_angle)
    flight = level / ((2.0 - energy_ratio) * end_ratio) + 2.0 * cos_angle / (energy_ratio * root**3) * sweep
    return speed_m_s, radius1_m / (speed_m_s * cos_angle) * flight


@law
def velocity_at(x1, y1, z1, x2, y2, z2, speed_m_s, path_angle_rad):
    """Return the velocity of a given speed and path angle at point 1 in the plane towards point 2 [m/s]."""
    radius_m = math.sqrt(x1 * x1 + y1 * y1 + z1 * z1)
    ux, uy, uz = x1 / radius_m, y1 / radius_m, z1 / radius_m
    along = ux * x2 + uy * y2 + uz * z2
    hx, hy, hz = x2 - along * ux, y2 - along * uy, z2 - along * uz
    level_m = math.sqrt(hx * hx + hy * hy + hz * hz)
    up_m_s = speed_m_s * math.sin(path_angle_rad)
    level_rate = speed_m_s * math.cos(path_angle_rad) / level_m
    return up_m_s * ux + level_rate * hx, up_m_s * uy + level_rate * hy, up_m_s * uz + level_rate * hz


@law
def least_energy_angle(x1, y1, z1, x2, y2, z2):
    """Return the path angle of least speed between two fixed points [rad]: it halves the angle vertical to chord."""
    radius_m = math.sqrt(x1 * x1 + y1 * y1 + z1 * z1)
    cx, cy, cz = x2 - x1, y2 - y1, z2 - z1
    chord_m = math.sqrt(cx * cx + cy * cy + cz * cz)
    sine_of_chord = (x1 * cx + y1 * cy + z1 * cz) / (radius_m * chord_m)
    return 0.5 * (0.5 * math.pi + math.asin(max(-1.0, min(1.0, sine_of_chord))))


@law
def lowest_of_three(low, middle, high, spread):
    """Return how far from the middle the lowest point of the parabola through three equal steps lies."""
    curvature = low - 2.0 * middle + high
    if not curvature > 0.0:
        return 0.0
    return max(-2.0 * spread, min(2.0 * spread, 0.5 * spread * (low - high) / curvature))
