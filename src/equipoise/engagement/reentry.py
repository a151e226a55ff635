"""The last minute in the air: flights that a terminal defence meets are slowed by drag, and aimed anew.

Down to 100 km a flight is as `fly` made it, without air on the way up after burnout; below, the air of 1976 acts on
the body's ballistic coefficient. The body would fall short, so the aim is moved on until it comes down where it
should.
"""

from __future__ import annotations

import math

import numpy as np

from equipoise.engagement.aiming import coast_into
from equipoise.engagement.fly import write_coast
from equipoise.engagement.path import flight_of, height_of, place_at
from equipoise.engagement.tables import BOOST_SEGMENTS, REENTRY_SEGMENTS, Flown
from equipoise.kernels import law
from equipoise.physics.earth import ecef_of, geodetic_of
from equipoise.physics.motion import fall_step, falling_acceleration, fixed_from_inertial
from equipoise.physics.world import World

ENTRY_ALTITUDE_M = 100_000.0
FALL_STEP_S = 0.2
LONGEST_FALL_S = 600.0
MISS_ALLOWED_M = 5.0
AIMINGS = 8


@law
def entry_time_s(flight, world):
    """Return when a flight falls through the entry altitude [s]; the burnout where it never rises above it."""
    early_s, late_s = flight.burnout_s, flight.impact_s
    while late_s - early_s > 1e-3:
        middle_s = 0.5 * (early_s + late_s)
        rising = height_of(place_at(flight, middle_s + 0.5), world) > height_of(
            place_at(flight, middle_s), world
        )
        if rising or height_of(place_at(flight, middle_s), world) > ENTRY_ALTITUDE_M:
            early_s = middle_s
        else:
            late_s = middle_s
    return early_s


@law
def fall_to_ground(state, ballistic_coefficient, world):
    """Return (time_s, state) at which a body in the air comes to height zero; NaN where it does not."""
    time_s = 0.0
    while time_s < LONGEST_FALL_S:
        following = fall_step(state, FALL_STEP_S, ballistic_coefficient, world)
        if height_of((following[0], following[1], following[2]), world) < 0.0:
            early_s, late_s = 0.0, FALL_STEP_S
            while late_s - early_s > 1e-6:
                middle_s = 0.5 * (early_s + late_s)
                tried = fall_step(state, middle_s, ballistic_coefficient, world)
                if height_of((tried[0], tried[1], tried[2]), world) > 0.0:
                    early_s = middle_s
                else:
                    late_s = middle_s
            return time_s + early_s, fall_step(state, early_s, ballistic_coefficient, world)
        state = following
        time_s += FALL_STEP_S
    return math.nan, state


@law
def write_fall(nodes, state, fall_s, ballistic_coefficient, world):
    """Write the nodes of the fall in equal times, the entry first; drag is part of their acceleration."""
    steps = max(1, math.ceil(fall_s / REENTRY_SEGMENTS / FALL_STEP_S))
    for k in range(REENTRY_SEGMENTS + 1):
        acceleration = falling_acceleration(state, ballistic_coefficient, world)
        for n in range(6):
            nodes[k, n] = state[n]
        nodes[k, 6], nodes[k, 7], nodes[k, 8] = acceleration
        for _ in range(steps):
            state = fall_step(state, fall_s / REENTRY_SEGMENTS / steps, ballistic_coefficient, world)


@law
def reenter_pair(flight, times, nodes, states, ballistic_coefficient, world):
    """Give one flight its fall through the air; return where it comes down (lat_deg, lon_deg)."""
    entry_s = entry_time_s(flight, world)
    coast_s = entry_s - flight.burnout_s
    b = nodes[BOOST_SEGMENTS]
    spin = world.rotation_rad_s
    place = (b[0], b[1], b[2])
    velocity = (b[3] - spin * b[1], b[4] + spin * b[0], b[5])
    coast_into(states, flight.segments, place, velocity, coast_s, world)
    write_coast(nodes, states, flight.segments, coast_s, world)
    e = states[flight.segments]
    entry = fixed_from_inertial((e[0], e[1], e[2], e[3], e[4], e[5]), coast_s, spin)
    fall_s, ground = fall_to_ground(entry, ballistic_coefficient, world)
    write_fall(nodes[BOOST_SEGMENTS + flight.segments :], entry, fall_s, ballistic_coefficient, world)
    times[1], times[4] = entry_s + fall_s, entry_s
    lat_deg, lon_deg, _ = geodetic_of(
        ground[0], ground[1], ground[2], world.equatorial_radius_m, world.flattening
    )
    return lat_deg, lon_deg


@law
def reenter_rows(flown, states, ballistic_coefficient, world, down_lat_deg, down_lon_deg):
    """Give every flight of a chunk its fall; fill where each comes down [deg]."""
    for row in range(len(flown.reaches)):
        down_lat_deg[row], down_lon_deg[row] = math.nan, math.nan
        if flown.reaches[row]:
            down_lat_deg[row], down_lon_deg[row] = reenter_pair(
                flight_of(flown, row),
                flown.times[row],
                flown.nodes[row],
                states,
                ballistic_coefficient,
                world,
            )


def reentered(
    fly, lat_deg: np.ndarray, lon_deg: np.ndarray, ballistic_coefficient: float, world: World
) -> Flown:
    """Return flights that come down on their aims through the air.

    Parameters
    ----------
    fly : callable
        Takes aims (lat_deg, lon_deg) and returns flights in vacuum, `Flown`.
    lat_deg, lon_deg : array
        Where the bodies are to come down [deg].
    ballistic_coefficient : float
        Mass over drag area [kg/m2].

    Returns
    -------
    flown : Flown
        Rows that still miss by more than MISS_ALLOWED_M after AIMINGS aimings are marked out of range.
    """
    shape = world.equatorial_radius_m, world.flattening
    wanted = np.array([ecef_of(lat, lon, 0.0, *shape) for lat, lon in zip(lat_deg, lon_deg, strict=True)])
    aims = wanted.reshape(-1, 3).copy()
    down_lat_deg, down_lon_deg = np.empty_like(lat_deg, dtype=float), np.empty_like(lon_deg, dtype=float)
    for _ in range(AIMINGS):
        aimed = np.array([geodetic_of(*aim, *shape)[:2] for aim in aims]).reshape(-1, 2)
        flown = fly(np.ascontiguousarray(aimed[:, 0]), np.ascontiguousarray(aimed[:, 1]))
        states = np.empty((flown.nodes.shape[1], 6))
        reenter_rows(flown, states, ballistic_coefficient, world, down_lat_deg, down_lon_deg)
        down = np.array(
            [ecef_of(lat, lon, 0.0, *shape) for lat, lon in zip(down_lat_deg, down_lon_deg, strict=True)]
        ).reshape(-1, 3)
        miss = np.where(flown.reaches[:, None], wanted - down, 0.0)
        short_m = np.linalg.norm(miss, axis=1)
        if not (short_m > MISS_ALLOWED_M).any():
            break
        # A row that hits keeps its aim, so that its bits do not depend on its neighbours.
        aims += np.where(short_m[:, None] > MISS_ALLOWED_M, miss, 0.0)
    flown.reaches[~(short_m <= MISS_ALLOWED_M)] = False
    return flown
