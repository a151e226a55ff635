"""Reading a fly-out table: the shortest flight time to one point, and to all moments of a flight side by side.

Side by side means that each step is done for all moments before the next step begins, in loops without branches:
the compiler makes vector lanes of them, and a processor need not wait for one search before it begins the next.
"""

from __future__ import annotations

import math

import numpy as np

from equipoise.constants import EARTH_MEAN_RADIUS_M
from equipoise.engagement.flyout import TOO_CLOSE, azimuth_to, chord_to, direction_and_distance
from equipoise.kernels import inlined_law, law

LANES = 13  # rows of numbers that go with each moment
TIME, X, Y, Z, HEIGHT, DISTANCE, DIRECTION, FLIGHT, ROOM = 0, 1, 2, 3, 4, 5, 6, 7, 8
WEIGHTS = 9  # first of four rows
CELLS = 7  # rows of whole numbers; the first four say where the rows of the table begin
TIME_NUMBER, IS_LOOK, GATE = 4, 5, 6
JUMPS = 4  # tries of the single search that follow the slope; then it halves
HALVINGS = 8  # as many as 256 times need


@inlined_law
def target_of(battery, place, height_m):
    """Return azimuth [rad], direction and distance [m] of a place as a battery's fly-out table has them."""
    site = (battery.x_m, battery.y_m, battery.z_m)
    direction, distance_m = direction_and_distance(chord_to(place[0], place[1], place[2], site), height_m)
    azimuth_rad = azimuth_to(place[0], place[1], place[2], site, battery.east, battery.north)
    return azimuth_rad, direction, distance_m


@inlined_law
def cell_of(turn, place, azimuths, directions):
    """Return (azimuth, next azimuth, direction, share of azimuth, share of direction) of a place in the table."""
    turn_floor = math.floor(turn)
    i0 = int(turn_floor)
    i0 = i0 + azimuths if i0 < 0 else i0
    i1 = i0 + 1 if i0 + 1 < azimuths else 0
    g0 = min(int(place), directions - 2)
    return i0, i1, g0, turn - turn_floor, place - g0


@inlined_law
def weights_of(wi, wg):
    """Return how much the four corners of a cell count."""
    return (1 - wi) * (1 - wg), (1 - wi) * wg, wi * (1 - wg), wi * wg


@inlined_law
def mixed_corner(table, weights, i0, i1, g0):
    """Return a number mixed over two azimuths and two directions."""
    return (
        weights[0] * table[i0, g0]
        + weights[1] * table[i0, g0 + 1]
        + weights[2] * table[i1, g0]
        + weights[3] * table[i1, g0 + 1]
    )


@inlined_law
def corner_at(table, azimuth_rad, direction):
    """Return a number of a table over azimuth and direction, mixed linearly."""
    azimuths, directions = table.shape
    turn = azimuth_rad * azimuths / (2.0 * math.pi)
    place = min(max(direction, 0.0), 1.0) * (directions - 1)
    i0, i1, g0, wi, wg = cell_of(turn, place, azimuths, directions)
    return mixed_corner(table, weights_of(wi, wg), i0, i1, g0)


@inlined_law
def mixed(rows, weights, k):
    """Return the reach at time number k, mixed over two azimuths and two directions [m]."""
    return (
        weights[0] * rows[0][k] + weights[1] * rows[1][k] + weights[2] * rows[2][k] + weights[3] * rows[3][k]
    )


@inlined_law
def time_number(rows, weights, distance_m, guess):
    """Return the share of the table's times at which the reach comes to a distance, from a guess.

    The reach never falls with time; from a wrong guess the slope there tells how far to jump.
    """
    first, last = 0, len(rows[0]) - 1
    k, tries = guess, 0
    while True:
        low_m, high_m = mixed(rows, weights, k), mixed(rows, weights, k + 1)
        if k > 0 and low_m >= distance_m:
            last = k
        elif high_m < distance_m:
            first = k + 1
        else:
            return k + ((distance_m - low_m) / (high_m - low_m) if high_m > low_m else 0.0)
        tries += 1
        if tries < JUMPS and high_m > low_m:
            k += math.floor(max(min((distance_m - low_m) / (high_m - low_m), 200.0), -200.0))
            k = min(max(k, first), last - 1)
        else:
            k = (first + last) // 2


