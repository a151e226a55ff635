"""The aim of a staged missile: azimuth, cut-off and flight time that end the real flight on the target.

The kick comes from the shot table: it decides the shape of the flight, and near the best kick the cut-off hardly
depends on it. The rest is corrected on the integrated burn and coast until the miss is below MISS_ALLOWED_M. While
one burn is in memory the corrections turn it rigidly about the pad's vertical, which costs nothing; then it is
integrated again in the new azimuth.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from equipoise.engagement.aiming import COAST_STEP_S, MISS_ALLOWED_M, coast_into, ground_range_m, miss_of
from equipoise.engagement.staged_tables import (
    COAST,
    DRIFT,
    KICK,
    RANGE,
    bearing_to,
    inertial_velocity,
    pad_place,
)
from equipoise.kernels import law
from equipoise.physics.rocket import boost_at, boost_into
from equipoise.physics.stack import OVERBURN_S, Rocket

GUESS_PASSES = 4
BURNS = 8  # integrations of the burn before an aim is given up
PASSES = 4  # corrections on one burn
CLOSE_M = 0.05
FEWEST_SEGMENTS = 3
CUTOFF_NUDGE_S = 0.01
TURN_NUDGE_RAD = 1e-4


class StagedFleet(NamedTuple):
    """A staged missile with one shot table for each of its launch points."""

    rocket: Rocket
    minimum_range_m: float
    cutoffs_s: Any
    shots: Any  # (launch, azimuth, cut-off, 4)


class Burn(NamedTuple):
    """One integrated burn."""

    states: Any
    rocket: Rocket
    ground: Any
    azimuth_rad: float
    kick_rad: float


class Shot(NamedTuple):
    """What is corrected: when to cut off, how far to turn the burn about the vertical, how long the coast is."""

    cutoff_s: float
    turn_rad: float
    coast_s: float
    segments: int  # steps of the coast


@law
def looked_up(shots, azimuth_rad, below, part, column):
    """Return a column of a shot table at an azimuth, part of the way between two cut-offs.

    Cubic (Catmull-Rom) around the circle of azimuths, linear in the cut-off, also beyond its ends.
    """
    count = shots.shape[0]
    place = azimuth_rad * count / (2.0 * math.pi)
    base = math.floor(place)
    t = place - base
    value = 0.0
    for n in range(-1, 3):
        row = shots[(int(base) + n) % count]
        s = abs(t - n)
        weight = 1.0 + s * s * (1.5 * s - 2.5) if s < 1.0 else 2.0 - s * (4.0 - s * (2.5 - 0.5 * s))
        value += weight * (row[below, column] + part * (row[below + 1, column] - row[below, column]))
    return value


@law
def cutoff_for(shots, azimuth_rad, range_m):
    """Return (row, part of a row) of the cut-off that carries to a range; part is NaN where it lies before all."""
    low, high = 0, shots.shape[1] - 1
    if not looked_up(shots, azimuth_rad, 0, 0.0, RANGE) <= range_m:
        return 0, math.nan
    while high - low > 1:
        middle = (low + high) // 2
        if looked_up(shots, azimuth_rad, middle, 0.0, RANGE) <= range_m:
            low = middle
        else:
            high = middle
    near_m = looked_up(shots, azimuth_rad, low, 0.0, RANGE)
    return low, (range_m - near_m) / (looked_up(shots, azimuth_rad, low, 1.0, RANGE) - near_m)


@law
def first_shot(fleet, launch_number, ground, aim):
    """Return (azimuth, kick, cut-off, coast time) of a first aim, by the shot table."""
    shots = fleet.shots[launch_number]
    bearing, range_m = bearing_to(ground, aim), ground_range_m(ground, aim)
    azimuth_rad = bearing
    for _ in range(GUESS_PASSES):
        row, part = cutoff_for(shots, azimuth_rad, range_m)
        azimuth_rad = bearing - looked_up(shots, azimuth_rad, row, part, DRIFT)
    kick_rad = looked_up(shots, azimuth_rad, row, part, KICK)
    coast_s = looked_up(shots, azimuth_rad, row, part, COAST)
    spacing_s = fleet.cutoffs_s[1] - fleet.cutoffs_s[0]
    return azimuth_rad, kick_rad, fleet.cutoffs_s[row] + part * spacing_s, coast_s


@law
def turned_about(axis, angle_rad, x, y, z):
    """Return a vector turned clockwise (as azimuths count) about a unit axis."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    along = (1.0 - c) * (axis[0] * x + axis[1] * y + axis[2] * z)
    return (
        c * x - s * (axis[1] * z - axis[2] * y) + along * axis[0],
        c * y - s * (axis[2] * x - axis[0] * z) + along * axis[1],
        c * z - s * (axis[0] * y - axis[1] * x) + along * axis[2],
    )


