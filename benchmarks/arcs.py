"""The arcs that all propagators fly: one of 2,500 km, and a field of them out of the scenario of 2007.

States are inertial at burnout [m, m/s] in the frame that coincides with the Earth-fixed one there. Gravity is the
central term and J2, as in equipoise.physics.gravity.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numba
import numpy as np
from scipy.integrate import solve_ivp

import equipoise as eq
from equipoise.engagement.rooms import Engagement, Pairs
from equipoise.engagement.tables import BOOST_SEGMENTS
from equipoise.geography import land_cells
from equipoise.physics.coasts import FALL_STEP_S, Pace, coast_until
from equipoise.physics.flight import launch_state
from equipoise.physics.motion import coast_step, fixed_from_inertial
from equipoise.physics.world import WGS84

START = (36.0, 50.0, 120_000.0)  # latitude, longitude [deg], height [m]
SPEED_M_S, CLIMB_RAD, BEARING_RAD = 4430.0, math.radians(38.5), math.radians(310.0)
POLAR_RADIUS_M = WGS84.equatorial_radius_m * (1.0 - WGS84.flattening)


class Arcs(NamedTuple):
    """Bodies at burnout and the times after which they meet the ground."""

    states: np.ndarray  # (arc, 6), inertial
    coast_s: np.ndarray


def acceleration(state: np.ndarray) -> np.ndarray:
    """Return position and velocity rates of an inertial state, components first."""
    x, y, z, vx, vy, vz = state
    square = x * x + y * y + z * z
    central = -WGS84.gm_m3_s2 / (square * np.sqrt(square))
    bulge = 1.5 * WGS84.j2 * WGS84.equatorial_radius_m**2 / square
    polar = 5.0 * z * z / square
    level, axial = central * (1.0 + bulge * (1.0 - polar)), central * (1.0 + bulge * (3.0 - polar))
    return np.array([vx, vy, vz, level * x, level * y, axial * z])


def above_ellipsoid(_time_s: float, state: np.ndarray) -> float:
    """Return a number that is zero on the ellipsoid and positive above it."""
    x, y, z = state[:3]
    return (x * x + y * y) / WGS84.equatorial_radius_m**2 + z * z / POLAR_RADIUS_M**2 - 1.0


above_ellipsoid.terminal = True  # type: ignore[attr-defined]
above_ellipsoid.direction = -1.0  # type: ignore[attr-defined]


def solved(state: np.ndarray, coast_s: float, tolerance: float) -> np.ndarray:
    """Return the state after a time by scipy's DOP853."""
    solution = solve_ivp(
        lambda _, s: acceleration(s),
        (0.0, coast_s),
        state,
        method="DOP853",
        rtol=tolerance,
        atol=tolerance * 1e3,
    )
    return solution.y[:, -1]


def solved_to_ground(state: np.ndarray, tolerance: float) -> tuple[float, np.ndarray]:
    """Return time and inertial state at the ground by scipy's DOP853 with an event."""
    solution = solve_ivp(
        lambda _, s: acceleration(s), (0.0, 7200.0), state, method="DOP853",
        rtol=tolerance, atol=tolerance * 1e3, events=above_ellipsoid,
    )  # fmt: skip
    return float(solution.t_events[0][0]), solution.y_events[0][0]


def misses_m(ends: np.ndarray, truth: np.ndarray) -> float:
    """Return the greatest distance between ends and truth [m]."""
    difference = np.asarray(ends)[: len(truth), :3] - truth[:, :3]
    return float(np.sqrt((difference**2).sum(axis=1)).max())


def inertial_of_fixed(state: np.ndarray) -> np.ndarray:
    """Return Earth-fixed states with inertial velocities, in the frame that coincides now."""
    spin = WGS84.rotation_rad_s
    inertial = np.array(state, dtype=float)
    inertial[..., 3] -= spin * inertial[..., 1]
    inertial[..., 4] += spin * inertial[..., 0]
    return inertial


