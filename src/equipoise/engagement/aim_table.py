"""Where to begin: the aiming of a missile from one launch point, in a table over bearing and range.

The solution of the aiming changes smoothly with the aim. A coarse table of complete solutions, mixed by cubics, gives
the burnout angle of a flight outright and its azimuth, time and J2 correction so closely that one flight confirms
them. The nodes are solved without the table, and an aim outside it is too.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from equipoise.engagement.aiming import (
    MISS_ALLOWED_M,
    bearing_and_range,
    bent_shot,
    corrected_shot,
    least_speed_shot,
    numbers_of,
)
from equipoise.engagement.tables import MISSILE_ROW, Task
from equipoise.kept import kept
from equipoise.kernels import code_hash, inlined_law, law
from equipoise.physics.boost_path import along_arc, heading, pad
from equipoise.physics.earth import geocentric_altitude
from equipoise.physics.elementary import arc_tangent, sine_cosine
from equipoise.physics.world import World

BEARINGS = 36
RANGES = 48
ANGLE, COAST_TIME, TURN, SPEED, CORRECTION = 0, 1, 2, 3, 4
COLUMNS = (
    8  # burnout angle, coast time, azimuth less bearing, speed without J2, correction of the aim (3), nothing
)
FURTHEST_M = 19_500_000.0


class AimTable(NamedTuple):
    """Solutions by launch point, bearing and range; NaN where there is none."""

    values: Any  # (launch, bearing, range by range COLUMNS numbers)
    first_range_m: float
    range_step_m: float
    nothing_beyond_m: float  # no aim further than this is in range; infinite where the table does not tell


@law
def point_on_ground(ground, bearing_rad, range_m, world):
    """Return the point of the ellipsoid in a bearing and at a ground range on the sphere that fits the pad [m]."""
    centre, radius_m, axes = ground
    ahead, _ = heading(axes, sine_cosine(bearing_rad))
    height_m = 0.0
    place, _, _ = along_arc(centre, radius_m, axes, ahead, range_m, height_m)
    for _ in range(6):
        above_m = geocentric_altitude(
            place[0], place[1], place[2], world.equatorial_radius_m, world.flattening
        )
        height_m -= above_m
        place, _, _ = along_arc(centre, radius_m, axes, ahead, range_m, height_m)
    return place


@law
def fill_node(node, task, states):
    """Fill one node of the table with the complete solution for its aim."""
    bearing_rad, _ = bearing_and_range(task.ground, task.aim)
    angle_rad, shot = least_speed_shot(task)
    angle_rad, shot = bent_shot(task, shot, angle_rad)
    speed_m_s = shot.relative_m_s
    shot, miss_m, offset = corrected_shot(task, shot, angle_rad, states)
    node[ANGLE], node[COAST_TIME], node[SPEED] = angle_rad, shot.coast_s, speed_m_s
    turn_rad = arc_tangent(shot.course[0], shot.course[1]) - bearing_rad
    node[TURN] = turn_rad - 2.0 * math.pi * math.floor(turn_rad / (2.0 * math.pi) + 0.5)
    node[4], node[5], node[6] = offset
    node[7] = 0.0
    if not miss_m <= MISS_ALLOWED_M:
        node[:] = math.nan


@law
def fill_table(launches, missile_rows, table, states, world):
    """Fill the table of every launch point."""
    missile = numbers_of(missile_rows[0])
    for n in range(len(launches)):
        ground = pad(launches[n, 0], launches[n, 1], launches[n, 2], world)
        for i in range(BEARINGS):
            for k in range(RANGES):
                range_m = table.first_range_m + k * table.range_step_m
                aim = point_on_ground(ground, 2.0 * math.pi * i / BEARINGS, range_m, world)
                node = table.values[n, i, COLUMNS * k : COLUMNS * (k + 1)]
                fill_node(node, Task(ground, missile, aim, world), states)


@inlined_law
def cubic_weights(part):
    """Return the weights of the four values around a place between the second and the third (Lagrange)."""
    p = part
    return (
        -p * (p - 1.0) * (p - 2.0) / 6.0,
        (p + 1.0) * (p - 1.0) * (p - 2.0) / 2.0,
        -(p + 1.0) * p * (p - 2.0) / 2.0,
        (p + 1.0) * p * (p - 1.0) / 6.0,
    )


@inlined_law
def mixed(rows, n, weights):
    """Return one of the numbers of a row, mixed of four neighbouring nodes."""
    w0, w1, w2, w3 = weights
    after, third, fourth = n + COLUMNS, n + 2 * COLUMNS, n + 3 * COLUMNS
    return w0 * rows[n] + w1 * rows[after] + w2 * rows[third] + w3 * rows[fourth]


@law
def look_up(table, launch_index, bearing_rad, range_m, numbers):
    """Fill the numbers of the table for an aim, mixed by cubics; all NaN outside it."""
    along = (range_m - table.first_range_m) / table.range_step_m
    k = math.floor(along)
    if not 1.0 <= k <= RANGES - 3.0:
        numbers[:] = math.nan
        return
    turn = bearing_rad * BEARINGS / (2.0 * math.pi)
    i = math.floor(turn)
    (a0, a1, a2, a3), weights = cubic_weights(turn - i), cubic_weights(along - k)
    values, first, start, stop = table.values[launch_index], i - 1, (k - 1) * COLUMNS, (k + 3) * COLUMNS
    row0, row1 = values[first % BEARINGS, start:stop], values[(first + 1) % BEARINGS, start:stop]
    row2, row3 = values[(first + 2) % BEARINGS, start:stop], values[(first + 3) % BEARINGS, start:stop]
    for n in range(len(numbers)):
        near = a0 * mixed(row0, n, weights) + a1 * mixed(row1, n, weights)
        numbers[n] = near + (a2 * mixed(row2, n, weights) + a3 * mixed(row3, n, weights))


def aim_table(
    launches: np.ndarray, missile_rows: Any, segments: int, maximum_range_m: float, world: World
) -> AimTable:
    """Return the table of a missile from launch points (lat, lon [deg], height [m]); each is made once and kept."""
    places = tuple(tuple(float(number) for number in launch) for launch in launches)
    missile = missile_rows[0].tobytes()
    tables = [kept_table(place, missile, segments, maximum_range_m, world) for place in places]
    furthest_m = max(table.nothing_beyond_m for table in tables)
    return tables[0]._replace(
        values=np.stack([table.values[0] for table in tables]), nothing_beyond_m=furthest_m
    )


@lru_cache(maxsize=512)
def kept_table(
    launch: tuple, missile: bytes, segments: int, maximum_range_m: float, world: World
) -> AimTable:
    """Return the table of one launch point, made once and kept on disk; the ranges hang on the missile alone."""
    missile_rows = np.frombuffer(missile, dtype=MISSILE_ROW).copy()
    last_m = min(1.45 * maximum_range_m + 300_000.0, FURTHEST_M)
    shortest_m = float(missile_rows[0]["minimum_range_m"])
    step_m = (last_m - shortest_m) / (RANGES - 3)
    table = AimTable(np.empty((1, BEARINGS, RANGES * COLUMNS)), shortest_m - 1.5 * step_m, step_m, math.inf)
    if table.first_range_m <= 0.0:
        table = table._replace(first_range_m=0.25 * step_m)

    def filled() -> bytes:
        fill_table(np.array([launch]), missile_rows, table, np.empty((segments + 1, 6)), world)
        return table.values.tobytes()

    told = repr((launch, segments, maximum_range_m, world)).encode()
    solved = np.frombuffer(kept((b"aim table", code_hash().encode(), missile, told), filled))
    table = table._replace(values=solved.reshape(table.values.shape))
    return table._replace(nothing_beyond_m=furthest_useful_m(table, missile_rows[0]["maximum_speed_m_s"]))


def furthest_useful_m(table: AimTable, maximum_speed_m_s: float) -> float:
    """Return a range from which on every node asks for more speed than the missile has [m]; infinite without one."""
    speeds = table.values[0, :, SPEED::COLUMNS]
    enough = ~(speeds > maximum_speed_m_s * 1.01)
    useful = np.flatnonzero(enough.any(axis=0))
    first_useless = int(useful[-1]) + 2 if useful.size else 2
    if first_useless > RANGES - 3 or np.isnan(speeds[:, first_useless:]).any():
        return math.inf
    return table.first_range_m + first_useless * table.range_step_m
