"""Judging meetings: at which moments of a flight an interceptor could meet it, and how late it may then be launched."""

from __future__ import annotations

import math

from equipoise.engagement.flyout import TOO_CLOSE, azimuth_to, chord_to, direction_and_distance
from equipoise.engagement.fronts import (
    FLIGHT,
    HEIGHT,
    IS_LOOK,
    ROOM,
    TIME,
    X,
    Y,
    Z,
    corner_at,
    fill_flights,
    flight_near_s,
)
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.path import height_of, place_at
from equipoise.engagement.roots import narrowed, next_try_s, outward_s
from equipoise.engagement.tables import BOOST_SEGMENTS
from equipoise.kernels import inlined_law, law

MEETING_TOLERANCE_S = 0.01
ROOT_TOLERANCE_S = 0.002
GOLDEN = 0.381966
PEAK_TOLERANCE_S = 0.2
RIM_DEPTH_S = 0.25
NEVER_S = -1.0e9

TOO_LOW = int(Outcome.TOO_LOW)
TOO_HIGH = int(Outcome.TOO_HIGH)
NO_SUPPORT = int(Outcome.NO_SUPPORT)
ENGAGED = int(Outcome.ENGAGED)


@inlined_law
def target_of(battery, place, height_m):
    """Return azimuth [rad], direction and distance [m] of a place as a battery's fly-out table has them."""
    site = (battery.x_m, battery.y_m, battery.z_m)
    direction, distance_m = direction_and_distance(chord_to(place[0], place[1], place[2], site), height_m)
    azimuth_rad = azimuth_to(place[0], place[1], place[2], site, battery.east, battery.north)
    return azimuth_rad, direction, distance_m


@inlined_law
def flight_to_s(duel, place, height_m, guess_s):
    """Return the shortest flight time to a place [s]; NaN where it is too far, TOO_CLOSE where it is too near.

    `guess_s` is a flight time from which the search in the fly-out table starts; it changes no number.
    """
    tables, n = duel.flyouts, duel.battery.flyout
    front = (tables.reach_m[n], tables.nearest_m[n], tables.furthest_m[n])
    target = target_of(duel.battery, place, height_m)
    return flight_near_s(front, tables.burn_time_s[n], tables.time_step_s[n], target, guess_s)


@inlined_law
def launch_for(time_s, flight_s):
    """Return the last moment to launch for a meeting [s]; NaN where there is no flight."""
    return time_s - flight_s if flight_s > 0.0 else math.nan


@inlined_law
def room_before_burnout_m(duel, time_s):
    """Return how much further the body is than any interceptor's burnout in its direction [m]; negative: too close."""
    battery, nearest_m = duel.battery, duel.flyouts.nearest_m[duel.battery.flyout]
    place = place_at(duel.flight, time_s)
    azimuth_rad, direction, distance_m = target_of(battery, place, height_of(place, duel.world))
    return distance_m - corner_at(nearest_m, azimuth_rad, direction)


@law
def rim_s(duel, early, late):
    """Return a moment just outside the rim of the region that is too close, between two moments [s].

    Each is (time, how much further than any burnout [m]). A quarter of a second outside, where the table mixes only
    directions that flights really reach.
    """
    (early_s, early_m), (late_s, late_m) = early, late
    early_close = early_m < 0.0
    bracket, tries = (early_s, early_m, late_s, late_m, 0), 0
    while bracket[2] - bracket[0] > ROOT_TOLERANCE_S:
        try_s = next_try_s(bracket, tries, ROOT_TOLERANCE_S)
        try_m = room_before_burnout_m(duel, try_s)
        bracket, tries = narrowed(bracket, try_s, try_m, (try_m < 0.0) == early_close), tries + 1
    if early_close:
        return min(outward_s(early_s, late_s, bracket[2], MEETING_TOLERANCE_S) + RIM_DEPTH_S, late_s)
    return max(outward_s(late_s, early_s, bracket[0], MEETING_TOLERANCE_S) - RIM_DEPTH_S, early_s)


@inlined_law
def supported(duel, time_s):
    """Return whether any sensor that may support the battery sees the flight at a time."""
    sight = duel.sight
    for n in range(len(duel.helpers)):
        if duel.helpers[n] == 1:
            for k in range(sight.counts[n]):
                if sight.starts[n, k] <= time_s <= sight.ends[n, k]:
                    return True
    return False


@inlined_law
def verdict_on(battery, height_m, is_supported):
    """Return which gate stands before a meeting at a height: TOO_LOW, TOO_HIGH, NO_SUPPORT, or ENGAGED for none."""
    if height_m < battery.minimum_altitude_m:
        return TOO_LOW
    if height_m > battery.maximum_altitude_m:
        return TOO_HIGH
    return ENGAGED if is_supported else NO_SUPPORT


