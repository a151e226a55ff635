"""Whole coasts, LANES side by side: free flight until each body falls through its altitude.

Above the air all lanes take their steps together, each of its own length, in the inertial frame that coincides with the
Earth-fixed one at the start; in the air each falls by itself. Steps that hold an apogee or an end are kept on the way,
and the moments found in them when all bodies of a block are down.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from equipoise.kernels import inlined_law, law
from equipoise.physics.coast_ends import (
    APOGEE,
    BEFORE,
    BEGAN,
    BETA,
    CLIMB,
    COLUMNS,
    END,
    FLIES,
    HEIGHT,
    KNOWN,
    NODE,
    OVER,
    STEP,
    STOP,
    TIME,
    TOP,
    UNDER,
    find_ends,
    keep_felt,
    keep_marked,
)
from equipoise.physics.lanes import LANES, number, put, put_six, six, three
from equipoise.physics.motion import (
    DRAG_CEILING_M,
    climb_and_height,
    coast_step,
    fall_step,
    fixed_from_inertial,
    inertial_from_fixed,
)
from equipoise.physics.world import World

COAST_STEP_S = 20.0
FALL_STEP_S = 0.05
LONGEST_FLIGHT_S = 7200.0


class Pace(NamedTuple):
    """How long the steps are, in vacuum and in air [s], and the Earth."""

    coast_step_s: float
    fall_step_s: float
    world: World


@law
def open_coasts(block, world):
    """Begin the flights of bodies whose Earth-fixed states are in their nodes."""
    for lane in range(LANES):
        state = inertial_from_fixed(six(block, NODE, lane), 0.0, world.rotation_rad_s)
        climb_m_s, height_m = climb_and_height(state[:3], state[3:6], world)
        put_six(block, NODE, lane, state)
        put(block, NODE + CLIMB, lane, climb_m_s)
        put(block, NODE + HEIGHT, lane, height_m)
        put(block, APOGEE, lane, height_m)
        put(block, TIME, lane, 0.0)
        put(block, TOP + KNOWN, lane, 0.0)
        put(block, END + KNOWN, lane, 0.0)


@law
def choose_steps(block, pace):
    """Fill how long each next step in vacuum is: where drag will be felt, it does not jump far into the air."""
    for lane in range(LANES):
        climb_m_s, above_m = (
            number(block, NODE + CLIMB, lane),
            number(block, NODE + HEIGHT, lane) - DRAG_CEILING_M,
        )
        careful_s = max(pace.fall_step_s, 0.5 * above_m / (20.0 - min(climb_m_s, 0.0)))
        feels_air = (number(block, BETA, lane) < math.inf) & (pace.world.air != 0.0) & (climb_m_s < 0.0)
        put(block, STEP, lane, min(careful_s, pace.coast_step_s) if feels_air else pace.coast_step_s)


@law
def step_all(block, world):
    """Take one step in vacuum in all lanes."""
    for lane in range(LANES):
        state = six(block, NODE, lane)
        following = coast_step(state, number(block, STEP, lane), world)
        put_six(block, BEFORE, lane, state)
        put_six(block, NODE, lane, following)


@inlined_law
def is_in_air(block, lane, world):
    """Return whether a flying lane feels the air where it is."""
    feels_air = (number(block, BETA, lane) < math.inf) & (world.air != 0.0)
    is_low = number(block, NODE + HEIGHT, lane) < DRAG_CEILING_M
    return feels_air & is_low & (number(block, FLIES, lane) > 0.0)


@inlined_law
def mark_step(block, lane):
    """Mark whether the last step of a flying lane holds its apogee, or its end; after that or too long it is done."""
    flies = number(block, FLIES, lane) > 0.0
    climb_m_s, height_m = number(block, NODE + CLIMB, lane), number(block, NODE + HEIGHT, lane)
    is_over = flies & (number(block, BEFORE + CLIMB, lane) > 0.0) & (climb_m_s <= 0.0)
    is_under = flies & (height_m < number(block, STOP, lane)) & (climb_m_s < 0.0)
    is_done = is_under | (number(block, TIME, lane) >= LONGEST_FLIGHT_S)
    put(block, OVER, lane, 1.0 if is_over else 0.0)
    put(block, UNDER, lane, 1.0 if is_under else 0.0)
    put(block, FLIES, lane, 0.0 if is_done else number(block, FLIES, lane))


@law
def look_all(block, world):
    """Fill climbs, heights and times after a step; return how many lanes are marked, in the air, and flying."""
    marked, falling, flying = 0, 0, 0
    for lane in range(LANES):
        put(block, BEFORE + CLIMB, lane, number(block, NODE + CLIMB, lane))
        put(block, BEFORE + HEIGHT, lane, number(block, NODE + HEIGHT, lane))
        put(block, BEGAN, lane, number(block, TIME, lane))
        put(block, TIME, lane, number(block, TIME, lane) + number(block, STEP, lane))
        climb_m_s, height_m = climb_and_height(three(block, NODE, lane), three(block, NODE + 3, lane), world)
        put(block, NODE + CLIMB, lane, climb_m_s)
        put(block, NODE + HEIGHT, lane, height_m)
        mark_step(block, lane)
        marked += 1 if number(block, OVER, lane) + number(block, UNDER, lane) > 0.0 else 0
        falling += 1 if is_in_air(block, lane, world) else 0
        flying += 1 if number(block, FLIES, lane) > 0.0 else 0
    return marked, falling, flying


@law
def note_step_in_air(block, lane, world):
    """Mark the last step of one lane alone, and keep it where it is marked."""
    mark_step(block, lane)
    is_over, is_under = number(block, OVER, lane) > 0.0, number(block, UNDER, lane) > 0.0
    if is_over or is_under:
        keep_marked(block, 1.0)
    if is_over:
        keep_felt(block, TOP, lane, world)
    if is_under:
        keep_felt(block, END, lane, world)
    put(block, OVER, lane, 0.0)
    put(block, UNDER, lane, 0.0)


@law
def fall_in_air(block, lane, pace):
    """Take one lane through the air in the rotating frame, until it is down or above the air."""
    world, step_s = pace.world, pace.fall_step_s
    state = fixed_from_inertial(six(block, NODE, lane), number(block, TIME, lane), world.rotation_rad_s)
    put_six(block, NODE, lane, state)
    put(block, STEP, lane, step_s)
    while is_in_air(block, lane, world):
        for column in range(8):
            put(block, BEFORE + column, lane, number(block, NODE + column, lane))
        put(block, BEGAN, lane, number(block, TIME, lane))
        put(block, TIME, lane, number(block, TIME, lane) + step_s)
        state = fall_step(state, step_s, number(block, BETA, lane), world)
        climb_m_s, height_m = climb_and_height(state[:3], state[3:6], world)
        put_six(block, NODE, lane, state)
        put(block, NODE + CLIMB, lane, climb_m_s)
        put(block, NODE + HEIGHT, lane, height_m)
        note_step_in_air(block, lane, world)
    inertial = inertial_from_fixed(state, number(block, TIME, lane), world.rotation_rad_s)
    put_six(block, NODE, lane, inertial)


@law
def fall_all(block, pace):
    """Take the lanes that are in the air through it; return how many lanes fly on."""
    for lane in range(LANES):
        put(block, OVER, lane, 0.0)
        put(block, UNDER, lane, 0.0)
    flying = 0
    for lane in range(LANES):
        if is_in_air(block, lane, pace.world):
            fall_in_air(block, lane, pace)
        flying += 1 if number(block, FLIES, lane) > 0.0 else 0
    return flying


@law
def fly_coasts(block, pace):
    """Fly the bodies of a block until they are down."""
    open_coasts(block, pace.world)
    flying = fall_all(block, pace)
    while flying > 0:
        choose_steps(block, pace)
        step_all(block, pace.world)
        marked, falling, flying = look_all(block, pace.world)
        if marked > 0:
            keep_marked(block, 0.0)
        if falling > 0:
            flying = fall_all(block, pace)
    find_ends(block, pace.world)


@law
def read_bodies(block, start, states, stop_altitude_m, ballistic_coefficient_kg_m2):
    """Fill the lanes of a block with bodies from one on; the last also stands, but does not fly, in what is left."""
    for lane in range(LANES):
        n = min(start + lane, len(states) - 1)
        for column in range(6):
            put(block, NODE + column, lane, states[n, column])
        put(block, FLIES, lane, 1.0 if n == start + lane else 0.0)
        put(block, STOP, lane, stop_altitude_m[n])
        put(block, BETA, lane, ballistic_coefficient_kg_m2[n])


@law
def coast_until(states, stop_altitude_m, ballistic_coefficient_kg_m2, pace):
    """Return free flights until each body falls through its altitude: rows of time, apogee, final state [s, m, m/s].

    States are Earth-fixed, one body a row. A row is NaN where a body does not come down within two hours, or never was
    as high.
    """
    count = len(states)
    ends, block = np.full((count, 8), math.nan), np.zeros(COLUMNS * LANES)
    for start in range(0, count, LANES):
        read_bodies(block, start, states, stop_altitude_m, ballistic_coefficient_kg_m2)
        fly_coasts(block, pace)
        for lane in range(min(LANES, count - start)):
            if not math.isnan(number(block, TIME, lane)):
                ends[start + lane, 0] = number(block, TIME, lane)
                ends[start + lane, 1] = number(block, APOGEE, lane)
                for column in range(6):
                    ends[start + lane, 2 + column] = number(block, NODE + column, lane)
    return ends
