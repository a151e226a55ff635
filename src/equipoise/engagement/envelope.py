"""Whether an interceptor can come to any moment of a coast at all: a cheap bound, asked before meetings are judged.

In the plane of fly-out tables, the chord between unit verticals and the height, the way between two looks is nearly
straight. Its nearest point and its lowest direction tell the furthest that any flight of the fan could come to.
"""

from __future__ import annotations

import math

import numpy as np

from equipoise.constants import EARTH_MEAN_RADIUS_M
from equipoise.engagement.fetch import fetch_row
from equipoise.engagement.fronts import HEIGHT, LANES, TIME, X, Y, Z
from equipoise.engagement.tables import BOOST_SEGMENTS, Defence, Looks
from equipoise.kernels import inlined_law, law, uncounted

# Single precision: twice as many looks in a vector. Its rounding, a hundred metres at most, is within LEAST_SLACK_M,
# half of which no way needs.
single = np.float32
BEND_M_S2 = single(60.0)  # twice what gravity and the round Earth bend the way of a body of 10 km/s
LEAST_SLACK_M = single(5_000.0)  # in the air a body brakes hard, but its looks are some three seconds apart
WIDEST_STRETCH = single(
    1.005
)  # of a way drawn down to the mean sphere from where a radius is shorter, squared
RADIUS_M = single(EARTH_MEAN_RADIUS_M)
NOTHING, ONE, QUARTER, EIGHTH = single(0.0), single(1.0), single(0.25), single(0.125)


@inlined_law
def slack_m(early_s, late_s):
    """Return how far the way between two looks may leave the straight line [m]."""
    span_s = single(late_s - early_s)
    return max(LEAST_SLACK_M, BEND_M_S2 * EIGHTH * span_s * span_s)


@inlined_law
def distance_to(site, place, height_m):
    """Return the distance from a site, given by its unit vertical, in the plane of fly-out tables [m]."""
    x, y, z, up_m = single(place[0]), single(place[1]), single(place[2]), single(height_m)
    stretch = ONE / math.sqrt(x * x + y * y + z * z)
    dx, dy, dz = x * stretch - site[0], y * stretch - site[1], z * stretch - site[2]
    return math.sqrt(RADIUS_M * RADIUS_M * (dx * dx + dy * dy + dz * dz) + up_m * up_m)


@inlined_law
def vertical_of(battery):
    """Return the unit vertical of a battery."""
    sx, sy, sz = battery.x_m, battery.y_m, battery.z_m
    shrink = 1.0 / math.sqrt(sx * sx + sy * sy + sz * sz)
    return single(sx * shrink), single(sy * shrink), single(sz * shrink)


@inlined_law
def fill_distances(site, looks, first, distances_m):
    """Fill the distances to a block of looks, and to the one behind it [m]."""
    x, y, z, height_m = looks[X, first:], looks[Y, first:], looks[Z, first:], looks[HEIGHT, first:]
    for k in range(LANES):
        distances_m[k] = distance_to(site, (x[k], y[k], z[k]), height_m[k])
    distances_m[LANES] = distance_to(site, (x[LANES], y[LANES], z[LANES]), height_m[LANES])


@inlined_law
def fill_nearest(looks, first, distances_m, nearest_m):
    """Fill the nearest distance between each of a block of looks and the next [m]."""
    x, y, z, height_m = looks[X, first:], looks[Y, first:], looks[Z, first:], looks[HEIGHT, first:]
    for k in range(LANES):
        dx, dy, dz = single(x[k + 1] - x[k]), single(y[k + 1] - y[k]), single(z[k + 1] - z[k])
        up_m = single(height_m[k + 1] - height_m[k])
        way_squared = WIDEST_STRETCH * (dx * dx + dy * dy + dz * dz) + up_m * up_m + ONE
        here, there = distances_m[k] * distances_m[k], distances_m[k + 1] * distances_m[k + 1]
        difference = here - there
        foot_squared = here - QUARTER * (difference + way_squared) * (difference + way_squared) / way_squared
        inside = abs(difference) < way_squared
        nearest_m[k] = math.sqrt(max(foot_squared, NOTHING) if inside else min(here, there))


@inlined_law
def block_reached(site, furthest_m, looks, room, part):
    """Return whether an interceptor may come to any moment between the first and the last of some looks, in lanes.

    What lies behind the last, where a coast has fewer looks than a block, is no look, and counts for nothing.
    `furthest_m` is its furthest reach in each direction of the table or a steeper one.
    """
    (first, last), (distances_m, nearest_m) = part, room
    fill_distances(site, looks, first, distances_m)
    fill_nearest(looks, first, distances_m, nearest_m)
    time_s, height_m, most = looks[TIME, first:], looks[HEIGHT, first:], single(len(furthest_m) - 1)
    reached = 0
    for k in range(LANES):
        away_m = slack_m(time_s[k], time_s[k + 1])
        low_m = max(single(min(height_m[k], height_m[k + 1])) - away_m, NOTHING)
        lowest = math.sqrt(low_m / (max(distances_m[k], distances_m[k + 1]) + away_m))
        direction = int(lowest * most if lowest > NOTHING else NOTHING)
        reached += 1 if (first + k < last) & (nearest_m[k] - away_m <= furthest_m[direction]) else 0
    return reached > 0


@inlined_law
def may_be_reached(site, furthest_m, looks, count, room):
    """Return whether an interceptor may come to any moment of a coast, however early it is launched; False is certain.

    Asked block by block from the end, where most flights are met. `room` is room to work in: two rows.
    """
    last = count - 1
    while last > BOOST_SEGMENTS:
        first = max(last - LANES, BOOST_SEGMENTS)
        if block_reached(site, furthest_m, looks, room, (first, last)):
            return True
        last = first
    return False


@law
def reachable_rows(batteries, furthest_m, rows, looks, room, counts):
    """Fill the number of looks at those of some flights that may be reached by the first battery.

    `furthest_m` is its furthest reach in each direction of the table or a steeper one.
    """
    furthest_m, rows, looks = uncounted(furthest_m), uncounted(rows), uncounted(looks)
    room, counts, site = uncounted(room), uncounted(counts), vertical_of(batteries[0])
    for n in range(len(rows)):
        row = rows[n]
        fetch_row(looks.rows, rows[min(n + 1, len(rows) - 1)])
        if may_be_reached(site, furthest_m, looks.rows[row], looks.count[row], room):
            counts[row] = looks.count[row]


def furthest_from(defence: Defence) -> np.ndarray:
    """Return the furthest reach of a defence's only battery in each direction of its table or a steeper one [m]."""
    towards_m = np.fmax.reduce(defence.flyouts.furthest_m[0], axis=0)
    return np.ascontiguousarray(np.maximum.accumulate(towards_m[::-1])[::-1])


def reachable(defence: Defence, furthest_m: np.ndarray, wanted: np.ndarray, looks: Looks) -> Looks:
    """Return the looks at the flights that are wanted and may be reached by a defence's only battery.

    `furthest_m` is what `furthest_from` tells of it.
    """
    counts, room = np.zeros_like(looks.count), (np.empty(2 * LANES, single), np.empty(LANES, single))
    rows = np.flatnonzero(wanted & (looks.count > 0))
    reachable_rows(defence.batteries, furthest_m, rows, looks, room, counts)
    return Looks(looks.rows, counts)