@inlined_law
def flight_near_s(front, burn_time_s, time_step_s, target, guess_s):
    """Return the shortest flight time to a point [s]; NaN too far, TOO_CLOSE nearer than every burnout.

    `front` is the reach by azimuth, direction and time, and its nearest and furthest; `target` is azimuth [rad],
    direction and distance [m]. Between azimuths and directions the reach is mixed linearly, between times the
    distance is. `guess_s` only shortens the search.
    """
    reach, nearest, furthest = front
    azimuth_rad, direction, distance_m = target
    azimuths, directions, times = reach.shape
    turn = azimuth_rad * azimuths / (2.0 * math.pi)
    place = min(max(direction, 0.0), 1.0) * (directions - 1)
    i0, i1, g0, wi, wg = cell_of(turn, place, azimuths, directions)
    weights = weights_of(wi, wg)
    if not distance_m <= mixed_corner(furthest, weights, i0, i1, g0):
        return math.nan
    if distance_m < mixed_corner(nearest, weights, i0, i1, g0):
        return TOO_CLOSE
    guess = min(max(int((guess_s - burn_time_s) / time_step_s), 0), times - 2)
    rows = (reach[i0, g0], reach[i0, g0 + 1], reach[i1, g0], reach[i1, g0 + 1])
    return burn_time_s + time_number(rows, weights, distance_m, guess) * time_step_s


@law
def shortest_flight_s(reach, burn_time_s, time_step_s, azimuth_rad, direction, distance_m):
    """Return the shortest flight time to a point [s]; NaN where no flight gets there after its burnout."""
    target = (azimuth_rad, direction, distance_m)
    front = (reach, reach[:, :, 0], reach[:, :, -1])
    flight_s = flight_near_s(front, burn_time_s, time_step_s, target, burn_time_s)
    return math.nan if flight_s == TOO_CLOSE else flight_s


@inlined_law
def measure(lanes, part, battery, directions):
    """Fill distance [m] and direction, in numbers of the table, of some moments."""
    x, y, z, height_m = lanes[X], lanes[Y], lanes[Z], lanes[HEIGHT]
    distance_m, direction = lanes[DISTANCE], lanes[DIRECTION]
    sx, sy, sz = battery.x_m, battery.y_m, battery.z_m
    shrink = 1.0 / math.sqrt(sx * sx + sy * sy + sz * sz)
    ux, uy, uz = sx * shrink, sy * shrink, sz * shrink
    for k in range(part[0], part[1]):
        stretch = 1.0 / math.sqrt(x[k] * x[k] + y[k] * y[k] + z[k] * z[k])
        dx, dy, dz = x[k] * stretch - ux, y[k] * stretch - uy, z[k] * stretch - uz
        chord_m = EARTH_MEAN_RADIUS_M * math.sqrt(dx * dx + dy * dy + dz * dz)
        distance_m[k] = max(math.sqrt(chord_m * chord_m + height_m[k] * height_m[k]), 1e-3)
        direction[k] = math.sqrt(max(height_m[k], 0.0) / distance_m[k]) * (directions - 1)


@inlined_law
def part_within(distance_m, part, longest_m):
    """Return the first of some moments within a distance, and the one after the last."""
    first, last = part
    while first < last and distance_m[first] > longest_m:
        first += 1
    while last > first and distance_m[last - 1] > longest_m:
        last -= 1
    return first, last


