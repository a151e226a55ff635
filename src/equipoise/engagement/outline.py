"""The outlines of flights, made LANES side by side from the flights that reach.

The outline of a flight is the chain of straight lines between its nodes. The flight between two nodes is a polynomial;
it stays as near to the straight line as its control points do (Bernstein).
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from equipoise.engagement.abreast import LANES, put_three, three
from equipoise.engagement.tables import BOOST_SEGMENTS, NODE_FIELDS, REENTRY_SEGMENTS, Flown
from equipoise.kernels import inlined_law, law, uncounted

ROUNDING_M = 25.0  # of single precision, at any distance a flight has
SINGLES = 16  # numbers of single precision side by side in the widest vector unit
NODE = NODE_FIELDS * LANES  # numbers of a node of LANES flights

# Places of the columns in a block of what is told of LANES flights.
PIECES, BURNT, BOOST_STEP_S, COAST_STEP_S, FALL_STEP_S = 0, 1, 2, 3, 4
SLACK_SQUARE, NORMAL, OFFSIDE_M = 5, 6, 9
COLUMNS = 10


class Outline(NamedTuple):
    """The outlines of flights, in single precision."""

    places_m: Any  # (flight, axis, node): behind the last node, that again
    pieces: Any  # (flight): straight lines
    slack_m: Any  # (flight): the furthest that the flight may leave them
    highest_m: Any  # (flight): of the nodes
    normal: Any  # (flight, axis): of the plane through launch, impact and the centre of the Earth
    offside_m: Any  # (flight): the furthest that the flight may leave that plane


class Room(NamedTuple):
    """Room for LANES flights: their nodes, and what is told of them."""

    nodes: Any  # node by node
    told: Any


@inlined_law
def boost_slack_squared(first, second, step_s):
    """Return the square of how far the cubic between two boost nodes leaves the straight line at most [m2]."""
    early, late = 0.0, 0.0
    for n in range(3):
        third = (second[n] - first[n]) / 3.0
        e, f = step_s * first[3 + n] / 3.0 - third, step_s * second[3 + n] / 3.0 - third
        early += e * e
        late += f * f
    return max(early, late)


@inlined_law
def coast_slack_squared(first, second, step_s):
    """Return the square of how far the quintic between two coast nodes leaves the straight line at most [m2]."""
    b1, b2, b3, b4 = 0.0, 0.0, 0.0, 0.0
    for n in range(3):
        fifth = (second[n] - first[n]) * 0.2
        v0, v1 = step_s * first[3 + n] * 0.2, step_s * second[3 + n] * 0.2
        a0, a1 = step_s * step_s * first[6 + n] * 0.05, step_s * step_s * second[6 + n] * 0.05
        c1, c2, c3, c4 = v0 - fifth, 2.0 * (v0 - fifth) + a0, 2.0 * (fifth - v1) + a1, fifth - v1
        b1, b2, b3, b4 = b1 + c1 * c1, b2 + c2 * c2, b3 + c3 * c3, b4 + c4 * c4
    return max(max(b1, b2), max(b3, b4))


@inlined_law
def node_in_lane(nodes, lane):
    """Return the nine numbers of a lane's node."""
    return three(nodes, 0, lane) + three(nodes, 3, lane) + three(nodes, 6, lane)


@law
def widen_slack(nodes, told, k):
    """Widen the slack of each flight by that of piece k, whose two nodes are given, where the flight has one."""
    for lane in range(LANES):
        first, second = node_in_lane(nodes, lane), node_in_lane(nodes, NODE + lane)
        coast_s, fall_s = told[COAST_STEP_S * LANES + lane], told[FALL_STEP_S * LANES + lane]
        piece = coast_slack_squared(first, second, coast_s if k < told[BURNT * LANES + lane] else fall_s)
        piece = piece if k < told[PIECES * LANES + lane] else 0.0
        told[SLACK_SQUARE * LANES + lane] = max(told[SLACK_SQUARE * LANES + lane], piece)


@law
def widen_boost_slack(nodes, told):
    """Widen the slack of each flight by that of a piece of its boost, whose two nodes are given."""
    for lane in range(LANES):
        first, second = node_in_lane(nodes, lane), node_in_lane(nodes, NODE + lane)
        piece = boost_slack_squared(first, second, told[BOOST_STEP_S * LANES + lane])
        told[SLACK_SQUARE * LANES + lane] = max(told[SLACK_SQUARE * LANES + lane], piece)


@law
def fill_planes(first, last, told):
    """Fill the normal of the plane through the first and the last node of each flight.

    Where the two stand nearly opposite, the plane is uncertain but a plane all the same.
    """
    for lane in range(LANES):
        a, b = three(first, 0, lane), three(last, 0, lane)
        x, y, z = a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
        share = 1.0 / (math.sqrt(x * x + y * y + z * z) + 1.0)
        put_three(told, NORMAL, lane, (x * share, y * share, z * share))
        told[SLACK_SQUARE * LANES + lane], told[OFFSIDE_M * LANES + lane] = 0.0, 0.0


@law
def widen_plane(nodes, told):
    """Widen how far each flight leaves its plane by a node."""
    for lane in range(LANES):
        (x, y, z), (nx, ny, nz) = three(nodes, 0, lane), three(told, NORMAL, lane)
        away_m = abs(x * nx + y * ny + z * nz)
        told[OFFSIDE_M * LANES + lane] = max(told[OFFSIDE_M * LANES + lane], away_m)


