"""Room 1, fly: the flight of a missile from each launch point to each aim."""

from __future__ import annotations

import math

from equipoise.engagement.tables import BOOST_SEGMENTS
from equipoise.kernels import law
from equipoise.physics.boost_path import along_arc, boost_powers, boost_state, heading, pad
from equipoise.physics.earth import ecef_of, geocentric_altitude
from equipoise.physics.flight import coast_step, fixed_from_inertial
from equipoise.physics.gravity import gravity
from equipoise.physics.targeting import (
    hit_speed,
    least_energy_angle,
    lowest_of_three,
    transfer_angle,
    velocity_at,
)

COAST_STEP_S = 75.0
MISS_ALLOWED_M = 0.5
CORRECTIONS = 6
SETTLING_PASSES = 3
WIDE_SPREAD_RAD = math.radians(2.0)
NARROW_SPREAD_RAD = math.radians(0.5)


@law
def aimed_shot(ground, missile, azimuth_rad, coast_s, offset, angle_rad, aim, world):
    """Return one pass of the aiming: (coast_s, azimuth_rad, burnout place, inertial velocity, relative speed).

    The aim is where the target will be after `coast_s`; the pass returns the time the flight really takes and the
    azimuth in which the missile really leaves, so that a second pass starts better.
    """
    centre, radius_m, axes = ground
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
def settled_shot(ground, missile, azimuth_rad, coast_s, offset, angle_rad, aim, world):
    """Return the aiming after enough passes that time and azimuth agree with themselves."""
    for _ in range(SETTLING_PASSES):
        coast_s, azimuth_rad, _, _, _ = aimed_shot(
            ground, missile, azimuth_rad, coast_s, offset, angle_rad, aim, world
        )
    return aimed_shot(ground, missile, azimuth_rad, coast_s, offset, angle_rad, aim, world)


@law
def least_speed_angle(ground, missile, azimuth_rad, coast_s, angle_rad, aim, world):
    """Return the path angle at burnout that asks for the least Earth-relative speed [rad]."""
    here = (0.0, 0.0, 0.0)
    for spread in (WIDE_SPREAD_RAD, NARROW_SPREAD_RAD):
        coast_s, azimuth_rad, _, _, middle = settled_shot(
            ground, missile, azimuth_rad, coast_s, here, angle_rad, aim, world
        )
        _, _, _, _, low = settled_shot(
            ground, missile, azimuth_rad, coast_s, here, angle_rad - spread, aim, world
        )
        _, _, _, _, high = settled_shot(
            ground, missile, azimuth_rad, coast_s, here, angle_rad + spread, aim, world
        )
        angle_rad += lowest_of_three(low, middle, high, spread)
    return angle_rad, azimuth_rad, coast_s


@law
def first_guess(ground, missile, aim, world):
    """Return azimuth, coast time and path angle of a first aim on an Earth that stands still."""
    centre, radius_m, axes = ground
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
    angle_rad = least_energy_angle(place[0], place[1], place[2], aim[0], aim[1], aim[2])
    coast_s, azimuth_rad, _, _, _ = aimed_shot(
        ground, missile, azimuth_rad, 0.0, (0.0, 0.0, 0.0), angle_rad, aim, world
    )
    return azimuth_rad, coast_s, angle_rad


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
def coast_into(states, place, velocity, coast_s, world):
    """Fill the inertial states of a coast in equal steps; row 0 is the burnout."""
    x, y, z = place
    vx, vy, vz = velocity
    step_s = coast_s / (len(states) - 1)
    for k in range(len(states)):
        states[k, 0], states[k, 1], states[k, 2] = x, y, z
        states[k, 3], states[k, 4], states[k, 5] = vx, vy, vz
        x, y, z, vx, vy, vz = coast_step(
            x, y, z, vx, vy, vz, step_s, world.gm_m3_s2, world.j2, world.equatorial_radius_m
        )


@law
def corrected_shot(ground, missile, azimuth_rad, coast_s, angle_rad, aim, states, world):
    """Return the aiming whose flight under full gravity ends on the aim; fills `states` with that flight.

    The last number is the miss that is left [m].
    """
    ox, oy, oz = 0.0, 0.0, 0.0
    shot = settled_shot(ground, missile, azimuth_rad, coast_s, (ox, oy, oz), angle_rad, aim, world)
    miss_m = math.inf
    for _ in range(CORRECTIONS):
        coast_into(states, shot[2], shot[3], shot[0], world)
        turn = world.rotation_rad_s * shot[0]
        c, s = math.cos(turn), math.sin(turn)
        mx = states[-1, 0] - (c * aim[0] - s * aim[1])
        my = states[-1, 1] - (s * aim[0] + c * aim[1])
        mz = states[-1, 2] - aim[2]
        miss_m = math.sqrt(mx * mx + my * my + mz * mz)
        if not miss_m > MISS_ALLOWED_M:
            break
        ox, oy, oz = ox - mx, oy - my, oz - mz
        shot = settled_shot(ground, missile, shot[1], shot[0], (ox, oy, oz), angle_rad, aim, world)
    return shot, miss_m


