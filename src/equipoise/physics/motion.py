"""The equation of motion, one step at a time: free flight in vacuum, and a fall through the air.

A state is position and velocity, six numbers [m, m/s]. In vacuum the inertial frame is used, where gravity alone
acts; in air the rotating frame, where the air is at rest. Both frames coincide at the start of a flight.
"""

from __future__ import annotations

import math

from equipoise.kernels import inlined_law, law
from equipoise.physics.atmosphere import air
from equipoise.physics.earth import geocentric_altitude, height_along_normal, normal_at
from equipoise.physics.elementary import SMALLEST, sine_cosine
from equipoise.physics.gravity import gravity

DRAG_CEILING_M = 86_000.0  # the air above takes 6e-6 of the speed of a falling body (0.02 m/s of 3 km/s)


@inlined_law
def pull(x, y, z, world):
    """Return the acceleration of gravity of a world [m/s2]."""
    return gravity(x, y, z, world.gm_m3_s2, world.j2, world.equatorial_radius_m)


@inlined_law
def coast_step(state, step_s, world):
    """Return the inertial state one step later in vacuum.

    Albrecht's Runge-Kutta-Nystrom method: five looks at gravity, error of order step^7.

    References
    ----------
    [albrecht-1955] sixth-order method for y'' = f(y).
    """
    x, y, z, vx, vy, vz = state
    quarter_s, half_s, most_s, h = 0.25 * step_s, 0.5 * step_s, 0.75 * step_s, step_s
    hh32, hh24, hh14, hh90, h90 = (
        h * h / 32,
        h * h * (1 / 24),
        h * h * (1 / 14),
        h * h * (1 / 90),
        h * (1 / 90),
    )
    ax1, ay1, az1 = pull(x, y, z, world)
    px, py, pz = x + quarter_s * vx, y + quarter_s * vy, z + quarter_s * vz
    ax2, ay2, az2 = pull(px + hh32 * ax1, py + hh32 * ay1, pz + hh32 * az1, world)
    px, py, pz = x + half_s * vx, y + half_s * vy, z + half_s * vz
    bx, by, bz = 4 * ax2 - ax1, 4 * ay2 - ay1, 4 * az2 - az1
    ax3, ay3, az3 = pull(px + hh24 * bx, py + hh24 * by, pz + hh24 * bz, world)
    px, py, pz = x + most_s * vx, y + most_s * vy, z + most_s * vz
    bx, by, bz = 3 * ax1 + 4 * ax2 + 2 * ax3, 3 * ay1 + 4 * ay2 + 2 * ay3, 3 * az1 + 4 * az2 + 2 * az3
    ax4, ay4, az4 = pull(px + hh32 * bx, py + hh32 * by, pz + hh32 * bz, world)
    px, py, pz = x + h * vx, y + h * vy, z + h * vz
    bx, by, bz = 6 * ax2 - ax3 + 2 * ax4, 6 * ay2 - ay3 + 2 * ay4, 6 * az2 - az3 + 2 * az4
    ax5, ay5, az5 = pull(px + hh14 * bx, py + hh14 * by, pz + hh14 * bz, world)
    return (
        px + hh90 * (7 * ax1 + 24 * ax2 + 6 * ax3 + 8 * ax4),
        py + hh90 * (7 * ay1 + 24 * ay2 + 6 * ay3 + 8 * ay4),
        pz + hh90 * (7 * az1 + 24 * az2 + 6 * az3 + 8 * az4),
        vx + h90 * (7 * ax1 + 32 * ax2 + 12 * ax3 + 32 * ax4 + 7 * ax5),
        vy + h90 * (7 * ay1 + 32 * ay2 + 12 * ay3 + 32 * ay4 + 7 * ay5),
        vz + h90 * (7 * az1 + 32 * az2 + 12 * az3 + 32 * az4 + 7 * az5),
    )


@inlined_law
def fixed_from_inertial(state, elapsed_s, rotation_rad_s):
    """Return Earth-fixed position and Earth-relative velocity; the frames coincide at elapsed 0."""
    x, y, z, vx, vy, vz = state
    sine, cosine = sine_cosine(rotation_rad_s * elapsed_s)
    fx = cosine * x + sine * y
    fy = cosine * y - sine * x
    return (
        fx,
        fy,
        z,
        cosine * vx + sine * vy + rotation_rad_s * fy,
        cosine * vy - sine * vx - rotation_rad_s * fx,
        vz,
    )


