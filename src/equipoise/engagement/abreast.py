"""Flights of one launch point, LANES at a time, side by side.

Numbers of one kind stand beside each other, lane by lane, in one flat block, so that the compiler makes each loop over
lanes in vector units. A lane never reads another lane: what a flight comes to does not hang on its neighbours.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from equipoise.engagement.aim_table import COLUMNS
from equipoise.engagement.aiming import (
    COAST_STEP_S,
    MISS_ALLOWED_M,
    aimed_shot,
    bearing_and_range,
    miss_of,
    segments_of,
)
from equipoise.engagement.tables import BOOST_SEGMENTS, NODE_FIELDS, MissileNumbers, Task
from equipoise.kernels import inlined_law, law
from equipoise.physics.earth import ecef_of
from equipoise.physics.elementary import sine_cosine
from equipoise.physics.motion import coast_step
from equipoise.physics.world import World

LANES = 16

# Places of the columns in a block of aims.
LAT, LON, BEARING, RANGE = 0, 1, 2, 3
AIM = 4  # Earth-fixed, in both kinds of block
AIM_COLUMNS = 7

# Places of the columns in a block of shots.
COAST, SEGMENTS, DONE, APOGEE = 0, 1, 2, 3
OFFSET, COURSE, CLIMB, PLACE, VELOCITY, END, POWERS, STEP = 7, 10, 12, 14, 17, 20, 23, 25
SHOT_COLUMNS = 26

PASSES = 3  # of the aiming, after which time and course agree with themselves to a microsecond


class Site(NamedTuple):
    """What LANES flights have in common: the pad, the missile, the Earth."""

    ground: Any
    missile: MissileNumbers
    world: World


class Abreast(NamedTuple):
    """Room for LANES pairs: their aims, then the shots at those in range, their coasts and one node of each."""

    aims: Any
    aim_rows: Any  # numbers of the pairs
    shots: Any
    shot_rows: Any
    states: Any  # inertial, node by node
    nodes: Any  # Earth-fixed, node by node
    known: Any  # of one aim, by the table


def room_abreast(segments: int) -> Abreast:
    """Return room for LANES pairs whose coasts have at most so many segments."""
    return Abreast(
        np.zeros(AIM_COLUMNS * LANES),
        np.zeros(LANES, dtype=np.int64),
        np.zeros(SHOT_COLUMNS * LANES),
        np.zeros(LANES, dtype=np.int64),
        np.zeros((segments + 1) * 6 * LANES),
        np.zeros((BOOST_SEGMENTS + segments + 1) * NODE_FIELDS * LANES),
        np.zeros(COLUMNS),
    )


@inlined_law
def three(block, column, lane):
    """Return a vector of a lane."""
    first = column * LANES + lane
    return block[first], block[first + LANES], block[first + 2 * LANES]


@inlined_law
def put_three(block, column, lane, vector):
    """Write a vector of a lane."""
    first = column * LANES + lane
    block[first], block[first + LANES], block[first + 2 * LANES] = vector


@law
def place_aims(aims, ground, world):
    """Fill where aims of given latitude and longitude are, and in which bearing and at which range from a pad."""
    for lane in range(LANES):
        lat_deg, lon_deg = aims[LAT * LANES + lane], aims[LON * LANES + lane]
        aim = ecef_of(lat_deg, lon_deg, 0.0, world.equatorial_radius_m, world.flattening)
        put_three(aims, AIM, lane, aim)
        aims[BEARING * LANES + lane], aims[RANGE * LANES + lane] = bearing_and_range(ground, aim)


@law
def open_shots(shots):
    """Turn azimuths and path angles, as the table tells them, into courses and climbs; nothing is done yet."""
    for lane in range(LANES):
        for column in (COURSE, CLIMB):
            first = column * LANES + lane
            shots[first], shots[first + LANES] = sine_cosine(shots[first])
        shots[DONE * LANES + lane] = 0.0


@law
def aim_once(shots, site):
    """Take one pass of the aiming with every shot that is not done."""
    for lane in range(LANES):
        course = shots[COURSE * LANES + lane], shots[(COURSE + 1) * LANES + lane]
        climb = shots[CLIMB * LANES + lane], shots[(CLIMB + 1) * LANES + lane]
        task = Task(site.ground, site.missile, three(shots, AIM, lane), site.world)
        coast_s = shots[COAST * LANES + lane]
        shot = aimed_shot(task, course, coast_s, three(shots, OFFSET, lane), climb)
        if shots[DONE * LANES + lane] == 0.0:
            shots[COAST * LANES + lane] = shot.coast_s
            shots[COURSE * LANES + lane], shots[(COURSE + 1) * LANES + lane] = shot.course
            put_three(shots, PLACE, lane, shot.place)
            put_three(shots, VELOCITY, lane, shot.velocity)


@law
def step_once(states, shots, world):
    """Take every coast one step on, from the first node of `states` to the second."""
    for lane in range(LANES):
        state = three(states, 0, lane) + three(states, 3, lane)
        following = coast_step(state, shots[STEP * LANES + lane], world)
        put_three(states, 6, lane, following[:3])
        put_three(states, 9, lane, following[3:])


@law
def coast_abreast(room, world):
    """Fly every coast, some steps beyond its end where another lane is longer."""
    shots, states = room.shots, room.states
    most = (len(states) // (6 * LANES)) - 1
    longest = 0
    for lane in range(LANES):
        segments = segments_of(shots[COAST * LANES + lane], COAST_STEP_S, most)
        shots[SEGMENTS * LANES + lane] = segments
        shots[STEP * LANES + lane] = shots[COAST * LANES + lane] / segments
        put_three(states, 0, lane, three(shots, PLACE, lane))
        put_three(states, 3, lane, three(shots, VELOCITY, lane))
        longest = max(longest, segments)
    for k in range(longest):
        step_once(states[6 * LANES * k : 6 * LANES * (k + 2)], shots, world)
    for lane in range(LANES):
        put_three(shots, END, lane, three(states, 6 * int(shots[SEGMENTS * LANES + lane]), lane))


@law
def judge_misses(shots, world):
    """Mark the coasts that end on their aims as done, and move the aims of the others by the miss."""
    for lane in range(LANES):
        miss = miss_of(three(shots, END, lane), shots[COAST * LANES + lane], three(shots, AIM, lane), world)
        ox, oy, oz = three(shots, OFFSET, lane)
        miss_m = math.sqrt(miss[0] * miss[0] + miss[1] * miss[1] + miss[2] * miss[2])
        done = miss_m <= MISS_ALLOWED_M
        shots[DONE * LANES + lane] = 1.0 if done else 0.0
        put_three(shots, OFFSET, lane, (ox - miss[0], oy - miss[1], oz - miss[2]))


@law
def waiting(shots, held):
    """Return how many of the first lanes are neither done nor lost."""
    count = 0
    for lane in range(held):
        count += 1 if shots[DONE * LANES + lane] == 0.0 and not math.isnan(shots[COAST * LANES + lane]) else 0
    return count