@law
def write_node(node, x, y, z, vx, vy, vz, world):
    """Write Earth-fixed position, velocity and free-flight acceleration of one node."""
    ax, ay, az = gravity(x, y, z, world.gm_m3_s2, world.j2, world.equatorial_radius_m)
    spin = world.rotation_rad_s
    node[0], node[1], node[2], node[3], node[4], node[5] = x, y, z, vx, vy, vz
    node[6] = ax + spin * (2.0 * vy + spin * x)
    node[7] = ay + spin * (spin * y - 2.0 * vx)
    node[8] = az


@law
def write_coast(nodes, states, coast_s, world):
    """Write the coast nodes, Earth-fixed, and return the greatest height among them [m]."""
    last = len(states) - 1
    apogee_m = 0.0
    for k in range(last + 1):
        x, y, z, vx, vy, vz = fixed_from_inertial(
            states[k, 0],
            states[k, 1],
            states[k, 2],
            states[k, 3],
            states[k, 4],
            states[k, 5],
            coast_s * k / last,
            world.rotation_rad_s,
        )
        write_node(nodes[BOOST_SEGMENTS + k], x, y, z, vx, vy, vz, world)
        apogee_m = max(apogee_m, geocentric_altitude(x, y, z, world.equatorial_radius_m, world.flattening))
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
    time_s, height_m, arc_m = missile.burn_time_s, missile.burnout_altitude_m, missile.burnout_downrange_m
    powers = boost_powers(climb, onward, radius_m, time_s, height_m, arc_m)
    for k in range(BOOST_SEGMENTS):
        share = k / BOOST_SEGMENTS
        p, v = boost_state(centre, radius_m, axes, ahead, share, powers, time_s, height_m, arc_m)
        write_node(nodes[k], p[0], p[1], p[2], v[0], v[1], v[2], world)


@law
def fly_pair(launch, missile, aim_lat_deg, aim_lon_deg, states, nodes, world):
    """Fly one pair; fill `nodes` and return (burnout_s, impact_s, apogee_m), NaN where the aim is out of range."""
    ground = pad(launch[0], launch[1], launch[2], world)
    aim = ecef_of(aim_lat_deg, aim_lon_deg, 0.0, world.equatorial_radius_m, world.flattening)
    out_of_range = (math.nan, math.nan, math.nan)
    if ground_range_m(ground, aim) < missile.minimum_range_m:
        return out_of_range
    azimuth_rad, coast_s, angle_rad = first_guess(ground, missile, aim, world)
    angle_rad, azimuth_rad, coast_s = least_speed_angle(
        ground, missile, azimuth_rad, coast_s, angle_rad, aim, world
    )
    angle_rad += missile.shape_angle_rad
    flat = settled_shot(ground, missile, azimuth_rad, coast_s, (0.0, 0.0, 0.0), angle_rad, aim, world)
    if not flat[4] <= missile.maximum_speed_m_s:
        return out_of_range
    shot, miss_m = corrected_shot(ground, missile, flat[1], flat[0], angle_rad, aim, states, world)
    if not miss_m <= MISS_ALLOWED_M:
        return out_of_range
    apogee_m = write_coast(nodes, states, shot[0], world)
    write_boost(nodes, ground, missile, shot[1], world)
    return missile.burn_time_s, missile.burn_time_s + shot[0], apogee_m


@law
def fly_rows(launches, missile_rows, launch_index, lat_deg, lon_deg, states, world, flown):
    """Fly every row of a chunk; `states` is room to work in."""
    for row in range(len(launch_index)):
        launch = launches[launch_index[row]]
        times = fly_pair(launch, missile_rows[0], lat_deg[row], lon_deg[row], states, flown.nodes[row], world)
        flown.times[row, 0], flown.times[row, 1], flown.times[row, 2] = times
        flown.reaches[row] = not math.isnan(times[0])
        if not flown.reaches[row]:
            flown.nodes[row] = math.nan