@law
def outline_abreast(room, longest):
    """Fill what is told of LANES flights of no more than so many pieces."""
    nodes, told = room.nodes, room.told
    fill_planes(nodes[:NODE], nodes[NODE * longest : NODE * (longest + 1)], told)
    for k in range(longest + 1):
        widen_plane(nodes[NODE * k : NODE * (k + 1)], told)
    for k in range(BOOST_SEGMENTS):
        widen_boost_slack(nodes[NODE * k : NODE * (k + 2)], told)
    for k in range(BOOST_SEGMENTS, longest):
        widen_slack(nodes[NODE * k : NODE * (k + 2)], told, float(k))


@inlined_law
def load_times(times, told, lane):
    """Put the number of pieces of a flight and their steps into a lane; return how many there are."""
    segments, falls = times[3], times[1] > times[4]
    burnt = BOOST_SEGMENTS + segments
    told[BURNT * LANES + lane] = burnt
    pieces = burnt + REENTRY_SEGMENTS if falls else burnt
    told[PIECES * LANES + lane] = pieces
    told[BOOST_STEP_S * LANES + lane] = times[0] / BOOST_SEGMENTS
    told[COAST_STEP_S * LANES + lane] = (times[4] - times[0]) / segments
    told[FALL_STEP_S * LANES + lane] = (times[1] - times[4]) / REENTRY_SEGMENTS
    return int(pieces)


@law
def keep_nodes(numbers, kept):
    """Copy the numbers of the nodes of a flight to where they are kept."""
    for n in range(len(numbers)):
        kept[n] = numbers[n]


@law
def load_nodes(numbers, nodes, lane):
    """Put the numbers of the nodes of a flight into a lane."""
    for n in range(len(numbers)):
        nodes[n * LANES + lane] = numbers[n]


@law
def fill_places(numbers, places_m, pieces):
    """Fill the places of a flight in its outline, the last one to the end of its row."""
    for k in range(places_m.shape[1]):
        first = NODE_FIELDS * min(k, pieces)
        for axis in range(3):
            places_m[axis, k] = numbers[first + axis]


@law
def extend_nodes(nodes, lane, pieces, longest):
    """Repeat the last node of a lane up to the end of the longest."""
    first = NODE * pieces + lane
    for k in range(pieces + 1, longest + 1):
        for n in range(3):
            nodes[NODE * k + lane + n * LANES] = nodes[first + n * LANES]


@law
def write_outline(outline, row, room, lane):
    """Write what is told of the flight of a lane."""
    told = room.told
    slack_m = math.sqrt(told[SLACK_SQUARE * LANES + lane]) + ROUNDING_M
    outline.pieces[row], outline.slack_m[row] = int(told[PIECES * LANES + lane]), slack_m
    outline.offside_m[row] = told[OFFSIDE_M * LANES + lane] + slack_m
    outline.normal[row, 0], outline.normal[row, 1], outline.normal[row, 2] = three(told, NORMAL, lane)


@law
def keep_rows(numbers, rows, kept, times, outline, room):
    """Copy the nodes of some flights, by number, to a table of their own, and fill their outlines."""
    numbers, rows, kept, times = uncounted(numbers), uncounted(rows), uncounted(kept), uncounted(times)
    outline, room = uncounted(outline), uncounted(room)
    for start in range(0, len(rows), LANES):
        held, longest = min(LANES, len(rows) - start), 0
        for lane in range(held):
            row = start + lane
            pieces = load_times(times[row], room.told, lane)
            flight = numbers[rows[row]][: NODE_FIELDS * (pieces + 1)]
            keep_nodes(flight, kept[row])
            load_nodes(flight, room.nodes, lane)
            fill_places(flight, outline.places_m[row], pieces)
            outline.highest_m[row] = times[row, 2]
            longest = max(longest, pieces)
        for lane in range(held):
            extend_nodes(room.nodes, lane, int(room.told[PIECES * LANES + lane]), longest)
        outline_abreast(room, longest)
        for lane in range(held):
            write_outline(outline, start + lane, room, lane)


def kept_flights(flown: Flown, rows: np.ndarray) -> tuple[Flown, Outline]:
    """Return some flights, by number, in no more room than they need, and their outlines."""
    times = flown.times[rows]
    falls = bool((times[:, 1] > times[:, 4]).any())
    nodes = BOOST_SEGMENTS + int(times[:, 3].max(initial=0.0)) + (REENTRY_SEGMENTS if falls else 0) + 1
    numbers = flown.nodes.reshape(len(flown.nodes), flown.nodes.shape[1] * NODE_FIELDS)
    kept = np.empty((len(rows), nodes * NODE_FIELDS))
    outline, room = no_outlines(len(rows), nodes), Room(np.zeros(NODE * nodes), np.ones(COLUMNS * LANES))
    keep_rows(numbers, rows, kept, times, outline, room)
    return Flown(np.ones(len(rows), dtype=np.bool_), times, kept.reshape(-1, nodes, NODE_FIELDS)), outline


def no_outlines(flights: int, nodes: int) -> Outline:
    """Return room for the outlines of flights of no more than so many nodes, and for whole vectors of their pieces."""
    coast = -(-max(nodes - 1 - BOOST_SEGMENTS, 0) // SINGLES) * SINGLES
    return Outline(
        places_m=np.empty((flights, 3, BOOST_SEGMENTS + coast + 1), dtype=np.float32),
        pieces=np.empty(flights, dtype=np.int64),
        slack_m=np.empty(flights),
        highest_m=np.empty(flights),
        normal=np.empty((flights, 3)),
        offside_m=np.empty(flights),
    )
