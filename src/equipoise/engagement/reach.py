"""Room 4, reach: whether and when an interceptor can meet the flight, how often, and by what margin."""

from __future__ import annotations

import math

from equipoise.constants import EARTH_MEAN_RADIUS_M
from equipoise.engagement.fronts import fill_flights, room_for
from equipoise.engagement.judging import (
    ENGAGED,
    NEVER_S,
    NO_SUPPORT,
    TOO_HIGH,
    TOO_LOW,
    fill_gates,
    flight_to_s,
    gather_moments,
    judge_meetings,
    launch_for,
    open_launch_s,
    verdict_on,
)
from equipoise.engagement.openings import edges_between
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.path import flight_of
from equipoise.engagement.roots import closed_in, curved_try_s
from equipoise.engagement.tables import BOOST_SEGMENTS, MAX_LOOKS, Duel, Sight
from equipoise.engagement.tops import insert_meeting, peak_meeting
from equipoise.kernels import inlined_law, law, uncounted

MEETING_TOLERANCE_S = 0.01
NEAR_SLACK_M = 100_000.0  # what a body may come nearer between two looks: half of 25 s at 8 km/s

OUT_OF_RANGE = int(Outcome.OUT_OF_RANGE)
NOT_SEEN = int(Outcome.NOT_SEEN)
OUT_OF_REACH = int(Outcome.OUT_OF_REACH)
SEEN_TOO_LATE = int(Outcome.SEEN_TOO_LATE)


@inlined_law
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


@inlined_law
def earliest_between(duel, early, late, ready_s):
    """Return (meeting, latest launch) of the earliest meeting between an impossible and a possible one."""
    (early_s, early_launch_s), (late_s, launch_s) = early, late
    meeting_s = late_s
    bracket, tries = (late_s, launch_s - ready_s, early_s, early_launch_s - ready_s, early_s, 0.0), 0
    while abs(bracket[2] - bracket[0]) > MEETING_TOLERANCE_S and launch_s - ready_s > MEETING_TOLERANCE_S:
        try_s = curved_try_s(bracket, tries, MEETING_TOLERANCE_S)
        try_launch_s = open_launch_s(duel, try_s, try_s - launch_s)
        possible = try_launch_s >= ready_s
        bracket = closed_in(bracket, try_s, try_launch_s - ready_s, possible == (bracket[1] >= 0.0))
        tries += 1
        if possible:
            meeting_s, launch_s = try_s, try_launch_s
    return meeting_s, launch_s


@law
def outcome_without_shot(best, commit_s):
    """Return why there is no shot: the gate that stands nearest to an intercept."""
    for gate in (NO_SUPPORT, TOO_HIGH, TOO_LOW):
        if best[gate] >= commit_s:
            return gate
    if max(best[NO_SUPPORT], best[ENGAGED]) > NEVER_S:
        return SEEN_TOO_LATE
    return OUT_OF_REACH


@inlined_law
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


@inlined_law
def comes_near(battery, looks, count):
    """Return whether any look of the coast may lie within the interceptor's longest reach.

    The straight distance is never more than the flattened one stretched by the root of the greatest radius over
    the mean one, so a flight that fails this test is out of reach for certain. Between two looks a flight comes
    nearer, and goes higher, by no more than the slack.
    """
    slack_m = NEAR_SLACK_M + battery.longest_m
    flat_squared = 1.01 * slack_m * slack_m
    x, y, z, height_m = (
        looks[1, BOOST_SEGMENTS:count],
        looks[2, BOOST_SEGMENTS:count],
        looks[3, BOOST_SEGMENTS:count],
        looks[4, BOOST_SEGMENTS:count],
    )
    near = 0
    for k in range(len(x)):
        dx, dy, dz = x[k] - battery.x_m, y[k] - battery.y_m, z[k] - battery.z_m
        stretch = 1.0 + (height_m[k] + NEAR_SLACK_M) * (1.0 / EARTH_MEAN_RADIUS_M)
        near += 1 if dx * dx + dy * dy + dz * dz <= flat_squared * stretch else 0
    return near > 0


