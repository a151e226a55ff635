"""Room 4, reach: whether and when an interceptor can meet the flight, how often, and by what margin."""

from __future__ import annotations

import math

from equipoise.constants import EARTH_MEAN_RADIUS_M
from equipoise.engagement.flyout import azimuth_to, chord_to, direction_and_distance, flight_near_s
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.path import flight_of, height_of, place_at
from equipoise.engagement.tables import BOOST_SEGMENTS, MAX_LOOKS, Duel, Sight
from equipoise.kernels import law

MEETING_TOLERANCE_S = 0.01
PEAK_TOLERANCE_S = 0.2
GOLDEN = 0.381966
NEVER_S = -1.0e9
NEAR_SLACK_M = 100_000.0  # what a body may come nearer between two looks: half of 25 s at 8 km/s

OUT_OF_RANGE = int(Outcome.OUT_OF_RANGE)
NOT_SEEN = int(Outcome.NOT_SEEN)
OUT_OF_REACH = int(Outcome.OUT_OF_REACH)
SEEN_TOO_LATE = int(Outcome.SEEN_TOO_LATE)
TOO_LOW = int(Outcome.TOO_LOW)
TOO_HIGH = int(Outcome.TOO_HIGH)
NO_SUPPORT = int(Outcome.NO_SUPPORT)
ENGAGED = int(Outcome.ENGAGED)


