"""Where to start: for every direction and cut-off, the kick that carries a staged missile furthest.

The furthest flight for a given cut-off is the earliest cut-off for a given range. So a table over launch azimuth and
cut-off needs no search: every kick of a fan is flown once, its landings for all cut-offs follow from two-body
formulas, and the best is flown again under full gravity. By symmetry the table holds for every longitude.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from equipoise.engagement.aiming import coast_into, ground_range_m
from equipoise.kernels import law
from equipoise.physics.boost_path import pad
from equipoise.physics.earth import geocentric_altitude
from equipoise.physics.rocket import boost_at, boost_into, path_angle
from equipoise.physics.stack import Rocket
from equipoise.physics.world import World

AZIMUTHS = 12
KICKS_RAD = np.radians(np.geomspace(0.1, 40.0, 72))
CUTOFFS = 40
EARLIEST_CUTOFF = 0.3  # share of the burn; earlier ones reach only what lies at the missile's feet
TABLE_COAST_SEGMENTS = 24
LANDING_PASSES = 5
MOST_ASIDE_RAD = 0.1  # a near-vertical flight lands in a bearing of its own and is no rival of the furthest

RANGE, DRIFT, KICK, COAST = 0, 1, 2, 3  # columns of a shot table


class ShotTable(NamedTuple):
    """What a missile hits from one latitude: `shots[azimuth, cut-off]` = (range_m, drift_rad, kick_rad, coast_s).

    Drift is the bearing of the landing less the launch azimuth. Where no flight has the shape, range is -1.
    """

    cutoffs_s: Any
    shots: Any


@law
def bearing_to(ground, point):
    """Return the bearing of a point from the pad, clockwise from north [rad]."""
    centre, _, axes = ground
    dx, dy, dz = point[0] - centre[0], point[1] - centre[1], point[2] - centre[2]
    east = dx * axes[0] + dy * axes[1] + dz * axes[2]
    north = dx * axes[3] + dy * axes[4] + dz * axes[5]
    return math.atan2(east, north)


@law
def pad_place(ground):
    """Return the Earth-fixed position of the pad [m]."""
    centre, radius_m, axes = ground
    return centre[0] + radius_m * axes[6], centre[1] + radius_m * axes[7], centre[2] + radius_m * axes[8]


@law
def turned_by(angle_rad, x, y, z):
    """Return a position turned about the Earth's axis."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return c * x - s * y, s * x + c * y, z


@law
def mean_anomaly(true_anomaly_rad, eccentricity):
    """Return the mean anomaly of a place on an ellipse [rad], within half a turn of the true one."""
    root = math.sqrt((1.0 - eccentricity) / (1.0 + eccentricity))
    half = 0.5 * true_anomaly_rad
    eccentric = 2.0 * math.atan2(root * math.sin(half), math.cos(half))
    return eccentric - eccentricity * math.sin(eccentric)


@law
def two_body_landing(place, velocity, landing_radius_m, gm):
    """Return (time_s, position) at which a free flight comes down to a radius from above; inertial, NaN for never.

    References
    ----------
    [vallado] chapter 2: the conic through position and velocity, and its equation of time.
    """
    radius_m = math.sqrt(place[0] ** 2 + place[1] ** 2 + place[2] ** 2)
    climb = (place[0] * velocity[0] + place[1] * velocity[1] + place[2] * velocity[2]) / radius_m
    speed_squared = velocity[0] ** 2 + velocity[1] ** 2 + velocity[2] ** 2
    level = math.sqrt(max(speed_squared - climb * climb, 0.0))
    momentum = radius_m * level
    parameter_m = momentum * momentum / gm
    e_cos, e_sin = parameter_m / radius_m - 1.0, momentum * climb / gm
    eccentricity = math.sqrt(e_cos * e_cos + e_sin * e_sin)
    end_cos = (parameter_m / landing_radius_m - 1.0) / eccentricity
    if not (radius_m >= landing_radius_m and eccentricity < 1.0 and abs(end_cos) <= 1.0 and level > 0.0):
        return math.nan, (math.nan, math.nan, math.nan)
    start, end = math.atan2(e_sin, e_cos), 2.0 * math.pi - math.acos(end_cos)
    swept = end - start
    mean = mean_anomaly(end, eccentricity) - mean_anomaly(start, eccentricity)
    mean -= 2.0 * math.pi * math.floor(mean / (2.0 * math.pi))
    semi_major_m = parameter_m / (1.0 - eccentricity * eccentricity)
    out = landing_radius_m * (math.cos(swept) - math.sin(swept) * climb / level) / radius_m
    on = landing_radius_m * math.sin(swept) / level
    landing = (
        out * place[0] + on * velocity[0],
        out * place[1] + on * velocity[1],
        out * place[2] + on * velocity[2],
    )
    return mean * math.sqrt(semi_major_m**3 / gm), landing


