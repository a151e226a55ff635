"""Judging meetings: at which moments of a flight an interceptor could meet it, and how late it may then be launched."""

from __future__ import annotations

import math

from equipoise.engagement.flyout import TOO_CLOSE
from equipoise.engagement.fronts import (
    CELL,
    CELL_ROWS,
    DIRECTION,
    DISTANCE,
    FLIGHT,
    GATE,
    HEIGHT,
    IS_LOOK,
    LANES,
    ROOM,
    ROWS,
    TIME,
    cell_at,
    flight_near_s,
    number_at,
    put_cell,
    put_number,
    target_of,
)
from equipoise.engagement.openings import rim_s, room_before_burnout_m, sinking_s
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.path import height_of, place_at
from equipoise.kernels import inlined_law, law

NEVER_S = -1.0e9
MEETING_FIELDS = 4  # time, latest launch, gate, and the way in time on which it may fall off: -1, 1, or 0
RIM_DEPTH_S = 0.25
MOST_KINKS = 4  # between two looks; those behind them leave less time
MOST_GAIN = (
    2.5  # by how much each second shortens the interceptor's flight: a closing speed over that of its front
)

TOO_LOW = int(Outcome.TOO_LOW)
TOO_HIGH = int(Outcome.TOO_HIGH)
NO_SUPPORT = int(Outcome.NO_SUPPORT)
ENGAGED = int(Outcome.ENGAGED)


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
def note_meeting(meetings, total, time_s, judgement, best):
    """Put one judged meeting into the ascending table, raise the best behind its gate; return the new count."""
    launch_s, gate, falls = judgement
    launch_s = NEVER_S if math.isnan(launch_s) else launch_s
    k = total
    while k > 0 and meetings[k - 1, 0] > time_s:
        for n in range(MEETING_FIELDS):
            meetings[k, n] = meetings[k - 1, n]
        k -= 1
    meetings[k, 0], meetings[k, 1], meetings[k, 2], meetings[k, 3] = time_s, launch_s, gate, falls
    best[gate] = max(best[gate], launch_s)
    return total + 1


@inlined_law
def put_moment(lanes, cells, k, moment, is_look):
    """Write time, place and height of a moment, and whether it is a look."""
    for n in range(5):
        put_number(lanes, n, k, moment[n])
    put_cell(cells, IS_LOOK, k, is_look)


