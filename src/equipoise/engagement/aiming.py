"""The aiming of a parametric missile: which burnout velocity takes it to its aim under full gravity."""

from __future__ import annotations

import math

from equipoise.kernels import law
from equipoise.physics.boost_path import along_arc, heading
from equipoise.physics.motion import coast_step
from equipoise.physics.targeting import (
    hit_speed,
    least_energy_angle,
    lowest_of_three,
    transfer_angle,
    velocity_at,
)

COAST_STEP_S = 90.0  # 1 cm at 1,000 km, energy to 1e-9; 120 s would give 6 cm
COARSE_STEP_S = 250.0  # only to learn how far J2 carries the body from the aim
MISS_ALLOWED_M = 0.5
CORRECTIONS = 6
SPREAD_RAD = math.radians(1.5)
SETTLING = 5  # passes after which time and azimuth agree with themselves to a millisecond
NOWHERE = (0.0, 0.0, 0.0)


@law
def aimed_shot(task, azimuth_rad, coast_s, offset, angle_rad):
    """Return one pass of the aiming: (coast_s, azimuth_rad, burnout place, inertial velocity, relative speed).

    The aim is where the target will be after `coast_s`; the pass returns the time the flight really takes and the
    azimuth in which the missile really leaves, so that a second pass starts better.
    """
    missile, aim, world = task.missile, task.aim, task.world
    centre, radius_m, axes = task.ground
    ahead, aside = heading(axes, azimuth_rad)
    place, _, forward = along_arc(
        centre, radius_m, axes, ahead, missile.burnout_downrange_m, missile.burnout_altitude_m
    )
    spin = world.rotation_rad_s
    c, s = math.cos(spin * coast_s), math.sin(spin * coast_s)
    tx, ty, tz = c * aim[0] - s * aim[1] + offset[0], s * aim[0] + c * aim[1] + offset[1], aim[2] + offset[2]
    cosine, sine = transfer_angle(place[0], place[1], place[2], tx, ty, tz)
    radius1_m = math.sqrt(place[0] ** 2 + place[1] ** 2 + place[2] ** 2)
    radius2_m = math.sqrt(tx * tx + ty * ty + tz * tz)
    speed_m_s, flight_s = hit_speed(radius1_m, radius2_m, cosine, sine, angle_rad, world.gm_m3_s2)
    vx, vy, vz = velocity_at(place[0], place[1], place[2], tx, ty, tz, speed_m_s, angle_rad)
    rx, ry, rz = vx + spin * place[1], vy - spin * place[0], vz
    sideways = rx * aside[0] + ry * aside[1] + rz * aside[2]
    straight = rx * forward[0] + ry * forward[1] + rz * forward[2]
    relative_m_s = math.sqrt(rx * rx + ry * ry + rz * rz)
    return flight_s, azimuth_rad + math.atan2(sideways, straight), place, (vx, vy, vz), relative_m_s


@law
def settled_shot(task, azimuth_rad, coast_s, offset, angle_rad, passes):
    """Return the aiming after some passes, each of which brings time and azimuth closer to themselves."""
    for _ in range(passes):
        coast_s, azimuth_rad, _, _, _ = aimed_shot(task, azimuth_rad, coast_s, offset, angle_rad)
    return aimed_shot(task, azimuth_rad, coast_s, offset, angle_rad)


@law
def inertial_angle(place, velocity, relative_angle_rad, relative_m_s):
    """Return the path angle in inertial axes of a velocity whose Earth-relative path angle is given [rad]."""
    speed_m_s = math.sqrt(velocity[0] ** 2 + velocity[1] ** 2 + velocity[2] ** 2)
    return math.asin(min(1.0, relative_m_s * math.sin(relative_angle_rad) / speed_m_s))


@law
def first_guess(task):
    """Return azimuth, coast time and path angle near those of least Earth-relative speed.

    On an Earth that stands still the best angle halves the one between vertical and chord. Seen from the ground the
    turning Earth changes that little, so the same relative angle is asked for.
    """
    missile, aim = task.missile, task.aim
    centre, radius_m, axes = task.ground
    azimuth_rad, _ = bearing_and_range(task.ground, aim)
    ahead, _ = heading(axes, azimuth_rad)
    place, _, _ = along_arc(
        centre, radius_m, axes, ahead, missile.burnout_downrange_m, missile.burnout_altitude_m
    )
    relative_rad = least_energy_angle(place[0], place[1], place[2], aim[0], aim[1], aim[2])
    coast_s, azimuth_rad, _, _, _ = aimed_shot(task, azimuth_rad, 0.0, NOWHERE, relative_rad)
    coast_s, azimuth_rad, place, velocity, relative_m_s = aimed_shot(
        task, azimuth_rad, coast_s, NOWHERE, relative_rad
    )
    return azimuth_rad, coast_s, inertial_angle(place, velocity, relative_rad, relative_m_s)