@law
def burnout_of(burn, shot, world):
    """Return Earth-fixed position and inertial velocity at cut-off of a burn turned about the pad's vertical."""
    axes = burn.ground[2]
    place, velocity = boost_at(
        burn.states, shot.cutoff_s, burn.rocket, axes, burn.azimuth_rad, burn.kick_rad, world
    )
    if shot.turn_rad != 0.0:
        site, up = pad_place(burn.ground), (axes[6], axes[7], axes[8])
        x, y, z = turned_about(up, shot.turn_rad, place[0] - site[0], place[1] - site[1], place[2] - site[2])
        place = (site[0] + x, site[1] + y, site[2] + z)
        velocity = turned_about(up, shot.turn_rad, velocity[0], velocity[1], velocity[2])
    return place, inertial_velocity(place, velocity, world.rotation_rad_s)


@law
def shot_miss(burn, shot, aim, coast_states, world):
    """Return where the coast ends relative to where the aim is by then [m]; fills the coast, in inertial axes."""
    place, inertial = burnout_of(burn, shot, world)
    coast_into(coast_states, shot.segments, place, inertial, shot.coast_s, world)
    return miss_of(coast_states[shot.segments], shot.coast_s, aim, world)


@law
def length_of(v):
    """Return the length of a vector."""
    return math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])


@law
def change_per(first, second, step):
    """Return the rate of change of a vector."""
    return (second[0] - first[0]) / step, (second[1] - first[1]) / step, (second[2] - first[2]) / step


@law
def crossed(a, b):
    """Return the vector product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


@law
def along(a, b):
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@law
def slopes_of(burn, shot, miss, aim, coast_states, world):
    """Return how the miss changes with cut-off, turn and coast time [m/s, m/rad, m/s]."""
    end = coast_states[shot.segments]
    spin = world.rotation_rad_s
    c, s = math.cos(spin * shot.coast_s), math.sin(spin * shot.coast_s)
    aim_x, aim_y = c * aim[0] - s * aim[1], s * aim[0] + c * aim[1]
    by_coast = (end[3] + spin * aim_y, end[4] - spin * aim_x, end[5])
    later = Shot(shot.cutoff_s - CUTOFF_NUDGE_S, shot.turn_rad, shot.coast_s, shot.segments)
    by_cutoff = change_per(miss, shot_miss(burn, later, aim, coast_states, world), -CUTOFF_NUDGE_S)
    turned = Shot(shot.cutoff_s, shot.turn_rad + TURN_NUDGE_RAD, shot.coast_s, shot.segments)
    by_turn = change_per(miss, shot_miss(burn, turned, aim, coast_states, world), TURN_NUDGE_RAD)
    return by_cutoff, by_turn, by_coast


@law
def corrected(shot, slopes, miss):
    """Return the shot whose miss is zero if the slopes hold (Cramer's rule)."""
    by_cutoff, by_turn, by_coast = slopes
    across = crossed(by_turn, by_coast)
    volume = along(by_cutoff, across)
    return Shot(
        shot.cutoff_s - along(miss, across) / volume,
        shot.turn_rad - along(by_cutoff, crossed(miss, by_coast)) / volume,
        shot.coast_s - along(by_cutoff, crossed(by_turn, miss)) / volume,
        shot.segments,
    )


@law
def aimed(fleet, launch_number, ground, aim, boost_states, coast_states, world):
    """Return the burn and the shot that end on the aim; the shot is NaN where none does."""
    rocket = fleet.rocket
    azimuth_rad, kick_rad, cutoff_s, coast_s = first_shot(fleet, launch_number, ground, aim)
    if not 0.0 < cutoff_s <= rocket.burn_time_s + OVERBURN_S:
        cutoff_s, coast_s = math.nan, 0.0
    segments = min(max(math.ceil(coast_s / COAST_STEP_S), FEWEST_SEGMENTS), len(coast_states) - 1)
    shot = Shot(cutoff_s, 0.0, coast_s, segments)
    missed = Shot(math.nan, 0.0, math.nan, segments)
    slopes = ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    for n in range(BURNS):
        burn = Burn(boost_states, rocket, ground, azimuth_rad, kick_rad)
        if not 0.0 < shot.cutoff_s <= rocket.burn_time_s + OVERBURN_S:
            return burn, missed
        boost_into(boost_states, rocket, pad_place(ground), ground[2], azimuth_rad, kick_rad, world)
        for k in range(PASSES + 1):
            miss = shot_miss(burn, shot, aim, coast_states, world)
            if length_of(miss) <= (MISS_ALLOWED_M if k == 0 else CLOSE_M):
                break
            if n == 0 and k == 0:
                slopes = slopes_of(burn, shot, miss, aim, coast_states, world)
            shot = corrected(shot, slopes, miss)
        if shot.turn_rad == 0.0 and length_of(miss) <= MISS_ALLOWED_M:
            return burn, shot
        azimuth_rad += shot.turn_rad
        shot = Shot(shot.cutoff_s, 0.0, shot.coast_s, segments)
    return Burn(boost_states, rocket, ground, azimuth_rad, kick_rad), missed
