"""Room 2, see: when each sensor sees each flight."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from equipoise.engagement.abreast import LANES
from equipoise.engagement.edges import Edges, find_edges, put_edge, room_for_edges
from equipoise.engagement.path import VECTOR, fill_looks, flight_of, whole_vectors
from equipoise.engagement.sensing import (
    Eye,
    eye_of,
    radar_visibility_m,
    range_at_m,
    satellite_visibility_m,
    visibility_at,
)
from equipoise.engagement.tables import BOOST_SEGMENTS, Flight, Seen
from equipoise.kernels import inlined_law, law, uncounted
from equipoise.physics.world import World

GLIMPSE_ROUNDS = 12  # 50 s of looks shrink to 0.4 s


class Watch(NamedTuple):
    """Room to look at one flight, and for edges that are still to be found."""

    spare: Any  # by how much each look is seen [m]
    changes: Any  # numbers of looks
    edges: Edges


class Gaze(NamedTuple):
    """One sensor before one flight: its looks, how many of them count, and when the sensor is cued."""

    eye: Eye
    flight: Flight
    looks: Any
    count: Any
    cue_s: Any
    row: Any
    world: World


def room_to_watch(looks: int) -> Watch:
    """Return room to look at flights of so many looks."""
    return Watch(np.zeros(looks + VECTOR), np.zeros(looks, dtype=np.int64), room_for_edges())


@inlined_law
def may_rise(before, here, after):
    """Return whether a look, itself unseen, is so near to being seen that a moment beside it may be seen [m].

    It must be nearer than its neighbours, and the slopes to them must be able to lift it.
    """
    rise = max(here - before, here - after)
    return (here < 0.0) & (here >= before) & (here >= after) & (here + rise >= 0.0)


@law
def glimpse_s(gaze, k):
    """Return a moment near look k in which the sensor sees the flight for less than the time between looks.

    Look k is unseen, yet nearer to being seen than its neighbours: the best moment between them is sought by
    thirds. NaN where it is unseen too.
    """
    eye, flight, looks, _, cue_s, _, world = gaze
    early_s, late_s = looks[0, k - 1], looks[0, k + 1]
    for _ in range(GLIMPSE_ROUNDS):
        third_s = (late_s - early_s) / 3.0
        left = visibility_at(eye, flight, early_s + third_s, cue_s, world)
        right = visibility_at(eye, flight, late_s - third_s, cue_s, world)
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
def fill_visibility(eye, looks, count, cue_s, world, spare):
    """Fill by how much a sensor sees the flight at each of the first looks [m] and return how many count for it.

    Plain loops that are made in lanes, over whole vectors.
    """
    if eye.infrared == 1:
        for k in range(whole_vectors(BOOST_SEGMENTS + 1)):
            spare[k] = satellite_visibility_m(eye, looks[1, k], looks[2, k], looks[3, k], looks[4, k], world)
        return BOOST_SEGMENTS + 1
    for k in range(whole_vectors(count)):
        range_m = range_at_m(eye, k < BOOST_SEGMENTS, looks[0, k] >= cue_s)
        spare[k] = radar_visibility_m(eye, looks[1, k], looks[2, k], looks[3, k], range_m, world)
    return count


@law
def fill_changes(spare, count, changes):
    """Fill the numbers of the looks where seen and unseen change, or beside which a moment may be seen.

    Return how many there are. The first loop marks them in lanes, the second gathers the marks.
    """
    total, found = 0, 0
    for n in range(whole_vectors(count)):
        before, here, after, k = spare[n], spare[n + 1], spare[n + 2], n + 1
        rises = (k > BOOST_SEGMENTS) & (k < count - 1) & may_rise(before, here, after)
        is_change = (k < count) & (((here >= 0.0) != (before >= 0.0)) | rises)
        changes[n] = 1 if is_change else 0
        total += 1 if is_change else 0
    k = 0
    while found < total:
        if changes[k] == 1:
            changes[found] = k + 1
            found += 1
        k += 1
    return total


@inlined_law
def mark(gaze, watch, held, seen, target, k, bracket):
    """Put an edge after look k into the next lane, and find all edges where no lane is free; return how many wait.

    `target` is the number of the sighting and 1 if the edge is its end.
    """
    edges = watch.edges
    edges.rows[held], edges.slots[held], edges.ends[held] = gaze.row, target[0], target[1]
    put_edge(edges, held, gaze.flight, k, bracket, gaze.cue_s)
    if held + 1 < LANES:
        return held + 1
    find_edges(edges, LANES, gaze.eye, gaze.world, seen)
    return 0


@law
def mark_glimpse(gaze, watch, held, seen, found, k):
    """Mark both edges of a sighting that lies beside the unseen look k, if there is one; return (waiting, found)."""
    looks, spare = gaze.looks, watch.spare
    moment_s = glimpse_s(gaze, k)
    if math.isnan(moment_s):
        return held, found
    before = k - 1 if moment_s < looks[0, k] else k
    spare_m = visibility_at(gaze.eye, gaze.flight, moment_s, gaze.cue_s, gaze.world)
    rising = (looks[0, before], spare[before], moment_s, spare_m)
    falling = (moment_s, spare_m, looks[0, before + 1], spare[before + 1])
    held = mark(gaze, watch, held, seen, (found, 0), before, rising)
    held = mark(gaze, watch, held, seen, (found, 1), before, falling)
    return held, found + 1


@inlined_law
def mark_sightings(gaze, watch, held, seen):
    """Count the intervals in which a sensor sees a flight and mark their edges; return how many edges wait."""
    looks, spare, row, found = gaze.looks, watch.spare, gaze.row, 0
    count, most = (
        fill_visibility(gaze.eye, looks, gaze.count, gaze.cue_s, gaze.world, spare),
        seen.starts.shape[1],
    )
    if spare[0] >= 0.0:
        seen.starts[row, 0] = looks[0, 0]
    for n in range(fill_changes(spare, count, watch.changes)):
        if found == most:
            break
        k = watch.changes[n]
        ends = spare[k - 1] >= 0.0
        if ends or spare[k] >= 0.0:
            bracket = (looks[0, k - 1], spare[k - 1], looks[0, k], spare[k])
            held = mark(gaze, watch, held, seen, (found, 1 if ends else 0), k - 1, bracket)
            found += 1 if ends else 0
        else:
            held, found = mark_glimpse(gaze, watch, held, seen, found, k)
    if found < most and spare[count - 1] >= 0.0:
        seen.ends[row, found] = looks[0, count - 1]
        found += 1
    seen.counts[row] = found
    return held


@law
def keep_reported(sensor, seen):
    """Keep those intervals of a satellite whose reports, after a delay, come before their ends; of a radar, all."""
    if sensor.infrared == 0:
        return
    for row in range(len(seen.counts)):
        kept = 0
        for k in range(seen.counts[row]):
            start_s, end_s = seen.starts[row, k] + sensor.detection_delay_s, seen.ends[row, k]
            if start_s < end_s:
                seen.starts[row, kept], seen.ends[row, kept] = start_s, end_s
                kept += 1
        seen.counts[row] = kept


@law
def look_rows(flown, wanted, looks, world):
    """Fill the looks at the wanted flights of a chunk that have none yet."""
    flown, wanted, looks = uncounted(flown), uncounted(wanted), uncounted(looks)
    for row in range(len(flown.reaches)):
        if wanted[row] and flown.reaches[row] and looks.count[row] == 0:
            looks.count[row] = fill_looks(flight_of(flown, row), world, looks.rows[row])


@inlined_law
def may_see_before(gaze, until_s, watch):
    """Return whether a radar alone may begin to see a flight before a time; False is certain."""
    count, most = BOOST_SEGMENTS + 1, gaze.count
    while count < most and gaze.looks[0, count - 1] < until_s:
        count += 1
    count = min(count + 1, most)  # one more, for the glimpse between the last two
    fill_visibility(gaze.eye, gaze.looks, count, math.inf, gaze.world, watch.spare)
    return watch.spare[0] >= 0.0 or fill_changes(watch.spare, count, watch.changes) > 0


@law
def watch_rows(sensors, n, flown, looks, times, world, watch, seen):
    """Fill when sensor n sees each flight that has looks.

    `times` are, for each flight, when the sensor is cued and until when it is asked [s]: a radar that sees nothing
    before that looks no further; infinity asks to the end. `watch` is room to work in; `seen` holds starts, ends
    (pair, MAX_SIGHTINGS) and counts (pair).
    """
    flown, looks, times = uncounted(flown), uncounted(looks), uncounted(times)
    watch, seen = uncounted(watch), uncounted(seen)
    eye, held = eye_of(sensors[n]), 0
    cue_s, until_s = times
    for row in range(len(flown.reaches)):
        seen.counts[row] = 0
        if looks.count[row] > 0:
            flight, rows = flight_of(flown, row), looks.rows[row]
            gaze = Gaze(eye, flight, rows, looks.count[row], cue_s[row], row, world)
            to_the_end = eye.infrared == 1 or until_s[row] == math.inf
            if to_the_end or may_see_before(gaze, until_s[row], watch):
                held = mark_sightings(gaze, watch, held, seen)
    find_edges(watch.edges, held, eye, world, seen)
    keep_reported(sensors[n], seen)


def first_track_s(sensor: Any, seen: Seen, warned_s: np.ndarray) -> np.ndarray:
    """Return when a sensor alone has a firm track of the first time it sees each flight, or reports it [s].

    Infinity where it has none, or only after a warning.
    """
    track_s, rows = np.full(len(warned_s), math.inf), np.flatnonzero(seen.counts > 0)
    if len(rows):
        firm_s = seen.starts[rows, 0] + sensor["track_time_s"]
        good = (firm_s < seen.ends[rows, 0]) & (firm_s < warned_s[rows])
        track_s[rows] = np.where(good, firm_s, math.inf)
    return track_s


def sees_further_when_cued(sensor: Any) -> bool:
    """Return whether a radar has a longer range where the network tells it where to look."""
    return bool((sensor["cued_range_m"] > sensor["search_range_m"]).any())
