"""The two moments of a coast that lie inside a step, LANES side by side: its apogee, and where it meets its altitude.

The step that holds such a moment is kept as its two nodes. When all coasts of a block are flown, the moments are sought
on the quintic between the nodes.
"""

from __future__ import annotations

import math

from equipoise.kernels import inlined_law, law
from equipoise.physics.between import place_in_coast, velocity_in_coast
from equipoise.physics.lanes import LANES, number, put, put_six, put_three, six, three
from equipoise.physics.motion import climb_and_height, falling_acceleration, fixed_from_inertial, pull

SAME_MOMENT_S = 1e-6  # a last correction as small as this is off by its square
SAME_HEIGHT_M = 1e-5  # more than the rounding of a height, so that a body may begin at its altitude
MOST_TRIES = 60

# Places of the columns in a block: the node before, the node where each body is, what it is asked, how it stands.
BEFORE, NODE, STOP, BETA = 0, 8, 16, 17
BEGAN, TIME, STEP, FLIES, APOGEE, OVER, UNDER = 18, 19, 20, 21, 22, 23, 24
CLIMB, HEIGHT = 6, 7  # of a node, after its place and velocity
TOP, END = 25, 54  # the steps in which it passes its apogee and meets its end

# Places of the columns of such a step: two nodes with their accelerations, when, and the moment that is sought.
FIRST, SECOND = 0, 9
ACCELERATION = 6  # of either
EARLY_CLIMB, EARLY_HEIGHT, LATE_CLIMB, LATE_HEIGHT = 18, 19, 20, 21
START, LENGTH, IN_AIR, KNOWN = 22, 23, 24, 25
LOW, HIGH, MOMENT = 26, 27, 28
COLUMNS = END + 29


@inlined_law
def either(condition, first, second):
    """Return one of two states."""
    return (
        first[0] if condition else second[0],
        first[1] if condition else second[1],
        first[2] if condition else second[2],
        first[3] if condition else second[3],
        first[4] if condition else second[4],
        first[5] if condition else second[5],
    )


@inlined_law
def keep_steps(block, base, mark, in_air):
    """Copy the last step of the marked lanes to where their moments are sought."""
    for lane in range(LANES):
        is_kept = number(block, mark, lane) > 0.0
        early, late = six(block, base + FIRST, lane), six(block, base + SECOND, lane)
        put_six(block, base + FIRST, lane, either(is_kept, six(block, BEFORE, lane), early))
        put_six(block, base + SECOND, lane, either(is_kept, six(block, NODE, lane), late))
        told = (
            number(block, BEFORE + CLIMB, lane),
            number(block, BEFORE + HEIGHT, lane),
            number(block, NODE + CLIMB, lane),
            number(block, NODE + HEIGHT, lane),
            number(block, BEGAN, lane),
            number(block, STEP, lane),
        )
        put_six(block, base + EARLY_CLIMB, lane, either(is_kept, told, six(block, base + EARLY_CLIMB, lane)))
        was_in_air, was_known = number(block, base + IN_AIR, lane), number(block, base + KNOWN, lane)
        put(block, base + IN_AIR, lane, in_air if is_kept else was_in_air)
        put(block, base + KNOWN, lane, 1.0 if is_kept else was_known)


@law
def keep_marked(block, in_air):
    """Keep the steps in which marked lanes pass their apogees and meet their ends."""
    keep_steps(block, TOP, OVER, in_air)
    keep_steps(block, END, UNDER, in_air)


@law
def keep_felt(block, base, lane, world):
    """Keep what a lane felt in the air at both nodes of its last step."""
    beta_kg_m2 = number(block, BETA, lane)
    early = falling_acceleration(six(block, BEFORE, lane), beta_kg_m2, world)
    late = falling_acceleration(six(block, NODE, lane), beta_kg_m2, world)
    put_three(block, base + FIRST + ACCELERATION, lane, early)
    put_three(block, base + SECOND + ACCELERATION, lane, late)


@inlined_law
def acceleration_at(block, node, in_air, lane, world):
    """Return the acceleration at a node of a step: what was felt in the air, as kept, or gravity alone."""
    is_kept = number(block, in_air, lane) > 0.0
    x, y, z = three(block, node, lane)
    ax, ay, az = pull(x, y, z, world)
    fx, fy, fz = three(block, node + ACCELERATION, lane)
    return fx if is_kept else ax, fy if is_kept else ay, fz if is_kept else az


@law
def fill_accelerations(block, world):
    """Fill the accelerations at the nodes of the steps that were taken in vacuum."""
    for lane in range(LANES):
        top_first = acceleration_at(block, TOP + FIRST, TOP + IN_AIR, lane, world)
        top_second = acceleration_at(block, TOP + SECOND, TOP + IN_AIR, lane, world)
        put_three(block, TOP + FIRST + ACCELERATION, lane, top_first)
        put_three(block, TOP + SECOND + ACCELERATION, lane, top_second)
    for lane in range(LANES):
        end_first = acceleration_at(block, END + FIRST, END + IN_AIR, lane, world)
        end_second = acceleration_at(block, END + SECOND, END + IN_AIR, lane, world)
        put_three(block, END + FIRST + ACCELERATION, lane, end_first)
        put_three(block, END + SECOND + ACCELERATION, lane, end_second)


@inlined_law
def at_moment(block, base, lane, moment_s):
    """Return place and velocity a time after the begin of a step."""
    first = six(block, base + FIRST, lane) + three(block, base + FIRST + ACCELERATION, lane)
    second = six(block, base + SECOND, lane) + three(block, base + SECOND + ACCELERATION, lane)
    length_s = number(block, base + LENGTH, lane)
    share = moment_s / length_s
    return place_in_coast(first, second, share, length_s), velocity_in_coast(first, second, share, length_s)