@law
def least_speed_shot(task):
    """Return the path angle that asks for the least Earth-relative speed, and the aiming with it.

    Parabolas through three angles, until the top hardly moves.
    """
    azimuth_rad, coast_s, angle_rad = first_guess(task)
    middle = settled_shot(task, azimuth_rad, coast_s, NOWHERE, angle_rad, SETTLING)
    for _ in range(3):
        low = settled_shot(task, middle[1], middle[0], NOWHERE, angle_rad - SPREAD_RAD, SETTLING)
        high = settled_shot(task, middle[1], middle[0], NOWHERE, angle_rad + SPREAD_RAD, SETTLING)
        angle_rad += lowest_of_three(low[4], middle[4], high[4], SPREAD_RAD)
        middle = settled_shot(task, middle[1], middle[0], NOWHERE, angle_rad, SETTLING)
    return angle_rad, middle


@law
def bent_shot(task, shot, angle_rad):
    """Return path angle and aiming of a lofted or depressed flight: its Earth-relative burnout angle is moved."""
    if task.missile.shape_angle_rad == 0.0:
        return angle_rad, shot
    wanted_rad = relative_angle(shot[2], shot[3], task.world) + task.missile.shape_angle_rad
    for _ in range(4):
        angle_rad += wanted_rad - relative_angle(shot[2], shot[3], task.world)
        shot = settled_shot(task, shot[1], shot[0], NOWHERE, angle_rad, 3)
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


@law
def bearing_and_range(ground, aim):
    """Return bearing [rad] and ground arc [m] from pad to aim on the sphere that fits the pad."""
    centre, radius_m, axes = ground
    dx, dy, dz = aim[0] - centre[0], aim[1] - centre[1], aim[2] - centre[2]
    up = dx * axes[6] + dy * axes[7] + dz * axes[8]
    east = dx * axes[0] + dy * axes[1] + dz * axes[2]
    north = dx * axes[3] + dy * axes[4] + dz * axes[5]
    return math.atan2(east, north), radius_m * math.atan2(math.sqrt(east * east + north * north), up)


@law
def ground_range_m(ground, aim):
    """Return the ground arc from pad to aim on the sphere that fits the pad [m]."""
    _, range_m = bearing_and_range(ground, aim)
    return range_m


@law
def start_offset():
    """Return the correction of an aim about which nothing is known yet."""
    return NOWHERE


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


@law
def miss_of(end, coast_s, aim, world):
    """Return by how much the end of a coast misses the aim, which has turned with the Earth [m]."""
    turn = world.rotation_rad_s * coast_s
    c, s = math.cos(turn), math.sin(turn)
    return end[0] - (c * aim[0] - s * aim[1]), end[1] - (s * aim[0] + c * aim[1]), end[2] - aim[2]


@law
def corrected_shot(task, shot, offset, angle_rad, states):
    """Return the aiming whose flight under full gravity ends on the aim: (aiming, coast segments, miss [m], offset).

    `states` gets that flight. The aim is moved by the miss until the flight meets it; `offset` is where the moving
    begins. Where nothing is known the first try is flown in coarse steps, which show the effect of J2 to metres.
    """
    ox, oy, oz = offset
    known = ox != 0.0 or oy != 0.0 or oz != 0.0
    segments, miss_m = 0, math.inf
    for n in range(CORRECTIONS):
        step_s = COAST_STEP_S if known or n > 0 else COARSE_STEP_S
        segments = min(max(math.ceil(shot[0] / step_s), 3), len(states) - 1)
        coast_into(states, segments, shot[2], shot[3], shot[0], task.world)
        mx, my, mz = miss_of(states[segments], shot[0], task.aim, task.world)
        miss_m = math.sqrt(mx * mx + my * my + mz * mz)
        if (known or n > 0) and not miss_m > MISS_ALLOWED_M:
            break
        ox, oy, oz = ox - mx, oy - my, oz - mz
        shot = settled_shot(task, shot[1], shot[0], (ox, oy, oz), angle_rad, 2)
    return shot, segments, miss_m, (ox, oy, oz)
