"""Whether an interceptor can come to any moment of a coast at all: a cheap bound, asked before meetings are judged.

In the plane of fly-out tables, the chord between unit verticals and the height, the way between two looks is nearly
straight. Its nearest point and the span of its directions tell the furthest that any flight of the fan could come to.
"""

from __future__ import annotations

import math

import numpy as np

from equipoise.engagement.flyout import chord_to
from equipoise.engagement.fronts import HEIGHT, TIME, X, Y, Z
from equipoise.engagement.tables import BOOST_SEGMENTS, Defence, Looks
from equipoise.kernels import inlined_law, law, uncounted

BEND_M_S2 = 60.0  # twice what gravity and the round Earth bend the way of a body of 10 km/s
LEAST_SLACK_M = 5_000.0  # in the air a body brakes hard, but its looks are some three seconds apart
BLOCK = 8  # looks
WIDEST_STRETCH = 1.005  # of a way drawn down to the mean sphere from where a radius is shorter, squared


@law
def slack_m(early_s, late_s):
    """Return how far the way between two looks may leave the straight line [m]."""
    return max(LEAST_SLACK_M, BEND_M_S2 / 8.0 * (late_s - early_s) ** 2)


@inlined_law
def distance_to(battery, place, height_m):
    """Return the distance from a battery to a place in the plane of fly-out tables [m]."""
    chord_m = chord_to(place[0], place[1], place[2], (battery.x_m, battery.y_m, battery.z_m))
    return math.sqrt(chord_m * chord_m + height_m * height_m)


@inlined_law
def fill_distances(battery, looks, part, distances_m):
    """Fill the distances to some looks, without the last of them [m]; made in lanes."""
    first, last = part
    x, y, z = looks[X, first:last], looks[Y, first:last], looks[Z, first:last]
    height_m, distance_m = looks[HEIGHT, first:last], distances_m[first:last]
    for k in range(len(x)):
        distance_m[k] = distance_to(battery, (x[k], y[k], z[k]), height_m[k])


@inlined_law
def fill_nearest(looks, part, distances_m, nearest_m):
    """Fill the nearest distance between each of some looks and the next [m]; made in lanes."""
    first, last = part
    x, y, z = looks[X, first : last + 1], looks[Y, first : last + 1], looks[Z, first : last + 1]
    height_m, distance_m = looks[HEIGHT, first : last + 1], distances_m[first : last + 1]
    nearest_here_m = nearest_m[first:last]
    for k in range(len(nearest_here_m)):
        dx, dy, dz, up_m = x[k + 1] - x[k], y[k + 1] - y[k], z[k + 1] - z[k], height_m[k + 1] - height_m[k]
        way_squared = WIDEST_STRETCH * (dx * dx + dy * dy + dz * dz) + up_m * up_m + 1.0
        here, there = distance_m[k] * distance_m[k], distance_m[k + 1] * distance_m[k + 1]
        difference = here - there
        foot_squared = here - 0.25 * (difference + way_squared) ** 2 / way_squared
        inside = abs(difference) < way_squared
        least = max(foot_squared, 0.0) if inside else min(here, there)
        nearest_here_m[k] = math.sqrt(least)


@law
def furthest_towards(furthest_m, lowest, highest):
    """Return the furthest reach [m] between two directions, given in numbers of the table."""
    first, last = int(max(lowest, 0.0)), min(int(highest) + 1, len(furthest_m) - 1)
    most_m = furthest_m[min(first, last)]
    for g in range(first + 1, last + 1):
        most_m = max(most_m, furthest_m[g])
    return most_m


@inlined_law
def block_reached(battery, furthest_m, looks, room, part):
    """Return whether an interceptor may come to any moment between the first and the last of some looks.

    The distance to the last is known from the block behind.
    """
    distances_m, nearest = room
    numbers = len(furthest_m) - 1
    fill_distances(battery, looks, part, distances_m)
    fill_nearest(looks, part, distances_m, nearest)
    for k in range(part[0], part[1]):
        away_m = slack_m(looks[TIME, k], looks[TIME, k + 1])
        nearest_m = nearest[k] - away_m
        if nearest_m > battery.longest_m:
            continue
        if nearest_m <= away_m:
            return True
        low_m = max(min(looks[HEIGHT, k], looks[HEIGHT, k + 1]) - away_m, 0.0)
        high_m = max(looks[HEIGHT, k], looks[HEIGHT, k + 1]) + away_m
        longest_m = max(distances_m[k], distances_m[k + 1]) + away_m
        lowest, highest = math.sqrt(low_m / longest_m), math.sqrt(min(high_m / nearest_m, 1.0))
        if nearest_m <= furthest_towards(furthest_m, lowest * numbers, highest * numbers):
            return True
    return False


@law
def may_be_reached(battery, furthest_m, looks, count, room):
    """Return whether an interceptor may come to any moment of a coast, however early it is launched; False is certain.

    Asked block by block from the end, where most flights are met. `room` is room to work in: two rows.
    """
    last = count - 1
    end = (looks[X, last], looks[Y, last], looks[Z, last])
    room[0][last] = distance_to(battery, end, looks[HEIGHT, last])
    while last > BOOST_SEGMENTS:
        first = max(last - BLOCK, BOOST_SEGMENTS)
        if block_reached(battery, furthest_m, looks, room, (first, last)):
            return True
        last = first
    return False


@law
def reachable_rows(batteries, furthest_m, wanted, looks, room, counts):
    """Fill the number of looks at each flight that is wanted and may be reached by the first battery; 0 for others."""
    furthest_m, looks, room, counts = (
        uncounted(furthest_m),
        uncounted(looks),
        uncounted(room),
        uncounted(counts),
    )
    battery = batteries[0]
    for row in range(len(wanted)):
        counts[row] = 0
        if wanted[row] and may_be_reached(battery, furthest_m, looks.rows[row], looks.count[row], room):
            counts[row] = looks.count[row]


def reachable(defence: Defence, wanted: np.ndarray, looks: Looks) -> Looks:
    """Return the looks at the flights that are wanted and may be reached by a defence's only battery."""
    counts, looks_each = np.empty_like(looks.count), looks.rows.shape[2]
    room = np.empty(looks_each), np.empty(looks_each)
    furthest_m = np.fmax.reduce(defence.flyouts.furthest_m[0], axis=0)
    reachable_rows(defence.batteries, furthest_m, wanted, looks, room, counts)
    return Looks(looks.rows, counts)
