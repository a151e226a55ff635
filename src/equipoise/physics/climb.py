"""The boost of a parametric interceptor: a constant thrust acceleration in one direction.

`Burnout speed` is the Earth-relative speed at burnout on the reference flight: an Earth that stands still, a
flight path 45 degrees above the horizontal at burnout. That fixes the thrust acceleration; every other
elevation flies with the same one and pays its own loss to gravity.
"""

from __future__ import annotations

import math

from equipoise.kernels import law
from equipoise.physics.motion import pull
from equipoise.physics.world import World

BOOST_STEPS = 48
REFERENCE_ANGLE_RAD = math.radians(45.0)


@law
def thrusting_step(state, step_s, thrust, world):
    """Return the inertial state one step later under gravity and a constant thrust acceleration (3 numbers).

    The classical Runge-Kutta-Nystrom step of fourth order, below a millimetre at a second a step.
    """
    x, y, z, vx, vy, vz = state
    h = step_s
    ax1, ay1, az1 = pull(x, y, z, world)
    ax1, ay1, az1 = ax1 + thrust[0], ay1 + thrust[1], az1 + thrust[2]
    px, py, pz = x + h / 2 * vx, y + h / 2 * vy, z + h / 2 * vz
    ax2, ay2, az2 = pull(px + h * h / 8 * ax1, py + h * h / 8 * ay1, pz + h * h / 8 * az1, world)
    ax2, ay2, az2 = ax2 + thrust[0], ay2 + thrust[1], az2 + thrust[2]
    px, py, pz = x + h * vx, y + h * vy, z + h * vz
    ax3, ay3, az3 = pull(px + h * h / 2 * ax2, py + h * h / 2 * ay2, pz + h * h / 2 * az2, world)
    ax3, ay3, az3 = ax3 + thrust[0], ay3 + thrust[1], az3 + thrust[2]
    return (
        px + h * h / 6 * (ax1 + 2 * ax2),
        py + h * h / 6 * (ay1 + 2 * ay2),
        pz + h * h / 6 * (az1 + 2 * az2),
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
    state = (site[0], site[1], site[2], velocity[0], velocity[1], velocity[2])
    for _ in range(BOOST_STEPS):
        state = thrusting_step(state, burn_time_s / BOOST_STEPS, thrust, world)
    return state


def reference_thrust_m_s2(burnout_speed_m_s: float, burn_time_s: float, world: World) -> float:
    """Return the thrust acceleration that gives the burnout speed on the reference flight [m/s2].

    The flight starts at the pole of an Earth that stands still, where axes are simplest; the thrust is
    corrected by what speed and climb still lack until they agree to a micrometre a second.
    """
    calm = still(world)
    radius_m = world.equatorial_radius_m
    wanted_m_s = burnout_speed_m_s * math.sqrt(0.5)
    along = wanted_m_s / burn_time_s
    up = wanted_m_s / burn_time_s + 9.8
    for _ in range(60):
        x, _, z, vx, _, vz = burnout_state(
            (0.0, 0.0, radius_m), (0.0, 0.0, 0.0), (along, 0.0, up), burn_time_s, calm
        )
        distance_m = math.sqrt(x * x + z * z)
        climb_m_s = (vx * x + vz * z) / distance_m
        onward_m_s = (vx * z - vz * x) / distance_m
        along += (wanted_m_s - onward_m_s) / burn_time_s
        up += (wanted_m_s - climb_m_s) / burn_time_s
        if abs(wanted_m_s - onward_m_s) + abs(wanted_m_s - climb_m_s) < 1e-6:
            break
    return math.sqrt(along * along + up * up)


def still(world: World) -> World:
    """Return the world of the reference flight: round gravity, no rotation."""
    return world._replace(rotation_rad_s=0.0, j2=0.0)


def burnout_path_angle_rad(
    elevation_rad: float, thrust_m_s2: float, burn_time_s: float, world: World
) -> float:
    """Return the flight-path angle at burnout of a thrust elevation, on an Earth that stands still [rad]."""
    thrust = (thrust_m_s2 * math.cos(elevation_rad), 0.0, thrust_m_s2 * math.sin(elevation_rad))
    start = (0.0, 0.0, world.equatorial_radius_m)
    x, _, z, vx, _, vz = burnout_state(start, (0.0, 0.0, 0.0), thrust, burn_time_s, still(world))
    return math.atan2(vx * x + vz * z, vx * z - vz * x)


def elevation_for_angle_rad(angle_rad: float, thrust_m_s2: float, burn_time_s: float, world: World) -> float:
    """Return the thrust elevation whose flight-path angle at burnout is the one asked for, by halving [rad]."""
    low, high = 0.0, 0.5 * math.pi
    while high - low > 1e-7:
        middle = 0.5 * (low + high)
        if burnout_path_angle_rad(middle, thrust_m_s2, burn_time_s, world) < angle_rad:
            low = middle
        else:
            high = middle
    return high