@inlined_law
def judged_near(duel, time_s, guess_s):
    """Return (latest launch, gate) of a meeting at any time of a flight."""
    place = place_at(duel.flight, time_s)
    height_m = height_of(place, duel.world)
    gate = verdict_on(duel.battery, height_m, supported(duel, time_s))
    return launch_for(time_s, flight_to_s(duel, place, height_m, guess_s)), gate


@law
def judged(duel, time_s):
    """Return (latest launch, gate) of a meeting at any time of a flight, searched for from scratch."""
    return judged_near(duel, time_s, duel.flyouts.burn_time_s[duel.battery.flyout])


@law
def insert_time(edges, count, time_s):
    """Insert a time in an ascending list and return the new count; a full list stays as it is."""
    if count == len(edges):
        return count
    k = count
    while k > 0 and edges[k - 1] > time_s:
        edges[k] = edges[k - 1]
        k -= 1
    edges[k] = time_s
    return count + 1


@inlined_law
def above_m(flight, time_s, height_m, world):
    """Return how far a flight is above a height at a time [m]."""
    return height_of(place_at(flight, time_s), world) - height_m


@law
def crossing_s(flight, early, late, height_m, world):
    """Return the last moment on one side of a height and the first on the other, as good as one [s].

    Between two looks, each (time, height), on different sides of it. A gate may stand open for a few seconds only
    after or before it, so each moment is known to lie on its side.
    """
    (early_s, early_m), (late_s, late_m) = early, late
    bracket, tries = (early_s, early_m - height_m, late_s, late_m - height_m, 0), 0
    while bracket[2] - bracket[0] > ROOT_TOLERANCE_S:
        try_s = next_try_s(bracket, tries, ROOT_TOLERANCE_S)
        try_m = above_m(flight, try_s, height_m, world)
        bracket, tries = narrowed(bracket, try_s, try_m, (try_m >= 0.0) == (early_m >= height_m)), tries + 1
    return bracket[0], bracket[2]


@law
def edges_between(duel, looks, edges):
    """Fill the moments of the coast at which a gate opens or closes, ascending; return how many."""
    battery, sight = duel.battery, duel.sight
    found, count = 0, looks.shape[1]
    for k in range(BOOST_SEGMENTS, count - 1):
        low, high = min(looks[4, k], looks[4, k + 1]), max(looks[4, k], looks[4, k + 1])
        for edge_m in (battery.minimum_altitude_m, battery.maximum_altitude_m):
            if low < edge_m <= high:
                early, late = (looks[0, k], looks[4, k]), (looks[0, k + 1], looks[4, k + 1])
                for edge_s in crossing_s(duel.flight, early, late, edge_m, duel.world):
                    found = insert_time(edges, found, edge_s)
    for n in range(len(duel.helpers)):
        if duel.helpers[n] == 1:
            for k in range(sight.counts[n]):
                for edge_s in (sight.starts[n, k], sight.ends[n, k]):
                    if looks[0, BOOST_SEGMENTS] < edge_s < looks[0, count - 1]:
                        found = insert_time(edges, found, edge_s)
    return found


@law
def note_meeting(meeting, time_s, launch_s, gate, best):
    """Write one judged meeting, and raise the latest launch behind its gate."""
    launch_s = NEVER_S if math.isnan(launch_s) else launch_s
    meeting[0], meeting[1], meeting[2] = time_s, launch_s, gate
    best[gate] = max(best[gate], launch_s)


@law
def add_moment(lanes, cells, count, time_s, place, height_m):
    """Write one moment that is no look and return the new count."""
    lanes[TIME, count], lanes[HEIGHT, count] = time_s, height_m
    lanes[X, count], lanes[Y, count], lanes[Z, count] = place
    cells[IS_LOOK, count] = 0
    return count + 1


@law
def gather_moments(duel, looks, edges, from_s, lanes, cells):
    """Fill time, place and height of every look of the coast and every edge, ascending; return how many.

    Looks before `from_s` are left out, but for the last of them.
    """
    first, last = BOOST_SEGMENTS, looks.shape[1]
    while first + 1 < last and looks[0, first + 1] < from_s:
        first += 1
    count, edge, found = 0, 0, len(edges)
    while first > BOOST_SEGMENTS and edge < found and edges[edge] <= looks[0, first - 1]:
        edge += 1
    for k in range(first, last):
        while edge < found and edges[edge] <= looks[0, k]:
            place = place_at(duel.flight, edges[edge])
            count = add_moment(lanes, cells, count, edges[edge], place, height_of(place, duel.world))
            edge += 1
        for n in range(5):
            lanes[n, count] = looks[n, k]
        cells[IS_LOOK, count] = 1
        count += 1
    return count