def fixed_of_inertial(state: np.ndarray) -> np.ndarray:
    """Return Earth-fixed states with Earth-relative velocities, in the frame that coincides now."""
    spin = WGS84.rotation_rad_s
    fixed = np.array(state, dtype=float)
    fixed[..., 3] += spin * fixed[..., 1]
    fixed[..., 4] -= spin * fixed[..., 0]
    return fixed


def start_velocity() -> tuple[float, float, float]:
    """Return the Earth-relative velocity east, north, up of the arc of 2,500 km [m/s]."""
    level_m_s = SPEED_M_S * math.cos(CLIMB_RAD)
    return (
        level_m_s * math.sin(BEARING_RAD),
        level_m_s * math.cos(BEARING_RAD),
        SPEED_M_S * math.sin(CLIMB_RAD),
    )


def one_arc() -> Arcs:
    """Return the arc of 2,500 km: from 120 km above northern Iran to the north-west."""
    state = inertial_of_fixed(np.array(launch_state(*START, start_velocity(), WGS84)))
    time_s, _ = solved_to_ground(state, 1e-12)
    return Arcs(state[None, :], np.array([time_s]))


def field_pairs(threat: eq.Scenario, region: object, resolution_deg: float) -> Pairs:
    """Return the pairs of every launch point of a threat and every cell of a region, sea included."""
    cells = land_cells(region, resolution_deg)
    lat_deg, lon_deg = (grid.ravel() for grid in np.meshgrid(cells.lat_deg, cells.lon_deg, indexing="ij"))
    launches = len(threat.launch)
    index = np.repeat(np.arange(launches), len(lat_deg))
    return Pairs(index, np.tile(lat_deg, launches), np.tile(lon_deg, launches))


def thinned(pairs: Pairs, count: int) -> Pairs:
    """Return about so many of the pairs, evenly spread."""
    chosen = np.linspace(0, len(pairs.launch_index) - 1, min(count, len(pairs.launch_index))).astype(int)
    return Pairs(*(column[chosen] for column in pairs))


def aimed_field(count: int) -> tuple[Engagement, Pairs, Arcs]:
    """Return flights of the 3,500 km missile of 2007 that reach their aims, and their coasts."""
    scenario = eq.load("poland-czech-2007")
    threat = next(t for t in scenario.threat_set("long-range").threats if t.id == "irbm-3500")
    engagement = Engagement(scenario, threat)
    pairs = thinned(field_pairs(threat, scenario.region, 0.5), 4 * count)
    reaches = engagement.fly(pairs).reaches
    pairs = Pairs(*(column[reaches][:count] for column in pairs))
    flown = engagement.fly(pairs)
    states = inertial_of_fixed(flown.nodes[:, BOOST_SEGMENTS, :6])
    return engagement, pairs, Arcs(states, flown.times[:, 1] - flown.times[:, 0])


@numba.njit(nogil=True, error_model="numpy")
def coasted(states, coast_s, longest_step_s, world, ends):
    """Fill the ends of coasts in equal steps of at most `longest_step_s`, by the engine's own step."""
    for n in range(len(states)):
        steps = max(3, math.ceil(coast_s[n] / longest_step_s))
        s = states[n]
        state = (s[0], s[1], s[2], s[3], s[4], s[5])
        for _ in range(steps):
            state = coast_step(state, coast_s[n] / steps, world)
        for k in range(6):
            ends[n, k] = state[k]


def to_ground(fixed: np.ndarray, step_s: float) -> Callable[[], np.ndarray]:
    """Return the flight of Earth-fixed states to the ground by the engine's own coast_until, all in one call."""
    count = len(fixed)
    pace = Pace(step_s, FALL_STEP_S, WGS84)
    return partial(coast_until, fixed, np.zeros(count), np.full(count, math.inf), pace)


@numba.njit(nogil=True, error_model="numpy")
def fixed_after(states, coast_s, world, ends):
    """Fill the Earth-fixed states of inertial ones."""
    for n in range(len(states)):
        s = states[n]
        state = fixed_from_inertial((s[0], s[1], s[2], s[3], s[4], s[5]), coast_s[n], world.rotation_rad_s)
        for k in range(6):
            ends[n, k] = state[k]