@law
def inertial_velocity(place, velocity, spin):
    """Return an Earth-relative velocity as seen from the stars."""
    return velocity[0] - spin * place[1], velocity[1] + spin * place[0], velocity[2]


@law
def scan_landings(rocket, ground, azimuths, kicks, cutoffs, states, world, landings):
    """Fill landings[azimuth, kick, cut-off] = (range, drift, path angle) by two-body formulas.

    The path angle is the Earth-relative one at cut-off.
    """
    site, spin = pad_place(ground), world.rotation_rad_s
    landing_radius_m = math.sqrt(site[0] ** 2 + site[1] ** 2 + site[2] ** 2)
    for i in range(len(azimuths)):
        for j in range(len(kicks)):
            boost_into(states, rocket, site, ground[2], azimuths[i], kicks[j], world)
            for k in range(len(cutoffs)):
                place, velocity = boost_at(
                    states, cutoffs[k], rocket, ground[2], azimuths[i], kicks[j], world
                )
                inertial = inertial_velocity(place, velocity, spin)
                coast_s, end = two_body_landing(place, inertial, landing_radius_m, world.gm_m3_s2)
                fixed = turned_by(-spin * coast_s, end[0], end[1], end[2])
                landings[i, j, k, 0] = ground_range_m(ground, fixed)
                landings[i, j, k, 1] = bearing_to(ground, fixed) - azimuths[i]
                landings[i, j, k, 2] = path_angle(place, velocity)


@law
def landing_of(place, inertial, coast_s, states, world):
    """Return (coast_s, Earth-fixed position) at which a flight under full gravity meets the ground."""
    x, y, z = place
    for _ in range(LANDING_PASSES):
        coast_into(states, len(states) - 1, place, inertial, coast_s, world)
        x, y, z = states[-1, 0], states[-1, 1], states[-1, 2]
        height_m = geocentric_altitude(x, y, z, world.equatorial_radius_m, world.flattening)
        radius_m = math.sqrt(x * x + y * y + z * z)
        climb_m_s = (x * states[-1, 3] + y * states[-1, 4] + z * states[-1, 5]) / radius_m
        coast_s -= height_m / climb_m_s
    return coast_s, turned_by(-world.rotation_rad_s * coast_s, x, y, z)


@law
def fill_shots(rocket, ground, azimuths, cutoffs, rooms, world, shots):
    """Fill the shot table, whose kicks are already in it, by flights under full gravity."""
    boost_states, coast_states = rooms
    site, spin = pad_place(ground), world.rotation_rad_s
    landing_radius_m = math.sqrt(site[0] ** 2 + site[1] ** 2 + site[2] ** 2)
    for i in range(len(azimuths)):
        for k in range(len(cutoffs)):
            kick_rad = shots[i, k, KICK]
            boost_into(boost_states, rocket, site, ground[2], azimuths[i], kick_rad, world)
            place, velocity = boost_at(
                boost_states, cutoffs[k], rocket, ground[2], azimuths[i], kick_rad, world
            )
            inertial = inertial_velocity(place, velocity, spin)
            coast_s, _ = two_body_landing(place, inertial, landing_radius_m, world.gm_m3_s2)
            coast_s, end = landing_of(place, inertial, coast_s, coast_states, world)
            shots[i, k, RANGE] = ground_range_m(ground, end)
            shots[i, k, DRIFT] = bearing_to(ground, end) - azimuths[i]
            shots[i, k, COAST] = coast_s


def wrapped(angle_rad: np.ndarray) -> np.ndarray:
    """Return angles brought to half a turn on either side of 0 [rad]."""
    return angle_rad - 2.0 * math.pi * np.floor(angle_rad / (2.0 * math.pi) + 0.5)