@law
def judge_meetings(duel, looks, edges, from_s, room):
    """Fill time, latest launch and gate of every look of the coast and every edge, ascending; return how many.

    Looks before `from_s` are left out.
    """
    meetings, best, lanes, cells = room
    tables, n = duel.flyouts, duel.battery.flyout
    count = gather_moments(duel, looks, edges, from_s, lanes, cells)
    front = (tables.reach_m[n], tables.nearest_m[n], tables.furthest_m[n])
    clock = (tables.burn_time_s[n], tables.time_step_s[n])
    fill_flights(lanes, cells, count, duel.battery, front, clock)
    best[:] = NEVER_S
    total, before = 0, -1
    for k in range(count):
        time_s, flight_s = lanes[TIME, k], lanes[FLIGHT, k]
        gate = verdict_on(duel.battery, lanes[HEIGHT, k], supported(duel, time_s))
        note_meeting(meetings[total], time_s, launch_for(time_s, flight_s), gate, best)
        total += 1
        if cells[IS_LOOK, k] == 1:
            crossed = before >= 0 and (lanes[FLIGHT, before] == TOO_CLOSE) != (flight_s == TOO_CLOSE)
            if crossed and total < len(meetings) - 1:
                total = add_rim(duel, edge_of(lanes, before), edge_of(lanes, k), meetings, total, best)
            before = k
    return total


@law
def edge_of(lanes, k):
    """Return time and room before burnout of a moment."""
    return lanes[TIME, k], lanes[ROOM, k]


@law
def add_rim(duel, early, late, meetings, total, best):
    """Judge the meeting at the rim of the region that is too close, between two looks; return the new count."""
    time_s = rim_s(duel, early, late)
    launch_s, gate = judged(duel, time_s)
    k = total
    while k > 0 and meetings[k - 1, 0] > time_s:
        meetings[k, 0], meetings[k, 1], meetings[k, 2] = (
            meetings[k - 1, 0],
            meetings[k - 1, 1],
            meetings[k - 1, 2],
        )
        k -= 1
    note_meeting(meetings[k], time_s, launch_s, gate, best)
    return total + 1


@inlined_law
def open_launch_s(duel, time_s, guess_s):
    """Return the latest launch of a meeting whose gate is open, NEVER_S otherwise [s]."""
    launch_s, gate = judged_near(duel, time_s, guess_s)
    return launch_s if gate == ENGAGED and not math.isnan(launch_s) else NEVER_S


@law
def peak_meeting(duel, meetings, count):
    """Return (time, latest launch) of the open meeting that leaves most time; (NaN, NEVER_S) where none is open.

    The best look is bracketed by its neighbours, and the top sought by golden sections: it may be a kink, where
    the lowest flights of the fan no longer reach, or the rim of an opening.
    """
    best = -1
    for k in range(count):
        if meetings[k, 2] == ENGAGED and (best < 0 or meetings[k, 1] > meetings[best, 1]):
            best = k
    if best < 0 or meetings[best, 1] == NEVER_S:
        return math.nan, NEVER_S
    top_s, launch_s = meetings[best, 0], meetings[best, 1]
    early_s, late_s = meetings[max(best - 1, 0), 0], meetings[min(best + 1, count - 1), 0]
    while late_s - early_s > PEAK_TOLERANCE_S:
        before = top_s - early_s > late_s - top_s
        try_s = top_s - GOLDEN * (top_s - early_s) if before else top_s + GOLDEN * (late_s - top_s)
        try_launch_s = open_launch_s(duel, try_s, try_s - launch_s)
        if try_launch_s > launch_s:
            early_s, late_s = (early_s, top_s) if before else (top_s, late_s)
            top_s, launch_s = try_s, try_launch_s
        elif before:
            early_s = try_s
        else:
            late_s = try_s
    return top_s, launch_s


@law
def insert_meeting(meetings, count, time_s, launch_s):
    """Insert an open meeting in the ascending table and return the new count."""
    k = count
    while k > 0 and meetings[k - 1, 0] > time_s:
        meetings[k, 0], meetings[k, 1], meetings[k, 2] = (
            meetings[k - 1, 0],
            meetings[k - 1, 1],
            meetings[k - 1, 2],
        )
        k -= 1
    meetings[k, 0], meetings[k, 1], meetings[k, 2] = time_s, launch_s, ENGAGED
    return count + 1