@inlined_law
def gather_moments(duel, looks, edges, part, lanes, cells):
    """Fill time, place and height of some looks and of edges before their last, ascending; return how many.

    `part` is the first look and the one after the last. What is left of the last block repeats the last moment.
    """
    at, edge, found = 0, 0, len(edges)
    for k in range(part[0], part[1]):
        while edge < found and edges[edge] <= looks[0, k]:
            x, y, z = place_at(duel.flight, edges[edge])
            put_moment(lanes, cells, at, (edges[edge], x, y, z, height_of((x, y, z), duel.world)), 0)
            at, edge = at + 1, edge + 1
        put_moment(lanes, cells, at, (looks[0, k], looks[1, k], looks[2, k], looks[3, k], looks[4, k]), 1)
        at += 1
    last = part[1] - 1
    for k in range(at, (at + LANES - 1) // LANES * LANES):
        put_moment(
            lanes,
            cells,
            k,
            (looks[0, last], looks[1, last], looks[2, last], looks[3, last], looks[4, last]),
            1,
        )
    return at


@inlined_law
def fill_support(duel, block, cells):
    """Fill the gate of a block of moments as if no altitude mattered: ENGAGED where supported, or NO_SUPPORT."""
    for lane in range(LANES):
        cells[GATE * LANES + lane] = NO_SUPPORT
    sight = duel.sight
    for n in range(len(duel.helpers)):
        if duel.helpers[n] == 1:
            for k in range(sight.counts[n]):
                start_s, end_s = sight.starts[n, k], sight.ends[n, k]
                for lane in range(LANES):
                    time_s, gate = block[TIME * LANES + lane], cells[GATE * LANES + lane]
                    cells[GATE * LANES + lane] = ENGAGED if (start_s <= time_s) & (time_s <= end_s) else gate


@inlined_law
def fill_gates(duel, lanes, cells, count):
    """Fill the gates of so many moments; return the part that is open, with the looks before and after."""
    lowest_m, highest_m = duel.battery.minimum_altitude_m, duel.battery.maximum_altitude_m
    for b in range((count + LANES - 1) // LANES):
        block = lanes[b * ROWS * LANES : (b + 1) * ROWS * LANES]
        cell_block = cells[b * CELL_ROWS * LANES : (b + 1) * CELL_ROWS * LANES]
        fill_support(duel, block, cell_block)
        for lane in range(LANES):
            height_m, gate = block[HEIGHT * LANES + lane], cell_block[GATE * LANES + lane]
            gate = TOO_HIGH if height_m > highest_m else gate
            cell_block[GATE * LANES + lane] = TOO_LOW if height_m < lowest_m else gate
    return open_part(cells, count)


@inlined_law
def open_part(cells, count):
    """Return the open moments of some, from the look before the first to the end of the look after the last."""
    first, last = count, 0
    for k in range(count):
        if cell_at(cells, GATE, k) == ENGAGED:
            first, last = min(first, k), k + 1
    while 0 < first < count and (
        cell_at(cells, GATE, first) == ENGAGED or cell_at(cells, IS_LOOK, first) == 0
    ):
        first -= 1
    while first < last < count and cell_at(cells, IS_LOOK, last) == 0:
        last += 1
    return first, min(last + 1, count)


@inlined_law
def judge_meetings(duel, lanes, cells, part, closed_from_s, meetings, best):
    """Fill time, latest launch and gate of some moments, and of kinks and rims between, ascending; return how many.

    Where every gate is closed, kinks and rims are judged only from a time on, with infinity never: before it none can
    be in time. Once it is known that some meeting is possible, the others there tell nothing more.
    """
    best[:] = NEVER_S
    total, before, is_open = 0, -1, False
    for k in range(part[0], part[1]):
        gate = cell_at(cells, GATE, k)
        is_open |= gate == ENGAGED
        judgement = launch_for(number_at(lanes, TIME, k), number_at(lanes, FLIGHT, k)), gate, 0
        total = note_meeting(meetings, total, number_at(lanes, TIME, k), judgement, best)
        if cell_at(cells, IS_LOOK, k) == 1:
            is_worth = is_open or tells_more(number_at(lanes, TIME, k), closed_from_s, best)
            if is_worth and before >= 0 and total < len(meetings) - MOST_KINKS:
                ends = steep_and_flat(lanes, before, k)
                if may_have_kink(duel.flyouts, duel.battery.flyout, lanes, cells, ends):
                    total = add_kinks(duel, lanes, cells, ends, meetings, total, best)
                elif (number_at(lanes, FLIGHT, before) == TOO_CLOSE) != (
                    number_at(lanes, FLIGHT, k) == TOO_CLOSE
                ):
                    depth_s = (
                        0.0
                        if number_at(lanes, FLIGHT, before) > 0.0 or number_at(lanes, FLIGHT, k) > 0.0
                        else RIM_DEPTH_S
                    )
                    total = add_rim(
                        duel, edge_of(lanes, before), edge_of(lanes, k), depth_s, meetings, total, best
                    )
            before, is_open = k, gate == ENGAGED
    return total


@inlined_law
def tells_more(time_s, closed_from_s, best):
    """Return whether a closed meeting before a time may tell more than is known."""
    unknown = max(best[NO_SUPPORT], best[ENGAGED]) <= NEVER_S
    return time_s >= closed_from_s or (unknown and closed_from_s < math.inf)


@inlined_law
def steep_and_flat(lanes, before, k):
    """Return two looks, the one in the steeper direction first."""
    return (
        (before, k) if number_at(lanes, DIRECTION, before) > number_at(lanes, DIRECTION, k) else (k, before)
    )


@inlined_law
def still_towards(still_until, cell, g):
    """Return until which of the table's times the reach in a direction stands still, about the azimuth of a cell."""
    azimuths, directions = still_until.shape
    i0 = cell // directions
    i1 = i0 + 1 if i0 + 1 < azimuths else 0
    return max(still_until[i0, g], still_until[i1, g])


@inlined_law
def earliest_number(tables, n, flight_s, span_s):
    """Return the least number of the table's times that a flight may have a span after one of so long."""
    coast_s = flight_s - MOST_GAIN * abs(span_s) - tables.burn_time_s[n]
    return max(int(coast_s / tables.time_step_s[n]), 0)


@inlined_law
def may_have_kink(tables, n, lanes, cells, part):
    """Return whether the flight sinks, from a steep look to a flat one, where no flight of the fan is yet."""
    steep, flat = part
    g = int(number_at(lanes, DIRECTION, flat))
    if not number_at(lanes, FLIGHT, steep) > 0.0 or g == int(number_at(lanes, DIRECTION, steep)):
        return False
    still = still_towards(tables.still_until[n], cell_at(cells, CELL, steep), g)
    return still > earliest_number(
        tables,
        n,
        number_at(lanes, FLIGHT, steep),
        number_at(lanes, TIME, flat) - number_at(lanes, TIME, steep),
    )


@law
def add_rim(duel, early, late, depth_s, meetings, total, best):
    """Judge the meeting so long outside the rim of what is too close, between (time, room); return the new count.

    Where both looks have no flight, it is a quarter of a second: right beside the rim the table may mix directions in
    which no flight goes with those in which all are far.
    """
    early_close = early[1] < 0.0
    found_s = rim_s(duel, early, late)
    time_s = min(found_s + depth_s, late[0]) if early_close else max(found_s - depth_s, early[0])
    launch_s, gate = judged(duel, time_s)
    return note_meeting(meetings, total, time_s, (launch_s, gate, -1 if early_close else 1), best)


@inlined_law
def edge_of(lanes, k):
    """Return time and room before burnout of a moment."""
    return number_at(lanes, TIME, k), number_at(lanes, ROOM, k)


@inlined_law
def add_kinks(duel, lanes, cells, part, meetings, total, best):
    """Judge the meetings at which the flight sinks through a direction beneath which no flight of the fan is yet.

    From a steep look to a flat one, whichever is earlier; return the new count. Where the flight is too close there, it
    is so from a moment before; behind some kinks no more are sought.
    """
    steep, flat = part
    tables, n = duel.flyouts, duel.battery.flyout
    still_until = tables.still_until[n]
    flat_s, kinks, way = number_at(lanes, TIME, flat), 0, 1 if steep < flat else -1
    number = earliest_number(
        tables, n, number_at(lanes, FLIGHT, steep), flat_s - number_at(lanes, TIME, steep)
    )
    g = int(number_at(lanes, DIRECTION, steep))
    while g > 0 and g > number_at(lanes, DIRECTION, flat) and kinks < MOST_KINKS:
        still = still_towards(still_until, cell_at(cells, CELL, steep), g - 1)
        if still > number and total < len(meetings) - MOST_KINKS:
            ends = corner_of(lanes, steep), corner_of(lanes, flat)
            time_s = sinking_s(duel, ends[0], ends[1], g / (still_until.shape[1] - 1))
            launch_s, gate = judged_near(duel, time_s, number_at(lanes, FLIGHT, steep))
            total = note_meeting(meetings, total, time_s, (launch_s, gate, way), best)
            if math.isnan(launch_s):
                return add_rim_before(duel, edge_of(lanes, steep), time_s, meetings, total, best)
            flight_s = time_s - launch_s
            kinks += 1 if still > (flight_s - tables.burn_time_s[n]) / tables.time_step_s[n] else 0
            number = earliest_number(tables, n, flight_s, flat_s - time_s)
        g -= 1
    return total


@law
def add_rim_before(duel, steep, kink_s, meetings, total, best):
    """Judge the meeting at the rim between a steep look and a kink that is too close; return the new count."""
    room_m = room_before_burnout_m(duel, kink_s)
    if not room_m < 0.0:
        return total
    if steep[0] < kink_s:
        return add_rim(duel, steep, (kink_s, room_m), 0.0, meetings, total, best)
    return add_rim(duel, (kink_s, room_m), steep, 0.0, meetings, total, best)


@inlined_law
def corner_of(lanes, k):
    """Return time, height and distance of a moment."""
    return number_at(lanes, TIME, k), number_at(lanes, HEIGHT, k), number_at(lanes, DISTANCE, k)


@inlined_law
def open_launch_s(duel, time_s, guess_s):
    """Return the latest launch of a meeting whose gate is open, NEVER_S otherwise [s]."""
    launch_s, gate = judged_near(duel, time_s, guess_s)
    return launch_s if gate == ENGAGED and not math.isnan(launch_s) else NEVER_S
