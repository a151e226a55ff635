"""Room 2, see: when each sensor sees each flight."""

from __future__ import annotations

import math
from typing import Any

from equipoise.engagement.path import fill_looks, flight_of, height_of, place_at
from equipoise.engagement.roots import narrowed, next_try_s
from equipoise.engagement.tables import BOOST_SEGMENTS
from equipoise.kernels import inlined_law, law, uncounted
from equipoise.physics.earth import line_of_sight_clear

EDGE_TOLERANCE_S = 0.02
EDGE_TOLERANCE_M = 0.1  # a flight that grazes a limit spends seconds within metres of it
GLIMPSE_ROUNDS = 12  # 50 s of looks shrink to 0.4 s


@inlined_law
def radar_visibility_m(sensor, x, y, z, range_m, world):
    """Return by how much a radar sees a point [m]: the least of what range, elevation and sector have to spare.

    Negative where it does not see it.
    """
    dx, dy, dz = x - sensor.x_m, y - sensor.y_m, z - sensor.z_m
    distance_m = math.sqrt(dx * dx + dy * dy + dz * dz)
    up = dx * sensor.up[0] + dy * sensor.up[1] + dz * sensor.up[2]
    spare_m = min(
        range_m - distance_m, up - sensor.lowest_sine * distance_m, sensor.highest_sine * distance_m - up
    )
    if sensor.sector_cosine > -1.0:
        east = dx * sensor.east[0] + dy * sensor.east[1] + dz * sensor.east[2]
        north = dx * sensor.north[0] + dy * sensor.north[1] + dz * sensor.north[2]
        facing = east * sensor.boresight_east + north * sensor.boresight_north
        spare_m = min(spare_m, facing - sensor.sector_cosine * math.sqrt(east * east + north * north))
    if sensor.lowest_sine < 0.0 and not line_of_sight_clear(
        sensor.x_m, sensor.y_m, sensor.z_m, x, y, z, world.equatorial_radius_m, world.flattening
    ):
        return min(spare_m, -1.0)
    return spare_m


@inlined_law
def satellite_visibility_m(sensor, x, y, z, height_m, world):
    """Return by how much a burning stage stands above the clouds [m]; negative also behind the Earth."""
    if line_of_sight_clear(
        sensor.x_m, sensor.y_m, sensor.z_m, x, y, z, world.equatorial_radius_m, world.flattening
    ):
        return height_m - sensor.cloud_top_m
    return -1.0


@inlined_law
def visibility_m(sensor, time_s, place, burnout_s, cue_s, world):
    """Return by how much a sensor sees a body at a place and time; `cue_s` is when the network can point it."""
    if sensor.infrared == 1:
        if time_s > burnout_s:
            return -1.0
        return satellite_visibility_m(sensor, place[0], place[1], place[2], height_of(place, world), world)
    phase = 0 if time_s < burnout_s else 1
    range_m = sensor.cued_range_m[phase] if time_s >= cue_s else sensor.search_range_m[phase]
    return radar_visibility_m(sensor, place[0], place[1], place[2], range_m, world)


@inlined_law
def visibility_at(sensor, flight, time_s, cue_s, world):
    """Return by how much a sensor sees a flight at a time."""
    return visibility_m(sensor, time_s, place_at(flight, time_s), flight.burnout_s, cue_s, world)


@inlined_law
def edge_s(sensor, flight, early, late, cue_s, world):
    """Return when a sensor begins or ends to see a flight between two looks that differ [s], on the seen side.

    `early` and `late` are (time, visibility).
    """
    bracket, tries, seen_late = (*early, *late, 0), 0, late[1] >= 0.0
    while bracket[2] - bracket[0] > EDGE_TOLERANCE_S:
        try_s = next_try_s(bracket, tries, EDGE_TOLERANCE_S)
        spare_m = visibility_at(sensor, flight, try_s, cue_s, world)
        if 0.0 <= spare_m < EDGE_TOLERANCE_M:
            return try_s
        bracket, tries = narrowed(bracket, try_s, spare_m, (spare_m >= 0.0) != seen_late), tries + 1
    return bracket[2] if seen_late else bracket[0]


@inlined_law
def may_rise(spare, k):
    """Return whether look k, itself unseen, is so near to being seen that a moment beside it may be seen.

    It must be nearer than its neighbours, and the slopes to them must be able to lift it.
    """
    rise = max(spare[k] - spare[k - 1], spare[k] - spare[k + 1])
    return not (spare[k] < spare[k - 1] or spare[k] < spare[k + 1] or spare[k] + rise < 0.0)


