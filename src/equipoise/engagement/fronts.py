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

# Moments stand in blocks of LANES. A block holds all rows of numbers of its moments one after the other, so that a loop
# over it has constant places, and the compiler need not ask whether one row overlaps another.
LANES = 16
TIME, X, Y, Z, HEIGHT, DISTANCE, DIRECTION, FLIGHT, ROOM, BETWEEN, ABOVE = range(11)
ROWS = 11
CELL, NEXT_CELL, FRONT, NEXT_FRONT, TIME_NUMBER, IS_LOOK, GATE = range(7)  # rows of whole numbers
CELL_ROWS = 7
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
def place_of(row, rows, k):
    """Return where a row of a moment stands, in blocks of so many rows."""
    return (k // LANES * rows + row) * LANES + k % LANES


@inlined_law
def number_at(lanes, row, k):
    """Return a number of a moment."""
    return lanes[place_of(row, ROWS, k)]


@inlined_law
def put_number(lanes, row, k, number):
    """Write a number of a moment."""
    lanes[place_of(row, ROWS, k)] = number


@inlined_law
def cell_at(cells, row, k):
    """Return a whole number of a moment."""
    return cells[place_of(row, CELL_ROWS, k)]


@inlined_law
def put_cell(cells, row, k, number):
    """Write a whole number of a moment."""
    cells[place_of(row, CELL_ROWS, k)] = number


@inlined_law
def measure(block, battery, directions):
    """Fill distance [m] and direction, in numbers of the table, of a block; return how many are within reach at all."""
    sx, sy, sz = battery.x_m, battery.y_m, battery.z_m
    shrink = 1.0 / math.sqrt(sx * sx + sy * sy + sz * sz)
    ux, uy, uz = sx * shrink, sy * shrink, sz * shrink
    within = 0
    for lane in range(LANES):
        x, y, z = block[X * LANES + lane], block[Y * LANES + lane], block[Z * LANES + lane]
        height_m = block[HEIGHT * LANES + lane]
        stretch = 1.0 / math.sqrt(x * x + y * y + z * z)
        dx, dy, dz = x * stretch - ux, y * stretch - uy, z * stretch - uz
        chord_m = EARTH_MEAN_RADIUS_M * math.sqrt(dx * dx + dy * dy + dz * dz)
        distance_m = max(math.sqrt(chord_m * chord_m + height_m * height_m), 1e-3)
        block[DISTANCE * LANES + lane] = distance_m
        block[DIRECTION * LANES + lane] = math.sqrt(max(height_m, 0.0) / distance_m) * (directions - 1)
        within += 1 if distance_m <= battery.longest_m else 0
    return within


@inlined_law
def choose_cells(block, cells, battery, shape):
    """Fill the cells of a block of moments, and where in its cell each moment lies."""
    azimuths, directions, times = shape
    site = (battery.x_m, battery.y_m, battery.z_m)
    for lane in range(LANES):
        x, y, z = block[X * LANES + lane], block[Y * LANES + lane], block[Z * LANES + lane]
        azimuth_rad = azimuth_to(x, y, z, site, battery.east, battery.north)
        turn = azimuth_rad * azimuths / (2.0 * math.pi)
        i0, i1, g0, wi, wg = cell_of(turn, block[DIRECTION * LANES + lane], azimuths, directions)
        block[BETWEEN * LANES + lane], block[ABOVE * LANES + lane] = wi, wg
        cell, next_cell = i0 * directions + g0, i1 * directions + g0
        cells[CELL * LANES + lane], cells[NEXT_CELL * LANES + lane] = cell, next_cell
        cells[FRONT * LANES + lane], cells[NEXT_FRONT * LANES + lane] = cell * times, next_cell * times


@inlined_law
def corners_at(flat, first, next_first, after, weights):
    """Return a number of a table mixed over the four corners of a cell, of which the second and fourth come after."""
    return (
        weights[0] * flat[first]
        + weights[1] * flat[first + after]
        + weights[2] * flat[next_first]
        + weights[3] * flat[next_first + after]
    )


@inlined_law
def corner_weights(block, lane):
    """Return how much the four corners of the cell of a moment count."""
    return weights_of(block[BETWEEN * LANES + lane], block[ABOVE * LANES + lane])


@inlined_law
def search_cells(block, cells, flat, times):
    """Fill the time number before which each moment of a block is still beyond reach, by halving side by side."""
    for lane in range(LANES):
        cells[TIME_NUMBER * LANES + lane] = 0
    step = 2 ** (HALVINGS - 1)
    while step > 0:
        for lane in range(LANES):
            before = cells[TIME_NUMBER * LANES + lane]
            n = min(before + step, times - 1)
            first, next_first = cells[FRONT * LANES + lane] + n, cells[NEXT_FRONT * LANES + lane] + n
            reach_m = corners_at(flat, first, next_first, times, corner_weights(block, lane))
            cells[TIME_NUMBER * LANES + lane] = n if reach_m < block[DISTANCE * LANES + lane] else before
        step //= 2


@inlined_law
def read_flights(block, cells, flat, times, clock):
    """Fill the flight times of a block of moments as if each were between the nearest and the furthest reach [s]."""
    burn_time_s, time_step_s = clock
    for lane in range(LANES):
        n = min(cells[TIME_NUMBER * LANES + lane], times - 2)
        first, next_first = cells[FRONT * LANES + lane] + n, cells[NEXT_FRONT * LANES + lane] + n
        weights = corner_weights(block, lane)
        low_m = corners_at(flat, first, next_first, times, weights)
        high_m = corners_at(flat, first + 1, next_first + 1, times, weights)
        share = (block[DISTANCE * LANES + lane] - low_m) / (high_m - low_m) if high_m > low_m else 0.0
        block[FLIGHT * LANES + lane] = burn_time_s + (n + share) * time_step_s


@inlined_law
def keep_within(block, cells, nearest, furthest):
    """Fill the room before burnout of a block; flight times beyond the ends of the table become NaN or TOO_CLOSE."""
    for lane in range(LANES):
        weights, distance_m = corner_weights(block, lane), block[DISTANCE * LANES + lane]
        cell, next_cell = cells[CELL * LANES + lane], cells[NEXT_CELL * LANES + lane]
        room_m = distance_m - corners_at(nearest, cell, next_cell, 1, weights)
        furthest_m = corners_at(furthest, cell, next_cell, 1, weights)
        flight_s = TOO_CLOSE if room_m < 0.0 else block[FLIGHT * LANES + lane]
        block[FLIGHT * LANES + lane] = flight_s if distance_m <= furthest_m else math.nan
        block[ROOM * LANES + lane] = room_m


@inlined_law
def fill_flights(lanes, cells, wanted, battery, tables):
    """Fill the shortest flight times of an interceptor to some moments [s]; NaN too far, TOO_CLOSE too near."""
    n = battery.flyout
    reach, nearest, furthest = tables.reach_m[n], tables.nearest_m[n], tables.furthest_m[n]
    flat, times = reach.reshape(-1), reach.shape[2]
    clock = tables.burn_time_s[n], tables.time_step_s[n]
    for b in range(wanted[0] // LANES, (wanted[1] + LANES - 1) // LANES):
        block = lanes[b * ROWS * LANES : (b + 1) * ROWS * LANES]
        cell_block = cells[b * CELL_ROWS * LANES : (b + 1) * CELL_ROWS * LANES]
        if measure(block, battery, reach.shape[1]) == 0:
            for lane in range(LANES):
                block[FLIGHT * LANES + lane], block[ROOM * LANES + lane] = math.nan, math.inf
            continue
        choose_cells(block, cell_block, battery, reach.shape)
        search_cells(block, cell_block, flat, times)
        read_flights(block, cell_block, flat, times, clock)
        keep_within(block, cell_block, nearest.reshape(-1), furthest.reshape(-1))


@law
def room_for(moments):
    """Return room for the blocks of so many moments: numbers, and whole numbers."""
    blocks = (moments + LANES - 1) // LANES
    return np.empty(blocks * ROWS * LANES), np.empty(blocks * CELL_ROWS * LANES, dtype=np.int64)