def peaks(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where along axis 1 the values peak: the highest row but the outer ones, and the parabola's offset."""
    top = 1 + np.argmax(np.nan_to_num(values[:, 1:-1], nan=-np.inf), axis=1)
    low, middle, high = (np.take_along_axis(values, (top + n)[:, None], axis=1)[:, 0] for n in (-1, 0, 1))
    curvature = low - 2.0 * middle + high
    with np.errstate(invalid="ignore", divide="ignore"):
        offset = np.where(curvature < 0.0, 0.5 * (low - high) / curvature, 0.0)
    return top, np.clip(offset, -1.0, 1.0)


def read_at(values: np.ndarray, top: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Return values along axis 1 at a row and a part of a row, by the parabola through three rows."""
    low, middle, high = (np.take_along_axis(values, (top + n)[:, None], axis=1)[:, 0] for n in (-1, 0, 1))
    return middle + offset * (0.5 * (high - low) + offset * (0.5 * (low + high) - middle))


def furthest_kicks(landings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows (whole and part) of the kicks that hit furthest, each [azimuth, cut-off].

    Furthest for a given *bearing*: a flight that is also carried sideways may start more to the side, where the
    turning Earth gives or takes range. What that is worth is the slope of the range over the bearing.
    """
    ranges, drifts = landings[..., 0], wrapped(landings[..., 1])
    top, offset = peaks(ranges)
    drift = read_at(drifts, top, offset)
    slope = over_azimuth(read_at(ranges, top, offset)) / (1.0 + over_azimuth(drift))
    aside = drifts - drift[:, None, :]
    worth = ranges - slope[:, None, :] * aside
    return peaks(np.where(np.abs(aside) < MOST_ASIDE_RAD, worth, math.nan))


def over_azimuth(values: np.ndarray) -> np.ndarray:
    """Return the slope of values over the azimuths (axis 0), which divide the circle [per rad]."""
    return (np.roll(values, -1, axis=0) - np.roll(values, 1, axis=0)) * (AZIMUTHS / (4.0 * math.pi))


def kicks_of_shape(landings: np.ndarray, shape_angle_rad: float) -> np.ndarray:
    """Return the kicks [azimuth, cut-off] of the shape: furthest, or steeper or flatter by an angle; NaN for none."""
    top, offset = furthest_kicks(landings)
    log_kicks = np.log(KICKS_RAD)
    if shape_angle_rad == 0.0:
        return np.exp(log_kicks[top] + offset * (log_kicks[1] - log_kicks[0]))
    best_ranges, best_angles = (read_at(landings[..., n], top, offset) for n in (0, 2))
    kicks = np.full(top.shape, math.nan)
    for i, k in np.ndindex(kicks.shape):
        wanted = np.interp(landings[i, :, k, 0], best_ranges[i], best_angles[i]) + shape_angle_rad
        kicks[i, k] = kick_at_angle(log_kicks, landings[i, :, k, 2] - wanted)
    return kicks


def kick_at_angle(log_kicks: np.ndarray, excess_rad: np.ndarray) -> float:
    """Return the kick at which the excess of the path angle, falling with the kick, is zero; NaN for none [rad]."""
    known = np.isfinite(excess_rad)
    falling, rows = excess_rad[known], log_kicks[known]
    after = np.nonzero((falling[:-1] >= 0.0) & (falling[1:] < 0.0))[0]
    if len(after) == 0:
        return math.nan
    n = int(after[0])
    part = falling[n] / (falling[n] - falling[n + 1])
    return float(np.exp(rows[n] + part * (rows[n + 1] - rows[n])))


def shot_table(
    rocket: Rocket, lat_deg: float, height_m: float, shape_angle_rad: float, world: World
) -> ShotTable:
    """Return the shot table of a rocket at a latitude."""
    ground = pad(lat_deg, 0.0, height_m, world)
    azimuths = 2.0 * math.pi * np.arange(AZIMUTHS) / AZIMUTHS
    cutoffs_s = np.linspace(EARLIEST_CUTOFF, 1.0, CUTOFFS) * rocket.burn_time_s
    boost_states = np.empty((len(rocket.steps) + 1, 6))
    landings = np.empty((AZIMUTHS, len(KICKS_RAD), CUTOFFS, 3))
    scan_landings(rocket, ground, azimuths, KICKS_RAD, cutoffs_s, boost_states, world, landings)
    shots = np.empty((AZIMUTHS, CUTOFFS, 4))
    shots[..., KICK] = kicks_of_shape(landings, shape_angle_rad)
    rooms = (boost_states, np.empty((TABLE_COAST_SEGMENTS + 1, 6)))
    fill_shots(rocket, ground, azimuths, cutoffs_s, rooms, world, shots)
    shots[..., DRIFT] = wrapped(shots[..., DRIFT])
    shots[..., RANGE] = np.nan_to_num(shots[..., RANGE], nan=-1.0)
    return ShotTable(cutoffs_s, shots)
