"""The moments of a flight at which something changes for an interceptor, found between two looks at it.

A gate opens or closes: the flight passes an altitude, comes into sight, leaves the region that is too close. Or the
latest launch has a kink: the flight sinks through the direction of the lowest flights of the fan, beneath which an
interceptor must wait until it falls.
"""

from __future__ import annotations

import math

from equipoise.engagement.flyout import chord_to
from equipoise.engagement.fronts import corner_at, target_of
from equipoise.engagement.path import height_of, place_at
from equipoise.engagement.roots import closed_in, curved_try_s
from equipoise.engagement.tables import BOOST_SEGMENTS
from equipoise.kernels import inlined_law, law

ROOT_TOLERANCE_S = 0.002
NEAR_M = 10.0  # a change is looked for this far before it, and found when the try is as near again


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
def both_ends_s(bracket):
    """Return the earlier and the later end of a bracket [s]."""
    return min(bracket[0], bracket[2]), max(bracket[0], bracket[2])


@inlined_law
def above_m(flight, time_s, height_m, world):
    """Return how far a flight is above a height at a time [m]."""
    return height_of(place_at(flight, time_s), world) - height_m


@inlined_law
def crossing_s(flight, early, late, height_m, world):
    """Return the last moment on one side of a height and the first on the other, as good as one [s].

    Between two looks, each (time, height), on different sides of it. A gate may stand open for a few seconds only
    after or before it, so each moment is known to lie on its side.
    """
    (early_s, early_m), (late_s, late_m) = early, late
    bracket, tries = (early_s, early_m - height_m, late_s, late_m - height_m, late_s, 0.0), 0
    while abs(bracket[2] - bracket[0]) > ROOT_TOLERANCE_S:
        try_s = curved_try_s(bracket, tries, ROOT_TOLERANCE_S)
        try_m = above_m(flight, try_s, height_m, world)
        bracket, tries = closed_in(bracket, try_s, try_m, (try_m >= 0.0) == (bracket[1] >= 0.0)), tries + 1
    return both_ends_s(bracket)


@inlined_law
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


@inlined_law
def room_before_burnout_m(duel, time_s):
    """Return how much further the body is than any interceptor's burnout in its direction [m]; negative: too close."""
    battery, nearest_m = duel.battery, duel.flyouts.nearest_m[duel.battery.flyout]
    place = place_at(duel.flight, time_s)
    azimuth_rad, direction, distance_m = target_of(battery, place, height_of(place, duel.world))
    return distance_m - corner_at(nearest_m, azimuth_rad, direction)


@law
def rim_s(duel, early, late):
    """Return a moment right outside the region that is too close, between two moments [s].

    Each is (time, how much further than any burnout [m]).
    """
    (early_s, early_m), (late_s, late_m) = early, late
    bracket, tries = (early_s, early_m - NEAR_M, late_s, late_m - NEAR_M, late_s, 0.0), 0
    while is_wide(bracket, tries):
        try_s = curved_try_s(bracket, tries, ROOT_TOLERANCE_S)
        try_m = room_before_burnout_m(duel, try_s) - NEAR_M
        bracket, tries = closed_in(bracket, try_s, try_m, (try_m >= 0.0) == (bracket[1] >= 0.0)), tries + 1
    return bracket[0] if bracket[1] >= -NEAR_M else bracket[2]


@inlined_law
def is_wide(bracket, tries):
    """Return whether the newest end of a bracket is neither right beside the change nor near the other end."""
    near = tries > 0 and abs(bracket[1]) <= NEAR_M
    return not near and abs(bracket[2] - bracket[0]) > ROOT_TOLERANCE_S


@inlined_law
def steepness_m(height_m, distance_m, direction):
    """Return how much higher a place is than a direction at its distance [m]."""
    return height_m - direction * direction * distance_m


@inlined_law
def steeper_m(duel, time_s, direction):
    """Return how much higher the flight is than a direction from the battery at a time [m]."""
    battery = duel.battery
    place = place_at(duel.flight, time_s)
    height_m = height_of(place, duel.world)
    chord_m = chord_to(place[0], place[1], place[2], (battery.x_m, battery.y_m, battery.z_m))
    return steepness_m(height_m, math.sqrt(chord_m * chord_m + height_m * height_m), direction)


@inlined_law
def sinking_s(duel, steep, flat, direction):
    """Return a moment right before or after which the flight is lower than a direction [s].

    `steep` and `flat` are moments on either side, each (time, height, distance).
    """
    steep_m = steepness_m(steep[1], steep[2], direction) - NEAR_M
    flat_m = steepness_m(flat[1], flat[2], direction) - NEAR_M
    bracket, tries = (steep[0], steep_m, flat[0], flat_m, flat[0], 0.0), 0
    while is_wide(bracket, tries):
        try_s = curved_try_s(bracket, tries, ROOT_TOLERANCE_S)
        try_m = steeper_m(duel, try_s, direction) - NEAR_M
        bracket, tries = closed_in(bracket, try_s, try_m, (try_m >= 0.0) == (bracket[1] >= 0.0)), tries + 1
    return bracket[0] if bracket[1] >= -NEAR_M else bracket[2]