@law
def find_tops(block, world):
    """Fill the apogees and their moments, by one step of Newton's rule.

    It starts where a parabola of the climb is zero, which has the climbs at both ends and their mean: within 10 ms at
    steps of 100 s. The step squares that.
    """
    for lane in range(LANES):
        early_m_s, early_m = number(block, TOP + EARLY_CLIMB, lane), number(block, TOP + EARLY_HEIGHT, lane)
        late_m_s, late_m = number(block, TOP + LATE_CLIMB, lane), number(block, TOP + LATE_HEIGHT, lane)
        length_s = number(block, TOP + LENGTH, lane)
        bend = 3.0 * (early_m_s + late_m_s) - 6.0 * (late_m - early_m) / length_s
        tilt = late_m_s - early_m_s - bend
        share = 2.0 * early_m_s / (math.sqrt(max(tilt * tilt - 4.0 * bend * early_m_s, 0.0)) - tilt)
        place, velocity = at_moment(block, TOP, lane, share * length_s)
        climb_m_s, height_m = climb_and_height(place, velocity, world)
        slope_m_s2 = (tilt + 2.0 * bend * share) / length_s
        apogee_m = height_m - 0.5 * climb_m_s * climb_m_s / slope_m_s2
        put(block, TOP + MOMENT, lane, share * length_s - climb_m_s / slope_m_s2)
        is_known = number(block, TOP + KNOWN, lane) > 0.0
        put(block, APOGEE, lane, apogee_m if is_known else number(block, APOGEE, lane))


@inlined_law
def has_top_and_end(block, lane):
    """Return whether a body passes its apogee and meets its end in the same step."""
    is_same = number(block, TOP + START, lane) == number(block, END + START, lane)
    return is_same & (number(block, END + EARLY_CLIMB, lane) > 0.0)


@law
def open_ends(block):
    """Fill between which moments each body meets its altitude, and the first try: a parabola back from the end."""
    for lane in range(LANES):
        length_s, early_m_s = number(block, END + LENGTH, lane), number(block, END + EARLY_CLIMB, lane)
        low_s = number(block, TOP + MOMENT, lane) if has_top_and_end(block, lane) else 0.0
        sinking_m_s = -number(block, END + LATE_CLIMB, lane)
        bend_m_s2 = (early_m_s + sinking_m_s) / length_s
        below_m = number(block, STOP, lane) - number(block, END + LATE_HEIGHT, lane)
        root_m_s = math.sqrt(max(sinking_m_s * sinking_m_s - 2.0 * bend_m_s2 * below_m, 0.0))
        put(block, END + LOW, lane, low_s)
        put(block, END + HIGH, lane, length_s)
        put(block, END + MOMENT, lane, max(length_s - 2.0 * below_m / (sinking_m_s + root_m_s), low_s))


@law
def try_ends(block, world):
    """Take one step of Newton's rule, whose rate is the climb, in each lane that is still open; return how many are.

    Where it leads out of the bracket, halving catches it.
    """
    count = 0
    for lane in range(LANES):
        try_s, is_open = number(block, END + MOMENT, lane), number(block, END + KNOWN, lane) == 1.0
        place, velocity = at_moment(block, END, lane, try_s)
        climb_m_s, height_m = climb_and_height(place, velocity, world)
        above_m = height_m - number(block, STOP, lane)
        low_s = try_s if above_m > 0.0 else number(block, END + LOW, lane)
        high_s = number(block, END + HIGH, lane) if above_m > 0.0 else try_s
        change_s = -above_m / climb_m_s
        is_found = abs(change_s) < SAME_MOMENT_S
        next_s = try_s + change_s
        is_good = is_found | ((low_s < next_s) & (next_s < high_s))
        next_s = next_s if is_good else 0.5 * (low_s + high_s)
        put(block, END + LOW, lane, low_s)
        put(block, END + HIGH, lane, high_s)
        put(block, END + MOMENT, lane, next_s if is_open else try_s)
        put(block, END + KNOWN, lane, 2.0 if is_open & is_found else number(block, END + KNOWN, lane))
        count += 1 if is_open & (not is_found) else 0
    return count


@law
def close_coasts(block, world):
    """Put the Earth-fixed ends into the nodes and their moments into the times; NaN where a body does not come down."""
    for lane in range(LANES):
        early_m, apogee_m = number(block, END + EARLY_HEIGHT, lane), number(block, APOGEE, lane)
        top_m = apogee_m if has_top_and_end(block, lane) else early_m
        is_met = (top_m > number(block, STOP, lane) - SAME_HEIGHT_M) & (
            number(block, END + KNOWN, lane) > 0.0
        )
        moment_s = number(block, END + MOMENT, lane)
        time_s = number(block, END + START, lane) + moment_s
        (px, py, pz), (ux, uy, uz) = at_moment(block, END, lane, moment_s)
        x, y, z, vx, vy, vz = fixed_from_inertial((px, py, pz, ux, uy, uz), time_s, world.rotation_rad_s)
        in_air = number(block, END + IN_AIR, lane) > 0.0
        put_three(block, NODE, lane, (px if in_air else x, py if in_air else y, pz if in_air else z))
        put_three(block, NODE + 3, lane, (ux if in_air else vx, uy if in_air else vy, uz if in_air else vz))
        put(block, TIME, lane, time_s if is_met else math.nan)


@law
def find_ends(block, world):
    """Put the Earth-fixed ends of flown coasts, their times and apogees into their columns."""
    fill_accelerations(block, world)
    find_tops(block, world)
    open_ends(block)
    for _ in range(MOST_TRIES):
        if try_ends(block, world) == 0:
            break
    close_coasts(block, world)
