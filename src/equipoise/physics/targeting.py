"""Which velocity takes a body from one point to another: the aim of a ballistic flight.

Two-body formulas give the first answer; whoever flies it with J2 moves the aim by the miss and asks again.
All vectors are inertial, in the frame that coincides with the Earth-fixed one at burnout.
"""

from __future__ import annotations

import math

from equipoise.kernels import inlined_law, law
from equipoise.physics.elementary import arc_tangent


@inlined_law
def hit_speed(radius1_m, radius2_m, cosine, sine, climb, gm):
    """Return (speed_m_s, time_s) of the free flight over a transfer angle at a given path angle.

    The conic through both radii that leaves the first at a climb (sine, cosine of the angle above the horizontal).
    (NaN, NaN) where no conic does, or it is not an ellipse.

    References
    ----------
    [zarchan-2012] closed forms of the hit equation and the time of flight.
    """
    sin_angle, cos_angle = climb
    cos_sum = cos_angle * cosine - sin_angle * sine
    shape = radius1_m / radius2_m * cos_angle - cos_sum
    energy_ratio = (1.0 - cosine) / (cos_angle * shape)
    speed_m_s = math.sqrt(energy_ratio * gm / radius1_m)
    level = sin_angle / cos_angle * (1.0 - cosine) + (1.0 - energy_ratio) * sine
    end_ratio = (1.0 - cosine) / (energy_ratio * cos_angle * cos_angle) + cos_sum / cos_angle
    root = math.sqrt(2.0 / energy_ratio - 1.0)
    sweep = arc_tangent(root * (1.0 - cosine), cos_angle * sine - sin_angle * (1.0 - cosine))
    flight = level / ((2.0 - energy_ratio) * end_ratio) + 2.0 * cos_angle / (energy_ratio * root**3) * sweep
    time_s = radius1_m / (speed_m_s * cos_angle) * flight
    exists = (shape > 0.0) & (energy_ratio < 2.0)
    return speed_m_s if exists else math.nan, time_s if exists else math.nan


@inlined_law
def course_to(start, end):
    """Return (radius, radius, cosine, sine, level direction) of the way between two positions.

    The sine of the angle between them is never negative; the direction is the level one at the start, a unit vector.
    """
    radius1_m = math.sqrt(start[0] ** 2 + start[1] ** 2 + start[2] ** 2)
    radius2_m = math.sqrt(end[0] ** 2 + end[1] ** 2 + end[2] ** 2)
    along = (start[0] * end[0] + start[1] * end[1] + start[2] * end[2]) / (radius1_m * radius1_m)
    hx, hy, hz = end[0] - along * start[0], end[1] - along * start[1], end[2] - along * start[2]
    level_m = math.sqrt(hx * hx + hy * hy + hz * hz)
    direction = (hx / level_m, hy / level_m, hz / level_m)
    return radius1_m, radius2_m, along * radius1_m / radius2_m, level_m / radius2_m, direction


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