@inlined_law
def ever_seen_by(helpers, counts):
    """Return whether any sensor of a list saw the flight at all."""
    for n in range(len(helpers)):
        if helpers[n] == 1 and counts[n] > 0:
            return True
    return False


@inlined_law
def in_time_unseen(duel, looks, commit_s):
    """Return whether the last look at an altitude of the interceptor's could be met in time.

    Late looks leave most time: where that one does not, hardly any other does, and all are judged side by side.
    """
    for k in range(looks.shape[1] - 1, BOOST_SEGMENTS - 1, -1):
        if verdict_on(duel.battery, looks[4, k], False) == NO_SUPPORT:
            place, guess_s = (
                (looks[1, k], looks[2, k], looks[3, k]),
                duel.flyouts.burn_time_s[duel.battery.flyout],
            )
            return launch_for(looks[0, k], flight_to_s(duel, place, looks[4, k], guess_s)) >= commit_s
    return False


@inlined_law
def first_after(looks, edges, from_s):
    """Return the last look at the coast before a time, and how many edges come before that."""
    first, last = BOOST_SEGMENTS, looks.shape[1]
    while first + 1 < last and looks[0, first + 1] < from_s:
        first += 1
    edge = 0
    while first > BOOST_SEGMENTS and edge < len(edges) and edges[edge] <= looks[0, first - 1]:
        edge += 1
    return first, edge


@inlined_law
def judge_from(duel, looks, edges, burnout_s, only_open, room):
    """Judge the meetings after the interceptor's first burnout where a gate is open, or all; return how many."""
    from_s = burnout_s if only_open else NEVER_S
    _, meetings, best, lanes, cells = room
    first, edge = first_after(looks, edges, from_s)
    count = gather_moments(duel, looks, edges[edge:], (first, looks.shape[1]), lanes, cells)
    part = fill_gates(duel, lanes, cells, count)
    part = part if only_open else (0, count)
    fill_flights(lanes, cells, part, duel.battery, duel.flyouts)
    return judge_meetings(duel, lanes, cells, part, math.inf if only_open else burnout_s, meetings, best)


@inlined_law
def judge(duel, looks, edges, commit_s, blind, room):
    """Judge the meetings that may end in a shot; without one, all, to tell why; return how many.

    A meeting before the interceptor's burnout is impossible; nor is one where a gate is closed. The judging is called
    from one place, since it is copied into each.
    """
    burnout_s = commit_s + duel.flyouts.burn_time_s[duel.battery.flyout]
    only_open = not blind
    while True:
        total = judge_from(duel, looks, edges, burnout_s, only_open, room)
        if not only_open or room[2][ENGAGED] >= commit_s:
            return total
        only_open = False


@inlined_law
def reach_pair(duel, looks, commit_s, room, launches, hits):
    """Return (outcome, looks, margin_s) of one battery against one flight; fill launches and hits.

    Where no sensor ever supports the battery, one meeting that it could be in time for tells that, and is sought first.
    """
    blind = not ever_seen_by(duel.helpers, duel.sight.counts)
    if blind and in_time_unseen(duel, looks, commit_s):
        return NO_SUPPORT, 0, math.nan
    meetings, best = room[1], room[2]
    edges = room[0][: edges_between(duel, looks, room[0])]
    total = judge(duel, looks, edges, commit_s, blind, room)
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
def reach_rows(defence, flown, looks, seen, committed, room, found):
    """Fill outcome, looks, margin, launch and intercept times of every flight and battery of a chunk."""
    lanes, cells = room_for(len(room[1]))
    reach_each(defence, flown, looks, seen, committed, (*room, lanes, cells), found)


@law
def reach_each(defence, flown, looks, seen, committed, room, found):
    """Fill the tables of `reach_rows`, with room for the lanes beside."""
    defence, flown, looks, seen = uncounted(defence), uncounted(flown), uncounted(looks), uncounted(seen)
    committed, room, found = uncounted(committed), uncounted(room), uncounted(found)
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
                for look in range(found.launch_s.shape[2]):
                    found.launch_s[row, b, look] = found.launch_s[row, like, look]
                    found.hit_s[row, b, look] = found.hit_s[row, like, look]
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