@law
def glimpse_s(sensor, flight, looks, k, cue_s, world):
    """Return a moment near look k in which the sensor sees the flight for less than the time between looks.

    Look k is unseen, yet nearer to being seen than its neighbours: the best moment between them is sought by
    thirds. NaN where it is unseen too.
    """
    early_s, late_s = looks[0, k - 1], looks[0, k + 1]
    for _ in range(GLIMPSE_ROUNDS):
        third_s = (late_s - early_s) / 3.0
        left = visibility_at(sensor, flight, early_s + third_s, cue_s, world)
        right = visibility_at(sensor, flight, late_s - third_s, cue_s, world)
        if left >= 0.0:
            return early_s + third_s
        if right >= 0.0:
            return late_s - third_s
        if left > right:
            late_s -= third_s
        else:
            early_s += third_s
    return math.nan


@law
def fill_spare(sensor, looks, first, last, range_m, world, spare):
    """Fill by how much a radar with this range sees each of some looks [m]; a plain loop that is made in lanes."""
    for k in range(first, last):
        dx, dy, dz = looks[1, k] - sensor.x_m, looks[2, k] - sensor.y_m, looks[3, k] - sensor.z_m
        distance_m = math.sqrt(dx * dx + dy * dy + dz * dz)
        up = dx * sensor.up[0] + dy * sensor.up[1] + dz * sensor.up[2]
        above = min(up - sensor.lowest_sine * distance_m, sensor.highest_sine * distance_m - up)
        spare[k] = min(range_m - distance_m, above)
    if sensor.sector_cosine > -1.0 or sensor.lowest_sine < 0.0:
        for k in range(first, last):
            if spare[k] >= 0.0:
                spare[k] = radar_visibility_m(sensor, looks[1, k], looks[2, k], looks[3, k], range_m, world)


@law
def fill_visibility(sensor, looks, cue_s, world, spare):
    """Fill by how much a sensor sees the flight at each look [m] and return how many looks count for it."""
    if sensor.infrared == 1:
        for k in range(BOOST_SEGMENTS + 1):
            spare[k] = satellite_visibility_m(
                sensor, looks[1, k], looks[2, k], looks[3, k], looks[4, k], world
            )
        return BOOST_SEGMENTS + 1
    count = looks.shape[1]
    cued = count
    for k in range(count):
        if looks[0, k] >= cue_s:
            cued = k
            break
    burnt = BOOST_SEGMENTS
    fill_spare(sensor, looks, 0, min(cued, burnt), sensor.search_range_m[0], world, spare)
    fill_spare(sensor, looks, min(cued, burnt), burnt, sensor.cued_range_m[0], world, spare)
    fill_spare(sensor, looks, burnt, max(cued, burnt), sensor.search_range_m[1], world, spare)
    fill_spare(sensor, looks, max(cued, burnt), count, sensor.cued_range_m[1], world, spare)
    return count


@law
def look_at_flight(sensor, flight, looks, cue_s, world, spare, intervals):
    """Fill the intervals in which one sensor sees one flight and return their number."""
    starts, ends = intervals
    last = fill_visibility(sensor, looks, cue_s, world, spare) - 1
    found = 0
    for k in range(last + 1):
        if found == len(starts):
            break
        if spare[k] >= 0.0:
            if k == 0 or spare[k - 1] < 0.0:
                starts[found] = looks[0, 0]
                if k > 0:
                    before, here = (looks[0, k - 1], spare[k - 1]), (looks[0, k], spare[k])
                    starts[found] = edge_s(sensor, flight, before, here, cue_s, world)
            if k == last:
                ends[found] = looks[0, last]
                found += 1
            elif spare[k + 1] < 0.0:
                here, after = (looks[0, k], spare[k]), (looks[0, k + 1], spare[k + 1])
                ends[found] = edge_s(sensor, flight, here, after, cue_s, world)
                found += 1
        elif BOOST_SEGMENTS < k < last and may_rise(spare, k):
            moment_s = glimpse_s(sensor, flight, looks, k, cue_s, world)
            if not math.isnan(moment_s):
                moment = (moment_s, visibility_at(sensor, flight, moment_s, cue_s, world))
                before, after = (looks[0, k - 1], spare[k - 1]), (looks[0, k + 1], spare[k + 1])
                starts[found] = edge_s(sensor, flight, before, moment, cue_s, world)
                ends[found] = edge_s(sensor, flight, moment, after, cue_s, world)
                found += 1
    return found


