"""Room 1, fly: the flight of a missile from each launch point to each aim."""

from __future__ import annotations

import math

from equipoise.engagement.tables import BOOST_SEGMENTS, Task
from equipoise.kernels import law
from equipoise.physics.boost_path import along_arc, boost_powers, boost_state, heading, pad
from equipoise.physics.earth import ecef_of, geocentric_altitude
from equipoise.physics.motion import coast_step, fixed_from_inertial, pull
from equipoise.physics.targeting import (
    hit_speed,
    least_energy_angle,
    lowest_of_three,
    transfer_angle,
    velocity_at,
)

COAST_STEP_S = 100.0  # 2 cm at 1,000 km; 120 s would give 6 cm
COARSE_STEP_S = 250.0  # only to learn how far J2 carries the body from the aim
MISS_ALLOWED_M = 0.5
CORRECTIONS = 6
SPREAD_RAD = math.radians(1.5)
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
    dx = aim[0] - centre[0] - radius_m * axes[6]
    dy = aim[1] - centre[1] - radius_m * axes[7]
    dz = aim[2] - centre[2] - radius_m * axes[8]
    azimuth_rad = math.atan2(
        dx * axes[0] + dy * axes[1] + dz * axes[2], dx * axes[3] + dy * axes[4] + dz * axes[5]
    )
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

    A parabola through three angles; the speed is so flat there that a tenth of a degree costs less than 0.01 m/s.
    """
    azimuth_rad, coast_s, angle_rad = first_guess(task)
    middle = settled_shot(task, azimuth_rad, coast_s, NOWHERE, angle_rad, 2)
    low = settled_shot(task, middle[1], middle[0], NOWHERE, angle_rad - SPREAD_RAD, 2)
    high = settled_shot(task, middle[1], middle[0], NOWHERE, angle_rad + SPREAD_RAD, 2)
    angle_rad += lowest_of_three(low[4], middle[4], high[4], SPREAD_RAD)
    return angle_rad, settled_shot(task, middle[1], middle[0], NOWHERE, angle_rad, 2)


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
def ground_range_m(ground, aim):
    """Return the ground arc from pad to aim on the sphere that fits the pad [m]."""
    centre, radius_m, axes = ground
    dx, dy, dz = aim[0] - centre[0], aim[1] - centre[1], aim[2] - centre[2]
    up = dx * axes[6] + dy * axes[7] + dz * axes[8]
    east = dx * axes[0] + dy * axes[1] + dz * axes[2]
    north = dx * axes[3] + dy * axes[4] + dz * axes[5]
    return radius_m * math.atan2(math.sqrt(east * east + north * north), up)


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
def corrected_shot(task, shot, angle_rad, states):
    """Return the aiming whose flight under full gravity ends on the aim, its coast segments, and the miss left [m].

    `states` gets that flight. The first try is flown in coarse steps, which show the effect of J2 to metres.
    """
    ox, oy, oz = NOWHERE
    segments, miss_m = 0, math.inf
    for n in range(CORRECTIONS):
        step_s = COARSE_STEP_S if n == 0 else COAST_STEP_S
        segments = min(max(math.ceil(shot[0] / step_s), 3), len(states) - 1)
        coast_into(states, segments, shot[2], shot[3], shot[0], task.world)
        mx, my, mz = miss_of(states[segments], shot[0], task.aim, task.world)
        miss_m = math.sqrt(mx * mx + my * my + mz * mz)
        if n > 0 and not miss_m > MISS_ALLOWED_M:
            break
        ox, oy, oz = ox - mx, oy - my, oz - mz
        shot = settled_shot(task, shot[1], shot[0], (ox, oy, oz), angle_rad, 2)
    return shot, segments, miss_m


@law
def write_node(node, state, world):
    """Write Earth-fixed position, velocity and free-flight acceleration of one node."""
    x, y, z, vx, vy, vz = state
    ax, ay, az = pull(x, y, z, world)
    spin = world.rotation_rad_s
    node[0], node[1], node[2], node[3], node[4], node[5] = x, y, z, vx, vy, vz
    node[6] = ax + spin * (2.0 * vy + spin * x)
    node[7] = ay + spin * (spin * y - 2.0 * vx)
    node[8] = az


@law
def write_coast(nodes, states, segments, coast_s, world):
    """Write the coast nodes, Earth-fixed, and return the greatest height among them [m]."""
    apogee_m = 0.0
    for k in range(segments + 1):
        inertial = (states[k, 0], states[k, 1], states[k, 2], states[k, 3], states[k, 4], states[k, 5])
        fixed = fixed_from_inertial(inertial, coast_s * k / segments, world.rotation_rad_s)
        write_node(nodes[BOOST_SEGMENTS + k], fixed, world)
        height_m = geocentric_altitude(
            fixed[0], fixed[1], fixed[2], world.equatorial_radius_m, world.flattening
        )
        apogee_m = max(apogee_m, height_m)
    return apogee_m


@law
def write_boost(nodes, ground, missile, azimuth_rad, world):
    """Write the boost nodes of the path that ends in the burnout node already written."""
    centre, radius_m, axes = ground
    ahead, _ = heading(axes, azimuth_rad)
    _, up, forward = along_arc(
        centre, radius_m, axes, ahead, missile.burnout_downrange_m, missile.burnout_altitude_m
    )
    burnout = nodes[BOOST_SEGMENTS]
    climb = burnout[3] * up[0] + burnout[4] * up[1] + burnout[5] * up[2]
    onward = burnout[3] * forward[0] + burnout[4] * forward[1] + burnout[5] * forward[2]
    burn = (missile.burn_time_s, missile.burnout_altitude_m, missile.burnout_downrange_m)
    powers = boost_powers(climb, onward, radius_m, burn)
    for k in range(BOOST_SEGMENTS):
        place, velocity = boost_state(ground, ahead, k / BOOST_SEGMENTS, powers, burn)
        write_node(nodes[k], place + velocity, world)


@law
def fly_pair(launch, missile, aim_lat_deg, aim_lon_deg, states, nodes, world):
    """Fly one pair; fill `nodes` and return (burnout_s, impact_s, apogee_m, segments).

    NaN where the aim is out of range.
    """
    ground = pad(launch[0], launch[1], launch[2], world)
    aim = ecef_of(aim_lat_deg, aim_lon_deg, 0.0, world.equatorial_radius_m, world.flattening)
    out_of_range = (math.nan, math.nan, math.nan, math.nan)
    if ground_range_m(ground, aim) < missile.minimum_range_m:
        return out_of_range
    task = Task(ground, missile, aim, world)
    angle_rad, shot = least_speed_shot(task)
    angle_rad, shot = bent_shot(task, shot, angle_rad)
    if not shot[4] <= missile.maximum_speed_m_s:
        return out_of_range
    shot, segments, miss_m = corrected_shot(task, shot, angle_rad, states)
    if not miss_m <= MISS_ALLOWED_M:
        return out_of_range
    apogee_m = write_coast(nodes, states, segments, shot[0], world)
    write_boost(nodes, ground, missile, shot[1], world)
    return missile.burn_time_s, missile.burn_time_s + shot[0], apogee_m, float(segments)


@law
def fly_rows(launches, missile_rows, launch_index, lat_deg, lon_deg, states, world, flown):
    """Fly every row of a chunk; `states` is room to work in."""
    for row in range(len(launch_index)):
        launch = launches[launch_index[row]]
        times = fly_pair(launch, missile_rows[0], lat_deg[row], lon_deg[row], states, flown.nodes[row], world)
        for n in range(4):
            flown.times[row, n] = times[n]
        flown.reaches[row] = not math.isnan(times[0])