@inlined_law
def choose_cells(lanes, cells, part, battery, front):
    """Fill the cells and weights of some moments; a flight time of NaN or TOO_CLOSE where the ends say so, else 0."""
    reach, nearest, furthest = front
    azimuths, directions, times = reach.shape
    site = (battery.x_m, battery.y_m, battery.z_m)
    for k in range(part[0], part[1]):
        azimuth_rad = azimuth_to(lanes[X, k], lanes[Y, k], lanes[Z, k], site, battery.east, battery.north)
        turn = azimuth_rad * azimuths / (2.0 * math.pi)
        i0, i1, g0, wi, wg = cell_of(turn, lanes[DIRECTION, k], azimuths, directions)
        weights = weights_of(wi, wg)
        for n in range(4):
            lanes[WEIGHTS + n, k] = weights[n]
        cells[0, k], cells[2, k] = (i0 * directions + g0) * times, (i1 * directions + g0) * times
        cells[1, k], cells[3, k] = cells[0, k] + times, cells[2, k] + times
        distance_m = lanes[DISTANCE, k]
        lanes[ROOM, k] = distance_m - mixed_corner(nearest, weights, i0, i1, g0)
        lanes[FLIGHT, k] = 0.0
        if not distance_m <= mixed_corner(furthest, weights, i0, i1, g0):
            lanes[FLIGHT, k] = math.nan
        elif lanes[ROOM, k] < 0.0:
            lanes[FLIGHT, k] = TOO_CLOSE


@inlined_law
def search_cells(lanes, cells, part, reach):
    """Fill the time number before which each of some moments is still beyond reach, by halving side by side."""
    flat, times = reach.reshape(-1), reach.shape[2]
    r0, r1, r2, r3, low = cells[0], cells[1], cells[2], cells[3], cells[TIME_NUMBER]
    w0, w1, w2, w3 = lanes[WEIGHTS], lanes[WEIGHTS + 1], lanes[WEIGHTS + 2], lanes[WEIGHTS + 3]
    distance_m = lanes[DISTANCE]
    for k in range(part[0], part[1]):
        low[k] = 0
    step = 2 ** (HALVINGS - 1)
    while step > 0:
        for k in range(part[0], part[1]):
            n = min(low[k] + step, times - 1)
            reach_m = (
                w0[k] * flat[r0[k] + n]
                + w1[k] * flat[r1[k] + n]
                + w2[k] * flat[r2[k] + n]
                + w3[k] * flat[r3[k] + n]
            )
            low[k] = n if reach_m < distance_m[k] else low[k]
        step //= 2


@inlined_law
def read_flights(lanes, cells, part, reach, clock):
    """Fill the flight times of some moments that the ends of the table have left open [s]."""
    burn_time_s, time_step_s = clock
    flat = reach.reshape(-1)
    for k in range(part[0], part[1]):
        if lanes[FLIGHT, k] == 0.0:
            n = cells[TIME_NUMBER, k]
            low_m, high_m = 0.0, 0.0
            for corner in range(4):
                weight, row = lanes[WEIGHTS + corner, k], cells[corner, k]
                low_m += weight * flat[row + n]
                high_m += weight * flat[row + n + 1]
            share = (lanes[DISTANCE, k] - low_m) / (high_m - low_m) if high_m > low_m else 0.0
            lanes[FLIGHT, k] = burn_time_s + (n + share) * time_step_s


@inlined_law
def fill_flights(lanes, cells, wanted, battery, tables):
    """Fill the shortest flight times of an interceptor to some moments [s]; NaN too far, TOO_CLOSE too near."""
    n = battery.flyout
    reach = tables.reach_m[n]
    measure(lanes, wanted, battery, reach.shape[1])
    part = part_within(lanes[DISTANCE], wanted, battery.longest_m)
    for k in range(wanted[0], wanted[1]):
        lanes[FLIGHT, k], lanes[ROOM, k] = math.nan, math.inf
    choose_cells(lanes, cells, part, battery, (reach, tables.nearest_m[n], tables.furthest_m[n]))
    search_cells(lanes, cells, part, reach)
    read_flights(lanes, cells, part, reach, (tables.burn_time_s[n], tables.time_step_s[n]))


@law
def room_for(moments):
    """Return room for the lanes of so many moments: numbers, and whole numbers."""
    return np.empty((LANES, moments)), np.empty((CELLS, moments), dtype=np.int64)