@law
def reported(sensor, starts, ends, count):
    """Return the number of intervals left when a satellite's report takes its delay."""
    if sensor.infrared == 0:
        return count
    kept = 0
    for k in range(count):
        if starts[k] + sensor.detection_delay_s < ends[k]:
            starts[kept], ends[kept] = starts[k] + sensor.detection_delay_s, ends[k]
            kept += 1
    return kept


@law
def look_rows(flown, wanted, looks, world):
    """Fill the looks at the wanted flights of a chunk that have none yet."""
    flown, wanted, looks = uncounted(flown), uncounted(wanted), uncounted(looks)
    for row in range(len(flown.reaches)):
        if wanted[row] and flown.reaches[row] and looks.count[row] == 0:
            looks.count[row] = fill_looks(flight_of(flown, row), world, looks.rows[row])


@law
def watch_rows(sensors, n, flown, looks, cue_s, world, spare, seen):
    """Fill when sensor n, cued at a time of each flight's own, sees each flight that has looks.

    `spare` is room to work in; `seen` holds starts, ends (pair, MAX_SIGHTINGS) and counts (pair).
    """
    flown, looks, cue_s = uncounted(flown), uncounted(looks), uncounted(cue_s)
    sensor, spare, seen = sensors[n], uncounted(spare), uncounted(seen)
    for row in range(len(flown.reaches)):
        seen.counts[row] = 0
        if looks.count[row] > 0:
            flight, intervals = flight_of(flown, row), (seen.starts[row], seen.ends[row])
            rows = looks.rows[row, :, : looks.count[row]]
            count = look_at_flight(sensor, flight, rows, cue_s[row], world, spare, intervals)
            seen.counts[row] = reported(sensor, seen.starts[row], seen.ends[row], count)


@law
def first_track_s(sensor, flight, looks, world, spare, intervals):
    """Return when a sensor, looking alone, has a firm track of its first sighting or reports it [s]; else infinity."""
    starts, ends = intervals
    count = reported(
        sensor, starts, ends, look_at_flight(sensor, flight, looks, math.inf, world, spare, intervals)
    )
    firm_s = starts[0] + sensor.track_time_s
    return firm_s if count > 0 and firm_s < ends[0] else math.inf


@law
def may_see_before(sensor, looks, until_s, world, spare):
    """Return whether a radar alone may begin to see a flight before a time; False is certain."""
    count, most = BOOST_SEGMENTS + 1, looks.shape[1]
    while count < most and looks[0, count - 1] < until_s:
        count += 1
    count = min(count + 1, most)  # one more, for the glimpse between the last two
    fill_visibility(sensor, looks[:, :count], math.inf, world, spare)
    for k in range(count):
        if spare[k] >= 0.0 or (BOOST_SEGMENTS < k < count - 1 and may_rise(spare, k)):
            return True
    return False


@law
def warn_rows(sensors, n, flown, looks, warned_s, world, room, track_s):
    """Fill when sensor n alone has a firm track of each flight that has looks, or reports it [s].

    Infinity where it has none or only after a time of each flight's own, up to which a radar is asked. `room` is room
    for looks, and for starts and ends of sightings.
    """
    flown, looks, warned_s, room = uncounted(flown), uncounted(looks), uncounted(warned_s), uncounted(room)
    sensor, (spare, starts, ends), track_s = sensors[n], room, uncounted(track_s)
    most = len(starts) if sensor.infrared == 1 else 1
    for row in range(len(flown.reaches)):
        track_s[row] = math.inf
        if looks.count[row] > 0:
            flight, rows = flight_of(flown, row), looks.rows[row, :, : looks.count[row]]
            until_s = warned_s[row] - sensor.track_time_s
            if sensor.infrared == 1 or may_see_before(sensor, rows, until_s, world, spare):
                firm_s = first_track_s(sensor, flight, rows, world, spare, (starts[:most], ends[:most]))
                track_s[row] = firm_s if firm_s < warned_s[row] else math.inf


def sees_further_when_cued(sensor: Any) -> bool:
    """Return whether a radar has a longer range where the network tells it where to look."""
    return bool((sensor["cued_range_m"] > sensor["search_range_m"]).any())
