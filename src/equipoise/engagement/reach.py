"""Room 4, reach: whether and when an interceptor can meet the flight, how often, and by what margin."""

from __future__ import annotations

import math

from equipoise.engagement.flyout import azimuth_to, direction_and_distance, flattened, shortest_flight_s
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.path import fill_samples, height_of, place_at
from equipoise.engagement.tables import BOOST_SEGMENTS, MAX_LOOKS, Duel, Flight, Sight
from equipoise.kernels import law

MEETING_TOLERANCE_S = 0.01
NEVER_S = -1.0e9

OUT_OF_RANGE = int(Outcome.OUT_OF_RANGE)
NOT_SEEN = int(Outcome.NOT_SEEN)
OUT_OF_REACH = int(Outcome.OUT_OF_REACH)
SEEN_TOO_LATE = int(Outcome.SEEN_TOO_LATE)
TOO_LOW = int(Outcome.TOO_LOW)
TOO_HIGH = int(Outcome.TOO_HIGH)
NO_SUPPORT = int(Outcome.NO_SUPPORT)
ENGAGED = int(Outcome.ENGAGED)


@law
def latest_launch_s(duel, time_s, x, y, z):
    """Return the last moment to launch for a meeting at a point and time [s]; NaN where it is out of reach."""
    battery, world, n = duel.battery, duel.world, duel.battery.flyout
    site = (battery.x_m, battery.y_m, battery.z_m)
    chord_m, height_m = flattened(x, y, z, site, world)
    direction, distance_m = direction_and_distance(chord_m, height_m)
    axes = (
        battery.east[0],
        battery.east[1],
        battery.east[2],
        battery.north[0],
        battery.north[1],
        battery.north[2],
    )
    azimuth_rad = azimuth_to(x, y, z, site, axes)
    tables = duel.flyouts
    return time_s - shortest_flight_s(
        tables.reach_m[n], tables.burn_time_s[n], tables.time_step_s[n], azimuth_rad, direction, distance_m
    )


@law
def supported(duel, time_s):
    """Return whether any sensor that may support the battery sees the flight at a time."""
    sight = duel.sight
    for n in range(len(duel.helpers)):
        if duel.helpers[n] == 1:
            for k in range(sight.counts[n]):
                if sight.starts[n, k] <= time_s <= sight.ends[n, k]:
                    return True
    return False


@law
def verdict_on(battery, height_m, is_supported):
    """Return which gate stands before a meeting at a height: TOO_LOW, TOO_HIGH, NO_SUPPORT, or ENGAGED for none."""
    if height_m < battery.minimum_altitude_m:
        return TOO_LOW
    if height_m > battery.maximum_altitude_m:
        return TOO_HIGH
    return ENGAGED if is_supported else NO_SUPPORT


@law
def judged(duel, time_s):
    """Return (latest launch, gate) of a meeting at any time of a flight."""
    place = place_at(duel.flight, time_s)
    gate = verdict_on(duel.battery, height_of(place, duel.world), supported(duel, time_s))
    return latest_launch_s(duel, time_s, place[0], place[1], place[2]), gate


@law
def insert_time(meetings, count, time_s):
    """Insert a time in the ascending first column and return the new count; a full table stays as it is."""
    if count == len(meetings):
        return count
    k = count
    while k > 0 and meetings[k - 1, 0] > time_s:
        meetings[k, 0] = meetings[k - 1, 0]
        k -= 1
    meetings[k, 0] = time_s
    return count + 1


@law
def crossing_s(flight, early_s, late_s, height_m, world):
    """Return when the flight passes a height between two times on different sides of it [s]."""
    early_above = height_of(place_at(flight, early_s), world) > height_m
    while late_s - early_s > MEETING_TOLERANCE_S:
        middle_s = 0.5 * (early_s + late_s)
        if (height_of(place_at(flight, middle_s), world) > height_m) == early_above:
            early_s = middle_s
        else:
            late_s = middle_s
    return early_s


@law
def possible_meetings(duel, samples, meetings):
    """Fill the times worth judging, ascending: the looks of the coast and every edge of a gate; return how many."""
    battery, sight = duel.battery, duel.sight
    first, last = BOOST_SEGMENTS, samples.shape[0] - 1
    count = 0
    for k in range(first, last + 1):
        meetings[count, 0] = samples[k, 0]
        count += 1
    for k in range(first, last):
        low, high = min(samples[k, 4], samples[k + 1, 4]), max(samples[k, 4], samples[k + 1, 4])
        for edge_m in (battery.minimum_altitude_m, battery.maximum_altitude_m):
            if low < edge_m <= high:
                edge_s = crossing_s(duel.flight, samples[k, 0], samples[k + 1, 0], edge_m, duel.world)
                count = insert_time(meetings, count, edge_s)
                count = insert_time(meetings, count, edge_s + MEETING_TOLERANCE_S)
    for n in range(len(duel.helpers)):
        if duel.helpers[n] == 1:
            for k in range(sight.counts[n]):
                for edge_s in (sight.starts[n, k], sight.ends[n, k]):
                    if samples[first, 0] < edge_s < samples[last, 0]:
                        count = insert_time(meetings, count, edge_s)
    return count


@law
def judge_meetings(duel, meetings, count, best):
    """Fill latest launch (column 1) and gate (column 2) of every meeting; `best` gets the latest launch by gate."""
    best[:] = NEVER_S
    for k in range(count):
        launch_s, gate = judged(duel, meetings[k, 0])
        if math.isnan(launch_s):
            launch_s = NEVER_S
        meetings[k, 1], meetings[k, 2] = launch_s, gate
        best[gate] = max(best[gate], launch_s)


