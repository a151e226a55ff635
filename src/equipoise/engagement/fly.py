"""Room 1, fly: the flight of a missile from each launch point to each aim."""

from __future__ import annotations

import math

from equipoise.engagement.aim_table import looked_up
from equipoise.engagement.aiming import (
    MISS_ALLOWED_M,
    bearing_and_range,
    bent_shot,
    corrected_shot,
    ground_range_m,
    least_speed_shot,
    settled_shot,
    start_offset,
)
from equipoise.engagement.tables import BOOST_SEGMENTS, Task
from equipoise.kernels import law, uncounted
from equipoise.physics.boost_path import along_arc, boost_powers, boost_state, heading, pad
from equipoise.physics.earth import ecef_of, geocentric_altitude
from equipoise.physics.motion import fixed_from_inertial, pull

SURE = 2e-3  # the table's speed is right to a ten thousandth


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
def aimed(task, table, launch_index, states):
    """Return (aiming, coast segments) of the flight to the aim, None-like NaN time where it is out of range.

    Away from the edge of its range the table alone tells whether the missile gets there.
    """
    bearing_rad, range_m = bearing_and_range(task.ground, task.aim)
    if range_m > table.nothing_beyond_m:
        return nowhere(), 0
    known = looked_up(table, launch_index, bearing_rad, range_m)
    limit_m_s = task.missile.maximum_speed_m_s
    if known[3] > limit_m_s * (1.0 + SURE):
        return nowhere(), 0
    if math.isnan(known[3]):
        angle_rad, shot = least_speed_shot(task)
        angle_rad, shot = bent_shot(task, shot, angle_rad)
        offset = start_offset()
    else:
        angle_rad, offset = known[0], (known[4], known[5], known[6])
        shot = settled_shot(task, bearing_rad + known[2], known[1], offset, angle_rad, 2)
    if not known[3] < limit_m_s * (1.0 - SURE):
        flat = settled_shot(task, shot[1], shot[0], start_offset(), angle_rad, 2)
        if not flat[4] <= limit_m_s:
            return nowhere(), 0
    shot, segments, miss_m, _ = corrected_shot(task, shot, offset, angle_rad, states)
    if not miss_m <= MISS_ALLOWED_M:
        return nowhere(), 0
    return shot, segments


@law
def nowhere():
    """Return the aiming of a flight that does not take place."""
    blank = (math.nan, math.nan, math.nan)
    return math.nan, math.nan, blank, blank, math.nan


@law
def fly_pair(task, table, launch_index, states, nodes):
    """Fly one pair; fill `nodes` and return (burnout_s, impact_s, apogee_m, segments).

    NaN where the aim is out of range.
    """
    missile, world = task.missile, task.world
    out_of_range = (math.nan, math.nan, math.nan, math.nan)
    if ground_range_m(task.ground, task.aim) < missile.minimum_range_m:
        return out_of_range
    shot, segments = aimed(task, table, launch_index, states)
    if math.isnan(shot[0]):
        return out_of_range
    apogee_m = write_coast(nodes, states, segments, shot[0], world)
    write_boost(nodes, task.ground, missile, shot[1], world)
    return missile.burn_time_s, missile.burn_time_s + shot[0], apogee_m, float(segments)


@law
def fly_rows(fleet, launch_index, lat_deg, lon_deg, states, world, flown):
    """Fly every row of a chunk; `states` is room to work in."""
    fleet, states, flown = uncounted(fleet), uncounted(states), uncounted(flown)
    pad_of, ground = -1, pad(0.0, 0.0, 0.0, world)
    for row in range(len(launch_index)):
        n = launch_index[row]
        if n != pad_of:
            launch = fleet.launches[n]
            pad_of, ground = n, pad(launch[0], launch[1], launch[2], world)
        aim = ecef_of(lat_deg[row], lon_deg[row], 0.0, world.equatorial_radius_m, world.flattening)
        task = Task(ground, fleet.missile_rows[0], aim, world)
        times = fly_pair(task, fleet.table, n, states, flown.nodes[row])
        for column in range(4):
            flown.times[row, column] = times[column]
        flown.reaches[row] = not math.isnan(times[0])
