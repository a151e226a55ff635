"""The aiming of a parametric missile: which burnout velocity takes it to its aim under full gravity."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from equipoise.engagement.tables import MissileNumbers
from equipoise.kernels import inlined_law, law
from equipoise.physics.boost_path import along_arc, heading
from equipoise.physics.elementary import arc_tangent, sine_cosine
from equipoise.physics.motion import coast_step
from equipoise.physics.targeting import course_to, hit_speed, least_energy_angle, lowest_of_three

COAST_STEP_S = 90.0  # 1 cm at 1,000 km, energy to 1e-9; 120 s would give 6 cm
COARSE_STEP_S = 250.0  # only to learn how far J2 carries the body from the aim
FEWEST_SEGMENTS = 3
MISS_ALLOWED_M = 0.5
MISS_SOLVED_M = 0.01  # of a solution that others begin at
CORRECTIONS = 6
SPREAD_RAD = math.radians(1.5)
SETTLING = 5  # passes after which time and azimuth agree with themselves to a millisecond
NOWHERE = (0.0, 0.0, 0.0)


class Shot(NamedTuple):
    """How to leave: coast time [s], course (sine, cosine of the azimuth), burnout place [m], inertial velocity [m/s].

    `relative_m_s` is the burnout speed over ground.
    """

    coast_s: Any
    course: Any
    place: Any
    velocity: Any
    relative_m_s: Any


@inlined_law
def numbers_of(missile):
    """Return what the aiming needs of the row of a missile, so that its laws are compiled for one kind of it."""
    return MissileNumbers(
        missile.burn_time_s, missile.burnout_altitude_m, missile.burnout_downrange_m, missile.shape_angle_rad
    )


@inlined_law
def aimed_shot(task, course, coast_s, offset, climb):
    """Return one pass of the aiming, the Shot that leaves at a climb (sine, cosine of the inertial path angle).

    The aim is where the target will be after `coast_s`; the pass returns the time the flight really takes and the
    course on which the missile really leaves, so that a second pass starts better.
    """
    missile, aim, world = task.missile, task.aim, task.world
    centre, radius_m, axes = task.ground
    ahead, aside = heading(axes, course)
    place, _, forward = along_arc(
        centre, radius_m, axes, ahead, missile.burnout_downrange_m, missile.burnout_altitude_m
    )
    spin = world.rotation_rad_s
    s, c = sine_cosine(spin * coast_s)
    target = c * aim[0] - s * aim[1] + offset[0], s * aim[0] + c * aim[1] + offset[1], aim[2] + offset[2]
    radius1_m, radius2_m, cosine, sine, level = course_to(place, target)
    speed_m_s, flight_s = hit_speed(radius1_m, radius2_m, cosine, sine, climb, world.gm_m3_s2)
    up_share, level_m_s = speed_m_s * climb[0] / radius1_m, speed_m_s * climb[1]
    vx = up_share * place[0] + level_m_s * level[0]
    vy = up_share * place[1] + level_m_s * level[1]
    vz = up_share * place[2] + level_m_s * level[2]
    rx, ry, rz = vx + spin * place[1], vy - spin * place[0], vz
    sideways = rx * aside[0] + ry * aside[1] + rz * aside[2]
    straight = rx * forward[0] + ry * forward[1] + rz * forward[2]
    relative_m_s = math.sqrt(rx * rx + ry * ry + rz * rz)
    return Shot(flight_s, turned(course, sideways, straight), place, (vx, vy, vz), relative_m_s)


@inlined_law
def turned(course, sideways, straight):
    """Return a course turned by the angle whose tangent is sideways over straight."""
    s, c = course
    length = math.sqrt(sideways * sideways + straight * straight)
    return (s * straight + c * sideways) / length, (c * straight - s * sideways) / length


@inlined_law
def settled_shot(task, course, coast_s, offset, climb, passes):
    """Return the aiming after some passes, each of which brings time and course closer to themselves."""
    for _ in range(passes):
        shot = aimed_shot(task, course, coast_s, offset, climb)
        coast_s, course = shot.coast_s, shot.course
    return aimed_shot(task, course, coast_s, offset, climb)


@law
def settled(task, shot, offset, angle_rad, passes):
    """Return the aiming at a path angle after some passes that begin at another shot."""
    return settled_shot(task, shot.course, shot.coast_s, offset, sine_cosine(angle_rad), passes)


@law
def inertial_angle(shot, relative_angle_rad):
    """Return the path angle in inertial axes of a shot whose Earth-relative path angle is given [rad]."""
    vx, vy, vz = shot.velocity
    speed_m_s = math.sqrt(vx * vx + vy * vy + vz * vz)
    return math.asin(min(1.0, shot.relative_m_s * math.sin(relative_angle_rad) / speed_m_s))


@law
def first_guess(task):
    """Return a shot and a path angle near those of least Earth-relative speed.

    On an Earth that stands still the best angle halves the one between vertical and chord. Seen from the ground the
    turning Earth changes that little, so the same relative angle is asked for.
    """
    missile, aim = task.missile, task.aim
    centre, radius_m, axes = task.ground
    bearing_rad, _ = bearing_and_range(task.ground, aim)
    course = sine_cosine(bearing_rad)
    ahead, _ = heading(axes, course)
    place, _, _ = along_arc(
        centre, radius_m, axes, ahead, missile.burnout_downrange_m, missile.burnout_altitude_m
    )
    relative_rad = least_energy_angle(place[0], place[1], place[2], aim[0], aim[1], aim[2])
    shot = settled_shot(task, course, 0.0, NOWHERE, sine_cosine(relative_rad), 1)
    return shot, inertial_angle(shot, relative_rad)


@law
def least_speed_shot(task):
    """Return the path angle that asks for the least Earth-relative speed, and the aiming with it.

    Parabolas through three angles, until the top hardly moves.
    """
    shot, angle_rad = first_guess(task)
    middle = settled(task, shot, NOWHERE, angle_rad, SETTLING)
    for _ in range(3):
        low = settled(task, middle, NOWHERE, angle_rad - SPREAD_RAD, SETTLING)
        high = settled(task, middle, NOWHERE, angle_rad + SPREAD_RAD, SETTLING)
        angle_rad += lowest_of_three(low.relative_m_s, middle.relative_m_s, high.relative_m_s, SPREAD_RAD)
        middle = settled(task, middle, NOWHERE, angle_rad, SETTLING)
    return angle_rad, middle


@law
def bent_shot(task, shot, angle_rad):
    """Return path angle and aiming of a lofted or depressed flight: its Earth-relative burnout angle is moved."""
    if task.missile.shape_angle_rad == 0.0:
        return angle_rad, shot
    wanted_rad = relative_angle(shot.place, shot.velocity, task.world) + task.missile.shape_angle_rad
    for _ in range(4):
        angle_rad += wanted_rad - relative_angle(shot.place, shot.velocity, task.world)
        shot = settled(task, shot, NOWHERE, angle_rad, 3)
    return angle_rad, shot


@law
def relative_angle(place, velocity, world):
    """Return the Earth-relative path angle above the local horizontal of an inertial velocity [rad]."""
    spin = world.rotation_rad_s
    rx, ry, rz = velocity[0] + spin * place[1], velocity[1] - spin * place[0], velocity[2]
    up = (rx * place[0] + ry * place[1] + rz * place[2]) / math.sqrt(
        place[0] ** 2 + place[1] ** 2 + place[2] ** 2
    )
    return math.asin(up / math.sqrt(rx * rx + ry * ry + rz * rz))


@inlined_law
def bearing_and_range(ground, aim):
    """Return bearing [rad] and ground arc [m] from pad to aim on the sphere that fits the pad."""
    centre, radius_m, axes = ground
    dx, dy, dz = aim[0] - centre[0], aim[1] - centre[1], aim[2] - centre[2]
    up = dx * axes[6] + dy * axes[7] + dz * axes[8]
    east = dx * axes[0] + dy * axes[1] + dz * axes[2]
    north = dx * axes[3] + dy * axes[4] + dz * axes[5]
    return arc_tangent(east, north), radius_m * arc_tangent(math.sqrt(east * east + north * north), up)


@law
def ground_range_m(ground, aim):
    """Return the ground arc from pad to aim on the sphere that fits the pad [m]."""
    _, range_m = bearing_and_range(ground, aim)
    return range_m


@law
def coast_into(states, segments, place, velocity, coast_s, world):
    """Fill the inertial states of a coast in equal steps; row 0 is the burnout."""
    state = (place[0], place[1], place[2], velocity[0], velocity[1], velocity[2])
    step_s = coast_s / segments
    for k in range(segments + 1):
        for n in range(6):
            states[k, n] = state[n]
        if k < segments:
            state = coast_step(state, step_s, world)


@inlined_law
def miss_of(end, coast_s, aim, world):
    """Return by how much the end of a coast misses the aim, which has turned with the Earth [m]."""
    s, c = sine_cosine(world.rotation_rad_s * coast_s)
    return end[0] - (c * aim[0] - s * aim[1]), end[1] - (s * aim[0] + c * aim[1]), end[2] - aim[2]


@inlined_law
def segments_of(coast_s, step_s, most):
    """Return how many equal steps a coast gets."""
    return min(max(math.ceil(coast_s / step_s), FEWEST_SEGMENTS), most)


@law
def corrected_shot(task, shot, angle_rad, states):
    """Return the aiming whose flight under full gravity ends on the aim: (aiming, miss [m], offset).

    `states` gets that flight. The aim is moved by the miss until the flight meets it; `offset` is by how much. The
    first try is flown in coarse steps, which show the effect of J2 to metres.
    """
    ox, oy, oz = NOWHERE
    miss_m = math.inf
    for n in range(CORRECTIONS):
        segments = segments_of(shot.coast_s, COARSE_STEP_S if n == 0 else COAST_STEP_S, len(states) - 1)
        coast_into(states, segments, shot.place, shot.velocity, shot.coast_s, task.world)
        mx, my, mz = miss_of(states[segments], shot.coast_s, task.aim, task.world)
        miss_m = math.sqrt(mx * mx + my * my + mz * mz)
        if n > 0 and not miss_m > MISS_SOLVED_M:
            break
        ox, oy, oz = ox - mx, oy - my, oz - mz
        shot = settled(task, shot, (ox, oy, oz), angle_rad, 2)
    return shot, miss_m, (ox, oy, oz)