@law
def peak_launch_s(duel, meetings, count):
    """Return the latest launch of all open meetings [s], refined between the looks around the best one."""
    top, top_s = -1, NEVER_S
    for k in range(count):
        if meetings[k, 2] == ENGAGED and meetings[k, 1] > top_s:
            top, top_s = k, meetings[k, 1]
    if top < 0:
        return NEVER_S
    early_s, late_s = meetings[max(top - 1, 0), 0], meetings[min(top + 1, count - 1), 0]
    for _ in range(12):
        third_s = (late_s - early_s) / 3.0
        left_s, left_gate = judged(duel, early_s + third_s)
        right_s, right_gate = judged(duel, late_s - third_s)
        left_s = left_s if left_gate == ENGAGED and not math.isnan(left_s) else NEVER_S
        right_s = right_s if right_gate == ENGAGED and not math.isnan(right_s) else NEVER_S
        top_s = max(top_s, left_s, right_s)
        if left_s > right_s:
            late_s -= third_s
        else:
            early_s += third_s
    return top_s


@law
def first_meeting_s(duel, meetings, count, after_s, ready_s):
    """Return (meeting, latest launch) of the earliest possible meeting for an interceptor ready at a time.

    (NaN, NaN) where there is none after `after_s`.
    """
    for k in range(count):
        if meetings[k, 0] <= after_s or meetings[k, 2] != ENGAGED or meetings[k, 1] < ready_s:
            continue
        late_s, launch_s = meetings[k, 0], meetings[k, 1]
        early_s = max(after_s, meetings[k - 1, 0]) if k > 0 else late_s
        while late_s - early_s > MEETING_TOLERANCE_S:
            middle_s = 0.5 * (early_s + late_s)
            middle_launch_s, gate = judged(duel, middle_s)
            if gate == ENGAGED and middle_launch_s >= ready_s:
                late_s, launch_s = middle_s, middle_launch_s
            else:
                early_s = middle_s
        return late_s, launch_s
    return math.nan, math.nan


@law
def outcome_without_shot(best, commit_s, ever_seen):
    """Return why there is no shot: the gate that stands nearest to an intercept."""
    if math.isnan(commit_s):
        return SEEN_TOO_LATE if ever_seen else NOT_SEEN
    for gate in (NO_SUPPORT, TOO_HIGH, TOO_LOW):
        if best[gate] >= commit_s:
            return gate
    if max(best[NO_SUPPORT], best[ENGAGED]) > NEVER_S:
        return SEEN_TOO_LATE
    return OUT_OF_REACH


@law
def look_shoot_look(duel, meetings, count, commit_s, launches, hits):
    """Fill launch and intercept time of each look and return how many looks the flight and the magazine allow."""
    looks = 0
    ready_s, after_s = commit_s, NEVER_S
    while looks < MAX_LOOKS and (looks + 1) * duel.battery.shots_per_look <= duel.battery.magazine:
        meeting_s, launch_s = first_meeting_s(duel, meetings, count, after_s, ready_s)
        if math.isnan(meeting_s):
            break
        launches[looks], hits[looks] = launch_s, meeting_s
        looks += 1
        ready_s, after_s = meeting_s + duel.battery.assessment_time_s, meeting_s
    return looks


@law
def reach_pair(duel, samples, commit_s, ever_seen, meetings, best, launches, hits):
    """Return (outcome, looks, margin_s) of one battery against one flight; fill launches and hits."""
    count = possible_meetings(duel, samples, meetings)
    judge_meetings(duel, meetings, count, best)
    if math.isnan(commit_s):
        return outcome_without_shot(best, commit_s, ever_seen), 0, math.nan
    margin_s = math.nan
    if best[ENGAGED] > NEVER_S:
        margin_s = peak_launch_s(duel, meetings, count) - commit_s
    looks = look_shoot_look(duel, meetings, count, commit_s, launches, hits)
    if looks > 0:
        return ENGAGED, looks, margin_s
    return outcome_without_shot(best, commit_s, ever_seen), 0, margin_s


@law
def ever_seen_by(helpers, counts):
    """Return whether any sensor of a list saw the flight at all."""
    for n in range(len(helpers)):
        if helpers[n] == 1 and counts[n] > 0:
            return True
    return False


@law
def reach_rows(defence, flown, seen, committed, rooms, found):
    """Fill outcome, looks, margin, launch and intercept times of every flight and battery of a chunk."""
    meetings, best, samples = rooms
    for row in range(len(flown.reaches)):
        if not flown.reaches[row]:
            found.outcome[row, :], found.looks[row, :], found.margin_s[row, :] = OUT_OF_RANGE, 0, math.nan
            continue
        flight = Flight(flown.nodes[row], flown.times[row, 0], flown.times[row, 1])
        sight = Sight(seen.starts[row], seen.ends[row], seen.counts[row])
        fill_samples(flight, defence.world, samples)
        for b in range(len(defence.batteries)):
            duel = Duel(
                defence.batteries[b], defence.flyouts, flight, sight, defence.may_support[b], defence.world
            )
            ever_seen = ever_seen_by(defence.may_launch_on[b], sight.counts)
            found.outcome[row, b], found.looks[row, b], found.margin_s[row, b] = reach_pair(
                duel,
                samples,
                committed.time_s[row, b],
                ever_seen,
                meetings,
                best,
                found.launch_s[row, b],
                found.hit_s[row, b],
            )