@inlined_law
def inertial_from_fixed(state, elapsed_s, rotation_rad_s):
    """Return the inertial state of an Earth-fixed position and Earth-relative velocity."""
    x, y, z, vx, vy, vz = state
    sine, cosine = sine_cosine(rotation_rad_s * elapsed_s)
    wx, wy = vx - rotation_rad_s * y, vy + rotation_rad_s * x
    return (
        cosine * x - sine * y,
        sine * x + cosine * y,
        z,
        cosine * wx - sine * wy,
        sine * wx + cosine * wy,
        vz,
    )


@law
def falling_acceleration(state, ballistic_coefficient, world):
    """Return the acceleration in the rotating frame with drag [m/s2], Earth-relative velocity.

    The ballistic coefficient is mass over (drag coefficient times area) [kg/m2]; infinite means no drag.
    """
    x, y, z, vx, vy, vz = state
    ax, ay, az = pull(x, y, z, world)
    rotation = world.rotation_rad_s
    ax += rotation * (2.0 * vy + rotation * x)
    ay += rotation * (rotation * y - 2.0 * vx)
    height_m = geocentric_altitude(x, y, z, world.equatorial_radius_m, world.flattening)
    if world.air == 0.0 or height_m >= DRAG_CEILING_M:
        return ax, ay, az
    _, _, density, _ = air(height_m)
    drag_rate = 0.5 * density * math.sqrt(vx * vx + vy * vy + vz * vz) / ballistic_coefficient
    return ax - drag_rate * vx, ay - drag_rate * vy, az - drag_rate * vz


@law
def moved(state, velocity, acceleration, time_s):
    """Return a state moved on by constant rates."""
    x, y, z, vx, vy, vz = state
    return (
        x + time_s * velocity[0],
        y + time_s * velocity[1],
        z + time_s * velocity[2],
        vx + time_s * acceleration[0],
        vy + time_s * acceleration[1],
        vz + time_s * acceleration[2],
    )


@law
def fall_step(state, step_s, ballistic_coefficient, world):
    """Return the Earth-fixed state one step later in air (classical Runge-Kutta, fourth order)."""
    a1 = falling_acceleration(state, ballistic_coefficient, world)
    s2 = moved(state, state[3:6], a1, 0.5 * step_s)
    a2 = falling_acceleration(s2, ballistic_coefficient, world)
    s3 = moved(state, s2[3:6], a2, 0.5 * step_s)
    a3 = falling_acceleration(s3, ballistic_coefficient, world)
    s4 = moved(state, s3[3:6], a3, step_s)
    a4 = falling_acceleration(s4, ballistic_coefficient, world)
    velocity = (
        (state[3] + 2.0 * s2[3] + 2.0 * s3[3] + s4[3]) / 6.0,
        (state[4] + 2.0 * s2[4] + 2.0 * s3[4] + s4[4]) / 6.0,
        (state[5] + 2.0 * s2[5] + 2.0 * s3[5] + s4[5]) / 6.0,
    )
    acceleration = (
        (a1[0] + 2.0 * a2[0] + 2.0 * a3[0] + a4[0]) / 6.0,
        (a1[1] + 2.0 * a2[1] + 2.0 * a3[1] + a4[1]) / 6.0,
        (a1[2] + 2.0 * a2[2] + 2.0 * a3[2] + a4[2]) / 6.0,
    )
    return moved(state, velocity, acceleration, step_s)


@inlined_law
def climb_and_height(place, velocity, world):
    """Return the rate of climb [m/s] and the height above the ellipsoid [m].

    The Earth turns about its axis of symmetry, so the rate is the same in the inertial and in the rotating frame.
    """
    x, y, z = place
    vx, vy, vz = velocity
    radius_m, flattening = world.equatorial_radius_m, world.flattening
    from_axis_m = math.sqrt(x * x + y * y)
    cos_lat, sin_lat = normal_at(from_axis_m, z, radius_m, flattening, 1)
    height_m = height_along_normal(from_axis_m, z, cos_lat, sin_lat, radius_m, flattening)
    away_m_s = (x * vx + y * vy) / max(from_axis_m, SMALLEST)
    return away_m_s * cos_lat + vz * sin_lat, height_m