@law
def latest_launch_s(duel, time_s, place, height_m, guess_s):
    """Return the last moment to launch for a meeting at a place and time [s]; NaN where it is out of reach.

    `guess_s` is a flight time from which the search in the fly-out table starts; it changes no number.
    """
    battery, tables, n = duel.battery, duel.flyouts, duel.battery.flyout
    site = (battery.x_m, battery.y_m, battery.z_m)
    chord_m = chord_to(place[0], place[1], place[2], site)
    direction, distance_m = direction_and_distance(chord_m, height_m)
    if distance_m > battery.longest_m:
        return math.nan
    azimuth_rad = azimuth_to(place[0], place[1], place[2], site, battery.east, battery.north)
    return time_s - flight_near_s(
        tables.reach_m[n],
        tables.burn_time_s[n],
        tables.time_step_s[n],
        (azimuth_rad, direction, distance_m),
        guess_s,
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
def judged_near(duel, time_s, guess_s):
    """Return (latest launch, gate) of a meeting at any time of a flight."""
    place = place_at(duel.flight, time_s)
    height_m = height_of(place, duel.world)
    gate = verdict_on(duel.battery, height_m, supported(duel, time_s))
    return latest_launch_s(duel, time_s, place, height_m, guess_s), gate


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
def edges_between(duel, looks, edges):
    """Fill the moments of the coast at which a gate opens or closes, ascending; return how many."""
    battery, sight = duel.battery, duel.sight
    found, count = 0, looks.shape[1]
    for k in range(BOOST_SEGMENTS, count - 1):
        low, high = min(looks[4, k], looks[4, k + 1]), max(looks[4, k], looks[4, k + 1])
        for edge_m in (battery.minimum_altitude_m, battery.maximum_altitude_m):
            if low < edge_m <= high:
                edge_s = crossing_s(duel.flight, looks[0, k], looks[0, k + 1], edge_m, duel.world)
                found = insert_time(edges, found, edge_s)
                found = insert_time(edges, found, edge_s + MEETING_TOLERANCE_S)
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
def judge_meetings(duel, looks, edges, from_s, meetings, best):
    """Fill time, latest launch and gate of every look of the coast and every edge, ascending; return how many.

    Looks before `from_s` are left out.
    """
    best[:] = NEVER_S
    total, edge, found = 0, 0, len(edges)
    guess_s = duel.flyouts.burn_time_s[duel.battery.flyout]
    for k in range(BOOST_SEGMENTS, looks.shape[1]):
        time_s = looks[0, k]
        if time_s < from_s and k + 1 < looks.shape[1] and looks[0, k + 1] < from_s:
            while edge < found and edges[edge] <= time_s:
                edge += 1
            continue
        while edge < found and edges[edge] <= time_s:
            launch_s, gate = judged_near(duel, edges[edge], guess_s)
            note_meeting(meetings[total], edges[edge], launch_s, gate, best)
            edge += 1
            total += 1
        place = (looks[1, k], looks[2, k], looks[3, k])
        gate = verdict_on(duel.battery, looks[4, k], supported(duel, time_s))
        launch_s = latest_launch_s(duel, time_s, place, looks[4, k], guess_s)
        guess_s = guess_s if math.isnan(launch_s) else time_s - launch_s
        note_meeting(meetings[total], time_s, launch_s, gate, best)
        total += 1
    return total


@law
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


@law
def first_meeting_s(duel, meetings, count, after_s, ready_s):
    """Return (meeting, latest launch) of the earliest possible meeting for an interceptor ready at a time.

    (NaN, NaN) where there is none after `after_s`. Inside one opening the launch is interpolated (Illinois rule);
    across the rim of an opening the time is halved.
    """
    for k in range(count):
        if meetings[k, 0] <= after_s or meetings[k, 2] != ENGAGED or meetings[k, 1] < ready_s:
            continue
        late_s, launch_s = meetings[k, 0], meetings[k, 1]
        if k == 0:
            return late_s, launch_s
        early_s, early_launch_s = meetings[k - 1, 0], meetings[k - 1, 1]
        if meetings[k - 1, 2] != ENGAGED:
            early_launch_s = NEVER_S
        if early_s < after_s:
            early_s = after_s
            early_launch_s = open_launch_s(duel, after_s, after_s - launch_s)
            if early_launch_s >= ready_s:
                return after_s, early_launch_s
        return earliest_between(duel, (early_s, early_launch_s), (late_s, launch_s), ready_s)
    return math.nan, math.nan


@law
def earliest_between(duel, early, late, ready_s):
    """Return (meeting, latest launch) of the earliest meeting between an impossible and a possible one."""
    (early_s, early_launch_s), (late_s, launch_s) = early, late
    early_weight, late_weight = early_launch_s - ready_s, launch_s - ready_s
    while late_s - early_s > MEETING_TOLERANCE_S:
        part = 0.5
        if early_launch_s > NEVER_S:
            part = min(max(early_weight / (early_weight - late_weight), 0.001), 0.999)
        try_s = early_s + part * (late_s - early_s)
        try_launch_s = open_launch_s(duel, try_s, try_s - launch_s)
        if try_launch_s >= ready_s:
            late_s, launch_s, late_weight, early_weight = (
                try_s,
                try_launch_s,
                try_launch_s - ready_s,
                0.5 * early_weight,
            )
            if late_weight < MEETING_TOLERANCE_S:
                break
        else:
            early_s, early_launch_s = try_s, try_launch_s
            early_weight, late_weight = try_launch_s - ready_s, 0.5 * late_weight
    return late_s, launch_s


@law
def outcome_without_shot(best, commit_s):
    """Return why there is no shot: the gate that stands nearest to an intercept."""
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
def comes_near(battery, looks, count):
    """Return whether any look of the coast may lie within the interceptor's longest reach.

    The straight distance is never more than the flattened one stretched by the root of the greatest radius over
    the mean one, so a flight that fails this test is out of reach for certain.
    """
    nearest_squared, highest_m = math.inf, 0.0
    for k in range(BOOST_SEGMENTS, count):
        dx, dy, dz = looks[1, k] - battery.x_m, looks[2, k] - battery.y_m, looks[3, k] - battery.z_m
        nearest_squared = min(nearest_squared, dx * dx + dy * dy + dz * dz)
        highest_m = max(highest_m, looks[4, k])
    stretch = 1.01 * (1.0 + highest_m / EARTH_MEAN_RADIUS_M)
    slack_m = NEAR_SLACK_M + battery.longest_m
    return nearest_squared <= stretch * slack_m * slack_m


@law
def reach_pair(duel, looks, commit_s, room, launches, hits):
    """Return (outcome, looks, margin_s) of one battery against one flight; fill launches and hits.

    A meeting before the interceptor's burnout is impossible, so those are judged only where no shot is found, to
    tell why.
    """
    edges, meetings, best = room
    edges = edges[: edges_between(duel, looks, edges)]
    burnout_s = commit_s + duel.flyouts.burn_time_s[duel.battery.flyout]
    total = judge_meetings(duel, looks, edges, burnout_s, meetings, best)
    if best[ENGAGED] < commit_s:
        total = judge_meetings(duel, looks, edges, NEVER_S, meetings, best)
    margin_s = math.nan
    if best[ENGAGED] > NEVER_S:
        peak_s, peak_launch_s = peak_meeting(duel, meetings, total)
        total = insert_meeting(meetings, total, peak_s, peak_launch_s)
        margin_s = peak_launch_s - commit_s
    shots = look_shoot_look(duel, meetings, total, commit_s, launches, hits)
    if shots > 0:
        return ENGAGED, shots, margin_s
    return outcome_without_shot(best, commit_s), 0, margin_s


@law
def ever_seen_by(helpers, counts):
    """Return whether any sensor of a list saw the flight at all."""
    for n in range(len(helpers)):
        if helpers[n] == 1 and counts[n] > 0:
            return True
    return False


@law
def reach_rows(defence, flown, looks, seen, committed, room, found):
    """Fill outcome, looks, margin, launch and intercept times of every flight and battery of a chunk."""
    for row in range(len(flown.reaches)):
        found.outcome[row, :], found.looks[row, :], found.margin_s[row, :] = OUT_OF_RANGE, 0, math.nan
        if not flown.reaches[row]:
            continue
        flight = flight_of(flown, row)
        sight = Sight(seen.starts[row], seen.ends[row], seen.counts[row])
        for b in range(len(defence.batteries)):
            commit_s = committed.time_s[row, b]
            like = defence.batteries[b].same_as
            if like < b:
                found.outcome[row, b], found.looks[row, b] = found.outcome[row, like], found.looks[row, like]
                found.margin_s[row, b] = found.margin_s[row, like]
                found.launch_s[row, b], found.hit_s[row, b] = (
                    found.launch_s[row, like],
                    found.hit_s[row, like],
                )
                continue
            if math.isnan(commit_s):
                ever = ever_seen_by(defence.may_launch_on[b], sight.counts)
                found.outcome[row, b] = SEEN_TOO_LATE if ever else NOT_SEEN
                continue
            if not comes_near(defence.batteries[b], looks.rows[row], looks.count[row]):
                found.outcome[row, b] = OUT_OF_REACH
                continue
            duel = Duel(
                defence.batteries[b], defence.flyouts, flight, sight, defence.may_support[b], defence.world
            )
            found.outcome[row, b], found.looks[row, b], found.margin_s[row, b] = reach_pair(
                duel,
                looks.rows[row, :, : looks.count[row]],
                commit_s,
                room,
                found.launch_s[row, b],
                found.hit_s[row, b],
            )
