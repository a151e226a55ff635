"""The boost of a parametric interceptor: a constant thrust acceleration in one direction.

`Burnout speed` is the Earth-relative speed at burnout on the reference flight: an Earth that stands still, a
flight path 45 degrees above the horizontal at burnout. That fixes the thrust acceleration; every other
elevation flies with the same one and pays its own loss to gravity.
"""

from __future__ import annotations

import math

from equipoise.kernels import law
from equipoise.physics.gravity import gravity
from equipoise.physics.world import World

BOOST_STEPS = 48
REFERENCE_ANGLE_RAD = math.radians(45.0)


@law
def thrusting_step(x, y, z, vx, vy, vz, step_s, thrust, world):
    """Return position and velocity one step later under gravity and a constant thrust acceleration (3 numbers).

    Velocity Verlet would do; the classical fourth-order step keeps the error below a millimetre.
    """
    h = step_s
    gm, j2, radius = world.gm_m3_s2, world.j2, world.equatorial_radius_m
    ax1, ay1, az1 = gravity(x, y, z, gm, j2, radius)
    ax1, ay1, az1 = ax1 + thrust[0], ay1 + thrust[1], az1 + thrust[2]
    ax2, ay2, az2 = gravity(
        x + h / 2 * vx + h * h / 8 * ax1,
        y + h / 2 * vy + h * h / 8 * ay1,
        z + h / 2 * vz + h * h / 8 * az1,
        gm,
        j2,
        radius,
    )
    ax2, ay2, az2 = ax2 + thrust[0], ay2 + thrust[1], az2 + thrust[2]
    ax3, ay3, az3 = gravity(
        x + h * vx + h * h / 2 * ax2,
        y + h * vy + h * h / 2 * ay2,
        z + h * vz + h * h / 2 * az2,
        gm,
        j2,
        radius,
    )
    ax3, ay3, az3 = ax3 + thrust[0], ay3 + thrust[1], az3 + thrust[2]
    return (
        x + h * vx + h * h / 6 * (ax1 + 2 * ax2),
        y + h * vy + h * h / 6 * (ay1 + 2 * ay2),
        z + h * vz + h * h / 6 * (az1 + 2 * az2),
        vx + h / 6 * (ax1 + 4 * ax2 + ax3),
        vy + h / 6 * (ay1 + 4 * ay2 + ay3),
        vz + h / 6 * (az1 + 4 * az2 + az3),
    )


@law
def thrust_direction(axes, azimuth_rad, elevation_rad):
    """Return the unit vector of an azimuth and an elevation at a place with east, north, up axes."""
    level = math.cos(elevation_rad)
    e, n, u = level * math.sin(azimuth_rad), level * math.cos(azimuth_rad), math.sin(elevation_rad)
    return (
        e * axes[0] + n * axes[3] + u * axes[6],
        e * axes[1] + n * axes[4] + u * axes[7],
        e * axes[2] + n * axes[5] + u * axes[8],
    )


@law
def burnout_state(site, velocity, thrust, burn_time_s, world):
    """Return the inertial state at burnout of a boost from a place with a starting velocity."""
    x, y, z = site
    vx, vy, vz = velocity
    for _ in range(BOOST_STEPS):
        x, y, z, vx, vy, vz = thrusting_step(x, y, z, vx, vy, vz, burn_time_s / BOOST_STEPS, thrust, world)
    return x, y, z, vx, vy, vz


def reference_thrust_m_s2(burnout_speed_m_s: float, burn_time_s: float, world: World) -> float:
    """Return the thrust acceleration that gives the burnout speed on the reference flight [m/s2].

    The flight starts at the pole of an Earth that stands still, where axes are simplest; the thrust is
    corrected by what speed and climb still lack until they agree to a micrometre a second.
    """
    still = world._replace(rotation_rad_s=0.0, j2=0.0)
    radius_m = world.equatorial_radius_m
    wanted_m_s = burnout_speed_m_s * math.sqrt(0.5)
    along = wanted_m_s / burn_time_s
    up = wanted_m_s / burn_time_s + 9.8
    for _ in range(60):
        x, _, z, vx, _, vz = burnout_state(
            (0.0, 0.0, radius_m), (0.0, 0.0, 0.0), (along, 0.0, up), burn_time_s, still
        )
        distance_m = math.sqrt(x * x + z * z)
        climb_m_s = (vx * x + vz * z) / distance_m
        onward_m_s = (vx * z - vz * x) / distance_m
        along += (wanted_m_s - onward_m_s) / burn_time_s
        up += (wanted_m_s - climb_m_s) / burn_time_s
        if abs(wanted_m_s - onward_m_s) + abs(wanted_m_s - climb_m_s) < 1e-6:
            break
    return math.sqrt(along * along + up * up)
