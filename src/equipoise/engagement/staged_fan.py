"""The flights of a staged interceptor: a fan of burns over azimuth and kick, and the speed that they are known by.

The lowest allowed angle of an interceptor limits the Earth-relative path angle at burnout, since every burn begins
upright.
"""

from __future__ import annotations

import math

import numpy as np

from equipoise.engagement.staged_tables import inertial_velocity, turned_by
from equipoise.kernels import law
from equipoise.physics.earth import ecef_of, enu_axes
from equipoise.physics.rocket import boost_at, boost_into, path_angle
from equipoise.physics.stack import Rocket, rocket_of
from equipoise.physics.world import World
from equipoise.systems.interceptors import StagedInterceptor

LARGEST_KICK_RAD = math.radians(45.0)
HALVINGS = 26  # of the kick's range, to a millionth of a degree
REFERENCE_ANGLE_RAD = math.radians(45.0)


@law
def burnout_after(kick_rad, azimuth_rad, rocket, site, axes, states, world):
    """Return Earth-fixed position and Earth-relative velocity at the end of a burn with a kick."""
    boost_into(states, rocket, site, axes, azimuth_rad, kick_rad, world)
    return boost_at(states, rocket.burn_time_s, rocket, axes, azimuth_rad, kick_rad, world)


@law
def kick_for_angle(angle_rad, azimuth_rad, rocket, site, axes, states, world):
    """Return the kick whose burn ends at an Earth-relative path angle [rad]; the path flattens as the kick grows."""
    low, high = 0.0, LARGEST_KICK_RAD
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        place, velocity = burnout_after(middle, azimuth_rad, rocket, site, axes, states, world)
        if path_angle(place, velocity) > angle_rad:
            low = middle
        else:
            high = middle
    return low


@law
def fill_fan(rocket, lowest_angle_rad, site, axes, states, world, burnouts):
    """Fill burnouts[azimuth, elevation] with states at burnout, in inertial axes as they are at launch.

    Kicks go in equal steps from the one that just keeps the lowest angle to none, which is straight up.
    """
    azimuths, elevations, _ = burnouts.shape
    spin = world.rotation_rad_s
    for i in range(azimuths):
        azimuth_rad = 2.0 * math.pi * i / azimuths
        largest = kick_for_angle(lowest_angle_rad, azimuth_rad, rocket, site, axes, states, world)
        for j in range(elevations):
            kick_rad = largest * (1.0 - j / (elevations - 1))
            place, velocity = burnout_after(kick_rad, azimuth_rad, rocket, site, axes, states, world)
            v = inertial_velocity(place, velocity, spin)
            turn = spin * rocket.burn_time_s
            burnouts[i, j, 0], burnouts[i, j, 1], burnouts[i, j, 2] = turned_by(
                turn, place[0], place[1], place[2]
            )
            burnouts[i, j, 3], burnouts[i, j, 4], burnouts[i, j, 5] = turned_by(turn, v[0], v[1], v[2])


def interceptor_rocket(interceptor: StagedInterceptor) -> Rocket:
    """Return a staged interceptor in the form that the laws of powered flight take."""
    return rocket_of(
        interceptor.stages, interceptor.front_end_mass_kg, interceptor.drag, interceptor.vertical_rise_s
    )


def staged_burnouts(
    interceptor: StagedInterceptor, site: tuple, axes: tuple, world: World, shape: tuple[int, int]
) -> np.ndarray:
    """Return the inertial burnout states of a fan with so many azimuths and elevations, (azimuth, elevation, 6)."""
    rocket = interceptor_rocket(interceptor)
    burnouts = np.empty((*shape, 6))
    states = np.empty((len(rocket.steps) + 1, 6))
    lowest_rad = math.radians(interceptor.minimum_launch_elevation_deg)
    fill_fan(rocket, lowest_rad, site, axes, states, world, burnouts)
    return burnouts


def staged_burn_time_s(interceptor: StagedInterceptor) -> float:
    """Return the time from launch to the last burnout [s]."""
    return sum(stage.burn_time_s for stage in interceptor.stages)


def reference_burnout_speed_m_s(interceptor: StagedInterceptor, world: World) -> float:
    """Return the burnout speed of a staged interceptor on the reference flight.

    What `burnout speed` means for an interceptor known by that number: the Earth-relative speed at burnout of the
    flight whose path angle is then 45 degrees, over an Earth that stands still. Here it is the outcome of the
    stages, after the losses to gravity, air and back-pressure.

    Parameters
    ----------
    interceptor : StagedInterceptor
        The interceptor.
    world : World
        The Earth of the scenario; its rotation and J2 are left out. The flight starts at sea level on the equator.

    Returns
    -------
    float
        Speed [m/s]; NaN where no kick ends at 45 degrees, for example when the thrust does not lift the rocket.

    Validity
    --------
    A gravity turn without pause between stages. A trajectory shaped to lose less, or more, ends at another speed.

    References
    ----------
    [northrop-catalogue-2023] the motors whose speed is disputed; [spacenews-2007] the rival values.

    Examples
    --------
    >>> from equipoise.physics.world import WGS84
    >>> from equipoise.scenario import load
    >>> plan = load("poland-czech-2007").replace("batteries.redzikowo.interceptor", "gbi-two-stage-staged")
    >>> round(reference_burnout_speed_m_s(plan.battery("redzikowo").interceptor, WGS84), -1)
    7660.0
    """
    still = world._replace(rotation_rad_s=0.0, j2=0.0)
    rocket = interceptor_rocket(interceptor)
    site = ecef_of(0.0, 0.0, 0.0, world.equatorial_radius_m, world.flattening)
    axes, eastward = enu_axes(0.0, 0.0), math.radians(90.0)
    states = np.empty((len(rocket.steps) + 1, 6))
    kick_rad = kick_for_angle(REFERENCE_ANGLE_RAD, eastward, rocket, site, axes, states, still)
    place, velocity = burnout_after(kick_rad, eastward, rocket, site, axes, states, still)
    if not abs(path_angle(place, velocity) - REFERENCE_ANGLE_RAD) < 1e-4:
        return math.nan
    return math.hypot(*velocity)
