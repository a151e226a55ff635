"""Room 1, fly: the flight of a missile from each launch point to each aim."""

from __future__ import annotations

import math

from equipoise.engagement.abreast import (
    AIM,
    APOGEE,
    BEARING,
    CLIMB,
    COAST,
    COURSE,
    DONE,
    LANES,
    LAT,
    LON,
    OFFSET,
    PASSES,
    POWERS,
    RANGE,
    SEGMENTS,
    VELOCITY,
    Site,
    aim_once,
    coast_abreast,
    judge_misses,
    open_shots,
    place_aims,
    put_three,
    three,
    waiting,
)
from equipoise.engagement.aim_table import ANGLE, COAST_TIME, CORRECTION, SPEED, TURN, look_up
from equipoise.engagement.aiming import (
    CORRECTIONS,
    NOWHERE,
    SETTLING,
    Shot,
    bent_shot,
    least_speed_shot,
    numbers_of,
    settled,
)
from equipoise.engagement.tables import BOOST_SEGMENTS, NODE_FIELDS, Task
from equipoise.kernels import inlined_law, law, uncounted
from equipoise.physics.boost_path import along_arc, boost_powers, boost_state, heading, pad
from equipoise.physics.earth import geocentric_altitude
from equipoise.physics.elementary import arc_tangent, sine_cosine
from equipoise.physics.motion import fixed_from_inertial, pull

SURE = 2e-3  # the table's speed is right to a ten thousandth


@inlined_law
def node_of(state, world):
    """Return Earth-fixed position, velocity and free-flight acceleration of one node: nine numbers."""
    x, y, z, vx, vy, vz = state
    ax, ay, az = pull(x, y, z, world)
    spin = world.rotation_rad_s
    return x, y, z, vx, vy, vz, ax + spin * (2.0 * vy + spin * x), ay + spin * (spin * y - 2.0 * vx), az


@inlined_law
def write_node(node, state, world):
    """Write Earth-fixed position, velocity and free-flight acceleration of one node."""
    numbers = node_of(state, world)
    for n in range(NODE_FIELDS):
        node[n] = numbers[n]


@inlined_law
def height_of_node(node, world):
    """Return the height of a node [m]."""
    return geocentric_altitude(node[0], node[1], node[2], world.equatorial_radius_m, world.flattening)


@law
def write_coast(nodes, states, segments, coast_s, world):
    """Write the coast nodes, Earth-fixed, and return the greatest height among them [m]."""
    apogee_m = 0.0
    for k in range(segments + 1):
        inertial = (states[k, 0], states[k, 1], states[k, 2], states[k, 3], states[k, 4], states[k, 5])
        node = nodes[BOOST_SEGMENTS + k]
        write_node(node, fixed_from_inertial(inertial, coast_s * k / segments, world.rotation_rad_s), world)
        apogee_m = max(apogee_m, height_of_node(node, world))
    return apogee_m


@law
def fill_coast_node(nodes, states, shots, k, world):
    """Fill node k of every coast, Earth-fixed, and keep the greatest height of each."""
    for lane in range(LANES):
        inertial = three(states, 0, lane) + three(states, 3, lane)
        segments = shots[SEGMENTS * LANES + lane]
        elapsed_s = shots[COAST * LANES + lane] * k / segments
        node = node_of(fixed_from_inertial(inertial, elapsed_s, world.rotation_rad_s), world)
        put_node(nodes, lane, node)
        apogee_m = shots[APOGEE * LANES + lane]
        shots[APOGEE * LANES + lane] = (
            max(apogee_m, height_of_node(node, world)) if k <= segments else apogee_m
        )


@inlined_law
def burn_of(missile):
    """Return the time, height and ground range of burnout."""
    return missile.burn_time_s, missile.burnout_altitude_m, missile.burnout_downrange_m


@law
def fill_powers(shots, site):
    """Fill how steeply the boosts grow that end in the burnouts of the shots."""
    centre, radius_m, axes = site.ground
    burn = burn_of(site.missile)
    spin = site.world.rotation_rad_s
    for lane in range(LANES):
        ahead, _ = heading(axes, (shots[COURSE * LANES + lane], shots[(COURSE + 1) * LANES + lane]))
        place, up, forward = along_arc(centre, radius_m, axes, ahead, burn[2], burn[1])
        vx, vy, vz = three(shots, VELOCITY, lane)
        vx, vy = vx + spin * place[1], vy - spin * place[0]
        climb = vx * up[0] + vy * up[1] + vz * up[2]
        onward = vx * forward[0] + vy * forward[1] + vz * forward[2]
        powers = boost_powers(climb, onward, radius_m, burn)
        shots[POWERS * LANES + lane], shots[(POWERS + 1) * LANES + lane] = powers


