"""Room 2, see: when each sensor sees each flight."""

from __future__ import annotations

import math

from equipoise.engagement.path import fill_samples, height_of, place_at
from equipoise.engagement.tables import MAX_SIGHTINGS, Flight
from equipoise.kernels import law
from equipoise.physics.earth import line_of_sight_clear

EDGE_TOLERANCE_S = 0.05


@law
def radar_sees(sensor, x, y, z, range_m, world):
    """Return whether a radar with this range on this body sees the point: range, elevation, sector, horizon."""
    dx, dy, dz = x - sensor.x_m, y - sensor.y_m, z - sensor.z_m
    distance_squared = dx * dx + dy * dy + dz * dz
    if distance_squared > range_m * range_m:
        return False
    distance_m = math.sqrt(distance_squared)
    up = dx * sensor.up[0] + dy * sensor.up[1] + dz * sensor.up[2]
    if up < sensor.lowest_sine * distance_m or up > sensor.highest_sine * distance_m:
        return False
    if sensor.sector_cosine > -1.0:
        east = dx * sensor.east[0] + dy * sensor.east[1] + dz * sensor.east[2]
        north = dx * sensor.north[0] + dy * sensor.north[1] + dz * sensor.north[2]
        facing = east * sensor.boresight_east + north * sensor.boresight_north
        if facing < sensor.sector_cosine * math.sqrt(east * east + north * north):
            return False
    if sensor.lowest_sine < 0.0 and up < 0.0:
        return line_of_sight_clear(
            sensor.x_m, sensor.y_m, sensor.z_m, x, y, z, world.equatorial_radius_m, world.flattening
        )
    return True


@law
def satellite_sees(sensor, x, y, z, height_m, world):
    """Return whether a satellite sees a burning stage at the point: above the clouds, Earth not between."""
    if height_m < sensor.cloud_top_m:
        return False
    return line_of_sight_clear(
        sensor.x_m, sensor.y_m, sensor.z_m, x, y, z, world.equatorial_radius_m, world.flattening
    )


@law
def sees(sensor, time_s, place, height_m, burnout_s, cue_s, world):
    """Return whether a sensor sees a body at a place and time; `cue_s` is when the network can point it."""
    burning = time_s < burnout_s
    if sensor.infrared == 1:
        return burning and satellite_sees(sensor, place[0], place[1], place[2], height_m, world)
    phase = 0 if burning else 1
    range_m = sensor.cued_range_m[phase] if time_s >= cue_s else sensor.search_range_m[phase]
    return radar_sees(sensor, place[0], place[1], place[2], range_m, world)


@law
def edge_s(sensor, flight, early_s, late_s, seen_late, cue_s, world):
    """Return when a sensor begins or ends to see a flight between two looks that differ [s]."""
    while late_s - early_s > EDGE_TOLERANCE_S:
        middle_s = 0.5 * (early_s + late_s)
        place = place_at(flight, middle_s)
        if (
            sees(sensor, middle_s, place, height_of(place, world), flight.burnout_s, cue_s, world)
            == seen_late
        ):
            late_s = middle_s
        else:
            early_s = middle_s
    return late_s if seen_late else early_s


@law
def look_at_flight(sensor, flight, samples, cue_s, world, starts, ends):
    """Fill the intervals in which one sensor sees one flight and return their number."""
    count = 0
    seen_before = False
    for k in range(samples.shape[0]):
        time_s = samples[k, 0]
        place = (samples[k, 1], samples[k, 2], samples[k, 3])
        seen = sees(sensor, time_s, place, samples[k, 4], flight.burnout_s, cue_s, world)
        if seen == seen_before:
            continue
        change_s = time_s
        if k > 0:
            change_s = edge_s(sensor, flight, samples[k - 1, 0], time_s, seen, cue_s, world)
        if seen and count < MAX_SIGHTINGS:
            starts[count], ends[count] = change_s, flight.impact_s
            count += 1
        elif not seen:
            ends[count - 1] = change_s
        seen_before = seen
    return count


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
def see_pair(sensors, flight, samples, world, starts, ends, counts):
    """Fill the sightings of one flight by all sensors.

    First every sensor looks alone; the earliest report or track is the cue with which radars that see further
    when pointed look again.
    """
    cue_s = math.inf
    for n in range(len(sensors)):
        sensor = sensors[n]
        seen = look_at_flight(sensor, flight, samples, math.inf, world, starts[n], ends[n])
        counts[n] = reported(sensor, starts[n], ends[n], seen)
        if counts[n] > 0 and starts[n, 0] + sensor.track_time_s < ends[n, 0]:
            cue_s = min(cue_s, starts[n, 0] + sensor.track_time_s)
    for n in range(len(sensors)):
        sensor = sensors[n]
        if (
            sensor.cued_range_m[1] > sensor.search_range_m[1]
            or sensor.cued_range_m[0] > sensor.search_range_m[0]
        ):
            counts[n] = look_at_flight(sensor, flight, samples, cue_s, world, starts[n], ends[n])


@law
def see_rows(sensors, flown, world, samples, seen):
    """Fill the sightings of every flight of a chunk; `samples` is room to work in."""
    for row in range(len(flown.reaches)):
        seen.counts[row] = 0
        if flown.reaches[row]:
            flight = Flight(flown.nodes[row], flown.times[row, 0], flown.times[row, 1])
            fill_samples(flight, world, samples)
            see_pair(sensors, flight, samples, world, seen.starts[row], seen.ends[row], seen.counts[row])