@law
def fill_launch_node(nodes, site):
    """Fill the node of every boost at the pad."""
    centre, radius_m, axes = site.ground
    x, y, z = centre[0] + radius_m * axes[6], centre[1] + radius_m * axes[7], centre[2] + radius_m * axes[8]
    for lane in range(LANES):
        put_node(nodes, lane, node_of((x, y, z, 0.0, 0.0, 0.0), site.world))


@law
def fill_boost_node(nodes, shots, share, site):
    """Fill every boost at a share of the burn."""
    ground, burn, log_share = site.ground, burn_of(site.missile), math.log(share)
    for lane in range(LANES):
        ahead, _ = heading(ground[2], (shots[COURSE * LANES + lane], shots[(COURSE + 1) * LANES + lane]))
        powers = shots[POWERS * LANES + lane], shots[(POWERS + 1) * LANES + lane]
        place, velocity = boost_state(ground, ahead, share, log_share, powers, burn)
        put_node(nodes, lane, node_of(place + velocity, site.world))


@inlined_law
def put_node(nodes, lane, node):
    """Write the nine numbers of a lane's node."""
    put_three(nodes, 0, lane, node[:3])
    put_three(nodes, 3, lane, node[3:6])
    put_three(nodes, 6, lane, node[6:])


@law
def copy_nodes(flown_nodes, nodes, lane, count):
    """Copy the first nodes of a lane into the row of its flight."""
    for k in range(count):
        node, first = flown_nodes[k], NODE_FIELDS * LANES * k + lane
        for n in range(NODE_FIELDS):
            node[n] = nodes[first + n * LANES]


@law
def write_flights(room, held, site, flown):
    """Write the nodes and times of the first flights of a block."""
    shots, states, nodes, rows = room.shots, room.states, room.nodes, room.shot_rows
    longest, size = 0, NODE_FIELDS * LANES
    for lane in range(LANES):
        longest = max(longest, int(shots[SEGMENTS * LANES + lane])) if lane < held else longest
        shots[APOGEE * LANES + lane] = 0.0
    fill_powers(shots, site)
    fill_launch_node(nodes, site)
    for k in range(1, BOOST_SEGMENTS):
        part = nodes[size * k : size * (k + 1)]
        fill_boost_node(part, shots, k / BOOST_SEGMENTS, site)
    for k in range(longest + 1):
        part = nodes[size * (BOOST_SEGMENTS + k) : size * (BOOST_SEGMENTS + k + 1)]
        fill_coast_node(part, states[6 * LANES * k : 6 * LANES * (k + 1)], shots, k, site.world)
    for lane in range(held):
        count = BOOST_SEGMENTS + int(shots[SEGMENTS * LANES + lane]) + 1
        copy_nodes(flown.nodes[rows[lane]], nodes, lane, count)
        write_times(flown, rows[lane], shots, lane, site.missile.burn_time_s)


@law
def write_times(flown, row, shots, lane, burn_time_s):
    """Write the times of a flight, if it ends on its aim."""
    done = shots[DONE * LANES + lane] > 0.0
    flown.reaches[row] = done
    if done:
        flown.times[row, 0] = burn_time_s
        flown.times[row, 1] = burn_time_s + shots[COAST * LANES + lane]
        flown.times[row, 2] = shots[APOGEE * LANES + lane]
        flown.times[row, 3] = shots[SEGMENTS * LANES + lane]


@law
def start_of(task, bearing_rad, limit_m_s, known):
    """Change what the table tells of an aim into where its aiming begins; the time is NaN where it is out of range.

    Away from the edge of its range the table alone tells whether the missile gets there. An aim outside the table is
    solved completely.
    """
    speed_m_s = known[SPEED]
    if speed_m_s < limit_m_s * (1.0 - SURE):
        return
    if speed_m_s > limit_m_s * (1.0 + SURE):
        known[COAST_TIME] = math.nan
        return
    if math.isnan(speed_m_s):
        angle_rad, shot = least_speed_shot(task)
        angle_rad, shot = bent_shot(task, shot, angle_rad)
        known[ANGLE], known[COAST_TIME] = angle_rad, shot.coast_s
        known[TURN] = arc_tangent(shot.course[0], shot.course[1]) - bearing_rad
        known[CORRECTION:] = 0.0
    start = Shot(known[COAST_TIME], sine_cosine(bearing_rad + known[TURN]), NOWHERE, NOWHERE, math.nan)
    flat = settled(task, start, NOWHERE, known[ANGLE], SETTLING)
    if not flat.relative_m_s <= limit_m_s:
        known[COAST_TIME] = math.nan


@law
def fly_shots(room, held, site, flown):
    """Aim, fly and write the first shots of a block."""
    shots = room.shots
    open_shots(shots)
    for _ in range(CORRECTIONS):
        for _ in range(PASSES):
            aim_once(shots, site)
        coast_abreast(room, site.world)
        judge_misses(shots, site.world)
        if waiting(shots, held) == 0:
            break
    write_flights(room, held, site, flown)


@law
def load_shot(room, held, lane, row):
    """Put the aim of a lane, and where its aiming begins, beside the shots that wait."""
    shots, aims, known = room.shots, room.aims, room.known
    put_three(shots, AIM, held, three(aims, AIM, lane))
    put_three(shots, OFFSET, held, (known[CORRECTION], known[CORRECTION + 1], known[CORRECTION + 2]))
    shots[COAST * LANES + held] = known[COAST_TIME]
    shots[COURSE * LANES + held] = aims[BEARING * LANES + lane] + known[TURN]
    shots[CLIMB * LANES + held] = known[ANGLE]
    room.shot_rows[held] = row


@law
def fly_aims(fleet, n, waiting_at, room, site, flown):
    """Take the first aims of a block, from launch point n, to the shots; return how many wait to be flown.

    `waiting_at` is how many aims and how many shots there are so far.
    """
    aims, row_of, known = room.aims, fleet.missile_rows[0], room.known
    count, held = waiting_at
    place_aims(aims, site.ground, site.world)
    for lane in range(count):
        bearing_rad, range_m = aims[BEARING * LANES + lane], aims[RANGE * LANES + lane]
        if not row_of.minimum_range_m <= range_m <= fleet.table.nothing_beyond_m:
            continue
        look_up(fleet.table, n, bearing_rad, range_m, known)
        task = Task(site.ground, site.missile, three(aims, AIM, lane), site.world)
        start_of(task, bearing_rad, row_of.maximum_speed_m_s, known)
        if not math.isnan(known[COAST_TIME]):
            load_shot(room, held, lane, room.aim_rows[lane])
            held += 1
        if held == LANES:
            fly_shots(room, held, site, flown)
            held = 0
    return held


@law
def fly_from(fleet, n, pairs, room, world, flown):
    """Fly the pairs of one launch point."""
    launch_index, lat_deg, lon_deg = pairs
    launch, missile = fleet.launches[n], numbers_of(fleet.missile_rows[0])
    site = Site(pad(launch[0], launch[1], launch[2], world), missile, world)
    count, held = 0, 0
    for k in range(len(launch_index)):
        if launch_index[k] == n:
            room.aims[LAT * LANES + count], room.aims[LON * LANES + count] = lat_deg[k], lon_deg[k]
            room.aim_rows[count] = k
            count += 1
        if count == LANES or (count > 0 and k == len(launch_index) - 1):
            held = fly_aims(fleet, n, (count, held), room, site, flown)
            count = 0
    if held > 0:
        fly_shots(room, held, site, flown)


@law
def fly_rows(fleet, pairs, room, world, flown):
    """Fly every pair of a chunk, launch point by launch point; `room` is room to work in."""
    fleet, room, flown = uncounted(fleet), uncounted(room), uncounted(flown)
    pairs = uncounted(pairs)
    launch_index = pairs[0]
    if len(launch_index) == 0:
        return
    flown.reaches[:] = False
    flown.times[:, :4] = math.nan
    first = last = launch_index[0]
    for n in (
        launch_index
    ):  # not by numpy's min and max, whose kept code has scipy's linear algebra read at each start
        first, last = min(first, n), max(last, n)
    for n in range(first, last + 1):
        fly_from(fleet, n, pairs, room, world, flown)
